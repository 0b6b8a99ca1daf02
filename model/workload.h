#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/base/units.h"
#include "model/resources.h"

namespace stowage {

/// Kubernetes pod template values, as far as scheduling, roll-out and memory depend on them. Names
/// and meanings are those of the Kubernetes API; absence keeps its Kubernetes meaning.

struct ContainerTemplate {
    std::string name;
    std::string image;
    ResourceAmounts requests;  ///< an absent request takes the limit of the same resource
    ResourceLimits limits;
    /// Requests written as zero (ResourceAmounts drops zeros): these do not take the limit.
    std::vector<std::string> zeroRequests;
    /// Of an init container: restartPolicy Always, that is, a sidecar.
    bool restartsAlways = false;
    bool operator==(const ContainerTemplate&) const = default;
};

enum class SelectorOperator { In, NotIn, Exists, DoesNotExist, Gt, Lt };

struct SelectorRequirement {
    std::string key;
    SelectorOperator op = SelectorOperator::In;
    std::vector<std::string> values;
    bool operator==(const SelectorRequirement&) const = default;
};

/// Requirements and labels are ANDed; an empty selector matches everything.
struct LabelSelector {
    std::map<std::string, std::string> matchLabels;
    std::vector<SelectorRequirement> matchExpressions;
    bool operator==(const LabelSelector&) const = default;
};

/// One term of required node affinity: expressions ANDed; an empty term matches nothing.
struct NodeSelectorTerm {
    std::vector<SelectorRequirement> matchExpressions;
    std::vector<SelectorRequirement> matchFields;  ///< only metadata.name
    bool operator==(const NodeSelectorTerm&) const = default;
};

struct PreferredNodeTerm {
    int weight = 1;
    NodeSelectorTerm term;
    bool operator==(const PreferredNodeTerm&) const = default;
};

struct PodAffinityTerm {
    std::optional<LabelSelector> selector;  ///< absent matches no pod
    std::string topologyKey;
    std::vector<std::string> namespaces;             ///< empty and no selector: the pod's own
    std::optional<LabelSelector> namespaceSelector;  ///< empty selector: all namespaces
    bool operator==(const PodAffinityTerm&) const = default;
};

struct WeightedPodAffinityTerm {
    int weight = 1;
    PodAffinityTerm term;
    bool operator==(const WeightedPodAffinityTerm&) const = default;
};

enum class WhenUnsatisfiable { DoNotSchedule, ScheduleAnyway };
enum class NodeInclusionPolicy { Honor, Ignore };

struct TopologySpread {
    int maxSkew = 1;
    std::string topologyKey;
    WhenUnsatisfiable whenUnsatisfiable = WhenUnsatisfiable::DoNotSchedule;
    std::optional<LabelSelector> selector;
    std::optional<int> minDomains;
    NodeInclusionPolicy nodeAffinityPolicy = NodeInclusionPolicy::Honor;
    NodeInclusionPolicy nodeTaintsPolicy = NodeInclusionPolicy::Ignore;
    bool operator==(const TopologySpread&) const = default;
};

enum class TaintEffect { NoSchedule, PreferNoSchedule, NoExecute };

struct Taint {
    std::string key;
    std::string value;
    TaintEffect effect = TaintEffect::NoSchedule;
    bool operator==(const Taint&) const = default;
};

enum class TolerationOperator { Equal, Exists };

struct Toleration {
    std::string key;  ///< empty with Exists: every taint
    TolerationOperator op = TolerationOperator::Equal;
    std::string value;
    std::optional<TaintEffect> effect;  ///< absent: every effect
    bool operator==(const Toleration&) const = default;
};

struct HostPort {
    std::string address = "0.0.0.0";
    std::string protocol = "TCP";
    int port = 0;
    bool operator==(const HostPort&) const = default;
};

enum class AccessMode { ReadWriteOnce, ReadOnlyMany, ReadWriteMany, ReadWriteOncePod };

/// A persistent volume claim as a pod mounts it. Pods that name one claim share one volume.
struct VolumeMount {
    std::string claim;  ///< "<claim>"; of a StatefulSet template one claim a replica
    Bytes size;         ///< requested size
    Bytes used;         ///< expected real use today; zero: unknown, taken as the size
    AccessMode accessMode = AccessMode::ReadWriteOnce;
    std::optional<std::string> storageClass;  ///< absent: the cluster's default
    std::vector<std::string> boundToNodes;    ///< a bound local volume: node names
    bool perReplica = false;                  ///< from a volumeClaimTemplate
    bool operator==(const VolumeMount&) const = default;
};

struct PodTemplate {
    std::map<std::string, std::string> labels;
    std::vector<ContainerTemplate> containers;
    std::vector<ContainerTemplate> initContainers;
    ResourceAmounts overhead;                    ///< of the RuntimeClass
    std::optional<ResourceAmounts> podRequests;  ///< pod-level requests, Kubernetes 1.34+
    std::optional<ResourceLimits> podLimits;
    std::map<std::string, std::string> nodeSelector;
    std::vector<NodeSelectorTerm> requiredNodeAffinity;  ///< ORed; empty: no rule
    std::vector<PreferredNodeTerm> preferredNodeAffinity;
    std::vector<PodAffinityTerm> requiredAffinity;
    std::vector<PodAffinityTerm> requiredAntiAffinity;
    std::vector<WeightedPodAffinityTerm> preferredAffinity;
    std::vector<WeightedPodAffinityTerm> preferredAntiAffinity;
    std::vector<TopologySpread> spread;
    std::vector<Toleration> tolerations;
    std::vector<HostPort> hostPorts;
    std::vector<VolumeMount> volumes;
    std::string nodeName;  ///< empty: the scheduler decides
    std::string priorityClass;
    std::int64_t priority = 0;
    int graceSeconds = 30;
    bool operator==(const PodTemplate&) const = default;
};

enum class WorkloadKind { Deployment, StatefulSet, DaemonSet, CronJob, Job };
enum class UpdateKind { RollingUpdate, Recreate, OnDelete };

/// A count or a percentage of the replicas.
struct IntOrPercent {
    std::int64_t value = 0;
    bool isPercent = false;
    bool operator==(const IntOrPercent&) const = default;
};

struct UpdateStrategy {
    UpdateKind kind = UpdateKind::RollingUpdate;
    IntOrPercent maxSurge{.value = 25, .isPercent = true};
    IntOrPercent maxUnavailable{.value = 25, .isPercent = true};
    bool operator==(const UpdateStrategy&) const = default;
};

std::string toWord(WorkloadKind kind);
std::string toWord(UpdateKind kind);
/// What Kubernetes fills in where a workload states nothing: 25 %/25 % for Deployments, one at a
/// time without surge for StatefulSets and DaemonSets. Jobs do not roll; theirs is never asked.
UpdateStrategy defaultUpdateStrategy(WorkloadKind kind);
/// Effective requests of one pod: max(containers + sidecars, each init container + the sidecars
/// before it) + overhead; pod-level requests replace the maximum; an absent request takes the
/// limit of the same resource of the same container. Source: kubernetes.io, effective requests.
ResourceAmounts effectiveRequests(const PodTemplate& pod);
/// Effective limits in the same form; a resource that a container or sidecar leaves unlimited is
/// absent. An init container that ends before the pod runs can raise a limit, never remove it.
ResourceLimits effectiveLimits(const PodTemplate& pod);
/// RollingUpdate: ceil of the surge and floor of the unavailable share; both zero becomes
/// unavailable = 1. Recreate: no surge, all unavailable. OnDelete: nothing moves, both zero.
struct RolloutBounds {
    std::int64_t surge = 0;
    std::int64_t unavailable = 0;
};
RolloutBounds rolloutBounds(const UpdateStrategy& strategy, std::int64_t replicas);
bool matches(const LabelSelector& selector, const std::map<std::string, std::string>& labels);
/// One requirement. NotIn and DoesNotExist match where the key is absent; Gt and Lt need a whole
/// number on both sides.
bool matches(const SelectorRequirement& requirement,
             const std::map<std::string, std::string>& labels);

}  // namespace stowage
