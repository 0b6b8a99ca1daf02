#pragma once

#include <QDateTime>
#include <QObject>
#include <QUndoStack>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "gui/edit_builder.h"
#include "model/base/result.h"
#include "model/diagnostic.h"
#include "model/document.h"

namespace stowage::gui {

struct TreeChange;

/// Which part of the scenario a change touched: listeners look at what concerns them.
enum class ChangeScope {
    Apps,
    Services,
    Requirements,
    Candidates,
    Assumptions,
    Other,       ///< metadata, currency, exchange, seed
    Several,     ///< more than one of these: a new section, an edit across sections
    Everything,  ///< another document
};

/// The open scenario: the only writer. Holds the tree as the file has it (blueprint paths stay
/// paths), the text that a person wrote, and the undo stack. Every change is an undo step.
class ScenarioDocument : public QObject {
    Q_OBJECT

public:
    /// A file that was read and parsed, on whatever thread, and waits to be taken.
    struct Parsed {
        QString path;  ///< absolute
        Document document;
        std::string fileText;  ///< byte for byte
    };

    using Clock = std::function<qint64()>;  ///< milliseconds, for merging; tests inject their own

    explicit ScenarioDocument(Clock clock = {}, QObject* parent = nullptr);
    ~ScenarioDocument() override;

    /// Opens a file (YAML or JSON). Errors: as of readTextFile; InvalidArgument when it is no tree
    /// at all. A tree that is not a valid scenario opens: the
    /// problems panel says why. On an error the present document stays.
    Status open(const QString& path);
    /// The two halves of open(): reading is slow for large files and needs no document.
    static Result<Parsed> read(const QString& path);
    void take(Parsed file);
    /// An untitled document from text: samples, imports, recovered snapshots. `folder` is where its
    /// relative blueprint paths start.
    Status openUntitled(const QString& name, std::string text, const QString& folder);
    /// What a program that crashed left behind: the document of `path` (empty: untitled) with this
    /// newer text, unsaved. A file that was written after `textTime` counts as changed by others.
    Status openRecovered(const QString& name, std::string text, const QString& path,
                         const QString& folder, const QDateTime& textTime);
    /// Nothing open: the start page.
    void close();

    bool isOpen() const { return m_isOpen; }
    /// What the next answer is computed from; never changes under a reader's hands.
    std::shared_ptr<const DocumentNode> tree() const { return m_tree; }
    /// The tree as text that reads back as it: what autosave writes.
    std::string text() const;
    QString path() const { return m_path; }  ///< empty: untitled
    QString folder() const { return m_folder; }
    QString displayName() const;
    bool isModified() const;
    /// Whether closing would lose work: an untouched copy of a sample is modified, but no work.
    bool holdsUnsavedWork() const;
    /// Somebody else wrote the file since it was read or saved here; not that it is gone.
    bool isChangedOnDisk() const;

    /// Applies RFC 6902 operations as one undo step. Errors: InvalidArgument, and nothing changed.
    /// A patch that changes nothing is no step.
    Status apply(const QString& text, const DocumentNode& patch, const QString& mergeKey = {});
    Status apply(const Edit& edit);
    /// Several edits, each on the result of the ones before, as one step; all or nothing.
    Status applyAll(const QString& text, const QList<Edit>& edits);

    /// What saving would lose of the text that a person wrote: comments of parts written anew.
    std::vector<std::string> lossesOfSaving() const;
    /// Writes and renames, so that the old file is whole or the new one is; relative blueprint
    /// paths are rewritten when the folder changes. Errors: as of writeTextFile.
    Status save(const QString& path);

    /// Steps that are done and not undone.
    int stepCount() const { return m_undoStack.index(); }
    QUndoStack* undoStack() { return &m_undoStack; }

Q_SIGNALS:
    void changed(stowage::gui::ChangeScope scope, const QString& pointer);
    void saved();
    void stateChanged();  ///< name, path or the modified mark

private:
    void adopt(Document document);
    void push(const QString& text, const DocumentNode& after, const QString& mergeKey);
    void swap(const std::vector<std::string>& path, const DocumentNode& value);
    std::string textFor(const DocumentNode& tree, std::vector<std::string>& lost) const;

    Clock m_clock;
    bool m_isOpen = false;
    std::shared_ptr<const DocumentNode> m_tree;
    std::string m_sourceText;  ///< as in the file
    QString m_path, m_folder, m_name;
    std::string m_fileText;      ///< of the file when it was read or saved last
    bool m_isCopy = false;       ///< unsaved though no step was made: untitled
    bool m_isRecovered = false;  ///< the same, and it is work
    QUndoStack m_undoStack;
};

/// Scope of a path into the tree.
ChangeScope scopeOf(const std::vector<std::string>& path);

}  // namespace stowage::gui
