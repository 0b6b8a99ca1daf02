#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "model/plan_checker/checker_context.h"

namespace stowage::checker {
namespace {

using Labels = std::map<std::string, std::string>;

Labels labelsOf(const PlanNode& node) {
    Labels labels = node.labels;
    labels["kubernetes.io/hostname"] = node.name;
    if (!node.zone.empty()) {
        labels["topology.kubernetes.io/zone"] = node.zone;
    }
    return labels;
}

std::optional<std::int64_t> wholeNumber(const std::string& text) {
    std::int64_t value = 0;
    const char* end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, value);
    return parsed.ec == std::errc() && parsed.ptr == end ? std::optional(value) : std::nullopt;
}

bool holds(const SelectorRequirement& requirement, const Labels& labels) {
    const auto at = labels.find(requirement.key);
    const bool has = at != labels.end();
    const bool listed =
        has && std::ranges::find(requirement.values, at->second) != requirement.values.end();
    switch (requirement.op) {
        case SelectorOperator::In:
            return listed;
        case SelectorOperator::NotIn:
            return !listed;
        case SelectorOperator::Exists:
            return has;
        case SelectorOperator::DoesNotExist:
            return !has;
        case SelectorOperator::Gt:
        case SelectorOperator::Lt: {
            if (!has || requirement.values.size() != 1) {
                return false;
            }
            const auto own = wholeNumber(at->second);
            const auto bound = wholeNumber(requirement.values.front());
            return own && bound &&
                   (requirement.op == SelectorOperator::Gt ? *own > *bound : *own < *bound);
        }
    }
    STOWAGE_UNREACHABLE();
}

bool selects(const LabelSelector& selector, const Labels& labels) {
    for (const auto& [key, value] : selector.matchLabels) {
        const auto at = labels.find(key);
        if (at == labels.end() || at->second != value) {
            return false;
        }
    }
    return std::ranges::all_of(selector.matchExpressions,
                               [&](const auto& one) { return holds(one, labels); });
}

bool termAllows(const NodeSelectorTerm& term, const PlanNode& node) {
    if (term.matchExpressions.empty() && term.matchFields.empty()) {
        return false;
    }
    const Labels fields{{"metadata.name", node.name}};
    return std::ranges::all_of(term.matchExpressions,
                               [&](const auto& one) { return holds(one, labelsOf(node)); }) &&
           std::ranges::all_of(term.matchFields,
                               [&](const auto& one) { return holds(one, fields); });
}

}  // namespace

bool affinityAllows(const PodTemplate& pod, const PlanNode& node) {
    const Labels labels = labelsOf(node);
    for (const auto& [key, value] : pod.nodeSelector) {
        const auto at = labels.find(key);
        if (at == labels.end() || at->second != value) {
            return false;
        }
    }
    return pod.requiredNodeAffinity.empty() ||
           std::ranges::any_of(pod.requiredNodeAffinity,
                               [&](const auto& term) { return termAllows(term, node); });
}

bool tolerates(const PodTemplate& pod, const Taint& taint) {
    return std::ranges::any_of(pod.tolerations, [&](const Toleration& toleration) {
        const bool effect = !toleration.effect || *toleration.effect == taint.effect;
        const bool key = toleration.key.empty() ? toleration.op == TolerationOperator::Exists
                                                : toleration.key == taint.key;
        const bool value =
            toleration.op == TolerationOperator::Exists || toleration.value == taint.value;
        return effect && key && value;
    });
}

namespace {

void addOwnRules(const PlanContext& context, const BoundPod& bound,
                 std::vector<std::string>& broken) {
    const PodTemplate& pod = bound.workload->pod;
    if (!affinityAllows(pod, *bound.node())) {
        broken.push_back("node affinity refuses it");
    }
    if (!pod.nodeName.empty() && pod.nodeName != bound.node()->name) {
        broken.push_back("nodeName " + pod.nodeName);
    }
    const Offer* offer = offerOf(context, *bound.node());
    for (const Taint& taint : offer == nullptr ? std::vector<Taint>() : offer->taints) {
        if (taint.effect != TaintEffect::PreferNoSchedule && !tolerates(pod, taint)) {
            broken.push_back("taint " + taint.key);
        }
    }
}

void addPorts(const BoundPod& a, const BoundPod& b, std::vector<std::string>& broken) {
    if (a.at != b.at) {
        return;
    }
    for (const HostPort& one : a.workload->pod.hostPorts) {
        for (const HostPort& two : b.workload->pod.hostPorts) {
            const bool meet =
                one.address == two.address || one.address == "0.0.0.0" || two.address == "0.0.0.0";
            if (one.port == two.port && one.protocol == two.protocol && meet) {
                broken.push_back(fmt::format("port {} is taken by {}", one.port, b.pod->pod));
            }
        }
    }
}

bool sameDomain(const BoundPod& a, const BoundPod& b, const std::string& key) {
    const Labels left = labelsOf(*a.node());
    const Labels right = labelsOf(*b.node());
    return left.contains(key) && right.contains(key) && left.at(key) == right.at(key);
}

}  // namespace

bool reaches(const PodAffinityTerm& term, const PlannedWorkload& owner,
             const PlannedWorkload& other) {
    const std::string& there = other.namespaceName;
    const bool selected =
        term.namespaceSelector &&
        selects(*term.namespaceSelector, {{"kubernetes.io/metadata.name", there}});
    const bool listed = std::ranges::find(term.namespaces, there) != term.namespaces.end();
    const bool own =
        term.namespaces.empty() && !term.namespaceSelector && owner.namespaceName == there;
    return (selected || listed || own) && term.selector &&
           selects(*term.selector, other.pod.labels);
}

namespace {

/// Symmetric: a pod that runs can refuse the newcomer.
void addAntiAffinity(const BoundPod& a, const BoundPod& b, std::vector<std::string>& broken) {
    for (const auto& [owner, other] : {std::pair(&a, &b), std::pair(&b, &a)}) {
        for (const PodAffinityTerm& term : owner->workload->pod.requiredAntiAffinity) {
            if (reaches(term, *owner->workload, *other->workload) &&
                sameDomain(a, b, term.topologyKey)) {
                broken.push_back("anti-affinity against " + b.pod->pod);
            }
        }
    }
}

void addAffinity(const BoundPod& bound, const std::vector<BoundPod>& pods,
                 std::vector<std::string>& broken) {
    for (const PodAffinityTerm& term : bound.workload->pod.requiredAffinity) {
        const bool met = std::ranges::any_of(pods, [&](const BoundPod& other) {
            return other.at != nullptr && other.pod != bound.pod &&
                   reaches(term, *bound.workload, *other.workload) &&
                   sameDomain(bound, other, term.topologyKey);
        });
        const bool other = std::ranges::any_of(pods, [&](const BoundPod& one) {
            return one.at != nullptr && one.pod != bound.pod &&
                   reaches(term, *bound.workload, *one.workload);
        });
        const bool first = !other && reaches(term, *bound.workload, *bound.workload);
        if (!met && !first) {
            broken.push_back("required affinity finds no partner");
        }
    }
}

/// Skew of the final state over eligible domains, empty ones included.
bool isSkewed(const PlanContext& context, const TopologySpread& spread, const BoundPod& bound,
              const std::vector<BoundPod>& pods) {
    std::map<std::string, std::int64_t> domains;
    for (const PlanNode& node : context.plan.nodes) {
        const Labels labels = labelsOf(node);
        const bool eligible = spread.nodeAffinityPolicy == NodeInclusionPolicy::Ignore ||
                              affinityAllows(bound.workload->pod, node);
        if (labels.contains(spread.topologyKey) && eligible) {
            domains[labels.at(spread.topologyKey)];
        }
    }
    for (const BoundPod& other : pods) {
        if (other.at == nullptr) {
            continue;
        }
        const Labels labels = labelsOf(*other.node());
        const auto at = labels.find(spread.topologyKey);
        if (other.workload->namespaceName == bound.workload->namespaceName && at != labels.end() &&
            domains.contains(at->second) && selects(*spread.selector, other.workload->pod.labels)) {
            ++domains[at->second];
        }
    }
    std::int64_t least = std::numeric_limits<std::int64_t>::max();
    for (const auto& [domain, count] : domains) {
        least = std::min(least, count);
    }
    const bool few =
        spread.minDomains && static_cast<std::int64_t>(domains.size()) < *spread.minDomains;
    const Labels own = labelsOf(*bound.node());
    const auto at = own.find(spread.topologyKey);
    const std::int64_t here = at == own.end() ? 0 : domains[at->second];
    return at == own.end() || here - (few ? 0 : least) > spread.maxSkew;
}

void addSpread(const PlanContext& context, const BoundPod& bound, const std::vector<BoundPod>& pods,
               std::vector<std::string>& broken) {
    for (const TopologySpread& spread : bound.workload->pod.spread) {
        if (spread.whenUnsatisfiable == WhenUnsatisfiable::DoNotSchedule && spread.selector &&
            isSkewed(context, spread, bound, pods)) {
            broken.push_back(fmt::format("spread over {} broken", spread.topologyKey));
        }
    }
}

bool isSingle(const VolumeMount& volume) {
    return volume.accessMode == AccessMode::ReadWriteOnce ||
           volume.accessMode == AccessMode::ReadWriteOncePod;
}

void addVolumes(const BoundPod& bound, const std::vector<BoundPod>& pods,
                std::vector<std::string>& broken) {
    for (const VolumeMount& volume : bound.workload->pod.volumes) {
        if (!volume.boundToNodes.empty() &&
            std::ranges::find(volume.boundToNodes, bound.node()->name) ==
                volume.boundToNodes.end()) {
            broken.push_back("volume " + volume.claim + " lives elsewhere");
        }
        if (!isSingle(volume) || volume.perReplica) {
            continue;
        }
        for (const BoundPod& other : pods) {
            if (other.at == nullptr || other.pod == bound.pod ||
                other.workload->namespaceName != bound.workload->namespaceName) {
                continue;
            }
            const bool shares = std::ranges::any_of(
                other.workload->pod.volumes,
                [&](const VolumeMount& mount) { return mount.claim == volume.claim; });
            const bool onePod = volume.accessMode == AccessMode::ReadWriteOncePod;
            if (shares && (onePod || other.at != bound.at)) {
                broken.push_back(fmt::format("volume {} is in use by {} on {}", volume.claim,
                                             other.pod->pod, other.node()->name));
            }
        }
    }
}

}  // namespace

std::vector<Figure> overfullNodes(const PlanContext& context, const std::vector<BoundPod>& pods) {
    std::vector<Figure> overfull;
    for (const BoundNode& bound : context.nodes) {
        const PlanNode& node = *bound.node;
        Amounts asked;
        std::int64_t count = 0;
        for (const BoundPod& pod : pods) {
            if (pod.at == &bound) {
                ++count;
                for (const auto& [name, amount] : requestsOf(pod.workload->pod)) {
                    asked[name] += amount;
                }
            }
        }
        Amounts room(node.allocatableOther.begin(), node.allocatableOther.end());
        room[kCpu] = node.allocatableCpu.raw();
        room[kMemory] = node.allocatableMemory.raw();
        asked["pods"] = count;
        room["pods"] = node.allocatablePods;
        for (const auto& [name, amount] : asked) {
            if (amount > room[name]) {
                overfull.push_back({.node = node.name,
                                    .resource = name,
                                    .needed = amount,
                                    .available = room[name]});
            }
        }
    }
    return overfull;
}

std::vector<std::string> brokenRules(const PlanContext& context, const BoundPod& pod,
                                     const std::vector<BoundPod>& pods) {
    std::vector<std::string> broken;
    addOwnRules(context, pod, broken);
    addVolumes(pod, pods, broken);
    addAffinity(pod, pods, broken);
    addSpread(context, pod, pods, broken);
    for (const BoundPod& other : pods) {
        if (other.at != nullptr && other.pod != pod.pod) {
            addPorts(pod, other, broken);
            addAntiAffinity(pod, other, broken);
        }
    }
    return broken;
}

void checkFilters(const PlanContext& context) {
    for (const PlanPod& pod : context.plan.placement) {
        if (!pod.node.empty() && context.node(pod.node) == nullptr) {
            context.violate("filter", pod.pod, pod.node, "no such node");
        }
    }
    // A layout that is refused is shown with the pods that find no room; what is shown as fitting
    // must hold every filter.
    const Check* fit = context.check(CheckId::FitRequests);
    if (fit != nullptr && (fit->verdict == Verdict::Fail || !context.binds(CheckId::FitRequests))) {
        return;
    }
    for (const Figure& over : overfullNodes(context, context.pods)) {
        context.violate("filter", fmt::format("{} on {}", over.resource, over.node),
                        std::to_string(over.available), std::to_string(over.needed));
    }
    for (const BoundPod& bound : context.pods) {
        if (bound.at == nullptr) {
            context.violate("filter", bound.pod->pod, "not placed", "fit.requests does not fail");
            continue;
        }
        for (const std::string& rule : brokenRules(context, bound, context.pods)) {
            context.violate("filter", bound.pod->pod, bound.node()->name, rule);
        }
    }
}

}  // namespace stowage::checker
