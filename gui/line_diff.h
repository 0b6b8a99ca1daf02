#pragma once

#include <QString>
#include <QStringList>
#include <vector>

namespace stowage::gui {

enum class LineKind {
    Same,
    Removed,  ///< only in the old text
    Added,    ///< only in the new text
    Skipped,  ///< stands for equal lines that are not shown
};

struct DiffLine {
    LineKind kind = LineKind::Same;
    QString text;   ///< of Skipped: empty
    int count = 1;  ///< of Skipped: how many lines
    bool operator==(const DiffLine&) const = default;
};

/// The shortest list of removed and added lines that turns one text into the other. Texts that
/// differ in more than some thousand lines are shown as removed and added as a whole.
std::vector<DiffLine> lineDiff(const QString& before, const QString& after);
/// The same with equal lines further than `context` from a difference folded.
std::vector<DiffLine> folded(const std::vector<DiffLine>& lines, int context);

}  // namespace stowage::gui
