#include "model/simulate/check_fit.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "model/simulate/check_memory.h"
#include "model/simulate/check_text.h"
#include "model/simulate/reachability.h"

namespace stowage::simulate {
namespace {

/// Share of a day's moments above which a pod counts as throttled, as a normal quantile; p99 is
/// 2.326 deviations above the mean, p95 1.645.
constexpr double kP95OverP99 = 1.6448536269514722 / 2.3263478740408408;

// --- fit.requests ---

/// Of all reasons why a pod is pending, the resource that misses least, or the first other one.
const NodeRefusal* nearestRefusal(const std::vector<NodeRefusal>& refusals) {
    const NodeRefusal* nearest = nullptr;
    const auto missing = [](const NodeRefusal& refusal) {
        return refusal.requested + refusal.used - refusal.allocatable;
    };
    for (const NodeRefusal& refusal : refusals) {
        const bool isBetter =
            nearest == nullptr ||
            (refusal.kind == RefusalKind::Resource &&
             (nearest->kind != RefusalKind::Resource ||
              (nearest->what == refusal.what && missing(refusal) < missing(*nearest))));
        if (isBetter) {
            nearest = &refusal;
        }
    }
    return nearest;
}

Shortage shortageOf(const AuditContext& context, const NodeRefusal& refusal) {
    const bool isAmount =
        refusal.kind == RefusalKind::Resource || refusal.kind == RefusalKind::PodSlots;
    const std::string resource = isAmount && !refusal.what.empty()       ? refusal.what
                                 : refusal.kind == RefusalKind::PodSlots ? "pods"
                                                                         : toWord(refusal.kind);
    return toShortage({.node = refusal.node.isValid() ? context.nodeName(refusal.node) : "",
                       .resource = resource,
                       .needed = isAmount ? refusal.requested + refusal.used : 1,
                       .available = isAmount ? refusal.allocatable : 0});
}

std::string shortageText(const Shortage& shortage) {
    if (shortage.resource == kCpu || shortage.resource == kMemory ||
        shortage.resource == kEphemeralStorage) {
        return fmt::format("it would need {} on {}, which has {}",
                           amountText(shortage.resource, shortage.needed), shortage.node,
                           amountText(shortage.resource, shortage.available));
    }
    return fmt::format("on {} the obstacle is: {}", shortage.node, shortage.resource);
}

Check pendingCheck(const AuditContext& context) {
    std::vector<std::string> names;
    for (const PodRef& pod : context.unplaced) {
        names.push_back(context.model->podName(pod));
    }
    Check check = makeCheck(CheckId::FitRequests, Verdict::Fail, "");
    const std::vector<NodeRefusal> refusals = explainAll(context.state, context.unplaced.front());
    std::string reason = "no node takes it together with the others";
    if (const NodeRefusal* refusal = nearestRefusal(refusals)) {
        check.shortage = shortageOf(context, *refusal);
        reason = shortageText(*check.shortage);
    }
    check.text = fmt::format("{} cannot be placed: {}", listText(names), reason);
    addNumber(check, "unplacedPods", static_cast<std::int64_t>(context.unplaced.size()));
    if (check.shortage) {
        addWord(check, "node", check.shortage->node);
        addWord(check, "resource", check.shortage->resource);
        addNumber(check, "needed", check.shortage->needed);
        addNumber(check, "available", check.shortage->available);
    }
    return check;
}

/// Promised amounts of every node and resource against the headroom; the tightest.
Comparison tightestPromise(const AuditContext& context) {
    const PartsPerMillion usable = kWhole - context.requirements().headroom;
    Comparison tightest{.resource = std::string(kCpu)};
    bool isFirst = true;
    for (std::size_t k = 0; k < context.nodeCount(); ++k) {
        for (std::size_t d = 0; d < context.model->dimensionCount(); ++d) {
            const NodeIndex node(k);
            const Bytes room =
                Bytes::fromRaw(context.model->node(node).allocatable[d]);  // any unit
            const Comparison comparison{.node = context.nodeName(node),
                                        .resource = context.model->dimensions()[d],
                                        .needed = context.state.requested(node, d),
                                        .available = shareRoundDown(room, usable).raw()};
            const bool isAsked = comparison.needed > 0;
            if (isAsked && (isFirst || comparison.isTighterThan(tightest))) {
                tightest = comparison;
                isFirst = false;
            }
        }
    }
    return tightest;
}

std::string promiseText(const AuditContext& context, const Comparison& promise) {
    return fmt::format("{} reserves {} of the {} that requests may take ({} headroom)",
                       promise.node, amountText(promise.resource, promise.needed),
                       amountText(promise.resource, promise.available),
                       shareText(context.requirements().headroom));
}

/// A rule of the scheduler that the placement shown breaks.
std::optional<Check> brokenRule(const AuditContext& context) {
    for (const NodeRefusal& refusal : violations(context.state)) {
        // Slots and ports are checks of their own; a short resource breaks the promise below.
        if (refusal.kind == RefusalKind::PodSlots || refusal.kind == RefusalKind::HostPort ||
            refusal.kind == RefusalKind::Resource) {
            continue;
        }
        Check check =
            makeCheck(CheckId::FitRequests, Verdict::Fail,
                      fmt::format("the placement breaks a rule of the scheduler on {}: {}",
                                  context.nodeName(refusal.node), toText(refusal)));
        check.shortage = shortageOf(context, refusal);
        return check;
    }
    return std::nullopt;
}

Check unreachableCheck(const AuditContext& context, const FailingOrder& failing) {
    std::vector<std::string> names;
    for (const PendingPod& pod : failing.pending) {
        names.push_back(context.model->podName(pod.pod));
    }
    Check check = makeCheck(
        CheckId::FitRequests, Verdict::Fail,
        fmt::format("there is a placement, but the scheduler does not find it in every order: in "
                    "{} {} stays pending",
                    failing.title, listText(names)));
    if (const NodeRefusal* refusal = nearestRefusal(failing.pending.front().refusals)) {
        check.shortage = shortageOf(context, *refusal);
        check.text += "; " + shortageText(*check.shortage);
    }
    addWord(check, "failingOrder", failing.title);
    addNumber(check, "pendingPods", static_cast<std::int64_t>(failing.pending.size()));
    return check;
}

/// A pod without requests may land anywhere: one whose worst landing would break fit.memory.
std::optional<std::string> harmfulWish(const AuditContext& context) {
    if (context.nodeCount() < 2 || context.requirements().placement != PlacementRule::Reachable) {
        return std::nullopt;
    }
    std::vector<Bytes> expected;
    for (std::size_t k = 0; k < context.nodeCount(); ++k) {
        expected.push_back(expectationOf(context, NodeIndex(k)).expected());
    }
    for (const PlacedPod& pod : context.input.placement) {
        const PlannedWorkload& workload = context.workload(pod.workload);
        const ClusterModel::Class& facts = context.model->workload(pod.workload);
        if (!facts.dimensions.empty() || workload.kind == WorkloadKind::DaemonSet ||
            !pod.node.isValid() || workload.isObserved) {
            continue;
        }
        for (std::size_t k = 0; k < context.nodeCount(); ++k) {
            const LayoutNode& node = context.layout().nodes[k];
            if (NodeIndex(k) == pod.node || facts.isCompatible[k] == 0) {
                continue;
            }
            const Bytes there = expected[k] + judgedMemoryOf(workload, node);
            const Bytes limit = memoryLimitOf(node, context.requirements());
            if (there > limit) {
                return fmt::format(
                    "{} requests nothing, so the scheduler may put it on {}, which would then hold "
                    "{} of {}: give it a request",
                    workload.podName(pod.ordinal), node.name, mebibyteText(there),
                    mebibyteText(limit));
            }
        }
    }
    return std::nullopt;
}

Check reachableCheck(const AuditContext& context, const Comparison& promise,
                     const RunControl& control) {
    Check check = makeCheck(CheckId::FitRequests, Verdict::Pass, promiseText(context, promise));
    if (context.requirements().placement == PlacementRule::Pinned) {
        addWord(check, "placement", "pinned");
        return check;
    }
    const ReachabilityResult reach =
        context.input.reached != nullptr
            ? *context.input.reached
            : checkReachability(context.model, context.workloads(),
                                {.orders = context.options.replayOrders,
                                 .searchSteps = context.options.reachabilitySteps,
                                 .seed = context.scenario().seed},
                                control);
    if (reach.verdict == ReachabilityVerdict::Cancelled) {
        return makeCheck(CheckId::FitRequests, Verdict::Unknown,
                         "interrupted before every order was tried");
    }
    if (reach.verdict == ReachabilityVerdict::Unreachable) {
        return unreachableCheck(context, *reach.failing);
    }
    addWord(check, "placement", "reachable");
    addWord(check, "proof", toWord(reach.proof));
    addNumber(check, "ordersReplayed", reach.ordersReplayed);
    if (const auto wish = harmfulWish(context)) {
        check.verdict = Verdict::Warn;
        check.text += "; but " + *wish;
    }
    return check;
}

// --- fit.cpu ---

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

Check checkFitRequests(const AuditContext& context, const RunControl& control) {
    const std::vector<std::string> unsupported = unsupportedRules(context.workloads());
    if (!unsupported.empty()) {
        return makeCheck(
            CheckId::FitRequests, Verdict::Unknown,
            fmt::format("the scheduler's rules {} are not emulated", listText(unsupported)));
    }
    if (!context.unplaced.empty()) {
        return pendingCheck(context);
    }
    if (const auto broken = brokenRule(context)) {
        return *broken;
    }
    const Comparison promise = tightestPromise(context);
    Check check;
    if (promise.node.empty()) {
        check = reachableCheck(context, promise, control);
        if (check.verdict == Verdict::Pass) {
            check.text = "no pod requests anything, so every node takes every pod";
        }
        return check;
    }
    if (!promise.holds()) {
        check = makeCheck(
            CheckId::FitRequests, Verdict::Fail,
            fmt::format("{} reserves {}, more than the {} that requests may take ({} headroom)",
                        promise.node, amountText(promise.resource, promise.needed),
                        amountText(promise.resource, promise.available),
                        shareText(context.requirements().headroom)));
    } else {
        check = reachableCheck(context, promise, control);
    }
    const std::optional<Shortage> shortage = check.shortage;
    addComparison(check, promise);
    if (shortage) {
        check.shortage = shortage;
    }
    return check;
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
