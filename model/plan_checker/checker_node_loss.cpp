#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "model/kubernetes_rules.h"
#include "model/plan_checker/checker_pods.h"

namespace stowage::checker {
namespace {

/// Missed heartbeats, then the default toleration of an unreachable node.
double missedSeconds(const PlanContext& context) {
    return (plannedMinorVersion(context.scenario()) >= 32 ? 50 : 40) + 300;
}
/// Until a volume is detached by force.
constexpr double kDetachSeconds = 360;

/// From best to worst.
const std::vector<std::string> kStates{"serving", "degraded", "down", "data-stuck"};

std::size_t rankOf(const std::string& state) {
    const auto at = std::ranges::find(kStates, state);
    return static_cast<std::size_t>(at - kStates.begin());
}

/// One lost node with the pods that it takes along and where they go.
struct Loss {
    const NodeLossEntry& entry;
    std::vector<BoundPod> displaced;
    std::map<std::string, const NodeLossPod*> fates;
    std::set<const PlannedWorkload*> survivors;  ///< those with a pod elsewhere
    bool isControlPlaneLost = false;
};

/// K3s decides as long as most of its servers live; providers run their own.
bool losesControlPlane(const PlanContext& context, const PlanNode& node) {
    const bool isK3s =
        context.plan.topology == "single-node" || context.plan.topology == "k3s-multi";
    const auto servers = std::ranges::count(context.plan.nodes, "server", &PlanNode::role);
    return isK3s && node.role == "server" && (servers - 1) * 2 <= servers;
}

bool isLeftBehind(const PlanContext& context, const Loss& loss, const PlannedWorkload& workload) {
    return loss.isControlPlaneLost || workload.kind == WorkloadKind::StatefulSet ||
           hasVolume(context, workload, VolumeReach::Node);
}

std::int64_t secondsOf(const PlanContext& context, const PlannedWorkload& workload) {
    const StartTiming& timing = workload.timing;
    double seconds = missedSeconds(context) + timing.pullSeconds +
                     timing.waitForDependenciesSeconds + timing.startSeconds;
    if (hasVolume(context, workload, VolumeReach::Attached)) {
        seconds += kDetachSeconds;
    }
    return static_cast<std::int64_t>(std::ceil(seconds));
}

void checkFate(const PlanContext& context, const Loss& loss, const BoundPod& pod) {
    const std::string& lost = loss.entry.node;
    const auto at = loss.fates.find(pod.pod->pod);
    if (at == loss.fates.end()) {
        context.violate("loss.pod", pod.pod->pod, "not named", "lost with " + lost);
        return;
    }
    const NodeLossPod& fate = *at->second;
    if (fate.to.empty()) {
        context.expectEqual("loss.seconds", fate.pod + " seconds", fate.seconds, 0);
        return;
    }
    if (fate.to == lost || context.node(fate.to) == nullptr) {
        context.violate("loss.move", fate.pod, "moves to " + fate.to, "not a surviving node");
    } else if (isLeftBehind(context, loss, *pod.workload)) {
        context.violate("loss.move", fate.pod, "moves to " + fate.to, "it cannot leave " + lost);
    }
    context.expectEqual("loss.seconds", fate.pod + " seconds", fate.seconds,
                        secondsOf(context, *pod.workload));
}

/// Everything that has a place after the loss, the moved pods included, obeys the scheduler.
void checkReplacement(const PlanContext& context, const Loss& loss) {
    PodSet after(context);
    std::vector<BoundPod> moved;
    for (const BoundPod& pod : context.pods) {
        if (pod.at != nullptr && pod.at->node->name != loss.entry.node) {
            after.add(pod);
        }
    }
    for (BoundPod pod : loss.displaced) {
        const auto fate = loss.fates.find(pod.pod->pod);
        const BoundNode* to =
            fate == loss.fates.end() ? nullptr : context.boundNode(fate->second->to);
        if (to != nullptr) {
            pod.at = to;
            moved.push_back(pod);
            after.add(pod);
        }
    }
    if (moved.empty()) {
        return;
    }
    for (const Figure& over : after.overfull()) {
        context.violate(
            "loss.amount", fmt::format("{} takes pods of {}", over.node, loss.entry.node),
            fmt::format("{} of {}", over.available, over.resource), std::to_string(over.needed));
    }
    for (const BoundPod& pod : moved) {
        for (const std::string& rule : after.broken(pod)) {
            // The skew is judged when a pod arrives; the last state may be more even or less.
            if (!rule.starts_with("spread ")) {
                context.violate("loss.rule", pod.pod->pod, "moves to " + pod.node()->name, rule);
            }
        }
    }
}

/// The state that follows from who has a pod elsewhere and who is placed again.
std::string stateOf(const PlanContext& context, const Loss& loss, const std::string& environment) {
    std::size_t worst = loss.isControlPlaneLost ? 1 : 0;
    for (const BoundPod& pod : loss.displaced) {
        const PlannedWorkload& workload = *pod.workload;
        if (!servesEnvironment(workload, environment)) {
            continue;
        }
        const bool survives = loss.survivors.contains(&workload);
        const auto fate = loss.fates.find(pod.pod->pod);
        if (workload.onRequestPath && !survives) {
            worst = std::max<std::size_t>(worst,
                                          hasVolume(context, workload, VolumeReach::Node) ? 3 : 2);
        } else if (fate == loss.fates.end() || fate->second->to.empty()) {
            worst = std::max<std::size_t>(worst, 1);
        }
    }
    return kStates[worst];
}

void checkStates(const PlanContext& context, const Loss& loss) {
    const std::vector<std::string> ids = environmentIds(context);
    for (const std::string& id : ids) {
        const auto at = loss.entry.environments.find(id);
        context.expectEqual("loss.state", fmt::format("{} without {}", id, loss.entry.node),
                            at == loss.entry.environments.end() ? "nothing" : at->second,
                            stateOf(context, loss, id));
    }
    context.expectEqual("loss.state", "environments of " + loss.entry.node,
                        static_cast<std::int64_t>(loss.entry.environments.size()),
                        static_cast<std::int64_t>(ids.size()));
}

void checkEntry(const PlanContext& context, const NodeLossEntry& entry, const PlanNode& node) {
    Loss loss{.entry = entry,
              .displaced = {},
              .fates = {},
              .survivors = {},
              .isControlPlaneLost = losesControlPlane(context, node)};
    std::set<std::string> names;
    for (const BoundPod& pod : context.pods) {
        const bool isLost = pod.at != nullptr && pod.at->node == &node;
        if (isLost && pod.workload->kind != WorkloadKind::DaemonSet) {
            loss.displaced.push_back(pod);
            names.insert(pod.pod->pod);
        } else if (pod.at != nullptr && !isLost) {
            loss.survivors.insert(pod.workload);
        }
    }
    for (const NodeLossPod& fate : entry.pods) {
        const bool isDisplaced = names.contains(fate.pod);
        if (!loss.fates.emplace(fate.pod, &fate).second || !isDisplaced) {
            context.violate("loss.pod", fate.pod, "lost with " + entry.node,
                            isDisplaced ? "named once" : "it does not run there");
        }
    }
    for (const BoundPod& pod : loss.displaced) {
        checkFate(context, loss, pod);
    }
    checkReplacement(context, loss);
    checkStates(context, loss);
}

/// The check names a node and an environment in that state.
void checkExample(const PlanContext& context, const std::string& state) {
    const Check* check = context.check(CheckId::NodeLoss);
    if (check == nullptr) {
        return;
    }
    const auto entry =
        std::ranges::find(context.plan.nodeLoss, wordOf(*check, "node"), &NodeLossEntry::node);
    const auto isNamed = [&](const NodeLossEntry& loss) {
        const auto at = loss.environments.find(wordOf(*check, "environment"));
        return at != loss.environments.end() && at->second == state;
    };
    if (entry == context.plan.nodeLoss.end() || !isNamed(*entry)) {
        context.violate("check.word", "nodeloss example",
                        wordOf(*check, "environment") + " without " + wordOf(*check, "node"),
                        "not " + state);
    }
}

/// The check tells the worst state of those that must survive, or of all when nobody must.
void checkVerdict(const PlanContext& context) {
    const auto& required = context.requirements().surviveNodeLoss;
    const auto isRequired = [&](const std::string& id) {
        return std::ranges::find(required, id) != required.end();
    };
    const bool isAsked = std::ranges::any_of(environmentIds(context), isRequired);
    std::size_t worst = 0;
    std::int64_t pairs = 0;
    std::int64_t serving = 0;
    for (const NodeLossEntry& entry : context.plan.nodeLoss) {
        for (const auto& [id, state] : entry.environments) {
            if (!isAsked || isRequired(id)) {
                worst = std::max(worst, rankOf(state));
                ++pairs;
                serving += state == kStates.front() ? 1 : 0;
            }
        }
    }
    const CheckId id = CheckId::NodeLoss;
    if (worst >= kStates.size() || pairs == 0) {
        return;
    }
    const Verdict verdict = !isAsked || worst == 0 ? Verdict::Pass
                            : worst == 1           ? Verdict::Warn
                                                   : Verdict::Fail;
    context.expectVerdict(id, {verdict}, "the worst loss is " + kStates[worst]);
    context.expectWord(id, "value", kStates[worst]);
    context.expectNumber(id, "pairs", pairs);
    context.expectNumber(id, "servingPairs", serving);
    checkExample(context, kStates[worst]);
}

}  // namespace

void checkNodeLoss(const PlanContext& context) {
    if (context.isLeftOut(CheckId::NodeLoss)) {
        context.expectEqual("loss.node", "entries",
                            static_cast<std::int64_t>(context.plan.nodeLoss.size()), 0);
        return;
    }
    std::set<std::string> lost;
    for (const NodeLossEntry& entry : context.plan.nodeLoss) {
        const PlanNode* node = context.node(entry.node);
        if (node == nullptr || !lost.insert(entry.node).second) {
            context.violate("loss.node", entry.node, "an entry", "no such node, or twice");
            continue;
        }
        checkEntry(context, entry, *node);
    }
    for (const PlanNode& node : context.plan.nodes) {
        if (!lost.contains(node.name)) {
            context.violate("loss.node", node.name, "no entry", "every node has one");
        }
    }
    checkVerdict(context);
}

}  // namespace stowage::checker
