#pragma once

#include <optional>
#include <string>

#include "cli/exit_code.h"
#include "model/assumption.h"
#include "model/catalog.h"
#include "model/data_files.h"
#include "model/plan_report.h"
#include "model/scenario.h"

namespace stowage::cli {

class CliContext;

/// What `plan` and `compare` read before they plan.
struct PlanningInputs {
    Scenario scenario;
    Catalog catalog;
    AssumptionTable assumptions;  ///< with the overrides of the scenario
};

/// Reads data files, catalogue and scenario; every finding goes to `diagnostics`. BadUsage when one
/// is an error; what cannot be opened is said at once.
ExitCode findPlanningInputs(const CliContext& context, const std::string& scenarioPath,
                            std::optional<PlanningInputs>& inputs, Diagnostics& diagnostics);

/// The same for `plan` and `compare`: prints every finding to err(). The exit code is Done
/// when `inputs` was filled.
ExitCode readPlanningInputs(CliContext& context, const std::string& scenarioPath,
                            PlanningInputs& inputs);

/// Reads a plan file for `explain` and its kin; prints findings; one whose digest is not that of
/// its content is refused. The exit code is Done when `report` was filled.
ExitCode readPlanFile(CliContext& context, const std::string& path, PlanReport& report);

/// Says that something could not be read: on err(), and with --json as a Diagnostics document.
ExitCode failReading(const CliContext& context, const std::string& path, const Error& error);

/// All findings to err(), with caret lines on a terminal.
void printDiagnostics(const CliContext& context, const Diagnostics& diagnostics);

}  // namespace stowage::cli
