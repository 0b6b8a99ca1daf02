#include "model/plan_report.h"

#include <gtest/gtest.h>

#include "tests/support/sample_report.h"

namespace stowage {
namespace {

using testkit::samplePlan;
using testkit::sampleReport;

Document asDocument(const std::string& text) {
    Diagnostics diagnostics;
    auto document = parseDocument("plan.json", text, DocumentFormat::Json, {}, diagnostics);
    EXPECT_TRUE(document.has_value());
    return std::move(*document);
}

TEST(PlanReport, ReadingWhatWasWrittenGivesTheSameBytes) {
    const std::string written = writeJson(toDocument(sampleReport()));
    Diagnostics diagnostics;
    const auto report = parsePlanReport(asDocument(written), diagnostics);
    ASSERT_TRUE(report.has_value()) << toText(diagnostics.all().front());
    EXPECT_EQ(writeJson(toDocument(*report)), written);
}

TEST(PlanReport, MoneyIsExactDecimalAndAbsenceIsNull) {
    const std::string written = writeJson(toDocument(sampleReport()));
    EXPECT_NE(written.find("\"monthly\": 12.00"), std::string::npos);
    EXPECT_NE(written.find("\"reachable\": null"), std::string::npos);
    EXPECT_NE(written.find("\"to\": null"), std::string::npos);
}

TEST(PlanReport, EveryMissingFieldIsNamedAtOnce) {
    Diagnostics diagnostics;
    EXPECT_FALSE(
        parsePlanReport(asDocument(R"({"apiVersion":"stowage/v1","kind":"Scenario"})"), diagnostics)
            .has_value());
    EXPECT_GE(diagnostics.count(Severity::Error), 4);  // kind, scenario, recommended, prices
}

TEST(PlanReport, IntegrityNoticesAnyChangedByte) {
    DocumentNode document = toDocument(sampleReport());
    EXPECT_TRUE(isIntact(document));
    for (auto& entry : document.entries) {
        if (entry.key == "today") {
            entry.value.text = "2026-11-26";
        }
    }
    EXPECT_FALSE(isIntact(document));
}

TEST(PlanReport, VerdictIsTightOnlyFromChecksThatMeanIt) {
    CapacityPlan plan = samplePlan();
    EXPECT_EQ(verdictOf(plan, std::nullopt), PlanVerdict::DoesNotFit);
    plan.checks[0].verdict = Verdict::Warn;
    EXPECT_EQ(verdictOf(plan, std::nullopt), PlanVerdict::Tight);
    plan.checks[0].id = CheckId::PriceFresh;
    EXPECT_EQ(verdictOf(plan, std::nullopt), PlanVerdict::Fits);
    plan.checks[0] = {.id = CheckId::FitMemory, .verdict = Verdict::Unknown};
    EXPECT_EQ(verdictOf(plan, std::nullopt), PlanVerdict::NotEnoughData);
    EXPECT_EQ(verdictOf(plan, std::vector<std::string>{"fit.cpu"}), PlanVerdict::Fits);
}

}  // namespace
}  // namespace stowage
