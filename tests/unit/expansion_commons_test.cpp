#include <gtest/gtest.h>

#include "model/expander.h"
#include "tests/support/expansion_views.h"

namespace stowage {
namespace {

using namespace testkit;

TEST(ExpansionCommons, IsOnePodAnEngineWithItsTenantsInScenarioOrder) {
    const Expansion expansion = expandToday(plexReact());
    const PlannedWorkload& engine = workloadAt(expansion, "larakube-shared/mariadb");
    EXPECT_EQ(engine.replicas, 1);
    EXPECT_EQ(engine.tenants,
              (std::vector<std::string>{"plex-react-production", "plex-react-staging"}));
    EXPECT_EQ(engine.environmentId, "");
    EXPECT_EQ(engine.service, ServiceKind::Mariadb);
    EXPECT_EQ(engine.pod.labels.at("larakube.io/component"), "plex");
    EXPECT_EQ(engine.pod.containers.size(), 2U);
    EXPECT_EQ(engine.pod.volumes.at(0).claim, "mariadb-data");
    EXPECT_EQ(engine.pod.volumes.at(0).size, gibibytes(10));
    EXPECT_EQ(engine.updateStrategy.kind, UpdateKind::Recreate);
    EXPECT_TRUE(engine.onRequestPath);
    EXPECT_TRUE(workloadAt(expansion, "larakube-shared/redis").pod.volumes.empty());
}

TEST(ExpansionCommons, IsNamedAsTheVersionNamesIt) {
    Scenario scenario = plexReact();
    scenario.larakubeVersion = "next";
    const Expansion expansion = expandToday(scenario);
    EXPECT_NE(findWorkload(expansion, "larakube-plex/redis"), nullptr);
    EXPECT_EQ(findWorkload(expansion, "larakube-shared/redis"), nullptr);
}

TEST(ExpansionCommons, CostsOneBaseAndAShareForEachTenant) {
    const std::vector<std::string> all{"a", "b", "c", "d"};
    const auto engineOf = [&](std::size_t count) {
        const std::vector<std::string> names(all.begin(),
                                             all.begin() + static_cast<std::ptrdiff_t>(count));
        Scenario scenario =
            scenarioOf({laravelApp("shop", names, {ServiceKind::Mysql, ServiceKind::Redis}, {})});
        scenario.services.defaultWish = ModeWish::Plex;
        const Expansion expansion = expandToday(scenario);
        return std::pair(workloadAt(expansion, "larakube-shared/mysql").demand,
                         workloadAt(expansion, "larakube-shared/redis").demand);
    };
    const auto one = engineOf(1);
    const auto four = engineOf(4);
    // MySQL's base is about 475 MiB: four tenants cost more than one, far less than four engines.
    EXPECT_GT(four.first.memory.expected, one.first.memory.expected);
    EXPECT_LT(four.first.memory.expected, one.first.memory.expected + mebibytes(200));
    // Redis: three more tenants bring 3 x 16 MiB of keys at a factor of 1.3, that is 62.6 MiB.
    const Bytes redisGrowth = four.second.memory.expected - one.second.memory.expected;
    EXPECT_NEAR(asMebibytes(redisGrowth), 62.6, 2);
    EXPECT_GT(four.first.cpu.expected, one.first.cpu.expected);
}

TEST(ExpansionCommons, GrowsByStepsWhenItsTenantsOutgrowTheTemplate) {
    Scenario scenario = plexReact();
    EXPECT_TRUE(expandToday(scenario).engineSizes.empty());
    scenario.apps[0].environments[0].data.redisKeys = mebibytes(150);
    scenario.apps[0].environments[1].data.databaseSize = gibibytes(9);
    const Expansion expansion = expandToday(scenario);
    ASSERT_EQ(expansion.engineSizes.size(), 2U);
    // MariaDB: 9.2 GiB of rows x 1.3 and fixed files, a quarter of room: above 10 GiB, so 20 GiB.
    EXPECT_EQ(expansion.engineSizes[0].kind, ServiceKind::Mariadb);
    EXPECT_EQ(expansion.engineSizes[0].templateVolume, gibibytes(10));
    EXPECT_EQ(expansion.engineSizes[0].volume, gibibytes(20));
    EXPECT_EQ(workloadAt(expansion, "larakube-shared/mariadb").pod.volumes[0].size, gibibytes(20));
    // Redis: 166 MiB of keys x 1.3 = 217 MiB and the pages of a snapshot exceed 128 and 256 MiB.
    EXPECT_EQ(expansion.engineSizes[1].kind, ServiceKind::Redis);
    EXPECT_EQ(expansion.engineSizes[1].templateMemoryLimit, mebibytes(128));
    EXPECT_EQ(expansion.engineSizes[1].memoryLimit, mebibytes(512));
    // The scheduler's ledger does not see it.
    EXPECT_EQ(effectiveRequests(workloadAt(expansion, "larakube-shared/redis").pod),
              amounts(75, 48));
}

TEST(ExpansionCommons, SeveralNodesEarnANote) {
    EXPECT_TRUE(expandToday(plexReact()).notes.empty());
    EXPECT_EQ(expandToday(plexReact(), k3sTarget(2, IngressKind::HostPorts)).notes.size(), 1U);
}

TEST(Expander, GivesTheSameAsTheShortForm) {
    const Scenario scenario = plexReact();
    ProfileCache cache(shippedAssumptions());
    const Expander expander(scenario, {}, cache, larakubeTable("v0.20.0"));
    Arrangement arrangement = arrangementOfToday(scenario);
    arrangement.services["plex-react-staging/mariadb"] = Mode::Own;
    const Expansion again = expander.expand(arrangement);
    const Expansion fresh = expand(scenario, arrangement, {}, shippedAssumptions());
    ASSERT_EQ(again.workloads.size(), fresh.workloads.size());
    for (std::size_t i = 0; i < again.workloads.size(); ++i) {
        EXPECT_EQ(again.workloads[i].id(), fresh.workloads[i].id());
        EXPECT_EQ(again.workloads[i].pod, fresh.workloads[i].pod);
        EXPECT_EQ(again.workloads[i].demand.memory, fresh.workloads[i].demand.memory);
    }
}

}  // namespace
}  // namespace stowage
