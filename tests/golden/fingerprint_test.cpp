#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/shipped_scenarios.h"

namespace stowage {
namespace {

using testkit::PlanningCase;

class Fingerprint : public ::testing::TestWithParam<std::string> {};

/// One scenario, seed, date and set of data files: one file, on any number of threads.
TEST_P(Fingerprint, IsTheSameOnAnyNumberOfThreads) {
    const PlanningCase question = testkit::shippedCase(GetParam());
    const std::string one = testkit::planFileText(testkit::planOf(question, {.threads = 1}));
    for (const int threads : {2, 8}) {
        EXPECT_TRUE(one == testkit::planFileText(testkit::planOf(question, {.threads = threads})))
            << GetParam() << " on " << threads << " threads";
    }
}

/// What is shipped must be proven, and the independent checker finds nothing.
TEST_P(Fingerprint, IsProvenAndHolds) {
    const PlanningCase question = testkit::shippedCase(GetParam());
    const PlanReport report = testkit::planOf(question);
    const CapacityPlan* plan = report.findPlan(report.recommended);
    ASSERT_NE(plan, nullptr);
    EXPECT_TRUE(plan->cost.proven);
    EXPECT_EQ(plan->cost.gap, 0.0);
    const auto violations = testkit::violationsOf(testkit::planFileText(report), question);
    EXPECT_TRUE(violations.empty()) << testkit::toText(violations);
}

INSTANTIATE_TEST_SUITE_P(Shipped, Fingerprint, ::testing::ValuesIn(testkit::shippedScenarioNames()),
                         [](const auto& instance) {
                             std::string name = instance.param;
                             std::ranges::replace(name, '-', '_');
                             return name;
                         });

}  // namespace
}  // namespace stowage
