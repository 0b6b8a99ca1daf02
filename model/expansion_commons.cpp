#include <fmt/format.h>

#include <algorithm>

#include "model/expander.h"

namespace stowage {
namespace {

/// The smallest step that holds the need; the template's own size where that does, the last step
/// where none does.
Bytes stepFor(const std::vector<Bytes>& steps, Bytes ownSize, Bytes need) {
    if (need <= ownSize) {
        return ownSize;
    }
    const auto at = std::lower_bound(steps.begin(), steps.end(), need);
    return at == steps.end() ? std::max(ownSize, steps.empty() ? ownSize : steps.back()) : *at;
}

/// An engine may grow by a quarter before its volume is full: growing later needs a new volume.
Bytes withRoomToGrow(Bytes used) {
    return shareRoundUp(used, PartsPerMillion::fromRaw(1'250'000));
}

PodTemplate enginePod(const CommonsTemplate& source, const std::string& image) {
    PodTemplate pod = podOf(source, source.name, image);
    pod.labels["larakube.io/managed-by"] = "larakube";
    pod.labels["larakube.io/component"] = "plex";
    if (source.exporter) {
        pod.containers.push_back({.name = "exporter",
                                  .image = source.exporter->image,
                                  .requests = source.exporter->requests,
                                  .limits = source.exporter->limits});
    }
    return pod;
}

}  // namespace

void Expander::appendCommons(const Arrangement& arrangement, Expansion& expansion) const {
    std::map<ServiceKind, std::vector<std::string>> tenants;
    for (const EnvironmentParts& parts : m_environments) {
        for (const ServiceOfEnvironment& service : parts.services) {
            if (modeIn(arrangement, service.key, service.today) == Mode::Plex) {
                tenants[service.kind].push_back(parts.environment->id);
            }
        }
    }
    for (const auto& [kind, ids] : tenants) {
        appendEngine(kind, ids, arrangement, expansion);
    }
    if (!tenants.empty() && m_target.nodeCount > 1) {
        expansion.notes.push_back(
            "LaraKube has not validated a Commons on several nodes; each engine stays one pod");
    }
}

void Expander::appendEngine(ServiceKind kind, const std::vector<std::string>& tenants,
                            const Arrangement& arrangement, Expansion& expansion) const {
    const auto found = m_table.commons.find(kind);
    if (found == m_table.commons.end()) {
        expansion.notes.push_back(
            fmt::format("LaraKube {} has no Commons for {}", m_table.version, toWord(kind)));
        return;
    }
    const CommonsTemplate& source = found->second;
    ServiceLoad load;
    for (const std::string& id : tenants) {
        load += loadOf(id, strategyOf(partsOf(id), arrangement));
    }
    const auto image = m_scenario.serviceImages.find(source.name);
    PlannedWorkload workload;
    workload.name = source.name;
    workload.namespaceName = m_table.commonsNamespace;
    workload.origin = WorkloadOrigin::Commons;
    workload.role = source.name;
    workload.service = kind;
    workload.kind = source.kind;
    workload.updateStrategy = source.updateStrategy;
    workload.tenants = tenants;
    workload.onRequestPath = true;
    workload.pod =
        enginePod(source, image == m_scenario.serviceImages.end() ? source.image : image->second);
    workload.timing = timingOf(source, 0);
    sizeEngine(source, load, workload, expansion);
    expansion.workloads.push_back(std::move(workload));
}

void Expander::sizeEngine(const CommonsTemplate& source, const ServiceLoad& load,
                          PlannedWorkload& workload, Expansion& expansion) const {
    const ServiceKind kind = *workload.service;
    EngineSize size{.kind = kind,
                    .templateMemoryLimit = Bytes::fromRaw(source.limits.get(kMemory))};
    const Bytes need = m_demand.serviceNeed(kind, load, workload.pod.containers.front().image);
    size.memoryLimit = stepFor(m_table.commonsMemorySteps, size.templateMemoryLimit, need);
    workload.pod.containers.front().limits.set(kMemory, size.memoryLimit.raw());
    if (source.volume) {
        const Bytes used = m_demand.volume(kind, load);
        size.templateVolume = source.volume->size;
        size.volume =
            stepFor(m_table.commonsVolumeSteps, source.volume->size, withRoomToGrow(used));
        workload.pod.volumes.push_back(
            {.claim = source.volume->name, .size = size.volume, .used = used});
    }
    workload.demand = m_demand.service(kind, load, workload.pod);
    workload.timing.pullSeconds = m_demand.pullSeconds(workload.demand.imageDisk);
    if (size.memoryLimit != size.templateMemoryLimit || size.volume != size.templateVolume) {
        expansion.engineSizes.push_back(size);
    }
}

}  // namespace stowage
