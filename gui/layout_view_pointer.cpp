#include <QApplication>
#include <QContextMenuEvent>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QMimeData>
#include <QMouseEvent>
#include <QScrollBar>
#include <QToolTip>
#include <QWheelEvent>
#include <cmath>

#include "gui/canvas_text.h"
#include "gui/layout_view.h"
#include "gui/models/offer_model.h"

namespace stowage::gui {
namespace {

/// One notch of a wheel (120) is a fifth of a doubling.
constexpr qreal kZoomPerNotch = 1.15;
constexpr qreal kNotch = 120;

}  // namespace

void LayoutView::wheelEvent(QWheelEvent* event) {
    if (event->modifiers().testFlag(Qt::ControlModifier)) {
        zoomTo(zoom() * std::pow(kZoomPerNotch, event->angleDelta().y() / kNotch),
               event->position());
        event->accept();
        return;
    }
    QPoint step = event->pixelDelta().isNull() ? event->angleDelta() / 2 : event->pixelDelta();
    if (event->modifiers().testFlag(Qt::ShiftModifier) && step.x() == 0) {
        step = QPoint(step.y(), 0);
    }
    horizontalScrollBar()->setValue(horizontalScrollBar()->value() - step.x());
    verticalScrollBar()->setValue(verticalScrollBar()->value() - step.y());
    event->accept();
}

void LayoutView::mousePressEvent(QMouseEvent* event) {
    const bool isPan =
        event->button() == Qt::MiddleButton || (event->button() == Qt::LeftButton && m_isSpaceDown);
    if (isPan) {
        m_isPanning = true;
        m_panPoint = event->position();
        viewport()->setCursor(Qt::ClosedHandCursor);
        return;
    }
    if (event->button() != Qt::LeftButton || m_scene->model().plan == nullptr) {
        return;
    }
    const CanvasSpot spot = spotUnder(event->position());
    if (spot.kind == SpotKind::Power) {
        const QString node = nodeOf(m_scene->model(), spot);
        if (m_scene->marks().loss.node == node) {
            clearLoss();
        } else {
            Q_EMIT nodeLossRequested(node);
        }
        return;
    }
    m_isPressed = true;
    m_isFocusShown = false;
    m_pressPoint = event->position();
    m_pressed = spot;
    m_focus = spot;
    // A press on a part of a selection may become a drag of all of it.
    const QStringList keys = serviceKeysOf(m_scene->model(), spot);
    const QStringList selected = selectedServices();
    const bool isInSelection = !keys.isEmpty() && selected.size() > keys.size() &&
                               std::all_of(keys.begin(), keys.end(), [&](const QString& key) {
                                   return selected.contains(key);
                               });
    if (!isInSelection || event->modifiers() != Qt::NoModifier) {
        select(spot, event->modifiers());
    }
}

void LayoutView::mouseMoveEvent(QMouseEvent* event) {
    if (m_isPanning) {
        const QPointF step = event->position() - m_panPoint;
        m_panPoint = event->position();
        horizontalScrollBar()->setValue(horizontalScrollBar()->value() -
                                        static_cast<int>(std::lround(step.x())));
        verticalScrollBar()->setValue(verticalScrollBar()->value() -
                                      static_cast<int>(std::lround(step.y())));
        return;
    }
    if (m_isPressed && !m_drag &&
        (event->position() - m_pressPoint).manhattanLength() >= QApplication::startDragDistance()) {
        startDrag(m_pressed);
    }
    if (m_drag) {
        moveDrag(mapToScene(event->position().toPoint()));
        return;
    }
    if (m_scene->model().plan != nullptr && event->buttons() == Qt::NoButton) {
        hover(spotUnder(event->position()));
    }
}

void LayoutView::mouseReleaseEvent(QMouseEvent* event) {
    if (m_isPanning) {
        m_isPanning = false;
        viewport()->unsetCursor();
        return;  // on X11 a release of the middle button would paste
    }
    if (m_drag) {
        moveDrag(mapToScene(event->position().toPoint()));
        finishDrag();
    } else if (m_isPressed && event->modifiers() == Qt::NoModifier) {
        select(m_pressed, Qt::NoModifier);
    }
    m_isPressed = false;
}

void LayoutView::mouseDoubleClickEvent(QMouseEvent* event) {
    select(spotUnder(event->position()), Qt::NoModifier);
    zoomToSelection();
}

void LayoutView::contextMenuEvent(QContextMenuEvent* event) {
    const bool isByKey = event->reason() == QContextMenuEvent::Keyboard;
    const CanvasSpot spot = isByKey ? m_focus : spotUnder(event->pos());
    if (!isByKey && !m_pods.contains(podOf(m_scene->model(), spot))) {
        select(spot, Qt::NoModifier);
    }
    const QPoint place =
        isByKey ? viewport()->mapToGlobal(mapFromScene(rectOf(m_scene->geometry(), spot).center()))
                : event->globalPos();
    Q_EMIT contextMenuRequested(place, nodeOf(m_scene->model(), spot),
                                podOf(m_scene->model(), spot),
                                serviceKeysOf(m_scene->model(), spot));
    event->accept();
}

void LayoutView::select(const CanvasSpot& spot, Qt::KeyboardModifiers modifiers) {
    const CanvasModel& model = m_scene->model();
    QStringList pods;
    QStringList services;
    QString node;
    if (spot.kind == SpotKind::Group) {
        for (const CanvasTile& tile : model.nodes[spot.node].groups[spot.group].tiles) {
            pods.append(tile.id);
        }
    } else if (const QString pod = podOf(model, spot); !pod.isEmpty()) {
        pods.append(pod);
        services = spot.kind == SpotKind::Chip ? serviceKeysOf(model, spot) : QStringList();
    } else if (spot.kind == SpotKind::Managed) {
        services = serviceKeysOf(model, spot);
    } else {
        node = nodeOf(model, spot);
    }
    if (modifiers.testFlag(Qt::ControlModifier) || modifiers.testFlag(Qt::ShiftModifier)) {
        // Adding to a selection: a second click takes away again.
        QStringList all = m_pods;
        for (const QString& pod : pods) {
            if (all.contains(pod) && services.isEmpty()) {
                all.removeAll(pod);
            } else if (!all.contains(pod)) {
                all.append(pod);
            }
        }
        pods = all;
        QStringList keys = m_services;
        for (const QString& key : services) {
            if (!keys.removeOne(key)) {
                keys.append(key);
            }
        }
        services = keys;
    }
    publishSelection(pods, services, node);
}

void LayoutView::publishSelection(const QStringList& pods, const QStringList& services,
                                  const QString& node) {
    if (pods == m_pods && services == m_services && node == m_node) {
        return;
    }
    m_pods = pods;
    m_services = services;
    m_node = node;
    m_scene->setSelection(pods, services, node);
    viewport()->update();
    Q_EMIT selectionChanged(pods, node);
}

void LayoutView::startDrag(const CanvasSpot& spot) {
    QStringList keys = serviceKeysOf(m_scene->model(), spot);
    if (keys.isEmpty()) {
        m_isPressed = false;
        if (!podOf(m_scene->model(), spot).isEmpty()) {
            const QString text = podsAreNotDraggedText();
            QToolTip::showText(viewport()->mapToGlobal(m_pressPoint.toPoint()), text, viewport());
            Q_EMIT noticeRequested(text);
        }
        return;
    }
    const QStringList selected = selectedServices();
    if (std::all_of(keys.begin(), keys.end(),
                    [&](const QString& key) { return selected.contains(key); })) {
        keys = selected;
    }
    QToolTip::hideText();
    m_drag.emplace(m_scene->model(), m_scene->geometry(), keys,
                   mapToScene(viewport()->rect()).boundingRect());
    viewport()->setCursor(Qt::DragMoveCursor);
}

void LayoutView::moveDrag(QPointF point) {
    m_drag->moveTo(point, m_verdict);
    viewport()->update();
}

void LayoutView::finishDrag() {
    const DropTarget* target = m_drag->target();
    if (target != nullptr) {
        if (target->refusal.isEmpty()) {
            Q_EMIT serviceModeRequested(m_drag->keys(), target->mode);
        } else {
            Q_EMIT noticeRequested(target->refusal);
        }
    }
    m_drag.reset();
    viewport()->unsetCursor();
    viewport()->update();
}

void LayoutView::dragEnterEvent(QDragEnterEvent* event) {
    if (event->mimeData()->hasFormat(QLatin1String(kOfferMimeType))) {
        event->acceptProposedAction();
    } else {
        event->ignore();
    }
}

void LayoutView::dragMoveEvent(QDragMoveEvent* event) {
    if (!event->mimeData()->hasFormat(QLatin1String(kOfferMimeType))) {
        event->ignore();
        return;
    }
    m_offerPoint = mapToScene(event->position().toPoint());
    event->acceptProposedAction();
    viewport()->update();
}

void LayoutView::dragLeaveEvent(QDragLeaveEvent* event) {
    m_offerPoint.reset();
    viewport()->update();
    event->accept();
}

void LayoutView::dropEvent(QDropEvent* event) {
    const QString offer = QString::fromUtf8(event->mimeData()->data(QLatin1String(kOfferMimeType)));
    const CanvasSpot spot = spotUnder(event->position());
    m_offerPoint.reset();
    viewport()->update();
    if (offer.count(QLatin1Char('\t')) != 1) {
        event->ignore();
        return;
    }
    event->acceptProposedAction();
    Q_EMIT offerDropped(offer.section(QLatin1Char('\t'), 0, 0),
                        offer.section(QLatin1Char('\t'), 1, 1), nodeOf(m_scene->model(), spot));
}

}  // namespace stowage::gui
