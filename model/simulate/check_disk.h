#pragma once

#include "model/simulate/audit_context.h"

namespace stowage::simulate {

/// fit.disk: operating system, every image twice (old and new version during a deploy), writable
/// layers and logs, and the volumes on the node's own disk at their real size, grown by 12 months
/// (fail) and 24 (warn), against the share at which the kubelet starts to delete images.
Check checkFitDisk(const AuditContext& context);

}  // namespace stowage::simulate
