#pragma once

#include <QByteArray>
#include <QString>
#include <optional>

#include "gui/autosave.h"

namespace stowage::gui {

/// One snapshot on disk: a comment line with what it is of and the digest of the text, then the
/// text as the user would have saved it.
struct Snapshot {
    AutosaveSubject subject;
    QDateTime savedAt;
    int changes = 0;
    std::string text;
    bool operator==(const Snapshot&) const = default;
};

QByteArray toBytes(const Snapshot& snapshot);
/// nullopt when it is cut, was changed, or is none.
std::optional<Snapshot> snapshotFrom(const QByteArray& bytes);

/// Writes beside and renames, for the owner alone; empty when it worked, else why not.
QString writeSnapshot(const QString& file, const QByteArray& bytes);
/// "000012.snapshot"; sorts by number.
QString snapshotName(int number);
/// Removes all but the newest `keep` snapshots of a folder.
void trimSnapshots(const QString& folder, int keep);
/// Names of the snapshots of a folder, newest first.
QStringList snapshotsIn(const QString& folder);

}  // namespace stowage::gui
