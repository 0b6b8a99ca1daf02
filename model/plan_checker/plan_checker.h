#pragma once

#include <string>
#include <vector>

#include "model/assumption.h"
#include "model/calendar_date.h"
#include "model/catalog.h"
#include "model/diagnostic.h"
#include "model/document.h"
#include "model/scenario.h"

namespace stowage {

/// One statement of a plan report that does not hold, or that could not be redone.
struct Violation {
    std::string plan;    ///< plan id; empty: the report as a whole
    std::string rule;    ///< stable id, as in "money.total"; README.md lists the families
    std::string what;    ///< the object: a pod, a node, a line, a check id
    std::string stated;  ///< what the report says
    std::string found;   ///< what the checker computed
    /// Warning: the work limit was reached before the statement was redone; it may well hold.
    Severity severity = Severity::Error;
    bool operator==(const Violation&) const = default;
};

/// What the checker judges by. The scenario is the one inside the report, built anew.
struct PlanCheckerInput {
    const Document& report;
    const Scenario& scenario;
    const Catalog& catalog;
    const AssumptionTable& assumptions;
};

/// Redoes the arithmetic of every plan of a report: demand by expansion, every line of the bill,
/// allocatable, the scheduler's filters on the final state, verdicts, node-loss placements, bounds.
/// Shares no code with the planner, the cost or the feasibility module. Returns *all* violations;
/// empty: everything stated holds.
std::vector<Violation> checkPlanReport(const PlanCheckerInput& input);

/// Does one of them say that a statement is wrong, not only that it could not be redone?
bool hasErrors(const std::vector<Violation>& violations);

/// "p1: money.total: total: stated 24.00, found 23.00".
std::string toText(const Violation& violation);

}  // namespace stowage
