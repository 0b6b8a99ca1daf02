#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/demand.h"
#include "model/expansion.h"
#include "model/larakube_table.h"

namespace stowage {

/// Builds expansions of one scenario on one kind of layout. What does not depend on the arrangement
/// is made once, when it is first asked for, so that trying many arrangements is cheap (a few
/// microseconds a pod). Scenario, cache and table must outlive it. Even const members may run on
/// one thread at a time only.
class Expander {
public:
    Expander(const Scenario& scenario, const ExpansionTarget& target, ProfileCache& cache,
             const LarakubeTable& table);
    /// With a cache of its own.
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
    struct ServiceOfEnvironment {
        ServiceKind kind = ServiceKind::Postgres;
        Mode today = Mode::Own;
        std::string key;
    };
    /// What depends on the strategy.
    struct StrategyParts {
        std::vector<PlannedWorkload> roles;
        std::vector<Adjustment> adjustments;
        std::vector<std::string> notes;
        ServiceLoad load;
        std::map<ServiceKind, PlannedWorkload> ownServices;  ///< those asked for so far
    };
    /// Everything of one environment that an arrangement chooses from.
    struct EnvironmentParts {
        const App* app = nullptr;
        const Environment* environment = nullptr;
        const BlueprintEnvironment* settings = nullptr;  ///< nullptr: no blueprint
        std::vector<ServiceOfEnvironment> services;
        std::map<Strategy, StrategyParts> byStrategy;  ///< those asked for so far
        std::vector<PlannedWorkload> companions;
        std::vector<PlannedWorkload> raw;
        std::vector<Adjustment> rawAdjustments;
        Strategy strategyToday = Strategy::SingleNode;
    };

    void prepareEnvironment(const App& app, const Environment& environment);
    StrategyParts& strategyParts(EnvironmentParts& parts, Strategy strategy) const;
    void prepareRoles(const EnvironmentParts& parts, Strategy strategy, StrategyParts& made) const;
    void prepareCompanions(EnvironmentParts& parts) const;
    void prepareRaw(const App& app, EnvironmentParts& parts) const;

    void addNotes(const EnvironmentParts& parts, const PlannedWorkload& role,
                  std::vector<std::string>& notes) const;
    PlannedWorkload roleWorkload(const EnvironmentParts& parts, const RoleTemplate& role,
                                 Strategy strategy, std::vector<Adjustment>& adjustments) const;
    const PlannedWorkload& ownServiceOf(EnvironmentParts& parts, Strategy strategy,
                                        ServiceKind kind) const;
    PlannedWorkload ownService(const EnvironmentParts& parts, ServiceKind kind,
                               const ServiceLoad& load) const;
    void sizeEngine(const CommonsTemplate& source, const ServiceLoad& load,
                    PlannedWorkload& workload, Expansion& expansion) const;
    PlannedWorkload clusterPod(const ClusterPodTemplate& pod) const;
    PlannedWorkload rawWorkload(const EnvironmentParts& parts, const RawWorkload& raw) const;

    void mountAppVolumes(const EnvironmentParts& parts, const RoleTemplate& role, Strategy strategy,
                         PodTemplate& pod) const;
    void adjustRole(PlannedWorkload& workload, std::vector<Adjustment>& adjustments) const;
    void appendServices(EnvironmentParts& parts, const Arrangement& arrangement,
                        Expansion& expansion) const;
    void adjustIngress(PlannedWorkload& ingress, Expansion& expansion) const;
    bool mustSurvive(const std::string& environmentId) const;
    bool mustDeployWithoutGap(const std::string& environmentId) const;
    bool isNeeded(const ClusterPodTemplate& pod, const Arrangement& arrangement) const;
    bool sharesStorage(const Arrangement& arrangement) const;
    bool existsAlready(const ClusterPodTemplate& pod) const;
    bool pullsFromRegistry() const;
    std::optional<std::string> storageClassOf(const BlueprintEnvironment& settings) const;

    EnvironmentParts& partsOf(const std::string& environmentId) const;
    Strategy strategyOf(const EnvironmentParts& parts, const Arrangement& arrangement) const;

    Expander(const Scenario& scenario, const ExpansionTarget& target,
             std::unique_ptr<ProfileCache> own, const LarakubeTable& table);

    std::unique_ptr<ProfileCache> m_ownCache;  ///< empty: shared
    const Scenario& m_scenario;
    ExpansionTarget m_target;
    const LarakubeTable& m_table;
    DemandModel m_demand;
    const AssumptionTable& m_assumptions;
    std::map<std::string, Mode> m_modesToday;              ///< by service key
    double m_requestsPerSecond = 0;                        ///< of all environments at their peaks
    mutable std::vector<EnvironmentParts> m_environments;  ///< in the order of the scenario
    std::map<std::string, std::size_t> m_positions;        ///< of environments, by id
    std::size_t m_workloadsMax = 0;                        ///< at most this many in an expansion
};

/// The mode that an arrangement gives a service, or today's.
Mode modeIn(const Arrangement& arrangement, const std::string& key, Mode today);
/// A spread of the workload's own pods over host names, at most one apart.
TopologySpread spreadOver(const PodTemplate& pod, WhenUnsatisfiable whenUnsatisfiable);
/// Whether a rule keeps the pods of this template on different nodes already.
bool isSpreadHard(const PodTemplate& pod);
/// Turns soft hostname spreads into a hard one, or adds it.
Adjustment spreadHard(PlannedWorkload& workload);
/// One pod template with one container, as every template of the tables has it.
PodTemplate podOf(const PodSpecTemplate& source, const std::string& container,
                  const std::string& image);
StartTiming timingOf(const PodSpecTemplate& source, double pullSeconds);

}  // namespace stowage
