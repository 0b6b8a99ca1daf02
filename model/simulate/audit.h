#pragma once

#include <string>
#include <vector>

#include "model/base/run_control.h"
#include "model/capacity_plan.h"
#include "model/check.h"
#include "model/cost.h"
#include "model/expansion.h"
#include "model/layout.h"
#include "model/scenario.h"
#include "model/simulate/reachability.h"

namespace stowage::simulate {

/// One complete layout with every pod placed (or shown as not placed), to be judged.
struct AuditInput {
    const Scenario& scenario;
    const Expansion& expansion;
    const Layout& layout;
    const Placement& placement;
    const Bill& bill;
    const AssumptionTable& assumptions;
    std::string today;  ///< ISO date, for price.fresh
    /// Reachability of the same expansion on the same nodes, where the caller knows it already.
    const ReachabilityResult* reached = nullptr;
};

/// How exactly the memory risk is computed. Screening uses the three cumulants alone, without the
/// exact convolution and the model band: what it refuses, a full audit refuses too (the risk is
/// judged on the larger of both), and it never warns. It ends at the first group of checks that
/// refuses: `checks` then holds that group alone.
enum class AuditDepth { Full, Screening };

/// Replay: what the reachability test may spend. Monte Carlo is off where samples are 0.
struct AuditOptions {
    int replayOrders = 64;
    std::int64_t reachabilitySteps = 3'000;  ///< of the directed search for a failing order
    std::int64_t searchSteps = 20'000;       ///< of each re-placement
    std::int64_t monteCarloSamples = 0;
    AuditDepth depth = AuditDepth::Full;
};

struct AuditResult {
    std::vector<Check> checks;  ///< one per id of planCheckIds(), in order
    MemoryRiskFigures risk;
    std::vector<NodeLossEntry> nodeLoss;
    /// A check of `binding` failed / is unknown.
    bool hasBindingFailure = false;
    bool hasBindingUnknown = false;
};

/// Runs every check on one layout; decides nothing else. A check that is not in
/// requirements.binding turns fail into warn. Pure; any number of audits may run at once.
AuditResult audit(const AuditInput& input, const AuditOptions& options, const RunControl& control);

/// Bytes of memory that fit.memory lets a node expect: (1 - headroom) × capacity on K3s, of
/// allocatable on managed nodes and where allocatable is stated; and the expected memory that the
/// same check adds up, for one pod (core on K3s, working set elsewhere). The planner uses both so
/// that its packing and the audit agree.
Bytes memoryLimitOf(const LayoutNode& node, const Requirements& requirements);
Bytes judgedMemoryOf(const PlannedWorkload& workload, const LayoutNode& node);
Bytes judgedOverheadOf(const LayoutNode& node);

}  // namespace stowage::simulate
