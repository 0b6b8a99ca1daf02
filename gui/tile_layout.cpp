#include "gui/tile_layout.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "model/base/invariant.h"

namespace stowage::gui {
namespace {

/// Names are wide, so tiles and groups are wanted wider than high.
constexpr qreal kTileAspect = 1.7;
constexpr qreal kGroupAspect = 1.25;
/// A strip costs a line for its names, so one strip more must pay.
constexpr qreal kStripCost = 0.35;

/// Room for a short name at zoom 1, and what a rectangle pays that could have it and has not.
constexpr QSizeF kNamed(52, 21);
constexpr qreal kNamelessCost = 1.2;
/// The band of the system takes at most this share of the height; the rest of a system larger than
/// that runs over the edge.
constexpr qreal kMostMachine = 0.8;

/// One thing to place in a row.
struct Piece {
    qreal weight = 0;
    qreal say = 1;  ///< how much its shape counts
};

/// How far a rectangle of this size is from the wanted shape; 0 = just right.
qreal shapeCost(qreal width, qreal height, qreal aspect) {
    if (width <= 0 || height <= 0) {
        return 0;
    }
    const qreal ratio = width / height / aspect;
    const bool mayBeNamed = width * height >= kNamed.width() * kNamed.height();
    const bool isNamed = width >= kNamed.width() && height >= kNamed.height();
    const qreal off = std::max(ratio, 1 / ratio);
    return off * std::sqrt(off) - 1 + (mayBeNamed && !isNamed ? kNamelessCost : 0);
}

qreal totalOf(const std::vector<Piece>& pieces) {
    qreal total = 0;
    for (const Piece& piece : pieces) {
        total += piece.weight;
    }
    return total;
}

/// What rows need to know about the area they fill.
struct RowRule {
    qreal width = 0;
    qreal areaPerWeight = 0;
    qreal aspect = 1;
    std::vector<Piece> pinned;  ///< at the end of the first row, in addition
};

qreal rowCost(const std::vector<Piece>& pieces, std::size_t from, std::size_t to,
              const RowRule& rule) {
    qreal weight = from == 0 ? totalOf(rule.pinned) : 0;
    for (std::size_t i = from; i < to; ++i) {
        weight += pieces[i].weight;
    }
    const qreal height = weight * rule.areaPerWeight / rule.width;
    if (height <= 0) {
        return 0;
    }
    qreal cost = kStripCost;
    const auto add = [&](const Piece& piece) {
        cost +=
            piece.say * shapeCost(piece.weight * rule.areaPerWeight / height, height, rule.aspect);
    };
    std::for_each(pieces.begin() + static_cast<std::ptrdiff_t>(from),
                  pieces.begin() + static_cast<std::ptrdiff_t>(to), add);
    if (from == 0) {
        std::for_each(rule.pinned.begin(), rule.pinned.end(), add);
    }
    return cost;
}

/// Longest row that is tried: keeps the search linear for groups of hundreds of tiles.
constexpr std::size_t kLongestRow = 40;

/// Ends of the rows that cost least: exact over all ways to break an ordered line.
std::vector<std::size_t> rowEnds(const std::vector<Piece>& pieces, const RowRule& rule) {
    const std::size_t count = pieces.size();
    std::vector<qreal> best(count + 1, std::numeric_limits<qreal>::max());
    std::vector<std::size_t> begin(count + 1, 0);
    best[0] = 0;
    for (std::size_t end = 1; end <= count; ++end) {
        const std::size_t first = end > kLongestRow ? end - kLongestRow : 0;
        for (std::size_t start = first; start < end; ++start) {
            const qreal cost = best[start] + rowCost(pieces, start, end, rule);
            if (cost < best[end]) {
                best[end] = cost;
                begin[end] = start;
            }
        }
    }
    std::vector<std::size_t> ends;
    for (std::size_t end = count; end > 0; end = begin[end]) {
        ends.insert(ends.begin(), end);
    }
    return ends;
}

std::int64_t sumOf(const std::vector<std::int64_t>& weights) {
    return std::accumulate(weights.begin(), weights.end(), std::int64_t{0});
}

/// The groups of a node as one line: flowing groups, then what is free.
struct Line {
    std::vector<Piece> pieces;
    std::vector<std::size_t> groups;  ///< of pieces; the free piece, if any, has none
    std::vector<std::size_t> pinned;
    bool hasFree = false;
};

constexpr qreal kSayOfFree = 0.25;

Line lineOf(const TileInput& input, qreal freeWeight) {
    Line line;
    for (std::size_t g = 0; g < input.groups.size(); ++g) {
        const std::int64_t weight = sumOf(input.groups[g].weights);
        if (weight <= 0) {
            continue;
        }
        if (input.groups[g].place == GroupPlace::TopRight) {
            line.pinned.push_back(g);
        } else {
            line.pieces.push_back({.weight = static_cast<qreal>(weight)});
            line.groups.push_back(g);
        }
    }
    if (freeWeight > 0) {
        line.pieces.push_back({.weight = freeWeight, .say = kSayOfFree});
        line.hasFree = true;
    }
    return line;
}

/// Places the groups of one strip from left to right.
class StripFiller {
public:
    StripFiller(TileLayout& layout, const TileInput& input, qreal areaPerWeight)
        : m_layout(layout), m_input(input), m_areaPerWeight(areaPerWeight) {}

    void open(qreal top, qreal weight, qreal width) {
        m_left = 0;
        m_layout.strips.push_back({.top = top, .height = weight * m_areaPerWeight / width});
    }
    void addGroup(std::size_t group) {
        const QRectF area = next(static_cast<qreal>(sumOf(m_input.groups[group].weights)));
        m_layout.groups[group] = area;
        m_layout.stripOfGroup[group] = m_layout.strips.size() - 1;
        m_layout.tiles[group] = layOutRows(m_input.groups[group].weights, area, kTileAspect);
    }
    void addFree(qreal weight) {
        m_layout.free = next(weight);
        m_layout.stripOfFree = m_layout.strips.size() - 1;
    }
    qreal bottom() const { return m_layout.strips.back().top + m_layout.strips.back().height; }

private:
    QRectF next(qreal weight) {
        const TileStrip& strip = m_layout.strips.back();
        const qreal width = strip.height <= 0 ? 0 : weight * m_areaPerWeight / strip.height;
        const QRectF area(m_left, strip.top, width, strip.height);
        m_left += width;
        return area;
    }

    TileLayout& m_layout;
    const TileInput& m_input;
    qreal m_areaPerWeight = 0;
    qreal m_left = 0;
};

void placeStrips(TileLayout& layout, const TileInput& input, const Line& line,
                 const RowRule& rule) {
    std::vector<std::size_t> ends = rowEnds(line.pieces, rule);
    if (ends.empty() && !line.pinned.empty()) {
        ends.push_back(0);
    }
    StripFiller filler(layout, input, rule.areaPerWeight);
    std::size_t start = 0;
    qreal top = 0;
    for (const std::size_t end : ends) {
        qreal weight = start == 0 ? totalOf(rule.pinned) : 0;
        for (std::size_t i = start; i < end; ++i) {
            weight += line.pieces[i].weight;
        }
        filler.open(top, weight, rule.width);
        for (std::size_t i = start; i < end; ++i) {
            if (i < line.groups.size()) {
                filler.addGroup(line.groups[i]);
            } else {
                filler.addFree(line.pieces[i].weight);
            }
        }
        for (const std::size_t group : start == 0 ? line.pinned : std::vector<std::size_t>{}) {
            filler.addGroup(group);
        }
        top = filler.bottom();
        start = end;
    }
}

}  // namespace

std::vector<QRectF> layOutRows(const std::vector<std::int64_t>& weights, const QRectF& area,
                               qreal aspect) {
    std::vector<QRectF> rectangles(weights.size());
    const std::int64_t total = sumOf(weights);
    if (total <= 0 || area.isEmpty()) {
        return rectangles;
    }
    std::vector<Piece> pieces;
    for (const std::int64_t weight : weights) {
        pieces.push_back({.weight = static_cast<qreal>(weight)});
    }
    const RowRule rule{.width = area.width(),
                       .areaPerWeight = area.width() * area.height() / static_cast<qreal>(total),
                       .aspect = aspect};
    std::size_t start = 0;
    qreal top = area.top();
    for (const std::size_t end : rowEnds(pieces, rule)) {
        qreal weight = 0;
        for (std::size_t i = start; i < end; ++i) {
            weight += pieces[i].weight;
        }
        const qreal height = weight * rule.areaPerWeight / rule.width;
        qreal left = area.left();
        for (std::size_t i = start; i < end; ++i) {
            const qreal width = height <= 0 ? 0 : pieces[i].weight * rule.areaPerWeight / height;
            rectangles[i] = QRectF(left, top, width, height);
            left += width;
        }
        top += height;
        start = end;
    }
    return rectangles;
}

TileLayout layOutTiles(const TileInput& input, QSizeF box) {
    STOWAGE_ASSERT(input.capacity > 0 && !box.isEmpty());
    TileLayout layout;
    layout.box = box;
    layout.groups.resize(input.groups.size());
    layout.stripOfGroup.resize(input.groups.size());
    layout.tiles.resize(input.groups.size());
    for (std::size_t g = 0; g < input.groups.size(); ++g) {
        layout.tiles[g].resize(input.groups[g].weights.size());
    }
    const qreal areaPerWeight = box.width() * box.height() / static_cast<qreal>(input.capacity);
    const qreal machineArea = static_cast<qreal>(input.overhead) * areaPerWeight;
    const qreal machineHeight = std::min(machineArea / box.width(), kMostMachine * box.height());
    const qreal machineWidth = machineHeight <= 0 ? box.width() : machineArea / machineHeight;
    const qreal room = box.height() - machineHeight;
    layout.machine = QRectF(0, room, std::max(machineWidth, box.width()), machineHeight);

    std::int64_t pods = 0;
    for (const TileGroup& group : input.groups) {
        pods += sumOf(group.weights);
    }
    const qreal roomWeight = box.width() * room / areaPerWeight;
    const qreal freeWeight = roomWeight - static_cast<qreal>(pods);
    const Line line = lineOf(input, freeWeight > roomWeight * 1e-9 ? freeWeight : 0);
    RowRule rule{.width = std::max(box.width(), static_cast<qreal>(pods) * areaPerWeight / room),
                 .areaPerWeight = areaPerWeight,
                 .aspect = kGroupAspect};
    for (const std::size_t group : line.pinned) {
        rule.pinned.push_back({.weight = static_cast<qreal>(sumOf(input.groups[group].weights))});
    }
    placeStrips(layout, input, line, rule);
    const qreal right = std::max(rule.width, layout.machine.width());
    if (right > box.width() * (1 + 1e-9)) {
        const qreal top = rule.width > box.width() * (1 + 1e-9) ? 0 : room;
        const qreal bottom = machineWidth > box.width() * (1 + 1e-9) ? box.height() : room;
        layout.overflow = QRectF(box.width(), top, right - box.width(), bottom - top);
    }
    return layout;
}

}  // namespace stowage::gui
