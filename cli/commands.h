#pragma once

#include <memory>

#include "cli/command.h"

namespace stowage::cli {

// One factory for each file command_<name>.cpp, in the order of the help text.

}  // namespace stowage::cli
