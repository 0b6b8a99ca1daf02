#pragma once

#include <vector>

#include "model/diagnostic.h"
#include "model/document.h"
#include "model/workload.h"

namespace stowage {

/// `affinity` of a PodSpec: node affinity, pod affinity and anti-affinity, required and preferred.
void readAffinity(const DocumentNode* node, PodTemplate& pod, Diagnostics& diagnostics);
/// `topologySpreadConstraints` of a PodSpec.
std::vector<TopologySpread> readSpreadConstraints(const DocumentNode* node,
                                                  Diagnostics& diagnostics);
WhenUnsatisfiable readWhenUnsatisfiable(const DocumentNode* node, Diagnostics& diagnostics);

}  // namespace stowage
