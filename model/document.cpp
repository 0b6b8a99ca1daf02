#include "model/document.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "model/base/invariant.h"
#include "model/document_readers.h"

namespace stowage {

namespace {

/// The bytes of a valid UTF-8 sequence that starts here, or 0. Overlong forms, surrogates and
/// values beyond U+10FFFF are not valid (RFC 3629).
std::size_t utf8Length(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) {
        return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0U;
    };
    const auto isTail = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
    const unsigned first = byte(0);
    if (first < 0x80U) {
        return 1;
    }
    if (first >= 0xC2U && first <= 0xDFU) {
        return isTail(1) ? 2 : 0;
    }
    if (first >= 0xE0U && first <= 0xEFU) {
        const bool lowOk = first != 0xE0U || byte(1) >= 0xA0U;
        const bool highOk = first != 0xEDU || byte(1) < 0xA0U;
        return isTail(1) && isTail(2) && lowOk && highOk ? 3 : 0;
    }
    if (first >= 0xF0U && first <= 0xF4U) {
        const bool lowOk = first != 0xF0U || byte(1) >= 0x90U;
        const bool highOk = first != 0xF4U || byte(1) < 0x90U;
        return isTail(1) && isTail(2) && isTail(3) && lowOk && highOk ? 4 : 0;
    }
    return 0;
}

/// C0 but tab and line feed, DEL, and C1 (U+0080 to U+009F).
bool isControlAt(std::string_view text, std::size_t at, std::size_t length) {
    const auto first = static_cast<unsigned char>(text[at]);
    if (length == 1) {
        return (first < 0x20U && first != '\t' && first != '\n') || first == 0x7FU;
    }
    return length == 2 && first == 0xC2U && static_cast<unsigned char>(text[at + 1]) < 0xA0U;
}

SourcePlace placeOf(const std::string& file, std::string_view text, std::size_t offset) {
    const std::string_view before = text.substr(0, offset);
    const auto lines = std::count(before.begin(), before.end(), '\n');
    const std::size_t lineStart =
        before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
    return {.file = file,
            .line = static_cast<int>(lines) + 1,
            .column = static_cast<int>(offset - lineStart) + 1};
}

/// Reports the first byte that is not text and ends there: the rest is likely binary too.
bool checkText(const std::string& file, std::string_view text, Diagnostics& diagnostics) {
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = utf8Length(text, at);
        if (length == 0) {
            diagnostics.error(placeOf(file, text, at),
                              fmt::format("byte 0x{:02x} is not valid UTF-8",
                                          static_cast<unsigned char>(text[at])),
                              "save the file as UTF-8 text");
            return false;
        }
        const bool isLineEnd = text[at] == '\r' && at + 1 < text.size() && text[at + 1] == '\n';
        if (!isLineEnd && isControlAt(text, at, length)) {
            diagnostics.error(placeOf(file, text, at),
                              fmt::format("control character 0x{:02x} is not allowed",
                                          static_cast<unsigned char>(text[at + length - 1])),
                              "remove it, or save the file as plain text");
            return false;
        }
        at += length;
    }
    return true;
}

/// Line ends become "\n"; a byte order mark goes. Columns and line numbers stay what they were.
std::string normalised(std::string_view text) {
    if (text.substr(0, kByteOrderMark.size()) == kByteOrderMark) {
        text.remove_prefix(kByteOrderMark.size());
    }
    std::string result;
    result.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\r' || i + 1 == text.size() || text[i + 1] != '\n') {
            result += text[i];
        }
    }
    return result;
}

DocumentFormat formatOf(const std::string& file, std::string_view text) {
    constexpr std::string_view kJsonEnding = ".json";
    if (file.size() >= kJsonEnding.size() &&
        file.compare(file.size() - kJsonEnding.size(), kJsonEnding.size(), kJsonEnding) == 0) {
        return DocumentFormat::Json;
    }
    const std::size_t first = text.find_first_not_of(" \t\n");
    return first != std::string_view::npos && text[first] == '{' ? DocumentFormat::Json
                                                                 : DocumentFormat::Yaml;
}

DocumentNode scalar(NodeKind kind, std::string text) {
    DocumentNode node;
    node.kind = kind;
    node.text = std::move(text);
    node.quoted = kind == NodeKind::String;
    return node;
}

}  // namespace

const DocumentNode* DocumentNode::find(std::string_view key) const {
    for (const Entry& entry : entries) {
        if (entry.key == key) {
            return &entry.value;
        }
    }
    return nullptr;
}

std::string Document::line(int number) const {
    std::size_t start = 0;
    for (int current = 1; current < number; ++current) {
        const std::size_t end = text.find('\n', start);
        if (end == std::string::npos) {
            return {};
        }
        start = end + 1;
    }
    if (number < 1) {
        return {};
    }
    std::string result = text.substr(start, text.find('\n', start) - start);
    if (!result.empty() && result.back() == '\r') {
        result.pop_back();
    }
    return result;
}

void refuseDuplicateKeys(const DocumentNode& map, Diagnostics& diagnostics) {
    std::vector<const DocumentNode::Entry*> byKey;
    byKey.reserve(map.entries.size());
    for (const DocumentNode::Entry& entry : map.entries) {
        byKey.push_back(&entry);
    }
    std::stable_sort(byKey.begin(), byKey.end(),
                     [](const auto* a, const auto* b) { return a->key < b->key; });
    const DocumentNode::Entry* first = byKey.empty() ? nullptr : byKey.front();
    for (std::size_t i = 1; i < byKey.size(); ++i) {
        if (byKey[i]->key != first->key) {
            first = byKey[i];
            continue;
        }
        if (diagnostics.count(Severity::Error) < kDocumentFindingsMax) {
            diagnostics.error(
                byKey[i]->keyPlace,
                fmt::format("key {} is given twice, on line {} and on line {}",
                            quoteWord(first->key), first->keyPlace.line, byKey[i]->keyPlace.line),
                "remove one of them");
        }
    }
}

bool checkDecodedText(std::string_view text, const SourcePlace& place, Diagnostics& diagnostics) {
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = std::max<std::size_t>(1, utf8Length(text, at));
        if (text[at] != '\r' && isControlAt(text, at, length)) {
            diagnostics.error(
                place,
                fmt::format("text {} holds the control character 0x{:02x}", quoteWord(text),
                            static_cast<unsigned char>(text[at + length - 1])),
                "remove the escape");
            return false;
        }
        at += length;
    }
    return true;
}

std::optional<FoundDocument> findDocument(std::string file, std::string text, DocumentFormat format,
                                          const DocumentLimits& limits, Diagnostics& diagnostics) {
    Diagnostics found;
    Document document{.file = std::move(file), .text = std::move(text), .root = {}};
    std::optional<DocumentNode> root;
    const SourcePlace whole{.file = document.file, .line = 0, .column = 0};
    if (static_cast<std::int64_t>(document.text.size()) > limits.bytesMax) {
        found.error(whole, fmt::format("the file has {} bytes; at most {} are read",
                                       document.text.size(), limits.bytesMax));
    } else if (checkText(document.file, document.text, found)) {
        document.text = normalised(document.text);
        if (document.text.compare(0, kByteOrderMark.size(), kByteOrderMark) == 0) {
            // The readers below would skip it each in its own way.
            found.error({.file = document.file, .line = 1, .column = 1},
                        "the file begins with two byte order marks", "remove them");
        } else {
            const DocumentFormat actual =
                format == DocumentFormat::ByName ? formatOf(document.file, document.text) : format;
            root = actual == DocumentFormat::Json
                       ? parseJsonTree(document.file, document.text, limits, found)
                       : parseYamlTree(document.file, document.text, limits, found);
        }
    }
    found.attachLines(document.file, document.text);
    diagnostics.append(found);
    if (!root) {
        return std::nullopt;
    }
    document.root = std::move(*root);
    return FoundDocument{.document = std::move(document), .isSound = !found.hasErrors()};
}

std::optional<Document> parseDocument(std::string file, std::string text, DocumentFormat format,
                                      const DocumentLimits& limits, Diagnostics& diagnostics) {
    auto found = findDocument(std::move(file), std::move(text), format, limits, diagnostics);
    if (!found || !found->isSound) {
        return std::nullopt;
    }
    return std::move(found->document);
}

DocumentNode makeString(std::string text) {
    return scalar(NodeKind::String, std::move(text));
}

DocumentNode makeNumber(std::int64_t value) {
    return scalar(NodeKind::Number, fmt::format("{}", value));
}

DocumentNode makeDecimal(std::string text) {
    return scalar(NodeKind::Number, std::move(text));
}

DocumentNode makeBool(bool value) {
    return scalar(NodeKind::Bool, value ? "true" : "false");
}

DocumentNode makeNull() {
    return {};
}

DocumentNode makeMap() {
    return scalar(NodeKind::Map, {});
}

DocumentNode makeSequence() {
    return scalar(NodeKind::Sequence, {});
}

void addEntry(DocumentNode& map, std::string key, DocumentNode value) {
    STOWAGE_ASSERT(map.kind == NodeKind::Map);
    map.entries.push_back({.key = std::move(key), .keyPlace = {}, .value = std::move(value)});
}

DocumentNode makeRounded(double value, int significantDigits) {
    STOWAGE_ASSERT(std::isfinite(value));
    STOWAGE_ASSERT(significantDigits >= 1 && significantDigits <= 17);
    std::string text = fmt::format("{:.{}g}", value, significantDigits);
    if (text == "-0") {
        text = "0";
    }
    return scalar(NodeKind::Number, std::move(text));
}

}  // namespace stowage
