#include "gui/problems_dock.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QPainter>
#include <QStyle>
#include <QStyledItemDelegate>
#include <QTreeView>
#include <QVBoxLayout>

#include "gui/format.h"
#include "gui/theme.h"

namespace stowage::gui {
namespace {

void copyLines(const QStringList& lines) {
    QGuiApplication::clipboard()->setText(lines.join(QLatin1Char('\n')));
}

/// Rows of our height; in the first column the mark alone is coloured.
class ProblemDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        const QSize size = QStyledItemDelegate::sizeHint(option, index);
        return {size.width() + kMarkWidth + kGapLarge, std::max(kRowHeight, size.height() + 8)};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        const bool isSelected = option.state.testFlag(QStyle::State_Selected);
        const Theme& theme = currentTheme();
        QStyleOptionViewItem ground = option;
        initStyleOption(&ground, index);
        const QString text = ground.text;
        ground.text.clear();
        QApplication::style()->drawControl(QStyle::CE_ItemViewItem, &ground, painter,
                                           option.widget);
        QRect area = option.rect.adjusted(kGap, 0, -kGapSmall, 0);
        painter->save();
        painter->setFont(option.font);
        const QColor chosen = theme.onAccent;
        if (index.column() == ProblemModel::Text) {
            painter->setPen(isSelected ? chosen : index.data(Qt::ForegroundRole).value<QColor>());
            painter->drawText(area, Qt::AlignLeft | Qt::AlignVCenter, text.left(1));
            area.setLeft(area.left() + kMarkWidth);
        }
        const bool isFirst = index.column() == ProblemModel::Text;
        painter->setPen(isSelected ? chosen : isFirst ? theme.text : theme.muted);
        const QString shown = isFirst ? text.mid(1).trimmed() : text;
        painter->drawText(area, Qt::AlignLeft | Qt::AlignVCenter,
                          option.fontMetrics.elidedText(shown, Qt::ElideRight, area.width()));
        painter->restore();
    }

private:
    static constexpr int kMarkWidth = 18;
};

}  // namespace

ProblemsDock::ProblemsDock(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("problemsDock"));
    m_empty = new QLabel(tr("No problems."), this);
    m_empty->setObjectName(QStringLiteral("noProblems"));
    m_empty->setForegroundRole(QPalette::PlaceholderText);
    m_empty->setContentsMargins(kPanelPadding, kGap, kPanelPadding, kGap);
    m_view = new QTreeView(this);
    m_view->setObjectName(QStringLiteral("problemList"));
    m_view->setAccessibleName(tr("Problems"));
    m_view->setModel(&m_model);
    m_view->setItemDelegate(new ProblemDelegate(m_view));
    m_view->setRootIsDecorated(false);
    m_view->setAllColumnsShowFocus(true);
    m_view->setUniformRowHeights(true);
    m_view->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_view->setTextElideMode(Qt::ElideRight);
    m_view->setFrameShape(QFrame::NoFrame);
    // What is wrong and the way out share what the place leaves.
    m_view->header()->setStretchLastSection(false);
    m_view->header()->setSectionResizeMode(QHeaderView::Stretch);
    m_view->header()->setSectionResizeMode(ProblemModel::Place, QHeaderView::ResizeToContents);
    m_view->header()->setFont(fontOf(TextRole::Secondary));
    m_view->header()->setMinimumHeight(24);
    m_view->setMinimumHeight(24 + 3 * kRowHeight);
    m_view->hide();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_empty, 0, Qt::AlignTop);
    layout->addWidget(m_view, 1);

    auto* copy = new QAction(tr("Copy"), this);
    copy->setShortcut(QKeySequence::Copy);
    copy->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    copy->setObjectName(QStringLiteral("copyProblems"));
    connect(copy, &QAction::triggered, this, &ProblemsDock::copySelected);
    auto* all = new QAction(tr("Copy all problems"), this);
    all->setObjectName(QStringLiteral("copyAllProblems"));
    connect(all, &QAction::triggered, this, &ProblemsDock::copyAll);
    m_view->addActions({copy, all});
    m_view->setContextMenuPolicy(Qt::ActionsContextMenu);
    connect(m_view, &QTreeView::activated, this, &ProblemsDock::activate);
}

void ProblemsDock::setProblems(const std::vector<Problem>& problems) {
    if (problems == m_model.problems()) {
        return;
    }
    m_model.setProblems(problems);
    m_empty->setVisible(problems.empty());
    m_view->setVisible(!problems.empty());
    Q_EMIT titleChanged(title());
}

QString ProblemsDock::title() const {
    const auto count = m_model.problems().size();
    return count == 0 ? tr("Problems") : tr("Problems %1").arg(count);
}

void ProblemsDock::activate(const QModelIndex& index) {
    const Problem problem = m_model.problems()[static_cast<std::size_t>(index.row())];
    if (!problem.place.file.empty()) {
        Q_EMIT fileRequested(qs(problem.place.file), problem.place.line);
    } else if (!problem.path.empty()) {
        Q_EMIT fieldRequested(problem.path);
    }
}

void ProblemsDock::copySelected() const {
    QStringList lines;
    QModelIndexList rows = m_view->selectionModel()->selectedRows();
    std::sort(rows.begin(), rows.end());
    for (const QModelIndex& row : rows) {
        lines.push_back(problemLine(m_model.problems()[static_cast<std::size_t>(row.row())]));
    }
    if (!lines.isEmpty()) {
        copyLines(lines);
    }
}

void ProblemsDock::copyAll() const {
    QStringList lines;
    for (const Problem& problem : m_model.problems()) {
        lines.push_back(problemLine(problem));
    }
    copyLines(lines);
}

}  // namespace stowage::gui
