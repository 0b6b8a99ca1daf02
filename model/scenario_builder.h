#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "model/diagnostic.h"
#include "model/document.h"
#include "model/scenario.h"

namespace stowage {

/// Gives the blueprint of a path as the scenario writes it; reports why it cannot.
using BlueprintLoader =
    std::function<std::optional<Blueprint>(const std::string& path, Diagnostics& diagnostics)>;

/// Names of the data files, to check those that a scenario uses. An empty list checks nothing.
struct ScenarioVocabulary {
    std::vector<std::string> providers;
    std::vector<std::string> offers;  ///< in every form that a scenario may write
    std::vector<std::string> assumptions;
};

/// The only way to a valid Scenario. Reads the whole tree and reports every finding, not the first
/// one; an unknown key is an error with the nearest known one. Findings that no layout can change
/// (a host claimed twice, colliding tenant ids) are warnings: the plan refuses them with figures.
/// nullopt when there is any error.
std::optional<Scenario> buildScenario(const DocumentNode& root, const BlueprintLoader& load,
                                      const ScenarioVocabulary& vocabulary,
                                      Diagnostics& diagnostics);

}  // namespace stowage
