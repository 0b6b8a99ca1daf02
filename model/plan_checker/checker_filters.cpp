#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "model/plan_checker/checker_context.h"

namespace stowage::checker {
namespace {

using Labels = std::map<std::string, std::string>;

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

}  // namespace

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

namespace {

bool termAllows(const NodeSelectorTerm& term, const std::string& name, const Labels& labels) {
    if (term.matchExpressions.empty() && term.matchFields.empty()) {
        return false;
    }
    const Labels fields{{"metadata.name", name}};
    return std::ranges::all_of(term.matchExpressions,
                               [&](const auto& one) { return holds(one, labels); }) &&
           std::ranges::all_of(term.matchFields,
                               [&](const auto& one) { return holds(one, fields); });
}

}  // namespace

bool affinityAllows(const PodTemplate& pod, const std::string& name, const Labels& labels) {
    for (const auto& [key, value] : pod.nodeSelector) {
        const auto at = labels.find(key);
        if (at == labels.end() || at->second != value) {
            return false;
        }
    }
    return pod.requiredNodeAffinity.empty() ||
           std::ranges::any_of(pod.requiredNodeAffinity,
                               [&](const auto& term) { return termAllows(term, name, labels); });
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

void checkFilters(const PlanContext& context) {
    for (const PlanPod& pod : context.plan.placement) {
        if (!pod.node.empty() && context.node(pod.node) == nullptr) {
            context.violate("filter.node", pod.pod, pod.node, "no such node");
        }
    }
    // A layout that is refused is shown with the pods that find no room; what is shown as fitting
    // must hold every filter.
    const Check* fit = context.check(CheckId::FitRequests);
    if (fit != nullptr && (fit->verdict == Verdict::Fail || !context.binds(CheckId::FitRequests))) {
        return;
    }
    for (const Figure& over : context.overfull) {
        context.violate("filter.amount", fmt::format("{} on {}", over.resource, over.node),
                        std::to_string(over.available), std::to_string(over.needed));
    }
    for (std::size_t at = 0; at < context.pods.size(); ++at) {
        const BoundPod& bound = context.pods[at];
        if (bound.at == nullptr) {
            context.violate("filter.unplaced", bound.pod->pod, "not placed",
                            "fit.requests does not fail");
            continue;
        }
        for (const std::string& rule : context.broken[at]) {
            context.violate("filter.rule", bound.pod->pod, bound.node()->name, rule);
        }
    }
}

}  // namespace stowage::checker
