#pragma once

#include "model/catalog.h"
#include "model/diagnostic.h"
#include "model/scenario.h"

namespace stowage::planner {

/// What planning would refuse about the candidates: servers chosen by hand that nobody sells, that
/// cannot be priced or that are not in stock. Asks nothing where the scenario has errors already.
void checkCandidates(const Scenario& scenario, const Catalog& catalog, Diagnostics& diagnostics);

}  // namespace stowage::planner
