#include "model/pod_spec_io.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <utility>

#include "model/base/invariant.h"
#include "model/field_reader.h"
#include "model/pod_affinity_io.h"
#include "model/resources_io.h"

namespace stowage {

namespace {

constexpr std::int64_t kPortMax = 65'535;
constexpr std::int64_t kSecondsMax = 1'000'000'000;

struct ContainerPorts {
    std::vector<HostPort> host;
    std::vector<HostPort> all;  ///< what they become with hostNetwork
};

void readPorts(const DocumentNode* node, const std::string& label, ContainerPorts& ports,
               Diagnostics& diagnostics) {
    const DocumentNode* list = listOf(node, "the ports of " + label, diagnostics);
    if (list == nullptr) {
        return;
    }
    for (const DocumentNode& item : list->items) {
        FieldReader fields(item, "a port of " + label, diagnostics);
        const auto container = fields.whole("containerPort", 1, kPortMax);
        const auto host = fields.whole("hostPort", 0, kPortMax);
        HostPort port;
        port.protocol = fields.word("protocol", {"TCP", "UDP", "SCTP"}).value_or("TCP");
        port.address = fields.text("hostIP").value_or(port.address);
        fields.ignore({"name"});
        fields.finish(Severity::Error);
        port.port = static_cast<int>(host.value_or(0));
        if (port.port > 0) {
            ports.host.push_back(port);
        }
        port.port = static_cast<int>(host && *host > 0 ? *host : container.value_or(0));
        if (port.port > 0) {
            ports.all.push_back(port);
        }
    }
}

void readContainerResources(const DocumentNode* node, const std::string& label,
                            ContainerTemplate& container, Diagnostics& diagnostics) {
    if (node == nullptr) {
        return;
    }
    FieldReader fields(*node, "the resources of " + label, diagnostics);
    std::vector<std::string> given;
    container.requests =
        readAmounts(fields.take("requests"), "the requests of " + label, &given, diagnostics);
    container.limits = readLimits(fields.take("limits"), "the limits of " + label, diagnostics);
    fields.ignore({"claims"});
    fields.finish(Severity::Error);
    for (const std::string& name : given) {
        if (container.requests.get(name) == 0) {
            container.zeroRequests.push_back(name);
        }
    }
    checkRequestsWithinLimits(container.requests, container.limits, label, node->place,
                              diagnostics);
}

ContainerTemplate readContainer(const DocumentNode& node, const std::string& owner,
                                ContainerPorts& ports, Diagnostics& diagnostics) {
    ContainerTemplate container;
    FieldReader fields(node, "a container of " + owner, diagnostics);
    container.name = fields.text("name").value_or("");
    const std::string label = fmt::format("container {} of {}", quoteWord(container.name), owner);
    container.image = fields.text("image").value_or("");
    readContainerResources(fields.map("resources"), label, container, diagnostics);
    readPorts(fields.take("ports"), label, ports, diagnostics);
    const auto restart = fields.word("restartPolicy", {"Always", "OnFailure", "Never"});
    container.restartsAlways = restart == "Always";
    fields.ignore({"args",
                   "command",
                   "env",
                   "envFrom",
                   "imagePullPolicy",
                   "lifecycle",
                   "livenessProbe",
                   "readinessProbe",
                   "resizePolicy",
                   "restartPolicyRules",
                   "securityContext",
                   "startupProbe",
                   "stdin",
                   "stdinOnce",
                   "terminationMessagePath",
                   "terminationMessagePolicy",
                   "tty",
                   "volumeDevices",
                   "volumeMounts",
                   "workingDir"});
    fields.finish(Severity::Error);
    return container;
}

std::vector<ContainerTemplate> readContainers(const DocumentNode* node, const std::string& owner,
                                              ContainerPorts& ports, Diagnostics& diagnostics) {
    std::vector<ContainerTemplate> containers;
    if (node != nullptr) {
        for (const DocumentNode& item : node->items) {
            containers.push_back(readContainer(item, owner, ports, diagnostics));
        }
    }
    return containers;
}

/// The claim that a generic ephemeral volume makes for each pod.
void readEphemeralVolume(const DocumentNode& node, VolumeMount& volume, Diagnostics& diagnostics) {
    FieldReader fields(node, "an ephemeral volume", diagnostics);
    const DocumentNode* claim = fields.map("volumeClaimTemplate");
    fields.finish(Severity::Error);
    const DocumentNode* spec = claim == nullptr ? nullptr : claim->find("spec");
    if (spec == nullptr) {
        return;
    }
    volume.perReplica = true;
    FieldReader claimFields(*spec, "a volume claim", diagnostics);
    const DocumentNode* modes = claimFields.list("accessModes");
    if (modes != nullptr && !modes->items.empty()) {
        volume.accessMode =
            readAccessMode(&modes->items.front(), diagnostics).value_or(volume.accessMode);
    }
    volume.storageClass = claimFields.text("storageClassName");
    const DocumentNode* resources = claimFields.map("resources");
    const DocumentNode* requests = resources == nullptr ? nullptr : resources->find("requests");
    const DocumentNode* storage = requests == nullptr ? nullptr : requests->find("storage");
    volume.size = bytesOf(storage, "'storage' of a volume claim", diagnostics).value_or(Bytes());
    claimFields.ignore({"selector", "volumeMode", "volumeName", "dataSource", "dataSourceRef",
                        "volumeAttributesClassName"});
    claimFields.finish(Severity::Error);
}

void readVolumes(const DocumentNode* node, PodTemplate& pod, Diagnostics& diagnostics) {
    if (node == nullptr) {
        return;
    }
    for (const DocumentNode& item : node->items) {
        const DocumentNode* map = mapOf(&item, "a volume", diagnostics);
        if (map == nullptr) {
            continue;
        }
        const DocumentNode* name = map->find("name");
        const DocumentNode* claim = map->find("persistentVolumeClaim");
        const DocumentNode* ephemeral = map->find("ephemeral");
        VolumeMount volume;
        if (claim != nullptr) {
            FieldReader fields(*claim, "a volume claim", diagnostics);
            volume.claim = fields.text("claimName").value_or("");
            fields.ignore({"readOnly"});
            fields.finish(Severity::Error);
            pod.volumes.push_back(volume);
        } else if (ephemeral != nullptr) {
            volume.claim = textOf(name, "'name' of a volume", diagnostics).value_or("");
            readEphemeralVolume(*ephemeral, volume, diagnostics);
            pod.volumes.push_back(volume);
        }
    }
}

void readPriority(FieldReader& fields, PodTemplate& pod) {
    pod.nodeName = fields.text("nodeName").value_or("");
    pod.priorityClass = fields.text("priorityClassName").value_or("");
    pod.priority = fields
                       .whole("priority", std::numeric_limits<std::int32_t>::min(),
                              std::numeric_limits<std::int32_t>::max())
                       .value_or(0);
    pod.graceSeconds = static_cast<int>(
        fields.whole("terminationGracePeriodSeconds", 0, kSecondsMax).value_or(pod.graceSeconds));
}

/// Fields that change where or whether a pod is placed and are not emulated: a plan that passed
/// over them would be wrong.
void refuseNotEmulated(FieldReader& fields, const std::string& label, Diagnostics& diagnostics) {
    const auto refuse = [&](const DocumentNode& node, const char* key) {
        diagnostics.error(node.place, fmt::format("'{}' of {} is not emulated", key, label),
                          "take it out of the pod spec if the plan may do without it");
    };
    for (const char* key : {"schedulingGates", "resourceClaims"}) {
        const DocumentNode* node = fields.take(key);
        const bool isEmpty =
            node == nullptr || (node->kind == NodeKind::Sequence && node->items.empty());
        if (!isEmpty) {
            refuse(*node, key);
        }
    }
    const DocumentNode* scheduler = fields.take("schedulerName");
    if (scheduler != nullptr && scheduler->text != "default-scheduler") {
        refuse(*scheduler, "schedulerName");
    }
    const DocumentNode* system = fields.take("os");
    const DocumentNode* name = system == nullptr ? nullptr : system->find("name");
    if (name != nullptr && name->text != "linux") {
        refuse(*name, "os");
    }
    const DocumentNode* debug = fields.take("ephemeralContainers");
    if (debug != nullptr && !debug->items.empty()) {
        diagnostics.warning(debug->place, fmt::format("'ephemeralContainers' of {} is not taken "
                                                      "into account",
                                                      label));
    }
}

void readPodResources(const DocumentNode* node, const std::string& label, PodTemplate& pod,
                      Diagnostics& diagnostics) {
    if (node == nullptr) {
        return;
    }
    FieldReader fields(*node, "the resources of " + label, diagnostics);
    const DocumentNode* requests = fields.take("requests");
    const DocumentNode* limits = fields.take("limits");
    fields.ignore({"claims"});
    fields.finish(Severity::Error);
    if (requests != nullptr) {
        pod.podRequests = readAmounts(requests, "the requests of " + label, nullptr, diagnostics);
    }
    if (limits != nullptr) {
        pod.podLimits = readLimits(limits, "the limits of " + label, diagnostics);
    }
}

}  // namespace

void readPodSpec(const DocumentNode& node, const std::string& label, PodTemplate& pod,
                 Diagnostics& diagnostics) {
    FieldReader fields(node, label, diagnostics);
    ContainerPorts ports;
    const DocumentNode* containers = fields.list("containers");
    pod.containers = readContainers(containers, label, ports, diagnostics);
    pod.initContainers = readContainers(fields.list("initContainers"), label, ports, diagnostics);
    if (pod.containers.empty()) {
        diagnostics.error(node.place, fmt::format("{} has no container", label));
    }
    readPodResources(fields.map("resources"), label, pod, diagnostics);
    pod.overhead =
        readAmounts(fields.take("overhead"), "the overhead of " + label, nullptr, diagnostics);
    pod.nodeSelector = readTextMap(fields.take("nodeSelector"), "'nodeSelector'", diagnostics);
    pod.tolerations = readTolerations(fields.take("tolerations"), diagnostics);
    readAffinity(fields.map("affinity"), pod, diagnostics);
    pod.spread =
        readSpreadConstraints(fields.list("topologySpreadConstraints"), pod.labels, diagnostics);
    const bool hostNetwork = fields.boolean("hostNetwork").value_or(false);
    pod.hostPorts = hostNetwork ? ports.all : ports.host;
    readVolumes(fields.list("volumes"), pod, diagnostics);
    readPriority(fields, pod);
    refuseNotEmulated(fields, label, diagnostics);
    fields.ignore({"activeDeadlineSeconds",
                   "automountServiceAccountToken",
                   "dnsConfig",
                   "dnsPolicy",
                   "enableServiceLinks",
                   "hostAliases",
                   "hostIPC",
                   "hostPID",
                   "hostUsers",
                   "hostname",
                   "hostnameOverride",
                   "imagePullSecrets",
                   "preemptionPolicy",
                   "readinessGates",
                   "restartPolicy",
                   "runtimeClassName",
                   "securityContext",
                   "serviceAccount",
                   "serviceAccountName",
                   "setHostnameAsFQDN",
                   "shareProcessNamespace",
                   "subdomain"});
    fields.finish(Severity::Error);
}

std::optional<AccessMode> readAccessMode(const DocumentNode* node, Diagnostics& diagnostics) {
    static const std::vector<std::string> words = {"ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany",
                                                   "ReadWriteOncePod"};
    const auto word = wordOf(node, "'accessMode'", words, diagnostics);
    if (!word) {
        return std::nullopt;
    }
    if (*word == "ReadOnlyMany") {
        return AccessMode::ReadOnlyMany;
    }
    if (*word == "ReadWriteMany") {
        return AccessMode::ReadWriteMany;
    }
    return *word == "ReadWriteOnce" ? AccessMode::ReadWriteOnce : AccessMode::ReadWriteOncePod;
}

}  // namespace stowage
