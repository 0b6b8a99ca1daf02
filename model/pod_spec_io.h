#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/diagnostic.h"
#include "model/document.h"
#include "model/workload.h"

namespace stowage {

/// Reads a Kubernetes PodSpec (core/v1) into `pod`, whose labels stay: fields that scheduling,
/// roll-out and memory do not depend on are known and passed over, unknown ones are errors.
/// Claims that are only named get size zero.
void readPodSpec(const DocumentNode& node, const std::string& label, PodTemplate& pod,
                 Diagnostics& diagnostics);

// Parts of it that a scenario also writes alone.

std::vector<Toleration> readTolerations(const DocumentNode* node, Diagnostics& diagnostics);
std::vector<Taint> readTaints(const DocumentNode* node, Diagnostics& diagnostics);
std::optional<AccessMode> readAccessMode(const DocumentNode* node, Diagnostics& diagnostics);
/// A label selector; an empty one matches everything.
LabelSelector readSelector(const DocumentNode& node, const std::string& label,
                           Diagnostics& diagnostics);

}  // namespace stowage
