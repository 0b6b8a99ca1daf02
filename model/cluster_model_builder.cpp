#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "model/base/invariant.h"
#include "model/cluster_model.h"
#include "model/node_compatibility.h"

namespace stowage {
namespace {

constexpr const char* kZoneKey = "topology.kubernetes.io/zone";
constexpr const char* kHostnameKey = "kubernetes.io/hostname";

/// Position of the value in the list, appended if it is new.
template <typename T>
std::size_t intern(std::vector<T>& values, const T& value) {
    const auto at = std::find(values.begin(), values.end(), value);
    if (at != values.end()) {
        return static_cast<std::size_t>(at - values.begin());
    }
    values.push_back(value);
    return values.size() - 1;
}

void addOnce(std::vector<std::size_t>& values, std::size_t value) {
    static_cast<void>(intern(values, value));
}

bool isInNamespaces(const PodAffinityTerm& term, const std::string& name) {
    if (std::find(term.namespaces.begin(), term.namespaces.end(), name) != term.namespaces.end()) {
        return true;
    }
    // Every namespace carries its own name as a label; others are not known here.
    return term.namespaceSelector &&
           matches(*term.namespaceSelector, {{"kubernetes.io/metadata.name", name}});
}

bool termMatches(const PodAffinityTerm& term, const PlannedWorkload& workload) {
    return term.selector && isInNamespaces(term, workload.namespaceName) &&
           matches(*term.selector, workload.pod.labels);
}

PodAffinityTerm resolved(PodAffinityTerm term, const std::string& ownNamespace) {
    if (term.namespaces.empty() && !term.namespaceSelector) {
        term.namespaces.push_back(ownNamespace);
    }
    return term;
}

std::int64_t priorityOf(const PodTemplate& pod) {
    if (pod.priority != 0) {
        return pod.priority;
    }
    if (pod.priorityClass == "system-node-critical") {
        return 2'000'001'000;
    }
    return pod.priorityClass == "system-cluster-critical" ? 2'000'000'000 : 0;
}

/// Requests as the score plugins count them: a container that asks for nothing is taken for 100m
/// and 200 MiB. One that writes a zero stays zero.
ResourceAmounts scoredRequests(PodTemplate pod) {
    const auto fill = [](ContainerTemplate& container) {
        const auto isAbsent = [&](const std::string& name) {
            const auto& zeros = container.zeroRequests;
            return container.requests.get(name) == 0 && !container.limits.has(name) &&
                   std::find(zeros.begin(), zeros.end(), name) == zeros.end();
        };
        if (isAbsent(kCpu)) {
            container.requests.set(kCpu, 100);
        }
        if (isAbsent(kMemory)) {
            container.requests.set(kMemory, mebibytes(200).raw());
        }
    };
    std::for_each(pod.containers.begin(), pod.containers.end(), fill);
    std::for_each(pod.initContainers.begin(), pod.initContainers.end(), fill);
    return effectiveRequests(pod);
}

bool isPortConflict(const HostPort& a, const HostPort& b) {
    return a.port == b.port && a.protocol == b.protocol &&
           (a.address == b.address || a.address == "0.0.0.0" || b.address == "0.0.0.0");
}

}  // namespace

/// Fills a ClusterModel step by step; every step reads what the ones before have interned.
class ClusterModelBuilder {
public:
    ClusterModelBuilder(const ClusterInput& input, const std::vector<PlannedWorkload>& workloads)
        : m_input(input), m_workloads(workloads) {}

    std::shared_ptr<const ClusterModel> build() {
        addDimensions();
        addTopology();
        addNodes();
        m_model.m_classes.resize(m_workloads.size());
        for (std::size_t w = 0; w < m_workloads.size(); ++w) {
            addClass(w);
            addCompatibility(w);
            addPorts(w);
            addMounts(w);
            addAffinity(w);
            addSpreads(w);
        }
        connect();
        return std::make_shared<const ClusterModel>(std::move(m_model));
    }

private:
    void addDimensions();
    void addTopology();
    void addNodes();
    void addClass(std::size_t w);
    void addCompatibility(std::size_t w);
    void addPorts(std::size_t w);
    void addMounts(std::size_t w);
    std::size_t addClaim(const PlannedWorkload& workload, const VolumeMount& volume,
                         const std::string& suffix);
    void addAffinity(std::size_t w);
    void addGroup(std::size_t w);
    void addPreferred(std::size_t w, const PodAffinityTerm& term, std::int64_t weight,
                      std::vector<std::size_t>* own);
    void addSpreads(std::size_t w);
    void addSpread(std::size_t w, const TopologySpread& rule, const std::vector<char>& hasKeys);
    void addDefaultSpread(std::size_t w, const char* key, std::int64_t maxSkew);
    void connect();

    std::size_t key(const std::string& name) const {
        const auto& keys = m_model.m_topologyKeys;
        const auto at = std::find(keys.begin(), keys.end(), name);
        STOWAGE_ASSERT(at != keys.end());
        return static_cast<std::size_t>(at - keys.begin());
    }
    std::vector<char> matchesOf(const PodAffinityTerm& term) const {
        std::vector<char> result;
        for (const PlannedWorkload& workload : m_workloads) {
            result.push_back(termMatches(term, workload) ? 1 : 0);
        }
        return result;
    }
    ResourceAmounts extra(std::size_t w) const {
        return w < m_input.extraRequests.size() ? m_input.extraRequests[w] : ResourceAmounts();
    }

    const ClusterInput& m_input;
    const std::vector<PlannedWorkload>& m_workloads;
    ClusterModel m_model;
    std::vector<PodAffinityTerm> m_anti;
    struct Preferred {
        PodAffinityTerm term;
        std::int64_t weight = 0;
        bool operator==(const Preferred&) const = default;
    };
    std::vector<Preferred> m_preferred;
};

void ClusterModelBuilder::addDimensions() {
    std::set<std::string> names;
    const auto take = [&](const ResourceAmounts& amounts) {
        for (const auto& entry : amounts.entries()) {
            names.insert(entry.first);
        }
    };
    for (const NodeFacts& node : m_input.nodes) {
        take(node.allocatable);
    }
    for (std::size_t w = 0; w < m_workloads.size(); ++w) {
        take(effectiveRequests(m_workloads[w].pod));
        take(extra(w));
    }
    names.erase(kCpu);
    names.erase(kMemory);
    m_model.m_dimensions = {kCpu, kMemory};
    m_model.m_dimensions.insert(m_model.m_dimensions.end(), names.begin(), names.end());
}

void ClusterModelBuilder::addTopology() {
    std::vector<std::string>& keys = m_model.m_topologyKeys;
    keys = {kZoneKey, kHostnameKey};
    for (const PlannedWorkload& workload : m_workloads) {
        const PodTemplate& pod = workload.pod;
        for (const auto* terms : {&pod.requiredAffinity, &pod.requiredAntiAffinity}) {
            for (const PodAffinityTerm& term : *terms) {
                intern(keys, term.topologyKey);
            }
        }
        for (const auto* terms : {&pod.preferredAffinity, &pod.preferredAntiAffinity}) {
            for (const WeightedPodAffinityTerm& term : *terms) {
                intern(keys, term.term.topologyKey);
            }
        }
        for (const TopologySpread& spread : pod.spread) {
            intern(keys, spread.topologyKey);
        }
    }
}

void ClusterModelBuilder::addNodes() {
    std::vector<std::map<std::string, std::int32_t>> domains(m_model.m_topologyKeys.size());
    for (const NodeFacts& facts : m_input.nodes) {
        ClusterModel::Node node{.facts = facts};
        for (const std::string& name : m_model.m_dimensions) {
            node.allocatable.push_back(facts.allocatable.get(name));
        }
        for (std::size_t k = 0; k < domains.size(); ++k) {
            const auto label = facts.labels.find(m_model.m_topologyKeys[k]);
            if (label == facts.labels.end()) {
                node.domains.push_back(-1);
                continue;
            }
            const auto next = static_cast<std::int32_t>(domains[k].size());
            node.domains.push_back(domains[k].try_emplace(label->second, next).first->second);
        }
        m_model.m_nodes.push_back(std::move(node));
    }
    for (const auto& values : domains) {
        m_model.m_domainCounts.push_back(values.size());
    }
}

void ClusterModelBuilder::addClass(std::size_t w) {
    const PlannedWorkload& workload = m_workloads[w];
    ClusterModel::Class& made = m_model.m_classes[w];
    made.id = fmt::format("{}/{}", workload.namespaceName, workload.name);
    made.name = workload.name;
    made.environmentId = workload.environmentId;
    made.kind = workload.kind;
    made.origin = workload.origin;
    made.replicas = workload.kind == WorkloadKind::DaemonSet ? 0 : workload.replicas;
    made.priority = priorityOf(workload.pod);
    const ResourceAmounts requests = effectiveRequests(workload.pod) + extra(w);
    for (std::size_t d = 0; d < m_model.m_dimensions.size(); ++d) {
        made.requests.push_back(requests.get(m_model.m_dimensions[d]));
        if (made.requests.back() > 0) {
            made.dimensions.push_back(d);
        }
    }
    const ResourceAmounts scored = scoredRequests(workload.pod);
    made.scoredCpu = scored.get(kCpu);
    made.scoredMemory = scored.get(kMemory);
    for (const auto* containers : {&workload.pod.initContainers, &workload.pod.containers}) {
        for (const ContainerTemplate& container : *containers) {
            made.images.push_back(container.image);
        }
    }
}

void ClusterModelBuilder::addCompatibility(std::size_t w) {
    ClusterModel::Class& made = m_model.m_classes[w];
    for (const NodeFacts& node : m_input.nodes) {
        std::vector<StaticRefusal> refusals = staticRefusals(m_workloads[w], node);
        made.isCompatible.push_back(refusals.empty() ? 1 : 0);
        m_model.m_refusals.push_back(std::move(refusals));
        made.untolerated.push_back(untoleratedPreferences(m_workloads[w], node));
        made.nodePreference.push_back(nodePreference(m_workloads[w].pod, node));
    }
}

void ClusterModelBuilder::addPorts(std::size_t w) {
    for (HostPort port : m_workloads[w].pod.hostPorts) {
        if (port.address.empty()) {
            port.address = "0.0.0.0";
        }
        if (port.protocol.empty()) {
            port.protocol = "TCP";
        }
        addOnce(m_model.m_classes[w].ports, intern(m_model.m_ports, port));
    }
}

std::size_t ClusterModelBuilder::addClaim(const PlannedWorkload& workload,
                                          const VolumeMount& volume, const std::string& suffix) {
    const std::string name = fmt::format("{}/{}{}", workload.namespaceName, volume.claim, suffix);
    for (std::size_t c = 0; c < m_model.m_claims.size(); ++c) {
        if (m_model.m_claims[c].name == name) {
            return c;
        }
    }
    ClusterModel::Claim claim{.name = name,
                              .reach = volume.storageClass ? storageReach(*volume.storageClass)
                                                           : storageReach(m_input.storageClass),
                              .mode = volume.accessMode};
    const bool isShared =
        claim.mode == AccessMode::ReadWriteMany || claim.mode == AccessMode::ReadOnlyMany;
    if (isShared && claim.reach == StorageReach::Attached) {
        claim.reach = StorageReach::Network;
    }
    m_model.m_claims.push_back(std::move(claim));
    return m_model.m_claims.size() - 1;
}

void ClusterModelBuilder::addMounts(std::size_t w) {
    const PlannedWorkload& workload = m_workloads[w];
    std::set<std::size_t> seen;
    for (const VolumeMount& volume : workload.pod.volumes) {
        ClusterModel::Mount mount{.perReplica = volume.perReplica,
                                  .replicas = m_model.m_classes[w].replicas};
        if (!volume.perReplica) {
            mount.claim = addClaim(workload, volume, "");
        } else {
            // The claims of one template stand side by side: their names are new together.
            for (std::int64_t ordinal = 0; ordinal < mount.replicas; ++ordinal) {
                const std::size_t claim =
                    addClaim(workload, volume, fmt::format("-{}-{}", workload.name, ordinal));
                mount.claim = ordinal == 0 ? claim : mount.claim;
            }
        }
        if (volume.perReplica && mount.replicas == 0) {
            continue;
        }
        if (seen.insert(mount.claim).second) {
            m_model.m_classes[w].mounts.push_back(mount);
        }
    }
}

void ClusterModelBuilder::addPreferred(std::size_t w, const PodAffinityTerm& term,
                                       std::int64_t weight, std::vector<std::size_t>* own) {
    ClusterModel::Class& made = m_model.m_classes[w];
    const Preferred wanted{resolved(term, m_workloads[w].namespaceName), weight};
    const std::size_t index = intern(m_preferred, wanted);
    if (index == m_model.m_preferredTerms.size()) {
        m_model.m_preferredTerms.push_back(
            {.key = key(term.topologyKey), .matches = matchesOf(wanted.term), .weight = weight});
    }
    made.owned.push_back(index);
    if (own != nullptr) {
        own->push_back(index);
    }
}

void ClusterModelBuilder::addAffinity(std::size_t w) {
    const PodTemplate& pod = m_workloads[w].pod;
    ClusterModel::Class& made = m_model.m_classes[w];
    for (const PodAffinityTerm& term : pod.requiredAntiAffinity) {
        const PodAffinityTerm wanted = resolved(term, m_workloads[w].namespaceName);
        const std::size_t index = intern(m_anti, wanted);
        if (index == m_model.m_antiTerms.size()) {
            m_model.m_antiTerms.push_back(
                {.key = key(term.topologyKey), .matches = matchesOf(wanted)});
        }
        addOnce(made.antiTerms, index);
    }
    if (!pod.requiredAffinity.empty()) {
        addGroup(w);
    }
    for (const WeightedPodAffinityTerm& preferred : pod.preferredAffinity) {
        addPreferred(w, preferred.term, preferred.weight, &made.preferred);
    }
    for (const WeightedPodAffinityTerm& preferred : pod.preferredAntiAffinity) {
        addPreferred(w, preferred.term, -preferred.weight, &made.preferred);
    }
    // A running pod draws those that it must be with: weight 1 in the default profile.
    for (const PodAffinityTerm& term : pod.requiredAffinity) {
        addPreferred(w, term, 1, nullptr);
    }
}

void ClusterModelBuilder::addGroup(std::size_t w) {
    ClusterModel::AffinityGroup group;
    group.matches.assign(m_workloads.size(), 1);
    for (const PodAffinityTerm& term : m_workloads[w].pod.requiredAffinity) {
        group.keys.push_back(key(term.topologyKey));
        const auto one = matchesOf(resolved(term, m_workloads[w].namespaceName));
        for (std::size_t other = 0; other < one.size(); ++other) {
            group.matches[other] = group.matches[other] != 0 && one[other] != 0 ? 1 : 0;
        }
    }
    group.matchesItself = group.matches[w] != 0;
    m_model.m_classes[w].group = m_model.m_groups.size();
    m_model.m_classes[w].needsSearch = true;
    m_model.m_groups.push_back(std::move(group));
}

void ClusterModelBuilder::addSpreads(std::size_t w) {
    const PlannedWorkload& workload = m_workloads[w];
    // A node counts for a pod's hard (or soft) rules only if it carries the keys of all of them.
    const auto nodesWithKeys = [&](WhenUnsatisfiable when) {
        std::vector<char> nodes(m_model.m_nodes.size(), 1);
        for (const TopologySpread& rule : workload.pod.spread) {
            for (std::size_t n = 0; n < nodes.size() && rule.whenUnsatisfiable == when; ++n) {
                if (m_model.m_nodes[n].domains[key(rule.topologyKey)] < 0) {
                    nodes[n] = 0;
                }
            }
        }
        return nodes;
    };
    const auto hard = nodesWithKeys(WhenUnsatisfiable::DoNotSchedule);
    const auto soft = nodesWithKeys(WhenUnsatisfiable::ScheduleAnyway);
    for (const TopologySpread& rule : workload.pod.spread) {
        addSpread(w, rule,
                  rule.whenUnsatisfiable == WhenUnsatisfiable::DoNotSchedule ? hard : soft);
    }
    m_model.m_classes[w].hasOwnSpread = !workload.pod.spread.empty();
    const bool hasOwner =
        workload.kind == WorkloadKind::Deployment || workload.kind == WorkloadKind::StatefulSet;
    if (workload.pod.spread.empty() && hasOwner) {
        addDefaultSpread(w, kHostnameKey, 3);
        addDefaultSpread(w, kZoneKey, 5);
    }
}

void ClusterModelBuilder::addSpread(std::size_t w, const TopologySpread& rule,
                                    const std::vector<char>& hasKeys) {
    const PlannedWorkload& workload = m_workloads[w];
    ClusterModel::Spread spread{
        .key = key(rule.topologyKey),
        .maxSkew = rule.maxSkew,
        .minDomains = rule.minDomains.value_or(1),
        .isHard = rule.whenUnsatisfiable == WhenUnsatisfiable::DoNotSchedule,
        .eligible = hasKeys};
    for (const PlannedWorkload& other : m_workloads) {
        const bool matched = rule.selector && other.namespaceName == workload.namespaceName &&
                             matches(*rule.selector, other.pod.labels);
        spread.matches.push_back(matched ? 1 : 0);
    }
    spread.matchesItself = spread.matches[w] != 0;
    for (std::size_t n = 0; n < m_input.nodes.size(); ++n) {
        const NodeFacts& node = m_input.nodes[n];
        const auto& refusals = m_model.m_refusals[w * m_input.nodes.size() + n];
        const bool isTainted =
            std::find(refusals.begin(), refusals.end(), StaticRefusal::Taint) != refusals.end();
        if ((rule.nodeAffinityPolicy == NodeInclusionPolicy::Honor &&
             !matchesNodeRules(workload.pod, node)) ||
            (rule.nodeTaintsPolicy == NodeInclusionPolicy::Honor && isTainted)) {
            spread.eligible[n] = 0;
        }
    }
    ClusterModel::Class& made = m_model.m_classes[w];
    (spread.isHard ? made.spreads : made.softSpreads).push_back(m_model.m_spreads.size());
    made.needsSearch = made.needsSearch || spread.isHard;
    m_model.m_spreads.push_back(std::move(spread));
}

void ClusterModelBuilder::addDefaultSpread(std::size_t w, const char* keyName,
                                           std::int64_t maxSkew) {
    ClusterModel::Spread spread{
        .key = key(keyName), .maxSkew = maxSkew, .isHard = false, .matchesItself = true};
    spread.matches.assign(m_workloads.size(), 0);
    spread.matches[w] = 1;
    for (const NodeFacts& node : m_input.nodes) {
        spread.eligible.push_back(matchesNodeRules(m_workloads[w].pod, node) ? 1 : 0);
    }
    m_model.m_classes[w].softSpreads.push_back(m_model.m_spreads.size());
    m_model.m_spreads.push_back(std::move(spread));
}

void ClusterModelBuilder::connect() {
    const auto list = [](const auto& rules, std::size_t w) {
        std::vector<std::size_t> matched;
        for (std::size_t r = 0; r < rules.size(); ++r) {
            if (rules[r].matches[w] != 0) {
                matched.push_back(r);
            }
        }
        return matched;
    };
    for (std::size_t w = 0; w < m_workloads.size(); ++w) {
        ClusterModel::Class& made = m_model.m_classes[w];
        made.matchedAnti = list(m_model.m_antiTerms, w);
        made.inPreferred = list(m_model.m_preferredTerms, w);
        made.inGroups = list(m_model.m_groups, w);
        made.inSpreads = list(m_model.m_spreads, w);
    }
    for (const HostPort& port : m_model.m_ports) {
        std::vector<std::size_t> conflicts;
        for (std::size_t other = 0; other < m_model.m_ports.size(); ++other) {
            if (isPortConflict(port, m_model.m_ports[other])) {
                conflicts.push_back(other);
            }
        }
        m_model.m_portConflicts.push_back(std::move(conflicts));
    }
}

std::shared_ptr<const ClusterModel> ClusterModel::of(
    const ClusterInput& input, const std::vector<PlannedWorkload>& workloads) {
    return ClusterModelBuilder(input, workloads).build();
}

}  // namespace stowage
