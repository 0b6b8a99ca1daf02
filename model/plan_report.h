#pragma once

#include <optional>
#include <string>

#include "model/capacity_plan.h"
#include "model/diagnostic.h"
#include "model/document.h"

namespace stowage {

/// The plan report as JSON tree, as contracts.md section 3 and its window fields lay it out. Keys
/// come in one fixed order, so that equal reports are equal bytes. The last key, `integrity`, is
/// the digest of all others.
DocumentNode toDocument(const PlanReport& report);
/// Adds the digest of everything that is in the report as its last key.
void seal(DocumentNode& report);
/// Whether the digest of a plan file is that of its content; a file without one is not intact.
bool isIntact(const DocumentNode& report);
/// One entry of `plans`.
DocumentNode toDocument(const CapacityPlan& plan);

/// Reads a plan file. Unknown keys are ignored (a field may be added); a missing or malformed one
/// is an error with its place. nullopt when there is any error.
std::optional<PlanReport> parsePlanReport(const Document& document, Diagnostics& diagnostics);

/// A plan of hundreds of pods is larger than any scenario may be.
inline constexpr DocumentLimits kPlanFileLimits{
    .bytesMax = 256LL * 1024 * 1024, .depthMax = 100, .nodesMax = 20'000'000};
/// The text of a plan file; one whose content does not match its digest is refused. nullopt when
/// there is any error.
std::optional<PlanReport> parsePlanFile(const std::string& path, std::string text,
                                        Diagnostics& diagnostics);

}  // namespace stowage
