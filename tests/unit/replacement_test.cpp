#include "model/simulate/replacement.h"

#include <gtest/gtest.h>

#include "tests/support/made_cluster.h"

namespace stowage::simulate {
namespace {

using test::MadeCluster;
using test::pod;

const NodeIndex kFirst(0);
const NodeIndex kSecond(1);
const NodeIndex kThird(2);

TEST(Replacement, MovesThePodsOfALostNodeToTheOthers) {
    MadeCluster made;
    for (int n = 0; n < 3; ++n) {
        made.node(1000, 1000);
    }
    made.workload("w", 3, 500, 500);
    ClusterState state = made.state();
    state.bind(pod(0, 0), kFirst);
    state.bind(pod(0, 1), kSecond);
    state.bind(pod(0, 2), kThird);
    const ReplacementResult result = place(state, {.removedNodes = {kFirst}});
    EXPECT_EQ(result.outcome, ReplacementOutcome::Feasible);
    EXPECT_EQ(result.displaced, std::vector<PodRef>{pod(0, 0)});
    ASSERT_EQ(result.placed.size(), 1U);
    EXPECT_NE(result.placed[0].node, kFirst);
    EXPECT_EQ(state.podCount(), 3U);  // the question changes nothing
}

TEST(Replacement, ALostDaemonPodNeedsNoNewPlace) {
    MadeCluster made;
    made.node(1000, 1000);
    made.node(1000, 1000);
    made.workload("agent", 0, 600, 0).kind = WorkloadKind::DaemonSet;
    ClusterState state = made.state();
    bindFixedPods(state, made.workloads);
    const ReplacementResult result = place(state, {.removedNodes = {kFirst}});
    EXPECT_EQ(result.outcome, ReplacementOutcome::Feasible);
    EXPECT_TRUE(result.placed.empty());
}

TEST(Replacement, NamesTheResourceThatIsShortTogether) {
    MadeCluster made;
    made.node(1000, 1000);
    made.node(1000, 1000);
    made.workload("w", 4, 300, 0);
    ClusterState state = made.state();
    state.bind(pod(0, 0), kFirst);
    state.bind(pod(0, 1), kFirst);
    state.bind(pod(0, 2), kSecond);
    state.bind(pod(0, 3), kSecond);
    const ReplacementRequest request{.removedNodes = {kFirst}};
    const ReplacementResult result = place(state, request);
    ASSERT_EQ(result.outcome, ReplacementOutcome::Infeasible);
    EXPECT_EQ(result.witness->kind, WitnessKind::Resource);
    // Two of 300 for 1000 - 600 = 400.
    EXPECT_EQ(result.witness->shortage->needed, 600);
    EXPECT_EQ(result.witness->shortage->available, 400);
    EXPECT_EQ(result.witness->shortage->shortBy, 200);
    EXPECT_TRUE(isWitness(state, request, *result.witness));
}

TEST(Replacement, OnTheEdgeItJustFits) {
    MadeCluster made;
    made.node(1000, 1000);
    made.node(1200, 1000);
    made.workload("w", 4, 300, 0);
    ClusterState state = made.state();
    state.bind(pod(0, 0), kFirst);
    state.bind(pod(0, 1), kFirst);
    state.bind(pod(0, 2), kSecond);
    state.bind(pod(0, 3), kSecond);
    // 4 * 300 = 1200.
    EXPECT_EQ(place(state, {.removedNodes = {kFirst}}).outcome, ReplacementOutcome::Feasible);
}

TEST(Replacement, AVolumeOnTheLostNodeCannotFollow) {
    MadeCluster made;
    made.node(1000, 1000);
    made.node(1000, 1000);
    made.workload("db", 1, 100, 100).pod.volumes = {{.claim = "data"}};
    ClusterState state = made.state();
    state.bind(pod(0), kFirst);
    const ReplacementRequest request{.removedNodes = {kFirst}};
    const ReplacementResult result = place(state, request);
    ASSERT_EQ(result.outcome, ReplacementOutcome::Infeasible);
    EXPECT_EQ(result.witness->kind, WitnessKind::NoNode);
    EXPECT_EQ(result.witness->refusals.back().kind, RefusalKind::VolumeNode);
    EXPECT_EQ(result.witness->refusals.back().what, "ns/data");
    EXPECT_TRUE(isWitness(state, request, *result.witness));
    made.input.storageClass = StorageClassKind::Block;
    ClusterState attached = made.state();
    attached.bind(pod(0), kFirst);
    EXPECT_EQ(place(attached, request).outcome, ReplacementOutcome::Feasible);
}

TEST(Replacement, PodsThatExcludeEachOtherNeedANodeEach) {
    MadeCluster made;
    for (int n = 0; n < 3; ++n) {
        made.node(1000, 1000);
    }
    made.workload("w", 4, 0, 0).pod.requiredAntiAffinity = {test::term("w")};
    const ReplacementRequest request{.addedPods = {pod(0, 0), pod(0, 1), pod(0, 2), pod(0, 3)}};
    const ReplacementResult result = place(made.state(), request);
    ASSERT_EQ(result.outcome, ReplacementOutcome::Infeasible);
    EXPECT_EQ(result.witness->kind, WitnessKind::Exclusion);
    EXPECT_EQ(result.witness->shortage->needed, 4);
    EXPECT_EQ(result.witness->shortage->available, 3);
    EXPECT_TRUE(isWitness(made.state(), request, *result.witness));
}

TEST(Replacement, SizesExcludeEachOtherToo) {
    MadeCluster made;
    made.node(1000, 1000);
    made.node(1000, 1000);
    made.workload("a", 2, 600, 100);
    made.workload("b", 1, 500, 100);
    // No two share a node: 600 + 500 > 1000; cpu alone is 1700 of 2000.
    const ReplacementRequest request{.addedPods = {pod(0, 0), pod(0, 1), pod(1, 0)}};
    const ReplacementResult result = place(made.state(), request);
    ASSERT_EQ(result.outcome, ReplacementOutcome::Infeasible);
    EXPECT_EQ(result.witness->kind, WitnessKind::Exclusion);
    EXPECT_TRUE(isWitness(made.state(), request, *result.witness));
}

TEST(Replacement, WhatNoQuickProofSeesIsSearched) {
    MadeCluster made;
    made.node(1000, 1000);
    made.node(1000, 1000);
    made.workload("a", 5, 400, 100);
    // Two on a node: 4. Pairs fit together and 2000 of 2000 is enough, yet five do not fit.
    const ReplacementRequest request{
        .addedPods = {pod(0, 0), pod(0, 1), pod(0, 2), pod(0, 3), pod(0, 4)}};
    const ReplacementResult result = place(made.state(), request);
    ASSERT_EQ(result.outcome, ReplacementOutcome::Infeasible);
    EXPECT_EQ(result.witness->kind, WitnessKind::Search);
    EXPECT_TRUE(isWitness(made.state(), request, *result.witness));
}

TEST(Replacement, WithoutStepsItIsUndecidedNotNo) {
    MadeCluster made;
    made.node(1000, 1000);
    made.node(1000, 1000);
    made.workload("a", 5, 400, 100);
    const ReplacementRequest request{
        .addedPods = {pod(0, 0), pod(0, 1), pod(0, 2), pod(0, 3), pod(0, 4)}, .searchSteps = 0};
    EXPECT_EQ(place(made.state(), request).outcome, ReplacementOutcome::Undecided);
}

TEST(Replacement, AnUnreachableNodeStillCountsAsADomain) {
    MadeCluster made;
    made.node(1000, 1000);
    made.node(1000, 1000);
    made.workload("w", 2, 0, 0).pod.spread = {test::hardSpread("w")};
    ClusterState state = made.state();
    state.bind(pod(0, 0), kFirst);
    state.bind(pod(0, 1), kSecond);
    // Deleted: one domain is left, 2 - 1 <= 1. Unreachable: node-1 counts 0, 2 - 0 > 1.
    ReplacementRequest request{.removedNodes = {kFirst}};
    EXPECT_EQ(place(state, request).outcome, ReplacementOutcome::Feasible);
    request.removal = NodeRemoval::Unreachable;
    EXPECT_EQ(place(state, request).outcome, ReplacementOutcome::Infeasible);
}

TEST(Replacement, AWitnessOfAnotherQuestionIsRefused) {
    MadeCluster made;
    made.node(1000, 1000);
    made.workload("w", 3, 600, 0);
    const ReplacementRequest request{.addedPods = {pod(0, 0), pod(0, 1)}};
    const ReplacementResult result = place(made.state(), request);
    ASSERT_TRUE(result.witness.has_value());
    EXPECT_FALSE(isWitness(made.state(), {.addedPods = {pod(0, 0)}}, *result.witness));
}

}  // namespace
}  // namespace stowage::simulate
