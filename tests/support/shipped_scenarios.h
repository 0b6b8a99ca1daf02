#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/assumption.h"
#include "model/capacity_plan.h"
#include "model/catalog.h"
#include "model/plan_checker/plan_checker.h"
#include "model/scenario.h"

namespace stowage::testkit {

/// The date that every golden and every fingerprint is made with.
inline constexpr const char* kGoldenDay = "2026-11-25";

/// A question with the data that it is answered by.
struct PlanningCase {
    Scenario scenario;
    Catalog catalog;
    AssumptionTable assumptions;
};

/// Names of the scenarios in the folder scenarios/, without ".yaml".
const std::vector<std::string>& shippedScenarioNames();
/// One of them with the shipped data files. Fails the running test on any error.
PlanningCase shippedCase(std::string_view name);
/// A scenario given as text (YAML or JSON); blueprint paths start in the folder scenarios/.
PlanningCase caseOf(const std::string& text);
/// The case with its scenario rebuilt from a changed document. Fails the test on any error.
PlanningCase caseOf(const DocumentNode& document);

struct PlanRun {
    int threads = 1;
    int top = 3;
};
/// What `stowage plan` answers on kGoldenDay. Fails the running test on an error.
PlanReport planOf(const PlanningCase& question, const PlanRun& run = {});
/// The text of a plan file.
std::string planFileText(const PlanReport& report);

/// The independent checker on a plan file: its text is parsed and its scenario built anew.
std::vector<Violation> violationsOf(const std::string& planFile, const PlanningCase& question);
/// All of them, one a line; for messages.
std::string toText(const std::vector<Violation>& violations);

}  // namespace stowage::testkit
