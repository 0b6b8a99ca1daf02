#pragma once

#include <cstdint>
#include <string_view>

#include "model/plan_checker/checker_context.h"

namespace stowage::checker {

/// New pods that a deploy starts beside the old ones, and old ones that may go first.
struct Surge {
    std::int64_t pods = 0;
    std::int64_t unavailable = 0;
};
Surge surgeOf(const PlannedWorkload& workload);
/// Does a deploy of its environment give this workload new pods?
bool isDeployed(const PlannedWorkload& workload);
/// Pods of a workload at the peak of a deploy, without those that are ending.
std::int64_t peakPods(const PlannedWorkload& workload);
/// Processes of one pod that each may hold a database connection.
std::int64_t processesOf(const PlanContext& context, const Environment& environment,
                         const PlannedWorkload& workload);
/// Mean seconds that one request holds a worker on a shared vCPU.
double requestSeconds(const PlanContext& context, const Environment& environment,
                      const PlannedWorkload& web);

}  // namespace stowage::checker
