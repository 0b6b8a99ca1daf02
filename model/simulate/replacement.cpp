#include "model/simulate/replacement.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "model/base/invariant.h"
#include "model/simulate/replacement_search.h"
#include "model/simulate/replacement_witness.h"

namespace stowage::simulate {
namespace {

bool isDaemon(const ClusterState& state, PodRef pod) {
    return state.model().workload(pod.workload).kind == WorkloadKind::DaemonSet;
}

std::vector<PodRef> podsToPlace(const std::vector<PodRef>& displaced,
                                const ReplacementRequest& request) {
    std::vector<PodRef> pods = displaced;
    pods.insert(pods.end(), request.addedPods.begin(), request.addedPods.end());
    return pods;
}

}  // namespace

ClusterState stateAfterRemoval(const ClusterState& state, const ReplacementRequest& request,
                               std::vector<PodRef>& displaced) {
    ClusterState after = state;
    after.keepVolumes();
    displaced.clear();
    for (const NodeIndex node : request.removedNodes) {
        const std::vector<PodRef> pods = after.podsOn(node);
        for (const PodRef& pod : pods) {
            after.unbind(pod, node);
            if (!isDaemon(state, pod)) {
                displaced.push_back(pod);
            }
        }
        switch (request.removal) {
            case NodeRemoval::Deleted:
                after.removeNode(node);
                break;
            case NodeRemoval::Unreachable:
                after.closeNode(node);
                break;
        }
    }
    std::sort(displaced.begin(), displaced.end());
    return after;
}

ReplacementResult place(const ClusterState& state, const ReplacementRequest& request) {
    ReplacementResult result;
    const ClusterState start = stateAfterRemoval(state, request, result.displaced);
    const std::vector<PodRef> pods = podsToPlace(result.displaced, request);
    // Most questions end here: a placement is found before anything is proved.
    if (auto placed = placeByHeuristics(start, pods, result.steps)) {
        result.outcome = ReplacementOutcome::Feasible;
        result.placed = std::move(*placed);
        return result;
    }
    auto witness = findPodWithoutNode(start, pods);
    witness = witness ? std::move(witness) : findShortResource(start, pods);
    witness = witness ? std::move(witness) : findExclusion(start, pods);
    if (!witness) {
        ExactPlacement exact =
            placeExactly(start, pods, result.steps + request.searchSteps, result.steps);
        if (exact.placement) {
            result.outcome = ReplacementOutcome::Feasible;
            result.placed = std::move(*exact.placement);
            return result;
        }
        if (!exact.isExhausted) {
            return result;
        }
        witness = ReplacementWitness{
            .kind = WitnessKind::Search,
            .pods = pods,
            .text = fmt::format("none of the placements of {} pods is feasible", pods.size())};
    }
    result.outcome = ReplacementOutcome::Infeasible;
    result.witness = std::move(witness);
    return result;
}

bool isWitness(const ClusterState& state, const ReplacementRequest& request,
               const ReplacementWitness& witness) {
    std::vector<PodRef> displaced;
    const ClusterState start = stateAfterRemoval(state, request, displaced);
    const std::vector<PodRef> pods = podsToPlace(displaced, request);
    const bool areAsked = std::all_of(
        witness.pods.begin(), witness.pods.end(),
        [&](const PodRef& pod) { return std::find(pods.begin(), pods.end(), pod) != pods.end(); });
    if (!areAsked) {
        return false;
    }
    switch (witness.kind) {
        case WitnessKind::Resource: {
            const auto again = findShortResource(start, witness.pods);
            return again && again->shortage == witness.shortage;
        }
        case WitnessKind::NoNode: {
            const auto again = findPodWithoutNode(start, witness.pods);
            return again && again->refusals == witness.refusals;
        }
        case WitnessKind::Exclusion: {
            const auto again = findExclusion(start, witness.pods);
            return again && again->shortage == witness.shortage;
        }
        case WitnessKind::Search: {
            std::int64_t steps = 0;
            constexpr std::int64_t kAmple = std::numeric_limits<std::int64_t>::max();
            const ExactPlacement exact = placeExactly(start, witness.pods, kAmple, steps);
            return exact.isExhausted && !exact.placement;
        }
    }
    STOWAGE_UNREACHABLE();
}

}  // namespace stowage::simulate
