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

TEST(PlanReport, ExpectedIsTheMeasureThatTheMemoryCheckNames) {
    const PlanUse use{.memory = mebibytes(200), .core = mebibytes(150)};
    const PlanBand band{.low = mebibytes(180),
                        .high = mebibytes(260),
                        .coreLow = mebibytes(140),
                        .coreHigh = mebibytes(190)};
    CapacityPlan plan;
    EXPECT_EQ(MemoryLedger(plan).of(use), mebibytes(200));
    EXPECT_FALSE(judgedMemoryOf(plan).has_value());
    Check check{.id = CheckId::FitMemory};
    check.numbers = makeMap();
    addEntry(check.numbers, "measure", makeString("core"));
    addEntry(check.numbers, "node", makeString("node-2"));
    addEntry(check.numbers, "needed", makeNumber(150));
    addEntry(check.numbers, "available", makeNumber(180));
    addEntry(check.numbers, "capacityBytes", makeNumber(200));
    plan.checks = {check};
    const MemoryLedger core(plan);
    EXPECT_EQ(core.of(use), mebibytes(150));
    EXPECT_EQ(core.lowOf(band), mebibytes(140));
    EXPECT_EQ(core.highOf(band), mebibytes(190));
    EXPECT_EQ(judgedMemoryOf(plan), (JudgedMemory{.node = "node-2",
                                                  .expected = Bytes::fromRaw(150),
                                                  .limit = Bytes::fromRaw(180),
                                                  .capacity = Bytes::fromRaw(200)}));
}

TEST(PlanReport, TheBandOfOsAndK3sIsReadBackAndMayBeAbsent) {
    PlanReport report = sampleReport();
    PlanNode& node = report.plans.front().nodes.front();
    node.overheadBand = PlanBand{.low = mebibytes(560),
                                 .high = mebibytes(900),
                                 .coreLow = mebibytes(540),
                                 .coreHigh = mebibytes(860)};
    Diagnostics diagnostics;
    const auto read = parsePlanReport(asDocument(writeJson(toDocument(report))), diagnostics);
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(read->plans.front().nodes.front().overheadBand, node.overheadBand);
    node.overheadBand = std::nullopt;
    const auto without = parsePlanReport(asDocument(writeJson(toDocument(report))), diagnostics);
    ASSERT_TRUE(without.has_value());
    EXPECT_FALSE(without->plans.front().nodes.front().overheadBand.has_value());
}

}  // namespace
}  // namespace stowage
