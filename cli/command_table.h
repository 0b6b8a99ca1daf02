#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/cli_context.h"
#include "cli/command.h"

namespace stowage::cli {

/// One line of the command table. A parent names the command that this one stands under, as
/// `catalog` in `stowage catalog profile`; empty: directly under the program.
struct CommandEntry {
    std::string_view parent;
    CommandFactory make = nullptr;
};

/// Every command, in the order of the help text.
std::vector<CommandEntry> commandTable();

/// Parses the arguments (without the program's name), runs the command and returns its exit code.
/// Help and version go to context.out(), usage errors to context.err().
ExitCode runCommandLine(const std::vector<std::string>& arguments,
                        const std::vector<CommandEntry>& table, CliContext& context);

}  // namespace stowage::cli
