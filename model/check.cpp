#include "model/check.h"

#include <algorithm>

#include "model/base/invariant.h"

namespace stowage {
namespace {

struct IdWord {
    CheckId id;
    std::string_view word;
};

constexpr std::array<IdWord, 23> kIdWords{{
    {CheckId::FitRequests, "fit.requests"},
    {CheckId::FitMemory, "fit.memory"},
    {CheckId::FitCpu, "fit.cpu"},
    {CheckId::FitPods, "fit.pods"},
    {CheckId::FitDisk, "fit.disk"},
    {CheckId::FitPorts, "fit.ports"},
    {CheckId::RolloutSurge, "rollout.surge"},
    {CheckId::RolloutDowntime, "rollout.downtime"},
    {CheckId::NodeLoss, "nodeloss"},
    {CheckId::StorageFollow, "storage.follow"},
    {CheckId::StorageSqlite, "storage.sqlite"},
    {CheckId::StorageRwx, "storage.rwx"},
    {CheckId::CommonsRedisIndexes, "commons.redisIndexes"},
    {CheckId::CommonsTenantIds, "commons.tenantIds"},
    {CheckId::CommonsLoginLength, "commons.loginLength"},
    {CheckId::CommonsConnections, "commons.connections"},
    {CheckId::HostsUnique, "hosts.unique"},
    {CheckId::StrategyConsistent, "strategy.consistent"},
    {CheckId::PriceFresh, "price.fresh"},
    {CheckId::LatencyP95, "latency.p95"},
    {CheckId::LimitCost, "limit.cost"},
    {CheckId::LimitNodes, "limit.nodes"},
    {CheckId::LimitZones, "limit.zones"},
}};

/// Every plan carries the ids before the limits.
constexpr std::size_t kPlanChecks = 20;

constexpr std::array<std::string_view, 4> kVerdictWords{"pass", "warn", "fail", "unknown"};

}  // namespace

const std::vector<CheckId>& planCheckIds() {
    static const std::vector<CheckId> ids = [] {
        std::vector<CheckId> list;
        for (std::size_t i = 0; i < kPlanChecks; ++i) {
            list.push_back(kIdWords[i].id);
        }
        return list;
    }();
    return ids;
}

std::string_view toWord(CheckId id) {
    const auto at = static_cast<std::size_t>(id);
    STOWAGE_ASSERT(at < kIdWords.size() && kIdWords[at].id == id);
    return kIdWords[at].word;
}

std::string_view toWord(Verdict verdict) {
    return kVerdictWords[static_cast<std::size_t>(verdict)];
}

std::optional<CheckId> parseCheckId(std::string_view word) {
    for (const IdWord& entry : kIdWords) {
        if (entry.word == word) {
            return entry.id;
        }
    }
    return std::nullopt;
}

std::optional<Verdict> parseVerdict(std::string_view word) {
    for (std::size_t i = 0; i < kVerdictWords.size(); ++i) {
        if (kVerdictWords[i] == word) {
            return static_cast<Verdict>(i);
        }
    }
    return std::nullopt;
}

}  // namespace stowage
