#include "model/plan_checker/checker_pods.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <set>

namespace stowage::checker {
namespace {

const std::string* labelOf(const BoundNode& node, const std::string& key) {
    const auto at = node.labels.find(key);
    return at == node.labels.end() ? nullptr : &at->second;
}

bool sameDomain(const BoundNode& a, const BoundNode& b, const std::string& key) {
    const std::string* left = labelOf(a, key);
    const std::string* right = labelOf(b, key);
    return left != nullptr && right != nullptr && *left == *right;
}

bool isHard(const TopologySpread& spread) {
    return spread.whenUnsatisfiable == WhenUnsatisfiable::DoNotSchedule && spread.selector;
}

bool isTaintedFor(const PodTemplate& pod, const BoundNode& node) {
    return node.offer != nullptr && std::ranges::any_of(node.offer->taints, [&](const Taint& one) {
               return one.effect != TaintEffect::PreferNoSchedule && !tolerates(pod, one);
           });
}

bool isSingle(const VolumeMount& volume) {
    return volume.accessMode == AccessMode::ReadWriteOnce ||
           volume.accessMode == AccessMode::ReadWriteOncePod;
}

bool doPortsMeet(const HostPort& a, const HostPort& b) {
    const bool meets = a.address == b.address || a.address == "0.0.0.0" || b.address == "0.0.0.0";
    return a.port == b.port && a.protocol == b.protocol && meets;
}

/// The name of a claim as one pod mounts it.
std::string claimOf(const BoundPod& pod, const VolumeMount& volume) {
    std::string claim = pod.workload->namespaceName + "/" + volume.claim;
    if (volume.perReplica) {
        claim += pod.pod->pod.substr(pod.pod->pod.rfind('-'));  // the ordinal
    }
    return claim;
}

}  // namespace

PodSet::PodSet(const PlanContext& context) : m_context(context), m_nodes(context.nodes.size()) {}

PodSet PodSet::ofPlan(const PlanContext& context) {
    PodSet set(context);
    for (const BoundPod& pod : context.pods) {
        if (pod.at != nullptr) {
            set.add(pod);
        }
    }
    return set;
}

std::size_t PodSet::indexOf(const BoundNode& node) const {
    return static_cast<std::size_t>(&node - m_context.nodes.data());
}

void PodSet::add(const BoundPod& pod) {
    m_pods.push_back(pod);
    const BoundPod* kept = &m_pods.back();
    NodeUse& use = m_nodes[indexOf(*pod.at)];
    use.pods.push_back(kept);
    for (const auto& [name, amount] : *pod.requests) {
        use.asked[name] += amount;
    }
    m_ofWorkload[pod.workload].push_back(kept);
    m_domains.clear();
}

void PodSet::removeLast() {
    const BoundPod& pod = m_pods.back();
    NodeUse& use = m_nodes[indexOf(*pod.at)];
    use.pods.pop_back();
    for (const auto& [name, amount] : *pod.requests) {
        use.asked[name] -= amount;
    }
    m_ofWorkload[pod.workload].pop_back();
    m_domains.clear();
    m_pods.pop_back();
}

std::vector<Figure> PodSet::overfullAt(const BoundNode& node) const {
    const NodeUse& use = m_nodes[indexOf(node)];
    const auto roomFor = [&](const std::string& name) {
        const auto other = node.node->allocatableOther.find(name);
        return name == kCpu                                 ? node.node->allocatableCpu.raw()
               : name == kMemory                            ? node.node->allocatableMemory.raw()
               : other == node.node->allocatableOther.end() ? std::int64_t{0}
                                                            : other->second;
    };
    std::vector<Figure> overfull;
    const auto addIfOver = [&](const std::string& name, std::int64_t asked, std::int64_t room) {
        if (asked > room) {
            overfull.push_back(
                {.node = node.node->name, .resource = name, .needed = asked, .available = room});
        }
    };
    for (const auto& [name, amount] : use.asked) {
        addIfOver(name, amount, roomFor(name));
    }
    addIfOver("pods", static_cast<std::int64_t>(use.pods.size()), node.node->allocatablePods);
    return overfull;
}

std::vector<Figure> PodSet::overfull() const {
    std::vector<Figure> all;
    for (const BoundNode& node : m_context.nodes) {
        const std::vector<Figure> here = overfullAt(node);
        all.insert(all.end(), here.begin(), here.end());
    }
    return all;
}

void PodSet::addOwnRules(const BoundPod& bound, Words& broken) const {
    const PodTemplate& pod = bound.workload->pod;
    if (!affinityAllows(pod, bound.node()->name, bound.at->labels)) {
        broken.emplace_back("node affinity refuses it");
    }
    if (!pod.nodeName.empty() && pod.nodeName != bound.node()->name) {
        broken.push_back("nodeName " + pod.nodeName);
    }
    if (isTaintedFor(pod, *bound.at)) {
        broken.emplace_back("a taint that it does not tolerate");
    }
}

void PodSet::addPorts(const BoundPod& pod, Words& broken) const {
    if (pod.workload->pod.hostPorts.empty()) {
        return;
    }
    for (const BoundPod* other : m_nodes[indexOf(*pod.at)].pods) {
        for (const HostPort& theirs : other->workload->pod.hostPorts) {
            for (const HostPort& own : pod.workload->pod.hostPorts) {
                if (other->pod != pod.pod && doPortsMeet(own, theirs)) {
                    broken.push_back(
                        fmt::format("port {} is taken by {}", own.port, other->pod->pod));
                }
            }
        }
    }
}

/// Symmetric: a pod that runs can refuse the newcomer.
void PodSet::addAntiAffinity(const BoundPod& pod, Words& broken) const {
    const auto addFor = [&](const PlannedWorkload& owner, const PlannedWorkload& meant,
                            const std::vector<const BoundPod*>& others) {
        for (const PodAffinityTerm& term : owner.pod.requiredAntiAffinity) {
            if (!reaches(term, owner, meant)) {
                continue;
            }
            for (const BoundPod* other : others) {
                if (other->pod != pod.pod && sameDomain(*pod.at, *other->at, term.topologyKey)) {
                    broken.push_back("anti-affinity against " + other->pod->pod);
                }
            }
        }
    };
    for (const auto& [workload, others] : m_ofWorkload) {
        addFor(*pod.workload, *workload, others);
        addFor(*workload, *pod.workload, others);
    }
}

/// A pod is a partner only if it matches every term. The first of a group that matches its own
/// terms may start; the node needs the keys all the same.
void PodSet::addAffinity(const BoundPod& pod, Words& broken) const {
    const PlannedWorkload& own = *pod.workload;
    const std::vector<PodAffinityTerm>& terms = own.pod.requiredAffinity;
    const auto isMeant = [&](const PlannedWorkload& other) {
        return std::ranges::all_of(terms,
                                   [&](const auto& term) { return reaches(term, own, other); });
    };
    std::vector<const BoundPod*> partners;
    for (const auto& [workload, others] : m_ofWorkload) {
        if (!terms.empty() && isMeant(*workload)) {
            std::ranges::copy_if(others, std::back_inserter(partners),
                                 [&](const BoundPod* other) { return other->pod != pod.pod; });
        }
    }
    const bool isFirst = partners.empty() && isMeant(own);
    for (const PodAffinityTerm& term : terms) {
        const bool isMet = std::ranges::any_of(partners, [&](const BoundPod* other) {
            return sameDomain(*pod.at, *other->at, term.topologyKey);
        });
        if (labelOf(*pod.at, term.topologyKey) == nullptr || (!isMet && !isFirst)) {
            broken.emplace_back("required affinity finds no partner");
        }
    }
}

/// Counted are nodes that have the keys of every hard constraint of the pod and that the policies
/// of this one let in.
bool PodSet::isEligible(const TopologySpread& spread, const PodTemplate& pod,
                        const BoundNode& node) const {
    return std::ranges::all_of(pod.spread,
                               [&](const TopologySpread& other) {
                                   return !isHard(other) ||
                                          labelOf(node, other.topologyKey) != nullptr;
                               }) &&
           (spread.nodeAffinityPolicy == NodeInclusionPolicy::Ignore ||
            affinityAllows(pod, node.node->name, node.labels)) &&
           (spread.nodeTaintsPolicy == NodeInclusionPolicy::Ignore || !isTaintedFor(pod, node));
}

const PodSet::Domains& PodSet::domainsOf(const TopologySpread& spread,
                                         const PlannedWorkload& workload) const {
    const auto known = m_domains.find(&spread);
    if (known != m_domains.end()) {
        return known->second;
    }
    Domains& domains = m_domains[&spread];
    std::vector<char> isCounted;
    for (const BoundNode& node : m_context.nodes) {
        isCounted.push_back(isEligible(spread, workload.pod, node) ? 1 : 0);
        if (isCounted.back() != 0) {
            domains[*labelOf(node, spread.topologyKey)];  // empty domains count
        }
    }
    for (const auto& [other, pods] : m_ofWorkload) {
        if (other->namespaceName != workload.namespaceName ||
            !selects(*spread.selector, other->pod.labels)) {
            continue;
        }
        for (const BoundPod* pod : pods) {
            if (isCounted[indexOf(*pod->at)] != 0) {
                ++domains[*labelOf(*pod->at, spread.topologyKey)];
            }
        }
    }
    return domains;
}

/// Skew of the final state over eligible domains, empty ones included.
bool PodSet::isSkewed(const TopologySpread& spread, const BoundPod& pod) const {
    const std::string* own = labelOf(*pod.at, spread.topologyKey);
    if (own == nullptr) {
        return true;
    }
    const Domains& domains = domainsOf(spread, *pod.workload);
    std::int64_t least = std::numeric_limits<std::int64_t>::max();
    for (const auto& [domain, count] : domains) {
        least = std::min(least, count);
    }
    const bool isFew =
        spread.minDomains && static_cast<std::int64_t>(domains.size()) < *spread.minDomains;
    const auto here = domains.find(*own);
    const std::int64_t count = here == domains.end() ? 0 : here->second;
    return count - (isFew || domains.empty() ? 0 : least) > spread.maxSkew;
}

void PodSet::addSpread(const BoundPod& pod, Words& broken) const {
    for (const TopologySpread& spread : pod.workload->pod.spread) {
        if (isHard(spread) && isSkewed(spread, pod)) {
            broken.push_back(fmt::format("spread over {} broken", spread.topologyKey));
        }
    }
}

/// A volume of one node, or of one pod, that somebody else uses.
void PodSet::addSharers(const BoundPod& pod, const VolumeMount& volume, Words& broken) const {
    for (const auto& [workload, others] : m_ofWorkload) {
        const bool shares = workload->namespaceName == pod.workload->namespaceName &&
                            std::ranges::any_of(workload->pod.volumes, [&](const auto& mount) {
                                return mount.claim == volume.claim;
                            });
        for (const BoundPod* other : others) {
            const bool isOnePod = volume.accessMode == AccessMode::ReadWriteOncePod;
            if (shares && other->pod != pod.pod && (isOnePod || other->at != pod.at)) {
                broken.push_back(fmt::format("volume {} is in use by {} on {}", volume.claim,
                                             other->pod->pod, other->node()->name));
            }
        }
    }
}

/// Distinct attached volumes of the node against what its machine can hold.
void PodSet::addAttachments(const BoundPod& pod, Words& broken) const {
    if (pod.at->offer == nullptr || !pod.at->offer->volumeSlots ||
        !hasVolume(m_context, *pod.workload, VolumeReach::Attached)) {
        return;
    }
    std::set<std::string> claims;
    for (const BoundPod* other : m_nodes[indexOf(*pod.at)].pods) {
        for (const VolumeMount& mount : other->workload->pod.volumes) {
            if (reachOf(m_context, mount) == VolumeReach::Attached) {
                claims.insert(claimOf(*other, mount));
            }
        }
    }
    const std::int64_t slots = *pod.at->offer->volumeSlots;
    if (static_cast<std::int64_t>(claims.size()) > slots) {
        broken.push_back(fmt::format("{} volumes on {} slots", claims.size(), slots));
    }
}

void PodSet::addVolumes(const BoundPod& pod, Words& broken) const {
    for (const VolumeMount& volume : pod.workload->pod.volumes) {
        if (!volume.boundToNodes.empty() &&
            std::ranges::find(volume.boundToNodes, pod.node()->name) == volume.boundToNodes.end()) {
            broken.push_back("volume " + volume.claim + " lives elsewhere");
        }
        if (isSingle(volume) && !volume.perReplica) {
            addSharers(pod, volume, broken);
        }
    }
    addAttachments(pod, broken);
}

std::vector<std::string> PodSet::broken(const BoundPod& pod) const {
    Words broken;
    addOwnRules(pod, broken);
    addVolumes(pod, broken);
    addAffinity(pod, broken);
    addSpread(pod, broken);
    addPorts(pod, broken);
    addAntiAffinity(pod, broken);
    return broken;
}

}  // namespace stowage::checker
