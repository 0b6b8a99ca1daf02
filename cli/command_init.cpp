#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <ostream>
#include <system_error>

#include "cli/cli_context.h"
#include "cli/commands.h"
#include "cli/diagnostics_text.h"
#include "cli/write_new_file.h"
#include "model/document.h"
#include "model/scenario_import.h"

namespace stowage::cli {

namespace {

class InitCommand : public Command {
public:
    CommandInfo info() const override {
        return {.name = "init",
                .summary = "writes a commented scenario to start from",
                .examples = "stowage init\nstowage init my-servers"};
    }

    void declareOptions(CLI::App& app) override {
        app.add_option("folder", m_folder, "folder for scenario.yaml; made if it does not exist")
            ->type_name("DIR")
            ->capture_default_str();
        app.add_flag("-f,--force", m_force, "overwrite the file if it exists");
    }

    ExitCode run(CliContext& context) override {
        namespace fs = std::filesystem;
        std::error_code failure;
        fs::create_directories(m_folder, failure);
        if (failure && !fs::is_directory(m_folder)) {
            return context.fail(Error{
                .code = ErrorCode::Unreadable,
                .message = fmt::format("cannot make folder '{}': {}", m_folder, failure.message()),
                .context = {}});
        }
        const fs::path folder = fs::absolute(m_folder, failure).lexically_normal();
        const std::string name = folder.has_filename() ? folder.filename().string()
                                                       : folder.parent_path().filename().string();
        const std::string path = (fs::path(m_folder) / "scenario.yaml").lexically_normal().string();
        const Status written = writeNewFile(path, starterScenarioText(scenarioNameFrom(name)),
                                            m_force ? Overwrite::Yes : Overwrite::No);
        if (!written.ok()) {
            return context.fail(written.error());
        }
        if (context.wantsJson()) {
            context.out() << writeJson(diagnosticsReport({}, path));
        } else {
            context.out() << fmt::format("wrote {}\n", path);
            context.hint(fmt::format("next: stowage plan {}", path));
        }
        return ExitCode::Done;
    }

private:
    std::string m_folder = ".";
    bool m_force = false;
};

}  // namespace

std::unique_ptr<Command> makeInitCommand() {
    return std::make_unique<InitCommand>();
}

}  // namespace stowage::cli
