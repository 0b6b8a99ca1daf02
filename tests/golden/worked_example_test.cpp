#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/shipped_scenarios.h"

/// Production and staging of one app with shared services on one server: the case whose figures
/// were worked out by hand before there was a program (all in MiB).

namespace stowage {
namespace {

using testkit::PlanningCase;

/// The shipped scenario with its app at one weight, on one machine or on any.
PlanningCase example(const std::string& weight, const std::string& offer = {}) {
    std::string text =
        "apiVersion: stowage/v1\n"
        "kind: Scenario\n"
        "metadata: { name: worked-example }\n"
        "apps:\n"
        "  - blueprint: ./plex-react/.larakube.json\n"
        "    weight: " +
        weight +
        "\n"
        "candidates:\n"
        "  providers: [digitalocean]\n"
        "  topologies: [single-node]\n";
    if (!offer.empty()) {
        text +=
            "  fixed: { topology: single-node, nodes: [ { provider: digitalocean, offer: " + offer +
            ", count: 1 } ] }\n";
    }
    return testkit::caseOf(text);
}

/// The plan that the report shows: recommended or, when servers are fixed, judged all the same.
CapacityPlan firstPlanOf(const PlanningCase& question) {
    const PlanReport report = testkit::planOf(question);
    EXPECT_FALSE(report.plans.empty());
    return report.plans.empty() ? CapacityPlan{} : report.plans.front();
}

const Check& checkOf(const CapacityPlan& plan, CheckId id) {
    return *std::ranges::find(plan.checks, id, &Check::id);
}

/// Working sets by kind of pod.
double sumOf(const CapacityPlan& plan, const std::vector<std::string>& origins) {
    double sum = 0;
    for (const PlanPod& pod : plan.placement) {
        if (std::ranges::find(origins, pod.origin) != origins.end()) {
            sum += asMebibytes(pod.expected.memory);
        }
    }
    return sum;
}

TEST(WorkedExample, PromisesWhatTheSchedulerCounts) {
    const CapacityPlan plan = firstPlanOf(example("medium"));
    std::int64_t cpu = 0;
    Bytes memory;
    for (const PlanPod& pod : plan.placement) {
        cpu += pod.requests.cpu.raw();
        memory += pod.requests.memory;
    }
    // Six app pods of 50m and 128; Commons 125m + 75m + 100m and 288 + 48 + 256; CoreDNS and
    // metrics-server 100m and 70 each: 300 + 300 + 200 and 768 + 592 + 140.
    EXPECT_EQ(cpu, 800);
    EXPECT_EQ(memory, mebibytes(1500));
}

TEST(WorkedExample, ExpectsWhatTheMachineHolds) {
    const CapacityPlan plan = firstPlanOf(example("medium"));
    const PlanNode& node = plan.nodes.front();
    // K3s 520 and the operating system 170.
    EXPECT_NEAR(asMebibytes(node.overhead.memory), 520 + 170, 1);
    // By hand 138 for system pods and the shims of all 13 pods, engines 248 and apps 920 without
    // shims. Here every pod carries its own shim (3.28), and the engines their exporters.
    const double shim = 3.28;
    EXPECT_NEAR(sumOf(plan, {"system"}) + 9 * shim, 138, 3);
    EXPECT_NEAR(sumOf(plan, {"commons"}) - 3 * shim, 248, 248 * 0.07);
    EXPECT_NEAR(sumOf(plan, {"app"}) - 6 * shim, 920, 920 * 0.01);
    EXPECT_NEAR(asMebibytes(node.expected.memory), 1996, 1996 * 0.01);
    EXPECT_NEAR(
        asMebibytes(firstPlanOf(example("light", "s-2vcpu-4gb")).nodes.front().expected.memory),
        1582, 1582 * 0.01);
}

TEST(WorkedExample, NeedsFourGigabytesWithMediumApps) {
    for (const char* offer : {"s-1vcpu-2gb", "s-2vcpu-2gb"}) {
        const CapacityPlan refused = firstPlanOf(example("medium", offer));
        EXPECT_EQ(checkOf(refused, CheckId::FitMemory).verdict, Verdict::Fail) << offer;
        // The requests alone would fit: what LaraKube's page adds up.
        EXPECT_EQ(checkOf(refused, CheckId::FitRequests).verdict, Verdict::Pass) << offer;
    }
    const PlanReport report = testkit::planOf(example("medium"));
    ASSERT_FALSE(report.recommended.empty());
    const CapacityPlan& plan = *report.findPlan(report.recommended);
    ASSERT_EQ(plan.nodes.size(), 1U);
    EXPECT_EQ(plan.nodes.front().offer, "s-2vcpu-4gb");
    EXPECT_EQ(plan.cost.monthly, Money::fromRaw(24'000'000));
    EXPECT_TRUE(plan.cost.proven);
    // 51 % of what the kernel reports of 4 GiB.
    EXPECT_NEAR(
        asMebibytes(plan.nodes.front().expected.memory) / asMebibytes(plan.nodes.front().capacity),
        0.51, 0.01);
    const auto isRefused = [&](const std::string& offer, std::int64_t dollars) {
        return std::ranges::any_of(report.refused, [&](const Refusal& refusal) {
            return refusal.title.find(offer) != std::string::npos &&
                   refusal.monthly == Money::fromRaw(dollars * 1'000'000) &&
                   refusal.check == CheckId::FitMemory;
        });
    };
    EXPECT_TRUE(isRefused("s-1vcpu-2gb", 12));
    EXPECT_TRUE(isRefused("s-2vcpu-2gb", 18));
}

TEST(WorkedExample, IsTightOnTwoGigabytesWithLightApps) {
    const CapacityPlan plan = firstPlanOf(example("light"));
    ASSERT_EQ(plan.nodes.size(), 1U);
    EXPECT_EQ(plan.nodes.front().offer, "s-1vcpu-2gb");
    EXPECT_EQ(plan.cost.monthly, Money::fromRaw(12'000'000));
    EXPECT_EQ(verdictOf(plan, {}), PlanVerdict::Tight);
}

}  // namespace
}  // namespace stowage
