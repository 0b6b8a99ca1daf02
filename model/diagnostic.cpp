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
constexpr std::size_t kFindingsMax = 10'000;
/// Longer lines are not kept for the caret display.
constexpr std::size_t kCaretLineBytesMax = 4096;

/// Insertions, deletions, replacements and swaps of neighbours cost 1 each (optimal string
/// alignment).
std::size_t editDistance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> beforeLast(b.size() + 1);
    std::vector<std::size_t> last(b.size() + 1);
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) {
        row[j] = j;
    }
    for (std::size_t i = 1; i <= a.size(); ++i) {
        beforeLast.swap(last);
        last.swap(row);
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U);
            row[j] = std::min({replaced, row[j - 1] + 1, last[j] + 1});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                row[j] = std::min(row[j], beforeLast[j - 2] + 1);
            }
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

std::string_view toWord(Severity severity) {
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

void Diagnostics::add(Diagnostic diagnostic) {
    ++m_counts[static_cast<std::size_t>(diagnostic.severity)];
    if (m_all.size() < kFindingsMax) {
        m_all.push_back(std::move(diagnostic));
    } else {
        ++m_dropped;
    }
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
    return m_counts[static_cast<std::size_t>(severity)];
}

std::vector<Diagnostic> Diagnostics::sorted() const {
    std::vector<Diagnostic> result = m_all;
    std::stable_sort(result.begin(), result.end(), [](const Diagnostic& a, const Diagnostic& b) {
        return std::tie(a.place.file, a.place.line, a.place.column) <
               std::tie(b.place.file, b.place.line, b.place.column);
    });
    if (m_dropped > 0) {
        result.push_back({.severity = Severity::Note,
                          .place = {},
                          .message = std::to_string(m_dropped) + " further findings are not shown",
                          .hint = {},
                          .caretLine = {}});
    }
    return result;
}

void Diagnostics::append(const Diagnostics& other) {
    for (const Diagnostic& diagnostic : other.m_all) {
        add(diagnostic);
    }
    m_dropped += other.m_dropped;
    for (const Diagnostic& diagnostic : other.m_all) {
        --m_counts[static_cast<std::size_t>(diagnostic.severity)];
    }
    for (std::size_t i = 0; i < m_counts.size(); ++i) {
        m_counts[i] += other.m_counts[i];
    }
}

void Diagnostics::attachLines(const std::string& file, std::string_view text) {
    std::vector<Diagnostic*> order;
    for (Diagnostic& one : m_all) {
        if (one.place.file == file && one.place.line > 0 && one.caretLine.empty()) {
            order.push_back(&one);
        }
    }
    std::stable_sort(order.begin(), order.end(),
                     [](const auto* a, const auto* b) { return a->place.line < b->place.line; });
    int line = 1;
    std::size_t start = 0;
    for (Diagnostic* one : order) {
        for (; line < one->place.line && start != std::string_view::npos; ++line) {
            const std::size_t end = text.find('\n', start);
            start = end == std::string_view::npos ? end : end + 1;
        }
        if (start == std::string_view::npos) {
            return;
        }
        std::string_view found = text.substr(start, text.find('\n', start) - start);
        if (!found.empty() && found.back() == '\r') {
            found.remove_suffix(1);
        }
        if (found.size() <= kCaretLineBytesMax) {
            one->caretLine = std::string(found);
        }
    }
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
    text += toWord(diagnostic.severity);
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
    // Called for every label of a reader: one pass, one allocation.
    std::string text = "'";
    text.reserve(std::min(word.size(), 2 * kQuotedCharactersMax) + 2);
    std::size_t characters = 0;
    for (const char byte : word) {
        const bool continues = isContinuation(byte) && characters > 0;
        if (!continues && ++characters > kQuotedCharactersMax) {
            text += "…";
            break;
        }
        const bool isShown = continues || (!isControl(byte) && !isContinuation(byte));
        text += isShown ? byte : byte == '\t' ? ' ' : '?';
    }
    return text += '\'';
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
