#include "model/simulate/order_search.h"

#include <algorithm>
#include <map>
#include <set>

#include "model/simulate/node_symmetry.h"

namespace stowage::simulate {
namespace {

/// Pods still to come, workload by workload.
class Remaining {
public:
    explicit Remaining(const std::vector<PodRef>& pods) {
        for (const PodRef& pod : pods) {
            m_pods[pod.workload].push_back(pod);
        }
        for (auto& entry : m_pods) {
            std::sort(entry.second.rbegin(), entry.second.rend());
        }
    }
    std::vector<WorkloadIndex> workloads() const {
        std::vector<WorkloadIndex> left;
        for (const auto& entry : m_pods) {
            if (!entry.second.empty()) {
                left.push_back(entry.first);
            }
        }
        return left;
    }
    PodRef next(WorkloadIndex workload) const { return m_pods.at(workload).back(); }
    void take(WorkloadIndex workload) { m_pods.at(workload).pop_back(); }
    void giveBack(PodRef pod) { m_pods.at(pod.workload).push_back(pod); }
    std::int64_t count(WorkloadIndex workload) const {
        return static_cast<std::int64_t>(m_pods.at(workload).size());
    }
    std::vector<PodRef> all() const {
        std::vector<PodRef> left;
        for (const auto& entry : m_pods) {
            left.insert(left.end(), entry.second.rbegin(), entry.second.rend());
        }
        return left;
    }

private:
    std::map<WorkloadIndex, std::vector<PodRef>> m_pods;
};

class OrderSearch {
public:
    OrderSearch(const ClusterState& base, const std::vector<PodRef>& pods, std::int64_t stepsMax)
        : m_state(base),
          m_pods(pods),
          m_stepsMax(stepsMax),
          m_remaining(pods),
          m_naming(base.model(), StateNaming::Nodes::Interchangeable) {}

    OrderSearchResult run() {
        if (!findDirected()) {
            m_result.isExhausted = explore() && !m_result.failing;
        }
        return std::move(m_result);
    }

private:
    bool isSpent() const { return m_result.steps >= m_stepsMax; }

    // Directed: one workload last, adversarial ties.
    bool findDirected();
    bool dive(const std::vector<PodRef>& order, WorkloadIndex victim);
    std::size_t worstTie(PodRef pod, WorkloadIndex victim, const std::vector<NodeIndex>& ties);
    std::vector<PodRef> sortedBehind(WorkloadIndex victim, int variant) const;

    // Exhaustive. False: the steps ran out.
    bool explore();
    bool tryWorkload(WorkloadIndex workload, const std::vector<NodeIndex>& best);
    bool isDeadEnd();

    ClusterState m_state;
    const std::vector<PodRef>& m_pods;
    std::int64_t m_stepsMax = 0;
    Remaining m_remaining;
    StateNaming m_naming;
    std::vector<Binding> m_path;
    std::set<std::vector<std::int64_t>> m_seen;
    OrderSearchResult m_result;
};

std::vector<PodRef> OrderSearch::sortedBehind(WorkloadIndex victim, int variant) const {
    const ClusterModel& model = m_state.model();
    std::vector<PodRef> order = m_pods;
    const auto size = [&](PodRef pod) {
        const ClusterModel::Class& workload = model.workload(pod.workload);
        switch (variant) {
            case 0:  // the others from small to large: they fill every node evenly
                return bulkOf(model, pod.workload);
            case 1:
                return -bulkOf(model, pod.workload);
            case 2:  // memory first, then cpu first: one resource runs out alone
                return -workload.requests[1];
            case 3:
                return -workload.requests[0];
            default:  // pods without requests first: they draw others away
                return static_cast<std::int64_t>(workload.dimensions.size());
        }
    };
    std::stable_sort(order.begin(), order.end(), [&](PodRef a, PodRef b) {
        const bool aLast = a.workload == victim;
        const bool bLast = b.workload == victim;
        return aLast != bLast ? bLast : size(a) < size(b);
    });
    return order;
}

std::size_t OrderSearch::worstTie(PodRef pod, WorkloadIndex victim,
                                  const std::vector<NodeIndex>& ties) {
    std::size_t worst = 0;
    std::int64_t most = -1;
    for (std::size_t i = 0; i < ties.size(); ++i) {
        const std::int64_t before = roomFor(m_state, victim, ties[i], 1'000);
        m_state.bind(pod, ties[i]);
        const std::int64_t lost = before - roomFor(m_state, victim, ties[i], 1'000);
        m_state.unbind(pod, ties[i]);
        if (lost > most) {
            most = lost;
            worst = i;
        }
    }
    return worst;
}

bool OrderSearch::dive(const std::vector<PodRef>& order, WorkloadIndex victim) {
    const StateFork fork(m_state);
    const TieBreaker ties = [&](const ClusterState& /*state*/, PodRef pod,
                                const std::vector<NodeIndex>& equal) {
        return worstTie(pod, victim, equal);
    };
    ReplayResult played = replay(m_state, order, ties);
    m_result.steps += played.steps;
    if (!played.pending.empty()) {
        m_result.failing = FailingPath{.order = order,
                                       .bindings = std::move(played.bindings),
                                       .pending = std::move(played.pending)};
    }
    return m_result.failing.has_value();
}

bool OrderSearch::findDirected() {
    constexpr int kVariants = 5;
    const ClusterModel& model = m_state.model();
    std::vector<WorkloadIndex> victims = m_remaining.workloads();
    std::stable_sort(victims.begin(), victims.end(), [&](WorkloadIndex a, WorkloadIndex b) {
        return bulkOf(model, a) > bulkOf(model, b);
    });
    // Half of the steps stay for the exhaustive part.
    for (int variant = 0; variant < kVariants; ++variant) {
        for (const WorkloadIndex victim : victims) {
            if (m_result.steps >= m_stepsMax / 2) {
                return false;
            }
            if (dive(sortedBehind(victim, variant), victim)) {
                return true;
            }
        }
    }
    return false;
}

bool OrderSearch::isDeadEnd() {
    const StateFork fork(m_state);
    const std::vector<PodRef> rest = m_remaining.all();
    ReplayResult played = replay(m_state, rest, firstTie());
    m_result.steps += played.steps;
    if (played.pending.empty()) {
        return false;
    }
    FailingPath failing{.bindings = m_path, .pending = std::move(played.pending)};
    for (const Binding& binding : m_path) {
        failing.order.push_back(binding.pod);
    }
    failing.order.insert(failing.order.end(), rest.begin(), rest.end());
    failing.bindings.insert(failing.bindings.end(), played.bindings.begin(), played.bindings.end());
    m_result.failing = std::move(failing);
    return true;
}

bool OrderSearch::tryWorkload(WorkloadIndex workload, const std::vector<NodeIndex>& best) {
    const PodRef pod = m_remaining.next(workload);
    for (const NodeIndex node : best) {
        const StateFork fork(m_state);
        m_state.bind(pod, node);
        m_remaining.take(workload);
        m_path.push_back({pod, node});
        const bool finished = explore();
        m_path.pop_back();
        m_remaining.giveBack(pod);
        if (!finished || m_result.failing) {
            return finished;
        }
    }
    return true;
}

bool OrderSearch::explore() {
    if (isSpent()) {
        return false;
    }
    if (!m_seen.insert(m_naming.nameOf(m_state)).second) {
        return true;
    }
    std::vector<std::pair<WorkloadIndex, std::vector<NodeIndex>>> moves;
    bool isBlocked = false;
    for (const WorkloadIndex workload : m_remaining.workloads()) {
        ++m_result.steps;
        std::vector<NodeIndex> best = bestNodes(m_state, m_remaining.next(workload));
        isBlocked = isBlocked || best.empty();
        if (!best.empty()) {
            moves.emplace_back(workload, std::move(best));
        }
    }
    if (isBlocked && isDeadEnd()) {
        return true;
    }
    for (const auto& [workload, best] : moves) {
        const bool finished = tryWorkload(workload, best);
        if (!finished || m_result.failing) {
            return finished;
        }
    }
    return true;
}

}  // namespace

std::int64_t roomFor(const ClusterState& state, WorkloadIndex workload, NodeIndex node,
                     std::int64_t most) {
    const ClusterModel::Class& wanted = state.model().workload(workload);
    if (!state.isOpen(node) || wanted.isCompatible[node.value()] == 0) {
        return 0;
    }
    const auto used = static_cast<std::int64_t>(state.podsOn(node).size());
    std::int64_t room = std::min(most, state.model().node(node).facts.podSlots - used);
    for (const std::size_t d : wanted.dimensions) {
        room = std::min(room, state.free(node, d) / wanted.requests[d]);
    }
    return std::max<std::int64_t>(0, room);
}

OrderSearchResult searchFailingOrder(const ClusterState& base, const std::vector<PodRef>& pods,
                                     std::int64_t stepsMax) {
    return OrderSearch(base, pods, stepsMax).run();
}

}  // namespace stowage::simulate
