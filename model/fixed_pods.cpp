#include <fmt/format.h>

#include <algorithm>

#include "model/base/invariant.h"
#include "model/feasibility.h"

namespace stowage {
namespace {

bool isReserved(StaticRefusal refusal) {
    switch (refusal) {
        case StaticRefusal::NodeName:
        case StaticRefusal::Unschedulable:
        case StaticRefusal::Taint:
        case StaticRefusal::NodeSelector:
        case StaticRefusal::NodeAffinity:
            return true;
        case StaticRefusal::BoundVolume:  // the DaemonSet makes its pod; the scheduler refuses it
            return false;
    }
    STOWAGE_UNREACHABLE();
}

void bindDaemons(ClusterState& state, WorkloadIndex workload, Placement& placed) {
    for (const NodeIndex node : daemonNodes(state.model(), workload)) {
        const PodRef pod{workload, static_cast<std::int64_t>(node.value())};
        const bool hasRoom = fits(state, pod, node);
        if (hasRoom) {
            state.bind(pod, node);
        }
        placed.push_back(
            {.workload = workload, .ordinal = pod.ordinal, .node = hasRoom ? node : NodeIndex()});
    }
}

void bindObserved(ClusterState& state, const PlannedWorkload& workload, WorkloadIndex index,
                  Placement& placed) {
    for (std::int64_t ordinal = 0; ordinal < workload.replicas; ++ordinal) {
        const auto position = static_cast<std::size_t>(ordinal);
        const auto node = position < workload.runsOn.size()
                              ? state.model().findNode(workload.runsOn[position])
                              : std::nullopt;
        // It runs there, so it is counted there, fit or not.
        if (node) {
            state.bind({index, ordinal}, *node);
        }
        placed.push_back(
            {.workload = index, .ordinal = ordinal, .node = node.value_or(NodeIndex())});
    }
}

}  // namespace

std::vector<NodeIndex> daemonNodes(const ClusterModel& model, WorkloadIndex workload) {
    std::vector<NodeIndex> nodes;
    for (std::size_t n = 0; n < model.nodeCount(); ++n) {
        const auto& refusals = model.staticRefusals(workload, NodeIndex(n));
        if (std::none_of(refusals.begin(), refusals.end(), isReserved)) {
            nodes.push_back(NodeIndex(n));
        }
    }
    return nodes;
}

Placement bindFixedPods(ClusterState& state, const std::vector<PlannedWorkload>& workloads) {
    Placement placed;
    for (std::size_t w = 0; w < workloads.size(); ++w) {
        if (workloads[w].isObserved && workloads[w].kind != WorkloadKind::DaemonSet) {
            bindObserved(state, workloads[w], WorkloadIndex(w), placed);
        }
    }
    for (std::size_t w = 0; w < workloads.size(); ++w) {
        if (workloads[w].kind == WorkloadKind::DaemonSet) {
            bindDaemons(state, WorkloadIndex(w), placed);
        }
    }
    std::sort(placed.begin(), placed.end(), [](const PlacedPod& a, const PlacedPod& b) {
        return PodRef{a.workload, a.ordinal} < PodRef{b.workload, b.ordinal};
    });
    return placed;
}

std::vector<PodRef> schedulablePods(const std::vector<PlannedWorkload>& workloads) {
    std::vector<PodRef> pods;
    for (std::size_t w = 0; w < workloads.size(); ++w) {
        if (workloads[w].kind == WorkloadKind::DaemonSet || workloads[w].isObserved) {
            continue;
        }
        for (std::int64_t ordinal = 0; ordinal < workloads[w].replicas; ++ordinal) {
            pods.push_back({WorkloadIndex(w), ordinal});
        }
    }
    return pods;
}

std::vector<std::string> unsupportedRules(const std::vector<PlannedWorkload>& workloads) {
    std::vector<std::string> found;
    for (const PlannedWorkload& workload : workloads) {
        const auto check = [&](const PodAffinityTerm& term) {
            // Only its own name is known of a namespace; an empty selector means all of them.
            const bool isKnown =
                !term.namespaceSelector ||
                (std::all_of(term.namespaceSelector->matchLabels.begin(),
                             term.namespaceSelector->matchLabels.end(),
                             [](const auto& label) {
                                 return label.first == "kubernetes.io/metadata.name";
                             }) &&
                 std::all_of(term.namespaceSelector->matchExpressions.begin(),
                             term.namespaceSelector->matchExpressions.end(),
                             [](const SelectorRequirement& requirement) {
                                 return requirement.key == "kubernetes.io/metadata.name";
                             }));
            if (!isKnown) {
                found.push_back(
                    fmt::format("{}: namespaceSelector on other labels than the name",
                                fmt::format("{}/{}", workload.namespaceName, workload.name)));
            }
        };
        for (const PodAffinityTerm& term : workload.pod.requiredAffinity) {
            check(term);
        }
        for (const PodAffinityTerm& term : workload.pod.requiredAntiAffinity) {
            check(term);
        }
    }
    return found;
}

}  // namespace stowage
