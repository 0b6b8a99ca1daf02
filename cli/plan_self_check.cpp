#include "cli/plan_self_check.h"

#include <fmt/format.h>

#include <limits>
#include <ostream>

#include "cli/cli_context.h"
#include "cli/planning_inputs.h"
#include "model/plan_checker/plan_checker.h"
#include "model/scenario_io.h"

namespace stowage::cli {

SelfCheck checkOwnPlan(const CliContext& context, const PlanReport& report,
                       const PlanningInputs& inputs) {
    Diagnostics diagnostics;
    const DocumentLimits limits{.bytesMax = std::numeric_limits<std::int64_t>::max(),
                                .nodesMax = std::numeric_limits<std::int64_t>::max()};
    const auto document = parseDocument("plan.json", writeJson(toDocument(report)),
                                        DocumentFormat::Json, limits, diagnostics);
    const auto scenario = scenarioFromDocument(report.scenarioDocument, diagnostics);
    if (!document || !scenario) {
        printDiagnostics(context, diagnostics);
        return SelfCheck::Broken;
    }
    const std::vector<Violation> violations = checkPlanReport({.report = *document,
                                                               .scenario = *scenario,
                                                               .catalog = inputs.catalog,
                                                               .assumptions = inputs.assumptions});
    for (const Violation& violation : violations) {
        context.err() << context.paintError(Style::Bad, "plan checker: ") << toText(violation)
                      << '\n';
    }
    return hasErrors(violations) ? SelfCheck::Broken : SelfCheck::Holds;
}

}  // namespace stowage::cli
