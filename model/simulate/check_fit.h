#pragma once

#include <vector>

#include "model/base/run_control.h"
#include "model/simulate/audit_context.h"

namespace stowage::simulate {

/// fit.requests: every pod is placed, the rules of running pods hold, the promised ledger leaves
/// the headroom on every node, and under `reachable` the scheduler gets every pod placed in every
/// order.
Check checkFitRequests(const AuditContext& context, const RunControl& control);

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
