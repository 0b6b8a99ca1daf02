#include "planner/explain.h"

#include <gtest/gtest.h>

#include "tests/support/sample_report.h"

namespace stowage::planner {
namespace {

Check checkWith(CheckId id, std::int64_t needed, std::int64_t available) {
    Check check{.id = id, .verdict = Verdict::Pass, .text = "text"};
    addEntry(check.numbers, "needed", makeNumber(needed));
    addEntry(check.numbers, "available", makeNumber(available));
    return check;
}

TEST(Explain, WhatBreaksFirstIsTheFullestLimit) {
    CapacityPlan plan = testkit::samplePlan();
    // 50 of 100, 9 of 10 and 700 of 1000: 90 % comes first, then 70 %, then 50 %.
    plan.checks = {checkWith(CheckId::FitCpu, 50, 100), checkWith(CheckId::FitPods, 9, 10),
                   checkWith(CheckId::FitMemory, 700, 1000)};
    const std::vector<Pressure> order = pressures(plan);
    ASSERT_EQ(order.size(), 3U);
    EXPECT_EQ(order[0].check, CheckId::FitPods);
    EXPECT_EQ(order[1].check, CheckId::FitMemory);
    EXPECT_EQ(order[0].text, "pods on the node: 9 of 10 (90 %)");
}

TEST(Explain, ACheckWithoutAmountsIsNoPressure) {
    CapacityPlan plan = testkit::samplePlan();
    plan.checks = {{.id = CheckId::HostsUnique, .verdict = Verdict::Pass, .text = "all differ"}};
    EXPECT_TRUE(pressures(plan).empty());
}

TEST(Explain, OnlyCheaperOrUnpricedLayoutsAreWhyNot) {
    PlanReport report = testkit::sampleReport();
    Refusal dearer = report.refused.front();
    dearer.monthly = Money::fromRaw(99'000'000);
    Refusal unpriced = dearer;
    unpriced.isPriced = false;
    report.refused.push_back(dearer);
    report.refused.push_back(unpriced);
    const auto explanation = explain(report, "p1");
    ASSERT_TRUE(explanation.has_value());
    EXPECT_EQ(explanation->refused.size(), 2U);
    EXPECT_FALSE(explain(report, "p9").has_value());
}

TEST(Explain, TheLedgerReasonCountsPodsThatReserveNothing) {
    PlanReport report = testkit::sampleReport();
    PlanPod silent = report.plans[0].placement[0];
    silent.pod = "traefik/traefik-0";
    silent.requests = {};
    report.plans[0].placement.push_back(silent);
    const auto explanation = explain(report, "p1");
    const DocumentNode* count = explanation->why[1].numbers.find("podsWithoutRequest");
    ASSERT_NE(count, nullptr);
    EXPECT_EQ(count->text, "1");
}

TEST(Explain, BindingComesFromTheScenarioInsideTheReport) {
    PlanReport report = testkit::sampleReport();
    EXPECT_FALSE(bindingOf(report).has_value());
    DocumentNode requirements = makeMap();
    DocumentNode binding = makeSequence();
    binding.items.push_back(makeString("fit.cpu"));
    addEntry(requirements, "binding", std::move(binding));
    addEntry(report.scenarioDocument, "requirements", std::move(requirements));
    EXPECT_EQ(bindingOf(report), std::vector<std::string>{"fit.cpu"});
}

}  // namespace
}  // namespace stowage::planner
