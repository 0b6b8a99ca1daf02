#include "gui/edit_builder.h"

#include <algorithm>
#include <utility>

#include "gui/format.h"
#include "model/base/invariant.h"
#include "model/json_patch.h"

namespace stowage::gui {
namespace {

DocumentPath childPath(const DocumentPath& parent, std::string segment) {
    DocumentPath path = parent;
    path.push_back(std::move(segment));
    return path;
}

DocumentNode wordList(const std::vector<std::string>& words) {
    DocumentNode list = makeSequence();
    for (const std::string& word : words) {
        list.items.push_back(makeString(word));
    }
    return list;
}

/// A map that would be left empty goes with its last key; an item of a list stays.
bool emptiesParent(const DocumentNode& document, const DocumentPath& path) {
    if (path.size() < 2) {
        return false;
    }
    const DocumentPath parent(path.begin(), path.end() - 1);
    const DocumentPath grandparent(parent.begin(), parent.end() - 1);
    const DocumentNode* map = findPath(document, parent);
    const DocumentNode* around = findPath(document, grandparent);
    return map->kind == NodeKind::Map && map->entries.size() == 1 && around->kind == NodeKind::Map;
}

}  // namespace

EditBuilder::EditBuilder(const DocumentNode& document) : m_document(document) {}

void EditBuilder::apply(DocumentNode operations) {
    auto changed = applyPatch(m_document, operations);
    STOWAGE_ASSERT(changed.ok());
    m_document = std::move(changed).value();
    std::move(operations.items.begin(), operations.items.end(), std::back_inserter(m_patch.items));
}

EditBuilder& EditBuilder::set(const DocumentPath& path, DocumentNode value) {
    const DocumentNode* present = findPath(m_document, path);
    if (present == nullptr || !isSameTree(*present, value)) {
        DocumentNode operations = makeSequence();
        addSetOperation(operations, m_document, path, std::move(value));
        apply(std::move(operations));
    }
    return *this;
}

EditBuilder& EditBuilder::clear(const DocumentPath& path) {
    if (findPath(m_document, path) == nullptr) {
        return *this;
    }
    DocumentPath target = path;
    while (emptiesParent(m_document, target)) {
        target.pop_back();
    }
    DocumentNode operations = makeSequence();
    addRemoveOperation(operations, target);
    apply(std::move(operations));
    return *this;
}

EditBuilder& EditBuilder::append(const DocumentPath& list, DocumentNode value) {
    const DocumentNode* present = findPath(m_document, list);
    if (present == nullptr || present->kind != NodeKind::Sequence) {
        DocumentNode items = makeSequence();
        items.items.push_back(std::move(value));
        return set(list, std::move(items));
    }
    DocumentNode operation = makeMap();
    addEntry(operation, "op", makeString("add"));
    addEntry(operation, "path", makeString(toPointer(childPath(list, "-"))));
    addEntry(operation, "value", std::move(value));
    DocumentNode operations = makeSequence();
    operations.items.push_back(std::move(operation));
    apply(std::move(operations));
    return *this;
}

EditBuilder& EditBuilder::setWords(const DocumentPath& list,
                                   const std::vector<std::string>& words) {
    const DocumentNode* present = findPath(m_document, list);
    if (present == nullptr || present->kind != NodeKind::Sequence || words.empty()) {
        return set(list, wordList(words));
    }
    // What is left of the old list must be the beginning of the new one.
    std::vector<std::string> kept;
    std::vector<std::size_t> gone;
    for (std::size_t i = 0; i < present->items.size(); ++i) {
        const bool stays =
            std::find(words.begin(), words.end(), present->items[i].text) != words.end();
        stays ? kept.push_back(present->items[i].text) : gone.push_back(i);
    }
    if (kept.size() > words.size() || !std::equal(kept.begin(), kept.end(), words.begin())) {
        return set(list, wordList(words));
    }
    std::for_each(gone.rbegin(), gone.rend(),
                  [&](std::size_t at) { clear(childPath(list, std::to_string(at))); });
    std::for_each(words.begin() + static_cast<std::ptrdiff_t>(kept.size()), words.end(),
                  [&](const std::string& word) { append(list, makeString(word)); });
    return *this;
}

Edit EditBuilder::finish(QString text, const DocumentPath& field) const {
    return {.text = std::move(text), .patch = m_patch, .mergeKey = qs(toPointer(field))};
}

}  // namespace stowage::gui
