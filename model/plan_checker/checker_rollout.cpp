#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "model/plan_checker/checker_pods.h"
#include "model/plan_checker/checker_traffic.h"

namespace stowage::checker {
namespace {

/// Tries that the search for a place of all new pods at once may take.
constexpr int kTriesMax = 4'000;

/// Share of the replicas: a percentage rounds a surge up and an absence down.
std::int64_t countOf(const IntOrPercent& share, std::int64_t replicas, std::int64_t spare) {
    return share.isPercent ? (share.value * replicas + spare) / 100 : share.value;
}

}  // namespace

Surge surgeOf(const PlannedWorkload& workload) {
    const UpdateStrategy& strategy = workload.updateStrategy;
    const std::int64_t replicas = workload.replicas;
    if (workload.kind != WorkloadKind::Deployment || strategy.kind == UpdateKind::OnDelete) {
        return {};
    }
    if (strategy.kind == UpdateKind::Recreate) {
        return {.pods = 0, .unavailable = replicas};
    }
    Surge surge{.pods = countOf(strategy.maxSurge, replicas, 99),
                .unavailable = countOf(strategy.maxUnavailable, replicas, 0)};
    if (surge.pods == 0 && surge.unavailable == 0) {
        surge.unavailable = 1;
    }
    return {.pods = std::min(surge.pods, replicas),
            .unavailable = std::min(surge.unavailable, replicas)};
}

bool isDeployed(const PlannedWorkload& workload) {
    const bool hasNewImage =
        workload.origin == WorkloadOrigin::App || workload.origin == WorkloadOrigin::Raw;
    const bool isRolled = workload.kind == WorkloadKind::Deployment ||
                          workload.kind == WorkloadKind::StatefulSet ||
                          workload.kind == WorkloadKind::DaemonSet;
    return hasNewImage && isRolled && !workload.environmentId.empty() && !workload.isObserved &&
           workload.updateStrategy.kind != UpdateKind::OnDelete;
}

std::int64_t peakPods(const PlannedWorkload& workload) {
    return workload.replicas + (isDeployed(workload) ? surgeOf(workload).pods : 0);
}

namespace {

enum class Room { Enough, Short, Undecided };

/// The new pods of one deploy, placed one after the other beside everything that runs.
class SurgePlacer {
public:
    SurgePlacer(const PlanContext& context, const std::string& environmentId)
        : m_context(context), m_pods(PodSet::ofPlan(context)) {
        for (const PlannedWorkload& workload : context.expansion.workloads) {
            if (workload.environmentId != environmentId || !isDeployed(workload)) {
                continue;
            }
            const Surge surge = surgeOf(workload);
            m_mayOldGo = m_mayOldGo || surge.unavailable > 0;
            m_mustOldStay = m_mustOldStay || (surge.pods > 0 && surge.unavailable == 0);
            for (std::int64_t n = 0; n < surge.pods; ++n) {
                m_new.push_back(&workload);
                m_names.push_back({.pod = workload.podName(workload.replicas + n)});
            }
        }
    }

    std::int64_t count() const { return static_cast<std::int64_t>(m_new.size()); }
    /// An old pod of the environment may end first and leave its room.
    bool mayOldGo() const { return m_mayOldGo; }
    /// Some old pod ends only when its new one runs.
    bool mustOldStay() const { return m_mustOldStay; }

    Room find() {
        const bool isFound = placeFrom(0);
        return isFound ? Room::Enough : m_tries > kTriesMax ? Room::Undecided : Room::Short;
    }

private:
    bool placeFrom(std::size_t at) {
        if (at == m_new.size()) {
            return true;
        }
        for (const BoundNode& node : m_context.nodes) {
            if (++m_tries > kTriesMax) {
                return false;
            }
            const BoundPod pod{.pod = &m_names[at],
                               .workload = m_new[at],
                               .at = &node,
                               .requests = &m_context.requestsOfWorkload.at(m_new[at])};
            m_pods.add(pod);
            const bool fits = m_pods.overfullAt(node).empty() && m_pods.broken(pod).empty();
            if (fits && placeFrom(at + 1)) {
                return true;
            }
            m_pods.removeLast();
        }
        return false;
    }

    const PlanContext& m_context;
    PodSet m_pods;
    std::vector<const PlannedWorkload*> m_new;
    std::vector<PlanPod> m_names;
    bool m_mayOldGo = false;
    bool m_mustOldStay = false;
    int m_tries = 0;
};

/// What a deploy of one environment may be called.
struct Outcomes {
    bool pass = false;
    bool warn = false;
    bool fail = false;
    bool unknown = false;
};

Outcomes outcomesOf(const PlanContext& context, SurgePlacer& placer) {
    switch (placer.find()) {
        case Room::Enough:
            // On one node every order fills it alike; on several some order may not.
            return {.pass = true, .warn = context.nodes.size() > 1 && placer.count() > 0};
        case Room::Short:
            return {.warn = placer.mayOldGo(), .fail = placer.mustOldStay()};
        case Room::Undecided:
            return {.pass = true, .warn = true, .fail = true, .unknown = true};
    }
    STOWAGE_UNREACHABLE();
}

/// The worst of all deploys stands in the check: every outcome that none of them excludes.
Outcomes worstOf(const Outcomes& a, const Outcomes& b) {
    return {.pass = a.pass && b.pass,
            .warn = (a.warn && (b.warn || b.pass)) || (b.warn && a.pass),
            .fail = a.fail || b.fail,
            .unknown = a.unknown || b.unknown};
}

void checkSurge(const PlanContext& context) {
    const CheckId id = CheckId::RolloutSurge;
    const Check* check = context.check(id);
    const std::vector<std::string> ids = environmentIds(context);
    const bool isPending =
        std::ranges::any_of(context.pods, [](const BoundPod& pod) { return pod.at == nullptr; });
    if (check == nullptr || ids.empty() || isPending) {
        return;
    }
    if (std::ranges::find(ids, wordOf(*check, "environment")) == ids.end()) {
        context.violate("check.word", "rollout.surge environment", wordOf(*check, "environment"),
                        "none of the plan");
    }
    Outcomes worst{.pass = true};
    std::int64_t largest = 0;
    for (const std::string& environment : ids) {
        SurgePlacer placer(context, environment);
        largest = std::max(largest, placer.count());
        if (environment == wordOf(*check, "environment")) {
            context.expectNumber(id, "surgePods", placer.count());
        }
        worst = worstOf(worst, outcomesOf(context, placer));
    }
    context.expectNumber(id, "largestSurgePods", largest);
    const bool isWeakened = !context.binds(id) && worst.fail;
    const bool isAllowed = (check->verdict == Verdict::Pass && worst.pass) ||
                           (check->verdict == Verdict::Warn && (worst.warn || isWeakened)) ||
                           (check->verdict == Verdict::Fail && worst.fail && context.binds(id)) ||
                           (check->verdict == Verdict::Unknown && worst.unknown);
    if (!isAllowed) {
        context.violate("check.verdict", std::string(toWord(id)),
                        std::string(toWord(check->verdict)),
                        worst.pass   ? "every new pod has a place"
                        : worst.fail ? "a new pod has no place and no old one may go first"
                                     : "a new pod has no place until an old one goes");
    }
}

/// Seconds without a ready pod of one workload during its deploy. Where a new pod may start first,
/// the old one still has to end only when there is no room beside it, which a surge says there is.
double gapOf(const PlannedWorkload& workload) {
    const StartTiming& timing = workload.timing;
    const double ready =
        timing.pullSeconds + timing.waitForDependenciesSeconds + timing.startSeconds;
    if (workload.kind == WorkloadKind::DaemonSet) {
        return timing.stopSeconds + ready;
    }
    if (workload.replicas == 0) {
        return 0;
    }
    if (workload.kind == WorkloadKind::StatefulSet) {
        return workload.replicas > 1 ? 0 : timing.stopSeconds + ready;
    }
    const Surge surge = surgeOf(workload);
    if (surge.unavailable < workload.replicas) {
        return 0;
    }
    return surge.pods > 0 ? ready : timing.stopSeconds + ready;
}

void checkDowntime(const PlanContext& context) {
    const CheckId id = CheckId::RolloutDowntime;
    const auto& promised = context.requirements().zeroDowntimeDeploys;
    bool fails = false;
    for (const std::string& environment : environmentIds(context)) {
        double gap = 0;
        for (const PlannedWorkload& workload : context.expansion.workloads) {
            if (workload.environmentId == environment && workload.onRequestPath &&
                isDeployed(workload)) {
                gap = std::max(gap, gapOf(workload));
            }
        }
        context.expectNumber(id, environment, static_cast<std::int64_t>(std::ceil(gap)));
        fails = fails || (gap > 0 && std::ranges::find(promised, environment) != promised.end());
    }
    context.expectVerdict(id, {fails ? Verdict::Fail : Verdict::Pass},
                          fails ? "a gap where none is wanted" : "no gap where none is wanted");
}

}  // namespace

void checkRollouts(const PlanContext& context) {
    if (!context.isLeftOut(CheckId::RolloutSurge)) {
        checkSurge(context);
    }
    if (!context.isLeftOut(CheckId::RolloutDowntime)) {
        checkDowntime(context);
    }
}

}  // namespace stowage::checker
