#pragma once

#include <cstdint>

#include "planner/packing_problem.h"

namespace stowage::planner {

/// What a packing may spend.
struct PackBudget {
    std::int64_t localSteps = 4'000;
    std::int64_t exactSteps = 200'000;
};

/// Bounds, greedy rules, local search, then the exact search: a placement, a proof that there is
/// none, or Undecided when the budget ran out. Deterministic.
PackResult pack(const PackingProblem& problem, const PackBudget& budget);

/// Depth first over classes, hardest first, and over how many items of a class lie on each node.
/// Nodes that are alike so far take items in one order only; a branch ends as soon as the rest
/// cannot fit into the room that is left, in total or class by class.
PackResult packExactly(const PackingProblem& problem, std::int64_t stepsMax);

/// A placement that leaves as few items over as the greedy rules and local search manage: what a
/// refused layout is shown with.
PackAssignment packLeastOver(const PackingProblem& problem);

}  // namespace stowage::planner
