#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace stowage {

/// A place in an input file. Line and column count from 1; 0 means "the file as a whole".
struct SourcePlace {
    std::string file;
    int line = 0;
    int column = 0;
    bool operator==(const SourcePlace&) const = default;
};

enum class Severity { Error, Warning, Note };
/// "error", "warning", "note".
std::string_view toWord(Severity severity);

/// One finding about input. Message style: lower case, no full stop, quotes the object.
struct Diagnostic {
    Severity severity = Severity::Error;
    SourcePlace place;
    std::string message;
    std::string hint;       ///< the way out, as in "did you mean 'replicas'?"; may be empty
    std::string caretLine;  ///< the source line for the caret display; may be empty
    bool operator==(const Diagnostic&) const = default;
};

/// Collects every finding of one run; never stops at the first. Beyond ten thousand they are
/// counted and no longer kept: a hostile file must not fill the memory with its own faults.
class Diagnostics {
public:
    void add(Diagnostic diagnostic);
    void error(SourcePlace place, std::string message, std::string hint = {});
    void warning(SourcePlace place, std::string message, std::string hint = {});
    void note(SourcePlace place, std::string message, std::string hint = {});

    bool hasErrors() const;
    int count(Severity severity) const;
    /// In order of file, line, column, then order of arrival. Those that were not kept are one note
    /// at the end.
    std::vector<Diagnostic> sorted() const;
    const std::vector<Diagnostic>& all() const { return m_all; }
    void append(const Diagnostics& other);
    /// Fills the caret lines of findings in `file` from its text, in one pass over the text.
    void attachLines(const std::string& file, std::string_view text);

private:
    std::vector<Diagnostic> m_all;
    std::array<int, 3> m_counts{};  ///< by severity, those included that were not kept
    int m_dropped = 0;
};

/// "file:line:column: error: message" and, where known, the hint; without the caret lines.
std::string toText(const Diagnostic& diagnostic);

/// The candidate nearest to the word by edit distance (at most a third of its length, at least 1),
/// ties to the earlier one; empty when none is near.
std::string nearestWord(std::string_view word, const std::vector<std::string>& candidates);

/// "did you mean 'replicas'?" for the nearest candidate; empty when none is near.
std::string didYouMean(std::string_view word, const std::vector<std::string>& candidates);

/// The word in single quotes as messages show it: cut after 60 characters, without control
/// characters, so that text of a file can neither flood nor steer a terminal.
std::string quoteWord(std::string_view word);

/// The source line and, below it, a caret under the column; both indented by four spaces, each
/// ends with a newline. A line wider than `widthMax` is cut to a window around the caret. Empty
/// when the caret line or the column is not known. Columns count bytes.
std::string renderCaret(const Diagnostic& diagnostic, int widthMax = 100);

}  // namespace stowage
