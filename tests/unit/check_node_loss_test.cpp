#include "model/simulate/check_node_loss.h"

#include <gtest/gtest.h>

#include "tests/support/made_audit.h"

namespace stowage::simulate {
namespace {

using test::MadeAudit;
using test::wordOf;

/// Two managed nodes; web on both, the worker on the first, no entrance.
MadeAudit twoNodes() {
    MadeAudit made;
    made.environment("shop");
    made.node();
    made.node();
    made.layout.topology = TopologyKind::Managed;
    made.layout.storageClass = StorageClassKind::Block;
    made.layout.ingress = IngressKind::LoadBalancer;
    PlannedWorkload& web = made.workload("shop-production", "web", 50, 128);
    web.replicas = 2;
    web.onRequestPath = true;
    web.timing = {.pullSeconds = 20, .waitForDependenciesSeconds = 5, .startSeconds = 15};
    made.pod(0, 0);
    made.pod(1, 1);
    made.workload("shop-production", "horizon", 50, 128);
    made.pod(0);
    return made;
}

PodRef web(std::int64_t ordinal) {
    return {WorkloadIndex(0), ordinal};
}
constexpr PodRef kHorizon{WorkloadIndex(1), 0};

/// The first node dies; everything finds a place on the second.
NodeLossCase lossOfFirst(std::vector<PodRef> displaced) {
    NodeLossCase loss{.node = NodeIndex(0)};
    loss.replacement.outcome = ReplacementOutcome::Feasible;
    for (const PodRef& pod : displaced) {
        loss.replacement.placed.push_back(
            {.workload = pod.workload, .ordinal = pod.ordinal, .node = NodeIndex(1)});
    }
    loss.replacement.displaced = std::move(displaced);
    return loss;
}

TEST(NodeLoss, ServingNeedsAnotherPodAndAPlaceForEveryLostOne) {
    MadeAudit made = twoNodes();
    AuditContext context = made.context();
    const EnvironmentLoss loss =
        environmentLoss(context, lossOfFirst({web(0), kHorizon}), "shop-production");
    EXPECT_EQ(loss.value, LossValue::Serving);
}

TEST(NodeLoss, APodWithoutAPlaceDegrades) {
    MadeAudit made = twoNodes();
    AuditContext context = made.context();
    NodeLossCase loss = lossOfFirst({web(0), kHorizon});
    loss.replacement.outcome = ReplacementOutcome::Infeasible;
    loss.replacement.placed.clear();
    EXPECT_EQ(environmentLoss(context, loss, "shop-production").value, LossValue::Degraded);
}

TEST(NodeLoss, UndecidedIsNeverServing) {
    MadeAudit made = twoNodes();
    AuditContext context = made.context();
    NodeLossCase loss = lossOfFirst({kHorizon});
    loss.replacement.outcome = ReplacementOutcome::Undecided;
    loss.replacement.placed.clear();
    EXPECT_EQ(environmentLoss(context, loss, "shop-production").value, LossValue::Degraded);
}

TEST(NodeLoss, WithoutAnotherPodItIsDownForAWhile) {
    MadeAudit made = twoNodes();
    made.placement[1].node = NodeIndex(0);  // both web pods on the first node
    AuditContext context = made.context();
    const EnvironmentLoss loss =
        environmentLoss(context, lossOfFirst({web(0), web(1), kHorizon}), "shop-production");
    EXPECT_EQ(loss.value, LossValue::Down);
    // 50 s missed + 300 s tolerated + 20 + 5 + 15.
    EXPECT_EQ(loss.recoverySeconds, 390);
}

// 40 s missed + 300 s tolerated + 20 + 5 + 15 under 1.31; ten more from 1.32 on.
TEST(NodeLoss, DetectionTakesTenSecondsLessBefore132) {
    for (const char* version : {"1.31", "1.32"}) {
        MadeAudit made = twoNodes();
        made.placement[1].node = NodeIndex(0);
        made.scenario.candidates.kubernetesVersion = version;
        AuditContext context = made.context();
        const EnvironmentLoss loss =
            environmentLoss(context, lossOfFirst({web(0), web(1), kHorizon}), "shop-production");
        EXPECT_EQ(loss.recoverySeconds, std::string(version) == "1.31" ? 380 : 390);
    }
}

TEST(NodeLoss, AnAttachedVolumeFollowsAfterTheForcedDetach) {
    MadeAudit made = twoNodes();
    made.placement[1].node = NodeIndex(0);
    made.expansion.workloads[0].pod.volumes = {{.claim = "data", .size = gibibytes(1)}};
    AuditContext context = made.context();
    const EnvironmentLoss loss =
        environmentLoss(context, lossOfFirst({web(0), web(1)}), "shop-production");
    EXPECT_EQ(loss.value, LossValue::Down);
    EXPECT_EQ(loss.recoverySeconds, 390 + 360);
}

TEST(NodeLoss, AVolumeOnTheNodeIsStuck) {
    MadeAudit made = twoNodes();
    made.layout.storageClass = StorageClassKind::LocalPath;
    PlannedWorkload& mysql = made.workload("shop-production", "mysql", 0, 0);
    mysql.onRequestPath = true;
    mysql.service = ServiceKind::Mysql;
    mysql.pod.volumes = {{.claim = "data", .size = gibibytes(1)}};
    made.pod(0);
    AuditContext context = made.context();
    const EnvironmentLoss loss =
        environmentLoss(context, lossOfFirst({web(0), {WorkloadIndex(2), 0}}), "shop-production");
    EXPECT_EQ(loss.value, LossValue::DataStuck);
    EXPECT_EQ(loss.recoverySeconds, std::nullopt);
    EXPECT_EQ(loss.lostServices, std::vector<std::string>{"shop-production/mysql"});
}

TEST(NodeLoss, AStatefulSetWaitsForSomebody) {
    MadeAudit made = twoNodes();
    made.placement[1].node = NodeIndex(0);
    made.expansion.workloads[0].kind = WorkloadKind::StatefulSet;
    AuditContext context = made.context();
    const EnvironmentLoss loss =
        environmentLoss(context, lossOfFirst({web(0), web(1)}), "shop-production");
    EXPECT_EQ(loss.value, LossValue::Down);
    EXPECT_EQ(loss.recoverySeconds, std::nullopt);
}

TEST(NodeLoss, WithTheK3sServerNothingIsPlacedAgain) {
    MadeAudit made = twoNodes();
    AuditContext context = made.context();
    NodeLossCase loss{.node = NodeIndex(0), .isControlPlaneLost = true};
    loss.replacement.displaced = {web(0), kHorizon};
    EXPECT_EQ(environmentLoss(context, loss, "shop-production").value, LossValue::Degraded);
    // Even an environment that lost no pod is degraded.
    loss.replacement.displaced.clear();
    EXPECT_EQ(environmentLoss(context, loss, "shop-production").value, LossValue::Degraded);
    made.placement[1].node = NodeIndex(0);
    AuditContext together = made.context();
    loss.replacement.displaced = {web(0), web(1), kHorizon};
    EXPECT_EQ(environmentLoss(together, loss, "shop-production").value, LossValue::Down);
}

TEST(NodeLoss, TheEntranceOnHostPortsDoesNotComeBackByItself) {
    MadeAudit made = twoNodes();
    PlannedWorkload& traefik = made.workload("", "traefik", 0, 0);
    traefik.onRequestPath = true;
    made.pod(0);
    const PodRef entrance{WorkloadIndex(2), 0};
    AuditContext balanced = made.context();
    const EnvironmentLoss behind =
        environmentLoss(balanced, lossOfFirst({web(0), entrance}), "shop-production");
    EXPECT_EQ(behind.value, LossValue::Down);
    EXPECT_EQ(behind.recoverySeconds, 350);
    made.layout.ingress = IngressKind::HostPorts;
    AuditContext ports = made.context();
    const EnvironmentLoss bare =
        environmentLoss(ports, lossOfFirst({web(0), entrance}), "shop-production");
    EXPECT_EQ(bare.recoverySeconds, std::nullopt);
}

TEST(NodeLossCheck, BindsOnlyEnvironmentsThatMustSurvive) {
    MadeAudit made = twoNodes();
    made.placement[1].node = NodeIndex(0);
    AuditContext context = made.context();
    context.losses = {lossOfFirst({web(0), web(1), kHorizon})};
    const NodeLossAudit free = checkNodeLoss(context);
    EXPECT_EQ(free.check.verdict, Verdict::Pass);
    EXPECT_EQ(wordOf(free.check, "value"), "down");
    ASSERT_EQ(free.entries.size(), 1U);
    EXPECT_EQ(free.entries[0].environments.at("shop-production"), "down");
    ASSERT_EQ(free.entries[0].pods.size(), 3U);
    EXPECT_EQ(free.entries[0].pods[0].to, "node-2");
    made.scenario.requirements.surviveNodeLoss = {"shop-production"};
    const NodeLossAudit bound = checkNodeLoss(context);
    EXPECT_EQ(bound.check.verdict, Verdict::Fail);
    EXPECT_TRUE(bound.check.shortage.has_value());
}

TEST(NodeLossCheck, WarnsOnDegradedAndPassesOnServing) {
    MadeAudit made = twoNodes();
    made.scenario.requirements.surviveNodeLoss = {"shop-production"};
    AuditContext context = made.context();
    context.losses = {lossOfFirst({web(0), kHorizon})};
    EXPECT_EQ(checkNodeLoss(context).check.verdict, Verdict::Pass);
    context.losses[0].replacement.placed.pop_back();
    EXPECT_EQ(checkNodeLoss(context).check.verdict, Verdict::Warn);
}

}  // namespace
}  // namespace stowage::simulate
