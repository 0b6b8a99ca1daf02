#include "planner/fleet_squeeze.h"

#include <algorithm>
#include <numeric>

#include "planner/step_random.h"

namespace stowage::planner {

namespace {

constexpr std::int64_t kPatternSteps = 1'500;
constexpr std::size_t kNodesMax = 2'000;  ///< larger answers are left to the neighbourhoods
constexpr double kGrowth = 1.02;
constexpr std::int64_t kRefillsPerAttempt = 4'000;

std::vector<std::int64_t> podsOf(const FleetProblem& problem,
                                 const std::vector<FleetNodes>& nodes) {
    std::vector<std::int64_t> pods(problem.classes.size(), 0);
    for (const FleetNodes& node : nodes) {
        for (const FleetLoad& part : node.load) {
            pods[part.item] += part.count;
        }
    }
    return pods;
}

}  // namespace

struct FleetSqueeze::Attempt {
    std::vector<FleetNodes> nodes;
    std::vector<std::int64_t> waiting;  ///< per class
    double weight = 0;                  ///< of what waits
    StepRandom random;
};

FleetSqueeze::FleetSqueeze(const FleetProblem& problem, const RunControl& control,
                           std::uint64_t seed)
    : m_problem(problem), m_control(control), m_pricer(problem), m_seed(seed) {
    std::vector<double> largest(problem.dimensions, 1);
    for (const FleetOffer& offer : problem.offers) {
        for (std::size_t d = 0; offer.stock > 0 && d < largest.size(); ++d) {
            largest[d] = std::max(largest[d], static_cast<double>(offer.capacity[d]));
        }
    }
    for (const FleetClass& item : problem.classes) {
        double size = 1e-3;
        for (std::size_t d = 0; d < largest.size(); ++d) {
            size += static_cast<double>(item.need[d]) / largest[d];
        }
        m_sizes.push_back(size);
    }
    m_weights = m_sizes;
}

double FleetSqueeze::weigh(const std::vector<std::int64_t>& waiting) const {
    double weight = 0;
    for (std::size_t at = 0; at < waiting.size(); ++at) {
        weight += m_weights[at] * static_cast<double>(waiting[at]);
    }
    return weight;
}

/// Takes one or two nodes away and perhaps brings a cheaper one; false when nothing cheaper exists.
bool FleetSqueeze::exchange(Attempt& attempt) {
    std::vector<FleetNodes>& nodes = attempt.nodes;
    const std::size_t removals = nodes.size() > 2 && attempt.random.below(3) == 0 ? 2 : 1;
    std::int64_t saved = 0;
    std::vector<FleetNodes> taken;
    for (std::size_t round = 0; round < removals && !nodes.empty(); ++round) {
        // The lighter of a few: its pods are found room for more easily.
        std::size_t chosen = attempt.random.below(nodes.size());
        for (int draw = 0; draw < 2; ++draw) {
            const std::size_t other = attempt.random.below(nodes.size());
            const auto weightOf = [&](std::size_t n) {
                return weigh(podsOf(m_problem, {nodes[n]}));
            };
            chosen = weightOf(other) < weightOf(chosen) ? other : chosen;
        }
        saved += m_problem.offers[nodes[chosen].offer].price;
        taken.push_back(nodes[chosen]);
        nodes.erase(nodes.begin() + static_cast<std::ptrdiff_t>(chosen));
    }
    std::vector<std::int64_t> bought(m_problem.offers.size(), 0);
    for (const FleetNodes& node : nodes) {
        ++bought[node.offer];
    }
    std::vector<std::size_t> cheaper;
    for (std::size_t offer = 0; offer < m_problem.offers.size(); ++offer) {
        if (m_problem.offers[offer].price < saved &&
            bought[offer] < m_problem.offers[offer].stock) {
            cheaper.push_back(offer);
        }
    }
    const bool mustBring = removals == 2;
    if (!cheaper.empty() && (mustBring || attempt.random.below(2) == 0)) {
        nodes.push_back(
            {.offer = cheaper[attempt.random.below(cheaper.size())], .load = {}, .copies = 1});
    } else if (mustBring) {
        return false;
    }
    if (saved <= 0) {
        return false;
    }
    attempt.waiting = podsOf(m_problem, taken);
    attempt.weight = weigh(attempt.waiting);
    return !nodes.empty();
}

void FleetSqueeze::refill(Attempt& attempt, std::int64_t& steps) {
    std::vector<FleetNodes>& nodes = attempt.nodes;
    const std::size_t count = std::min<std::size_t>(nodes.size(), 1 + attempt.random.below(3));
    std::vector<std::size_t> chosen;
    while (chosen.size() < count) {
        const std::size_t n = attempt.random.below(nodes.size());
        if (std::find(chosen.begin(), chosen.end(), n) == chosen.end()) {
            chosen.push_back(n);
        }
    }
    std::vector<std::int64_t> pool = attempt.waiting;
    for (const std::size_t n : chosen) {
        for (const FleetLoad& part : nodes[n].load) {
            pool[part.item] += part.count;
        }
    }
    std::vector<std::size_t> classes;
    for (std::size_t at = 0; at < pool.size(); ++at) {
        if (pool[at] > 0) {
            classes.push_back(at);
        }
    }
    std::vector<std::int64_t> values(pool.size(), 0);
    for (const std::size_t at : classes) {
        const double noise = 0.8 + static_cast<double>(attempt.random.below(1024)) / 2560.0;
        values[at] = 1 + static_cast<std::int64_t>(m_weights[at] * noise * 1'000'000.0);
    }
    std::vector<std::vector<FleetLoad>> loads;
    for (const std::size_t n : chosen) {
        const PricedPattern pattern =
            m_pricer.bestAmong(classes, nodes[n].offer, values, pool, kPatternSteps);
        steps += pattern.steps + static_cast<std::int64_t>(classes.size());
        for (const FleetLoad& part : pattern.load) {
            pool[part.item] -= part.count;
        }
        loads.push_back(pattern.load);
    }
    const double weight = weigh(pool);
    if (weight <= attempt.weight * 1.000001) {
        for (std::size_t at = 0; at < chosen.size(); ++at) {
            nodes[chosen[at]].load = std::move(loads[at]);
        }
        attempt.waiting = std::move(pool);
    }
    for (std::size_t at = 0; at < attempt.waiting.size(); ++at) {
        if (attempt.waiting[at] > 0) {
            m_weights[at] = std::min(m_weights[at] * kGrowth, m_sizes[at] * 5.0);
        }
    }
    attempt.weight = weigh(attempt.waiting);
}

bool FleetSqueeze::attempt(FleetSolution& solution, std::int64_t stepsMax, std::int64_t& steps) {
    Attempt attempt{.nodes = {},
                    .waiting = {},
                    .weight = 0,
                    .random = StepRandom(m_seed * 0x2545f491ULL + ++m_attempts)};
    for (const FleetNodes& entry : solution.nodes) {
        for (std::int64_t copy = 0; copy < entry.copies; ++copy) {
            attempt.nodes.push_back({.offer = entry.offer, .load = entry.load, .copies = 1});
        }
    }
    m_weights = m_sizes;
    if (!exchange(attempt)) {
        return false;
    }
    const std::int64_t last = steps + stepsMax;
    for (std::int64_t refills = 0; refills < kRefillsPerAttempt && steps < last; ++refills) {
        if (std::all_of(attempt.waiting.begin(), attempt.waiting.end(),
                        [](std::int64_t pods) { return pods == 0; })) {
            FleetSolution found{.nodes = std::move(attempt.nodes)};
            std::erase_if(found.nodes, [](const FleetNodes& node) { return node.load.empty(); });
            mergeNodes(found);
            if (isComplete(m_problem, found) &&
                found.price(m_problem) < solution.price(m_problem)) {
                solution = std::move(found);
                return true;
            }
            return false;
        }
        if (m_control.isCancelled() || (refills % 16 == 0 && m_control.isDeadlineReached())) {
            return false;
        }
        refill(attempt, steps);
    }
    return false;
}

bool FleetSqueeze::improve(FleetSolution& solution, std::int64_t stepsMax, std::int64_t& steps) {
    const std::int64_t nodes = solution.nodeCount();
    if (nodes < 2 || nodes > static_cast<std::int64_t>(kNodesMax)) {
        return false;
    }
    const std::int64_t last = steps + stepsMax;
    bool isCheaper = false;
    while (steps < last && !m_control.isCancelled() && !m_control.isDeadlineReached()) {
        steps += 100;
        isCheaper = attempt(solution, last - steps, steps) || isCheaper;
    }
    return isCheaper;
}

}  // namespace stowage::planner
