#include "model/simulate/rollout.h"

#include <algorithm>

#include "model/base/invariant.h"
#include "model/simulate/rollout_simulation.h"

namespace stowage::simulate {
namespace {

double secondsToReady(const StartTiming& timing) {
    return timing.pullSeconds + timing.waitForDependenciesSeconds + timing.startSeconds;
}

/// Seconds without a ready pod.
double gapOf(const PlannedWorkload& workload, const WorkloadRollout& rollout) {
    const double ready = secondsToReady(workload.timing);
    switch (workload.kind) {
        case WorkloadKind::Deployment:
            if (rollout.isRecreate) {
                return workload.timing.stopSeconds + ready;
            }
            if (rollout.unavailable < workload.replicas) {
                return 0;
            }
            // Without a surge the new pod may have to wait for the room of the old one.
            return rollout.surge > 0 ? ready : workload.timing.stopSeconds + ready;
        case WorkloadKind::StatefulSet:
            return workload.replicas > 1 || workload.updateStrategy.kind == UpdateKind::OnDelete
                       ? 0
                       : workload.timing.stopSeconds + ready;
        case WorkloadKind::DaemonSet:  // on each node in turn
            return workload.timing.stopSeconds + ready;
        case WorkloadKind::CronJob:
        case WorkloadKind::Job:
            return 0;
    }
    STOWAGE_UNREACHABLE();
}

RolloutObstacle obstacleOf(RefusalKind kind) {
    switch (kind) {
        case RefusalKind::Resource:
        case RefusalKind::PodSlots:
        case RefusalKind::AttachLimit:
            return RolloutObstacle::Room;
        case RefusalKind::AntiAffinity:
        case RefusalKind::ExistingAntiAffinity:
            return RolloutObstacle::AntiAffinity;
        case RefusalKind::Spread:
            return RolloutObstacle::Spread;
        case RefusalKind::HostPort:
            return RolloutObstacle::HostPort;
        case RefusalKind::BoundVolume:
        case RefusalKind::VolumeNode:
        case RefusalKind::VolumeZone:
        case RefusalKind::VolumeInUse:
            return RolloutObstacle::Volume;
        case RefusalKind::Closed:
        case RefusalKind::NodeName:
        case RefusalKind::Unschedulable:
        case RefusalKind::Taint:
        case RefusalKind::NodeSelector:
        case RefusalKind::NodeAffinity:
        case RefusalKind::Affinity:
            return RolloutObstacle::Other;
    }
    STOWAGE_UNREACHABLE();
}

/// What would have to change: room, if it is all that one node lacks; else the first rule that no
/// amount of room cures, on a node that is meant for the pod at all.
RolloutObstacle obstacleOf(const ClusterModel& model, const std::vector<PendingPod>& pending) {
    if (pending.empty()) {
        return RolloutObstacle::None;
    }
    RolloutObstacle rule = RolloutObstacle::Other;
    for (std::size_t n = 0; n < model.nodeCount(); ++n) {
        bool lacksOnlyRoom = true;
        for (const NodeRefusal& refusal : pending.front().refusals) {
            const RolloutObstacle one = obstacleOf(refusal.kind);
            if (refusal.node != NodeIndex(n) || one == RolloutObstacle::Room) {
                continue;
            }
            lacksOnlyRoom = false;
            rule = rule == RolloutObstacle::Other ? one : rule;
        }
        if (lacksOnlyRoom) {
            return RolloutObstacle::Room;
        }
    }
    return rule;
}

std::vector<PodRef> surgePods(const ClusterState& state,
                              const std::vector<WorkloadRollout>& rollouts) {
    std::vector<PodRef> pods;
    for (const WorkloadRollout& rollout : rollouts) {
        const std::int64_t replicas = state.model().workload(rollout.workload).replicas;
        for (std::int64_t i = 0; i < rollout.surge; ++i) {
            pods.push_back({rollout.workload, replicas + i});
        }
    }
    return pods;
}

/// All runs together.
struct Runs {
    bool allFinish = true;
    bool anyFinishes = false;
    bool allPlaceSurges = true;
    std::optional<RolloutRun> first;
    std::optional<RolloutRun> unfinished;
    std::optional<RolloutRun> delayed;
};

Runs playAll(const ClusterState& state, const std::vector<WorkloadRollout>& rollouts,
             const RolloutOptions& options) {
    Runs runs;
    for (int run = 0; run < std::max(1, options.orders); ++run) {
        RolloutRun played = playRollout(state, rollouts, options.seed, run);
        runs.allFinish = runs.allFinish && played.isFinished;
        runs.anyFinishes = runs.anyFinishes || played.isFinished;
        runs.allPlaceSurges = runs.allPlaceSurges && played.isSurgePlaced;
        if (!played.isFinished && !runs.unfinished) {
            runs.unfinished = played;
        }
        if (!played.isSurgePlaced && !runs.delayed) {
            runs.delayed = played;
        }
        if (run == 0) {
            runs.first = std::move(played);
        }
        // On one node nobody can be in a better place: if all surges fit beside all old pods once,
        // every smaller crowd of the same pods fits in every order.
        if (state.model().nodeCount() == 1 && runs.allFinish && runs.allPlaceSurges) {
            break;
        }
    }
    return runs;
}

RolloutOutcome outcomeOf(const Runs& runs, ReplacementOutcome peak) {
    if (runs.allFinish && runs.allPlaceSurges) {
        return RolloutOutcome::Clear;
    }
    switch (peak) {
        case ReplacementOutcome::Feasible:
            return runs.anyFinishes ? RolloutOutcome::SomeOrders : RolloutOutcome::Blocked;
        case ReplacementOutcome::Infeasible:
            return runs.allFinish ? RolloutOutcome::Slow : RolloutOutcome::Blocked;
        case ReplacementOutcome::Undecided:
            return RolloutOutcome::Undecided;
    }
    STOWAGE_UNREACHABLE();
}

}  // namespace

WorkloadRollout workloadRollout(const PlannedWorkload& workload, WorkloadIndex index) {
    WorkloadRollout rollout{
        .workload = index, .peakPods = workload.replicas, .peakWithTerminating = workload.replicas};
    if (workload.kind == WorkloadKind::Deployment) {
        const RolloutBounds bounds = rolloutBounds(workload.updateStrategy, workload.replicas);
        rollout.isRecreate = workload.updateStrategy.kind == UpdateKind::Recreate;
        // A surge beyond the replicas makes no more new pods than there will be in the end.
        rollout.surge = std::min(bounds.surge, workload.replicas);
        rollout.unavailable = std::min(bounds.unavailable, workload.replicas);
        rollout.peakPods = workload.replicas + rollout.surge;
        // With a long grace period every old pod may still be there when every new one is.
        rollout.peakWithTerminating =
            rollout.isRecreate ? workload.replicas : 2 * workload.replicas;
    }
    rollout.gapSeconds = workload.replicas == 0 && workload.kind != WorkloadKind::DaemonSet
                             ? 0
                             : gapOf(workload, rollout);
    return rollout;
}

bool isDeployed(const PlannedWorkload& workload, const std::string& environmentId) {
    const bool hasNewImage =
        workload.origin == WorkloadOrigin::App || workload.origin == WorkloadOrigin::Raw;
    const bool isRolled = workload.kind == WorkloadKind::Deployment ||
                          workload.kind == WorkloadKind::StatefulSet ||
                          workload.kind == WorkloadKind::DaemonSet;
    return workload.environmentId == environmentId && hasNewImage && isRolled &&
           !workload.isObserved && workload.updateStrategy.kind != UpdateKind::OnDelete;
}

EnvironmentRollout simulateRollout(const ClusterState& state,
                                   const std::vector<PlannedWorkload>& workloads,
                                   const std::string& environmentId,
                                   const RolloutOptions& options) {
    EnvironmentRollout result{.environmentId = environmentId};
    for (std::size_t w = 0; w < workloads.size(); ++w) {
        if (isDeployed(workloads[w], environmentId)) {
            result.workloads.push_back(workloadRollout(workloads[w], WorkloadIndex(w)));
            if (workloads[w].onRequestPath) {
                result.gapSeconds = std::max(result.gapSeconds, result.workloads.back().gapSeconds);
            }
        }
    }
    result.peak = place(state, {.addedPods = surgePods(state, result.workloads),
                                .searchSteps = options.searchSteps});
    Runs runs = playAll(state, result.workloads, options);
    result.outcome = outcomeOf(runs, result.peak.outcome);
    for (const PlacedPod& pod : runs.first->firstPods) {
        for (WorkloadRollout& rollout : result.workloads) {
            if (rollout.workload == pod.workload) {
                rollout.surgePods.push_back(pod);
            }
        }
    }
    if (result.outcome != RolloutOutcome::Clear) {
        result.blocked = runs.unfinished ? std::move(runs.unfinished->stuck)
                                         : std::move(runs.delayed->firstPending);
        result.obstacle = obstacleOf(state.model(), result.blocked);
    }
    return result;
}

std::vector<EnvironmentRollout> simulateRollouts(const ClusterState& state,
                                                 const std::vector<PlannedWorkload>& workloads,
                                                 const RolloutOptions& options) {
    std::vector<std::string> environments;
    for (const PlannedWorkload& workload : workloads) {
        const std::string& id = workload.environmentId;
        if (!id.empty() &&
            std::find(environments.begin(), environments.end(), id) == environments.end()) {
            environments.push_back(id);
        }
    }
    std::vector<EnvironmentRollout> all;
    for (const std::string& id : environments) {
        all.push_back(simulateRollout(state, workloads, id, options));
    }
    return all;
}

std::string toWord(RolloutObstacle obstacle) {
    switch (obstacle) {
        case RolloutObstacle::None:
            return "none";
        case RolloutObstacle::Room:
            return "room";
        case RolloutObstacle::AntiAffinity:
            return "anti-affinity";
        case RolloutObstacle::Spread:
            return "topology spread";
        case RolloutObstacle::HostPort:
            return "host port";
        case RolloutObstacle::Volume:
            return "volume";
        case RolloutObstacle::Other:
            return "node rules";
    }
    STOWAGE_UNREACHABLE();
}

}  // namespace stowage::simulate
