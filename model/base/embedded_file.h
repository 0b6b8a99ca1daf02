#pragma once

#include <string_view>

namespace stowage {

/// A data file compiled into the program; the name is its path below the data folder.
struct EmbeddedFile {
    std::string_view name;
    std::string_view text;
};

}  // namespace stowage
