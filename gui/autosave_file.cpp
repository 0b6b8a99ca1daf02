#include "gui/autosave_file.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

#include "gui/format.h"
#include "gui/state_folder.h"
#include "model/base/digest.h"

namespace stowage::gui {
namespace {

constexpr const char* kMark = "# stowage-autosave ";

QString key(const char* name) {
    return QString::fromLatin1(name);
}

}  // namespace

QByteArray toBytes(const Snapshot& snapshot) {
    const QJsonObject head{{key("name"), snapshot.subject.name},
                           {key("path"), snapshot.subject.path},
                           {key("folder"), snapshot.subject.folder},
                           {key("savedAt"), snapshot.savedAt.toString(Qt::ISODateWithMs)},
                           {key("changes"), snapshot.changes},
                           {key("sha256"), qs(sha256Hex(snapshot.text))}};
    return kMark + QJsonDocument(head).toJson(QJsonDocument::Compact) + '\n' +
           QByteArray::fromStdString(snapshot.text);
}

std::optional<Snapshot> snapshotFrom(const QByteArray& bytes) {
    const auto end = bytes.indexOf('\n');
    if (!bytes.startsWith(kMark) || end < 0) {
        return std::nullopt;
    }
    const qsizetype start = static_cast<qsizetype>(qstrlen(kMark));
    const QJsonObject head = QJsonDocument::fromJson(bytes.mid(start, end - start)).object();
    const auto text = [&head](const char* name) { return head.value(key(name)).toString(); };
    Snapshot snapshot{
        .subject = {.name = text("name"), .path = text("path"), .folder = text("folder")},
        .savedAt = QDateTime::fromString(text("savedAt"), Qt::ISODateWithMs),
        .changes = head.value(key("changes")).toInt(),
        .text = bytes.mid(end + 1).toStdString()};
    if (text("sha256") != qs(sha256Hex(snapshot.text))) {
        return std::nullopt;
    }
    return snapshot;
}

QString writeSnapshot(const QString& file, const QByteArray& bytes) {
    const QString why = writePrivateFile(file, bytes);
    return why.isEmpty()
               ? why
               : QCoreApplication::translate("Autosave", "no snapshot could be written to '%1': %2")
                     .arg(file, why);
}

QString snapshotName(int number) {
    return QStringLiteral("%1.snapshot").arg(number, 6, 10, QLatin1Char('0'));
}

QStringList snapshotsIn(const QString& folder) {
    return QDir(folder).entryList({QStringLiteral("*.snapshot")}, QDir::Files,
                                  QDir::Name | QDir::Reversed);
}

void trimSnapshots(const QString& folder, int keep) {
    for (const QString& old : snapshotsIn(folder).mid(keep)) {
        QFile::remove(folder + QLatin1Char('/') + old);
    }
}

}  // namespace stowage::gui
