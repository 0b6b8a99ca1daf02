#include "model/simulate/check_fit.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "model/simulate/check_text.h"

namespace stowage::simulate {
namespace {

/// Share of a day's moments above which a pod counts as throttled, as a normal quantile; p99 is
/// 2.326 deviations above the mean, p95 1.645.
constexpr double kP95OverP99 = 1.6448536269514722 / 2.3263478740408408;

std::string throttledPod(const AuditContext& context) {
    for (const PlacedPod& pod : context.input.placement) {
        const PlannedWorkload& workload = context.workload(pod.workload);
        const ResourceLimits limits = effectiveLimits(workload.pod);
        if (!pod.node.isValid() || !limits.has(kCpu)) {
            continue;
        }
        const LayoutNode& node = context.layout().nodes[pod.node.value()];
        const CpuUse& cpu = workload.demand.cpu;
        const double scale = static_cast<double>(cpuScaleOf(context, node).raw()) / 1e6;
        const double mean = static_cast<double>(cpu.expected.raw());
        const double p95 =
            mean + kP95OverP99 * std::max(0.0, static_cast<double>(cpu.p99.raw()) - mean);
        if (milliCpuRoundUp(p95 / scale).raw() > limits.get(kCpu)) {
            return fmt::format("{} wants more than its limit of {}m more than 5 % of the time",
                               workload.podName(pod.ordinal), groupedText(limits.get(kCpu)));
        }
    }
    return {};
}

Comparison cpuComparison(const AuditContext& context, std::size_t k) {
    const LayoutNode& node = context.layout().nodes[k];
    return {.node = node.name,
            .resource = std::string(kCpu),
            .needed = expectedCpuOf(context, NodeIndex(k)).raw(),
            .available =
                shareRoundDown(usableCpuOf(node), kWhole - context.requirements().headroom).raw()};
}

std::string cpuText(const Comparison& cpu) {
    return fmt::format("at the peak hour {} is expected to use {} of the {} that it may", cpu.node,
                       coresText(milliCpu(cpu.needed)), coresText(milliCpu(cpu.available)));
}

/// Room that is left of a shared core when neighbours take their worst share.
std::optional<std::string> stolenText(const AuditContext& context) {
    const AssumptionRow* steal = context.input.assumptions.find("cpu.steal");
    const double share = steal != nullptr ? steal->high : 0.1;
    for (std::size_t k = 0; k < context.nodeCount(); ++k) {
        const LayoutNode& node = context.layout().nodes[k];
        if (node.shape.cpuShare != CpuShare::Shared || node.shape.kind == NodeShapeKind::Stated) {
            continue;
        }
        const Comparison cpu = cpuComparison(context, k);
        const auto left =
            static_cast<std::int64_t>(std::floor(static_cast<double>(cpu.available) * (1 - share)));
        if (cpu.needed > left) {
            return fmt::format(
                "neighbours may take up to {:.0f} % of its shared cores, which "
                "would leave {}",
                share * 100, coresText(milliCpu(left)));
        }
    }
    return std::nullopt;
}

}  // namespace

MilliCpu usableCpuOf(const LayoutNode& node) {
    return node.shape.kind == NodeShapeKind::K3s ? node.shape.cpu : node.shape.allocatable.cpu();
}

PartsPerMillion cpuScaleOf(const AuditContext& context, const LayoutNode& node) {
    if (node.shape.kind == NodeShapeKind::Stated) {
        return kWhole;
    }
    double scale = node.shape.cpuShare == CpuShare::Shared
                       ? context.assumed("cpu.shared-scale", 0.75)
                       : context.assumed("cpu.dedicated-scale", 1);
    if (node.shape.arch == Arch::Arm64) {
        scale = std::min(scale, context.assumed("cpu.arm-scale", 0.8));
    }
    return PartsPerMillion::fromRaw(static_cast<std::int64_t>(std::floor(scale * 1e6)));
}

MilliCpu expectedCpuOf(const AuditContext& context, NodeIndex node) {
    const LayoutNode& layoutNode = context.layout().nodes[node.value()];
    MilliCpu sum = layoutNode.overhead.cpu.expected;
    for (const WorkloadIndex pod : context.podsOn[node.value()]) {
        sum += context.workload(pod).demand.cpu.expected;
    }
    const auto scaled =
        mulDivRoundUp(sum.raw(), kWhole.raw(), cpuScaleOf(context, layoutNode).raw());
    STOWAGE_ASSERT(scaled.has_value());
    return milliCpu(*scaled);
}

Check checkFitCpu(const AuditContext& context) {
    if (context.nodeCount() == 0) {
        return makeCheck(CheckId::FitCpu, Verdict::Pass, "no node, so nothing to run");
    }
    Comparison tightest = cpuComparison(context, 0);
    for (std::size_t k = 1; k < context.nodeCount(); ++k) {
        const Comparison cpu = cpuComparison(context, k);
        if (cpu.isTighterThan(tightest)) {
            tightest = cpu;
        }
    }
    Check check = makeCheck(CheckId::FitCpu, Verdict::Pass, cpuText(tightest));
    const std::vector<std::string> unknown = context.unknownWorkloads();
    if (!tightest.holds()) {
        check.verdict = Verdict::Fail;
        check.text = fmt::format(
            "at the peak hour {} is expected to use {}, more than the {} that it may ({} headroom)",
            tightest.node, coresText(milliCpu(tightest.needed)),
            coresText(milliCpu(tightest.available)), shareText(context.requirements().headroom));
    } else if (!unknown.empty()) {
        check.verdict = Verdict::Unknown;
        check.text = fmt::format("nothing is known about the CPU of {}: give requests or usage",
                                 listText(unknown));
    } else if (const auto stolen = stolenText(context)) {
        check.verdict = Verdict::Warn;
        check.text += "; " + *stolen;
    } else if (const std::string throttled = throttledPod(context); !throttled.empty()) {
        check.verdict = Verdict::Warn;
        check.text += "; " + throttled;
    }
    addComparison(check, tightest);
    for (const LayoutNode& node : context.layout().nodes) {
        if (node.name == tightest.node) {
            addNumber(check, "scalePpm", cpuScaleOf(context, node).raw());
        }
    }
    return check;
}

Check checkFitPods(const AuditContext& context) {
    Comparison tightest{.resource = "pods"};
    for (std::size_t k = 0; k < context.nodeCount(); ++k) {
        const Comparison pods{.node = context.nodeName(NodeIndex(k)),
                              .resource = "pods",
                              .needed = static_cast<std::int64_t>(context.podsOn[k].size()),
                              .available = context.layout().nodes[k].shape.podSlots};
        if (k == 0 || pods.isTighterThan(tightest)) {
            tightest = pods;
        }
    }
    Check check = makeCheck(
        CheckId::FitPods, tightest.holds() ? Verdict::Pass : Verdict::Fail,
        fmt::format("{} runs {} and may run {}", tightest.node,
                    countText(tightest.needed, "pod", "pods"), groupedText(tightest.available)));
    addComparison(check, tightest);
    return check;
}

Check checkFitPorts(const AuditContext& context) {
    std::int64_t ports = 0;
    for (const PlannedWorkload& workload : context.workloads()) {
        ports += static_cast<std::int64_t>(workload.pod.hostPorts.size());
    }
    const auto fail = [&](const NodeRefusal& refusal, const std::string& who) {
        Check check = makeCheck(CheckId::FitPorts, Verdict::Fail,
                                fmt::format("{} wants host port {} on {}, which is taken", who,
                                            refusal.what, context.nodeName(refusal.node)));
        addComparison(check, {.node = context.nodeName(refusal.node),
                              .resource = "host port " + refusal.what,
                              .needed = 2,
                              .available = 1});
        return check;
    };
    for (const NodeRefusal& refusal : violations(context.state)) {
        if (refusal.kind == RefusalKind::HostPort) {
            return fail(refusal, "a second pod");
        }
    }
    for (const PodRef& pod : context.unplaced) {
        for (const NodeRefusal& refusal : explainAll(context.state, pod)) {
            if (refusal.kind == RefusalKind::HostPort) {
                return fail(refusal, context.model->podName(pod));
            }
        }
    }
    Check check = makeCheck(CheckId::FitPorts, Verdict::Pass,
                            ports == 0 ? "no pod uses a port of its node"
                                       : "every host port is used by one pod a node");
    addNumber(check, "hostPorts", ports);
    return check;
}

}  // namespace stowage::simulate
