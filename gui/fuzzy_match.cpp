#include "gui/fuzzy_match.h"

#include <algorithm>
#include <limits>

namespace stowage::gui {
namespace {

constexpr int kRun = 8;
constexpr int kWordStart = 10;
constexpr int kTextStart = 6;
constexpr int kGapCost = 1;
constexpr int kGapCostMax = 8;
constexpr int kNever = std::numeric_limits<int>::min() / 2;

bool startsWord(const QString& text, int at) {
    if (at == 0) {
        return true;
    }
    const QChar before = text[at - 1];
    const bool isHump = text[at].isUpper() && before.isLower();
    return !before.isLetterOrNumber() || isHump;
}

int worthOf(const QString& text, int at) {
    return 1 + (startsWord(text, at) ? kWordStart : 0) + (at == 0 ? kTextStart : 0);
}

/// Best way to find one word: for each typed character and place, the best score that ends there.
std::optional<FuzzyMatch> matchWord(const QString& word, const QString& text) {
    const int typed = static_cast<int>(word.size());
    const int length = static_cast<int>(text.size());
    std::vector<std::vector<int>> best(static_cast<std::size_t>(typed),
                                       std::vector<int>(static_cast<std::size_t>(length), kNever));
    auto from = best;
    for (int i = 0; i < typed; ++i) {
        auto& row = best[static_cast<std::size_t>(i)];
        for (int at = i; at < length; ++at) {
            if (text[at].toCaseFolded() != word[i].toCaseFolded()) {
                continue;
            }
            if (i == 0) {
                row[static_cast<std::size_t>(at)] = worthOf(text, at);
                continue;
            }
            const auto& before = best[static_cast<std::size_t>(i - 1)];
            for (int last = i - 1; last < at; ++last) {
                const int reached = before[static_cast<std::size_t>(last)];
                const int gap = at - last - 1;
                const int score = reached + worthOf(text, at) +
                                  (gap == 0 ? kRun : -std::min(kGapCostMax, gap * kGapCost));
                if (reached > kNever && score > row[static_cast<std::size_t>(at)]) {
                    row[static_cast<std::size_t>(at)] = score;
                    from[static_cast<std::size_t>(i)][static_cast<std::size_t>(at)] = last;
                }
            }
        }
    }
    const auto& ends = best.back();
    const auto end = std::max_element(ends.begin(), ends.end());
    if (end == ends.end() || *end <= kNever) {
        return std::nullopt;
    }
    FuzzyMatch match{.score = *end, .places = {}};
    int at = static_cast<int>(end - ends.begin());
    for (int i = typed - 1; i >= 0; --i) {
        match.places.push_back(at);
        at = from[static_cast<std::size_t>(i)][static_cast<std::size_t>(at)];
    }
    std::reverse(match.places.begin(), match.places.end());
    return match;
}

}  // namespace

std::optional<FuzzyMatch> fuzzyMatch(const QString& query, const QString& text) {
    FuzzyMatch all;
    for (const QString& word : query.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        const auto match = matchWord(word, text);
        if (!match) {
            return std::nullopt;
        }
        all.score += match->score;
        all.places.insert(all.places.end(), match->places.begin(), match->places.end());
    }
    std::sort(all.places.begin(), all.places.end());
    all.places.erase(std::unique(all.places.begin(), all.places.end()), all.places.end());
    // Among equal matches the shorter text says more exactly what was typed.
    all.score = all.places.empty() ? 0 : all.score * 100 - static_cast<int>(text.size());
    return all;
}

}  // namespace stowage::gui
