#pragma once

#include <memory>
#include <string>

#include "cli/exit_code.h"

namespace CLI {
class App;
}

namespace stowage::cli {

class CliContext;

/// What --help says about a command.
struct CommandInfo {
    std::string name;
    std::string summary;   ///< one line, starts with a verb, lower case
    std::string examples;  ///< shown under "Examples:", one command a line; may be empty

    bool operator==(const CommandInfo&) const = default;
};

/// One command of the program: cli/command_<name>.cpp holds a class derived from this in its
/// anonymous namespace and a factory make<Name>Command(), which is
/// declared in cli/commands.h and gets a line in cli/command_table.cpp. A command reads arguments,
/// calls a library and prints; no rule of the domain lives in it.
class Command {
public:
    virtual ~Command() = default;
    virtual CommandInfo info() const = 0;
    /// Declares arguments and options, bound to members. --today, --data, --quiet, --verbose,
    /// --json and --help are there already.
    virtual void declareOptions(CLI::App& app) = 0;
    /// Called once, after everything was parsed.
    virtual ExitCode run(CliContext& context) = 0;
};

using CommandFactory = std::unique_ptr<Command> (*)();

}  // namespace stowage::cli
