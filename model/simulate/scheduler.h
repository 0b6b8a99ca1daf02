#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "model/feasibility.h"

namespace stowage::simulate {

/// Weights of the default profile's score plugins. Source: kube-scheduler 1.34, default plugins.
struct ScoreWeights {
    std::int64_t leastAllocated = 1;
    std::int64_t balancedAllocation = 1;
    std::int64_t imageLocality = 1;
    std::int64_t topologySpread = 2;
    std::int64_t podAffinity = 2;
    std::int64_t taintToleration = 3;
    std::int64_t nodeAffinity = 2;
};

struct NodeScore {
    NodeIndex node;
    std::int64_t score = 0;
};

/// Weighted sums of all plugins for the nodes that passed the filters; integers throughout.
std::vector<NodeScore> scoreNodes(const ClusterState& state, PodRef pod,
                                  const std::vector<NodeIndex>& feasible,
                                  const ScoreWeights& weights = {});
/// The nodes of the highest score among those that fit; empty: the pod stays pending.
std::vector<NodeIndex> bestNodes(const ClusterState& state, PodRef pod,
                                 const ScoreWeights& weights = {});

/// Picks one of several equal nodes: a position in `ties`, which is never empty.
using TieBreaker =
    std::function<std::size_t(const ClusterState&, PodRef, const std::vector<NodeIndex>& ties)>;
/// The first of them, or one drawn from (seed, pod, draw).
TieBreaker firstTie();
TieBreaker seededTies(std::uint64_t seed, std::uint64_t replicate);

/// A pod that no node takes, with every reason; of many such pods only the first ones have reasons.
struct PendingPod {
    PodRef pod;
    std::vector<NodeRefusal> refusals;
};

struct Binding {
    PodRef pod;
    NodeIndex node;
    bool operator==(const Binding&) const = default;
};

struct ReplayResult {
    std::vector<Binding> bindings;  ///< in the order in which they happened
    std::vector<Binding> evicted;   ///< by preemption; placed again later or pending
    std::vector<PendingPod> pending;
    std::int64_t steps = 0;  ///< pods looked at
};

/// Pods arrive in this order and are filtered, scored and bound one by one. Pending ones are tried
/// again after the last arrival for as long as one of them finds a node; a pod of higher priority
/// evicts lower ones where that makes room. Running pods never move otherwise.
ReplayResult replay(ClusterState& state, const std::vector<PodRef>& order, const TieBreaker& ties);

/// The order in which `apply` makes the pods: system, Commons, own services and raw data, web,
/// then everything else, each in the order of workloads and ordinals.
std::vector<PodRef> applyOrder(const std::vector<PlannedWorkload>& workloads);

}  // namespace stowage::simulate
