#include <fmt/format.h>

#include <algorithm>

#include "model/expander.h"

namespace stowage {
namespace {

constexpr const char* kHostname = "kubernetes.io/hostname";
/// A pod that is told to stop still gets requests until every proxy knows; it waits this long.
constexpr int kPreStopSeconds = 5;

}  // namespace

TopologySpread spreadOver(const PodTemplate& pod, WhenUnsatisfiable whenUnsatisfiable) {
    return {.maxSkew = 1,
            .topologyKey = kHostname,
            .whenUnsatisfiable = whenUnsatisfiable,
            .selector = LabelSelector{.matchLabels = pod.labels}};
}

bool isSpreadHard(const PodTemplate& pod) {
    const auto isHard = [](const TopologySpread& spread) {
        return spread.topologyKey == kHostname &&
               spread.whenUnsatisfiable == WhenUnsatisfiable::DoNotSchedule;
    };
    const auto keepsApart = [&](const PodAffinityTerm& term) {
        return term.topologyKey == kHostname && term.selector &&
               matches(*term.selector, pod.labels);
    };
    return std::any_of(pod.spread.begin(), pod.spread.end(), isHard) ||
           std::any_of(pod.requiredAntiAffinity.begin(), pod.requiredAntiAffinity.end(),
                       keepsApart);
}

Adjustment spreadHard(PlannedWorkload& workload) {
    std::string from = "none";
    std::vector<TopologySpread>& spread = workload.pod.spread;
    const auto isSoft = [](const TopologySpread& rule) { return rule.topologyKey == kHostname; };
    if (std::any_of(spread.begin(), spread.end(), isSoft)) {
        from = "ScheduleAnyway";
        spread.erase(std::remove_if(spread.begin(), spread.end(), isSoft), spread.end());
    }
    spread.push_back(spreadOver(workload.pod, WhenUnsatisfiable::DoNotSchedule));
    return {.kind = AdjustmentKind::HardSpread,
            .target = workload.environmentId + "/" + workload.role,
            .from = from,
            .to = "DoNotSchedule by hostname",
            .why = "surviveNodeLoss"};
}

bool Expander::mustSurvive(const std::string& environmentId) const {
    const Requirements& requirements = m_scenario.requirements;
    const std::vector<std::string>& ids = requirements.surviveNodeLoss;
    return requirements.adjustments && m_target.nodeCount > 1 &&
           std::find(ids.begin(), ids.end(), environmentId) != ids.end();
}

bool Expander::mustDeployWithoutGap(const std::string& environmentId) const {
    const Requirements& requirements = m_scenario.requirements;
    const std::vector<std::string>& ids = requirements.zeroDowntimeDeploys;
    return requirements.adjustments &&
           std::find(ids.begin(), ids.end(), environmentId) != ids.end();
}

void Expander::adjustRole(PlannedWorkload& workload, std::vector<Adjustment>& adjustments) const {
    if (workload.kind != WorkloadKind::Deployment) {
        return;
    }
    const std::string target = workload.environmentId + "/" + workload.role;
    if (workload.onRequestPath && workload.updateStrategy.kind == UpdateKind::Recreate &&
        mustDeployWithoutGap(workload.environmentId)) {
        adjustments.push_back(
            {.kind = AdjustmentKind::UpdateStrategy,
             .target = target,
             .from = toWord(workload.updateStrategy.kind),
             .to = "RollingUpdate 1/0",
             .why = fmt::format("zeroDowntimeDeploys; the old pod waits {} s before it stops "
                                "(preStop) and has {} s for it",
                                kPreStopSeconds, workload.pod.graceSeconds + kPreStopSeconds)});
        workload.updateStrategy = {.maxSurge = {.value = 1}, .maxUnavailable = {.value = 0}};
        workload.pod.graceSeconds += kPreStopSeconds;
        workload.timing.stopSeconds += kPreStopSeconds;
    }
    if (workload.replicas > 1 && mustSurvive(workload.environmentId) &&
        !isSpreadHard(workload.pod)) {
        adjustments.push_back(spreadHard(workload));
    }
}

}  // namespace stowage
