#pragma once

#include <string>

#include "model/capacity_plan.h"
#include "planner/explain.h"

namespace stowage::cli {

class CliContext;

/// The answer of `plan` for a person: verdict first, then the bill, where the memory goes, what
/// breaks first, what has to change, why not cheaper, and what to do next. Ends with a line break.
std::string planText(const PlanReport& report, const std::string& scenarioFile,
                     const CliContext& context);
/// The what-if table of `compare`, differences to the recommended plan first.
std::string compareText(const PlanReport& report, const CliContext& context);
/// The answer of `explain`.
std::string explanationText(const planner::Explanation& explanation, const PlanReport& report,
                            const CliContext& context);

/// Parts that two of them share.
/// "1.57 of 1.92 GiB expected, limit 1.73 on node-2" of the fullest server, in the measure that is
/// judged; empty without figures.
std::string expectedText(const CapacityPlan& plan);
std::string verdictLine(const CapacityPlan& plan, const PlanReport& report,
                        const CliContext& context);
std::string refusedText(const std::vector<Refusal>& refused, const PlanReport& report,
                        const CliContext& context);
std::string sensitivityText(const std::vector<SensitivityRow>& rows, const CliContext& context);

}  // namespace stowage::cli
