#pragma once

#include <QRectF>
#include <QSizeF>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace stowage::gui {

/// Where a group of tiles stands in its box.
enum class GroupPlace {
    Flow,     ///< in the order of the input
    TopRight  ///< at the right end of the first strip
};

struct TileGroup {
    std::vector<std::int64_t> weights;  ///< one per tile, in order; never negative
    GroupPlace place = GroupPlace::Flow;
};

/// One node to divide: all weights in the unit of `capacity`.
struct TileInput {
    std::int64_t capacity = 0;  ///< positive
    std::int64_t overhead = 0;  ///< of the system: the band at the bottom
    std::vector<TileGroup> groups;
};

struct TileStrip {
    qreal top = 0, height = 0;
};

/// Rectangles within a box of the given size. One unit of weight takes the same area everywhere.
struct TileLayout {
    QSizeF box;
    std::vector<TileStrip> strips;  ///< from the top down; together with `machine` the whole box
    std::vector<QRectF> groups;     ///< by group; empty for a group without weight
    std::vector<std::size_t> stripOfGroup;
    std::vector<std::vector<QRectF>> tiles;  ///< by group and tile
    QRectF free;                             ///< empty when full
    std::size_t stripOfFree = 0;
    QRectF machine;
    /// What does not go into the box: the parts right of its edge. Empty when all fits.
    QRectF overflow;
};

/// An ordered strip treemap: strips of groups from the top down, in each group strips of tiles.
/// Order is that of the input whatever the weights, so that nothing jumps when one value changes;
/// only the places of line ends move, chosen so that rectangles are near their wanted shape.
TileLayout layOutTiles(const TileInput& input, QSizeF box);

/// The inner step alone: weights as rows of rectangles that fill `area`. `aspect` is the wanted
/// width over height. Weights of 0 get empty rectangles.
std::vector<QRectF> layOutRows(const std::vector<std::int64_t>& weights, const QRectF& area,
                               qreal aspect);

}  // namespace stowage::gui
