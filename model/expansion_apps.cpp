#include <fmt/format.h>

#include <algorithm>

#include "model/base/invariant.h"
#include "model/expander.h"

namespace stowage {
namespace {

/// The waiting init container asks again after this.
constexpr double kPollSeconds = 2;

bool isOctane(const Blueprint& blueprint, const BlueprintEnvironment& settings) {
    return blueprint.hasFeature("octane", settings);
}

bool isLaravel(const Blueprint& blueprint) {
    return !blueprint.framework || blueprint.framework->empty() ||
           *blueprint.framework == "laravel";
}

RoleFacts factsOf(const Blueprint& blueprint, const BlueprintEnvironment& settings,
                  const std::string& role, std::int64_t replicas) {
    const bool octane = isOctane(blueprint, settings);
    return {.role = role,
            .isLaravel = isLaravel(blueprint),
            .usesOctane = octane,
            .usesFrankenphp = octane || blueprint.serverVariation == ServerVariation::Frankenphp,
            .replicas = replicas};
}

void apply(const ResourceOverride& change, ContainerTemplate& container) {
    for (const auto& [name, amount] : change.requests.entries()) {
        container.requests.set(name, amount);
    }
    for (const std::string& name : change.requestsGiven) {
        if (change.requests.get(name) == 0) {
            container.requests.set(name, 0);
            container.zeroRequests.push_back(name);
        }
    }
    for (const auto& [name, limit] : change.limits.entries()) {
        container.limits.set(name, limit);
    }
}

template <typename Value>
const Value* find(const std::map<std::string, Value>& values, const std::string& key) {
    const auto at = values.find(key);
    return at == values.end() ? nullptr : &at->second;
}

/// Default, then the blueprint's `default` and component, then the scenario's, dimension by
/// dimension.
void applyOverrides(const BlueprintEnvironment& settings, const Environment& environment,
                    const std::string& role, ContainerTemplate& container) {
    for (const auto* source : {&settings.resources, &environment.resources}) {
        for (const std::string& key : {std::string("default"), role}) {
            if (const ResourceOverride* change = find(*source, key)) {
                apply(*change, container);
            }
        }
    }
}

/// The scenario's word, else the most that autoscaling may reach, else the blueprint's, else what
/// the strategy gives.
std::int64_t replicasOf(const BlueprintEnvironment& settings, const Environment& environment,
                        const RoleTemplate& role, Strategy strategy) {
    if (role.kind == WorkloadKind::CronJob) {
        return 1;
    }
    for (const std::string& key : {role.name, std::string("default")}) {
        if (const std::int64_t* own = find(environment.replicas, key)) {
            return *own;
        }
    }
    if (const Autoscale* autoscale = find(settings.autoscale, role.name)) {
        return autoscale->max;
    }
    for (const std::string& key : {role.name, std::string("default")}) {
        if (const int* own = find(settings.replicas, key)) {
            return *own;
        }
    }
    return strategy == Strategy::SingleNode ? role.replicasSingleNode : role.replicasMultiNodeHa;
}

bool isOnRequestPath(const std::string& role) {
    return role == "web" || role == "ssr";
}

bool opensDatabase(const std::string& role) {
    return role != "reverb" && role != "ssr";
}

/// The database and the cache, where they run in the environment's own namespace.
bool isWaitedFor(ServiceKind kind) {
    const ServiceCategory category = serviceFacts(kind).category;
    return category == ServiceCategory::Database || category == ServiceCategory::Cache;
}

/// Fills in what the roles at [first, firstService) wait for before they start: web for the own
/// services behind them, the workers for web. Web comes first.
void waitForDependencies(std::vector<PlannedWorkload>& workloads, std::size_t first,
                         std::size_t firstService) {
    const bool webWaits =
        std::any_of(workloads.begin() + static_cast<std::ptrdiff_t>(firstService), workloads.end(),
                    [](const PlannedWorkload& service) { return isWaitedFor(*service.service); });
    double webSeconds = 0;
    for (std::size_t position = first; position < firstService; ++position) {
        PlannedWorkload& role = workloads[position];
        if (role.role == "web") {
            if (webWaits) {
                role.pod.initContainers.push_back(
                    {.name = "wait-for-deps", .image = role.pod.containers.front().image});
                role.timing.waitForDependenciesSeconds = kPollSeconds;
            }
            // While web is replaced without overlap, nobody answers until the new pod is ready.
            webSeconds = role.updateStrategy.kind == UpdateKind::Recreate
                             ? role.timing.waitForDependenciesSeconds + role.timing.startSeconds
                             : 0;
        } else if (!role.pod.initContainers.empty()) {
            role.timing.waitForDependenciesSeconds = webSeconds + kPollSeconds;
        }
    }
}

}  // namespace

void Expander::prepareEnvironment(const App& app, const Environment& environment) {
    static const BlueprintEnvironment kNoSettings;
    EnvironmentParts parts;
    parts.app = &app;
    parts.environment = &environment;
    if (app.blueprint) {
        const BlueprintEnvironment* found = app.blueprint->findEnvironment(environment.name);
        parts.settings = found == nullptr ? &kNoSettings : found;
        for (const ServiceKind kind : environmentServices(*app.blueprint, *parts.settings)) {
            const std::string key = serviceKey(environment.id, kind);
            parts.services.push_back({kind, m_modesToday.at(key), key});
        }
        parts.strategyToday = environment.strategy.value_or(
            parts.settings->strategy.value_or(app.blueprint->defaultStrategy));
        prepareCompanions(parts);
        m_workloadsMax += m_table.roles.size();
    }
    prepareRaw(app, parts);
    m_workloadsMax += parts.services.size() + parts.companions.size() + parts.raw.size();
    m_positions.emplace(environment.id, m_environments.size());
    m_environments.push_back(std::move(parts));
}

void Expander::prepareRoles(const EnvironmentParts& parts, Strategy strategy,
                            StrategyParts& made) const {
    const Blueprint& blueprint = *parts.app->blueprint;
    const auto add = [&](const RoleTemplate& role) {
        made.roles.push_back(roleWorkload(parts, role, strategy, made.adjustments));
    };
    if (!isLaravel(blueprint)) {
        add(m_table.otherFrameworkWeb);
    } else {
        for (const RoleTemplate& role : m_table.roles) {
            if (role.feature.empty() || blueprint.hasFeature(role.feature, *parts.settings)) {
                add(role);
            }
        }
    }
    const Environment& environment = *parts.environment;
    made.load = {.tenants = 1,
                 .databaseSize = environment.data.databaseSize,
                 .redisKeys = environment.data.redisKeys,
                 .objects = environment.data.objects,
                 .requestsPerSecond = environment.traffic.peakRps,
                 .jobsPerSecond = environment.traffic.jobsPerMinute / 60.0};
    for (const PlannedWorkload& role : made.roles) {
        made.load.connections += role.workers * role.replicas;
        addNotes(parts, role, made.notes);
    }
}

void Expander::addNotes(const EnvironmentParts& parts, const PlannedWorkload& role,
                        std::vector<std::string>& notes) const {
    const std::string name = role.environmentId + "/" + role.role;
    const Autoscale* autoscale = find(parts.settings->autoscale, role.role);
    if (autoscale != nullptr && autoscale->max == role.replicas && autoscale->max > 1) {
        notes.push_back(
            fmt::format("{} may scale to {} pods; all of them are planned", name, role.replicas));
    }
    const bool hasRedis = std::any_of(
        parts.services.begin(), parts.services.end(),
        [](const ServiceOfEnvironment& service) { return service.kind == ServiceKind::Redis; });
    if (role.role == "reverb" && role.replicas > 1 && !hasRedis) {
        notes.push_back(
            fmt::format("{} runs {} pods without Redis between them: clients miss "
                        "messages that another pod sends",
                        name, role.replicas));
    }
}

PlannedWorkload Expander::roleWorkload(const EnvironmentParts& parts, const RoleTemplate& role,
                                       Strategy strategy,
                                       std::vector<Adjustment>& adjustments) const {
    const Blueprint& blueprint = *parts.app->blueprint;
    const Environment& environment = *parts.environment;
    const std::int64_t replicas = replicasOf(*parts.settings, environment, role, strategy);
    const std::string image =
        environment.image.empty() ? parts.app->name + ":latest" : environment.image;
    PodTemplate pod = podOf(role, role.container, image);
    pod.containers.front().requests = m_table.appRequests;
    pod.containers.front().limits = m_table.appLimits;
    applyOverrides(*parts.settings, environment, role.name, pod.containers.front());
    mountAppVolumes(parts, role, strategy, pod);
    if (strategy == Strategy::MultiNodeHa && role.kind == WorkloadKind::Deployment) {
        pod.spread.push_back(spreadOver(pod, WhenUnsatisfiable::ScheduleAnyway));
    }
    if (role.waitsForWeb) {
        pod.initContainers.push_back({.name = "wait-for-deps", .image = image});
    }
    const RoleFacts facts = factsOf(blueprint, *parts.settings, role.name, replicas);
    PlannedWorkload workload;
    workload.name = role.name;
    workload.namespaceName = environment.namespaceName;
    workload.environmentId = environment.id;
    workload.origin = WorkloadOrigin::App;
    workload.role = role.name;
    workload.kind = role.kind;
    workload.replicas = replicas;
    workload.updateStrategy = role.updateStrategy;
    workload.demand = m_demand.role(environment, facts, pod);
    workload.timing =
        timingOf(role, pullsFromRegistry() ? m_demand.pullSeconds(workload.demand.imageDisk) : 0);
    workload.workers = opensDatabase(role.name) ? workersOf(environment, facts, m_assumptions) : 0;
    workload.onRequestPath = isOnRequestPath(role.name);
    workload.pod = std::move(pod);
    if (const auto* nodes = find(environment.runsOn, role.name)) {
        workload.runsOn = *nodes;
    }
    adjustRole(workload, adjustments);
    return workload;
}

void Expander::mountAppVolumes(const EnvironmentParts& parts, const RoleTemplate& role,
                               Strategy strategy, PodTemplate& pod) const {
    const Environment& environment = *parts.environment;
    const auto hasService = [&](auto&& isWanted) {
        return std::any_of(parts.services.begin(), parts.services.end(),
                           [&](const auto& service) { return isWanted(service.kind); });
    };
    // Without object storage, uploads live in the app's own volume.
    const bool keepsObjects = !hasService([](ServiceKind kind) {
        return serviceFacts(kind).category == ServiceCategory::ObjectStorage;
    });
    VolumeMount storage{.claim = parts.app->name + "-" + m_table.appStorage.name,
                        .size = m_table.appStorage.size,
                        .used = keepsObjects ? environment.data.objects : Bytes()};
    if (role.mountsStorage && strategy == Strategy::SingleNode) {
        storage.storageClass = storageClassOf(*parts.settings);
        pod.volumes.push_back(std::move(storage));
    } else if (role.mountsStorage && parts.settings->sharedStorage) {
        storage.accessMode = AccessMode::ReadWriteMany;
        storage.storageClass = m_table.sharedStorageClass;
        pod.volumes.push_back(std::move(storage));
    }
    if (role.mountsDatabaseFile &&
        hasService([](ServiceKind kind) { return kind == ServiceKind::Sqlite; })) {
        pod.volumes.push_back({.claim = parts.app->name + "-" + m_table.databaseFile.name,
                               .size = m_table.databaseFile.size,
                               .used = environment.data.databaseSize,
                               .storageClass = storageClassOf(*parts.settings)});
    }
}

std::optional<std::string> Expander::storageClassOf(const BlueprintEnvironment& settings) const {
    // The blueprint's class belongs to the managed cluster it was recorded for.
    return m_target.storageClass == StorageClassKind::Block ? settings.storageClass : std::nullopt;
}

const PlannedWorkload& Expander::ownServiceOf(EnvironmentParts& parts, Strategy strategy,
                                              ServiceKind kind) const {
    StrategyParts& made = strategyParts(parts, strategy);
    const auto known = made.ownServices.find(kind);
    if (known != made.ownServices.end()) {
        return known->second;
    }
    return made.ownServices.emplace(kind, ownService(parts, kind, made.load)).first->second;
}

PlannedWorkload Expander::ownService(const EnvironmentParts& parts, ServiceKind kind,
                                     const ServiceLoad& load) const {
    const PodSpecTemplate& source = m_table.services.at(kind);
    const Environment& environment = *parts.environment;
    const Blueprint& blueprint = *parts.app->blueprint;
    const std::string word(toWord(kind));
    const std::string* configured = find(m_scenario.serviceImages, word);
    std::string image = configured == nullptr ? source.image : *configured;
    if (configured == nullptr && kind == ServiceKind::Postgres &&
        blueprint.hasFeature("ai", *parts.settings)) {
        image = m_table.vectorPostgresImage;
    }
    PlannedWorkload workload;
    workload.pod = podOf(source, word, image);
    if (source.volume) {
        const bool isTemplate = source.volume->perReplica;
        workload.pod.volumes.push_back({.claim = isTemplate
                                                     ? source.volume->name
                                                     : parts.app->name + "-" + source.volume->name,
                                        .size = source.volume->size,
                                        .used = m_demand.volume(kind, load),
                                        .storageClass = storageClassOf(*parts.settings),
                                        .perReplica = isTemplate});
    }
    workload.name = word;
    workload.namespaceName = environment.namespaceName;
    workload.environmentId = environment.id;
    workload.origin = WorkloadOrigin::OwnService;
    workload.role = word;
    workload.service = kind;
    workload.kind = source.kind;
    workload.updateStrategy = source.updateStrategy;
    workload.demand = m_demand.service(kind, load, workload.pod);
    workload.timing = timingOf(source, m_demand.pullSeconds(workload.demand.imageDisk));
    workload.onRequestPath = true;
    if (const auto* nodes = find(environment.runsOn, word)) {
        workload.runsOn = *nodes;
    }
    return workload;
}

void Expander::prepareCompanions(EnvironmentParts& parts) const {
    const auto isNeeded = [&](const CompanionTemplate& companion) {
        if (companion.neededBy == "tunnel") {
            return parts.settings->tunnel;
        }
        return parts.app->blueprint->withCompanions &&
               std::any_of(parts.services.begin(), parts.services.end(), [&](const auto& service) {
                   return toWord(service.kind) == companion.neededBy;
               });
    };
    for (const CompanionTemplate& companion : m_table.companions) {
        if (!isNeeded(companion)) {
            continue;
        }
        PlannedWorkload workload;
        workload.pod = podOf(companion, companion.name, companion.image);
        workload.name = companion.name;
        workload.namespaceName = parts.environment->namespaceName;
        workload.environmentId = parts.environment->id;
        workload.origin = WorkloadOrigin::OwnService;
        workload.role = companion.name;
        workload.updateStrategy = companion.updateStrategy;
        workload.demand = m_demand.helper(companion.name, workload.pod);
        workload.timing = timingOf(companion, m_demand.pullSeconds(workload.demand.imageDisk));
        workload.onRequestPath = companion.neededBy == "tunnel";
        parts.companions.push_back(std::move(workload));
    }
}

void Expander::appendServices(EnvironmentParts& parts, const Arrangement& arrangement,
                              Expansion& expansion) const {
    const Strategy strategy = strategyOf(parts, arrangement);
    for (const ServiceOfEnvironment& service : parts.services) {
        const Mode mode = modeIn(arrangement, service.key, service.today);
        if (mode == Mode::Own) {
            expansion.workloads.push_back(ownServiceOf(parts, strategy, service.kind));
        } else if (mode == Mode::Managed) {
            expansion.managed.push_back(
                {.environmentId = parts.environment->id,
                 .kind = service.kind,
                 .paidElsewhere = service.today == Mode::Managed,
                 .dataSize = payloadOf(service.kind, strategyParts(parts, strategy).load)});
        }
    }
}

void Expander::appendEnvironment(const std::string& environmentId, const Arrangement& arrangement,
                                 Expansion& expansion) const {
    EnvironmentParts& parts = partsOf(environmentId);
    std::vector<PlannedWorkload>& workloads = expansion.workloads;
    if (parts.settings != nullptr) {
        const StrategyParts& made = strategyParts(parts, strategyOf(parts, arrangement));
        const std::size_t first = workloads.size();
        workloads.insert(workloads.end(), made.roles.begin(), made.roles.end());
        const std::size_t firstService = workloads.size();
        appendServices(parts, arrangement, expansion);
        waitForDependencies(workloads, first, firstService);
        workloads.insert(workloads.end(), parts.companions.begin(), parts.companions.end());
        expansion.adjustments.insert(expansion.adjustments.end(), made.adjustments.begin(),
                                     made.adjustments.end());
        expansion.notes.insert(expansion.notes.end(), made.notes.begin(), made.notes.end());
    }
    workloads.insert(workloads.end(), parts.raw.begin(), parts.raw.end());
    expansion.adjustments.insert(expansion.adjustments.end(), parts.rawAdjustments.begin(),
                                 parts.rawAdjustments.end());
}

}  // namespace stowage
