#include "planner/demand_figures.h"

#include <algorithm>
#include <cmath>

#include "model/base/invariant.h"
#include "model/simulate/audit.h"

namespace stowage::planner {

namespace {

/// Scale of a vCPU against the one that profiles were measured on.
PartsPerMillion cpuScaleOf(const LayoutNode& node, const AssumptionTable& assumptions) {
    if (node.shape.cpuShare != CpuShare::Shared || node.shape.kind == NodeShapeKind::Stated) {
        return kWhole;
    }
    const AssumptionRow* row = assumptions.find("cpu.sharedScale");
    const double scale = row != nullptr ? row->value : 0.75;
    return PartsPerMillion::fromRaw(static_cast<std::int64_t>(std::floor(scale * 1e6)));
}

/// Largest sum of expected CPU that fit.cpu accepts: ceil(sum / scale) <= (1 - headroom) * cores.
std::int64_t cpuRoomOf(const LayoutNode& node, const Requirements& requirements,
                       const AssumptionTable& assumptions) {
    const MilliCpu cores =
        node.shape.kind == NodeShapeKind::K3s ? node.shape.cpu : node.shape.allocatable.cpu();
    const MilliCpu limit = shareRoundDown(cores, kWhole - requirements.headroom);
    return shareRoundDown(limit, cpuScaleOf(node, assumptions)).raw();
}

}  // namespace

DimensionSet::DimensionSet(const std::vector<PlannedWorkload>& workloads)
    : m_resources{kCpu, kMemory} {
    for (const PlannedWorkload& workload : workloads) {
        const ResourceAmounts requests = effectiveRequests(workload.pod);
        for (const auto& [name, amount] : requests.entries()) {
            if (std::find(m_resources.begin(), m_resources.end(), name) == m_resources.end()) {
                m_resources.push_back(name);
            }
        }
    }
}

std::string DimensionSet::name(std::size_t dimension) const {
    if (dimension < m_resources.size()) {
        return m_resources[dimension];
    }
    if (dimension == podSlots()) {
        return "pods";
    }
    return dimension == judgedMemory() ? kMemory : kCpu;
}

std::vector<std::int64_t> needOf(const PlannedWorkload& workload, const DimensionSet& dimensions,
                                 simulate::MemoryMeasure measure) {
    std::vector<std::int64_t> need(dimensions.size(), 0);
    const ResourceAmounts requests = effectiveRequests(workload.pod);
    for (std::size_t d = 0; d < dimensions.resources().size(); ++d) {
        need[d] = requests.get(dimensions.resources()[d]);
    }
    need[dimensions.podSlots()] = 1;
    const MemoryUse& memory = workload.demand.memory;
    const bool isCore = measure == simulate::MemoryMeasure::Core;
    need[dimensions.judgedMemory()] = (isCore ? memory.coreExpected : memory.expected).raw();
    need[dimensions.expectedCpu()] = workload.demand.cpu.expected.raw();
    return need;
}

std::vector<std::int64_t> totalNeed(const std::vector<PlannedWorkload>& workloads,
                                    const DimensionSet& dimensions,
                                    simulate::MemoryMeasure measure) {
    std::vector<std::int64_t> total(dimensions.size(), 0);
    for (const PlannedWorkload& workload : workloads) {
        if (workload.kind == WorkloadKind::DaemonSet || workload.replicas == 0) {
            continue;
        }
        const std::vector<std::int64_t> one = needOf(workload, dimensions, measure);
        for (std::size_t d = 0; d < one.size(); ++d) {
            total[d] += one[d] * workload.replicas;
        }
    }
    return total;
}

std::vector<std::int64_t> roomOf(const LayoutNode& node, const DimensionSet& dimensions,
                                 const Requirements& requirements,
                                 const AssumptionTable& assumptions) {
    std::vector<std::int64_t> room(dimensions.size(), kOpenRoom);
    // A pod needs its place in any case; the share to keep free is the check's.
    const PartsPerMillion usable =
        binds(requirements, CheckId::FitRequests) ? kWhole - requirements.headroom : kWhole;
    for (std::size_t d = 0; d < dimensions.resources().size(); ++d) {
        const std::int64_t all = node.shape.allocatable.get(dimensions.resources()[d]);
        room[d] = shareRoundDown(Bytes::fromRaw(all), usable).raw();
    }
    room[dimensions.podSlots()] = node.shape.podSlots;
    if (binds(requirements, CheckId::FitMemory)) {
        room[dimensions.judgedMemory()] =
            (simulate::memoryLimitOf(node, requirements) - simulate::judgedOverheadOf(node)).raw();
    }
    if (binds(requirements, CheckId::FitCpu)) {
        room[dimensions.expectedCpu()] =
            cpuRoomOf(node, requirements, assumptions) - node.overhead.cpu.expected.raw();
    }
    return room;
}

bool binds(const Requirements& requirements, CheckId check) {
    return !requirements.binding ||
           std::find(requirements.binding->begin(), requirements.binding->end(), toWord(check)) !=
               requirements.binding->end();
}

bool isOnEveryNode(const PlannedWorkload& workload) {
    const PodTemplate& pod = workload.pod;
    return workload.kind == WorkloadKind::DaemonSet && pod.nodeSelector.empty() &&
           pod.requiredNodeAffinity.empty() && pod.nodeName.empty();
}

std::vector<std::int64_t>& operator+=(std::vector<std::int64_t>& sum,
                                      const std::vector<std::int64_t>& more) {
    STOWAGE_ASSERT(sum.size() == more.size());
    for (std::size_t d = 0; d < sum.size(); ++d) {
        sum[d] += more[d];
    }
    return sum;
}

std::vector<std::int64_t>& operator-=(std::vector<std::int64_t>& sum,
                                      const std::vector<std::int64_t>& less) {
    STOWAGE_ASSERT(sum.size() == less.size());
    for (std::size_t d = 0; d < sum.size(); ++d) {
        sum[d] -= less[d];
    }
    return sum;
}

}  // namespace stowage::planner
