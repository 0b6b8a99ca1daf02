#pragma once

#include <string>
#include <vector>

#include "model/document.h"
#include "model/scenario.h"

namespace stowage {

/// The canonical tree of a scenario: its fields in the order of the reference, empty ones left out,
/// blueprints inlined, so that it needs no other file. Equal questions in YAML and in JSON give
/// equal trees. `apps` are those read from `root`, in its order.
DocumentNode canonicalDocument(const DocumentNode& root, const std::vector<App>& apps);

/// The tree as YAML that the reader gives back unchanged: block style, two spaces, text in quotes
/// where it could be read as something else.
std::string writeYaml(const DocumentNode& root);

}  // namespace stowage
