#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <ostream>
#include <utility>

#include "cli/cli_context.h"
#include "cli/commands.h"
#include "cli/diagnostics_text.h"
#include "cli/write_new_file.h"
#include "model/blueprint_io.h"
#include "model/scenario_import.h"
#include "model/scenario_io.h"

namespace stowage::cli {

namespace {

class ImportCommand : public Command {
public:
    CommandInfo info() const override {
        return {.name = "import",
                .summary = "writes a scenario from the blueprints of LaraKube projects",
                .examples =
                    "stowage import ./shop\n"
                    "stowage import ~/projects -o scenario.yaml --force"};
    }

    void declareOptions(CLI::App& app) override {
        app.add_option("paths", m_paths,
                       "blueprint files, project folders, or folders of project folders")
            ->type_name("PATH")
            ->required();
        app.add_option("-o,--output", m_output, "scenario file to write")
            ->type_name("FILE")
            ->capture_default_str();
        app.add_option("--name", m_name,
                       "name of the scenario (default: that of the app or folder)")
            ->type_name("NAME");
        app.add_flag("-f,--force", m_force, "overwrite the file if it exists");
    }

    ExitCode run(CliContext& context) override {
        const auto files = findBlueprintFiles(m_paths);
        if (!files.ok()) {
            return context.fail(files.error());
        }
        Diagnostics diagnostics;
        std::vector<ImportedBlueprint> apps;
        const std::string folder = std::filesystem::path(m_output).parent_path().string();
        for (const std::string& file : *files) {
            auto blueprint = loadBlueprint(file, diagnostics);
            if (blueprint) {
                apps.push_back(
                    {.blueprint = std::move(*blueprint), .path = pathFromFolder(file, folder)});
            }
        }
        checkImportedNames(apps, diagnostics);
        const std::string text =
            importedScenarioText(apps, scenarioName(apps), context.todayText());
        if (!diagnostics.hasErrors()) {
            check(text, folder, diagnostics);
        }
        if (diagnostics.hasErrors()) {
            return report(context, diagnostics, {}, 0);
        }
        const Status written = writeNewFile(m_output, text, overwrite());
        if (!written.ok()) {
            return context.fail(written.error());
        }
        return report(context, diagnostics, m_output, apps.size());
    }

private:
    Overwrite overwrite() const { return m_force ? Overwrite::Yes : Overwrite::No; }

    std::string scenarioName(const std::vector<ImportedBlueprint>& apps) const {
        if (!m_name.empty()) {
            return m_name;
        }
        if (apps.size() == 1) {
            return scenarioNameFrom(apps.front().blueprint.name);
        }
        std::error_code ignored;
        const auto first = std::filesystem::absolute(m_paths.front(), ignored).lexically_normal();
        return scenarioNameFrom(first.has_filename() ? first.filename().string()
                                                     : first.parent_path().filename().string());
    }

    /// Reads the text as `plan` will: finds what only shows between the apps. Findings of the
    /// blueprints themselves are there already.
    void check(const std::string& text, const std::string& folder, Diagnostics& diagnostics) const {
        Diagnostics found;
        static_cast<void>(parseScenario(m_output, text, folder, found));
        const std::vector<Diagnostic>& known = diagnostics.all();
        for (const Diagnostic& diagnostic : found.all()) {
            const bool isKnown = std::any_of(known.begin(), known.end(), [&](const auto& one) {
                return one.message == diagnostic.message && one.place.line == diagnostic.place.line;
            });
            if (!isKnown) {
                diagnostics.add(diagnostic);
            }
        }
    }

    ExitCode report(const CliContext& context, const Diagnostics& diagnostics,
                    const std::string& written, std::size_t appCount) const {
        if (context.wantsJson()) {
            context.out() << writeJson(diagnosticsReport(diagnostics, written));
        } else {
            const CaretLines carets = context.errIsTerminal() ? CaretLines::Yes : CaretLines::No;
            context.err() << diagnosticsText(diagnostics, carets, context.width());
        }
        if (written.empty()) {
            context.hint(fmt::format("nothing was written: {}", diagnosticsSummary(diagnostics)));
            return ExitCode::BadUsage;
        }
        if (!context.wantsJson()) {
            context.out() << fmt::format("wrote {} with {} app{}\n", written, appCount,
                                         appCount == 1 ? "" : "s");
            context.hint(fmt::format("next: stowage plan {}", written));
        }
        return ExitCode::Done;
    }

    std::vector<std::string> m_paths;
    std::string m_output = "scenario.yaml";
    std::string m_name;
    bool m_force = false;
};

}  // namespace

std::unique_ptr<Command> makeImportCommand() {
    return std::make_unique<ImportCommand>();
}

}  // namespace stowage::cli
