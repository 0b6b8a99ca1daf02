#include "gui/blueprint_watch.h"

#include <QFileInfo>

#include "gui/format.h"

namespace stowage::gui {

BlueprintWatch::BlueprintWatch(QObject* parent) : QObject(parent) {
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, this, &BlueprintWatch::check);
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, &BlueprintWatch::check);
}

void BlueprintWatch::watch(const BlueprintContents& contents) {
    m_contents = contents;
    const QStringList before = m_watcher.files() + m_watcher.directories();
    if (!before.isEmpty()) {
        m_watcher.removePaths(before);
    }
    check();
}

void BlueprintWatch::check() {
    QStringList changed, missing;
    for (const auto& [path, content] : m_contents) {
        const QString file = qs(path);
        // Editors write beside and rename: the folder tells what the lost file cannot.
        for (const QString& one : {file, QFileInfo(file).absolutePath()}) {
            const bool isWatched =
                m_watcher.files().contains(one) || m_watcher.directories().contains(one);
            if (!isWatched && QFileInfo::exists(one)) {
                m_watcher.addPath(one);
            }
        }
        if (!QFileInfo::exists(file)) {
            missing.push_back(file);
        } else if (blueprintDigest(path) != content->digest) {
            changed.push_back(file);
        }
    }
    if (changed != m_changed || missing != m_missing) {
        m_changed = changed;
        m_missing = missing;
        Q_EMIT stateChanged();
    }
}

}  // namespace stowage::gui
