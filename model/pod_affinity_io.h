#pragma once

#include <map>
#include <string>
#include <vector>

#include "model/diagnostic.h"
#include "model/document.h"
#include "model/workload.h"

namespace stowage {

/// `affinity` of a PodSpec: node affinity, pod affinity and anti-affinity, required and preferred.
void readAffinity(const DocumentNode* node, PodTemplate& pod, Diagnostics& diagnostics);
/// `topologySpreadConstraints` of the PodSpec of a pod with these labels.
std::vector<TopologySpread> readSpreadConstraints(const DocumentNode* node,
                                                  const std::map<std::string, std::string>& own,
                                                  Diagnostics& diagnostics);
WhenUnsatisfiable readWhenUnsatisfiable(const DocumentNode* node, Diagnostics& diagnostics);

}  // namespace stowage
