#include "model/larakube_table.h"

#include <gtest/gtest.h>

#include "model/data_files.h"

namespace stowage {
namespace {

ResourceAmounts podRequests(const CommonsTemplate& engine) {
    ResourceAmounts sum = engine.requests;
    if (engine.exporter) {
        sum += engine.exporter->requests;
    }
    return sum;
}

ResourceAmounts amounts(std::int64_t milli, std::int64_t mebi) {
    return ResourceAmounts::of(milliCpu(milli), mebibytes(mebi));
}

TEST(LarakubeTables, KnowThreeVersionsAndTheirPatches) {
    EXPECT_EQ(shippedLarakubeTables().versions(),
              (std::vector<std::string>{"next", "v0.17", "v0.20.0"}));
    EXPECT_EQ(larakubeTable("v0.17.2").version, "v0.17");
    EXPECT_EQ(larakubeTable("v0.20.1").version, "v0.20.0");
    EXPECT_EQ(shippedLarakubeTables().find("v9.9.9"), nullptr);
    EXPECT_EQ(larakubeTable("v9.9.9").version, "v0.20.0");
}

TEST(LarakubeTables, CommonsPodsAskForTheMainContainerAndTheExporter) {
    const auto& commons = larakubeTable("v0.20.0").commons;
    // 100m + 25m and 128 + 32 MiB; 256 + 32; 50m + 25m and 32 + 16; the others have no exporter.
    EXPECT_EQ(podRequests(commons.at(ServiceKind::Postgres)), amounts(125, 160));
    EXPECT_EQ(podRequests(commons.at(ServiceKind::Mysql)), amounts(125, 288));
    EXPECT_EQ(podRequests(commons.at(ServiceKind::Mariadb)), amounts(125, 288));
    EXPECT_EQ(podRequests(commons.at(ServiceKind::Redis)), amounts(75, 48));
    EXPECT_EQ(podRequests(commons.at(ServiceKind::Meilisearch)), amounts(100, 256));
    EXPECT_EQ(podRequests(commons.at(ServiceKind::Seaweedfs)), amounts(100, 256));
    EXPECT_EQ(podRequests(commons.at(ServiceKind::Minio)), amounts(100, 256));
    EXPECT_EQ(commons.count(ServiceKind::Garage), 0U);
    EXPECT_EQ(commons.count(ServiceKind::Mongodb), 0U);
}

TEST(LarakubeTables, CommonsVolumesAndStrategies) {
    const auto& commons = larakubeTable("v0.20.0").commons;
    EXPECT_EQ(commons.at(ServiceKind::Postgres).volume->size, gibibytes(10));
    EXPECT_EQ(commons.at(ServiceKind::Postgres).volume->name, "postgres-data");
    EXPECT_EQ(commons.at(ServiceKind::Meilisearch).volume->size, gibibytes(5));
    EXPECT_FALSE(commons.at(ServiceKind::Redis).volume);
    EXPECT_EQ(commons.at(ServiceKind::Redis).updateStrategy.kind, UpdateKind::RollingUpdate);
    EXPECT_EQ(commons.at(ServiceKind::Mariadb).updateStrategy.kind, UpdateKind::Recreate);
    EXPECT_EQ(commons.at(ServiceKind::Redis).limits.get(kMemory), mebibytes(128).raw());
    EXPECT_EQ(commons.at(ServiceKind::Mariadb).connectionsMax, 151);
}

TEST(LarakubeTables, OlderVersionsAskForMoreCpuAndHaveNoExporters) {
    const LarakubeTable& older = larakubeTable("v0.17");
    EXPECT_EQ(older.appRequests, amounts(100, 128));
    EXPECT_EQ(podRequests(older.commons.at(ServiceKind::Mariadb)), amounts(100, 256));
    EXPECT_EQ(podRequests(older.commons.at(ServiceKind::Redis)), amounts(50, 32));
    EXPECT_EQ(older.commonsNamespace, "larakube-shared");
    EXPECT_EQ(larakubeTable("v0.20.0").appRequests, amounts(50, 128));
}

TEST(LarakubeTables, TheNewestVersionRenamesTheCommonsAndSharesGarage) {
    const LarakubeTable& next = larakubeTable("next");
    EXPECT_EQ(next.commonsNamespace, "larakube-plex");
    EXPECT_EQ(podRequests(next.commons.at(ServiceKind::Garage)), amounts(100, 256));
    EXPECT_EQ(podRequests(next.commons.at(ServiceKind::Redis)), amounts(75, 48));
    EXPECT_EQ(next.roles.size(), larakubeTable("v0.20.0").roles.size());
}

TEST(LarakubeTables, RolesFollowTheCatalogue) {
    const LarakubeTable& table = larakubeTable("v0.20.0");
    EXPECT_EQ(table.findRole("web")->updateStrategy.kind, UpdateKind::Recreate);
    EXPECT_EQ(table.findRole("ssr")->updateStrategy.kind, UpdateKind::Recreate);
    EXPECT_EQ(table.findRole("horizon")->updateStrategy, UpdateStrategy{});
    EXPECT_EQ(table.findRole("scheduler")->kind, WorkloadKind::CronJob);
    EXPECT_FALSE(table.findRole("ssr")->mountsStorage);
    EXPECT_EQ(table.findRole("web")->replicasMultiNodeHa, 2);
    EXPECT_EQ(table.findRole("node"), nullptr);
    EXPECT_EQ(table.appLimits.get(kMemory), gibibytes(1).raw());
    EXPECT_EQ(table.appLimits.get(kCpu), 1000);
}

TEST(LarakubeTables, OwnServicesAskForNothing) {
    const auto& services = larakubeTable("v0.20.0").services;
    EXPECT_EQ(services.size(), 11U);
    for (const auto& [kind, service] : services) {
        EXPECT_TRUE(service.requests.empty()) << toWord(kind);
        EXPECT_TRUE(service.limits.empty()) << toWord(kind);
        EXPECT_EQ(service.volume.has_value(),
                  kind != ServiceKind::Redis && kind != ServiceKind::Memcached)
            << toWord(kind);
    }
    EXPECT_EQ(services.at(ServiceKind::Mongodb).kind, WorkloadKind::StatefulSet);
    EXPECT_EQ(services.at(ServiceKind::Redis).updateStrategy, UpdateStrategy{});
}

LarakubeTables tablesOf(const std::string& text, Diagnostics& diagnostics) {
    return LarakubeTables::load(DataFiles::of({{"larakube/x.yaml", "x.yaml", text}}), diagnostics);
}

TEST(LarakubeTables, ATableWithoutSourceOrDateDoesNotLoad) {
    Diagnostics diagnostics;
    EXPECT_TRUE(tablesOf("version: x\ndate: 2026-01-01\n", diagnostics).versions().empty());
    EXPECT_TRUE(diagnostics.hasErrors());
    Diagnostics second;
    EXPECT_TRUE(tablesOf("version: x\nsource: here\n", second).versions().empty());
    EXPECT_TRUE(second.hasErrors());
}

TEST(LarakubeTables, RefuseUnknownKeysServicesAndBases) {
    const std::string head = "version: x\nsource: here\ndate: 2026-01-01\n";
    for (const std::string tail :
         {"rolls: {}\n", "services: { oracle: { image: a } }\n", "extends: v1\n",
          "roles: { web: { kind: Pod } }\n", "commonsMemorySteps: [2Gi, 1Gi]\n"}) {
        Diagnostics diagnostics;
        EXPECT_TRUE(tablesOf(head + tail, diagnostics).versions().empty()) << tail;
        EXPECT_TRUE(diagnostics.hasErrors()) << tail;
    }
    Diagnostics diagnostics;
    EXPECT_EQ(tablesOf(head, diagnostics).versions().size(), 1U);
}

}  // namespace
}  // namespace stowage
