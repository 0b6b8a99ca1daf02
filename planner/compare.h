#pragma once

#include <vector>

#include "planner/evaluation.h"

namespace stowage::planner {

/// The what-if plans: for every allowed topology the cheapest layout with the planner free, with
/// every service own, shared and managed as far as it may be; equal ones once, cheapest first.
/// Errors: Cancelled, InvalidArgument.
Result<std::vector<JudgedLayout>> whatIfLayouts(const Scenario& scenario, const Catalog& catalog,
                                                const AssumptionTable& assumptions,
                                                const EvaluationOptions& options,
                                                RunControl& control);

}  // namespace stowage::planner
