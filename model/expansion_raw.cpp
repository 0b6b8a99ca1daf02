#include "model/expander.h"

namespace stowage {

void Expander::prepareRaw(const App& app, EnvironmentParts& parts) const {
    for (const RawWorkload& raw : app.workloads) {
        if (raw.environment != parts.environment->name) {
            continue;
        }
        PlannedWorkload workload = rawWorkload(parts, raw);
        if (!raw.observed && workload.replicas > 1 && workload.onRequestPath &&
            mustSurvive(workload.environmentId) && !isSpreadHard(workload.pod)) {
            parts.rawAdjustments.push_back(spreadHard(workload));
        }
        parts.raw.push_back(std::move(workload));
    }
}

PlannedWorkload Expander::rawWorkload(const EnvironmentParts& parts, const RawWorkload& raw) const {
    PlannedWorkload workload;
    workload.name = raw.name;
    workload.namespaceName =
        raw.namespaceName.empty() ? parts.environment->namespaceName : raw.namespaceName;
    workload.environmentId = parts.environment->id;
    workload.origin = WorkloadOrigin::Raw;
    workload.role = raw.name;
    workload.kind = raw.kind;
    workload.replicas = raw.kind == WorkloadKind::DaemonSet ? 0 : raw.replicas;
    workload.updateStrategy = raw.updateStrategy == UpdateStrategy{}
                                  ? defaultUpdateStrategy(raw.kind)
                                  : raw.updateStrategy;
    workload.pod = raw.pod;
    if (workload.pod.labels.empty()) {
        workload.pod.labels = {{"app", raw.name}};
    }
    workload.demand = m_demand.raw(raw);
    workload.timing = {.pullSeconds = m_demand.pullSeconds(workload.demand.imageDisk),
                       .startSeconds = 10,
                       .stopSeconds = 5};
    workload.runsOn = raw.runsOn;
    workload.isObserved = raw.observed;
    workload.onRequestPath = raw.kind != WorkloadKind::Job && raw.kind != WorkloadKind::CronJob;
    return workload;
}

}  // namespace stowage
