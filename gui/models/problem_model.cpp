#include "gui/models/problem_model.h"

#include <QStringList>

#include "gui/format.h"
#include "gui/theme.h"
#include "model/base/invariant.h"

namespace stowage::gui {
namespace {

/// Indices count from 1 for a person.
QString stepText(const std::string& step) {
    bool isIndex = false;
    const int index = qs(step).toInt(&isIndex);
    return isIndex ? QString::number(index + 1) : qs(step);
}

QColor severityColour(Severity severity, const Theme& theme) {
    switch (severity) {
        case Severity::Error:
            return theme.danger;
        case Severity::Warning:
            return theme.warnText;
        case Severity::Note:
            return theme.muted;
    }
    STOWAGE_UNREACHABLE();
}

QString cellText(const Problem& problem, int column) {
    switch (column) {
        case ProblemModel::Text:
            return severityMark(problem.severity) + QStringLiteral("  ") + problem.text;
        case ProblemModel::Hint:
            return problem.hint;
        case ProblemModel::Place:
            return placeText(problem);
    }
    return {};
}

}  // namespace

QString severityMark(Severity severity) {
    switch (severity) {
        case Severity::Error:
            return QStringLiteral("✕");
        case Severity::Warning:
            return QStringLiteral("!");
        case Severity::Note:
            return QStringLiteral("i");
    }
    STOWAGE_UNREACHABLE();
}

QString severityWord(Severity severity) {
    switch (severity) {
        case Severity::Error:
            return ProblemModel::tr("error");
        case Severity::Warning:
            return ProblemModel::tr("warning");
        case Severity::Note:
            return ProblemModel::tr("note");
    }
    STOWAGE_UNREACHABLE();
}

QString placeText(const Problem& problem) {
    if (!problem.place.file.empty()) {
        QString text = qs(problem.place.file);
        if (problem.place.line > 0) {
            text += QStringLiteral(":%1:%2").arg(problem.place.line).arg(problem.place.column);
        }
        return text;
    }
    QStringList steps;
    for (const std::string& step : problem.path) {
        steps.push_back(stepText(step));
    }
    return steps.join(QStringLiteral(" ▸ "));
}

QString problemLine(const Problem& problem) {
    QString line = severityWord(problem.severity) + QStringLiteral(": ") + problem.text;
    if (!problem.hint.isEmpty()) {
        line += QStringLiteral(" (%1)").arg(problem.hint);
    }
    const QString place = placeText(problem);
    return place.isEmpty() ? line : line + QStringLiteral(" [%1]").arg(place);
}

ProblemModel::ProblemModel(QObject* parent) : QAbstractTableModel(parent) {}

void ProblemModel::setProblems(const std::vector<Problem>& problems) {
    beginResetModel();
    m_problems = problems;
    std::stable_sort(m_problems.begin(), m_problems.end(), [](const Problem& a, const Problem& b) {
        return static_cast<int>(a.severity) < static_cast<int>(b.severity);
    });
    endResetModel();
}

int ProblemModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_problems.size());
}

int ProblemModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ProblemModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) {
        return {};
    }
    const Problem& problem = m_problems[static_cast<std::size_t>(index.row())];
    switch (role) {
        case Qt::DisplayRole:
            return cellText(problem, index.column());
        case Qt::ToolTipRole:
            return problemLine(problem);
        case Qt::AccessibleTextRole:
            return index.column() == Text
                       ? severityWord(problem.severity) + QStringLiteral(": ") + problem.text
                       : cellText(problem, index.column());
        case Qt::ForegroundRole:
            return index.column() == Text ? severityColour(problem.severity, currentTheme())
                                          : currentTheme().muted;
        case SortRole:
            return index.column() == Text ? QVariant(static_cast<int>(problem.severity))
                                          : QVariant(cellText(problem, index.column()));
    }
    return {};
}

QVariant ProblemModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
        case Text:
            return tr("Problem");
        case Hint:
            return tr("Way out");
        case Place:
            return tr("Where");
    }
    return {};
}

}  // namespace stowage::gui
