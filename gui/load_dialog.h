#pragma once

#include <QComboBox>
#include <QDialog>
#include <QLabel>

#include "gui/charts/day_chart.h"
#include "gui/field_edit.h"
#include "gui/models/scenario_cells.h"
#include "gui/scenario_edits.h"

class QHBoxLayout;

namespace stowage::gui {

/// The load of one environment: usual loads, named courses, and the day to be drawn. Stays open
/// beside the table; every gesture is an edit of its own. Asks for edits; writes nothing.
class LoadDialog : public QDialog {
    Q_OBJECT

public:
    explicit LoadDialog(QWidget* parent = nullptr);

    /// Closes itself when the environment is gone.
    void setView(const ScenarioView& view);
    void setEnvironment(const std::string& environmentId);
    DayChart& chart() { return *m_chart; }

Q_SIGNALS:
    void editRequested(const stowage::gui::Edit& edit);

private:
    QHBoxLayout* makeChoices();
    QHBoxLayout* makeHour();
    QHBoxLayout* makeButtons();
    void refresh();
    void refreshHour();
    void request(const Edit& edit);
    void setRate(int hour, double rate);

    ScenarioView m_view;
    std::string m_id;
    std::optional<EnvironmentPlace> m_place;
    QLabel* m_title = nullptr;
    QComboBox* m_course = nullptr;
    DayChart* m_chart = nullptr;
    QLabel* m_hour = nullptr;
    FieldEdit* m_rate = nullptr;
    QLabel* m_sum = nullptr;
};

}  // namespace stowage::gui
