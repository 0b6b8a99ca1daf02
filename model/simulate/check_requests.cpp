#include "model/simulate/check_requests.h"

#include <fmt/format.h>

#include <algorithm>

#include "model/simulate/check_memory.h"
#include "model/simulate/check_text.h"
#include "model/simulate/reachability.h"

namespace stowage::simulate {
namespace {

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

/// Room of all nodes together for one kind of amount, and what all pods together want of it.
struct Total {
    Comparison comparison;
    std::string text;
};

/// The first resource of which all nodes together have too little for all requests.
std::optional<Total> requestsOverTotal(const AuditContext& context) {
    const PartsPerMillion usable = kWhole - context.requirements().headroom;
    for (std::size_t d = 0; d < context.model->dimensionCount(); ++d) {
        Comparison total{.resource = context.model->dimensions()[d]};
        for (const PlacedPod& pod : context.input.placement) {
            total.needed += context.model->workload(pod.workload).requests[d];
        }
        for (std::size_t k = 0; k < context.nodeCount(); ++k) {
            const Bytes room = Bytes::fromRaw(context.model->node(NodeIndex(k)).allocatable[d]);
            total.available += shareRoundDown(room, usable).raw();
        }
        if (!total.holds()) {
            return Total{total, fmt::format("all pods together reserve {}, all nodes together have "
                                            "{} for requests",
                                            amountText(total.resource, total.needed),
                                            amountText(total.resource, total.available))};
        }
    }
    return std::nullopt;
}

/// The same of expected memory, which a placement must respect as well.
std::optional<Total> expectedOverTotal(const AuditContext& context) {
    if (context.nodeCount() == 0) {
        return std::nullopt;
    }
    Comparison total{.resource = std::string(kMemory)};
    for (const LayoutNode& node : context.layout().nodes) {
        total.needed += judgedOverheadOf(node).raw();
        total.available += memoryLimitOf(node, context.requirements()).raw();
    }
    for (const PlacedPod& pod : context.input.placement) {
        const std::size_t k = pod.node.isValid() ? pod.node.value() : 0;
        total.needed +=
            judgedMemoryOf(context.workload(pod.workload), context.layout().nodes[k]).raw();
    }
    if (total.holds()) {
        return std::nullopt;
    }
    return Total{total,
                 fmt::format("everything together is expected to hold {}, all nodes together "
                             "may hold {}",
                             mebibyteText(Bytes::fromRaw(total.needed)),
                             mebibyteText(Bytes::fromRaw(total.available)))};
}

/// Why a pod has no place: too little of something in total, else the node that misses least, else
/// that the pieces do not fit together.
std::string pendingReason(const AuditContext& context, Check& check) {
    std::optional<Total> total = requestsOverTotal(context);
    const std::vector<NodeRefusal> refusals = explainAll(context.state, context.unplaced.front());
    const NodeRefusal* refusal = nearestRefusal(refusals);
    if (!total && refusal == nullptr) {
        total = expectedOverTotal(context);
    }
    if (total) {
        check.shortage = toShortage(total->comparison);
        return total->text;
    }
    if (refusal != nullptr) {
        check.shortage = shortageOf(context, *refusal);
        return shortageText(*check.shortage);
    }
    const auto pods = static_cast<std::int64_t>(context.unplaced.size());
    check.shortage = toShortage({.resource = "places", .needed = pods, .available = 0});
    return "the nodes have room in total, but not in pieces that hold it with headroom and "
           "expected "
           "memory";
}

Check pendingCheck(const AuditContext& context) {
    std::vector<std::string> names;
    for (const PodRef& pod : context.unplaced) {
        names.push_back(context.model->podName(pod));
    }
    Check check = makeCheck(CheckId::FitRequests, Verdict::Fail, "");
    const std::string reason = pendingReason(context, check);
    check.text = fmt::format("{} cannot be placed: {}", listText(names), reason);
    addNumber(check, "unplacedPods", static_cast<std::int64_t>(context.unplaced.size()));
    addWord(check, "node", check.shortage->node);
    addWord(check, "resource", check.shortage->resource);
    addNumber(check, "needed", check.shortage->needed);
    addNumber(check, "available", check.shortage->available);
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

}  // namespace

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

}  // namespace stowage::simulate
