#pragma once

#include <QFileSystemWatcher>
#include <QObject>
#include <QStringList>

#include "gui/services.h"

namespace stowage::gui {

/// Compares the blueprints that are in use with what is on disk, and says when they part.
class BlueprintWatch : public QObject {
    Q_OBJECT

public:
    explicit BlueprintWatch(QObject* parent = nullptr);

    /// What is in use now.
    void watch(const BlueprintContents& contents);
    /// Absolute paths of files that say something else now.
    const QStringList& changed() const { return m_changed; }
    /// Absolute paths of files that are gone.
    const QStringList& missing() const { return m_missing; }

Q_SIGNALS:
    void stateChanged();

private:
    void check();

    QFileSystemWatcher m_watcher;
    BlueprintContents m_contents;
    QStringList m_changed, m_missing;
};

}  // namespace stowage::gui
