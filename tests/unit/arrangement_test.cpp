#include "model/arrangement.h"

#include <gtest/gtest.h>

namespace stowage {
namespace {

Scenario shop(std::vector<ServiceKind> services, BlueprintEnvironment production) {
    production.name = "production";
    Blueprint blueprint{.name = "shop", .services = std::move(services)};
    blueprint.environments = {std::move(production)};
    App app{.name = "shop", .blueprint = std::move(blueprint)};
    app.environments = {{.app = "shop", .name = "production", .id = "shop-production"}};
    Scenario scenario;
    scenario.apps = {std::move(app)};
    return scenario;
}

ServiceChoice only(const Scenario& scenario) {
    const auto choices = serviceChoices(scenario);
    EXPECT_EQ(choices.size(), 1U);
    return choices.front();
}

using Modes = std::vector<Mode>;

TEST(ServiceChoices, AnUnlistedServiceIsOpenWithTodayFirst) {
    const ServiceChoice choice = only(shop({ServiceKind::Mysql}, {}));
    EXPECT_EQ(choice.today, Mode::Own);
    EXPECT_EQ(choice.allowed, (Modes{Mode::Own, Mode::Plex, Mode::Managed}));
    EXPECT_EQ(choice.origin, ModeOrigin::Default);
    EXPECT_EQ(choice.key(), "shop-production/mysql");
}

TEST(ServiceChoices, AServiceInBothListsIsSharedAndBound) {
    const ServiceChoice choice =
        only(shop({ServiceKind::Mysql}, {.managed = {"mysql"}, .plex = {"mysql"}}));
    EXPECT_EQ(choice.today, Mode::Plex);
    EXPECT_EQ(choice.allowed, Modes{Mode::Plex});
    EXPECT_EQ(choice.origin, ModeOrigin::Blueprint);
}

TEST(ServiceChoices, InManagedAloneItIsManaged) {
    const ServiceChoice choice = only(shop({ServiceKind::Redis}, {.managed = {"redis"}}));
    EXPECT_EQ(choice.today, Mode::Managed);
    EXPECT_EQ(choice.allowed, Modes{Mode::Managed});
}

TEST(ServiceChoices, InPlexAloneItIsSharedAndSaysSo) {
    const ServiceChoice choice = only(shop({ServiceKind::Redis}, {.plex = {"redis"}}));
    EXPECT_EQ(choice.today, Mode::Plex);
    ASSERT_EQ(choice.reasons.size(), 2U);
    EXPECT_EQ(choice.reasons.front(), "the blueprint lists redis in 'plex' alone");
}

TEST(ServiceChoices, ReconsiderOpensTheLists) {
    Scenario scenario = shop({ServiceKind::Redis}, {.managed = {"redis"}});
    scenario.services.reconsider = true;
    EXPECT_EQ(only(scenario).allowed, (Modes{Mode::Managed, Mode::Own, Mode::Plex}));
}

TEST(ServiceChoices, ADefaultOtherThanAutoOpensTheListsToo) {
    Scenario scenario = shop({ServiceKind::Redis}, {.managed = {"redis"}});
    scenario.services.defaultWish = ModeWish::Own;
    const ServiceChoice choice = only(scenario);
    EXPECT_EQ(choice.today, Mode::Managed);
    EXPECT_EQ(choice.allowed, Modes{Mode::Own});
    EXPECT_EQ(choice.origin, ModeOrigin::Default);
}

TEST(ServiceChoices, AnOverrideWinsOverEverything) {
    Scenario scenario = shop({ServiceKind::Redis}, {.managed = {"redis"}});
    scenario.services.defaultWish = ModeWish::Own;
    scenario.services.overrides["shop-production/redis"] = ModeWish::Plex;
    EXPECT_EQ(only(scenario).allowed, Modes{Mode::Plex});
    EXPECT_EQ(only(scenario).origin, ModeOrigin::Override);
    scenario.services.overrides["shop-production/redis"] = ModeWish::Auto;
    EXPECT_EQ(only(scenario).allowed, (Modes{Mode::Managed, Mode::Own, Mode::Plex}));
}

TEST(ServiceChoices, WhatHasNoCommonsIsNeverShared) {
    for (const ServiceKind kind :
         {ServiceKind::Memcached, ServiceKind::Mongodb, ServiceKind::Typesense}) {
        Scenario scenario = shop({kind}, {});
        EXPECT_EQ(only(scenario).allowed, (Modes{Mode::Own, Mode::Managed}));
        scenario.services.defaultWish = ModeWish::Plex;
        EXPECT_EQ(only(scenario).allowed, Modes{Mode::Own});
    }
}

TEST(ServiceChoices, SqliteIsAFileAndNothingElse) {
    Scenario scenario = shop({ServiceKind::Sqlite}, {});
    scenario.services.defaultWish = ModeWish::Plex;
    const ServiceChoice choice = only(scenario);
    EXPECT_EQ(choice.today, Mode::File);
    EXPECT_EQ(choice.allowed, Modes{Mode::File});
    EXPECT_EQ(choice.origin, ModeOrigin::Fixed);
}

TEST(ServiceChoices, GarageIsSharedOnlyByTheNewestLarakube) {
    Scenario scenario = shop({ServiceKind::Garage}, {});
    EXPECT_EQ(only(scenario).allowed, (Modes{Mode::Own, Mode::Managed}));
    scenario.larakubeVersion = "next";
    EXPECT_EQ(only(scenario).allowed, (Modes{Mode::Own, Mode::Plex, Mode::Managed}));
}

TEST(ServiceChoices, HorizonBringsRedisUnlessItIsExcluded) {
    Scenario scenario = shop({ServiceKind::Mysql}, {});
    scenario.apps[0].blueprint->features = {"horizon"};
    ASSERT_EQ(serviceChoices(scenario).size(), 2U);
    EXPECT_EQ(serviceChoices(scenario)[1].kind, ServiceKind::Redis);
    scenario.apps[0].blueprint->environments[0].excludeFeatures = {"horizon"};
    EXPECT_EQ(serviceChoices(scenario).size(), 1U);
}

TEST(StrategyChoices, AnEnvironmentsOwnValueBindsAndTheTopLevelDefaultDoesNot) {
    Scenario scenario = shop({}, {});
    scenario.apps[0].blueprint->defaultStrategy = Strategy::MultiNodeHa;
    EXPECT_EQ(strategyChoices(scenario)[0].today, Strategy::MultiNodeHa);
    EXPECT_FALSE(strategyChoices(scenario)[0].isBound);
    scenario.apps[0].blueprint->environments[0].strategy = Strategy::SingleNode;
    EXPECT_EQ(strategyChoices(scenario)[0].today, Strategy::SingleNode);
    EXPECT_TRUE(strategyChoices(scenario)[0].isBound);
    scenario.apps[0].environments[0].strategy = Strategy::MultiNodeHa;
    EXPECT_EQ(strategyChoices(scenario)[0].today, Strategy::MultiNodeHa);
    scenario.services.reconsider = true;
    EXPECT_FALSE(strategyChoices(scenario)[0].isBound);
}

TEST(Arrangement, CountsWhatDiffersFromToday) {
    const Scenario scenario =
        shop({ServiceKind::Mysql, ServiceKind::Redis}, {.managed = {"redis"}});
    Arrangement arrangement = arrangementOfToday(scenario);
    EXPECT_EQ(arrangement.services.at("shop-production/redis"), Mode::Managed);
    EXPECT_EQ(arrangement.strategies.at("shop-production"), Strategy::SingleNode);
    EXPECT_EQ(changesFromToday(arrangement, serviceChoices(scenario)), 0);
    arrangement.services["shop-production/mysql"] = Mode::Plex;
    EXPECT_EQ(changesFromToday(arrangement, serviceChoices(scenario)), 1);
}

}  // namespace
}  // namespace stowage
