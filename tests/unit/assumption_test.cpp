#include "model/assumption.h"

#include <gtest/gtest.h>

#include "model/data_files.h"

namespace stowage {
namespace {

DataFiles rowFile(const std::string& rows, const std::string& name = "profiles/extra.yaml") {
    return DataFiles::of(
        {{.name = name,
          .origin = "extra.yaml",
          .text = "sources:\n  s: { text: a page, date: 2026-10-09 }\nrows:\n" + rows}});
}

AssumptionTable load(const DataFiles& files, Diagnostics& diagnostics) {
    return AssumptionTable::load(files, diagnostics);
}

const AssumptionTable& shipped() {
    static const AssumptionTable kTable = [] {
        Diagnostics diagnostics;
        return AssumptionTable::load(DataFiles::shipped(), diagnostics);
    }();
    return kTable;
}

TEST(Assumption, ShippedRowsLoadWithoutFindings) {
    Diagnostics diagnostics;
    const AssumptionTable table = load(DataFiles::shipped(), diagnostics);
    for (const Diagnostic& one : diagnostics.all()) {
        ADD_FAILURE() << toText(one);
    }
    EXPECT_GT(table.rows().size(), 200U);
    for (const AssumptionRow& row : table.rows()) {
        EXPECT_FALSE(row.source.empty()) << row.id;
        EXPECT_FALSE(row.date.empty()) << row.id;
        EXPECT_LE(row.low, row.value) << row.id;
        EXPECT_LE(row.value, row.high) << row.id;
    }
    const AssumptionRow& k3s = table.at("k3s.server.memory");
    EXPECT_DOUBLE_EQ(k3s.value, 520);
    EXPECT_EQ(k3s.unit, AssumptionUnit::Mebibytes);
    EXPECT_EQ(table.bytes("os.memory"), mebibytes(170));
}

TEST(Assumption, RowReadsUnitsCoreAndClass) {
    Diagnostics diagnostics;
    const AssumptionTable table = load(
        rowFile("  - { id: a.b, value: 512Ki, core: 0.25Mi, low: 0Mi, high: 1Gi, class: chance,"
                " quality: documented, source: s, text: what }\n"),
        diagnostics);
    ASSERT_EQ(table.rows().size(), 1U);
    const AssumptionRow& row = table.rows().front();
    EXPECT_DOUBLE_EQ(row.value, 0.5);
    EXPECT_DOUBLE_EQ(row.core, 0.25);
    EXPECT_DOUBLE_EQ(row.high, 1024);
    EXPECT_EQ(row.termClass, TermClass::Chance);
    EXPECT_EQ(row.quality, AssumptionQuality::Documented);
    EXPECT_EQ(row.source, "a page");
    EXPECT_EQ(row.date, "2026-10-09");
}

TEST(Assumption, RowsWithoutSourceOrWithABrokenRangeDoNotLoad) {
    const auto problem = [](const std::string& row) {
        Diagnostics diagnostics;
        EXPECT_TRUE(load(rowFile(row), diagnostics).rows().empty());
        return diagnostics.all().empty() ? std::string() : diagnostics.all().front().message;
    };
    const std::string tail = " class: constant, quality: assumed, text: t }\n";
    EXPECT_EQ(problem("  - { id: a, value: 1, low: 0, high: 2," + tail), "'source' is missing");
    EXPECT_EQ(problem("  - { id: a, value: 3Mi, low: 0Mi, high: 2Mi, source: s," + tail),
              "value 3Mi of 'a' is not between low 0Mi and high 2Mi");
    EXPECT_EQ(problem("  - { id: a, value: 1Mi, low: 0, high: 2Mi, source: s," + tail),
              "'0' has another unit than the value");
    EXPECT_EQ(problem("  - { id: a, value: many, low: 0, high: 2, source: s," + tail),
              "'many' is no number with a unit");
    EXPECT_EQ(problem("  - { id: a, value: 1, low: 0, high: 2, source: s, class: doubt,"
                      " quality: assumed, text: t }\n"),
              "'doubt' is neither 'constant' nor 'chance'");
}

TEST(Assumption, AFileThatReplacesAShippedOneKeepsItsRows) {
    Diagnostics diagnostics;
    load(rowFile("  - { id: os.memory, value: 3, low: 3, high: 3, class: constant,"
                 " quality: assumed, source: s, text: t }\n",
                 "profiles/system.yaml"),
         diagnostics);
    const auto says = [&diagnostics](const std::string& text) {
        for (const Diagnostic& one : diagnostics.all()) {
            if (one.message == text) {
                return true;
            }
        }
        return false;
    };
    EXPECT_TRUE(says("row 'k3s.server.memory' is missing"));
    EXPECT_TRUE(says("row 'os.memory' must be a memory"));
}

TEST(Assumption, OverrideReplacesValueAndScalesCore) {
    Diagnostics diagnostics;
    const AssumptionTable table =
        shipped().withOverrides({{"k3s.server.memory", "1040Mi"}}, {}, diagnostics);
    EXPECT_FALSE(diagnostics.hasErrors());
    const AssumptionRow& row = table.at("k3s.server.memory");
    EXPECT_DOUBLE_EQ(row.value, 1040);
    // 470 of 520 was core; twice the value has twice the core.
    EXPECT_DOUBLE_EQ(row.core, 940);
    EXPECT_DOUBLE_EQ(row.low, 1040);
    EXPECT_DOUBLE_EQ(row.high, 1040);
    EXPECT_EQ(row.source, "scenario");
    EXPECT_TRUE(row.isOverridden);
    EXPECT_DOUBLE_EQ(shipped().value("k3s.server.memory"), 520);
}

TEST(Assumption, UnknownIdNamesTheNearest) {
    Diagnostics diagnostics;
    const SourcePlace place{.file = "s.yaml", .line = 7, .column = 3};
    const AssumptionTable same =
        shipped().withOverrides({{"k3s.server.memori", "1Gi"}, {"os.memory", "much"}},
                                {{"k3s.server.memori", place}}, diagnostics);
    ASSERT_EQ(diagnostics.all().size(), 2U);
    EXPECT_EQ(diagnostics.all()[0].message,
              "no assumption 'k3s.server.memori' (did you mean 'k3s.server.memory'?)");
    EXPECT_EQ(diagnostics.all()[0].place, place);
    EXPECT_EQ(diagnostics.all()[1].message,
              "assumption 'os.memory': 'much' is not an amount of memory as in '560Mi'");
    EXPECT_EQ(same.rows(), shipped().rows());
}

TEST(Assumption, TextsRoundTrip) {
    EXPECT_EQ(assumptionText(560, AssumptionUnit::Mebibytes), "560Mi");
    EXPECT_EQ(assumptionText(0.0199, AssumptionUnit::Mebibytes), "20.38Ki");
    EXPECT_EQ(assumptionText(0, AssumptionUnit::Mebibytes), "0Mi");
    EXPECT_EQ(assumptionText(102400, AssumptionUnit::Mebibytes), "102400Mi");
    EXPECT_EQ(assumptionText(60, AssumptionUnit::Millicores), "60m");
    EXPECT_EQ(assumptionText(0.02, AssumptionUnit::Seconds), "20ms");
    EXPECT_EQ(assumptionText(300, AssumptionUnit::Seconds), "5min");
    EXPECT_EQ(assumptionText(3600, AssumptionUnit::Seconds), "1h");
    EXPECT_EQ(assumptionText(0.02, AssumptionUnit::Number), "0.02");
    EXPECT_EQ(assumptionText(8, AssumptionUnit::Number), "8");
    for (const AssumptionRow& row : shipped().rows()) {
        const Result<double> back = parseAssumption(assumptionText(row.value, row.unit), row.unit);
        ASSERT_TRUE(back.ok()) << row.id;
        EXPECT_NEAR(*back, row.value, 0.0006 * row.value) << row.id;
    }
    EXPECT_DOUBLE_EQ(*parseAssumption("0.5", AssumptionUnit::Millicores), 500);
    EXPECT_FALSE(parseAssumption("5Mi", AssumptionUnit::Seconds).ok());
    EXPECT_FALSE(parseAssumption("", AssumptionUnit::Number).ok());
    EXPECT_FALSE(parseAssumption("-1", AssumptionUnit::Number).ok());
}

}  // namespace
}  // namespace stowage
