#pragma once

#include <string>
#include <vector>

#include "model/capacity_plan.h"
#include "planner/evaluation.h"

namespace stowage::planner {

/// What is known about the price of a plan.
struct CostProof {
    Money lowerBound;
    bool isProven = false;
    bool isTimeLimited = false;
    DocumentNode certificate = makeMap();
};

/// One judged layout as the report shows it; the id is given later, with the rank.
CapacityPlan toCapacityPlan(const JudgedLayout& judged, const CostProof& proof);

/// "1 × s-1vcpu-2gb (DigitalOcean), services shared in a Commons".
std::string planTitle(const JudgedLayout& judged);

/// The assumptions that the pods, engines and nodes of these plans rest on, in order of id.
std::vector<Assumption> usedAssumptions(const std::vector<const JudgedLayout*>& plans,
                                        const AssumptionTable& table);

}  // namespace stowage::planner
