#include <fmt/format.h>

#include <algorithm>

#include "model/plan_checker/checker_context.h"

namespace stowage::checker {
namespace {

/// value * share rounded down, redone in 128 bits.
std::int64_t shareOf(std::int64_t value, std::int64_t ppm) {
    return static_cast<std::int64_t>(static_cast<Int128>(value) * ppm / 1'000'000);
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
    return static_cast<std::int64_t>((reserve + 999'999) / 1'000'000);
}

/// Allocatable memory of a K3s machine equals its capacity; stated nodes say it themselves; a
/// managed one lies below its capacity by the provider's rule, redone for the stepped rules.
void checkAllocatable(const PlanContext& context, const PlanNode& node, const Offer& offer) {
    const auto expect = [&](const char* what, std::int64_t stated, std::int64_t found) {
        context.expectEqual("node", fmt::format("{} {}", node.name, what), stated, found);
    };
    if (offer.stated) {
        expect("allocatable memory", node.allocatableMemory.raw(),
               offer.stated->amounts.memory().raw());
        expect("allocatable cpu", node.allocatableCpu.raw(), offer.stated->amounts.cpu().raw());
        expect("pod slots", node.allocatablePods, offer.stated->pods);
        return;
    }
    expect("capacity", node.capacity.raw(), shareOf(offer.memory.raw(), offer.capacityShare.raw()));
    if (offer.kind == OfferKind::Vps) {
        expect("allocatable memory", node.allocatableMemory.raw(), node.capacity.raw());
        expect("allocatable cpu", node.allocatableCpu.raw(), offer.cpu.raw());
        return;
    }
    if (node.allocatableMemory > node.capacity) {
        context.violate("node", node.name + " allocatable memory",
                        std::to_string(node.allocatableMemory.raw()),
                        "at most " + std::to_string(node.capacity.raw()));
    }
    const AllocatableRule* rule = context.input.catalog.rules().find(offer.allocatableRule);
    if (rule == nullptr) {
        return;
    }
    for (const ReserveRow& row : rule->memoryTable) {
        if (row.size == offer.memory.raw()) {
            expect("allocatable memory", node.allocatableMemory.raw(), row.amount);
        }
    }
    if (!rule->cpuSteps.empty()) {
        expect("allocatable cpu", node.allocatableCpu.raw(),
               offer.cpu.raw() - steppedReserve(rule->cpuSteps, offer.cpu.raw()));
    }
}

NodeOverhead overheadOf(const PlanContext& context, const PlanNode& node, const Offer& offer) {
    if (offer.stated || node.role == "managed") {
        return {};
    }
    return nodeOverhead(node.role == "server" ? OverheadKind::K3sServer : OverheadKind::K3sAgent,
                        context.input.assumptions);
}

void checkUse(const PlanContext& context, const PlanNode& node, const NodeOverhead& overhead) {
    PlanUse sum = node.overhead;
    for (const PlanPod& pod : context.plan.placement) {
        if (pod.node == node.name) {
            sum.cpu += pod.expected.cpu;
            sum.memory += pod.expected.memory;
            sum.core += pod.expected.core;
        }
    }
    const auto expect = [&](const char* what, std::int64_t stated, std::int64_t found) {
        context.expectEqual("node", fmt::format("{} {}", node.name, what), stated, found);
    };
    expect("overhead memory", node.overhead.memory.raw(), overhead.memory.expected.raw());
    expect("overhead core", node.overhead.core.raw(), overhead.memory.coreExpected.raw());
    expect("overhead cpu", node.overhead.cpu.raw(), overhead.cpu.expected.raw());
    expect("expected memory", node.expected.memory.raw(), sum.memory.raw());
    expect("expected core", node.expected.core.raw(), sum.core.raw());
    expect("expected cpu", node.expected.cpu.raw(), sum.cpu.raw());
}

void checkTopology(const PlanContext& context) {
    const std::string& topology = context.plan.topology;
    std::size_t servers = 0;
    for (const PlanNode& node : context.plan.nodes) {
        servers += node.role == "server" ? 1U : 0U;
        const bool roleFits = topology == "managed" ? node.role == "managed"
                              : topology == "nodes" ? true
                                                    : node.role != "managed";
        if (!roleFits) {
            context.violate("node", node.name + " role", node.role, topology);
        }
    }
    if (topology == "single-node" && context.plan.nodes.size() != 1) {
        context.violate("node", "nodes", std::to_string(context.plan.nodes.size()), "1");
    }
    if (topology == "k3s-multi" && (servers % 2 == 0 || context.plan.nodes.size() < 2)) {
        context.violate("node", "K3s servers", std::to_string(servers), "1, or an odd number");
    }
    const auto most =
        static_cast<std::size_t>(std::max(0, context.input.scenario.candidates.maxNodes));
    if (context.plan.nodes.size() > most && !context.input.scenario.candidates.fixed) {
        context.violate("node", "nodes", std::to_string(context.plan.nodes.size()),
                        "at most " + std::to_string(most));
    }
}

}  // namespace

void checkNodes(const PlanContext& context) {
    checkTopology(context);
    for (const PlanNode& node : context.plan.nodes) {
        const Offer* offer = offerOf(context, node);
        if (offer == nullptr) {
            context.violate("node", node.name, node.offer, "no such offer");
            continue;
        }
        if (!offer->stated) {
            context.expectEqual("node", node.name + " memory", node.memory.raw(),
                                offer->memory.raw());
            context.expectEqual("node", node.name + " cpu", node.cpu.raw(), offer->cpu.raw());
            context.expectEqual("node", node.name + " disk", node.disk.raw(),
                                offer->disk.value_or(Bytes()).raw());
        }
        checkAllocatable(context, node, *offer);
        checkUse(context, node, overheadOf(context, node, *offer));
    }
}

}  // namespace stowage::checker
