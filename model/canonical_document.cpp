#include "model/canonical_document.h"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>

#include "model/yaml_scalar.h"

namespace stowage {

namespace {

const std::vector<std::string> kScenarioKeys = {
    "apiVersion", "kind",         "metadata",      "currency",     "exchange",    "seed",
    "apps",       "services",     "serviceImages", "requirements", "assumptions", "larakubeVersion",
    "candidates", "existingNodes"};
const std::vector<std::string> kAppKeys = {
    "name",   "blueprint", "environments", "traffic",  "workers", "replicas", "resources",
    "runsOn", "data",      "images",       "strategy", "weight",  "workloads"};

std::size_t rank(const std::vector<std::string>& order, const std::string& key) {
    return static_cast<std::size_t>(std::find(order.begin(), order.end(), key) - order.begin());
}

/// Removes places, nulls and what distinguishes YAML from JSON.
DocumentNode plainCopy(const DocumentNode& node) {
    DocumentNode copy;
    copy.kind = node.kind;
    copy.text = node.text;
    copy.quoted = node.kind == NodeKind::String;
    for (const DocumentNode& item : node.items) {
        copy.items.push_back(plainCopy(item));
    }
    for (const DocumentNode::Entry& entry : node.entries) {
        if (!entry.value.isNull()) {
            addEntry(copy, entry.key, plainCopy(entry.value));
        }
    }
    return copy;
}

void sortKeys(DocumentNode& map, const std::vector<std::string>& order) {
    std::stable_sort(map.entries.begin(), map.entries.end(),
                     [&](const DocumentNode::Entry& a, const DocumentNode::Entry& b) {
                         return rank(order, a.key) < rank(order, b.key);
                     });
}

void inlineBlueprint(DocumentNode& app, const App& read) {
    for (DocumentNode::Entry& entry : app.entries) {
        if (entry.key == "blueprint" && read.blueprint) {
            entry.value = plainCopy(read.blueprint->source);
            // The name of a blueprint without one comes from its folder, which is gone.
            if (entry.value.find("name") == nullptr) {
                DocumentNode::Entry name{
                    .key = "name", .keyPlace = {}, .value = makeString(read.blueprint->name)};
                entry.value.entries.insert(entry.value.entries.begin(), std::move(name));
            }
        }
    }
    sortKeys(app, kAppKeys);
}

bool isPlainKey(std::string_view key) {
    return !key.empty() &&
           key.find_first_not_of(
               "abcdefghijklmnopqrstuvwxyz"
               "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./-") == std::string_view::npos &&
           key.front() != '-' && key.front() != '.';
}

/// JSON strings are YAML strings: quoting is always safe.
std::string quoted(const std::string& text) {
    std::string json = writeJson(makeString(text));
    json.pop_back();
    return json;
}

std::string scalarText(const DocumentNode& node) {
    switch (node.kind) {
        case NodeKind::Null:
            return "null";
        case NodeKind::Bool:
        case NodeKind::Number:
            return node.text;
        case NodeKind::String:
            break;
        case NodeKind::Sequence:
            return "[]";
        case NodeKind::Map:
            return "{}";
    }
    const bool isWord = isPlainKey(node.text) && isUnambiguousWord(node.text);
    return isWord ? node.text : quoted(node.text);
}

bool isBlock(const DocumentNode& node) {
    return !node.items.empty() || !node.entries.empty();
}

void appendYaml(const DocumentNode& node, std::size_t indent, std::string& out);

void appendEntry(const DocumentNode::Entry& entry, std::size_t indent, std::string& out) {
    const bool isWord = isPlainKey(entry.key) && isUnambiguousWord(entry.key);
    out += isWord ? entry.key : quoted(entry.key);
    out += ':';
    if (isBlock(entry.value)) {
        out += '\n';
        appendYaml(entry.value, indent + 2, out);
    } else {
        out += ' ' + scalarText(entry.value) + '\n';
    }
}

/// Appends a block collection; every line starts at `indent`.
void appendYaml(const DocumentNode& node, std::size_t indent, std::string& out) {
    for (const DocumentNode::Entry& entry : node.entries) {
        out.append(indent, ' ');
        appendEntry(entry, indent, out);
    }
    for (const DocumentNode& item : node.items) {
        out.append(indent, ' ');
        out += "- ";
        if (!isBlock(item)) {
            out += scalarText(item) + '\n';
            continue;
        }
        std::string inner;
        appendYaml(item, indent + 2, inner);
        out += inner.substr(indent + 2);
    }
}

}  // namespace

DocumentNode canonicalDocument(const DocumentNode& root, const std::vector<App>& apps) {
    DocumentNode document = plainCopy(root);
    for (DocumentNode::Entry& entry : document.entries) {
        if (entry.key != "apps") {
            continue;
        }
        for (std::size_t i = 0; i < entry.value.items.size() && i < apps.size(); ++i) {
            inlineBlueprint(entry.value.items[i], apps[i]);
        }
    }
    sortKeys(document, kScenarioKeys);
    return document;
}

std::string writeYaml(const DocumentNode& root) {
    std::string out;
    if (isBlock(root)) {
        appendYaml(root, 0, out);
    } else {
        out = scalarText(root) + '\n';
    }
    return out;
}

}  // namespace stowage
