#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "model/plan_checker/checker_context.h"

namespace stowage::checker {
namespace {

const std::set<std::string> kStates{"serving", "degraded", "down", "data-stuck"};

const PlanPod* podNamed(const CapacityPlan& plan, const std::string& name) {
    const auto at = std::ranges::find(plan.placement, name, &PlanPod::pod);
    return at == plan.placement.end() ? nullptr : &*at;
}

/// The pods that a node loss re-places must fit beside the survivors.
void checkRoom(const PlanContext& context, const NodeLossEntry& loss, const PlanNode& node) {
    std::int64_t cpu = 0;
    std::int64_t memory = 0;
    std::int64_t pods = 0;
    const auto add = [&](const PlanPod& pod) {
        cpu += pod.requests.cpu.raw();
        memory += pod.requests.memory.raw();
        ++pods;
    };
    for (const PlanPod& pod : context.plan.placement) {
        if (pod.node == node.name) {
            add(pod);
        }
    }
    for (const NodeLossPod& moved : loss.pods) {
        const PlanPod* pod = podNamed(context.plan, moved.pod);
        if (pod != nullptr && moved.to == node.name) {
            add(*pod);
        }
    }
    if (cpu > node.allocatableCpu.raw() || memory > node.allocatableMemory.raw() ||
        pods > node.allocatablePods) {
        context.violate("loss", fmt::format("{} takes pods of {}", node.name, loss.node),
                        fmt::format("{}m, {}, {} pods", node.allocatableCpu.raw(),
                                    node.allocatableMemory.raw(), node.allocatablePods),
                        fmt::format("{}m, {}, {} pods", cpu, memory, pods));
    }
}

void checkMoves(const PlanContext& context, const NodeLossEntry& loss) {
    for (const NodeLossPod& moved : loss.pods) {
        const PlanPod* pod = podNamed(context.plan, moved.pod);
        if (pod == nullptr || pod->node != loss.node) {
            context.violate("loss", moved.pod, "lost with " + loss.node,
                            pod == nullptr ? "no such pod" : "it runs on " + pod->node);
        }
        if (!moved.to.empty() && (moved.to == loss.node || context.node(moved.to) == nullptr)) {
            context.violate("loss", moved.pod, "moves to " + moved.to, "not a surviving node");
        }
    }
}

/// Serving: every role on the request path has a pod elsewhere at the instant of loss, and every
/// lost pod of the environment has a place.
void checkServing(const PlanContext& context, const NodeLossEntry& loss,
                  const std::string& environment) {
    std::map<std::string, std::int64_t> elsewhere;
    for (const PlanPod& pod : context.plan.placement) {
        const auto at = context.workloadOfPod.find(pod.pod);
        if (at == context.workloadOfPod.end() || !at->second->onRequestPath) {
            continue;
        }
        const PlannedWorkload& workload = *at->second;
        const bool serves =
            workload.environmentId == environment ||
            std::ranges::find(workload.tenants, environment) != workload.tenants.end();
        if (serves) {
            elsewhere[workload.id()] += pod.node != loss.node && !pod.node.empty() ? 1 : 0;
        }
    }
    for (const auto& [id, count] : elsewhere) {
        if (count == 0) {
            context.violate("loss", environment, "serving without " + loss.node,
                            id + " has no pod elsewhere");
        }
    }
    for (const NodeLossPod& moved : loss.pods) {
        const PlanPod* pod = podNamed(context.plan, moved.pod);
        if (pod != nullptr && pod->environment == environment && moved.to.empty()) {
            context.violate("loss", environment, "serving without " + loss.node,
                            moved.pod + " finds no place");
        }
    }
}

}  // namespace

void checkNodeLoss(const PlanContext& context) {
    std::set<std::string> lost;
    for (const NodeLossEntry& loss : context.plan.nodeLoss) {
        if (context.node(loss.node) == nullptr || !lost.insert(loss.node).second) {
            context.violate("loss", loss.node, "an entry", "no such node, or twice");
            continue;
        }
        checkMoves(context, loss);
        for (const PlanNode& node : context.plan.nodes) {
            if (node.name != loss.node) {
                checkRoom(context, loss, node);
            }
        }
        for (const auto& [environment, state] : loss.environments) {
            if (!kStates.contains(state)) {
                context.violate("loss", environment, state, "not a state");
            }
            if (state == "serving") {
                checkServing(context, loss, environment);
            }
        }
    }
    for (const PlanNode& node : context.plan.nodes) {
        if (!lost.contains(node.name)) {
            context.violate("loss", node.name, "no entry", "every node has one");
        }
    }
}

}  // namespace stowage::checker
