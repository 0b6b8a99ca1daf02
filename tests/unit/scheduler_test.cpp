#include "model/simulate/scheduler.h"

#include <gtest/gtest.h>

#include <cmath>

#include "model/simulate/scores.h"
#include "tests/support/made_cluster.h"

namespace stowage::simulate {
namespace {

using test::MadeCluster;
using test::pod;

const NodeIndex kFirst(0);
const NodeIndex kSecond(1);
const std::vector<NodeIndex> kBoth = {kFirst, kSecond};

TEST(NaturalLogarithm, AgreesWithTheLibraryOnEverySizeOfCluster) {
    for (std::uint64_t size = 1; size <= 6'000; ++size) {
        const double exact = std::log(static_cast<double>(size));
        const double ours = static_cast<double>(naturalLogarithm(size)) / 4294967296.0;
        EXPECT_NEAR(ours, exact, 4e-9) << size;
    }
}

TEST(LeastAllocated, CountsContainersWithoutRequestsAs100mAnd200Mi) {
    MadeCluster made;
    made.node(1000, 1000);
    made.workload("none", 1, 0, 0);
    made.workload("some", 1, 300, 500);
    const ClusterState state = made.state();
    const std::vector<NodeIndex> one = {kFirst};
    // CPU (1000 - 100) / 1000 = 90, memory (1000 - 200) / 1000 = 80; (90 + 80) / 2 = 85.
    EXPECT_EQ(leastAllocatedScores({state, pod(0), one}), Scores{85});
    // CPU 70, memory 50.
    EXPECT_EQ(leastAllocatedScores({state, pod(1), one}), Scores{60});
}

TEST(LeastAllocated, RoundsDownTwiceAndLeavesOutWhatTheNodeDoesNotHave) {
    MadeCluster made;
    made.node(3000, 0);
    made.workload("w", 1, 1000, 0);
    const ClusterState state = made.state();
    const std::vector<NodeIndex> one = {kFirst};
    // CPU floor(2000 * 100 / 3000) = 66; no memory to weigh.
    EXPECT_EQ(leastAllocatedScores({state, pod(0), one}), Scores{66});
}

TEST(BalancedAllocation, IsFullWhereTheSharesAreEqualAndSkipsBestEffortPods) {
    MadeCluster made;
    made.node(1000, 1000);
    made.node(1000, 500);
    made.workload("w", 1, 500, 250);
    made.workload("none", 1, 0, 0);
    const ClusterState state = made.state();
    // node-1: |0.5 - 0.25| / 2 = 0.125, floor(87.5) = 87. node-2: 0.5 and 0.5.
    EXPECT_EQ(balancedAllocationScores({state, pod(0), kBoth}), (Scores{87, 100}));
    EXPECT_EQ(balancedAllocationScores({state, pod(1), kBoth}), (Scores{0, 0}));
}

TEST(TopologySpreadScore, TheClusterDefaultPrefersTheEmptierHost) {
    MadeCluster made;
    made.node(1000, 1000);
    made.node(1000, 1000);
    made.workload("w", 3, 0, 0);
    ClusterState state = made.state();
    state.bind(pod(0, 0), kFirst);
    // Host weight ln(2 + 2) = 1.386; maxSkew 3 adds 2: node-1 round(3.386) = 3, node-2 2.
    // node-1: 100 * (3 + 2 - 3) / 3 = 66; node-2: 100 * (3 + 2 - 2) / 3 = 100.
    EXPECT_EQ(topologySpreadScores({state, pod(0, 1), kBoth}), (Scores{66, 100}));
}

TEST(TopologySpreadScore, ASoftRuleIgnoresNodesWithoutItsKey) {
    MadeCluster made;
    made.node(1000, 1000, "a");
    made.node(1000, 1000);
    TopologySpread soft = test::hardSpread("w", "topology.kubernetes.io/zone");
    soft.whenUnsatisfiable = WhenUnsatisfiable::ScheduleAnyway;
    made.workload("w", 2, 0, 0).pod.spread = {soft};
    ClusterState state = made.state();
    // No pod anywhere: cost 0 on node-1, hence 100; node-2 has no zone.
    EXPECT_EQ(topologySpreadScores({state, pod(0, 0), kBoth}), (Scores{100, 0}));
}

TEST(PodAffinityScore, CountsBothSidesAndScalesToTheRange) {
    MadeCluster made;
    made.node(1000, 1000);
    made.node(1000, 1000);
    made.workload("a", 1, 0, 0).pod.preferredAffinity = {{.weight = 10, .term = test::term("b")}};
    made.workload("b", 2, 0, 0).pod.preferredAntiAffinity = {
        {.weight = 4, .term = test::term("a")}};
    ClusterState state = made.state();
    state.bind(pod(1, 0), kSecond);
    // For "a": node-1 0; node-2 10 by its own wish, -4 by that of "b": 6. Scaled 0 and 100.
    EXPECT_EQ(podAffinityScores({state, pod(0), kBoth}), (Scores{0, 100}));
    state.unbind(pod(1, 0), kSecond);
    state.bind(pod(0), kSecond);
    // For "b": node-2 10 (drawn by "a") - 4 (its own dislike) = 6.
    EXPECT_EQ(podAffinityScores({state, pod(1, 0), kBoth}), (Scores{0, 100}));
}

TEST(TaintAndAffinityScores, ScaleByTheLargestCount) {
    MadeCluster made;
    made.node(1000, 1000).taints = {{.key = "a", .effect = TaintEffect::PreferNoSchedule},
                                    {.key = "b", .effect = TaintEffect::PreferNoSchedule}};
    made.node(1000, 1000).labels["disk"] = "ssd";
    PodTemplate& wish = made.workload("w", 1, 0, 0).pod;
    const NodeSelectorTerm ssd{
        .matchExpressions = {{.key = "disk", .op = SelectorOperator::Exists}}};
    wish.preferredNodeAffinity = {{.weight = 7, .term = ssd}};
    const ClusterState state = made.state();
    EXPECT_EQ(taintTolerationScores({state, pod(0), kBoth}), (Scores{0, 100}));
    EXPECT_EQ(nodeAffinityScores({state, pod(0), kBoth}), (Scores{0, 100}));
}

TEST(ImageLocality, ScalesBetween23And1000MebibytesAndByShareOfNodes) {
    MadeCluster made;
    made.node(1000, 1000).images = {{"img", mebibytes(1046)}};
    made.node(1000, 1000);
    made.workload("w", 1, 0, 0).pod.containers[0].image = "img";
    const ClusterState state = made.state();
    // One of two nodes has it: 523 MiB; 100 * (523 - 23) / (1000 - 23) = 51.
    EXPECT_EQ(imageLocalityScores({state, pod(0), kBoth}), (Scores{51, 0}));
}

TEST(Scores, AreWeightedAsInTheDefaultProfile) {
    MadeCluster made;
    made.node(1000, 1000);
    made.workload("none", 1, 0, 0);
    const ClusterState state = made.state();
    // Least allocated 85, spread 2 * 100 (nothing anywhere scores full only where the largest cost
    // is 0; with maxSkew 3 and no zone it is 2: 100 * (2 + 2 - 2) / 2 = 100), taints 3 * 100.
    const auto scores = scoreNodes(state, pod(0), {kFirst});
    ASSERT_EQ(scores.size(), 1U);
    EXPECT_EQ(scores[0].score, 85 + 200 + 300);
}

TEST(Replay, SpreadsEqualPodsOverEqualNodes) {
    MadeCluster made;
    made.node(1000, 1000);
    made.node(1000, 1000);
    made.workload("w", 4, 100, 100);
    ClusterState state = made.state();
    const ReplayResult played = replay(state, schedulablePods(made.workloads), firstTie());
    EXPECT_TRUE(played.pending.empty());
    EXPECT_EQ(state.podsOn(kFirst).size(), 2U);
    EXPECT_EQ(state.podsOn(kSecond).size(), 2U);
}

TEST(Replay, TriesAPendingPodAgainOnceItsPartnerRuns) {
    MadeCluster made;
    made.node(1000, 1000);
    made.workload("guest", 1, 0, 0).pod.requiredAffinity = {test::term("host")};
    made.workload("host", 1, 0, 0);
    ClusterState state = made.state();
    const ReplayResult played = replay(state, {pod(0), pod(1)}, firstTie());
    EXPECT_TRUE(played.pending.empty());
    EXPECT_EQ(played.bindings.front().pod, pod(1));
}

TEST(Replay, APendingPodCarriesTheReasonsOfEveryNode) {
    MadeCluster made;
    made.node(1000, 100);
    made.node(50, 1000);
    made.workload("w", 1, 100, 200);
    ClusterState state = made.state();
    const ReplayResult played = replay(state, {pod(0)}, firstTie());
    ASSERT_EQ(played.pending.size(), 1U);
    ASSERT_EQ(played.pending[0].refusals.size(), 2U);
    EXPECT_EQ(played.pending[0].refusals[0].what, "memory");
    EXPECT_EQ(played.pending[0].refusals[1].what, "cpu");
}

TEST(Replay, ASystemPodPushesTheFewestLowerPodsOut) {
    MadeCluster made;
    made.node(1000, 1000);
    made.node(1000, 1000);
    made.workload("small", 2, 450, 0);
    made.workload("big", 1, 900, 0);
    made.workload("system", 1, 500, 0).pod.priorityClass = "system-cluster-critical";
    ClusterState state = made.state();
    state.bind(pod(0, 0), kFirst);
    state.bind(pod(0, 1), kFirst);
    state.bind(pod(1), kSecond);
    const ReplayResult played = replay(state, {pod(2)}, firstTie());
    // One "small" makes 550 free on node-1; on node-2 the "big" one would go: equal priority and
    // number, so the first node. The evicted pod fits nowhere: 450 + 950, 450 + 900 > 1000.
    ASSERT_EQ(played.evicted.size(), 1U);
    EXPECT_EQ(played.evicted[0].node, kFirst);
    ASSERT_EQ(played.pending.size(), 1U);
    EXPECT_EQ(played.pending[0].pod.workload, WorkloadIndex(0));
}

TEST(Replay, EqualPrioritiesNeverEvict) {
    MadeCluster made;
    made.node(1000, 1000);
    made.workload("w", 2, 600, 0);
    ClusterState state = made.state();
    const ReplayResult played = replay(state, schedulablePods(made.workloads), firstTie());
    EXPECT_TRUE(played.evicted.empty());
    EXPECT_EQ(played.pending.size(), 1U);
}

TEST(ApplyOrder, BringsServicesBeforeWebAndWebBeforeWorkers) {
    MadeCluster made;
    made.workload("horizon", 1, 0, 0);
    made.workload("web", 1, 0, 0);
    made.workload("mysql", 1, 0, 0).origin = WorkloadOrigin::OwnService;
    made.workload("engine", 1, 0, 0).origin = WorkloadOrigin::Commons;
    made.workload("coredns", 1, 0, 0).origin = WorkloadOrigin::System;
    const std::vector<PodRef> expected = {pod(4), pod(3), pod(2), pod(1), pod(0)};
    EXPECT_EQ(applyOrder(made.workloads), expected);
}

TEST(SeededTies, DependOnSeedAndReplicateAndReachEveryNode) {
    MadeCluster made;
    made.node(1000, 1000);
    made.node(1000, 1000);
    made.workload("w", 1, 0, 0);
    const ClusterState state = made.state();
    int second = 0;
    for (std::uint64_t replicate = 0; replicate < 64; ++replicate) {
        const std::size_t chosen = seededTies(1, replicate)(state, pod(0), kBoth);
        EXPECT_EQ(chosen, seededTies(1, replicate)(state, pod(0), kBoth));
        second += static_cast<int>(chosen);
    }
    // 64 fair draws: outside 16..48 by chance less than once in 10,000 seeds.
    EXPECT_GT(second, 16);
    EXPECT_LT(second, 48);
}

}  // namespace
}  // namespace stowage::simulate
