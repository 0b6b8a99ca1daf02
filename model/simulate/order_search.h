#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "model/simulate/scheduler.h"

namespace stowage::simulate {

/// An arrival order, the nodes that the scheduler can choose in it, and who is left over.
struct FailingPath {
    std::vector<PodRef> order;
    std::vector<Binding> bindings;
    std::vector<PendingPod> pending;
};

struct OrderSearchResult {
    std::optional<FailingPath> failing;
    bool isExhausted = false;  ///< every order with every tie was tried
    std::int64_t steps = 0;
};

/// Looks for an order that leaves a pod pending. First directed: each workload in turn arrives
/// last, behind the others in several orders, and at ties the node is taken that hurts it most.
/// Then depth first through all states that orders and ties can reach, each visited once, nodes
/// that are alike taken for one. A step is one pod offered to all nodes.
OrderSearchResult searchFailingOrder(const ClusterState& base, const std::vector<PodRef>& pods,
                                     std::int64_t stepsMax);

/// How many pods of the workload the node could still take by resources and slots, at most `most`.
std::int64_t roomFor(const ClusterState& state, WorkloadIndex workload, NodeIndex node,
                     std::int64_t most);

}  // namespace stowage::simulate
