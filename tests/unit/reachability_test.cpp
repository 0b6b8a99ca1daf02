#include "model/simulate/reachability.h"

#include <gtest/gtest.h>

#include "model/simulate/order_argument.h"
#include "model/simulate/order_search.h"
#include "tests/support/made_cluster.h"

namespace stowage::simulate {
namespace {

using test::MadeCluster;
using test::pod;

ReachabilityResult check(const MadeCluster& made, const ReachabilityOptions& options = {}) {
    return checkReachability(made.model(), made.workloads, options, RunControl());
}

TEST(Reachability, OnOneNodeASingleOrderAnswers) {
    MadeCluster made;
    made.node(1000, 1000);
    made.workload("a", 4, 100, 200);
    made.workload("b", 2, 300, 100);
    const ReachabilityResult result = check(made);
    EXPECT_EQ(result.verdict, ReachabilityVerdict::Reachable);
    EXPECT_EQ(result.proof, ReachabilityProof::OneNode);
    EXPECT_EQ(result.ordersReplayed, 1);
    EXPECT_EQ(result.applied.size(), 6U);
}

TEST(Reachability, APlentifulClusterIsArguedNotTried) {
    MadeCluster made;
    made.node(1000, 1000);
    made.node(1000, 1000);
    made.workload("w", 4, 200, 200);
    // To close a node for a pod of 200 the others need 801 there, in steps of 200: 1000. Both
    // nodes: 2000, but the three others have 600.
    const ReachabilityResult result = check(made);
    EXPECT_EQ(result.proof, ReachabilityProof::Room);
}

TEST(Reachability, StepsOfSizeCountInTheArgument) {
    MadeCluster made;
    for (int n = 0; n < 3; ++n) {
        made.node(1000, 1000);
    }
    made.workload("w", 6, 400, 0);
    // Five others have 2000. Closing takes 601 a node, 1803 together, but in steps of 400 it is
    // 800 a node and 2400 together.
    EXPECT_TRUE(hasRoomInEveryOrder(made.state(), schedulablePods(made.workloads)));
    made.workload("crumb", 1, 250, 0);
    // Six of 400 and one of 250: 2650 in all. Closing for a pod of 400 now takes 650 (400 + 250)
    // and twice 800: 2250, which the others (2000 + 250) just have.
    EXPECT_FALSE(hasRoomInEveryOrder(made.state(), schedulablePods(made.workloads)));
}

TEST(Reachability, SmallPodsThatSpreadOutLockABigOneOut) {
    MadeCluster made;
    made.node(1000, 1000);
    made.node(1000, 1000);
    made.workload("small", 2, 300, 300);
    made.workload("big", 1, 800, 800);
    // Pinned it fits: both small ones (600) on one node. The scheduler puts one on each.
    const ReachabilityResult result = check(made);
    EXPECT_EQ(result.verdict, ReachabilityVerdict::Unreachable);
    ASSERT_TRUE(result.failing.has_value());
    EXPECT_EQ(result.failing->pending.front().pod, pod(1));
    EXPECT_FALSE(result.failing->pending.front().refusals.empty());
    EXPECT_TRUE(isFailingOrder(made.model(), made.workloads, *result.failing));
}

TEST(Reachability, TheSearchFindsWhatNoSampleFound) {
    MadeCluster made;
    made.node(1000, 1000);
    made.node(1000, 1000);
    made.workload("big", 1, 800, 800);
    made.workload("small", 2, 300, 300);
    // Big first succeeds: the small ones then share the other node. No seeded orders: the directed
    // search must bring big last by itself; the reverse order is part of the replays.
    const OrderSearchResult found =
        searchFailingOrder(made.state(), schedulablePods(made.workloads), 1'000);
    ASSERT_TRUE(found.failing.has_value());
    EXPECT_EQ(found.failing->pending.front().pod, pod(0));
}

TEST(Reachability, TinyCasesAreExhausted) {
    MadeCluster made;
    made.node(1000, 1000);
    made.node(600, 1000);
    made.workload("a", 1, 500, 0);
    made.workload("b", 2, 500, 0);
    // 1500 of 1600: node-1 takes two, node-2 one, whichever comes first.
    const OrderSearchResult found =
        searchFailingOrder(made.state(), schedulablePods(made.workloads), 10'000);
    EXPECT_FALSE(found.failing.has_value());
    EXPECT_TRUE(found.isExhausted);
}

TEST(Reachability, ADaemonPodWithoutRoomFailsEveryOrder) {
    MadeCluster made;
    made.node(1000, 1000);
    made.workload("agent", 0, 2000, 0).kind = WorkloadKind::DaemonSet;
    const ReachabilityResult result = check(made);
    EXPECT_EQ(result.verdict, ReachabilityVerdict::Unreachable);
    ASSERT_TRUE(result.failing.has_value());
    EXPECT_EQ(result.failing->pending.front().refusals.front().what, "cpu");
    EXPECT_TRUE(isFailingOrder(made.model(), made.workloads, *result.failing));
}

TEST(Reachability, HardSpreadNeedsTheSearchAndHolds) {
    MadeCluster made;
    made.node(1000, 1000);
    made.node(1000, 1000);
    made.workload("w", 2, 100, 100).pod.spread = {test::hardSpread("w")};
    const ReachabilityResult result = check(made);
    EXPECT_EQ(result.verdict, ReachabilityVerdict::Reachable);
    EXPECT_EQ(result.proof, ReachabilityProof::Exhausted);
}

TEST(Reachability, ACancelledRunSaysSo) {
    MadeCluster made;
    made.node(1000, 1000);
    made.node(1000, 1000);
    made.workload("w", 2, 100, 100).pod.spread = {test::hardSpread("w")};
    RunControl control;
    control.cancel();
    const auto result = checkReachability(made.model(), made.workloads, {}, control);
    EXPECT_EQ(result.verdict, ReachabilityVerdict::Cancelled);
}

}  // namespace
}  // namespace stowage::simulate
