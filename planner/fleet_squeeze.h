#pragma once

#include <cstdint>
#include <vector>

#include "model/base/run_control.h"
#include "planner/fleet_problem.h"
#include "planner/pattern_pricing.h"

namespace stowage::planner {

/// Takes a node away from an answer, or exchanges one or two for a cheaper one, and tries to find
/// room for its pods: again and again a few nodes are emptied and filled one after the other with
/// the most valuable patterns of all pods that have no node. Pods that stay without one gain value.
class FleetSqueeze {
public:
    /// Both must outlive it.
    FleetSqueeze(const FleetProblem& problem, const RunControl& control, std::uint64_t seed);

    /// Makes `solution` cheaper; true when it did. Ends after `stepsMax` steps.
    bool improve(FleetSolution& solution, std::int64_t stepsMax, std::int64_t& steps);

private:
    struct Attempt;

    bool attempt(FleetSolution& solution, std::int64_t stepsMax, std::int64_t& steps);
    bool exchange(Attempt& attempt);
    void refill(Attempt& attempt, std::int64_t& steps);
    double weigh(const std::vector<std::int64_t>& waiting) const;

    const FleetProblem& m_problem;
    const RunControl& m_control;
    PatternPricer m_pricer;
    std::uint64_t m_seed;
    std::uint64_t m_attempts = 0;
    std::vector<double> m_sizes;    ///< per class: sum of shares of the largest node
    std::vector<double> m_weights;  ///< per class: size, grown while it waits
};

}  // namespace stowage::planner
