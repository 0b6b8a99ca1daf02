#include <iostream>
#include <string>
#include <vector>

#include "cli/cli_context.h"
#include "cli/command_table.h"
#include "cli/interrupt_watcher.h"

int main(int argc, char** argv) {
    using namespace stowage::cli;
    std::ios::sync_with_stdio(false);
    CliContext context(std::cout, std::cerr, readSurroundings());
    const InterruptWatcher watcher(context.control());
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    const ExitCode code = runCommandLine(arguments, commandTable(), context);
    std::cout.flush();
    if (!std::cout) {
        std::cerr << "stowage: standard output cannot be written\n";
        return static_cast<int>(ExitCode::OperatingError);
    }
    return static_cast<int>(code);
}
