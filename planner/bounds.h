#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "planner/packing_problem.h"

namespace stowage::planner {

/// Proofs, in integers, that a packing problem has no solution; nullopt proves nothing. Methods in
/// docs/method.md: capacity (cover), single item, exclusion, dual feasible functions.
std::optional<PackWitness> findWitness(const PackingProblem& problem);

/// Sum of needs of the items that may only lie on `nodes` against the capacity of these nodes, for
/// every distinct set of allowed nodes.
std::optional<PackWitness> capacityWitness(const PackingProblem& problem);
/// An item that no empty node of its set holds.
std::optional<PackWitness> singleItemWitness(const PackingProblem& problem);
/// Items of which no two share a node, more of them than nodes.
std::optional<PackWitness> exclusionWitness(const PackingProblem& problem);
/// Dual feasible functions per dimension. Both families are superadditive, so for items of sizes w
/// in nodes of sizes c <= C: sum f(w) <= sum f(c) for every packing, nodes of unequal size
/// included.
std::optional<PackWitness> dualWitness(const PackingProblem& problem);

/// f_a, scaled by `whole`: whole for w > whole - a, w for a <= w <= whole - a, 0 below a.
/// 0 < a <= whole / 2.
std::int64_t thresholdFunction(std::int64_t size, std::int64_t threshold, std::int64_t whole);
/// u_k, scaled by k * whole: k * w where (k + 1) * w divides by whole, else floor((k + 1) * w /
/// whole) * whole. Asserts 0 <= size <= whole, k >= 1.
std::int64_t stepFunction(std::int64_t size, std::int64_t k, std::int64_t whole);

/// One kind of machine in a cover question.
struct CoverOffer {
    std::int64_t price = 0;              ///< of one, at least what a bill would say
    std::vector<std::int64_t> capacity;  ///< per dimension; negative counts as 0
    std::int64_t stock = 0;              ///< at most this many
};

/// A lower bound on the price of at most `nodesMax` further machines that bring at least `need` in
/// every dimension: the dearest dimension at its best price per unit, rounded down; nullopt when
/// no such set exists. Free machines are all taken first.
std::optional<std::int64_t> coverBound(std::span<const CoverOffer> offers,
                                       std::span<const std::int64_t> need, std::int64_t nodesMax);

}  // namespace stowage::planner
