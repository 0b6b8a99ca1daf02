#include "model/expansion.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/expansion_views.h"

namespace stowage {
namespace {

using namespace testkit;

TEST(ExpansionExample, PlexReactPromises800MilliAnd1500Mebibytes) {
    const Expansion expansion = expandToday(plexReact());
    // CPU: six app pods 300m, MariaDB 125m, Redis 75m, SeaweedFS 100m, coredns and metrics-server
    // 200m. Memory: 6 x 128 + 288 + 48 + 256 + 2 x 70 = 1,500 MiB.
    EXPECT_EQ(promised(expansion), amounts(800, 1500));
    EXPECT_EQ(podCount(expansion, WorkloadOrigin::App), 6);
    EXPECT_EQ(podCount(expansion, WorkloadOrigin::Commons), 3);
    EXPECT_EQ(podCount(expansion, WorkloadOrigin::System), 4);
    EXPECT_EQ(expansion.workloads.size(), 13U);
    EXPECT_TRUE(expansion.adjustments.empty());
    EXPECT_TRUE(expansion.managed.empty());
}

TEST(ExpansionExample, PlexReactUsesWhatTheExampleOnPaperSays) {
    const Expansion expansion = expandToday(plexReact());
    // On paper: engines 248, system pods and all shims 138, apps 920 MiB. Here each pod carries its
    // own 3.3 MiB shim: apps 920 + 20, engines 248 + 10 and their exporters, system 95 + 13.
    EXPECT_NEAR(expectedMebibytes(expansion, WorkloadOrigin::App), 940, 60);
    EXPECT_NEAR(expectedMebibytes(expansion, WorkloadOrigin::Commons), 280, 40);
    EXPECT_NEAR(expectedMebibytes(expansion, WorkloadOrigin::System), 108, 5);
}

TEST(ExpansionExample, WorkloadsComeInTheOrderSystemCommonsEnvironments) {
    const Expansion expansion = expandToday(plexReact());
    const auto rank = [](WorkloadOrigin origin) {
        return origin == WorkloadOrigin::System ? 0 : origin == WorkloadOrigin::Commons ? 1 : 2;
    };
    EXPECT_TRUE(std::is_sorted(expansion.workloads.begin(), expansion.workloads.end(),
                               [&](const PlannedWorkload& a, const PlannedWorkload& b) {
                                   return rank(a.origin) < rank(b.origin);
                               }));
    EXPECT_EQ(expansion.workloads.back().id(), "plex-react-staging/reverb");
    EXPECT_EQ(workloadAt(expansion, "plex-react-staging/web").podName(0),
              "plex-react-staging/web-0");
}

TEST(ExpansionOracle, SixAppPodsOfTwoEnvironmentsAskFor300MilliAnd768Mebibytes) {
    const Expansion expansion = expandToday(plexReact());
    ResourceAmounts apps;
    for (const PlannedWorkload& workload : expansion.workloads) {
        if (workload.origin == WorkloadOrigin::App) {
            apps += effectiveRequests(workload.pod);
        }
    }
    EXPECT_EQ(apps, amounts(300, 768));
}

TEST(ExpansionOracle, TheOlderVersionAskedForTwiceTheCpu) {
    Scenario scenario = plexReact();
    scenario.larakubeVersion = "v0.17";
    // 6 x 100 + MariaDB 100 + Redis 50 + SeaweedFS 100 + 200 = 1050m: the reason for the change.
    // Memory without exporters: 768 + 256 + 32 + 256 + 140 = 1,452 MiB.
    EXPECT_EQ(promised(expandToday(scenario)), amounts(1050, 1452));
}

TEST(ExpansionOracle, AnHaEnvironmentOfThreeRolesIsSixPods) {
    Scenario scenario = scenarioOf({laravelApp("shop", {"production"}, {}, {"horizon", "reverb"})});
    scenario.apps[0].blueprint->environments[0].strategy = Strategy::MultiNodeHa;
    scenario.services.overrides["shop-production/redis"] = ModeWish::Managed;
    const Expansion expansion = expandToday(scenario, managedTarget(2));
    EXPECT_EQ(podCount(expansion, WorkloadOrigin::App), 6);
    // 6 x 50m and 6 x 128Mi; Traefik asks for nothing, the provider's pods are in its table.
    EXPECT_EQ(promised(expansion), amounts(300, 768));
}

TEST(ExpansionRoles, FeaturesBringTheirPodsAndTheSchedulerCountsAsOne) {
    const Scenario scenario = scenarioOf({laravelApp(
        "shop", {"production"}, {}, {"horizon", "queues", "scheduler", "reverb", "ssr", "scout"})});
    const Expansion expansion = expandToday(scenario);
    for (const std::string role : {"web", "horizon", "queues", "reverb", "ssr", "scheduler"}) {
        const PlannedWorkload& workload = workloadAt(expansion, "shop-production/" + role);
        EXPECT_EQ(workload.replicas, 1) << role;
        EXPECT_EQ(workload.role, role);
        EXPECT_EQ(effectiveRequests(workload.pod), amounts(50, 128)) << role;
        EXPECT_EQ(effectiveLimits(workload.pod).get(kMemory), gibibytes(1).raw()) << role;
        EXPECT_EQ(workload.kind,
                  role == "scheduler" ? WorkloadKind::CronJob : WorkloadKind::Deployment);
    }
    EXPECT_EQ(podCount(expansion, WorkloadOrigin::App), 6);
    EXPECT_EQ(podCount(expansion, WorkloadOrigin::OwnService), 1);  // Redis, for Horizon
}

TEST(ExpansionRoles, UpdateStrategiesAreThoseOfTheTemplates) {
    const Expansion expansion = expandToday(scenarioOf({laravelApp(
        "shop", {"production"}, {ServiceKind::Mysql, ServiceKind::Redis}, {"horizon", "ssr"})}));
    const auto kindOf = [&](const std::string& name) {
        return workloadAt(expansion, "shop-production/" + name).updateStrategy.kind;
    };
    EXPECT_EQ(kindOf("web"), UpdateKind::Recreate);
    EXPECT_EQ(kindOf("ssr"), UpdateKind::Recreate);
    EXPECT_EQ(kindOf("horizon"), UpdateKind::RollingUpdate);
    EXPECT_EQ(kindOf("mysql"), UpdateKind::Recreate);
    EXPECT_EQ(kindOf("redis"), UpdateKind::RollingUpdate);
    EXPECT_EQ(workloadAt(expansion, "traefik/traefik").updateStrategy.kind, UpdateKind::Recreate);
}

TEST(ExpansionRoles, ResourcesMergePerDimension) {
    Scenario scenario = scenarioOf({laravelApp("shop", {"production"}, {}, {"horizon"})});
    BlueprintEnvironment& settings = scenario.apps[0].blueprint->environments[0];
    ResourceOverride everything;
    everything.requests.set(kCpu, 100);
    everything.requestsGiven = {kCpu};
    everything.limits.set(kMemory, mebibytes(512).raw());
    settings.resources["default"] = everything;
    ResourceOverride horizon;
    horizon.limits.set(kMemory, gibibytes(2).raw());
    settings.resources["horizon"] = horizon;
    ResourceOverride web;
    web.requests.set(kMemory, mebibytes(256).raw());
    web.requestsGiven = {kMemory, kCpu};
    scenario.apps[0].environments[0].resources["web"] = web;
    const Expansion expansion = expandToday(scenario);
    // Web: CPU 50m, then 100m, then a written zero; memory 128Mi, then 256Mi; limit 512Mi.
    const PlannedWorkload& webPod = workloadAt(expansion, "shop-production/web");
    EXPECT_EQ(effectiveRequests(webPod.pod), amounts(0, 256));
    EXPECT_EQ(effectiveLimits(webPod.pod).get(kMemory), mebibytes(512).raw());
    const PlannedWorkload& horizonPod = workloadAt(expansion, "shop-production/horizon");
    EXPECT_EQ(effectiveRequests(horizonPod.pod), amounts(100, 128));
    EXPECT_EQ(effectiveLimits(horizonPod.pod).get(kMemory), gibibytes(2).raw());
}

TEST(ExpansionRoles, ReplicasFollowTheStrategyThenTheBlueprintThenAutoscalingThenTheScenario) {
    Scenario scenario = scenarioOf({laravelApp("shop", {"production"}, {}, {"horizon", "reverb"})});
    BlueprintEnvironment& settings = scenario.apps[0].blueprint->environments[0];
    Environment& environment = scenario.apps[0].environments[0];
    const auto replicas = [&](const std::string& role) {
        return workloadAt(expandToday(scenario), "shop-production/" + role).replicas;
    };
    EXPECT_EQ(replicas("web"), 1);
    environment.strategy = Strategy::MultiNodeHa;
    EXPECT_EQ(replicas("web"), 2);
    settings.replicas = {{"default", 3}, {"web", 4}};
    EXPECT_EQ(replicas("web"), 4);
    EXPECT_EQ(replicas("horizon"), 3);
    settings.autoscale["web"] = {.min = 2, .max = 6};
    EXPECT_EQ(replicas("web"), 6);
    environment.replicas["web"] = 5;
    EXPECT_EQ(replicas("web"), 5);
    EXPECT_EQ(replicas("reverb"), 3);
}

TEST(ExpansionRoles, NotesNameWhatTheFiguresDoNotShow) {
    Scenario scenario = scenarioOf({laravelApp("shop", {"production"}, {}, {"reverb"})});
    EXPECT_TRUE(expandToday(scenario).notes.empty());
    scenario.apps[0].blueprint->environments[0].autoscale["web"] = {.min = 1, .max = 4};
    scenario.apps[0].environments[0].replicas["reverb"] = 2;
    const Expansion expansion = expandToday(scenario);
    ASSERT_EQ(expansion.notes.size(), 2U);
    EXPECT_EQ(expansion.notes[0],
              "shop-production/web may scale to 4 pods; all of them are planned");
    EXPECT_NE(expansion.notes[1].find("without Redis"), std::string::npos);
}

TEST(ExpansionRoles, WorkersDefaultByServerAndCanBeSet) {
    Scenario scenario = scenarioOf({laravelApp("shop", {"production"}, {}, {"horizon"})});
    Blueprint& blueprint = *scenario.apps[0].blueprint;
    const auto workers = [&](const std::string& role) {
        return workloadAt(expandToday(scenario), "shop-production/" + role).workers;
    };
    EXPECT_EQ(workers("web"), 5);
    EXPECT_EQ(workers("horizon"), 3);
    blueprint.features.push_back("octane");
    EXPECT_EQ(workers("web"), 4);
    EXPECT_EQ(workloadAt(expandToday(scenario), "shop-production/web").demand.profile,
              "web-octane");
    scenario.apps[0].environments[0].workers["web"] = 9;
    EXPECT_EQ(workers("web"), 9);
}

TEST(ExpansionRoles, AnotherFrameworkIsOneWebDeploymentThatRolls) {
    Scenario scenario =
        scenarioOf({laravelApp("site", {"production"}, {ServiceKind::Postgres}, {"horizon"})});
    scenario.apps[0].blueprint->framework = "astro";
    const Expansion expansion = expandToday(scenario);
    EXPECT_EQ(podCount(expansion, WorkloadOrigin::App), 1);
    const PlannedWorkload& web = workloadAt(expansion, "site-production/web");
    EXPECT_EQ(effectiveRequests(web.pod), amounts(50, 128));
    EXPECT_EQ(rolloutBounds(web.updateStrategy, 1).surge, 1);
    EXPECT_EQ(rolloutBounds(web.updateStrategy, 1).unavailable, 0);
    EXPECT_EQ(web.demand.quality, "assumed");
    EXPECT_TRUE(web.pod.volumes.empty());
}

TEST(ExpansionVolumes, OneSharedClaimOnASingleNodeAndNoneWithHa) {
    Scenario scenario =
        scenarioOf({laravelApp("shop", {"production"}, {ServiceKind::Minio}, {"horizon", "ssr"})});
    const Expansion single = expandToday(scenario);
    ASSERT_EQ(workloadAt(single, "shop-production/web").pod.volumes.size(), 1U);
    const VolumeMount& storage = workloadAt(single, "shop-production/web").pod.volumes[0];
    EXPECT_EQ(storage.claim, "shop-laravel-storage-pvc");
    EXPECT_EQ(storage.size, gibibytes(1));
    EXPECT_EQ(storage.accessMode, AccessMode::ReadWriteOnce);
    EXPECT_EQ(workloadAt(single, "shop-production/horizon").pod.volumes[0], storage);
    EXPECT_TRUE(workloadAt(single, "shop-production/ssr").pod.volumes.empty());
    scenario.apps[0].environments[0].strategy = Strategy::MultiNodeHa;
    EXPECT_TRUE(workloadAt(expandToday(scenario), "shop-production/web").pod.volumes.empty());
}

TEST(ExpansionVolumes, SharedStorageBringsReadWriteManyAndTheNfsPods) {
    Scenario scenario = scenarioOf({laravelApp("shop", {"production"}, {}, {"horizon"})});
    scenario.apps[0].blueprint->environments[0].sharedStorage = true;
    EXPECT_EQ(findWorkload(expandToday(scenario), "nfs/nfs-server"), nullptr);
    scenario.apps[0].environments[0].strategy = Strategy::MultiNodeHa;
    const Expansion expansion = expandToday(scenario, managedTarget(2));
    const VolumeMount& storage = workloadAt(expansion, "shop-production/web").pod.volumes.at(0);
    EXPECT_EQ(storage.accessMode, AccessMode::ReadWriteMany);
    EXPECT_EQ(storage.storageClass, "larakube-nfs");
    EXPECT_EQ(workloadAt(expansion, "nfs/nfs-server").pod.volumes.at(0).size, gibibytes(10));
    EXPECT_NE(findWorkload(expansion, "nfs/nfs-provisioner"), nullptr);
}

TEST(ExpansionVolumes, DataSizesOfTheScenarioAreTheRealUse) {
    Scenario scenario = scenarioOf(
        {laravelApp("shop", {"production"}, {ServiceKind::Postgres, ServiceKind::Seaweedfs}, {})});
    scenario.apps[0].environments[0].data.databaseSize = gibibytes(2);
    scenario.apps[0].environments[0].data.objects = gibibytes(20);
    const Expansion expansion = expandToday(scenario);
    const VolumeMount& database =
        workloadAt(expansion, "shop-production/postgres").pod.volumes.at(0);
    EXPECT_EQ(database.claim, "shop-postgres-pvc");
    EXPECT_EQ(database.size, gibibytes(5));
    EXPECT_GE(database.used, gibibytes(2));
    // The real use may exceed the claim: local-path enforces no size.
    EXPECT_GE(workloadAt(expansion, "shop-production/seaweedfs").pod.volumes.at(0).used,
              gibibytes(20));
}

TEST(ExpansionVolumes, SqliteIsAClaimOfTheRolesThatUseTheDatabase) {
    const Expansion expansion = expandToday(scenarioOf(
        {laravelApp("console", {"production"}, {ServiceKind::Sqlite}, {"queues", "reverb"})}));
    EXPECT_EQ(workloadAt(expansion, "console-production/web").pod.volumes.at(1).claim,
              "console-laravel-data-pvc");
    EXPECT_EQ(workloadAt(expansion, "console-production/queues").pod.volumes.size(), 2U);
    EXPECT_EQ(workloadAt(expansion, "console-production/reverb").pod.volumes.size(), 1U);
    EXPECT_EQ(podCount(expansion, WorkloadOrigin::OwnService), 0);
}

TEST(ExpansionSpread, HaSpreadsSoftlyAndASingleNodeNotAtAll) {
    Scenario scenario = scenarioOf({laravelApp("shop", {"production"}, {}, {"scheduler"})});
    EXPECT_TRUE(workloadAt(expandToday(scenario), "shop-production/web").pod.spread.empty());
    scenario.apps[0].environments[0].strategy = Strategy::MultiNodeHa;
    const Expansion expansion = expandToday(scenario, managedTarget(2));
    ASSERT_EQ(workloadAt(expansion, "shop-production/web").pod.spread.size(), 1U);
    const TopologySpread& spread = workloadAt(expansion, "shop-production/web").pod.spread[0];
    EXPECT_EQ(spread.whenUnsatisfiable, WhenUnsatisfiable::ScheduleAnyway);
    EXPECT_EQ(spread.topologyKey, "kubernetes.io/hostname");
    EXPECT_EQ(spread.selector->matchLabels.at("app"), "web");
    EXPECT_TRUE(workloadAt(expansion, "shop-production/scheduler").pod.spread.empty());
}

TEST(ExpansionServices, OwnPodsPromiseNothingButAreExpected) {
    const Expansion expansion = expandToday(scenarioOf(
        {laravelApp("shop", {"production"},
                    {ServiceKind::Mysql, ServiceKind::Redis, ServiceKind::Mongodb}, {})}));
    for (const std::string name : {"mysql", "redis", "mongodb"}) {
        const PlannedWorkload& workload = workloadAt(expansion, "shop-production/" + name);
        EXPECT_TRUE(effectiveRequests(workload.pod).empty()) << name;
        EXPECT_GT(workload.demand.memory.expected, mebibytes(5)) << name;
        EXPECT_EQ(workload.origin, WorkloadOrigin::OwnService);
        EXPECT_TRUE(workload.onRequestPath);
    }
    EXPECT_EQ(workloadAt(expansion, "shop-production/mongodb").kind, WorkloadKind::StatefulSet);
    EXPECT_TRUE(workloadAt(expansion, "shop-production/mongodb").pod.volumes.at(0).perReplica);
    EXPECT_TRUE(workloadAt(expansion, "shop-production/redis").pod.volumes.empty());
}

TEST(ExpansionServices, ManagedTodayIsPaidElsewhereAndNewlyManagedIsNot) {
    Scenario scenario = scenarioOf(
        {laravelApp("shop", {"production"}, {ServiceKind::Mysql, ServiceKind::Redis}, {})});
    scenario.apps[0].blueprint->environments[0].managed = {"redis"};
    scenario.services.overrides["shop-production/mysql"] = ModeWish::Managed;
    const Expansion expansion = expandToday(scenario);
    ASSERT_EQ(expansion.managed.size(), 2U);
    EXPECT_EQ(expansion.managed[0].kind, ServiceKind::Mysql);
    EXPECT_FALSE(expansion.managed[0].paidElsewhere);
    EXPECT_EQ(expansion.managed[0].dataSize, mebibytes(200));
    EXPECT_TRUE(expansion.managed[1].paidElsewhere);
    EXPECT_EQ(podCount(expansion, WorkloadOrigin::OwnService), 0);
}

TEST(ExpansionServices, ImagesFollowTheTableTheScenarioAndTheAiFeature) {
    Scenario scenario = scenarioOf(
        {laravelApp("shop", {"production"}, {ServiceKind::Postgres, ServiceKind::Redis}, {"ai"})});
    scenario.serviceImages["redis"] = "valkey/valkey:8.1";
    const Expansion expansion = expandToday(scenario);
    const auto imageOf = [&](const std::string& name) {
        return workloadAt(expansion, "shop-production/" + name).pod.containers.front().image;
    };
    EXPECT_EQ(imageOf("postgres"), "pgvector/pgvector:pg17");
    EXPECT_EQ(imageOf("redis"), "valkey/valkey:8.1");
    EXPECT_EQ(workloadAt(expansion, "shop-production/redis").demand.profile, "valkey");
}

TEST(ExpansionServices, CompanionsStandBesideTypesenseAndTunnels) {
    Scenario scenario =
        scenarioOf({laravelApp("shop", {"production"}, {ServiceKind::Typesense}, {})});
    EXPECT_EQ(findWorkload(expandToday(scenario), "shop-production/typesense-dashboard"), nullptr);
    scenario.apps[0].blueprint->withCompanions = true;
    scenario.apps[0].blueprint->environments[0].tunnel = true;
    const Expansion expansion = expandToday(scenario);
    for (const std::string name : {"typesense-dashboard", "cloudflared"}) {
        EXPECT_TRUE(
            effectiveRequests(workloadAt(expansion, "shop-production/" + name).pod).empty());
        EXPECT_GT(workloadAt(expansion, "shop-production/" + name).demand.memory.expected,
                  mebibytes(8));
    }
}

TEST(ExpansionTiming, WorkersWaitForWebAndWebForItsOwnServices) {
    Scenario scenario =
        scenarioOf({laravelApp("shop", {"production"}, {ServiceKind::Mysql}, {"queues", "ssr"})});
    const Expansion own = expandToday(scenario);
    // Web polls MySQL for up to 2 s, then its probe answers after 30 s; the workers poll after
    // that.
    EXPECT_EQ(workloadAt(own, "shop-production/web").timing.waitForDependenciesSeconds, 2);
    EXPECT_EQ(workloadAt(own, "shop-production/web").timing.startSeconds, 30);
    EXPECT_EQ(workloadAt(own, "shop-production/queues").timing.waitForDependenciesSeconds, 34);
    EXPECT_EQ(workloadAt(own, "shop-production/ssr").timing.waitForDependenciesSeconds, 0);
    EXPECT_EQ(workloadAt(own, "shop-production/web").timing.pullSeconds, 0);
    scenario.services.overrides["shop-production/mysql"] = ModeWish::Plex;
    const Expansion shared = expandToday(scenario);
    EXPECT_EQ(workloadAt(shared, "shop-production/web").timing.waitForDependenciesSeconds, 0);
    EXPECT_TRUE(workloadAt(shared, "shop-production/web").pod.initContainers.empty());
    EXPECT_GT(workloadAt(expandToday(scenario, managedTarget(2)), "shop-production/web")
                  .timing.pullSeconds,
              0);
}

}  // namespace
}  // namespace stowage
