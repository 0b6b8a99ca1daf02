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
#include "model/scenario_io.h"

namespace stowage::cli {

namespace {

/// Names of the data files that the scenario uses: providers and offers.
Status checkNames(const CliContext& context, const Scenario& scenario, Diagnostics& diagnostics) {
    STOWAGE_TRY(const LoadedCatalog loaded, loadCatalog(context));
    diagnostics.append(loaded.problems);
    std::vector<std::pair<std::string, Money>> rates;
    for (const auto& [currency, rate] : scenario.exchange) {
        const auto value = parseDecimal(rate);
        if (value) {
            rates.emplace_back(currency, *value);
        }
    }
    const OfferFilter filter{.providers = scenario.candidates.providers,
                             .offers = scenario.candidates.offers,
                             .arch = std::nullopt,
                             .kind = std::nullopt};
    static_cast<void>(loaded.catalog.machines(filter, Exchange(scenario.currency, std::move(rates)),
                                              diagnostics));
    return Done{};
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
        auto text = readTextFile(m_path, DocumentLimits{}.bytesMax);
        if (!text.ok()) {
            return context.fail(text.error());
        }
        Diagnostics diagnostics;
        const auto scenario =
            parseScenario(m_path, std::move(*text),
                          std::filesystem::path(m_path).parent_path().string(), diagnostics);
        if (scenario) {
            const Status checked = checkNames(context, *scenario, diagnostics);
            if (!checked.ok()) {
                return context.fail(checked.error());
            }
        }
        if (context.wantsJson()) {
            context.out() << writeJson(diagnosticsReport(diagnostics, {}));
        } else {
            print(context, scenario, diagnostics);
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
