#pragma once

#include <cstdint>
#include <vector>

#include "model/cluster_state.h"

namespace stowage::simulate {

/// The score plugins of kube-scheduler's default profile, one function each: a score from 0 to 100
/// for every node of `nodes`, which all passed the filters. Integers throughout; where the plugin
/// computes in floating point the exact value is rounded as it rounds. Source: kube-scheduler 1.34.

inline constexpr std::int64_t kMaxNodeScore = 100;

struct ScoreQuestion {
    const ClusterState& state;
    PodRef pod;
    const std::vector<NodeIndex>& nodes;
};
using Scores = std::vector<std::int64_t>;

Scores leastAllocatedScores(const ScoreQuestion& question);
Scores balancedAllocationScores(const ScoreQuestion& question);
Scores imageLocalityScores(const ScoreQuestion& question);
Scores topologySpreadScores(const ScoreQuestion& question);
Scores podAffinityScores(const ScoreQuestion& question);
Scores taintTolerationScores(const ScoreQuestion& question);
Scores nodeAffinityScores(const ScoreQuestion& question);

/// Natural logarithm in units of 2^-32, within 2^-28. Asserts value > 0.
std::int64_t naturalLogarithm(std::uint64_t value);

}  // namespace stowage::simulate
