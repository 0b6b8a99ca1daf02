#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "model/document.h"

namespace stowage {

/// How a value is written.
enum class YamlStyle {
    Empty,        ///< "key:" with nothing behind it
    Scalar,       ///< plain or quoted
    BlockScalar,  ///< | or >
    Flow,         ///< { } or [ ]
    Block,        ///< lines of keys or dashes
    Alias,        ///< *name: what it repeats stands elsewhere
};

/// Where a value stands in the text, from its first byte to behind its last one.
struct YamlExtent {
    std::size_t begin = 0;
    std::size_t end = 0;
    YamlStyle style = YamlStyle::Scalar;
};

/// A comment with its '#', without its line end.
struct YamlComment {
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// Where the values around a value stand.
struct YamlContext {
    bool isFlow = false;
    std::size_t indent = 0;  ///< column of the key or dash in front, from 0
};

/// Finds the values of a parsed YAML text in the text itself. Whatever is written with anchors,
/// tags, complex keys, aliases in lists or in another way that this class does not know has no
/// extent.
/// The text must outlive the object.
class YamlText {
public:
    explicit YamlText(const std::string& text);

    const std::string& text() const { return m_text; }
    /// "\n" or "\r\n", as the first line ends.
    const std::string& lineEnd() const { return m_lineEnd; }
    std::optional<std::size_t> offsetOf(const SourcePlace& place) const;
    int lineOf(std::size_t offset) const;  ///< from 1
    std::size_t columnOf(std::size_t offset) const;
    /// Behind the last byte of the line, before its line end.
    std::size_t endOfLine(std::size_t offset) const;
    /// Start of the line below, or the size of the text.
    std::size_t nextLine(std::size_t offset) const;
    bool isFirstOnLine(std::size_t offset) const;
    /// First byte at or behind `offset` that is neither space, line end nor comment.
    std::size_t skipBlanks(std::size_t offset) const;
    const std::vector<YamlComment>& comments() const { return m_comments; }

    /// Behind the colon of the key.
    std::optional<std::size_t> endOfKey(const DocumentNode::Entry& entry) const;
    std::optional<YamlExtent> valueOf(const DocumentNode::Entry& entry,
                                      const YamlContext& context) const;
    std::optional<YamlExtent> itemOf(const DocumentNode& item, const YamlContext& context) const;
    /// The dash of an item of a block sequence.
    std::optional<std::size_t> dashOf(const DocumentNode& item, std::size_t column) const;
    /// The root: a block collection, or a flow one.
    std::optional<YamlExtent> extentOf(const DocumentNode& node, const YamlContext& context) const;

private:
    void findComments();
    bool startsQuote(std::size_t offset) const;
    std::optional<std::size_t> endOfQuoted(std::size_t begin) const;
    std::optional<std::size_t> endOfPlain(const DocumentNode& node, std::size_t begin,
                                          const YamlContext& context) const;
    std::size_t endOfPlainLine(std::size_t begin, const YamlContext& context) const;
    std::optional<std::size_t> endOfFlow(std::size_t begin) const;
    std::size_t endOfBlockScalar(std::size_t begin, std::size_t indent) const;
    std::optional<YamlExtent> blockOf(const DocumentNode& node, std::size_t begin) const;

    const std::string& m_text;
    std::string m_lineEnd = "\n";
    std::vector<std::size_t> m_lines;  ///< starts
    std::vector<YamlComment> m_comments;
};

}  // namespace stowage
