#pragma once

#include <QPointF>
#include <QRectF>
#include <QString>
#include <QStringList>
#include <cstddef>
#include <vector>

#include "gui/canvas_geometry.h"
#include "gui/canvas_model.h"

namespace stowage::gui {

enum class SpotKind {
    Nothing,
    Ingress,
    ManagedTray,
    Managed,
    Node,
    Power,  ///< the "what if it dies" button of a node
    Group,
    Tile,
    Chip,  ///< a tenant of a Commons service
    Free,
    Machine,
    Volume,
    WaitingTray,
    Waiting
};

/// A place on the canvas that can be pointed at or have the focus.
struct CanvasSpot {
    SpotKind kind = SpotKind::Nothing;
    std::size_t node = 0;
    std::size_t group = 0;
    std::size_t item = 0;  ///< tile in its group; volume, waiting or managed by themselves
    std::size_t chip = 0;
    bool operator==(const CanvasSpot&) const = default;
};

enum class Direction { Left, Right, Up, Down };

/// The innermost place at a point of the scene.
CanvasSpot spotAt(const CanvasModel& model, const CanvasGeometry& geometry, QPointF point);
CanvasSpot spotInNode(const CanvasModel& model, const CanvasGeometry& geometry, std::size_t node,
                      QPointF point);
/// Where it is; empty when the picture has no such place (any more).
QRectF rectOf(const CanvasGeometry& geometry, const CanvasSpot& spot);
/// The spot of a pod, a service key or a node name; Nothing when it is not there.
CanvasSpot spotOfPod(const CanvasModel& model, const QString& pod);
CanvasSpot spotOfNode(const CanvasModel& model, const QString& node);

// The keyboard walk: siblings by direction, into, out.
std::vector<CanvasSpot> siblingsOf(const CanvasModel& model, const CanvasGeometry& geometry,
                                   const CanvasSpot& spot);
CanvasSpot nextSpot(const CanvasModel& model, const CanvasGeometry& geometry,
                    const CanvasSpot& spot, Direction direction);
CanvasSpot firstInside(const CanvasModel& model, const CanvasGeometry& geometry,
                       const CanvasSpot& spot);
CanvasSpot outOf(const CanvasSpot& spot);

// What a spot stands for.
const CanvasTile* tileOf(const CanvasModel& model, const CanvasSpot& spot);
QString podOf(const CanvasModel& model, const CanvasSpot& spot);
QString nodeOf(const CanvasModel& model, const CanvasSpot& spot);
QStringList serviceKeysOf(const CanvasModel& model, const CanvasSpot& spot);
QString tooltipOf(const CanvasModel& model, const CanvasSpot& spot);
/// "mariadb, larakube-shared".
QString nameOf(const CanvasModel& model, const CanvasSpot& spot);

}  // namespace stowage::gui
