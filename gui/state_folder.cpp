#include "gui/state_folder.h"

#include <QDir>
#include <QFileInfo>
#include <QSaveFile>

namespace stowage::gui {
namespace {

constexpr QFile::Permissions kOwnerOnly = QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner;

}  // namespace

QString stateFolderOf(const QString& given) {
    if (!given.isEmpty()) {
        return QDir(given).absolutePath();
    }
    // Qt 6.4 does not know the state folder of the XDG base directories.
    const QString state = qEnvironmentVariable("XDG_STATE_HOME");
    const bool isGiven = QDir::isAbsolutePath(state);
    return (isGiven ? state : QDir::homePath() + QStringLiteral("/.local/state")) +
           QStringLiteral("/stowage");
}

bool makePrivateFolder(const QString& folder) {
    const QString above = QFileInfo(folder).path();
    if (!QFileInfo(above).isDir() && !QDir().mkpath(above)) {
        return false;
    }
    return (QFileInfo(folder).isDir() || QDir().mkdir(folder, kOwnerOnly)) &&
           QFile::setPermissions(folder, kOwnerOnly);
}

QString writePrivateFile(const QString& file, const QByteArray& bytes) {
    QSaveFile target(file);
    const bool isOpen = target.open(QIODevice::WriteOnly);
    const bool isOurs = isOpen && target.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    if (isOurs && target.write(bytes) == bytes.size() && target.commit()) {
        return {};
    }
    return target.errorString();
}

}  // namespace stowage::gui
