#pragma once

#include <QLabel>
#include <QLineEdit>
#include <QScrollArea>
#include <QStackedWidget>
#include <QToolButton>

#include "gui/answer_age.h"
#include "gui/models/scenario_table_model.h"
#include "gui/plan_sums.h"

namespace stowage::gui {

class CommonsStrip;
class EnvironmentForm;
class FadingNote;
class FittingLabel;
class LoadDialog;
class ScenarioForm;
class ScenarioTable;
class ServersStrip;
class UnreadScenario;
class WorkloadForm;

/// The question: apps, environments, services, pods and load in a table; the sums of the present
/// answer, the Commons and the servers on offer below it; everything else in a form beside it. Fed
/// with values; asks for edits by signals and never writes.
class ScenarioPage : public QWidget {
    Q_OBJECT

public:
    explicit ScenarioPage(QWidget* parent = nullptr);
    ~ScenarioPage() override;

    void setView(const ScenarioView& view);
    /// While there is no scenario of this document. `problem` is its first error: then the last
    /// table stays, if there was one, and edits are made on this document; empty: it is being read.
    void setUnread(const std::shared_ptr<const DocumentNode>& document, const QString& problem);
    /// Asks for name, database and load of a first app.
    void askFirstApp();
    void setCatalog(const Catalog& catalog);
    /// With the overrides of the scenario.
    void setAssumptions(const AssumptionTable& assumptions);
    void setByteUnits(ByteUnits units);
    /// Sums of an older answer are shown in muted italics.
    void setAnswerAge(AnswerAge age);
    void setMotion(Motion motion);
    /// Puts the keyboard where the value of a path is edited; false when it is nowhere here.
    bool showPath(const std::vector<std::string>& path);
    void selectEnvironment(const std::string& environmentId);
    void focusFilter();

    ScenarioTable& table() { return *m_table; }
    QToolButton* formButton() { return m_formButton; }

Q_SIGNALS:
    void editRequested(const stowage::gui::Edit& edit);
    /// Several edits as one step of the history.
    void editsRequested(const QList<stowage::gui::Edit>& edits, const QString& name);
    /// The app's own file, as the scenario writes its path.
    void blueprintRequested(const QString& path);
    /// The file of the scenario, for what has no field in the window.
    void fileRequested();
    void importRequested();
    void sampleRequested();
    /// The list of everything that is wrong.
    void problemsRequested();
    /// Nothing is open: a new scenario with a first app.
    void firstAppRequested();
    void environmentSelected(const QString& environmentId);
    /// The origin of the figure in a cell of the table.
    void explainRequested(const QModelIndex& index);

protected:
    void focusInEvent(QFocusEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    // scenario_page.cpp
    QWidget* makeHeader();
    QWidget* makeBody();
    QWidget* makeFoot();
    void makeRefusal();
    void placeRefusal();
    void showRefusal(const QString& text);
    void connectParts();
    void refreshSums();
    void refreshEmpty();
    /// Remembers the answer before an edit of this page, to say what the edit brought.
    void noteEdit(const QString& text);
    void showDifference();
    void showRefused(const QString& what, const std::vector<ScenarioTableModel::BadCell>& bad);
    void placeForm();
    // scenario_page_menus.cpp
    QMenu* addMenu();
    void showRowMenu(const QModelIndex& index, const QPoint& place);
    void addPlannedMenu(QMenu* menu, const AppPlace& app);
    void askWorkload();
    void removeRows(const QModelIndexList& rows);
    struct Removal;
    QList<Edit> removalEdits(const Removal& removal, const AppPlace& app,
                             DocumentNode& document) const;
    void drawDay(const QString& environmentId);

    ScenarioView m_view;
    ByteUnits m_units = ByteUnits::Binary;
    QStackedWidget* m_stack = nullptr;
    UnreadScenario* m_unread = nullptr;
    QLineEdit* m_filter = nullptr;
    QLabel* m_hidden = nullptr;
    QWidget* m_legend = nullptr;
    QToolButton* m_formButton = nullptr;
    ScenarioTable* m_table = nullptr;
    QScrollArea* m_formArea = nullptr;
    ScenarioForm* m_form = nullptr;
    EnvironmentForm* m_environmentForm = nullptr;
    WorkloadForm* m_workloadForm = nullptr;
    LoadDialog* m_day = nullptr;
    QWidget* m_refusal = nullptr;
    QLabel* m_refusalText = nullptr;
    FittingLabel* m_sums = nullptr;
    FadingNote* m_difference = nullptr;
    QToolButton* m_order = nullptr;
    std::shared_ptr<const CapacityPlan> m_before;  ///< the answer before the last edit
    QString m_lastEdit;
    AnswerAge m_age = AnswerAge::Current;
    QLabel* m_weakest = nullptr;
    CommonsStrip* m_commons = nullptr;
    ServersStrip* m_servers = nullptr;
    bool m_userChoseForm = false;
};

/// Usual processes of a pod, as the table shows them.
std::map<std::string, std::int64_t> usualWorkersOf(const AssumptionTable& assumptions);

}  // namespace stowage::gui
