#pragma once

#include <optional>
#include <string>

#include "model/blueprint.h"
#include "model/diagnostic.h"
#include "model/document.h"

namespace stowage {

/// Name of the committed file and of the git-ignored one beside it, which wins.
inline constexpr const char* kBlueprintFile = ".larakube.json";
inline constexpr const char* kLocalBlueprintFile = ".larakube.local.json";

/// Reads a blueprint in every shape that LaraKube has written: camel and snake case, `[]` for an
/// empty map, null for anything unset, environments as a list, the top-level fields of old
/// versions. `local`, when not null, is laid over. A key or word that is not understood is a
/// warning with its place and the nearest known one; a value that cannot be meant (a negative size)
/// is an error. `fallbackName` serves a blueprint without a name. nullopt: the root is no object.
std::optional<Blueprint> readBlueprint(const DocumentNode& root, const DocumentNode* local,
                                       const std::string& fallbackName, Diagnostics& diagnostics);

/// Reads the file and the local file beside it. nullopt: see diagnostics.
std::optional<Blueprint> loadBlueprint(const std::string& path, Diagnostics& diagnostics);

}  // namespace stowage
