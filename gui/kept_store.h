#pragma once

#include <QObject>
#include <QStringList>
#include <QThreadPool>
#include <vector>

#include "gui/kept_plan.h"

namespace stowage::gui {

/// Kept plans as files in the state folder: one folder for each scenario file, one plan file for
/// each plan, for the owner alone. Reads and writes one after the other on a thread of its own.
class KeptStore : public QObject {
    Q_OBJECT

public:
    /// `stateFolder`: as of stateFolderOf.
    explicit KeptStore(const QString& stateFolder, QObject* parent = nullptr);
    ~KeptStore() override;  ///< after what is waiting was written

    QString folderOf(const QString& scenarioFile) const;
    static QString newFileName();

    /// loaded() follows, oldest plan first. Files that cannot be read stay as they are.
    void load(const QString& scenarioFile);
    void write(const QString& scenarioFile, const KeptPlan& kept);
    void remove(const QString& scenarioFile, const QString& file);
    void waitForDone();

Q_SIGNALS:
    void loaded(const QString& scenarioFile, const std::vector<stowage::gui::KeptPlan>& plans,
                const QStringList& problems);
    void failed(const QString& text);

private:
    QString m_folder;
    QThreadPool m_thread;  ///< last: it ends before what it uses
};

}  // namespace stowage::gui
