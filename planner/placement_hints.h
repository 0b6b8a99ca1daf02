#pragma once

#include <optional>

#include "model/base/run_control.h"
#include "planner/evaluation.h"
#include "planner/layout_judge.h"

namespace stowage::planner {

/// Label of a node that hints refer to; its value is the node's name in the plan.
inline constexpr const char* kPlanNodeLabel = "stowage/node";

/// A layout that holds its pods, but that the scheduler does not fill in every order, with the
/// smallest set of workloads found that must be tied to their nodes (required node affinity to
/// kPlanNodeLabel) so that every order succeeds. The hints are adjustments of its expansion; the
/// layout is audited with them. nullopt: no such set makes it pass, or the budget ran out.
std::optional<JudgedLayout> withHints(const SearchContext& context, const JudgedLayout& pinned,
                                      const RunControl& control);

}  // namespace stowage::planner
