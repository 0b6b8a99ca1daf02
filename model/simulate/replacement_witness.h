#pragma once

#include <optional>
#include <vector>

#include "model/simulate/replacement.h"

namespace stowage::simulate {

/// Quick proofs that pods cannot all be placed; absent where they prove nothing. `start` is the
/// state after the removal.

/// One pod that every open node refuses for a reason that more pods cannot cure.
std::optional<ReplacementWitness> findPodWithoutNode(const ClusterState& start,
                                                     const std::vector<PodRef>& pods);
/// More of one resource, or of pod slots, than the nodes that may serve have free together.
std::optional<ReplacementWitness> findShortResource(const ClusterState& start,
                                                    const std::vector<PodRef>& pods);
/// Pods of which no two fit on one node, by rule, port or size, and fewer nodes than pods.
std::optional<ReplacementWitness> findExclusion(const ClusterState& start,
                                                const std::vector<PodRef>& pods);

}  // namespace stowage::simulate
