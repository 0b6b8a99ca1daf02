#include "model/json_patch.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace stowage {
namespace {

std::optional<std::size_t> indexOf(const DocumentNode& sequence, const std::string& segment) {
    std::size_t index = 0;
    const char* end = segment.data() + segment.size();
    const auto parsed = std::from_chars(segment.data(), end, index);
    if (parsed.ec != std::errc() || parsed.ptr != end || index >= sequence.items.size()) {
        return std::nullopt;
    }
    return index;
}

const DocumentNode* childOf(const DocumentNode& node, const std::string& segment) {
    if (node.kind == NodeKind::Sequence) {
        const auto index = indexOf(node, segment);
        return index ? &node.items[*index] : nullptr;
    }
    return node.find(segment);
}

DocumentNode* mutableChildOf(DocumentNode& node, const std::string& segment) {
    if (node.kind == NodeKind::Sequence) {
        const auto index = indexOf(node, segment);
        return index ? &node.items[*index] : nullptr;
    }
    const auto at = std::ranges::find(node.entries, segment, &DocumentNode::Entry::key);
    return at == node.entries.end() ? nullptr : &at->value;
}

std::vector<std::string> segmentsOf(const std::string& pointer) {
    std::vector<std::string> segments;
    for (std::size_t at = 0; at < pointer.size(); ++at) {
        if (pointer[at] == '/') {
            segments.emplace_back();
        } else if (segments.empty()) {
            return {};
        } else if (pointer[at] == '~' && at + 1 < pointer.size()) {
            ++at;
            segments.back() += pointer[at] == '1' ? '/' : '~';
        } else {
            segments.back() += pointer[at];
        }
    }
    return segments;
}

bool addChild(DocumentNode& parent, const std::string& segment, const DocumentNode& value) {
    if (parent.kind == NodeKind::Map) {
        if (DocumentNode* existing = mutableChildOf(parent, segment)) {
            *existing = value;
        } else {
            addEntry(parent, segment, value);
        }
        return true;
    }
    if (parent.kind != NodeKind::Sequence) {
        return false;
    }
    const auto index =
        segment == "-" ? std::optional(parent.items.size()) : indexOf(parent, segment);
    if (!index) {
        return false;
    }
    parent.items.insert(parent.items.begin() + static_cast<std::ptrdiff_t>(*index), value);
    return true;
}

bool removeChild(DocumentNode& parent, const std::string& segment) {
    if (parent.kind == NodeKind::Sequence) {
        const auto index = indexOf(parent, segment);
        if (index) {
            parent.items.erase(parent.items.begin() + static_cast<std::ptrdiff_t>(*index));
        }
        return index.has_value();
    }
    return std::erase_if(parent.entries, [&](const auto& entry) { return entry.key == segment; }) >
           0;
}

bool applyOne(DocumentNode& root, const DocumentNode& operation) {
    const DocumentNode* op = operation.find("op");
    const DocumentNode* path = operation.find("path");
    const DocumentNode* value = operation.find("value");
    if (op == nullptr || path == nullptr) {
        return false;
    }
    const std::vector<std::string> segments = segmentsOf(path->text);
    if (segments.empty()) {
        return false;
    }
    DocumentNode* parent = &root;
    for (std::size_t at = 0; at + 1 < segments.size(); ++at) {
        parent = mutableChildOf(*parent, segments[at]);
        if (parent == nullptr) {
            return false;
        }
    }
    if (op->text == "remove") {
        return removeChild(*parent, segments.back());
    }
    if (value == nullptr) {
        return false;
    }
    if (op->text == "add") {
        return addChild(*parent, segments.back(), *value);
    }
    DocumentNode* existing = mutableChildOf(*parent, segments.back());
    if (op->text != "replace" || existing == nullptr) {
        return false;
    }
    *existing = *value;
    return true;
}

}  // namespace

bool isSameTree(const DocumentNode& a, const DocumentNode& b) {
    const auto sameEntry = [](const DocumentNode::Entry& x, const DocumentNode::Entry& y) {
        return x.key == y.key && isSameTree(x.value, y.value);
    };
    return a.kind == b.kind && a.text == b.text &&
           std::equal(a.items.begin(), a.items.end(), b.items.begin(), b.items.end(), isSameTree) &&
           std::equal(a.entries.begin(), a.entries.end(), b.entries.begin(), b.entries.end(),
                      sameEntry);
}

const DocumentNode* findPath(const DocumentNode& root, const std::vector<std::string>& path) {
    const DocumentNode* node = &root;
    for (std::size_t at = 0; at < path.size() && node != nullptr; ++at) {
        node = childOf(*node, path[at]);
    }
    return node;
}

DocumentNode* findPath(DocumentNode& root, const std::vector<std::string>& path) {
    DocumentNode* node = &root;
    for (std::size_t at = 0; at < path.size() && node != nullptr; ++at) {
        node = mutableChildOf(*node, path[at]);
    }
    return node;
}

std::string toPointer(const std::vector<std::string>& path) {
    std::string pointer;
    for (const std::string& segment : path) {
        pointer += '/';
        for (const char letter : segment) {
            pointer += letter == '~' ? "~0" : letter == '/' ? "~1" : std::string(1, letter);
        }
    }
    return pointer;
}

void addSetOperation(DocumentNode& patch, const DocumentNode& document,
                     const std::vector<std::string>& path, DocumentNode value) {
    const DocumentNode* deepest = &document;
    std::size_t depth = 0;
    while (depth < path.size()) {
        const DocumentNode* child = childOf(*deepest, path[depth]);
        if (child == nullptr || (child->isNull() && depth + 1 < path.size())) {
            break;
        }
        deepest = child;
        ++depth;
    }
    const bool exists = depth == path.size();
    const std::size_t target = exists ? path.size() : depth + 1;
    for (std::size_t at = path.size(); at > target; --at) {
        DocumentNode around = makeMap();
        addEntry(around, path[at - 1], std::move(value));
        value = std::move(around);
    }
    DocumentNode operation = makeMap();
    addEntry(operation, "op", makeString(exists ? "replace" : "add"));
    addEntry(
        operation, "path",
        makeString(toPointer({path.begin(), path.begin() + static_cast<std::ptrdiff_t>(target)})));
    addEntry(operation, "value", std::move(value));
    patch.items.push_back(std::move(operation));
}

DocumentNode patchSetting(const DocumentNode& document,
                          const std::vector<DocumentSetting>& settings) {
    DocumentNode patch = makeSequence();
    DocumentNode seen = document;
    for (const DocumentSetting& setting : settings) {
        addSetOperation(patch, seen, setting.path, setting.value);
        applyOne(seen, patch.items.back());
    }
    return patch;
}

void addRemoveOperation(DocumentNode& patch, const std::vector<std::string>& path) {
    DocumentNode operation = makeMap();
    addEntry(operation, "op", makeString("remove"));
    addEntry(operation, "path", makeString(toPointer(path)));
    patch.items.push_back(std::move(operation));
}

Result<DocumentNode> applyPatch(const DocumentNode& document, const DocumentNode& patch) {
    DocumentNode changed = document;
    for (std::size_t at = 0; at < patch.items.size(); ++at) {
        if (!applyOne(changed, patch.items[at])) {
            const DocumentNode* path = patch.items[at].find("path");
            return Error{.code = ErrorCode::InvalidArgument,
                         .message = fmt::format("operation {} of the patch does not apply at '{}'",
                                                at + 1, path == nullptr ? "" : path->text)};
        }
    }
    return changed;
}

}  // namespace stowage
