#pragma once

#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <map>

#include "gui/field_edit.h"
#include "gui/models/scenario_cells.h"
#include "gui/workload_edits.h"

namespace stowage::gui {

/// What the table does not show of a workload that is not Laravel, and where the rest is edited.
/// Asks for edits; writes nothing.
class WorkloadForm : public QWidget {
    Q_OBJECT

public:
    explicit WorkloadForm(QWidget* parent = nullptr);

    void setView(const ScenarioView& view);
    /// Nullopt: none is selected, and the form is hidden.
    void setWorkload(const std::optional<WorkloadPlace>& place);
    FieldEdit* lineOf(WorkloadField field) { return m_lines.at(field); }

Q_SIGNALS:
    void editRequested(const stowage::gui::Edit& edit);
    /// The file of the scenario, for what has no field.
    void fileRequested();

private:
    void addLine(QFormLayout* form, WorkloadField field);
    void addChoice(QFormLayout* form, WorkloadField field);
    void refresh();
    void request(const Edit& edit);

    ScenarioView m_view;
    std::optional<WorkloadPlace> m_place;
    QLabel* m_title = nullptr;
    QLabel* m_elsewhere = nullptr;
    std::map<WorkloadField, FieldEdit*> m_lines;
    std::map<WorkloadField, QComboBox*> m_choices;
};

}  // namespace stowage::gui
