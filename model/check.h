#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "model/document.h"

namespace stowage {

/// Ids of contracts.md section 3, in the contract's order: of several failures the first leads.
enum class CheckId {
    FitRequests,
    FitMemory,
    FitCpu,
    FitPods,
    FitDisk,
    FitPorts,
    RolloutSurge,
    RolloutDowntime,
    NodeLoss,
    StorageFollow,
    StorageSqlite,
    StorageRwx,
    CommonsRedisIndexes,
    CommonsTenantIds,
    CommonsLoginLength,
    CommonsConnections,
    HostsUnique,
    StrategyConsistent,
    PriceFresh,
    LatencyP95,
    // Only of refused layouts:
    LimitCost,
    LimitNodes,
    LimitZones,
};

enum class Verdict { Pass, Warn, Fail, Unknown };

/// The figures of a "no": bytes, millicores or pieces, by resource name.
struct Shortage {
    std::string node;      ///< empty: the cluster as a whole
    std::string resource;  ///< memory, cpu, pods, disk, ports, …
    std::int64_t needed = 0;
    std::int64_t available = 0;
    std::int64_t shortBy = 0;
    bool operator==(const Shortage&) const = default;
};

struct Check {
    CheckId id = CheckId::FitRequests;
    Verdict verdict = Verdict::Pass;
    std::string text;  ///< one sentence with figures
    /// Figures by name. Where a check compares two amounts they stand under `needed` and
    /// `available` (of the worst node, named by `node`), pass or fail: "what breaks first" is read
    /// from their ratio.
    DocumentNode numbers = makeMap();
    std::optional<Shortage> shortage;
};

/// The first 20 ids: those that every plan carries.
const std::vector<CheckId>& planCheckIds();
std::string_view toWord(CheckId id);
std::string_view toWord(Verdict verdict);
std::optional<CheckId> parseCheckId(std::string_view word);
std::optional<Verdict> parseVerdict(std::string_view word);

}  // namespace stowage
