#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "model/base/run_control.h"
#include "model/base/units.h"
#include "planner/column_generation.h"
#include "planner/fleet_problem.h"

namespace stowage::planner {

struct FleetOptions {
    std::int64_t stepsMax = 0;  ///< 0: the default budget
    PartsPerMillion gap;        ///< stop when the price is proven within it
    std::uint64_t seed = 1;
    SolverUse solver = SolverUse::Available;
    /// Best price so far (nullopt: none) and the bound, micro-units a month.
    std::function<void(std::optional<std::int64_t>, std::int64_t)> progress;
};

/// What the search for many machines found.
struct FleetResult {
    std::optional<FleetSolution> best;
    std::int64_t price = 0;
    std::int64_t lowerBound = 0;  ///< rounded up to what prices can add up to
    PatternBound proof;           ///< of the bound; empty duals: it is 0
    bool isProven = false;        ///< price == lowerBound, or nothing can hold the pods
    /// A class that no machine on offer takes: nothing can hold the pods.
    std::optional<std::size_t> misfit;
    bool isTimeLimited = false;
    bool isCancelled = false;
    std::int64_t steps = 0;
};

/// Greedy rules, pattern relaxation, dives, whole patterns by branch and bound, then neighbourhoods
/// of the best answer, until the price is proven or the budget or deadline ends. Deterministic but
/// for the deadline.
FleetResult searchFleet(const FleetProblem& problem, const FleetOptions& options,
                        const RunControl& control);

}  // namespace stowage::planner
