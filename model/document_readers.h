#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/document.h"

namespace stowage {

/// The two parsers behind parseDocument. The text is valid UTF-8 without byte order mark, without
/// control characters but tab and line ends, and within limits.bytesMax. nullopt: see diagnostics.
std::optional<DocumentNode> parseYamlTree(const std::string& file, const std::string& text,
                                          const DocumentLimits& limits, Diagnostics& diagnostics);
std::optional<DocumentNode> parseJsonTree(const std::string& file, const std::string& text,
                                          const DocumentLimits& limits, Diagnostics& diagnostics);

/// Reports every key of the map that is given twice, naming both lines.
void refuseDuplicateKeys(const DocumentNode& map, Diagnostics& diagnostics);

/// Reports a text that holds control characters other than tab and line end, as escapes can make
/// them. True when there is none.
bool checkDecodedText(std::string_view text, const SourcePlace& place, Diagnostics& diagnostics);

inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// Findings of one document that are reported; a hostile file must not fill the memory with them.
inline constexpr int kDocumentFindingsMax = 100;

}  // namespace stowage
