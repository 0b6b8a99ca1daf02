#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "planner/column_generation.h"

namespace stowage::planner {

/// Takes some nodes of an answer apart and buys again for their pods alone: by greedy rules, then
/// by patterns and a dive. What costs less is kept; what costs the same is kept when the room that
/// is left over lies closer together, so that a node may fall empty later.
class FleetNeighbourhood {
public:
    /// Both must outlive it.
    FleetNeighbourhood(const FleetProblem& problem, const RunControl& control, std::uint64_t seed,
                       SolverUse solver);

    /// Several rounds on `solution`; true when it became cheaper. Counts into `steps`.
    bool improve(FleetSolution& solution, std::int64_t rounds, std::int64_t& steps);

private:
    std::optional<FleetSolution> buyAgain(const FleetProblem& part, const FleetSolution& old,
                                          std::int64_t& steps) const;
    bool improveOnce(FleetSolution& solution, std::int64_t& steps);
    std::vector<FleetNodes> singleNodes(const FleetSolution& solution) const;
    std::vector<std::size_t> chooseNodes(const std::vector<FleetNodes>& nodes);
    double crowding(const std::vector<FleetNodes>& nodes) const;

    const FleetProblem& m_problem;
    const RunControl& m_control;
    std::uint64_t m_seed;
    SolverUse m_solver;
    std::uint64_t m_round = 0;
};

}  // namespace stowage::planner
