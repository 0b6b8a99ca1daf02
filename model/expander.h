#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "model/demand.h"
#include "model/expansion.h"
#include "model/larakube_table.h"

namespace stowage {

/// Builds expansions of one scenario on one kind of layout. What does not depend on the arrangement
/// is made once, so that trying many arrangements is cheap (about a microsecond a pod). Scenario,
/// assumptions and table must outlive it. Const members may run on one thread at a time.
class Expander {
public:
    Expander(const Scenario& scenario, const ExpansionTarget& target,
             const AssumptionTable& assumptions, const LarakubeTable& table);

    /// The whole expansion. Services and environments that the arrangement does not name stay as
    /// they are today.
    Expansion expand(const Arrangement& arrangement) const;

    /// The parts of it, in its order.
    void appendSystem(const Arrangement& arrangement, Expansion& expansion) const;
    void appendCommons(const Arrangement& arrangement, Expansion& expansion) const;
    void appendEnvironment(const std::string& environmentId, const Arrangement& arrangement,
                           Expansion& expansion) const;
    /// One shared engine for these tenants; none where LaraKube has no template for it.
    void appendEngine(ServiceKind kind, const std::vector<std::string>& tenants,
                      const Arrangement& arrangement, Expansion& expansion) const;

    /// What one environment brings to each of its services.
    const ServiceLoad& loadOf(const std::string& environmentId, Strategy strategy) const;

private:
    /// Everything of one environment that an arrangement chooses from.
    struct EnvironmentParts {
        const App* app = nullptr;
        const Environment* environment = nullptr;
        const BlueprintEnvironment* settings = nullptr;      ///< nullptr: no blueprint
        std::vector<std::pair<ServiceKind, Mode>> services;  ///< with today's mode
        std::map<Strategy, std::vector<PlannedWorkload>> roles;
        std::map<Strategy, std::vector<Adjustment>> adjustments;
        std::map<Strategy, ServiceLoad> load;
        std::map<Strategy, std::map<ServiceKind, PlannedWorkload>> ownServices;
        std::vector<PlannedWorkload> companions;
        std::vector<PlannedWorkload> raw;
        std::vector<Adjustment> rawAdjustments;
        std::vector<std::string> notes;
        Strategy strategyToday = Strategy::SingleNode;
    };

    void prepareEnvironment(const App& app, const Environment& environment);
    void prepareRoles(EnvironmentParts& parts, Strategy strategy) const;
    void prepareServices(EnvironmentParts& parts, Strategy strategy) const;
    void prepareCompanions(EnvironmentParts& parts) const;
    void prepareRaw(const App& app, EnvironmentParts& parts) const;

    PlannedWorkload roleWorkload(EnvironmentParts& parts, const RoleTemplate& role,
                                 Strategy strategy) const;
    PlannedWorkload ownService(const EnvironmentParts& parts, ServiceKind kind,
                               const ServiceLoad& load) const;
    void sizeEngine(const CommonsTemplate& source, const ServiceLoad& load,
                    PlannedWorkload& workload, Expansion& expansion) const;
    PlannedWorkload clusterPod(const ClusterPodTemplate& pod) const;
    PlannedWorkload rawWorkload(const EnvironmentParts& parts, const RawWorkload& raw) const;

    void mountAppVolumes(const EnvironmentParts& parts, const RoleTemplate& role, Strategy strategy,
                         PodTemplate& pod) const;
    void adjustRole(EnvironmentParts& parts, Strategy strategy, PlannedWorkload& workload) const;
    void adjustIngress(PlannedWorkload& ingress, Expansion& expansion) const;
    bool mustSurvive(const std::string& environmentId) const;
    bool mustDeployWithoutGap(const std::string& environmentId) const;
    bool isNeeded(const ClusterPodTemplate& pod, const Arrangement& arrangement) const;
    bool sharesStorage(const Arrangement& arrangement) const;
    bool existsAlready(const ClusterPodTemplate& pod) const;
    bool pullsFromRegistry() const;
    std::optional<std::string> storageClassOf(const BlueprintEnvironment& settings) const;

    const EnvironmentParts& partsOf(const std::string& environmentId) const;
    Mode modeOf(const EnvironmentParts& parts, ServiceKind kind, Mode today,
                const Arrangement& arrangement) const;
    Strategy strategyOf(const EnvironmentParts& parts, const Arrangement& arrangement) const;

    const Scenario& m_scenario;
    ExpansionTarget m_target;
    const AssumptionTable& m_assumptions;
    const LarakubeTable& m_table;
    DemandModel m_demand;
    std::map<std::string, Mode> m_modesToday;      ///< by service key
    double m_requestsPerSecond = 0;                ///< of all environments at their peak hours
    std::vector<EnvironmentParts> m_environments;  ///< in the order of the scenario
};

/// One pod template with one container, as every template of the tables has it.
PodTemplate podOf(const PodSpecTemplate& source, const std::string& container,
                  const std::string& image);
StartTiming timingOf(const PodSpecTemplate& source, double pullSeconds);

}  // namespace stowage
