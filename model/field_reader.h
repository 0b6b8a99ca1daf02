#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/units.h"
#include "model/diagnostic.h"
#include "model/document.h"

namespace stowage {

// Typed readers of single values. `label` names the value in messages, as in "'p95LatencyMs'".
// Each reports what it cannot read and gives nullopt; so does a node that is absent (nullptr),
// silently.

/// Text, or a number as it was written ("8.5"). Booleans are refused: quotes were forgotten.
std::optional<std::string> textOf(const DocumentNode* node, std::string_view label,
                                  Diagnostics& diagnostics);
std::optional<bool> boolOf(const DocumentNode* node, std::string_view label,
                           Diagnostics& diagnostics);
std::optional<std::int64_t> wholeOf(const DocumentNode* node, std::string_view label,
                                    std::int64_t min, std::int64_t max, Diagnostics& diagnostics);
/// A decimal number as whole units of 10^-digits, exact; more digits are refused. `min` and `max`
/// are in the same units.
std::optional<std::int64_t> scaledOf(const DocumentNode* node, std::string_view label, int digits,
                                     std::int64_t min, std::int64_t max, Diagnostics& diagnostics);
/// A statistic; never used where an exact number decides.
std::optional<double> decimalOf(const DocumentNode* node, std::string_view label, double min,
                                double max, Diagnostics& diagnostics);
/// Kubernetes quantities, never negative.
std::optional<MilliCpu> cpuOf(const DocumentNode* node, std::string_view label,
                              Diagnostics& diagnostics);
std::optional<Bytes> bytesOf(const DocumentNode* node, std::string_view label,
                             Diagnostics& diagnostics);
std::optional<std::int64_t> countOf(const DocumentNode* node, std::string_view label,
                                    Diagnostics& diagnostics);
/// One of the words; the message lists them and names the nearest.
std::optional<std::string> wordOf(const DocumentNode* node, std::string_view label,
                                  const std::vector<std::string>& words, Diagnostics& diagnostics);
std::optional<std::vector<std::string>> textsOf(const DocumentNode* node, std::string_view label,
                                                Diagnostics& diagnostics);
/// The node when it is a map, or an empty list, which PHP writes for an empty map; else nullptr,
/// reported.
const DocumentNode* mapOf(const DocumentNode* node, std::string_view label,
                          Diagnostics& diagnostics);
/// The node when it is a list; else nullptr, reported.
const DocumentNode* listOf(const DocumentNode* node, std::string_view label,
                           Diagnostics& diagnostics);
/// "a list", "text", "the number 5": what a message says was found.
std::string describe(const DocumentNode& node);

enum class KeySpelling {
    Exact,
    CamelOrSnake,  ///< "lockedFiles" also finds "locked_files"
};

/// Reads the fields of one map and afterwards reports the keys that nobody asked for.
class FieldReader {
public:
    /// `where` completes "unknown key 'x' in …". A node that is no map is reported and read as
    /// empty; null and an empty list are empty maps.
    FieldReader(const DocumentNode& node, std::string where, Diagnostics& diagnostics,
                KeySpelling spelling = KeySpelling::Exact);

    /// The value of a key, which is known from now on; nullptr when absent or null.
    const DocumentNode* take(const std::string& key);
    /// Keys that are understood and have no effect on a plan.
    void ignore(const std::vector<std::string>& keys);
    /// Every other key is an unknown one: error or warning, with the nearest known key.
    void finish(Severity severity);

    std::optional<std::string> text(const std::string& key);
    std::optional<bool> boolean(const std::string& key);
    std::optional<std::int64_t> whole(const std::string& key, std::int64_t min, std::int64_t max);
    std::optional<std::int64_t> scaled(const std::string& key, int digits, std::int64_t min,
                                       std::int64_t max);
    std::optional<double> decimal(const std::string& key, double min, double max);
    std::optional<Bytes> bytes(const std::string& key);
    std::optional<std::string> word(const std::string& key, const std::vector<std::string>& words);
    std::optional<std::vector<std::string>> texts(const std::string& key);
    const DocumentNode* map(const std::string& key);
    const DocumentNode* list(const std::string& key);

private:
    const DocumentNode* m_map = nullptr;
    std::string m_where;
    Diagnostics& m_diagnostics;
    KeySpelling m_spelling;
    std::vector<std::string> m_known;
};

/// "lockedFiles" as "locked_files".
std::string toSnakeCase(std::string_view camel);

}  // namespace stowage
