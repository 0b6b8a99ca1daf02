#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "model/simulate/order_argument.h"
#include "model/simulate/order_search.h"
#include "model/simulate/reachability.h"
#include "tests/support/made_cluster.h"

namespace stowage::simulate {
namespace {

using test::MadeCluster;

/// Two or three nodes and up to five pods: small enough for every order with every tie.
MadeCluster tinyCluster() {
    MadeCluster made;
    const int nodes = *rc::gen::inRange(1, 4);
    for (int n = 0; n < nodes; ++n) {
        made.node(100 * *rc::gen::inRange(3, 8), 100 * *rc::gen::inRange(3, 8)).podSlots =
            *rc::gen::inRange(2, 5);
    }
    const int workloads = *rc::gen::inRange(1, 4);
    int left = 5;
    for (int w = 0; w < workloads && left > 0; ++w) {
        const int replicas = *rc::gen::inRange(1, std::min(left, 3) + 1);
        left -= replicas;
        PlannedWorkload& workload =
            made.workload("w" + std::to_string(w), replicas, 100 * *rc::gen::inRange(0, 5),
                          100 * *rc::gen::inRange(0, 5));
        const int rule = *rc::gen::inRange(0, 8);
        if (rule == 0) {
            workload.pod.requiredAntiAffinity = {test::term(workload.name)};
        } else if (rule == 1) {
            workload.pod.spread = {test::hardSpread(workload.name)};
        } else if (rule == 2) {
            workload.pod.hostPorts = {{.port = 80}};
        } else if (rule == 3) {
            workload.pod.requiredAffinity = {test::term("w0")};
        } else if (rule == 4) {
            workload.pod.volumes = {{.claim = "shared"}};
        }
    }
    return made;
}

/// Plays every order with every tie, pod by pod, without memory: the oracle.
bool canFail(ClusterState& state, std::vector<PodRef> left) {
    if (left.empty()) {
        return false;
    }
    bool anyFits = false;
    for (std::size_t i = 0; i < left.size(); ++i) {
        std::vector<PodRef> rest = left;
        rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(i));
        for (const NodeIndex node : bestNodes(state, left[i])) {
            anyFits = true;
            const StateFork fork(state);
            state.bind(left[i], node);
            if (canFail(state, rest)) {
                return true;
            }
        }
    }
    return !anyFits;
}

RC_GTEST_PROP(ReachabilityLaw, TheSearchAgreesWithEveryOrderPlayedOut, ()) {
    const MadeCluster made = tinyCluster();
    ClusterState state = made.state();
    const std::vector<PodRef> pods = schedulablePods(made.workloads);
    const bool fails = canFail(state, pods);
    const OrderSearchResult found = searchFailingOrder(state, pods, 1'000'000);
    RC_CLASSIFY(fails);
    RC_ASSERT(found.failing.has_value() == fails);
    RC_ASSERT(found.isExhausted == !fails);
}

RC_GTEST_PROP(ReachabilityLaw, TheVerdictAgreesAndItsWitnessCanBeReplayed, ()) {
    const MadeCluster made = tinyCluster();
    ClusterState state = made.state();
    const bool fails = canFail(state, schedulablePods(made.workloads));
    const ReachabilityResult result =
        checkReachability(made.model(), made.workloads, {}, RunControl());
    RC_CLASSIFY(result.proof == ReachabilityProof::Room);
    RC_ASSERT((result.verdict == ReachabilityVerdict::Unreachable) == fails);
    if (result.failing) {
        RC_ASSERT(isFailingOrder(made.model(), made.workloads, *result.failing));
    }
}

RC_GTEST_PROP(ReachabilityLaw, TheArgumentsNeverContradictAnOrder, ()) {
    const MadeCluster made = tinyCluster();
    ClusterState state = made.state();
    const std::vector<PodRef> pods = schedulablePods(made.workloads);
    if (hasRoomInEveryOrder(state, pods)) {
        RC_ASSERT(!canFail(state, pods));
    }
}

}  // namespace
}  // namespace stowage::simulate
