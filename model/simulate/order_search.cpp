#include "model/simulate/order_search.h"

#include <algorithm>
#include <map>
#include <set>

#include "model/base/invariant.h"

namespace stowage::simulate {
namespace {

constexpr const char* kHostnameKey = "kubernetes.io/hostname";

/// Largest share of any node's allocatable that one pod asks for, in millionths: how big it is.
std::int64_t bulkOf(const ClusterModel& model, WorkloadIndex workload) {
    std::int64_t bulk = 0;
    const ClusterModel::Class& wanted = model.workload(workload);
    for (const std::size_t d : wanted.dimensions) {
        std::int64_t largest = 1;
        for (std::size_t n = 0; n < model.nodeCount(); ++n) {
            largest = std::max(largest, model.node(NodeIndex(n)).allocatable[d]);
        }
        const auto share = mulDivRoundDown(wanted.requests[d], 1'000'000, largest);
        bulk = std::max(bulk, share.value_or(1'000'000));
    }
    return bulk;
}

/// Nodes that differ in nothing but their name: positions of the same kind are interchangeable.
std::vector<std::size_t> nodeKinds(const ClusterModel& model) {
    std::vector<std::size_t> kinds;
    const auto isAlike = [&](NodeIndex a, NodeIndex b) {
        const ClusterModel::Node& one = model.node(a);
        const ClusterModel::Node& other = model.node(b);
        for (std::size_t k = 0; k < one.domains.size(); ++k) {
            if (model.topologyKeys()[k] != kHostnameKey && one.domains[k] != other.domains[k]) {
                return false;
            }
        }
        for (std::size_t w = 0; w < model.workloadCount(); ++w) {
            const ClusterModel::Class& workload = model.workload(WorkloadIndex(w));
            if (workload.isCompatible[a.value()] != workload.isCompatible[b.value()] ||
                workload.untolerated[a.value()] != workload.untolerated[b.value()] ||
                workload.nodePreference[a.value()] != workload.nodePreference[b.value()]) {
                return false;
            }
        }
        for (const ClusterModel::Spread& spread : model.spreads()) {
            if (spread.eligible[a.value()] != spread.eligible[b.value()]) {
                return false;
            }
        }
        return one.allocatable == other.allocatable && one.facts.podSlots == other.facts.podSlots &&
               one.facts.volumeSlots == other.facts.volumeSlots &&
               one.facts.images == other.facts.images;
    };
    for (std::size_t n = 0; n < model.nodeCount(); ++n) {
        std::size_t kind = n;
        for (std::size_t before = 0; before < n; ++before) {
            if (isAlike(NodeIndex(before), NodeIndex(n))) {
                kind = kinds[before];
                break;
            }
        }
        kinds.push_back(kind);
    }
    return kinds;
}

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
          m_kinds(nodeKinds(base.model())) {}

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
    std::vector<std::int64_t> key() const;

    ClusterState m_state;
    const std::vector<PodRef>& m_pods;
    std::int64_t m_stepsMax = 0;
    Remaining m_remaining;
    std::vector<std::size_t> m_kinds;
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

std::vector<std::int64_t> OrderSearch::key() const {
    const ClusterModel& model = m_state.model();
    std::vector<std::vector<std::int64_t>> nodes;
    for (std::size_t n = 0; n < model.nodeCount(); ++n) {
        std::vector<std::int64_t> counts = {static_cast<std::int64_t>(m_kinds[n])};
        for (std::size_t w = 0; w < model.workloadCount(); ++w) {
            counts.push_back(m_state.podsOf(WorkloadIndex(w), NodeIndex(n)));
        }
        nodes.push_back(std::move(counts));
    }
    std::sort(nodes.begin(), nodes.end());
    std::vector<std::int64_t> flat;
    for (const auto& counts : nodes) {
        flat.insert(flat.end(), counts.begin(), counts.end());
    }
    return flat;
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
    if (!m_seen.insert(key()).second) {
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
