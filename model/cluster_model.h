#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/base/ids.h"
#include "model/layout.h"
#include "model/resources.h"

namespace stowage {

/// One pod by its workload and ordinal. Ordinals only tell the claims of a StatefulSet apart; pods
/// beyond `replicas` (a surge) are allowed. A DaemonSet pod has the position of its node.
struct PodRef {
    WorkloadIndex workload;
    std::int64_t ordinal = 0;
    auto operator<=>(const PodRef&) const = default;
};

/// How the pods of one storage class reach their volumes.
enum class StorageReach {
    Node,      ///< on the disk of one node, for ever: local-path
    Attached,  ///< block storage: attached to one node at a time, tied to its zone
    Network,   ///< any number of nodes: NFS
};
StorageReach storageReach(const std::string& storageClass);
StorageReach storageReach(StorageClassKind storageClass);

/// What the scheduler knows about one node.
struct NodeFacts {
    std::string name;
    std::map<std::string, std::string> labels;  ///< hostname and zone included
    std::vector<Taint> taints;
    ResourceAmounts allocatable;
    std::int64_t podSlots = 110;
    std::optional<std::int64_t> volumeSlots;  ///< absent: no limit known
    bool isUnschedulable = false;
    std::map<std::string, Bytes> images;  ///< present before any pod starts
};
/// Shape and name of a layout node; adds the well-known labels of host name, zone, arch and OS that
/// the shape does not state.
NodeFacts nodeFacts(const LayoutNode& node);

/// What a ClusterModel is made of. Change `nodes` or `extraRequests` to pack against something else
/// than the scheduler's rule: a smaller allocatable for the headroom, an invented resource such as
/// "stowage/expected-memory" for a second ledger.
struct ClusterInput {
    std::vector<NodeFacts> nodes;
    StorageClassKind storageClass = StorageClassKind::LocalPath;
    /// By workload; shorter than the workloads: nothing is added for the rest.
    std::vector<ResourceAmounts> extraRequests;
};
ClusterInput clusterInput(const Layout& layout);

/// Why a node can never take a pod of a workload, whatever else runs there.
enum class StaticRefusal {
    NodeName,
    Unschedulable,
    Taint,
    NodeSelector,
    NodeAffinity,
    BoundVolume,
};

/// Nodes and workloads turned into numbers: resources, labels, selectors, ports and claims are
/// interned once, so that states of it compare integers only. Immutable; states share it. Positions
/// are those of `Layout::nodes` and `Expansion::workloads`.
class ClusterModel {
public:
    struct Term {  ///< a required or preferred (anti-)affinity term of some workload
        std::size_t key = 0;
        std::vector<char> matches;  ///< by workload
        std::int64_t weight = 0;    ///< preferred terms only; negative for anti-affinity
    };
    /// All required affinity terms of one workload: a pod counts only if it matches every one.
    struct AffinityGroup {
        std::vector<std::size_t> keys;
        std::vector<char> matches;
        bool matchesItself = false;
    };
    struct Spread {
        std::size_t key = 0;
        std::int64_t maxSkew = 1;
        std::int64_t minDomains = 1;
        bool isHard = true;
        bool matchesItself = false;
        std::vector<char> matches;
        std::vector<char> eligible;  ///< by node: counted, and its domain exists
    };
    struct Claim {
        std::string name;  ///< "<namespace>/<claim>"
        StorageReach reach = StorageReach::Node;
        AccessMode mode = AccessMode::ReadWriteOnce;
    };
    struct Mount {
        std::size_t claim = 0;    ///< of ordinal 0 when perReplica
        bool perReplica = false;  ///< claim + ordinal
        std::int64_t replicas = 0;
    };
    struct Node {
        NodeFacts facts;
        std::vector<std::int64_t> allocatable;  ///< by dimension
        std::vector<std::int32_t> domains;      ///< by topology key; -1: label absent
    };
    struct Class {
        std::string id;  ///< "<namespace>/<name>"
        std::string name;
        std::string environmentId;
        WorkloadKind kind = WorkloadKind::Deployment;
        WorkloadOrigin origin = WorkloadOrigin::App;
        std::int64_t replicas = 0;  ///< DaemonSets: 0
        std::int64_t priority = 0;
        std::vector<std::int64_t> requests;   ///< by dimension
        std::vector<std::size_t> dimensions;  ///< those with a request
        std::int64_t scoredCpu = 0;           ///< with 100m for containers without request
        std::int64_t scoredMemory = 0;        ///< with 200 MiB
        std::vector<char> isCompatible;       ///< by node: no StaticRefusal
        std::vector<std::size_t> ports;       ///< interned host ports
        std::vector<Mount> mounts;
        std::vector<std::size_t> antiTerms;    ///< own required anti-affinity
        std::vector<std::size_t> matchedAnti;  ///< anti-affinity terms of anyone that match it
        std::optional<std::size_t> group;      ///< own required affinity
        std::vector<std::size_t> inGroups;     ///< affinity groups that count it
        std::vector<std::size_t> spreads;      ///< own hard constraints
        std::vector<std::size_t> softSpreads;  ///< own soft ones, or the cluster's default
        std::vector<std::size_t> inSpreads;    ///< constraints that count it
        std::vector<std::size_t> preferred;    ///< own preferred pod (anti-)affinity
        std::vector<std::size_t> owned;        ///< those and own required affinity: they attract
        std::vector<std::size_t> inPreferred;  ///< of anyone's owned terms, those that match it
        std::vector<std::int64_t> nodePreference;  ///< by node: weights of preferred node terms
        std::vector<std::int64_t> untolerated;     ///< by node: PreferNoSchedule taints
        std::vector<std::string> images;
        bool hasOwnSpread = false;  ///< false: softSpreads are the cluster's default
        bool needsSearch = false;   ///< order matters: required affinity or a hard spread
    };

    static std::shared_ptr<const ClusterModel> of(const ClusterInput& input,
                                                  const std::vector<PlannedWorkload>& workloads);
    static std::shared_ptr<const ClusterModel> of(const Layout& layout, const Expansion& expansion);

    std::size_t nodeCount() const { return m_nodes.size(); }
    std::size_t workloadCount() const { return m_classes.size(); }
    std::size_t dimensionCount() const { return m_dimensions.size(); }
    const std::vector<std::string>& dimensions() const { return m_dimensions; }
    std::optional<std::size_t> dimension(const std::string& name) const;
    const Node& node(NodeIndex index) const { return m_nodes[index.value()]; }
    const Class& workload(WorkloadIndex index) const { return m_classes[index.value()]; }
    const std::vector<Term>& antiTerms() const { return m_antiTerms; }
    const std::vector<Term>& preferredTerms() const { return m_preferredTerms; }
    const std::vector<AffinityGroup>& groups() const { return m_groups; }
    const std::vector<Spread>& spreads() const { return m_spreads; }
    const std::vector<Claim>& claims() const { return m_claims; }
    const std::vector<HostPort>& ports() const { return m_ports; }
    /// Interned ports that cannot share a node with this one, itself included.
    const std::vector<std::size_t>& portConflicts(std::size_t port) const;
    const std::vector<std::string>& topologyKeys() const { return m_topologyKeys; }
    std::size_t domainCount(std::size_t key) const { return m_domainCounts[key]; }
    /// Reasons why the node can never take the workload; empty: compatible.
    const std::vector<StaticRefusal>& staticRefusals(WorkloadIndex workload, NodeIndex node) const;
    /// Position of the claim that a pod mounts; absent for an ordinal beyond the replicas.
    static std::optional<std::size_t> claimOf(const Mount& mount, std::int64_t ordinal);
    /// "<namespace>/<name>-<ordinal>"; of a DaemonSet pod the ordinal is the node's position.
    std::string podName(PodRef pod) const;
    std::optional<NodeIndex> findNode(const std::string& name) const;

private:
    friend class ClusterModelBuilder;
    ClusterModel() = default;

    std::vector<std::string> m_dimensions;
    std::vector<std::string> m_topologyKeys;
    std::vector<std::size_t> m_domainCounts;
    std::vector<Node> m_nodes;
    std::vector<Class> m_classes;
    std::vector<Term> m_antiTerms;
    std::vector<Term> m_preferredTerms;
    std::vector<AffinityGroup> m_groups;
    std::vector<Spread> m_spreads;
    std::vector<Claim> m_claims;
    std::vector<HostPort> m_ports;
    std::vector<std::vector<std::size_t>> m_portConflicts;
    std::vector<std::vector<StaticRefusal>> m_refusals;  ///< workload-major
};

}  // namespace stowage
