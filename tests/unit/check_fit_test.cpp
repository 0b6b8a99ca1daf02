#include "model/simulate/check_fit.h"

#include <gtest/gtest.h>

#include "model/simulate/check_requests.h"
#include "tests/support/made_audit.h"

namespace stowage::simulate {
namespace {

using test::MadeAudit;
using test::memoryUse;
using test::numberOf;
using test::wordOf;

/// One node of 1000m and 2000 MiB with one pod; placement pinned, so that no order is replayed.
MadeAudit onePod(std::int64_t cpu, std::int64_t mebi) {
    MadeAudit made;
    made.scenario.requirements.placement = PlacementRule::Pinned;
    made.node();
    made.workload("shop-production", "web", cpu, mebi);
    made.pod(0);
    return made;
}

TEST(FitRequests, LeavesTheHeadroom) {
    // 90 % of 1000m and of 2000 MiB: 900m and 1800 MiB.
    MadeAudit at = onePod(900, 1800);
    const Check pass = checkFitRequests(at.context(), RunControl());
    EXPECT_EQ(pass.verdict, Verdict::Pass);
    EXPECT_EQ(wordOf(pass, "placement"), "pinned");
    MadeAudit memory = onePod(900, 1801);
    const Check fail = checkFitRequests(memory.context(), RunControl());
    EXPECT_EQ(fail.verdict, Verdict::Fail);
    EXPECT_EQ(
        fail.text,
        "node-1 reserves 1,801 MiB of memory, more than the 1,800 MiB of memory that requests "
        "may take (10 % headroom)");
    EXPECT_EQ(fail.shortage->resource, "memory");
    EXPECT_EQ(fail.shortage->shortBy, mebibytes(1).raw());
    MadeAudit cpu = onePod(901, 1800);
    EXPECT_EQ(checkFitRequests(cpu.context(), RunControl()).shortage->resource, "cpu");
}

TEST(FitRequests, AnUnplacedPodFailsWithTheNearestReason) {
    // Two nodes: 1100m of 1800m in total, but 500 + 600 of 1000 on the one and 600 of 400 on the
    // other.
    MadeAudit made = onePod(500, 500);
    made.node(400);
    made.scenario.requirements.headroom = PartsPerMillion();
    made.workload("shop-production", "horizon", 600, 100);
    made.pod(-1);
    const Check check = checkFitRequests(made.context(), RunControl());
    EXPECT_EQ(check.verdict, Verdict::Fail);
    ASSERT_TRUE(check.shortage);
    EXPECT_EQ(*check.shortage, (Shortage{.node = "node-1",
                                         .resource = "cpu",
                                         .needed = 1100,
                                         .available = 1000,
                                         .shortBy = 100}));
    EXPECT_NE(check.text.find("shop-production/horizon-0 cannot be placed"), std::string::npos);
}

TEST(FitRequests, TooLittleInTotalIsSaidFirst) {
    MadeAudit made = onePod(500, 500);
    made.workload("shop-production", "horizon", 600, 100);
    made.pod(-1);
    // 1100m of 900m.
    const Check check = checkFitRequests(made.context(), RunControl());
    EXPECT_EQ(*check.shortage,
              (Shortage{.resource = "cpu", .needed = 1100, .available = 900, .shortBy = 200}));
}

TEST(FitRequests, APodThatExpectedMemoryKeepsOutHasAFigureToo) {
    MadeAudit made = onePod(100, 100);
    made.expansion.workloads[0].demand.memory = memoryUse(1500, 1500, 1500);
    made.workload("shop-production", "horizon", 100, 100).demand.memory = memoryUse(400, 400, 400);
    made.pod(-1);
    // 1900 of 1800 MiB.
    const Check check = checkFitRequests(made.context(), RunControl());
    ASSERT_TRUE(check.shortage);
    EXPECT_EQ(check.shortage->shortBy, mebibytes(100).raw());
}

TEST(FitRequests, PodsThatRequestNothingFitAnywhere) {
    MadeAudit made = onePod(0, 0);
    EXPECT_EQ(checkFitRequests(made.context(), RunControl()).verdict, Verdict::Pass);
}

TEST(FitCpu, StaysBelowTheHeadroomAtThePeak) {
    // Dedicated core: scale 1. 100m for the system, 800m for the pod: 900 of 900.
    MadeAudit made = onePod(50, 128);
    made.layout.nodes[0].overhead.cpu.expected = milliCpu(100);
    made.expansion.workloads[0].demand.cpu.expected = milliCpu(800);
    const Check pass = checkFitCpu(made.context());
    EXPECT_EQ(pass.verdict, Verdict::Pass);
    EXPECT_EQ(numberOf(pass, "needed"), 900);
    EXPECT_EQ(numberOf(pass, "available"), 900);
    made.expansion.workloads[0].demand.cpu.expected = milliCpu(801);
    EXPECT_EQ(checkFitCpu(made.context()).verdict, Verdict::Fail);
}

TEST(FitCpu, ASharedCoreDoesLessAndCanBeStolen) {
    MadeAudit made = onePod(50, 128);
    made.layout.nodes[0].shape.cpuShare = CpuShare::Shared;
    // Scale 0.75: 600m become 800 of 900; a tenth stolen leaves 810.
    made.expansion.workloads[0].demand.cpu.expected = milliCpu(600);
    const Check pass = checkFitCpu(made.context());
    EXPECT_EQ(pass.verdict, Verdict::Pass);
    EXPECT_EQ(numberOf(pass, "needed"), 800);
    EXPECT_EQ(numberOf(pass, "scalePpm"), 750'000);
    // 608m become 811.
    made.expansion.workloads[0].demand.cpu.expected = milliCpu(608);
    EXPECT_EQ(checkFitCpu(made.context()).verdict, Verdict::Warn);
    // 676m become 902.
    made.expansion.workloads[0].demand.cpu.expected = milliCpu(676);
    EXPECT_EQ(checkFitCpu(made.context()).verdict, Verdict::Fail);
}

TEST(FitCpu, WarnsAboutAPodThatReachesItsLimit) {
    MadeAudit made = onePod(50, 128);
    PlannedWorkload& web = made.expansion.workloads[0];
    web.pod.containers[0].limits.set(kCpu, 400);
    // p95 = 100 + 0.7071 * (p99 - 100): 400 at p99 = 524.
    web.demand.cpu = {.expected = milliCpu(100), .p99 = milliCpu(524)};
    EXPECT_EQ(checkFitCpu(made.context()).verdict, Verdict::Pass);
    web.demand.cpu.p99 = milliCpu(526);
    EXPECT_EQ(checkFitCpu(made.context()).verdict, Verdict::Warn);
}

TEST(FitCpu, IsUnknownWithoutRequestsAndUsage) {
    MadeAudit made = onePod(0, 0);
    made.expansion.workloads[0].demand.isKnown = false;
    EXPECT_EQ(checkFitCpu(made.context()).verdict, Verdict::Unknown);
}

TEST(FitPods, CountsSlots) {
    MadeAudit made = onePod(0, 0);
    made.layout.nodes[0].shape.podSlots = 1;
    EXPECT_EQ(checkFitPods(made.context()).verdict, Verdict::Pass);
    made.workload("shop-production", "horizon", 0, 0);
    made.pod(0);
    const Check fail = checkFitPods(made.context());
    EXPECT_EQ(fail.verdict, Verdict::Fail);
    EXPECT_EQ(fail.text, "node-1 runs 2 pods and may run 1");
    EXPECT_EQ(fail.shortage->shortBy, 1);
}

TEST(FitPorts, OnePodANodeMayHaveAPort) {
    MadeAudit made = onePod(0, 0);
    made.expansion.workloads[0].pod.hostPorts = {{.port = 443}};
    made.workload("blog-production", "web", 0, 0).pod.hostPorts = {{.port = 8443}};
    made.pod(0);
    EXPECT_EQ(checkFitPorts(made.context()).verdict, Verdict::Pass);
    made.expansion.workloads[1].pod.hostPorts[0].port = 443;
    const Check fail = checkFitPorts(made.context());
    EXPECT_EQ(fail.verdict, Verdict::Fail);
    EXPECT_EQ(fail.shortage->node, "node-1");
    made.placement[1].node = NodeIndex();
    EXPECT_EQ(checkFitPorts(made.context()).verdict, Verdict::Fail);
}

}  // namespace
}  // namespace stowage::simulate
