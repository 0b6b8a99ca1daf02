#pragma once

#include "model/assumption.h"
#include "model/catalog.h"
#include "model/diagnostic.h"
#include "model/scenario.h"

namespace stowage::planner {

/// What planning would refuse about the candidates: servers chosen by hand that nobody sells, that
/// cannot be priced or that are not in stock. Asks nothing where the scenario has errors already.
void checkCandidates(const Scenario& scenario, const Catalog& catalog, Diagnostics& diagnostics);

/// What is left to do with a scenario that was read: its overrides laid over the shipped
/// assumptions (the result), and its candidates checked.
AssumptionTable completeReading(const Scenario& scenario, const Catalog& catalog,
                                const AssumptionTable& shipped, Diagnostics& diagnostics);

}  // namespace stowage::planner
