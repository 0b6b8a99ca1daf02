#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <vector>

#include "model/simulate/memory_risk.h"
#include "model/simulate/statistics.h"

namespace stowage::simulate {
namespace {

constexpr double kMi = 1024.0 * 1024.0;

/// A pod of 20 to 400 MiB that varies by at most a third and leans by -1 to 2.
UsageMoments anyLaw() {
    const double mean = *rc::gen::inRange(20, 400) * kMi;
    const double deviation = mean * *rc::gen::inRange(0, 33) / 100;
    const double skew = *rc::gen::inRange(-100, 200) / 100.0;
    return {.mean = mean,
            .variance = deviation * deviation,
            .thirdCentral = skew * deviation * deviation * deviation};
}

std::vector<MemoryPart> anyParts() {
    std::vector<MemoryPart> parts;
    const int classes = *rc::gen::inRange(1, 6);
    for (int i = 0; i < classes; ++i) {
        parts.push_back({.law = anyLaw(), .count = *rc::gen::inRange(1, 5)});
    }
    return parts;
}

RC_GTEST_PROP(MemoryRiskProperty, NeverRisesWithCapacity, ()) {
    MemoryRiskInput input{.nodes = {{.capacity = {}, .parts = anyParts()}}};
    const auto total = static_cast<std::int64_t>(sumOf(input.nodes[0].parts).mean / kMi);
    const std::int64_t capacity = *rc::gen::inRange<std::int64_t>(total / 2, 2 * total + 2);
    const std::int64_t more = *rc::gen::inRange<std::int64_t>(1, 500);
    input.nodes[0].capacity = mebibytes(capacity);
    const MonthlyRisk small = monthlyMemoryRisk(input, RiskMethod::Cumulants);
    input.nodes[0].capacity = mebibytes(capacity + more);
    const MonthlyRisk large = monthlyMemoryRisk(input, RiskMethod::Cumulants);
    RC_ASSERT(large.high <= small.high);
    RC_ASSERT(large.low <= small.low);
}

RC_GTEST_PROP(MemoryRiskProperty, TheIntervalHoldsTheValueAndTheConvolution, ()) {
    MemoryRiskInput input{.nodes = {{.capacity = {}, .parts = anyParts()}}};
    const UsageMoments sum = sumOf(input.nodes[0].parts);
    const double deviations = *rc::gen::inRange(0, 60) / 10.0;
    input.nodes[0].capacity = bytesRoundUp(sum.mean + deviations * std::sqrt(sum.variance));
    const MonthlyRisk risk = monthlyMemoryRisk(input, RiskMethod::CumulantsAndFft);
    RC_ASSERT(risk.low <= risk.value && risk.value <= risk.high);
    RC_ASSERT(risk.low >= 0 && risk.high <= 1);
    const MonthlyRisk quick = monthlyMemoryRisk(input, RiskMethod::Cumulants);
    RC_ASSERT(quick.high <= risk.high);
}

RC_GTEST_PROP(MemoryRiskProperty, AnAppInCommonKeepsMeansAndRaisesTheSpread, ()) {
    std::vector<AppMemory> pods;
    std::vector<MemoryPart> apart;
    double deviations = 0;
    const int count = *rc::gen::inRange(1, 6);
    for (int i = 0; i < count; ++i) {
        pods.push_back({.environmentId = "shop-production", .law = anyLaw()});
        apart.push_back({.law = pods.back().law});
        deviations += std::sqrt(pods.back().law.variance);
    }
    const double correlation = *rc::gen::inRange(0, 100) / 100.0;
    const UsageMoments together = sumOf(correlatedParts(pods, correlation));
    const UsageMoments independent = sumOf(apart);
    RC_ASSERT(std::abs(together.mean - independent.mean) < 1);
    // Var = (1 - rho) * sum of variances + rho * (sum of deviations)^2.
    const double expected =
        (1 - correlation) * independent.variance + correlation * deviations * deviations;
    RC_ASSERT(std::abs(together.variance - expected) <= 1e-9 * (1 + expected));
}

}  // namespace
}  // namespace stowage::simulate
