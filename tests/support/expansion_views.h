#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "model/expansion.h"
#include "tests/support/sample_apps.h"

namespace stowage::testkit {

inline ExpansionTarget managedTarget(int nodes) {
    return {.topology = TopologyKind::Managed,
            .nodeCount = nodes,
            .provider = "digitalocean",
            .storageClass = StorageClassKind::Block,
            .ingress = IngressKind::LoadBalancer,
            .hasSystemPods = false};
}

inline ExpansionTarget k3sTarget(int nodes, IngressKind ingress) {
    return {.topology = nodes == 1 ? TopologyKind::SingleNode : TopologyKind::K3sMulti,
            .nodeCount = nodes,
            .ingress = ingress};
}

/// Everything as the scenario has it today.
inline Expansion expandToday(const Scenario& scenario, const ExpansionTarget& target = {}) {
    return expand(scenario, arrangementOfToday(scenario), target, shippedAssumptions());
}

/// The workload "<namespace>/<name>", or nullptr.
inline const PlannedWorkload* findWorkload(const Expansion& expansion, const std::string& id) {
    const auto at =
        std::find_if(expansion.workloads.begin(), expansion.workloads.end(),
                     [&](const PlannedWorkload& workload) { return workload.id() == id; });
    return at == expansion.workloads.end() ? nullptr : &*at;
}

/// The same; fails the running test where there is none.
inline const PlannedWorkload& workloadAt(const Expansion& expansion, const std::string& id) {
    static const PlannedWorkload kNone;
    const PlannedWorkload* found = findWorkload(expansion, id);
    if (found == nullptr) {
        ADD_FAILURE() << "no workload " << id;
        return kNone;
    }
    return *found;
}

inline ResourceAmounts amounts(std::int64_t milli, std::int64_t mebi) {
    return ResourceAmounts::of(milliCpu(milli), mebibytes(mebi));
}

/// Requests of every pod; DaemonSets, which have one pod a node, left out.
inline ResourceAmounts promised(const Expansion& expansion) {
    ResourceAmounts sum;
    for (const PlannedWorkload& workload : expansion.workloads) {
        for (std::int64_t ordinal = 0; ordinal < workload.replicas; ++ordinal) {
            sum += effectiveRequests(workload.pod);
        }
    }
    return sum;
}

inline std::int64_t podCount(const Expansion& expansion, WorkloadOrigin origin) {
    std::int64_t count = 0;
    for (const PlannedWorkload& workload : expansion.workloads) {
        count += workload.origin == origin ? workload.replicas : 0;
    }
    return count;
}

/// Mean working set of every pod of an origin, in MiB.
inline double expectedMebibytes(const Expansion& expansion, WorkloadOrigin origin) {
    double sum = 0;
    for (const PlannedWorkload& workload : expansion.workloads) {
        if (workload.origin == origin) {
            sum += asMebibytes(workload.demand.memory.expected) *
                   static_cast<double>(workload.replicas);
        }
    }
    return sum;
}

}  // namespace stowage::testkit
