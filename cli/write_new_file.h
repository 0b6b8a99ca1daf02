#pragma once

#include <string>
#include <string_view>

#include "model/base/result.h"

namespace stowage::cli {

enum class Overwrite { No, Yes };

/// Writes a file that a person will edit. AlreadyExists when it is there and may not be
/// overwritten; pipes and terminals are always written. Errors also as of writeTextFile.
Status writeNewFile(const std::string& path, std::string_view text, Overwrite overwrite);

}  // namespace stowage::cli
