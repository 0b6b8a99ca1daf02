#pragma once

#include <vector>

#include "model/cluster_model.h"

namespace stowage {

/// The filters that depend on the node and the pod template alone, not on what runs there.

bool tolerates(const std::vector<Toleration>& tolerations, const Taint& taint);
/// Expressions ANDed; a term without any matches nothing.
bool matches(const NodeSelectorTerm& term, const NodeFacts& node);
/// nodeSelector and required node affinity.
bool matchesNodeRules(const PodTemplate& pod, const NodeFacts& node);
/// Tolerations of the workload's pods, with those that the DaemonSet controller adds.
std::vector<Toleration> tolerationsOf(const PlannedWorkload& workload);
/// Every reason of the node alone; empty: compatible.
std::vector<StaticRefusal> staticRefusals(const PlannedWorkload& workload, const NodeFacts& node);
/// Taints that only cost score.
std::int64_t untoleratedPreferences(const PlannedWorkload& workload, const NodeFacts& node);
/// Sum of the weights of the preferred terms that match.
std::int64_t nodePreference(const PodTemplate& pod, const NodeFacts& node);

}  // namespace stowage
