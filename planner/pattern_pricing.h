#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "planner/fleet_problem.h"

namespace stowage::planner {

/// What one node of an offer can earn when every pod of class j is worth values[j].
struct PricedPattern {
    std::vector<FleetLoad> load;  ///< the best found; a pattern of the offer
    std::int64_t value = 0;
    /// No pattern of the offer is worth more: equal to `value` when the search ended.
    std::int64_t atMost = 0;
    std::int64_t steps = 0;
};

/// Values stay below this, so that sums and products with weights keep within 64 bits.
inline constexpr std::int64_t kPatternValueMax = std::int64_t{1} << 30;

/// The most valuable pattern of one offer: a knapsack with several dimensions, bounded counts and
/// pods that exclude each other. Depth first in order of value per weight; a branch is cut by the
/// fractional filling of one weighted sum of all dimensions (a surrogate, which only relaxes).
/// After `stepsMax` steps the best bound of what is left open goes into `atMost`.
class PatternPricer {
public:
    /// The problem must outlive the pricer.
    explicit PatternPricer(const FleetProblem& problem);

    /// `counts`: how many pods of a class are wanted at most. Values in [0, kPatternValueMax].
    PricedPattern best(std::size_t offer, std::span<const std::int64_t> values,
                       std::span<const std::int64_t> counts, std::int64_t stepsMax) const;
    /// The same among a few classes only.
    PricedPattern bestAmong(std::span<const std::size_t> classes, std::size_t offer,
                            std::span<const std::int64_t> values,
                            std::span<const std::int64_t> counts, std::int64_t stepsMax) const;
    /// Filled by value per weight with several weightings; quick, proves nothing.
    PricedPattern greedy(std::size_t offer, std::span<const std::int64_t> values,
                         std::span<const std::int64_t> counts) const;
    /// An upper bound without a search.
    std::int64_t quickBound(std::size_t offer, std::span<const std::int64_t> values,
                            std::span<const std::int64_t> counts) const;

private:
    const FleetProblem& m_problem;
};

}  // namespace stowage::planner
