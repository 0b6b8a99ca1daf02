#include "model/pod_affinity_io.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "model/field_reader.h"
#include "model/pod_spec_io.h"
#include "model/resources_io.h"

namespace stowage {

namespace {

constexpr std::int64_t kSkewMax = 1'000'000;

/// The words of one enumeration in its order, and the reader of one.
template <typename Enum>
std::optional<Enum> enumOf(const DocumentNode* node, std::string_view label,
                           const std::vector<std::string>& words, Diagnostics& diagnostics) {
    const auto word = wordOf(node, label, words, diagnostics);
    if (!word) {
        return std::nullopt;
    }
    std::size_t position = 0;
    while (words[position] != *word) {
        ++position;
    }
    return static_cast<Enum>(position);
}

std::optional<TaintEffect> effectOf(const DocumentNode* node, Diagnostics& diagnostics) {
    static const std::vector<std::string> words = {"NoSchedule", "PreferNoSchedule", "NoExecute"};
    return enumOf<TaintEffect>(node, "'effect'", words, diagnostics);
}

std::vector<SelectorRequirement> readRequirements(const DocumentNode* list,
                                                  Diagnostics& diagnostics) {
    static const std::vector<std::string> words = {"In",           "NotIn", "Exists",
                                                   "DoesNotExist", "Gt",    "Lt"};
    std::vector<SelectorRequirement> requirements;
    if (list == nullptr) {
        return requirements;
    }
    for (const DocumentNode& item : list->items) {
        FieldReader fields(item, "a selector requirement", diagnostics);
        SelectorRequirement requirement;
        requirement.key = fields.text("key").value_or("");
        const auto op =
            enumOf<SelectorOperator>(fields.take("operator"), "'operator'", words, diagnostics);
        requirement.values = fields.texts("values").value_or(std::vector<std::string>{});
        fields.finish(Severity::Error);
        if (requirement.key.empty() || !op) {
            diagnostics.error(item.place, "a selector requirement needs 'key' and 'operator'");
            continue;
        }
        requirement.op = *op;
        requirements.push_back(std::move(requirement));
    }
    return requirements;
}

NodeSelectorTerm readNodeTerm(const DocumentNode& node, Diagnostics& diagnostics) {
    FieldReader fields(node, "a node selector term", diagnostics);
    NodeSelectorTerm term;
    term.matchExpressions = readRequirements(fields.list("matchExpressions"), diagnostics);
    term.matchFields = readRequirements(fields.list("matchFields"), diagnostics);
    fields.finish(Severity::Error);
    return term;
}

int readWeight(FieldReader& fields) {
    return static_cast<int>(fields.whole("weight", 1, 100).value_or(1));
}

void readNodeAffinity(const DocumentNode* node, PodTemplate& pod, Diagnostics& diagnostics) {
    if (node == nullptr) {
        return;
    }
    FieldReader fields(*node, "'nodeAffinity'", diagnostics);
    const DocumentNode* required = fields.map("requiredDuringSchedulingIgnoredDuringExecution");
    const DocumentNode* preferred = fields.list("preferredDuringSchedulingIgnoredDuringExecution");
    fields.finish(Severity::Error);
    if (required != nullptr) {
        FieldReader selector(*required, "a node selector", diagnostics);
        const DocumentNode* terms = selector.list("nodeSelectorTerms");
        selector.finish(Severity::Error);
        for (std::size_t i = 0; terms != nullptr && i < terms->items.size(); ++i) {
            pod.requiredNodeAffinity.push_back(readNodeTerm(terms->items[i], diagnostics));
        }
    }
    for (std::size_t i = 0; preferred != nullptr && i < preferred->items.size(); ++i) {
        FieldReader entry(preferred->items[i], "a preferred node term", diagnostics);
        PreferredNodeTerm term;
        term.weight = readWeight(entry);
        const DocumentNode* preference = entry.map("preference");
        entry.finish(Severity::Error);
        if (preference != nullptr) {
            term.term = readNodeTerm(*preference, diagnostics);
        }
        pod.preferredNodeAffinity.push_back(std::move(term));
    }
}

using Labels = std::map<std::string, std::string>;

/// Keys whose value the pod itself gives the selector. A hash that a controller adds tells the pods
/// of one workload from all others, as the name of the workload does; a key that the pod does not
/// have is passed over, as Kubernetes does.
void addLabelKeys(FieldReader& fields, const char* field, SelectorOperator op, const Labels& own,
                  std::optional<LabelSelector>& selector) {
    static const std::vector<std::string> hashes = {"pod-template-hash",
                                                    "controller-revision-hash"};
    for (const std::string& key : fields.texts(field).value_or(std::vector<std::string>{})) {
        const bool isHash = std::find(hashes.begin(), hashes.end(), key) != hashes.end();
        const auto label = own.find(isHash ? "app" : key);
        if (label != own.end() && selector) {
            selector->matchExpressions.push_back(
                {.key = label->first, .op = op, .values = {label->second}});
        }
    }
}

PodAffinityTerm readPodTerm(const DocumentNode& node, const Labels& own, Diagnostics& diagnostics) {
    FieldReader fields(node, "a pod affinity term", diagnostics);
    PodAffinityTerm term;
    const DocumentNode* selector = fields.map("labelSelector");
    if (selector != nullptr) {
        term.selector = readSelector(*selector, "'labelSelector'", diagnostics);
    }
    term.topologyKey = fields.text("topologyKey").value_or("");
    term.namespaces = fields.texts("namespaces").value_or(std::vector<std::string>{});
    const DocumentNode* namespaces = fields.map("namespaceSelector");
    if (namespaces != nullptr) {
        term.namespaceSelector = readSelector(*namespaces, "'namespaceSelector'", diagnostics);
    }
    addLabelKeys(fields, "matchLabelKeys", SelectorOperator::In, own, term.selector);
    addLabelKeys(fields, "mismatchLabelKeys", SelectorOperator::NotIn, own, term.selector);
    fields.finish(Severity::Error);
    if (term.topologyKey.empty()) {
        diagnostics.error(node.place, "a pod affinity term needs 'topologyKey'");
    }
    return term;
}

void readPodAffinity(const DocumentNode* node, const std::string& label, const Labels& own,
                     std::vector<PodAffinityTerm>& required,
                     std::vector<WeightedPodAffinityTerm>& preferred, Diagnostics& diagnostics) {
    if (node == nullptr) {
        return;
    }
    FieldReader fields(*node, label, diagnostics);
    const DocumentNode* hard = fields.list("requiredDuringSchedulingIgnoredDuringExecution");
    const DocumentNode* soft = fields.list("preferredDuringSchedulingIgnoredDuringExecution");
    fields.finish(Severity::Error);
    for (std::size_t i = 0; hard != nullptr && i < hard->items.size(); ++i) {
        required.push_back(readPodTerm(hard->items[i], own, diagnostics));
    }
    for (std::size_t i = 0; soft != nullptr && i < soft->items.size(); ++i) {
        FieldReader entry(soft->items[i], "a preferred pod term", diagnostics);
        WeightedPodAffinityTerm term;
        term.weight = readWeight(entry);
        const DocumentNode* inner = entry.map("podAffinityTerm");
        entry.finish(Severity::Error);
        if (inner != nullptr) {
            term.term = readPodTerm(*inner, own, diagnostics);
        }
        preferred.push_back(std::move(term));
    }
}

}  // namespace

LabelSelector readSelector(const DocumentNode& node, const std::string& label,
                           Diagnostics& diagnostics) {
    FieldReader fields(node, label, diagnostics);
    LabelSelector selector;
    selector.matchLabels = readTextMap(fields.take("matchLabels"), "'matchLabels'", diagnostics);
    selector.matchExpressions = readRequirements(fields.list("matchExpressions"), diagnostics);
    fields.finish(Severity::Error);
    return selector;
}

void readAffinity(const DocumentNode* node, PodTemplate& pod, Diagnostics& diagnostics) {
    if (node == nullptr) {
        return;
    }
    FieldReader fields(*node, "'affinity'", diagnostics);
    readNodeAffinity(fields.map("nodeAffinity"), pod, diagnostics);
    readPodAffinity(fields.map("podAffinity"), "'podAffinity'", pod.labels, pod.requiredAffinity,
                    pod.preferredAffinity, diagnostics);
    readPodAffinity(fields.map("podAntiAffinity"), "'podAntiAffinity'", pod.labels,
                    pod.requiredAntiAffinity, pod.preferredAntiAffinity, diagnostics);
    fields.finish(Severity::Error);
}

WhenUnsatisfiable readWhenUnsatisfiable(const DocumentNode* node, Diagnostics& diagnostics) {
    static const std::vector<std::string> words = {"DoNotSchedule", "ScheduleAnyway"};
    return enumOf<WhenUnsatisfiable>(node, "'whenUnsatisfiable'", words, diagnostics)
        .value_or(WhenUnsatisfiable::DoNotSchedule);
}

std::vector<TopologySpread> readSpreadConstraints(const DocumentNode* node,
                                                  const std::map<std::string, std::string>& own,
                                                  Diagnostics& diagnostics) {
    static const std::vector<std::string> policies = {"Honor", "Ignore"};
    std::vector<TopologySpread> result;
    for (std::size_t i = 0; node != nullptr && i < node->items.size(); ++i) {
        const DocumentNode& item = node->items[i];
        FieldReader fields(item, "a spread constraint", diagnostics);
        TopologySpread spread;
        spread.maxSkew = static_cast<int>(fields.whole("maxSkew", 1, kSkewMax).value_or(1));
        spread.topologyKey = fields.text("topologyKey").value_or("");
        spread.whenUnsatisfiable =
            readWhenUnsatisfiable(fields.take("whenUnsatisfiable"), diagnostics);
        const DocumentNode* selector = fields.map("labelSelector");
        if (selector != nullptr) {
            spread.selector = readSelector(*selector, "'labelSelector'", diagnostics);
        }
        const auto domains = fields.whole("minDomains", 1, kSkewMax);
        if (domains) {
            spread.minDomains = static_cast<int>(*domains);
        }
        spread.nodeAffinityPolicy =
            enumOf<NodeInclusionPolicy>(fields.take("nodeAffinityPolicy"), "'nodeAffinityPolicy'",
                                        policies, diagnostics)
                .value_or(spread.nodeAffinityPolicy);
        spread.nodeTaintsPolicy =
            enumOf<NodeInclusionPolicy>(fields.take("nodeTaintsPolicy"), "'nodeTaintsPolicy'",
                                        policies, diagnostics)
                .value_or(spread.nodeTaintsPolicy);
        addLabelKeys(fields, "matchLabelKeys", SelectorOperator::In, own, spread.selector);
        fields.finish(Severity::Error);
        if (spread.topologyKey.empty()) {
            diagnostics.error(item.place, "a spread constraint needs 'topologyKey'");
        }
        result.push_back(std::move(spread));
    }
    return result;
}

std::vector<Toleration> readTolerations(const DocumentNode* node, Diagnostics& diagnostics) {
    static const std::vector<std::string> operators = {"Equal", "Exists"};
    std::vector<Toleration> result;
    const DocumentNode* list = listOf(node, "'tolerations'", diagnostics);
    for (std::size_t i = 0; list != nullptr && i < list->items.size(); ++i) {
        FieldReader fields(list->items[i], "a toleration", diagnostics);
        Toleration toleration;
        toleration.key = fields.text("key").value_or("");
        toleration.op = enumOf<TolerationOperator>(fields.take("operator"), "'operator'", operators,
                                                   diagnostics)
                            .value_or(TolerationOperator::Equal);
        toleration.value = fields.text("value").value_or("");
        toleration.effect = effectOf(fields.take("effect"), diagnostics);
        fields.ignore({"tolerationSeconds"});
        fields.finish(Severity::Error);
        if (toleration.key.empty() && toleration.op == TolerationOperator::Equal) {
            diagnostics.error(list->items[i].place,
                              "a toleration without 'key' needs operator Exists");
        }
        result.push_back(std::move(toleration));
    }
    return result;
}

std::vector<Taint> readTaints(const DocumentNode* node, Diagnostics& diagnostics) {
    std::vector<Taint> result;
    const DocumentNode* list = listOf(node, "'taints'", diagnostics);
    for (std::size_t i = 0; list != nullptr && i < list->items.size(); ++i) {
        FieldReader fields(list->items[i], "a taint", diagnostics);
        Taint taint;
        taint.key = fields.text("key").value_or("");
        taint.value = fields.text("value").value_or("");
        const auto effect = effectOf(fields.take("effect"), diagnostics);
        fields.finish(Severity::Error);
        if (taint.key.empty() || !effect) {
            diagnostics.error(list->items[i].place, "a taint needs 'key' and 'effect'");
            continue;
        }
        taint.effect = *effect;
        result.push_back(std::move(taint));
    }
    return result;
}

}  // namespace stowage
