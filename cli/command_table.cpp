#include "cli/command_table.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <ostream>
#include <system_error>

#include "cli/commands.h"
#include "cli/help_text.h"

namespace stowage::cli {

std::vector<CommandEntry> commandTable() {
    // Parent (empty: the program itself) and factory, one line a command.
    return {
        {"", makeInitCommand},
        {"", makeImportCommand},
        {"", makeValidateCommand},
        {"", makePlanCommand},
        {"", makeCompareCommand},
        {"", makeExplainCommand},
        {"", makeCatalogCommand},
        {"catalog", makeCatalogListCommand},
        {"catalog", makeCatalogShowCommand},
        {"catalog", makeCatalogCheckCommand},
        {"catalog", makeCatalogProfileCommand},
    };
}

namespace {

struct BoundCommand {
    std::unique_ptr<Command> command;
    CLI::App* app = nullptr;
};

void addCommonOptions(CLI::App& app, CommonOptions& options) {
    constexpr const char* kGroup = "Common options";
    app.add_option("--today", options.today, "judge prices as of this day (default: today)")
        ->type_name("DATE")
        ->check([](const std::string& text) {
            const auto date = parseDay(text);
            return date.ok() ? std::string() : date.error().message;
        })
        ->group(kGroup);
    app.add_option("--data", options.dataFolder,
                   "folder whose files replace the shipped data files of the same name")
        ->type_name("DIR")
        ->group(kGroup);
    app.add_flag("--json", options.json, "print the result as a JSON document")->group(kGroup);
    app.add_flag("-q,--quiet", options.quiet, "print the result only, no hints")->group(kGroup);
    app.add_flag("-v,--verbose", options.verbose, "say on standard error what is being done")
        ->group(kGroup);
}

void dressUp(CLI::App& app, CliContext& context) {
    const int width = context.width();
    app.set_help_flag("-h,--help", "print this help and stop")->group("Common options");
    app.formatter_fn([width](const CLI::App* shown, const std::string&, CLI::AppFormatMode) {
        return helpText(*shown, width);
    });
    addCommonOptions(app, context.options());
    app.set_version_flag("--version", std::string("stowage ") + STOWAGE_VERSION)
        ->description("print the version and stop")
        ->group("Common options");
}

std::vector<BoundCommand> bindCommands(CLI::App& program, const std::vector<CommandEntry>& table,
                                       CliContext& context) {
    std::vector<BoundCommand> bound;
    for (const CommandEntry& entry : table) {
        CLI::App* parent = &program;
        if (!entry.parent.empty()) {
            parent = program.get_subcommand(std::string(entry.parent));
        }
        std::unique_ptr<Command> command = entry.make();
        const CommandInfo info = command->info();
        CLI::App* app = parent->add_subcommand(info.name, info.summary);
        app->footer(info.examples);
        dressUp(*app, context);
        command->declareOptions(*app);
        bound.push_back(BoundCommand{.command = std::move(command), .app = app});
    }
    return bound;
}

/// The innermost command that was named, or nothing.
const BoundCommand* namedCommand(const std::vector<BoundCommand>& bound) {
    const auto found = std::find_if(bound.rbegin(), bound.rend(), [](const BoundCommand& one) {
        return one.app->parsed() && one.app->get_subcommands().empty();
    });
    return found == bound.rend() ? nullptr : &*found;
}

Status checkDataFolder(const CliContext& context) {
    const auto folder = context.dataFolder();
    std::error_code ignored;
    if (folder && !std::filesystem::is_directory(*folder, ignored)) {
        return Error{.code = ErrorCode::Unreadable,
                     .message = "data folder '" + *folder + "' is not a folder that can be read"};
    }
    return Done{};
}

ExitCode runNamed(const BoundCommand& named, CliContext& context) {
    const Status dataFolder = checkDataFolder(context);
    if (!dataFolder.ok()) {
        return context.fail(dataFolder.error());
    }
    context.logger();  // made before other threads may ask for it
    return named.command->run(context);
}

}  // namespace

ExitCode runCommandLine(const std::vector<std::string>& arguments,
                        const std::vector<CommandEntry>& table, CliContext& context) {
    CLI::App program(programSummary(), "stowage");
    dressUp(program, context);
    const std::vector<BoundCommand> bound = bindCommands(program, table, context);
    // The library takes the arguments from the back.
    std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
    try {
        program.parse(reversed);
    } catch (const CLI::Success& wantsText) {
        program.exit(wantsText, context.out(), context.err());
        return ExitCode::Done;
    } catch (const CLI::ParseError& error) {
        context.err() << usageErrorText(program, program.remaining(true), error.what());
        return ExitCode::BadUsage;
    }
    const BoundCommand* named = namedCommand(bound);
    if (named == nullptr) {
        context.err() << program.help();
        return ExitCode::BadUsage;
    }
    return runNamed(*named, context);
}

}  // namespace stowage::cli
