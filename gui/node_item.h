#pragma once

#include <QGraphicsItem>
#include <cstddef>

#include "gui/canvas_spot.h"

namespace stowage::gui {

class LayoutScene;

/// One node with all its pods: one item, whatever their number, which paints them and finds the one
/// at a point. Of the ways that were measured this is the fastest, and it is one code path for 5
/// and for 5,000 tiles.
class NodeItem : public QGraphicsItem {
public:
    NodeItem(const LayoutScene& scene, std::size_t node);

    QRectF boundingRect() const override { return m_bounds; }
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;
    /// Takes the place that the geometry of the scene gives it.
    void moveToGeometry();
    CanvasSpot spotAtPoint(QPointF point) const;

private:
    const LayoutScene& m_scene;
    std::size_t m_node = 0;
    QRectF m_bounds;
};

/// What stands around the nodes: the ingress with the managed tray, and the tray of pods without a
/// place.
class SurroundItem : public QGraphicsItem {
public:
    enum class Part { Top, Waiting };
    SurroundItem(const LayoutScene& scene, Part part);

    QRectF boundingRect() const override { return m_bounds; }
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;
    void moveToGeometry();

private:
    const LayoutScene& m_scene;
    Part m_part = Part::Top;
    QRectF m_bounds;
};

}  // namespace stowage::gui
