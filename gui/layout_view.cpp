#include "gui/layout_view.h"

#include <QHelpEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "gui/accessibility.h"
#include "gui/canvas_links.h"
#include "gui/canvas_measures.h"
#include "gui/canvas_strokes.h"
#include "gui/mini_map.h"

namespace stowage::gui {
namespace {

constexpr qreal kLeastZoom = 0.1;
constexpr qreal kMostZoom = 4;
/// A layout of one small server fills the window up to this.
constexpr qreal kMostFitZoom = 1.5;
constexpr qreal kNoLimit = 1e9;
/// A layout a little wider than the window is shown in its width.
constexpr qreal kLeastWideZoom = 0.75;
/// Zooms nearer than this are the same.
constexpr qreal kSameZoom = 0.0005;
constexpr int kMapMargin = 12;
constexpr qreal kFocusGap = 3;
/// Above this, lines that follow the pointer would cost a frame of the whole canvas each time.
constexpr std::size_t kMostHoverPods = 1'500;

/// Whether the words of all servers can be read: what "opens readable" asks. Small tiles of a
/// crowded server are colour; its bars and the names of its namespaces carry the reading.
bool isReadable(const CanvasGeometry& geometry) {
    return std::all_of(geometry.nodes.begin(), geometry.nodes.end(),
                       [](const NodeShape& node) { return node.detail == NodeDetail::Full; });
}

}  // namespace

LayoutView::LayoutView(const Theme& theme, QWidget* parent)
    : QGraphicsView(parent), m_scene(new LayoutScene(theme, this)), m_miniMap(nullptr) {
    installAccessibility();
    setObjectName(QStringLiteral("layoutView"));
    setAccessibleName(tr("Layout of servers and pods"));
    setScene(m_scene);
    setFrameShape(QFrame::NoFrame);
    setViewportUpdateMode(QGraphicsView::SmartViewportUpdate);
    setOptimizationFlag(QGraphicsView::DontSavePainterState);
    setAlignment(Qt::AlignHCenter | Qt::AlignTop);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    viewport()->setMouseTracking(true);
    setAcceptDrops(true);
    m_miniMap = new MiniMap(*this, viewport());
    m_miniMap->hide();
    connect(m_scene, &LayoutScene::geometryChanged, this, &LayoutView::placeMiniMap);
}

LayoutView::~LayoutView() = default;

void LayoutView::setInput(const CanvasInput& input) {
    const bool wasEmpty = m_scene->model().plan == nullptr;
    m_drag.reset();
    m_scene->setInput(input);
    if (wasEmpty) {
        m_zoomRule = ZoomRule::Opening;
    }
    followWindow();
    if (rectOf(m_scene->geometry(), m_focus).isEmpty()) {
        m_focus = {};
    }
    placeMiniMap();
    viewport()->update();
}

void LayoutView::setTheme(const Theme& theme) {
    m_scene->setTheme(theme);
    viewport()->update();
}

/// The largest zoom at which all nodes are seen and read; else one at which the width is seen, or
/// 100 %.
qreal LayoutView::ruledZoom() const {
    const QSizeF room = maximumViewportSize();
    const qreal fit = m_scene->zoomFor(room, kLeastZoom, kMostFitZoom);
    if (m_zoomRule == ZoomRule::Fit || isReadable(m_scene->geometryAt(fit))) {
        return fit;
    }
    const QSizeF column(room.width() - verticalScrollBar()->sizeHint().width(), kNoLimit);
    const qreal wide = m_scene->zoomFor(column, kLeastZoom, 1);
    return wide >= kLeastWideZoom ? wide : 1;
}

/// Until the user zooms, the picture follows the window and the plan; moving tiles are not
/// interrupted by a zoom that would change nothing.
void LayoutView::followWindow() {
    if (m_zoomRule == ZoomRule::Free || m_scene->model().plan == nullptr) {
        return;
    }
    const qreal wanted = ruledZoom();
    if (std::abs(wanted - zoom()) < kSameZoom) {
        return;
    }
    m_scene->setZoom(wanted);
    const QSizeF whole = m_scene->geometry().bounds.size();
    if (whole.height() > viewport()->height() || whole.width() > viewport()->width()) {
        horizontalScrollBar()->setValue(horizontalScrollBar()->minimum());
        verticalScrollBar()->setValue(verticalScrollBar()->minimum());
    }
    Q_EMIT zoomChanged(zoom());
}

void LayoutView::fitAll() {
    m_zoomRule = ZoomRule::Fit;
    followWindow();
}

void LayoutView::zoomTo(qreal wanted, QPointF anchor) {
    m_scene->settle();
    const qreal zoom = std::clamp(wanted, kLeastZoom, kMostZoom);
    const QPointF before = mapToScene(anchor.toPoint());
    const CanvasSpot spot = m_scene->spotAtPoint(before);
    const auto frameNow = [&] {
        const QRectF rect = rectOf(m_scene->geometry(), spot);
        return rect.isEmpty() ? m_scene->geometry().bounds : rect;
    };
    const QRectF old = frameNow();
    const QPointF share((before.x() - old.left()) / std::max(old.width(), 1.0),
                        (before.y() - old.top()) / std::max(old.height(), 1.0));
    m_zoomRule = ZoomRule::Free;
    m_scene->setZoom(zoom);
    const QRectF now = frameNow();
    const QPointF after(now.left() + share.x() * now.width(), now.top() + share.y() * now.height());
    const QPointF off = QPointF(mapFromScene(after)) - anchor;
    horizontalScrollBar()->setValue(horizontalScrollBar()->value() +
                                    static_cast<int>(std::lround(off.x())));
    verticalScrollBar()->setValue(verticalScrollBar()->value() +
                                  static_cast<int>(std::lround(off.y())));
    Q_EMIT zoomChanged(zoom);
}

void LayoutView::zoomBy(qreal factor) {
    zoomTo(zoom() * factor, QRectF(viewport()->rect()).center());
}

void LayoutView::zoomToSelection() {
    CanvasSpot spot = m_pods.isEmpty() ? spotOfNode(m_scene->model(), m_node)
                                       : spotOfPod(m_scene->model(), m_pods.front());
    if (spot.kind == SpotKind::Nothing) {
        spot = m_focus;
    }
    const QRectF rect = rectOf(m_scene->geometry(), spot);
    if (rect.isEmpty()) {
        return;
    }
    m_scene->settle();
    const QSizeF room = viewport()->size() * 0.8;
    const qreal factor = std::min(room.width() / rect.width(), room.height() / rect.height());
    m_zoomRule = ZoomRule::Free;
    m_scene->setZoom(std::clamp(zoom() * factor, kLeastZoom, kMostZoom));
    centerOn(rectOf(m_scene->geometry(), spot).center());
    Q_EMIT zoomChanged(zoom());
}

void LayoutView::showLoss(const QString& node) {
    m_scene->showLoss(node);
    viewport()->update();
}

void LayoutView::clearLoss() {
    m_scene->clearLoss();
    viewport()->update();
}

void LayoutView::setSelection(const QStringList& pods, const QString& node) {
    if (pods == m_pods && node == m_node) {
        return;  // the echo of an own selection, which may hold a single tenant
    }
    m_pods = pods;
    m_node = node;
    m_services.clear();
    m_scene->setSelection(m_pods, m_services, m_node);
    viewport()->update();
}

QStringList LayoutView::selectedServices() const {
    if (!m_services.isEmpty()) {
        return m_services;
    }
    QStringList keys;
    for (const QString& pod : m_pods) {
        const CanvasTile* tile = m_scene->model().findTile(pod);
        keys.append(tile == nullptr ? QStringList() : tile->serviceKeys);
    }
    keys.removeDuplicates();
    return keys;
}

CanvasSpot LayoutView::spotUnder(const QPointF& viewportPoint) const {
    return m_scene->spotAtPoint(mapToScene(viewportPoint.toPoint()));
}

void LayoutView::resizeEvent(QResizeEvent* event) {
    QGraphicsView::resizeEvent(event);
    followWindow();
    placeMiniMap();
}

void LayoutView::scrollContentsBy(int dx, int dy) {
    QGraphicsView::scrollContentsBy(dx, dy);
    if (m_miniMap != nullptr && m_miniMap->isVisible()) {
        // Scrolling moves the pixels of the viewport; what floats above them has to be painted
        // anew.
        viewport()->update(m_miniMap->geometry().adjusted(-std::abs(dx), -std::abs(dy),
                                                          std::abs(dx), std::abs(dy)));
        m_miniMap->move(viewport()->width() - m_miniMap->width() - kMapMargin,
                        viewport()->height() - m_miniMap->height() - kMapMargin);
        m_miniMap->update();
    }
}

void LayoutView::placeMiniMap() {
    const QSizeF whole = m_scene->geometry().bounds.size();
    const bool isAllSeen =
        whole.width() <= viewport()->width() + 1 && whole.height() <= viewport()->height() + 1;
    m_miniMap->setVisible(!isAllSeen && m_scene->model().plan != nullptr);
    m_miniMap->resize(m_miniMap->sizeHint());
    m_miniMap->move(viewport()->width() - m_miniMap->width() - kMapMargin,
                    viewport()->height() - m_miniMap->height() - kMapMargin);
    m_miniMap->update();
}

void LayoutView::showTip(const CanvasSpot& spot, const QPoint& globalPosition) {
    QString text = tooltipOf(m_scene->model(), spot);
    const QString reason = m_scene->marks().loss.reasons.value(podOf(m_scene->model(), spot));
    if (!reason.isEmpty()) {
        text += QLatin1Char('\n') + tr("does not come back: %1").arg(reason);
    }
    const QString target = m_scene->marks().loss.targets.value(podOf(m_scene->model(), spot));
    if (!target.isEmpty()) {
        text += QLatin1Char('\n') + tr("comes back on %1").arg(target);
    }
    QToolTip::showText(globalPosition, text, viewport(),
                       mapFromScene(rectOf(m_scene->geometry(), spot)).boundingRect());
}

bool LayoutView::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        if (m_scene->model().plan != nullptr) {
            showTip(spotUnder(help->pos()), help->globalPos());
        }
        return true;
    }
    if (event->type() == QEvent::Leave) {
        hover({});
    }
    return QGraphicsView::viewportEvent(event);
}

/// Whose lines are shown: those of the selection, else those of the pod under the pointer.
QStringList LayoutView::linkedPods() const {
    const QString& hovered = m_scene->marks().hoveredPod;
    const bool isByPointer = m_pods.isEmpty() && !m_areLinksPinned && !hovered.isEmpty();
    return isByPointer && m_scene->model().plan->placement.size() <= kMostHoverPods
               ? QStringList{hovered}
               : m_pods;
}

void LayoutView::hover(const CanvasSpot& spot) {
    const QStringList before = linkedPods();
    m_scene->setHovered(spot);
    if (linkedPods() != before) {
        viewport()->update();
    }
}

void LayoutView::drawForeground(QPainter* painter, const QRectF& rect) {
    static_cast<void>(rect);
    if (m_scene->model().plan == nullptr || m_scene->model().nodes.empty()) {
        paintEmpty(*painter);
        return;
    }
    const QStringList linked = linkedPods();
    if (!m_scene->isMoving() && !m_drag && (m_areLinksPinned || !linked.isEmpty())) {
        paintLinks(*painter, m_scene->theme(),
                   linksOf(m_scene->model(), m_scene->geometry(), linked),
                   headingsOf(m_scene->model(), m_scene->geometry()));
    }
    paintOfferTarget(*painter);
    if (m_drag) {
        m_drag->paint(*painter, m_scene->theme());
    }
    if (hasFocus() && m_isFocusShown) {
        paintFocus(*painter);
    }
}

void LayoutView::paintFocus(QPainter& painter) const {
    const QRectF rect = rectOf(m_scene->geometry(), m_focus);
    if (rect.isEmpty()) {
        return;
    }
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(m_scene->theme().accent, 2));
    painter.drawRoundedRect(rect.adjusted(-kFocusGap, -kFocusGap, kFocusGap, kFocusGap),
                            kRadiusControl, kRadiusControl);
}

/// The ghost of one server.
void LayoutView::paintEmpty(QPainter& painter) const {
    const Theme& theme = m_scene->theme();
    const QRectF view = mapToScene(viewport()->rect()).boundingRect();
    QRectF box(0, 0, std::min(420.0, view.width() - 32), std::min(220.0, view.height() - 32));
    box.moveCenter(view.center());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(dashedPen(theme.lineStrong, 1.5));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(box, kRadiusNode, kRadiusNode);
    paintHatching(painter, box.adjusted(10, 50, -10, -10), theme.line, 8);
    const QRectF words(box.left(), box.top() + 12, box.width(), 28);
    paintLabel(painter, words,
               m_emptyText.isEmpty() ? tr("Pick a server or let the planner choose") : m_emptyText,
               fontOf(TextRole::Title), theme.text, Qt::AlignCenter);
}

void LayoutView::setEmptyText(const QString& text) {
    if (text != m_emptyText) {
        m_emptyText = text;
        viewport()->update();
    }
}

void LayoutView::paintOfferTarget(QPainter& painter) const {
    if (!m_offerPoint) {
        return;
    }
    const Theme& theme = m_scene->theme();
    const QString name = nodeOf(m_scene->model(), m_scene->spotAtPoint(*m_offerPoint));
    const CanvasSpot node = spotOfNode(m_scene->model(), name);
    const QRectF frame = rectOf(m_scene->geometry(), node);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor fill = theme.accent;
    fill.setAlphaF(0.12F);
    painter.setBrush(fill);
    painter.setPen(dashedPen(theme.accent, 2));
    const QString text = frame.isEmpty() ? tr("Add a server") : tr("Replace %1").arg(name);
    QRectF pill(0, 0, 150, 26);
    if (frame.isEmpty()) {
        const QRectF view = mapToScene(viewport()->rect()).boundingRect();
        pill.moveTopLeft(*m_offerPoint + QPointF(14, 12));
        pill.moveRight(std::min(pill.right(), view.right() - kGap));
        pill.moveBottom(std::min(pill.bottom(), view.bottom() - kGap));
    } else {
        painter.drawRoundedRect(frame.adjusted(-2, -2, 2, 2), kRadiusNode, kRadiusNode);
        pill.moveCenter(QPointF(frame.center().x(), frame.top() + 14));
    }
    painter.setBrush(theme.panel);
    painter.drawRoundedRect(pill, kRadiusControl, kRadiusControl);
    paintLabel(painter, pill, text, fontOf(TextRole::TileName), theme.text, Qt::AlignCenter);
}

}  // namespace stowage::gui
