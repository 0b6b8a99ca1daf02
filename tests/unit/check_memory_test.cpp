#include "model/simulate/check_memory.h"

#include <gtest/gtest.h>

#include "tests/support/made_audit.h"

namespace stowage::simulate {
namespace {

using test::MadeAudit;
using test::memoryUse;
using test::numberOf;
using test::wordOf;

/// One node of 2000 MiB, system 700, one pod of `expected` (band low..high, varying by deviation).
MadeAudit onePod(std::int64_t expected, std::int64_t low, std::int64_t high, double deviation = 0) {
    MadeAudit made;
    made.environment("shop");
    made.node().overhead.memory = memoryUse(700, 700, 700);
    made.workload("shop-production", "web", 50, 128).demand.memory =
        memoryUse(expected, low, high, deviation);
    made.pod(0);
    return made;
}

TEST(FitMemory, PassesUpToTheHeadroom) {
    // 2000 * 0.9 = 1800 = 700 + 1100.
    MadeAudit made = onePod(1100, 1100, 1100);
    const Check check = checkFitMemory(made.context()).check;
    EXPECT_EQ(check.verdict, Verdict::Pass);
    EXPECT_EQ(numberOf(check, "needed"), mebibytes(1800).raw());
    EXPECT_EQ(numberOf(check, "available"), mebibytes(1800).raw());
    EXPECT_EQ(numberOf(check, "overheadBytes") + numberOf(check, "podsBytes"),
              numberOf(check, "needed"));
    EXPECT_EQ(wordOf(check, "measure"), "core");
    EXPECT_EQ(check.shortage, std::nullopt);
}

TEST(FitMemory, FailsOneMebibyteAboveIt) {
    MadeAudit made = onePod(1101, 1101, 1101);
    const Check check = checkFitMemory(made.context()).check;
    EXPECT_EQ(check.verdict, Verdict::Fail);
    ASSERT_TRUE(check.shortage);
    EXPECT_EQ(check.shortage->node, "node-1");
    EXPECT_EQ(check.shortage->resource, "memory");
    EXPECT_EQ(check.shortage->shortBy, mebibytes(1).raw());
    EXPECT_EQ(check.text,
              "node-1 is expected to hold 1,801 MiB (700 MiB for the system and K3s, 1,101 MiB for "
              "the pods), more than the 1,800 MiB that it may use (2,000 MiB less 10 % headroom)");
}

TEST(FitMemory, WarnsWhereTheBandReachesOverTheHeadroom) {
    // 700 + 1000 = 1700, the band up to 1801 (near miss: 1800 passes).
    MadeAudit over = onePod(1000, 900, 1101);
    EXPECT_EQ(checkFitMemory(over.context()).check.verdict, Verdict::Warn);
    MadeAudit at = onePod(1000, 900, 1100);
    EXPECT_EQ(checkFitMemory(at.context()).check.verdict, Verdict::Pass);
}

TEST(FitMemory, FailsOnTheRiskAlone) {
    // 1700 of 2000 with sd 100: 3 sd, 730 * 1.35e-3 a month. sd 50: 6 sd, 730 * 1e-9 * 1.5.
    MadeAudit risky = onePod(1000, 1000, 1000, 100);
    const MemoryAudit audit = checkFitMemory(risky.context());
    EXPECT_EQ(audit.check.verdict, Verdict::Fail);
    EXPECT_GT(numberOf(audit.check, "riskPpb"), 10'000'000);
    ASSERT_TRUE(audit.check.shortage);
    // 4.7 sd or so are asked for: about 2170 MiB.
    EXPECT_GT(audit.check.shortage->needed, mebibytes(2100).raw());
    EXPECT_LT(audit.check.shortage->needed, mebibytes(2250).raw());
    EXPECT_LE(audit.figures.low, audit.figures.memoryPerMonth);
    EXPECT_LE(audit.figures.memoryPerMonth, audit.figures.high);
    MadeAudit calm = onePod(1000, 1000, 1000, 50);
    EXPECT_EQ(checkFitMemory(calm.context()).check.verdict, Verdict::Pass);
}

TEST(FitMemory, TheShortageIsTheSmallestCapacityThatWouldDo) {
    MadeAudit made = onePod(1000, 1000, 1000, 100);
    const std::int64_t needed = checkFitMemory(made.context()).check.shortage->needed;
    // 2 MiB of slack for the convolution, which rounds up.
    made.layout.nodes[0].shape.capacity = Bytes::fromRaw(needed) + mebibytes(2);
    EXPECT_EQ(checkFitMemory(made.context()).check.verdict, Verdict::Pass);
    made.layout.nodes[0].shape.capacity = Bytes::fromRaw(needed) - mebibytes(2);
    EXPECT_EQ(checkFitMemory(made.context()).check.verdict, Verdict::Fail);
}

TEST(FitMemory, CountsTheSurgeOfADeploy) {
    // Normal: 1700 of 2000, nothing varies much. A deploy adds 250 +- 20: 50 MiB left, 2.5 sd,
    // eight a month: 8 * 6e-3.
    MadeAudit made = onePod(1000, 1000, 1000);
    made.workload("shop-production", "horizon", 50, 128).demand.memory =
        memoryUse(250, 250, 250, 20);
    AuditContext context = made.context();
    EnvironmentRollout rollout{.environmentId = "shop-production"};
    rollout.workloads = {
        {.workload = WorkloadIndex(1),
         .surge = 1,
         .peakPods = 2,
         .peakWithTerminating = 2,
         .surgePods = {{.workload = WorkloadIndex(1), .ordinal = 1, .node = NodeIndex(0)}}}};
    EXPECT_EQ(checkFitMemory(context).check.verdict, Verdict::Pass);
    context.rollouts = {rollout};
    const Check check = checkFitMemory(context).check;
    EXPECT_EQ(check.verdict, Verdict::Fail);
    EXPECT_EQ(wordOf(check, "riskPhase"), "a deploy of shop-production");
}

TEST(FitMemory, JudgesManagedNodesByTheWorkingSetAgainstAllocatable) {
    MadeAudit made = onePod(1000, 1000, 1000);
    LayoutNode& node = made.layout.nodes[0];
    node.shape.kind = NodeShapeKind::Managed;
    node.overhead = {};
    node.shape.allocatable = ResourceAmounts::of(milliCpu(900), mebibytes(1200));
    made.expansion.workloads[0].demand.memory.expected = mebibytes(1081);
    // 0.9 * 1200 = 1080 < 1081, though core is 1000.
    const Check check = checkFitMemory(made.context()).check;
    EXPECT_EQ(check.verdict, Verdict::Fail);
    EXPECT_EQ(wordOf(check, "measure"), "working set");
    EXPECT_EQ(numberOf(check, "otherMeasureBytes"), mebibytes(1000).raw());
}

TEST(FitMemory, IsUnknownWithoutRequestsAndUsage) {
    MadeAudit made = onePod(100, 100, 100);
    made.expansion.workloads[0].demand.isKnown = false;
    EXPECT_EQ(checkFitMemory(made.context()).check.verdict, Verdict::Unknown);
    // What is known to be too large stays a failure.
    made.layout.nodes[0].overhead.memory = memoryUse(1900, 1900, 1900);
    EXPECT_EQ(checkFitMemory(made.context()).check.verdict, Verdict::Fail);
}

TEST(MemoryBand, AddsWithinAProfileAndSquaresBetweenThem) {
    MadeAudit made;
    made.node().overhead.memory = memoryUse(700, 640, 700);
    for (const char* role : {"web", "web-two", "redis"}) {
        made.workload("shop-production", role, 0, 0).demand.memory = memoryUse(100, 90, 120);
        made.expansion.workloads.back().demand.profile =
            std::string(role) == "redis" ? "redis" : "web-fpm";
        made.pod(0);
    }
    // Up: web 20 + 20, redis 20, system 0: sqrt(40^2 + 20^2) = 44.7.
    // Down: web 20, redis 10, system 60: sqrt(400 + 100 + 3600) = 64.03.
    const NodeExpectation node = expectationOf(made.context(), NodeIndex(0));
    EXPECT_EQ(node.expected(), mebibytes(1000));
    EXPECT_NEAR(asMebibytes(node.high), 1044.72, 0.01);
    EXPECT_NEAR(asMebibytes(node.low), 935.97, 0.01);
}

}  // namespace
}  // namespace stowage::simulate
