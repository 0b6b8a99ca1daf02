#include <fmt/format.h>

#include <algorithm>

#include "model/plan_checker/checker_context.h"

namespace stowage::checker {
namespace {

std::int64_t roundedUp(Int128 millionths) {
    return static_cast<std::int64_t>((millionths + 999'999) / 1'000'000);
}

std::int64_t steppedReserve(const std::vector<ReserveStep>& steps, std::int64_t size) {
    Int128 reserve = 0;
    std::int64_t from = 0;
    for (const ReserveStep& step : steps) {
        const std::int64_t to = std::min(size, step.upTo.value_or(size));
        if (to > from) {
            reserve += static_cast<Int128>(to - from) * step.share.raw();
            from = to;
        }
    }
    return roundedUp(reserve);
}

/// A published table: its row, or the share of the largest row below (the smallest row when none
/// is), because the share that is left grows with the size.
std::int64_t memoryByTable(const AllocatableRule& rule, std::int64_t size) {
    const ReserveRow* row = &rule.memoryTable.front();
    for (const ReserveRow& other : rule.memoryTable) {
        row = other.size <= size ? &other : row;
    }
    return static_cast<std::int64_t>(static_cast<Int128>(row->amount) * size / row->size);
}

std::int64_t memoryLeft(const AllocatableRule& rule, const PlanNode& node) {
    const std::int64_t capacity = node.capacity.raw();
    if (!rule.memoryTable.empty()) {
        return std::min(capacity, memoryByTable(rule, node.memory.raw()));
    }
    std::int64_t reserve = steppedReserve(rule.memorySteps, capacity) + rule.memoryBase.raw() +
                           rule.memoryPerPod.raw() * node.allocatablePods;
    if (rule.reserveCap) {
        const Int128 cap = static_cast<Int128>(capacity) * rule.reserveCap->raw();
        reserve = std::min(reserve, roundedUp(cap));
    }
    if (rule.smallBelow && node.capacity < *rule.smallBelow) {
        reserve = rule.smallReserve.raw();
    }
    return std::max<std::int64_t>(0, capacity - reserve - rule.evictionMemory.raw());
}

std::int64_t cpuLeft(const AllocatableRule& rule, std::int64_t cores) {
    if (rule.cpuTable.empty()) {
        return std::max<std::int64_t>(0, cores - steppedReserve(rule.cpuSteps, cores));
    }
    for (const ReserveRow& row : rule.cpuTable) {
        if (row.size >= cores) {
            return std::max<std::int64_t>(0, cores - row.amount);
        }
    }
    const ReserveRow& last = rule.cpuTable.back();
    const Int128 reserve = (static_cast<Int128>(last.amount) * cores + last.size - 1) / last.size;
    return std::max<std::int64_t>(0, cores - static_cast<std::int64_t>(reserve));
}

/// The rule of the catalogue: a K3s machine's own, a managed one's by its provider.
const AllocatableRule* ruleOf(const PlanCheckerInput& input, const Offer& offer) {
    const AllocatableRules& rules = input.catalog.rules();
    const AllocatableRule* rule =
        rules.find(offer.kind == OfferKind::Vps ? "k3s" : offer.allocatableRule);
    return rule == nullptr ? rules.find("unknown-managed") : rule;
}

void checkStated(const PlanContext& context, const PlanNode& node, const Offer& offer) {
    const auto expect = [&](const std::string& what, std::int64_t stated, std::int64_t found) {
        context.expectEqual("node.allocatable", fmt::format("{} {}", node.name, what), stated,
                            found);
    };
    const ResourceAmounts& amounts = offer.stated->amounts;
    expect("memory", node.memory.raw(), amounts.memory().raw());
    expect("capacity", node.capacity.raw(), amounts.memory().raw());
    expect("cpu", node.cpu.raw(), amounts.cpu().raw());
    expect("allocatable memory", node.allocatableMemory.raw(), amounts.memory().raw());
    expect("allocatable cpu", node.allocatableCpu.raw(), amounts.cpu().raw());
    expect("pod slots", node.allocatablePods, offer.stated->pods);
    for (const auto& [name, amount] : amounts.entries()) {
        if (name != kCpu && name != kMemory) {
            const auto at = node.allocatableOther.find(name);
            expect(name, at == node.allocatableOther.end() ? 0 : at->second, amount);
        }
    }
    for (const auto& [name, amount] : node.allocatableOther) {
        expect(name, amount, amounts.get(name));
    }
}

void checkAllocatable(const PlanContext& context, const PlanNode& node, const Offer& offer) {
    if (offer.stated) {
        checkStated(context, node, offer);
        return;
    }
    const auto expect = [&](const char* what, std::int64_t stated, std::int64_t found) {
        context.expectEqual("node.allocatable", fmt::format("{} {}", node.name, what), stated,
                            found);
    };
    const AllocatableRule* rule = ruleOf(context.input, offer);
    expect("capacity", node.capacity.raw(), shareOf(offer.memory.raw(), offer.capacityShare.raw()));
    if (rule == nullptr) {
        context.violate("node.allocatable", node.name, offer.allocatableRule,
                        "no rule for its allocatable");
        return;
    }
    expect("pod slots", node.allocatablePods, offer.podsMax.value_or(rule->pods));
    expect("allocatable memory", node.allocatableMemory.raw(), memoryLeft(*rule, node));
    expect("allocatable cpu", node.allocatableCpu.raw(), cpuLeft(*rule, offer.cpu.raw()));
    const std::int64_t disk = offer.disk.value_or(Bytes()).raw();
    const std::int64_t kept = roundedUp(static_cast<Int128>(disk) * rule->storageReserve.raw());
    for (const auto& [name, amount] : node.allocatableOther) {
        expect(name.c_str(), amount, name == kEphemeralStorage ? disk - kept : 0);
    }
    if (disk > 0 && !node.allocatableOther.contains(kEphemeralStorage)) {
        context.violate("node.allocatable", node.name + " ephemeral storage", "none",
                        std::to_string(disk - kept));
    }
}

void checkMachine(const PlanContext& context, const PlanNode& node, const Offer& offer) {
    if (!offer.stated) {
        context.expectEqual("node.machine", node.name + " memory", node.memory.raw(),
                            offer.memory.raw());
        context.expectEqual("node.machine", node.name + " cpu", node.cpu.raw(), offer.cpu.raw());
    }
    const Bytes disk =
        offer.stated ? offer.stated->amounts.ephemeralStorage() : offer.disk.value_or(Bytes());
    context.expectEqual("node.machine", node.name + " disk", node.disk.raw(), disk.raw());
    context.expectEqual("node.machine", node.name + " existing", node.isExisting ? 1 : 0,
                        offer.owned ? 1 : 0);
    const auto label = offer.labels.find("topology.kubernetes.io/zone");
    const bool isLabelled = label != offer.labels.end();
    const bool isZone =
        isLabelled
            ? label->second == node.zone
            : node.zone.empty() || std::ranges::find(offer.zones, node.zone) != offer.zones.end();
    if (!isZone) {
        context.violate("node.machine", node.name + " zone", node.zone, "not a zone of its offer");
    }
    std::map<std::string, std::string> labels = offer.labels;
    if (!offer.stated) {  // what a kubelet sets by itself
        labels.emplace("kubernetes.io/arch", toWord(offer.arch));
        labels.emplace("kubernetes.io/os", "linux");
    }
    // Hints tie workloads to nodes by this label, whose value is the node's name in the plan.
    if (hasHints(context.plan)) {
        labels.emplace("stowage/node", node.name);
    }
    if (node.labels != labels) {
        context.violate("node.machine", node.name + " labels", std::to_string(node.labels.size()),
                        "those of its offer");
    }
}

/// The band of OS and K3s; a node without them has none.
void checkBand(const PlanContext& context, const PlanNode& node, const MemoryUse& overhead) {
    const auto expect = [&](const char* what, std::int64_t stated, Bytes found) {
        context.expectEqual("node.use", fmt::format("{} overhead {}", node.name, what), stated,
                            found.raw());
    };
    context.expectEqual("node.use", node.name + " overhead has a range",
                        node.overheadBand.has_value() ? 1 : 0, overhead.expected.isZero() ? 0 : 1);
    if (!node.overheadBand) {
        return;
    }
    expect("low", node.overheadBand->low.raw(), overhead.low);
    expect("high", node.overheadBand->high.raw(), overhead.high);
    expect("core low", node.overheadBand->coreLow.raw(), overhead.coreLow);
    expect("core high", node.overheadBand->coreHigh.raw(), overhead.coreHigh);
}

void checkUse(const PlanContext& context, const BoundNode& bound) {
    const PlanNode& node = *bound.node;
    const NodeOverhead& overhead = bound.overhead;
    PlanUse sum = node.overhead;
    for (const BoundPod* pod : bound.pods) {
        sum.cpu += pod->pod->expected.cpu;
        sum.memory += pod->pod->expected.memory;
        sum.core += pod->pod->expected.core;
    }
    const auto expect = [&](const char* what, std::int64_t stated, std::int64_t found) {
        context.expectEqual("node.use", fmt::format("{} {}", node.name, what), stated, found);
    };
    expect("overhead memory", node.overhead.memory.raw(), overhead.memory.expected.raw());
    expect("overhead core", node.overhead.core.raw(), overhead.memory.coreExpected.raw());
    checkBand(context, node, overhead.memory);
    expect("overhead cpu", node.overhead.cpu.raw(), overhead.cpu.expected.raw());
    expect("expected memory", node.expected.memory.raw(), sum.memory.raw());
    expect("expected core", node.expected.core.raw(), sum.core.raw());
    expect("expected cpu", node.expected.cpu.raw(), sum.cpu.raw());
}

/// How requests enter: by ports of the machines, or by a load balancer where the provider runs the
/// cluster or an environment must survive a node; raw workloads on stated nodes have no entrance.
std::string ingressOf(const PlanContext& context) {
    const std::string& topology = context.plan.topology;
    const bool hasBlueprint = std::ranges::any_of(
        context.scenario().apps, [](const App& app) { return app.blueprint.has_value(); });
    if (topology == "nodes") {
        return hasBlueprint ? "host-ports" : "none";
    }
    const bool mustSurvive = !context.requirements().surviveNodeLoss.empty();
    return topology == "managed" || (topology == "k3s-multi" && mustSurvive) ? "load-balancer"
                                                                             : "host-ports";
}

void checkTopology(const PlanContext& context) {
    const std::string& topology = context.plan.topology;
    if (!parseTopology(topology)) {
        context.violate("node.layout", "topology", topology, "no such word");
    }
    context.expectEqual("node.layout", "ingress", context.plan.ingress, ingressOf(context));
    context.expectEqual("node.layout", "storage class", context.plan.storageClass,
                        topology == "managed" ? "block" : "local-path");
    for (const PlanNode& node : context.plan.nodes) {
        if (!node.isExisting) {
            context.expectEqual("node.layout", "provider", context.plan.provider, node.provider);
        }
    }
    std::size_t servers = 0;
    for (const PlanNode& node : context.plan.nodes) {
        servers += node.role == "server" ? 1U : 0U;
        const bool roleFits = topology == "managed" ? node.role == "managed"
                              : topology == "nodes" ? node.role == "server"
                                                    : node.role == "server" || node.role == "agent";
        if (!roleFits) {
            context.violate("node.layout", node.name + " role", node.role, topology);
        }
    }
    if (topology == "single-node" && context.plan.nodes.size() != 1) {
        context.violate("node.layout", "nodes", std::to_string(context.plan.nodes.size()), "1");
    }
    if (topology == "k3s-multi" && (servers % 2 == 0 || context.plan.nodes.size() < 2)) {
        context.violate("node.layout", "K3s servers", std::to_string(servers),
                        "1, or an odd number");
    }
    const auto most =
        static_cast<std::size_t>(std::max(0, context.input.scenario.candidates.maxNodes));
    if (context.plan.nodes.size() > most && !context.input.scenario.candidates.fixed) {
        context.violate("node.layout", "nodes", std::to_string(context.plan.nodes.size()),
                        "at most " + std::to_string(most));
    }
}

}  // namespace

Amounts allocatableOf(const PlanCheckerInput& input, const Offer& offer) {
    Amounts amounts;
    if (offer.stated) {
        amounts.insert(offer.stated->amounts.entries().begin(),
                       offer.stated->amounts.entries().end());
        amounts["pods"] = offer.stated->pods;
        return amounts;
    }
    const AllocatableRule* rule = ruleOf(input, offer);
    if (rule == nullptr) {
        return amounts;
    }
    PlanNode node;
    node.memory = offer.memory;
    node.capacity = Bytes::fromRaw(shareOf(offer.memory.raw(), offer.capacityShare.raw()));
    node.allocatablePods = offer.podsMax.value_or(rule->pods);
    const std::int64_t disk = offer.disk.value_or(Bytes()).raw();
    amounts["pods"] = node.allocatablePods;
    amounts[kMemory] = memoryLeft(*rule, node);
    amounts[kCpu] = cpuLeft(*rule, offer.cpu.raw());
    amounts[kEphemeralStorage] =
        disk - roundedUp(static_cast<Int128>(disk) * rule->storageReserve.raw());
    return amounts;
}

void checkNodes(const PlanContext& context) {
    checkTopology(context);
    for (const BoundNode& bound : context.nodes) {
        const PlanNode& node = *bound.node;
        if (bound.offer == nullptr) {
            context.violate("node.offer", node.name, node.offer, "no such offer");
            continue;
        }
        checkMachine(context, node, *bound.offer);
        checkAllocatable(context, node, *bound.offer);
        checkUse(context, bound);
    }
}

}  // namespace stowage::checker
