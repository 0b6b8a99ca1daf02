#include "gui/canvas_spot.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <limits>

#include "gui/canvas_text.h"
#include "model/base/invariant.h"

namespace stowage::gui {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("Canvas", text);
}

/// Pills are 20 pixels high; their hit area is 24.
constexpr qreal kChipReach = 2;

bool isChipAt(const ChipShape& chip, QPointF point) {
    return chip.more == 0 &&
           chip.rect.adjusted(-kChipReach, -kChipReach, kChipReach, kChipReach).contains(point);
}

CanvasSpot spotInTray(const CanvasGeometry& geometry, QPointF point) {
    for (const ManagedShape& one : geometry.managed) {
        if (one.rect.contains(point)) {
            return {.kind = SpotKind::Managed, .item = one.managed};
        }
    }
    for (const WaitingShape& one : geometry.waiting) {
        if (one.rect.contains(point)) {
            return {.kind = SpotKind::Waiting, .item = one.waiting};
        }
    }
    if (geometry.managedTray.contains(point)) {
        return {.kind = SpotKind::ManagedTray};
    }
    if (geometry.waitingTray.contains(point)) {
        return {.kind = SpotKind::WaitingTray};
    }
    return {.kind = geometry.ingress.contains(point) ? SpotKind::Ingress : SpotKind::Nothing};
}

const TileShape* shapeOf(const NodeShape& node, const CanvasSpot& spot) {
    const auto found = std::find_if(
        node.tiles.begin(), node.tiles.end(),
        [&](const TileShape& tile) { return tile.group == spot.group && tile.tile == spot.item; });
    return found == node.tiles.end() ? nullptr : &*found;
}

QRectF rectInNode(const NodeShape& node, const CanvasSpot& spot) {
    if (spot.kind == SpotKind::Group) {
        const auto found =
            std::find_if(node.groups.begin(), node.groups.end(),
                         [&](const GroupShape& group) { return group.group == spot.group; });
        return found == node.groups.end() ? QRectF() : found->frame;
    }
    if (spot.kind == SpotKind::Volume) {
        return spot.item < node.volumes.size() ? node.volumes[spot.item].rect : QRectF();
    }
    const TileShape* tile = shapeOf(node, spot);
    if (tile == nullptr || spot.kind == SpotKind::Tile) {
        return tile == nullptr ? QRectF() : tile->rect;
    }
    for (const ChipShape& chip : tile->chips) {
        if (chip.tenant == spot.chip && chip.more == 0) {
            return chip.rect;
        }
    }
    return {};
}

std::vector<CanvasSpot> outerSpots(const CanvasGeometry& geometry) {
    std::vector<CanvasSpot> spots;
    for (std::size_t n = 0; n < geometry.nodes.size(); ++n) {
        spots.push_back({.kind = SpotKind::Node, .node = n});
    }
    if (!geometry.managed.empty()) {
        spots.push_back({.kind = SpotKind::ManagedTray});
    }
    if (!geometry.waiting.empty()) {
        spots.push_back({.kind = SpotKind::WaitingTray});
    }
    return spots;
}

/// Distance in a direction: what lies ahead first, what lies aside counts double. Infinite for what
/// lies behind.
qreal wayTo(const QRectF& from, const QRectF& to, Direction direction) {
    const QPointF step = to.center() - from.center();
    qreal ahead = 0;
    qreal aside = 0;
    switch (direction) {
        case Direction::Left:
            ahead = -step.x();
            aside = step.y();
            break;
        case Direction::Right:
            ahead = step.x();
            aside = step.y();
            break;
        case Direction::Up:
            ahead = -step.y();
            aside = step.x();
            break;
        case Direction::Down:
            ahead = step.y();
            aside = step.x();
            break;
    }
    return ahead <= 0.5 ? std::numeric_limits<qreal>::infinity() : ahead + 2 * std::abs(aside);
}

}  // namespace

CanvasSpot spotInNode(const CanvasModel& /*model*/, const CanvasGeometry& geometry,
                      std::size_t index, QPointF point) {
    const NodeShape& node = geometry.nodes[index];
    for (const TileShape& tile : node.tiles) {
        if (!tile.rect.contains(point)) {
            continue;
        }
        CanvasSpot spot{
            .kind = SpotKind::Tile, .node = index, .group = tile.group, .item = tile.tile};
        for (const ChipShape& chip : tile.chips) {
            if (isChipAt(chip, point)) {
                spot.kind = SpotKind::Chip;
                spot.chip = chip.tenant;
            }
        }
        return spot;
    }
    for (const GroupShape& group : node.groups) {
        if (group.frame.contains(point)) {
            return {.kind = SpotKind::Group, .node = index, .group = group.group};
        }
    }
    for (const VolumeShape& volume : node.volumes) {
        if (volume.rect.contains(point)) {
            return {.kind = SpotKind::Volume, .node = index, .item = volume.volume};
        }
    }
    const auto kind = node.power.contains(point)     ? SpotKind::Power
                      : node.free.contains(point)    ? SpotKind::Free
                      : node.machine.contains(point) ? SpotKind::Machine
                      : node.frame.contains(point)   ? SpotKind::Node
                                                     : SpotKind::Nothing;
    return {.kind = kind, .node = index};
}

CanvasSpot spotAt(const CanvasModel& model, const CanvasGeometry& geometry, QPointF point) {
    for (std::size_t n = 0; n < geometry.nodes.size(); ++n) {
        if (geometry.nodes[n].outline.contains(point)) {
            return spotInNode(model, geometry, n, point);
        }
    }
    return spotInTray(geometry, point);
}

QRectF rectOf(const CanvasGeometry& geometry, const CanvasSpot& spot) {
    const bool isNode = spot.node < geometry.nodes.size();
    switch (spot.kind) {
        case SpotKind::Nothing:
            return {};
        case SpotKind::Ingress:
            return geometry.ingress;
        case SpotKind::ManagedTray:
            return geometry.managedTray;
        case SpotKind::WaitingTray:
            return geometry.waitingTray;
        case SpotKind::Managed:
            return spot.item < geometry.managed.size() ? geometry.managed[spot.item].rect
                                                       : QRectF();
        case SpotKind::Waiting:
            return spot.item < geometry.waiting.size() ? geometry.waiting[spot.item].rect
                                                       : QRectF();
        case SpotKind::Node:
            return isNode ? geometry.nodes[spot.node].frame : QRectF();
        case SpotKind::Power:
            return isNode ? geometry.nodes[spot.node].power : QRectF();
        case SpotKind::Free:
            return isNode ? geometry.nodes[spot.node].free : QRectF();
        case SpotKind::Machine:
            return isNode ? geometry.nodes[spot.node].machine : QRectF();
        case SpotKind::Group:
        case SpotKind::Tile:
        case SpotKind::Chip:
        case SpotKind::Volume:
            return isNode ? rectInNode(geometry.nodes[spot.node], spot) : QRectF();
    }
    STOWAGE_UNREACHABLE();
}

CanvasSpot spotOfPod(const CanvasModel& model, const QString& pod) {
    for (std::size_t n = 0; n < model.nodes.size(); ++n) {
        for (std::size_t g = 0; g < model.nodes[n].groups.size(); ++g) {
            const auto& tiles = model.nodes[n].groups[g].tiles;
            for (std::size_t t = 0; t < tiles.size(); ++t) {
                if (tiles[t].id == pod) {
                    return {.kind = SpotKind::Tile, .node = n, .group = g, .item = t};
                }
            }
        }
    }
    for (std::size_t w = 0; w < model.waiting.size(); ++w) {
        if (model.waiting[w].tile.id == pod) {
            return {.kind = SpotKind::Waiting, .item = w};
        }
    }
    return {};
}

CanvasSpot spotOfNode(const CanvasModel& model, const QString& node) {
    for (std::size_t n = 0; n < model.nodes.size(); ++n) {
        if (model.nodes[n].name == node) {
            return {.kind = SpotKind::Node, .node = n};
        }
    }
    return {};
}

std::vector<CanvasSpot> siblingsOf(const CanvasModel& model, const CanvasGeometry& geometry,
                                   const CanvasSpot& spot) {
    std::vector<CanvasSpot> spots;
    switch (spot.kind) {
        case SpotKind::Group:
            for (const GroupShape& group : geometry.nodes[spot.node].groups) {
                spots.push_back({.kind = spot.kind, .node = spot.node, .group = group.group});
            }
            return spots;
        case SpotKind::Tile:
            for (const TileShape& tile : geometry.nodes[spot.node].tiles) {
                if (tile.group == spot.group) {
                    spots.push_back({.kind = spot.kind,
                                     .node = spot.node,
                                     .group = spot.group,
                                     .item = tile.tile});
                }
            }
            return spots;
        case SpotKind::Chip:
            if (const TileShape* tile = shapeOf(geometry.nodes[spot.node], spot); tile != nullptr) {
                for (const ChipShape& chip : tile->chips) {
                    CanvasSpot one = spot;
                    one.chip = chip.tenant;
                    if (chip.more == 0) {
                        spots.push_back(one);
                    }
                }
            }
            return spots;
        case SpotKind::Managed:
        case SpotKind::Waiting: {
            const std::size_t count =
                spot.kind == SpotKind::Managed ? model.managed.size() : model.waiting.size();
            for (std::size_t i = 0; i < count; ++i) {
                spots.push_back({.kind = spot.kind, .item = i});
            }
            return spots;
        }
        case SpotKind::Nothing:
        case SpotKind::Ingress:
        case SpotKind::ManagedTray:
        case SpotKind::Node:
        case SpotKind::Power:
        case SpotKind::Free:
        case SpotKind::Machine:
        case SpotKind::Volume:
        case SpotKind::WaitingTray:
            return outerSpots(geometry);
    }
    STOWAGE_UNREACHABLE();
}

CanvasSpot nextSpot(const CanvasModel& model, const CanvasGeometry& geometry,
                    const CanvasSpot& spot, Direction direction) {
    const QRectF from = rectOf(geometry, spot);
    CanvasSpot best = spot;
    qreal bestWay = std::numeric_limits<qreal>::infinity();
    for (const CanvasSpot& other : siblingsOf(model, geometry, spot)) {
        const qreal way = other == spot ? bestWay : wayTo(from, rectOf(geometry, other), direction);
        if (way < bestWay) {
            best = other;
            bestWay = way;
        }
    }
    return best;
}

CanvasSpot firstInside(const CanvasModel& /*model*/, const CanvasGeometry& geometry,
                       const CanvasSpot& spot) {
    CanvasSpot inner = spot;
    switch (spot.kind) {
        case SpotKind::Nothing:
            inner = {.kind = SpotKind::Node};
            break;
        case SpotKind::Node:
            inner = {.kind = SpotKind::Group, .node = spot.node};
            break;
        case SpotKind::Group:
            inner = {.kind = SpotKind::Tile, .node = spot.node, .group = spot.group};
            break;
        case SpotKind::Tile:
            inner.kind = SpotKind::Chip;
            inner.chip = 0;
            break;
        case SpotKind::ManagedTray:
            inner = {.kind = SpotKind::Managed};
            break;
        case SpotKind::WaitingTray:
            inner = {.kind = SpotKind::Waiting};
            break;
        case SpotKind::Ingress:
        case SpotKind::Managed:
        case SpotKind::Power:
        case SpotKind::Chip:
        case SpotKind::Free:
        case SpotKind::Machine:
        case SpotKind::Volume:
        case SpotKind::Waiting:
            return spot;
    }
    if (inner.kind == SpotKind::Group && inner.node < geometry.nodes.size() &&
        !geometry.nodes[inner.node].groups.empty()) {
        inner.group = geometry.nodes[inner.node].groups.front().group;
    }
    return rectOf(geometry, inner).isEmpty() ? spot : inner;
}

CanvasSpot outOf(const CanvasSpot& spot) {
    switch (spot.kind) {
        case SpotKind::Chip:
            return {
                .kind = SpotKind::Tile, .node = spot.node, .group = spot.group, .item = spot.item};
        case SpotKind::Tile:
            return {.kind = SpotKind::Group, .node = spot.node, .group = spot.group};
        case SpotKind::Group:
        case SpotKind::Power:
        case SpotKind::Free:
        case SpotKind::Machine:
        case SpotKind::Volume:
            return {.kind = SpotKind::Node, .node = spot.node};
        case SpotKind::Managed:
            return {.kind = SpotKind::ManagedTray};
        case SpotKind::Waiting:
            return {.kind = SpotKind::WaitingTray};
        case SpotKind::Nothing:
        case SpotKind::Ingress:
        case SpotKind::ManagedTray:
        case SpotKind::Node:
        case SpotKind::WaitingTray:
            return {};
    }
    STOWAGE_UNREACHABLE();
}

const CanvasTile* tileOf(const CanvasModel& model, const CanvasSpot& spot) {
    if (spot.kind == SpotKind::Waiting) {
        return spot.item < model.waiting.size() ? &model.waiting[spot.item].tile : nullptr;
    }
    if ((spot.kind != SpotKind::Tile && spot.kind != SpotKind::Chip) ||
        spot.node >= model.nodes.size() || spot.group >= model.nodes[spot.node].groups.size()) {
        return nullptr;
    }
    const auto& tiles = model.nodes[spot.node].groups[spot.group].tiles;
    return spot.item < tiles.size() ? &tiles[spot.item] : nullptr;
}

QString podOf(const CanvasModel& model, const CanvasSpot& spot) {
    const CanvasTile* tile = tileOf(model, spot);
    return tile == nullptr ? QString() : tile->id;
}

QString nodeOf(const CanvasModel& model, const CanvasSpot& spot) {
    switch (spot.kind) {
        case SpotKind::Node:
        case SpotKind::Power:
        case SpotKind::Group:
        case SpotKind::Tile:
        case SpotKind::Chip:
        case SpotKind::Free:
        case SpotKind::Machine:
        case SpotKind::Volume:
            return spot.node < model.nodes.size() ? model.nodes[spot.node].name : QString();
        case SpotKind::Nothing:
        case SpotKind::Ingress:
        case SpotKind::ManagedTray:
        case SpotKind::Managed:
        case SpotKind::WaitingTray:
        case SpotKind::Waiting:
            return {};
    }
    STOWAGE_UNREACHABLE();
}

QStringList serviceKeysOf(const CanvasModel& model, const CanvasSpot& spot) {
    if (spot.kind == SpotKind::Managed) {
        return spot.item < model.managed.size() ? QStringList{model.managed[spot.item].serviceKey}
                                                : QStringList();
    }
    const CanvasTile* tile = tileOf(model, spot);
    if (tile == nullptr) {
        return {};
    }
    if (spot.kind == SpotKind::Chip) {
        return spot.chip < tile->tenants.size() ? QStringList{tile->tenants[spot.chip].serviceKey}
                                                : QStringList();
    }
    return tile->serviceKeys;
}

QString nameOf(const CanvasModel& model, const CanvasSpot& spot) {
    if (const CanvasTile* tile = tileOf(model, spot); tile != nullptr) {
        return spot.kind == SpotKind::Chip && spot.chip < tile->tenants.size()
                   ? tr("%1 in %2").arg(tile->tenants[spot.chip].label, tile->name)
                   : tileAccessibleName(model, *tile);
    }
    if (spot.kind == SpotKind::Managed && spot.item < model.managed.size()) {
        return model.managed[spot.item].label;
    }
    if (spot.kind == SpotKind::Group && spot.node < model.nodes.size()) {
        return model.nodes[spot.node].groups[spot.group].name;
    }
    return nodeOf(model, spot);
}

QString tooltipOf(const CanvasModel& model, const CanvasSpot& spot) {
    switch (spot.kind) {
        case SpotKind::Tile:
        case SpotKind::Waiting: {
            const CanvasTile* tile = tileOf(model, spot);
            QString text = tile == nullptr ? QString() : tileTooltip(model, *tile);
            if (spot.kind == SpotKind::Waiting && spot.item < model.waiting.size()) {
                text += QLatin1Char('\n') + model.waiting[spot.item].reason;
            }
            return text;
        }
        case SpotKind::Node:
            return nodeTooltip(model.nodes[spot.node]);
        case SpotKind::Power:
            return tr("What if this server dies? (X)");
        case SpotKind::Free:
            return tr("%1 of %2 on %3: not used by pods or the system")
                .arg(model.nodes[spot.node].freeText, model.nodes[spot.node].sold,
                     model.nodes[spot.node].name);
        case SpotKind::Machine:
            return machineTooltip(model.nodes[spot.node]);
        case SpotKind::Volume: {
            const CanvasVolume& volume = model.nodes[spot.node].volumes[spot.item];
            return tr("%1\n%2 on the disk of %3")
                .arg(volume.claim, volume.figure, model.nodes[spot.node].name);
        }
        case SpotKind::Chip:
            return tr("%1\nDrag it to its app to own the service, or press 1, 2, 3")
                .arg(nameOf(model, spot));
        case SpotKind::Managed:
            return tr("%1: runs outside the cluster").arg(nameOf(model, spot));
        case SpotKind::ManagedTray:
            return tr("Services that a provider runs: drag one here");
        case SpotKind::WaitingTray:
            return model.waitingReason;
        case SpotKind::Ingress:
            return model.hosts.join(QLatin1Char('\n'));
        case SpotKind::Group:
        case SpotKind::Nothing:
            return nameOf(model, spot);
    }
    STOWAGE_UNREACHABLE();
}

}  // namespace stowage::gui
