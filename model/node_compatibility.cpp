#include "model/node_compatibility.h"

#include <algorithm>
#include <array>

namespace stowage {
namespace {

constexpr const char* kUnschedulableTaint = "node.kubernetes.io/unschedulable";

bool isFiltering(TaintEffect effect) {
    return effect != TaintEffect::PreferNoSchedule;
}

bool isTainted(const std::vector<Toleration>& tolerations, const NodeFacts& node) {
    return std::any_of(node.taints.begin(), node.taints.end(), [&](const Taint& taint) {
        return isFiltering(taint.effect) && !tolerates(tolerations, taint);
    });
}

bool isBoundElsewhere(const PodTemplate& pod, const NodeFacts& node) {
    return std::any_of(pod.volumes.begin(), pod.volumes.end(), [&](const VolumeMount& volume) {
        const auto& nodes = volume.boundToNodes;
        return !nodes.empty() && std::find(nodes.begin(), nodes.end(), node.name) == nodes.end();
    });
}

bool matchesAffinity(const PodTemplate& pod, const NodeFacts& node) {
    return pod.requiredNodeAffinity.empty() ||
           std::any_of(pod.requiredNodeAffinity.begin(), pod.requiredNodeAffinity.end(),
                       [&](const NodeSelectorTerm& term) { return matches(term, node); });
}

bool matchesSelector(const PodTemplate& pod, const NodeFacts& node) {
    return matches(LabelSelector{.matchLabels = pod.nodeSelector}, node.labels);
}

}  // namespace

bool tolerates(const std::vector<Toleration>& tolerations, const Taint& taint) {
    return std::any_of(tolerations.begin(), tolerations.end(), [&](const Toleration& toleration) {
        if (toleration.effect && *toleration.effect != taint.effect) {
            return false;
        }
        const bool exists = toleration.op == TolerationOperator::Exists;
        if (toleration.key.empty()) {
            return exists;
        }
        return toleration.key == taint.key && (exists || toleration.value == taint.value);
    });
}

bool matches(const NodeSelectorTerm& term, const NodeFacts& node) {
    if (term.matchExpressions.empty() && term.matchFields.empty()) {
        return false;
    }
    const std::map<std::string, std::string> fields = {{"metadata.name", node.name}};
    const auto all = [](const std::vector<SelectorRequirement>& requirements,
                        const std::map<std::string, std::string>& values) {
        return std::all_of(
            requirements.begin(), requirements.end(),
            [&](const SelectorRequirement& requirement) { return matches(requirement, values); });
    };
    return all(term.matchExpressions, node.labels) && all(term.matchFields, fields);
}

bool matchesNodeRules(const PodTemplate& pod, const NodeFacts& node) {
    return matchesSelector(pod, node) && matchesAffinity(pod, node);
}

std::vector<Toleration> tolerationsOf(const PlannedWorkload& workload) {
    std::vector<Toleration> tolerations = workload.pod.tolerations;
    if (workload.kind != WorkloadKind::DaemonSet) {
        return tolerations;
    }
    struct Added {
        const char* key;
        TaintEffect effect;
    };
    static constexpr std::array<Added, 6> kAdded{
        {{"node.kubernetes.io/not-ready", TaintEffect::NoExecute},
         {"node.kubernetes.io/unreachable", TaintEffect::NoExecute},
         {"node.kubernetes.io/disk-pressure", TaintEffect::NoSchedule},
         {"node.kubernetes.io/memory-pressure", TaintEffect::NoSchedule},
         {"node.kubernetes.io/pid-pressure", TaintEffect::NoSchedule},
         {kUnschedulableTaint, TaintEffect::NoSchedule}}};
    for (const Added& added : kAdded) {
        tolerations.push_back(
            {.key = added.key, .op = TolerationOperator::Exists, .effect = added.effect});
    }
    return tolerations;
}

std::vector<StaticRefusal> staticRefusals(const PlannedWorkload& workload, const NodeFacts& node) {
    const PodTemplate& pod = workload.pod;
    const std::vector<Toleration> tolerations = tolerationsOf(workload);
    std::vector<StaticRefusal> refusals;
    const auto refuseIf = [&](bool refused, StaticRefusal refusal) {
        if (refused) {
            refusals.push_back(refusal);
        }
    };
    const Taint cordon{.key = kUnschedulableTaint, .effect = TaintEffect::NoSchedule};
    refuseIf(!pod.nodeName.empty() && pod.nodeName != node.name, StaticRefusal::NodeName);
    refuseIf(node.isUnschedulable && !tolerates(tolerations, cordon), StaticRefusal::Unschedulable);
    refuseIf(isTainted(tolerations, node), StaticRefusal::Taint);
    refuseIf(!matchesSelector(pod, node), StaticRefusal::NodeSelector);
    refuseIf(!matchesAffinity(pod, node), StaticRefusal::NodeAffinity);
    refuseIf(isBoundElsewhere(pod, node), StaticRefusal::BoundVolume);
    return refusals;
}

std::int64_t untoleratedPreferences(const PlannedWorkload& workload, const NodeFacts& node) {
    const std::vector<Toleration> tolerations = tolerationsOf(workload);
    return std::count_if(node.taints.begin(), node.taints.end(), [&](const Taint& taint) {
        return !isFiltering(taint.effect) && !tolerates(tolerations, taint);
    });
}

std::int64_t nodePreference(const PodTemplate& pod, const NodeFacts& node) {
    std::int64_t sum = 0;
    for (const PreferredNodeTerm& preferred : pod.preferredNodeAffinity) {
        if (matches(preferred.term, node)) {
            sum += preferred.weight;
        }
    }
    return sum;
}

}  // namespace stowage
