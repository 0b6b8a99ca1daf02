#include "model/simulate/audit_context.h"

#include <algorithm>

namespace stowage::simulate {
namespace {

/// Pods × nodes from which deploys and losses are played only where they are asked for.
constexpr std::size_t kPlayedMax = 40'000;

bool contains(const std::vector<std::string>& list, const std::string& word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

/// K3s keeps deciding while a majority of its servers lives; providers run their own.
bool losesControlPlane(const Layout& layout, NodeIndex node) {
    if (layout.topology != TopologyKind::SingleNode && layout.topology != TopologyKind::K3sMulti) {
        return false;
    }
    if (layout.nodes[node.value()].role != NodeRole::Server) {
        return false;
    }
    const auto servers =
        std::count_if(layout.nodes.begin(), layout.nodes.end(),
                      [](const LayoutNode& other) { return other.role == NodeRole::Server; });
    return (servers - 1) * 2 <= servers;
}

std::vector<NodeLossCase> nodeLossCases(const AuditContext& context) {
    std::vector<NodeLossCase> cases;
    for (std::size_t k = 0; k < context.nodeCount(); ++k) {
        NodeLossCase loss{.node = NodeIndex(k),
                          .isControlPlaneLost = losesControlPlane(context.layout(), NodeIndex(k))};
        ReplacementRequest request{.removedNodes = {loss.node},
                                   .removal = NodeRemoval::Unreachable,
                                   .searchSteps = context.options.searchSteps};
        if (loss.isControlPlaneLost) {
            stateAfterRemoval(context.state, request, loss.replacement.displaced);
            loss.replacement.outcome = ReplacementOutcome::Infeasible;
        } else {
            loss.replacement = place(context.state, request);
        }
        cases.push_back(std::move(loss));
    }
    return cases;
}

}  // namespace

double AuditContext::assumed(std::string_view id, double otherwise) const {
    const AssumptionRow* row = input.assumptions.find(id);
    return row != nullptr ? row->value : otherwise;
}

std::vector<std::string> AuditContext::unknownWorkloads() const {
    std::vector<std::string> names;
    for (const PlannedWorkload& workload : workloads()) {
        if (!workload.demand.isKnown) {
            names.push_back(workload.id());
        }
    }
    return names;
}

bool AuditContext::mustSurvive(const std::string& environmentId) const {
    return contains(requirements().surviveNodeLoss, environmentId);
}

AuditContext makeAuditContext(const AuditInput& input, const AuditOptions& options) {
    std::shared_ptr<const ClusterModel> model = ClusterModel::of(input.layout, input.expansion);
    AuditContext context{.input = input,
                         .options = options,
                         .model = model,
                         .state = ClusterState(model, input.placement),
                         .podsOn = {},
                         .unplaced = {},
                         .rollouts = {},
                         .losses = {},
                         .constants = riskConstants(input.assumptions)};
    context.podsOn.resize(input.layout.nodes.size());
    for (const PlacedPod& pod : input.placement) {
        if (pod.node.isValid()) {
            context.podsOn[pod.node.value()].push_back(pod.workload);
        } else {
            context.unplaced.push_back({.workload = pod.workload, .ordinal = pod.ordinal});
        }
    }
    return context;
}

void addPhases(AuditContext& context) {
    const AuditOptions& options = context.options;
    // On one node the order of arrival does not matter.
    const int orders = context.nodeCount() == 1 ? 1 : std::min(16, options.replayOrders);
    const Requirements& requirements = context.requirements();
    const bool isLarge = context.input.placement.size() * context.nodeCount() > kPlayedMax;
    const auto mayRefuse = [&](CheckId id) { return isBinding(requirements, id); };
    context.hasSkippedDeploys = isLarge && !mayRefuse(CheckId::RolloutSurge) &&
                                !mayRefuse(CheckId::RolloutDowntime) &&
                                requirements.zeroDowntimeDeploys.empty();
    context.hasSkippedLosses = isLarge && !mayRefuse(CheckId::NodeLoss) &&
                               !mayRefuse(CheckId::StorageFollow) &&
                               requirements.surviveNodeLoss.empty();
    if (!context.hasSkippedDeploys) {
        context.rollouts = simulateRollouts(context.state, context.workloads(),
                                            {.searchSteps = options.searchSteps,
                                             .orders = orders,
                                             .seed = context.scenario().seed});
    }
    if (!context.hasSkippedLosses) {
        context.losses = nodeLossCases(context);
    }
}

bool isBinding(const Requirements& requirements, CheckId id) {
    const auto& binding = requirements.binding;
    return !binding || contains(*binding, std::string(toWord(id)));
}

bool serves(const PlannedWorkload& workload, const std::string& environmentId) {
    if (workload.environmentId.empty()) {
        return workload.origin == WorkloadOrigin::System
                   ? workload.onRequestPath
                   : contains(workload.tenants, environmentId);
    }
    return workload.environmentId == environmentId;
}

}  // namespace stowage::simulate
