#pragma once

#include <string>
#include <string_view>

#include "model/document.h"

namespace stowage {

/// What an unquoted YAML scalar means. YAML 1.1 and 1.2 disagree about some words; those are
/// refused instead of guessed, and `problem` says what the word could be taken for.
struct PlainScalar {
    NodeKind kind = NodeKind::String;
    /// "true"/"false" for Bool; a valid JSON number for Number; else the text as written.
    std::string text;
    /// As in "a boolean in some readers"; empty when the meaning is clear.
    std::string problem;
    bool operator==(const PlainScalar&) const = default;
};

/// Clear are null, ~, true, false, decimal numbers and words. Refused are yes, no, on, off,
/// numbers with leading zeros or in another base, 1_000, 1:30, .inf and .nan.
PlainScalar classifyPlainScalar(std::string_view text);

/// Whether an unquoted scalar is read as this very text.
bool isUnambiguousWord(std::string_view text);

}  // namespace stowage
