#pragma once

#include <string>
#include <vector>

#include "model/base/result.h"
#include "model/document.h"

namespace stowage {

/// One operation of RFC 6902 that sets `path` to `value`: `replace` where it exists, else `add` at
/// the deepest map that exists, with the missing maps around the value. Appended to `patch`.
void addSetOperation(DocumentNode& patch, const DocumentNode& document,
                     const std::vector<std::string>& path, DocumentNode value);
/// One value to set, for patchSetting().
struct DocumentSetting {
    std::vector<std::string> path;
    DocumentNode value;
};
/// The patch that makes all settings, each on the result of the ones before it.
DocumentNode patchSetting(const DocumentNode& document,
                          const std::vector<DocumentSetting>& settings);
/// `remove` of an item or key that exists.
void addRemoveOperation(DocumentNode& patch, const std::vector<std::string>& path);

/// Applies add, replace and remove of RFC 6902 in order; all or nothing. Errors: InvalidArgument
/// names the operation that does not apply.
Result<DocumentNode> applyPatch(const DocumentNode& document, const DocumentNode& patch);

/// Whether both hold the same values in the same order of keys and items, whatever their places and
/// quotes.
bool isSameTree(const DocumentNode& a, const DocumentNode& b);
/// The value at the path, or nullptr.
const DocumentNode* findPath(const DocumentNode& root, const std::vector<std::string>& path);
DocumentNode* findPath(DocumentNode& root, const std::vector<std::string>& path);

/// "/apps/0/workers": segments with '~' and '/' escaped (RFC 6901).
std::string toPointer(const std::vector<std::string>& path);

}  // namespace stowage
