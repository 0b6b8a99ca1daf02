#pragma once

#include <string>
#include <vector>

#include "model/document.h"

namespace stowage::gui {

/// One subtree before and after an edit. `path` leads to it: keys and indices from the root.
struct TreeChange {
    std::vector<std::string> path;
    DocumentNode before;
    DocumentNode after;
};

/// The smallest subtree that holds every difference. Asserts that there is one.
TreeChange smallestChange(const DocumentNode& before, const DocumentNode& after);
/// The path of the deepest node that starts at or before this place in the file; empty: the root.
std::vector<std::string> pathAtPlace(const DocumentNode& root, int line, int column);

}  // namespace stowage::gui
