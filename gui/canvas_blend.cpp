#include <QHash>

#include "gui/canvas_geometry.h"

namespace stowage::gui {
namespace {

QRectF between(const QRectF& from, const QRectF& to, qreal share) {
    const auto mix = [share](qreal a, qreal b) { return a + (b - a) * share; };
    return {mix(from.left(), to.left()), mix(from.top(), to.top()), mix(from.width(), to.width()),
            mix(from.height(), to.height())};
}

}  // namespace

CanvasGeometry blendOf(const CanvasModel& fromModel, const CanvasGeometry& from,
                       const CanvasModel& toModel, const CanvasGeometry& to, qreal share) {
    if (share >= 1) {
        return to;
    }
    QHash<QString, QRectF> places;
    for (std::size_t n = 0; n < from.nodes.size(); ++n) {
        const CanvasNode& node = fromModel.nodes[n];
        for (const TileShape& tile : from.nodes[n].tiles) {
            places.insert(
                node.name + QLatin1Char('|') + node.groups[tile.group].tiles[tile.tile].id,
                tile.rect);
        }
    }
    CanvasGeometry mixed = to;
    for (std::size_t n = 0; n < mixed.nodes.size(); ++n) {
        const CanvasNode& node = toModel.nodes[n];
        for (TileShape& tile : mixed.nodes[n].tiles) {
            const auto old = places.constFind(node.name + QLatin1Char('|') +
                                              node.groups[tile.group].tiles[tile.tile].id);
            if (old != places.constEnd()) {
                tile.rect = between(*old, tile.rect, share);
                tile.chips.clear();
            }
        }
    }
    return mixed;
}

}  // namespace stowage::gui
