#pragma once

#include <functional>
#include <optional>
#include <string>

#include "model/diagnostic.h"
#include "model/document.h"
#include "model/scenario.h"

namespace stowage {

/// Gives the blueprint of a path as the scenario writes it; reports why it cannot.
using BlueprintLoader =
    std::function<std::optional<Blueprint>(const std::string& path, Diagnostics& diagnostics)>;

/// The only way to a valid Scenario. Reads the whole tree and reports every finding, not the first
/// one; an unknown key is an error with the nearest known one. Findings that no layout can change
/// (a host claimed twice, colliding tenant ids) are warnings: the plan refuses them with figures.
/// nullopt when there is any error. Names of assumptions, providers and offers are not checked
/// here, because they depend on the data files.
std::optional<Scenario> buildScenario(const DocumentNode& root, const BlueprintLoader& load,
                                      Diagnostics& diagnostics);

}  // namespace stowage
