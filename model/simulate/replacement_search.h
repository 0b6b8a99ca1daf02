#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "model/feasibility.h"

namespace stowage::simulate {

/// Places pods one by one as a scheduler that may choose freely: each must fit when it comes.

/// Bindings in order, all pods placed; absent: this attempt failed, which says nothing.
using FoundPlacement = std::optional<std::vector<PlacedPod>>;

/// Best fit in several orders, then the same with one earlier pod moved aside for one that fits
/// nowhere.
FoundPlacement placeByHeuristics(const ClusterState& start, const std::vector<PodRef>& pods,
                                 std::int64_t& steps);

struct ExactPlacement {
    FoundPlacement placement;
    bool isExhausted = false;  ///< without placement: there is none
};
/// Depth first over all placements that differ; stops when `steps` reaches `stepsMax`.
ExactPlacement placeExactly(const ClusterState& start, const std::vector<PodRef>& pods,
                            std::int64_t stepsMax, std::int64_t& steps);

}  // namespace stowage::simulate
