#pragma once

#include "model/base/run_control.h"
#include "model/simulate/audit_context.h"

namespace stowage::simulate {

/// fit.requests: every pod is placed, the rules of running pods hold, the promised ledger leaves
/// the headroom on every node, and under `reachable` the scheduler gets every pod placed in every
/// order.
Check checkFitRequests(const AuditContext& context, const RunControl& control);

}  // namespace stowage::simulate
