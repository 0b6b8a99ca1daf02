#include "model/yaml_fragment.h"

#include <algorithm>

#include "model/canonical_document.h"

namespace stowage {
namespace {

constexpr std::size_t kInlineWidthMax = 90;
constexpr std::size_t kStep = 2;

bool isEmpty(const DocumentNode& node) {
    return node.items.empty() && node.entries.empty();
}

}  // namespace

std::string yamlKey(const std::string& key) {
    DocumentNode map = makeMap();
    addEntry(map, key, makeNull());
    const std::string line = writeYaml(map);
    return line.substr(0, line.rfind(':'));
}

std::string inlineYaml(const DocumentNode& node) {
    if (node.isScalar() || isEmpty(node)) {
        std::string text = writeYaml(node);
        text.pop_back();
        return text;
    }
    std::string text;
    for (const DocumentNode& item : node.items) {
        text += (text.empty() ? "" : ", ") + inlineYaml(item);
    }
    for (const DocumentNode::Entry& entry : node.entries) {
        text += (text.empty() ? "" : ", ") + yamlKey(entry.key) + ": " + inlineYaml(entry.value);
    }
    return node.kind == NodeKind::Map ? "{ " + text + " }" : "[" + text + "]";
}

bool isInline(const DocumentNode& node) {
    if (node.isScalar() || isEmpty(node)) {
        return true;
    }
    const bool isFlat =
        std::all_of(node.items.begin(), node.items.end(),
                    [](const DocumentNode& item) { return item.isScalar(); }) &&
        std::all_of(node.entries.begin(), node.entries.end(),
                    [](const DocumentNode::Entry& entry) { return entry.value.isScalar(); });
    return isFlat && inlineYaml(node).size() <= kInlineWidthMax;
}

std::string entryYaml(const std::string& key, const DocumentNode& value, std::size_t indent,
                      const std::string& lineEnd) {
    if (isInline(value)) {
        return yamlKey(key) + ": " + inlineYaml(value);
    }
    return yamlKey(key) + ":" + lineEnd + std::string(indent + kStep, ' ') +
           blockYaml(value, indent + kStep, lineEnd);
}

std::string itemYaml(const DocumentNode& item, std::size_t indent, const std::string& lineEnd) {
    const bool isFlat = isInline(item);
    return "- " + (isFlat ? inlineYaml(item) : blockYaml(item, indent + kStep, lineEnd));
}

std::string blockYaml(const DocumentNode& node, std::size_t indent, const std::string& lineEnd) {
    std::string text;
    const auto add = [&](const std::string& piece) {
        text += (text.empty() ? std::string() : lineEnd + std::string(indent, ' ')) + piece;
    };
    for (const DocumentNode::Entry& entry : node.entries) {
        add(entryYaml(entry.key, entry.value, indent, lineEnd));
    }
    for (const DocumentNode& item : node.items) {
        add(itemYaml(item, indent, lineEnd));
    }
    return node.isScalar() || isEmpty(node) ? inlineYaml(node) : text;
}

}  // namespace stowage
