#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "model/cluster_state.h"

namespace stowage::test {

/// A small cluster written down in a test: nodes and workloads, then model() or state().
struct MadeCluster {
    ClusterInput input;
    std::vector<PlannedWorkload> workloads;

    /// A node of cpu millicores and memory MiB; the zone label when given.
    NodeFacts& node(std::int64_t cpu, std::int64_t mebi, const std::string& zone = "") {
        const std::string name = "node-" + std::to_string(input.nodes.size() + 1);
        NodeFacts facts{.name = name,
                        .labels = {{"kubernetes.io/hostname", name}},
                        .allocatable = ResourceAmounts::of(milliCpu(cpu), mebibytes(mebi))};
        if (!zone.empty()) {
            facts.labels["topology.kubernetes.io/zone"] = zone;
        }
        input.nodes.push_back(std::move(facts));
        return input.nodes.back();
    }

    /// A Deployment "name" in namespace "ns" with label app=name and one container.
    PlannedWorkload& workload(const std::string& name, std::int64_t replicas, std::int64_t cpu,
                              std::int64_t mebi) {
        PlannedWorkload made;
        made.name = name;
        made.namespaceName = "ns";
        made.environmentId = "ns";
        made.role = name;
        made.replicas = replicas;
        made.pod.labels = {{"app", name}};
        made.pod.containers = {
            {.name = "c", .requests = ResourceAmounts::of(milliCpu(cpu), mebibytes(mebi))}};
        workloads.push_back(std::move(made));
        return workloads.back();
    }

    std::shared_ptr<const ClusterModel> model() const { return ClusterModel::of(input, workloads); }
    ClusterState state() const { return ClusterState(model()); }
};

inline PodRef pod(std::size_t workload, std::int64_t ordinal = 0) {
    return {WorkloadIndex(workload), ordinal};
}

inline LabelSelector app(const std::string& name) {
    return {.matchLabels = {{"app", name}}};
}

inline PodAffinityTerm term(const std::string& name,
                            const std::string& key = "kubernetes.io/hostname") {
    return {.selector = app(name), .topologyKey = key};
}

inline TopologySpread hardSpread(const std::string& name,
                                 const std::string& key = "kubernetes.io/hostname",
                                 int maxSkew = 1) {
    return {.maxSkew = maxSkew, .topologyKey = key, .selector = app(name)};
}

}  // namespace stowage::test
