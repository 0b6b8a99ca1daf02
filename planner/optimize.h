#pragma once

#include <cstdint>
#include <string>

#include "model/assumption.h"
#include "model/base/result.h"
#include "model/base/run_control.h"
#include "model/capacity_plan.h"
#include "model/catalog.h"
#include "model/scenario.h"
#include "planner/search_progress.h"

namespace stowage::planner {

struct PlanOptions {
    std::string today;          ///< ISO date
    std::int64_t stepsMax = 0;  ///< work units of the search; 0: the default budget
    int effort = 100;     ///< per cent of the default budget, where many machines are searched
    PartsPerMillion gap;  ///< stop when the cost is proven within it
    int threads = 1;
    int top = 3;             ///< plans in the report
    bool isCompare = false;  ///< add the what-if plans: every mode × topology
    ProgressListener progress;
};

/// The whole main job: arrangements × layouts, cheapest first, with bounds, exact packing, the
/// audit of every kept plan, refusals, sensitivity and assumptions. `assumptions`: the table with
/// the overrides of the scenario applied. Errors: Cancelled; everything else is a value of the
/// report.
Result<PlanReport> optimize(const Scenario& scenario, const Catalog& catalog,
                            const AssumptionTable& assumptions, const PlanOptions& options,
                            RunControl& control);

}  // namespace stowage::planner
