#include <gtest/gtest.h>

#include "model/data_files.h"
#include "model/scenario_io.h"
#include "planner/evaluation.h"
#include "tests/support/exhaustive_planner.h"

namespace stowage::planner {
namespace {

using testkit::TinyScenario;

/// The ladder: the planner against a plain branch and bound, that against trying everything.
TEST(EvaluationProperty, PlannerEqualsBranchAndBoundEqualsOracle) {
    constexpr std::uint64_t kScenarios = 2'000;
    Diagnostics diagnostics;
    const AssumptionTable table = AssumptionTable::load(DataFiles::shipped(), diagnostics);
    const Catalog catalog;
    RunControl control;
    int feasible = 0;
    for (std::uint64_t seed = 1; seed <= kScenarios; ++seed) {
        const TinyScenario tiny = testkit::drawTinyScenario(seed);
        const auto expected = testkit::exhaustivePrice(tiny);
        ASSERT_EQ(testkit::branchAndBoundPrice(tiny), expected) << "seed " << seed;
        const std::string yaml = testkit::toYaml(tiny);
        Diagnostics findings;
        const auto scenario = parseScenario("tiny.yaml", yaml, "", findings);
        ASSERT_TRUE(scenario.has_value()) << yaml << toText(findings.sorted().front());
        const auto evaluation =
            evaluate(*scenario, catalog, table, {.today = "2026-11-25"}, control);
        ASSERT_TRUE(evaluation.ok()) << evaluation.error().message << '\n' << yaml;
        EXPECT_EQ(evaluation->best.has_value(), expected.has_value()) << seed << '\n' << yaml;
        EXPECT_TRUE(evaluation->isProven) << seed << '\n' << yaml;
        if (expected && evaluation->best) {
            ++feasible;
            EXPECT_EQ(evaluation->best->bill.monthly.raw(), *expected * 1'000'000) << seed << '\n'
                                                                                   << yaml;
            EXPECT_EQ(evaluation->lowerBound, evaluation->best->bill.monthly) << seed;
        }
    }
    // The draws are no trivial "never" or "always".
    EXPECT_GT(feasible, static_cast<int>(kScenarios / 4));
    EXPECT_LT(feasible, static_cast<int>(kScenarios - kScenarios / 10));
}

}  // namespace
}  // namespace stowage::planner
