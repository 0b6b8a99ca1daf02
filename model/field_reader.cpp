#include "model/field_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <system_error>
#include <utility>

#include "model/base/invariant.h"
#include "model/quantity.h"

namespace stowage {

namespace {

/// Unknown keys of one map that are reported singly.
constexpr int kUnknownKeysMax = 50;

void mismatch(const DocumentNode& node, std::string_view label, std::string_view wanted,
              Diagnostics& diagnostics) {
    diagnostics.error(node.place,
                      fmt::format("{} must be {}, not {}", label, wanted, describe(node)));
}

std::optional<std::int64_t> parseWhole(std::string_view text) {
    std::int64_t value = 0;
    const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool isWhole = result.ec == std::errc() && result.ptr == text.data() + text.size();
    return isWhole ? std::optional<std::int64_t>(value) : std::nullopt;
}

/// The text of a number exactly in units of 10^-digits; nothing when it has more digits or does not
/// fit. The quantity grammar covers every decimal number.
std::optional<std::int64_t> parseScaled(const std::string& text, int digits) {
    const auto fine = parseScaledQuantity(text, digits);
    const auto finer = parseScaledQuantity(text, digits + 1);
    if (!fine.ok()) {
        return std::nullopt;
    }
    const bool isExact = !finer.ok() || *finer % 10 == 0;
    return isExact ? std::optional<std::int64_t>(*fine) : std::nullopt;
}

std::string scaledText(std::int64_t value, int digits) {
    std::string sign = value < 0 ? "-" : "";
    std::string text = fmt::format("{:0{}}", value < 0 ? -value : value, digits + 1);
    text.insert(text.size() - static_cast<std::size_t>(digits), ".");
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') {
        text.pop_back();
    }
    return sign + text;
}

template <typename T>
std::optional<T> quantityOf(const DocumentNode* node, std::string_view label,
                            Result<T> (*parse)(std::string_view), Diagnostics& diagnostics) {
    if (node == nullptr) {
        return std::nullopt;
    }
    if (node->kind != NodeKind::Number && node->kind != NodeKind::String) {
        mismatch(*node, label, "a quantity such as 250m or 512Mi", diagnostics);
        return std::nullopt;
    }
    Result<T> value = parse(node->text);
    if (!value.ok()) {
        diagnostics.error(node->place, fmt::format("{}: {}", label, value.error().message));
        return std::nullopt;
    }
    if (*value < T{}) {
        diagnostics.error(node->place,
                          fmt::format("{} must not be negative: {}", label, quoteWord(node->text)));
        return std::nullopt;
    }
    return *value;
}

}  // namespace

std::string describe(const DocumentNode& node) {
    switch (node.kind) {
        case NodeKind::Null:
            return "empty";
        case NodeKind::Bool:
            return node.text;
        case NodeKind::Number:
            return fmt::format("the number {}", quoteWord(node.text));
        case NodeKind::String:
            return fmt::format("the text {}", quoteWord(node.text));
        case NodeKind::Sequence:
            return "a list";
        case NodeKind::Map:
            return "a map";
    }
    STOWAGE_UNREACHABLE();
}

std::optional<std::string> textOf(const DocumentNode* node, std::string_view label,
                                  Diagnostics& diagnostics) {
    if (node == nullptr) {
        return std::nullopt;
    }
    if (node->kind == NodeKind::String || node->kind == NodeKind::Number) {
        return node->text;
    }
    mismatch(*node, label, "text", diagnostics);
    return std::nullopt;
}

std::optional<bool> boolOf(const DocumentNode* node, std::string_view label,
                           Diagnostics& diagnostics) {
    if (node == nullptr) {
        return std::nullopt;
    }
    if (node->kind == NodeKind::Bool) {
        return node->text == "true";
    }
    mismatch(*node, label, "true or false", diagnostics);
    return std::nullopt;
}

std::optional<std::int64_t> wholeOf(const DocumentNode* node, std::string_view label,
                                    std::int64_t min, std::int64_t max, Diagnostics& diagnostics) {
    if (node == nullptr) {
        return std::nullopt;
    }
    const auto value = node->kind == NodeKind::Number ? parseWhole(node->text) : std::nullopt;
    if (!value || *value < min || *value > max) {
        mismatch(*node, label, fmt::format("a whole number from {} to {}", min, max), diagnostics);
        return std::nullopt;
    }
    return value;
}

std::optional<std::int64_t> scaledOf(const DocumentNode* node, std::string_view label, int digits,
                                     std::int64_t min, std::int64_t max, Diagnostics& diagnostics) {
    if (node == nullptr) {
        return std::nullopt;
    }
    const auto value =
        node->kind == NodeKind::Number ? parseScaled(node->text, digits) : std::nullopt;
    if (!value || *value < min || *value > max) {
        mismatch(*node, label,
                 fmt::format("a number from {} to {} with at most {} decimals",
                             scaledText(min, digits), scaledText(max, digits), digits),
                 diagnostics);
        return std::nullopt;
    }
    return value;
}

std::optional<double> decimalOf(const DocumentNode* node, std::string_view label, double min,
                                double max, Diagnostics& diagnostics) {
    if (node == nullptr) {
        return std::nullopt;
    }
    double value = std::numeric_limits<double>::quiet_NaN();
    if (node->kind == NodeKind::Number) {
        const char* end = node->text.data() + node->text.size();
        const auto result = std::from_chars(node->text.data(), end, value);
        if (result.ec != std::errc() || result.ptr != end) {
            value = std::numeric_limits<double>::quiet_NaN();
        }
    }
    if (!(value >= min && value <= max)) {
        mismatch(*node, label, fmt::format("a number from {} to {}", min, max), diagnostics);
        return std::nullopt;
    }
    return value;
}

std::optional<MilliCpu> cpuOf(const DocumentNode* node, std::string_view label,
                              Diagnostics& diagnostics) {
    return quantityOf<MilliCpu>(node, label, parseCpu, diagnostics);
}

std::optional<Bytes> bytesOf(const DocumentNode* node, std::string_view label,
                             Diagnostics& diagnostics) {
    return quantityOf<Bytes>(node, label, parseBytes, diagnostics);
}

std::optional<std::int64_t> countOf(const DocumentNode* node, std::string_view label,
                                    Diagnostics& diagnostics) {
    return quantityOf<std::int64_t>(node, label, parseCount, diagnostics);
}

std::optional<std::string> wordOf(const DocumentNode* node, std::string_view label,
                                  const std::vector<std::string>& words, Diagnostics& diagnostics) {
    if (node == nullptr) {
        return std::nullopt;
    }
    const bool isText = node->kind == NodeKind::String || node->kind == NodeKind::Number;
    if (isText && std::find(words.begin(), words.end(), node->text) != words.end()) {
        return node->text;
    }
    diagnostics.error(
        node->place,
        fmt::format("{} must be one of {}, not {}", label, fmt::join(words, ", "), describe(*node)),
        isText ? didYouMean(node->text, words) : std::string());
    return std::nullopt;
}

std::optional<std::vector<std::string>> textsOf(const DocumentNode* node, std::string_view label,
                                                Diagnostics& diagnostics) {
    const DocumentNode* list = listOf(node, label, diagnostics);
    if (list == nullptr) {
        return std::nullopt;
    }
    std::vector<std::string> texts;
    for (const DocumentNode& item : list->items) {
        auto text = textOf(&item, fmt::format("an entry of {}", label), diagnostics);
        if (text) {
            texts.push_back(std::move(*text));
        }
    }
    return texts;
}

const DocumentNode* mapOf(const DocumentNode* node, std::string_view label,
                          Diagnostics& diagnostics) {
    if (node == nullptr || node->isNull()) {
        return nullptr;
    }
    const bool isEmptyList = node->kind == NodeKind::Sequence && node->items.empty();
    if (node->kind == NodeKind::Map || isEmptyList) {
        return node;
    }
    mismatch(*node, label, "a map", diagnostics);
    return nullptr;
}

const DocumentNode* listOf(const DocumentNode* node, std::string_view label,
                           Diagnostics& diagnostics) {
    if (node == nullptr || node->isNull()) {
        return nullptr;
    }
    if (node->kind == NodeKind::Sequence) {
        return node;
    }
    mismatch(*node, label, "a list", diagnostics);
    return nullptr;
}

FieldReader::FieldReader(const DocumentNode& node, std::string where, Diagnostics& diagnostics,
                         KeySpelling spelling)
    : m_map(mapOf(&node, where, diagnostics)),
      m_where(std::move(where)),
      m_diagnostics(diagnostics),
      m_spelling(spelling) {}

const DocumentNode* FieldReader::take(const std::string& key) {
    m_known.push_back(key);
    if (m_map == nullptr) {
        return nullptr;
    }
    const DocumentNode* found = m_map->find(key);
    if (m_spelling == KeySpelling::CamelOrSnake) {
        const std::string snake = toSnakeCase(key);
        const DocumentNode* other = snake == key ? nullptr : m_map->find(snake);
        if (other != nullptr && found != nullptr) {
            m_diagnostics.warning(other->place, fmt::format("key '{}' is ignored because '{}' is "
                                                            "given too",
                                                            snake, key));
        } else if (other != nullptr) {
            found = other;
        }
    }
    return found == nullptr || found->isNull() ? nullptr : found;
}

void FieldReader::ignore(const std::vector<std::string>& keys) {
    m_known.insert(m_known.end(), keys.begin(), keys.end());
}

void FieldReader::finish(Severity severity) {
    if (m_map == nullptr) {
        return;
    }
    const auto isKnown = [&](const std::string& key) {
        return std::any_of(m_known.begin(), m_known.end(), [&](const std::string& known) {
            return known == key ||
                   (m_spelling == KeySpelling::CamelOrSnake && toSnakeCase(known) == key);
        });
    };
    int unknown = 0;
    SourcePlace last;
    for (const DocumentNode::Entry& entry : m_map->entries) {
        if (isKnown(entry.key)) {
            continue;
        }
        last = entry.keyPlace;
        if (++unknown <= kUnknownKeysMax) {
            m_diagnostics.add(
                {.severity = severity,
                 .place = entry.keyPlace,
                 .message = fmt::format("unknown key {} in {}", quoteWord(entry.key), m_where),
                 .hint = didYouMean(entry.key, m_known),
                 .caretLine = {}});
        }
    }
    if (unknown > kUnknownKeysMax) {
        m_diagnostics.add({.severity = severity,
                           .place = last,
                           .message = fmt::format("{} further unknown keys in {}",
                                                  unknown - kUnknownKeysMax, m_where),
                           .hint = {},
                           .caretLine = {}});
    }
}

std::optional<std::string> FieldReader::text(const std::string& key) {
    return textOf(take(key), quoteWord(key), m_diagnostics);
}

std::optional<bool> FieldReader::boolean(const std::string& key) {
    return boolOf(take(key), quoteWord(key), m_diagnostics);
}

std::optional<std::int64_t> FieldReader::whole(const std::string& key, std::int64_t min,
                                               std::int64_t max) {
    return wholeOf(take(key), quoteWord(key), min, max, m_diagnostics);
}

std::optional<std::int64_t> FieldReader::scaled(const std::string& key, int digits,
                                                std::int64_t min, std::int64_t max) {
    return scaledOf(take(key), quoteWord(key), digits, min, max, m_diagnostics);
}

std::optional<double> FieldReader::decimal(const std::string& key, double min, double max) {
    return decimalOf(take(key), quoteWord(key), min, max, m_diagnostics);
}

std::optional<Bytes> FieldReader::bytes(const std::string& key) {
    return bytesOf(take(key), quoteWord(key), m_diagnostics);
}

std::optional<std::string> FieldReader::word(const std::string& key,
                                             const std::vector<std::string>& words) {
    return wordOf(take(key), quoteWord(key), words, m_diagnostics);
}

std::optional<std::vector<std::string>> FieldReader::texts(const std::string& key) {
    return textsOf(take(key), quoteWord(key), m_diagnostics);
}

const DocumentNode* FieldReader::map(const std::string& key) {
    return mapOf(take(key), quoteWord(key), m_diagnostics);
}

const DocumentNode* FieldReader::list(const std::string& key) {
    return listOf(take(key), quoteWord(key), m_diagnostics);
}

std::string toSnakeCase(std::string_view camel) {
    std::string snake;
    for (const char c : camel) {
        if (c >= 'A' && c <= 'Z') {
            snake += '_';
            snake += static_cast<char>(c - 'A' + 'a');
        } else {
            snake += c;
        }
    }
    return snake;
}

}  // namespace stowage
