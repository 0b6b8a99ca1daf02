#pragma once

#include <optional>
#include <string>

#include "model/diagnostic.h"
#include "model/document.h"
#include "model/scenario.h"
#include "model/scenario_builder.h"

namespace stowage {

/// Reads a scenario file (YAML, or the same tree as JSON) and the blueprints that it names, whose
/// paths are relative to its folder. Findings carry their source lines. nullopt when there is any
/// error.
std::optional<Scenario> loadScenario(const std::string& path, Diagnostics& diagnostics);

/// The same from text; `file` is the name for messages, `folder` where relative blueprint paths
/// start (empty: the current folder).
std::optional<Scenario> parseScenario(const std::string& file, std::string text,
                                      const std::string& folder, Diagnostics& diagnostics,
                                      const ScenarioVocabulary& vocabulary = {});

/// Loads the blueprints that a scenario names by paths relative to this folder.
BlueprintLoader blueprintsIn(const std::string& folder);

/// From a tree without files, as a plan report holds it: a blueprint path is an error.
std::optional<Scenario> scenarioFromDocument(const DocumentNode& document,
                                             Diagnostics& diagnostics);

/// The canonical texts of a scenario: its document as JSON or YAML.
std::string writeScenarioJson(const Scenario& scenario);
std::string writeScenarioYaml(const Scenario& scenario);

}  // namespace stowage
