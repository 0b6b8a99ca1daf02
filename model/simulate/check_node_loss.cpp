#include "model/simulate/check_node_loss.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "model/kubernetes_rules.h"
#include "model/simulate/check_storage.h"
#include "model/simulate/check_text.h"

namespace stowage::simulate {
namespace {

/// Missed heartbeats until the node counts as unknown and its endpoints are withdrawn.
double detectSeconds(const AuditContext& context) {
    const bool isLater = shippedKubernetesRules().holds("node-grace-period-50s",
                                                        plannedMinorVersion(context.scenario()));
    return isLater ? 50 : 40;
}
/// The default toleration of not-ready and unreachable nodes.
constexpr double kTolerationSeconds = 300;
/// Until the attach controller detaches a volume of a dead node by force.
constexpr double kForceDetachSeconds = 360;

bool hasVolume(const AuditContext& context, const PlannedWorkload& workload, StorageReach reach) {
    return std::any_of(
        workload.pod.volumes.begin(), workload.pod.volumes.end(),
        [&](const VolumeMount& mount) { return volumeReach(context, mount) == reach; });
}

/// What becomes of one displaced pod.
struct PodFate {
    NodeIndex to;  ///< invalid: nowhere
    std::optional<std::int64_t> seconds;
    std::string why;
};

double startSeconds(const StartTiming& timing) {
    return timing.pullSeconds + timing.waitForDependenciesSeconds + timing.startSeconds;
}

PodFate fateOf(const AuditContext& context, const NodeLossCase& loss, PodRef pod) {
    const PlannedWorkload& workload = context.workload(pod.workload);
    if (hasVolume(context, workload, StorageReach::Node)) {
        return {.why = "its volume lies on the disk of the lost node"};
    }
    if (loss.isControlPlaneLost) {
        return {.why = "the K3s server is gone, so nothing is placed again until it is back"};
    }
    if (workload.kind == WorkloadKind::StatefulSet) {
        return {.why = "a StatefulSet pod is replaced only when the lost node's object is removed"};
    }
    const auto placed =
        std::find_if(loss.replacement.placed.begin(), loss.replacement.placed.end(),
                     [&](const PlacedPod& other) {
                         return other.workload == pod.workload && other.ordinal == pod.ordinal;
                     });
    if (placed == loss.replacement.placed.end() || !placed->node.isValid()) {
        const bool isUndecided = loss.replacement.outcome == ReplacementOutcome::Undecided;
        const std::string witness =
            loss.replacement.witness ? loss.replacement.witness->text : std::string();
        return {.why = isUndecided ? "no place for it was found within the work limit"
                                   : "there is no room for it: " + witness};
    }
    const double missed = detectSeconds(context) + kTolerationSeconds;
    double seconds = missed + startSeconds(workload.timing);
    std::string why =
        fmt::format("placed again after the node has been missed for {:.0f} s", missed);
    if (hasVolume(context, workload, StorageReach::Attached)) {
        seconds += kForceDetachSeconds;
        why += ", its volume detached by force after up to 6 min more";
    }
    return {
        .to = placed->node, .seconds = static_cast<std::int64_t>(std::ceil(seconds)), .why = why};
}

std::int64_t survivors(const AuditContext& context, WorkloadIndex workload, NodeIndex lost) {
    std::int64_t count = 0;
    for (std::size_t k = 0; k < context.nodeCount(); ++k) {
        if (NodeIndex(k) != lost) {
            count += context.state.podsOf(workload, NodeIndex(k));
        }
    }
    return count;
}

bool isIngress(const PlannedWorkload& workload) {
    return workload.origin == WorkloadOrigin::System && workload.onRequestPath;
}

/// Folds the fate of one workload into the verdict of its environment.
class LossJudge {
public:
    LossJudge(const AuditContext& context, const NodeLossCase& loss, std::string environmentId)
        : m_context(context), m_lost(loss.node), m_loss(loss) {
        m_result.environmentId = std::move(environmentId);
    }

    EnvironmentLoss run() {
        if (m_loss.isControlPlaneLost) {
            raise(LossValue::Degraded,
                  "the K3s server is gone, and nothing is placed again until it is back");
        }
        for (const PodRef& pod : m_loss.replacement.displaced) {
            const PlannedWorkload& workload = m_context.workload(pod.workload);
            if (!serves(workload, m_result.environmentId)) {
                continue;
            }
            const PodFate fate = fateOf(m_context, m_loss, pod);
            const bool isOut =
                workload.onRequestPath && survivors(m_context, pod.workload, m_lost) == 0;
            if (isOut) {
                takeOutage(workload, fate);
            } else if (!fate.to.isValid()) {
                raise(LossValue::Degraded, workload.podName(pod.ordinal) + ": " + fate.why);
            }
        }
        return std::move(m_result);
    }

private:
    void raise(LossValue value, const std::string& why) {
        if (value > m_result.value) {
            m_result.value = value;
            m_result.why = why;
        }
    }

    void takeOutage(const PlannedWorkload& workload, const PodFate& fate) {
        const bool isStuck = hasVolume(m_context, workload, StorageReach::Node);
        std::string why = fmt::format("{} has no other pod: {}", workload.id(), fate.why);
        if (workload.service) {
            m_result.lostServices.push_back(workload.id());
        }
        std::optional<std::int64_t> seconds = fate.seconds;
        if (isIngress(workload) && m_context.layout().ingress == IngressKind::HostPorts) {
            seconds.reset();
            why = fmt::format(
                "{} was the entrance, and host names point at the address of {}: not before DNS or "
                "the address moves",
                workload.id(), m_context.nodeName(m_lost));
        }
        const bool wasDown = m_result.value >= LossValue::Down;
        const bool recovers = seconds.has_value() && (!wasDown || m_result.recoverySeconds);
        const std::int64_t before = m_result.recoverySeconds.value_or(0);
        raise(isStuck ? LossValue::DataStuck : LossValue::Down, why);
        m_result.recoverySeconds =
            recovers ? std::optional(std::max(before, *seconds)) : std::nullopt;
    }

    const AuditContext& m_context;
    NodeIndex m_lost;
    const NodeLossCase& m_loss;
    EnvironmentLoss m_result;
};

std::vector<std::string> environmentIds(const AuditContext& context) {
    std::vector<std::string> ids;
    for (const PlannedWorkload& workload : context.workloads()) {
        const std::string& id = workload.environmentId;
        if (!id.empty() && std::find(ids.begin(), ids.end(), id) == ids.end()) {
            ids.push_back(id);
        }
    }
    return ids;
}

NodeLossEntry entryOf(const AuditContext& context, const NodeLossCase& loss,
                      const std::vector<EnvironmentLoss>& environments) {
    NodeLossEntry entry{.node = context.nodeName(loss.node)};
    for (const EnvironmentLoss& environment : environments) {
        entry.environments[environment.environmentId] = std::string(toWord(environment.value));
    }
    for (const PodRef& pod : loss.replacement.displaced) {
        const PodFate fate = fateOf(context, loss, pod);
        entry.pods.push_back({.pod = context.model->podName(pod),
                              .to = fate.to.isValid() ? context.nodeName(fate.to) : "",
                              .seconds = fate.seconds.value_or(0),
                              .why = fate.why});
    }
    return entry;
}

/// The worst loss that somebody must survive, or the worst of all when nobody must.
struct WorstLoss {
    EnvironmentLoss loss;
    NodeIndex node;
    std::int64_t servingPairs = 0;  ///< (node, environment) pairs that go on serving
    std::int64_t pairs = 0;

    void take(const EnvironmentLoss& other, NodeIndex lost) {
        ++pairs;
        servingPairs += other.value == LossValue::Serving ? 1 : 0;
        if (!node.isValid() || other.value > loss.value) {
            loss = other;
            node = lost;
        }
    }
};

std::string recoveryText(const EnvironmentLoss& loss) {
    if (loss.value != LossValue::Down && loss.value != LossValue::DataStuck) {
        return "";
    }
    return loss.recoverySeconds ? ", back after about " + durationText(*loss.recoverySeconds)
                                : ", not back by itself";
}

std::string worstText(const AuditContext& context, const WorstLoss& worst) {
    const std::string& node = context.nodeName(worst.node);
    const std::string& id = worst.loss.environmentId;
    switch (worst.loss.value) {
        case LossValue::Serving:
            return fmt::format(
                "{} goes on serving when any one node dies, and every lost pod finds "
                "a new place",
                id);
        case LossValue::Degraded:
            return fmt::format("when {} dies {} goes on serving, but {}", node, id, worst.loss.why);
        case LossValue::Down:
            return fmt::format("when {} dies {} is down{}: {}", node, id, recoveryText(worst.loss),
                               worst.loss.why);
        case LossValue::DataStuck:
            return fmt::format("when {} dies {} is down and its data cannot follow: {}", node, id,
                               worst.loss.why);
    }
    STOWAGE_UNREACHABLE();
}

std::string managedText(const EnvironmentLoss& loss) {
    return loss.lostServices.empty()
               ? ""
               : fmt::format("; to survive it, {} would have to become managed",
                             listText(loss.lostServices));
}

std::string manualSteps(const AuditContext& context) {
    for (const Adjustment& adjustment : context.input.expansion.adjustments) {
        if (adjustment.kind == AdjustmentKind::IngressReplicas) {
            return "; this holds once the entrance runs twice, a step that is done by hand";
        }
    }
    return "";
}

Check judged(const AuditContext& context, const WorstLoss& required, const WorstLoss& any) {
    const bool isRequired = required.node.isValid();
    const WorstLoss& worst = isRequired ? required : any;
    if (!worst.node.isValid()) {
        return makeCheck(CheckId::NodeLoss, Verdict::Pass, "no environment depends on a node");
    }
    Check check = makeCheck(CheckId::NodeLoss, Verdict::Pass, worstText(context, worst));
    if (!isRequired) {
        if (worst.loss.value != LossValue::Serving) {
            check.text += "; nobody asked to survive it";
        }
    } else if (worst.loss.value == LossValue::Degraded) {
        check.verdict = Verdict::Warn;
    } else if (worst.loss.value != LossValue::Serving) {
        check.verdict = Verdict::Fail;
        check.text += managedText(worst.loss);
        check.shortage = toShortage({.node = context.nodeName(worst.node),
                                     .resource = "nodes that may be lost",
                                     .needed = 1,
                                     .available = 0});
    } else {
        check.text += manualSteps(context);
    }
    addWord(check, "node", context.nodeName(worst.node));
    addWord(check, "environment", worst.loss.environmentId);
    addWord(check, "value", std::string(toWord(worst.loss.value)));
    addNumber(check, "servingPairs", worst.servingPairs);
    addNumber(check, "pairs", worst.pairs);
    if (worst.loss.recoverySeconds) {
        addNumber(check, "recoverySeconds", *worst.loss.recoverySeconds);
    }
    return check;
}

}  // namespace

std::string_view toWord(LossValue value) {
    switch (value) {
        case LossValue::Serving:
            return "serving";
        case LossValue::Degraded:
            return "degraded";
        case LossValue::Down:
            return "down";
        case LossValue::DataStuck:
            return "data-stuck";
    }
    STOWAGE_UNREACHABLE();
}

EnvironmentLoss environmentLoss(const AuditContext& context, const NodeLossCase& loss,
                                const std::string& environmentId) {
    return LossJudge(context, loss, environmentId).run();
}

NodeLossAudit checkNodeLoss(const AuditContext& context) {
    NodeLossAudit audit;
    if (context.hasSkippedLosses) {
        audit.check = skippedCheck(CheckId::NodeLoss, "losses of nodes");
        return audit;
    }
    WorstLoss required;
    WorstLoss any;
    const std::vector<std::string> ids = environmentIds(context);
    for (const NodeLossCase& loss : context.losses) {
        std::vector<EnvironmentLoss> environments;
        for (const std::string& id : ids) {
            environments.push_back(environmentLoss(context, loss, id));
            any.take(environments.back(), loss.node);
            if (context.mustSurvive(id)) {
                required.take(environments.back(), loss.node);
            }
        }
        audit.entries.push_back(entryOf(context, loss, environments));
    }
    audit.check = judged(context, required, any);
    return audit;
}

}  // namespace stowage::simulate
