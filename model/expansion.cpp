#include "model/expansion.h"

#include <algorithm>

#include "model/base/invariant.h"
#include "model/expander.h"

namespace stowage {

Expansion expand(const Scenario& scenario, const Arrangement& arrangement,
                 const ExpansionTarget& target, const AssumptionTable& assumptions) {
    const LarakubeTable& table = larakubeTable(scenario.larakubeVersion);
    return Expander(scenario, target, assumptions, table).expand(arrangement);
}

Expander::Expander(const Scenario& scenario, const ExpansionTarget& target, ProfileCache& cache,
                   const LarakubeTable& table)
    : m_scenario(scenario),
      m_target(target),
      m_table(table),
      m_demand(cache,
               target.topology == TopologyKind::Nodes ? PodOverhead::None : PodOverhead::Added),
      m_assumptions(cache.assumptions()),
      m_workloadsMax(table.clusterPods.size() + table.commons.size()) {
    for (const ServiceChoice& choice : serviceChoices(scenario)) {
        m_modesToday[choice.key()] = choice.today;
    }
    for (const App& app : scenario.apps) {
        for (const Environment& environment : app.environments) {
            if (app.blueprint) {
                m_requestsPerSecond += environment.traffic.peakRps;
            }
            prepareEnvironment(app, environment);
        }
    }
}

Expander::Expander(const Scenario& scenario, const ExpansionTarget& target,
                   const AssumptionTable& assumptions, const LarakubeTable& table)
    : Expander(scenario, target, std::make_unique<ProfileCache>(assumptions), table) {}

Expander::Expander(const Scenario& scenario, const ExpansionTarget& target,
                   std::unique_ptr<ProfileCache> own, const LarakubeTable& table)
    : Expander(scenario, target, *own, table) {
    m_ownCache = std::move(own);
}

Expansion Expander::expand(const Arrangement& arrangement) const {
    Expansion expansion;
    expansion.target = m_target;
    expansion.arrangement = arrangement;
    expansion.workloads.reserve(m_workloadsMax);
    appendSystem(arrangement, expansion);
    appendCommons(arrangement, expansion);
    for (const EnvironmentParts& parts : m_environments) {
        appendEnvironment(parts.environment->id, arrangement, expansion);
    }
    return expansion;
}

const ServiceLoad& Expander::loadOf(const std::string& environmentId, Strategy strategy) const {
    return strategyParts(partsOf(environmentId), strategy).load;
}

Expander::EnvironmentParts& Expander::partsOf(const std::string& environmentId) const {
    const auto at = m_positions.find(environmentId);
    STOWAGE_ASSERT(at != m_positions.end());
    return m_environments[at->second];
}

Expander::StrategyParts& Expander::strategyParts(EnvironmentParts& parts, Strategy strategy) const {
    const auto [at, isNew] = parts.byStrategy.try_emplace(strategy);
    if (isNew) {
        prepareRoles(parts, strategy, at->second);
    }
    return at->second;
}

Strategy Expander::strategyOf(const EnvironmentParts& parts, const Arrangement& arrangement) const {
    const auto found = arrangement.strategies.find(parts.environment->id);
    return found == arrangement.strategies.end() ? parts.strategyToday : found->second;
}

bool Expander::pullsFromRegistry() const {
    // On one server LaraKube copies the image there before the deploy.
    return m_target.topology != TopologyKind::SingleNode;
}

Mode modeIn(const Arrangement& arrangement, const std::string& key, Mode today) {
    const auto found = arrangement.services.find(key);
    return found == arrangement.services.end() ? today : found->second;
}

PodTemplate podOf(const PodSpecTemplate& source, const std::string& container,
                  const std::string& image) {
    PodTemplate pod;
    pod.labels = {{"app", source.name}};
    pod.containers.push_back(
        {.name = container, .image = image, .requests = source.requests, .limits = source.limits});
    return pod;
}

StartTiming timingOf(const PodSpecTemplate& source, double pullSeconds) {
    return {.pullSeconds = pullSeconds,
            .startSeconds = source.startSeconds,
            .stopSeconds = source.stopSeconds};
}

}  // namespace stowage
