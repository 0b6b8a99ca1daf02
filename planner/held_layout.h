#pragma once

#include <string>

#include "model/assumption.h"
#include "model/base/result.h"
#include "model/base/run_control.h"
#include "model/capacity_plan.h"
#include "model/catalog.h"
#include "model/scenario.h"

namespace stowage::planner {

/// The servers of a plan, equal ones counted.
FixedLayout serversOf(const CapacityPlan& plan);

/// One set of servers judged as the scenario stands, passing or not, without a search for others:
/// pods that find no place have no node. The price of the scenario does not refuse it. Errors:
/// Cancelled; InvalidArgument when the servers cannot be had (unknown offer, too many of an owned
/// one) or nothing can be laid out on them.
Result<CapacityPlan> judgeHeldLayout(const Scenario& scenario, const Catalog& catalog,
                                     const AssumptionTable& assumptions, const FixedLayout& servers,
                                     const std::string& today, RunControl& control);

}  // namespace stowage::planner
