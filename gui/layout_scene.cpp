#include "gui/layout_scene.h"

#include <QPainter>

#include "gui/node_item.h"

namespace stowage::gui {
namespace {

constexpr int kMoveMilliseconds = 150;
constexpr int kFitSteps = 16;

}  // namespace

LayoutScene::LayoutScene(const Theme& theme, QObject* parent)
    : QGraphicsScene(parent), m_theme(&theme) {
    setItemIndexMethod(QGraphicsScene::NoIndex);
    m_animation.setDuration(kMoveMilliseconds);
    m_animation.setStartValue(0.0);
    m_animation.setEndValue(1.0);
    m_animation.setEasingCurve(QEasingCurve::OutCubic);
    connect(&m_animation, &QVariantAnimation::valueChanged, this, [this](const QVariant& share) {
        m_geometry = blendOf(m_oldModel, m_oldGeometry, m_model, m_target, share.toReal());
        applyGeometry();
    });
}

LayoutScene::~LayoutScene() = default;

void LayoutScene::setInput(const CanvasInput& input) {
    m_animation.stop();
    const bool hadPlan = m_model.plan != nullptr;
    m_oldModel = std::move(m_model);
    m_oldGeometry = std::move(m_geometry);
    m_model = canvasModelOf(input);
    m_plan = canvasPlanOf(m_model);
    m_target = canvasGeometryOf(m_model, m_plan, m_oldGeometry.zoom);
    m_geometry = m_target;
    updateLit();
    m_marks.hoveredPod.clear();
    rebuildItems();
    if (hadPlan && m_motion == Motion::Full && m_model.plan != nullptr) {
        m_animation.start();
    }
}

void LayoutScene::rebuildItems() {
    clear();
    m_nodes.clear();
    m_top = new SurroundItem(*this, SurroundItem::Part::Top);
    m_waiting = new SurroundItem(*this, SurroundItem::Part::Waiting);
    addItem(m_top);
    addItem(m_waiting);
    for (std::size_t n = 0; n < m_model.nodes.size(); ++n) {
        m_nodes.push_back(new NodeItem(*this, n));
        addItem(m_nodes.back());
    }
    applyGeometry();
}

void LayoutScene::applyGeometry() {
    setSceneRect(m_geometry.bounds);
    if (!m_marks.loss.node.isEmpty() && m_model.plan != nullptr) {
        m_marks.loss = lossMarksOf(m_model, m_geometry, m_marks.loss.node);
    }
    m_top->moveToGeometry();
    m_waiting->moveToGeometry();
    for (NodeItem* node : m_nodes) {
        node->moveToGeometry();
    }
    Q_EMIT geometryChanged();
}

void LayoutScene::setTheme(const Theme& theme) {
    m_theme = &theme;
    update();
}

void LayoutScene::settle() {
    if (isMoving()) {
        m_animation.stop();
        m_geometry = m_target;
        applyGeometry();
    }
}

void LayoutScene::setZoom(qreal zoom) {
    m_target = canvasGeometryOf(m_model, m_plan, zoom);
    m_geometry = isMoving() ? blendOf(m_oldModel, m_oldGeometry, m_model, m_target,
                                      m_animation.currentValue().toReal())
                            : m_target;
    if (m_top != nullptr) {
        applyGeometry();
    }
}

qreal LayoutScene::zoomFor(QSizeF room, qreal least, qreal most) const {
    const auto fits = [&](qreal zoom) {
        const QSizeF size = canvasSizeOf(m_model, m_plan, zoom);
        return size.width() <= room.width() && size.height() <= room.height();
    };
    if (fits(most)) {
        return most;
    }
    qreal low = least;
    qreal high = most;
    for (int step = 0; step < kFitSteps; ++step) {
        const qreal middle = (low + high) / 2;
        (fits(middle) ? low : high) = middle;
    }
    return low;
}

CanvasSpot LayoutScene::spotAtPoint(QPointF point) const {
    for (std::size_t n = 0; n < m_nodes.size(); ++n) {
        if (m_geometry.nodes[n].outline.contains(point)) {
            return m_nodes[n]->spotAtPoint(point);
        }
    }
    return spotAt(m_model, m_geometry, point);
}

void LayoutScene::setSelection(const QStringList& pods, const QStringList& services,
                               const QString& node) {
    m_marks.selectedPods = QSet<QString>(pods.begin(), pods.end());
    m_marks.selectedServices = QSet<QString>(services.begin(), services.end());
    m_marks.selectedNode = node;
    update();
}

void LayoutScene::setHovered(const CanvasSpot& spot) {
    const bool isPod = spot.kind == SpotKind::Tile || spot.kind == SpotKind::Waiting;
    const QString pod = isPod ? podOf(m_model, spot) : QString();
    const QString node = spot.kind == SpotKind::Node ? nodeOf(m_model, spot) : QString();
    if (pod == m_marks.hoveredPod && node == m_marks.hoveredNode) {
        return;
    }
    const CanvasSpot oldPod = spotOfPod(m_model, m_marks.hoveredPod);
    const bool isNodeMark = node != m_marks.hoveredNode;
    m_marks.hoveredPod = pod;
    m_marks.hoveredNode = node;
    if (isNodeMark) {
        update();
        return;
    }
    for (const QRectF& rect : {rectOf(m_geometry, oldPod), rectOf(m_geometry, spot)}) {
        update(rect.adjusted(-2, -2, 2, 2));
    }
}

void LayoutScene::setFilter(const QString& text) {
    m_filter = text.trimmed();
    updateLit();
    update();
}

void LayoutScene::updateLit() {
    m_marks.lit.reset();
    if (m_filter.isEmpty() || m_model.plan == nullptr) {
        return;
    }
    m_marks.lit.emplace();
    for (const PlanPod& pod : m_model.plan->placement) {
        const bool isLit = qs(pod.pod).contains(m_filter, Qt::CaseInsensitive) ||
                           qs(pod.role).contains(m_filter, Qt::CaseInsensitive);
        if (isLit) {
            m_marks.lit->insert(qs(pod.pod));
        }
    }
}

void LayoutScene::showLoss(const QString& node) {
    if (m_model.plan != nullptr) {
        m_marks.loss = lossMarksOf(m_model, m_geometry, node);
        update();
    }
}

void LayoutScene::clearLoss() {
    m_marks.loss = {};
    update();
}

void LayoutScene::drawBackground(QPainter* painter, const QRectF& rect) {
    painter->fillRect(rect, m_theme->window);
}

}  // namespace stowage::gui
