#include <gtest/gtest.h>

#include "tests/support/planted_scenario.h"
#include "tests/support/shipped_scenarios.h"

namespace stowage {
namespace {

/// The independent checker finds nothing in plans of questions with every family of rules.
class PlantedPlan : public ::testing::TestWithParam<std::uint64_t> {};

TEST_P(PlantedPlan, Holds) {
    const testkit::PlantedScenario planted = testkit::plantScenario(
        {.seed = GetParam(),
         .pods = 10,
         .nodes = 3,
         .slackPercent = GetParam() % 2 == 0 ? 5 : 0,
         .trap = testkit::kPlantedTraps[GetParam() % testkit::kPlantedTraps.size()]});
    const testkit::PlanningCase question = testkit::caseOf(planted.yaml);
    const PlanReport report = testkit::planOf(question);
    const auto violations = testkit::violationsOf(testkit::planFileText(report), question);
    EXPECT_TRUE(violations.empty()) << planted.yaml << testkit::toText(violations);
}

INSTANTIATE_TEST_SUITE_P(Seeds, PlantedPlan, ::testing::Range<std::uint64_t>(1, 22));

}  // namespace
}  // namespace stowage
