#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/diagnostic.h"
#include "model/document.h"
#include "model/resources.h"
#include "model/service.h"

namespace stowage {

enum class ServerVariation { Frankenphp, FpmNginx, FpmApache };

/// Requests and limits as a blueprint or scenario overrides them; absent dimensions stay.
struct ResourceOverride {
    ResourceAmounts requests;
    ResourceLimits limits;
    /// Which requests were written, zero included.
    std::vector<std::string> requestsGiven;
    bool operator==(const ResourceOverride&) const = default;
};

struct Autoscale {
    int min = 1;
    int max = 1;
    int cpuPercent = 70;
    bool operator==(const Autoscale&) const = default;
};

/// One entry of `environments` of a blueprint, `local` included.
struct BlueprintEnvironment {
    std::string name;
    SourcePlace place;
    std::string ingress = "traefik";  ///< traefik | nginx | aws-alb
    std::optional<Strategy> strategy;
    std::vector<std::string> managed;  ///< driver words
    std::vector<std::string> plex;     ///< driver words
    std::map<std::string, std::string> hosts;
    std::map<std::string, SourcePlace> hostPlaces;
    std::vector<std::string> additionalWebHosts;
    std::vector<std::string> addFeatures;
    std::vector<std::string> excludeFeatures;
    std::optional<std::string> namespaceName;
    std::optional<std::string> storageClass;
    bool sharedStorage = false;
    bool offline = false;
    bool tunnel = false;
    std::map<std::string, ResourceOverride> resources;  ///< `default` or component
    std::map<std::string, int> replicas;                ///< `default` or component
    std::map<std::string, Autoscale> autoscale;
    std::optional<std::string> cloudProvider;  ///< doks, eks, … of a managed target
    std::optional<std::string> cloudArch;      ///< amd64 | arm64
    std::optional<std::string> cloudContext;
};

/// One app's `.larakube.json`, merged with its `.larakube.local.json` (local wins).
struct Blueprint {
    std::string file;
    std::string name;
    SourcePlace namePlace;
    std::optional<std::string> framework;  ///< absent: Laravel
    std::optional<ServerVariation> serverVariation;
    std::vector<std::string> features;  ///< horizon, queues, scheduler, reverb, octane, ssr, …
    std::vector<ServiceKind>
        services;                ///< databases, caches, search, object storage, in that order
    bool databaseCache = false;  ///< cache driver `database`: no cache service
    Strategy defaultStrategy = Strategy::SingleNode;
    std::vector<BlueprintEnvironment> environments;
    std::string k3sVersion;  ///< as written; empty when absent
    bool withCompanions = true;
    std::optional<std::string> email;
    /// The whole merged tree, so that a scenario that inlines the blueprint loses nothing.
    DocumentNode source;

    const BlueprintEnvironment* findEnvironment(const std::string& environment) const;
    bool hasFeature(const std::string& feature, const BlueprintEnvironment& environment) const;
};

/// The service that a key of `hosts` names: a driver word, or "s3", "s3-console" … of the app's
/// object storage. Absent for hosts of the app itself.
std::optional<ServiceKind> serviceOfHost(const Blueprint& blueprint, const std::string& role);

}  // namespace stowage
