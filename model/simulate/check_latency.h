#pragma once

#include "model/simulate/audit_context.h"

namespace stowage::simulate {

/// latency.p95: what 95 % of requests stay below at the peak hour, by the formula of a worker pool,
/// with an interval that moves one assumption at a time. Fails where even the lower limit exceeds
/// p95LatencyMs, warns where the interval straddles it.
Check checkLatencyP95(const AuditContext& context);

}  // namespace stowage::simulate
