#pragma once

#include <QGraphicsView>
#include <QPoint>
#include <QStringList>
#include <functional>
#include <optional>
#include <vector>

#include "gui/canvas_spot.h"
#include "gui/layout_scene.h"
#include "gui/service_drag.h"
#include "model/service.h"

namespace stowage::gui {

class MiniMap;

/// The layout on screen: pan, zoom, keys, drag and drop. It changes nothing itself: every wish is a
/// signal.
class LayoutView : public QGraphicsView {
    Q_OBJECT

public:
    /// Says in words what a layout with these services in that mode would be judged: "✓ 120 MiB
    /// left". Asked for the target under the pointer of a drag only.
    using DropVerdict = std::function<QString(const QStringList& serviceKeys, Mode mode)>;

    explicit LayoutView(const Theme& theme, QWidget* parent = nullptr);
    ~LayoutView() override;

    LayoutScene& layoutScene() { return *m_scene; }
    const LayoutScene& layoutScene() const { return *m_scene; }
    void setInput(const CanvasInput& input);
    void setTheme(const Theme& theme);
    void setMotion(Motion motion) { m_scene->setMotion(motion); }
    /// What stands on the canvas while there is no plan.
    void setEmptyText(const QString& text);
    void setDropVerdict(DropVerdict verdict) { m_verdict = std::move(verdict); }

    qreal zoom() const { return m_scene->zoom(); }
    /// Zooms so that the picture under `anchor` (of the viewport) stays there.
    void zoomTo(qreal zoom, QPointF anchor);
    void zoomBy(qreal factor);
    void zoomToSelection();
    void fitAll();

    void setFilter(const QString& text) { m_scene->setFilter(text); }
    void showLoss(const QString& node);
    void clearLoss();
    void setSelection(const QStringList& pods, const QString& node);
    const QStringList& selectedPods() const { return m_pods; }
    const QString& selectedNode() const { return m_node; }
    /// Keys of the services that are selected: own tiles, Commons engines (all tenants), tenants,
    /// managed chips.
    QStringList selectedServices() const;
    const CanvasSpot& focusedSpot() const { return m_focus; }
    void focusSpot(const CanvasSpot& spot);
    bool areLinksPinned() const { return m_areLinksPinned; }
    bool isDragging() const { return m_drag.has_value(); }
    const std::optional<ServiceDrag>& drag() const { return m_drag; }

Q_SIGNALS:
    void selectionChanged(const QStringList& pods, const QString& node);
    void serviceModeRequested(const QStringList& serviceKeys, Mode mode);
    void offerDropped(const QString& provider, const QString& offer, const QString& node);
    void nodeRemoveRequested(const QString& node);
    void nodeLossRequested(const QString& node);
    void contextMenuRequested(const QPoint& globalPosition, const QString& node, const QString& pod,
                              const QStringList& serviceKeys);
    /// More or fewer pods of the kind of this one.
    void replicasRequested(const QString& pod, int step);
    /// Where the figures of this pod come from.
    void explainRequested(const QString& pod);
    void tableRequested();
    /// Areas shall stand for the other measure.
    void measureRequested();
    /// A sentence for the user: why something cannot be dragged or changed.
    void noticeRequested(const QString& text);
    void zoomChanged(qreal zoom);

protected:
    bool viewportEvent(QEvent* event) override;
    void drawForeground(QPainter* painter, const QRectF& rect) override;
    void resizeEvent(QResizeEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragMoveEvent(QDragMoveEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    /// Whether the zoom follows the size of the window.
    enum class ZoomRule { Opening, Fit, Free };

    qreal ruledZoom() const;
    void followWindow();
    void select(const CanvasSpot& spot, Qt::KeyboardModifiers modifiers);
    void publishSelection(const QStringList& pods, const QStringList& services,
                          const QString& node);
    void startDrag(const CanvasSpot& spot);
    void moveDrag(QPointF point);
    void finishDrag();
    bool zoomKey(const QKeyEvent& event);
    bool walkKey(const QKeyEvent& event);
    bool commandKey(const QKeyEvent& event);
    void requestMode(Mode mode);
    void askForMode();
    void leaveSpot();
    void walkTo(const CanvasSpot& spot);
    QStringList linkedPods() const;
    void hover(const CanvasSpot& spot);
    void showTip(const CanvasSpot& spot, const QPoint& globalPosition);
    void paintFocus(QPainter& painter) const;
    void paintEmpty(QPainter& painter) const;
    void paintOfferTarget(QPainter& painter) const;
    void placeMiniMap();
    CanvasSpot spotUnder(const QPointF& viewportPoint) const;

    LayoutScene* m_scene;  ///< child
    MiniMap* m_miniMap;    ///< child of the viewport
    QString m_emptyText;
    DropVerdict m_verdict;
    ZoomRule m_zoomRule = ZoomRule::Opening;
    QStringList m_pods, m_services;
    QString m_node;
    CanvasSpot m_focus, m_pressed;
    QPointF m_pressPoint, m_panPoint;
    bool m_isPressed = false, m_isPanning = false, m_isSpaceDown = false;
    bool m_isFocusShown = false;  ///< by keys only: a ring after a click would be noise
    bool m_areLinksPinned = false;
    std::optional<ServiceDrag> m_drag;
    std::optional<QPointF> m_offerPoint;  ///< of a dragged offer, in the scene
};

}  // namespace stowage::gui
