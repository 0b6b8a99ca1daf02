#include "model/simulate/statistics.h"

#include <gtest/gtest.h>

#include <cmath>

namespace stowage::simulate {
namespace {

TEST(Statistics, NormalTailAndQuantileAreTheTablesValues) {
    EXPECT_NEAR(normalUpperTail(0), 0.5, 1e-15);
    EXPECT_NEAR(normalUpperTail(1.959963984540054), 0.025, 1e-12);
    EXPECT_NEAR(normalUpperTail(6), 9.865876450376946e-10, 1e-21);
    EXPECT_NEAR(normalUpperQuantile(0.001), 3.090232306167813, 1e-12);
}

TEST(Statistics, GammaTailOfShapeOneIsExponential) {
    EXPECT_NEAR(gammaUpperTail(1, 3), std::exp(-3.0), 1e-14);
    // Shape 2: e^-x (1 + x).
    EXPECT_NEAR(gammaUpperTail(2, 5), 6 * std::exp(-5.0), 1e-14);
    EXPECT_EQ(gammaUpperTail(2, -1), 1);
}

TEST(Statistics, BinomialTailByHand) {
    // Three coins, at least two heads: (3 + 1) / 8.
    EXPECT_NEAR(binomialUpperTail(3, 0.5, 2), 0.5, 1e-14);
    EXPECT_EQ(binomialUpperTail(3, 0.5, 0), 1);
    EXPECT_EQ(binomialUpperTail(3, 0.5, 4), 0);
}

TEST(CumulantTail, OfASumOfNormalsIsTheNormalTail) {
    // Ten pods of mean 100 and sd 10: mean 1000, variance 1000; at 1000 + 3 * sqrt(1000).
    const UsageMoments sum{.mean = 1000, .variance = 1000, .thirdCentral = 0};
    const double capacity = 1000 + 3 * std::sqrt(1000.0);
    EXPECT_NEAR(cornishFisherTail(sum, capacity), 1.349898031630095e-3, 1e-12);
    EXPECT_NEAR(shiftedGammaTail(sum, capacity), 1.349898031630095e-3, 1e-12);
    EXPECT_NEAR(safeCumulantTail(sum, capacity), 1.5 * 1.349898031630095e-3, 1e-12);
}

TEST(CumulantTail, OfASumOfGammasWithOneScaleIsExact) {
    // Five gamma(2) pods of scale 3 are gamma(10) of scale 3: mean 30, variance 90, third 540.
    const UsageMoments sum{.mean = 30, .variance = 90, .thirdCentral = 540};
    for (const double capacity : {20.0, 40.0, 60.0, 90.0}) {
        EXPECT_NEAR(shiftedGammaTail(sum, capacity), gammaUpperTail(10, capacity / 3), 1e-12);
    }
    // Cornish-Fisher is an approximation: within 15 % of 2.2e-3 at 60.
    EXPECT_NEAR(cornishFisherTail(sum, 60) / gammaUpperTail(10, 20), 1, 0.15);
}

TEST(CumulantTail, IsMirroredForALawThatLeansLeft) {
    const UsageMoments right{.mean = 0, .variance = 4, .thirdCentral = 4};
    const UsageMoments left{.mean = 0, .variance = 4, .thirdCentral = -4};
    // P(-X > t) = P(X < -t) = 1 - P(X > -t).
    EXPECT_NEAR(shiftedGammaTail(left, 1.5), 1 - shiftedGammaTail(right, -1.5), 1e-12);
}

TEST(CumulantTail, OfAConstantIsAllOrNothing) {
    const UsageMoments constant{.mean = 100};
    EXPECT_EQ(safeCumulantTail(constant, 100), 0);
    EXPECT_EQ(safeCumulantTail(constant, 99.5), 1);
}

TEST(CumulantTail, InvertsTheQuantile) {
    const UsageMoments sum{.mean = 500, .variance = 900, .thirdCentral = 20000};
    for (const double p : {0.1, 0.01, 1e-4, 1e-6}) {
        const double at = upperQuantile(sum, p);
        EXPECT_LE(cornishFisherTail(sum, at), p * (1 + 1e-6));
        EXPECT_LE(shiftedGammaTail(sum, at), p * (1 + 1e-6));
        // At the larger of both one of them is tight.
        EXPECT_NEAR(std::max(cornishFisherTail(sum, at), shiftedGammaTail(sum, at)) / p, 1, 1e-5);
    }
}

TEST(CumulantTail, FallsWithCapacityEverywhere) {
    for (const double third : {-30000.0, 0.0, 1e3, 3e4, 2e5}) {
        const UsageMoments sum{.mean = 500, .variance = 900, .thirdCentral = third};
        double before = 1;
        for (double capacity = 300; capacity < 1200; capacity += 2.5) {
            const double tail = safeCumulantTail(sum, capacity);
            EXPECT_LE(tail, before) << third << " at " << capacity;
            before = tail;
        }
    }
}

TEST(Wilson, ByHand) {
    // n = 10, h = 5, z = 2: centre (0.5 + 0.2) / 1.4 = 0.5,
    // spread 2 sqrt(0.025 + 0.01) / 1.4 = 0.267261.
    const Interval interval = wilsonInterval(5, 10, 2);
    EXPECT_NEAR(interval.low, 0.5 - 0.2672612419, 1e-9);
    EXPECT_NEAR(interval.high, 0.5 + 0.2672612419, 1e-9);
}

TEST(Wilson, WithoutHitsGivesAtLeastThreeInN) {
    EXPECT_EQ(wilsonInterval(0, 1000, 1.96).low, 0);
    EXPECT_GE(wilsonInterval(0, 1000, 1.96).high, 0.003);
    EXPECT_EQ(wilsonInterval(0, 1, 1.96).high, 1);
    EXPECT_EQ(wilsonInterval(7, 7, 1.96).high, 1);
}

TEST(PartsPerBillionOfAProbability, RoundsUpAndClamps) {
    EXPECT_EQ(toPartsPerBillionRoundUp(0).raw(), 0);
    EXPECT_EQ(toPartsPerBillionRoundUp(1e-12).raw(), 1);
    EXPECT_EQ(toPartsPerBillionRoundUp(0.0100000001).raw(), 10'000'001);
    EXPECT_EQ(toPartsPerBillionRoundUp(7).raw(), 1'000'000'000);
}

}  // namespace
}  // namespace stowage::simulate
