#include "model/scenario.h"

#include <gtest/gtest.h>

namespace stowage {
namespace {

TEST(Scenario, FindsEnvironmentsAndTheirApps) {
    Scenario scenario;
    scenario.apps = {{.name = "a"}, {.name = "b"}};
    scenario.apps[0].environments = {{.app = "a", .name = "qa", .id = "a-qa"}};
    scenario.apps[1].environments = {{.app = "b", .name = "live", .id = "b-live"}};
    ASSERT_EQ(scenario.environments().size(), 2U);
    ASSERT_NE(scenario.findEnvironment("b-live"), nullptr);
    EXPECT_EQ(scenario.appOf(*scenario.findEnvironment("b-live")).name, "b");
    EXPECT_EQ(scenario.findEnvironment("c"), nullptr);
}

TEST(Scenario, WordsReadBack) {
    EXPECT_EQ(parseTopology(toWord(TopologyKind::K3sMulti)), TopologyKind::K3sMulti);
    EXPECT_EQ(parseWeight(toWord(Weight::Heavy)), Weight::Heavy);
    EXPECT_FALSE(parseTopology("k3s"));
}

TEST(Blueprint, FeaturesAreAddedAndExcludedPerEnvironment) {
    Blueprint blueprint{.features = {"horizon", "reverb"}};
    blueprint.environments = {
        {.name = "production", .addFeatures = {"ssr"}, .excludeFeatures = {"reverb"}}};
    const BlueprintEnvironment* production = blueprint.findEnvironment("production");
    ASSERT_NE(production, nullptr);
    EXPECT_TRUE(blueprint.hasFeature("horizon", *production));
    EXPECT_TRUE(blueprint.hasFeature("ssr", *production));
    EXPECT_FALSE(blueprint.hasFeature("reverb", *production));
    EXPECT_EQ(blueprint.findEnvironment("staging"), nullptr);
}

}  // namespace
}  // namespace stowage
