#pragma once

#include "model/simulate/audit_context.h"

namespace stowage::simulate {

/// rollout.surge: a deploy of each environment on its own finds room for its new pods and ends.
Check checkRolloutSurge(const AuditContext& context);

/// rollout.downtime: seconds without a ready pod on the request path during a deploy; a failure for
/// environments in zeroDowntimeDeploys alone.
Check checkRolloutDowntime(const AuditContext& context);

}  // namespace stowage::simulate
