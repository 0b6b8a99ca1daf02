#include "model/yaml_text.h"

#include <algorithm>
#include <string_view>

#include "model/yaml_scalar.h"

namespace stowage {
namespace {

bool isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// A plain scalar folded over lines reads as its lines with one space between.
std::string folded(std::string_view text) {
    std::string result;
    bool isGap = false;
    for (const char c : text) {
        if (isSpace(c)) {
            isGap = true;
            continue;
        }
        if (isGap && !result.empty()) {
            result += ' ';
        }
        isGap = false;
        result += c;
    }
    return result;
}

bool readsAs(const std::string& written, const DocumentNode& node) {
    const PlainScalar plain = classifyPlainScalar(written);
    return plain.kind == node.kind && (node.isNull() || plain.text == node.text);
}

}  // namespace

YamlText::YamlText(const std::string& text) : m_text(text) {
    m_lines.push_back(0);
    for (std::size_t at = 0; at < m_text.size(); ++at) {
        if (m_text[at] == '\n') {
            m_lines.push_back(at + 1);
        }
    }
    const std::size_t first = m_text.find('\n');
    if (first != std::string::npos && first > 0 && m_text[first - 1] == '\r') {
        m_lineEnd = "\r\n";
    }
    findComments();
}

/// A quote opens a quoted scalar only where a value or key starts: "it's" holds none.
bool YamlText::startsQuote(std::size_t offset) const {
    if (m_text[offset] != '"' && m_text[offset] != '\'') {
        return false;
    }
    return offset == 0 || isSpace(m_text[offset - 1]) ||
           std::string_view("[{,:").find(m_text[offset - 1]) != std::string_view::npos;
}

void YamlText::findComments() {
    for (std::size_t at = 0; at < m_text.size(); ++at) {
        if (startsQuote(at)) {
            at = endOfQuoted(at).value_or(m_text.size()) - 1;
        } else if (m_text[at] == '#' && (at == 0 || isSpace(m_text[at - 1]))) {
            const std::size_t end = endOfLine(at);
            m_comments.push_back({.begin = at, .end = end});
            at = end;
        }
    }
}

std::optional<std::size_t> YamlText::offsetOf(const SourcePlace& place) const {
    const auto line = static_cast<std::size_t>(place.line);
    if (place.line < 1 || place.column < 1 || line > m_lines.size()) {
        return std::nullopt;
    }
    const std::size_t offset = m_lines[line - 1] + static_cast<std::size_t>(place.column) - 1;
    return offset <= m_text.size() ? std::optional(offset) : std::nullopt;
}

int YamlText::lineOf(std::size_t offset) const {
    const auto at = std::upper_bound(m_lines.begin(), m_lines.end(), offset);
    return static_cast<int>(at - m_lines.begin());
}

std::size_t YamlText::columnOf(std::size_t offset) const {
    return offset - m_lines[static_cast<std::size_t>(lineOf(offset)) - 1];
}

std::size_t YamlText::endOfLine(std::size_t offset) const {
    const std::size_t end = std::min(m_text.find('\n', offset), m_text.size());
    return end > offset && m_text[end - 1] == '\r' ? end - 1 : end;
}

std::size_t YamlText::nextLine(std::size_t offset) const {
    const std::size_t end = m_text.find('\n', offset);
    return end == std::string::npos ? m_text.size() : end + 1;
}

bool YamlText::isFirstOnLine(std::size_t offset) const {
    const std::size_t start = offset - columnOf(offset);
    return std::all_of(m_text.begin() + static_cast<std::ptrdiff_t>(start),
                       m_text.begin() + static_cast<std::ptrdiff_t>(offset), isSpace);
}

std::size_t YamlText::skipBlanks(std::size_t offset) const {
    while (offset < m_text.size()) {
        if (isSpace(m_text[offset])) {
            ++offset;
        } else if (m_text[offset] == '#' && offset > 0 && isSpace(m_text[offset - 1])) {
            offset = endOfLine(offset);
        } else {
            break;
        }
    }
    return offset;
}

std::optional<std::size_t> YamlText::endOfQuoted(std::size_t begin) const {
    const char quote = m_text[begin];
    for (std::size_t at = begin + 1; at < m_text.size(); ++at) {
        if (quote == '"' && m_text[at] == '\\') {
            ++at;
        } else if (m_text[at] == quote) {
            if (quote == '\'' && at + 1 < m_text.size() && m_text[at + 1] == quote) {
                ++at;
                continue;
            }
            return at + 1;
        }
    }
    return std::nullopt;
}

std::size_t YamlText::endOfPlainLine(std::size_t begin, const YamlContext& context) const {
    std::size_t end = begin;
    for (std::size_t at = begin; at < endOfLine(begin); ++at) {
        const char c = m_text[at];
        if (c == '#' && at > begin && isSpace(m_text[at - 1])) {
            break;
        }
        if (context.isFlow && (c == ',' || c == ']' || c == '}')) {
            break;
        }
        end = isSpace(c) ? end : at + 1;
    }
    return end;
}

/// The first line whose end gives what was read; a plain scalar may go on over several.
std::optional<std::size_t> YamlText::endOfPlain(const DocumentNode& node, std::size_t begin,
                                                const YamlContext& context) const {
    constexpr int kLinesMax = 50;
    std::size_t line = begin;
    for (int count = 0; count < kLinesMax && line < m_text.size(); ++count) {
        const std::size_t end = endOfPlainLine(line, context);
        if (readsAs(folded(std::string_view(m_text).substr(begin, end - begin)), node)) {
            return end;
        }
        line = nextLine(line);
        while (line < m_text.size() && (m_text[line] == ' ' || m_text[line] == '\t')) {
            ++line;
        }
    }
    return std::nullopt;
}

std::optional<std::size_t> YamlText::endOfFlow(std::size_t begin) const {
    int depth = 0;
    for (std::size_t at = begin; at < m_text.size(); ++at) {
        const char c = m_text[at];
        if (startsQuote(at)) {
            const auto end = endOfQuoted(at);
            if (!end) {
                return std::nullopt;
            }
            at = *end - 1;
        } else if (c == '#' && isSpace(m_text[at - 1])) {
            at = endOfLine(at);
        } else if (c == '{' || c == '[') {
            ++depth;
        } else if ((c == '}' || c == ']') && --depth == 0) {
            return at + 1;
        }
    }
    return std::nullopt;
}

std::size_t YamlText::endOfBlockScalar(std::size_t begin, std::size_t indent) const {
    std::size_t end = endOfLine(begin);
    for (std::size_t line = nextLine(begin); line < m_text.size(); line = nextLine(line)) {
        const std::size_t stop = endOfLine(line);
        const std::size_t first = std::min(m_text.find_first_not_of(" \t", line), stop);
        if (first < stop && first - line <= indent) {
            break;
        }
        end = first < stop ? stop : end;
    }
    return end;
}

std::optional<std::size_t> YamlText::endOfKey(const DocumentNode::Entry& entry) const {
    const auto begin = offsetOf(entry.keyPlace);
    if (!begin || *begin >= m_text.size()) {
        return std::nullopt;
    }
    std::size_t end = *begin + entry.key.size();
    if (startsQuote(*begin)) {
        end = endOfQuoted(*begin).value_or(m_text.size());
    } else if (m_text.compare(*begin, entry.key.size(), entry.key) != 0) {
        return std::nullopt;
    }
    while (end < m_text.size() && (m_text[end] == ' ' || m_text[end] == '\t')) {
        ++end;
    }
    return end < m_text.size() && m_text[end] == ':' ? std::optional(end + 1) : std::nullopt;
}

std::optional<YamlExtent> YamlText::valueOf(const DocumentNode::Entry& entry,
                                            const YamlContext& context) const {
    const auto colon = endOfKey(entry);
    if (!colon) {
        return std::nullopt;
    }
    const std::size_t begin = skipBlanks(*colon);
    const auto place = offsetOf(entry.value.place);
    if (begin < m_text.size() && m_text[begin] == '*') {
        const std::size_t end = m_text.find_first_of(" \t\r\n,]}", begin);
        return YamlExtent{
            .begin = begin, .end = std::min(end, m_text.size()), .style = YamlStyle::Alias};
    }
    const bool isWritten = place == begin && begin < m_text.size();
    if (entry.value.isNull()) {
        const auto end = isWritten && begin < endOfLine(*colon)
                             ? endOfPlain(entry.value, begin, context)
                             : std::nullopt;
        return end && *end > begin
                   ? YamlExtent{.begin = begin, .end = *end, .style = YamlStyle::Scalar}
                   : YamlExtent{.begin = *colon, .end = *colon, .style = YamlStyle::Empty};
    }
    return isWritten ? extentOf(entry.value, context) : std::nullopt;
}

std::optional<YamlExtent> YamlText::itemOf(const DocumentNode& item,
                                           const YamlContext& context) const {
    if (!context.isFlow && !dashOf(item, context.indent)) {
        return std::nullopt;
    }
    return extentOf(item, context);
}

std::optional<std::size_t> YamlText::dashOf(const DocumentNode& item, std::size_t column) const {
    const auto begin = offsetOf(item.place);
    if (!begin) {
        return std::nullopt;
    }
    std::size_t at = *begin;
    while (at > 0 && isSpace(m_text[at - 1])) {
        --at;
    }
    const bool isDash = at > 0 && at < *begin && m_text[at - 1] == '-';
    return isDash && columnOf(at - 1) == column ? std::optional(at - 1) : std::nullopt;
}

std::optional<YamlExtent> YamlText::blockOf(const DocumentNode& node, std::size_t begin) const {
    const YamlContext inside{.isFlow = false, .indent = columnOf(begin)};
    std::optional<YamlExtent> last;
    if (!node.entries.empty()) {
        last = offsetOf(node.entries.front().keyPlace) == begin
                   ? valueOf(node.entries.back(), inside)
                   : std::nullopt;
    } else if (!node.items.empty()) {
        last = itemOf(node.items.back(), inside);
    }
    return last ? std::optional(
                      YamlExtent{.begin = begin, .end = last->end, .style = YamlStyle::Block})
                : std::nullopt;
}

std::optional<YamlExtent> YamlText::extentOf(const DocumentNode& node,
                                             const YamlContext& context) const {
    const auto begin = offsetOf(node.place);
    if (!begin || *begin >= m_text.size()) {
        return std::nullopt;
    }
    const char first = m_text[*begin];
    const auto found = [&](std::optional<std::size_t> end, YamlStyle style) {
        return end ? std::optional(YamlExtent{.begin = *begin, .end = *end, .style = style})
                   : std::nullopt;
    };
    if (first == '&' || first == '*' || first == '!') {
        return std::nullopt;
    }
    if (!node.isScalar()) {
        const char open = node.kind == NodeKind::Map ? '{' : '[';
        if (first == open) {
            return found(endOfFlow(*begin), YamlStyle::Flow);
        }
        return context.isFlow ? std::nullopt : blockOf(node, *begin);
    }
    if (node.quoted && (first == '|' || first == '>')) {
        return found(endOfBlockScalar(*begin, context.indent), YamlStyle::BlockScalar);
    }
    return found(node.quoted ? endOfQuoted(*begin) : endOfPlain(node, *begin, context),
                 YamlStyle::Scalar);
}

}  // namespace stowage
