#include "planner/pattern_pricing.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include "model/base/units.h"

namespace stowage::planner {

namespace {

constexpr std::int64_t kWeightScale = std::int64_t{1} << 30;

/// One class that may be worth something on this offer.
struct Candidate {
    std::size_t item = 0;
    std::int64_t value = 0;
    std::int64_t most = 0;
    std::int64_t weight = 0;  ///< under the surrogate, rounded down
};

/// Weights of the dimensions, each relative to the room of the offer: sum of shares.
using Multipliers = std::vector<std::int64_t>;

class Knapsack {
public:
    Knapsack(const FleetProblem& problem, std::size_t offer, std::span<const std::int64_t> values,
             std::span<const std::int64_t> counts)
        : m_problem(problem), m_offer(problem.offers[offer]) {
        for (std::size_t at = 0; at < problem.classes.size(); ++at) {
            consider(offer, at, values, counts);
        }
        m_place.assign(problem.classes.size(), m_candidates.size());
    }

    Knapsack(const FleetProblem& problem, std::span<const std::size_t> classes, std::size_t offer,
             std::span<const std::int64_t> values, std::span<const std::int64_t> counts)
        : m_problem(problem), m_offer(problem.offers[offer]) {
        for (const std::size_t at : classes) {
            consider(offer, at, values, counts);
        }
        m_place.assign(problem.classes.size(), m_candidates.size());
    }

    bool isEmpty() const { return m_candidates.empty(); }
    const std::vector<Candidate>& candidates() const { return m_candidates; }

    /// Weighs the candidates under the multipliers, most value per weight first. The room under the
    /// same multipliers is kWeightScale × their sum.
    void weigh(const Multipliers& multipliers) {
        m_room = 0;
        for (std::size_t d = 0; d < m_problem.dimensions; ++d) {
            m_room += multipliers[d];
        }
        for (Candidate& candidate : m_candidates) {
            candidate.weight = weightOf(candidate.item, multipliers);
        }
        std::stable_sort(m_candidates.begin(), m_candidates.end(),
                         [](const Candidate& a, const Candidate& b) {
                             return Int128{a.value} * b.weight > Int128{b.value} * a.weight;
                         });
    }

    /// The fractional filling of everything: an upper bound of every pattern.
    std::int64_t rootBound() const {
        std::int64_t room = m_room;
        std::int64_t value = 0;
        for (const Candidate& candidate : m_candidates) {
            const std::int64_t whole = candidate.weight <= 0
                                           ? candidate.most
                                           : std::min(candidate.most, room / candidate.weight);
            value += whole * candidate.value;
            room -= whole * candidate.weight;
            if (whole < candidate.most) {
                return value + partOf(candidate, room);
            }
        }
        return value;
    }

    /// Multipliers that make the root bound small: dimensions that the fractional filling overuses
    /// gain weight.
    Multipliers tune() {
        const std::size_t dimensions = m_problem.dimensions;
        Multipliers current(dimensions, 0);
        for (std::size_t d = 0; d < dimensions; ++d) {
            current[d] = isUsed(d) ? kWeightScale / static_cast<std::int64_t>(dimensions) : 0;
        }
        weigh(current);
        Multipliers best = current;
        std::int64_t least = rootBound();
        for (int round = 0; round < kTuneRounds; ++round) {
            const std::vector<double> usage = usageOfFilling();
            double total = 0;
            std::vector<double> next(dimensions, 0);
            for (std::size_t d = 0; d < dimensions; ++d) {
                const double step = 1.0 / (1.0 + 0.3 * round);
                next[d] = static_cast<double>(current[d]) *
                          (1.0 + step * std::clamp(usage[d] - 1.0, -0.7, 1.5));
                total += next[d];
            }
            if (total <= 0) {
                break;
            }
            for (std::size_t d = 0; d < dimensions; ++d) {
                current[d] = static_cast<std::int64_t>(next[d] / total * kWeightScale);
            }
            weigh(current);
            const std::int64_t bound = rootBound();
            if (bound < least) {
                least = bound;
                best = current;
            }
        }
        weigh(best);
        return best;
    }

    PricedPattern search(std::int64_t stepsMax, PricedPattern start) {
        m_best = std::move(start);
        m_best.steps = 0;
        m_stepsMax = stepsMax;
        m_free = m_offer.capacity;
        m_taken.assign(m_candidates.size(), 0);
        for (std::size_t at = 0; at < m_candidates.size(); ++at) {
            m_place[m_candidates[at].item] = at;
        }
        m_open = 0;
        descend(0, 0, m_room);
        m_best.atMost = std::max(m_best.value, m_open);
        m_best.steps = m_steps;
        return std::move(m_best);
    }

    PricedPattern fillGreedily() const {
        PricedPattern pattern;
        std::vector<std::int64_t> free = m_offer.capacity;
        std::vector<char> isBlocked(m_problem.classes.size(), 0);
        for (const Candidate& candidate : m_candidates) {
            const FleetClass& item = m_problem.classes[candidate.item];
            if (isBlocked[candidate.item] != 0) {
                continue;
            }
            const std::int64_t count = roomFor(candidate, free);
            if (count == 0) {
                continue;
            }
            for (std::size_t d = 0; d < m_problem.dimensions; ++d) {
                free[d] -= item.need[d] * count;
            }
            for (const std::size_t other : item.apart) {
                isBlocked[other] = 1;
            }
            pattern.value += count * candidate.value;
            pattern.load.push_back({.item = candidate.item, .count = count});
        }
        sortLoad(pattern);
        return pattern;
    }

private:
    static constexpr int kTuneRounds = 12;

    void consider(std::size_t offer, std::size_t at, std::span<const std::int64_t> values,
                  std::span<const std::int64_t> counts) {
        if (values[at] <= 0 || counts[at] <= 0) {
            return;
        }
        const std::int64_t most = std::min(mostOnOne(m_problem, offer, at), counts[at]);
        if (most > 0) {
            m_candidates.push_back({.item = at, .value = values[at], .most = most});
        }
    }

    static void sortLoad(PricedPattern& pattern) {
        std::sort(pattern.load.begin(), pattern.load.end(),
                  [](const FleetLoad& a, const FleetLoad& b) { return a.item < b.item; });
    }

    static std::int64_t partOf(const Candidate& candidate, std::int64_t room) {
        return static_cast<std::int64_t>(Int128{room} * candidate.value / candidate.weight);
    }

    bool isUsed(std::size_t d) const {
        return std::any_of(m_candidates.begin(), m_candidates.end(), [&](const Candidate& c) {
            return m_problem.classes[c.item].need[d] > 0;
        });
    }

    std::int64_t weightOf(std::size_t item, const Multipliers& multipliers) const {
        std::int64_t weight = 0;
        for (std::size_t d = 0; d < m_problem.dimensions; ++d) {
            const std::int64_t need = m_problem.classes[item].need[d];
            if (need > 0 && multipliers[d] > 0) {
                weight +=
                    static_cast<std::int64_t>(Int128{need} * multipliers[d] / m_offer.capacity[d]);
            }
        }
        return weight;
    }

    /// How full each dimension is under the fractional filling.
    std::vector<double> usageOfFilling() const {
        std::vector<double> usage(m_problem.dimensions, 0);
        std::int64_t room = m_room;
        for (const Candidate& candidate : m_candidates) {
            double count = static_cast<double>(candidate.most);
            bool isLast = false;
            if (candidate.weight > 0 && candidate.most > room / candidate.weight) {
                count = static_cast<double>(room) / static_cast<double>(candidate.weight);
                isLast = true;
            }
            room -= static_cast<std::int64_t>(count) * candidate.weight;
            for (std::size_t d = 0; d < usage.size(); ++d) {
                const std::int64_t need = m_problem.classes[candidate.item].need[d];
                if (need > 0) {
                    usage[d] += count * static_cast<double>(need) /
                                static_cast<double>(m_offer.capacity[d]);
                }
            }
            if (isLast) {
                break;
            }
        }
        return usage;
    }

    std::int64_t roomFor(const Candidate& candidate, const std::vector<std::int64_t>& free) const {
        std::int64_t count = candidate.most;
        const FleetClass& item = m_problem.classes[candidate.item];
        for (std::size_t d = 0; d < m_problem.dimensions; ++d) {
            if (item.need[d] > 0) {
                count = std::min(count, free[d] / item.need[d]);
            }
        }
        return std::max<std::int64_t>(count, 0);
    }

    bool isBlocked(const Candidate& candidate) const {
        const auto& apart = m_problem.classes[candidate.item].apart;
        return std::any_of(apart.begin(), apart.end(), [&](std::size_t other) {
            const std::size_t place = m_place[other];
            return place < m_taken.size() && m_taken[place] > 0;
        });
    }

    /// Fractional filling of what is still to be decided; classes of which none fits any more give
    /// nothing.
    std::int64_t boundFrom(std::size_t at, std::int64_t room) const {
        std::int64_t value = 0;
        for (; at < m_candidates.size(); ++at) {
            const Candidate& candidate = m_candidates[at];
            const std::int64_t fits = roomFor(candidate, m_free);
            if (fits == 0) {
                continue;
            }
            const std::int64_t whole =
                candidate.weight <= 0 ? fits : std::min(fits, room / candidate.weight);
            value += whole * candidate.value;
            room -= whole * candidate.weight;
            if (whole < fits) {
                return value + partOf(candidate, room);
            }
        }
        return value;
    }

    void keep(std::int64_t value) {
        m_best.value = value;
        m_best.load.clear();
        for (std::size_t at = 0; at < m_taken.size(); ++at) {
            if (m_taken[at] > 0) {
                m_best.load.push_back({.item = m_candidates[at].item, .count = m_taken[at]});
            }
        }
        sortLoad(m_best);
    }

    void take(std::size_t at, std::int64_t count) {
        const FleetClass& item = m_problem.classes[m_candidates[at].item];
        for (std::size_t d = 0; d < m_problem.dimensions; ++d) {
            m_free[d] -= item.need[d] * count;
        }
        m_taken[at] += count;
    }

    void descend(std::size_t at, std::int64_t value, std::int64_t room) {
        if (value > m_best.value) {
            keep(value);
        }
        // Runs of classes of which nothing is taken are walked in this loop, not by recursion.
        for (; at < m_candidates.size(); ++at) {
            const std::int64_t bound = value + boundFrom(at, room);
            if (bound <= m_best.value) {
                return;
            }
            if (++m_steps >= m_stepsMax) {
                m_open = std::max(m_open, bound);
                return;
            }
            const Candidate& candidate = m_candidates[at];
            const std::int64_t most = isBlocked(candidate) ? 0 : roomFor(candidate, m_free);
            for (std::int64_t count = most; count >= 1; --count) {
                take(at, count);
                descend(at + 1, value + count * candidate.value, room - count * candidate.weight);
                take(at, -count);
            }
        }
    }

    const FleetProblem& m_problem;
    const FleetOffer& m_offer;
    std::vector<Candidate> m_candidates;
    std::vector<std::size_t> m_place;  ///< per class: where among the candidates
    std::int64_t m_room = 0;
    std::vector<std::int64_t> m_free;
    std::vector<std::int64_t> m_taken;
    PricedPattern m_best;
    std::int64_t m_open = 0;
    std::int64_t m_steps = 0;
    std::int64_t m_stepsMax = 0;
};

}  // namespace

PatternPricer::PatternPricer(const FleetProblem& problem) : m_problem(problem) {}

PricedPattern PatternPricer::greedy(std::size_t offer, std::span<const std::int64_t> values,
                                    std::span<const std::int64_t> counts) const {
    Knapsack knapsack(m_problem, offer, values, counts);
    if (knapsack.isEmpty()) {
        return {};
    }
    const Multipliers tuned = knapsack.tune();
    PricedPattern best = knapsack.fillGreedily();
    best.atMost = knapsack.rootBound();
    for (std::size_t d = 0; d < m_problem.dimensions; ++d) {
        Multipliers leaning = tuned;
        leaning[d] += kWeightScale / 4;
        knapsack.weigh(leaning);
        PricedPattern other = knapsack.fillGreedily();
        if (other.value > best.value) {
            other.atMost = best.atMost;
            best = std::move(other);
        }
    }
    best.steps = static_cast<std::int64_t>(knapsack.candidates().size());
    return best;
}

PricedPattern PatternPricer::best(std::size_t offer, std::span<const std::int64_t> values,
                                  std::span<const std::int64_t> counts,
                                  std::int64_t stepsMax) const {
    Knapsack knapsack(m_problem, offer, values, counts);
    if (knapsack.isEmpty()) {
        return {};
    }
    knapsack.tune();
    PricedPattern start = knapsack.fillGreedily();
    return knapsack.search(stepsMax, std::move(start));
}

PricedPattern PatternPricer::bestAmong(std::span<const std::size_t> classes, std::size_t offer,
                                       std::span<const std::int64_t> values,
                                       std::span<const std::int64_t> counts,
                                       std::int64_t stepsMax) const {
    Knapsack knapsack(m_problem, classes, offer, values, counts);
    if (knapsack.isEmpty()) {
        return {};
    }
    knapsack.tune();
    return knapsack.search(stepsMax, knapsack.fillGreedily());
}

std::int64_t PatternPricer::quickBound(std::size_t offer, std::span<const std::int64_t> values,
                                       std::span<const std::int64_t> counts) const {
    Knapsack knapsack(m_problem, offer, values, counts);
    if (knapsack.isEmpty()) {
        return 0;
    }
    knapsack.tune();
    return knapsack.rootBound();
}

}  // namespace stowage::planner
