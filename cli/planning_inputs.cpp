#include "cli/planning_inputs.h"

#include <filesystem>
#include <ostream>

#include "cli/cli_context.h"
#include "cli/diagnostics_text.h"
#include "cli/load_catalog.h"
#include "model/scenario_io.h"
#include "model/scenario_vocabulary.h"
#include "planner/check_candidates.h"

namespace stowage::cli {
void printDiagnostics(const CliContext& context, const Diagnostics& diagnostics) {
    Diagnostics shown;
    for (const Diagnostic& diagnostic : diagnostics.all()) {
        if (!context.isQuiet() || diagnostic.severity == Severity::Error) {
            shown.add(diagnostic);
        }
    }
    if (!shown.all().empty()) {
        context.err() << diagnosticsText(
            shown, context.errIsTerminal() ? CaretLines::Yes : CaretLines::No, context.width());
    }
}

ExitCode failReading(const CliContext& context, const std::string& path, const Error& error) {
    if (context.wantsJson()) {
        Diagnostics diagnostics;
        diagnostics.error({.file = path}, error.message, error.context);
        context.out() << writeJson(diagnosticsReport(diagnostics, {}));
    }
    return context.fail(error);
}

ExitCode findPlanningInputs(const CliContext& context, const std::string& scenarioPath,
                            std::optional<PlanningInputs>& inputs, Diagnostics& diagnostics) {
    const auto files = openDataFiles(context);
    if (!files.ok()) {
        return failReading(context, context.dataFolder().value_or(""), files.error());
    }
    auto text = readTextFile(scenarioPath, DocumentLimits{}.bytesMax);
    if (!text.ok()) {
        return failReading(context, scenarioPath, text.error());
    }
    const AssumptionTable shipped = AssumptionTable::load(*files, diagnostics);
    Catalog catalog = Catalog::load(*files, todayOf(context), diagnostics);
    auto scenario = parseScenario(scenarioPath, std::move(*text),
                                  std::filesystem::path(scenarioPath).parent_path().string(),
                                  diagnostics, vocabularyOf(catalog, shipped));
    if (scenario) {
        AssumptionTable assumptions =
            planner::completeReading(*scenario, catalog, shipped, diagnostics);
        inputs = {.scenario = std::move(*scenario),
                  .catalog = std::move(catalog),
                  .assumptions = std::move(assumptions)};
    }
    return diagnostics.hasErrors() ? ExitCode::BadUsage : ExitCode::Done;
}

namespace {

/// Bad content: to err(), and with --json as a Diagnostics document.
ExitCode refuse(const CliContext& context, const Diagnostics& diagnostics) {
    if (context.wantsJson()) {
        context.out() << writeJson(diagnosticsReport(diagnostics, {}));
    }
    return ExitCode::BadUsage;
}

}  // namespace

ExitCode readPlanningInputs(CliContext& context, const std::string& scenarioPath,
                            PlanningInputs& inputs) {
    Diagnostics diagnostics;
    std::optional<PlanningInputs> found;
    const ExitCode read = findPlanningInputs(context, scenarioPath, found, diagnostics);
    printDiagnostics(context, diagnostics);
    if (read == ExitCode::BadUsage) {
        return refuse(context, diagnostics);
    }
    if (read == ExitCode::Done) {
        inputs = std::move(*found);
    }
    return read;
}

ExitCode readPlanFile(CliContext& context, const std::string& path, PlanReport& report) {
    auto text = readTextFile(path, kPlanFileLimits.bytesMax);
    if (!text.ok()) {
        return failReading(context, path, text.error());
    }
    Diagnostics diagnostics;
    auto parsed = parsePlanFile(path, std::move(*text), diagnostics);
    printDiagnostics(context, diagnostics);
    if (!parsed) {
        return refuse(context, diagnostics);
    }
    report = std::move(*parsed);
    return ExitCode::Done;
}

}  // namespace stowage::cli
