#pragma once

#include <set>
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

/// Prefixes of assumption ids that these plans rest on: their profiles, and what every plan rests
/// on.
std::set<std::string> usedPrefixes(const std::vector<const JudgedLayout*>& plans);
/// "mariadb" of "mariadb.base".
inline std::string prefixOf(const std::string& assumptionId) {
    return assumptionId.substr(0, assumptionId.find('.'));
}

/// The assumptions that the pods, engines and nodes of these plans rest on, in order of id.
std::vector<Assumption> usedAssumptions(const std::vector<const JudgedLayout*>& plans,
                                        const AssumptionTable& table);

}  // namespace stowage::planner
