#include "planner/explain.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <set>

#include "model/human_text.h"
#include "model/plan_report.h"

namespace stowage::planner {
namespace {

std::optional<std::int64_t> integerAt(const DocumentNode& map, std::string_view key) {
    const DocumentNode* node = map.find(key);
    std::int64_t value = 0;
    if (node == nullptr || node->kind != NodeKind::Number) {
        return std::nullopt;
    }
    const char* end = node->text.data() + node->text.size();
    const auto parsed = std::from_chars(node->text.data(), end, value);
    return parsed.ec == std::errc() && parsed.ptr == end ? std::optional(value) : std::nullopt;
}

std::string textAt(const DocumentNode& map, std::string_view key) {
    const DocumentNode* node = map.find(key);
    return node != nullptr && node->kind == NodeKind::String ? node->text : std::string();
}

/// What a check's amounts count, as people call it; empty for checks whose amounts say nothing
/// about what breaks first.
std::string pressureName(CheckId id, const std::string& resource) {
    switch (id) {
        case CheckId::FitRequests:
            return resource == kCpu ? "CPU set aside (requests)"
                                    : resource + " set aside (requests)";
        case CheckId::FitMemory:
            return "memory in use";
        case CheckId::FitCpu:
            return "CPU in use at the peak hour";
        case CheckId::FitPods:
            return "pods on the node";
        case CheckId::FitDisk:
            return "disk";
        case CheckId::LatencyP95:
            return "p95 latency";
        case CheckId::CommonsRedisIndexes:
            return "Redis indexes of the Commons";
        case CheckId::CommonsConnections:
            return "database connections";
        case CheckId::FitPorts:
        case CheckId::RolloutSurge:
        case CheckId::RolloutDowntime:
        case CheckId::NodeLoss:
        case CheckId::StorageFollow:
        case CheckId::StorageSqlite:
        case CheckId::StorageRwx:
        case CheckId::CommonsTenantIds:
        case CheckId::CommonsLoginLength:
        case CheckId::HostsUnique:
        case CheckId::StrategyConsistent:
        case CheckId::PriceFresh:
        case CheckId::LimitCost:
        case CheckId::LimitNodes:
        case CheckId::LimitZones:
            return {};
    }
    STOWAGE_UNREACHABLE();
}

std::string amountText(const Pressure& pressure, std::int64_t amount) {
    const bool isBytes = pressure.check == CheckId::FitMemory ||
                         pressure.check == CheckId::FitDisk || pressure.resource == kMemory ||
                         pressure.resource == kEphemeralStorage;
    if (isBytes) {
        return mebibyteText(Bytes::fromRaw(amount));
    }
    if (pressure.check == CheckId::LatencyP95) {
        return fmt::format("{} ms", groupedText((amount + 500) / 1'000));  // microseconds
    }
    const bool isCpu = pressure.check == CheckId::FitCpu || pressure.resource == kCpu;
    return groupedText(amount) + (isCpu ? "m" : "");
}

std::string pressureText(const Pressure& pressure) {
    const std::string where = pressure.node.empty() ? "" : " on " + pressure.node;
    return fmt::format("{}{}: {} of {} ({})", pressureName(pressure.check, pressure.resource),
                       where, amountText(pressure, pressure.needed),
                       amountText(pressure, pressure.available),
                       percentText(pressure.needed, pressure.available));
}

Reason costReason(const PlanReport& report, const CapacityPlan& plan) {
    Reason reason;
    const std::string price = moneyText(plan.cost.monthly, plan.cost.currency);
    addEntry(reason.numbers, "monthly", makeDecimal(toDecimal(plan.cost.monthly)));
    addEntry(reason.numbers, "lowerBound", makeDecimal(toDecimal(plan.cost.lowerBound)));
    if (plan.id != report.recommended) {
        reason.kind = "cost";
        reason.text = fmt::format("{} a month; the recommended plan is {}", price,
                                  report.recommended.empty() ? "none" : report.recommended);
    } else if (plan.cost.proven) {
        reason.kind = "proof";
        reason.text = fmt::format(
            "{} a month is the least that any allowed layout costs on which every check passes: "
            "each cheaper one was tried and refused with its figures",
            price);
    } else {
        reason.kind = "cost";
        reason.text = fmt::format(
            "{} a month is the best found; nothing below {} can work, between the two "
            "nothing is proven: allow more time to close the gap",
            price, moneyText(plan.cost.lowerBound, plan.cost.currency));
    }
    return reason;
}

/// Expected memory of the shared engines and the number of services that they replace.
std::optional<Reason> sharingReason(const CapacityPlan& plan) {
    int shared = 0;
    for (const auto& [key, mode] : plan.services) {
        shared += mode == Mode::Plex ? 1 : 0;
    }
    if (shared == 0) {
        return std::nullopt;
    }
    const MemoryLedger ledger(plan);
    Bytes engines;
    int count = 0;
    for (const PlanPod& pod : plan.placement) {
        if (pod.origin == "commons") {
            engines += ledger.of(pod.expected);
            ++count;
        }
    }
    Reason reason{.kind = "sharing", .text = {}, .numbers = makeMap()};
    reason.text = fmt::format("{} service{} of the apps {} {} Commons engine{} that {} {}{}",
                              shared, shared == 1 ? "" : "s", shared == 1 ? "uses" : "share", count,
                              count == 1 ? "" : "s", count == 1 ? "holds" : "hold",
                              mebibyteText(engines), count == 1 ? "" : " together");
    addEntry(reason.numbers, "services", makeNumber(shared));
    addEntry(reason.numbers, "engines", makeNumber(count));
    addEntry(reason.numbers, "memoryBytes", makeNumber(engines.raw()));
    return reason;
}

/// The main lesson: what the scheduler counts against what the memory holds.
Reason ledgerReason(const CapacityPlan& plan) {
    const MemoryLedger ledger(plan);
    Bytes promised;
    Bytes held;
    int silent = 0;
    for (const PlanPod& pod : plan.placement) {
        promised += pod.requests.memory;
        silent += pod.requests.memory.isZero() ? 1 : 0;
    }
    for (const PlanNode& node : plan.nodes) {
        held += ledger.of(node.expected);
    }
    Reason reason{.kind = "memory", .text = {}, .numbers = makeMap()};
    reason.text = fmt::format(
        "Kubernetes sets aside {} for the pods, but {} will be in use: {} of {} pods reserve no "
        "memory, and the node's own processes are no pods",
        mebibyteText(promised), mebibyteText(held), silent, plan.placement.size());
    addEntry(reason.numbers, "requestsBytes", makeNumber(promised.raw()));
    addEntry(reason.numbers, "expectedBytes", makeNumber(held.raw()));
    addEntry(reason.numbers, "podsWithoutRequest", makeNumber(silent));
    return reason;
}

std::vector<Reason> adjustmentReasons(const CapacityPlan& plan) {
    std::vector<Reason> reasons;
    for (const Adjustment& adjustment : plan.adjustments) {
        Reason reason{.kind = "requirement", .text = {}, .numbers = makeMap()};
        reason.text = fmt::format("{}: {} becomes {} ({})", adjustment.target, adjustment.from,
                                  adjustment.to, adjustment.why);
        reasons.push_back(std::move(reason));
    }
    return reasons;
}

DocumentNode pressureNode(const Pressure& pressure) {
    DocumentNode node = makeMap();
    addEntry(node, "check", makeString(std::string(toWord(pressure.check))));
    addEntry(node, "node", pressure.node.empty() ? makeNull() : makeString(pressure.node));
    addEntry(node, "resource", makeString(pressure.resource));
    addEntry(node, "needed", makeNumber(pressure.needed));
    addEntry(node, "available", makeNumber(pressure.available));
    addEntry(node, "text", makeString(pressure.text));
    return node;
}

}  // namespace

std::optional<std::vector<std::string>> bindingOf(const PlanReport& report) {
    const DocumentNode* requirements = report.scenarioDocument.find("requirements");
    const DocumentNode* binding = requirements == nullptr ? nullptr : requirements->find("binding");
    if (binding == nullptr || binding->kind != NodeKind::Sequence) {
        return std::nullopt;
    }
    std::vector<std::string> ids;
    for (const DocumentNode& item : binding->items) {
        ids.push_back(item.text);
    }
    return ids;
}

std::vector<Pressure> pressures(const CapacityPlan& plan) {
    std::vector<Pressure> all;
    for (const Check& check : plan.checks) {
        const auto needed = integerAt(check.numbers, "needed");
        const auto available = integerAt(check.numbers, "available");
        if (!needed || !available || *available <= 0 || *needed <= 0 ||
            pressureName(check.id, "memory").empty()) {
            continue;
        }
        Pressure pressure{.check = check.id,
                          .node = textAt(check.numbers, "node"),
                          .resource = textAt(check.numbers, "resource"),
                          .needed = *needed,
                          .available = *available,
                          .text = {}};
        pressure.text = pressureText(pressure);
        all.push_back(std::move(pressure));
    }
    std::stable_sort(all.begin(), all.end(), [](const Pressure& a, const Pressure& b) {
        return static_cast<Int128>(a.needed) * b.available >
               static_cast<Int128>(b.needed) * a.available;
    });
    return all;
}

std::optional<Explanation> explain(const PlanReport& report, const std::string& planId) {
    const CapacityPlan* plan = report.findPlan(planId);
    if (plan == nullptr) {
        return std::nullopt;
    }
    Explanation explanation;
    explanation.planId = plan->id;
    explanation.title = plan->title;
    explanation.verdict = verdictOf(*plan, bindingOf(report));
    explanation.isRecommended = plan->id == report.recommended;
    explanation.why.push_back(costReason(report, *plan));
    explanation.why.push_back(ledgerReason(*plan));
    if (auto sharing = sharingReason(*plan)) {
        explanation.why.push_back(std::move(*sharing));
    }
    for (Reason& reason : adjustmentReasons(*plan)) {
        explanation.why.push_back(std::move(reason));
    }
    explanation.breaksFirst = pressures(*plan);
    for (const Refusal& refusal : report.refused) {
        if (refusal.monthly <= plan->cost.monthly || !refusal.isPriced) {
            explanation.refused.push_back(refusal);
        }
    }
    explanation.sensitivity = report.sensitivity;
    return explanation;
}

DocumentNode toDocument(const Explanation& explanation, const PlanReport& report) {
    DocumentNode why = makeSequence();
    for (const Reason& reason : explanation.why) {
        DocumentNode node = makeMap();
        addEntry(node, "kind", makeString(reason.kind));
        addEntry(node, "text", makeString(reason.text));
        addEntry(node, "numbers", reason.numbers);
        why.items.push_back(std::move(node));
    }
    DocumentNode breaks = makeSequence();
    for (const Pressure& pressure : explanation.breaksFirst) {
        breaks.items.push_back(pressureNode(pressure));
    }
    DocumentNode node = makeMap();
    addEntry(node, "apiVersion", makeString("stowage/v1"));
    addEntry(node, "kind", makeString("Explanation"));
    addEntry(node, "plan", makeString(explanation.planId));
    addEntry(node, "title", makeString(explanation.title));
    addEntry(node, "verdict", makeString(std::string(toHumanWord(explanation.verdict))));
    addEntry(node, "recommended", makeBool(explanation.isRecommended));
    addEntry(node, "why", std::move(why));
    addEntry(node, "breaksFirst", std::move(breaks));
    PlanReport part;
    part.refused = explanation.refused;
    part.sensitivity = explanation.sensitivity;
    part.assumptions = report.assumptions;
    const DocumentNode rendered = stowage::toDocument(part);
    for (const char* key : {"refused", "sensitivity", "assumptions"}) {
        addEntry(node, key, *rendered.find(key));
    }
    return node;
}

}  // namespace stowage::planner
