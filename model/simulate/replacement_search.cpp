#include "model/simulate/replacement_search.h"

#include <algorithm>
#include <map>
#include <set>

#include "model/simulate/node_symmetry.h"

namespace stowage::simulate {
namespace {

/// What the pod would leave of its scarcest resource on the node, in millionths of the allocatable.
std::int64_t leftover(const ClusterState& state, PodRef pod, NodeIndex node) {
    const ClusterModel::Class& workload = state.model().workload(pod.workload);
    std::int64_t least = 1'000'000;
    for (const std::size_t d : workload.dimensions) {
        const std::int64_t left = state.free(node, d) - workload.requests[d];
        const std::int64_t whole =
            std::max<std::int64_t>(1, state.model().node(node).allocatable[d]);
        least = std::min(least, mulDivRoundDown(left, 1'000'000, whole).value_or(0));
    }
    return least;
}

enum class FitRule { Tightest, Loosest };

NodeIndex chooseNode(const ClusterState& state, PodRef pod, FitRule rule) {
    NodeIndex chosen;
    std::int64_t best = 0;
    for (const NodeIndex node : feasibleNodes(state, pod)) {
        const std::int64_t left = leftover(state, pod, node);
        const std::int64_t value = rule == FitRule::Tightest ? -left : left;
        if (!chosen.isValid() || value > best) {
            chosen = node;
            best = value;
        }
    }
    return chosen;
}

/// One greedy attempt with repairs.
class Attempt {
public:
    Attempt(ClusterState& state, FitRule rule, std::int64_t& steps)
        : m_state(state), m_rule(rule), m_steps(steps) {}

    FoundPlacement run(std::vector<PodRef> waiting) {
        bool isProgressing = true;
        while (!waiting.empty() && isProgressing) {
            std::vector<PodRef> left;
            for (const PodRef& pod : waiting) {
                if (!place(pod) && !makeRoom(pod)) {
                    left.push_back(pod);
                }
            }
            isProgressing = left.size() < waiting.size();
            waiting = std::move(left);
        }
        return waiting.empty() ? FoundPlacement(m_placed) : std::nullopt;
    }

private:
    bool place(PodRef pod) {
        ++m_steps;
        const NodeIndex node = chooseNode(m_state, pod, m_rule);
        if (node.isValid()) {
            bind(pod, node);
        }
        return node.isValid();
    }
    void bind(PodRef pod, NodeIndex node) {
        m_state.bind(pod, node);
        m_placed.push_back({.workload = pod.workload, .ordinal = pod.ordinal, .node = node});
    }
    /// Moves one pod of ours to another node if that lets this one in. The moved pod then comes
    /// after it, so that the order of the result can be played again.
    bool makeRoom(PodRef pod) {
        for (std::size_t i = 0; i < m_placed.size(); ++i) {
            const PlacedPod mover = m_placed[i];
            const PodRef moved{mover.workload, mover.ordinal};
            if (isOrderBound(moved) || isOrderBound(pod)) {
                continue;
            }
            ++m_steps;
            StateFork fork(m_state);
            m_state.unbind(moved, mover.node);
            if (!fits(m_state, pod, mover.node)) {
                continue;
            }
            m_state.bind(pod, mover.node);
            const NodeIndex other = chooseNode(m_state, moved, m_rule);
            if (!other.isValid()) {
                continue;
            }
            m_state.bind(moved, other);
            fork.commit();
            m_placed.erase(m_placed.begin() + static_cast<std::ptrdiff_t>(i));
            m_placed.push_back(
                {.workload = pod.workload, .ordinal = pod.ordinal, .node = mover.node});
            m_placed.push_back(
                {.workload = moved.workload, .ordinal = moved.ordinal, .node = other});
            return true;
        }
        return false;
    }
    /// Affinity and hard spread look at who came before: such pods, and those that they count, are
    /// not moved behind others.
    bool isOrderBound(PodRef pod) const {
        const ClusterModel& model = m_state.model();
        const ClusterModel::Class& workload = model.workload(pod.workload);
        return workload.needsSearch || !workload.inGroups.empty() ||
               std::any_of(workload.inSpreads.begin(), workload.inSpreads.end(),
                           [&](std::size_t spread) { return model.spreads()[spread].isHard; });
    }

    ClusterState& m_state;
    FitRule m_rule;
    std::int64_t& m_steps;
    std::vector<PlacedPod> m_placed;
};

/// Depth-first search.
class ExactSearch {
public:
    ExactSearch(const ClusterState& start, const std::vector<PodRef>& pods, std::int64_t stepsMax,
                std::int64_t& steps)
        : m_state(start),
          m_stepsMax(stepsMax),
          m_steps(steps),
          m_naming(start.model(), symmetry(start.model(), pods)) {
        for (const PodRef& pod : pods) {
            m_left[pod.workload].push_back(pod);
            m_isOrderFree = m_isOrderFree && !start.model().workload(pod.workload).needsSearch;
        }
    }

    ExactPlacement run() {
        const bool isFinished = explore();
        ExactPlacement result{.isExhausted = isFinished};
        if (m_isFound) {
            result.placement = m_path;
        }
        return result;
    }

private:
    /// A claim may be tied to one of two nodes that are alike otherwise.
    static StateNaming::Nodes symmetry(const ClusterModel& model, const std::vector<PodRef>& pods) {
        const bool hasMounts = std::any_of(pods.begin(), pods.end(), [&](const PodRef& pod) {
            return !model.workload(pod.workload).mounts.empty();
        });
        return hasMounts ? StateNaming::Nodes::Distinct : StateNaming::Nodes::Interchangeable;
    }
    struct Move {
        WorkloadIndex workload;
        std::vector<NodeIndex> nodes;
    };
    /// The workload with the fewest nodes; where order matters, every workload is a branch. Absent:
    /// no pod is left.
    std::vector<Move> moves() {
        std::vector<Move> all;
        for (const auto& [workload, pods] : m_left) {
            if (pods.empty()) {
                continue;
            }
            ++m_steps;
            all.push_back(
                {.workload = workload,
                 .nodes = m_naming.representatives(m_state, feasibleNodes(m_state, pods.back()))});
        }
        std::stable_sort(all.begin(), all.end(), [](const Move& a, const Move& b) {
            return a.nodes.size() < b.nodes.size();
        });
        if (m_isOrderFree && all.size() > 1) {
            all.resize(1);
        }
        return all;
    }
    /// False: out of steps.
    bool explore() {
        if (m_steps >= m_stepsMax) {
            return false;
        }
        if (!m_seen.insert(m_naming.nameOf(m_state)).second) {
            return true;
        }
        const std::vector<Move> choices = moves();
        if (choices.empty()) {
            m_isFound = true;
            return true;
        }
        for (const Move& move : choices) {
            for (const NodeIndex node : move.nodes) {
                const bool isFinished = descend(move.workload, node);
                if (m_isFound || !isFinished) {
                    return isFinished;
                }
            }
        }
        return true;
    }
    bool descend(WorkloadIndex workload, NodeIndex node) {
        const StateFork fork(m_state);
        const PodRef pod = m_left.at(workload).back();
        m_left.at(workload).pop_back();
        m_state.bind(pod, node);
        m_path.push_back({.workload = workload, .ordinal = pod.ordinal, .node = node});
        const bool isFinished = explore();
        if (!m_isFound) {
            m_path.pop_back();
        }
        m_left.at(workload).push_back(pod);
        return isFinished;
    }

    ClusterState m_state;
    std::int64_t m_stepsMax = 0;
    std::int64_t& m_steps;
    StateNaming m_naming;
    std::map<WorkloadIndex, std::vector<PodRef>> m_left;
    bool m_isOrderFree = true;
    bool m_isFound = false;
    std::vector<PlacedPod> m_path;
    std::set<std::vector<std::int64_t>> m_seen;
};

}  // namespace

FoundPlacement placeByHeuristics(const ClusterState& start, const std::vector<PodRef>& pods,
                                 std::int64_t& steps) {
    const ClusterModel& model = start.model();
    ClusterState state = start;
    const auto attempt = [&](const auto& size, FitRule rule) {
        std::vector<PodRef> order = pods;
        std::stable_sort(order.begin(), order.end(),
                         [&](PodRef a, PodRef b) { return size(a) > size(b); });
        const StateFork fork(state);
        return Attempt(state, rule, steps).run(std::move(order));
    };
    const auto byBulk = [&](PodRef pod) { return bulkOf(model, pod.workload); };
    const auto byMemory = [&](PodRef pod) { return model.workload(pod.workload).requests[1]; };
    const auto byCpu = [&](PodRef pod) { return model.workload(pod.workload).requests[0]; };
    const auto byChoice = [&](PodRef pod) {
        return -static_cast<std::int64_t>(feasibleNodes(start, pod).size());
    };
    for (const FitRule rule : {FitRule::Tightest, FitRule::Loosest}) {
        auto found = attempt(byBulk, rule);
        found = found ? found : attempt(byMemory, rule);
        found = found ? found : attempt(byCpu, rule);
        found = found ? found : attempt(byChoice, rule);
        if (found) {
            return found;
        }
    }
    return std::nullopt;
}

ExactPlacement placeExactly(const ClusterState& start, const std::vector<PodRef>& pods,
                            std::int64_t stepsMax, std::int64_t& steps) {
    return ExactSearch(start, pods, stepsMax, steps).run();
}

}  // namespace stowage::simulate
