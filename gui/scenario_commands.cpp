#include "gui/scenario_commands.h"

#include <algorithm>

#include "model/base/invariant.h"
#include "model/json_patch.h"

namespace stowage::gui {
namespace {

constexpr int kMergeId = 1;
constexpr qint64 kMergeWithinMs = 1000;

}  // namespace

SwapTreeCommand::SwapTreeCommand(QString text, TreeChange change, QString mergeKey, qint64 timeMs,
                                 Swap swap)
    : QUndoCommand(text),
      m_change(std::move(change)),
      m_mergeKey(std::move(mergeKey)),
      m_timeMs(timeMs),
      m_swap(std::move(swap)) {}

void SwapTreeCommand::undo() {
    m_swap(m_change.path, m_change.before);
}

void SwapTreeCommand::redo() {
    m_swap(m_change.path, m_change.after);
}

int SwapTreeCommand::id() const {
    return m_mergeKey.isEmpty() ? -1 : kMergeId;
}

bool SwapTreeCommand::mergeWith(const QUndoCommand* other) {
    const auto* next = static_cast<const SwapTreeCommand*>(other);
    const std::vector<std::string>& outer = m_change.path;
    const std::vector<std::string>& inner = next->m_change.path;
    // The first edit of a field may have made the map around it; later ones lie inside.
    const bool isInside =
        inner.size() >= outer.size() && std::equal(outer.begin(), outer.end(), inner.begin());
    if (next->m_mergeKey != m_mergeKey || !isInside || next->m_timeMs - m_timeMs > kMergeWithinMs) {
        return false;
    }
    const auto depth = static_cast<std::ptrdiff_t>(outer.size());
    DocumentNode* place = findPath(m_change.after, {inner.begin() + depth, inner.end()});
    STOWAGE_ASSERT(place != nullptr);
    *place = next->m_change.after;
    m_timeMs = next->m_timeMs;
    setText(next->text());
    // Back where it began: nothing is left to undo.
    setObsolete(isSameTree(m_change.before, m_change.after));
    return true;
}

}  // namespace stowage::gui
