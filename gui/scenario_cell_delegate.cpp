#include "gui/scenario_cell_delegate.h"

#include <QApplication>
#include <QCompleter>
#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>
#include <utility>

#include "gui/charts/spark_chart.h"
#include "gui/format.h"

namespace stowage::gui {
namespace {

constexpr qreal kBand = 3;
constexpr qreal kPad = 8;
constexpr qreal kFrameHeight = 18;
constexpr qreal kFramePad = 6;
constexpr qreal kMark = 7;
constexpr qreal kSpark = 44;

QString dash() {
    return QStringLiteral("–");
}

QFont semiBold(QFont font) {
    font.setWeight(QFont::DemiBold);
    return font;
}

}  // namespace

void paintSetMark(QPainter& painter, const QPointF& centre, const QColor& colour) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawEllipse(centre, kMark / 2, kMark / 2);
}

void paintFileMark(QPainter& painter, const QPointF& centre, const QColor& colour) {
    const QRectF sheet(centre.x() - 4, centre.y() - 5, 8, 10);
    QPainterPath path(sheet.topLeft());
    path.lineTo(sheet.right() - 3, sheet.top());
    path.lineTo(sheet.right(), sheet.top() + 3);
    path.lineTo(sheet.bottomRight());
    path.lineTo(sheet.bottomLeft());
    path.closeSubpath();
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(colour, 1.2));
    painter.drawPath(path);
}

qreal wordFrameWidth(const QString& word) {
    return QFontMetricsF(fontOf(TextRole::Secondary)).horizontalAdvance(word) + 2 * kFramePad;
}

qreal paintWordFrame(QPainter& painter, const QPointF& topLeft, const QString& word,
                     const QColor& outline, const QColor& text, Qt::PenStyle style) {
    const qreal width = wordFrameWidth(word);
    const QRectF frame(topLeft, QSizeF(width, kFrameHeight));
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(outline, 1.2, style));
    painter.drawRoundedRect(frame.adjusted(0.6, 0.6, -0.6, -0.6), kFrameHeight / 2,
                            kFrameHeight / 2);
    painter.setFont(fontOf(TextRole::Secondary));
    painter.setPen(text);
    painter.drawText(frame, Qt::AlignCenter, word);
    return width;
}

CellEditor::CellEditor(QWidget* parent) : QLineEdit(parent), m_label(new QLabel(parent)) {
    setObjectName(QStringLiteral("cellEditor"));
    setFrame(false);
    m_label->hide();
    m_label->setObjectName(QStringLiteral("cellProblem"));
    m_label->setFont(fontOf(TextRole::Secondary));
    m_label->setMargin(kGapSmall);
    m_label->setWordWrap(true);
    m_label->setAutoFillBackground(true);
    m_label->setFrameShape(QFrame::Box);
    connect(this, &QLineEdit::textEdited, this, [this] { setProblem({}); });
}

CellEditor::~CellEditor() {
    if (m_label) {
        m_label->deleteLater();
    }
}

void CellEditor::setProblem(const QString& problem) {
    m_problem = problem;
    setAccessibleDescription(problem);
    m_label->setVisible(!problem.isEmpty());
    if (!problem.isEmpty()) {
        QPalette colours = m_label->palette();
        colours.setColor(QPalette::Window, currentTheme().panel);
        colours.setColor(QPalette::WindowText, currentTheme().danger);
        m_label->setPalette(colours);
        m_label->setText(problem);
        placeLabel();
    }
    update();
}

void CellEditor::placeLabel() {
    constexpr int kWidth = 300;
    const QWidget* around = parentWidget();
    m_label->setFixedWidth(kWidth);
    m_label->adjustSize();
    const int left = std::min(x(), std::max(0, around->width() - kWidth));
    const bool fitsBelow = y() + height() + m_label->height() <= around->height();
    m_label->move(left, fitsBelow ? y() + height() : y() - m_label->height());
    m_label->raise();
}

void CellEditor::moveEvent(QMoveEvent* event) {
    QLineEdit::moveEvent(event);
    if (m_label->isVisible()) {
        placeLabel();
    }
}

void CellEditor::paintEvent(QPaintEvent* event) {
    QLineEdit::paintEvent(event);
    QPainter painter(this);
    const Theme& theme = currentTheme();
    painter.setPen(QPen(m_problem.isEmpty() ? theme.accent : theme.danger, 2));
    painter.drawRect(rect().adjusted(1, 1, -1, -1));
}

struct ScenarioCellDelegate::Look {
    QFont font;
    QColor text, quiet, accent, mark;
    bool isSelected = false;
    bool isPlanner = false;
    bool isSet = false;
    bool isFromFile = false;
};

ScenarioCellDelegate::ScenarioCellDelegate(ScenarioTableModel* model, QObject* parent)
    : QStyledItemDelegate(parent), m_model(model) {}

ScenarioCellDelegate::Look ScenarioCellDelegate::lookOf(const QStyleOptionViewItem& option,
                                                        const QModelIndex& index) const {
    const Theme& theme = currentTheme();
    const CellOrigin origin = m_model->cell(index).origin;
    Look look;
    look.isSelected = option.state.testFlag(QStyle::State_Selected);
    look.isPlanner = origin == CellOrigin::Planner;
    look.isSet = origin == CellOrigin::SetHere;
    look.isFromFile = origin == CellOrigin::Blueprint;
    const bool isQuiet = look.isPlanner || origin == CellOrigin::Usual;
    look.quiet = theme.muted;
    look.text = isQuiet ? theme.muted : theme.text;
    look.accent = theme.accent;
    look.mark = theme.lineStrong;
    look.font = fontOf(TextRole::Body);
    look.font.setItalic(look.isPlanner);
    return look;
}

void ScenarioCellDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                                 const QModelIndex& index) const {
    const Theme& theme = currentTheme();
    const Look look = lookOf(option, index);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRectF area = option.rect;
    const auto kind = m_model->rowKind(index);
    const bool isHead =
        kind == ScenarioTableModel::RowKind::App || kind == ScenarioTableModel::RowKind::Group;
    if (look.isSelected) {
        QColor wash = theme.accent;
        wash.setAlphaF(0.16F);
        painter->fillRect(area, wash);
    }
    if (index.column() == 0) {
        paintName(painter, area.adjusted(kGapSmall, 0, -kGapSmall, 0), index, look);
    } else if (!m_model->cell(index).services.empty()) {
        paintService(painter, area, index, look);
    } else if (!isHead) {
        paintText(painter, area.adjusted(kPad, 0, -kGapSmall, 0), index, look);
    }
    const auto* view = qobject_cast<const QWidget*>(option.widget);
    const bool isCurrent =
        option.state.testFlag(QStyle::State_HasFocus) &&
        (view == nullptr || view->hasFocus() || view->isAncestorOf(qApp->focusWidget()));
    if (isCurrent) {
        painter->setBrush(Qt::NoBrush);
        painter->setPen(QPen(theme.accent, 2));
        painter->drawRoundedRect(area.adjusted(1, 1, -1, -1), kRadiusTile, kRadiusTile);
    }
    painter->restore();
}

void ScenarioCellDelegate::paintName(QPainter* painter, QRectF area, const QModelIndex& index,
                                     const Look& look) const {
    const auto kind = m_model->rowKind(index);
    const QString name = index.data().toString();
    const QString detail = index.data(ScenarioTableModel::DetailRole).toString();
    const bool isTop = !index.parent().isValid();
    painter->setFont(isTop ? semiBold(fontOf(TextRole::Body)) : fontOf(TextRole::Body));
    painter->setPen(kind == ScenarioTableModel::RowKind::Group ? look.quiet : currentTheme().text);
    const QFontMetricsF metrics(painter->font());
    const QString shown = metrics.elidedText(name, Qt::ElideMiddle, area.width());
    painter->drawText(area, Qt::AlignVCenter | Qt::AlignLeft, shown);
    if (!detail.isEmpty()) {
        area.setLeft(area.left() + metrics.horizontalAdvance(shown) + kGap);
        painter->setFont(fontOf(TextRole::Secondary));
        painter->setPen(look.quiet);
        const QFontMetricsF small(painter->font());
        painter->drawText(area, Qt::AlignVCenter | Qt::AlignLeft,
                          small.elidedText(detail, Qt::ElideRight, area.width()));
    }
}

void ScenarioCellDelegate::paintService(QPainter* painter, QRectF area, const QModelIndex& index,
                                        const Look& look) const {
    const Theme& theme = currentTheme();
    const ScenarioCell& cell = m_model->cell(index);
    const auto category =
        static_cast<Category>(index.data(ScenarioTableModel::CategoryRole).toInt());
    painter->fillRect(QRectF(area.left() + 3, area.top() + 5, kBand, area.height() - 10),
                      theme.of(category));
    const qreal middle = area.center().y() + 0.5;
    const QPointF mark(area.right() - kPad, middle);
    if (look.isSet) {
        paintSetMark(*painter, mark, look.accent);
    } else if (look.isFromFile) {
        paintFileMark(*painter, mark, look.mark);
    }
    const QString word = cell.mode ? modeText(*cell.mode) : tr("open");
    const qreal wordWidth = wordFrameWidth(word);
    QRectF title = area.adjusted(kBand + kPad + 2, 0, -(2 * kPad + 2), 0);
    QStringList names;
    for (const ServiceChoice& choice : cell.services) {
        names.append(serviceTitle(choice.kind));
    }
    painter->setFont(look.font);
    painter->setPen(look.text);
    const QFontMetricsF metrics(look.font);
    const QString shown =
        metrics.elidedText(names.join(tr(", ")), Qt::ElideRight, title.width() - wordWidth - kGap);
    painter->drawText(title, Qt::AlignVCenter | Qt::AlignLeft, shown);
    const bool isShared = cell.mode == Mode::Plex;
    const QColor outline = isShared ? look.accent : theme.lineStrong;
    paintWordFrame(
        *painter,
        QPointF(title.left() + metrics.horizontalAdvance(shown) + kGap, middle - kFrameHeight / 2),
        word, outline, look.text, look.isPlanner ? Qt::DashLine : Qt::SolidLine);
}

void ScenarioCellDelegate::paintText(QPainter* painter, QRectF area, const QModelIndex& index,
                                     const Look& look) const {
    const ScenarioCell& cell = m_model->cell(index);
    const bool isNothing = cell.text.isEmpty();
    painter->setFont(isNothing ? fontOf(TextRole::Body) : look.font);
    painter->setPen(isNothing ? look.mark : look.text);
    const QFontMetricsF metrics(painter->font());
    const QString mark = cell.quality.isEmpty() ? QString() : qualityMark(ss(cell.quality));
    const bool isFile = look.isFromFile && cell.isEditable;
    if (isFile) {
        paintFileMark(*painter, QPointF(area.right() - kGapSmall, area.center().y() + 0.5),
                      look.mark);
        painter->setPen(look.text);
    }
    if (!cell.day.empty()) {
        // The same scale for every environment: the course is what differs, the rate is in words.
        paintSpark(
            *painter, QRectF(area.right() - kSpark, area.top() + 3, kSpark, area.height() - 6),
            {.values = cell.day, .limit = {}, .colour = look.isSet ? look.accent : look.mark},
            currentTheme());
        painter->setPen(look.text);
        area.setRight(area.right() - kSpark - kGapSmall);
    }
    const qreal room = area.width() - (mark.isEmpty() ? 0 : 14) - (isFile ? 14 : 0);
    const QString shown = isNothing ? dash() : metrics.elidedText(cell.text, Qt::ElideRight, room);
    painter->drawText(area, Qt::AlignVCenter | Qt::AlignLeft, shown);
    if (!mark.isEmpty()) {
        painter->setFont(fontOf(TextRole::Secondary));
        painter->setPen(look.quiet);
        area.setLeft(area.left() + metrics.horizontalAdvance(shown) + 4);
        painter->drawText(area, Qt::AlignVCenter | Qt::AlignLeft, mark);
    }
}

QSize ScenarioCellDelegate::sizeHint(const QStyleOptionViewItem& /*option*/,
                                     const QModelIndex& index) const {
    const ScenarioCell& cell = m_model->cell(index);
    const QFontMetricsF metrics(index.column() == 0 ? semiBold(fontOf(TextRole::Body))
                                                    : fontOf(TextRole::Body));
    qreal width = metrics.horizontalAdvance(cell.text) + 2 * kPad + 16;
    width += cell.day.empty() ? 0 : kSpark + kGapSmall;
    if (index.column() == 0) {
        const QString detail = index.data(ScenarioTableModel::DetailRole).toString();
        width += QFontMetricsF(fontOf(TextRole::Secondary)).horizontalAdvance(detail) + kGap;
    } else if (!cell.services.empty()) {
        QStringList names;
        for (const ServiceChoice& choice : cell.services) {
            names.append(serviceTitle(choice.kind));
        }
        // The next answer may say another word.
        const qreal word =
            std::max({wordFrameWidth(tr("shared")), wordFrameWidth(tr("managed")),
                      wordFrameWidth(cell.mode ? modeText(*cell.mode) : tr("open"))});
        width = metrics.horizontalAdvance(names.join(tr(", "))) + word + kBand + 5 * kPad;
    }
    const int height = std::max(m_rowHeight, QFontMetrics(fontOf(TextRole::Body)).height() + 8);
    return {static_cast<int>(std::ceil(width)), height};
}

QWidget* ScenarioCellDelegate::createEditor(QWidget* parent, const QStyleOptionViewItem& /*option*/,
                                            const QModelIndex& index) const {
    auto* editor = new CellEditor(parent);
    editor->setFont(fontOf(TextRole::Body));
    editor->setAccessibleName(m_model->placeText(index));
    editor->setToolTip(columnHelp(m_model->columnAt(index.column())));
    QStringList words;
    if (m_model->columnAt(index.column()) == CellColumn::Load) {
        for (const LoadPreset preset : {LoadPreset::Quiet, LoadPreset::Small, LoadPreset::Busy}) {
            words.append(presetText(preset));
        }
    } else if (m_model->columnAt(index.column()) == CellColumn::Weight) {
        words = {tr("light"), tr("medium"), tr("heavy")};
    }
    if (!words.isEmpty()) {
        auto* completer = new QCompleter(words, editor);
        completer->setCaseSensitivity(Qt::CaseInsensitive);
        completer->setCompletionMode(QCompleter::InlineCompletion);
        editor->setCompleter(completer);
    }
    m_edited = index;
    return editor;
}

void ScenarioCellDelegate::setEditorData(QWidget* editor, const QModelIndex& index) const {
    auto* line = qobject_cast<CellEditor*>(editor);
    // A new answer must not overwrite what is being typed.
    if (line != nullptr && !line->isModified()) {
        line->setText(index.data(Qt::EditRole).toString());
        line->selectAll();
    }
}

void ScenarioCellDelegate::setModelData(QWidget* editor, QAbstractItemModel* model,
                                        const QModelIndex& index) const {
    const auto* line = qobject_cast<CellEditor*>(editor);
    Q_UNUSED(model);
    // Taken when the editor is closed: an edit gives the table other rows, and the editor would
    // belong to none of them while it still has to close.
    if (line != nullptr && line->isModified() && problemOf(editor).isEmpty()) {
        m_typedAt = index;
        m_typed = line->text();
    }
}

std::optional<ScenarioTableModel::TypedCell> ScenarioCellDelegate::takeTyped() {
    const QModelIndex index = std::exchange(m_typedAt, QPersistentModelIndex());
    return index.isValid()
               ? std::optional(ScenarioTableModel::TypedCell{.index = index, .text = m_typed})
               : std::nullopt;
}

void ScenarioCellDelegate::updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option,
                                                const QModelIndex& /*index*/) const {
    constexpr int kWidthMin = 150;
    QRect area = option.rect;
    area.setWidth(std::max(area.width(), kWidthMin));
    const int beyond = area.right() - editor->parentWidget()->width() + 1;
    area.translate(-std::max(0, std::min(beyond, area.left())), 0);
    editor->setGeometry(area);
}

QString ScenarioCellDelegate::problemOf(const QWidget* editor) const {
    const auto* line = qobject_cast<const CellEditor*>(editor);
    if (line == nullptr || !m_edited.isValid() || !line->isModified() ||
        m_model->view().document == nullptr) {
        return {};
    }
    return m_model->editFor(*m_model->view().document, m_edited, line->text()).error;
}

bool ScenarioCellDelegate::eventFilter(QObject* watched, QEvent* event) {
    auto* line = qobject_cast<CellEditor*>(watched);
    if (line == nullptr) {
        return QStyledItemDelegate::eventFilter(watched, event);
    }
    bool commits = event->type() == QEvent::FocusOut;
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        commits = key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Tab ||
                  key == Qt::Key_Backtab;
    }
    if (commits) {
        const QString problem = problemOf(line);
        if (!problem.isEmpty()) {
            // It stays in the editor, with the reason, and never reaches the document.
            line->setProblem(problem);
            return event->type() == QEvent::KeyPress;
        }
    }
    if (event->type() == QEvent::FocusOut && !line->problem().isEmpty()) {
        return false;
    }
    return QStyledItemDelegate::eventFilter(watched, event);
}

}  // namespace stowage::gui
