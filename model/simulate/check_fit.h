#pragma once

#include "model/simulate/audit_context.h"

namespace stowage::simulate {

/// fit.cpu: expected CPU at the peak hour on the node's own cores, within the headroom. What
/// neighbours may steal, and pods that reach their own limit, only warn.
Check checkFitCpu(const AuditContext& context);

/// fit.pods: pods against pod slots. fit.ports: host ports.
Check checkFitPods(const AuditContext& context);
Check checkFitPorts(const AuditContext& context);

/// How much a core of the node does, as a share of a core of the calibration machine.
PartsPerMillion cpuScaleOf(const AuditContext& context, const LayoutNode& node);
/// Cores that pods and system may use: of the machine on K3s, allocatable elsewhere.
MilliCpu usableCpuOf(const LayoutNode& node);
/// Expected CPU of a node at the peak hour in its own cores, overhead included.
MilliCpu expectedCpuOf(const AuditContext& context, NodeIndex node);

}  // namespace stowage::simulate
