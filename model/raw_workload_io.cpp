#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "model/field_reader.h"
#include "model/pod_affinity_io.h"
#include "model/pod_spec_io.h"
#include "model/resources_io.h"
#include "model/scenario_app_io.h"

namespace stowage {

namespace {

constexpr std::int64_t kReplicasMax = 100'000;
constexpr std::size_t kObjectNameMax = 253;
constexpr const char* kHostname = "kubernetes.io/hostname";
constexpr const char* kAppLabel = "app";

std::optional<WorkloadKind> readKind(FieldReader& fields) {
    const auto word =
        fields.word("kind", {"Deployment", "StatefulSet", "DaemonSet", "CronJob", "Job"});
    constexpr std::array<WorkloadKind, 5> kKinds = {
        WorkloadKind::Deployment, WorkloadKind::StatefulSet, WorkloadKind::DaemonSet,
        WorkloadKind::CronJob, WorkloadKind::Job};
    const auto at = std::find_if(kKinds.begin(), kKinds.end(),
                                 [&](WorkloadKind kind) { return word && toWord(kind) == *word; });
    return at == kKinds.end() ? std::nullopt : std::optional(*at);
}

/// What Kubernetes does with a kind whose update strategy is not given.
UpdateStrategy usualStrategy(WorkloadKind kind) {
    UpdateStrategy strategy;
    if (kind == WorkloadKind::StatefulSet || kind == WorkloadKind::DaemonSet) {
        strategy.maxSurge = {.value = 0, .isPercent = false};
        strategy.maxUnavailable = {.value = 1, .isPercent = false};
    }
    return strategy;
}

/// "25%" or 2.
std::optional<IntOrPercent> intOrPercent(const DocumentNode* node, std::string_view label,
                                         Diagnostics& diagnostics) {
    if (node == nullptr) {
        return std::nullopt;
    }
    const bool isPercent =
        node->kind == NodeKind::String && node->text.size() > 1 && node->text.back() == '%';
    if (!isPercent) {
        const auto count = wholeOf(node, label, 0, kReplicasMax, diagnostics);
        return count ? std::optional(IntOrPercent{.value = *count, .isPercent = false})
                     : std::nullopt;
    }
    DocumentNode number = *node;
    number.kind = NodeKind::Number;
    number.text.pop_back();
    const auto share = wholeOf(&number, label, 0, 100, diagnostics);
    return share ? std::optional(IntOrPercent{.value = *share, .isPercent = true}) : std::nullopt;
}

/// A word, or the map that Kubernetes writes.
UpdateStrategy readUpdateStrategy(const DocumentNode* node, WorkloadKind kind,
                                  Diagnostics& diagnostics) {
    UpdateStrategy strategy = usualStrategy(kind);
    if (node == nullptr) {
        return strategy;
    }
    const std::vector<std::string> words =
        kind == WorkloadKind::Deployment ? std::vector<std::string>{"RollingUpdate", "Recreate"}
                                         : std::vector<std::string>{"RollingUpdate", "OnDelete"};
    std::optional<std::string> word;
    if (node->kind == NodeKind::Map) {
        FieldReader fields(*node, "'updateStrategy'", diagnostics);
        word = fields.word("type", words);
        const DocumentNode* rolling = fields.map("rollingUpdate");
        fields.finish(Severity::Error);
        if (rolling != nullptr) {
            FieldReader bounds(*rolling, "'rollingUpdate'", diagnostics);
            strategy.maxSurge = intOrPercent(bounds.take("maxSurge"), "'maxSurge'", diagnostics)
                                    .value_or(strategy.maxSurge);
            strategy.maxUnavailable =
                intOrPercent(bounds.take("maxUnavailable"), "'maxUnavailable'", diagnostics)
                    .value_or(strategy.maxUnavailable);
            bounds.ignore({"partition"});
            bounds.finish(Severity::Error);
        }
    } else {
        word = wordOf(node, "'updateStrategy'", words, diagnostics);
    }
    if (word == "Recreate") {
        strategy.kind = UpdateKind::Recreate;
    } else if (word == "OnDelete") {
        strategy.kind = UpdateKind::OnDelete;
    }
    return strategy;
}

void readSpread(const DocumentNode* node, RawWorkload& workload, Diagnostics& diagnostics) {
    if (node == nullptr) {
        return;
    }
    const bool isList = node->kind == NodeKind::Sequence;
    const std::size_t count = isList ? node->items.size() : 1;
    for (std::size_t i = 0; i < count; ++i) {
        const DocumentNode& item = isList ? node->items[i] : *node;
        FieldReader fields(item, "'spread' of workload " + quoteWord(workload.name), diagnostics);
        TopologySpread spread;
        spread.topologyKey = fields.text("topologyKey").value_or(kHostname);
        spread.maxSkew = static_cast<int>(fields.whole("maxSkew", 1, kReplicasMax).value_or(1));
        spread.whenUnsatisfiable =
            readWhenUnsatisfiable(fields.take("whenUnsatisfiable"), diagnostics);
        const auto domains = fields.whole("minDomains", 1, kReplicasMax);
        if (domains) {
            spread.minDomains = static_cast<int>(*domains);
        }
        fields.finish(Severity::Error);
        spread.selector = LabelSelector{.matchLabels = workload.pod.labels, .matchExpressions = {}};
        workload.pod.spread.push_back(std::move(spread));
    }
}

void readHostPorts(const DocumentNode* list, PodTemplate& pod, Diagnostics& diagnostics) {
    for (std::size_t i = 0; list != nullptr && i < list->items.size(); ++i) {
        const auto port = wholeOf(&list->items[i], "a host port", 1, 65'535, diagnostics);
        if (port) {
            HostPort hostPort;
            hostPort.port = static_cast<int>(*port);
            pod.hostPorts.push_back(std::move(hostPort));
        }
    }
}

/// Names and sizes of claims. Claims of different workloads are different volumes; a StatefulSet
/// makes one a replica.
std::vector<VolumeMount> readVolumes(const DocumentNode* list, const RawWorkload& workload,
                                     Diagnostics& diagnostics) {
    std::vector<VolumeMount> volumes;
    for (std::size_t i = 0; list != nullptr && i < list->items.size(); ++i) {
        const DocumentNode& item = list->items[i];
        FieldReader fields(item, "a volume of workload " + quoteWord(workload.name), diagnostics);
        VolumeMount volume;
        volume.claim = fields.text("name").value_or("");
        const auto size = fields.bytes("size");
        volume.used = fields.bytes("used").value_or(Bytes());
        volume.accessMode =
            readAccessMode(fields.take("accessMode"), diagnostics).value_or(volume.accessMode);
        volume.storageClass = fields.text("storageClass");
        volume.perReplica = workload.kind == WorkloadKind::StatefulSet;
        fields.finish(Severity::Error);
        if (volume.claim.empty() || !size) {
            diagnostics.error(item.place, fmt::format("a volume of workload {} needs 'name' and "
                                                      "'size'",
                                                      quoteWord(workload.name)));
            continue;
        }
        volume.size = *size;
        volumes.push_back(std::move(volume));
    }
    return volumes;
}

/// The short forms: one container and what stands beside it.
void readShortForms(FieldReader& fields, RawWorkload& workload, const SourcePlace& place,
                    Diagnostics& diagnostics) {
    const std::string label = "workload " + quoteWord(workload.name);
    ContainerTemplate container;
    container.name = workload.name;
    container.image = fields.text("image").value_or("");
    std::vector<std::string> given;
    container.requests =
        readAmounts(fields.take("requests"), "the requests of " + label, &given, diagnostics);
    container.limits = readLimits(fields.take("limits"), "the limits of " + label, diagnostics);
    for (const std::string& name : given) {
        if (container.requests.get(name) == 0) {
            container.zeroRequests.push_back(name);
        }
    }
    checkRequestsWithinLimits(container.requests, container.limits, label, place, diagnostics);
    workload.pod.containers = {std::move(container)};
    readSpread(fields.take("spread"), workload, diagnostics);
    readHostPorts(fields.list("hostPorts"), workload.pod, diagnostics);
    workload.pod.nodeSelector =
        readTextMap(fields.take("nodeSelector"), "'nodeSelector'", diagnostics);
    workload.pod.tolerations = readTolerations(fields.take("tolerations"), diagnostics);
    workload.pod.volumes = readVolumes(fields.list("volumes"), workload, diagnostics);
    for (VolumeMount& volume : workload.pod.volumes) {
        volume.claim += "-" + workload.name;
    }
}

/// A pod spec replaces the short forms; only `volumes` keeps its meaning, as the sizes of claims
/// that the pod spec names.
void readWholePod(const DocumentNode& spec, FieldReader& fields, RawWorkload& workload,
                  Diagnostics& diagnostics) {
    workload.hasPodSpec = true;
    readPodSpec(spec, "the pod spec of " + quoteWord(workload.name), workload.pod, diagnostics);
    const std::vector<VolumeMount> sizes =
        readVolumes(fields.list("volumes"), workload, diagnostics);
    for (VolumeMount& volume : workload.pod.volumes) {
        for (const VolumeMount& sized : sizes) {
            if (sized.claim == volume.claim) {
                volume.size = sized.size;
                volume.used = sized.used;
                volume.accessMode = sized.accessMode;
                volume.storageClass = sized.storageClass;
            }
        }
    }
    fields.ignore({"image", "requests", "limits", "spread", "antiAffinity", "hostPorts",
                   "nodeSelector", "tolerations"});
}

template <typename T>
void readPercentiles(const DocumentNode* node, const std::string& label,
                     std::optional<T> (*read)(const DocumentNode*, std::string_view, Diagnostics&),
                     std::optional<T>& p50, std::optional<T>& p99, Diagnostics& diagnostics) {
    if (node == nullptr) {
        return;
    }
    FieldReader fields(*node, label, diagnostics);
    p50 = read(fields.take("p50"), "'p50' of " + label, diagnostics);
    p99 = read(fields.take("p99"), "'p99' of " + label, diagnostics);
    fields.finish(Severity::Error);
    if (p50 && p99 && *p99 < *p50) {
        diagnostics.error(node->place, fmt::format("{} has a p99 below its p50", label));
    }
}

UsageSpec readUsage(const DocumentNode* node, const std::string& label, Diagnostics& diagnostics) {
    UsageSpec usage;
    if (node == nullptr) {
        return usage;
    }
    FieldReader fields(*node, label, diagnostics);
    readPercentiles<Bytes>(fields.take("memory"), "the memory in " + label, bytesOf,
                           usage.memoryP50, usage.memoryP99, diagnostics);
    readPercentiles<MilliCpu>(fields.take("cpu"), "the cpu in " + label, cpuOf, usage.cpuP50,
                              usage.cpuP99, diagnostics);
    fields.finish(Severity::Error);
    return usage;
}

bool isNotEmptyMap(const DocumentNode* node) {
    return node != nullptr && node->kind == NodeKind::Map && !node->entries.empty();
}

/// A subdomain of RFC 1123.
bool isObjectName(const std::string& name) {
    const auto isAlphanumeric = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    };
    const bool hasOnlyAllowed = std::all_of(name.begin(), name.end(), [&](char c) {
        return isAlphanumeric(c) || c == '-' || c == '.';
    });
    return !name.empty() && name.size() <= kObjectNameMax && hasOnlyAllowed &&
           isAlphanumeric(name.front()) && isAlphanumeric(name.back()) &&
           name.find("..") == std::string::npos;
}

}  // namespace

RawWorkload readRawWorkload(const DocumentNode& node, Diagnostics& diagnostics) {
    RawWorkload workload;
    workload.place = node.place;
    FieldReader fields(node, "a workload", diagnostics);
    workload.name = fields.text("name").value_or("");
    workload.environment = fields.text("environment").value_or("");
    if (workload.name.empty() || workload.environment.empty()) {
        diagnostics.error(node.place, "a workload needs 'name' and 'environment'");
    } else if (!isObjectName(workload.name)) {
        diagnostics.error(node.find("name")->place,
                          fmt::format("workload {} is no name that Kubernetes takes: lower case "
                                      "letters, digits, '-' and '.', at most {}",
                                      quoteWord(workload.name), kObjectNameMax));
    }
    workload.kind = readKind(fields).value_or(WorkloadKind::Deployment);
    workload.replicas = fields.whole("replicas", 0, kReplicasMax).value_or(1);
    workload.pod.labels = readTextMap(fields.take("labels"), "'labels'", diagnostics);
    workload.pod.labels.emplace(kAppLabel, workload.name);
    workload.updateStrategy =
        readUpdateStrategy(fields.take("updateStrategy"), workload.kind, diagnostics);
    workload.usage =
        readUsage(fields.take("usage"), "the usage of " + quoteWord(workload.name), diagnostics);
    const DocumentNode* podSpec = fields.map("podSpec");
    if (isNotEmptyMap(podSpec)) {
        readWholePod(*podSpec, fields, workload, diagnostics);
    } else {
        readShortForms(fields, workload, node.place, diagnostics);
        fields.ignore({"antiAffinity"});
    }
    workload.runsOn = fields.texts("runsOn").value_or(std::vector<std::string>{});
    workload.namespaceName = fields.text("namespace").value_or("");
    workload.observed = fields.boolean("observed").value_or(false);
    fields.finish(Severity::Error);
    return workload;
}

void linkAntiAffinity(const DocumentNode& node, std::vector<RawWorkload>& workloads,
                      Diagnostics& diagnostics) {
    for (std::size_t i = 0; i < workloads.size(); ++i) {
        RawWorkload& workload = workloads[i];
        const DocumentNode* list =
            workload.hasPodSpec ? nullptr : node.items[i].find("antiAffinity");
        const auto names = textsOf(list, "'antiAffinity'", diagnostics);
        for (std::size_t n = 0; names && n < names->size(); ++n) {
            std::vector<std::string> known;
            const RawWorkload* target = nullptr;
            const std::string& name = (*names)[n];
            for (const RawWorkload& other : workloads) {
                if (other.environment == workload.environment) {
                    known.push_back(other.name);
                    target = other.name == name ? &other : target;
                }
            }
            if (target == nullptr) {
                diagnostics.error(list->place,
                                  fmt::format("'antiAffinity' of {} names {}, which is no workload "
                                              "of environment {}",
                                              quoteWord(workload.name), quoteWord(name),
                                              quoteWord(workload.environment)),
                                  didYouMean(name, known));
                continue;
            }
            workload.pod.requiredAntiAffinity.push_back(
                {.selector =
                     LabelSelector{.matchLabels = {{kAppLabel, target->pod.labels.at(kAppLabel)}},
                                   .matchExpressions = {}},
                 .topologyKey = kHostname,
                 .namespaces = {},
                 .namespaceSelector = {}});
        }
    }
}

}  // namespace stowage
