#include <fmt/format.h>

#include <iostream>
#include <string>

#include "model/calendar_date.h"
#include "model/catalog.h"
#include "model/data_files.h"
#include "model/plan_checker/plan_checker.h"
#include "model/plan_report.h"
#include "model/scenario_io.h"

/// Judges a plan file by the independent checker: `check_plan SCENARIO PLAN`.
/// Exit code 0: everything holds (or could not be redone within its limit), 1: something does not,
/// 2: a file cannot be read.

namespace {

using namespace stowage;

constexpr int kHolds = 0;
constexpr int kBroken = 1;
constexpr int kUnreadable = 2;

int refuse(const Diagnostics& diagnostics) {
    for (const Diagnostic& diagnostic : diagnostics.sorted()) {
        std::cerr << toText(diagnostic) << '\n';
    }
    return kUnreadable;
}

/// The day that the plan names; its prices are those of that day.
std::string dayOf(const Document& plan) {
    const DocumentNode* today = plan.root.find("today");
    return today == nullptr ? std::string() : today->text;
}

int judge(const Document& plan, const Scenario& scenario, Diagnostics& diagnostics) {
    const Result<CalendarDate> today = CalendarDate::parse(dayOf(plan));
    if (!today.ok()) {
        std::cerr << "the plan names no day: " << today.error().message << '\n';
        return kUnreadable;
    }
    const DataFiles files = DataFiles::shipped();
    const Catalog catalog = Catalog::load(files, *today, diagnostics);
    const AssumptionTable assumptions =
        AssumptionTable::load(files, diagnostics)
            .withOverrides(scenario.assumptions, scenario.assumptionPlaces, diagnostics);
    if (diagnostics.hasErrors()) {
        return refuse(diagnostics);
    }
    const auto violations = checkPlanReport(
        {.report = plan, .scenario = scenario, .catalog = catalog, .assumptions = assumptions});
    for (const Violation& violation : violations) {
        std::cout << toWord(violation.severity) << ": " << toText(violation) << '\n';
    }
    return hasErrors(violations) ? kBroken : kHolds;
}

int run(const std::string& scenarioPath, const std::string& planPath) {
    Diagnostics diagnostics;
    const auto scenario = loadScenario(scenarioPath, diagnostics);
    auto text = readTextFile(planPath, kPlanFileLimits.bytesMax);
    if (!scenario) {
        return refuse(diagnostics);
    }
    if (!text.ok()) {
        std::cerr << text.error().message << '\n';
        return kUnreadable;
    }
    const auto plan = parseDocument(planPath, std::move(*text), DocumentFormat::Json,
                                    kPlanFileLimits, diagnostics);
    return plan ? judge(*plan, *scenario, diagnostics) : refuse(diagnostics);
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 3) {
        std::cerr << "usage: check_plan SCENARIO PLAN\n";
        return kUnreadable;
    }
    return run(arguments[1], arguments[2]);
}
