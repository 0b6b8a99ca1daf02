#include "model/simulate/check_rollout.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "model/simulate/check_text.h"

namespace stowage::simulate {
namespace {

bool contains(const std::vector<std::string>& list, const std::string& word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

std::int64_t surgePods(const EnvironmentRollout& rollout) {
    std::int64_t pods = 0;
    for (const WorkloadRollout& workload : rollout.workloads) {
        pods += workload.surge;
    }
    return pods;
}

Verdict verdictOf(RolloutOutcome outcome) {
    switch (outcome) {
        case RolloutOutcome::Clear:
            return Verdict::Pass;
        case RolloutOutcome::SomeOrders:
        case RolloutOutcome::Slow:
            return Verdict::Warn;
        case RolloutOutcome::Blocked:
            return Verdict::Fail;
        case RolloutOutcome::Undecided:
            return Verdict::Unknown;
    }
    STOWAGE_UNREACHABLE();
}

/// Worse verdicts first: fail, unknown, warn, pass.
int severity(RolloutOutcome outcome) {
    switch (verdictOf(outcome)) {
        case Verdict::Pass:
            return 0;
        case Verdict::Warn:
            return 1;
        case Verdict::Unknown:
            return 2;
        case Verdict::Fail:
            return 3;
    }
    STOWAGE_UNREACHABLE();
}

std::string blockedNames(const AuditContext& context, const EnvironmentRollout& rollout) {
    std::vector<std::string> names;
    for (const PendingPod& pod : rollout.blocked) {
        names.push_back(context.model->podName(pod.pod));
    }
    return names.empty() ? "a new pod" : listText(names);
}

std::string whyText(const EnvironmentRollout& rollout) {
    if (rollout.peak.witness && !rollout.peak.witness->text.empty()) {
        return rollout.peak.witness->text;
    }
    if (!rollout.blocked.empty() && !rollout.blocked.front().refusals.empty()) {
        return toText(rollout.blocked.front().refusals.front());
    }
    return toWord(rollout.obstacle);
}

std::string outcomeText(const AuditContext& context, const EnvironmentRollout& rollout) {
    const std::string deploy = "a deploy of " + rollout.environmentId;
    const std::int64_t surge = surgePods(rollout);
    const std::string extra = countText(surge, "extra pod", "extra pods");
    switch (rollout.outcome) {
        case RolloutOutcome::Clear:
            return surge == 0
                       ? deploy + " starts no pod beside the old ones"
                       : fmt::format("{} needs {} for a while, and there is room", deploy, extra);
        case RolloutOutcome::SomeOrders:
            return fmt::format(
                "{} needs {} for a while; there is room, but the scheduler does not "
                "find it in every order",
                deploy, extra);
        case RolloutOutcome::Slow:
            return fmt::format(
                "{} needs {} and has no room for all at once; it ends because old "
                "pods may go first: {}",
                deploy, extra, whyText(rollout));
        case RolloutOutcome::Blocked:
            return fmt::format("{} never ends: {} cannot start, and no old pod may go first: {}",
                               deploy, blockedNames(context, rollout), whyText(rollout));
        case RolloutOutcome::Undecided:
            return fmt::format("whether {} finds room for {} was not settled within the work limit",
                               deploy, extra);
    }
    STOWAGE_UNREACHABLE();
}

/// The figures of a refusal where the kernel gave no shortage of its own.
Shortage rolloutShortage(const AuditContext& context, const EnvironmentRollout& rollout) {
    if (rollout.peak.witness && rollout.peak.witness->shortage) {
        return *rollout.peak.witness->shortage;
    }
    for (const PendingPod& pod : rollout.blocked) {
        for (const NodeRefusal& refusal : pod.refusals) {
            if (refusal.kind == RefusalKind::Resource) {
                return toShortage({.node = context.nodeName(refusal.node),
                                   .resource = refusal.what,
                                   .needed = refusal.requested + refusal.used,
                                   .available = refusal.allocatable});
            }
        }
    }
    const auto blocked = static_cast<std::int64_t>(rollout.blocked.size());
    return toShortage({.resource = toWord(rollout.obstacle),
                       .needed = std::max<std::int64_t>(1, blocked),
                       .available = 0});
}

}  // namespace

Check checkRolloutSurge(const AuditContext& context) {
    if (context.hasSkippedDeploys) {
        return skippedCheck(CheckId::RolloutSurge, "deploys");
    }
    const EnvironmentRollout* worst = nullptr;
    std::int64_t largest = 0;
    for (const EnvironmentRollout& rollout : context.rollouts) {
        largest = std::max(largest, surgePods(rollout));
        const bool isWorse = worst == nullptr ||
                             severity(rollout.outcome) > severity(worst->outcome) ||
                             (severity(rollout.outcome) == severity(worst->outcome) &&
                              surgePods(rollout) > surgePods(*worst));
        if (isWorse) {
            worst = &rollout;
        }
    }
    if (worst == nullptr) {
        return makeCheck(CheckId::RolloutSurge, Verdict::Pass, "nothing is deployed");
    }
    Check check =
        makeCheck(CheckId::RolloutSurge, verdictOf(worst->outcome), outcomeText(context, *worst));
    addWord(check, "environment", worst->environmentId);
    addNumber(check, "surgePods", surgePods(*worst));
    addNumber(check, "largestSurgePods", largest);
    if (check.verdict == Verdict::Fail) {
        check.shortage = rolloutShortage(context, *worst);
    }
    return check;
}

Check checkRolloutDowntime(const AuditContext& context) {
    if (context.hasSkippedDeploys) {
        return skippedCheck(CheckId::RolloutDowntime, "deploys");
    }
    const EnvironmentRollout* longest = nullptr;
    const EnvironmentRollout* promised = nullptr;  // of those that must have no gap
    for (const EnvironmentRollout& rollout : context.rollouts) {
        if (longest == nullptr || rollout.gapSeconds > longest->gapSeconds) {
            longest = &rollout;
        }
        const bool mustNot =
            contains(context.requirements().zeroDowntimeDeploys, rollout.environmentId);
        if (mustNot && (promised == nullptr || rollout.gapSeconds > promised->gapSeconds)) {
            promised = &rollout;
        }
    }
    const auto seconds = [](const EnvironmentRollout& rollout) {
        return static_cast<std::int64_t>(std::ceil(rollout.gapSeconds));
    };
    Check check = makeCheck(CheckId::RolloutDowntime, Verdict::Pass, "nothing is deployed");
    if (promised != nullptr && promised->gapSeconds > 0) {
        check.verdict = Verdict::Fail;
        check.text = fmt::format(
            "each deploy of {} takes it down for about {}, and no downtime is wanted: web must be "
            "replaced one by one (RollingUpdate, one more pod, none unavailable)",
            promised->environmentId, durationText(seconds(*promised)));
        check.shortage = toShortage(
            {.resource = "downtime seconds", .needed = seconds(*promised), .available = 0});
        longest = promised;
    } else if (longest != nullptr && longest->gapSeconds > 0) {
        check.text =
            fmt::format("each deploy of {} takes it down for about {}; nobody asked for less",
                        longest->environmentId, durationText(seconds(*longest)));
    } else if (longest != nullptr) {
        check.text = "no deploy takes an environment down";
    }
    for (const EnvironmentRollout& rollout : context.rollouts) {
        addNumber(check, rollout.environmentId, seconds(rollout));
    }
    return check;
}

}  // namespace stowage::simulate
