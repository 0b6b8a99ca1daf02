#pragma once

#include "model/capacity_plan.h"

namespace stowage::cli {

class CliContext;
struct PlanningInputs;

enum class SelfCheck { Holds, Broken };

/// Gives a report to the independent plan checker, as a file would come back: its text parsed, its
/// scenario built anew. Prints everything that does not hold to err().
SelfCheck checkOwnPlan(const CliContext& context, const PlanReport& report,
                       const PlanningInputs& inputs);

}  // namespace stowage::cli
