#include "gui/user_file.h"

#include <QCoreApplication>
#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <QPushButton>

#include "gui/format.h"
#include "model/document.h"

namespace stowage::gui {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("UserFile", text);
}

enum class SuffixAnswer { Keep, Add, Cancel };

SuffixAnswer askAboutSuffix(QWidget* parent, const QString& path, const QString& usual) {
    const QString name = QFileInfo(path).fileName();
    QMessageBox question(QMessageBox::Warning, tr("An unusual name"),
                         tr("“%1” does not end in .%2: other programs, and Stowage's own file "
                            "lists, will not know what is in it.")
                             .arg(name, usual),
                         QMessageBox::Cancel, parent);
    question.setObjectName(QStringLiteral("oddSuffix"));
    const QPushButton* add =
        question.addButton(tr("Save as %1.%2").arg(name, usual), QMessageBox::AcceptRole);
    const QPushButton* keep =
        question.addButton(tr("Keep %1").arg(name), QMessageBox::DestructiveRole);
    question.exec();
    if (question.clickedButton() == add) {
        return SuffixAnswer::Add;
    }
    return question.clickedButton() == keep ? SuffixAnswer::Keep : SuffixAnswer::Cancel;
}

}  // namespace

Status checkIsFile(const QString& path) {
    const QFileInfo info(path);
    if (info.isDir()) {
        return Error{.code = ErrorCode::Unreadable,
                     .message = "'" + ss(path) + "' is a folder, not a file"};
    }
    if (info.exists() && !info.isFile()) {
        return Error{.code = ErrorCode::Unreadable,
                     .message = "'" + ss(path) +
                                "' is a pipe or a device, not a file; write what comes from it "
                                "into a file and open that"};
    }
    return Done();
}

Result<std::string> readUserFile(const QString& path, std::int64_t bytesMax) {
    STOWAGE_TRY(const Done isFile, checkIsFile(path));
    static_cast<void>(isFile);
    return readTextFile(ss(path), bytesMax);
}

QString askSavePath(QWidget* parent, const SaveQuestion& question) {
    QString start = question.start;
    for (;;) {
        QFileDialog dialog(parent, question.title, QFileInfo(start).absolutePath(),
                           question.filter);
        dialog.setObjectName(QStringLiteral("saveDialog"));
        dialog.setAcceptMode(QFileDialog::AcceptSave);
        dialog.setFileMode(QFileDialog::AnyFile);
        dialog.setDefaultSuffix(question.suffixes.front());
        dialog.selectFile(QFileInfo(start).fileName());
        if (dialog.exec() != QDialog::Accepted || dialog.selectedFiles().isEmpty()) {
            return {};
        }
        const QString path = dialog.selectedFiles().front();
        if (question.suffixes.contains(QFileInfo(path).suffix(), Qt::CaseInsensitive)) {
            return path;
        }
        switch (askAboutSuffix(parent, path, question.suffixes.front())) {
            case SuffixAnswer::Keep:
                return path;
            case SuffixAnswer::Cancel:
                return {};
            case SuffixAnswer::Add:
                start = path + QLatin1Char('.') + question.suffixes.front();
                if (!QFileInfo::exists(start)) {
                    return start;
                }
                break;  // the dialog asks whether that one may be replaced
        }
    }
}

}  // namespace stowage::gui
