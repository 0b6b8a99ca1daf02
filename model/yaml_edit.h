#pragma once

#include <string>
#include <vector>

#include "model/document.h"

namespace stowage {

/// A text changed to read as another tree.
struct YamlEdit {
    std::string text;
    /// Comments that had to go, as in "line 12: # agreed with Anna"; to be told before saving.
    std::vector<std::string> lost;
    bool operator==(const YamlEdit&) const = default;
};

/// Changes the YAML that a person wrote so that it reads as `tree` (isSameTree), and as little of
/// it as can be: scalars change in place, keys and items are added to or taken from the lines or
/// brackets where they stand; comments, order, blank lines and quotes of everything else stay. What
/// is written in a way that cannot be changed in place (anchors, aliases, other orders of keys) is
/// written anew, the smallest part that will do. The result has been read back. A text that is JSON
/// or cannot be read is written anew as a whole, JSON in canonical form.
YamlEdit editYaml(const std::string& text, const DocumentNode& tree);

}  // namespace stowage
