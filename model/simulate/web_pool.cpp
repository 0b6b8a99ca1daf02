#include "model/simulate/web_pool.h"

#include <algorithm>
#include <cmath>

#include "model/simulate/check_fit.h"

namespace stowage::simulate {
namespace {

/// A pod always gets something: the kernel shares, it does not starve.
constexpr double kLeastCores = 0.05;
/// Requests that one process of another framework has in work at once: it waits for many.
constexpr std::int64_t kEventLoopRequests = 64;

double bootSeconds(const WebPool& pool, const AssumedValue& assumed) {
    if (pool.workload->demand.profile != "web-fpm") {
        return 0;  // the framework stays loaded
    }
    const double light = assumed("web-fpm.boot.light", 0.0056);
    const double medium = assumed("web-fpm.boot.medium", 0.0178);
    switch (pool.environment->weight) {
        case Weight::Light:
            return light;
        case Weight::Medium:
            return medium;
        case Weight::Heavy:
            return 2 * medium - light;
    }
    STOWAGE_UNREACHABLE();
}

double scaleOf(const AuditContext& context, const LayoutNode& node, const AssumedValue& assumed) {
    const double scale = static_cast<double>(cpuScaleOf(context, node).raw()) / 1e6;
    const bool isShared =
        node.shape.cpuShare == CpuShare::Shared && node.shape.kind != NodeShapeKind::Stated;
    if (!isShared) {
        return scale;
    }
    // A variation of the shared scale moves the node's own scale in proportion.
    const double usual = context.assumed("cpu.shared-scale", 0.75);
    return scale * assumed("cpu.shared-scale", usual) / usual;
}

}  // namespace

std::optional<WebPool> webPoolOf(const AuditContext& context, const Environment& environment) {
    for (std::size_t w = 0; w < context.workloads().size(); ++w) {
        const PlannedWorkload& workload = context.workloads()[w];
        if (workload.environmentId == environment.id && workload.role == "web" &&
            workload.origin == WorkloadOrigin::App) {
            return WebPool{
                .workload = &workload, .environment = &environment, .index = WorkloadIndex(w)};
        }
    }
    return std::nullopt;
}

double requestCpuSeconds(const WebPool& pool, const AssumedValue& assumed) {
    const double median = assumed("web.cpu.median", 0.006);
    const double sigma = assumed("web.cpu.sigma", 1.2);
    return median * std::exp(sigma * sigma / 2) + bootSeconds(pool, assumed);
}

std::int64_t processesOf(const AuditContext& context, const Environment& environment,
                         const PlannedWorkload& workload) {
    const auto given = environment.workers.find(workload.role);
    if (given != environment.workers.end()) {
        return given->second;
    }
    const auto standard = [&](std::string_view id, double otherwise) {
        return std::max<std::int64_t>(1, std::llround(context.assumed(id, otherwise)));
    };
    if (workload.role == "web") {
        if (workload.demand.profile == "web-octane") {
            return standard("workers.web-octane", 4);
        }
        return workload.demand.profile == "web-fpm" ? standard("workers.web-fpm", 5)
                                                    : kEventLoopRequests;
    }
    if (workload.role == "horizon") {
        return standard("workers.horizon", 3);
    }
    return workload.role == "queues" ? standard("workers.queues", 3) : 1;
}

WorkerPool podPool(const AuditContext& context, const WebPool& pool, NodeIndex node,
                   std::int64_t pods, const AssumedValue& assumed) {
    const LayoutNode& layoutNode = context.layout().nodes[node.value()];
    const double scale = scaleOf(context, layoutNode, assumed);
    MilliCpu others = layoutNode.overhead.cpu.expected;
    for (const WorkloadIndex other : context.podsOn[node.value()]) {
        if (other != pool.index) {
            others += context.workload(other).demand.cpu.expected;
        }
    }
    const double cores = static_cast<double>(usableCpuOf(layoutNode).raw()) / 1000;
    double left = cores - static_cast<double>(others.raw()) / 1000 / scale;
    const ResourceLimits limits = effectiveLimits(pool.workload->pod);
    if (limits.has(kCpu)) {
        left = std::min(left, static_cast<double>(limits.get(kCpu)) / 1000);
    }
    return {.arrivalsPerSecond = pool.environment->traffic.peakRps /
                                 static_cast<double>(std::max<std::int64_t>(1, pods)),
            .cpuSeconds = requestCpuSeconds(pool, assumed) / scale,
            .waitSeconds = assumed("web.wait", 0.02),
            .workers =
                std::max<std::int64_t>(1, processesOf(context, *pool.environment, *pool.workload)),
            .cores = std::max(kLeastCores, left)};
}

}  // namespace stowage::simulate
