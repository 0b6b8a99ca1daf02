#include <fmt/format.h>
#include <gtest/gtest.h>

#include <set>

#include "model/data_files.h"
#include "model/scenario_io.h"
#include "planner/evaluation.h"
#include "planner/optimize.h"
#include "planner/step_random.h"

namespace stowage::planner {
namespace {

/// Raw workloads, a list of machines that state their allocatable, no other ledger.
std::string scenarioText(const std::string& requirements, const std::string& workloads,
                         const std::string& offers) {
    return fmt::format(
        "apiVersion: stowage/v1\n"
        "kind: Scenario\n"
        "metadata: {{ name: many }}\n"
        "requirements: {{ headroom: 0, binding: [fit.requests, fit.pods, fit.ports], {} }}\n"
        "apps:\n"
        "  - name: a\n"
        "    workloads:\n{}"
        "candidates:\n"
        "  providers: []\n"
        "  topologies: []\n"
        "  maxNodes: 400\n"
        "  customOffers:\n{}",
        requirements, workloads, offers);
}

std::string workload(const std::string& name, int replicas, const std::string& rest) {
    return fmt::format(
        "      - {{ name: {}, environment: production, kind: Deployment, replicas: {}, {} }}\n",
        name, replicas, rest);
}

class ManyNodeTest : public ::testing::Test {
protected:
    Scenario read(const std::string& text) {
        Diagnostics findings;
        auto scenario = parseScenario("many.yaml", text, "", findings);
        EXPECT_TRUE(scenario.has_value())
            << text << (findings.sorted().empty() ? "" : toText(findings.sorted().front()));
        return scenario.value_or(Scenario());
    }

    PlanReport plan(const std::string& text) {
        const Scenario scenario = read(text);
        RunControl control;
        auto report = optimize(scenario, m_catalog, m_table, {.today = "2026-11-25"}, control);
        EXPECT_TRUE(report.ok());
        return report.ok() ? std::move(*report) : PlanReport();
    }

    Diagnostics m_diagnostics;
    AssumptionTable m_table = AssumptionTable::load(DataFiles::shipped(), m_diagnostics);
    Catalog m_catalog;
};

const char* const kBin =
    "    - { name: bin, monthly: 2, kind: node, allocatable: { cpu: 10, memory: 10Gi, pods: 20 } "
    "}\n";

TEST_F(ManyNodeTest, FillsNodesWithoutSlackAndProvesIt) {
    // Each node is cut completely into three pods: 24 x 10 cores.
    StepRandom random(3);
    std::string workloads;
    for (int node = 0; node < 24; ++node) {
        const int first = 2'000 + static_cast<int>(random.below(3'000));
        const int second = 1'000 + static_cast<int>(random.below(3'000));
        for (const auto& [part, cpu] : {std::pair("x", first), std::pair("y", second),
                                        std::pair("z", 10'000 - first - second)}) {
            workloads += workload(fmt::format("{}{}", part, node), 1,
                                  fmt::format("requests: {{ cpu: {}m }}", cpu));
        }
    }
    const PlanReport report = plan(scenarioText("placement: pinned", workloads, kBin));
    ASSERT_EQ(report.plans.size(), 1U);
    const CapacityPlan& best = report.plans.front();
    EXPECT_EQ(toDecimal(best.cost.monthly), "48.00");
    EXPECT_TRUE(best.cost.proven);
    EXPECT_EQ(best.nodes.size(), 24U);
    const DocumentNode* method = best.cost.certificate.find("method");
    ASSERT_NE(method, nullptr);
    EXPECT_EQ(method->text, "patterns");
}

TEST_F(ManyNodeTest, KeepsPortsAndAntiAffinityOnManyNodes) {
    // 15 pods want port 8443 of their node: 15 nodes, although 15 x 0.5 cores would fit on one.
    const PlanReport report =
        plan(scenarioText("placement: pinned",
                          workload("gate", 15, "requests: { cpu: 500m }, hostPorts: [8443]") +
                              workload("alone", 12, "requests: { cpu: 9 }, antiAffinity: [alone]"),
                          kBin));
    ASSERT_FALSE(report.plans.empty());
    EXPECT_EQ(toDecimal(report.plans.front().cost.monthly), "30.00");
    EXPECT_TRUE(report.plans.front().cost.proven);
}

TEST_F(ManyNodeTest, SaysWithProofThatThePodsExceedEveryAllowedLayout) {
    const PlanReport report = plan(
        scenarioText("placement: pinned", workload("web", 5'000, "requests: { cpu: 1 }"), kBin));
    EXPECT_TRUE(report.plans.empty());
    EXPECT_TRUE(report.provenInfeasible);
}

TEST_F(ManyNodeTest, MixesSizesByPrice) {
    // 60 x 4 cores: two a node of 10 (2.00) or one a node of 4 (0.90): pairs cost 1.00 a pod.
    const std::string small =
        "    - { name: four, monthly: 0.9, kind: node, allocatable: { cpu: 4, memory: 4Gi, pods: "
        "20 "
        "} }\n";
    const PlanReport report = plan(scenarioText(
        "placement: pinned", workload("web", 60, "requests: { cpu: 4 }"), kBin + small));
    ASSERT_FALSE(report.plans.empty());
    EXPECT_EQ(toDecimal(report.plans.front().cost.monthly), "54.00");
    EXPECT_TRUE(report.plans.front().cost.proven);
}

TEST_F(ManyNodeTest, KeepsTheLimitOfTheBill) {
    // 100 cores: ten nodes for 20.00.
    const std::string workloads = workload("web", 100, "requests: { cpu: 1 }");
    const PlanReport below =
        plan(scenarioText("placement: pinned, maxMonthlyCost: 19.99", workloads, kBin));
    EXPECT_TRUE(below.recommended.empty());
    EXPECT_TRUE(below.provenInfeasible);
    const PlanReport at =
        plan(scenarioText("placement: pinned, maxMonthlyCost: 20.00", workloads, kBin));
    ASSERT_FALSE(at.plans.empty());
    EXPECT_EQ(toDecimal(at.plans.front().cost.monthly), "20.00");
}

TEST_F(ManyNodeTest, APodThatNoMachineTakesIsSeenBeforeAnySearch) {
    const PlanReport report = plan(scenarioText(
        "placement: pinned",
        workload("web", 20, "requests: { cpu: 1 }, nodeSelector: { disk: fast }"), kBin));
    EXPECT_TRUE(report.plans.empty());
    EXPECT_TRUE(report.provenInfeasible);
}

TEST_F(ManyNodeTest, GivesMoreRoomUntilTheSchedulerFillsIt) {
    std::string workloads;
    for (int at = 0; at < 9; ++at) {
        workloads += workload(fmt::format("w{}", at), 8,
                              fmt::format("requests: {{ cpu: {}m, memory: {}Mi }}", 300 + 170 * at,
                                          2'400 - 170 * at));
    }
    const PlanReport pinned = plan(scenarioText("placement: pinned", workloads, kBin));
    const PlanReport reachable = plan(scenarioText("placement: reachable", workloads, kBin));
    ASSERT_FALSE(pinned.plans.empty());
    ASSERT_FALSE(reachable.plans.empty());
    const PlanCost& cost = reachable.findPlan(reachable.recommended)->cost;
    EXPECT_GE(cost.monthly, pinned.plans.front().cost.monthly);
    EXPECT_LE(cost.lowerBound, pinned.plans.front().cost.monthly);
    // Within a sixth of what can hold the pods.
    EXPECT_LE(cost.monthly.raw() * 6, pinned.plans.front().cost.monthly.raw() * 7);
}

/// Two small pods are spread over both nodes before the big one comes, which needs a whole node.
std::string tightText(const std::string& requirements, const std::string& offers) {
    return scenarioText(requirements,
                        workload("small", 2, "requests: { cpu: 1, memory: 256Mi }") +
                            workload("big", 1, "requests: { cpu: 4, memory: 256Mi }"),
                        offers);
}

const char* const kFour =
    "    - { name: four, monthly: 10, kind: node, allocatable: { cpu: 4, memory: 8Gi, pods: 110 } "
    "}\n";

TEST_F(ManyNodeTest, TiesWorkloadsToNodesWhereThatSavesAFifth) {
    const PlanReport report = plan(tightText("placement: reachable", kFour));
    ASSERT_EQ(report.plans.size(), 2U);
    const CapacityPlan& hinted = report.plans[0];
    EXPECT_EQ(report.recommended, hinted.id);
    EXPECT_EQ(toDecimal(hinted.cost.monthly), "20.00");
    EXPECT_TRUE(hinted.cost.proven);
    // Neither hint alone does: whichever pod is free takes the other's node.
    ASSERT_EQ(hinted.adjustments.size(), 2U);
    std::set<std::string> targets;
    for (const Adjustment& adjustment : hinted.adjustments) {
        EXPECT_EQ(adjustment.kind, AdjustmentKind::NodeAffinity);
        targets.insert(adjustment.target);
    }
    EXPECT_EQ(targets, (std::set<std::string>{"a-production/big", "a-production/small"}));
    EXPECT_EQ(toDecimal(report.plans[1].cost.monthly), "30.00");
    EXPECT_TRUE(report.plans[1].adjustments.empty());
    EXPECT_EQ(toDecimal(*report.pinnedPrice), "20.00");
    EXPECT_EQ(toDecimal(*report.reachablePrice), "30.00");
}

TEST_F(ManyNodeTest, HintsAreOnlyAnAlternativeWhereTheySaveLess) {
    // A machine of 5 cores for 11: unaided 10 + 11 = 21 holds big beside nothing, small anywhere.
    const std::string five =
        "    - { name: five, monthly: 11, kind: node, allocatable: { cpu: 6, memory: 8Gi, pods: "
        "110 } "
        "}\n";
    const PlanReport report = plan(tightText("placement: reachable", kFour + five));
    ASSERT_FALSE(report.plans.empty());
    const CapacityPlan* chosen = report.findPlan(report.recommended);
    ASSERT_NE(chosen, nullptr);
    EXPECT_TRUE(chosen->adjustments.empty());
}

TEST_F(ManyNodeTest, NoHintIsGivenWhereAdjustmentsAreNotAllowed) {
    const PlanReport report = plan(tightText("placement: reachable, adjustments: false", kFour));
    ASSERT_EQ(report.plans.size(), 1U);
    EXPECT_EQ(toDecimal(report.plans[0].cost.monthly), "30.00");
    EXPECT_TRUE(report.plans[0].adjustments.empty());
}

}  // namespace
}  // namespace stowage::planner
