#include <gtest/gtest.h>

#include "tests/support/expansion_views.h"

namespace stowage {
namespace {

using namespace testkit;

Scenario oneApp() {
    return scenarioOf({laravelApp("shop", {"production"}, {}, {"reverb"})});
}

TEST(ExpansionSystem, K3sRunsItsThreePodsAndTraefikOnHostPorts) {
    const Expansion expansion = expandToday(oneApp());
    EXPECT_EQ(podCount(expansion, WorkloadOrigin::System), 4);
    EXPECT_EQ(effectiveRequests(workloadAt(expansion, "kube-system/coredns").pod),
              amounts(100, 70));
    EXPECT_EQ(effectiveRequests(workloadAt(expansion, "kube-system/metrics-server").pod),
              amounts(100, 70));
    EXPECT_TRUE(
        effectiveRequests(workloadAt(expansion, "kube-system/local-path-provisioner").pod).empty());
    const PlannedWorkload& traefik = workloadAt(expansion, "traefik/traefik");
    EXPECT_TRUE(effectiveRequests(traefik.pod).empty());
    ASSERT_EQ(traefik.pod.hostPorts.size(), 2U);
    EXPECT_EQ(traefik.pod.hostPorts[0].port, 80);
    EXPECT_EQ(traefik.pod.hostPorts[1].port, 443);
    EXPECT_TRUE(traefik.pod.volumes.empty());
    EXPECT_TRUE(traefik.onRequestPath);
}

TEST(ExpansionSystem, BehindALoadBalancerK3sNeedsOneForwarderANode) {
    const Expansion expansion = expandToday(oneApp(), k3sTarget(3, IngressKind::LoadBalancer));
    const PlannedWorkload& forwarder = workloadAt(expansion, "kube-system/svclb-traefik");
    EXPECT_EQ(forwarder.kind, WorkloadKind::DaemonSet);
    EXPECT_EQ(forwarder.replicas, 0);
    EXPECT_EQ(forwarder.pod.hostPorts.size(), 2U);
    const PlannedWorkload& traefik = workloadAt(expansion, "traefik/traefik");
    EXPECT_TRUE(traefik.pod.hostPorts.empty());
    EXPECT_EQ(traefik.pod.volumes.at(0).claim, "traefik-acme");
    EXPECT_EQ(traefik.pod.volumes.at(0).size, mebibytes(128));
}

TEST(ExpansionSystem, ManagedClustersAddTheProvidersPodsOnlyWhereTheirTableLacksThem) {
    const Expansion contained = expandToday(oneApp(), managedTarget(2));
    EXPECT_EQ(podCount(contained, WorkloadOrigin::System), 1);
    EXPECT_NE(findWorkload(contained, "traefik/traefik"), nullptr);
    ExpansionTarget target = managedTarget(2);
    target.hasSystemPods = true;
    const Expansion added = expandToday(oneApp(), target);
    EXPECT_EQ(workloadAt(added, "kube-system/coredns").replicas, 2);
    EXPECT_EQ(workloadAt(added, "kube-system/kube-proxy").kind, WorkloadKind::DaemonSet);
    EXPECT_EQ(findWorkload(added, "kube-system/metrics-server"), nullptr);
}

TEST(ExpansionSystem, NodesThatStateTheirAllocatableCarryNothingExtra) {
    const ExpansionTarget nodes{.topology = TopologyKind::Nodes,
                                .nodeCount = 2,
                                .storageClass = StorageClassKind::None,
                                .ingress = IngressKind::None};
    const Expansion expansion = expandToday(oneApp(), nodes);
    EXPECT_EQ(podCount(expansion, WorkloadOrigin::System), 0);
    // The pod of a K3s node carries the shim of 3.28 MiB in addition, and nothing else.
    const Bytes onK3s =
        workloadAt(expandToday(oneApp()), "shop-production/web").demand.memory.expected;
    const Bytes onNodes = workloadAt(expansion, "shop-production/web").demand.memory.expected;
    EXPECT_NEAR(asMebibytes(onK3s - onNodes), shippedAssumptions().value("pod.overhead"), 0.01);
}

TEST(ExpansionSystem, PodsThatAnImportFoundReplaceTheModelledOnes) {
    Scenario scenario = oneApp();
    App found{.name = "cluster"};
    found.environments = {
        {.app = "cluster", .name = "system", .id = "cluster-system", .namespaceName = "cluster"}};
    for (const std::string name : {"coredns", "traefik"}) {
        found.workloads.push_back({.name = name,
                                   .environment = "system",
                                   .namespaceName = "kube-system",
                                   .observed = true});
    }
    scenario.apps.push_back(found);
    const Expansion expansion = expandToday(scenario);
    EXPECT_EQ(findWorkload(expansion, "traefik/traefik"), nullptr);
    EXPECT_EQ(workloadAt(expansion, "kube-system/coredns").origin, WorkloadOrigin::Raw);
    EXPECT_EQ(podCount(expansion, WorkloadOrigin::System), 2);
}

TEST(NodeOverhead, IsTheOperatingSystemAndTheK3sProcess) {
    const NodeOverhead server = nodeOverhead(OverheadKind::K3sServer, shippedAssumptions());
    const NodeOverhead agent = nodeOverhead(OverheadKind::K3sAgent, shippedAssumptions());
    // 520 + 170 MiB; 260 + 170 MiB.
    EXPECT_NEAR(asMebibytes(server.memory.expected), 690, 1);
    EXPECT_NEAR(asMebibytes(agent.memory.expected), 430, 1);
    EXPECT_EQ(server.disk, mebibytes(3072 + 700 + 1024));
    EXPECT_EQ(nodeOverhead(OverheadKind::None, shippedAssumptions()).memory, MemoryUse{});
}

const Adjustment* find(const Expansion& expansion, AdjustmentKind kind, const std::string& target) {
    for (const Adjustment& adjustment : expansion.adjustments) {
        if (adjustment.kind == kind && adjustment.target == target) {
            return &adjustment;
        }
    }
    return nullptr;
}

TEST(Adjustments, ZeroDowntimeRollsTheRequestPathWithAPause) {
    Scenario scenario = scenarioOf({laravelApp("shop", {"production", "staging"}, {}, {"ssr"})});
    scenario.requirements.zeroDowntimeDeploys = {"shop-production"};
    const Expansion expansion = expandToday(scenario);
    ASSERT_EQ(expansion.adjustments.size(), 2U);
    const Adjustment* web = find(expansion, AdjustmentKind::UpdateStrategy, "shop-production/web");
    ASSERT_NE(web, nullptr);
    EXPECT_EQ(web->from, "Recreate");
    EXPECT_EQ(web->to, "RollingUpdate 1/0");
    EXPECT_NE(web->why.find("zeroDowntimeDeploys"), std::string::npos);
    EXPECT_NE(web->why.find("preStop"), std::string::npos);
    EXPECT_EQ(web->by, AdjustmentBy::Apply);
    const PlannedWorkload& changed = workloadAt(expansion, "shop-production/web");
    EXPECT_EQ(rolloutBounds(changed.updateStrategy, 1).surge, 1);
    EXPECT_EQ(rolloutBounds(changed.updateStrategy, 1).unavailable, 0);
    EXPECT_EQ(changed.pod.graceSeconds, 35);
    EXPECT_EQ(workloadAt(expansion, "shop-staging/web").updateStrategy.kind, UpdateKind::Recreate);
    EXPECT_EQ(workloadAt(expansion, "shop-staging/web").pod.graceSeconds, 30);
}

TEST(Adjustments, NoneAreMadeWhereTheScenarioForbidsThem) {
    Scenario scenario = scenarioOf({laravelApp("shop", {"production"}, {}, {})});
    scenario.apps[0].environments[0].strategy = Strategy::MultiNodeHa;
    scenario.requirements.zeroDowntimeDeploys = {"shop-production"};
    scenario.requirements.surviveNodeLoss = {"shop-production"};
    scenario.requirements.adjustments = false;
    const Expansion expansion = expandToday(scenario, managedTarget(2));
    EXPECT_TRUE(expansion.adjustments.empty());
    EXPECT_EQ(workloadAt(expansion, "shop-production/web").updateStrategy.kind,
              UpdateKind::Recreate);
    EXPECT_EQ(workloadAt(expansion, "traefik/traefik").replicas, 1);
}

TEST(Adjustments, SurvivingANodeSpreadsHardAndDoublesTheIngressByHand) {
    Scenario scenario =
        scenarioOf({laravelApp("shop", {"production", "staging"}, {}, {"reverb", "scheduler"})});
    for (Environment& environment : scenario.apps[0].environments) {
        environment.strategy = Strategy::MultiNodeHa;
    }
    scenario.requirements.surviveNodeLoss = {"shop-production"};
    const Expansion expansion = expandToday(scenario, managedTarget(2));
    // web and reverb of production, and the ingress; the scheduler is one pod by nature.
    EXPECT_EQ(expansion.adjustments.size(), 3U);
    const Adjustment* web = find(expansion, AdjustmentKind::HardSpread, "shop-production/web");
    ASSERT_NE(web, nullptr);
    EXPECT_EQ(web->from, "ScheduleAnyway");
    const auto& spread = workloadAt(expansion, "shop-production/web").pod.spread;
    ASSERT_EQ(spread.size(), 1U);
    EXPECT_EQ(spread[0].whenUnsatisfiable, WhenUnsatisfiable::DoNotSchedule);
    EXPECT_EQ(workloadAt(expansion, "shop-staging/web").pod.spread[0].whenUnsatisfiable,
              WhenUnsatisfiable::ScheduleAnyway);
    const Adjustment* ingress = find(expansion, AdjustmentKind::IngressReplicas, "traefik/traefik");
    ASSERT_NE(ingress, nullptr);
    EXPECT_EQ(ingress->by, AdjustmentBy::Manual);
    EXPECT_NE(ingress->why.find("1."), std::string::npos);
    EXPECT_NE(ingress->why.find("certificates outside the pod"), std::string::npos);
    const PlannedWorkload& traefik = workloadAt(expansion, "traefik/traefik");
    EXPECT_EQ(traefik.replicas, 2);
    EXPECT_EQ(traefik.pod.requiredAntiAffinity.size(), 1U);
    EXPECT_TRUE(traefik.pod.volumes.empty());
}

TEST(Adjustments, OneNodeCannotSurviveItsOwnLossSoNothingIsChanged) {
    Scenario scenario = scenarioOf({laravelApp("shop", {"production"}, {}, {})});
    scenario.requirements.surviveNodeLoss = {"shop-production"};
    EXPECT_TRUE(expandToday(scenario).adjustments.empty());
}

}  // namespace
}  // namespace stowage
