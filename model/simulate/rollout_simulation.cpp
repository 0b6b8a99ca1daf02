#include "model/simulate/rollout_simulation.h"

#include <algorithm>
#include <map>

#include "model/base/invariant.h"
#include "model/base/random.h"

namespace stowage::simulate {
namespace {

/// The pods of one workload in the course of its update.
struct Progress {
    const WorkloadRollout* rollout = nullptr;
    WorkloadKind kind = WorkloadKind::Deployment;
    std::int64_t replicas = 0;  ///< pods that ran when the deploy began
    std::int64_t nextOrdinal = 0;
    std::vector<Binding> old;
    std::vector<Binding> terminating;
    std::vector<PodRef> made;     ///< new pods so far
    std::vector<PodRef> waiting;  ///< those of them that are not bound
    std::vector<PodRef> gone;     ///< ended, to be made again under the same name

    std::int64_t count() const { return static_cast<std::int64_t>(made.size()); }
    std::int64_t running() const { return count() - static_cast<std::int64_t>(waiting.size()); }
    bool isFinished() const { return old.empty() && terminating.empty() && running() == replicas; }
    void make(PodRef pod) {
        made.push_back(pod);
        waiting.push_back(pod);
    }
};

class Player {
public:
    Player(const ClusterState& state, const std::vector<WorkloadRollout>& rollouts,
           std::uint64_t seed, int run)
        : m_state(state), m_seed(seed), m_run(run) {
        m_state.keepVolumes();
        const Placement placement = state.placement();
        for (const WorkloadRollout& rollout : rollouts) {
            const ClusterModel::Class& workload = state.model().workload(rollout.workload);
            // A DaemonSet's new pod takes the place of the old one on its node.
            if (workload.kind == WorkloadKind::DaemonSet) {
                continue;
            }
            Progress progress{
                .rollout = &rollout, .kind = workload.kind, .nextOrdinal = workload.replicas};
            for (const PlacedPod& pod : placement) {
                if (pod.workload == rollout.workload) {
                    progress.old.push_back({{pod.workload, pod.ordinal}, pod.node});
                }
            }
            progress.replicas = static_cast<std::int64_t>(progress.old.size());
            m_progress.push_back(std::move(progress));
        }
    }

    RolloutRun play() {
        reconcileAll();
        scheduleWaiting();
        noteFirst();
        while (step()) {
        }
        m_result.isFinished =
            std::all_of(m_progress.begin(), m_progress.end(),
                        [](const Progress& progress) { return progress.isFinished(); });
        for (const Progress& progress : m_progress) {
            for (const PodRef& pod : progress.waiting) {
                m_result.stuck.push_back({.pod = pod, .refusals = explainAll(m_state, pod)});
            }
        }
        return std::move(m_result);
    }

private:
    bool step() {
        const bool isReconciled = reconcileAll();
        const bool isScheduled = scheduleWaiting();
        return isReconciled || isScheduled || releaseTerminating();
    }
    bool reconcileAll() {
        bool moved = false;
        for (Progress& progress : m_progress) {
            moved = reconcile(progress) || moved;
        }
        return moved;
    }
    bool reconcile(Progress& progress) {
        switch (progress.kind) {
            case WorkloadKind::Deployment:
                return progress.rollout->isRecreate ? recreate(progress) : rollOver(progress);
            case WorkloadKind::StatefulSet:
            case WorkloadKind::DaemonSet:
                return replaceOne(progress);
            case WorkloadKind::CronJob:
            case WorkloadKind::Job:
                return false;
        }
        STOWAGE_UNREACHABLE();
    }
    /// RollingUpdate of a Deployment: terminating pods count neither as present nor as available.
    bool rollOver(Progress& progress) {
        const auto old = static_cast<std::int64_t>(progress.old.size());
        const std::int64_t present = old + progress.count();
        const std::int64_t toMake = std::min(progress.replicas - progress.count(),
                                             progress.replicas + progress.rollout->surge - present);
        for (std::int64_t i = 0; i < toMake; ++i) {
            progress.make({progress.rollout->workload, progress.nextOrdinal});
            ++progress.nextOrdinal;
        }
        const std::int64_t needed = progress.replicas - progress.rollout->unavailable;
        const std::int64_t toDelete = std::min(old, old + progress.running() - needed);
        for (std::int64_t i = 0; i < toDelete; ++i) {
            terminate(progress);
        }
        return toMake > 0 || toDelete > 0;
    }
    bool recreate(Progress& progress) {
        if (!progress.old.empty()) {
            while (!progress.old.empty()) {
                progress.gone.push_back(progress.old.back().pod);
                terminate(progress);
            }
            return true;
        }
        if (!progress.terminating.empty() || progress.gone.empty()) {
            return false;
        }
        for (const PodRef& pod : progress.gone) {
            progress.make(pod);
        }
        progress.gone.clear();
        return true;
    }
    /// A StatefulSet ends one pod at a time and makes it anew only when the old one is gone.
    bool replaceOne(Progress& progress) {
        if (!progress.terminating.empty() || !progress.waiting.empty()) {
            return false;
        }
        if (!progress.gone.empty()) {
            progress.make(progress.gone.back());
            progress.gone.pop_back();
            return true;
        }
        if (progress.old.empty()) {
            return false;
        }
        progress.gone.push_back(progress.old.back().pod);
        terminate(progress);
        return true;
    }
    static void terminate(Progress& progress) {
        progress.terminating.push_back(progress.old.back());
        progress.old.pop_back();
    }
    bool releaseTerminating() {
        bool released = false;
        for (Progress& progress : m_progress) {
            for (const Binding& binding : progress.terminating) {
                m_state.unbind(binding.pod, binding.node);
                released = true;
            }
            progress.terminating.clear();
        }
        return released;
    }
    bool scheduleWaiting() {
        std::vector<PodRef> pods;
        for (const Progress& progress : m_progress) {
            pods.insert(pods.end(), progress.waiting.begin(), progress.waiting.end());
        }
        if (pods.empty()) {
            return false;
        }
        arrange(pods);
        const auto ties =
            m_run == 0 ? firstTie() : seededTies(m_seed, static_cast<std::uint64_t>(m_run));
        const ReplayResult played = replay(m_state, pods, ties);
        refresh();
        return !played.bindings.empty();
    }
    /// A new pod of higher priority may have evicted others, old or new: looks up who is where.
    void refresh() {
        std::map<PodRef, NodeIndex> places;
        for (const PlacedPod& pod : m_state.placement()) {
            places[{pod.workload, pod.ordinal}] = pod.node;
        }
        const auto keepBound = [&](std::vector<Binding>& bindings) {
            std::vector<Binding> bound;
            for (const Binding& binding : bindings) {
                if (const auto place = places.find(binding.pod); place != places.end()) {
                    bound.push_back({binding.pod, place->second});
                }
            }
            bindings = std::move(bound);
        };
        for (Progress& progress : m_progress) {
            keepBound(progress.old);
            keepBound(progress.terminating);
            progress.waiting.clear();
            for (const PodRef& pod : progress.made) {
                if (places.count(pod) == 0) {
                    progress.waiting.push_back(pod);
                }
            }
        }
    }
    void arrange(std::vector<PodRef>& pods) const {
        if (m_run == 0) {
            return;
        }
        std::vector<std::pair<std::uint64_t, PodRef>> keyed;
        for (const PodRef& pod : pods) {
            const RandomSource random(m_seed, "rollout-order", m_state.model().podName(pod));
            keyed.emplace_back(random.bits(static_cast<std::uint32_t>(m_run), 0), pod);
        }
        std::sort(keyed.begin(), keyed.end());
        for (std::size_t i = 0; i < pods.size(); ++i) {
            pods[i] = keyed[i].second;
        }
    }
    void noteFirst() {
        m_result.isSurgePlaced = true;
        for (const Progress& progress : m_progress) {
            for (const PodRef& pod : progress.made) {
                m_result.firstPods.push_back({.workload = pod.workload, .ordinal = pod.ordinal});
            }
            for (const PodRef& pod : progress.waiting) {
                m_result.isSurgePlaced = false;
                m_result.firstPending.push_back({.pod = pod, .refusals = explainAll(m_state, pod)});
            }
        }
        for (const PlacedPod& placed : m_state.placement()) {
            for (PlacedPod& first : m_result.firstPods) {
                if (first.workload == placed.workload && first.ordinal == placed.ordinal) {
                    first.node = placed.node;
                }
            }
        }
    }

    ClusterState m_state;
    std::uint64_t m_seed = 0;
    int m_run = 0;
    std::vector<Progress> m_progress;
    RolloutRun m_result;
};

}  // namespace

RolloutRun playRollout(const ClusterState& state, const std::vector<WorkloadRollout>& rollouts,
                       std::uint64_t seed, int run) {
    return Player(state, rollouts, seed, run).play();
}

}  // namespace stowage::simulate
