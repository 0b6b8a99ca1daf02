#include "model/data_row.h"

#include <fmt/format.h>

#include <charconv>
#include <utility>

#include "model/quantity.h"

namespace stowage {

DataRow::DataRow(const DocumentNode& node, Diagnostics& diagnostics)
    : m_node(node), m_diagnostics(diagnostics) {
    if (node.kind != NodeKind::Map) {
        m_diagnostics.error(node.place, "expected a map of keys and values");
        m_isBroken = true;
    }
}

const DocumentNode* DataRow::take(std::string_view key) {
    m_known.emplace(key);
    const DocumentNode* value = m_node.find(key);
    return value == nullptr || value->isNull() ? nullptr : value;
}

const DocumentNode* DataRow::scalar(std::string_view key) {
    const DocumentNode* value = take(key);
    if (value != nullptr && !value->isScalar()) {
        complain(key, fmt::format("'{}' must be a single value", key));
        return nullptr;
    }
    return value;
}

std::string DataRow::text(std::string_view key) {
    const DocumentNode* value = scalar(key);
    return value == nullptr ? std::string() : value->text;
}

std::string DataRow::requiredText(std::string_view key) {
    std::string value = text(key);
    if (value.empty() && !m_isBroken) {
        complain(key, fmt::format("'{}' is missing", key));
    }
    return value;
}

std::vector<std::string> DataRow::texts(std::string_view key) {
    std::vector<std::string> values;
    for (const DocumentNode& item : items(key)) {
        if (item.isScalar() && !item.isNull()) {
            values.push_back(item.text);
        } else {
            complain(key, fmt::format("'{}' must be a list of words", key));
        }
    }
    return values;
}

std::optional<std::int64_t> DataRow::integer(std::string_view key) {
    const DocumentNode* value = scalar(key);
    if (value == nullptr) {
        return std::nullopt;
    }
    std::int64_t number = 0;
    const char* end = value->text.data() + value->text.size();
    const auto [rest, failure] = std::from_chars(value->text.data(), end, number);
    if (failure != std::errc() || rest != end || number < 0) {
        complain(key,
                 fmt::format("'{}: {}' is not a whole number of at least 0", key, value->text));
        return std::nullopt;
    }
    return number;
}

std::optional<Bytes> DataRow::bytes(std::string_view key) {
    const DocumentNode* value = scalar(key);
    if (value == nullptr) {
        return std::nullopt;
    }
    const Result<Bytes> parsed = parseBytes(value->text);
    if (!parsed.ok() || *parsed < Bytes()) {
        complain(key, fmt::format("'{}: {}' is not a size", key, value->text),
                 "write it as in 512Mi, 4Gi or 20T");
        return std::nullopt;
    }
    return *parsed;
}

std::optional<MilliCpu> DataRow::cpu(std::string_view key) {
    const DocumentNode* value = scalar(key);
    if (value == nullptr) {
        return std::nullopt;
    }
    const Result<MilliCpu> parsed = parseCpu(value->text);
    if (!parsed.ok() || *parsed < MilliCpu()) {
        complain(key, fmt::format("'{}: {}' is not a number of CPUs", key, value->text),
                 "write it as in 2, 0.5 or 250m");
        return std::nullopt;
    }
    return *parsed;
}

std::optional<Money> DataRow::money(std::string_view key) {
    const DocumentNode* value = scalar(key);
    if (value == nullptr) {
        return std::nullopt;
    }
    const std::optional<Money> amount = parseDecimal(value->text);
    if (!amount || *amount < Money()) {
        complain(key, fmt::format("'{}: {}' is not an amount of money", key, value->text),
                 "write it as in 12 or 5.49, with at most six decimals");
        return std::nullopt;
    }
    return amount;
}

std::optional<PartsPerMillion> DataRow::share(std::string_view key) {
    const DocumentNode* value = scalar(key);
    if (value == nullptr) {
        return std::nullopt;
    }
    const std::optional<Money> amount = parseDecimal(value->text);
    if (!amount || amount->raw() < 0 || amount->raw() > kWhole.raw()) {
        complain(key, fmt::format("'{}: {}' is not a share from 0 to 1", key, value->text));
        return std::nullopt;
    }
    return PartsPerMillion::fromRaw(amount->raw());
}

std::optional<bool> DataRow::flag(std::string_view key) {
    const DocumentNode* value = scalar(key);
    if (value == nullptr) {
        return std::nullopt;
    }
    if (value->kind != NodeKind::Bool) {
        complain(key, fmt::format("'{}: {}' must be true or false", key, value->text));
        return std::nullopt;
    }
    return value->text == "true";
}

std::optional<CalendarDate> DataRow::date(std::string_view key) {
    const DocumentNode* value = scalar(key);
    if (value == nullptr) {
        return std::nullopt;
    }
    const Result<CalendarDate> parsed = CalendarDate::parse(value->text);
    if (!parsed.ok()) {
        complain(key, parsed.error().message);
        return std::nullopt;
    }
    return *parsed;
}

const std::vector<DocumentNode>& DataRow::items(std::string_view key) {
    static const std::vector<DocumentNode> kNone;
    const DocumentNode* value = take(key);
    if (value == nullptr) {
        return kNone;
    }
    if (value->kind != NodeKind::Sequence) {
        complain(key, fmt::format("'{}' must be a list", key));
        return kNone;
    }
    return value->items;
}

const DocumentNode* DataRow::map(std::string_view key) {
    const DocumentNode* value = take(key);
    if (value != nullptr && value->kind != NodeKind::Map) {
        complain(key, fmt::format("'{}' must be a map", key));
        return nullptr;
    }
    return value;
}

void DataRow::complain(std::string_view key, std::string message, std::string hint) {
    const DocumentNode* value = m_node.find(key);
    m_diagnostics.error(value == nullptr ? m_node.place : value->place, std::move(message),
                        std::move(hint));
    m_isBroken = true;
}

void DataRow::finish() {
    const std::vector<std::string> known(m_known.begin(), m_known.end());
    for (const DocumentNode::Entry& entry : m_node.entries) {
        if (m_known.count(entry.key) != 0) {
            continue;
        }
        m_diagnostics.error(entry.keyPlace, "unknown key " + quoteWord(entry.key),
                            didYouMean(entry.key, known));
        m_isBroken = true;
    }
}

}  // namespace stowage
