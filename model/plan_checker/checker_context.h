#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "model/capacity_plan.h"
#include "model/expansion.h"
#include "model/plan_checker/plan_checker.h"

namespace stowage::checker {

/// One plan under examination with its re-expanded demand.
struct PlanContext {
    const PlanCheckerInput& input;
    const PlanReport& report;
    const CapacityPlan& plan;
    Expansion expansion;
    /// Re-expanded workload of every pod name; pods of DaemonSets once a node.
    std::map<std::string, const PlannedWorkload*> workloadOfPod;
    std::vector<Violation>& violations;

    void violate(std::string rule, std::string what, std::string stated, std::string found) const;
    void expectEqual(std::string_view rule, std::string_view what, std::int64_t stated,
                     std::int64_t found) const;
    void expectEqual(std::string_view rule, std::string_view what, const std::string& stated,
                     const std::string& found) const;
    const PlanNode* node(const std::string& name) const;
    const Check* check(CheckId id) const;
};

/// The offer that a node of the plan names: from the catalogue, the scenario's custom offers or its
/// existing nodes; nullptr when there is none.
const Offer* offerOf(const PlanContext& context, const PlanNode& node);

void checkMoney(const PlanContext& context);
void checkDemand(const PlanContext& context);
void checkNodes(const PlanContext& context);
void checkFilters(const PlanContext& context);
void checkVerdicts(const PlanContext& context);
void checkNodeLoss(const PlanContext& context);

/// Requests of one pod redone from its template: max(containers + sidecars, init steps) + overhead.
std::map<std::string, std::int64_t> requestsOf(const PodTemplate& pod);

}  // namespace stowage::checker
