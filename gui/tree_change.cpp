#include "gui/tree_change.h"

#include <algorithm>
#include <cstddef>
#include <optional>

#include "model/base/invariant.h"
#include "model/json_patch.h"

namespace stowage::gui {
namespace {

/// Whether both hold the same keys (or as many items), so that a difference lies below.
bool sameShape(const DocumentNode& one, const DocumentNode& other) {
    if (one.kind != other.kind || one.isScalar()) {
        return false;
    }
    if (one.kind == NodeKind::Sequence) {
        return one.items.size() == other.items.size();
    }
    return std::equal(one.entries.begin(), one.entries.end(), other.entries.begin(),
                      other.entries.end(),
                      [](const auto& a, const auto& b) { return a.key == b.key; });
}

struct Child {
    std::string segment;
    const DocumentNode* before = nullptr;
    const DocumentNode* after = nullptr;
};

/// The one child that differs; nullopt when none or several do.
std::optional<Child> onlyDifference(const DocumentNode& before, const DocumentNode& after) {
    std::optional<Child> found;
    const std::size_t count =
        before.kind == NodeKind::Sequence ? before.items.size() : before.entries.size();
    for (std::size_t at = 0; at < count; ++at) {
        const bool isList = before.kind == NodeKind::Sequence;
        const DocumentNode& one = isList ? before.items[at] : before.entries[at].value;
        const DocumentNode& other = isList ? after.items[at] : after.entries[at].value;
        if (isSameTree(one, other)) {
            continue;
        }
        if (found) {
            return std::nullopt;
        }
        found = Child{.segment = isList ? std::to_string(at) : before.entries[at].key,
                      .before = &one,
                      .after = &other};
    }
    return found;
}

bool startsBefore(const SourcePlace& place, int line, int column) {
    return place.line > 0 && (place.line < line || (place.line == line && place.column <= column));
}

}  // namespace

TreeChange smallestChange(const DocumentNode& before, const DocumentNode& after) {
    STOWAGE_ASSERT(!isSameTree(before, after));
    TreeChange change;
    const DocumentNode* one = &before;
    const DocumentNode* other = &after;
    while (sameShape(*one, *other)) {
        const auto child = onlyDifference(*one, *other);
        if (!child) {
            break;
        }
        change.path.push_back(child->segment);
        one = child->before;
        other = child->after;
    }
    change.before = *one;
    change.after = *other;
    return change;
}

std::vector<std::string> pathAtPlace(const DocumentNode& root, int line, int column) {
    std::vector<std::string> path;
    const DocumentNode* node = &root;
    while (node != nullptr && !node->isScalar()) {
        const DocumentNode* next = nullptr;
        std::string segment;
        for (std::size_t at = 0; at < node->items.size(); ++at) {
            if (startsBefore(node->items[at].place, line, column)) {
                next = &node->items[at];
                segment = std::to_string(at);
            }
        }
        for (const DocumentNode::Entry& entry : node->entries) {
            if (startsBefore(entry.keyPlace, line, column)) {
                next = &entry.value;
                segment = entry.key;
            }
        }
        if (next != nullptr) {
            path.push_back(segment);
        }
        node = next;
    }
    return path;
}

}  // namespace stowage::gui
