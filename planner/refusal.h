#pragma once

#include <optional>
#include <vector>

#include "model/capacity_plan.h"
#include "planner/evaluation.h"
#include "planner/scenario_knobs.h"

namespace stowage::planner {

/// What the search for fixes needs; `scenario` with its documents.
struct RefusalInput {
    const Scenario& scenario;
    const Catalog& catalog;
    const AssumptionTable& assumptions;
    const EvaluationOptions& options;
};

/// The refused layouts as the report shows them, each with the smallest change of the fixed
/// catalogue that makes it fit: applied, it passes; one unit less does not. Single changes only;
/// none where nothing works within `evaluationsMax` evaluations over all of them.
/// Errors: Cancelled.
Result<std::vector<Refusal>> refusalsOf(const RefusalInput& input,
                                        const std::vector<RefusedLayout>& refused,
                                        int evaluationsMax, RunControl& control);

/// The smallest amount between current (excluded) and extreme for which `passes` holds, by
/// bisection; nullopt when the extreme fails. `passes` is asked at most 64 times.
template <typename Passes>
Result<std::optional<std::int64_t>> smallestAmount(std::int64_t current, std::int64_t extreme,
                                                   Passes passes) {
    STOWAGE_TRY(const bool reaches, passes(extreme));
    if (!reaches) {
        return std::optional<std::int64_t>();
    }
    std::int64_t failing = current;
    std::int64_t passing = extreme;
    while ((passing > failing ? passing - failing : failing - passing) > 1) {
        const std::int64_t middle = failing + (passing - failing) / 2;
        STOWAGE_TRY(const bool holds, passes(middle));
        (holds ? passing : failing) = middle;
    }
    return std::optional(passing);
}

}  // namespace stowage::planner
