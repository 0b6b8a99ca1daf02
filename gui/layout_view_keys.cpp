#include <QAccessible>
#include <QKeyEvent>
#include <QMenu>
#include <QScrollBar>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "gui/accessibility.h"
#include "gui/canvas_text.h"
#include "gui/layout_view.h"

namespace stowage::gui {
namespace {

constexpr qreal kZoomStep = 1.2;
constexpr int kArrowStep = 60;

std::optional<Direction> directionOf(int key) {
    switch (key) {
        case Qt::Key_Left:
            return Direction::Left;
        case Qt::Key_Right:
            return Direction::Right;
        case Qt::Key_Up:
            return Direction::Up;
        case Qt::Key_Down:
            return Direction::Down;
        default:
            return std::nullopt;
    }
}

}  // namespace

void LayoutView::focusSpot(const CanvasSpot& spot) {
    m_focus = spot;
    m_isFocusShown = true;
    const QRectF rect = rectOf(m_scene->geometry(), spot);
    if (!rect.isEmpty()) {
        ensureVisible(rect, 24, 24);
    }
    viewport()->update();
    if (QAccessible::isActive()) {
        announceFocus(*this);
    }
}

/// Goes there by key: what a pointer would say is said as well.
void LayoutView::walkTo(const CanvasSpot& spot) {
    focusSpot(spot);
    select(spot, Qt::NoModifier);
    const QRectF rect = rectOf(m_scene->geometry(), spot);
    if (rect.isEmpty()) {
        QToolTip::hideText();
    } else {
        showTip(spot, viewport()->mapToGlobal(mapFromScene(rect.bottomLeft())));
    }
}

void LayoutView::focusInEvent(QFocusEvent* event) {
    QGraphicsView::focusInEvent(event);
    const bool isByKey = event->reason() == Qt::TabFocusReason ||
                         event->reason() == Qt::BacktabFocusReason ||
                         event->reason() == Qt::ShortcutFocusReason;
    if (isByKey && m_focus.kind == SpotKind::Nothing) {
        focusSpot(firstInside(m_scene->model(), m_scene->geometry(), {}));
    }
    viewport()->update();
}

void LayoutView::focusOutEvent(QFocusEvent* event) {
    QGraphicsView::focusOutEvent(event);
    m_isSpaceDown = false;
    viewport()->update();
}

void LayoutView::keyPressEvent(QKeyEvent* event) {
    if (m_scene->model().plan == nullptr) {
        QGraphicsView::keyPressEvent(event);
        return;
    }
    if (zoomKey(*event) || walkKey(*event) || commandKey(*event)) {
        event->accept();
        return;
    }
    event->ignore();
}

void LayoutView::keyReleaseEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Space && !event->isAutoRepeat()) {
        m_isSpaceDown = false;
        viewport()->unsetCursor();
    }
    QGraphicsView::keyReleaseEvent(event);
}

bool LayoutView::zoomKey(const QKeyEvent& event) {
    if (!event.modifiers().testFlag(Qt::ControlModifier)) {
        return false;
    }
    switch (event.key()) {
        case Qt::Key_Plus:
        case Qt::Key_Equal:
            zoomBy(kZoomStep);
            return true;
        case Qt::Key_Minus:
            zoomBy(1 / kZoomStep);
            return true;
        case Qt::Key_0:
            fitAll();
            return true;
        case Qt::Key_ParenRight:
            zoomTo(1, QRectF(viewport()->rect()).center());
            return true;
        default:
            return false;
    }
}

bool LayoutView::walkKey(const QKeyEvent& event) {
    const CanvasModel& model = m_scene->model();
    const CanvasGeometry& geometry = m_scene->geometry();
    if (event.modifiers().testFlag(Qt::ControlModifier) ||
        event.modifiers().testFlag(Qt::AltModifier)) {
        return false;
    }
    if (const auto direction = directionOf(event.key())) {
        if (m_focus.kind == SpotKind::Nothing) {
            const bool isSideways = *direction == Direction::Left || *direction == Direction::Right;
            QScrollBar* bar = isSideways ? horizontalScrollBar() : verticalScrollBar();
            const bool isBack = *direction == Direction::Left || *direction == Direction::Up;
            bar->setValue(bar->value() + (isBack ? -kArrowStep : kArrowStep));
            return true;
        }
        walkTo(nextSpot(model, geometry, m_focus, *direction));
        return true;
    }
    const int key = event.key();
    if (key == Qt::Key_Home || key == Qt::Key_End) {
        const std::vector<CanvasSpot> siblings = siblingsOf(model, geometry, m_focus);
        if (!siblings.empty()) {
            walkTo(key == Qt::Key_Home ? siblings.front() : siblings.back());
        }
        return true;
    }
    if (key == Qt::Key_Return || key == Qt::Key_Enter) {
        walkTo(firstInside(model, geometry, m_focus));
        return true;
    }
    if (key == Qt::Key_Escape) {
        leaveSpot();
        return true;
    }
    return false;
}

/// Esc ends what is on: a drag, the picture of a loss, then one level of the walk.
void LayoutView::leaveSpot() {
    if (m_drag) {
        m_drag.reset();
        m_isPressed = false;
        viewport()->update();
        return;
    }
    if (!m_scene->marks().loss.node.isEmpty()) {
        clearLoss();
        return;
    }
    walkTo(outOf(m_focus));
}

bool LayoutView::commandKey(const QKeyEvent& event) {
    if (event.modifiers() != Qt::NoModifier && event.modifiers() != Qt::KeypadModifier &&
        event.modifiers() != Qt::ShiftModifier) {
        return false;
    }
    const QString node = m_node.isEmpty() ? nodeOf(m_scene->model(), m_focus) : m_node;
    switch (event.key()) {
        case Qt::Key_1:
            requestMode(Mode::Own);
            return true;
        case Qt::Key_2:
            requestMode(Mode::Plex);
            return true;
        case Qt::Key_3:
            requestMode(Mode::Managed);
            return true;
        case Qt::Key_M:
            askForMode();
            return true;
        case Qt::Key_Plus:
        case Qt::Key_Minus:
            if (m_pods.isEmpty()) {
                Q_EMIT noticeRequested(tr("Select a pod first"));
            } else {
                Q_EMIT replicasRequested(m_pods.front(), event.key() == Qt::Key_Plus ? 1 : -1);
            }
            return true;
        case Qt::Key_E:
            if (!m_pods.isEmpty()) {
                Q_EMIT explainRequested(m_pods.front());
            }
            return true;
        case Qt::Key_X:
            if (!node.isEmpty()) {
                Q_EMIT nodeLossRequested(node);
            }
            return true;
        case Qt::Key_Delete:
            if (!m_node.isEmpty()) {
                Q_EMIT nodeRemoveRequested(m_node);
            } else {
                Q_EMIT noticeRequested(
                    tr("Select a server to remove it; %1").arg(podsAreNotDraggedText()));
            }
            return true;
        case Qt::Key_L:
            m_areLinksPinned = !m_areLinksPinned;
            viewport()->update();
            return true;
        case Qt::Key_T:
            Q_EMIT tableRequested();
            return true;
        case Qt::Key_S:
            Q_EMIT measureRequested();
            return true;
        case Qt::Key_Z:
            zoomToSelection();
            return true;
        case Qt::Key_Space:
            m_isSpaceDown = true;
            viewport()->setCursor(Qt::OpenHandCursor);
            return true;
        default:
            return false;
    }
}

void LayoutView::requestMode(Mode mode) {
    const QStringList keys = selectedServices();
    if (keys.isEmpty()) {
        Q_EMIT noticeRequested(m_pods.isEmpty() ? tr("Select a service first")
                                                : podsAreNotDraggedText());
        return;
    }
    for (const QString& key : keys) {
        const QString refusal = modeRefusal(key, mode);
        if (!refusal.isEmpty()) {
            Q_EMIT noticeRequested(refusal);
            return;
        }
    }
    Q_EMIT serviceModeRequested(keys, mode);
}

/// The menu twin of a drag.
void LayoutView::askForMode() {
    const QStringList keys = selectedServices();
    if (keys.isEmpty()) {
        requestMode(Mode::Own);
        return;
    }
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("moveMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    struct Entry {
        Mode mode;
        QString text;
    };
    const std::vector<Entry> entries{{Mode::Own, tr("&Own service")},
                                     {Mode::Plex, tr("&Share in the Commons")},
                                     {Mode::Managed, tr("&Managed by a provider")}};
    for (const Entry& entry : entries) {
        const QString refusal = modeRefusal(keys.front(), entry.mode);
        QString text = entry.text;
        if (!refusal.isEmpty()) {
            text += QStringLiteral(" — ") + refusal;
        } else if (m_verdict) {
            text += QStringLiteral(" — ") + m_verdict(keys, entry.mode);
        }
        QAction* action = menu->addAction(text);
        action->setEnabled(refusal.isEmpty());
        const Mode mode = entry.mode;
        connect(action, &QAction::triggered, this, [this, mode] { requestMode(mode); });
    }
    const CanvasSpot spot =
        m_pods.isEmpty() ? m_focus : spotOfPod(m_scene->model(), m_pods.front());
    const QRectF rect = rectOf(m_scene->geometry(), spot);
    menu->popup(viewport()->mapToGlobal(mapFromScene(rect.bottomLeft())));
}

}  // namespace stowage::gui
