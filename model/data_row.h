#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/units.h"
#include "model/calendar_date.h"
#include "model/diagnostic.h"
#include "model/document.h"

namespace stowage {

/// Reads one map of a data file key by key. Every problem is a diagnostic at its place: a value of
/// the wrong shape, a required key that is missing, and in finish() keys that nobody asked for.
/// An absent optional key gives nullopt, an empty text or an empty list, without a diagnostic.
class DataRow {
public:
    /// Both references must outlive the row. A node that is no map is an error of its own.
    DataRow(const DocumentNode& node, Diagnostics& diagnostics);

    bool has(std::string_view key) const { return m_node.find(key) != nullptr; }
    const SourcePlace& place() const { return m_node.place; }

    std::string text(std::string_view key);
    std::string requiredText(std::string_view key);
    std::vector<std::string> texts(std::string_view key);
    std::optional<std::int64_t> integer(std::string_view key);
    std::optional<Bytes> bytes(std::string_view key);
    std::optional<MilliCpu> cpu(std::string_view key);
    /// A decimal that is not negative, of at most six places.
    std::optional<Money> money(std::string_view key);
    /// A decimal from 0 to 1.
    std::optional<PartsPerMillion> share(std::string_view key);
    std::optional<bool> flag(std::string_view key);
    std::optional<CalendarDate> date(std::string_view key);
    /// The items of a list; empty when absent.
    const std::vector<DocumentNode>& items(std::string_view key);
    const DocumentNode* map(std::string_view key);

    /// Reports a problem with the value of this key, or with the row where it is absent.
    void complain(std::string_view key, std::string message, std::string hint = {});
    /// Reports keys that were never read, each with the nearest known one. Call it last.
    void finish();
    /// Whether this row has reported an error.
    bool isBroken() const { return m_isBroken; }

private:
    const DocumentNode* take(std::string_view key);
    const DocumentNode* scalar(std::string_view key);

    const DocumentNode& m_node;
    Diagnostics& m_diagnostics;
    std::set<std::string, std::less<>> m_known;
    bool m_isBroken = false;
};

}  // namespace stowage
