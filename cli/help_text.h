#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace stowage::cli {

/// What the program is, in one line.
std::string programSummary();

/// The help of the program or of one command, wrapped to the width.
std::string helpText(const CLI::App& app, int width);

/// What is wrong with the arguments, with the nearest known word and the way to the help. `extras`
/// are the arguments that nothing took, `message` is the library's own text where there are none.
std::string usageErrorText(const CLI::App& program, const std::vector<std::string>& extras,
                           const std::string& message);

}  // namespace stowage::cli
