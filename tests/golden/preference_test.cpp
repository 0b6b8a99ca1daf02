#include <gtest/gtest.h>

#include "tests/support/golden.h"
#include "tests/support/shipped_scenarios.h"

namespace stowage {
namespace {

/// On managed nodes with much headroom sharing saves nothing: both arrangements cost the same, and
/// what is there today stays.
TEST(Preference, OfTwoPlansOfOnePriceTheOneWithFewerMigrationsLeads) {
    const std::string folder = testkit::repositoryPath("scenarios");
    const std::string yaml =
        "apiVersion: stowage/v1\n"
        "kind: Scenario\n"
        "metadata: { name: tie }\n"
        "apps:\n"
        "  - blueprint: " +
        folder +
        "/printing/.larakube.json\n"
        "    weight: light\n"
        "  - blueprint: " +
        folder +
        "/ledion-webapp/.larakube.json\n"
        "    weight: light\n"
        "exchange: { EUR: 1.08 }\n"
        "requirements: { headroom: 0.2 }\n"
        "candidates: { topologies: [managed], maxNodes: 3 }\n";
    const testkit::PlanningCase question = testkit::caseOf(yaml);
    const PlanReport report = testkit::planOf(question);
    ASSERT_FALSE(report.plans.empty());
    const CapacityPlan* chosen = report.findPlan(report.recommended);
    ASSERT_NE(chosen, nullptr);
    for (const CapacityPlan& plan : report.plans) {
        EXPECT_LE(chosen->cost.monthly, plan.cost.monthly);
        if (plan.cost.monthly == chosen->cost.monthly) {
            EXPECT_LE(chosen->migrations, plan.migrations) << plan.title;
        }
    }
    const auto violations = testkit::violationsOf(testkit::planFileText(report), question);
    EXPECT_TRUE(violations.empty()) << testkit::toText(violations);
}

}  // namespace
}  // namespace stowage
