#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/cluster_state.h"
#include "model/simulate/audit.h"
#include "model/simulate/memory_risk.h"
#include "model/simulate/replacement.h"
#include "model/simulate/rollout.h"

namespace stowage::simulate {

/// The loss of one node: who is displaced and where the pods go.
struct NodeLossCase {
    NodeIndex node;
    /// The only K3s server, or the quorum of several, went with it: nothing is re-placed.
    bool isControlPlaneLost = false;
    ReplacementResult replacement;  ///< not asked for where the control plane is lost
};

/// What several checks need, worked out once per audit. Positions are those of the layout and the
/// expansion.
struct AuditContext {
    const AuditInput& input;
    const AuditOptions& options;
    std::shared_ptr<const ClusterModel> model;
    ClusterState state;                              ///< every placed pod bound
    std::vector<std::vector<WorkloadIndex>> podsOn;  ///< by node: the workload of each pod
    std::vector<PodRef> unplaced;
    std::vector<EnvironmentRollout> rollouts;
    std::vector<NodeLossCase> losses;
    /// Not played: the layout is large and no check that may refuse it asks for them.
    bool hasSkippedDeploys = false;
    bool hasSkippedLosses = false;
    RiskConstants constants;

    const Scenario& scenario() const { return input.scenario; }
    const Requirements& requirements() const { return input.scenario.requirements; }
    const Layout& layout() const { return input.layout; }
    const std::vector<PlannedWorkload>& workloads() const { return input.expansion.workloads; }
    const PlannedWorkload& workload(WorkloadIndex index) const {
        return input.expansion.workloads[index.value()];
    }
    std::size_t nodeCount() const { return input.layout.nodes.size(); }
    const std::string& nodeName(NodeIndex index) const {
        return input.layout.nodes[index.value()].name;
    }
    /// Value of an assumption, or `otherwise` where the table has no such row.
    double assumed(std::string_view id, double otherwise) const;
    /// Names of workloads of which neither requests nor usage are known.
    std::vector<std::string> unknownWorkloads() const;
    bool mustSurvive(const std::string& environmentId) const;
};

/// May this check refuse a plan?
bool isBinding(const Requirements& requirements, CheckId id);

/// The layout with its pods, no roll-out and no loss yet.
AuditContext makeAuditContext(const AuditInput& input, const AuditOptions& options);
/// Plays every deploy and every loss of a node: the costly part. With very many pods and nodes only
/// where a binding check or a requirement asks for it.
void addPhases(AuditContext& context);

/// Serves this environment: its own, or a Commons engine of which it is a tenant, or the ingress.
bool serves(const PlannedWorkload& workload, const std::string& environmentId);

}  // namespace stowage::simulate
