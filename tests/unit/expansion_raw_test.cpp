#include <gtest/gtest.h>

#include "tests/support/expansion_views.h"

namespace stowage {
namespace {

using namespace testkit;

RawWorkload api() {
    RawWorkload raw{.name = "api", .environment = "production", .replicas = 3, .hasPodSpec = false};
    raw.pod.containers = {{.name = "api", .image = "ghcr.io/acme/api:1.4"}};
    return raw;
}

Scenario with(RawWorkload raw) {
    App app{.name = "legacy"};
    app.environments = {{.app = "legacy",
                         .name = "production",
                         .id = "legacy-production",
                         .namespaceName = "legacy-production"}};
    app.workloads = {std::move(raw)};
    return scenarioOf({std::move(app)});
}

ExpansionTarget statedNodes() {
    return {.topology = TopologyKind::Nodes,
            .nodeCount = 3,
            .storageClass = StorageClassKind::None,
            .ingress = IngressKind::None};
}

PlannedWorkload planned(RawWorkload raw) {
    const std::string name = raw.name;
    return workloadAt(expandToday(with(std::move(raw)), statedNodes()),
                      "legacy-production/" + name);
}

TEST(ExpansionRaw, TakesThePodAsItIsWithALabel) {
    const PlannedWorkload workload = planned(api());
    EXPECT_EQ(workload.origin, WorkloadOrigin::Raw);
    EXPECT_EQ(workload.replicas, 3);
    EXPECT_EQ(workload.environmentId, "legacy-production");
    EXPECT_EQ(workload.pod.labels.at("app"), "api");
    EXPECT_EQ(workload.demand.image, "ghcr.io/acme/api:1.4");
    EXPECT_TRUE(workload.onRequestPath);
    EXPECT_EQ(workload.updateStrategy, UpdateStrategy{});
}

TEST(ExpansionRaw, KindsKeepTheirMeaning) {
    RawWorkload raw = api();
    raw.kind = WorkloadKind::DaemonSet;
    EXPECT_EQ(planned(raw).replicas, 0);
    raw.kind = WorkloadKind::StatefulSet;
    EXPECT_EQ(rolloutBounds(planned(raw).updateStrategy, 3).surge, 0);
    EXPECT_EQ(rolloutBounds(planned(raw).updateStrategy, 3).unavailable, 1);
    raw.updateStrategy.kind = UpdateKind::OnDelete;
    EXPECT_EQ(planned(raw).updateStrategy.kind, UpdateKind::OnDelete);
    raw.kind = WorkloadKind::CronJob;
    raw.replicas = 1;
    EXPECT_EQ(planned(raw).replicas, 1);
    EXPECT_FALSE(planned(raw).onRequestPath);
}

TEST(ExpansionRaw, WithoutUsageItIsExpectedToUseWhatItAsksFor) {
    RawWorkload raw = api();
    raw.pod.containers[0].requests = amounts(250, 512);
    raw.pod.containers[0].limits.set(kMemory, gibibytes(1).raw());
    const PodDemand demand = planned(raw).demand;
    // Memory: mean the request, p99 the limit. CPU has no limit: twice the request.
    EXPECT_EQ(demand.memory.expected, mebibytes(512));
    EXPECT_EQ(demand.memory.p99, gibibytes(1));
    EXPECT_LT(demand.memory.p50, mebibytes(512));
    EXPECT_EQ(demand.cpu.expected, milliCpu(250));
    EXPECT_EQ(demand.cpu.p99, milliCpu(500));
    EXPECT_EQ(demand.quality, "assumed");
    EXPECT_TRUE(demand.isKnown);
}

TEST(ExpansionRaw, ALimitFarAboveTheRequestStillGivesTheRequestAsMean) {
    RawWorkload raw = api();
    raw.pod.containers[0].requests = amounts(10, 16);
    raw.pod.containers[0].limits.set(kMemory, gibibytes(4).raw());
    EXPECT_EQ(planned(raw).demand.memory.expected, mebibytes(16));
    EXPECT_EQ(planned(raw).demand.memory.p99, gibibytes(4));
}

TEST(ExpansionRaw, UsageOfTheScenarioWins) {
    RawWorkload raw = api();
    raw.pod.containers[0].requests = amounts(250, 512);
    raw.usage = {.memoryP50 = mebibytes(300),
                 .memoryP99 = mebibytes(700),
                 .cpuP50 = milliCpu(80),
                 .cpuP99 = milliCpu(900)};
    const PodDemand demand = planned(raw).demand;
    EXPECT_EQ(demand.memory.p50, mebibytes(300));
    EXPECT_EQ(demand.memory.p99, mebibytes(700));
    // The mean of the lognormal law through both: sigma = ln(700/300) / 2.326 = 0.364,
    // 300 x exp(0.364^2 / 2) = 320.6 MiB.
    EXPECT_NEAR(asMebibytes(demand.memory.expected), 320.6, 0.2);
    EXPECT_EQ(demand.cpu.p99, milliCpu(900));
}

TEST(ExpansionRaw, WithNeitherItIsUnknown) {
    EXPECT_FALSE(planned(api()).demand.isKnown);
    EXPECT_EQ(planned(api()).demand.quality, "unknown");
}

TEST(ExpansionRaw, ALimitAloneIsTheRequest) {
    RawWorkload raw = api();
    raw.pod.containers[0].limits.set(kMemory, mebibytes(100).raw());
    const PodDemand demand = planned(raw).demand;
    EXPECT_TRUE(demand.isKnown);
    EXPECT_EQ(demand.memory.expected, mebibytes(100));
    EXPECT_EQ(demand.memory.p99, mebibytes(100));
}

TEST(ExpansionRaw, ObservedPodsKeepTheirPlaceAndNamespace) {
    RawWorkload raw = api();
    raw.observed = true;
    raw.namespaceName = "default";
    raw.runsOn = {"node-1", "node-2", "node-1"};
    const Expansion expansion = expandToday(with(raw), statedNodes());
    const PlannedWorkload& workload = workloadAt(expansion, "default/api");
    EXPECT_TRUE(workload.isObserved);
    EXPECT_EQ(workload.runsOn.size(), 3U);
}

TEST(ExpansionRaw, SurvivingANodeSpreadsReplicasUnlessARuleDoesSoAlready) {
    Scenario scenario = with(api());
    scenario.requirements.surviveNodeLoss = {"legacy-production"};
    const Expansion soft = expandToday(scenario, statedNodes());
    ASSERT_EQ(soft.adjustments.size(), 1U);
    EXPECT_EQ(soft.adjustments[0].target, "legacy-production/api");
    EXPECT_EQ(soft.adjustments[0].from, "none");
    PodAffinityTerm apart{.selector = LabelSelector{.matchLabels = {{"app", "api"}}},
                          .topologyKey = "kubernetes.io/hostname"};
    scenario.apps[0].workloads[0].pod.labels = {{"app", "api"}};
    scenario.apps[0].workloads[0].pod.requiredAntiAffinity = {apart};
    EXPECT_TRUE(expandToday(scenario, statedNodes()).adjustments.empty());
}

}  // namespace
}  // namespace stowage
