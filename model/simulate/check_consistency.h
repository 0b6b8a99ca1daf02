#pragma once

#include "model/simulate/audit_context.h"

namespace stowage::simulate {

/// hosts.unique: no two environments claim one host name in Ingress rules of their own.
Check checkHostsUnique(const AuditContext& context);
/// strategy.consistent: LaraKube's strategy of every environment agrees with the number of nodes.
Check checkStrategyConsistent(const AuditContext& context);
/// price.fresh: no price of a machine is older than 90 days or without source; warns only.
Check checkPriceFresh(const AuditContext& context);

}  // namespace stowage::simulate
