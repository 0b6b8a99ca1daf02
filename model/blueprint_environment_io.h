#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/blueprint.h"
#include "model/diagnostic.h"
#include "model/document.h"

namespace stowage {

/// One entry of `environments` of a blueprint.
BlueprintEnvironment readBlueprintEnvironment(const DocumentNode::Entry& entry,
                                              Diagnostics& diagnostics);
/// A `cloud` object: of it a plan needs provider, arch and context.
void readCloud(const DocumentNode& node, BlueprintEnvironment& environment,
               Diagnostics& diagnostics);

/// One word of a blueprint. An unknown one is a warning that says what follows from it.
std::optional<std::string> knownWord(const DocumentNode& node, std::string_view key,
                                     const std::vector<std::string>& words,
                                     std::string_view consequence, Diagnostics& diagnostics);
/// A list of words; unknown ones are left out with a warning each.
std::vector<std::string> knownWords(const DocumentNode* node, std::string_view key,
                                    const std::vector<std::string>& words,
                                    Diagnostics& diagnostics);

const std::vector<std::string>& ingressWords();
const std::vector<std::string>& featureWords();
std::vector<std::string> serviceWords();

}  // namespace stowage
