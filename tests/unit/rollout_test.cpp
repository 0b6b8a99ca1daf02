#include "model/simulate/rollout.h"

#include <gtest/gtest.h>

#include "tests/support/made_cluster.h"

namespace stowage::simulate {
namespace {

using test::MadeCluster;
using test::pod;

const NodeIndex kFirst(0);
const NodeIndex kSecond(1);
const StartTiming kTiming{
    .pullSeconds = 20, .waitForDependenciesSeconds = 5, .startSeconds = 10, .stopSeconds = 30};

UpdateStrategy rolling(std::int64_t surge, std::int64_t unavailable) {
    return {.kind = UpdateKind::RollingUpdate,
            .maxSurge = {.value = surge},
            .maxUnavailable = {.value = unavailable}};
}

EnvironmentRollout deploy(const MadeCluster& made, const ClusterState& state) {
    return simulateRollout(state, made.workloads, "ns", {});
}

TEST(WorkloadRollout, PercentagesRoundSurgeUpAndUnavailableDown) {
    MadeCluster made;
    const PlannedWorkload& web = made.workload("web", 3, 0, 0);
    // 25 % of 3 = 0.75: surge 1, unavailable 0.
    const WorkloadRollout rollout = workloadRollout(web, WorkloadIndex(0));
    EXPECT_EQ(rollout.surge, 1);
    EXPECT_EQ(rollout.unavailable, 0);
    EXPECT_EQ(rollout.peakPods, 4);
    EXPECT_EQ(rollout.peakWithTerminating, 6);
    EXPECT_EQ(rollout.gapSeconds, 0);
}

TEST(WorkloadRollout, ASurgeNeverExceedsTheReplicas) {
    MadeCluster made;
    PlannedWorkload& web = made.workload("web", 1, 0, 0);
    web.updateStrategy = rolling(3, 0);
    EXPECT_EQ(workloadRollout(web, WorkloadIndex(0)).peakPods, 2);
}

TEST(WorkloadRollout, RecreateIsDownFromTheStopToTheFirstReadyPod) {
    MadeCluster made;
    PlannedWorkload& web = made.workload("web", 2, 0, 0);
    web.updateStrategy.kind = UpdateKind::Recreate;
    web.timing = kTiming;
    const WorkloadRollout rollout = workloadRollout(web, WorkloadIndex(0));
    // stop 30 + pull 20 + wait 5 + start 10.
    EXPECT_EQ(rollout.gapSeconds, 65);
    EXPECT_EQ(rollout.surge, 0);
    EXPECT_EQ(rollout.peakWithTerminating, 2);
}

TEST(WorkloadRollout, OnlyAllReplicasUnavailableAtOnceMakeAGap) {
    MadeCluster made;
    PlannedWorkload& web = made.workload("web", 2, 0, 0);
    web.timing = kTiming;
    web.updateStrategy = rolling(0, 1);
    EXPECT_EQ(workloadRollout(web, WorkloadIndex(0)).gapSeconds, 0);
    web.replicas = 1;
    EXPECT_EQ(workloadRollout(web, WorkloadIndex(0)).gapSeconds, 65);
    web.updateStrategy = rolling(1, 1);  // the new pod starts while the old one stops
    EXPECT_EQ(workloadRollout(web, WorkloadIndex(0)).gapSeconds, 35);
    web.updateStrategy = rolling(0, 0);  // becomes unavailable = 1
    EXPECT_EQ(workloadRollout(web, WorkloadIndex(0)).gapSeconds, 65);
}

TEST(Rollout, SurgesOfOneEnvironmentAddUp) {
    MadeCluster made;
    made.node(1000, 1000);
    made.workload("web", 1, 300, 0).onRequestPath = true;
    made.workload("horizon", 1, 200, 0);
    made.workload("mysql", 1, 0, 0).origin = WorkloadOrigin::OwnService;
    ClusterState state = made.state();
    state.bind(pod(0), kFirst);
    state.bind(pod(1), kFirst);
    state.bind(pod(2), kFirst);
    // 300 + 200 twice: 1000 of 1000. Only the two get new pods.
    const EnvironmentRollout rollout = deploy(made, state);
    EXPECT_EQ(rollout.outcome, RolloutOutcome::Clear);
    EXPECT_EQ(rollout.peak.placed.size(), 2U);
    EXPECT_EQ(rollout.workloads.size(), 2U);
    made.workloads[1].pod.containers[0].requests.set(kCpu, 201);
    ClusterState tight = made.state();
    tight.bind(pod(0), kFirst);
    tight.bind(pod(1), kFirst);
    const EnvironmentRollout blocked = deploy(made, tight);
    // 2 * (300 + 201) = 1002: one surge pod waits. But the other's old pod (300 or 201) goes once
    // its new one is ready, and then there is room: the roll-out ends.
    EXPECT_EQ(blocked.outcome, RolloutOutcome::Slow);
    EXPECT_EQ(blocked.obstacle, RolloutObstacle::Room);
    EXPECT_EQ(blocked.peak.witness->shortage->shortBy, 2);
}

TEST(Rollout, NoRoomAndNothingUnavailableIsADeadlock) {
    MadeCluster made;
    made.node(1000, 1000);
    made.workload("web", 1, 600, 0).updateStrategy = rolling(1, 0);
    ClusterState state = made.state();
    state.bind(pod(0), kFirst);
    const EnvironmentRollout rollout = deploy(made, state);
    EXPECT_EQ(rollout.outcome, RolloutOutcome::Blocked);
    EXPECT_EQ(rollout.obstacle, RolloutObstacle::Room);
    ASSERT_EQ(rollout.blocked.size(), 1U);
    EXPECT_EQ(rollout.blocked[0].refusals[0].used, 600);
    ASSERT_EQ(rollout.workloads[0].surgePods.size(), 1U);
    EXPECT_FALSE(rollout.workloads[0].surgePods[0].node.isValid());
}

TEST(Rollout, UnavailableLetsAFullNodeMoveOn) {
    MadeCluster made;
    made.node(1000, 1000);
    made.workload("web", 1, 600, 0).updateStrategy = rolling(1, 1);
    ClusterState state = made.state();
    state.bind(pod(0), kFirst);
    EXPECT_EQ(deploy(made, state).outcome, RolloutOutcome::Slow);
}

TEST(Rollout, AntiAffinityWithAsManyReplicasAsNodesDeadlocks) {
    MadeCluster made;
    made.node(1000, 1000);
    made.node(1000, 1000);
    PlannedWorkload& web = made.workload("web", 2, 100, 100);
    web.updateStrategy = rolling(1, 0);
    web.pod.requiredAntiAffinity = {test::term("web")};
    ClusterState state = made.state();
    state.bind(pod(0, 0), kFirst);
    state.bind(pod(0, 1), kSecond);
    const EnvironmentRollout rollout = deploy(made, state);
    EXPECT_EQ(rollout.outcome, RolloutOutcome::Blocked);
    EXPECT_EQ(rollout.obstacle, RolloutObstacle::AntiAffinity);
}

TEST(Rollout, ATakenHostPortDeadlocks) {
    MadeCluster made;
    made.node(1000, 1000);
    PlannedWorkload& web = made.workload("web", 1, 0, 0);
    web.updateStrategy = rolling(1, 0);
    web.pod.hostPorts = {{.port = 443}};
    ClusterState state = made.state();
    state.bind(pod(0), kFirst);
    EXPECT_EQ(deploy(made, state).obstacle, RolloutObstacle::HostPort);
}

TEST(Rollout, AVolumeOnAFullNodeNeedsRoomThere) {
    MadeCluster made;
    made.node(1000, 1000);
    made.node(1000, 1000);
    PlannedWorkload& web = made.workload("web", 1, 600, 0);
    web.updateStrategy = rolling(1, 0);
    web.pod.volumes = {{.claim = "storage"}};
    ClusterState state = made.state();
    state.bind(pod(0), kFirst);
    // node-2 is empty but the volume is on node-1, where 400 are left.
    const EnvironmentRollout rollout = deploy(made, state);
    EXPECT_EQ(rollout.outcome, RolloutOutcome::Blocked);
    EXPECT_EQ(rollout.obstacle, RolloutObstacle::Room);
    made.workloads[0].pod.volumes[0].accessMode = AccessMode::ReadWriteOncePod;
    made.workloads[0].pod.containers[0].requests.set(kCpu, 100);
    ClusterState single = made.state();
    single.bind(pod(0), kFirst);
    EXPECT_EQ(deploy(made, single).obstacle, RolloutObstacle::Volume);
}

TEST(Rollout, RecreateNeedsNoSecondPlace) {
    MadeCluster made;
    made.node(1000, 1000);
    PlannedWorkload& web = made.workload("web", 1, 900, 0);
    web.updateStrategy.kind = UpdateKind::Recreate;
    web.onRequestPath = true;
    web.timing = kTiming;
    ClusterState state = made.state();
    state.bind(pod(0), kFirst);
    const EnvironmentRollout rollout = deploy(made, state);
    EXPECT_EQ(rollout.outcome, RolloutOutcome::Clear);
    EXPECT_EQ(rollout.gapSeconds, 65);
}

TEST(Rollout, AStatefulSetReplacesOnePodAfterTheOther) {
    MadeCluster made;
    made.node(1000, 1000);
    PlannedWorkload& db = made.workload("db", 2, 500, 0);
    db.origin = WorkloadOrigin::Raw;
    db.kind = WorkloadKind::StatefulSet;
    db.pod.volumes = {{.claim = "data", .perReplica = true}};
    ClusterState state = made.state();
    state.bind(pod(0, 0), kFirst);
    state.bind(pod(0, 1), kFirst);
    EXPECT_EQ(deploy(made, state).outcome, RolloutOutcome::Clear);
}

TEST(Rollout, OneResultPerEnvironment) {
    MadeCluster made;
    made.node(1000, 1000);
    made.workload("web", 1, 100, 0);
    made.workload("web", 1, 100, 0).environmentId = "other";
    made.workload("coredns", 1, 100, 0).environmentId = "";
    ClusterState state = made.state();
    const auto all = simulateRollouts(state, made.workloads, {});
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].environmentId, "ns");
    EXPECT_EQ(all[1].environmentId, "other");
}

}  // namespace
}  // namespace stowage::simulate
