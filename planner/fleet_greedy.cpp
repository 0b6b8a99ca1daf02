#include "planner/fleet_greedy.h"

#include <algorithm>
#include <numeric>

#include "planner/step_random.h"

namespace stowage::planner {

namespace {

constexpr std::size_t kOffersTried = 6;
constexpr std::int64_t kNodesBetweenAll = 8;

/// Weight per dimension: total need of the waiting pods over the room of one node.
std::vector<double> scarcity(const FleetProblem& problem, std::size_t offer,
                             const std::vector<std::int64_t>& left, std::uint64_t seed) {
    std::vector<double> weights(problem.dimensions, 0);
    for (std::size_t at = 0; at < left.size(); ++at) {
        for (std::size_t d = 0; left[at] > 0 && d < weights.size(); ++d) {
            weights[d] +=
                static_cast<double>(problem.classes[at].need[d]) * static_cast<double>(left[at]);
        }
    }
    double largest = 0;
    for (std::size_t d = 0; d < weights.size(); ++d) {
        const auto room = static_cast<double>(problem.offers[offer].capacity[d]);
        weights[d] = room > 0 ? weights[d] / room : 0;
        largest = std::max(largest, weights[d]);
    }
    StepRandom random(seed);
    for (double& weight : weights) {
        weight = largest > 0 ? weight / largest : 0;
        if (seed != 0) {
            weight *= 0.5 + static_cast<double>(random.below(1024)) / 1024.0;
        }
    }
    return weights;
}

class NodeFiller {
public:
    NodeFiller(const FleetProblem& problem, std::size_t offer,
               const std::vector<std::int64_t>& left, std::vector<double> weights, FleetRule rule)
        : m_problem(problem),
          m_left(left),
          m_weights(std::move(weights)),
          m_rule(rule),
          m_free(problem.offers[offer].capacity),
          m_taken(left.size(), 0),
          m_blocked(left.size(), 0) {
        for (const std::int64_t free : m_free) {
            m_share.push_back(1.0 / static_cast<double>(std::max<std::int64_t>(free, 1)));
        }
        for (std::size_t at = 0; at < left.size(); ++at) {
            if (left[at] > 0 && problem.isAllowed(offer, at)) {
                m_open.push_back(at);
            }
        }
    }

    std::vector<FleetLoad> fill() {
        for (;;) {
            std::size_t best = m_left.size();
            double bestScore = 0;
            std::size_t kept = 0;
            for (const std::size_t at : m_open) {
                if (!fits(at)) {
                    continue;  // never again: the room only shrinks
                }
                m_open[kept++] = at;
                const double score = scoreOf(at);
                if (best == m_left.size() || score > bestScore) {
                    best = at;
                    bestScore = score;
                }
            }
            m_open.resize(kept);
            if (best == m_left.size()) {
                break;
            }
            take(best);
        }
        std::vector<FleetLoad> load;
        for (std::size_t at = 0; at < m_taken.size(); ++at) {
            if (m_taken[at] > 0) {
                load.push_back({.item = at, .count = m_taken[at]});
            }
        }
        return load;
    }

private:
    bool fits(std::size_t at) const {
        const FleetClass& item = m_problem.classes[at];
        if (m_taken[at] >= m_left[at] || m_blocked[at] != 0 ||
            (item.perNode > 0 && m_taken[at] >= item.perNode)) {
            return false;
        }
        for (std::size_t d = 0; d < m_free.size(); ++d) {
            if (item.need[d] > 0 && item.need[d] > m_free[d]) {
                return false;
            }
        }
        return true;
    }

    double scoreOf(std::size_t at) const {
        const FleetClass& item = m_problem.classes[at];
        double score = 0;
        for (std::size_t d = 0; d < m_free.size(); ++d) {
            const double need = static_cast<double>(item.need[d]) * m_share[d];
            const double room = static_cast<double>(m_free[d]) * m_share[d];
            switch (m_rule) {
                case FleetRule::DotProduct:
                    score += m_weights[d] * need * room;
                    break;
                case FleetRule::Norm:
                    score -= m_weights[d] * (room - need) * (room - need);
                    break;
                case FleetRule::Largest:
                    score += m_weights[d] * need;
                    break;
            }
        }
        return score;
    }

    void take(std::size_t at) {
        const FleetClass& item = m_problem.classes[at];
        for (std::size_t d = 0; d < m_free.size(); ++d) {
            m_free[d] -= item.need[d];
        }
        ++m_taken[at];
        for (const std::size_t other : item.apart) {
            m_blocked[other] = 1;
        }
    }

    const FleetProblem& m_problem;
    const std::vector<std::int64_t>& m_left;
    std::vector<double> m_weights;
    FleetRule m_rule;
    std::vector<std::int64_t> m_free;
    std::vector<double> m_share;
    std::vector<std::int64_t> m_taken;
    std::vector<char> m_blocked;
    std::vector<std::size_t> m_open;
};

double worthOf(const FleetProblem& problem, const std::vector<FleetLoad>& load,
               const std::vector<double>& weights) {
    double worth = 0;
    for (const FleetLoad& part : load) {
        for (std::size_t d = 0; d < weights.size(); ++d) {
            worth += weights[d] * static_cast<double>(problem.classes[part.item].need[d]) *
                     static_cast<double>(part.count);
        }
    }
    return worth;
}

/// Weights that do not depend on an offer: need over the largest room of any.
std::vector<double> commonWeights(const FleetProblem& problem,
                                  const std::vector<std::int64_t>& left) {
    std::vector<double> weights(problem.dimensions, 0);
    for (std::size_t d = 0; d < weights.size(); ++d) {
        double need = 0;
        for (std::size_t at = 0; at < left.size(); ++at) {
            need +=
                static_cast<double>(problem.classes[at].need[d]) * static_cast<double>(left[at]);
        }
        double largest = 1;
        for (const FleetOffer& offer : problem.offers) {
            largest = std::max(largest, static_cast<double>(offer.capacity[d]));
        }
        weights[d] = need > 0 ? need / largest / largest : 0;
    }
    // A pod without any need is worth something too.
    return weights;
}

std::int64_t copiesOf(const std::vector<FleetLoad>& load, const std::vector<std::int64_t>& left,
                      std::int64_t most) {
    for (const FleetLoad& part : load) {
        most = std::min(most, left[part.item] / part.count);
    }
    return most;
}

class NodePacker {
public:
    NodePacker(const FleetProblem& problem, std::vector<std::int64_t> left, FleetRule rule,
               std::uint64_t seed)
        : m_problem(problem),
          m_left(std::move(left)),
          m_rule(rule),
          m_seed(seed),
          m_nodesLeft(problem.nodesMax) {
        for (const FleetOffer& offer : problem.offers) {
            m_stock.push_back(offer.stock);
        }
        m_waiting = std::accumulate(m_left.begin(), m_left.end(), std::int64_t{0});
    }

    std::optional<FleetSolution> run(std::int64_t& steps) {
        std::vector<std::size_t> tried;
        std::int64_t sinceAll = kNodesBetweenAll;
        while (m_waiting > 0) {
            const bool all = tried.empty() || sinceAll >= kNodesBetweenAll || m_waiting < 40;
            if (all) {
                tried = rankOffers(steps);
                sinceAll = 0;
            }
            std::optional<FleetNodes> next = bestOf(tried, steps);
            if (!next && !all) {
                tried.clear();
                continue;
            }
            if (!next) {
                return std::nullopt;
            }
            buy(*next);
            sinceAll += next->copies;
        }
        mergeNodes(m_solution);
        return std::move(m_solution);
    }

private:
    std::vector<FleetLoad> filled(std::size_t offer, std::int64_t& steps) const {
        steps += static_cast<std::int64_t>(m_left.size());
        return fillNode(m_problem, offer, m_left, m_rule, m_seed);
    }

    double rateOf(std::size_t offer, const std::vector<FleetLoad>& load,
                  const std::vector<double>& weights) const {
        const double price = std::max(1.0, static_cast<double>(m_problem.offers[offer].price));
        return (worthOf(m_problem, load, weights) + 1e-12) / price;
    }

    std::vector<std::size_t> rankOffers(std::int64_t& steps) const {
        const std::vector<double> weights = commonWeights(m_problem, m_left);
        std::vector<std::pair<double, std::size_t>> rated;
        for (std::size_t offer = 0; offer < m_problem.offers.size(); ++offer) {
            if (m_stock[offer] > 0 && m_nodesLeft > 0) {
                const std::vector<FleetLoad> load = filled(offer, steps);
                if (!load.empty()) {
                    rated.emplace_back(-rateOf(offer, load, weights), offer);
                }
            }
        }
        std::sort(rated.begin(), rated.end());
        std::vector<std::size_t> order;
        for (const auto& [rate, offer] : rated) {
            if (order.size() < kOffersTried) {
                order.push_back(offer);
            }
        }
        return order;
    }

    std::optional<FleetNodes> bestOf(const std::vector<std::size_t>& offers, std::int64_t& steps) {
        const std::vector<double> weights = commonWeights(m_problem, m_left);
        std::optional<FleetNodes> best;
        double bestRate = 0;
        for (const std::size_t offer : offers) {
            if (m_stock[offer] <= 0 || m_nodesLeft <= 0) {
                continue;
            }
            std::vector<FleetLoad> load = filled(offer, steps);
            if (load.empty()) {
                continue;
            }
            const double rate = rateOf(offer, load, weights);
            const bool endsIt = podsOf(load) == m_waiting;
            // Of machines that take all that is left, the cheapest.
            const double judged =
                endsIt ? 1e30 / (1.0 + static_cast<double>(m_problem.offers[offer].price)) : rate;
            if (!best || judged > bestRate) {
                bestRate = judged;
                best = FleetNodes{.offer = offer, .load = std::move(load), .copies = 1};
            }
        }
        if (best) {
            best->copies =
                copiesOf(best->load, m_left, std::min(m_stock[best->offer], m_nodesLeft));
        }
        return best;
    }

    static std::int64_t podsOf(const std::vector<FleetLoad>& load) {
        std::int64_t pods = 0;
        for (const FleetLoad& part : load) {
            pods += part.count;
        }
        return pods;
    }

    void buy(const FleetNodes& entry) {
        for (const FleetLoad& part : entry.load) {
            m_left[part.item] -= part.count * entry.copies;
            m_waiting -= part.count * entry.copies;
        }
        m_stock[entry.offer] -= entry.copies;
        m_nodesLeft -= entry.copies;
        m_solution.nodes.push_back(entry);
    }

    const FleetProblem& m_problem;
    std::vector<std::int64_t> m_left;
    FleetRule m_rule;
    std::uint64_t m_seed;
    std::int64_t m_nodesLeft;
    std::int64_t m_waiting = 0;
    std::vector<std::int64_t> m_stock;
    FleetSolution m_solution;
};

/// One machine of the yardstick.
struct OpenNode {
    std::vector<std::int64_t> free;
    std::vector<FleetLoad> load;
};

std::int64_t roomIn(const FleetProblem& problem, const OpenNode& node, std::size_t at,
                    std::int64_t wanted) {
    const FleetClass& item = problem.classes[at];
    for (const FleetLoad& part : node.load) {
        if (std::find(item.apart.begin(), item.apart.end(), part.item) != item.apart.end()) {
            return 0;
        }
    }
    std::int64_t room = item.perNode > 0 ? std::min(wanted, item.perNode) : wanted;
    for (std::size_t d = 0; d < problem.dimensions; ++d) {
        if (item.need[d] > 0) {
            room = std::min(room, std::max<std::int64_t>(node.free[d], 0) / item.need[d]);
        }
    }
    return room;
}

std::optional<FleetSolution> firstFitOn(const FleetProblem& problem, std::size_t offer,
                                        const std::vector<std::size_t>& order) {
    std::vector<OpenNode> nodes;
    const std::int64_t most = std::min(problem.offers[offer].stock, problem.nodesMax);
    for (const std::size_t at : order) {
        std::int64_t waiting = problem.classes[at].count;
        for (std::size_t n = 0; waiting > 0; ++n) {
            if (n == nodes.size()) {
                if (static_cast<std::int64_t>(nodes.size()) >= most ||
                    mostOnOne(problem, offer, at) == 0) {
                    return std::nullopt;
                }
                nodes.push_back({.free = problem.offers[offer].capacity, .load = {}});
            }
            const std::int64_t count = roomIn(problem, nodes[n], at, waiting);
            if (count > 0) {
                for (std::size_t d = 0; d < problem.dimensions; ++d) {
                    nodes[n].free[d] -= problem.classes[at].need[d] * count;
                }
                nodes[n].load.push_back({.item = at, .count = count});
                waiting -= count;
            }
        }
    }
    FleetSolution solution;
    for (OpenNode& node : nodes) {
        solution.nodes.push_back({.offer = offer, .load = std::move(node.load), .copies = 1});
    }
    mergeNodes(solution);
    return solution;
}

}  // namespace

std::vector<FleetLoad> fillNode(const FleetProblem& problem, std::size_t offer,
                                const std::vector<std::int64_t>& left, FleetRule rule,
                                std::uint64_t seed) {
    return NodeFiller(problem, offer, left, scarcity(problem, offer, left, seed), rule).fill();
}

std::optional<FleetSolution> packNodes(const FleetProblem& problem,
                                       const std::vector<std::int64_t>& left, FleetRule rule,
                                       std::uint64_t seed, std::int64_t& steps) {
    return NodePacker(problem, left, rule, seed).run(steps);
}

std::optional<FleetSolution> firstFitDecreasing(const FleetProblem& problem) {
    std::optional<FleetSolution> best;
    for (std::size_t offer = 0; offer < problem.offers.size(); ++offer) {
        std::vector<double> keys;
        for (const FleetClass& item : problem.classes) {
            double key = 0;
            for (std::size_t d = 0; d < problem.dimensions; ++d) {
                const auto room = static_cast<double>(problem.offers[offer].capacity[d]);
                key = std::max(key, room > 0 ? static_cast<double>(item.need[d]) / room : 0.0);
            }
            keys.push_back(key);
        }
        std::vector<std::size_t> order(keys.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::stable_sort(order.begin(), order.end(),
                         [&](std::size_t a, std::size_t b) { return keys[a] > keys[b]; });
        auto solution = firstFitOn(problem, offer, order);
        if (solution && (!best || solution->price(problem) < best->price(problem))) {
            best = std::move(solution);
        }
    }
    return best;
}

}  // namespace stowage::planner
