#pragma once

#include <cstdint>

#include "planner/pack_state.h"
#include "planner/packing_problem.h"

namespace stowage::planner {

/// How greedy orders items and picks a node for each.
enum class GreedyOrder { LargestShare, LargestSum, FewestPlaces };
enum class GreedyPick { First, Fullest, DotProduct, Emptiest };

/// One constructive pass; items that fit nowhere stay unplaced. `seed` 0 is the plain rule, others
/// disturb the order.
PackState packGreedily(const PackingProblem& problem, GreedyOrder order, GreedyPick pick,
                       std::uint64_t seed);

/// The best of all rules (fewest unplaced), stopping at the first complete one.
PackState packByEveryRule(const PackingProblem& problem, std::int64_t& steps);

/// The share of the scarcest dimension that one item of class c takes of all nodes together, in
/// parts per billion: the size that orders items.
std::vector<std::int64_t> shareOf(const PackingProblem& problem);

/// Node for one item of class c under the rule, or nodeCount() when it fits nowhere.
std::size_t pickNode(const PackState& state, std::size_t c, GreedyPick pick);

}  // namespace stowage::planner
