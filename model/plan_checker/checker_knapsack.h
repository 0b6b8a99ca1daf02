#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace stowage::checker {

/// Equal pods of which some may stand on one node.
struct KnapsackItem {
    std::int64_t value = 0;             ///< of one pod, above zero
    std::int64_t most = 0;              ///< at most so many of them
    std::vector<std::int64_t> amounts;  ///< by dimension
    std::vector<std::string> ports;     ///< names that no two pods of a node share
    std::vector<std::size_t> excludes;  ///< items that never share a node with it; both ways
};

/// One empty node: its room in every dimension, and what may be put on it.
struct Knapsack {
    std::vector<std::int64_t> room;
    std::vector<KnapsackItem> items;
};

enum class KnapsackAnswer {
    AtMost,     ///< no set of pods is worth more than the limit
    More,       ///< one is
    Undecided,  ///< the steps did not suffice
};

/// Is every set of pods that fits worth at most `limit`? Exact: depth first over the items, cut off
/// where a single dimension or one weighted sum of all of them proves that nothing more can come.
KnapsackAnswer isWorthAtMost(const Knapsack& knapsack, std::int64_t limit, std::int64_t steps);

}  // namespace stowage::checker
