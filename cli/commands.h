#pragma once

#include <memory>

#include "cli/command.h"

namespace stowage::cli {

// One factory for each file command_<name>.cpp, in the order of the help text.
std::unique_ptr<Command> makeInitCommand();
std::unique_ptr<Command> makeImportCommand();
std::unique_ptr<Command> makeValidateCommand();
std::unique_ptr<Command> makePlanCommand();
std::unique_ptr<Command> makeCompareCommand();
std::unique_ptr<Command> makeExplainCommand();
std::unique_ptr<Command> makeCatalogCommand();
std::unique_ptr<Command> makeCatalogListCommand();
std::unique_ptr<Command> makeCatalogShowCommand();
std::unique_ptr<Command> makeCatalogCheckCommand();
std::unique_ptr<Command> makeCatalogProfileCommand();

}  // namespace stowage::cli
