#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace stowage::planner {

/// The question of many nodes in integers alone: which machines hold these pods at the least price?
/// Rules that tie nodes to each other (zone spread) are not part of it; an answer is shown to the
/// audit.

struct FleetOffer {
    std::int64_t price = 0;              ///< of one a month, micro-units
    std::vector<std::int64_t> capacity;  ///< per dimension; may be negative
    std::int64_t stock = 0;              ///< how many can be had
    bool operator==(const FleetOffer&) const = default;
};

/// Equal pods, or equal groups of pods that must share a node.
struct FleetClass {
    std::vector<std::int64_t> need;  ///< per dimension, never negative
    std::int64_t count = 1;
    std::int64_t perNode = 0;        ///< at most this many on one node; 0: no such rule
    std::vector<char> allowed;       ///< per offer; empty: every one
    std::vector<std::size_t> apart;  ///< other classes that never share a node with it; symmetric
    bool operator==(const FleetClass&) const = default;
};

struct FleetProblem {
    std::size_t dimensions = 0;
    std::vector<FleetOffer> offers;
    std::vector<FleetClass> classes;
    std::int64_t nodesMax = 0;

    bool isAllowed(std::size_t offer, std::size_t at) const {
        return classes[at].allowed.empty() || classes[at].allowed[offer] != 0;
    }
};

/// How many pods there are, per class.
std::vector<std::int64_t> podCounts(const FleetProblem& problem);

/// So many pods of one class.
struct FleetLoad {
    std::size_t item = 0;
    std::int64_t count = 0;
    bool operator==(const FleetLoad&) const = default;
};

/// Equal nodes: an offer, what each of them holds (in order of classes), and how many there are.
struct FleetNodes {
    std::size_t offer = 0;
    std::vector<FleetLoad> load;
    std::int64_t copies = 1;
    bool operator==(const FleetNodes&) const = default;
};

struct FleetSolution {
    std::vector<FleetNodes> nodes;

    std::int64_t nodeCount() const;
    std::int64_t price(const FleetProblem& problem) const;
};

/// May one node of the offer hold this, alone judged?
bool isPattern(const FleetProblem& problem, std::size_t offer, std::span<const FleetLoad> load);
/// Every pod placed exactly once, every node a pattern, stock and number of nodes kept.
bool isComplete(const FleetProblem& problem, const FleetSolution& solution);
/// How many pods of the class an empty node of the offer holds at most, no more than there are.
std::int64_t mostOnOne(const FleetProblem& problem, std::size_t offer, std::size_t at);

/// A class of which no machine that can be had takes a single pod.
std::optional<std::size_t> misfitOf(const FleetProblem& problem);

/// Equal patterns of one offer become one entry; entries in order of offer and load.
void mergeNodes(FleetSolution& solution);
/// Takes off what is placed more often than there are pods; nodes that hold nothing go.
void dropSurplus(const FleetProblem& problem, FleetSolution& solution);

/// The least sum of prices of available machines that is not below `bound`: with few prices the
/// next attainable sum, otherwise the next multiple of their greatest common divisor.
std::int64_t roundUpToPrices(const FleetProblem& problem, std::int64_t bound);

}  // namespace stowage::planner
