#include "planner/local_search.h"

#include <algorithm>
#include <vector>

#include "planner/greedy_packing.h"
#include "planner/step_random.h"

namespace stowage::planner {

namespace {

/// Places one item of class c on n by moving one other item away; false when no single move does.
bool placeByEjection(PackState& state, std::size_t c, std::int64_t& steps) {
    const PackingProblem& problem = state.problem();
    for (std::size_t n = 0; n < problem.nodeCount(); ++n) {
        if ((problem.classes[c].allowed & maskOf(n)) == 0) {
            continue;
        }
        for (std::size_t other = 0; other < problem.classes.size(); ++other) {
            if (other == c || state.placed(other, n) == 0) {
                continue;
            }
            ++steps;
            state.remove(other, n, 1);
            if (state.fits(c, n)) {
                state.add(c, n, 1);
                const std::size_t refuge = pickNode(state, other, GreedyPick::Fullest);
                if (refuge != problem.nodeCount()) {
                    state.add(other, refuge, 1);
                    return true;
                }
                state.remove(c, n, 1);
            }
            state.add(other, n, 1);
        }
    }
    return false;
}

/// Takes about half of the items off two random nodes.
void ruin(PackState& state, StepRandom& random) {
    const PackingProblem& problem = state.problem();
    for (int round = 0; round < 2; ++round) {
        const std::size_t n = random.below(problem.nodeCount());
        for (std::size_t c = 0; c < problem.classes.size(); ++c) {
            const std::int64_t here = state.placed(c, n);
            if (here > 0) {
                state.remove(
                    c, n,
                    static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(here) + 1)));
            }
        }
    }
}

void recreate(PackState& state, const std::vector<std::int64_t>& shares, StepRandom& random,
              std::int64_t& steps) {
    const PackingProblem& problem = state.problem();
    std::vector<std::pair<std::int64_t, std::size_t>> waiting;
    for (std::size_t c = 0; c < problem.classes.size(); ++c) {
        if (state.unplaced(c) > 0) {
            const auto noise = static_cast<std::int64_t>(random.below(512));
            waiting.push_back({shares[c] + shares[c] / 512 * noise, c});
        }
    }
    std::sort(waiting.begin(), waiting.end(), [](const auto& a, const auto& b) {
        return a.first != b.first ? a.first > b.first : a.second < b.second;
    });
    constexpr GreedyPick kPicks[] = {GreedyPick::Fullest, GreedyPick::DotProduct, GreedyPick::First,
                                     GreedyPick::Emptiest};
    const GreedyPick pick = kPicks[random.below(4)];
    for (const auto& [key, c] : waiting) {
        while (state.unplaced(c) > 0) {
            ++steps;
            const std::size_t node = pickNode(state, c, pick);
            if (node == problem.nodeCount()) {
                break;
            }
            state.add(c, node, 1);
        }
    }
}

bool ejectAll(PackState& state, std::int64_t& steps) {
    for (std::size_t c = 0; c < state.problem().classes.size(); ++c) {
        while (state.unplaced(c) > 0 && placeByEjection(state, c, steps)) {
        }
    }
    return state.isComplete();
}

}  // namespace

void improve(PackState& state, std::uint64_t seed, std::int64_t stepsMax, std::int64_t& steps) {
    const std::int64_t last = steps + stepsMax;
    const std::vector<std::int64_t> shares = shareOf(state.problem());
    StepRandom random(seed);
    if (state.problem().nodeCount() < 2 || ejectAll(state, steps)) {
        return;
    }
    while (steps < last && !state.isComplete()) {
        PackState trial = state;
        ruin(trial, random);
        recreate(trial, shares, random, steps);
        ejectAll(trial, steps);
        ++steps;
        if (trial.isComplete() || trial.unplacedTotal() <= state.unplacedTotal()) {
            state = std::move(trial);
        }
    }
}

}  // namespace stowage::planner
