#pragma once

#include <vector>

#include "model/diagnostic.h"
#include "model/document.h"
#include "model/scenario.h"

namespace stowage {

/// Rules between the parts of a scenario that no single reader can see. Errors: environment ids or
/// namespaces that coincide, names that Kubernetes refuses, workloads given twice, nothing to plan.
/// Warnings: what no layout can change but a plan must refuse (a host claimed twice, colliding
/// tenant ids), blueprints with different K3s versions.
void checkScenario(const Scenario& scenario, Diagnostics& diagnostics);

/// Keys of `services.overrides` that name no service of a planned environment.
void checkOverrides(const Scenario& scenario, const DocumentNode* overrides,
                    Diagnostics& diagnostics);

/// Names that occur twice in a list of offers.
void checkOfferNames(const std::vector<Offer>& offers, const DocumentNode* list,
                     Diagnostics& diagnostics);

/// Warns of hosts that two environments claim and of tenant ids and buckets that coincide, naming
/// both places. Also for `import`, before there is a scenario.
void warnOfCollisions(const Scenario& scenario, Diagnostics& diagnostics);

}  // namespace stowage
