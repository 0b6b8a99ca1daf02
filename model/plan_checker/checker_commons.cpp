#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <set>

#include "model/commons.h"
#include "model/plan_checker/checker_context.h"
#include "model/plan_checker/checker_traffic.h"

namespace stowage::checker {
namespace {

Mode modeOf(const PlanContext& context, const std::string& environmentId, ServiceKind kind) {
    const auto at = context.plan.services.find(fmt::format("{}/{}", environmentId, toWord(kind)));
    return at == context.plan.services.end() ? Mode::Own : at->second;
}

std::vector<const Environment*> tenantsOf(const PlanContext& context, ServiceKind kind) {
    std::vector<const Environment*> tenants;
    for (const Environment* environment : context.scenario().environments()) {
        if (modeOf(context, environment->id, kind) == Mode::Plex) {
            tenants.push_back(environment);
        }
    }
    return tenants;
}

/// Above four fifths of a budget a check warns.
bool isCrowded(std::int64_t used, std::int64_t budget) {
    return used * 5 > budget * 4;
}

void checkRedis(const PlanContext& context) {
    constexpr std::int64_t kIndexes = 16;
    const auto used = static_cast<std::int64_t>(tenantsOf(context, ServiceKind::Redis).size());
    const Verdict verdict = used > kIndexes             ? Verdict::Fail
                            : isCrowded(used, kIndexes) ? Verdict::Warn
                                                        : Verdict::Pass;
    context.expectVerdict(CheckId::CommonsRedisIndexes, {verdict}, fmt::format("{} tenants", used));
    context.expectWord(CheckId::CommonsRedisIndexes, "resource", "redis indexes");
    context.expectNumber(CheckId::CommonsRedisIndexes, "needed", used);
    context.expectNumber(CheckId::CommonsRedisIndexes, "available", kIndexes);
}

void checkTenantIds(const PlanContext& context) {
    std::vector<std::pair<std::string, std::string>> names;
    for (const Environment* environment : context.scenario().environments()) {
        const bool isTenant = std::ranges::any_of(allServiceKinds(), [&](ServiceKind kind) {
            return modeOf(context, environment->id, kind) == Mode::Plex;
        });
        if (isTenant) {
            names.emplace_back(tenantId(environment->app, environment->name),
                               bucketName(environment->app, environment->name));
        }
    }
    std::int64_t collisions = 0;
    for (std::size_t a = 0; a < names.size(); ++a) {
        for (std::size_t b = a + 1; b < names.size(); ++b) {
            collisions +=
                names[a].first == names[b].first || names[a].second == names[b].second ? 1 : 0;
        }
    }
    const CheckId id = CheckId::CommonsTenantIds;
    context.expectVerdict(id, {collisions > 0 ? Verdict::Fail : Verdict::Pass},
                          fmt::format("{} collisions", collisions));
    context.expectNumber(id, "tenants", static_cast<std::int64_t>(names.size()));
    context.expectNumber(id, "collisions", collisions);
}

void checkLogins(const PlanContext& context) {
    constexpr std::int64_t kLoginMax = 32;
    std::int64_t longest = 0;
    for (const ServiceKind kind : {ServiceKind::Mysql, ServiceKind::Mariadb}) {
        for (const Environment* environment : tenantsOf(context, kind)) {
            const auto length =
                static_cast<std::int64_t>(tenantId(environment->app, environment->name).size());
            longest = std::max(longest, length);
        }
    }
    const CheckId id = CheckId::CommonsLoginLength;
    context.expectVerdict(id, {longest > kLoginMax ? Verdict::Fail : Verdict::Pass},
                          fmt::format("{} characters", longest));
    context.expectWord(id, "resource", "login characters");
    context.expectNumber(id, "needed", longest);
    context.expectNumber(id, "available", kLoginMax);
}

// --- connections of the databases in the cluster ---

std::optional<std::int64_t> numberAtEnd(const std::string& text) {
    const std::size_t at = text.find_last_not_of("0123456789");
    const std::string digits = at == std::string::npos ? text : text.substr(at + 1);
    if (digits.empty() || digits.size() > 9) {
        return std::nullopt;
    }
    return std::stoll(digits);
}

std::int64_t limitOf(const PlanContext& context, const PlannedWorkload& engine) {
    std::int64_t limit = *engine.service == ServiceKind::Postgres ? 100 : 151;
    for (const Adjustment& adjustment : context.expansion.adjustments) {
        if (adjustment.kind == AdjustmentKind::EngineSetting && adjustment.target == engine.id()) {
            limit = numberAtEnd(adjustment.to).value_or(limit);
        }
    }
    return limit;
}

struct Connections {
    std::int64_t expected = 0;
    std::int64_t most = 0;
    std::int64_t limit = 0;

    Verdict verdict() const {
        return expected > limit                             ? Verdict::Fail
               : most > limit || isCrowded(expected, limit) ? Verdict::Warn
                                                            : Verdict::Pass;
    }
};

void addTenant(const PlanContext& context, const Environment& environment, Connections& sum) {
    static const std::set<std::string> kRoles{"web", "horizon", "queues", "scheduler"};
    for (const PlannedWorkload& workload : context.expansion.workloads) {
        if (workload.environmentId != environment.id || !kRoles.contains(workload.role) ||
            workload.origin != WorkloadOrigin::App) {
            continue;
        }
        const std::int64_t pods = peakPods(workload);
        const std::int64_t processes = pods * processesOf(context, environment, workload);
        sum.most += processes;
        // PHP-FPM connects for each request; every other process keeps its connection open.
        const bool isBrief = workload.role == "web" && workload.demand.profile == "web-fpm";
        const double busy =
            std::ceil(environment.traffic.peakRps * requestSeconds(context, environment, workload));
        sum.expected += isBrief ? std::min(processes, static_cast<std::int64_t>(busy)) : processes;
    }
}

Connections connectionsOf(const PlanContext& context, const PlannedWorkload& engine) {
    Connections sum{.limit = limitOf(context, engine)};
    for (const Environment* environment : context.scenario().environments()) {
        const bool isTenant =
            engine.environmentId.empty()
                ? std::ranges::find(engine.tenants, environment->id) != engine.tenants.end()
                : engine.environmentId == environment->id;
        if (isTenant) {
            addTenant(context, *environment, sum);
        }
    }
    return sum;
}

int severity(Verdict verdict) {
    return verdict == Verdict::Fail ? 2 : verdict == Verdict::Warn ? 1 : 0;
}

void checkConnections(const PlanContext& context) {
    const CheckId id = CheckId::CommonsConnections;
    const Check* check = context.check(id);
    if (check == nullptr) {
        return;
    }
    Verdict worst = Verdict::Pass;
    const std::string named = wordOf(*check, "engine");
    bool isNamed = false;
    bool hasEngine = false;
    for (const PlannedWorkload& workload : context.expansion.workloads) {
        const bool isDatabase = workload.service == ServiceKind::Mysql ||
                                workload.service == ServiceKind::Mariadb ||
                                workload.service == ServiceKind::Postgres;
        if (!isDatabase) {
            continue;
        }
        hasEngine = true;
        const Connections sum = connectionsOf(context, workload);
        worst = severity(sum.verdict()) > severity(worst) ? sum.verdict() : worst;
        if (workload.id() == named) {
            isNamed = true;
            context.expectWord(id, "resource", "connections");
            context.expectNumber(id, "needed", sum.expected);
            context.expectNumber(id, "available", sum.limit);
            context.expectNumber(id, "most", sum.most);
        }
    }
    if (hasEngine != isNamed) {
        context.violate("check.word", std::string(toWord(id)), "engine " + named,
                        hasEngine ? "an engine of the cluster" : "none");
    }
    context.expectVerdict(id, {worst}, "connections of every engine");
}

}  // namespace

void checkCommons(const PlanContext& context) {
    checkRedis(context);
    checkTenantIds(context);
    checkLogins(context);
    checkConnections(context);
}

}  // namespace stowage::checker
