#pragma once

#include <QString>
#include <QStringList>
#include <cstdint>
#include <string>

#include "model/base/result.h"

class QWidget;

namespace stowage::gui {

/// Refuses folders, pipes and devices, which the window would wait for without an end. What is not
/// there is left to whoever reads it. Errors: Unreadable.
Status checkIsFile(const QString& path);
/// The text of a file. Errors: those, and as of readTextFile.
Result<std::string> readUserFile(const QString& path, std::int64_t bytesMax);

/// Where something is to be saved, and as what.
struct SaveQuestion {
    QString title;
    QString start;         ///< proposed path, with its folder
    QString filter;        ///< as of QFileDialog
    QStringList suffixes;  ///< that the format has; the first is added where none was written
};
/// Asks for a path; a suffix that the format does not have is kept only when the user says so.
/// Empty: the user changed his mind.
QString askSavePath(QWidget* parent, const SaveQuestion& question);

}  // namespace stowage::gui
