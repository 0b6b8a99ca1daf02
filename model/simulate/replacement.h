#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/check.h"
#include "model/feasibility.h"

namespace stowage::simulate {

/// What happens to a lost node. An unreachable one remains a domain of spread rules until someone
/// deletes its object; it takes no pod either way.
enum class NodeRemoval { Deleted, Unreachable };

/// "Remove these nodes, add these pods, keep the survivors where they are."
struct ReplacementRequest {
    std::vector<NodeIndex> removedNodes;
    NodeRemoval removal = NodeRemoval::Deleted;
    /// Beside the pods of the removed nodes, whose DaemonSet pods need no new place.
    std::vector<PodRef> addedPods;
    std::int64_t searchSteps = 20'000;
};

enum class ReplacementOutcome { Feasible, Infeasible, Undecided };

enum class WitnessKind {
    Resource,   ///< the pods need more of one resource than the open nodes have free together
    NoNode,     ///< one pod that no open node can take even before the others: see refusals
    Exclusion,  ///< pods of which no two share a node, and fewer nodes that take one
    Search,     ///< every placement was tried
};

/// Why the pods cannot be placed; can be checked alone (isWitness).
struct ReplacementWitness {
    WitnessKind kind = WitnessKind::Search;
    std::vector<PodRef> pods;
    std::optional<Shortage> shortage;   ///< Resource, Exclusion (in pods), NoNode with a resource
    std::vector<NodeRefusal> refusals;  ///< NoNode: node by node
    std::string text;                   ///< one sentence with figures
};

struct ReplacementResult {
    ReplacementOutcome outcome = ReplacementOutcome::Undecided;
    std::vector<PlacedPod> placed;  ///< Feasible: every displaced and added pod, in binding order
    std::optional<ReplacementWitness> witness;  ///< Infeasible
    std::vector<PodRef> displaced;              ///< pods of the removed nodes without DaemonSets
    std::int64_t steps = 0;
};

/// Exists a placement? Aggregate test, best fit in several orders, bounded local search, exact
/// search with a work limit; the first that answers. `state` holds the survivors and is not
/// changed. Claims stay where they are (keepVolumes).
ReplacementResult place(const ClusterState& state, const ReplacementRequest& request);

/// The state that place() starts from: nodes removed, displaced pods unbound.
ClusterState stateAfterRemoval(const ClusterState& state, const ReplacementRequest& request,
                               std::vector<PodRef>& displaced);
/// Re-checks a witness on the state; Search is re-run.
bool isWitness(const ClusterState& state, const ReplacementRequest& request,
               const ReplacementWitness& witness);

}  // namespace stowage::simulate
