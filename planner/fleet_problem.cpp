#include "planner/fleet_problem.h"

#include <algorithm>
#include <map>
#include <numeric>

namespace stowage::planner {

namespace {

/// Sums of prices are followed one by one up to this many steps of their common divisor.
constexpr std::int64_t kGridStepsMax = 200'000;

bool clashes(const FleetClass& item, std::span<const FleetLoad> load) {
    return std::any_of(load.begin(), load.end(), [&](const FleetLoad& other) {
        return other.count > 0 &&
               std::find(item.apart.begin(), item.apart.end(), other.item) != item.apart.end();
    });
}

}  // namespace

std::vector<std::int64_t> podCounts(const FleetProblem& problem) {
    std::vector<std::int64_t> counts;
    for (const FleetClass& item : problem.classes) {
        counts.push_back(item.count);
    }
    return counts;
}

std::int64_t FleetSolution::nodeCount() const {
    return std::accumulate(
        nodes.begin(), nodes.end(), std::int64_t{0},
        [](std::int64_t sum, const FleetNodes& entry) { return sum + entry.copies; });
}

std::int64_t FleetSolution::price(const FleetProblem& problem) const {
    return std::accumulate(nodes.begin(), nodes.end(), std::int64_t{0},
                           [&](std::int64_t sum, const FleetNodes& entry) {
                               return sum + problem.offers[entry.offer].price * entry.copies;
                           });
}

bool isPattern(const FleetProblem& problem, std::size_t offer, std::span<const FleetLoad> load) {
    std::vector<std::int64_t> used(problem.dimensions, 0);
    for (const FleetLoad& part : load) {
        const FleetClass& item = problem.classes[part.item];
        const bool isOver = item.perNode > 0 && part.count > item.perNode;
        if (part.count < 0 || isOver || !problem.isAllowed(offer, part.item) ||
            (part.count > 0 && clashes(item, load))) {
            return false;
        }
        for (std::size_t d = 0; d < problem.dimensions; ++d) {
            used[d] += item.need[d] * part.count;
        }
    }
    const std::vector<std::int64_t>& capacity = problem.offers[offer].capacity;
    for (std::size_t d = 0; d < problem.dimensions; ++d) {
        if (used[d] > 0 && used[d] > capacity[d]) {
            return false;
        }
    }
    return true;
}

bool isComplete(const FleetProblem& problem, const FleetSolution& solution) {
    std::vector<std::int64_t> placed(problem.classes.size(), 0);
    std::vector<std::int64_t> bought(problem.offers.size(), 0);
    for (const FleetNodes& entry : solution.nodes) {
        if (entry.copies < 0 || !isPattern(problem, entry.offer, entry.load)) {
            return false;
        }
        bought[entry.offer] += entry.copies;
        for (const FleetLoad& part : entry.load) {
            placed[part.item] += part.count * entry.copies;
        }
    }
    for (std::size_t at = 0; at < placed.size(); ++at) {
        if (placed[at] != problem.classes[at].count) {
            return false;
        }
    }
    for (std::size_t offer = 0; offer < bought.size(); ++offer) {
        if (bought[offer] > problem.offers[offer].stock) {
            return false;
        }
    }
    return solution.nodeCount() <= problem.nodesMax;
}

std::int64_t mostOnOne(const FleetProblem& problem, std::size_t offer, std::size_t at) {
    if (!problem.isAllowed(offer, at)) {
        return 0;
    }
    const FleetClass& item = problem.classes[at];
    std::int64_t most = item.count;
    if (item.perNode > 0) {
        most = std::min(most, item.perNode);
    }
    for (std::size_t d = 0; d < problem.dimensions; ++d) {
        if (item.need[d] > 0) {
            const std::int64_t room = std::max<std::int64_t>(problem.offers[offer].capacity[d], 0);
            most = std::min(most, room / item.need[d]);
        }
    }
    return most;
}

std::optional<std::size_t> misfitOf(const FleetProblem& problem) {
    for (std::size_t at = 0; at < problem.classes.size(); ++at) {
        bool fits = problem.classes[at].count == 0;
        for (std::size_t offer = 0; offer < problem.offers.size() && !fits; ++offer) {
            fits = problem.offers[offer].stock > 0 && mostOnOne(problem, offer, at) > 0;
        }
        if (!fits) {
            return at;
        }
    }
    return std::nullopt;
}

void mergeNodes(FleetSolution& solution) {
    std::map<std::pair<std::size_t, std::vector<std::pair<std::size_t, std::int64_t>>>,
             std::int64_t>
        copies;
    for (const FleetNodes& entry : solution.nodes) {
        std::vector<std::pair<std::size_t, std::int64_t>> key;
        for (const FleetLoad& part : entry.load) {
            if (part.count > 0) {
                key.emplace_back(part.item, part.count);
            }
        }
        std::sort(key.begin(), key.end());
        copies[{entry.offer, std::move(key)}] += entry.copies;
    }
    solution.nodes.clear();
    for (const auto& [key, count] : copies) {
        if (count <= 0) {
            continue;
        }
        FleetNodes entry{.offer = key.first, .copies = count};
        for (const auto& [item, pods] : key.second) {
            entry.load.push_back({.item = item, .count = pods});
        }
        solution.nodes.push_back(std::move(entry));
    }
}

void dropSurplus(const FleetProblem& problem, FleetSolution& solution) {
    std::vector<std::int64_t> surplus(problem.classes.size(), 0);
    for (const FleetNodes& entry : solution.nodes) {
        for (const FleetLoad& part : entry.load) {
            surplus[part.item] += part.count * entry.copies;
        }
    }
    for (std::size_t at = 0; at < surplus.size(); ++at) {
        surplus[at] -= problem.classes[at].count;
    }
    std::vector<FleetNodes> result;
    for (FleetNodes entry : solution.nodes) {
        // Copies that give something away are split off one by one; there are few of them.
        while (entry.copies > 0) {
            const bool gives = std::any_of(
                entry.load.begin(), entry.load.end(),
                [&](const FleetLoad& part) { return part.count > 0 && surplus[part.item] > 0; });
            if (!gives) {
                result.push_back(entry);
                break;
            }
            FleetNodes one = entry;
            one.copies = 1;
            --entry.copies;
            for (FleetLoad& part : one.load) {
                const std::int64_t off =
                    std::clamp<std::int64_t>(surplus[part.item], 0, part.count);
                part.count -= off;
                surplus[part.item] -= off;
            }
            const bool isEmpty = std::all_of(one.load.begin(), one.load.end(),
                                             [](const FleetLoad& part) { return part.count == 0; });
            if (!isEmpty) {
                result.push_back(std::move(one));
            }
        }
    }
    solution.nodes = std::move(result);
    mergeNodes(solution);
}

std::int64_t roundUpToPrices(const FleetProblem& problem, std::int64_t bound) {
    if (bound <= 0) {
        return 0;
    }
    std::int64_t divisor = 0;
    for (const FleetOffer& offer : problem.offers) {
        if (offer.stock > 0) {
            divisor = std::gcd(divisor, offer.price);
        }
    }
    if (divisor <= 0) {
        return bound;
    }
    const std::int64_t steps = (bound + divisor - 1) / divisor;
    std::int64_t largest = 0;
    for (const FleetOffer& offer : problem.offers) {
        largest = std::max(largest, offer.price / divisor);
    }
    const std::int64_t end = steps + largest;
    if (end > kGridStepsMax) {
        return steps * divisor;
    }
    // Fewest machines for every attainable sum; stock is left out, which only adds sums.
    std::vector<std::int64_t> fewest(static_cast<std::size_t>(end) + 1, problem.nodesMax + 1);
    fewest[0] = 0;
    for (std::size_t sum = 1; sum < fewest.size(); ++sum) {
        for (const FleetOffer& offer : problem.offers) {
            const auto step = static_cast<std::size_t>(offer.price / divisor);
            if (offer.stock > 0 && step > 0 && step <= sum) {
                fewest[sum] = std::min(fewest[sum], fewest[sum - step] + 1);
            }
        }
    }
    for (std::int64_t sum = steps; sum <= end; ++sum) {
        if (fewest[static_cast<std::size_t>(sum)] <= problem.nodesMax) {
            return sum * divisor;
        }
    }
    return steps * divisor;
}

}  // namespace stowage::planner
