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
};

/// Which guess flips the recommendation: for the assumptions and inputs with the widest effect, the
/// value at which another layout becomes the cheapest acceptable one, found by bisection and
/// verified by a full search on both sides; widest effect first. Inputs that flip nothing inside
/// their range say so. At most `rowsMax` rows and `searchesMax` full searches. Errors: Cancelled.
Result<std::vector<SensitivityRow>> sensitivityOf(const SensitivityInput& input, int rowsMax,
                                                  int searchesMax, RunControl& control);

/// Sets `to` to "p2" for the layouts that the report shows, by title; others keep their title, as
/// every text does.
void nameFlips(const std::vector<std::pair<std::string, std::string>>& planIdsByTitle,
               std::vector<SensitivityRow>& rows);

}  // namespace stowage::planner
