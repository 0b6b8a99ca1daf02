#pragma once

#include <QString>
#include <QStringList>
#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "gui/format.h"
#include "gui/theme.h"
#include "model/capacity_plan.h"

namespace stowage::gui {

/// What areas on the canvas stand for. Memory: in the measure that fit.memory judges. CPU: the
/// expected use in the peak hour, of the processors that were bought.
enum class TileMeasure { Memory, Cpu };
QString measureText(TileMeasure measure);

/// What the canvas shows. A plan holds all but the names that visitors type.
struct CanvasInput {
    std::shared_ptr<const CapacityPlan> plan;  ///< empty: the picture of "no server yet"
    QStringList hosts;                         ///< public host names; may be empty
    /// Share of a node that stays free; empty: read from the figures of fit.memory.
    std::optional<PartsPerMillion> headroom;
    TileMeasure measure = TileMeasure::Memory;
    ByteUnits units = ByteUnits::Binary;
};

/// A user of a Commons service.
struct CanvasTenant {
    QString label;       ///< "shop" or "shop-staging"
    QString serviceKey;  ///< key of CapacityPlan::services
};

/// One pod.
struct CanvasTile {
    std::size_t pod = 0;  ///< index in CapacityPlan::placement
    QString id;           ///< "<namespace>/<name>-<n>"
    QString name, monogram, figure;
    Category category = Category::App;
    std::int64_t weight = 0;  ///< bytes in the ledger of the plan, or thousandths of a CPU
    bool hasRequest = true;
    bool usesMoreThanReserved = false;
    bool isTied = false;  ///< has a volume on the disk of its node
    /// What a drag of this tile moves: its own key, or those of all tenants; empty for app pods.
    QStringList serviceKeys;
    std::vector<CanvasTenant> tenants;  ///< Commons services only
};

enum class GroupKind { Environment, System, Commons };

/// The pods of one namespace on one node.
struct CanvasGroup {
    QString name;
    GroupKind kind = GroupKind::Environment;
    std::vector<CanvasTile> tiles;
};

struct CanvasVolume {
    QString claim, label, figure;
    Bytes size;
};

/// A bar: a part of a whole with its words.
struct CanvasBar {
    qreal share = 0;         ///< filled part of the whole; may pass 1
    qreal machineShare = 0;  ///< of it, OS + K3s
    /// The rest by kind of workload, in the order of Category; empty for a plain bar.
    std::vector<std::pair<Category, qreal>> parts;
    QString figure;  ///< "1.46 of 1.94 GiB"
};

struct CanvasNode {
    QString name, offer, sold, price, role;
    bool isExisting = false;
    std::int64_t capacity = 0, overhead = 0;  ///< in the unit of the weights
    std::vector<CanvasGroup> groups;
    CanvasBar promised, expected, cpu;
    QString freeText;  ///< "free 172 MiB"; "over by 84 MiB"
    QString machineText, machineRange;
    std::vector<CanvasVolume> volumes;
    Bytes disk;
    QString diskText;  ///< "13.00 of 50.00 GiB": volumes
};

/// A pod without a node.
struct CanvasWaiting {
    CanvasTile tile;
    QString reason;
};

struct CanvasManaged {
    QString serviceKey, label;
};

/// The plan as marks: words and shares are made once, painting only places them.
struct CanvasModel {
    std::shared_ptr<const CapacityPlan> plan;
    std::vector<CanvasNode> nodes;
    std::vector<CanvasWaiting> waiting;
    std::vector<CanvasManaged> managed;
    QString ingress;  ///< "Traefik :80 :443"
    QStringList hosts;
    QString waitingReason;
    std::optional<qreal> limitShare;  ///< of capacity: where the headroom begins
    ByteUnits units = ByteUnits::Binary;
    TileMeasure measure = TileMeasure::Memory;

    /// How many pods stand on nodes or wait.
    std::size_t tileCount() const;
    const CanvasTile* findTile(const QString& pod) const;
    const PlanPod& podOf(const CanvasTile& tile) const { return plan->placement[tile.pod]; }
};

CanvasModel canvasModelOf(const CanvasInput& input);

/// Tooltip and accessible description of a tile: the four figures and what marks mean.
QString tileTooltip(const CanvasModel& model, const CanvasTile& tile);
QString tileDescription(const CanvasModel& model, const CanvasTile& tile);
/// "mariadb, larakube-shared".
QString tileAccessibleName(const CanvasModel& model, const CanvasTile& tile);

}  // namespace stowage::gui
