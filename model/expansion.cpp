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

Expander::Expander(const Scenario& scenario, const ExpansionTarget& target,
                   const AssumptionTable& assumptions, const LarakubeTable& table)
    : m_scenario(scenario),
      m_target(target),
      m_assumptions(assumptions),
      m_table(table),
      m_demand(assumptions,
               target.topology == TopologyKind::Nodes ? PodOverhead::None : PodOverhead::Added) {
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

Expansion Expander::expand(const Arrangement& arrangement) const {
    Expansion expansion;
    expansion.target = m_target;
    expansion.arrangement = arrangement;
    appendSystem(arrangement, expansion);
    appendCommons(arrangement, expansion);
    for (const EnvironmentParts& parts : m_environments) {
        appendEnvironment(parts.environment->id, arrangement, expansion);
    }
    return expansion;
}

const ServiceLoad& Expander::loadOf(const std::string& environmentId, Strategy strategy) const {
    return partsOf(environmentId).load.at(strategy);
}

const Expander::EnvironmentParts& Expander::partsOf(const std::string& environmentId) const {
    const auto at = std::find_if(
        m_environments.begin(), m_environments.end(),
        [&](const EnvironmentParts& parts) { return parts.environment->id == environmentId; });
    STOWAGE_ASSERT(at != m_environments.end());
    return *at;
}

Mode Expander::modeOf(const EnvironmentParts& parts, ServiceKind kind, Mode today,
                      const Arrangement& arrangement) const {
    const auto found = arrangement.services.find(serviceKey(parts.environment->id, kind));
    return found == arrangement.services.end() ? today : found->second;
}

Strategy Expander::strategyOf(const EnvironmentParts& parts, const Arrangement& arrangement) const {
    const auto found = arrangement.strategies.find(parts.environment->id);
    return found == arrangement.strategies.end() ? parts.strategyToday : found->second;
}

bool Expander::mustSurvive(const std::string& environmentId) const {
    const Requirements& requirements = m_scenario.requirements;
    const std::vector<std::string>& ids = requirements.surviveNodeLoss;
    return requirements.adjustments && m_target.nodeCount > 1 &&
           std::find(ids.begin(), ids.end(), environmentId) != ids.end();
}

bool Expander::mustDeployWithoutGap(const std::string& environmentId) const {
    const Requirements& requirements = m_scenario.requirements;
    const std::vector<std::string>& ids = requirements.zeroDowntimeDeploys;
    return requirements.adjustments &&
           std::find(ids.begin(), ids.end(), environmentId) != ids.end();
}

bool Expander::pullsFromRegistry() const {
    // On one server LaraKube copies the image there before the deploy.
    return m_target.topology != TopologyKind::SingleNode;
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
