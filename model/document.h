#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.h"
#include "model/diagnostic.h"

namespace stowage {

enum class NodeKind { Null, Bool, Number, String, Sequence, Map };

/// One value of a YAML or JSON tree with its place in the file. Numbers keep their text, so that
/// nothing is lost by a conversion; readers convert with the functions of quantity.h.
class DocumentNode {
public:
    struct Entry;

    NodeKind kind = NodeKind::Null;
    /// Text of a scalar: "true"/"false" for Bool, as written for Number, the content for String.
    std::string text;
    /// Whether a String was quoted in YAML (always true in JSON).
    bool quoted = false;
    SourcePlace place;
    std::vector<DocumentNode> items;  ///< of a Sequence
    std::vector<Entry> entries;       ///< of a Map, in file order; keys are unique

    bool isNull() const { return kind == NodeKind::Null; }
    bool isScalar() const { return kind != NodeKind::Sequence && kind != NodeKind::Map; }
    /// The value of a key, or nullptr. On anything but a Map: nullptr.
    const DocumentNode* find(std::string_view key) const;
};

struct DocumentNode::Entry {
    std::string key;
    SourcePlace keyPlace;
    DocumentNode value;
};

/// Limits of the guarded readers (contracts.md section 2).
struct DocumentLimits {
    std::int64_t bytesMax = 4 * 1024 * 1024;
    int depthMax = 100;
    std::int64_t nodesMax = 200'000;  ///< after the expansion of aliases
};

/// A parsed file: its tree and its text, for caret lines.
struct Document {
    std::string file;
    std::string text;
    DocumentNode root;

    /// The source line (1-based) without its line end; empty when there is none.
    std::string line(int number) const;
};

enum class DocumentFormat { Yaml, Json, ByName };

/// Parses text read from `file` (a name for messages only). ByName: JSON when the name ends in
/// ".json" or the first character that is not space is '{', else YAML. Every finding goes to
/// `diagnostics`, with caret lines; nullopt when there is any error.
std::optional<Document> parseDocument(std::string file, std::string text, DocumentFormat format,
                                      const DocumentLimits& limits, Diagnostics& diagnostics);

/// A file as far as it could be understood. Without `isSound` it holds values that are errors (kept
/// as the words that were written): good for finding what else is wrong, never for use.
struct FoundDocument {
    Document document;
    bool isSound = true;
};

/// As parseDocument, but values that cannot be meant do not hide the findings beyond them. nullopt
/// when there is no tree to look at.
std::optional<FoundDocument> findDocument(std::string file, std::string text, DocumentFormat format,
                                          const DocumentLimits& limits, Diagnostics& diagnostics);

/// Reads a file of at most limits.bytesMax bytes. Errors: NotFound, Unreadable, LimitReached.
Result<std::string> readTextFile(const std::string& path, std::int64_t bytesMax);

/// Writes to a temporary file in the same folder, syncs, renames: the old file is whole or the new
/// one is. `mode` are the permission bits. A pipe or terminal is written in place. Errors:
/// NotFound (no such folder), Unreadable.
Status writeTextFile(const std::string& path, std::string_view text, unsigned mode = 0644);

/// Canonical JSON: two spaces, keys in the order of the tree, numbers as their text, ends with a
/// newline. Scalars of kind Number are written verbatim and must be valid JSON numbers.
std::string writeJson(const DocumentNode& root);

/// Builders for trees that are written.
DocumentNode makeString(std::string text);
DocumentNode makeNumber(std::int64_t value);
DocumentNode makeDecimal(std::string text);  ///< a number given by its exact text
DocumentNode makeBool(bool value);
DocumentNode makeNull();
DocumentNode makeMap();
DocumentNode makeSequence();
void addEntry(DocumentNode& map, std::string key, DocumentNode value);
/// A double as the shortest decimal text that a fixed number of significant digits gives; the same
/// bytes on every machine. Asserts on NaN and infinity.
DocumentNode makeRounded(double value, int significantDigits);

}  // namespace stowage
