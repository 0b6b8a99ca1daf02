#include "cli/planning_inputs.h"

#include <filesystem>
#include <ostream>

#include "cli/cli_context.h"
#include "cli/diagnostics_text.h"
#include "cli/load_catalog.h"
#include "model/scenario_io.h"
#include "model/scenario_vocabulary.h"

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

ExitCode readPlanningInputs(CliContext& context, const std::string& scenarioPath,
                            PlanningInputs& inputs) {
    const auto files = openDataFiles(context);
    if (!files.ok()) {
        return context.fail(files.error());
    }
    auto text = readTextFile(scenarioPath, DocumentLimits{}.bytesMax);
    if (!text.ok()) {
        return context.fail(text.error());
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
    }
    printDiagnostics(context, diagnostics);
    if (!scenario || diagnostics.hasErrors()) {
        return ExitCode::BadUsage;
    }
    return ExitCode::Done;
}

ExitCode readPlanFile(CliContext& context, const std::string& path, PlanReport& report) {
    auto text = readTextFile(path, kPlanFileLimits.bytesMax);
    if (!text.ok()) {
        return context.fail(text.error());
    }
    Diagnostics diagnostics;
    const auto document =
        parseDocument(path, std::move(*text), DocumentFormat::Json, kPlanFileLimits, diagnostics);
    auto parsed = document ? parsePlanReport(*document, diagnostics) : std::nullopt;
    if (document && parsed && !isIntact(document->root)) {
        diagnostics.warning({.file = path}, "the content does not match the digest of the file",
                            "it was edited or cut after 'stowage plan' wrote it; write it anew");
    }
    printDiagnostics(context, diagnostics);
    if (!parsed) {
        return ExitCode::BadUsage;
    }
    report = std::move(*parsed);
    return ExitCode::Done;
}

}  // namespace stowage::cli
