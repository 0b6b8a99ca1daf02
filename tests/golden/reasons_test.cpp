#include <gtest/gtest.h>

#include <algorithm>

#include "model/json_patch.h"
#include "model/scenario_io.h"
#include "planner/evaluation.h"
#include "planner/refusal.h"
#include "planner/scenario_knobs.h"
#include "tests/support/shipped_scenarios.h"

/// A smallest fix flips the verdict when its patch is applied to the document; a flip of a guess
/// lies between two answers that differ.

namespace stowage::planner {
namespace {

using testkit::PlanningCase;

/// The cheapest layout, with every audit in full.
Evaluation evaluated(const PlanningCase& question, SearchDepth depth) {
    RunControl control;
    const auto evaluation = evaluate(question.scenario, question.catalog, question.assumptions,
                                     {.today = testkit::kGoldenDay, .depth = depth}, control);
    EXPECT_TRUE(evaluation.ok());
    return *evaluation;
}

bool passesHeld(PlanningCase question, const JudgedLayout& judged) {
    holdLayout(question.scenario, judged.layout, judged.bill.monthly);
    return evaluated(question, SearchDepth::Verdict).best.has_value();
}

class Reasons : public ::testing::TestWithParam<std::string> {};

TEST_P(Reasons, APatchOfASmallestFixFlipsTheRefusedLayout) {
    const PlanningCase question = testkit::shippedCase(GetParam());
    const Evaluation evaluation = evaluated(question, SearchDepth::Reasons);
    const EvaluationOptions options{.today = testkit::kGoldenDay};
    RunControl control;
    const auto refusals = refusalsOf({.scenario = question.scenario,
                                      .catalog = question.catalog,
                                      .assumptions = question.assumptions,
                                      .options = options},
                                     evaluation.refused, 64, control);
    ASSERT_TRUE(refusals.ok());
    ASSERT_EQ(refusals->size(), evaluation.refused.size());
    for (std::size_t at = 0; at < refusals->size(); ++at) {
        const Refusal& refusal = (*refusals)[at];
        if (!refusal.smallestFix || refusal.smallestFix->patch.items.empty()) {
            continue;
        }
        const JudgedLayout& judged = evaluation.refused[at].layout;
        EXPECT_FALSE(passesHeld(question, judged)) << refusal.title;
        const auto patched = applyPatch(question.scenario.document, refusal.smallestFix->patch);
        ASSERT_TRUE(patched.ok()) << refusal.smallestFix->text;
        EXPECT_TRUE(passesHeld(testkit::caseOf(*patched), judged))
            << refusal.title << ": " << refusal.smallestFix->text;
    }
}

TEST_P(Reasons, RefusalsAreCheaperAndSayWhatIsShort) {
    const PlanReport report = testkit::planOf(testkit::shippedCase(GetParam()));
    const CapacityPlan* plan = report.findPlan(report.recommended);
    ASSERT_NE(plan, nullptr);
    ASSERT_FALSE(report.refused.empty());
    for (const Refusal& refusal : report.refused) {
        EXPECT_FALSE(refusal.text.empty()) << refusal.title;
        EXPECT_EQ(refusal.shortage.shortBy, refusal.shortage.needed - refusal.shortage.available)
            << refusal.title;
        EXPECT_GT(refusal.shortage.shortBy, 0) << refusal.title;
    }
    EXPECT_TRUE(std::ranges::any_of(report.refused, [&](const Refusal& refusal) {
        return refusal.monthly < plan->cost.monthly;
    }));
}

/// A stated flip: on the near side of it the recommendation stays, at it another layout answers.
TEST_P(Reasons, AFlipOfAnAssumptionIsSeenByPlanningAgainOnBothSides) {
    const PlanningCase question = testkit::shippedCase(GetParam());
    const PlanReport report = testkit::planOf(question);
    const Evaluation before = evaluated(question, SearchDepth::Verdict);
    ASSERT_TRUE(before.best.has_value());
    for (const SensitivityRow& row : report.sensitivity) {
        const AssumptionRow* assumption = question.assumptions.find(row.input);
        if (row.flipsAt.empty() || assumption == nullptr) {
            continue;
        }
        PlanningCase stays = question;
        stays.assumptions = question.assumptions.with(row.input, *row.limitNumber);
        EXPECT_EQ(evaluated(stays, SearchDepth::Verdict).best->bill.monthly,
                  before.best->bill.monthly)
            << row.text;
        const auto flipsAt = parseAssumption(row.flipsAt, assumption->unit);
        ASSERT_TRUE(flipsAt.ok()) << row.flipsAt;
        // The text is rounded to four figures: step past it by a thousandth of the way.
        const double past = *flipsAt + (*flipsAt - assumption->value) * 0.001;
        PlanningCase flips = question;
        flips.assumptions = question.assumptions.with(row.input, past);
        const Evaluation after = evaluated(flips, SearchDepth::Verdict);
        EXPECT_TRUE(!after.best || after.best->bill.monthly != before.best->bill.monthly ||
                    after.best->layout.title() != before.best->layout.title())
            << row.text;
    }
}

INSTANTIATE_TEST_SUITE_P(Shipped, Reasons, ::testing::ValuesIn(testkit::shippedScenarioNames()),
                         [](const auto& shown) {
                             std::string name = shown.param;
                             std::ranges::replace(name, '-', '_');
                             return name;
                         });

/// What no layout can change is said once, with both places, and proves that nothing fits.
TEST(Collisions, EndInOneRefusalForEveryLayout) {
    const PlanningCase question = testkit::caseOf(R"(apiVersion: stowage/v1
kind: Scenario
metadata: { name: collision }
apps:
  - { name: one, blueprint: { name: one, database: sqlite,
      environments: { production: { hosts: { web: same.example } } } } }
  - { name: two, blueprint: { name: two, database: sqlite,
      environments: { production: { hosts: { web: same.example } } } } }
candidates: { providers: [digitalocean] }
)");
    const PlanReport report = testkit::planOf(question);
    EXPECT_TRUE(report.provenInfeasible);
    EXPECT_TRUE(report.recommended.empty());
    ASSERT_EQ(report.refused.size(), 1U);
    EXPECT_EQ(report.refused[0].check, CheckId::HostsUnique);
    EXPECT_NE(report.refused[0].text.find("same.example"), std::string::npos);
}

/// Below the limit nothing fits: the cheapest layout above it is named with its price.
TEST(CostLimit, NamesTheCheapestLayoutAboveIt) {
    PlanningCase question = testkit::shippedCase("two-envs-one-server");
    question.scenario.requirements.maxMonthlyCost = Money::fromRaw(15'000'000);
    const PlanReport report = testkit::planOf(question);
    EXPECT_TRUE(report.provenInfeasible);
    ASSERT_FALSE(report.refused.empty());
    const Refusal& last = report.refused.back();
    EXPECT_EQ(last.check, CheckId::LimitCost);
    EXPECT_EQ(last.monthly, Money::fromRaw(24'000'000));
    for (const Refusal& refusal : report.refused) {
        EXPECT_TRUE(refusal.monthly <= Money::fromRaw(15'000'000) ||
                    refusal.check == CheckId::LimitCost)
            << refusal.title;
    }
}

/// Two stated nodes in zones a and b, two replicas that would fit on one.
TEST(Zones, AreCountedOverTheNodesOfALayout) {
    const std::string text = R"(apiVersion: stowage/v1
kind: Scenario
metadata: { name: zones }
requirements: { zones: 2 }
apps:
  - name: a
    workloads: [ { name: w, environment: production, replicas: 2,
                   requests: { cpu: 100m, memory: 128Mi } } ]
candidates:
  providers: []
  customOffers:
    - { name: one, monthly: 1, kind: node, allocatable: { cpu: 4, memory: 8Gi, pods: 110 },
        labels: { topology.kubernetes.io/zone: a } }
    - { name: two, monthly: 1, kind: node, allocatable: { cpu: 4, memory: 8Gi, pods: 110 },
        labels: { topology.kubernetes.io/zone: b } }
)";
    const PlanReport report = testkit::planOf(testkit::caseOf(text));
    ASSERT_EQ(report.recommended, "p1");
    EXPECT_EQ(report.plans[0].nodes.size(), 2U);
    EXPECT_EQ(report.plans[0].cost.monthly, Money::fromRaw(2'000'000));
    EXPECT_TRUE(report.plans[0].cost.proven);
}

/// The only currency left has no rate: nothing fits, and nothing is proven.
TEST(EmptyCandidates, AreNotAProofWhenOffersWereLeftOut) {
    PlanningCase question = testkit::shippedCase("two-envs-one-server");
    question.scenario.currency = "CHF";
    question.scenario.exchange.clear();
    const PlanReport report = testkit::planOf(question);
    EXPECT_TRUE(report.recommended.empty());
    EXPECT_FALSE(report.provenInfeasible);
    ASSERT_EQ(report.refused.size(), 1U);
    EXPECT_NE(report.refused[0].text.find("USD"), std::string::npos) << report.refused[0].text;
}

TEST(SmallestAmount, IsTheLastStepThatHolds) {
    const auto from = [](std::int64_t bound) {
        return [bound](std::int64_t value) { return Result<bool>(value <= bound); };
    };
    EXPECT_EQ(*smallestAmount(10, 1, from(7)), std::optional<std::int64_t>(7));
    EXPECT_EQ(*smallestAmount(10, 1, from(1)), std::optional<std::int64_t>(1));
    EXPECT_EQ(*smallestAmount(10, 1, from(0)), std::optional<std::int64_t>());
    const auto upwards = [](std::int64_t value) { return Result<bool>(value >= 612); };
    EXPECT_EQ(*smallestAmount(500, 5'000, upwards), std::optional<std::int64_t>(612));
}

}  // namespace
}  // namespace stowage::planner
