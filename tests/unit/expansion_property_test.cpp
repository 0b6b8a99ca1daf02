#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <set>

#include "model/expander.h"
#include "tests/support/expansion_views.h"

namespace stowage {
namespace {

using namespace testkit;

const std::vector<ServiceKind> kShareable{
    ServiceKind::Postgres, ServiceKind::Mysql,     ServiceKind::Mariadb,    ServiceKind::Redis,
    ServiceKind::Minio,    ServiceKind::Seaweedfs, ServiceKind::Meilisearch};
const std::vector<std::string> kFeatures{"horizon", "queues", "scheduler",
                                         "reverb",  "ssr",    "octane"};

template <typename T>
std::vector<T> someOf(const std::vector<T>& all, std::size_t least) {
    std::vector<T> chosen;
    for (const T& one : all) {
        if (*rc::gen::arbitrary<bool>()) {
            chosen.push_back(one);
        }
    }
    while (chosen.size() < least) {
        chosen.push_back(all[chosen.size()]);
    }
    return chosen;
}

Scenario anyScenario() {
    const int apps = *rc::gen::inRange(1, 4);
    std::vector<App> made;
    for (int i = 0; i < apps; ++i) {
        App app = laravelApp("app" + std::to_string(i), {"production", "staging"},
                             someOf(kShareable, 1), someOf(kFeatures, 0));
        for (Environment& environment : app.environments) {
            environment.traffic.peakRps = *rc::gen::inRange(0, 30);
            environment.data.databaseSize = mebibytes(*rc::gen::inRange(1, 4000));
            environment.data.redisKeys = mebibytes(*rc::gen::inRange(0, 100));
            environment.weight = *rc::gen::element(Weight::Light, Weight::Medium, Weight::Heavy);
        }
        made.push_back(std::move(app));
    }
    return scenarioOf(std::move(made));
}

Arrangement anyArrangement(const Scenario& scenario) {
    Arrangement arrangement;
    for (const ServiceChoice& choice : serviceChoices(scenario)) {
        arrangement.services[choice.key()] = *rc::gen::elementOf(choice.allowed);
    }
    for (const StrategyChoice& choice : strategyChoices(scenario)) {
        arrangement.strategies[choice.environmentId] =
            *rc::gen::element(Strategy::SingleNode, Strategy::MultiNodeHa);
    }
    return arrangement;
}

std::set<std::string> idsOf(const Expansion& expansion) {
    std::set<std::string> ids;
    for (const PlannedWorkload& workload : expansion.workloads) {
        ids.insert(workload.id());
    }
    return ids;
}

ResourceAmounts tabulated(ServiceKind kind) {
    const CommonsTemplate& engine = larakubeTable("v0.20.0").commons.at(kind);
    return engine.requests + (engine.exporter ? engine.exporter->requests : ResourceAmounts());
}

RC_GTEST_PROP(ExpansionProperty, SharingOneServiceMovesBothLedgersByTheTabulatedPartsAlone, ()) {
    const Scenario scenario = anyScenario();
    Arrangement own = anyArrangement(scenario);
    const ServiceChoice moved = *rc::gen::elementOf(serviceChoices(scenario));
    own.services[moved.key()] = Mode::Own;
    Arrangement shared = own;
    shared.services[moved.key()] = Mode::Plex;
    const Expansion before = expand(scenario, own, {}, shippedAssumptions());
    const Expansion after = expand(scenario, shared, {}, shippedAssumptions());

    const std::string engine = "larakube-shared/" + std::string(toWord(moved.kind));
    const bool wasOpen = findWorkload(before, engine) != nullptr;
    // The scheduler's ledger: an own pod asks for nothing, a new engine for its template.
    RC_ASSERT(promised(after) ==
              promised(before) + (wasOpen ? ResourceAmounts() : tabulated(moved.kind)));
    // Everything but the own pod and the engine stays as it was.
    std::set<std::string> ids = idsOf(before);
    ids.erase(moved.environmentId + "/" + std::string(toWord(moved.kind)));
    ids.insert(engine);
    RC_ASSERT(idsOf(after) == ids);
    for (const PlannedWorkload& workload : before.workloads) {
        const PlannedWorkload* same = findWorkload(after, workload.id());
        if (same != nullptr && workload.id() != engine) {
            RC_ASSERT(same->demand.memory == workload.demand.memory);
            RC_ASSERT(same->demand.cpu == workload.demand.cpu);
            RC_ASSERT(same->replicas == workload.replicas);
        }
    }
    // One more tenant never makes the engine smaller.
    if (wasOpen) {
        RC_ASSERT(workloadAt(after, engine).demand.memory.expected >=
                  workloadAt(before, engine).demand.memory.expected);
    }
}

RC_GTEST_PROP(ExpansionProperty, EveryIdIsUniqueAndEveryFigureIsOrdered, ()) {
    const Scenario scenario = anyScenario();
    const Arrangement arrangement = anyArrangement(scenario);
    const Expansion expansion =
        expand(scenario, arrangement, managedTarget(2), shippedAssumptions());
    RC_ASSERT(idsOf(expansion).size() == expansion.workloads.size());
    for (const PlannedWorkload& workload : expansion.workloads) {
        const MemoryUse& memory = workload.demand.memory;
        RC_ASSERT(memory.low <= memory.expected && memory.expected <= memory.high);
        RC_ASSERT(memory.expected <= memory.p99 && memory.coreExpected <= memory.coreP99);
        RC_ASSERT(workload.demand.isKnown);
        RC_ASSERT(workload.environmentId.empty() == (workload.origin == WorkloadOrigin::System ||
                                                     workload.origin == WorkloadOrigin::Commons));
    }
}

RC_GTEST_PROP(ExpansionProperty, EveryServiceIsExactlyWhereItsModeSays, ()) {
    const Scenario scenario = anyScenario();
    const Arrangement arrangement = anyArrangement(scenario);
    const Expansion expansion = expand(scenario, arrangement, {}, shippedAssumptions());
    for (const ServiceChoice& choice : serviceChoices(scenario)) {
        const Mode mode = arrangement.services.at(choice.key());
        const std::string word(toWord(choice.kind));
        const bool hasPod = findWorkload(expansion, choice.environmentId + "/" + word) != nullptr;
        RC_ASSERT(hasPod == (mode == Mode::Own));
        const PlannedWorkload* engine = findWorkload(expansion, "larakube-shared/" + word);
        const bool isTenant =
            engine != nullptr &&
            std::count(engine->tenants.begin(), engine->tenants.end(), choice.environmentId) == 1;
        RC_ASSERT(isTenant == (mode == Mode::Plex));
        const bool isManaged = std::any_of(
            expansion.managed.begin(), expansion.managed.end(), [&](const ManagedNeed& need) {
                return need.environmentId == choice.environmentId && need.kind == choice.kind;
            });
        RC_ASSERT(isManaged == (mode == Mode::Managed));
    }
}

}  // namespace
}  // namespace stowage
