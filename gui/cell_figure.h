#pragma once

#include "gui/figure.h"
#include "gui/models/scenario_table_model.h"

namespace stowage::gui {

/// What the figures of a cell are taken from; plan or report null: there is no answer.
struct CellAnswer {
    const CapacityPlan* plan = nullptr;
    const PlanReport* report = nullptr;
    ByteUnits units = ByteUnits::Binary;
};

/// The figure of the pod behind a cell of the scenario table, else the cell itself with the reason
/// for what it says.
Figure figureOfCell(const CellAnswer& answer, const ScenarioTableModel& model,
                    const QModelIndex& cell);

}  // namespace stowage::gui
