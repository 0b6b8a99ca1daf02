#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "model/plan_checker/checker_context.h"

namespace stowage::checker {
namespace {

struct Bound {
    const PlanPod* pod = nullptr;
    const PlannedWorkload* workload = nullptr;
    const PlanNode* node = nullptr;
};

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

void checkCapacity(const PlanContext& context, const std::vector<Bound>& pods) {
    for (const PlanNode& node : context.plan.nodes) {
        std::map<std::string, std::int64_t> asked;
        std::int64_t count = 0;
        for (const Bound& bound : pods) {
            if (bound.node == &node) {
                ++count;
                for (const auto& [name, amount] : requestsOf(bound.workload->pod)) {
                    asked[name] += amount;
                }
            }
        }
        std::map<std::string, std::int64_t> room(node.allocatableOther.begin(),
                                                 node.allocatableOther.end());
        room[kCpu] = node.allocatableCpu.raw();
        room[kMemory] = node.allocatableMemory.raw();
        for (const auto& [name, amount] : asked) {
            if (amount > room[name]) {
                context.violate("filter", fmt::format("{} on {}", name, node.name),
                                std::to_string(room[name]), std::to_string(amount));
            }
        }
        if (count > node.allocatablePods) {
            context.violate("filter", "pods on " + node.name, std::to_string(node.allocatablePods),
                            std::to_string(count));
        }
    }
}

void checkOwnRules(const PlanContext& context, const Bound& bound) {
    const PodTemplate& pod = bound.workload->pod;
    if (!affinityAllows(pod, *bound.node)) {
        context.violate("filter", bound.pod->pod, bound.node->name, "node affinity refuses it");
    }
    if (!pod.nodeName.empty() && pod.nodeName != bound.node->name) {
        context.violate("filter", bound.pod->pod, bound.node->name, "nodeName " + pod.nodeName);
    }
    const Offer* offer = offerOf(context, *bound.node);
    for (const Taint& taint : offer == nullptr ? std::vector<Taint>() : offer->taints) {
        if (taint.effect != TaintEffect::PreferNoSchedule && !tolerates(pod, taint)) {
            context.violate("filter", bound.pod->pod, bound.node->name, "taint " + taint.key);
        }
    }
}

void checkPorts(const PlanContext& context, const Bound& a, const Bound& b) {
    if (a.node != b.node) {
        return;
    }
    for (const HostPort& one : a.workload->pod.hostPorts) {
        for (const HostPort& two : b.workload->pod.hostPorts) {
            const bool meet =
                one.address == two.address || one.address == "0.0.0.0" || two.address == "0.0.0.0";
            if (one.port == two.port && one.protocol == two.protocol && meet) {
                context.violate("filter", a.pod->pod, a.node->name,
                                fmt::format("port {} is taken by {}", one.port, b.pod->pod));
            }
        }
    }
}

bool sameDomain(const Bound& a, const Bound& b, const std::string& key) {
    const Labels left = labelsOf(*a.node);
    const Labels right = labelsOf(*b.node);
    return left.contains(key) && right.contains(key) && left.at(key) == right.at(key);
}

bool reaches(const PodAffinityTerm& term, const Bound& owner, const Bound& other) {
    const bool everywhere = term.namespaceSelector && term.namespaceSelector->matchLabels.empty() &&
                            term.namespaceSelector->matchExpressions.empty();
    const bool listed =
        std::ranges::find(term.namespaces, other.workload->namespaceName) != term.namespaces.end();
    const bool own = term.namespaces.empty() && !term.namespaceSelector &&
                     owner.workload->namespaceName == other.workload->namespaceName;
    return (everywhere || listed || own) && term.selector &&
           selects(*term.selector, other.workload->pod.labels);
}

void checkAntiAffinity(const PlanContext& context, const Bound& a, const Bound& b) {
    for (const PodAffinityTerm& term : a.workload->pod.requiredAntiAffinity) {
        if (reaches(term, a, b) && sameDomain(a, b, term.topologyKey)) {
            context.violate("filter", a.pod->pod, a.node->name,
                            "anti-affinity against " + b.pod->pod);
        }
    }
}

void checkAffinity(const PlanContext& context, const Bound& bound, const std::vector<Bound>& pods) {
    for (const PodAffinityTerm& term : bound.workload->pod.requiredAffinity) {
        const bool met = std::ranges::any_of(pods, [&](const Bound& other) {
            return other.pod != bound.pod && reaches(term, bound, other) &&
                   sameDomain(bound, other, term.topologyKey);
        });
        const bool other = std::ranges::any_of(pods, [&](const Bound& one) {
            return one.pod != bound.pod && reaches(term, bound, one);
        });
        const bool first = !other && reaches(term, bound, bound);
        if (!met && !first) {
            context.violate("filter", bound.pod->pod, bound.node->name,
                            "required affinity finds no partner");
        }
    }
}

/// Skew of the final state over eligible domains, empty ones included.
void checkSpread(const PlanContext& context, const Bound& bound, const std::vector<Bound>& pods) {
    for (const TopologySpread& spread : bound.workload->pod.spread) {
        if (spread.whenUnsatisfiable != WhenUnsatisfiable::DoNotSchedule || !spread.selector) {
            continue;
        }
        std::map<std::string, std::int64_t> domains;
        for (const PlanNode& node : context.plan.nodes) {
            const Labels labels = labelsOf(node);
            const bool eligible = spread.nodeAffinityPolicy == NodeInclusionPolicy::Ignore ||
                                  affinityAllows(bound.workload->pod, node);
            if (labels.contains(spread.topologyKey) && eligible) {
                domains[labels.at(spread.topologyKey)];
            }
        }
        for (const Bound& other : pods) {
            const Labels labels = labelsOf(*other.node);
            const auto at = labels.find(spread.topologyKey);
            if (other.workload->namespaceName == bound.workload->namespaceName &&
                at != labels.end() && domains.contains(at->second) &&
                selects(*spread.selector, other.workload->pod.labels)) {
                ++domains[at->second];
            }
        }
        std::int64_t least = std::numeric_limits<std::int64_t>::max();
        for (const auto& [domain, count] : domains) {
            least = std::min(least, count);
        }
        const bool few =
            spread.minDomains && static_cast<std::int64_t>(domains.size()) < *spread.minDomains;
        const Labels own = labelsOf(*bound.node);
        const auto at = own.find(spread.topologyKey);
        const std::int64_t here = at == own.end() ? 0 : domains[at->second];
        if (at == own.end() || here - (few ? 0 : least) > spread.maxSkew) {
            context.violate("filter", bound.pod->pod, bound.node->name,
                            fmt::format("spread over {} broken", spread.topologyKey));
        }
    }
}

void checkSharedVolumes(const PlanContext& context, const std::vector<Bound>& pods) {
    std::map<std::string, const Bound*> firstUser;
    for (const Bound& bound : pods) {
        for (const VolumeMount& volume : bound.workload->pod.volumes) {
            const bool single = volume.accessMode == AccessMode::ReadWriteOnce ||
                                volume.accessMode == AccessMode::ReadWriteOncePod;
            if (!single || volume.perReplica) {
                continue;
            }
            const std::string key = bound.workload->namespaceName + "/" + volume.claim;
            const auto [at, isNew] = firstUser.try_emplace(key, &bound);
            const bool onePod = volume.accessMode == AccessMode::ReadWriteOncePod;
            if (!isNew && (onePod || at->second->node != bound.node)) {
                context.violate("filter", bound.pod->pod, bound.node->name,
                                fmt::format("volume {} is in use by {} on {}", key,
                                            at->second->pod->pod, at->second->node->name));
            }
            if (!volume.boundToNodes.empty() &&
                std::ranges::find(volume.boundToNodes, bound.node->name) ==
                    volume.boundToNodes.end()) {
                context.violate("filter", bound.pod->pod, bound.node->name,
                                "volume " + key + " lives elsewhere");
            }
        }
    }
}

}  // namespace

void checkFilters(const PlanContext& context) {
    std::vector<Bound> pods;
    for (const PlanPod& pod : context.plan.placement) {
        const auto at = context.workloadOfPod.find(pod.pod);
        const PlanNode* node = context.node(pod.node);
        if (!pod.node.empty() && node == nullptr) {
            context.violate("filter", pod.pod, pod.node, "no such node");
        }
        if (at != context.workloadOfPod.end() && node != nullptr) {
            pods.push_back({.pod = &pod, .workload = at->second, .node = node});
        }
    }
    // A layout that is refused is shown with the pods that find no room; what is shown as fitting
    // must hold every filter.
    const Check* fit = context.check(CheckId::FitRequests);
    if (fit != nullptr && fit->verdict == Verdict::Fail) {
        return;
    }
    checkCapacity(context, pods);
    checkSharedVolumes(context, pods);
    for (const Bound& bound : pods) {
        checkOwnRules(context, bound);
        checkAffinity(context, bound, pods);
        checkSpread(context, bound, pods);
        for (const Bound& other : pods) {
            if (other.pod != bound.pod) {
                checkPorts(context, bound, other);
                checkAntiAffinity(context, bound, other);
            }
        }
    }
    for (const PlanPod& pod : context.plan.placement) {
        if (pod.node.empty()) {
            context.violate("filter", pod.pod, "not placed", "fit.requests does not fail");
        }
    }
}

}  // namespace stowage::checker
