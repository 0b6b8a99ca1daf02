#pragma once

#include <QString>
#include <optional>

#include "gui/models/comparison_model.h"

namespace stowage::gui {

/// Texts of the cells of the comparison, of one plan each.
QString billText(const CapacityPlan& plan);
QString headroomText(const CapacityPlan& plan, ByteUnits units);
QString riskCellText(const CapacityPlan& plan);
QString deployText(const CapacityPlan& plan);
QString nodeLossCellText(const CapacityPlan& plan);
/// "3 shared", "2 own + 1 shared"; "none" of a service that the plan does not have.
QString serviceText(const CapacityPlan& plan, const std::string& service);
QString changesText(const CapacityPlan& plan);
QString certaintyText(const CapacityPlan& plan);
QString refusalText(const Refusal& refusal);

/// Left below the limit; of a refused layout what it lacks of memory, negative. nullopt: not known.
std::optional<Bytes> headroomOf(const ComparisonColumn& column);

}  // namespace stowage::gui
