#pragma once

#include <cstdint>
#include <vector>

#include "model/simulate/rollout.h"

namespace stowage::simulate {

/// One deploy played through: controllers make and delete pods, the scheduler binds them, old pods
/// hold their room until nothing else can move. A bound pod is ready at once; time does not matter
/// for whether it ends.
struct RolloutRun {
    bool isFinished = false;
    /// The first new pods of all workloads found their nodes while every old pod still held its
    /// own.
    bool isSurgePlaced = false;
    std::vector<PlacedPod> firstPods;  ///< those first new pods; without node: pending then
    std::vector<PendingPod> firstPending;
    std::vector<PendingPod> stuck;  ///< where it did not finish
};

/// Run 0 takes pods and ties in their order; the others draw both from the seed.
RolloutRun playRollout(const ClusterState& state, const std::vector<WorkloadRollout>& rollouts,
                       std::uint64_t seed, int run);

}  // namespace stowage::simulate
