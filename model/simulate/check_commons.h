#pragma once

#include "model/simulate/audit_context.h"

namespace stowage::simulate {

/// commons.redisIndexes: one logical database a tenant, 16 in all; warns above 80 %.
Check checkRedisIndexes(const AuditContext& context);
/// commons.tenantIds: no two tenants share a database name, login or bucket.
Check checkTenantIds(const AuditContext& context);
/// commons.loginLength: MySQL and MariaDB cut logins at 32 characters, but apps use the full name.
Check checkLoginLength(const AuditContext& context);
/// commons.connections: connections to every database engine at the peak of a deploy, against its
/// limit: those in use on average fail, those of every process at once warn.
Check checkConnections(const AuditContext& context);

}  // namespace stowage::simulate
