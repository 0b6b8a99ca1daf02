#pragma once

#include <vector>

#include "model/diagnostic.h"
#include "model/document.h"
#include "model/scenario.h"
#include "model/scenario_builder.h"

namespace stowage {

/// One entry of `apps`. An app whose blueprint cannot be read has no environments.
App readApp(const DocumentNode& node, const BlueprintLoader& load, Diagnostics& diagnostics);

/// One entry of `workloads` of an app.
RawWorkload readRawWorkload(const DocumentNode& node, Diagnostics& diagnostics);
/// Turns `antiAffinity`, which names workloads, into terms; reports names that do not exist in the
/// same environment. `node` is the `workloads` list that was read.
void linkAntiAffinity(const DocumentNode& node, std::vector<RawWorkload>& workloads,
                      Diagnostics& diagnostics);

/// `traffic` and `data` of one environment.
TrafficSpec readTraffic(const DocumentNode& node, const std::string& label,
                        Diagnostics& diagnostics);
DataSpec readData(const DocumentNode& node, const std::string& label, Diagnostics& diagnostics);

}  // namespace stowage
