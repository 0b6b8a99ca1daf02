#include "model/simulate/check_consistency.h"

#include <gtest/gtest.h>

#include "tests/support/made_audit.h"

namespace stowage::simulate {
namespace {

using test::MadeAudit;
using test::numberOf;

/// Two apps, each with these hosts in its blueprint.
MadeAudit twoApps(std::map<std::string, std::string> first,
                  std::map<std::string, std::string> second) {
    MadeAudit made;
    made.node();
    for (const auto& [name, hosts] :
         {std::pair{"shop", std::move(first)}, std::pair{"blog", std::move(second)}}) {
        made.environment(name);
        Blueprint blueprint{.name = name, .services = {ServiceKind::Seaweedfs}};
        BlueprintEnvironment environment{.name = "production"};
        environment.hosts = hosts;
        blueprint.environments = {environment};
        made.scenario.apps.back().blueprint = std::move(blueprint);
    }
    return made;
}

TEST(HostsUnique, OneHostTwiceFails) {
    MadeAudit made =
        twoApps({{"web", "a.example"}}, {{"web", "b.example"}, {"reverb", "a.example"}});
    const Check fail = checkHostsUnique(made.context());
    EXPECT_EQ(fail.verdict, Verdict::Fail);
    EXPECT_EQ(fail.shortage->resource, "host a.example");
    MadeAudit apart = twoApps({{"web", "a.example"}}, {{"web", "b.example"}});
    const Check pass = checkHostsUnique(apart.context());
    EXPECT_EQ(pass.verdict, Verdict::Pass);
    EXPECT_EQ(numberOf(pass, "hosts"), 2);
}

TEST(HostsUnique, AdditionalHostsCount) {
    MadeAudit made = twoApps({{"web", "a.example"}}, {{"web", "b.example"}});
    made.scenario.apps[1].blueprint->environments[0].additionalWebHosts = {"a.example"};
    EXPECT_EQ(checkHostsUnique(made.context()).verdict, Verdict::Fail);
}

TEST(HostsUnique, TheHostOfASharedServiceMayBeCommon) {
    MadeAudit made = twoApps({{"s3", "s3.example"}}, {{"s3", "s3.example"}});
    auto& services = made.expansion.arrangement.services;
    services["shop-production/seaweedfs"] = Mode::Plex;
    services["blog-production/seaweedfs"] = Mode::Plex;
    EXPECT_EQ(checkHostsUnique(made.context()).verdict, Verdict::Pass);
    services["shop-production/seaweedfs"] = Mode::Own;
    services["blog-production/seaweedfs"] = Mode::Own;
    EXPECT_EQ(checkHostsUnique(made.context()).verdict, Verdict::Fail);
}

TEST(StrategyConsistent, FollowsTheNumberOfNodes) {
    MadeAudit made;
    made.node();
    auto& strategies = made.expansion.arrangement.strategies;
    strategies["shop-production"] = Strategy::SingleNode;
    EXPECT_EQ(checkStrategyConsistent(made.context()).verdict, Verdict::Pass);
    made.node();
    const Check fail = checkStrategyConsistent(made.context());
    EXPECT_EQ(fail.verdict, Verdict::Fail);
    EXPECT_EQ(numberOf(fail, "mismatches"), 1);
    strategies["shop-production"] = Strategy::MultiNodeHa;
    EXPECT_EQ(checkStrategyConsistent(made.context()).verdict, Verdict::Pass);
    made.layout.nodes.pop_back();
    EXPECT_EQ(checkStrategyConsistent(made.context()).verdict, Verdict::Fail);
}

TEST(PriceFresh, WarnsAfterNinetyDaysAndNeverFails) {
    MadeAudit made;
    Offer& offer = made.node().offer;
    offer.provider = "hetzner";
    offer.source = "https://example.org/prices";
    // 2026-11-25 less 90 days is 2026-08-27.
    offer.date = CalendarDate::of(2026, 8, 27);
    const Check fresh = checkPriceFresh(made.context());
    EXPECT_EQ(fresh.verdict, Verdict::Pass);
    EXPECT_EQ(numberOf(fresh, "oldestDays"), 90);
    offer.date = CalendarDate::of(2026, 8, 26);
    EXPECT_EQ(checkPriceFresh(made.context()).verdict, Verdict::Warn);
    offer.date = CalendarDate::of(2026, 11, 1);
    offer.source.clear();
    EXPECT_EQ(checkPriceFresh(made.context()).verdict, Verdict::Warn);
}

TEST(PriceFresh, DoesNotAskForTheSourceOfOwnMachines) {
    MadeAudit made;
    made.node();
    EXPECT_EQ(checkPriceFresh(made.context()).verdict, Verdict::Pass);
}

}  // namespace
}  // namespace stowage::simulate
