#pragma once

#include <QByteArray>
#include <QString>

namespace stowage::gui {

/// Where the program keeps what is no setting and no file of the user: "stowage" in the state
/// folder of the user, or `given` when that is not empty.
QString stateFolderOf(const QString& given);
/// Makes the folder and those above; the last one for the owner alone.
bool makePrivateFolder(const QString& folder);
/// Writes beside and renames, for the owner alone; empty when it worked, else why not.
QString writePrivateFile(const QString& file, const QByteArray& bytes);

}  // namespace stowage::gui
