#include "model/simulate/scores.h"

#include <algorithm>
#include <limits>
#include <set>

#include "model/base/invariant.h"

namespace stowage::simulate {
namespace {

constexpr std::size_t kCpuDimension = 0;  ///< the model interns cpu and memory first
constexpr std::size_t kMemoryDimension = 1;
constexpr const char* kHostnameKey = "kubernetes.io/hostname";

const ClusterModel::Class& workloadOf(const ScoreQuestion& q) {
    return q.state.model().workload(q.pod.workload);
}

std::size_t asIndex(std::int32_t domain) {
    return static_cast<std::size_t>(domain);
}

/// Free share of one resource, 0 to 100.
std::int64_t freeShare(std::int64_t requested, std::int64_t allocatable) {
    return requested > allocatable ? 0 : (allocatable - requested) * kMaxNodeScore / allocatable;
}

/// Scales so that the largest score becomes 100; reversed: so that it becomes 0.
enum class Direction { MoreIsBetter, LessIsBetter };
Scores normalized(Scores scores, Direction direction) {
    const std::int64_t largest =
        scores.empty() ? 0 : *std::max_element(scores.begin(), scores.end());
    for (std::int64_t& score : scores) {
        score = largest == 0 ? 0 : score * kMaxNodeScore / largest;
        if (direction == Direction::LessIsBetter) {
            score = kMaxNodeScore - score;
        }
    }
    return scores;
}

/// One fraction used / allocatable, at most 1.
struct Fraction {
    Int128 used = 0;
    Int128 allocatable = 0;
};

Fraction fractionOf(const ScoreQuestion& q, NodeIndex node, std::size_t dimension) {
    const std::int64_t allocatable = q.state.model().node(node).allocatable[dimension];
    const std::int64_t used =
        q.state.requested(node, dimension) + workloadOf(q).requests[dimension];
    return {.used = std::min(used, allocatable), .allocatable = allocatable};
}

/// Pods that a soft rule counts on the node's side of it, times the weight of the rule.
struct SoftRule {
    std::size_t index = 0;
    std::size_t key = 0;
    std::int64_t maxSkew = 1;
    std::int64_t weight = 0;  ///< of one pod, in 2^-32
};

std::int64_t domainsAmong(const ScoreQuestion& q, std::size_t key, const std::vector<char>& used) {
    if (q.state.model().topologyKeys()[key] == kHostnameKey) {
        return std::count(used.begin(), used.end(), 1);
    }
    std::set<std::int32_t> domains;
    for (std::size_t i = 0; i < q.nodes.size(); ++i) {
        if (used[i] != 0) {
            domains.insert(q.state.model().node(q.nodes[i]).domains[key]);
        }
    }
    return static_cast<std::int64_t>(domains.size());
}

/// Nodes that carry the keys of all explicit soft rules; the cluster's default asks for none.
std::vector<char> nodesWithKeys(const ScoreQuestion& q) {
    std::vector<char> used(q.nodes.size(), 1);
    for (std::size_t i = 0; i < q.nodes.size() && workloadOf(q).hasOwnSpread; ++i) {
        for (const std::size_t s : workloadOf(q).softSpreads) {
            const std::size_t key = q.state.model().spreads()[s].key;
            if (q.state.model().node(q.nodes[i]).domains[key] < 0) {
                used[i] = 0;
            }
        }
    }
    return used;
}

/// Rounds half up, as for positive numbers everywhere.
std::int64_t roundFixed(Int128 value) {
    return static_cast<std::int64_t>((value + (Int128{1} << 31)) >> 32);
}

std::int64_t spreadCost(const ScoreQuestion& q, NodeIndex node,
                        const std::vector<SoftRule>& rules) {
    Int128 sum = 0;
    for (const SoftRule& rule : rules) {
        const std::int32_t domain = q.state.model().node(node).domains[rule.key];
        if (domain < 0) {
            continue;
        }
        const std::int64_t count = q.state.spreadMatches(rule.index, asIndex(domain));
        sum += Int128{count} * rule.weight + (Int128{rule.maxSkew - 1} << 32);
    }
    return roundFixed(sum);
}

}  // namespace

std::int64_t naturalLogarithm(std::uint64_t value) {
    STOWAGE_ASSERT(value > 0);
    constexpr Int128 kOne = Int128{1} << 32;
    constexpr std::int64_t kLogTwo = 2'977'044'472;  // ln 2 in 2^-32
    std::int64_t whole = 63 - __builtin_clzll(value);
    // The mantissa in [1, 2); each squaring yields one more binary digit of the logarithm.
    Int128 mantissa = (Int128{value} << 32) >> whole;
    std::int64_t digits = 0;
    for (int bit = 31; bit >= 0; --bit) {
        mantissa = (mantissa * mantissa) >> 32;
        if (mantissa >= 2 * kOne) {
            mantissa >>= 1;
            digits |= std::int64_t{1} << bit;
        }
    }
    return static_cast<std::int64_t>(((Int128{whole} << 32) + digits) * kLogTwo >> 32);
}

Scores leastAllocatedScores(const ScoreQuestion& q) {
    Scores scores;
    for (const NodeIndex node : q.nodes) {
        const auto& allocatable = q.state.model().node(node).allocatable;
        std::int64_t sum = 0;
        std::int64_t weights = 0;
        const auto add = [&](std::int64_t requested, std::int64_t room) {
            if (room > 0) {
                sum += freeShare(requested, room);
                ++weights;
            }
        };
        add(q.state.scoredCpu(node) + workloadOf(q).scoredCpu, allocatable[kCpuDimension]);
        add(q.state.scoredMemory(node) + workloadOf(q).scoredMemory, allocatable[kMemoryDimension]);
        scores.push_back(weights == 0 ? 0 : sum / weights);
    }
    return scores;
}

Scores balancedAllocationScores(const ScoreQuestion& q) {
    const auto& requests = workloadOf(q).requests;
    // The plugin leaves out pods that ask for nothing.
    if (requests[kCpuDimension] == 0 && requests[kMemoryDimension] == 0) {
        return Scores(q.nodes.size(), 0);
    }
    Scores scores;
    for (const NodeIndex node : q.nodes) {
        const Fraction cpu = fractionOf(q, node, kCpuDimension);
        const Fraction memory = fractionOf(q, node, kMemoryDimension);
        if (cpu.allocatable == 0 || memory.allocatable == 0) {
            scores.push_back(kMaxNodeScore);
            continue;
        }
        // 100 * (1 - |a/b - c/d| / 2), with the common denominator 2bd.
        const Int128 denominator = 2 * cpu.allocatable * memory.allocatable;
        const Int128 difference = cpu.used * memory.allocatable - memory.used * cpu.allocatable;
        const Int128 rest = denominator - (difference < 0 ? -difference : difference);
        scores.push_back(static_cast<std::int64_t>(rest * kMaxNodeScore / denominator));
    }
    return scores;
}

Scores imageLocalityScores(const ScoreQuestion& q) {
    const ClusterModel& model = q.state.model();
    const auto total = static_cast<std::int64_t>(model.nodeCount());
    const auto& images = workloadOf(q).images;
    const std::int64_t least = mebibytes(23).raw();
    const std::int64_t most =
        mebibytes(1000).raw() * std::max<std::int64_t>(1, static_cast<std::int64_t>(images.size()));
    Scores scores;
    for (const NodeIndex node : q.nodes) {
        std::int64_t sum = 0;
        const auto& present = model.node(node).facts.images;
        for (std::size_t i = 0; i < images.size() && !present.empty(); ++i) {
            const auto image = present.find(images[i]);
            if (image == present.end()) {
                continue;
            }
            std::int64_t holders = 0;
            for (std::size_t n = 0; n < model.nodeCount(); ++n) {
                holders += model.node(NodeIndex(n)).facts.images.count(images[i]) > 0 ? 1 : 0;
            }
            sum += mulDivRoundDown(image->second.raw(), holders, total).value_or(most);
        }
        sum = std::clamp(sum, least, most);
        scores.push_back(kMaxNodeScore * (sum - least) / (most - least));
    }
    return scores;
}

Scores topologySpreadScores(const ScoreQuestion& q) {
    const auto& own = workloadOf(q).softSpreads;
    if (own.empty()) {
        return Scores(q.nodes.size(), 0);
    }
    const std::vector<char> used = nodesWithKeys(q);
    std::vector<SoftRule> rules;
    for (const std::size_t s : own) {
        const ClusterModel::Spread& spread = q.state.model().spreads()[s];
        const std::int64_t domains = domainsAmong(q, spread.key, used);
        rules.push_back({.index = s,
                         .key = spread.key,
                         .maxSkew = spread.maxSkew,
                         .weight = naturalLogarithm(static_cast<std::uint64_t>(domains + 2))});
    }
    Scores costs(q.nodes.size(), 0);
    std::int64_t least = std::numeric_limits<std::int64_t>::max();
    std::int64_t most = 0;
    for (std::size_t i = 0; i < costs.size(); ++i) {
        if (used[i] != 0) {
            costs[i] = spreadCost(q, q.nodes[i], rules);
            least = std::min(least, costs[i]);
            most = std::max(most, costs[i]);
        }
    }
    for (std::size_t i = 0; i < costs.size(); ++i) {
        if (used[i] == 0) {
            costs[i] = 0;
        } else {
            costs[i] = most == 0 ? kMaxNodeScore : kMaxNodeScore * (most + least - costs[i]) / most;
        }
    }
    return costs;
}

Scores podAffinityScores(const ScoreQuestion& q) {
    const ClusterModel::Class& workload = workloadOf(q);
    Scores scores(q.nodes.size(), 0);
    if (workload.preferred.empty() && workload.inPreferred.empty()) {
        return scores;
    }
    for (std::size_t i = 0; i < scores.size(); ++i) {
        const auto& domains = q.state.model().node(q.nodes[i]).domains;
        const auto& terms = q.state.model().preferredTerms();
        for (const std::size_t t : workload.preferred) {
            if (const std::int32_t domain = domains[terms[t].key]; domain >= 0) {
                scores[i] += terms[t].weight * q.state.preferredMatches(t, asIndex(domain));
            }
        }
        for (const std::size_t t : workload.inPreferred) {
            if (const std::int32_t domain = domains[terms[t].key]; domain >= 0) {
                scores[i] += terms[t].weight * q.state.preferredOwners(t, asIndex(domain));
            }
        }
    }
    const auto [least, most] = std::minmax_element(scores.begin(), scores.end());
    const std::int64_t low = scores.empty() ? 0 : *least;
    const std::int64_t range = scores.empty() ? 0 : *most - low;
    for (std::int64_t& score : scores) {
        score = range == 0 ? 0 : kMaxNodeScore * (score - low) / range;
    }
    return scores;
}

Scores taintTolerationScores(const ScoreQuestion& q) {
    Scores counts;
    for (const NodeIndex node : q.nodes) {
        counts.push_back(workloadOf(q).untolerated[node.value()]);
    }
    return normalized(std::move(counts), Direction::LessIsBetter);
}

Scores nodeAffinityScores(const ScoreQuestion& q) {
    Scores sums;
    for (const NodeIndex node : q.nodes) {
        sums.push_back(workloadOf(q).nodePreference[node.value()]);
    }
    return normalized(std::move(sums), Direction::MoreIsBetter);
}

}  // namespace stowage::simulate
