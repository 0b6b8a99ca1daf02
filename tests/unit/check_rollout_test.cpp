#include "model/simulate/check_rollout.h"

#include <gtest/gtest.h>

#include "tests/support/made_audit.h"

namespace stowage::simulate {
namespace {

using test::MadeAudit;
using test::numberOf;
using test::wordOf;

MadeAudit twoShops() {
    MadeAudit made;
    made.node();
    made.workload("shop-production", "web", 50, 128);
    made.pod(0);
    made.workload("blog-production", "web", 50, 128);
    made.pod(0);
    return made;
}

EnvironmentRollout rollout(const std::string& id, RolloutOutcome outcome, std::int64_t surge,
                           double gap) {
    EnvironmentRollout made{.environmentId = id, .outcome = outcome, .gapSeconds = gap};
    made.workloads = {{.workload = WorkloadIndex(0), .surge = surge}};
    return made;
}

TEST(RolloutSurge, TakesTheWorstEnvironment) {
    const std::pair<RolloutOutcome, Verdict> cases[] = {
        {RolloutOutcome::Clear, Verdict::Pass},
        {RolloutOutcome::SomeOrders, Verdict::Warn},
        {RolloutOutcome::Slow, Verdict::Warn},
        {RolloutOutcome::Blocked, Verdict::Fail},
        {RolloutOutcome::Undecided, Verdict::Unknown}};
    for (const auto& [outcome, verdict] : cases) {
        MadeAudit made = twoShops();
        AuditContext context = made.context();
        context.rollouts = {rollout("shop-production", outcome, 1, 0),
                            rollout("blog-production", RolloutOutcome::Clear, 3, 0)};
        const Check check = checkRolloutSurge(context);
        EXPECT_EQ(check.verdict, verdict);
        EXPECT_EQ(wordOf(check, "environment"),
                  outcome == RolloutOutcome::Clear ? "blog-production" : "shop-production");
        EXPECT_EQ(numberOf(check, "largestSurgePods"), 3);
        EXPECT_EQ(check.shortage.has_value(), verdict == Verdict::Fail);
    }
}

TEST(RolloutSurge, ABlockedOneGivesTheFiguresOfTheWitness) {
    MadeAudit made = twoShops();
    AuditContext context = made.context();
    EnvironmentRollout blocked = rollout("shop-production", RolloutOutcome::Blocked, 1, 0);
    blocked.peak.witness = ReplacementWitness{
        .kind = WitnessKind::Resource,
        .shortage =
            Shortage{
                .node = "", .resource = "memory", .needed = 300, .available = 200, .shortBy = 100},
        .text = "300 bytes are needed and 200 are free"};
    context.rollouts = {blocked};
    const Check check = checkRolloutSurge(context);
    EXPECT_EQ(check.shortage->shortBy, 100);
    EXPECT_NE(check.text.find("300 bytes are needed and 200 are free"), std::string::npos);
}

TEST(RolloutDowntime, IsInformationUnlessItWasRuledOut) {
    MadeAudit made = twoShops();
    AuditContext context = made.context();
    context.rollouts = {rollout("shop-production", RolloutOutcome::Clear, 0, 41.2),
                        rollout("blog-production", RolloutOutcome::Clear, 1, 0)};
    const Check information = checkRolloutDowntime(context);
    EXPECT_EQ(information.verdict, Verdict::Pass);
    EXPECT_EQ(numberOf(information, "shop-production"), 42);
    EXPECT_EQ(numberOf(information, "blog-production"), 0);
    made.scenario.requirements.zeroDowntimeDeploys = {"blog-production"};
    EXPECT_EQ(checkRolloutDowntime(context).verdict, Verdict::Pass);
    made.scenario.requirements.zeroDowntimeDeploys = {"blog-production", "shop-production"};
    const Check fail = checkRolloutDowntime(context);
    EXPECT_EQ(fail.verdict, Verdict::Fail);
    EXPECT_EQ(fail.shortage->needed, 42);
}

}  // namespace
}  // namespace stowage::simulate
