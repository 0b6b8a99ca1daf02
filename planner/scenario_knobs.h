#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "model/capacity_plan.h"
#include "model/scenario.h"
#include "planner/evaluation.h"

namespace stowage::planner {

/// One thing of a scenario that can be turned in whole steps, from what it is to the most that it
/// can be: the fixed catalogue from which the smallest fix is chosen.
struct ScenarioKnob {
    FixKind kind = FixKind::Share;
    std::int64_t current = 0;
    std::int64_t extreme = 0;  ///< the largest change; below or above `current`
    std::function<void(Scenario&, std::int64_t)> apply;
    /// RFC 6902 operations on the scenario document; empty for `if-true`.
    std::function<DocumentNode(std::int64_t)> patch;
    std::function<std::string(std::int64_t)> text;
};

/// The knobs that can turn a refusal by this check, least effort first.
std::vector<ScenarioKnob> knobsFor(const Scenario& scenario, const RefusedLayout& refused);

/// The scenario without its document trees: cheap to copy and to change, equal for planning.
Scenario withoutDocuments(const Scenario& scenario);
/// candidates.fixed set to exactly this layout, at no more than this price: dearer ways to provide
/// the services are not what is asked for.
void holdLayout(Scenario& scenario, const Layout& layout, Money priceMax);

}  // namespace stowage::planner
