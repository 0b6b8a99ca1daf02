#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "model/json_patch.h"
#include "model/yaml_edit.h"
#include "model/yaml_text.h"
#include "tests/support/golden.h"

namespace stowage {
namespace {

std::optional<DocumentNode> parse(const std::string& text) {
    Diagnostics diagnostics;
    auto document = parseDocument("t.yaml", text, DocumentFormat::Yaml, {}, diagnostics);
    return document ? std::optional(std::move(document->root)) : std::nullopt;
}

std::vector<std::string> shippedTexts() {
    std::vector<std::string> paths;
    for (const auto& file :
         std::filesystem::directory_iterator(testkit::repositoryPath("scenarios"))) {
        if (file.path().extension() == ".yaml") {
            paths.push_back(file.path().string());
        }
    }
    std::sort(paths.begin(), paths.end());
    std::vector<std::string> texts;
    for (const std::string& path : paths) {
        texts.push_back(readTextFile(path, DocumentLimits{}.bytesMax).value());
    }
    return texts;
}

/// What the shipped files do not have: anchors, block scalars, other quotes, compact lists.
const std::string kOddText =
    "# head\napps:\n- name: 'a'   # first\n  list: &l [1, 2]\n  copy: *l\n- {name: b,\n   x: "
    "1}\n\nnote: |\n  # text\n  more\n\nempty:\nlast: \"q\"   # end\n";

DocumentNode randomScalar() {
    const int kind = *rc::gen::inRange(0, 5);
    const std::string word = *rc::gen::container<std::string>(
        rc::gen::elementOf(std::string("ab: #{}[],&*!|>'\"%@-?0.\\~ ")));
    return kind == 0   ? makeNumber(*rc::gen::inRange(-9, 1000))
           : kind == 1 ? makeBool(*rc::gen::arbitrary<bool>())
           : kind == 2 ? makeNull()
           : kind == 3 ? makeDecimal("0.25")
                       : makeString(word);
}

DocumentNode randomTree(int depth) {
    const int kind = depth == 0 ? 0 : *rc::gen::inRange(0, 4);
    if (kind < 2) {
        return randomScalar();
    }
    DocumentNode node = kind == 2 ? makeMap() : makeSequence();
    const int size = *rc::gen::inRange(0, 4);
    for (int i = 0; i < size; ++i) {
        if (kind == 2) {
            addEntry(node, "k" + std::to_string(i), randomTree(depth - 1));
        } else {
            node.items.push_back(randomTree(depth - 1));
        }
    }
    return node;
}

DocumentNode* randomCollection(DocumentNode& root) {
    DocumentNode* node = &root;
    const int depth = *rc::gen::inRange(0, 6);
    for (int i = 0; i < depth; ++i) {
        std::vector<DocumentNode*> below;
        for (DocumentNode& item : node->items) {
            below.push_back(&item);
        }
        for (DocumentNode::Entry& entry : node->entries) {
            below.push_back(&entry.value);
        }
        below.erase(std::remove_if(below.begin(), below.end(),
                                   [](DocumentNode* one) { return one->isScalar(); }),
                    below.end());
        if (below.empty()) {
            break;
        }
        node = *rc::gen::elementOf(below);
    }
    return node;
}

/// Sets, adds or removes one child somewhere.
void changeOnce(DocumentNode& root) {
    DocumentNode* node = randomCollection(root);
    const int operation = *rc::gen::inRange(0, 4);
    if (node->kind == NodeKind::Map) {
        const std::size_t size = node->entries.size();
        const auto at = size == 0 ? 0U : *rc::gen::inRange<std::size_t>(0, size);
        if (operation == 0 && size > 1) {
            node->entries.erase(node->entries.begin() + static_cast<std::ptrdiff_t>(at));
        } else if (operation == 1 || size == 0) {
            const std::string key = "new" + std::to_string(*rc::gen::inRange(0, 100));
            if (node->find(key) == nullptr) {
                node->entries.insert(node->entries.begin() + static_cast<std::ptrdiff_t>(at),
                                     {.key = key, .keyPlace = {}, .value = randomTree(2)});
            }
        } else {
            node->entries[at].value = operation == 2 ? randomScalar() : randomTree(2);
        }
        return;
    }
    const std::size_t size = node->items.size();
    const auto at = size == 0 ? 0U : *rc::gen::inRange<std::size_t>(0, size);
    if (operation == 0 && size > 0) {
        node->items.erase(node->items.begin() + static_cast<std::ptrdiff_t>(at));
    } else if (operation == 1 || size == 0) {
        node->items.insert(node->items.begin() + static_cast<std::ptrdiff_t>(at), randomTree(2));
    } else {
        node->items[at] = operation == 2 ? randomScalar() : randomTree(2);
    }
}

/// The lines of one key of the root, down to the next key.
std::vector<std::string> rootParts(const std::string& text, const DocumentNode& root) {
    const YamlText places(text);
    std::vector<std::string> parts;
    for (std::size_t i = 0; i < root.entries.size(); ++i) {
        const std::size_t begin = *places.offsetOf(root.entries[i].keyPlace);
        const std::size_t end =
            places.valueOf(root.entries[i], YamlContext{}).value_or(YamlExtent{}).end;
        parts.push_back(end > begin ? text.substr(begin, places.endOfLine(end) - begin) : "");
    }
    return parts;
}

RC_GTEST_PROP(YamlEditProperty, TheResultReadsAsTheTreeAndTheRestStands, ()) {
    static const std::vector<std::string> texts = [] {
        std::vector<std::string> all = shippedTexts();
        all.push_back(kOddText);
        return all;
    }();
    const std::string text = *rc::gen::elementOf(texts);
    const auto before = parse(text);
    RC_ASSERT(before.has_value());
    DocumentNode after = *before;
    const int changes = *rc::gen::inRange(1, 5);
    for (int i = 0; i < changes; ++i) {
        changeOnce(after);
    }
    const YamlEdit edit = editYaml(text, after);
    const auto read = parse(edit.text);
    RC_ASSERT(read.has_value());
    RC_ASSERT(isSameTree(*read, after));
    // Keys of the root that did not change keep their lines to the byte.
    const std::vector<std::string> parts = rootParts(text, *before);
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const DocumentNode* now = after.find(before->entries[i].key);
        if (now != nullptr && isSameTree(*now, before->entries[i].value)) {
            RC_ASSERT(edit.text.find(parts[i]) != std::string::npos);
        }
    }
    // No comment goes without being told.
    std::size_t kept = 0;
    const YamlText old(text);
    for (const YamlComment& comment : old.comments()) {
        const std::string words = text.substr(comment.begin, comment.end - comment.begin);
        kept += edit.text.find(words) != std::string::npos ? 1U : 0U;
    }
    RC_ASSERT(kept + edit.lost.size() >= old.comments().size());
}

RC_GTEST_PROP(YamlEditProperty, OneScalarIsOneLine, ()) {
    static const std::vector<std::string> texts = shippedTexts();
    const std::string text = *rc::gen::elementOf(texts);
    DocumentNode after = *parse(text);
    DocumentNode* node = randomCollection(after);
    std::vector<DocumentNode*> scalars;
    for (DocumentNode& item : node->items) {
        scalars.push_back(&item);
    }
    for (DocumentNode::Entry& entry : node->entries) {
        scalars.push_back(&entry.value);
    }
    scalars.erase(std::remove_if(scalars.begin(), scalars.end(),
                                 [](DocumentNode* one) {
                                     return !one->isScalar() || one->isNull() ||
                                            one->text.find('\n') != std::string::npos;
                                 }),
                  scalars.end());
    RC_PRE(!scalars.empty());
    **rc::gen::elementOf(scalars) = makeString(*rc::gen::elementOf(
        std::vector<std::string>{"word", "two words", "true", "12", "it's # not", "", "ä: b"}));
    const YamlEdit edit = editYaml(text, after);
    std::vector<std::string> one;
    std::vector<std::string> other;
    const auto split = [](const std::string& whole, std::vector<std::string>& lines) {
        std::size_t start = 0;
        while (start <= whole.size()) {
            const std::size_t end = std::min(whole.find('\n', start), whole.size());
            lines.push_back(whole.substr(start, end - start));
            start = end + 1;
        }
    };
    split(text, one);
    split(edit.text, other);
    RC_ASSERT(one.size() == other.size());
    std::size_t differing = 0;
    for (std::size_t i = 0; i < one.size(); ++i) {
        differing += one[i] != other[i] ? 1U : 0U;
    }
    RC_ASSERT(differing <= 1U);
    RC_ASSERT(edit.lost.empty());
}

}  // namespace
}  // namespace stowage
