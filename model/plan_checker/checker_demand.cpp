#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "model/plan_checker/checker_context.h"

namespace stowage::checker {
namespace {

void addTo(Amounts& sum, const Amounts& other) {
    for (const auto& [name, amount] : other) {
        sum[name] += amount;
    }
}

void raiseTo(Amounts& sum, const Amounts& other) {
    for (const auto& [name, amount] : other) {
        sum[name] = std::max(sum[name], amount);
    }
}

/// What one container asks for: its requests, and its limits where no request is written. A request
/// that is written as zero stays zero.
Amounts containerRequests(const ContainerTemplate& container) {
    Amounts amounts;
    for (const auto& [name, amount] : container.limits.entries()) {
        amounts[name] = amount;
    }
    for (const auto& [name, amount] : container.requests.entries()) {
        amounts[name] = amount;
    }
    for (const std::string& name : container.zeroRequests) {
        amounts.erase(name);
    }
    return amounts;
}

void checkPod(const PlanContext& context, const PlanPod& pod, const PlannedWorkload& workload) {
    const Amounts& requests = context.requestsOfWorkload.at(&workload);
    const auto amount = [&](const char* name) {
        const auto at = requests.find(name);
        return at == requests.end() ? std::int64_t{0} : at->second;
    };
    const PodDemand& demand = workload.demand;
    const auto expect = [&](const char* what, std::int64_t stated, std::int64_t found) {
        context.expectEqual("demand.amount", fmt::format("{} {}", pod.pod, what), stated, found);
    };
    expect("requests cpu", pod.requests.cpu.raw(), amount(kCpu));
    expect("requests memory", pod.requests.memory.raw(), amount(kMemory));
    expect("expected memory", pod.expected.memory.raw(), demand.memory.expected.raw());
    expect("expected core", pod.expected.core.raw(), demand.memory.coreExpected.raw());
    expect("expected cpu", pod.expected.cpu.raw(), demand.cpu.expected.raw());
    expect("p99 memory", pod.p99.memory.raw(), demand.memory.p99.raw());
    expect("p99 cpu", pod.p99.cpu.raw(), demand.cpu.p99.raw());
    expect("p99 core", pod.coreP99.raw(), demand.memory.coreP99.raw());
    expect("low", pod.low.raw(), demand.memory.low.raw());
    expect("core low", pod.coreLow.raw(), demand.memory.coreLow.raw());
    expect("core high", pod.coreHigh.raw(), demand.memory.coreHigh.raw());
    expect("high", pod.high.raw(), demand.memory.high.raw());
    expect("cpu limit", pod.cpuLimit ? pod.cpuLimit->raw() : -1,
           limitOf(workload.pod, kCpu).value_or(-1));
    expect("memory limit", pod.memoryLimit ? pod.memoryLimit->raw() : -1,
           limitOf(workload.pod, kMemory).value_or(-1));
    context.expectEqual("demand.word", pod.pod + " environment", pod.environment,
                        workload.environmentId);
    context.expectEqual("demand.word", pod.pod + " profile", pod.profile, demand.profile);
    context.expectEqual("demand.word", pod.pod + " role", pod.role, workload.role);
    context.expectEqual("demand.word", pod.pod + " quality", pod.quality, demand.quality);
    context.expectEqual("demand.word", pod.pod + " origin", pod.origin, toWord(workload.origin));
    if (pod.measured) {
        context.violate("demand.amount", pod.pod + " measured", std::to_string(pod.measured->raw()),
                        "the scenario holds no measurement");
    }
}

/// One pod on every node that the rules of a DaemonSet allow; it stands there or nowhere.
void checkDaemons(const PlanContext& context, const std::set<std::string>& placed) {
    for (const PlannedWorkload& workload : context.expansion.workloads) {
        if (workload.kind != WorkloadKind::DaemonSet || workload.isObserved) {
            continue;
        }
        for (std::size_t at = 0; at < context.nodes.size(); ++at) {
            const BoundNode& node = context.nodes[at];
            const bool isTainted = node.offer != nullptr &&
                                   std::ranges::any_of(node.offer->taints, [&](const Taint& taint) {
                                       return taint.effect != TaintEffect::PreferNoSchedule &&
                                              !tolerates(workload.pod, taint);
                                   });
            const bool isWanted =
                !isTainted && affinityAllows(workload.pod, node.node->name, node.labels);
            const std::string name = workload.podName(static_cast<std::int64_t>(at));
            if (placed.contains(name) != isWanted) {
                context.violate("demand.daemon", name, isWanted ? "missing" : "placed",
                                isWanted ? "one on " + node.node->name : "none there");
            }
        }
    }
    for (const BoundPod& pod : context.pods) {
        const bool isDaemon =
            pod.workload->kind == WorkloadKind::DaemonSet && !pod.workload->isObserved;
        const auto at = pod.at == nullptr ? 0 : pod.at - context.nodes.data();
        if (isDaemon && pod.at != nullptr && pod.workload->podName(at) != pod.pod->pod) {
            context.violate("demand.daemon", pod.pod->pod, pod.pod->node, "the node of its number");
        }
    }
}

/// Adjustments that follow from the requirements; hints of the search come beside them.
bool isByExpansion(AdjustmentKind kind) {
    switch (kind) {
        case AdjustmentKind::UpdateStrategy:
        case AdjustmentKind::HardSpread:
        case AdjustmentKind::Replicas:
        case AdjustmentKind::Strategy:
        case AdjustmentKind::IngressReplicas:
        case AdjustmentKind::EngineSetting:
        case AdjustmentKind::DisruptionBudget:
            return true;
        case AdjustmentKind::Requests:
        case AdjustmentKind::NodeAffinity:
        case AdjustmentKind::PriorityClass:
        case AdjustmentKind::CreationOrder:
            return false;
    }
    STOWAGE_UNREACHABLE();
}

void checkAdjustments(const PlanContext& context) {
    const std::vector<Adjustment>& stated = context.plan.adjustments;
    const std::vector<Adjustment>& needed = context.expansion.adjustments;
    const auto violate = [&](const Adjustment& adjustment, std::string said, std::string found) {
        context.violate("demand.adjustment", "adjustment " + adjustment.target, std::move(said),
                        std::move(found));
    };
    for (const Adjustment& adjustment : needed) {
        if (std::ranges::find(stated, adjustment) == stated.end()) {
            violate(adjustment, "missing", adjustment.to);
        }
    }
    for (const Adjustment& adjustment : stated) {
        if (isByExpansion(adjustment.kind) &&
            std::ranges::find(needed, adjustment) == needed.end()) {
            violate(adjustment, adjustment.to, "nothing needs it");
        }
    }
}

/// Requests of the pod as a whole replace the sum; its limit stands in where nobody asks at all,
/// not even for nothing.
void addPodLevel(const PodTemplate& pod, Amounts& running) {
    const auto asks = [&](const std::string& name) {
        const auto writesZero = [&](const ContainerTemplate& container) {
            return std::ranges::find(container.zeroRequests, name) != container.zeroRequests.end();
        };
        return running[name] > 0 || std::ranges::any_of(pod.containers, writesZero) ||
               std::ranges::any_of(pod.initContainers, writesZero);
    };
    if (pod.podLimits) {
        for (const auto& [name, limit] : pod.podLimits->entries()) {
            if (!asks(name)) {
                running[name] = limit;
            }
        }
    }
    if (pod.podRequests) {
        for (const auto& [name, amount] : pod.podRequests->entries()) {
            running[name] = amount;
        }
    }
}

}  // namespace

Amounts requestsOf(const PodTemplate& pod) {
    Amounts running;
    for (const ContainerTemplate& container : pod.containers) {
        addTo(running, containerRequests(container));
    }
    Amounts sidecars;
    Amounts steps;
    for (const ContainerTemplate& container : pod.initContainers) {
        Amounts step = containerRequests(container);
        if (container.restartsAlways) {
            addTo(sidecars, step);
            raiseTo(steps, sidecars);
        } else {
            addTo(step, sidecars);
            raiseTo(steps, step);
        }
    }
    addTo(running, sidecars);
    raiseTo(running, steps);
    addPodLevel(pod, running);
    for (const auto& [name, amount] : pod.overhead.entries()) {
        running[name] += amount;
    }
    std::erase_if(running, [](const auto& entry) { return entry.second == 0; });
    return running;
}

std::optional<std::int64_t> limitOf(const PodTemplate& pod, const std::string& resource) {
    if (pod.podLimits && pod.podLimits->has(resource)) {
        return pod.podLimits->get(resource) + pod.overhead.get(resource);
    }
    std::int64_t sum = 0;
    for (const ContainerTemplate& container : pod.containers) {
        if (!container.limits.has(resource)) {
            return std::nullopt;
        }
        sum += container.limits.get(resource);
    }
    std::int64_t sidecars = 0;
    std::int64_t steps = 0;
    for (const ContainerTemplate& container : pod.initContainers) {
        if (!container.limits.has(resource)) {
            if (container.restartsAlways) {
                return std::nullopt;
            }
            continue;  // a step that ends before the pod runs
        }
        const std::int64_t limit = container.limits.get(resource);
        sidecars += container.restartsAlways ? limit : 0;
        steps = std::max(steps, container.restartsAlways ? sidecars : sidecars + limit);
    }
    const std::int64_t overhead = pod.overhead.get(resource);
    return std::max(sum + sidecars, steps) + overhead;
}

void checkDemand(const PlanContext& context) {
    std::set<std::string> seen;
    for (const PlanPod& pod : context.plan.placement) {
        if (!seen.insert(pod.pod).second) {
            context.violate("demand.pod", pod.pod, "placed twice", "one pod of this name");
        }
        const auto at = context.workloadOfPod.find(pod.pod);
        if (at == context.workloadOfPod.end()) {
            context.violate("demand.pod", pod.pod, "placed", "no such pod");
            continue;
        }
        checkPod(context, pod, *at->second);
    }
    checkDaemons(context, seen);
    for (const auto& [name, workload] : context.workloadOfPod) {
        if (workload->kind != WorkloadKind::DaemonSet && !seen.contains(name)) {
            context.violate("demand.pod", name, "not placed", "a pod of the scenario");
        }
    }
    checkAdjustments(context);
}

}  // namespace stowage::checker
