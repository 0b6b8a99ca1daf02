#pragma once

#include <string>

namespace CLI {
class App;
}

namespace stowage::cli {

/// What the program is, in one line.
std::string programSummary();

/// The help of the program or of one command, wrapped to the width.
std::string helpText(const CLI::App& app, int width);

/// "stowage plan: <message>" with the way to the help.
std::string usageErrorText(const CLI::App& program, const std::string& message);

}  // namespace stowage::cli
