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
    if (pod.podRequests) {
        for (const auto& [name, amount] : pod.podRequests->entries()) {
            running[name] = amount;
        }
    }
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
    for (const auto& [name, workload] : context.workloadOfPod) {
        // A DaemonSet leaves out nodes that its rules exclude.
        if (workload->kind != WorkloadKind::DaemonSet && !seen.contains(name)) {
            context.violate("demand.pod", name, "not placed", "a pod of the scenario");
        }
    }
    const std::vector<Adjustment>& stated = context.plan.adjustments;
    for (const Adjustment& adjustment : context.expansion.adjustments) {
        if (std::ranges::find(stated, adjustment) == stated.end()) {
            context.violate("demand.adjustment", "adjustment " + adjustment.target, "missing",
                            adjustment.to);
        }
    }
}

}  // namespace stowage::checker
