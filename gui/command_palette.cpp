#include "gui/command_palette.h"

#include <QAction>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QPainter>
#include <QPointer>
#include <QStyledItemDelegate>
#include <QTextLayout>
#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>

#include "gui/theme.h"

namespace stowage::gui {
namespace {

constexpr int kWidth = 620;
constexpr int kRows = 10;
constexpr int kRow = 30;

/// Text with the matched letters in the accent, group and keys muted at the right.
class PaletteDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        return {QStyledItemDelegate::sizeHint(option, index).width(),
                std::max(kRow, QFontMetrics(fontOf(TextRole::Body)).lineSpacing() + 12)};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        const Theme& theme = currentTheme();
        const bool isChosen = option.state.testFlag(QStyle::State_Selected);
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        const QRectF row = QRectF(option.rect).adjusted(4, 1, -4, -1);
        if (isChosen) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(theme.accent);
            painter->drawRoundedRect(row, kRadiusControl, kRadiusControl);
        }
        const bool isRefused = index.data(PaletteModel::RefusalRole).isValid();
        const QColor quiet = isChosen ? theme.onAccent : theme.muted;
        const QRectF inner = row.adjusted(kGap, 0, -kGap, 0);
        const qreal right = paintRight(*painter, inner, index, quiet);
        paintText(*painter, QRectF(inner.left(), inner.top(), right - inner.left(), inner.height()),
                  index,
                  isRefused  ? quiet
                  : isChosen ? theme.onAccent
                             : theme.text,
                  isChosen);
        painter->restore();
    }

private:
    static qreal paintRight(QPainter& painter, const QRectF& inner, const QModelIndex& index,
                            const QColor& colour) {
        const QString keys = index.data(PaletteModel::KeysRole).toString();
        const QString group = index.data(PaletteModel::GroupRole).toString();
        const QString text = keys.isEmpty() ? group : group + QStringLiteral("    ") + keys;
        painter.setFont(fontOf(TextRole::Secondary));
        painter.setPen(colour);
        painter.drawText(inner, Qt::AlignRight | Qt::AlignVCenter, text);
        return inner.right() - painter.fontMetrics().horizontalAdvance(text) - kGapLarge;
    }

    static void paintText(QPainter& painter, const QRectF& area, const QModelIndex& index,
                          const QColor& colour, bool isChosen) {
        const QFont font = fontOf(TextRole::Body);
        const QFontMetrics metrics(font);
        const QString text = metrics.elidedText(index.data().toString(), Qt::ElideRight,
                                                static_cast<int>(area.width()));
        QTextLayout layout(text, font);
        QList<QTextLayout::FormatRange> marks;
        for (const QVariant& place : index.data(PaletteModel::PlacesRole).toList()) {
            QTextLayout::FormatRange mark{place.toInt(), 1, {}};
            mark.format.setFontWeight(QFont::DemiBold);
            mark.format.setForeground(isChosen ? colour : currentTheme().accent);
            marks.push_back(mark);
        }
        layout.setFormats(marks);
        layout.beginLayout();
        QTextLine line = layout.createLine();
        line.setLineWidth(area.width() + kGapLarge);
        layout.endLayout();
        painter.setPen(colour);
        layout.draw(&painter, QPointF(area.left(), area.center().y() - line.height() / 2));
    }
};

/// Title of the menu that holds the action, or the name of the part of the window that it is for:
/// there is more than one "Copy".
QString groupOf(const QAction& action) {
    for (const QObject* holder : action.associatedObjects()) {
        const auto* menu = qobject_cast<const QMenu*>(holder);
        if (menu != nullptr && !plainText(*menu->menuAction()).isEmpty()) {
            return plainText(*menu->menuAction());
        }
    }
    for (const QObject* part = action.parent(); part != nullptr; part = part->parent()) {
        const auto* widget = qobject_cast<const QWidget*>(part);
        const bool isMenu = qobject_cast<const QMenu*>(part) != nullptr;
        if (widget != nullptr && !isMenu && !widget->accessibleName().isEmpty() &&
            qobject_cast<const QAbstractButton*>(part) == nullptr) {
            return widget->accessibleName();
        }
    }
    return {};
}

QString refusalOf(const QAction& action) {
    if (action.isEnabled()) {
        return {};
    }
    return action.statusTip().isEmpty() ? CommandPalette::tr("not possible now")
                                        : action.statusTip();
}

void runAction(const QPointer<QAction>& action) {
    if (!action) {
        return;
    }
    if (QMenu* menu = action->menu()) {
        menu->popup(QCursor::pos());
    } else {
        action->trigger();
    }
}

/// The part of the window that an action is for; null: the window.
const QWidget* partOf(const QAction& action) {
    for (const QObject* part = action.parent(); part != nullptr; part = part->parent()) {
        const auto* widget = qobject_cast<const QWidget*>(part);
        if (widget != nullptr && qobject_cast<const QMenu*>(part) == nullptr) {
            const bool isFrame =
                widget->isWindow() || qobject_cast<const QMenuBar*>(part) != nullptr;
            return isFrame ? nullptr : widget;
        }
    }
    return nullptr;
}

/// Several tables can be copied; of actions with one text that of the table in sight is meant.
std::vector<QAction*> withoutTwins(const std::vector<QAction*>& actions) {
    std::vector<QAction*> kept;
    for (QAction* action : actions) {
        const QWidget* part = partOf(*action);
        const auto twin = std::find_if(kept.begin(), kept.end(), [&](const QAction* other) {
            return part != nullptr && partOf(*other) != nullptr &&
                   plainText(*other) == plainText(*action);
        });
        if (twin == kept.end()) {
            kept.push_back(action);
        } else if (part->isVisible() && !partOf(**twin)->isVisible()) {
            *twin = action;
        }
    }
    return kept;
}

void collectFrom(const QList<QAction*>& actions, std::vector<QAction*>& found) {
    for (QAction* action : actions) {
        if (!plainText(*action).isEmpty() &&
            std::find(found.begin(), found.end(), action) == found.end()) {
            found.push_back(action);
        }
    }
}

}  // namespace

QString plainText(const QAction& action) {
    if (action.isSeparator()) {
        return {};
    }
    QString text = action.text();
    text.replace(QStringLiteral("&&"), QStringLiteral("\x01"));
    text.remove(QLatin1Char('&'));
    return text.replace(QLatin1Char('\x01'), QLatin1Char('&')).trimmed();
}

std::vector<QAction*> actionsOf(const QWidget& window) {
    std::vector<QAction*> found;
    // The menus of the menu bar first, as they stand there; then what belongs to single parts.
    if (const auto* frame = qobject_cast<const QMainWindow*>(&window)) {
        for (const QAction* top : frame->menuBar()->actions()) {
            if (const QMenu* menu = top->menu()) {
                collectFrom(menu->actions(), found);
            }
        }
    }
    for (const auto* menu : window.findChildren<QMenu*>()) {
        collectFrom(menu->actions(), found);
    }
    collectFrom(window.actions(), found);
    collectFrom(window.findChildren<QAction*>(), found);
    return found;
}

CommandPalette::CommandPalette(QWidget* window)
    : QDialog(window, Qt::Popup | Qt::FramelessWindowHint), m_window(window) {
    setObjectName(QStringLiteral("commandPalette"));
    setAccessibleName(tr("Find an action, app, node or word"));
    m_input = new QLineEdit(this);
    m_input->setObjectName(QStringLiteral("paletteInput"));
    m_input->setAccessibleName(tr("What to find"));
    m_input->setPlaceholderText(tr("Find an action, app, node or word"));
    m_input->setFont(fontOf(TextRole::Title));
    m_input->setFrame(false);
    m_input->setMinimumHeight(40);
    m_input->setTextMargins(kGap, 0, kGap, 0);
    m_input->installEventFilter(this);
    m_list = new QListView(this);
    m_list->setObjectName(QStringLiteral("paletteList"));
    m_list->setAccessibleName(tr("Matches"));
    m_list->setModel(&m_model);
    m_list->setItemDelegate(new PaletteDelegate(m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setUniformItemSizes(true);
    m_list->setMouseTracking(true);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    auto* rule = new QFrame(this);
    rule->setFrameShape(QFrame::HLine);
    rule->setFrameShadow(QFrame::Plain);
    rule->setForegroundRole(QPalette::Mid);
    m_note = new QLabel(this);
    m_note->setContentsMargins(kGap, 0, kGap, 0);
    m_note->setObjectName(QStringLiteral("paletteNote"));
    m_note->setForegroundRole(QPalette::PlaceholderText);
    m_note->setFont(fontOf(TextRole::Secondary));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(kGap, kGap, kGap, kGap);
    layout->setSpacing(kGapSmall);
    layout->addWidget(m_input);
    layout->addWidget(rule);
    layout->addWidget(m_list);
    layout->addWidget(m_note);
    connect(m_input, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_model.setQuery(text);
        m_list->setCurrentIndex(m_model.index(0));
        showCount();
        fitHeight();
    });
    connect(m_list, &QListView::entered, m_list, &QListView::setCurrentIndex);
    connect(m_list, &QListView::clicked, this, &CommandPalette::runCurrent);
}

std::vector<PaletteEntry> CommandPalette::collect() const {
    std::vector<PaletteEntry> entries;
    for (QAction* action : withoutTwins(actionsOf(*m_window))) {
        const QPointer<QAction> safe(action);
        entries.push_back({.text = plainText(*action),
                           .group = groupOf(*action),
                           .keys = action->shortcut().toString(QKeySequence::NativeText),
                           .run = [safe] { runAction(safe); },
                           .refusal = refusalOf(*action),
                           .words = action->property(kSearchWordsProperty).toString()});
    }
    if (m_provider) {
        for (PaletteEntry& entry : m_provider()) {
            entries.push_back(std::move(entry));
        }
    }
    return entries;
}

void CommandPalette::openFresh() {
    m_model.setEntries(collect());
    m_input->clear();
    m_list->setCurrentIndex(m_model.index(0));
    showCount();
    const int wide = std::min(kWidth, m_window->width() - 2 * kGapLarge);
    setFixedWidth(wide);
    fitHeight();
    move(m_window->mapToGlobal(QPoint((m_window->width() - wide) / 2, 64)));
    show();
    m_input->setFocus();
}

void CommandPalette::fitHeight() {
    const int rows = std::clamp(m_model.rowCount(), 1, kRows);
    const int height = m_model.rowCount() > 0 ? m_list->sizeHintForRow(0) : kRow;
    m_list->setFixedHeight(rows * height + 2);
    layout()->activate();
    resize(width(), sizeHint().height());
}

void CommandPalette::paintEvent(QPaintEvent* event) {
    Q_UNUSED(event);
    QPainter painter(this);
    painter.setPen(QPen(currentTheme().lineStrong, 1));
    painter.setBrush(currentTheme().panel);
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

void CommandPalette::showCount() {
    const int count = m_model.rowCount();
    m_note->setText(count == 0   ? tr("Nothing is called so. Fewer letters find more.")
                    : count == 1 ? tr("1 match · Enter runs it")
                                 : tr("%1 matches · ↑ ↓ choose · Enter runs").arg(count));
}

void CommandPalette::moveCurrent(int by) {
    const int count = m_model.rowCount();
    if (count > 0) {
        const int row = m_list->currentIndex().row() + by;
        m_list->setCurrentIndex(m_model.index(std::clamp(row, 0, count - 1)));
    }
}

void CommandPalette::runCurrent() {
    const QModelIndex current = m_list->currentIndex();
    if (!current.isValid()) {
        return;
    }
    const PaletteEntry entry = m_model.entryAt(current.row());
    if (!entry.refusal.isEmpty()) {
        m_note->setText(tr("%1: %2").arg(entry.text, entry.refusal));
        return;
    }
    accept();
    // After the popup has let go of the focus.
    QTimer::singleShot(0, m_window, entry.run);
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
    const auto* key = event->type() == QEvent::KeyPress ? dynamic_cast<QKeyEvent*>(event) : nullptr;
    if (watched != m_input || key == nullptr) {
        return QDialog::eventFilter(watched, event);
    }
    switch (key->key()) {
        case Qt::Key_Down:
            moveCurrent(1);
            return true;
        case Qt::Key_Up:
            moveCurrent(-1);
            return true;
        case Qt::Key_PageDown:
            moveCurrent(kRows);
            return true;
        case Qt::Key_PageUp:
            moveCurrent(-kRows);
            return true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            runCurrent();
            return true;
    }
    return QDialog::eventFilter(watched, event);
}

}  // namespace stowage::gui
