#pragma once

#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <map>

#include "gui/charts/spark_chart.h"
#include "gui/field_edit.h"
#include "gui/models/scenario_cells.h"
#include "gui/scenario_edits.h"

namespace stowage::gui {

/// What the table does not show of one environment: its traffic in numbers, the curve of its day,
/// strategy, image, and what the pods of one role reserve. Asks for edits; writes nothing.
class EnvironmentForm : public QWidget {
    Q_OBJECT

public:
    explicit EnvironmentForm(QWidget* parent = nullptr);

    void setView(const ScenarioView& view);
    /// Empty: nothing is selected, and the form is hidden.
    void setEnvironment(const std::string& environmentId);

Q_SIGNALS:
    void editRequested(const stowage::gui::Edit& edit);
    void dayRequested(const QString& environmentId);

private:
    void setupTraffic(QFormLayout* form);
    void setupDay(QFormLayout* form);
    void refreshDay(const Environment& environment);
    void setupRest(QFormLayout* form);
    void setupResources(QFormLayout* form);
    void refresh();
    void refreshResources();
    void request(const Edit& edit);

    ScenarioView m_view;
    std::string m_id;
    std::optional<EnvironmentPlace> m_place;
    QLabel* m_title = nullptr;
    std::map<TrafficField, FieldEdit*> m_traffic;
    SparkChart* m_day = nullptr;
    FieldEdit* m_curve = nullptr;
    FieldEdit* m_image = nullptr;
    QComboBox* m_strategy = nullptr;
    QComboBox* m_role = nullptr;
    std::map<std::pair<ResourceSide, std::string>, FieldEdit*> m_resources;
};

}  // namespace stowage::gui
