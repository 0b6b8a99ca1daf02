#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "model/simulate/audit_context.h"
#include "model/simulate/queueing.h"

namespace stowage::simulate {

/// How the web pods of an environment work through their requests, from the assumptions.
struct WebPool {
    const PlannedWorkload* workload = nullptr;
    const Environment* environment = nullptr;
    WorkloadIndex index;
};

/// The environment's web workload with traffic; nullopt for raw workloads and apps without one.
std::optional<WebPool> webPoolOf(const AuditContext& context, const Environment& environment);

/// Value of an assumption, or what a variation puts in its place.
using AssumedValue = std::function<double(std::string_view id, double otherwise)>;

/// CPU of one request in the web pod, mean, in seconds of a core of the calibration machine.
double requestCpuSeconds(const WebPool& pool, const AssumedValue& assumed);
/// One of the environment's `pods` web pods, on this node: its share of the peak traffic on the
/// cores that its limit and its neighbours leave it.
WorkerPool podPool(const AuditContext& context, const WebPool& pool, NodeIndex node,
                   std::int64_t pods, const AssumedValue& assumed);
/// Processes of a role in one pod that run the app's code: scenario, else the assumption.
std::int64_t processesOf(const AuditContext& context, const Environment& environment,
                         const PlannedWorkload& workload);

}  // namespace stowage::simulate
