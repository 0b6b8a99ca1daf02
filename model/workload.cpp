#include "model/workload.h"

#include <algorithm>
#include <charconv>

#include "model/base/invariant.h"

namespace stowage {
namespace {

bool contains(const std::vector<std::string>& words, const std::string& word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

/// Kubernetes fills an absent request from the limit of the same resource when a pod is created.
ResourceAmounts defaultedRequests(const ContainerTemplate& container) {
    ResourceAmounts requests = container.requests;
    for (const auto& [name, limit] : container.limits.entries()) {
        if (requests.get(name) == 0 && !contains(container.zeroRequests, name)) {
            requests.set(name, limit);
        }
    }
    return requests;
}

bool writesZero(const PodTemplate& pod, const std::string& name) {
    const auto isZero = [&](const ContainerTemplate& container) {
        return contains(container.zeroRequests, name);
    };
    return std::any_of(pod.containers.begin(), pod.containers.end(), isZero) ||
           std::any_of(pod.initContainers.begin(), pod.initContainers.end(), isZero);
}

/// The form that requests and limits share: max(containers + sidecars, each init container + the
/// sidecars before it).
template <typename AmountsOf>
ResourceAmounts combined(const PodTemplate& pod, const AmountsOf& amountsOf) {
    ResourceAmounts sidecars;
    ResourceAmounts startUp;
    for (const ContainerTemplate& init : pod.initContainers) {
        if (init.restartsAlways) {
            sidecars += amountsOf(init);
            startUp = ResourceAmounts::maximum(startUp, sidecars);
        } else {
            startUp = ResourceAmounts::maximum(startUp, amountsOf(init) + sidecars);
        }
    }
    ResourceAmounts running = sidecars;
    for (const ContainerTemplate& container : pod.containers) {
        running += amountsOf(container);
    }
    return ResourceAmounts::maximum(running, startUp);
}

ResourceAmounts limitsAsAmounts(const ContainerTemplate& container) {
    ResourceAmounts amounts;
    for (const auto& [name, limit] : container.limits.entries()) {
        amounts.set(name, limit);
    }
    return amounts;
}

/// Whether everything that runs for as long as the pod does has a limit of this resource.
bool isLimited(const PodTemplate& pod, const std::string& name) {
    const auto hasLimit = [&](const ContainerTemplate& container) {
        return container.limits.has(name);
    };
    return std::all_of(pod.containers.begin(), pod.containers.end(), hasLimit) &&
           std::all_of(pod.initContainers.begin(), pod.initContainers.end(),
                       [&](const ContainerTemplate& init) {
                           return !init.restartsAlways || hasLimit(init);
                       });
}

std::int64_t shareOf(const IntOrPercent& amount, std::int64_t replicas, std::int64_t roundingUp) {
    return amount.isPercent ? (amount.value * replicas + roundingUp) / 100 : amount.value;
}

std::optional<std::int64_t> parseWhole(const std::string& text) {
    std::int64_t value = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    return error == std::errc() && stop == end ? std::optional(value) : std::nullopt;
}

bool compares(const SelectorRequirement& requirement, const std::string& label) {
    if (requirement.values.size() != 1) {
        return false;
    }
    const auto actual = parseWhole(label);
    const auto bound = parseWhole(requirement.values.front());
    if (!actual || !bound) {
        return false;
    }
    return requirement.op == SelectorOperator::Gt ? *actual > *bound : *actual < *bound;
}

}  // namespace

std::string toWord(WorkloadKind kind) {
    switch (kind) {
        case WorkloadKind::Deployment:
            return "Deployment";
        case WorkloadKind::StatefulSet:
            return "StatefulSet";
        case WorkloadKind::DaemonSet:
            return "DaemonSet";
        case WorkloadKind::CronJob:
            return "CronJob";
        case WorkloadKind::Job:
            return "Job";
    }
    STOWAGE_UNREACHABLE();
}

std::string toWord(UpdateKind kind) {
    switch (kind) {
        case UpdateKind::RollingUpdate:
            return "RollingUpdate";
        case UpdateKind::Recreate:
            return "Recreate";
        case UpdateKind::OnDelete:
            return "OnDelete";
    }
    STOWAGE_UNREACHABLE();
}

UpdateStrategy defaultUpdateStrategy(WorkloadKind kind) {
    switch (kind) {
        case WorkloadKind::StatefulSet:
        case WorkloadKind::DaemonSet:
            return {.maxSurge = {.value = 0}, .maxUnavailable = {.value = 1}};
        case WorkloadKind::Deployment:
        case WorkloadKind::CronJob:
        case WorkloadKind::Job:
            return {};
    }
    STOWAGE_UNREACHABLE();
}

ResourceAmounts effectiveRequests(const PodTemplate& pod) {
    ResourceAmounts requests = combined(pod, defaultedRequests);
    if (pod.podLimits) {
        // A pod-level limit becomes the request only where no container asks for the resource; a
        // written zero is an answer too.
        for (const auto& [name, limit] : pod.podLimits->entries()) {
            if (requests.get(name) == 0 && !writesZero(pod, name)) {
                requests.set(name, limit);
            }
        }
    }
    if (pod.podRequests) {
        for (const auto& [name, amount] : pod.podRequests->entries()) {
            requests.set(name, amount);
        }
    }
    return requests + pod.overhead;
}

ResourceLimits effectiveLimits(const PodTemplate& pod) {
    ResourceLimits limits;
    const ResourceAmounts sums = combined(pod, limitsAsAmounts);
    const auto take = [&](const std::string& name) {
        if (isLimited(pod, name)) {
            limits.set(name, sums.get(name) + pod.overhead.get(name));
        }
    };
    for (const ContainerTemplate& container : pod.containers) {
        for (const auto& entry : container.limits.entries()) {
            take(entry.first);
        }
    }
    if (pod.podLimits) {
        for (const auto& [name, limit] : pod.podLimits->entries()) {
            limits.set(name, limit + pod.overhead.get(name));
        }
    }
    return limits;
}

RolloutBounds rolloutBounds(const UpdateStrategy& strategy, std::int64_t replicas) {
    switch (strategy.kind) {
        case UpdateKind::Recreate:
            return {.surge = 0, .unavailable = replicas};
        case UpdateKind::OnDelete:
            return {};
        case UpdateKind::RollingUpdate: {
            RolloutBounds bounds{.surge = shareOf(strategy.maxSurge, replicas, 99),
                                 .unavailable = shareOf(strategy.maxUnavailable, replicas, 0)};
            if (bounds.surge == 0 && bounds.unavailable == 0) {
                bounds.unavailable = 1;
            }
            return bounds;
        }
    }
    STOWAGE_UNREACHABLE();
}

bool matches(const SelectorRequirement& requirement,
             const std::map<std::string, std::string>& labels) {
    const auto label = labels.find(requirement.key);
    const bool present = label != labels.end();
    switch (requirement.op) {
        case SelectorOperator::In:
            return present && contains(requirement.values, label->second);
        case SelectorOperator::NotIn:
            return !present || !contains(requirement.values, label->second);
        case SelectorOperator::Exists:
            return present;
        case SelectorOperator::DoesNotExist:
            return !present;
        case SelectorOperator::Gt:
        case SelectorOperator::Lt:
            return present && compares(requirement, label->second);
    }
    STOWAGE_UNREACHABLE();
}

bool matches(const LabelSelector& selector, const std::map<std::string, std::string>& labels) {
    const bool labelsMatch = std::all_of(
        selector.matchLabels.begin(), selector.matchLabels.end(), [&](const auto& wanted) {
            const auto label = labels.find(wanted.first);
            return label != labels.end() && label->second == wanted.second;
        });
    return labelsMatch &&
           std::all_of(selector.matchExpressions.begin(), selector.matchExpressions.end(),
                       [&](const SelectorRequirement& requirement) {
                           return matches(requirement, labels);
                       });
}

}  // namespace stowage
