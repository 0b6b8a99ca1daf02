#include "model/blueprint_environment_io.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <utility>

#include "model/field_reader.h"
#include "model/resources_io.h"

namespace stowage {

namespace {

constexpr std::int64_t kReplicasMax = 10'000;

/// What `resources`, `replicas` and `autoscale` may name.
const std::vector<std::string> kComponents = {"default", "web",       "horizon", "queues",
                                              "reverb",  "scheduler", "ssr"};

/// Calls read(entry) for each component that is known; the others are warnings.
template <typename Read>
void readComponents(const DocumentNode* node, std::string_view key, Read read,
                    Diagnostics& diagnostics) {
    const DocumentNode* map = mapOf(node, quoteWord(key), diagnostics);
    if (map == nullptr) {
        return;
    }
    for (const DocumentNode::Entry& entry : map->entries) {
        if (std::find(kComponents.begin(), kComponents.end(), entry.key) == kComponents.end()) {
            diagnostics.warning(
                entry.keyPlace,
                fmt::format("unknown component {} in '{}' is ignored", quoteWord(entry.key), key),
                didYouMean(entry.key, kComponents));
        } else if (!entry.value.isNull()) {
            read(entry);
        }
    }
}

void readSizes(FieldReader& fields, BlueprintEnvironment& environment, Diagnostics& diagnostics) {
    readComponents(
        fields.take("resources"), "resources",
        [&](const DocumentNode::Entry& entry) {
            environment.resources[entry.key] =
                readOverride(entry.value, fmt::format("the resources of {}", quoteWord(entry.key)),
                             Severity::Warning, diagnostics);
        },
        diagnostics);
    readComponents(
        fields.take("replicas"), "replicas",
        [&](const DocumentNode::Entry& entry) {
            const auto count =
                wholeOf(&entry.value, fmt::format("the replicas of {}", quoteWord(entry.key)), 1,
                        kReplicasMax, diagnostics);
            if (count) {
                environment.replicas[entry.key] = static_cast<int>(*count);
            }
        },
        diagnostics);
}

void readAutoscale(FieldReader& fields, BlueprintEnvironment& environment,
                   Diagnostics& diagnostics) {
    readComponents(
        fields.take("autoscale"), "autoscale",
        [&](const DocumentNode::Entry& entry) {
            FieldReader scale(entry.value, fmt::format("the autoscale of {}", quoteWord(entry.key)),
                              diagnostics);
            const auto min = scale.whole("min", 1, kReplicasMax);
            const auto max = scale.whole("max", 1, kReplicasMax);
            const auto cpu = scale.whole("cpu", 1, 1000);
            scale.finish(Severity::Warning);
            Autoscale result;
            result.min = static_cast<int>(min.value_or(1));
            result.max = static_cast<int>(max.value_or(result.min));
            result.cpuPercent = static_cast<int>(cpu.value_or(result.cpuPercent));
            if (result.max < result.min) {
                diagnostics.error(entry.value.place,
                                  fmt::format("the autoscale of {} has a max of {} below its min "
                                              "of {}",
                                              quoteWord(entry.key), result.max, result.min));
            }
            environment.autoscale[entry.key] = result;
        },
        diagnostics);
}

void readHosts(FieldReader& fields, BlueprintEnvironment& environment, Diagnostics& diagnostics) {
    const DocumentNode* hosts = fields.map("hosts");
    if (hosts != nullptr) {
        for (const DocumentNode::Entry& entry : hosts->entries) {
            if (entry.value.isNull()) {
                continue;
            }
            auto host = textOf(&entry.value, fmt::format("the host of {}", quoteWord(entry.key)),
                               diagnostics);
            if (host) {
                environment.hosts[entry.key] = std::move(*host);
                environment.hostPlaces[entry.key] = entry.value.place;
            }
        }
    }
    environment.additionalWebHosts =
        fields.texts("additionalWebHosts").value_or(std::vector<std::string>{});
}

void readModes(FieldReader& fields, BlueprintEnvironment& environment, Diagnostics& diagnostics) {
    environment.managed =
        knownWords(fields.take("managed"), "managed", serviceWords(), diagnostics);
    environment.plex = knownWords(fields.take("plex"), "plex", serviceWords(), diagnostics);
    environment.addFeatures =
        knownWords(fields.take("addFeatures"), "addFeatures", featureWords(), diagnostics);
    environment.excludeFeatures =
        knownWords(fields.take("excludeFeatures"), "excludeFeatures", featureWords(), diagnostics);
    const DocumentNode* strategy = fields.take("strategy");
    if (strategy != nullptr) {
        const auto word = knownWord(*strategy, "strategy", {"single-node", "multi-node-ha"},
                                    "it is ignored", diagnostics);
        environment.strategy = word ? parseStrategy(*word) : std::nullopt;
    }
    if (environment.name == "local") {
        environment.strategy = Strategy::SingleNode;
    }
}

void readPlace(FieldReader& fields, BlueprintEnvironment& environment, Diagnostics& diagnostics) {
    const DocumentNode* ingress = fields.take("ingress");
    if (ingress != nullptr) {
        environment.ingress =
            knownWord(*ingress, "ingress", ingressWords(), "traefik is assumed", diagnostics)
                .value_or("traefik");
    }
    environment.namespaceName = fields.text("namespace");
    environment.storageClass = fields.text("storageClass");
    environment.sharedStorage = fields.boolean("sharedStorage").value_or(false);
    environment.offline = fields.boolean("offline").value_or(false);
    const DocumentNode* tunnel = fields.take("tunnel");
    environment.tunnel =
        tunnel != nullptr && !(tunnel->kind == NodeKind::Bool && tunnel->text == "false");
    const DocumentNode* cloud = fields.take("cloud");
    if (cloud != nullptr) {
        readCloud(*cloud, environment, diagnostics);
    }
}

}  // namespace

BlueprintEnvironment readBlueprintEnvironment(const DocumentNode::Entry& entry,
                                              Diagnostics& diagnostics) {
    BlueprintEnvironment environment;
    environment.name = entry.key;
    environment.place = entry.keyPlace;
    FieldReader fields(entry.value, fmt::format("environment {}", quoteWord(entry.key)),
                       diagnostics, KeySpelling::CamelOrSnake);
    readModes(fields, environment, diagnostics);
    readPlace(fields, environment, diagnostics);
    readHosts(fields, environment, diagnostics);
    readSizes(fields, environment, diagnostics);
    readAutoscale(fields, environment, diagnostics);
    fields.ignore({"serviceAccount", "serviceAccountAnnotations", "imagePullSecret",
                   "omitImagePullSecret", "ingressAnnotations", "certManagerIssuer", "registry",
                   "securityAudit", "ciVpn", "proxied"});
    fields.finish(Severity::Warning);
    return environment;
}

void readCloud(const DocumentNode& node, BlueprintEnvironment& environment,
               Diagnostics& diagnostics) {
    FieldReader fields(node, fmt::format("the cloud of {}", quoteWord(environment.name)),
                       diagnostics, KeySpelling::CamelOrSnake);
    environment.cloudProvider = fields.text("provider");
    environment.cloudContext = fields.text("context");
    const DocumentNode* arch = fields.take("arch");
    if (arch != nullptr) {
        environment.cloudArch =
            knownWord(*arch, "arch", {"amd64", "arm64"}, "it is ignored", diagnostics);
    }
    fields.ignore({"ip", "user", "port", "key", "host"});
    fields.finish(Severity::Warning);
}

std::optional<std::string> knownWord(const DocumentNode& node, std::string_view key,
                                     const std::vector<std::string>& words,
                                     std::string_view consequence, Diagnostics& diagnostics) {
    const bool isText = node.kind == NodeKind::String || node.kind == NodeKind::Number;
    if (isText && std::find(words.begin(), words.end(), node.text) != words.end()) {
        return node.text;
    }
    diagnostics.warning(node.place,
                        fmt::format("'{}' is {}, which is not one of {}; {}", key, describe(node),
                                    fmt::join(words, ", "), consequence),
                        isText ? didYouMean(node.text, words) : std::string());
    return std::nullopt;
}

std::vector<std::string> knownWords(const DocumentNode* node, std::string_view key,
                                    const std::vector<std::string>& words,
                                    Diagnostics& diagnostics) {
    std::vector<std::string> result;
    const DocumentNode* list = listOf(node, quoteWord(key), diagnostics);
    if (list == nullptr) {
        return result;
    }
    for (const DocumentNode& item : list->items) {
        if (item.isNull()) {
            continue;
        }
        auto word = knownWord(item, key, words, "it is left out", diagnostics);
        if (word && std::find(result.begin(), result.end(), *word) == result.end()) {
            result.push_back(std::move(*word));
        }
    }
    return result;
}

const std::vector<std::string>& ingressWords() {
    static const std::vector<std::string> words = {"traefik", "nginx", "aws-alb"};
    return words;
}

const std::vector<std::string>& featureWords() {
    static const std::vector<std::string> words = {
        "horizon", "queues", "scheduler", "reverb",  "scout",      "octane", "ssr",
        "ai",      "boost",  "mcp",       "mailpit", "monitoring", "metallb"};
    return words;
}

std::vector<std::string> serviceWords() {
    std::vector<std::string> words;
    for (const ServiceKind kind : allServiceKinds()) {
        words.emplace_back(toWord(kind));
    }
    return words;
}

}  // namespace stowage
