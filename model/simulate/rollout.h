#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/simulate/replacement.h"
#include "model/simulate/scheduler.h"

namespace stowage::simulate {

/// What keeps a surge from being placed.
enum class RolloutObstacle { None, Room, AntiAffinity, Spread, HostPort, Volume, Other };

/// One workload during a deploy of its environment.
struct WorkloadRollout {
    WorkloadIndex workload;
    bool isRecreate = false;       ///< all old pods end before the first new one starts
    std::int64_t surge = 0;        ///< new pods beside the old ones
    std::int64_t unavailable = 0;  ///< old pods that may go first
    std::int64_t peakPods = 0;     ///< replicas + surge: not terminating
    /// Upper bound with old pods in their grace period, which still hold requests and memory.
    std::int64_t peakWithTerminating = 0;
    /// Seconds in which no pod is ready; 0: none.
    double gapSeconds = 0;
    std::vector<PlacedPod> surgePods;  ///< where they land; without node: pending
};

enum class RolloutOutcome {
    Clear,       ///< all surges of the environment can be placed at once, in every order tried
    SomeOrders,  ///< they can, but the scheduler manages it in some of the orders tried only
    Slow,        ///< a surge stays pending, but old pods may go first, so the roll-out ends
    Blocked,     ///< it never ends: see obstacle and blocked
    Undecided,
};

/// A deploy of one environment: every Deployment of its image at once.
struct EnvironmentRollout {
    std::string environmentId;
    RolloutOutcome outcome = RolloutOutcome::Clear;
    std::vector<WorkloadRollout> workloads;  ///< those that get new pods, in order
    ReplacementResult peak;                  ///< the kernel's answer for all surge pods
    RolloutObstacle obstacle = RolloutObstacle::None;
    std::vector<PendingPod> blocked;  ///< pods that cannot start, with reasons
    double gapSeconds = 0;            ///< largest gap on the request path
};

struct RolloutOptions {
    std::int64_t searchSteps = 20'000;
    int orders = 16;
    std::uint64_t seed = 1;
};

/// Surge and gap of one workload, without asking for room.
WorkloadRollout workloadRollout(const PlannedWorkload& workload, WorkloadIndex index);
/// Does a deploy of the environment give this workload new pods? Own services and engines keep
/// their image.
bool isDeployed(const PlannedWorkload& workload, const std::string& environmentId);
/// `state`: every pod in its place. Not changed.
EnvironmentRollout simulateRollout(const ClusterState& state,
                                   const std::vector<PlannedWorkload>& workloads,
                                   const std::string& environmentId, const RolloutOptions& options);
/// One per environment, in the order of the workloads.
std::vector<EnvironmentRollout> simulateRollouts(const ClusterState& state,
                                                 const std::vector<PlannedWorkload>& workloads,
                                                 const RolloutOptions& options);

std::string toWord(RolloutObstacle obstacle);

}  // namespace stowage::simulate
