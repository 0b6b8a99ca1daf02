#include "model/simulate/queueing.h"

#include <gtest/gtest.h>

#include <cmath>

namespace stowage::simulate {
namespace {

TEST(Erlang, ByHand) {
    // a = 2, k = 2: B_1 = 2/3, B_2 = (2 * 2/3) / (2 + 4/3) = 0.4.
    EXPECT_NEAR(erlangB(2, 2), 0.4, 1e-15);
    // a = 1, k = 2: B = 0.2, C = 0.2 / (1 - 0.5 * 0.8) = 1/3.
    EXPECT_NEAR(erlangC(1, 2), 1.0 / 3, 1e-15);
    EXPECT_EQ(erlangC(2, 2), 1);
}

TEST(Queues, MeanWaitOfMm1AndMm2) {
    // M/M/1 at load 0.8: Wq = rho ES / (1 - rho) = 4 services.
    EXPECT_NEAR(*meanWaitMmk(0.8, 1, 1), 4, 1e-12);
    // M/M/2 at a = 1: C / (k - a) = 1/3.
    EXPECT_NEAR(*meanWaitMmk(1, 1, 2), 1.0 / 3, 1e-12);
    EXPECT_EQ(meanWaitMmk(2, 1, 2), std::nullopt);
    EXPECT_NEAR(waitTailMmk(1, 1, 2, 2), std::exp(-2.0) / 3, 1e-12);
}

TEST(Queues, PollaczekKhinchine) {
    // Exponential service, second moment 2: the same 4 as above; constant service: half of it.
    EXPECT_NEAR(*meanWaitMg1(0.8, 1, 2), 4, 1e-12);
    EXPECT_NEAR(*meanWaitMg1(0.8, 1, 1), 2, 1e-12);
    EXPECT_NEAR(*meanStayProcessorSharing(0.8, 1), 5, 1e-12);
    EXPECT_EQ(meanStayProcessorSharing(1, 1), std::nullopt);
}

TEST(PoolChain, OfOneWorkerIsMm1) {
    for (const double load : {0.2, 0.5, 0.9}) {
        const PoolChain pool(
            {.arrivalsPerSecond = load, .cpuSeconds = 1, .workers = 1, .cores = 4});
        EXPECT_NEAR(pool.meanStay(), 1 / (1 - load), 1e-9);
        // The stay of M/M/1 is exponential with rate 1 - load.
        EXPECT_NEAR(pool.stayTail(3), std::exp(-(1 - load) * 3), 1e-9);
        EXPECT_NEAR(pool.stayQuantile(0.05), std::log(20.0) / (1 - load), 2e-5);
    }
}

TEST(PoolChain, WithACorePerWorkerIsMmk) {
    for (const double offered : {0.8, 2.0, 3.6}) {
        const PoolChain pool(
            {.arrivalsPerSecond = offered, .cpuSeconds = 1, .workers = 4, .cores = 4});
        EXPECT_NEAR(pool.waitShare(), erlangC(offered, 4), 1e-12);
        EXPECT_NEAR(pool.meanStay(), 1 + *meanWaitMmk(offered, 1, 4), 1e-9);
        EXPECT_NEAR(pool.meanBusy(), offered, 1e-9);
    }
}

TEST(PoolChain, WithManyWorkersOnOneCoreIsProcessorSharing) {
    const PoolChain pool({.arrivalsPerSecond = 0.5, .cpuSeconds = 1, .workers = 60, .cores = 1});
    EXPECT_NEAR(pool.meanStay(), *meanStayProcessorSharing(0.5, 1), 1e-9);
}

TEST(PoolChain, WaitingHoldsAWorkerButNoCore) {
    // 10 ms of CPU and 90 ms of waiting, one core: ten workers end 100 a second, one ends 10.
    const WorkerPool ten{
        .arrivalsPerSecond = 1, .cpuSeconds = 0.01, .waitSeconds = 0.09, .workers = 10, .cores = 1};
    EXPECT_NEAR(PoolChain(ten).capacityPerSecond(), 100, 1e-9);
    WorkerPool one = ten;
    one.workers = 1;
    EXPECT_NEAR(PoolChain(one).capacityPerSecond(), 10, 1e-9);
    // Twenty workers cannot end more: the core is the limit.
    WorkerPool twenty = ten;
    twenty.workers = 20;
    EXPECT_NEAR(PoolChain(twenty).capacityPerSecond(), 100, 1e-9);
}

TEST(PoolChain, IsSaturatedFromItsCapacityOn) {
    EXPECT_FALSE(PoolChain({.arrivalsPerSecond = 1.99, .cpuSeconds = 1, .workers = 5, .cores = 2})
                     .isSaturated());
    EXPECT_TRUE(PoolChain({.arrivalsPerSecond = 2, .cpuSeconds = 1, .workers = 5, .cores = 2})
                    .isSaturated());
}

TEST(PoolChain, TheTailAddsUpToTheMean) {
    // The mean is the integral of the tail; by Little's law it is also L / lambda.
    const PoolChain pool({.arrivalsPerSecond = 12,
                          .cpuSeconds = 0.05,
                          .waitSeconds = 0.02,
                          .workers = 4,
                          .cores = 0.75});
    double integral = 0;
    constexpr double kStep = 1e-3;
    for (double t = 0; t < 10; t += kStep) {
        integral += kStep * (pool.stayTail(t) + pool.stayTail(t + kStep)) / 2;
    }
    EXPECT_NEAR(integral, pool.meanStay(), 1e-5);
}

TEST(PoolChain, ASlowerCpuNeverShortensTheStay) {
    double before = 0;
    for (double cores = 4; cores > 0.7; cores -= 0.1) {
        const double p95 =
            PoolChain({.arrivalsPerSecond = 10, .cpuSeconds = 0.06, .workers = 5, .cores = cores})
                .stayQuantile(0.05);
        EXPECT_GE(p95, before);
        before = p95;
    }
}

}  // namespace
}  // namespace stowage::simulate
