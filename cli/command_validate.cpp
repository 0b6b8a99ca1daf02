#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <optional>
#include <ostream>
#include <utility>

#include "cli/cli_context.h"
#include "cli/commands.h"
#include "cli/diagnostics_text.h"
#include "cli/load_catalog.h"
#include "cli/planning_inputs.h"
#include "model/scenario_io.h"
#include "model/scenario_vocabulary.h"
#include "planner/check_candidates.h"

namespace stowage::cli {

namespace {

/// Reads the scenario against the data files, so that unknown names are found too.
Result<std::optional<Scenario>> readScenario(const CliContext& context, const std::string& path,
                                             Diagnostics& diagnostics) {
    STOWAGE_TRY(const DataFiles files, openDataFiles(context));
    const Catalog catalog = Catalog::load(files, todayOf(context), diagnostics);
    const AssumptionTable assumptions = AssumptionTable::load(files, diagnostics);
    STOWAGE_TRY(std::string text, readTextFile(path, DocumentLimits{}.bytesMax));
    std::optional<Scenario> scenario =
        parseScenario(path, std::move(text), std::filesystem::path(path).parent_path().string(),
                      diagnostics, vocabularyOf(catalog, assumptions));
    if (scenario) {
        static_cast<void>(assumptions.withOverrides(scenario->assumptions,
                                                    scenario->assumptionPlaces, diagnostics));
        planner::checkCandidates(*scenario, catalog, diagnostics);
    }
    return scenario;
}

class ValidateCommand : public Command {
public:
    CommandInfo info() const override {
        return {
            .name = "validate",
            .summary = "shows every finding about a scenario with its place",
            .examples = "stowage validate scenario.yaml\nstowage validate scenario.yaml --json"};
    }

    void declareOptions(CLI::App& app) override {
        app.add_option("scenario", m_path, "scenario file (YAML or JSON)")
            ->type_name("FILE")
            ->required();
    }

    ExitCode run(CliContext& context) override {
        Diagnostics diagnostics;
        const auto scenario = readScenario(context, m_path, diagnostics);
        if (!scenario.ok()) {
            return failReading(context, m_path, scenario.error());
        }
        if (context.wantsJson()) {
            context.out() << writeJson(diagnosticsReport(diagnostics, {}));
        } else {
            print(context, *scenario, diagnostics);
        }
        return diagnostics.hasErrors() ? ExitCode::BadUsage : ExitCode::Done;
    }

private:
    void print(const CliContext& context, const std::optional<Scenario>& scenario,
               const Diagnostics& diagnostics) const {
        const CaretLines carets = context.outIsTerminal() ? CaretLines::Yes : CaretLines::No;
        context.out() << diagnosticsText(diagnostics, carets, context.width());
        if (diagnostics.hasErrors() || !scenario) {
            context.out() << fmt::format("{}: {}\n", m_path, diagnosticsSummary(diagnostics));
            return;
        }
        const std::size_t environments = scenario->environments().size();
        context.out() << fmt::format(
            "{}: valid, {} app{} with {} environment{}{}\n", m_path, scenario->apps.size(),
            scenario->apps.size() == 1 ? "" : "s", environments, environments == 1 ? "" : "s",
            diagnostics.all().empty() ? "" : "; " + diagnosticsSummary(diagnostics));
    }

    std::string m_path;
};

}  // namespace

std::unique_ptr<Command> makeValidateCommand() {
    return std::make_unique<ValidateCommand>();
}

}  // namespace stowage::cli
