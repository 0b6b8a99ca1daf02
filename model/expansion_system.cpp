#include <fmt/format.h>

#include <algorithm>

#include "model/base/invariant.h"
#include "model/expander.h"

namespace stowage {
namespace {

constexpr const char* kHostname = "kubernetes.io/hostname";
constexpr std::int64_t kSurvivingIngressPods = 2;

const char* ingressSteps(IngressKind ingress) {
    return ingress == IngressKind::LoadBalancer
               ? "surviveNodeLoss; by hand: 1. keep certificates outside the pod (cert-manager "
                 "with "
                 "certManagerIssuer on each environment, or TLS at the load balancer) and remove "
                 "the volume traefik-acme; 2. kubectl -n traefik patch deployment traefik: "
                 "replicas "
                 "2, RollingUpdate with maxSurge 0 and maxUnavailable 1, required pod "
                 "anti-affinity on kubernetes.io/hostname; 3. check that the load balancer lists "
                 "both nodes as healthy"
               : "surviveNodeLoss; by hand: 1. keep certificates outside the pod (cert-manager "
                 "with "
                 "certManagerIssuer on each environment) instead of the host's acme folder; 2. "
                 "kubectl -n traefik patch deployment traefik: replicas 2, RollingUpdate with "
                 "maxSurge 0 and maxUnavailable 1; 3. put a load balancer or a floating address in "
                 "front of both nodes and point the hosts' DNS records to it";
}

bool isK3s(TopologyKind topology) {
    return topology == TopologyKind::SingleNode || topology == TopologyKind::K3sMulti;
}

}  // namespace

void Expander::appendSystem(const Arrangement& arrangement, Expansion& expansion) const {
    for (const ClusterPodTemplate& pod : m_table.clusterPods) {
        if (!isNeeded(pod, arrangement) || existsAlready(pod)) {
            continue;
        }
        PlannedWorkload workload = clusterPod(pod);
        if (pod.scope == ClusterPodScope::Ingress) {
            adjustIngress(workload, expansion);
        }
        expansion.workloads.push_back(std::move(workload));
    }
}

bool Expander::isNeeded(const ClusterPodTemplate& pod, const Arrangement& arrangement) const {
    if (m_target.topology == TopologyKind::Nodes) {
        return false;
    }
    switch (pod.scope) {
        case ClusterPodScope::K3s:
            return isK3s(m_target.topology) && m_target.hasSystemPods;
        case ClusterPodScope::K3sLoadBalancer:
            return isK3s(m_target.topology) && m_target.hasSystemPods &&
                   m_target.ingress == IngressKind::LoadBalancer;
        case ClusterPodScope::Managed:
            return m_target.topology == TopologyKind::Managed && m_target.hasSystemPods;
        case ClusterPodScope::Ingress:
            return m_target.ingress != IngressKind::None;
        case ClusterPodScope::Nfs:
            return sharesStorage(arrangement);
    }
    STOWAGE_UNREACHABLE();
}

bool Expander::sharesStorage(const Arrangement& arrangement) const {
    return std::any_of(m_environments.begin(), m_environments.end(),
                       [&](const EnvironmentParts& parts) {
                           return parts.settings != nullptr && parts.settings->sharedStorage &&
                                  strategyOf(parts, arrangement) == Strategy::MultiNodeHa;
                       });
}

/// System pods that an import found on the cluster replace the modelled ones; LaraKube's and K3s'
/// own Traefik live in different namespaces.
bool Expander::existsAlready(const ClusterPodTemplate& pod) const {
    for (const App& app : m_scenario.apps) {
        for (const RawWorkload& raw : app.workloads) {
            const bool isSystem =
                raw.namespaceName == pod.namespaceName || raw.namespaceName == "kube-system";
            if (raw.observed && raw.name == pod.name && isSystem) {
                return true;
            }
        }
    }
    return false;
}

PlannedWorkload Expander::clusterPod(const ClusterPodTemplate& pod) const {
    PlannedWorkload workload;
    workload.name = pod.name;
    workload.namespaceName = pod.namespaceName;
    workload.origin = WorkloadOrigin::System;
    workload.role = pod.name;
    workload.kind = pod.kind;
    workload.replicas = pod.kind == WorkloadKind::DaemonSet ? 0 : pod.replicas;
    workload.updateStrategy = pod.updateStrategy;
    workload.pod = podOf(pod, pod.name, pod.image);
    workload.pod.labels["app"] = pod.name;
    workload.pod.priorityClass = pod.priorityClass;
    workload.pod.priority = pod.priority;
    if (!pod.priorityClass.empty()) {
        // Critical pods run on every node, tainted or not, as their manifests say.
        workload.pod.tolerations.push_back({.op = TolerationOperator::Exists});
    }
    for (const int port : pod.hostPorts) {
        workload.pod.hostPorts.push_back({.port = port});
    }
    const bool isIngress = pod.scope == ClusterPodScope::Ingress;
    if (isIngress && m_target.ingress == IngressKind::HostPorts) {
        // Certificates lie in a folder of the host: no claim.
        workload.pod.hostPorts = {{.port = 80}, {.port = 443}};
    } else if (pod.volume) {
        workload.pod.volumes.push_back({.claim = pod.volume->name, .size = pod.volume->size});
    }
    workload.onRequestPath = isIngress;
    workload.demand = isIngress ? m_demand.ingress(m_requestsPerSecond, workload.pod)
                                : m_demand.helper(pod.name, workload.pod);
    workload.timing = timingOf(pod, m_demand.pullSeconds(workload.demand.imageDisk));
    return workload;
}

void Expander::adjustIngress(PlannedWorkload& ingress, Expansion& expansion) const {
    const bool isAsked = std::any_of(
        m_environments.begin(), m_environments.end(),
        [&](const EnvironmentParts& parts) { return mustSurvive(parts.environment->id); });
    if (!isAsked) {
        return;
    }
    expansion.adjustments.push_back(
        {.kind = AdjustmentKind::IngressReplicas,
         .target = ingress.id(),
         .from = std::to_string(ingress.replicas),
         .to = fmt::format("{} on different nodes", kSurvivingIngressPods),
         .why = ingressSteps(m_target.ingress),
         .by = AdjustmentBy::Manual});
    ingress.replicas = kSurvivingIngressPods;
    ingress.updateStrategy = {.maxSurge = {.value = 0}, .maxUnavailable = {.value = 1}};
    ingress.pod.volumes.clear();
    ingress.pod.requiredAntiAffinity.push_back(
        {.selector = LabelSelector{.matchLabels = ingress.pod.labels}, .topologyKey = kHostname});
}

NodeOverhead nodeOverhead(OverheadKind kind, const AssumptionTable& assumptions) {
    if (kind == OverheadKind::None) {
        return {};
    }
    const ProfileUse system = profileUse({.name = "os"}, assumptions);
    const ProfileUse kubernetes = profileUse(
        {.name = kind == OverheadKind::K3sServer ? "k3s-server" : "k3s-agent"}, assumptions);
    return {.memory = system.memory + kubernetes.memory,
            .cpu = system.cpu + kubernetes.cpu,
            .disk = assumptions.bytes("disk.os") + assumptions.bytes("disk.k3s") +
                    assumptions.bytes("disk.swap")};
}

}  // namespace stowage
