#include "model/scenario_checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "model/arrangement.h"
#include "model/commons.h"

namespace stowage {

namespace {

constexpr std::size_t kKubernetesNameMax = 63;

std::string placeText(const SourcePlace& place) {
    return place.line > 0 ? fmt::format("{}:{}", place.file, place.line) : place.file;
}

/// A DNS label of RFC 1123, as namespaces must be.
bool isKubernetesName(const std::string& name) {
    const auto isInner = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    };
    return !name.empty() && name.size() <= kKubernetesNameMax && name.front() != '-' &&
           name.back() != '-' && std::all_of(name.begin(), name.end(), isInner);
}

void checkIds(const Scenario& scenario, Diagnostics& diagnostics) {
    std::map<std::string, const Environment*> byId;
    std::map<std::string, const Environment*> byNamespace;
    for (const Environment* environment : scenario.environments()) {
        const SourcePlace place = scenario.appOf(*environment).place;
        const auto [id, isNewId] = byId.emplace(environment->id, environment);
        if (!isNewId) {
            diagnostics.error(
                place,
                fmt::format("environment id {} is made twice: by app {} with {} and by app {} "
                            "with {}",
                            quoteWord(environment->id), quoteWord(id->second->app),
                            quoteWord(id->second->name), quoteWord(environment->app),
                            quoteWord(environment->name)),
                "give one of the apps another 'name'");
            continue;
        }
        const auto [space, isNewSpace] =
            byNamespace.emplace(environment->namespaceName, environment);
        if (!isNewSpace) {
            diagnostics.error(place,
                              fmt::format("environments {} and {} share the namespace {}",
                                          quoteWord(space->second->id), quoteWord(environment->id),
                                          quoteWord(environment->namespaceName)),
                              "give one of them another 'namespace' in its blueprint");
        }
        if (!isKubernetesName(environment->namespaceName)) {
            diagnostics.error(
                place,
                fmt::format("environment {} needs the namespace {}, which is no "
                            "Kubernetes name (lower case, digits and '-', at most "
                            "{})",
                            quoteWord(environment->id), quoteWord(environment->namespaceName),
                            kKubernetesNameMax),
                "set 'namespace' in its blueprint");
        }
    }
}

void checkWorkloads(const Scenario& scenario, Diagnostics& diagnostics) {
    for (const App& app : scenario.apps) {
        std::map<std::string, const RawWorkload*> seen;
        for (const RawWorkload& workload : app.workloads) {
            const std::string id = workload.environment + "/" + workload.name;
            const auto [first, isNew] = seen.emplace(id, &workload);
            if (!isNew) {
                diagnostics.error(workload.place,
                                  fmt::format("workload {} of app {} is given twice, on line {} "
                                              "and on line {}",
                                              quoteWord(id), quoteWord(app.name),
                                              first->second->place.line, workload.place.line));
            }
        }
    }
}

void checkNotEmpty(const Scenario& scenario, Diagnostics& diagnostics) {
    const bool hasPods =
        std::any_of(scenario.apps.begin(), scenario.apps.end(), [](const App& app) {
            return !app.environments.empty() && (app.blueprint || !app.workloads.empty());
        });
    if (!hasPods && !diagnostics.hasErrors()) {
        diagnostics.error({.file = scenario.file, .line = 0, .column = 0},
                          "there is no pod to plan: no app has an environment besides 'local'",
                          "add an app to 'apps'");
    }
}

void warnOfVersions(const Scenario& scenario, Diagnostics& diagnostics) {
    const App* first = nullptr;
    for (const App& app : scenario.apps) {
        if (!app.blueprint || app.blueprint->k3sVersion.empty()) {
            continue;
        }
        if (first == nullptr) {
            first = &app;
        } else if (app.blueprint->k3sVersion != first->blueprint->k3sVersion) {
            diagnostics.warning(app.place,
                                fmt::format("app {} wants K3s {}, app {} wants {}; the highest is "
                                            "planned",
                                            quoteWord(first->name), first->blueprint->k3sVersion,
                                            quoteWord(app.name), app.blueprint->k3sVersion));
            return;
        }
    }
}

struct HostClaim {
    std::string environmentId;
    std::string host;
    std::string service;
    SourcePlace place;
};

/// Hosts of an environment's own Ingress rules. Those of a service in the Commons belong to the
/// Commons and may be named by every tenant.
std::vector<HostClaim> hostClaims(const Environment& environment,
                                  const BlueprintEnvironment& lists) {
    std::vector<HostClaim> claims;
    const auto isShared = [&](const std::string& service) {
        if (service.rfind("s3", 0) != 0) {
            return std::find(lists.plex.begin(), lists.plex.end(), service) != lists.plex.end();
        }
        return std::any_of(lists.plex.begin(), lists.plex.end(), [](const std::string& word) {
            const auto kind = parseServiceKind(word);
            return kind && serviceFacts(*kind).category == ServiceCategory::ObjectStorage;
        });
    };
    for (const auto& [service, host] : lists.hosts) {
        if (!host.empty() && !isShared(service)) {
            claims.push_back({.environmentId = environment.id,
                              .host = host,
                              .service = service,
                              .place = lists.hostPlaces.at(service)});
        }
    }
    for (const std::string& host : lists.additionalWebHosts) {
        claims.push_back({.environmentId = environment.id,
                          .host = host,
                          .service = "web",
                          .place = lists.place});
    }
    return claims;
}

void warnOfHosts(const Scenario& scenario, Diagnostics& diagnostics) {
    std::map<std::string, HostClaim> byHost;
    for (const App& app : scenario.apps) {
        for (const Environment& environment : app.environments) {
            const BlueprintEnvironment* lists =
                app.blueprint ? app.blueprint->findEnvironment(environment.name) : nullptr;
            if (lists == nullptr) {
                continue;
            }
            for (HostClaim& claim : hostClaims(environment, *lists)) {
                const auto [first, isNew] = byHost.emplace(claim.host, claim);
                if (!isNew && first->second.environmentId != claim.environmentId) {
                    diagnostics.warning(
                        claim.place,
                        fmt::format("host {} is claimed by {} ({}) and by {} ({})",
                                    quoteWord(claim.host), quoteWord(first->second.environmentId),
                                    placeText(first->second.place), quoteWord(claim.environmentId),
                                    placeText(claim.place)),
                        "only one of them would be reached; change one");
                }
            }
        }
    }
}

/// An environment is a tenant where one of its services is shared today or must become so.
bool isTenant(const std::string& environmentId, const std::vector<ServiceChoice>& choices) {
    return std::any_of(choices.begin(), choices.end(), [&](const ServiceChoice& choice) {
        return choice.environmentId == environmentId && !choice.allowed.empty() &&
               choice.allowed.front() == Mode::Plex;
    });
}

void warnOfTenants(const Scenario& scenario, Diagnostics& diagnostics) {
    std::vector<Tenant> tenants;
    std::map<std::string, SourcePlace> places;
    const std::vector<ServiceChoice> choices = serviceChoices(scenario);
    for (const App& app : scenario.apps) {
        for (const Environment& environment : app.environments) {
            if (!app.blueprint || !isTenant(environment.id, choices)) {
                continue;
            }
            tenants.push_back({.environmentId = environment.id,
                               .id = tenantId(app.blueprint->name, environment.name),
                               .bucket = bucketName(app.blueprint->name, environment.name)});
            places[environment.id] = environment.place;
        }
    }
    for (const TenantCollision& collision : tenantCollisions(tenants)) {
        diagnostics.warning(
            places[collision.second],
            fmt::format("{} ({}) and {} ({}) would both be tenant {} of the "
                        "Commons",
                        quoteWord(collision.first), placeText(places[collision.first]),
                        quoteWord(collision.second), placeText(places[collision.second]),
                        quoteWord(collision.name)),
            "rename one of the apps before it joins");
    }
}

}  // namespace

void warnOfCollisions(const Scenario& scenario, Diagnostics& diagnostics) {
    warnOfHosts(scenario, diagnostics);
    warnOfTenants(scenario, diagnostics);
}

void checkScenario(const Scenario& scenario, Diagnostics& diagnostics) {
    checkIds(scenario, diagnostics);
    checkWorkloads(scenario, diagnostics);
    checkNotEmpty(scenario, diagnostics);
    warnOfVersions(scenario, diagnostics);
    if (!diagnostics.hasErrors()) {
        warnOfCollisions(scenario, diagnostics);
    }
}

void checkOverrides(const Scenario& scenario, const DocumentNode* overrides,
                    Diagnostics& diagnostics) {
    if (overrides == nullptr) {
        return;
    }
    std::vector<std::string> known;
    for (const ServiceChoice& choice : serviceChoices(scenario)) {
        known.push_back(choice.key());
    }
    const std::set<std::string> index(known.begin(), known.end());
    constexpr int kUnknownMax = 100;
    int unknown = 0;
    for (const DocumentNode::Entry& entry : overrides->entries) {
        if (index.count(entry.key) == 0 && ++unknown <= kUnknownMax) {
            diagnostics.error(
                entry.keyPlace,
                fmt::format("{} names no service of a planned environment", quoteWord(entry.key)),
                didYouMean(entry.key, known));
        }
    }
    if (unknown > kUnknownMax) {
        diagnostics.error(
            overrides->place,
            fmt::format("{} further keys of 'overrides' name no service", unknown - kUnknownMax));
    }
}

void checkOfferNames(const std::vector<Offer>& offers, const DocumentNode* list,
                     Diagnostics& diagnostics) {
    std::set<std::string> seen;
    for (const Offer& offer : offers) {
        if (!seen.insert(qualifiedName(offer)).second) {
            diagnostics.error(list->place,
                              fmt::format("offer {} is given twice", quoteWord(offer.name)),
                              "use 'count', or another name");
        }
    }
}

}  // namespace stowage
