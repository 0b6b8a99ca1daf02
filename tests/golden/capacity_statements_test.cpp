#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "model/expansion.h"
#include "tests/support/shipped_scenarios.h"

/// What LaraKube's pages say about capacity, each reproduced or contradicted with figures. Where a
/// page is contradicted the reason stands in docs/decisions.md.

namespace stowage {
namespace {

using testkit::PlanningCase;

constexpr const char* kHead =
    "apiVersion: stowage/v1\n"
    "kind: Scenario\n"
    "metadata: { name: statement }\n";

/// One machine, whatever the answer is.
std::string onMachine(int vcpu, int gibibytes) {
    return fmt::format(
        "candidates:\n"
        "  providers: []\n"
        "  customOffers: [ {{ name: box, vcpu: {}, memory: {}Gi, disk: 100Gi, monthly: 6, kind: "
        "vps, "
        "count: 9 }} ]\n"
        "  fixed: {{ topology: single-node, nodes: [ {{ provider: custom, offer: box, count: 1 }} "
        "] "
        "}}\n",
        vcpu, gibibytes);
}

std::string twoEnvironments(const std::string& weight, const std::string& more = {}) {
    return std::string(kHead) +
           "apps:\n"
           "  - blueprint: ./plex-react/.larakube.json\n"
           "    weight: " +
           weight + "\n" + more;
}

CapacityPlan judged(const std::string& text) {
    const PlanReport report = testkit::planOf(testkit::caseOf(text));
    EXPECT_FALSE(report.plans.empty());
    return report.plans.empty() ? CapacityPlan{} : report.plans.front();
}

const Check& checkOf(const CapacityPlan& plan, CheckId id) {
    return *std::ranges::find(plan.checks, id, &Check::id);
}

Verdict verdictOf(const CapacityPlan& plan, CheckId id) {
    return checkOf(plan, id).verdict;
}

PlanResources promised(const CapacityPlan& plan) {
    PlanResources sum;
    for (const PlanPod& pod : plan.placement) {
        sum.cpu += pod.requests.cpu;
        sum.memory += pod.requests.memory;
    }
    return sum;
}

TEST(CapacityStatements, O1AndO2RequestsFitTwoGigabytes) {
    const CapacityPlan plan = judged(twoEnvironments("medium") + onMachine(1, 2));
    // The page says 750m and 1,368Mi; with the exporters of the Commons it is 800m and 1,500Mi.
    EXPECT_EQ(promised(plan).cpu, milliCpu(800));
    EXPECT_EQ(promised(plan).memory, mebibytes(1500));
    EXPECT_EQ(verdictOf(plan, CheckId::FitRequests), Verdict::Pass);
    // "Comfortably" is contradicted: K3s, the system and what workers hold are no requests.
    EXPECT_EQ(verdictOf(plan, CheckId::FitMemory), Verdict::Fail);
    EXPECT_NE(verdictOf(judged(twoEnvironments("light") + onMachine(1, 2)), CheckId::FitMemory),
              Verdict::Fail);
}

TEST(CapacityStatements, O3TheOldDefaultOf100mDoesNotFitOneCore) {
    std::string resources = "    resources:\n";
    for (const char* environment : {"production", "staging"}) {
        resources += fmt::format("      {}:\n", environment);
        for (const char* role : {"web", "horizon", "reverb"}) {
            resources += fmt::format("        {}: {{ requests: {{ cpu: 100m }} }}\n", role);
        }
    }
    const CapacityPlan plan = judged(twoEnvironments("light", resources) + onMachine(1, 2));
    // 6 x 100m + 300m + 200m.
    EXPECT_EQ(promised(plan).cpu, milliCpu(1100));
    EXPECT_EQ(verdictOf(plan, CheckId::FitRequests), Verdict::Fail);
    EXPECT_EQ(checkOf(plan, CheckId::FitRequests).shortage->resource, "cpu");
}

TEST(CapacityStatements, O4OneGigabyteHoldsOneModestApp) {
    const CapacityPlan plan = judged(
        std::string(kHead) +
        "apps:\n"
        "  - name: modest\n"
        "    blueprint: { name: modest, serverVariation: fpm-nginx, database: sqlite, "
        "cacheDriver: database, environments: { production: { hosts: { web: modest.example.com "
        "} } } }\n"
        "    weight: light\n"
        "    workers: { production: { web: 2 } }\n"
        "    traffic: { production: { peakRps: 0.5 } }\n" +
        onMachine(1, 1));
    EXPECT_EQ(verdictOf(plan, CheckId::FitRequests), Verdict::Pass);
    EXPECT_NE(verdictOf(plan, CheckId::FitMemory), Verdict::Fail)
        << checkOf(plan, CheckId::FitMemory).text;
}

TEST(CapacityStatements, O8OneGigabyteDoesNotHoldACommons) {
    const CapacityPlan plan = judged(twoEnvironments("light") + onMachine(1, 1));
    EXPECT_EQ(verdictOf(plan, CheckId::FitMemory), Verdict::Fail);
    EXPECT_EQ(verdictOf(plan, CheckId::FitRequests), Verdict::Fail);
}

TEST(CapacityStatements, O11ASharedMariadbTakesAbout300Mi) {
    const CapacityPlan plan = judged(twoEnvironments("medium") + onMachine(2, 4));
    const auto engine = std::ranges::find_if(plan.placement, [](const PlanPod& pod) {
        return pod.pod.find("/mariadb-") != std::string::npos;
    });
    ASSERT_NE(engine, plan.placement.end());
    // Half of it on average, most of it at the 99th percentile.
    EXPECT_LT(engine->expected.memory, mebibytes(300));
    EXPECT_LT(engine->p99.memory, mebibytes(300));
    EXPECT_GT(engine->p99.memory, mebibytes(150));
}

TEST(CapacityStatements, O12LowerLimitsFreeNothing) {
    const auto withLimit = [](const char* memory) {
        return judged(twoEnvironments(
                          "medium", fmt::format("    resources: {{ production: {{ web: {{ limits: "
                                                "{{ memory: {} }} }} }} }}\n",
                                                memory)) +
                      onMachine(1, 2));
    };
    EXPECT_EQ(promised(withLimit("1Gi")).memory, promised(withLimit("512Mi")).memory);
    const CapacityPlan lower = judged(
        twoEnvironments("medium",
                        "    resources: { production: { web: { requests: { memory: 64Mi } } } "
                        "}\n") +
        onMachine(1, 2));
    EXPECT_EQ(promised(lower).memory, mebibytes(1500 - 64));
}

TEST(CapacityStatements, O18TheSeventeenthRedisTenantIsRefused) {
    const auto withTenants = [](int count) {
        std::string text = std::string(kHead) + "apps:\n";
        std::string overrides;
        for (int i = 1; i <= count; ++i) {
            text += fmt::format(
                "  - name: tenant-{0}\n"
                "    blueprint: {{ name: tenant-{0}, database: sqlite, cacheDriver: redis, "
                "environments: {{ production: {{ hosts: {{ web: t{0}.example.com }} }} }} }}\n"
                "    weight: light\n",
                i);
            overrides += fmt::format("    tenant-{}-production/redis: plex\n", i);
        }
        return judged(text + "services:\n  overrides:\n" + overrides + onMachine(8, 16));
    };
    EXPECT_NE(verdictOf(withTenants(16), CheckId::CommonsRedisIndexes), Verdict::Fail);
    EXPECT_EQ(verdictOf(withTenants(17), CheckId::CommonsRedisIndexes), Verdict::Fail);
}

std::string twoNodes() {
    return "candidates:\n"
           "  providers: []\n"
           "  customOffers: [ { name: box, vcpu: 4, memory: 8Gi, disk: 100Gi, monthly: 6, kind: "
           "vps, "
           "count: 9 } ]\n"
           "  fixed: { topology: k3s-multi, nodes: [ { provider: custom, offer: box, count: 2 } ] "
           "}\n";
}

TEST(CapacityStatements, O19SqliteIsBlockedOnSeveralNodes) {
    const CapacityPlan plan = judged(
        std::string(kHead) +
        "apps:\n"
        "  - name: small\n"
        "    blueprint: { name: small, database: sqlite, cacheDriver: database, environments: { "
        "production: { hosts: { web: small.example.com } } } }\n" +
        twoNodes());
    EXPECT_EQ(verdictOf(plan, CheckId::StorageSqlite), Verdict::Fail);
}

TEST(CapacityStatements, O24TheLossOfTheOnlyNodeTakesEverythingDown) {
    const CapacityPlan plan = judged(twoEnvironments("medium") + onMachine(2, 4));
    ASSERT_EQ(plan.nodeLoss.size(), 1U);
    EXPECT_EQ(plan.nodeLoss.front().environments.size(), 2U);
    for (const auto& [id, state] : plan.nodeLoss.front().environments) {
        EXPECT_TRUE(state == "down" || state == "data-stuck") << id << " " << state;
    }
}

TEST(CapacityStatements, O27StrategyFollowsTheNumberOfManagedNodes) {
    const auto strategyOf = [](int nodes) {
        const CapacityPlan plan = judged(twoEnvironments("light") +
                                         fmt::format("services: {{ reconsider: true }}\n"
                                                     "candidates:\n"
                                                     "  providers: [digitalocean]\n"
                                                     "  fixed: {{ topology: managed, nodes: [ {{ "
                                                     "provider: digitalocean, offer: s-4vcpu-8gb, "
                                                     "count: {} }} ] }}\n",
                                                     nodes));
        return plan.strategy.begin()->second;
    };
    EXPECT_EQ(strategyOf(1), Strategy::SingleNode);
    EXPECT_EQ(strategyOf(2), Strategy::MultiNodeHa);
}

TEST(CapacityStatements, O28AHighlyAvailableEnvironmentHasSixPods) {
    const CapacityPlan plan = judged(twoEnvironments("light") + twoNodes());
    PlanResources sum;
    int pods = 0;
    for (const PlanPod& pod : plan.placement) {
        if (pod.environment == "plex-react-production" && pod.origin == "app") {
            ++pods;
            sum.cpu += pod.requests.cpu;
            sum.memory += pod.requests.memory;
        }
    }
    EXPECT_EQ(pods, 6);
    EXPECT_EQ(sum.cpu, milliCpu(300));
    EXPECT_EQ(sum.memory, mebibytes(768));
}

}  // namespace
}  // namespace stowage
