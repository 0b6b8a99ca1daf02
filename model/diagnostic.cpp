#include "model/diagnostic.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <tuple>
#include <utility>

#include "model/base/invariant.h"

namespace stowage {

namespace {

/// Longer words are not compared: the cost is the product of the lengths.
constexpr std::size_t kNearestWordLengthMax = 64;
constexpr std::size_t kQuotedCharactersMax = 60;

std::string_view severityWord(Severity severity) {
    switch (severity) {
        case Severity::Error:
            return "error";
        case Severity::Warning:
            return "warning";
        case Severity::Note:
            return "note";
    }
    STOWAGE_UNREACHABLE();
}

/// Levenshtein distance: insertions, deletions and replacements cost 1 each.
std::size_t editDistance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) {
        row[j] = j;
    }
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t replaced = diagonal + (a[i] == b[j] ? 0U : 1U);
            diagonal = row[j + 1];
            row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
        }
    }
    return row[b.size()];
}

bool isContinuation(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

bool isControl(char byte) {
    const auto value = static_cast<unsigned char>(byte);
    return value < 0x20U || value == 0x7FU;
}

/// The characters of a line, each as one string; what a terminal would act on becomes a mark.
std::vector<std::string> displayCells(std::string_view line) {
    std::vector<std::string> cells;
    for (const char byte : line) {
        if (isContinuation(byte) && !cells.empty()) {
            cells.back() += byte;
        } else if (byte == '\t') {
            cells.emplace_back(" ");
        } else {
            cells.emplace_back(1, isControl(byte) || isContinuation(byte) ? '?' : byte);
        }
    }
    return cells;
}

/// The cell in which the byte column (from 1) lies.
std::size_t cellOfColumn(std::string_view line, int column) {
    const auto end = std::min(line.size(), static_cast<std::size_t>(column - 1));
    std::size_t cell = 0;
    for (std::size_t i = 0; i < end; ++i) {
        cell += isContinuation(line[i]) && i > 0 ? 0U : 1U;
    }
    return cell;
}

}  // namespace

void Diagnostics::add(Diagnostic diagnostic) {
    m_all.push_back(std::move(diagnostic));
}

void Diagnostics::error(SourcePlace place, std::string message, std::string hint) {
    add({.severity = Severity::Error,
         .place = std::move(place),
         .message = std::move(message),
         .hint = std::move(hint),
         .caretLine = {}});
}

void Diagnostics::warning(SourcePlace place, std::string message, std::string hint) {
    add({.severity = Severity::Warning,
         .place = std::move(place),
         .message = std::move(message),
         .hint = std::move(hint),
         .caretLine = {}});
}

void Diagnostics::note(SourcePlace place, std::string message, std::string hint) {
    add({.severity = Severity::Note,
         .place = std::move(place),
         .message = std::move(message),
         .hint = std::move(hint),
         .caretLine = {}});
}

bool Diagnostics::hasErrors() const {
    return count(Severity::Error) > 0;
}

int Diagnostics::count(Severity severity) const {
    return static_cast<int>(
        std::count_if(m_all.begin(), m_all.end(),
                      [severity](const Diagnostic& one) { return one.severity == severity; }));
}

std::vector<Diagnostic> Diagnostics::sorted() const {
    std::vector<Diagnostic> result = m_all;
    std::stable_sort(result.begin(), result.end(), [](const Diagnostic& a, const Diagnostic& b) {
        return std::tie(a.place.file, a.place.line, a.place.column) <
               std::tie(b.place.file, b.place.line, b.place.column);
    });
    return result;
}

void Diagnostics::append(const Diagnostics& other) {
    m_all.insert(m_all.end(), other.m_all.begin(), other.m_all.end());
}

std::string toText(const Diagnostic& diagnostic) {
    std::string text = diagnostic.place.file;
    if (diagnostic.place.line > 0) {
        text += ":" + std::to_string(diagnostic.place.line);
        if (diagnostic.place.column > 0) {
            text += ":" + std::to_string(diagnostic.place.column);
        }
    }
    if (!text.empty()) {
        text += ": ";
    }
    text += severityWord(diagnostic.severity);
    text += ": ";
    text += diagnostic.message;
    if (!diagnostic.hint.empty()) {
        text += "; ";
        text += diagnostic.hint;
    }
    return text;
}

std::string nearestWord(std::string_view word, const std::vector<std::string>& candidates) {
    if (word.empty() || word.size() > kNearestWordLengthMax) {
        return {};
    }
    const std::size_t distanceMax = std::max<std::size_t>(1, word.size() / 3);
    std::size_t bestDistance = distanceMax + 1;
    std::string best;
    for (const std::string& candidate : candidates) {
        if (candidate.size() > kNearestWordLengthMax) {
            continue;
        }
        const std::size_t distance = editDistance(word, candidate);
        if (distance < bestDistance) {
            bestDistance = distance;
            best = candidate;
        }
    }
    return best;
}

std::string didYouMean(std::string_view word, const std::vector<std::string>& candidates) {
    const std::string nearest = nearestWord(word, candidates);
    return nearest.empty() ? std::string() : "did you mean '" + nearest + "'?";
}

std::string quoteWord(std::string_view word) {
    const std::vector<std::string> cells =
        displayCells(word.substr(0, 4 * (kQuotedCharactersMax + 1)));
    std::string text = "'";
    for (std::size_t i = 0; i < std::min(cells.size(), kQuotedCharactersMax); ++i) {
        text += cells[i];
    }
    if (cells.size() > kQuotedCharactersMax) {
        text += "…";
    }
    return text + "'";
}

std::string renderCaret(const Diagnostic& diagnostic, int widthMax) {
    if (diagnostic.caretLine.empty() || diagnostic.place.column <= 0) {
        return {};
    }
    const std::vector<std::string> cells = displayCells(diagnostic.caretLine);
    const std::size_t caret = cellOfColumn(diagnostic.caretLine, diagnostic.place.column);
    const auto width = static_cast<std::size_t>(std::max(widthMax, 20));
    std::size_t first = 0;
    if (cells.size() > width && caret > width / 2) {
        first = std::min(caret - width / 2, cells.size() - width);
    }
    const std::size_t end = std::min(cells.size(), first + width);
    std::string text = "    ";
    for (std::size_t i = first; i < end; ++i) {
        text += cells[i];
    }
    return text + "\n" + std::string(4 + caret - first, ' ') + "^\n";
}

}  // namespace stowage
