#pragma once

#include <map>
#include <string>
#include <string_view>

#include "model/blueprint.h"
#include "model/diagnostic.h"
#include "model/document.h"
#include "model/resources.h"

namespace stowage {

/// Reads amounts by resource name: cpu, memory, ephemeral-storage, extended resources
/// ("example.com/gpu") and huge pages. Unknown names are errors. `given`, when not null, receives
/// the names that were written, zero included.
ResourceAmounts readAmounts(const DocumentNode* node, const std::string& label,
                            std::vector<std::string>* given, Diagnostics& diagnostics);
ResourceLimits readLimits(const DocumentNode* node, const std::string& label,
                          Diagnostics& diagnostics);
/// Reports every request that is larger than its limit, which Kubernetes refuses.
void checkRequestsWithinLimits(const ResourceAmounts& requests, const ResourceLimits& limits,
                               const std::string& label, const SourcePlace& place,
                               Diagnostics& diagnostics);
/// { requests: {…}, limits: {…} }; unknown keys are of this severity.
ResourceOverride readOverride(const DocumentNode& node, const std::string& label,
                              Severity unknownKeys, Diagnostics& diagnostics);
/// A map of text to text, as labels and selectors are.
std::map<std::string, std::string> readTextMap(const DocumentNode* node, const std::string& label,
                                               Diagnostics& diagnostics);
/// The amount of one resource as a quantity: "250m", "1Gi", "2".
std::string resourceText(const std::string& name, std::int64_t amount);

}  // namespace stowage
