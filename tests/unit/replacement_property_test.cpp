#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "model/simulate/replacement.h"
#include "tests/support/made_cluster.h"

namespace stowage::simulate {
namespace {

using test::MadeCluster;

void addRule(PlannedWorkload& workload) {
    switch (*rc::gen::inRange(0, 9)) {
        case 0:
            workload.pod.requiredAntiAffinity = {test::term(workload.name)};
            break;
        case 1:
            workload.pod.spread = {test::hardSpread(workload.name)};
            break;
        case 2:
            workload.pod.hostPorts = {{.port = 80}};
            break;
        case 3:
            workload.pod.requiredAffinity = {test::term("w0")};
            break;
        case 4:
            workload.pod.volumes = {{.claim = "shared"}};
            break;
        case 5:
            workload.kind = WorkloadKind::StatefulSet;
            workload.pod.volumes = {{.claim = "own", .perReplica = true}};
            break;
        default:
            break;
    }
}

MadeCluster tinyCluster() {
    MadeCluster made;
    const int nodes = *rc::gen::inRange(1, 4);
    for (int n = 0; n < nodes; ++n) {
        NodeFacts& node = made.node(100 * *rc::gen::inRange(2, 8), 100 * *rc::gen::inRange(2, 8),
                                    *rc::gen::element<std::string>("a", "b"));
        node.podSlots = *rc::gen::inRange(2, 5);
        node.volumeSlots = *rc::gen::inRange(1, 4);
    }
    made.input.storageClass =
        *rc::gen::element(StorageClassKind::LocalPath, StorageClassKind::Block);
    const int workloads = *rc::gen::inRange(1, 4);
    for (int w = 0; w < workloads; ++w) {
        addRule(made.workload("w" + std::to_string(w), *rc::gen::inRange(1, 3),
                              100 * *rc::gen::inRange(0, 5), 100 * *rc::gen::inRange(0, 5)));
    }
    return made;
}

/// Is there any sequence of fitting binds? No memory, no shortcuts: the oracle.
bool canPlace(ClusterState& state, const std::vector<PodRef>& left) {
    if (left.empty()) {
        return true;
    }
    for (std::size_t i = 0; i < left.size(); ++i) {
        std::vector<PodRef> rest = left;
        rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(i));
        for (const NodeIndex node : feasibleNodes(state, left[i])) {
            const StateFork fork(state);
            state.bind(left[i], node);
            if (canPlace(state, rest)) {
                return true;
            }
        }
    }
    return false;
}

/// Some pods run, a node may go, the others are added.
ClusterState ask(const MadeCluster& made, ReplacementRequest& request) {
    ClusterState state = made.state();
    for (const PodRef& pod : schedulablePods(made.workloads)) {
        const auto nodes = feasibleNodes(state, pod);
        if (nodes.empty() || *rc::gen::inRange(0, 3) == 0) {
            request.addedPods.push_back(pod);
        } else {
            state.bind(pod, nodes[*rc::gen::inRange<std::size_t>(0, nodes.size())]);
        }
    }
    if (*rc::gen::arbitrary<bool>()) {
        request.removedNodes = {
            NodeIndex(*rc::gen::inRange<std::size_t>(0, made.input.nodes.size()))};
        request.removal = *rc::gen::element(NodeRemoval::Deleted, NodeRemoval::Unreachable);
    }
    return state;
}

RC_GTEST_PROP(ReplacementLaw, AgreesWithTheOracleAndProvesIt, ()) {
    const MadeCluster made = tinyCluster();
    ReplacementRequest request{.searchSteps = 1'000'000};
    const ClusterState state = ask(made, request);
    std::vector<PodRef> pods;
    ClusterState start = stateAfterRemoval(state, request, pods);
    pods.insert(pods.end(), request.addedPods.begin(), request.addedPods.end());
    const bool possible = canPlace(start, pods);

    const ReplacementResult result = place(state, request);
    RC_TAG(possible
               ? std::string("feasible")
               : "infeasible by witness " + std::to_string(static_cast<int>(result.witness->kind)));
    RC_ASSERT((result.outcome == ReplacementOutcome::Feasible) == possible);
    RC_ASSERT((result.outcome == ReplacementOutcome::Infeasible) == !possible);
    if (result.witness) {
        RC_ASSERT(isWitness(state, request, *result.witness));
    }
}

RC_GTEST_PROP(ReplacementLaw, EveryFeasiblePlacementCanBePlayedStepByStep, ()) {
    const MadeCluster made = tinyCluster();
    ReplacementRequest request;
    const ClusterState state = ask(made, request);
    const ReplacementResult result = place(state, request);
    RC_PRE(result.outcome == ReplacementOutcome::Feasible);
    std::vector<PodRef> pods;
    ClusterState start = stateAfterRemoval(state, request, pods);
    pods.insert(pods.end(), request.addedPods.begin(), request.addedPods.end());
    std::vector<PodRef> seen;
    for (const PlacedPod& placed : result.placed) {
        const PodRef who{placed.workload, placed.ordinal};
        RC_ASSERT(fits(start, who, placed.node));
        start.bind(who, placed.node);
        seen.push_back(who);
    }
    std::sort(pods.begin(), pods.end());
    std::sort(seen.begin(), seen.end());
    RC_ASSERT(seen == pods);
}

}  // namespace
}  // namespace stowage::simulate
