#pragma once

#include <QString>
#include <optional>
#include <vector>

namespace stowage::gui {

/// How well a text answers to what was typed.
struct FuzzyMatch {
    int score = 0;            ///< larger is better
    std::vector<int> places;  ///< characters of the text that were matched, ascending
    bool operator==(const FuzzyMatch&) const = default;
};

/// The typed characters in their order, anywhere in the text, without regard to case; spaces part
/// words that may come in any place. Beginnings of words and runs count more. nullopt: no match.
/// An empty query matches everything with 0.
std::optional<FuzzyMatch> fuzzyMatch(const QString& query, const QString& text);

}  // namespace stowage::gui
