#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "planner/fleet_problem.h"

namespace stowage::planner {

/// How the next pod for the node in hand is chosen; the room that is left and the need are counted
/// in shares of the node, weighted by how scarce each dimension is among the pods still waiting.
enum class FleetRule {
    DotProduct,  ///< the shape that matches the room best
    Norm,        ///< the smallest rest
    Largest,     ///< the largest first
};

/// What one node of the offer takes of the pods in `left` under the rule.
std::vector<FleetLoad> fillNode(const FleetProblem& problem, std::size_t offer,
                                const std::vector<std::int64_t>& left, FleetRule rule,
                                std::uint64_t seed);

/// Node after node, each of the offer that takes most for its price; `seed` 0 is the plain rule,
/// others disturb the weights. nullopt: stock or nodes ran out. `left`: the pods to place.
std::optional<FleetSolution> packNodes(const FleetProblem& problem,
                                       const std::vector<std::int64_t>& left, FleetRule rule,
                                       std::uint64_t seed, std::int64_t& steps);

/// The yardstick: first fit in order of the largest share, with one size of machine; the cheapest
/// over all sizes. nullopt where no single size holds everything.
std::optional<FleetSolution> firstFitDecreasing(const FleetProblem& problem);

}  // namespace stowage::planner
