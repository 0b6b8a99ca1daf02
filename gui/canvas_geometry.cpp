#include "gui/canvas_geometry.h"

#include <QFontMetricsF>
#include <QHash>
#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "gui/canvas_measures.h"

namespace stowage::gui {
namespace {

using namespace measures;

/// Pixels of memory at zoom 1: a 2 GB server is about 640 × 420. Clusters that would be very large
/// start smaller, in two steps, so that an edit does not rescale everything.
constexpr qreal kAreaPerByte = 1.3e-4;
/// A CPU takes the area of a GiB.
constexpr qreal kAreaPerMilliCpu = kAreaPerByte * 1'073'741'824 / 1000;
constexpr qreal kMostArea = 1'200'000;
constexpr qreal kBoxAspect = 1.55;

/// Of a byte, or of a thousandth of a CPU where areas are CPU.
qreal areaPerUnitOf(const CanvasModel& model) {
    qreal total = 0;
    for (const CanvasNode& node : model.nodes) {
        total += static_cast<qreal>(node.capacity);
    }
    qreal area = model.measure == TileMeasure::Cpu ? kAreaPerMilliCpu : kAreaPerByte;
    for (int step = 0; step < 2 && total * area > kMostArea; ++step) {
        area /= 2;
    }
    return area;
}

TileInput inputOf(const CanvasNode& node) {
    TileInput input{.capacity = node.capacity, .overhead = node.overhead, .groups = {}};
    for (const CanvasGroup& group : node.groups) {
        TileGroup weights;
        weights.place = group.kind == GroupKind::Commons ? GroupPlace::TopRight : GroupPlace::Flow;
        for (const CanvasTile& tile : group.tiles) {
            weights.weights.push_back(tile.weight);
        }
        input.groups.push_back(std::move(weights));
    }
    return input;
}

/// The number of columns whose whole comes nearest to a screen.
std::size_t columnsFor(const std::vector<TileLayout>& nodes) {
    constexpr qreal kScreen = 1.7;
    std::size_t best = 1;
    qreal bestCost = std::numeric_limits<qreal>::max();
    for (std::size_t columns = 1; columns <= nodes.size(); ++columns) {
        qreal width = 0;
        qreal height = 0;
        for (std::size_t start = 0; start < nodes.size(); start += columns) {
            qreal rowWidth = 0;
            qreal rowHeight = 0;
            for (std::size_t i = start; i < std::min(start + columns, nodes.size()); ++i) {
                rowWidth += nodes[i].box.width() + kNodeGap;
                rowHeight = std::max(rowHeight, nodes[i].box.height() + kUsualChrome);
            }
            width = std::max(width, rowWidth);
            height += rowHeight;
        }
        const qreal cost = std::abs(std::log(width / height / kScreen));
        if (cost < bestCost) {
            bestCost = cost;
            best = columns;
        }
    }
    return best;
}

TileDetail detailOf(const QRectF& rect) {
    if (rect.width() < kDotSide || rect.height() < kDotSide) {
        return TileDetail::Dot;
    }
    if (rect.width() < kNameWidth || rect.height() < kNameHeight) {
        return TileDetail::Band;
    }
    return rect.width() >= kFullWidth && rect.height() >= kFullHeight ? TileDetail::Full
                                                                      : TileDetail::Name;
}

/// Places one node at a zoom, its frame at the origin.
class NodePlacer {
public:
    NodePlacer(const CanvasNode& node, const TileLayout& tiles, qreal zoom)
        : m_node(node), m_tiles(tiles), m_zoom(zoom), m_names(tiles.strips.size() + 1, 0) {
        // A strip of nothing but free room needs no line of names.
        std::set<std::size_t> named;
        for (std::size_t g = 0; g < tiles.groups.size(); ++g) {
            if (!tiles.groups[g].isEmpty()) {
                named.insert(tiles.stripOfGroup[g]);
            }
        }
        for (std::size_t s = 0; s < tiles.strips.size(); ++s) {
            m_names[s + 1] = m_names[s] + (named.count(s) > 0 ? 1 : 0);
        }
    }

    NodeShape outer() {
        NodeShape shape;
        const QSizeF memory = m_tiles.box * m_zoom;
        const qreal width = memory.width();
        shape.detail = width >= kFullNodeWidth      ? NodeDetail::Full
                       : width >= kCompactNodeWidth ? NodeDetail::Compact
                                                    : NodeDetail::Bare;
        const NodeChrome chrome = chromeOf(shape.detail);
        m_lane = chrome.lane;
        const qreal left = chrome.padding;
        qreal top = chrome.padding;
        shape.title = QRectF(left, top, width, chrome.title);
        shape.power = shape.detail == NodeDetail::Full
                          ? QRectF(left + width - kHitSide, top, kHitSide, kHitSide)
                          : QRectF();
        top += chrome.title;
        if (chrome.bars == 2) {
            shape.promised = QRectF(left, top, width, chrome.bar);
            top += chrome.bar;
        }
        shape.expected = QRectF(left, top, width, chrome.bar);
        top += chrome.bar + chrome.barGap;
        const qreal lanes = m_lane * m_names.back();
        shape.memory = QRectF(left, top, width, memory.height() + lanes);
        top = shape.memory.bottom() + chrome.padding;
        if (chrome.disk > 0 && !m_node.disk.isZero()) {
            shape.disk = QRectF(left, top, width, chrome.disk);
            top += chrome.disk + chrome.padding;
        }
        shape.frame = QRectF(0, 0, width + 2 * chrome.padding, top);
        shape.outline = shape.frame;
        if (!m_tiles.overflow.isEmpty()) {
            // Its figure stands above it and needs its room.
            shape.outline.setRight(
                std::max(left + m_tiles.overflow.right() * m_zoom, left + width + kOverflowWords) +
                kOverflowRim);
        }
        return shape;
    }

    NodeShape whole() {
        NodeShape shape = outer();
        const std::size_t last = m_tiles.strips.size();
        shape.machine = place(shape, m_tiles.machine, last);
        shape.free =
            m_tiles.free.isEmpty() ? QRectF() : place(shape, m_tiles.free, m_tiles.stripOfFree + 1);
        if (!m_tiles.overflow.isEmpty()) {
            shape.overflow =
                QRectF(shape.memory.right(), shape.memory.top(), m_tiles.overflow.width() * m_zoom,
                       m_tiles.overflow.height() * m_zoom + m_lane * m_names[last]);
        }
        for (std::size_t g = 0; g < m_node.groups.size(); ++g) {
            if (!m_tiles.groups[g].isEmpty()) {
                addGroup(shape, g);
            }
        }
        addVolumes(shape);
        return shape;
    }

private:
    /// From the plan's memory area to the scene, below the names of `lanes` strips.
    QRectF place(const NodeShape& shape, const QRectF& area, std::size_t lanes) const {
        return {shape.memory.left() + area.left() * m_zoom,
                shape.memory.top() + area.top() * m_zoom + m_lane * m_names[lanes],
                area.width() * m_zoom, area.height() * m_zoom};
    }

    void addGroup(NodeShape& shape, std::size_t g) const {
        const std::size_t lanes = m_tiles.stripOfGroup[g] + 1;
        const QRectF body = place(shape, m_tiles.groups[g], lanes);
        GroupShape group{.frame = body.adjusted(0, -m_lane, 0, 0), .title = {}, .group = g};
        group.title = QRectF(body.left(), body.top() - m_lane, body.width(), m_lane);
        shape.groups.push_back(group);
        for (std::size_t t = 0; t < m_node.groups[g].tiles.size(); ++t) {
            TileShape tile;
            tile.rect = place(shape, m_tiles.tiles[g][t], lanes);
            tile.group = g;
            tile.tile = t;
            tile.detail = shape.detail == NodeDetail::Bare
                              ? std::min(detailOf(tile.rect), TileDetail::Band)
                              : detailOf(tile.rect);
            addChips(tile, m_node.groups[g].tiles[t]);
            shape.tiles.push_back(std::move(tile));
        }
    }

    /// Rows of tenants below the words of a tile, or beside them where it is wide and low.
    QRectF chipRoom(const QRectF& tile) const {
        const QRectF below =
            tile.adjusted(kTilePadding + kBandWidth, kFullHeight, -kTilePadding, -kTilePadding);
        if (below.height() >= kChipHeight) {
            return below;
        }
        return tile.adjusted(kWordsWidth, kTilePadding - 1, -kPinRoom, -kTilePadding + 2);
    }

    /// What has no room becomes a "+n" pill.
    void addChips(TileShape& shape, const CanvasTile& tile) const {
        const QRectF room = chipRoom(shape.rect);
        if (tile.tenants.empty() || room.height() < kChipHeight || room.width() < 2 * kChipHeight) {
            return;
        }
        const QFontMetricsF metrics(fontOf(TextRole::Secondary));
        const qreal moreWidth = metrics.horizontalAdvance(QStringLiteral("+99")) + kChipPadding;
        QPointF at = room.topLeft();
        for (std::size_t t = 0; t < tile.tenants.size(); ++t) {
            const bool isLast = t + 1 == tile.tenants.size();
            const bool isLastRow = at.y() + 2 * kChipHeight + kGapSmall > room.bottom();
            const qreal width = std::min(
                metrics.horizontalAdvance(tile.tenants[t].label) + kChipPadding, room.width());
            const qreal right = room.right() - (isLastRow && !isLast ? moreWidth + kGapSmall : 0);
            if (at.x() + width > right && isLastRow) {
                shape.chips.push_back({.rect = QRectF(at, QSizeF(moreWidth, kChipHeight)),
                                       .tenant = t,
                                       .more = static_cast<int>(tile.tenants.size() - t)});
                return;
            }
            if (at.x() + width > right) {
                at = QPointF(room.left(), at.y() + kChipHeight + kGapSmall);
            }
            shape.chips.push_back({.rect = QRectF(at, QSizeF(width, kChipHeight)), .tenant = t});
            at.rx() += width + kGapSmall;
        }
    }

    void addVolumes(NodeShape& shape) const {
        if (shape.disk.isEmpty()) {
            return;
        }
        const QRectF track = diskTrackOf(shape.disk);
        qreal left = track.left();
        for (std::size_t v = 0; v < m_node.volumes.size(); ++v) {
            const qreal share = static_cast<qreal>(m_node.volumes[v].size.raw()) /
                                static_cast<qreal>(m_node.disk.raw());
            const qreal width = std::min(share * track.width(), track.right() - left);
            shape.volumes.push_back(
                {.rect = QRectF(left, track.top(), width, track.height()), .volume = v});
            left += width;
        }
    }

    const CanvasNode& m_node;
    const TileLayout& m_tiles;
    qreal m_zoom = 1;
    std::vector<qreal> m_names;  ///< lines of names above the end of so many strips
    qreal m_lane = 0;
};

void shift(NodeShape& shape, const QPointF& by) {
    for (QRectF* rect : {&shape.frame, &shape.outline, &shape.title, &shape.power, &shape.promised,
                         &shape.expected, &shape.memory, &shape.free, &shape.machine,
                         &shape.overflow, &shape.disk}) {
        if (!rect->isNull()) {
            rect->translate(by);
        }
    }
    for (GroupShape& group : shape.groups) {
        group.frame.translate(by);
        group.title.translate(by);
    }
    for (TileShape& tile : shape.tiles) {
        tile.rect.translate(by);
        for (ChipShape& chip : tile.chips) {
            chip.rect.translate(by);
        }
    }
    for (VolumeShape& volume : shape.volumes) {
        volume.rect.translate(by);
    }
}

/// Places the parts around the nodes. Words keep their size, so this does not scale.
class ScenePlacer {
public:
    ScenePlacer(const CanvasModel& model, const CanvasPlan& plan, qreal zoom)
        : m_model(model), m_plan(plan) {
        m_geometry.zoom = zoom;
    }

    CanvasGeometry place(bool withTiles) {
        std::vector<QPointF> places;
        for (std::size_t i = 0; i < m_model.nodes.size(); ++i) {
            NodePlacer placer(m_model.nodes[i], m_plan.nodes[i], m_geometry.zoom);
            m_geometry.nodes.push_back(withTiles ? placer.whole() : placer.outer());
        }
        m_width = rowsWidth();
        if (m_model.plan != nullptr) {
            placeTop();
        }
        placeNodes();
        placeWaiting();
        m_geometry.bounds = QRectF(0, 0, m_width + 2 * kSceneMargin, m_bottom + kSceneMargin);
        return std::move(m_geometry);
    }

private:
    qreal rowsWidth() const {
        qreal width = kLeastSceneWidth;
        qreal row = 0;
        for (std::size_t i = 0; i < m_geometry.nodes.size(); ++i) {
            row = i % m_plan.columns == 0 ? 0 : row + kNodeGap;
            row += m_geometry.nodes[i].outline.width();
            width = std::max(width, row);
        }
        return width;
    }

    void placeTop() {
        const QFontMetricsF metrics(fontOf(TextRole::Secondary));
        qreal managed =
            metrics.horizontalAdvance(QStringLiteral("managed: none")) + 2 * kChipPadding;
        std::vector<qreal> widths;
        if (!m_model.managed.empty()) {
            managed = kManagedLabel;
            for (const CanvasManaged& one : m_model.managed) {
                widths.push_back(metrics.horizontalAdvance(one.label) + kChipPadding);
                managed += widths.back() + kGapSmall;
            }
        }
        const qreal most = m_width * 0.55;
        const qreal trayWidth = std::min(managed + kChipPadding, most);
        m_geometry.ingress =
            QRectF(kSceneMargin, kSceneMargin, m_width - trayWidth - kNodeGap, kIngressHeight);
        m_geometry.managedTray =
            QRectF(kSceneMargin + m_width - trayWidth, kSceneMargin, trayWidth, kIngressHeight);
        qreal x = m_geometry.managedTray.left() + kManagedLabel;
        qreal y = m_geometry.managedTray.top() + (kIngressHeight - kChipTall) / 2;
        for (std::size_t i = 0; i < widths.size(); ++i) {
            const qreal room = m_geometry.managedTray.right() - kGap;
            if (x + widths[i] > room && x > m_geometry.managedTray.left() + kManagedLabel) {
                x = m_geometry.managedTray.left() + kManagedLabel;
                y += kChipTall + kGapSmall;
            }
            m_geometry.managed.push_back(
                {.rect = QRectF(x, y, std::min(widths[i], room - x), kChipTall), .managed = i});
            x += widths[i] + kGapSmall;
        }
        m_geometry.managedTray.setBottom(
            std::max(m_geometry.managedTray.bottom(), y + kChipTall + kGap - 2));
        m_bottom = m_geometry.managedTray.bottom() + kBelowIngress;
    }

    void placeNodes() {
        qreal x = 0;
        qreal rowHeight = 0;
        qreal top = std::max(m_bottom, kSceneMargin);
        for (std::size_t i = 0; i < m_geometry.nodes.size(); ++i) {
            if (i % m_plan.columns == 0) {
                top += i == 0 ? 0 : rowHeight + kNodeGap;
                x = kSceneMargin;
                rowHeight = 0;
            }
            NodeShape& node = m_geometry.nodes[i];
            rowHeight = std::max(rowHeight, node.outline.height());
            const qreal width = node.outline.width();
            shift(node, QPointF(x, top));
            x += width + kNodeGap;
        }
        m_bottom = top + rowHeight;
    }

    void placeWaiting() {
        if (m_model.waiting.empty()) {
            return;
        }
        const qreal top = m_bottom + kNodeGap;
        qreal x = kSceneMargin + kGap;
        qreal y = top + kTrayTitle;
        const qreal right = kSceneMargin + m_width - kGap;
        for (std::size_t i = 0; i < m_model.waiting.size(); ++i) {
            if (x + kWaitingWidth > right && x > kSceneMargin + kGap) {
                x = kSceneMargin + kGap;
                y += kWaitingHeight + kGapSmall;
            }
            m_geometry.waiting.push_back(
                {.rect = QRectF(x, y, kWaitingWidth, kWaitingHeight), .waiting = i});
            x += kWaitingWidth + kGapSmall;
        }
        m_bottom = y + kWaitingHeight + kGap;
        m_geometry.waitingTray = QRectF(kSceneMargin, top, m_width, m_bottom - top);
    }

    const CanvasModel& m_model;
    const CanvasPlan& m_plan;
    CanvasGeometry m_geometry;
    qreal m_width = 0;
    qreal m_bottom = 0;
};

}  // namespace

CanvasPlan canvasPlanOf(const CanvasModel& model) {
    CanvasPlan plan;
    const qreal areaPerUnit = areaPerUnitOf(model);
    for (const CanvasNode& node : model.nodes) {
        const qreal area = static_cast<qreal>(node.capacity) * areaPerUnit;
        const qreal width = std::sqrt(area * kBoxAspect);
        plan.nodes.push_back(layOutTiles(inputOf(node), QSizeF(width, area / width)));
    }
    plan.columns = columnsFor(plan.nodes);
    return plan;
}

CanvasGeometry canvasGeometryOf(const CanvasModel& model, const CanvasPlan& plan, qreal zoom) {
    return ScenePlacer(model, plan, zoom).place(true);
}

QSizeF canvasSizeOf(const CanvasModel& model, const CanvasPlan& plan, qreal zoom) {
    return ScenePlacer(model, plan, zoom).place(false).bounds.size();
}

}  // namespace stowage::gui
