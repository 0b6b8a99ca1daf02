#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "model/plan_checker/checker_context.h"

namespace stowage::checker {
namespace {

/// What a shortage of a check may be about: a word of the check, or an amount or a rule of the
/// scheduler.
bool isKnownResource(const PlanContext& context, const Check& check) {
    static const std::set<std::string> kRules{"node not available",
                                              "other node named",
                                              "node unschedulable",
                                              "taint not tolerated",
                                              "node selector",
                                              "node affinity",
                                              "pods",
                                              "pod slots",
                                              "host port",
                                              "anti-affinity",
                                              "anti-affinity of a running pod",
                                              "affinity",
                                              "topology spread",
                                              "volume bound to another node",
                                              "volume on another node",
                                              "volume in another zone",
                                              "volume in use",
                                              "volume slots",
                                              "places",
                                              "none",
                                              "room",
                                              "volume",
                                              "node rules"};
    static const std::map<CheckId, std::set<std::string>> kWords{
        {CheckId::FitMemory, {kMemory}},
        {CheckId::FitCpu, {kCpu}},
        {CheckId::FitPods, {"pods"}},
        {CheckId::FitDisk, {"disk"}},
        {CheckId::NodeLoss, {"nodes that may be lost"}},
        {CheckId::RolloutDowntime, {"downtime seconds"}},
        {CheckId::StorageFollow, {"volumes that can follow"}},
        {CheckId::StorageSqlite, {"nodes"}},
        {CheckId::StorageRwx, {"shared volumes"}},
        {CheckId::StrategyConsistent, {"nodes"}},
        {CheckId::CommonsRedisIndexes, {"redis indexes"}},
        {CheckId::CommonsLoginLength, {"login characters"}},
        {CheckId::CommonsConnections, {"connections"}},
        {CheckId::LatencyP95, {"microseconds", "requests served, in percent of those that come"}}};
    const std::string& resource = check.shortage->resource;
    const auto words = kWords.find(check.id);
    if (words != kWords.end()) {
        return words->second.contains(resource);
    }
    if (check.id == CheckId::HostsUnique || check.id == CheckId::CommonsTenantIds) {
        return resource.starts_with(check.id == CheckId::HostsUnique ? "host " : "tenant id ");
    }
    if (check.id == CheckId::FitPorts) {
        return resource.starts_with("host port ");
    }
    const bool isAmount = std::ranges::any_of(context.requestsOfWorkload, [&](const auto& entry) {
        return entry.second.contains(resource);
    });
    // Also the object that stands in the way of a roll-out, which the text of the check names.
    const bool isObject = check.id == CheckId::RolloutSurge && !resource.empty() &&
                          check.text.find(resource) != std::string::npos;
    return isAmount || isObject || kRules.contains(resource);
}

/// The figures of a "no" agree with themselves and with the check's own numbers. Only a "no" has
/// some: one that binds, or one that was weakened to a warning.
void checkShortage(const PlanContext& context, const Check& check) {
    const Shortage& shortage = *check.shortage;
    const std::string id(toWord(check.id));
    context.expectEqual("check.shortage", id + " short", shortage.shortBy,
                        std::max<std::int64_t>(0, shortage.needed - shortage.available));
    const bool isWeakened = check.verdict == Verdict::Warn && !context.binds(check.id);
    if (check.verdict != Verdict::Fail && !isWeakened) {
        context.violate("check.shortage", id, std::string(toWord(check.verdict)), "a shortage");
    }
    if (!isKnownResource(context, check)) {
        context.violate("check.shortage", id + " resource", shortage.resource,
                        "nothing that this check counts");
    }
    if (shortage.shortBy == 0) {
        context.violate("check.shortage", id + " short", "0", "a shortage of something");
    }
    if (!shortage.node.empty() && context.node(shortage.node) == nullptr) {
        context.violate("check.shortage", id + " shortage", shortage.node, "no such node");
    }
    const bool isSameFigure = wordOf(check, "resource") == shortage.resource &&
                              wordOf(check, "node") == shortage.node &&
                              numberOf(check, "needed") > numberOf(check, "available");
    if (isSameFigure && wordOf(check, "failingOrder").empty()) {
        context.expectEqual("check.shortage", id + " shortage needed", shortage.needed,
                            numberOf(check, "needed").value_or(0));
        context.expectEqual("check.shortage", id + " shortage available", shortage.available,
                            numberOf(check, "available").value_or(0));
    }
}

/// Some shortages are no figure of their check's numbers: they are redone here from the plan.
void checkCounts(const PlanContext& context, const Check& check) {
    const Shortage& shortage = *check.shortage;
    const auto expect = [&](std::int64_t needed, std::int64_t available) {
        const std::string id(toWord(check.id));
        context.expectEqual("check.shortage", id + " shortage needed", shortage.needed, needed);
        context.expectEqual("check.shortage", id + " shortage available", shortage.available,
                            available);
    };
    const auto nodes = static_cast<std::int64_t>(context.nodes.size());
    if (check.id == CheckId::NodeLoss) {
        expect(1, 0);
    } else if (check.id == CheckId::HostsUnique || check.id == CheckId::CommonsTenantIds) {
        expect(2, 1);
    } else if (check.id == CheckId::StrategyConsistent) {
        expect(nodes > 1 ? nodes : 2, 1);
    } else if (check.id == CheckId::StorageSqlite) {
        expect(nodes, 1);
    } else if (check.id == CheckId::StorageFollow) {
        expect(numberOf(check, "stuckVolumes").value_or(-1), 0);
    } else if (check.id == CheckId::RolloutDowntime || check.id == CheckId::StorageRwx) {
        expect(shortage.needed, 0);
    }
}

}  // namespace

void checkVerdicts(const PlanContext& context) {
    std::set<CheckId> seen;
    for (const Check& check : context.plan.checks) {
        const std::string id(toWord(check.id));
        if (!seen.insert(check.id).second) {
            context.violate("check.presence", id, "twice", "once");
        }
        if (check.text.empty()) {
            context.violate("check.text", id, std::string(toWord(check.verdict)), "no reason");
        }
        if (check.verdict == Verdict::Fail && !check.shortage) {
            context.violate("check.shortage", id, "fail", "no shortage");
        }
        if (check.shortage) {
            checkShortage(context, check);
            checkCounts(context, check);
        }
    }
    for (const CheckId id : planCheckIds()) {
        if (!seen.contains(id)) {
            context.violate("check.presence", std::string(toWord(id)), "missing",
                            "every plan has it");
        }
    }
}

}  // namespace stowage::checker
