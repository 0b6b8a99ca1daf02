#pragma once

#include <QString>
#include <string>
#include <vector>

#include "model/document.h"

namespace stowage::gui {

/// One change of the scenario. Pure data: whoever owns the document applies it.
struct Edit {
    QString text;                         ///< its words in the history
    DocumentNode patch = makeSequence();  ///< RFC 6902 operations on the document
    /// The field that it changes; edits of one field within a second are one step. Empty: never.
    QString mergeKey;

    /// Whether it changes nothing: the document says so already.
    bool isEmpty() const { return patch.items.empty(); }
};

using DocumentPath = std::vector<std::string>;

/// Collects the operations of one edit, each on the result of the ones before it.
class EditBuilder {
public:
    explicit EditBuilder(const DocumentNode& document);

    /// Sets the value; nothing when it stands there already.
    EditBuilder& set(const DocumentPath& path, DocumentNode value);
    /// Removes what is there, with the maps around it that become empty.
    EditBuilder& clear(const DocumentPath& path);
    /// Adds to the end of a list, which is made when it is missing.
    EditBuilder& append(const DocumentPath& list, DocumentNode value);
    /// Makes the list hold exactly these words, with the fewest operations.
    EditBuilder& setWords(const DocumentPath& list, const std::vector<std::string>& words);

    /// The document with all operations so far.
    const DocumentNode& document() const { return m_document; }
    Edit finish(QString text, const DocumentPath& field = {}) const;

private:
    void apply(DocumentNode operations);

    DocumentNode m_document;
    DocumentNode m_patch = makeSequence();
};

}  // namespace stowage::gui
