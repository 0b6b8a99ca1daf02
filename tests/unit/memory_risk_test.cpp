#include "model/simulate/memory_risk.h"

#include <gtest/gtest.h>

#include <cmath>

#include "model/simulate/audit.h"
#include "model/simulate/statistics.h"

namespace stowage::simulate {
namespace {

constexpr double kMi = 1024.0 * 1024.0;

UsageMoments law(double meanMi, double sdMi, double skew = 0) {
    return {.mean = meanMi * kMi,
            .variance = std::pow(sdMi * kMi, 2),
            .thirdCentral = skew * std::pow(sdMi * kMi, 3)};
}

MemoryRiskInput oneNode(std::int64_t capacityMi, std::vector<MemoryPart> parts) {
    return {.nodes = {{.capacity = mebibytes(capacityMi), .parts = std::move(parts)}}};
}

TEST(ConvolvedTail, OfNormalPodsIsTheNormalTailOnTheSafeSide) {
    // 16 pods of 100 +- 10 MiB: mean 1600, sd 40; capacity 1720 lies 3 sd above.
    const std::vector<MemoryPart> parts{{.law = law(100, 10), .count = 16}};
    const double tail = convolvedTail(parts, mebibytes(1720));
    EXPECT_GE(tail, normalUpperTail(3));
    // Rounding up shifts by at most 16 steps of (1720 - 1040) / 2048 MiB = 5.3 MiB.
    EXPECT_LE(tail, normalUpperTail(3 - 5.4 / 40));
}

TEST(ConvolvedTail, OfGammaPodsWithOneScaleIsTheGammaTailOnTheSafeSide) {
    // Gamma(4) of scale 10 MiB: mean 40, sd 20, skewness 1. Twelve: gamma(48), mean 480.
    const std::vector<MemoryPart> parts{{.law = law(40, 20, 1), .count = 12}};
    const double exact = gammaUpperTail(48, 70);
    const double tail = convolvedTail(parts, mebibytes(700));
    EXPECT_GE(tail, exact);
    // At most 12 steps of (700 + 360) / 2048 MiB = 6.3 MiB.
    EXPECT_LE(tail, gammaUpperTail(48, 69.37));
}

TEST(ConvolvedTail, IsOneWhenThePartsThatNeverGoAwayAreTooLarge) {
    EXPECT_EQ(convolvedTail({{.law = law(2000, 1)}}, mebibytes(1000)), 1);
}

TEST(MonthlyRisk, CountsTheMonthInTaus) {
    // One normal pod 3 sd below: p = 1.3499e-3, N = 730 p, P = 1 - exp(-N).
    const MonthlyRisk risk =
        monthlyMemoryRisk(oneNode(1300, {{.law = law(1000, 100)}}), RiskMethod::Cumulants);
    const double p = normalUpperTail(3);
    EXPECT_NEAR(risk.value, 1 - std::exp(-730 * p), 1e-9);
    EXPECT_NEAR(risk.high, 1 - std::exp(-730 * 1.5 * p), 1e-9);
    EXPECT_LE(risk.low, risk.value);
}

TEST(MonthlyRisk, ADeployCountsOnceHoweverShort) {
    // Normal phase: nothing varies and 1000 of 1300 MiB are in use. The deploy adds 250 +- 20 MiB,
    // 2.5 sd below; eight a month, 5 minutes each, count as eight moments.
    MemoryRiskInput input = oneNode(1300, {{.law = law(1000, 0)}});
    input.phases = {{.name = "deploy of shop-production",
                     .eventsPerMonth = 8,
                     .hours = 5.0 / 60,
                     .added = {{.node = 0, .parts = {{.law = law(250, 20)}}}}}};
    const MonthlyRisk risk = monthlyMemoryRisk(input, RiskMethod::Cumulants);
    EXPECT_NEAR(risk.value, 1 - std::exp(-8 * normalUpperTail(2.5)), 1e-9);
    EXPECT_EQ(risk.worstPhase, "deploy of shop-production");
}

TEST(MonthlyRisk, ALostNodeHoldsNothing) {
    // Node 0 always overflows, so the normal phase alone makes the month certain; with only the
    // loss of node 0 counted, nothing is left to overflow.
    MemoryRiskInput input = oneNode(900, {{.law = law(1000, 0)}});
    EXPECT_NEAR(monthlyMemoryRisk(input, RiskMethod::Cumulants).value, 1, 1e-12);
    input.constants.monthHours = 0;
    input.constants.decorrelationHours = 1e9;
    input.nodes[0].capacity = mebibytes(1100);
    input.phases = {{.name = "loss of node-1", .eventsPerMonth = 0.02, .lostNode = 0}};
    EXPECT_EQ(monthlyMemoryRisk(input, RiskMethod::Cumulants).value, 0);
}

TEST(MonthlyRisk, NodesAddUp) {
    MemoryRiskInput input = oneNode(1300, {{.law = law(1000, 60)}});
    input.nodes.push_back(input.nodes.front());
    const double p = normalUpperTail(5);
    const MonthlyRisk risk = monthlyMemoryRisk(input, RiskMethod::CumulantsAndFft);
    EXPECT_NEAR(risk.low, 1 - std::exp(-730 * p), 1e-9);
    EXPECT_GE(risk.high, 1 - std::exp(-730 * 1.5 * 2 * p) - 1e-9);
}

TEST(MonthlyRisk, NeverRisesWithCapacity) {
    double before = 1;
    for (std::int64_t capacity = 1000; capacity < 1700; capacity += 20) {
        const MonthlyRisk risk = monthlyMemoryRisk(
            oneNode(capacity, {{.law = law(60, 15, 1.2), .count = 12}, {.law = law(400, 0)}}),
            RiskMethod::CumulantsAndFft);
        EXPECT_LE(risk.high, before) << capacity;
        EXPECT_LE(risk.low, risk.value);
        EXPECT_LE(risk.value, risk.high);
        before = risk.high;
    }
    EXPECT_LT(before, 1e-3);
}

TEST(JudgedMemory, FollowsTheKernelOnK3sAndTheKubeletElsewhere) {
    PlannedWorkload workload;
    workload.demand.memory.expected = mebibytes(120);
    workload.demand.memory.coreExpected = mebibytes(100);
    LayoutNode node;
    node.shape.kind = NodeShapeKind::K3s;
    node.shape.capacity = mebibytes(2000);
    node.shape.allocatable = ResourceAmounts::of(milliCpu(1000), mebibytes(1500));
    node.overhead.memory.expected = mebibytes(700);
    node.overhead.memory.coreExpected = mebibytes(690);
    const Requirements requirements;  // headroom 10 %
    EXPECT_EQ(judgedMemoryOf(workload, node), mebibytes(100));
    EXPECT_EQ(judgedOverheadOf(node), mebibytes(690));
    EXPECT_EQ(memoryLimitOf(node, requirements), mebibytes(1800));
    for (const NodeShapeKind kind : {NodeShapeKind::Managed, NodeShapeKind::Stated}) {
        node.shape.kind = kind;
        EXPECT_EQ(judgedMemoryOf(workload, node), mebibytes(120));
        EXPECT_EQ(memoryLimitOf(node, requirements), mebibytes(1350));
    }
}

TEST(JudgeMemoryQuick, ComparesIntegers) {
    Requirements requirements;
    QuickNode node{.expected = mebibytes(900),
                   .limit = mebibytes(900),
                   .capacity = mebibytes(1000),
                   .chance = law(900, 10)};
    const RiskConstants constants;
    // 10 sd of room: no risk to speak of; the limit itself is allowed, one byte more is not.
    EXPECT_EQ(judgeMemoryQuick({&node, 1}, {}, requirements, constants), QuickMemoryVerdict::Fits);
    node.expected += Bytes::fromRaw(1);
    EXPECT_EQ(judgeMemoryQuick({&node, 1}, {}, requirements, constants),
              QuickMemoryVerdict::OverHeadroom);
    node.expected = mebibytes(900);
    // 3 sd of room: 730 * 1.35e-3 * 1.5 is far above 1 % a month.
    node.chance = law(900, 100.0 / 3);
    EXPECT_EQ(judgeMemoryQuick({&node, 1}, {}, requirements, constants),
              QuickMemoryVerdict::OverRisk);
    // A deploy that adds 80 MiB leaves 2 sd: 8 * 2.3e-2 * 1.5 a month.
    node.chance = law(900, 10);
    const QuickDeploy deploy{.node = 0, .eventsPerMonth = 8, .added = law(80, 0)};
    EXPECT_EQ(judgeMemoryQuick({&node, 1}, {&deploy, 1}, requirements, constants),
              QuickMemoryVerdict::OverRisk);
}

}  // namespace
}  // namespace stowage::simulate
