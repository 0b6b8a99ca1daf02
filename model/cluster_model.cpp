#include "model/cluster_model.h"

#include <fmt/format.h>

#include <algorithm>

#include "model/base/invariant.h"

namespace stowage {

StorageReach storageReach(const std::string& storageClass) {
    if (storageClass == "local-path") {
        return StorageReach::Node;
    }
    return storageClass == "larakube-nfs" ? StorageReach::Network : StorageReach::Attached;
}

StorageReach storageReach(StorageClassKind storageClass) {
    switch (storageClass) {
        case StorageClassKind::LocalPath:
            return StorageReach::Node;
        case StorageClassKind::LarakubeNfs:
            return StorageReach::Network;
        case StorageClassKind::Block:
        case StorageClassKind::None:
            return StorageReach::Attached;
    }
    STOWAGE_UNREACHABLE();
}

NodeFacts nodeFacts(const LayoutNode& node) {
    NodeFacts facts{.name = node.name,
                    .labels = node.shape.labels,
                    .taints = node.shape.taints,
                    .allocatable = node.shape.allocatable,
                    .podSlots = node.shape.podSlots,
                    .volumeSlots = node.shape.volumeSlots};
    facts.labels["kubernetes.io/hostname"] = node.name;
    facts.labels["stowage/node"] = node.name;
    facts.labels.try_emplace("kubernetes.io/os", "linux");
    facts.labels.try_emplace("kubernetes.io/arch", toWord(node.shape.arch));
    if (!node.zone.empty()) {
        facts.labels.try_emplace("topology.kubernetes.io/zone", node.zone);
    }
    if (!node.offer.region.empty()) {
        facts.labels.try_emplace("topology.kubernetes.io/region", node.offer.region);
    }
    return facts;
}

ClusterInput clusterInput(const Layout& layout) {
    ClusterInput input{.storageClass = layout.storageClass};
    input.nodes.reserve(layout.nodes.size());
    for (const LayoutNode& node : layout.nodes) {
        input.nodes.push_back(nodeFacts(node));
    }
    return input;
}

std::shared_ptr<const ClusterModel> ClusterModel::of(const Layout& layout,
                                                     const Expansion& expansion) {
    return of(clusterInput(layout), expansion.workloads);
}

std::optional<std::size_t> ClusterModel::dimension(const std::string& name) const {
    const auto at = std::find(m_dimensions.begin(), m_dimensions.end(), name);
    return at == m_dimensions.end()
               ? std::nullopt
               : std::optional(static_cast<std::size_t>(at - m_dimensions.begin()));
}

const std::vector<std::size_t>& ClusterModel::portConflicts(std::size_t port) const {
    return m_portConflicts[port];
}

const std::vector<StaticRefusal>& ClusterModel::staticRefusals(WorkloadIndex workload,
                                                               NodeIndex node) const {
    return m_refusals[workload.value() * m_nodes.size() + node.value()];
}

std::optional<std::size_t> ClusterModel::claimOf(const Mount& mount, std::int64_t ordinal) {
    if (!mount.perReplica) {
        return mount.claim;
    }
    return ordinal >= 0 && ordinal < mount.replicas
               ? std::optional(mount.claim + static_cast<std::size_t>(ordinal))
               : std::nullopt;
}

std::string ClusterModel::podName(PodRef pod) const {
    return fmt::format("{}-{}", workload(pod.workload).id, pod.ordinal);
}

std::optional<NodeIndex> ClusterModel::findNode(const std::string& name) const {
    for (std::size_t n = 0; n < m_nodes.size(); ++n) {
        if (m_nodes[n].facts.name == name) {
            return NodeIndex(n);
        }
    }
    return std::nullopt;
}

}  // namespace stowage
