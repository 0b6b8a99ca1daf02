#pragma once

#include <QDialog>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "gui/import_text.h"
#include "gui/job_runner.h"

class QButtonGroup;
class QCheckBox;
class QGridLayout;
class QLabel;
class QPushButton;
class QScrollArea;

namespace stowage::gui {

/// Review before an import: what was found, which environments to take, and the traffic to start
/// with. Ends with `imported`. Reads in the background and never writes into the folders.
class ImportDialog : public QDialog {
    Q_OBJECT

public:
    /// `jobs` outlives the dialog. `today`: ISO date for the heading of the scenario.
    ImportDialog(JobRunner& jobs, std::string today, QWidget* parent = nullptr);
    ~ImportDialog() override;

    /// Looks through folders and files, then shows what is there.
    void startReview(const QStringList& paths);
    void setReview(const ImportReview& review);
    /// What is ticked now.
    std::vector<ImportChoice> choices() const;
    TrafficStart traffic() const;
    enum class Tone { Quiet, Warning, Error };

Q_SIGNALS:
    /// To be opened as an untitled scenario.
    void imported(const QString& name, const std::string& text);
    /// A file that cannot be read as a blueprint, to be looked at.
    void textRequested(const QString& path);

protected:
    void changeEvent(QEvent* event) override;

private:
    struct Row;
    /// The colour of a text, in this theme and the next ones.
    void setTone(QWidget& widget, Tone tone);
    QWidget* makeTraffic();
    QWidget* makeButtons();
    void addRow(const FoundBlueprint& found, QGridLayout& grid);
    void addNotes(Row& row, QGridLayout& grid, int line);
    void tickApp(Row& row);
    void tickEnvironment(Row& row);
    void refresh();
    QString clash() const;
    void import();

    JobRunner& m_jobs;
    std::string m_today;
    std::vector<std::unique_ptr<Row>> m_rows;
    QLabel* m_title;
    QScrollArea* m_scroll;
    QLabel* m_message;
    QWidget* m_trafficPart;
    QButtonGroup* m_traffic = nullptr;
    QPushButton* m_import = nullptr;
    QStringList m_problems;
    std::map<QWidget*, Tone> m_tones;
};

}  // namespace stowage::gui
