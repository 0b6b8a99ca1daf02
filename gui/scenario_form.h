#pragma once

#include <QComboBox>
#include <QVBoxLayout>
#include <map>

#include "gui/checklist_button.h"
#include "gui/field_edit.h"
#include "gui/models/scenario_cells.h"
#include "gui/root_edits.h"
#include "model/assumption.h"
#include "model/catalog.h"

namespace stowage::gui {

/// Everything of a scenario that is not in the table, as a form: requirements, candidates, money,
/// assumptions. A value that is written is bold; an empty field means the usual one, which it
/// shows. Asks for edits; writes nothing.
class ScenarioForm : public QWidget {
    Q_OBJECT

public:
    explicit ScenarioForm(QWidget* parent = nullptr);

    void setCatalog(const Catalog& catalog);
    /// The rows that may be assumed otherwise, for completion and the words of units.
    void setAssumptions(const AssumptionTable& assumptions);
    void setScenario(const std::shared_ptr<const Scenario>& scenario,
                     const std::shared_ptr<const DocumentNode>& document);
    /// Puts the keyboard into the field of a path; false when there is none.
    bool focusPath(const std::vector<std::string>& path);

Q_SIGNALS:
    void editRequested(const stowage::gui::Edit& edit);
    /// The file of the scenario, for what has no field here.
    void fileRequested();

private:
    // scenario_form.cpp
    void setupSections();
    QVBoxLayout* addSection(const QString& title);
    void addRow(QVBoxLayout* form, const QString& title, QWidget* field);
    void addLine(QVBoxLayout* form, RootField field);
    void addChoice(QVBoxLayout* form, RootField field,
                   const std::vector<std::pair<QString, QString>>& words);
    void addList(QVBoxLayout* form, RootList list, ChecklistButton::Absent absent,
                 std::vector<ChecklistButton::Choice> choices);
    void refreshFields();
    void request(const Edit& edit);
    // scenario_form_lists.cpp
    void refreshRates();
    void refreshMachines();
    void refreshAssumptions();
    void refreshImages();
    void addMachineLine(MachineList list);
    QWidget* removableLine(const QString& text, const QString& tip, std::function<Edit()> removing);
    QString problemOfRate(const QString& typed) const;
    QString problemOfAssumption(const QString& typed) const;

    std::shared_ptr<const Scenario> m_scenario;
    std::shared_ptr<const DocumentNode> m_document;
    AssumptionTable m_assumptions;
    std::map<RootField, FieldEdit*> m_lines;
    std::map<RootField, QComboBox*> m_choices;
    std::map<RootList, ChecklistButton*> m_lists;
    QVBoxLayout* m_rates = nullptr;
    QVBoxLayout* m_machines = nullptr;
    QVBoxLayout* m_assumed = nullptr;
    QVBoxLayout* m_images = nullptr;
    FieldEdit* m_newRate = nullptr;
    FieldEdit* m_newMachine = nullptr;
    FieldEdit* m_newAssumption = nullptr;
    FieldEdit* m_newImage = nullptr;
};

/// "10 %" of "0.1": a share as people write it.
QString sharePercentText(const std::string& share);

}  // namespace stowage::gui
