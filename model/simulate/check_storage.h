#pragma once

#include "model/simulate/audit_context.h"

namespace stowage::simulate {

/// storage.follow: for environments that must survive a node, volumes of the request path that stay
/// on one node (fail) or follow only after a forced detach (warn).
Check checkStorageFollow(const AuditContext& context);
/// storage.sqlite: a database file cannot serve pods on several nodes.
Check checkStorageSqlite(const AuditContext& context);
/// storage.rwx: volumes that several nodes write at once: where they do not work (fail), and where
/// they are experimental (warn).
Check checkStorageRwx(const AuditContext& context);

/// How a pod reaches a volume in this layout.
StorageReach volumeReach(const AuditContext& context, const VolumeMount& mount);

}  // namespace stowage::simulate
