#include "model/plan_checker/checker_knapsack.h"

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>

#include "model/base/units.h"

namespace stowage::checker {
namespace {

/// Whole weights of the dimensions. Any weights give a true bound; good ones a tight one.
using Weights = std::vector<std::int64_t>;

constexpr int kWeightRounds = 60;
constexpr double kWeightScale = 1 << 20;

Int128 weighted(const Weights& weights, const std::vector<std::int64_t>& amounts) {
    Int128 sum = 0;
    for (std::size_t d = 0; d < weights.size(); ++d) {
        sum += static_cast<Int128>(weights[d]) * amounts[d];
    }
    return sum;
}

/// Items in the order of their value per weight; those without weight first.
std::vector<std::size_t> byDensity(const Knapsack& knapsack, const Weights& weights) {
    std::vector<std::size_t> order(knapsack.items.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::vector<Int128> weight;
    for (const KnapsackItem& item : knapsack.items) {
        weight.push_back(weighted(weights, item.amounts));
    }
    std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
        return knapsack.items[a].value * weight[b] > knapsack.items[b].value * weight[a];
    });
    return order;
}

/// How full each dimension gets by the best fractions of items under one weighted sum.
std::vector<double> loadsOf(const Knapsack& knapsack, const std::vector<double>& shares) {
    const std::size_t dimensions = knapsack.room.size();
    const auto partOf = [&](const KnapsackItem& item, std::size_t d) {
        return static_cast<double>(item.amounts[d]) / static_cast<double>(knapsack.room[d]);
    };
    std::vector<double> weight;
    for (const KnapsackItem& item : knapsack.items) {
        double sum = 0;
        for (std::size_t d = 0; d < dimensions; ++d) {
            sum += knapsack.room[d] > 0 ? shares[d] * partOf(item, d) : 0;
        }
        weight.push_back(sum);
    }
    std::vector<std::size_t> order(knapsack.items.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
        return static_cast<double>(knapsack.items[a].value) * weight[b] >
               static_cast<double>(knapsack.items[b].value) * weight[a];
    });
    double left = std::accumulate(shares.begin(), shares.end(), 0.0);
    std::vector<double> loads(dimensions, 0.0);
    for (const std::size_t at : order) {
        const KnapsackItem& item = knapsack.items[at];
        const double most = static_cast<double>(item.most);
        const double taken = weight[at] > 0 ? std::min(most, left / weight[at]) : most;
        left -= taken * weight[at];
        for (std::size_t d = 0; d < dimensions; ++d) {
            loads[d] += knapsack.room[d] > 0 ? taken * partOf(item, d) : 0;
        }
    }
    return loads;
}

/// Weights under which the weighted sum bounds tightly: what overflows gets more.
Weights weightsFor(const Knapsack& knapsack) {
    std::vector<double> shares(knapsack.room.size(), 1.0);
    for (int round = 0; round < kWeightRounds; ++round) {
        const std::vector<double> loads = loadsOf(knapsack, shares);
        const double step = 1.0 / (2 + round);
        for (std::size_t d = 0; d < shares.size(); ++d) {
            shares[d] *= 1 + step * std::clamp(loads[d] - 1, -0.9, 4.0);
            shares[d] = std::max(shares[d], 1e-6);
        }
    }
    const double largest = *std::ranges::max_element(shares);
    Weights weights;
    for (std::size_t d = 0; d < shares.size(); ++d) {
        const double room = static_cast<double>(std::max<std::int64_t>(1, knapsack.room[d]));
        // The amounts of a dimension are made alike large, so that whole weights are fine enough.
        const double scale = std::max(1.0, 1e12 / room);
        weights.push_back(static_cast<std::int64_t>(shares[d] / largest * kWeightScale * scale));
    }
    return weights;
}

class KnapsackSearch {
public:
    KnapsackSearch(const Knapsack& knapsack, std::int64_t limit, std::int64_t steps)
        : m_limit(limit), m_steps(steps), m_left(knapsack.room) {
        const Weights all = weightsFor(knapsack);
        m_taken.assign(knapsack.items.size(), 0);
        for (const std::size_t at : byDensity(knapsack, all)) {
            m_items.push_back(&knapsack.items[at]);
            m_original.push_back(at);
        }
        addSum(all);
        for (std::size_t d = 0; d < knapsack.room.size(); ++d) {
            Weights one(knapsack.room.size(), 0);
            one[d] = 1;
            addSum(one);
        }
    }

    KnapsackAnswer answer() {
        const bool isMore = exceeds(0);
        return isMore         ? KnapsackAnswer::More
               : m_steps <= 0 ? KnapsackAnswer::Undecided
                              : KnapsackAnswer::AtMost;
    }

private:
    /// One weighted sum with the items in the order of their value per weight.
    struct Sum {
        Weights weights;
        std::vector<Int128> weight;      ///< by position among m_items
        std::vector<std::size_t> order;  ///< positions among m_items
    };

    void addSum(Weights weights) {
        Sum sum{.weights = std::move(weights)};
        for (std::size_t at = 0; at < m_items.size(); ++at) {
            sum.weight.push_back(weighted(sum.weights, m_items[at]->amounts));
            sum.order.push_back(at);
        }
        std::ranges::stable_sort(sum.order, [&](std::size_t a, std::size_t b) {
            return m_items[a]->value * sum.weight[b] > m_items[b]->value * sum.weight[a];
        });
        m_sums.push_back(std::move(sum));
    }

    /// The most that the items from `from` on can add under one sum, fractions allowed.
    Int128 boundOf(const Sum& sum, std::size_t from) const {
        Int128 left = weighted(sum.weights, m_left);
        Int128 value = 0;
        for (const std::size_t at : sum.order) {
            if (at < from) {
                continue;
            }
            const KnapsackItem& item = *m_items[at];
            const Int128 all = sum.weight[at] * item.most;
            if (all <= left) {
                left -= all;
                value += static_cast<Int128>(item.value) * item.most;
            } else {
                return value + item.value * left / sum.weight[at];
            }
        }
        return value;
    }

    bool isHopeless(std::size_t from) const {
        return std::ranges::any_of(
            m_sums, [&](const Sum& sum) { return m_value + boundOf(sum, from) <= m_limit; });
    }

    std::int64_t mostOf(const KnapsackItem& item) const {
        std::int64_t most = item.most;
        for (const std::size_t other : item.excludes) {
            most = m_taken[other] > 0 ? 0 : most;
        }
        for (std::size_t d = 0; d < m_left.size(); ++d) {
            if (item.amounts[d] > 0) {
                most = std::min(most, m_left[d] / item.amounts[d]);
            }
        }
        for (const std::string& port : item.ports) {
            const auto used = m_ports.find(port);
            most = std::min<std::int64_t>(most, used != m_ports.end() && used->second > 0 ? 0 : 1);
        }
        return most;
    }

    void take(std::size_t at, std::int64_t count) {
        const KnapsackItem& item = *m_items[at];
        m_taken[m_original[at]] += count;
        m_value += static_cast<Int128>(item.value) * count;
        for (std::size_t d = 0; d < m_left.size(); ++d) {
            m_left[d] -= item.amounts[d] * count;
        }
        for (const std::string& port : item.ports) {
            m_ports[port] += count;
        }
    }

    bool exceeds(std::size_t at) {
        if (m_value > m_limit) {
            return true;
        }
        if (at == m_items.size() || --m_steps <= 0 || isHopeless(at)) {
            return false;
        }
        const KnapsackItem& item = *m_items[at];
        for (std::int64_t count = mostOf(item); count >= 0; --count) {
            take(at, count);
            const bool isMore = exceeds(at + 1);
            take(at, -count);
            if (isMore) {
                return true;
            }
            if (m_steps <= 0) {
                return false;
            }
        }
        return false;
    }

    std::int64_t m_limit;
    std::int64_t m_steps;
    std::vector<std::int64_t> m_left;
    std::vector<const KnapsackItem*> m_items;
    std::vector<std::size_t> m_original;  ///< positions of m_items as they were given
    std::vector<std::int64_t> m_taken;    ///< by original position
    std::vector<Sum> m_sums;
    Int128 m_value = 0;
    std::map<std::string, std::int64_t> m_ports;
};

}  // namespace

KnapsackAnswer isWorthAtMost(const Knapsack& knapsack, std::int64_t limit, std::int64_t steps) {
    if (limit < 0) {
        return KnapsackAnswer::More;
    }
    if (knapsack.items.empty()) {
        return KnapsackAnswer::AtMost;
    }
    return KnapsackSearch(knapsack, limit, steps).answer();
}

}  // namespace stowage::checker
