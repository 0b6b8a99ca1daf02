#include "planner/greedy_packing.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <numeric>

#include "model/base/units.h"
#include "planner/step_random.h"

namespace stowage::planner {

namespace {

constexpr std::int64_t kBillion = 1'000'000'000;

std::vector<std::int64_t> totalCapacity(const PackingProblem& problem) {
    std::vector<std::int64_t> total(problem.dimensions, 0);
    for (const auto& capacity : problem.capacity) {
        for (std::size_t d = 0; d < problem.dimensions; ++d) {
            total[d] += std::max<std::int64_t>(capacity[d], 0);
        }
    }
    return total;
}

std::int64_t partOf(std::int64_t need, std::int64_t total) {
    if (need <= 0) {
        return 0;
    }
    return total <= 0 ? kBillion : static_cast<std::int64_t>(Int128{need} * kBillion / total);
}

std::vector<std::int64_t> keysOf(const PackingProblem& problem, GreedyOrder order) {
    const std::vector<std::int64_t> total = totalCapacity(problem);
    std::vector<std::int64_t> keys = shareOf(problem);
    for (std::size_t c = 0; c < problem.classes.size(); ++c) {
        const PackClass& item = problem.classes[c];
        if (order == GreedyOrder::LargestSum) {
            keys[c] = 0;
            for (std::size_t d = 0; d < problem.dimensions; ++d) {
                keys[c] += partOf(item.need[d], total[d]);
            }
        } else if (order == GreedyOrder::FewestPlaces) {
            const auto places = std::popcount(item.allowed & firstNodes(problem.nodeCount()));
            const auto tied = static_cast<std::int64_t>(item.conflicts.size());
            keys[c] += (64 - places) * kBillion + tied * (kBillion / 8);
        }
    }
    return keys;
}

/// Free room left after the item, relative to the node: smaller is fuller.
std::int64_t restAfter(const PackState& state, std::size_t c, std::size_t n) {
    const PackingProblem& problem = state.problem();
    std::int64_t rest = 0;
    for (std::size_t d = 0; d < problem.dimensions; ++d) {
        rest += partOf(state.free(n, d) - problem.classes[c].need[d], problem.capacity[n][d]);
    }
    return rest;
}

/// How well the item's shape matches the room, in parts of the node: larger is better.
std::int64_t dotProduct(const PackState& state, std::size_t c, std::size_t n) {
    const PackingProblem& problem = state.problem();
    std::int64_t product = 0;
    for (std::size_t d = 0; d < problem.dimensions; ++d) {
        const std::int64_t room = partOf(state.free(n, d), problem.capacity[n][d]);
        const std::int64_t need = partOf(problem.classes[c].need[d], problem.capacity[n][d]);
        product += static_cast<std::int64_t>(Int128{room} * need / kBillion);
    }
    return product;
}

}  // namespace

std::vector<std::int64_t> shareOf(const PackingProblem& problem) {
    const std::vector<std::int64_t> total = totalCapacity(problem);
    std::vector<std::int64_t> shares;
    for (const PackClass& item : problem.classes) {
        std::int64_t largest = 0;
        for (std::size_t d = 0; d < problem.dimensions; ++d) {
            largest = std::max(largest, partOf(item.need[d], total[d]));
        }
        shares.push_back(largest);
    }
    return shares;
}

std::size_t pickNode(const PackState& state, std::size_t c, GreedyPick pick) {
    const std::size_t nodes = state.problem().nodeCount();
    std::size_t best = nodes;
    std::int64_t bestScore = std::numeric_limits<std::int64_t>::max();
    for (std::size_t n = 0; n < nodes; ++n) {
        if (!state.fits(c, n)) {
            continue;
        }
        std::int64_t score = 0;
        switch (pick) {
            case GreedyPick::First:
                return n;
            case GreedyPick::Fullest:
                score = restAfter(state, c, n);
                break;
            case GreedyPick::Emptiest:
                score = -restAfter(state, c, n);
                break;
            case GreedyPick::DotProduct:
                score = -dotProduct(state, c, n);
                break;
        }
        if (score < bestScore) {
            best = n;
            bestScore = score;
        }
    }
    return best;
}

PackState packGreedily(const PackingProblem& problem, GreedyOrder order, GreedyPick pick,
                       std::uint64_t seed) {
    PackState state(problem);
    std::vector<std::int64_t> keys = keysOf(problem, order);
    if (seed != 0) {
        StepRandom random(seed);
        for (std::int64_t& key : keys) {
            // Up to a quarter more or less.
            key = key / 4 * 3 + static_cast<std::int64_t>(random.below(512)) * (key / 1024);
        }
    }
    std::vector<std::size_t> sequence(problem.classes.size());
    std::iota(sequence.begin(), sequence.end(), std::size_t{0});
    std::stable_sort(sequence.begin(), sequence.end(),
                     [&](std::size_t a, std::size_t b) { return keys[a] > keys[b]; });
    for (const std::size_t c : sequence) {
        while (state.unplaced(c) > 0) {
            const std::size_t node = pickNode(state, c, pick);
            if (node == problem.nodeCount()) {
                break;
            }
            state.add(c, node, 1);
        }
    }
    return state;
}

PackState packByEveryRule(const PackingProblem& problem, std::int64_t& steps) {
    PackState best = packGreedily(problem, GreedyOrder::LargestShare, GreedyPick::Emptiest, 0);
    std::int64_t items = 0;
    for (const PackClass& item : problem.classes) {
        items += item.count;
    }
    const auto nodes = static_cast<std::int64_t>(problem.nodeCount());
    steps += items * nodes;
    for (const std::uint64_t seed : {0U, 1U, 2U, 3U}) {
        for (const GreedyOrder order :
             {GreedyOrder::LargestShare, GreedyOrder::LargestSum, GreedyOrder::FewestPlaces}) {
            for (const GreedyPick pick : {GreedyPick::Emptiest, GreedyPick::DotProduct,
                                          GreedyPick::Fullest, GreedyPick::First}) {
                if (best.isComplete()) {
                    return best;
                }
                PackState state = packGreedily(problem, order, pick, seed);
                steps += items * nodes;
                if (state.isComplete() || state.unplacedTotal() < best.unplacedTotal()) {
                    best = std::move(state);
                }
            }
        }
    }
    return best;
}

}  // namespace stowage::planner
