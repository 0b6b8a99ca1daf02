#include "model/feasibility.h"

#include <gtest/gtest.h>

#include "tests/support/made_cluster.h"

namespace stowage {
namespace {

using test::app;
using test::hardSpread;
using test::MadeCluster;
using test::pod;
using test::term;

const NodeIndex kFirst(0);
const NodeIndex kSecond(1);
const NodeIndex kThird(2);

/// The kinds of all reasons, in order.
std::vector<RefusalKind> kinds(const ClusterState& state, PodRef who, NodeIndex node) {
    std::vector<RefusalKind> found;
    for (const NodeRefusal& refusal : explain(state, who, node)) {
        found.push_back(refusal.kind);
    }
    return found;
}

TEST(FeasibilityResources, FillsTheNodeToTheLastByteAndNoFurther) {
    MadeCluster made;
    made.node(1000, 1000);
    made.workload("full", 1, 400, 600);
    made.workload("fits", 1, 600, 400);
    made.workload("cpu", 1, 601, 400);
    made.workload("both", 1, 601, 401);
    ClusterState state = made.state();
    state.bind(pod(0), kFirst);
    // CPU 400 + 600 = 1000, memory 600 + 400 = 1000.
    EXPECT_TRUE(fits(state, pod(1), kFirst));
    EXPECT_EQ(explain(state, pod(1), kFirst), std::vector<NodeRefusal>());
    const auto cpu = explain(state, pod(2), kFirst);
    ASSERT_EQ(cpu.size(), 1U);
    EXPECT_EQ(cpu[0].what, "cpu");
    EXPECT_EQ(cpu[0].requested, 601);
    EXPECT_EQ(cpu[0].used, 400);
    EXPECT_EQ(cpu[0].allocatable, 1000);
    EXPECT_TRUE(cpu[0].emptyWouldDo);
    EXPECT_EQ(explain(state, pod(3), kFirst).size(), 2U);  // every short resource
}

TEST(FeasibilityResources, ARequestOfZeroPassesOnAnOverCommittedNode) {
    MadeCluster made;
    made.node(1000, 100);
    made.workload("heavy", 2, 100, 80);
    made.workload("free", 1, 0, 0);
    made.workload("cpuOnly", 1, 100, 0);
    ClusterState state = made.state();
    state.bind(pod(0, 0), kFirst);
    state.bind(pod(0, 1), kFirst);  // 160 of 100 MiB
    EXPECT_TRUE(fits(state, pod(1), kFirst));
    EXPECT_TRUE(fits(state, pod(2), kFirst));
}

TEST(FeasibilityResources, AnExtendedResourceThatNoNodeHasIsShortEverywhere) {
    MadeCluster made;
    made.node(1000, 1000).allocatable.set("example.com/license", 1);
    made.node(1000, 1000);
    made.workload("licensed", 2, 10, 10).pod.containers[0].requests.set("example.com/license", 1);
    ClusterState state = made.state();
    EXPECT_TRUE(fits(state, pod(0, 0), kFirst));
    const auto reasons = explain(state, pod(0, 0), kSecond);
    ASSERT_EQ(reasons.size(), 1U);
    EXPECT_EQ(reasons[0].what, "example.com/license");
    EXPECT_FALSE(reasons[0].emptyWouldDo);
    state.bind(pod(0, 0), kFirst);
    EXPECT_FALSE(fits(state, pod(0, 1), kFirst));
}

TEST(FeasibilitySlots, TheLastSlotIsTakenAndTheNextRefused) {
    MadeCluster made;
    made.node(1000, 1000).podSlots = 2;
    made.workload("small", 3, 0, 0);
    ClusterState state = made.state();
    state.bind(pod(0, 0), kFirst);
    EXPECT_TRUE(fits(state, pod(0, 1), kFirst));
    state.bind(pod(0, 1), kFirst);
    EXPECT_EQ(kinds(state, pod(0, 2), kFirst), std::vector{RefusalKind::PodSlots});
}

TEST(FeasibilityPorts, TheWildcardAddressConflictsWithEveryAddress) {
    MadeCluster made;
    made.node(1000, 1000);
    made.workload("a", 1, 0, 0).pod.hostPorts = {{.address = "10.0.0.1", .port = 80}};
    made.workload("same", 1, 0, 0).pod.hostPorts = {{.address = "10.0.0.1", .port = 80}};
    made.workload("other", 1, 0, 0).pod.hostPorts = {{.address = "10.0.0.2", .port = 80}};
    made.workload("all", 1, 0, 0).pod.hostPorts = {{.port = 80}};
    made.workload("udp", 1, 0, 0).pod.hostPorts = {{.protocol = "UDP", .port = 80}};
    ClusterState state = made.state();
    state.bind(pod(0), kFirst);
    EXPECT_FALSE(fits(state, pod(1), kFirst));
    EXPECT_TRUE(fits(state, pod(2), kFirst));
    EXPECT_FALSE(fits(state, pod(3), kFirst));
    EXPECT_TRUE(fits(state, pod(4), kFirst));
    EXPECT_EQ(explain(state, pod(3), kFirst)[0].blocker, pod(0));
}

TEST(FeasibilityNodes, SelectorAffinityTaintAndNameAreAllReported) {
    MadeCluster made;
    made.node(1000, 1000).taints = {{.key = "k", .value = "v"}};
    made.node(1000, 1000).labels["disk"] = "ssd";
    PodTemplate& choosy = made.workload("choosy", 1, 0, 0).pod;
    choosy.nodeSelector = {{"disk", "ssd"}};
    choosy.nodeName = "node-2";
    choosy.requiredNodeAffinity = {
        {.matchExpressions = {{.key = "disk", .op = SelectorOperator::Exists}}}};
    made.workload("tolerant", 1, 0, 0).pod.tolerations = {{.key = "k", .value = "v"}};
    const ClusterState state = made.state();
    const std::vector<RefusalKind> all = {RefusalKind::NodeName, RefusalKind::Taint,
                                          RefusalKind::NodeSelector, RefusalKind::NodeAffinity};
    EXPECT_EQ(kinds(state, pod(0), kFirst), all);
    EXPECT_TRUE(fits(state, pod(0), kSecond));
    EXPECT_TRUE(fits(state, pod(1), kFirst));
}

TEST(FeasibilityNodes, TermsAreAlternativesAndAnEmptyTermMatchesNothing) {
    MadeCluster made;
    made.node(1000, 1000).labels["gen"] = "7";
    const auto with = [&](std::vector<NodeSelectorTerm> terms) {
        made.workload("w", 1, 0, 0).pod.requiredNodeAffinity = std::move(terms);
    };
    const auto need = [](SelectorOperator op, std::vector<std::string> values) {
        return NodeSelectorTerm{
            .matchExpressions = {{.key = "gen", .op = op, .values = std::move(values)}}};
    };
    with({need(SelectorOperator::In, {"8"}), need(SelectorOperator::Gt, {"6"})});
    with({need(SelectorOperator::Gt, {"7"})});
    with({NodeSelectorTerm{}});
    with({NodeSelectorTerm{.matchFields = {{.key = "metadata.name", .values = {"node-1"}}}}});
    with({need(SelectorOperator::DoesNotExist, {})});
    const ClusterState state = made.state();
    EXPECT_TRUE(fits(state, pod(0), kFirst));
    EXPECT_FALSE(fits(state, pod(1), kFirst));
    EXPECT_FALSE(fits(state, pod(2), kFirst));
    EXPECT_TRUE(fits(state, pod(3), kFirst));
    EXPECT_FALSE(fits(state, pod(4), kFirst));
}

TEST(FeasibilityTaints, PreferNoScheduleDoesNotFilterAndNoExecuteDoes) {
    MadeCluster made;
    made.node(1000, 1000).taints = {{.key = "k", .effect = TaintEffect::PreferNoSchedule}};
    made.node(1000, 1000).taints = {{.key = "k", .effect = TaintEffect::NoExecute}};
    made.workload("w", 1, 0, 0);
    made.workload("everything", 1, 0, 0).pod.tolerations = {{.op = TolerationOperator::Exists}};
    const ClusterState state = made.state();
    EXPECT_TRUE(fits(state, pod(0), kFirst));
    EXPECT_FALSE(fits(state, pod(0), kSecond));
    EXPECT_TRUE(fits(state, pod(1), kSecond));
}

TEST(FeasibilityAntiAffinity, IsSymmetric) {
    MadeCluster made;
    made.node(1000, 1000);
    made.node(1000, 1000);
    made.workload("loner", 1, 0, 0).pod.requiredAntiAffinity = {term("crowd")};
    made.workload("crowd", 1, 0, 0);
    ClusterState state = made.state();
    state.bind(pod(0), kFirst);
    // "crowd" has no rule of its own; the running "loner" refuses it.
    EXPECT_EQ(kinds(state, pod(1), kFirst), std::vector{RefusalKind::ExistingAntiAffinity});
    EXPECT_TRUE(fits(state, pod(1), kSecond));
    state.unbind(pod(0), kFirst);
    state.bind(pod(1), kFirst);
    EXPECT_EQ(kinds(state, pod(0), kFirst), std::vector{RefusalKind::AntiAffinity});
    EXPECT_EQ(explain(state, pod(0), kFirst)[0].blocker, pod(1));
}

TEST(FeasibilityAntiAffinity, ANodeWithoutTheKeyIsNoDomain) {
    MadeCluster made;
    made.node(1000, 1000);
    made.workload("w", 2, 0, 0).pod.requiredAntiAffinity = {
        term("w", "topology.kubernetes.io/zone")};
    ClusterState state = made.state();
    state.bind(pod(0, 0), kFirst);
    EXPECT_TRUE(fits(state, pod(0, 1), kFirst));
}

TEST(FeasibilityAntiAffinity, CountsTheNamespacesOfTheTermOnly) {
    MadeCluster made;
    made.node(1000, 1000);
    made.workload("w", 1, 0, 0).pod.requiredAntiAffinity = {term("x")};
    PodAffinityTerm everywhere = term("x");
    everywhere.namespaceSelector = LabelSelector{};
    made.workload("v", 1, 0, 0).pod.requiredAntiAffinity = {everywhere};
    made.workload("x", 1, 0, 0).namespaceName = "elsewhere";
    ClusterState state = made.state();
    state.bind(pod(2), kFirst);
    EXPECT_TRUE(fits(state, pod(0), kFirst));
    EXPECT_FALSE(fits(state, pod(1), kFirst));
}

TEST(FeasibilityAffinity, TheFirstPodOfAGroupThatMatchesItselfMayStart) {
    MadeCluster made;
    made.node(1000, 1000);
    made.node(1000, 1000);
    made.workload("group", 2, 0, 0).pod.requiredAffinity = {term("group")};
    made.workload("guest", 1, 0, 0).pod.requiredAffinity = {term("group")};
    ClusterState state = made.state();
    EXPECT_FALSE(fits(state, pod(1), kFirst));  // matches itself not
    EXPECT_TRUE(fits(state, pod(0, 0), kFirst));
    state.bind(pod(0, 0), kFirst);
    EXPECT_TRUE(fits(state, pod(0, 1), kFirst));
    EXPECT_FALSE(fits(state, pod(0, 1), kSecond));
    EXPECT_TRUE(fits(state, pod(1), kFirst));
}

TEST(FeasibilityAffinity, ANodeWithoutTheKeyRefusesEvenTheFirst) {
    MadeCluster made;
    made.node(1000, 1000);
    made.node(1000, 1000, "a");
    made.workload("group", 1, 0, 0).pod.requiredAffinity = {
        term("group", "topology.kubernetes.io/zone")};
    const ClusterState state = made.state();
    EXPECT_EQ(kinds(state, pod(0), kFirst), std::vector{RefusalKind::Affinity});
    EXPECT_TRUE(fits(state, pod(0), kSecond));
}

TEST(FeasibilitySpread, TheMinimumRunsOverEmptyDomainsToo) {
    MadeCluster made;
    made.node(1000, 1000);
    made.node(10, 1000);  // too small for the pod, yet a domain
    made.workload("w", 2, 100, 0).pod.spread = {hardSpread("w")};
    ClusterState state = made.state();
    state.bind(pod(0, 0), kFirst);
    // node-1 would hold 2, node-2 holds 0: skew 2 > 1.
    const auto reasons = explain(state, pod(0, 1), kFirst);
    ASSERT_EQ(reasons.size(), 1U);
    EXPECT_EQ(reasons[0].kind, RefusalKind::Spread);
    EXPECT_EQ(reasons[0].requested, 2);
    EXPECT_EQ(reasons[0].allocatable, 1);
}

TEST(FeasibilitySpread, MinDomainsMakesTheMinimumZero) {
    MadeCluster made;
    made.node(1000, 1000, "a");
    made.node(1000, 1000, "b");
    TopologySpread zones = hardSpread("w", "topology.kubernetes.io/zone");
    zones.minDomains = 3;
    made.workload("w", 3, 0, 0).pod.spread = {zones};
    ClusterState state = made.state();
    state.bind(pod(0, 0), kFirst);
    EXPECT_TRUE(fits(state, pod(0, 1), kSecond));
    state.bind(pod(0, 1), kSecond);
    // Each of two zones holds 1; with fewer than 3 the minimum is 0: 2 - 0 > 1.
    EXPECT_FALSE(fits(state, pod(0, 2), kFirst));
    EXPECT_FALSE(fits(state, pod(0, 2), kSecond));
}

TEST(FeasibilitySpread, PoliciesSayWhichNodesAreDomains) {
    MadeCluster made;
    made.node(1000, 1000);
    made.node(1000, 1000).labels["pool"] = "other";
    made.node(1000, 1000).taints = {{.key = "k"}};
    const auto add = [&](NodeInclusionPolicy affinity, NodeInclusionPolicy taints) {
        TopologySpread rule = hardSpread("w");
        rule.nodeAffinityPolicy = affinity;
        rule.nodeTaintsPolicy = taints;
        PodTemplate& made_pod = made.workload("w", 3, 0, 0).pod;
        made_pod.spread = {rule};
        made_pod.requiredNodeAffinity = {
            {.matchExpressions = {{.key = "pool", .op = SelectorOperator::DoesNotExist}}}};
    };
    // Only node-1 takes the pods. One of them runs there already.
    add(NodeInclusionPolicy::Honor, NodeInclusionPolicy::Honor);   // domains: node-1
    add(NodeInclusionPolicy::Honor, NodeInclusionPolicy::Ignore);  // and the tainted node-3
    add(NodeInclusionPolicy::Ignore, NodeInclusionPolicy::Honor);  // and node-2
    ClusterState state = made.state();
    state.bind(pod(0, 0), kFirst);
    EXPECT_TRUE(fits(state, pod(0, 1), kFirst));   // 2 - 1 <= 1
    EXPECT_FALSE(fits(state, pod(1, 1), kFirst));  // 2 - 0 > 1
    EXPECT_FALSE(fits(state, pod(2, 1), kFirst));
}

TEST(FeasibilitySpread, ADeletedNodeIsNoDomainAndAClosedOneRemainsOne) {
    MadeCluster made;
    made.node(1000, 1000);
    made.node(1000, 1000);
    made.workload("w", 2, 0, 0).pod.spread = {hardSpread("w")};
    ClusterState state = made.state();
    state.bind(pod(0, 0), kFirst);
    state.closeNode(kSecond);
    EXPECT_FALSE(fits(state, pod(0, 1), kFirst));
    state.removeNode(kSecond);
    EXPECT_TRUE(fits(state, pod(0, 1), kFirst));  // the minimum is now 1: 2 - 1 <= 1
}

TEST(FeasibilityVolumes, ALocalClaimHoldsItsPodsOnOneNode) {
    MadeCluster made;
    made.node(1000, 1000);
    made.node(1000, 1000);
    made.workload("w", 2, 0, 0).pod.volumes = {{.claim = "data", .size = gibibytes(1)}};
    ClusterState state = made.state();
    EXPECT_TRUE(fits(state, pod(0, 0), kSecond));  // waits for the first consumer
    state.bind(pod(0, 0), kFirst);
    EXPECT_TRUE(fits(state, pod(0, 1), kFirst));
    EXPECT_EQ(kinds(state, pod(0, 1), kSecond), std::vector{RefusalKind::VolumeNode});
    state.keepVolumes();
    state.unbind(pod(0, 0), kFirst);
    EXPECT_FALSE(fits(state, pod(0, 0), kSecond));  // the data are on node-1
}

TEST(FeasibilityVolumes, AttachedClaimsFollowWithinTheirZoneAndCountSlots) {
    MadeCluster made;
    made.input.storageClass = StorageClassKind::Block;
    made.node(1000, 1000, "a").volumeSlots = 1;
    made.node(1000, 1000, "b");
    made.node(1000, 1000, "a");
    made.workload("w", 1, 0, 0).pod.volumes = {{.claim = "data"}};
    made.workload("v", 1, 0, 0).pod.volumes = {{.claim = "other"}};
    made.workload("x", 1, 0, 0).pod.volumes = {{.claim = "data"}};
    ClusterState state = made.state();
    state.bind(pod(0), kFirst);
    EXPECT_EQ(kinds(state, pod(1), kFirst), std::vector{RefusalKind::AttachLimit});
    EXPECT_TRUE(fits(state, pod(2), kFirst));  // the same volume needs no second slot
    state.keepVolumes();
    state.unbind(pod(0), kFirst);
    EXPECT_EQ(kinds(state, pod(0), kSecond), std::vector{RefusalKind::VolumeZone});
    EXPECT_TRUE(fits(state, pod(0), kThird));
}

TEST(FeasibilityVolumes, ReadWriteOncePodServesOnePod) {
    MadeCluster made;
    made.node(1000, 1000);
    made.workload("w", 2, 0, 0).pod.volumes = {
        {.claim = "data", .accessMode = AccessMode::ReadWriteOncePod}};
    ClusterState state = made.state();
    state.bind(pod(0, 0), kFirst);
    EXPECT_EQ(kinds(state, pod(0, 1), kFirst), std::vector{RefusalKind::VolumeInUse});
}

TEST(FeasibilityVolumes, ReplicasOfAStatefulSetHaveClaimsOfTheirOwn) {
    MadeCluster made;
    made.node(1000, 1000);
    made.node(1000, 1000);
    PlannedWorkload& set = made.workload("db", 2, 0, 0);
    set.kind = WorkloadKind::StatefulSet;
    set.pod.volumes = {{.claim = "data", .perReplica = true}};
    ClusterState state = made.state();
    state.bind(pod(0, 0), kFirst);
    EXPECT_TRUE(fits(state, pod(0, 1), kSecond));
}

TEST(FixedPods, ADaemonSetRunsOnEveryNodeThatItMatches) {
    MadeCluster made;
    made.node(1000, 1000);
    made.node(1000, 1000).taints = {{.key = "k"}};
    made.node(50, 1000);
    PlannedWorkload& agent = made.workload("agent", 0, 100, 0);
    agent.kind = WorkloadKind::DaemonSet;
    ClusterState state = made.state();
    const Placement placed = bindFixedPods(state, made.workloads);
    // node-2 is tainted: no pod. node-3 has 50m for 100m: a pod without a place.
    ASSERT_EQ(placed.size(), 2U);
    EXPECT_EQ(placed[0].node, kFirst);
    EXPECT_FALSE(placed[1].node.isValid());
    EXPECT_EQ(state.podCount(), 1U);
    EXPECT_TRUE(schedulablePods(made.workloads).empty());
}

TEST(Violations, ListsEveryPodThatItsNodeWouldNotTake) {
    MadeCluster made;
    made.node(1000, 100);
    made.workload("w", 2, 0, 60).pod.requiredAntiAffinity = {term("w")};
    made.workload("free", 1, 0, 0);
    ClusterState state = made.state();
    state.bind(pod(0, 0), kFirst);
    state.bind(pod(1), kFirst);
    EXPECT_TRUE(violations(state).empty());
    state.bind(pod(0, 1), kFirst);
    const auto found = violations(state);
    // Each of the two: memory 120 of 100 and the other pod.
    EXPECT_EQ(found.size(), 4U);
    EXPECT_EQ(found[0].refused, pod(0, 0));
}

}  // namespace
}  // namespace stowage
