#pragma once

#include <QDialog>
#include <vector>

#include "gui/autosave.h"

class QLabel;
class QListWidget;
class QPushButton;
class QTextEdit;

namespace stowage::gui {

/// Shown at the start when a program ended without saving: what it left can be restored, compared
/// with the file on disk, or discarded. Closing the dialog keeps everything for the next start.
/// Touches no file but to read the one that is compared.
class RecoveryDialog : public QDialog {
    Q_OBJECT

public:
    explicit RecoveryDialog(std::vector<Recovery> recoveries, QWidget* parent = nullptr);
    const std::vector<Recovery>& remaining() const { return m_recoveries; }

Q_SIGNALS:
    /// To be opened as an unsaved document. The snapshots stay until discardRecovery.
    void restoreRequested(const stowage::gui::Recovery& recovery);
    void discardRequested(const stowage::gui::Recovery& recovery);

private:
    QWidget* makeList();
    QWidget* makeButtons();
    void showCurrent();
    void compare();
    void take(void (RecoveryDialog::*request)(const Recovery&));

    std::vector<Recovery> m_recoveries;
    QListWidget* m_list = nullptr;
    QLabel* m_summary = nullptr;
    QTextEdit* m_diff = nullptr;
    QPushButton* m_restore = nullptr;
    QPushButton* m_compare = nullptr;
    QPushButton* m_discard = nullptr;
};

}  // namespace stowage::gui
