#pragma once

#include "model/simulate/audit_context.h"

namespace stowage::simulate {

/// fit.memory with the risk figures of the plan.
struct MemoryAudit {
    Check check;
    MemoryRiskFigures figures;
};

/// Expected memory of every node against (1 - headroom) of its capacity, and the upper limit of the
/// monthly risk of running out against `memoryRisk`. The model band (what is unknown but constant)
/// only warns.
MemoryAudit checkFitMemory(const AuditContext& context);

/// Expected memory of one node in its measure: overhead, pods, and the band of the mean.
struct NodeExpectation {
    Bytes overhead;
    Bytes pods;
    Bytes low;   ///< expected less the combined deviation
    Bytes high;  ///< expected plus the combined deviation

    Bytes expected() const { return overhead + pods; }
};
/// The band adds the deviations of pods of one profile (they share their unknown constants) and
/// takes the root of the sum of squares over profiles and the node's own overhead.
NodeExpectation expectationOf(const AuditContext& context, NodeIndex node);

}  // namespace stowage::simulate
