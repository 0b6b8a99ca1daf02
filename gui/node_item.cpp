#include "gui/node_item.h"

#include <QStyleOptionGraphicsItem>

#include "gui/canvas_painter.h"
#include "gui/layout_scene.h"

namespace stowage::gui {
namespace {

/// Lines of 2 pixels and the pill above an overflow reach this far out.
constexpr qreal kReach = 30;

}  // namespace

NodeItem::NodeItem(const LayoutScene& scene, std::size_t node) : m_scene(scene), m_node(node) {
    setFlag(QGraphicsItem::ItemUsesExtendedStyleOption);
    moveToGeometry();
}

void NodeItem::moveToGeometry() {
    prepareGeometryChange();
    m_bounds = m_scene.geometry().nodes[m_node].outline.adjusted(-4, -kReach, 4, 4);
    update();
}

CanvasSpot NodeItem::spotAtPoint(QPointF point) const {
    return spotInNode(m_scene.model(), m_scene.geometry(), m_node, point);
}

void NodeItem::paint(QPainter* painter, const QStyleOptionGraphicsItem* option,
                     QWidget* /*widget*/) {
    m_scene.painter().paintNode(*painter, m_node, option->exposedRect);
}

SurroundItem::SurroundItem(const LayoutScene& scene, Part part) : m_scene(scene), m_part(part) {
    moveToGeometry();
}

void SurroundItem::moveToGeometry() {
    prepareGeometryChange();
    const CanvasGeometry& geometry = m_scene.geometry();
    if (m_part == Part::Waiting) {
        m_bounds = geometry.waitingTray;
    } else {
        m_bounds = geometry.ingress.united(geometry.managedTray).adjusted(0, 0, 0, kReach);
        for (const NodeShape& node : geometry.nodes) {
            // The arrows of the traffic end at the nodes.
            m_bounds.setBottom(std::max(m_bounds.bottom(), node.frame.top()));
            break;
        }
    }
    update();
}

void SurroundItem::paint(QPainter* painter, const QStyleOptionGraphicsItem* /*option*/,
                         QWidget* /*widget*/) {
    if (m_part == Part::Top) {
        m_scene.painter().paintTop(*painter);
    } else {
        m_scene.painter().paintWaiting(*painter);
    }
}

}  // namespace stowage::gui
