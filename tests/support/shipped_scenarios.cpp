#include "tests/support/shipped_scenarios.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "model/calendar_date.h"
#include "model/data_files.h"
#include "model/document.h"
#include "model/plan_report.h"
#include "model/scenario_io.h"
#include "planner/optimize.h"
#include "tests/support/golden.h"

namespace stowage::testkit {
namespace {

/// Larger than any report of a test.
constexpr DocumentLimits kPlanFileLimits{
    .bytesMax = 256LL * 1024 * 1024, .depthMax = 100, .nodesMax = 20'000'000};

std::string textOf(const Diagnostics& diagnostics) {
    std::string text;
    for (const Diagnostic& diagnostic : diagnostics.sorted()) {
        text += toText(diagnostic) + '\n';
    }
    return text;
}

PlanningCase withData(std::optional<Scenario> scenario, Diagnostics& diagnostics) {
    PlanningCase question;
    const DataFiles files = DataFiles::shipped();
    question.catalog = Catalog::load(files, *CalendarDate::parse(kGoldenDay), diagnostics);
    question.assumptions = AssumptionTable::load(files, diagnostics);
    if (scenario) {
        question.scenario = std::move(*scenario);
        question.assumptions = question.assumptions.withOverrides(
            question.scenario.assumptions, question.scenario.assumptionPlaces, diagnostics);
    }
    if (!scenario || diagnostics.hasErrors()) {
        ADD_FAILURE() << textOf(diagnostics);
    }
    return question;
}

}  // namespace

const std::vector<std::string>& shippedScenarioNames() {
    static const std::vector<std::string> kNames{
        "agency",       "all-together",        "multi-node",         "one-vps",
        "plex-commons", "two-apps-one-server", "two-envs-one-server"};
    return kNames;
}

PlanningCase shippedCase(std::string_view name) {
    Diagnostics diagnostics;
    auto scenario =
        loadScenario(repositoryPath(fmt::format("scenarios/{}.yaml", name)), diagnostics);
    return withData(std::move(scenario), diagnostics);
}

PlanningCase caseOf(const std::string& text) {
    Diagnostics diagnostics;
    auto scenario = parseScenario("test.yaml", text, repositoryPath("scenarios"), diagnostics);
    return withData(std::move(scenario), diagnostics);
}

PlanningCase caseOf(const DocumentNode& document) {
    Diagnostics diagnostics;
    auto scenario = scenarioFromDocument(document, diagnostics);
    return withData(std::move(scenario), diagnostics);
}

PlanReport planOf(const PlanningCase& question, const PlanRun& run) {
    RunControl control;
    auto report = planner::optimize(
        question.scenario, question.catalog, question.assumptions,
        {.today = kGoldenDay, .gap = {}, .threads = run.threads, .top = run.top}, control);
    if (!report.ok()) {
        ADD_FAILURE() << report.error().message;
        return {};
    }
    return std::move(*report);
}

std::string planFileText(const PlanReport& report) {
    return writeJson(toDocument(report));
}

std::vector<Violation> violationsOf(const std::string& planFile, const PlanningCase& question) {
    const auto unreadable = [](const Diagnostics& diagnostics) {
        return std::vector<Violation>{{.plan = {},
                                       .rule = "report.form",
                                       .what = "unreadable",
                                       .stated = {},
                                       .found = textOf(diagnostics)}};
    };
    Diagnostics diagnostics;
    const auto document =
        parseDocument("plan.json", planFile, DocumentFormat::Json, kPlanFileLimits, diagnostics);
    if (!document) {
        return unreadable(diagnostics);
    }
    const DocumentNode* scenario = document->root.find("scenario");
    const DocumentNode* inner = scenario == nullptr ? nullptr : scenario->find("document");
    const auto built = inner == nullptr ? std::nullopt : scenarioFromDocument(*inner, diagnostics);
    if (!built) {
        return unreadable(diagnostics);
    }
    const AssumptionTable assumptions =
        AssumptionTable::load(DataFiles::shipped(), diagnostics)
            .withOverrides(built->assumptions, built->assumptionPlaces, diagnostics);
    return checkPlanReport({.report = *document,
                            .scenario = *built,
                            .catalog = question.catalog,
                            .assumptions = assumptions});
}

std::string toText(const std::vector<Violation>& violations) {
    std::string text;
    for (const Violation& violation : violations) {
        text += stowage::toText(violation) + '\n';
    }
    return text;
}

}  // namespace stowage::testkit
