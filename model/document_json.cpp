#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <exception>
#include <nlohmann/json.hpp>
#include <utility>

#include "model/base/invariant.h"
#include "model/document_readers.h"

namespace stowage {

namespace {

using Json = nlohmann::json;

/// Follows the parser through the text: the parser says what a token is, this says where it is.
class TokenCursor {
public:
    explicit TokenCursor(const std::string& text) : m_text(text) {}

    /// Moves to the next token and stays there; separators before it are passed.
    void toToken() {
        while (m_at < m_text.size() &&
               std::string_view(" \t\n\r,:").find(m_text[m_at]) != std::string_view::npos) {
            advance();
        }
    }

    /// Passes a literal, number or bracket and gives its text.
    std::string passPlain(std::size_t length) {
        const std::size_t start = m_at;
        for (std::size_t i = 0; i < length && m_at < m_text.size(); ++i) {
            advance();
        }
        return m_text.substr(start, m_at - start);
    }

    std::string passNumber() {
        const std::size_t end = m_text.find_first_not_of("0123456789+-.eE", m_at);
        return passPlain(std::min(end, m_text.size()) - m_at);
    }

    void passString() {
        advance();
        while (m_at < m_text.size() && m_text[m_at] != '"') {
            if (m_text[m_at] == '\\') {
                advance();
            }
            advance();
        }
        advance();
    }

    int line() const { return m_line; }
    int column() const { return static_cast<int>(m_at - m_lineStart) + 1; }

private:
    void advance() {
        if (m_at < m_text.size() && m_text[m_at] == '\n') {
            ++m_line;
            m_lineStart = m_at + 1;
        }
        ++m_at;
    }

    const std::string& m_text;
    std::size_t m_at = 0;
    std::size_t m_lineStart = 0;
    int m_line = 1;
};

/// Builds the tree from the parser's events; a false answer ends the parser.
class TreeSax final : public nlohmann::json_sax<Json> {
public:
    TreeSax(std::string file, const std::string& text, const DocumentLimits& limits,
            Diagnostics& diagnostics)
        : m_file(std::move(file)),
          m_text(text),
          m_cursor(text),
          m_limits(limits),
          m_diagnostics(diagnostics) {}

    DocumentNode takeRoot() { return std::move(m_root); }

    bool null() override { return literal(NodeKind::Null, 4, {}); }
    bool boolean(bool value) override {
        return literal(NodeKind::Bool, value ? 4 : 5, value ? "true" : "false");
    }
    bool number_integer(number_integer_t /*value*/) override { return number(); }
    bool number_unsigned(number_unsigned_t /*value*/) override { return number(); }
    bool number_float(number_float_t /*value*/, const string_t& /*text*/) override {
        return number();
    }
    bool string(string_t& value) override {
        DocumentNode* node = begin(NodeKind::String);
        if (node == nullptr) {
            return false;
        }
        node->quoted = true;
        node->text = value;
        m_cursor.passString();
        checkText(value, node->place);
        return true;
    }
    bool binary(binary_t& /*value*/) override { return false; }

    bool start_object(std::size_t /*size*/) override { return enter(NodeKind::Map); }
    bool end_object() override {
        refuseDuplicateKeys(*m_open.back(), m_diagnostics);
        return leave();
    }
    bool start_array(std::size_t /*size*/) override { return enter(NodeKind::Sequence); }
    bool end_array() override { return leave(); }

    bool key(string_t& value) override {
        m_cursor.toToken();
        DocumentNode::Entry& entry = m_open.back()->entries.emplace_back();
        entry.key = value;
        entry.keyPlace = here();
        m_cursor.passString();
        checkText(value, entry.keyPlace);
        return true;
    }

    bool parse_error(std::size_t position, const std::string& /*lastToken*/,
                     const Json::exception& failure) override {
        const std::size_t end = std::min(position == 0 ? 0 : position - 1, m_text.size());
        const std::size_t before = end == 0 ? std::string::npos : m_text.rfind('\n', end - 1);
        const std::size_t lineStart = before == std::string::npos ? 0 : before + 1;
        const auto lines =
            std::count(m_text.begin(), m_text.begin() + static_cast<std::ptrdiff_t>(end), '\n');
        m_diagnostics.error({.file = m_file,
                             .line = static_cast<int>(lines) + 1,
                             .column = static_cast<int>(end - lineStart) + 1},
                            "not valid JSON: " + reason(failure.what()));
        return false;
    }

private:
    SourcePlace here() const {
        return {.file = m_file, .line = m_cursor.line(), .column = m_cursor.column()};
    }

    /// The library's text is "[id] parse error at …: syntax error while … - reason; last read: …".
    static std::string reason(std::string_view text) {
        constexpr std::size_t kReasonBytesMax = 160;
        const std::size_t dash = text.find(" - ");
        const std::size_t bracket = text.find("] ");
        if (dash != std::string_view::npos) {
            text.remove_prefix(dash + 3);
        } else if (bracket != std::string_view::npos) {
            text.remove_prefix(bracket + 2);
        }
        const std::size_t lastRead = text.find("; last read: ");
        const std::size_t expected = text.rfind("; expected ");
        std::string result(text.substr(0, std::min(lastRead, kReasonBytesMax)));
        if (lastRead != std::string_view::npos && expected != std::string_view::npos &&
            expected > lastRead) {
            result += text.substr(expected, kReasonBytesMax);
        }
        return result;
    }

    void checkText(const std::string& value, const SourcePlace& place) {
        if (m_diagnostics.count(Severity::Error) < kDocumentFindingsMax) {
            checkDecodedText(value, place, m_diagnostics);
        }
    }

    /// The node that the next value fills, placed at the next token; nullptr over the limit.
    DocumentNode* begin(NodeKind kind) {
        m_cursor.toToken();
        if (++m_nodes > m_limits.nodesMax) {
            m_diagnostics.error(
                here(), fmt::format("the file holds more than {} values", m_limits.nodesMax));
            return nullptr;
        }
        DocumentNode* node = &m_root;
        if (!m_open.empty()) {
            DocumentNode& parent = *m_open.back();
            node = parent.kind == NodeKind::Map ? &parent.entries.back().value
                                                : &parent.items.emplace_back();
        }
        node->kind = kind;
        node->place = here();
        return node;
    }

    bool literal(NodeKind kind, std::size_t length, std::string text) {
        DocumentNode* node = begin(kind);
        if (node == nullptr) {
            return false;
        }
        node->text = std::move(text);
        m_cursor.passPlain(length);
        return true;
    }

    bool number() {
        DocumentNode* node = begin(NodeKind::Number);
        if (node == nullptr) {
            return false;
        }
        node->text = m_cursor.passNumber();
        return true;
    }

    bool enter(NodeKind kind) {
        DocumentNode* node = begin(kind);
        if (node == nullptr) {
            return false;
        }
        if (static_cast<int>(m_open.size()) >= m_limits.depthMax) {
            m_diagnostics.error(here(),
                                fmt::format("objects and arrays are nested deeper than {} levels",
                                            m_limits.depthMax));
            return false;
        }
        m_open.push_back(node);
        m_cursor.passPlain(1);
        return true;
    }

    bool leave() {
        m_open.pop_back();
        m_cursor.toToken();
        m_cursor.passPlain(1);
        return true;
    }

    std::string m_file;
    const std::string& m_text;
    TokenCursor m_cursor;
    DocumentLimits m_limits;
    Diagnostics& m_diagnostics;
    DocumentNode m_root;
    /// The open maps and sequences. A parent does not grow while a child is open, so that the
    /// pointers stay valid.
    std::vector<DocumentNode*> m_open;
    std::int64_t m_nodes = 0;
};

void appendJsonString(std::string_view text, std::string& out) {
    out += '"';
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (c == '\n') {
            out += "\\n";
        } else if (c == '\t') {
            out += "\\t";
        } else if (c == '\r') {
            out += "\\r";
        } else if (byte < 0x20U || byte == 0x7FU) {
            out += fmt::format("\\u{:04x}", byte);
        } else {
            out += c;
        }
    }
    out += '"';
}

void appendJson(const DocumentNode& node, std::size_t indent, std::string& out);

void appendMap(const DocumentNode& node, std::size_t indent, std::string& out) {
    if (node.entries.empty()) {
        out += "{}";
        return;
    }
    out += '{';
    std::string_view separator = "\n";
    for (const DocumentNode::Entry& entry : node.entries) {
        out += separator;
        out.append(indent + 2, ' ');
        appendJsonString(entry.key, out);
        out += ": ";
        appendJson(entry.value, indent + 2, out);
        separator = ",\n";
    }
    out += '\n';
    out.append(indent, ' ');
    out += '}';
}

void appendSequence(const DocumentNode& node, std::size_t indent, std::string& out) {
    if (node.items.empty()) {
        out += "[]";
        return;
    }
    out += '[';
    std::string_view separator = "\n";
    for (const DocumentNode& item : node.items) {
        out += separator;
        out.append(indent + 2, ' ');
        appendJson(item, indent + 2, out);
        separator = ",\n";
    }
    out += '\n';
    out.append(indent, ' ');
    out += ']';
}

void appendJson(const DocumentNode& node, std::size_t indent, std::string& out) {
    switch (node.kind) {
        case NodeKind::Null:
            out += "null";
            return;
        case NodeKind::Bool:
        case NodeKind::Number:
            out += node.text;
            return;
        case NodeKind::String:
            appendJsonString(node.text, out);
            return;
        case NodeKind::Sequence:
            appendSequence(node, indent, out);
            return;
        case NodeKind::Map:
            appendMap(node, indent, out);
            return;
    }
    STOWAGE_UNREACHABLE();
}

}  // namespace

std::optional<DocumentNode> parseJsonTree(const std::string& file, const std::string& text,
                                          const DocumentLimits& limits, Diagnostics& diagnostics) {
    TreeSax sax(file, text, limits, diagnostics);
    try {
        if (!Json::sax_parse(text, &sax)) {
            return std::nullopt;
        }
    } catch (const std::exception& failure) {
        diagnostics.error({.file = file, .line = 0, .column = 0},
                          fmt::format("not valid JSON: {}", failure.what()));
        return std::nullopt;
    }
    return sax.takeRoot();
}

std::string writeJson(const DocumentNode& root) {
    std::string out;
    appendJson(root, 0, out);
    out += '\n';
    return out;
}

}  // namespace stowage
