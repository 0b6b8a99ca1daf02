#pragma once

#include <cstdint>
#include <vector>

#include "model/cluster_state.h"

namespace stowage::simulate {

/// Nodes that differ in nothing but their name: nodes of the same kind are interchangeable. By
/// node.
std::vector<std::size_t> nodeKinds(const ClusterModel& model);

/// Names states so that two of the same name have the same future: pods of a workload are counted,
/// not told apart, and nodes of one kind may change places.
class StateNaming {
public:
    enum class Nodes { Interchangeable, Distinct };
    StateNaming(const ClusterModel& model, Nodes nodes);

    std::vector<std::int64_t> nameOf(const ClusterState& state) const;
    /// One node of each group that is alike in kind and in the pods that it holds.
    std::vector<NodeIndex> representatives(const ClusterState& state,
                                           const std::vector<NodeIndex>& nodes) const;

private:
    std::vector<std::int64_t> nameOf(const ClusterState& state, NodeIndex node) const;

    std::vector<std::size_t> m_kinds;
};

/// Largest share of any node's allocatable that one pod asks for, in millionths: how big it is.
std::int64_t bulkOf(const ClusterModel& model, WorkloadIndex workload);

}  // namespace stowage::simulate
