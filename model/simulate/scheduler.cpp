#include "model/simulate/scheduler.h"

#include <algorithm>
#include <tuple>

#include "model/base/random.h"
#include "model/simulate/scores.h"

namespace stowage::simulate {
namespace {

/// Pods that must go so that a node takes another one.
struct Victims {
    NodeIndex node;
    std::vector<PodRef> pods;
    std::int64_t highest = 0;
    std::int64_t sum = 0;
};

std::int64_t priorityOf(const ClusterState& state, PodRef pod) {
    return state.model().workload(pod.workload).priority;
}

/// Lower pods of the node, highest priority first. DaemonSet pods stay: they would come back to the
/// same node at once.
std::vector<PodRef> lowerPods(const ClusterState& state, PodRef pod, NodeIndex node) {
    std::vector<PodRef> lower;
    for (const PodRef& other : state.podsOn(node)) {
        if (priorityOf(state, other) < priorityOf(state, pod) &&
            state.model().workload(other.workload).kind != WorkloadKind::DaemonSet) {
            lower.push_back(other);
        }
    }
    std::stable_sort(lower.begin(), lower.end(), [&](PodRef a, PodRef b) {
        return priorityOf(state, a) > priorityOf(state, b);
    });
    return lower;
}

/// The fewest pods whose eviction makes room; absent when even the eviction of all lower pods does
/// not.
std::optional<Victims> victimsOn(ClusterState& state, PodRef pod, NodeIndex node) {
    const std::vector<PodRef> lower = lowerPods(state, pod, node);
    if (lower.empty()) {
        return std::nullopt;
    }
    const StateFork fork(state);
    for (const PodRef& other : lower) {
        state.unbind(other, node);
    }
    if (!fits(state, pod, node)) {
        return std::nullopt;
    }
    Victims victims{.node = node};
    for (const PodRef& other : lower) {
        state.bind(other, node);
        if (!fits(state, pod, node)) {
            state.unbind(other, node);
            victims.pods.push_back(other);
            victims.highest = victims.pods.size() == 1
                                  ? priorityOf(state, other)
                                  : std::max(victims.highest, priorityOf(state, other));
            victims.sum += priorityOf(state, other);
        }
    }
    return victims;
}

std::optional<Victims> choosePreemption(ClusterState& state, PodRef pod) {
    std::optional<Victims> best;
    const auto rank = [](const Victims& victims) {
        return std::tuple(victims.highest, victims.sum, victims.pods.size());
    };
    for (std::size_t n = 0; n < state.model().nodeCount(); ++n) {
        auto victims = victimsOn(state, pod, NodeIndex(n));
        if (victims && (!best || rank(*victims) < rank(*best))) {
            best = std::move(victims);
        }
    }
    return best;
}

/// One run of the queue.
class Replay {
public:
    Replay(ClusterState& state, const TieBreaker& ties)
        : m_state(state), m_ties(ties), m_isHopeless(state.model().workloadCount(), 0) {
        for (std::size_t at = 0; at < state.model().workloadCount(); ++at) {
            const std::int64_t priority = state.model().workload(WorkloadIndex(at)).priority;
            m_lowestPriority = at == 0 ? priority : std::min(m_lowestPriority, priority);
        }
    }

    ReplayResult run(const std::vector<PodRef>& order) {
        std::vector<PodRef> waiting = order;
        std::vector<PodRef> hopeless;
        bool isProgressing = true;
        while (isProgressing && !waiting.empty()) {
            isProgressing = false;
            std::vector<PodRef> left;
            for (const PodRef& pod : waiting) {
                if (isHopeless(pod)) {
                    ++m_result.steps;
                    hopeless.push_back(pod);
                } else if (schedule(pod)) {
                    isProgressing = true;
                } else {
                    giveUp(pod);
                    left.push_back(pod);
                }
            }
            left.insert(left.end(), m_evicted.begin(), m_evicted.end());
            if (!m_evicted.empty()) {
                // An eviction may have made room for those as well.
                left.insert(left.end(), hopeless.begin(), hopeless.end());
                hopeless.clear();
                m_isHopeless.assign(m_isHopeless.size(), 0);
            }
            m_evicted.clear();
            waiting = std::move(left);
        }
        addPending(waiting);
        addPending(hopeless);
        return std::move(m_result);
    }

private:
    /// Without an eviction room only shrinks: where one pod of a workload found no node, no other
    /// does, unless pods that come later can open a place to it.
    bool isHopeless(PodRef pod) const { return m_isHopeless[pod.workload.value()] != 0; }
    void giveUp(PodRef pod) {
        const ClusterModel::Class& workload = m_state.model().workload(pod.workload);
        const bool canOpen = workload.group || workload.needsSearch || !workload.mounts.empty();
        m_isHopeless[pod.workload.value()] = canOpen ? 0 : 1;
    }

    /// Every reason for the first pods, which is what is shown; the others are named only.
    void addPending(const std::vector<PodRef>& pods) {
        constexpr std::size_t kExplainedMax = 16;
        for (const PodRef& pod : pods) {
            const bool isShown = m_result.pending.size() < kExplainedMax;
            m_result.pending.push_back(
                {.pod = pod,
                 .refusals = isShown ? explainAll(m_state, pod) : std::vector<NodeRefusal>()});
        }
    }

    bool schedule(PodRef pod) {
        ++m_result.steps;
        const std::vector<NodeIndex> best = bestNodes(m_state, pod);
        if (!best.empty()) {
            bind(pod, best.size() == 1 ? best.front() : best[m_ties(m_state, pod, best)]);
            return true;
        }
        if (priorityOf(m_state, pod) <= m_lowestPriority) {
            return false;
        }
        const auto victims = choosePreemption(m_state, pod);
        if (!victims) {
            return false;
        }
        for (const PodRef& victim : victims->pods) {
            m_state.unbind(victim, victims->node);
            m_result.evicted.push_back({victim, victims->node});
            m_evicted.push_back(victim);
        }
        bind(pod, victims->node);
        return true;
    }
    void bind(PodRef pod, NodeIndex node) {
        m_state.bind(pod, node);
        m_result.bindings.push_back({pod, node});
    }

    ClusterState& m_state;
    const TieBreaker& m_ties;
    std::vector<PodRef> m_evicted;
    std::vector<char> m_isHopeless;  ///< by workload
    std::int64_t m_lowestPriority = 0;
    ReplayResult m_result;
};

int applyStage(const PlannedWorkload& workload) {
    switch (workload.origin) {
        case WorkloadOrigin::System:
            return 0;
        case WorkloadOrigin::Commons:
            return 1;
        case WorkloadOrigin::OwnService:
            return 2;
        case WorkloadOrigin::App:
            return workload.role == "web" ? 3 : 4;
        case WorkloadOrigin::Raw:
            return workload.kind == WorkloadKind::StatefulSet ? 2 : 4;
    }
    STOWAGE_UNREACHABLE();
}

}  // namespace

std::vector<NodeScore> scoreNodes(const ClusterState& state, PodRef pod,
                                  const std::vector<NodeIndex>& feasible,
                                  const ScoreWeights& weights) {
    const ScoreQuestion question{.state = state, .pod = pod, .nodes = feasible};
    std::vector<NodeScore> scores;
    for (const NodeIndex node : feasible) {
        scores.push_back({.node = node});
    }
    const auto add = [&](const Scores& part, std::int64_t weight) {
        for (std::size_t i = 0; i < part.size(); ++i) {
            scores[i].score += weight * part[i];
        }
    };
    add(leastAllocatedScores(question), weights.leastAllocated);
    add(balancedAllocationScores(question), weights.balancedAllocation);
    add(imageLocalityScores(question), weights.imageLocality);
    add(topologySpreadScores(question), weights.topologySpread);
    add(podAffinityScores(question), weights.podAffinity);
    add(taintTolerationScores(question), weights.taintToleration);
    add(nodeAffinityScores(question), weights.nodeAffinity);
    return scores;
}

std::vector<NodeIndex> bestNodes(const ClusterState& state, PodRef pod,
                                 const ScoreWeights& weights) {
    std::vector<NodeIndex> feasible = feasibleNodes(state, pod);
    if (feasible.size() < 2) {
        return feasible;
    }
    std::vector<NodeIndex> best;
    std::int64_t highest = -1;
    for (const NodeScore& scored : scoreNodes(state, pod, feasible, weights)) {
        if (scored.score > highest) {
            highest = scored.score;
            best.clear();
        }
        if (scored.score == highest) {
            best.push_back(scored.node);
        }
    }
    return best;
}

TieBreaker firstTie() {
    return
        [](const ClusterState&, PodRef, const std::vector<NodeIndex>&) { return std::size_t{0}; };
}

TieBreaker seededTies(std::uint64_t seed, std::uint64_t replicate) {
    return [=](const ClusterState& state, PodRef pod, const std::vector<NodeIndex>& ties) {
        const RandomSource random(seed, "scheduler-tie", state.model().podName(pod));
        const auto draw = random.below(static_cast<std::uint32_t>(replicate), 0, ties.size());
        return static_cast<std::size_t>(draw);
    };
}

ReplayResult replay(ClusterState& state, const std::vector<PodRef>& order, const TieBreaker& ties) {
    return Replay(state, ties).run(order);
}

std::vector<PodRef> applyOrder(const std::vector<PlannedWorkload>& workloads) {
    std::vector<PodRef> order = schedulablePods(workloads);
    std::stable_sort(order.begin(), order.end(), [&](PodRef a, PodRef b) {
        return applyStage(workloads[a.workload.value()]) <
               applyStage(workloads[b.workload.value()]);
    });
    return order;
}

}  // namespace stowage::simulate
