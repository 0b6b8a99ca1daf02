#pragma once

#include <QRectF>
#include <QSizeF>
#include <QString>
#include <cstddef>
#include <optional>
#include <vector>

#include "gui/canvas_model.h"
#include "gui/tile_layout.h"

namespace stowage::gui {

/// How much of a tile is shown, by its size on screen.
enum class TileDetail {
    Dot,   ///< colour only
    Band,  ///< colour and the solid band
    Name,  ///< and the name
    Full   ///< name, figure, monogram
};

/// How much room a node has for words.
enum class NodeDetail {
    Bare,     ///< colours and the expected bar
    Compact,  ///< name and bars without words
    Full
};

struct ChipShape {
    QRectF rect;
    std::size_t tenant = 0;
    int more = 0;  ///< > 0: the "+n" pill for tenants without room
};

struct TileShape {
    QRectF rect;
    TileDetail detail = TileDetail::Dot;
    std::size_t group = 0, tile = 0;  ///< index in CanvasNode
    std::vector<ChipShape> chips;
};

struct GroupShape {
    QRectF frame;  ///< with the line of its name
    QRectF title;
    std::size_t group = 0;
};

struct VolumeShape {
    QRectF rect;
    std::size_t volume = 0;
};

/// Everything of one node, in pixels of the scene.
struct NodeShape {
    NodeDetail detail = NodeDetail::Full;
    QRectF frame;    ///< the box
    QRectF outline;  ///< with what runs over its edge
    QRectF title, power, promised, expected;
    QRectF memory;  ///< from the first strip to the bottom of the system's band
    QRectF free, machine, overflow, disk;
    std::vector<GroupShape> groups;
    std::vector<TileShape> tiles;
    std::vector<VolumeShape> volumes;
};

struct WaitingShape {
    QRectF rect;
    std::size_t waiting = 0;
};

struct ManagedShape {
    QRectF rect;
    std::size_t managed = 0;
};

/// A picture at one zoom. Zoom is not a transformation: lines of words keep their height, areas of
/// memory grow, so the whole is placed anew for every zoom.
struct CanvasGeometry {
    qreal zoom = 1;
    QRectF bounds;
    QRectF ingress;      ///< empty without nodes
    QRectF managedTray;  ///< always there while a plan is shown: target of drags
    std::vector<ManagedShape> managed;
    std::vector<NodeShape> nodes;
    QRectF waitingTray;  ///< empty when all pods have a place
    std::vector<WaitingShape> waiting;
};

/// The part that does not depend on the zoom: how memory is divided. Made once per plan.
struct CanvasPlan {
    std::vector<TileLayout> nodes;  ///< at zoom 1
    std::size_t columns = 1;
};

CanvasPlan canvasPlanOf(const CanvasModel& model);
CanvasGeometry canvasGeometryOf(const CanvasModel& model, const CanvasPlan& plan, qreal zoom);
/// The size of the same picture without its tiles: what "fit" searches with.
QSizeF canvasSizeOf(const CanvasModel& model, const CanvasPlan& plan, qreal zoom);

/// Between two pictures of the same kind: rectangles of nodes and tiles of the same name move, the
/// rest is that of `to`. `share` from 0 (from) to 1 (to).
CanvasGeometry blendOf(const CanvasModel& fromModel, const CanvasGeometry& from,
                       const CanvasModel& toModel, const CanvasGeometry& to, qreal share);

}  // namespace stowage::gui
