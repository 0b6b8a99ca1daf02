#include "model/simulate/check_latency.h"

#include <gtest/gtest.h>

#include <cmath>

#include "model/simulate/web_pool.h"
#include "tests/support/made_audit.h"

namespace stowage::simulate {
namespace {

using test::MadeAudit;
using test::numberOf;
using test::wordOf;

AssumptionRow row(const std::string& id, double value, double low, double high) {
    return {.id = id,
            .unit = AssumptionUnit::Seconds,
            .value = value,
            .low = low,
            .high = high,
            .source = "test",
            .date = "2026"};
}

/// One Octane pod on a dedicated core; a request costs exactly 50 ms of CPU and no waiting, one
/// worker: M/M/1.
MadeAudit oneWorker(double requestsPerSecond, double low, double high) {
    MadeAudit made;
    made.node(1000, 2000);
    Environment& shop = made.environment("shop");
    shop.traffic.peakRps = requestsPerSecond;
    shop.workers["web"] = 1;
    made.workload("shop-production", "web", 50, 128).demand.profile = "web-octane";
    made.pod(0);
    made.assumptions =
        AssumptionTable::of({row("web.cpu.median", 0.05, low, high), row("web.cpu.sigma", 0, 0, 0),
                             row("web.wait", 0, 0, 0)});
    return made;
}

TEST(LatencyP95, OfOneWorkerIsMm1) {
    // 10 a second of capacity 20: p95 = ln 20 / (20 - 10) = 299.6 ms.
    MadeAudit made = oneWorker(10, 0.05, 0.05);
    const Check check = checkLatencyP95(made.context());
    EXPECT_EQ(check.verdict, Verdict::Pass);
    EXPECT_NEAR(static_cast<double>(numberOf(check, "needed")), 1e6 * std::log(20.0) / 10, 40);
    EXPECT_EQ(numberOf(check, "available"), 500'000);
    EXPECT_EQ(wordOf(check, "node"), "node-1");
}

TEST(LatencyP95, FailsOnlyWhenTheLowerLimitIsTooSlow) {
    // 15 a second: ln 20 / 5 = 599 ms, and nothing is in doubt.
    MadeAudit sure = oneWorker(15, 0.05, 0.05);
    EXPECT_EQ(checkLatencyP95(sure.context()).verdict, Verdict::Fail);
    EXPECT_TRUE(checkLatencyP95(sure.context()).shortage.has_value());
    // With 40 ms it would be ln 20 / (25 - 15) = 300 ms.
    MadeAudit doubtful = oneWorker(15, 0.04, 0.05);
    const Check warn = checkLatencyP95(doubtful.context());
    EXPECT_EQ(warn.verdict, Verdict::Warn);
    EXPECT_EQ(warn.shortage, std::nullopt);
    // 10 a second pass at 50 ms; 75 ms would be ln 20 / 3.3 = 899 ms.
    MadeAudit upper = oneWorker(10, 0.05, 0.075);
    EXPECT_EQ(checkLatencyP95(upper.context()).verdict, Verdict::Warn);
}

TEST(LatencyP95, SaturationFails) {
    MadeAudit made = oneWorker(25, 0.05, 0.05);
    const Check check = checkLatencyP95(made.context());
    EXPECT_EQ(check.verdict, Verdict::Fail);
    // 20 of 25 are served.
    EXPECT_EQ(numberOf(check, "available"), 80);
}

TEST(LatencyP95, ReplicasShareTheTraffic) {
    MadeAudit made = oneWorker(15, 0.05, 0.05);
    made.node(1000, 2000);
    made.expansion.workloads[0].replicas = 2;
    made.pod(1, 1);
    // 7.5 a second each: ln 20 / 12.5 = 240 ms.
    const Check check = checkLatencyP95(made.context());
    EXPECT_EQ(check.verdict, Verdict::Pass);
    EXPECT_NEAR(static_cast<double>(numberOf(check, "needed")), 1e6 * std::log(20.0) / 12.5, 40);
}

TEST(LatencyP95, NeighboursTakeCores) {
    MadeAudit made = oneWorker(10, 0.05, 0.05);
    made.workload("blog-production", "horizon", 0, 0).demand.cpu.expected = milliCpu(600);
    made.pod(0);
    // 0.4 cores serve 8 a second.
    EXPECT_EQ(checkLatencyP95(made.context()).verdict, Verdict::Fail);
}

TEST(LatencyP95, WithoutAWebPodThereIsNothingToJudge) {
    MadeAudit made;
    made.node();
    made.environment("shop");
    EXPECT_EQ(checkLatencyP95(made.context()).verdict, Verdict::Pass);
}

TEST(WebPool, FpmStartsTheFrameworkForEveryRequest) {
    MadeAudit made = oneWorker(10, 0.05, 0.05);
    made.expansion.workloads[0].demand.profile = "web-fpm";
    Environment& shop = made.scenario.apps[0].environments[0];
    AuditContext context = made.context();
    const AssumedValue assumed = [&](std::string_view id, double otherwise) {
        return context.assumed(id, otherwise);
    };
    // Defaults of the boot: 5.6 ms light, 17.8 medium, heavy twice the step: 30.
    shop.weight = Weight::Light;
    EXPECT_NEAR(requestCpuSeconds(*webPoolOf(context, shop), assumed), 0.0556, 1e-9);
    shop.weight = Weight::Heavy;
    EXPECT_NEAR(requestCpuSeconds(*webPoolOf(context, shop), assumed), 0.08, 1e-9);
}

}  // namespace
}  // namespace stowage::simulate
