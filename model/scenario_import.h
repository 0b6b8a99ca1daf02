#pragma once

#include <string>
#include <vector>

#include "model/base/result.h"
#include "model/blueprint.h"
#include "model/diagnostic.h"

namespace stowage {

/// A blueprint and the path under which a scenario names it.
struct ImportedBlueprint {
    Blueprint blueprint;
    std::string path;
};

/// The blueprint files that the paths mean, each once, sorted within a path: a file is itself; a
/// folder is its `.larakube.json`, or else all of those in the folders below. Errors: NotFound,
/// Unreadable, InvalidArgument (a folder without any).
Result<std::vector<std::string>> findBlueprintFiles(const std::vector<std::string>& paths);

/// How a file in `folder` names a blueprint: "./shop/.larakube.json".
std::string pathFromFolder(const std::string& blueprintFile, const std::string& folder);

/// Reports blueprints of one name: their environments, databases and namespaces would coincide.
void checkImportedNames(const std::vector<ImportedBlueprint>& apps, Diagnostics& diagnostics);

/// A scenario for these blueprints, with comments that say what is known and what is guessed.
std::string importedScenarioText(const std::vector<ImportedBlueprint>& apps,
                                 const std::string& scenarioName, const std::string& date);

/// A commented scenario of one app that can be planned as it stands.
std::string starterScenarioText(const std::string& scenarioName);
/// The same without any app: valid but for the finding that there is nothing to plan yet.
std::string emptyScenarioText(const std::string& scenarioName);

/// A name for a scenario from free text: lower case, digits and hyphens; "scenario" when nothing is
/// left.
std::string scenarioNameFrom(const std::string& text);

}  // namespace stowage
