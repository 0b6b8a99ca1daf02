#include "planner/held_layout.h"

#include <algorithm>

#include "planner/evaluation.h"
#include "planner/plan_assembly.h"
#include "planner/scenario_knobs.h"

namespace stowage::planner {

FixedLayout serversOf(const CapacityPlan& plan) {
    FixedLayout servers;
    servers.topology = parseTopology(plan.topology).value_or(TopologyKind::SingleNode);
    for (const PlanNode& node : plan.nodes) {
        const auto same =
            std::find_if(servers.nodes.begin(), servers.nodes.end(), [&](const FixedNode& one) {
                return one.provider == node.provider && one.offer == node.offer;
            });
        if (same != servers.nodes.end()) {
            ++same->count;
        } else {
            servers.nodes.push_back({.provider = node.provider, .offer = node.offer, .count = 1});
        }
    }
    return servers;
}

Result<CapacityPlan> judgeHeldLayout(const Scenario& scenario, const Catalog& catalog,
                                     const AssumptionTable& assumptions, const FixedLayout& servers,
                                     const std::string& today, RunControl& control) {
    Scenario held = withoutDocuments(scenario);
    held.candidates.fixed = servers;
    STOWAGE_TRY(const Evaluation evaluation,
                evaluate(held, catalog, assumptions,
                         {.today = today, .depth = SearchDepth::Verdict}, control));
    if (!evaluation.held) {
        return Error{.code = ErrorCode::InvalidArgument,
                     .message = evaluation.refused.empty()
                                    ? "these servers cannot hold the scenario in any arrangement"
                                    : evaluation.refused.front().text};
    }
    CapacityPlan plan =
        toCapacityPlan(*evaluation.held, {.lowerBound = evaluation.lowerBound,
                                          .isProven = evaluation.isProven,
                                          .isTimeLimited = evaluation.isTimeLimited});
    plan.id = "held";
    return plan;
}

}  // namespace stowage::planner
