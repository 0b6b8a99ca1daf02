#include <gtest/gtest.h>

#include "model/feasibility.h"
#include "model/simulate/rollout.h"
#include "tests/support/made_cluster.h"

/// One case that just passes and one that just fails for each clause of Kubernetes that the other
/// tests leave open; docs/conformance.md is the list of all.

namespace stowage::simulate {
namespace {

using test::app;
using test::hardSpread;
using test::MadeCluster;
using test::pod;
using test::term;

const NodeIndex kFirst(0);
const NodeIndex kSecond(1);
const NodeIndex kThird(2);
constexpr const char* kZone = "topology.kubernetes.io/zone";

std::vector<RefusalKind> kinds(const ClusterState& state, PodRef who, NodeIndex node) {
    std::vector<RefusalKind> found;
    for (const NodeRefusal& refusal : explain(state, who, node)) {
        found.push_back(refusal.kind);
    }
    return found;
}

ContainerTemplate asking(std::int64_t cpu, std::int64_t mebi) {
    return {.name = "c", .requests = ResourceAmounts::of(milliCpu(cpu), mebibytes(mebi))};
}
ContainerTemplate sidecar(std::int64_t cpu, std::int64_t mebi) {
    ContainerTemplate container = asking(cpu, mebi);
    container.restartsAlways = true;
    return container;
}

/// Does a pod of this template fit on an empty node of so many millicores?
bool fitsOn(std::int64_t cpu, const PodTemplate& asked) {
    MadeCluster made;
    made.node(cpu, 64'000);
    made.workload("w", 1, 0, 0).pod = asked;
    return fits(made.state(), pod(0), kFirst);
}

// --- what a pod costs ---

// Steps run one after the other: max(300, 500, 400) = 500, beside 200 of the container.
TEST(ConformanceCost, InitContainersCountByTheLargestNotByTheSum) {
    const PodTemplate steps{.containers = {asking(200, 0)},
                            .initContainers = {asking(300, 0), asking(500, 0), asking(400, 0)}};
    EXPECT_TRUE(fitsOn(500, steps));
    EXPECT_FALSE(fitsOn(499, steps));
}

// Step 400 after the sidecar of 150: 550. Before it: max(400, 200 + 150) = 400.
TEST(ConformanceCost, ASidecarCountsForTheStepsAfterItOnly) {
    const PodTemplate before{.containers = {asking(200, 0)},
                             .initContainers = {sidecar(150, 0), asking(400, 0)}};
    EXPECT_TRUE(fitsOn(550, before));
    EXPECT_FALSE(fitsOn(549, before));
    const PodTemplate after{.containers = {asking(200, 0)},
                            .initContainers = {asking(400, 0), sidecar(150, 0)}};
    EXPECT_TRUE(fitsOn(400, after));
    EXPECT_FALSE(fitsOn(399, after));
}

// Sidecar 100, step 300 (with it 400), sidecar 50, step 260 (with both 410); running 200 + 150.
TEST(ConformanceCost, EveryStepCountsWithTheSidecarsListedBeforeIt) {
    const PodTemplate mixed{
        .containers = {asking(200, 0)},
        .initContainers = {sidecar(100, 0), asking(300, 0), sidecar(50, 0), asking(260, 0)}};
    EXPECT_TRUE(fitsOn(410, mixed));
    EXPECT_FALSE(fitsOn(409, mixed));
}

// A sidecar of 600 that starts after another of 100 holds 700 before the container of 10 runs: 710
// in the end.
TEST(ConformanceCost, SidecarsAloneCanBeTheLargestPart) {
    const PodTemplate two{.containers = {asking(10, 0)},
                          .initContainers = {sidecar(100, 0), sidecar(600, 0)}};
    EXPECT_TRUE(fitsOn(710, two));
    EXPECT_FALSE(fitsOn(709, two));
}

// max(200, 500) + 30: the overhead comes on top of the maximum.
TEST(ConformanceCost, OverheadIsAddedToTheMaximum) {
    const PodTemplate boxed{.containers = {asking(200, 0)},
                            .initContainers = {asking(500, 0)},
                            .overhead = ResourceAmounts::of(milliCpu(30), Bytes())};
    EXPECT_TRUE(fitsOn(530, boxed));
    EXPECT_FALSE(fitsOn(529, boxed));
}

// The pod asks for 300 as a whole, less than its step of 500 and its overhead of 20 on top: 320.
TEST(ConformanceCost, PodLevelRequestsReplaceTheMaximumButNotTheOverhead) {
    PodTemplate whole{.containers = {asking(200, 0)},
                      .initContainers = {asking(500, 0)},
                      .overhead = ResourceAmounts::of(milliCpu(20), Bytes())};
    whole.podRequests = ResourceAmounts::of(milliCpu(300), Bytes());
    EXPECT_TRUE(fitsOn(320, whole));
    EXPECT_FALSE(fitsOn(319, whole));
}

// Nobody asks for CPU: the limit of 250 of the pod stands in. A written zero is an answer.
TEST(ConformanceCost, APodLevelLimitStandsInOnlyWhereNobodyAsks) {
    PodTemplate limited{.containers = {asking(0, 10)}};
    limited.podLimits.emplace();
    limited.podLimits->set(kCpu, 250);
    EXPECT_TRUE(fitsOn(250, limited));
    EXPECT_FALSE(fitsOn(249, limited));
    limited.containers[0].zeroRequests = {kCpu};
    EXPECT_TRUE(fitsOn(1, limited));
}

// --- resources and slots ---

// Two licences: the second pod takes the last one.
TEST(ConformanceFit, ExtendedResourcesRunOutLikeAnyOther) {
    MadeCluster made;
    made.node(1000, 1000).allocatable.set("example.com/license", 2);
    made.workload("w", 3, 0, 0).pod.containers[0].requests.set("example.com/license", 1);
    ClusterState state = made.state();
    state.bind(pod(0, 0), kFirst);
    EXPECT_TRUE(fits(state, pod(0, 1), kFirst));
    state.bind(pod(0, 1), kFirst);
    EXPECT_EQ(kinds(state, pod(0, 2), kFirst), std::vector{RefusalKind::Resource});
}

// CPU 600 of 500 and memory 300 of 200: both are named, and neither would fit an empty node.
TEST(ConformanceFit, EveryShortResourceIsNamed) {
    MadeCluster made;
    made.node(500, 200);
    made.workload("w", 1, 600, 300);
    const auto refusals = explain(made.state(), pod(0), kFirst);
    ASSERT_EQ(refusals.size(), 2U);
    EXPECT_EQ(refusals[0].what, kCpu);
    EXPECT_EQ(refusals[1].what, kMemory);
    EXPECT_FALSE(refusals[0].emptyWouldDo);
    EXPECT_TRUE(fitsOn(600, {.containers = {asking(600, 300)}}));
}

// Two slots: the DaemonSet has one, so one pod fits and the next does not.
TEST(ConformanceFit, DaemonPodsTakeSlotsAndRoom) {
    MadeCluster made;
    made.node(1000, 1000).podSlots = 2;
    PlannedWorkload& daemon = made.workload("daemon", 0, 300, 0);
    daemon.kind = WorkloadKind::DaemonSet;
    made.workload("w", 2, 700, 0);
    made.workload("x", 1, 701, 0);
    ClusterState state = made.state();
    bindFixedPods(state, made.workloads);
    EXPECT_TRUE(fits(state, pod(1, 0), kFirst));   // 300 + 700 = 1000
    EXPECT_FALSE(fits(state, pod(2, 0), kFirst));  // 300 + 701
    state.bind(pod(1, 0), kFirst);
    const auto reasons = kinds(state, pod(1, 1), kFirst);
    EXPECT_EQ(std::count(reasons.begin(), reasons.end(), RefusalKind::PodSlots), 1);
}

// --- ports ---

TEST(ConformancePorts, ConflictOnAddressProtocolAndPortTogether) {
    MadeCluster made;
    made.node(1000, 1000);
    const auto add = [&](const HostPort& port) {
        made.workload("w", 1, 0, 0).pod.hostPorts = {port};
    };
    add({.address = "10.0.0.1", .protocol = "TCP", .port = 53});
    add({.address = "10.0.0.1", .protocol = "UDP", .port = 53});  // another protocol
    add({.address = "10.0.0.2", .protocol = "TCP", .port = 53});  // another address
    add({.address = "10.0.0.1", .protocol = "TCP", .port = 54});  // another port
    add({.address = "10.0.0.1", .protocol = "TCP", .port = 53});  // the same
    add({.protocol = "TCP", .port = 53});                         // every address
    ClusterState state = made.state();
    state.bind(pod(0), kFirst);
    for (const std::size_t other : {1U, 2U, 3U}) {
        EXPECT_TRUE(fits(state, pod(other), kFirst)) << other;
    }
    for (const std::size_t other : {4U, 5U}) {
        EXPECT_EQ(kinds(state, pod(other), kFirst), std::vector{RefusalKind::HostPort}) << other;
    }
}

// --- nodes ---

struct OperatorCase {
    SelectorRequirement requirement;
    bool onSeven;  ///< a node with gen=7
    bool onNone;   ///< a node without the label
};

// Gen 7: > 6 but not > 7, < 8 but not < 7. Without the label NotIn and DoesNotExist hold.
TEST(ConformanceNodes, EveryOperatorOfNodeAffinity) {
    using enum SelectorOperator;
    const std::vector<OperatorCase> cases{
        {{.key = "gen", .op = In, .values = {"6", "7"}}, true, false},
        {{.key = "gen", .op = In, .values = {"8"}}, false, false},
        {{.key = "gen", .op = NotIn, .values = {"8"}}, true, true},
        {{.key = "gen", .op = NotIn, .values = {"7"}}, false, true},
        {{.key = "gen", .op = Exists}, true, false},
        {{.key = "gen", .op = DoesNotExist}, false, true},
        {{.key = "gen", .op = Gt, .values = {"6"}}, true, false},
        {{.key = "gen", .op = Gt, .values = {"7"}}, false, false},
        {{.key = "gen", .op = Lt, .values = {"8"}}, true, false},
        {{.key = "gen", .op = Lt, .values = {"7"}}, false, false}};
    MadeCluster made;
    made.node(1000, 1000).labels["gen"] = "7";
    made.node(1000, 1000);
    for (const OperatorCase& one : cases) {
        made.workload("w", 1, 0, 0).pod.requiredNodeAffinity = {
            {.matchExpressions = {one.requirement}}};
    }
    const ClusterState state = made.state();
    for (std::size_t at = 0; at < cases.size(); ++at) {
        EXPECT_EQ(fits(state, pod(at), kFirst), cases[at].onSeven) << at;
        EXPECT_EQ(fits(state, pod(at), kSecond), cases[at].onNone) << at;
    }
}

TEST(ConformanceNodes, ExpressionsOfATermAreAllNeededAndFieldsNameTheNode) {
    MadeCluster made;
    made.node(1000, 1000).labels = {{"a", "1"}, {"b", "1"}};
    made.node(1000, 1000).labels = {{"a", "1"}};
    made.workload("both", 1, 0, 0).pod.requiredNodeAffinity = {
        {.matchExpressions = {{.key = "a", .op = SelectorOperator::Exists},
                              {.key = "b", .op = SelectorOperator::Exists}}}};
    made.workload("named", 1, 0, 0).pod.requiredNodeAffinity = {
        {.matchFields = {{.key = "metadata.name", .values = {"node-2"}}}}};
    const ClusterState state = made.state();
    EXPECT_TRUE(fits(state, pod(0), kFirst));
    EXPECT_FALSE(fits(state, pod(0), kSecond));
    EXPECT_FALSE(fits(state, pod(1), kFirst));
    EXPECT_TRUE(fits(state, pod(1), kSecond));
}

TEST(ConformanceNodes, AnUnschedulableNodeTakesNobody) {
    MadeCluster made;
    made.node(1000, 1000).isUnschedulable = true;
    made.node(1000, 1000);
    made.workload("w", 1, 0, 0);
    const ClusterState state = made.state();
    EXPECT_EQ(kinds(state, pod(0), kFirst), std::vector{RefusalKind::Unschedulable});
    EXPECT_TRUE(fits(state, pod(0), kSecond));
}

TEST(ConformanceTaints, AToleranceMatchesKeyValueAndEffect) {
    using enum TolerationOperator;
    MadeCluster made;
    made.node(1000, 1000).taints = {{.key = "k", .value = "v", .effect = TaintEffect::NoExecute}};
    const std::vector<std::pair<Toleration, bool>> cases{
        {{.key = "k", .op = Equal, .value = "v"}, true},
        {{.key = "k", .op = Equal, .value = "other"}, false},
        {{.key = "k", .op = Exists}, true},
        {{.key = "other", .op = Exists}, false},
        {{.key = "", .op = Exists}, true},  // every taint
        {{.key = "k", .op = Exists, .effect = TaintEffect::NoExecute}, true},
        {{.key = "k", .op = Exists, .effect = TaintEffect::NoSchedule}, false}};
    for (const auto& [toleration, holds] : cases) {
        made.workload("w", 1, 0, 0).pod.tolerations = {toleration};
    }
    const ClusterState state = made.state();
    for (std::size_t at = 0; at < cases.size(); ++at) {
        EXPECT_EQ(fits(state, pod(at), kFirst), cases[at].second) << at;
    }
}

// --- topology spread ---

// Zones a: 1, b: 1. maxSkew 2: a may reach 1 + 2 = 3, not 4.
TEST(ConformanceSpread, TheSkewMayReachItsLimitAndNotMore) {
    MadeCluster made;
    made.node(1000, 1000, "a");
    made.node(1000, 1000, "b");
    made.workload("w", 9, 0, 0).pod.spread = {hardSpread("w", kZone, 2)};
    ClusterState state = made.state();
    state.bind(pod(0, 0), kFirst);
    state.bind(pod(0, 1), kSecond);
    state.bind(pod(0, 2), kFirst);
    EXPECT_TRUE(fits(state, pod(0, 3), kFirst));  // 3 - 1 = 2
    state.bind(pod(0, 3), kFirst);
    EXPECT_FALSE(fits(state, pod(0, 4), kFirst));  // 4 - 1 = 3
}

// Two zones and minDomains 2: the minimum counts again, 2 - 1 <= 1. With 3 it is 0.
TEST(ConformanceSpread, MinDomainsIsMetByExactlyAsMany) {
    for (const int domains : {2, 3}) {
        MadeCluster made;
        made.node(1000, 1000, "a");
        made.node(1000, 1000, "b");
        TopologySpread rule = hardSpread("w", kZone);
        rule.minDomains = domains;
        made.workload("w", 3, 0, 0).pod.spread = {rule};
        ClusterState state = made.state();
        state.bind(pod(0, 0), kFirst);
        state.bind(pod(0, 1), kSecond);
        EXPECT_EQ(fits(state, pod(0, 2), kFirst), domains == 2);
    }
}

// The pod does not match its own selector: it adds nothing, so a zone with one more is allowed.
TEST(ConformanceSpread, APodThatItsSelectorDoesNotMeanAddsNothing) {
    MadeCluster made;
    made.node(1000, 1000, "a");
    made.node(1000, 1000, "b");
    made.workload("other", 2, 0, 0);
    made.workload("w", 1, 0, 0).pod.spread = {hardSpread("other", kZone)};
    ClusterState state = made.state();
    state.bind(pod(0, 0), kFirst);
    EXPECT_TRUE(fits(state, pod(1), kFirst));  // 1 + 0 - 0 <= 1
    state.bind(pod(0, 1), kFirst);
    EXPECT_FALSE(fits(state, pod(1), kFirst));  // 2 + 0 - 0 > 1
    EXPECT_TRUE(fits(state, pod(1), kSecond));
}

TEST(ConformanceSpread, PodsOfOtherNamespacesDoNotCount) {
    MadeCluster made;
    made.node(1000, 1000, "a");
    made.node(1000, 1000, "b");
    PlannedWorkload& elsewhere = made.workload("w", 1, 0, 0);
    elsewhere.namespaceName = "elsewhere";
    made.workload("w", 2, 0, 0).pod.spread = {hardSpread("w", kZone)};
    ClusterState state = made.state();
    state.bind(pod(0), kFirst);
    EXPECT_TRUE(fits(state, pod(1, 0), kFirst));  // 0 + 1 - 0 <= 1
    state.bind(pod(1, 0), kFirst);
    EXPECT_FALSE(fits(state, pod(1, 1), kFirst));  // 1 + 1 - 0 > 1
}

TEST(ConformanceSpread, ANodeWithoutTheKeyIsOut) {
    MadeCluster made;
    made.node(1000, 1000, "a");
    made.node(1000, 1000);  // no zone
    made.workload("w", 2, 0, 0).pod.spread = {hardSpread("w", kZone)};
    ClusterState state = made.state();
    EXPECT_FALSE(fits(state, pod(0, 0), kSecond));
    state.bind(pod(0, 0), kFirst);
    // Zone a is the only domain: the minimum is its own 1, and 2 - 1 <= 1.
    EXPECT_TRUE(fits(state, pod(0, 1), kFirst));
}

TEST(ConformanceSpread, ScheduleAnywayNeverRefuses) {
    MadeCluster made;
    made.node(1000, 1000);
    made.node(1000, 1000);
    TopologySpread soft = hardSpread("w");
    made.workload("w", 3, 0, 0).pod.spread = {soft};
    soft.whenUnsatisfiable = WhenUnsatisfiable::ScheduleAnyway;
    made.workload("s", 3, 0, 0).pod.spread = {soft};
    ClusterState state = made.state();
    state.bind(pod(0, 0), kFirst);
    EXPECT_FALSE(fits(state, pod(0, 1), kFirst));  // 2 - 0 > 1
    EXPECT_TRUE(fits(state, pod(1, 1), kFirst));
}

// --- pod affinity ---

TEST(ConformanceAffinity, AntiAffinityReachesAsFarAsItsTopologyKey) {
    MadeCluster made;
    made.node(1000, 1000, "a");
    made.node(1000, 1000, "a");
    made.node(1000, 1000, "b");
    made.workload("w", 2, 0, 0).pod.requiredAntiAffinity = {term("w", kZone)};
    ClusterState state = made.state();
    state.bind(pod(0, 0), kFirst);
    EXPECT_FALSE(fits(state, pod(0, 1), kSecond));  // another node of the same zone
    EXPECT_TRUE(fits(state, pod(0, 1), kThird));
}

// A partner must match both terms; one that matches the first alone is none.
TEST(ConformanceAffinity, EveryTermMustMeetTheSamePartner) {
    MadeCluster made;
    made.node(1000, 1000, "a");
    made.node(1000, 1000, "b");
    made.workload("half", 1, 0, 0).pod.labels = {{"app", "x"}};
    made.workload("whole", 1, 0, 0).pod.labels = {{"app", "x"}, {"tier", "y"}};
    PodAffinityTerm tier{.selector = LabelSelector{.matchLabels = {{"tier", "y"}}},
                         .topologyKey = kZone};
    made.workload("w", 1, 0, 0).pod.requiredAffinity = {term("x", kZone), tier};
    ClusterState state = made.state();
    state.bind(pod(0), kFirst);
    EXPECT_FALSE(fits(state, pod(2), kFirst));
    state.bind(pod(1), kSecond);
    EXPECT_TRUE(fits(state, pod(2), kSecond));
    EXPECT_FALSE(fits(state, pod(2), kFirst));
}

// Only the very first of a group is free to choose; the second must join it.
TEST(ConformanceAffinity, TheSecondOfAGroupJoinsTheFirst) {
    MadeCluster made;
    made.node(1000, 1000);
    made.node(1000, 1000);
    made.workload("w", 2, 0, 0).pod.requiredAffinity = {term("w")};
    made.workload("v", 1, 0, 0).pod.requiredAffinity = {term("nobody")};
    ClusterState state = made.state();
    EXPECT_TRUE(fits(state, pod(0, 0), kSecond));
    state.bind(pod(0, 0), kSecond);
    EXPECT_TRUE(fits(state, pod(0, 1), kSecond));
    EXPECT_EQ(kinds(state, pod(0, 1), kFirst), std::vector{RefusalKind::Affinity});
    // It does not match its own term, so nobody may be the first.
    EXPECT_FALSE(fits(state, pod(1), kFirst));
}

// --- volumes ---

TEST(ConformanceVolumes, AnUnboundClaimBindsAnywhereAndABoundOneOnItsNodes) {
    MadeCluster made;
    made.node(1000, 1000);
    made.node(1000, 1000);
    made.workload("free", 1, 0, 0).pod.volumes = {{.claim = "new"}};
    made.workload("tied", 1, 0, 0).pod.volumes = {{.claim = "old", .boundToNodes = {"node-2"}}};
    const ClusterState state = made.state();
    EXPECT_TRUE(fits(state, pod(0), kFirst));
    EXPECT_TRUE(fits(state, pod(0), kSecond));
    EXPECT_EQ(kinds(state, pod(1), kFirst), std::vector{RefusalKind::BoundVolume});
    EXPECT_TRUE(fits(state, pod(1), kSecond));
}

TEST(ConformanceVolumes, ReadWriteManyOverTheNetworkIsSharedByNodes) {
    MadeCluster made;
    made.input.storageClass = StorageClassKind::LarakubeNfs;
    made.node(1000, 1000);
    made.node(1000, 1000);
    made.workload("many", 2, 0, 0).pod.volumes = {
        {.claim = "shared", .accessMode = AccessMode::ReadWriteMany}};
    made.workload("once", 2, 0, 0).pod.volumes = {{.claim = "single"}};
    ClusterState state = made.state();
    state.bind(pod(0, 0), kFirst);
    state.bind(pod(1, 0), kFirst);
    EXPECT_TRUE(fits(state, pod(0, 1), kSecond));
    EXPECT_TRUE(fits(state, pod(1, 1), kFirst));
    EXPECT_FALSE(fits(state, pod(1, 1), kSecond));  // read-write once: one node at a time
}

// Two slots: the second distinct volume fits, the third does not; a shared one counts once.
TEST(ConformanceVolumes, AttachLimitsCountDistinctVolumes) {
    MadeCluster made;
    made.input.storageClass = StorageClassKind::Block;
    made.node(1000, 1000, "a").volumeSlots = 2;
    for (const char* claim : {"one", "two", "three", "one"}) {
        made.workload("w", 1, 0, 0).pod.volumes = {{.claim = claim}};
    }
    ClusterState state = made.state();
    state.bind(pod(0), kFirst);
    EXPECT_TRUE(fits(state, pod(1), kFirst));
    state.bind(pod(1), kFirst);
    EXPECT_EQ(kinds(state, pod(2), kFirst), std::vector{RefusalKind::AttachLimit});
    EXPECT_TRUE(fits(state, pod(3), kFirst));
}

// --- controllers ---

struct FenceCase {
    std::int64_t replicas;
    IntOrPercent surge;
    IntOrPercent unavailable;
    std::int64_t expectedSurge;
    std::int64_t expectedUnavailable;
};

// ceil of the surge, floor of the unavailable: 25 % of 1, 3, 4, 5, 10; 100 % and fixed numbers.
TEST(ConformanceRollout, FencepostsOfADeployment) {
    const IntOrPercent quarter{.value = 25, .isPercent = true};
    const IntOrPercent all{.value = 100, .isPercent = true};
    const IntOrPercent third{.value = 34, .isPercent = true};
    const std::vector<FenceCase> cases{
        {1, quarter, quarter, 1, 0},             // 0.25 up, 0.25 down
        {3, quarter, quarter, 1, 0},             // 0.75
        {4, quarter, quarter, 1, 1},             // exactly 1
        {5, quarter, quarter, 2, 1},             // 1.25
        {10, quarter, quarter, 3, 2},            // 2.5
        {2, all, all, 2, 2},                     // everything at once
        {3, third, third, 2, 1},                 // 1.02
        {4, {.value = 0}, {.value = 0}, 0, 1},   // neither would stand still
        {4, {.value = 0}, quarter, 0, 1},        // 1
        {3, {.value = 0}, quarter, 0, 1},        // 0.75 down is 0, which becomes 1
        {2, {.value = 5}, {.value = 5}, 2, 2}};  // never more than there are
    for (const FenceCase& one : cases) {
        MadeCluster made;
        PlannedWorkload& web = made.workload("web", one.replicas, 0, 0);
        web.updateStrategy = {.maxSurge = one.surge, .maxUnavailable = one.unavailable};
        const WorkloadRollout rollout = workloadRollout(web, WorkloadIndex(0));
        EXPECT_EQ(rollout.surge, one.expectedSurge) << one.replicas;
        EXPECT_EQ(rollout.unavailable, one.expectedUnavailable) << one.replicas;
        EXPECT_EQ(rollout.peakPods, one.replicas + one.expectedSurge) << one.replicas;
    }
}

TEST(ConformanceRollout, AStatefulSetAndADaemonSetHaveNoSurge) {
    MadeCluster made;
    PlannedWorkload& set = made.workload("db", 3, 0, 0);
    set.kind = WorkloadKind::StatefulSet;
    set.updateStrategy = defaultUpdateStrategy(WorkloadKind::StatefulSet);
    const WorkloadRollout rollout = workloadRollout(set, WorkloadIndex(0));
    EXPECT_EQ(rollout.surge, 0);
    EXPECT_EQ(rollout.peakPods, 3);
    const UpdateStrategy daemon = defaultUpdateStrategy(WorkloadKind::DaemonSet);
    EXPECT_EQ(rolloutBounds(daemon, 5).surge, 0);
    EXPECT_EQ(rolloutBounds(daemon, 5).unavailable, 1);
}

TEST(ConformanceRollout, AJobIsNotRolledButHoldsItsRequests) {
    MadeCluster made;
    made.node(1000, 1000);
    PlannedWorkload& job = made.workload("job", 1, 600, 0);
    job.kind = WorkloadKind::Job;
    made.workload("w", 1, 400, 0);
    made.workload("x", 1, 401, 0);
    EXPECT_FALSE(isDeployed(made.workloads[0], "ns"));
    ClusterState state = made.state();
    state.bind(pod(0), kFirst);
    EXPECT_TRUE(fits(state, pod(1), kFirst));
    EXPECT_FALSE(fits(state, pod(2), kFirst));
}

UpdateStrategy surgeOfOne() {
    return {.maxSurge = {.value = 1}, .maxUnavailable = {.value = 0}};
}

// Two replicas that exclude each other: the new pod needs a third node.
TEST(ConformanceRollout, OneNodeMoreThanReplicasEndsTheDeadlockOfAntiAffinity) {
    for (const std::size_t nodes : {2U, 3U}) {
        MadeCluster made;
        for (std::size_t n = 0; n < nodes; ++n) {
            made.node(1000, 1000);
        }
        PlannedWorkload& web = made.workload("web", 2, 100, 100);
        web.updateStrategy = surgeOfOne();
        web.pod.requiredAntiAffinity = {term("web")};
        ClusterState state = made.state();
        state.bind(pod(0, 0), kFirst);
        state.bind(pod(0, 1), kSecond);
        const RolloutOutcome outcome = simulateRollout(state, made.workloads, "ns", {}).outcome;
        EXPECT_EQ(outcome, nodes == 3 ? RolloutOutcome::Clear : RolloutOutcome::Blocked);
    }
}

// 500 run and 500 more come: 1000 just suffices, 999 does not.
TEST(ConformanceRollout, TheSurgeNeedsRoomBesideTheOldPods) {
    for (const std::int64_t cpu : {1000, 999}) {
        MadeCluster made;
        made.node(cpu, 1000);
        made.workload("web", 1, 500, 0).updateStrategy = surgeOfOne();
        ClusterState state = made.state();
        state.bind(pod(0), kFirst);
        const RolloutOutcome outcome = simulateRollout(state, made.workloads, "ns", {}).outcome;
        EXPECT_EQ(outcome, cpu == 1000 ? RolloutOutcome::Clear : RolloutOutcome::Blocked);
    }
}

// The port is free on the second node only.
TEST(ConformanceRollout, AHostPortNeedsANodeMore) {
    for (const std::size_t nodes : {1U, 2U}) {
        MadeCluster made;
        for (std::size_t n = 0; n < nodes; ++n) {
            made.node(1000, 1000);
        }
        PlannedWorkload& web = made.workload("web", 1, 0, 0);
        web.updateStrategy = surgeOfOne();
        web.pod.hostPorts = {{.port = 443}};
        ClusterState state = made.state();
        state.bind(pod(0), kFirst);
        const RolloutOutcome outcome = simulateRollout(state, made.workloads, "ns", {}).outcome;
        EXPECT_EQ(outcome, nodes == 2 ? RolloutOutcome::Clear : RolloutOutcome::Blocked);
    }
}

}  // namespace
}  // namespace stowage::simulate
