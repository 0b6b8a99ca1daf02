#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace stowage::planner {

/// The packing question in integers alone: no names, no floating point. Up to 64 nodes.
inline constexpr std::size_t kPackNodesMax = 64;

/// Set of nodes by position.
using NodeMask = std::uint64_t;
constexpr NodeMask maskOf(std::size_t node) {
    return NodeMask{1} << node;
}
constexpr NodeMask firstNodes(std::size_t count) {
    return count >= kPackNodesMax ? ~NodeMask{0} : maskOf(count) - 1;
}

/// Equal pods, or equal groups of pods that share a volume and so must share a node.
struct PackClass {
    std::vector<std::int64_t> need;  ///< one figure a dimension, never negative
    std::int64_t count = 1;
    NodeMask allowed = ~NodeMask{0};
    /// Classes of which no item may share a node with an item of this one; may hold this class
    /// itself (host ports, anti-affinity). Symmetric.
    std::vector<std::size_t> conflicts;
    bool operator==(const PackClass&) const = default;
};

/// Hard topology spread over the items of `classes`, which are exactly the items that it counts.
struct PackSpread {
    std::vector<std::size_t> classes;
    std::vector<int> domainOf;  ///< per node; -1: not eligible, holds none of the items
    int maxSkew = 1;
    int minDomains = 0;  ///< fewer domains than this: the minimum counts as 0
    bool operator==(const PackSpread&) const = default;
};

struct PackingProblem {
    std::size_t dimensions = 0;
    std::vector<std::vector<std::int64_t>> capacity;  ///< per node and dimension; may be negative
    std::vector<PackClass> classes;
    std::vector<PackSpread> spreads;
    /// Nodes that differ in more than capacity (zone, role) have different kinds.
    std::vector<int> nodeKind;

    std::size_t nodeCount() const { return capacity.size(); }
};

/// How many items of each class lie on each node.
using PackAssignment = std::vector<std::vector<std::int64_t>>;

enum class PackVerdict { Feasible, Infeasible, Undecided };

enum class PackWitnessKind {
    None,
    Capacity,    ///< the items of `nodes` need more of `dimension` than these nodes have
    SingleItem,  ///< an item of class `item` fits on no empty node
    DualBound,   ///< sizes under a dual feasible function exceed the nodes'
    Exclusion,   ///< more items that exclude each other than places
    Exhausted,   ///< the exact search saw every placement
};

/// Why a problem has no solution; each kind can be re-checked alone.
struct PackWitness {
    PackWitnessKind kind = PackWitnessKind::None;
    std::size_t dimension = 0;
    NodeMask nodes = 0;
    std::size_t item = 0;
    std::int64_t needed = 0;
    std::int64_t available = 0;
    std::string note;  ///< parameter of a dual feasible function
    bool operator==(const PackWitness&) const = default;
};

struct PackResult {
    PackVerdict verdict = PackVerdict::Undecided;
    PackAssignment assignment;  ///< set when feasible
    PackWitness witness;        ///< set when infeasible
    std::int64_t steps = 0;
};

/// True when the assignment places every item and breaks no rule: written without any of the
/// search's shortcuts.
bool isValid(const PackingProblem& problem, const PackAssignment& assignment);

}  // namespace stowage::planner
