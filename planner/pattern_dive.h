#pragma once

#include <cstdint>
#include <optional>

#include "planner/column_generation.h"

namespace stowage::planner {

/// Rounds the relaxation step by step: whole patterns are bought, then the one that is nearest to a
/// whole, and the rest is priced again. `seed` 0 always takes the nearest; others now and then a
/// near one. Ends without an answer when the price must reach `priceBelow`. Leaves the master on
/// the counts of the problem.
std::optional<FleetSolution> dive(const FleetProblem& problem, ColumnGeneration& columns,
                                  std::int64_t priceBelow, std::uint64_t seed,
                                  const RunControl& control);

}  // namespace stowage::planner
