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
namespace {

/// A plan of hundreds of pods is larger than any scenario may be.
constexpr DocumentLimits kPlanFileLimits{
    .bytesMax = 256LL * 1024 * 1024, .depthMax = 100, .nodesMax = 20'000'000};

}  // namespace

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

ExitCode readPlanningInputs(CliContext& context, const std::string& scenarioPath,
                            PlanningInputs& inputs) {
    const auto files = openDataFiles(context);
    if (!files.ok()) {
        return failReading(context, context.dataFolder().value_or(""), files.error());
    }
    auto text = readTextFile(scenarioPath, DocumentLimits{}.bytesMax);
    if (!text.ok()) {
        return failReading(context, scenarioPath, text.error());
    }
    Diagnostics diagnostics;
    const AssumptionTable shipped = AssumptionTable::load(*files, diagnostics);
    inputs.catalog = Catalog::load(*files, todayOf(context), diagnostics);
    auto scenario = parseScenario(scenarioPath, std::move(*text),
                                  std::filesystem::path(scenarioPath).parent_path().string(),
                                  diagnostics, vocabularyOf(inputs.catalog, shipped));
    if (scenario) {
        inputs.scenario = std::move(*scenario);
        inputs.assumptions = shipped.withOverrides(inputs.scenario.assumptions,
                                                   inputs.scenario.assumptionPlaces, diagnostics);
        planner::checkCandidates(inputs.scenario, inputs.catalog, diagnostics);
    }
    printDiagnostics(context, diagnostics);
    if (!scenario || diagnostics.hasErrors()) {
        if (context.wantsJson()) {
            context.out() << writeJson(diagnosticsReport(diagnostics, {}));
        }
        return ExitCode::BadUsage;
    }
    return ExitCode::Done;
}

ExitCode readPlanFile(CliContext& context, const std::string& path, PlanReport& report) {
    auto text = readTextFile(path, kPlanFileLimits.bytesMax);
    if (!text.ok()) {
        return failReading(context, path, text.error());
    }
    Diagnostics diagnostics;
    const auto document =
        parseDocument(path, std::move(*text), DocumentFormat::Json, kPlanFileLimits, diagnostics);
    auto parsed = document ? parsePlanReport(*document, diagnostics) : std::nullopt;
    if (document && parsed && !isIntact(document->root)) {
        diagnostics.error({.file = path},
                          "the content does not match the digest of the file: its figures cannot "
                          "be trusted",
                          "it was edited or cut after 'stowage plan' wrote it; write it anew");
    }
    printDiagnostics(context, diagnostics);
    if (!parsed || diagnostics.hasErrors()) {
        if (context.wantsJson()) {
            context.out() << writeJson(diagnosticsReport(diagnostics, {}));
        }
        return ExitCode::BadUsage;
    }
    report = std::move(*parsed);
    return ExitCode::Done;
}

}  // namespace stowage::cli
