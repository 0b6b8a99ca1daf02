#pragma once

#include <string>
#include <vector>

#include "model/capacity_plan.h"
#include "planner/evaluation.h"

namespace stowage::planner {

struct SensitivityInput {
    const Scenario& scenario;
    const Catalog& catalog;
    const AssumptionTable& assumptions;
    const EvaluationOptions& options;
    const JudgedLayout& recommended;
    /// "p2" of a layout that the report shows, by title; others are named by their title.
    std::vector<std::pair<std::string, std::string>> planIdsByTitle;
};

/// Which guess flips the recommendation: for the assumptions and inputs with the widest effect, the
/// value at which another layout becomes the cheapest acceptable one, found by bisection and
/// verified by a full search on both sides; widest effect first. Inputs that flip nothing inside
/// their range say so. At most `rowsMax` rows and `searchesMax` full searches. Errors: Cancelled.
Result<std::vector<SensitivityRow>> sensitivityOf(const SensitivityInput& input, int rowsMax,
                                                  int searchesMax, RunControl& control);

}  // namespace stowage::planner
