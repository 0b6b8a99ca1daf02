#pragma once

#include <QDir>
#include <QPixmap>
#include <QWidget>
#include <QtTest>

namespace stowage::gui {

/// Writes what a widget shows into the folder that STOWAGE_GRABS names, for people to look at;
/// nothing without it.
inline void saveGrab(QWidget& widget, const QString& name) {
    const QString folder = qEnvironmentVariable("STOWAGE_GRABS");
    if (!folder.isEmpty()) {
        QVERIFY(widget.grab().save(QDir(folder).filePath(name + QStringLiteral(".png"))));
    }
}

}  // namespace stowage::gui
