#include "model/simulate/order_argument.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "model/base/invariant.h"
#include "model/feasibility.h"

namespace stowage::simulate {
namespace {

constexpr std::size_t kSumsMax = 2'000;
constexpr std::int64_t kStepsMax = 20'000;
constexpr const char* kHostnameKey = "kubernetes.io/hostname";

/// How many pods of each workload still come.
using Counts = std::map<std::size_t, std::int64_t>;

Counts countPods(const std::vector<PodRef>& pods) {
    Counts counts;
    for (const PodRef& pod : pods) {
        ++counts[pod.workload.value()];
    }
    return counts;
}

/// One way to close a node for the pod: the others must spend at least `amount` of budget `kind`.
struct Closing {
    std::size_t kind = 0;
    std::int64_t amount = 0;
};

/// The least sum of item sizes that reaches `need`; `need` itself when there are too many sums.
/// Absent: the items together do not reach it.
std::optional<std::int64_t> leastSumFrom(
    std::int64_t need, const std::vector<std::pair<std::int64_t, std::int64_t>>& sizesAndCounts) {
    std::vector<std::int64_t> below = {0};
    std::optional<std::int64_t> best;
    for (const auto& [size, count] : sizesAndCounts) {
        std::vector<std::int64_t> next = below;
        for (const std::int64_t start : below) {
            std::int64_t sum = start;
            for (std::int64_t i = 0; i < count && sum < need; ++i) {
                sum += size;
                if (sum >= need) {
                    best = best ? std::min(*best, sum) : sum;
                } else {
                    next.push_back(sum);
                }
            }
        }
        std::sort(next.begin(), next.end());
        next.erase(std::unique(next.begin(), next.end()), next.end());
        if (next.size() > kSumsMax) {
            return need;
        }
        below = std::move(next);
    }
    return best;
}

/// Can the budgets close every node? Depth first over the nodes, with a step limit; running into it
/// counts as yes.
class ClosingSearch {
public:
    ClosingSearch(std::vector<std::vector<Closing>> nodes, std::vector<std::int64_t> budgets)
        : m_nodes(std::move(nodes)), m_budgets(std::move(budgets)) {
        // Nodes with few ways to close first: the search ends sooner.
        std::stable_sort(m_nodes.begin(), m_nodes.end(),
                         [](const auto& a, const auto& b) { return a.size() < b.size(); });
    }
    bool canCloseAll() { return close(0); }

private:
    bool close(std::size_t node) {
        if (node == m_nodes.size() || ++m_steps > kStepsMax) {
            return true;
        }
        for (const Closing& way : m_nodes[node]) {
            if (m_budgets[way.kind] >= way.amount) {
                m_budgets[way.kind] -= way.amount;
                const bool closed = close(node + 1);
                m_budgets[way.kind] += way.amount;
                if (closed) {
                    return true;
                }
            }
        }
        return false;
    }

    std::vector<std::vector<Closing>> m_nodes;
    std::vector<std::int64_t> m_budgets;
    std::int64_t m_steps = 0;
};

/// The room argument for one workload.
class RoomArgument {
public:
    RoomArgument(const ClusterState& base, const Counts& counts, PodRef pod)
        : m_base(base),
          m_model(base.model()),
          m_workload(base.model().workload(pod.workload)),
          m_pod(pod),
          m_others(counts) {
        --m_others[pod.workload.value()];
    }

    bool holds() {
        if (m_workload.needsSearch || !areVolumesPrivate()) {
            return false;
        }
        const auto conflicts = conflictingPods();
        if (!conflicts) {
            return false;
        }
        // Budgets: one a dimension, then pod slots, then conflicts.
        std::vector<std::int64_t> budgets;
        for (std::size_t d = 0; d < m_model.dimensionCount(); ++d) {
            budgets.push_back(total(d));
        }
        budgets.push_back(totalPods());
        budgets.push_back(*conflicts);
        std::vector<std::vector<Closing>> nodes;
        for (std::size_t n = 0; n < m_model.nodeCount(); ++n) {
            if (fits(m_base, m_pod, NodeIndex(n))) {
                nodes.push_back(waysToClose(NodeIndex(n), budgets));
            }
        }
        return !nodes.empty() && !ClosingSearch(std::move(nodes), std::move(budgets)).canCloseAll();
    }

private:
    std::int64_t total(std::size_t dimension) const {
        std::int64_t sum = 0;
        for (const auto& [w, count] : m_others) {
            sum += count * m_model.workload(WorkloadIndex(w)).requests[dimension];
        }
        return sum;
    }
    std::int64_t totalPods() const {
        std::int64_t sum = 0;
        for (const auto& entry : m_others) {
            sum += entry.second;
        }
        return sum;
    }
    /// A claim that other pods mount too would tie their places together.
    bool areVolumesPrivate() const {
        for (const ClusterModel::Mount& mount : m_workload.mounts) {
            const auto claim = ClusterModel::claimOf(mount, m_pod.ordinal);
            if (!claim || (!mount.perReplica && m_workload.replicas > 1)) {
                return false;
            }
            if (m_model.claims()[*claim].reach == StorageReach::Attached && hasSlotLimit()) {
                return false;
            }
            for (const auto& [w, count] : m_others) {
                const auto& mounts = m_model.workload(WorkloadIndex(w)).mounts;
                const bool shares = std::any_of(
                    mounts.begin(), mounts.end(),
                    [&](const ClusterModel::Mount& other) { return other.claim == mount.claim; });
                if (shares && (w != m_pod.workload.value())) {
                    return false;
                }
            }
        }
        return true;
    }
    bool hasSlotLimit() const {
        for (std::size_t n = 0; n < m_model.nodeCount(); ++n) {
            if (m_model.node(NodeIndex(n)).facts.volumeSlots) {
                return true;
            }
        }
        return false;
    }
    /// Pods that can each close one node by a port or by anti-affinity; absent when one of them
    /// could close several.
    std::optional<std::int64_t> conflictingPods() const {
        std::int64_t sum = 0;
        for (const auto& [w, count] : m_others) {
            const ClusterModel::Class& other = m_model.workload(WorkloadIndex(w));
            const auto closes = [&](const std::vector<std::size_t>& terms, std::size_t matched) {
                return std::any_of(terms.begin(), terms.end(), [&](std::size_t t) {
                    return m_model.antiTerms()[t].matches[matched] != 0;
                });
            };
            const bool isApart =
                closes(m_workload.antiTerms, w) || closes(other.antiTerms, m_pod.workload.value());
            if (isApart && !(isByNode(m_workload.antiTerms) && isByNode(other.antiTerms))) {
                return std::nullopt;
            }
            sum += isApart || sharesPort(other) ? count : 0;
        }
        return sum;
    }
    bool isByNode(const std::vector<std::size_t>& terms) const {
        return std::all_of(terms.begin(), terms.end(), [&](std::size_t t) {
            return m_model.topologyKeys()[m_model.antiTerms()[t].key] == kHostnameKey;
        });
    }
    bool sharesPort(const ClusterModel::Class& other) const {
        return std::any_of(m_workload.ports.begin(), m_workload.ports.end(), [&](std::size_t port) {
            const auto& conflicts = m_model.portConflicts(port);
            return std::any_of(other.ports.begin(), other.ports.end(), [&](std::size_t used) {
                return std::find(conflicts.begin(), conflicts.end(), used) != conflicts.end();
            });
        });
    }
    std::vector<Closing> waysToClose(NodeIndex node, const std::vector<std::int64_t>& budgets) {
        std::vector<Closing> ways;
        for (const std::size_t d : m_workload.dimensions) {
            const std::int64_t need = m_base.free(node, d) - m_workload.requests[d] + 1;
            if (need > budgets[d]) {
                continue;
            }
            if (const auto amount = leastSum(d, need)) {
                ways.push_back({.kind = d, .amount = *amount});
            }
        }
        const auto used = static_cast<std::int64_t>(m_base.podsOn(node).size());
        ways.push_back(
            {.kind = m_model.dimensionCount(), .amount = m_model.node(node).facts.podSlots - used});
        ways.push_back({.kind = m_model.dimensionCount() + 1, .amount = 1});
        return ways;
    }
    std::optional<std::int64_t> leastSum(std::size_t dimension, std::int64_t need) {
        const auto known = m_sums.find({dimension, need});
        if (known != m_sums.end()) {
            return known->second;
        }
        std::vector<std::pair<std::int64_t, std::int64_t>> sizes;
        for (const auto& [w, count] : m_others) {
            const std::int64_t size = m_model.workload(WorkloadIndex(w)).requests[dimension];
            if (size > 0 && count > 0) {
                sizes.emplace_back(size, count);
            }
        }
        const auto sum = leastSumFrom(need, sizes);
        m_sums[{dimension, need}] = sum;
        return sum;
    }

    const ClusterState& m_base;
    const ClusterModel& m_model;
    const ClusterModel::Class& m_workload;
    PodRef m_pod;
    Counts m_others;
    std::map<std::pair<std::size_t, std::int64_t>, std::optional<std::int64_t>> m_sums;
};

}  // namespace

bool isOrderFreeOnOneNode(const ClusterState& base, const std::vector<PodRef>& pods) {
    if (base.model().nodeCount() != 1 || !base.isOpen(NodeIndex(0))) {
        return false;
    }
    for (const auto& entry : countPods(pods)) {
        // Only a minimum of domains can refuse on one node what it would have taken before.
        for (const std::size_t s : base.model().workload(WorkloadIndex(entry.first)).spreads) {
            const ClusterModel::Spread& spread = base.model().spreads()[s];
            if (spread.minDomains > 1 && !spread.matchesItself) {
                return false;
            }
        }
    }
    return true;
}

bool hasRoomInEveryOrder(const ClusterState& base, const std::vector<PodRef>& pods) {
    const Counts counts = countPods(pods);
    std::set<std::size_t> judged;
    for (const PodRef& pod : pods) {
        const bool isNew = judged.insert(pod.workload.value()).second;
        if (isNew && !RoomArgument(base, counts, pod).holds()) {
            return false;
        }
    }
    return true;
}

}  // namespace stowage::simulate
