#pragma once

#include <QString>
#include <QUndoCommand>
#include <functional>

#include "gui/tree_change.h"

namespace stowage::gui {

/// Every edit is one swap of the smallest subtree that it changes; what it means stands in its
/// text. (One class for all edits: the meaning of an edit is in gui/scenario_edits, which makes the
/// patch.)
class SwapTreeCommand : public QUndoCommand {
public:
    using Swap = std::function<void(const std::vector<std::string>&, const DocumentNode&)>;

    /// `mergeKey`: edits of one field with one key merge when they follow within a second; empty:
    /// never. `timeMs` comes from the clock of the document.
    SwapTreeCommand(QString text, TreeChange change, QString mergeKey, qint64 timeMs, Swap swap);

    void undo() override;
    void redo() override;
    int id() const override;
    bool mergeWith(const QUndoCommand* other) override;

private:
    TreeChange m_change;
    QString m_mergeKey;
    qint64 m_timeMs;
    Swap m_swap;
};

}  // namespace stowage::gui
