#include "model/blueprint_tree.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

namespace stowage {

namespace {

bool isMapLike(const DocumentNode& node) {
    return node.kind == NodeKind::Map || (node.kind == NodeKind::Sequence && node.items.empty());
}

template <std::size_t kCount>
bool isOneOf(const std::string& key, const std::array<std::string_view, kCount>& keys) {
    return std::find(keys.begin(), keys.end(), key) != keys.end();
}

/// What identifies a cluster without saying how to get in.
DocumentNode publicCloud(const DocumentNode& cloud) {
    constexpr std::array<std::string_view, 3> kPublic = {"provider", "arch", "context"};
    if (cloud.kind != NodeKind::Map) {
        return makeNull();
    }
    DocumentNode result = makeMap();
    for (const DocumentNode::Entry& entry : cloud.entries) {
        if (isOneOf(entry.key, kPublic) && entry.value.isScalar()) {
            addEntry(result, entry.key, entry.value);
        }
    }
    return result;
}

/// An environment's entry, or the old top-level map of all clouds, with every `cloud` reduced.
DocumentNode reducedEnvironments(const DocumentNode& environments) {
    DocumentNode result = environments;
    for (DocumentNode::Entry& entry : result.entries) {
        for (DocumentNode::Entry& field : entry.value.entries) {
            if (field.key == "cloud") {
                field.value = publicCloud(field.value);
            }
        }
    }
    return result;
}

DocumentNode reducedClouds(const DocumentNode& clouds) {
    DocumentNode result = makeMap();
    for (const DocumentNode::Entry& entry : clouds.entries) {
        if (entry.value.kind == NodeKind::Map && entry.key != "users") {
            addEntry(result, entry.key, publicCloud(entry.value));
        }
    }
    return result;
}

}  // namespace

DocumentNode mergedTree(const DocumentNode& base, const DocumentNode& overlay) {
    if (overlay.isNull()) {
        return base;
    }
    if (base.isNull() || !isMapLike(base) || !isMapLike(overlay)) {
        return overlay;
    }
    if (base.kind != NodeKind::Map || overlay.kind != NodeKind::Map) {
        return base.kind == NodeKind::Map ? base : overlay;
    }
    DocumentNode result = base;
    for (const DocumentNode::Entry& entry : overlay.entries) {
        const auto at = std::find_if(
            result.entries.begin(), result.entries.end(),
            [&](const DocumentNode::Entry& existing) { return existing.key == entry.key; });
        if (at == result.entries.end()) {
            result.entries.push_back(entry);
        } else {
            at->value = mergedTree(at->value, entry.value);
        }
    }
    return result;
}

DocumentNode withoutConnections(const DocumentNode& blueprint) {
    constexpr std::array<std::string_view, 5> kDropped = {
        "cloudflareToken", "cloudflare_token", "path", "isScaffolding", "is_scaffolding"};
    DocumentNode result = makeMap();
    result.place = blueprint.place;
    for (const DocumentNode::Entry& entry : blueprint.entries) {
        if (isOneOf(entry.key, kDropped)) {
            continue;
        }
        DocumentNode::Entry kept = entry;
        if (entry.key == "environments" && entry.value.kind == NodeKind::Map) {
            kept.value = reducedEnvironments(entry.value);
        } else if (entry.key == "cloud") {
            kept.value = reducedClouds(entry.value);
        }
        result.entries.push_back(std::move(kept));
    }
    return result;
}

}  // namespace stowage
