#include "model/simulate/check_commons.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>

#include "model/commons.h"
#include "model/simulate/check_text.h"
#include "model/simulate/web_pool.h"

namespace stowage::simulate {
namespace {

/// Above this share of a budget a check warns.
constexpr PartsPerMillion kCrowded = PartsPerMillion::fromRaw(800'000);
/// Defaults of the engines: MySQL and MariaDB 151, PostgreSQL 100.
constexpr std::int64_t kMysqlConnections = 151;
constexpr std::int64_t kPostgresConnections = 100;

bool isPlex(const AuditContext& context, const Environment& environment, ServiceKind kind) {
    const auto& services = context.input.expansion.arrangement.services;
    const auto mode = services.find(serviceKey(environment.id, kind));
    return mode != services.end() && mode->second == Mode::Plex;
}

/// Environments that share this service.
std::vector<const Environment*> tenantsOf(const AuditContext& context, ServiceKind kind) {
    std::vector<const Environment*> tenants;
    for (const Environment* environment : context.scenario().environments()) {
        if (isPlex(context, *environment, kind)) {
            tenants.push_back(environment);
        }
    }
    return tenants;
}

/// LaraKube names tenants by the blueprint, which need not be called as the scenario's app.
std::string appName(const AuditContext& context, const Environment& environment) {
    const App& app = context.scenario().appOf(environment);
    return app.blueprint ? app.blueprint->name : environment.app;
}

/// Every environment with a service in the Commons.
std::vector<Tenant> allTenants(const AuditContext& context) {
    std::vector<Tenant> tenants;
    for (const Environment* environment : context.scenario().environments()) {
        const auto& kinds = allServiceKinds();
        const bool isTenant = std::any_of(kinds.begin(), kinds.end(), [&](ServiceKind kind) {
            return isPlex(context, *environment, kind);
        });
        if (isTenant) {
            tenants.push_back(
                {.environmentId = environment->id,
                 .id = tenantId(appName(context, *environment), environment->name),
                 .bucket = bucketName(appName(context, *environment), environment->name)});
        }
    }
    return tenants;
}

// --- connections ---

bool isDatabase(const PlannedWorkload& workload) {
    return workload.service &&
           (*workload.service == ServiceKind::Mysql || *workload.service == ServiceKind::Mariadb ||
            *workload.service == ServiceKind::Postgres);
}

/// Digits at the end of "max_connections 300".
std::optional<std::int64_t> trailingNumber(const std::string& text) {
    std::size_t begin = text.size();
    while (begin > 0 && std::isdigit(static_cast<unsigned char>(text[begin - 1])) != 0) {
        --begin;
    }
    constexpr std::size_t kDigitsMax = 9;
    if (begin == text.size() || text.size() - begin > kDigitsMax) {
        return std::nullopt;
    }
    std::int64_t number = 0;
    for (std::size_t i = begin; i < text.size(); ++i) {
        number = number * 10 + (text[i] - '0');
    }
    return number;
}

std::int64_t connectionLimit(const AuditContext& context, const PlannedWorkload& engine) {
    for (const Adjustment& adjustment : context.input.expansion.adjustments) {
        if (adjustment.kind == AdjustmentKind::EngineSetting && adjustment.target == engine.id()) {
            if (const auto raised = trailingNumber(adjustment.to)) {
                return *raised;
            }
        }
    }
    return *engine.service == ServiceKind::Postgres ? kPostgresConnections : kMysqlConnections;
}

struct Connections {
    std::int64_t expected = 0;  ///< in use on average at the peak of a deploy
    std::int64_t most = 0;      ///< every process at once
};

/// Pods of a workload at the peak of a deploy of its environment.
std::int64_t peakPods(const AuditContext& context, std::size_t w) {
    for (const EnvironmentRollout& rollout : context.rollouts) {
        for (const WorkloadRollout& workload : rollout.workloads) {
            if (workload.workload.value() == w) {
                return std::max(workload.peakPods, context.workloads()[w].replicas);
            }
        }
    }
    return context.workloads()[w].replicas;
}

/// PHP-FPM connects for each request; every other process keeps its connection open.
std::int64_t expectedOf(const AuditContext& context, const Environment& environment,
                        const PlannedWorkload& workload, std::int64_t processes) {
    if (workload.role != "web" || workload.demand.profile != "web-fpm") {
        return processes;
    }
    const WebPool pool{.workload = &workload, .environment = &environment};
    const AssumedValue assumed = [&](std::string_view id, double otherwise) {
        return context.assumed(id, otherwise);
    };
    const double seconds = requestCpuSeconds(pool, assumed) / assumed("cpu.shared-scale", 0.75) +
                           assumed("web.wait", 0.02);
    const double busy = std::ceil(environment.traffic.peakRps * seconds);
    return std::min(processes, static_cast<std::int64_t>(std::min(busy, 1e9)));
}

void addTenant(const AuditContext& context, const Environment& environment, Connections& sum) {
    for (std::size_t w = 0; w < context.workloads().size(); ++w) {
        const PlannedWorkload& workload = context.workloads()[w];
        const bool connects = workload.role == "web" || workload.role == "horizon" ||
                              workload.role == "queues" || workload.role == "scheduler";
        if (workload.environmentId != environment.id || !connects ||
            workload.origin != WorkloadOrigin::App) {
            continue;
        }
        const std::int64_t processes =
            peakPods(context, w) * processesOf(context, environment, workload);
        sum.most += processes;
        sum.expected += expectedOf(context, environment, workload, processes);
    }
}

struct EngineConnections {
    const PlannedWorkload* engine = nullptr;
    Connections connections;
    std::int64_t limit = 0;

    Verdict verdict() const {
        if (connections.expected > limit) {
            return Verdict::Fail;
        }
        const bool isCrowded = connections.expected * kWhole.raw() > limit * kCrowded.raw();
        return connections.most > limit || isCrowded ? Verdict::Warn : Verdict::Pass;
    }
};

std::vector<EngineConnections> engines(const AuditContext& context) {
    std::vector<EngineConnections> list;
    for (const PlannedWorkload& workload : context.workloads()) {
        if (!isDatabase(workload)) {
            continue;
        }
        EngineConnections engine{.engine = &workload, .limit = connectionLimit(context, workload)};
        std::vector<std::string> tenants = workload.tenants;
        if (!workload.environmentId.empty()) {
            tenants = {workload.environmentId};
        }
        for (const std::string& id : tenants) {
            if (const Environment* environment = context.scenario().findEnvironment(id)) {
                addTenant(context, *environment, engine.connections);
            }
        }
        list.push_back(engine);
    }
    return list;
}

std::string connectionText(const EngineConnections& engine) {
    return fmt::format("{} sees {} in use at the peak of a deploy and takes {}",
                       engine.engine->id(),
                       countText(engine.connections.expected, "connection", "connections"),
                       groupedText(engine.limit));
}

}  // namespace

Check checkRedisIndexes(const AuditContext& context) {
    const auto used = static_cast<std::int64_t>(tenantsOf(context, ServiceKind::Redis).size());
    const std::int64_t budget = kRedisIndexCount;
    Check check = makeCheck(CheckId::CommonsRedisIndexes, Verdict::Pass, "");
    check.text = used == 0 ? "no environment shares a Redis"
                           : fmt::format("{} of the {} databases of the shared Redis are used",
                                         used, budget);
    if (used > budget) {
        check.verdict = Verdict::Fail;
        check.text = fmt::format(
            "{} environments share one Redis, which has {} databases: keep {} "
            "of them on a Redis of their own",
            used, budget, used - budget);
    } else if (used * kWhole.raw() > budget * kCrowded.raw()) {
        check.verdict = Verdict::Warn;
        check.text += ", and no more can be added";
    }
    addComparison(check, {.resource = "redis indexes", .needed = used, .available = budget});
    return check;
}

Check checkTenantIds(const AuditContext& context) {
    const std::vector<Tenant> tenants = allTenants(context);
    const std::vector<TenantCollision> collisions = tenantCollisions(tenants);
    Check check = makeCheck(CheckId::CommonsTenantIds, Verdict::Pass,
                            tenants.empty() ? "no environment shares a service"
                                            : "every tenant of the Commons has a name of its own");
    if (!collisions.empty()) {
        const TenantCollision& first = collisions.front();
        check.verdict = Verdict::Fail;
        check.text = fmt::format(
            "{} and {} would both be called '{}' in the Commons and share one "
            "database: rename one app or environment",
            first.first, first.second, first.name);
        check.shortage =
            toShortage({.resource = "tenant id " + first.name, .needed = 2, .available = 1});
    }
    addNumber(check, "tenants", static_cast<std::int64_t>(tenants.size()));
    addNumber(check, "collisions", static_cast<std::int64_t>(collisions.size()));
    return check;
}

Check checkLoginLength(const AuditContext& context) {
    std::int64_t longest = 0;
    std::vector<std::string> cut;
    for (const ServiceKind kind : {ServiceKind::Mysql, ServiceKind::Mariadb}) {
        for (const Environment* environment : tenantsOf(context, kind)) {
            const std::string id = tenantId(appName(context, *environment), environment->name);
            longest = std::max(longest, static_cast<std::int64_t>(id.size()));
            if (isLoginCut(kind, id)) {
                cut.push_back(environment->id);
            }
        }
    }
    const auto most = static_cast<std::int64_t>(kMysqlLoginLengthMax);
    Check check =
        makeCheck(CheckId::CommonsLoginLength, Verdict::Pass,
                  longest == 0 ? "no environment shares a MySQL or MariaDB"
                               : fmt::format("the longest login in the shared database has {} of "
                                             "at most {} characters",
                                             longest, most));
    if (!cut.empty()) {
        check.verdict = Verdict::Fail;
        check.text = fmt::format(
            "the login of {} would have {} characters, and the database cuts "
            "it at {}: the app could not log in, use a shorter name",
            listText(cut), longest, most);
    }
    addComparison(check, {.resource = "login characters", .needed = longest, .available = most});
    return check;
}

Check checkConnections(const AuditContext& context) {
    const auto severity = [](const EngineConnections& engine) {
        return engine.verdict() == Verdict::Fail ? 2 : engine.verdict() == Verdict::Warn ? 1 : 0;
    };
    std::optional<EngineConnections> worst;
    for (const EngineConnections& engine : engines(context)) {
        const bool isTighter = worst && engine.connections.most * worst->limit >
                                            worst->connections.most * engine.limit;
        if (!worst || severity(engine) > severity(*worst) ||
            (severity(engine) == severity(*worst) && isTighter)) {
            worst = engine;
        }
    }
    if (!worst) {
        return makeCheck(CheckId::CommonsConnections, Verdict::Pass,
                         "no database runs in the cluster");
    }
    Check check = makeCheck(CheckId::CommonsConnections, worst->verdict(), connectionText(*worst));
    if (check.verdict == Verdict::Fail) {
        check.text += ": raise max_connections or use fewer workers";
    } else if (check.verdict == Verdict::Warn) {
        check.text += fmt::format("; if every process connects at once it is {}",
                                  groupedText(worst->connections.most));
    }
    addWord(check, "engine", worst->engine->id());
    addComparison(check, {.resource = "connections",
                          .needed = worst->connections.expected,
                          .available = worst->limit});
    addNumber(check, "most", worst->connections.most);
    return check;
}

}  // namespace stowage::simulate
