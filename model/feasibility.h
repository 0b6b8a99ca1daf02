#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/cluster_state.h"

namespace stowage {

/// The filters of kube-scheduler as pure predicates, semantics of Kubernetes 1.34 for Linux nodes.

enum class RefusalKind {
    Closed,  ///< the node is gone or cordoned
    NodeName,
    Unschedulable,
    Taint,
    NodeSelector,
    NodeAffinity,
    Resource,  ///< one per short resource
    PodSlots,
    HostPort,
    AntiAffinity,          ///< the pod refuses a pod that runs there
    ExistingAntiAffinity,  ///< a pod that runs there refuses the pod
    Affinity,
    Spread,
    BoundVolume,  ///< the claim is bound to other nodes by the input
    VolumeNode,   ///< the claim is on or attached to another node
    VolumeZone,
    VolumeInUse,  ///< ReadWriteOncePod with a user
    AttachLimit,
};

/// One reason why one node refuses one pod. The figures: resources in their unit; pods and volumes
/// in pieces; of a spread the count that would be reached and the one allowed.
struct NodeRefusal {
    NodeIndex node;
    RefusalKind kind = RefusalKind::Resource;
    std::string what;              ///< resource, taint, port, claim, topology key, label …
    std::int64_t requested = 0;    ///< by the pod
    std::int64_t used = 0;         ///< by the pods that run there
    std::int64_t allocatable = 0;  ///< of the node
    /// Could a node without any other pod take it? false: never here.
    bool emptyWouldDo = true;
    /// The pod that stands in the way, if it is one.
    PodRef blocker;
    PodRef refused;  ///< the pod in question, where a list speaks of several
    bool operator==(const NodeRefusal&) const = default;
};

/// Costs the dimensions and rules of the pod; no strings.
bool fits(const ClusterState& state, PodRef pod, NodeIndex node);
/// Every reason, not the first; empty exactly when fits().
std::vector<NodeRefusal> explain(const ClusterState& state, PodRef pod, NodeIndex node);
/// explain() over all nodes, node by node.
std::vector<NodeRefusal> explainAll(const ClusterState& state, PodRef pod);
/// "memory: 536870912 requested, 600000000 of 1000000000 used".
std::string toText(const NodeRefusal& refusal);
std::string toWord(RefusalKind kind);

/// Nodes that take the pod now, in order.
std::vector<NodeIndex> feasibleNodes(const ClusterState& state, PodRef pod);
/// Nodes on which a DaemonSet keeps a pod; their room is not asked.
std::vector<NodeIndex> daemonNodes(const ClusterModel& model, WorkloadIndex workload);

/// Binds one pod of every DaemonSet to every matching node, in order of workloads and nodes, and
/// observed pods to the nodes where they run. Pods that do not fit come back without a node; the
/// result holds them all.
Placement bindFixedPods(ClusterState& state, const std::vector<PlannedWorkload>& workloads);
/// The pods that bindFixedPods leaves to the scheduler, in order of workloads and ordinals.
std::vector<PodRef> schedulablePods(const std::vector<PlannedWorkload>& workloads);

/// A final placement against the rules that hold for running pods: resources, slots, ports,
/// compatibility, anti-affinity, volumes, skew at the end. Every violation, empty when none;
/// unplaced pods are not violations. (Headroom is not a rule of the scheduler.)
std::vector<NodeRefusal> violations(const ClusterState& state);

/// The scheduler's rules of these workloads that the emulation refuses to judge, one line each
/// ("shop-production/web: matchLabelKeys"); empty: none.
std::vector<std::string> unsupportedRules(const std::vector<PlannedWorkload>& workloads);

}  // namespace stowage
