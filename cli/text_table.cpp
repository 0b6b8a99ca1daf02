#include "cli/text_table.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "model/base/invariant.h"

namespace stowage::cli {

namespace {

constexpr int kGap = 2;
constexpr int kNarrowestColumn = 8;

struct CodePoint {
    std::uint32_t value = 0;
    std::size_t length = 1;  ///< bytes it takes in UTF-8
};

std::uint32_t byteAt(std::string_view text, std::size_t at) {
    return static_cast<unsigned char>(text[at]);
}

std::size_t sequenceLength(std::uint32_t first) {
    if (first >= 0xF0) {
        return 4;
    }
    if (first >= 0xE0) {
        return 3;
    }
    return first >= 0xC0 ? 2 : 1;
}

/// The character at a position; a malformed byte stands for itself.
CodePoint decodeAt(std::string_view text, std::size_t at) {
    const std::uint32_t first = byteAt(text, at);
    const std::size_t length = sequenceLength(first);
    if (length == 1 || at + length > text.size()) {
        return {.value = first, .length = 1};
    }
    std::uint32_t value = first & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        const std::uint32_t next = byteAt(text, at + i);
        if ((next & 0xC0U) != 0x80U) {
            return {.value = first, .length = 1};
        }
        value = (value << 6U) | (next & 0x3FU);
    }
    return {.value = value, .length = length};
}

using Range = std::pair<std::uint32_t, std::uint32_t>;

template <std::size_t kCount>
bool isIn(const std::array<Range, kCount>& ranges, std::uint32_t value) {
    return std::any_of(ranges.begin(), ranges.end(), [value](const Range& range) {
        return value >= range.first && value <= range.second;
    });
}

/// The blocks that matter for names and texts, after Unicode 15: combining marks, zero width.
constexpr std::array<Range, 7> kZeroWidth{{{0x0300, 0x036F},
                                           {0x1AB0, 0x1AFF},
                                           {0x1DC0, 0x1DFF},
                                           {0x200B, 0x200F},
                                           {0x20D0, 0x20FF},
                                           {0xFE00, 0xFE0F},
                                           {0xFE20, 0xFE2F}}};
/// East Asian wide characters and pictographs.
constexpr std::array<Range, 9> kDoubleWidth{{{0x1100, 0x115F},
                                             {0x2E80, 0x303E},
                                             {0x3041, 0xA4CF},
                                             {0xAC00, 0xD7A3},
                                             {0xF900, 0xFAFF},
                                             {0xFE30, 0xFE6F},
                                             {0xFF00, 0xFF60},
                                             {0x1F300, 0x1FAFF},
                                             {0x20000, 0x3FFFD}}};

int widthOf(std::uint32_t value) {
    if (value < 0x20 || isIn(kZeroWidth, value)) {
        return 0;
    }
    return isIn(kDoubleWidth, value) ? 2 : 1;
}

/// Bytes of the colour escape that starts here, 0 if none does.
std::size_t escapeLength(std::string_view text, std::size_t at) {
    if (text.substr(at, 2) != "\x1b[") {
        return 0;
    }
    const std::size_t end = text.find('m', at);
    return end == std::string_view::npos ? 0 : end - at + 1;
}

void wrapLine(std::string_view line, int width, std::vector<std::string>& lines) {
    std::string current;
    std::size_t at = 0;
    while (at < line.size()) {
        const std::size_t begin = line.find_first_not_of(' ', at);
        if (begin == std::string_view::npos) {
            break;
        }
        const std::size_t end = std::min(line.find(' ', begin), line.size());
        const std::string_view word = line.substr(begin, end - begin);
        if (!current.empty() && displayWidth(current) + 1 + displayWidth(word) > width) {
            lines.push_back(std::exchange(current, std::string()));
        }
        if (!current.empty()) {
            current += ' ';
        }
        current += word;
        at = end;
    }
    lines.push_back(std::move(current));
}

std::string padded(const std::string& cell, int width, Align align) {
    const int missing = std::max(0, width - displayWidth(cell));
    const std::string blanks(static_cast<std::size_t>(missing), ' ');
    return align == Align::Left ? cell + blanks : blanks + cell;
}

void dropTrailingBlanks(std::string& line) {
    while (!line.empty() && line.back() == ' ') {
        line.pop_back();
    }
}

std::string renderRow(const std::vector<TableColumn>& columns, const std::vector<int>& widths,
                      const std::vector<std::string>& cells, int indent) {
    std::vector<std::vector<std::string>> wrapped;
    std::size_t height = 1;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const bool mayWrap = columns[i].shrink == Shrink::Wrap;
        wrapped.push_back(mayWrap ? wrapWords(cells[i], widths[i])
                                  : std::vector<std::string>{cells[i]});
        height = std::max(height, wrapped.back().size());
    }
    std::string text;
    for (std::size_t row = 0; row < height; ++row) {
        std::string line(static_cast<std::size_t>(indent), ' ');
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const std::string cell = row < wrapped[i].size() ? wrapped[i][row] : std::string();
            line += padded(cell, widths[i], columns[i].align) + std::string(kGap, ' ');
        }
        dropTrailingBlanks(line);
        text += line + "\n";
    }
    return text;
}

}  // namespace

int displayWidth(std::string_view text) {
    int width = 0;
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t escape = escapeLength(text, at);
        if (escape > 0) {
            at += escape;
            continue;
        }
        const CodePoint point = decodeAt(text, at);
        width += widthOf(point.value);
        at += point.length;
    }
    return width;
}

std::vector<std::string> wrapWords(std::string_view text, int width) {
    std::vector<std::string> lines;
    std::size_t at = 0;
    while (at <= text.size()) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        wrapLine(text.substr(at, end - at), width, lines);
        at = end + 1;
    }
    return lines;
}

std::string hangingText(std::string_view head, std::string_view text, int indent, int width) {
    std::string result;
    std::string line = padded(std::string(head), indent, Align::Left);
    for (const std::string& words : wrapWords(text, std::max(1, width - indent))) {
        line += words;
        dropTrailingBlanks(line);
        result += line + "\n";
        line = std::string(static_cast<std::size_t>(indent), ' ');
    }
    return result;
}

void TextTable::addRow(std::vector<std::string> cells) {
    STOWAGE_ASSERT(cells.size() <= m_columns.size());
    cells.resize(m_columns.size());
    m_rows.push_back(std::move(cells));
}

std::vector<int> TextTable::columnWidths(int width) const {
    std::vector<int> widths;
    int total = -kGap;
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        int widest = displayWidth(m_columns[i].header);
        for (const std::vector<std::string>& row : m_rows) {
            widest = std::max(widest, displayWidth(row[i]));
        }
        widths.push_back(widest);
        total += widest + kGap;
    }
    while (total > width) {
        int* widest = nullptr;
        for (std::size_t i = 0; i < m_columns.size(); ++i) {
            const bool mayShrink =
                m_columns[i].shrink == Shrink::Wrap && widths[i] > kNarrowestColumn;
            if (mayShrink && (widest == nullptr || widths[i] > *widest)) {
                widest = &widths[i];
            }
        }
        if (widest == nullptr) {
            break;
        }
        --*widest;
        --total;
    }
    return widths;
}

std::string TextTable::toText(int width, int indent) const {
    const std::vector<int> widths = columnWidths(width - indent);
    std::vector<std::string> headers;
    bool hasHeader = false;
    for (const TableColumn& column : m_columns) {
        headers.push_back(column.header);
        hasHeader = hasHeader || !column.header.empty();
    }
    std::string text = hasHeader ? renderRow(m_columns, widths, headers, indent) : std::string();
    for (const std::vector<std::string>& row : m_rows) {
        text += renderRow(m_columns, widths, row, indent);
    }
    return text;
}

}  // namespace stowage::cli
