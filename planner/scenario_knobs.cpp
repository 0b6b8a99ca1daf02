#include "planner/scenario_knobs.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "model/human_text.h"
#include "model/json_patch.h"
#include "model/quantity.h"

namespace stowage::planner {
namespace {

using Knobs = std::vector<ScenarioKnob>;
constexpr std::int64_t kPermille = 1'000;  ///< in parts per million
constexpr std::int64_t kMebibyte = 1024 * 1024;

std::string appIndexOf(const Scenario& scenario, const Environment& environment) {
    const auto at = std::ranges::find(scenario.apps, environment.app, &App::name);
    return std::to_string(at - scenario.apps.begin());
}

Environment* mutableEnvironment(Scenario& scenario, const std::string& id) {
    for (App& app : scenario.apps) {
        const auto at = std::ranges::find(app.environments, id, &Environment::id);
        if (at != app.environments.end()) {
            return &*at;
        }
    }
    return nullptr;
}

DocumentNode noPatch(std::int64_t) {
    return makeSequence();
}

/// "0.045" of parts per million, without trailing zeros.
DocumentNode shareNode(std::int64_t ppm) {
    std::string text = toDecimal(Money::fromRaw(ppm));
    return makeDecimal(text);
}

void addSharing(const Scenario& scenario, const RefusedLayout& refused, Knobs& knobs) {
    std::vector<std::string> keys;
    for (const ServiceChoice& choice : serviceChoices(scenario)) {
        const auto mode = refused.layout.arrangement.services.find(choice.key());
        if (mode != refused.layout.arrangement.services.end() && mode->second == Mode::Own &&
            serviceFacts(choice.kind).canPlex) {
            keys.push_back(choice.key());
        }
    }
    if (keys.empty()) {
        return;
    }
    const DocumentNode& document = scenario.document;
    knobs.push_back({.kind = FixKind::Share,
                     .current = 0,
                     .extreme = 1,
                     .apply =
                         [keys](Scenario& changed, std::int64_t) {
                             for (const std::string& key : keys) {
                                 changed.services.overrides[key] = ModeWish::Plex;
                             }
                         },
                     .patch =
                         [keys, &document](std::int64_t) {
                             std::vector<DocumentSetting> settings;
                             for (const std::string& key : keys) {
                                 settings.push_back({.path = {"services", "overrides", key},
                                                     .value = makeString("plex")});
                             }
                             return patchSetting(document, settings);
                         },
                     .text =
                         [keys](std::int64_t) {
                             return fmt::format("share {} in a Commons",
                                                keys.size() > 3
                                                    ? fmt::format("{} services", keys.size())
                                                    : fmt::format("{}", fmt::join(keys, ", ")));
                         }});
}

struct PodsOfRole {
    std::string environmentId, role;
    Bytes memory;         ///< expected, all replicas
    Bytes request;        ///< of one pod
    MilliCpu cpuRequest;  ///< of one pod
    std::int64_t workers = 0;
};

/// App roles of the refused layout, the ones that hold the most memory first.
std::vector<PodsOfRole> appRoles(const Scenario& scenario, const RefusedLayout& refused) {
    std::vector<PodsOfRole> roles;
    if (!refused.layout.expansion) {
        return roles;
    }
    for (const PlannedWorkload& workload : refused.layout.expansion->workloads) {
        if (workload.origin != WorkloadOrigin::App) {
            continue;
        }
        const Environment* environment = scenario.findEnvironment(workload.environmentId);
        if (environment == nullptr) {
            continue;
        }
        const ResourceAmounts requests = effectiveRequests(workload.pod);
        const auto workers = environment->workers.find(workload.role);
        const bool hasWorkers = workload.role == "horizon" || workload.role == "queues";
        roles.push_back({.environmentId = workload.environmentId,
                         .role = workload.role,
                         .memory = times(workload.demand.memory.expected, workload.replicas),
                         .request = requests.memory(),
                         .cpuRequest = requests.cpu(),
                         .workers = workers != environment->workers.end() ? workers->second
                                    : hasWorkers                          ? 3
                                                                          : 0});
    }
    std::ranges::stable_sort(roles,
                             [](const auto& a, const auto& b) { return a.memory > b.memory; });
    return roles;
}

ScenarioKnob workersKnob(const Scenario& scenario, const std::vector<PodsOfRole>& roles) {
    const DocumentNode& document = scenario.document;
    std::vector<std::vector<std::string>> paths;
    for (const PodsOfRole& role : roles) {
        const Environment* environment = scenario.findEnvironment(role.environmentId);
        paths.push_back(
            {"apps", appIndexOf(scenario, *environment), "workers", environment->name, role.role});
    }
    const std::string role = roles.front().role;
    const std::string where = roles.size() == 1 ? roles.front().environmentId : "every environment";
    const std::int64_t current = roles.front().workers;
    return {
        .kind = FixKind::Share,
        .current = current,
        .extreme = 1,
        .apply =
            [roles](Scenario& changed, std::int64_t amount) {
                for (const PodsOfRole& one : roles) {
                    if (Environment* environment = mutableEnvironment(changed, one.environmentId)) {
                        environment->workers[one.role] = std::min(amount, one.workers);
                    }
                }
            },
        .patch =
            [paths, roles, &document](std::int64_t amount) {
                std::vector<DocumentSetting> settings;
                for (std::size_t at = 0; at < paths.size(); ++at) {
                    settings.push_back({.path = paths[at],
                                        .value = makeNumber(std::min(amount, roles[at].workers))});
                }
                return patchSetting(document, settings);
            },
        .text =
            [role, where, current](std::int64_t amount) {
                return fmt::format("{} {} worker{} in {} instead of {}", amount, role,
                                   amount == 1 ? "" : "s", where, current);
            }};
}

void addWorkers(const Scenario& scenario, const RefusedLayout& refused, Knobs& knobs) {
    std::vector<PodsOfRole> roles = appRoles(scenario, refused);
    std::erase_if(roles, [](const PodsOfRole& role) { return role.workers < 2; });
    std::size_t singles = 0;
    for (const PodsOfRole& role : roles) {
        if (singles++ < 2) {
            knobs.push_back(workersKnob(scenario, {role}));
        }
    }
    std::map<std::string, std::vector<PodsOfRole>> byRole;
    for (const PodsOfRole& role : roles) {
        byRole[role.role].push_back(role);
    }
    for (const auto& [role, all] : byRole) {
        if (all.size() > 1) {
            knobs.push_back(workersKnob(scenario, all));
        }
    }
}

void addRequests(const Scenario& scenario, const RefusedLayout& refused, Knobs& knobs) {
    std::map<std::string, std::vector<PodsOfRole>> byRole;
    for (const PodsOfRole& role : appRoles(scenario, refused)) {
        byRole[role.role].push_back(role);
    }
    const bool isCpu = refused.shortage.resource == kCpu;
    const DocumentNode& document = scenario.document;
    for (const auto& [roleName, all] : byRole) {
        const std::string role = roleName;
        const std::vector<PodsOfRole> pods = all;
        const std::int64_t current =
            isCpu ? pods.front().cpuRequest.raw() : pods.front().request.raw() / kMebibyte;
        if (current < 2) {
            continue;
        }
        const auto value = [isCpu](std::int64_t amount) {
            return isCpu ? toQuantity(milliCpu(amount)) : fmt::format("{}Mi", amount);
        };
        const std::string resource = isCpu ? kCpu : kMemory;
        const auto scale = isCpu ? std::int64_t{1} : kMebibyte;
        knobs.push_back(
            {.kind = FixKind::Share,
             .current = current,
             .extreme = 1,
             .apply =
                 [pods, resource, scale](Scenario& changed, std::int64_t amount) {
                     for (const PodsOfRole& one : pods) {
                         Environment* environment = mutableEnvironment(changed, one.environmentId);
                         ResourceOverride& resources = environment->resources[one.role];
                         resources.requests.set(resource, amount * scale);
                         if (std::ranges::find(resources.requestsGiven, resource) ==
                             resources.requestsGiven.end()) {
                             resources.requestsGiven.push_back(resource);
                         }
                     }
                 },
             .patch =
                 [pods, resource, value, &scenario, &document](std::int64_t amount) {
                     std::vector<DocumentSetting> settings;
                     for (const PodsOfRole& one : pods) {
                         const Environment* environment =
                             scenario.findEnvironment(one.environmentId);
                         settings.push_back(
                             {.path = {"apps", appIndexOf(scenario, *environment), "resources",
                                       environment->name, one.role, "requests", resource},
                              .value = makeString(value(amount))});
                     }
                     return patchSetting(document, settings);
                 },
             .text =
                 [role, resource, value, current](std::int64_t amount) {
                     return fmt::format("{} requests of {} in {} pods instead of {}", resource,
                                        value(amount), role, value(current));
                 }});
    }
}

void addHeadroom(const Scenario& scenario, Knobs& knobs) {
    const std::int64_t current = scenario.requirements.headroom.raw() / kPermille;
    if (current < 1) {
        return;
    }
    const DocumentNode& document = scenario.document;
    knobs.push_back(
        {.kind = FixKind::Accept,
         .current = current,
         .extreme = 0,
         .apply =
             [](Scenario& changed, std::int64_t amount) {
                 changed.requirements.headroom = PartsPerMillion::fromRaw(amount * kPermille);
             },
         .patch =
             [&document](std::int64_t amount) {
                 DocumentNode patch = makeSequence();
                 addSetOperation(patch, document, {"requirements", "headroom"},
                                 shareNode(amount * kPermille));
                 return patch;
             },
         .text =
             [current](std::int64_t amount) {
                 return fmt::format(
                     "accept less headroom: {}.{} % of each node free instead of {}.{} %",
                     amount / 10, amount % 10, current / 10, current % 10);
             }});
}

void addLightApps(const Scenario& scenario, Knobs& knobs) {
    const bool any = std::ranges::any_of(scenario.environments(), [](const Environment* one) {
        return one->weight != Weight::Light;
    });
    if (!any) {
        return;
    }
    knobs.push_back({.kind = FixKind::IfTrue,
                     .current = 0,
                     .extreme = 1,
                     .apply =
                         [](Scenario& changed, std::int64_t) {
                             for (App& app : changed.apps) {
                                 for (Environment& environment : app.environments) {
                                     environment.weight = Weight::Light;
                                 }
                             }
                         },
                     .patch = noPatch,
                     .text =
                         [](std::int64_t) {
                             return std::string(
                                 "only if it is true: the apps load little code (weight: light)");
                         }});
}

void addTraffic(const Scenario& scenario, Knobs& knobs) {
    double most = 0;
    std::string where;
    for (const Environment* environment : scenario.environments()) {
        if (environment->traffic.peakRps > most) {
            most = environment->traffic.peakRps;
            where = environment->id;
        }
    }
    // In tenths of a request per second, so that bisection ends.
    const auto current = static_cast<std::int64_t>(most * 10);
    if (current < 1) {
        return;
    }
    knobs.push_back({.kind = FixKind::IfTrue,
                     .current = current,
                     .extreme = 0,
                     .apply =
                         [where](Scenario& changed, std::int64_t amount) {
                             mutableEnvironment(changed, where)->traffic.peakRps =
                                 static_cast<double>(amount) / 10;
                         },
                     .patch = noPatch,
                     .text =
                         [where, current](std::int64_t amount) {
                             return fmt::format(
                                 "only if it is true: {} peaks at {}.{} requests a second instead "
                                 "of {}.{}",
                                 where, amount / 10, amount % 10, current / 10, current % 10);
                         }});
}

void addLatencyLimit(const Scenario& scenario, Knobs& knobs) {
    const std::int64_t current = scenario.requirements.p95LatencyMs;
    const DocumentNode& document = scenario.document;
    knobs.push_back(
        {.kind = FixKind::Accept,
         .current = current,
         .extreme = current * 10,
         .apply = [](Scenario& changed,
                     std::int64_t amount) { changed.requirements.p95LatencyMs = amount; },
         .patch =
             [&document](std::int64_t amount) {
                 DocumentNode patch = makeSequence();
                 addSetOperation(patch, document, {"requirements", "p95LatencyMs"},
                                 makeNumber(amount));
                 return patch;
             },
         .text =
             [current](std::int64_t amount) {
                 return fmt::format("accept a p95 latency of {} ms instead of {} ms", amount,
                                    current);
             }});
}

/// Takes an environment off one of the requirement lists.
ScenarioKnob dropRequirement(const Scenario& scenario, const std::string& key,
                             std::vector<std::string> Requirements::*list, std::string text) {
    const DocumentNode& document = scenario.document;
    return {
        .kind = FixKind::Accept,
        .current = 0,
        .extreme = 1,
        .apply = [list](Scenario& changed, std::int64_t) { (changed.requirements.*list).clear(); },
        .patch =
            [key, &document](std::int64_t) {
                DocumentNode patch = makeSequence();
                addSetOperation(patch, document, {"requirements", key}, makeSequence());
                return patch;
            },
        .text = [text](std::int64_t) { return text; }};
}

void addStrategies(const Scenario& scenario, const RefusedLayout& refused, Knobs& knobs) {
    const Strategy wanted =
        refused.layout.layout.nodes.size() > 1 ? Strategy::MultiNodeHa : Strategy::SingleNode;
    const DocumentNode& document = scenario.document;
    knobs.push_back(
        {.kind = FixKind::Share,
         .current = 0,
         .extreme = 1,
         .apply =
             [wanted](Scenario& changed, std::int64_t) {
                 for (App& app : changed.apps) {
                     for (Environment& environment : app.environments) {
                         environment.strategy = wanted;
                     }
                 }
             },
         .patch =
             [wanted, &scenario, &document](std::int64_t) {
                 std::vector<DocumentSetting> settings;
                 for (const Environment* environment : scenario.environments()) {
                     settings.push_back({.path = {"apps", appIndexOf(scenario, *environment),
                                                  "strategy", environment->name},
                                         .value = makeString(std::string(toWord(wanted)))});
                 }
                 return patchSetting(document, settings);
             },
         .text =
             [wanted](std::int64_t) {
                 return fmt::format("strategy {} for every environment", toWord(wanted));
             }});
}

void addCostLimit(const Scenario& scenario, const RefusedLayout& refused, Knobs& knobs) {
    const Money needed = refused.layout.bill.monthly;
    const DocumentNode& document = scenario.document;
    const std::string currency = scenario.currency;
    knobs.push_back(
        {.kind = FixKind::Accept,
         .current = 0,
         .extreme = 1,
         .apply = [needed](Scenario& changed,
                           std::int64_t) { changed.requirements.maxMonthlyCost = needed; },
         .patch =
             [needed, &document](std::int64_t) {
                 DocumentNode patch = makeSequence();
                 addSetOperation(patch, document, {"requirements", "maxMonthlyCost"},
                                 makeDecimal(toDecimal(needed)));
                 return patch;
             },
         .text =
             [needed, currency](std::int64_t) {
                 return fmt::format("allow {} a month", moneyText(needed, currency));
             }});
}

}  // namespace

Scenario withoutDocuments(const Scenario& scenario) {
    Scenario light = scenario;
    light.document = {};
    for (App& app : light.apps) {
        if (app.blueprint) {
            app.blueprint->source = {};
        }
    }
    return light;
}

void holdLayout(Scenario& scenario, const Layout& layout, Money priceMax) {
    FixedLayout fixed{.topology = layout.topology, .nodes = {}, .place = {}};
    for (const LayoutNode& node : layout.nodes) {
        if (!fixed.nodes.empty() && fixed.nodes.back().offer == node.offer.name &&
            fixed.nodes.back().provider == node.offer.provider) {
            ++fixed.nodes.back().count;
        } else {
            fixed.nodes.push_back(
                {.provider = node.offer.provider, .offer = node.offer.name, .count = 1});
        }
    }
    scenario.candidates.fixed = std::move(fixed);
    Requirements& requirements = scenario.requirements;
    requirements.maxMonthlyCost =
        std::min(requirements.maxMonthlyCost.value_or(priceMax), priceMax);
}

std::vector<ScenarioKnob> knobsFor(const Scenario& scenario, const RefusedLayout& refused) {
    Knobs knobs;
    switch (refused.check) {
        case CheckId::FitMemory:
            addSharing(scenario, refused, knobs);
            addWorkers(scenario, refused, knobs);
            addHeadroom(scenario, knobs);
            addLightApps(scenario, knobs);
            break;
        case CheckId::FitRequests:
        case CheckId::RolloutSurge:
            addRequests(scenario, refused, knobs);
            addHeadroom(scenario, knobs);
            break;
        case CheckId::FitCpu:
            addHeadroom(scenario, knobs);
            addTraffic(scenario, knobs);
            addLightApps(scenario, knobs);
            break;
        case CheckId::LatencyP95:
            addLatencyLimit(scenario, knobs);
            addTraffic(scenario, knobs);
            addLightApps(scenario, knobs);
            break;
        case CheckId::NodeLoss:
        case CheckId::StorageFollow:
            knobs.push_back(dropRequirement(scenario, "surviveNodeLoss",
                                            &Requirements::surviveNodeLoss,
                                            "accept that no environment survives a node"));
            break;
        case CheckId::RolloutDowntime:
            knobs.push_back(dropRequirement(scenario, "zeroDowntimeDeploys",
                                            &Requirements::zeroDowntimeDeploys,
                                            "accept a short gap at every deploy"));
            break;
        case CheckId::StrategyConsistent:
            addStrategies(scenario, refused, knobs);
            break;
        case CheckId::LimitCost:
            addCostLimit(scenario, refused, knobs);
            break;
        case CheckId::FitPods:
        case CheckId::FitDisk:
        case CheckId::FitPorts:
        case CheckId::StorageSqlite:
        case CheckId::StorageRwx:
        case CheckId::CommonsRedisIndexes:
        case CheckId::CommonsTenantIds:
        case CheckId::CommonsLoginLength:
        case CheckId::CommonsConnections:
        case CheckId::HostsUnique:
        case CheckId::PriceFresh:
        case CheckId::LimitNodes:
        case CheckId::LimitZones:
            break;
    }
    return knobs;
}

}  // namespace stowage::planner
