#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <optional>
#include <ostream>

#include "cli/cli_context.h"
#include "cli/commands.h"
#include "cli/diagnostics_text.h"
#include "cli/planning_inputs.h"

namespace stowage::cli {

namespace {

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
        std::optional<PlanningInputs> inputs;
        const ExitCode read = findPlanningInputs(context, m_path, inputs, diagnostics);
        if (read == ExitCode::OperatingError) {
            return read;
        }
        if (context.wantsJson()) {
            context.out() << writeJson(diagnosticsReport(diagnostics, {}));
        } else {
            print(context, inputs, diagnostics);
        }
        return read;
    }

private:
    void print(const CliContext& context, const std::optional<PlanningInputs>& inputs,
               const Diagnostics& diagnostics) const {
        const CaretLines carets = context.outIsTerminal() ? CaretLines::Yes : CaretLines::No;
        context.out() << diagnosticsText(diagnostics, carets, context.width());
        if (diagnostics.hasErrors() || !inputs) {
            context.out() << fmt::format("{}: {}\n", m_path, diagnosticsSummary(diagnostics));
            return;
        }
        const Scenario& scenario = inputs->scenario;
        const std::size_t environments = scenario.environments().size();
        context.out() << fmt::format(
            "{}: valid, {} app{} with {} environment{}{}\n", m_path, scenario.apps.size(),
            scenario.apps.size() == 1 ? "" : "s", environments, environments == 1 ? "" : "s",
            diagnostics.all().empty() ? "" : "; " + diagnosticsSummary(diagnostics));
    }

    std::string m_path;
};

}  // namespace

std::unique_ptr<Command> makeValidateCommand() {
    return std::make_unique<ValidateCommand>();
}

}  // namespace stowage::cli
