#include "model/simulate/convolution.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "model/simulate/statistics.h"

namespace stowage::simulate {
namespace {

TEST(GridTransform, SumOfTwoPointPodsIsBinomial) {
    GridTransform transform;
    // 40 pods that use 0 or 7 steps with probability 0.9 and 0.1.
    std::vector<double> masses(8, 0.0);
    masses[0] = 0.9;
    masses[7] = 0.1;
    Spectrum sum = GridTransform::unit();
    multiplyBy(sum, transform.toSpectrum(masses), 40);
    for (const std::int64_t busy : {3, 8, 15, 20}) {
        // More than 7 * busy steps: at least busy + 1 pods are up.
        EXPECT_NEAR(transform.upperTail(sum, 7 * busy), binomialUpperTail(40, 0.1, busy + 1),
                    1e-11);
    }
}

TEST(GridTransform, SumOfGammasWithOneScaleIsGamma) {
    GridTransform transform;
    // Gamma(2) of scale 50 steps, cell i = (i - 1, i]; six of them are gamma(12).
    std::vector<double> masses(kGridPoints, 0.0);
    for (std::size_t i = 1; i < kGridPoints; ++i) {
        const double x = static_cast<double>(i);
        masses[i] = gammaUpperTail(2, (x - 1) / 50) - gammaUpperTail(2, x / 50);
    }
    Spectrum sum = GridTransform::unit();
    multiplyBy(sum, transform.toSpectrum(masses), 6);
    const double exact = gammaUpperTail(12, 1200.0 / 50);
    const double tail = transform.upperTail(sum, 1200);
    // Rounded up by at most six steps: never below the exact value, never above that of 1194.
    EXPECT_GE(tail, exact);
    EXPECT_LE(tail, gammaUpperTail(12, 1194.0 / 50));
}

TEST(GridTransform, WhatWrapsAroundIsDamped) {
    GridTransform transform;
    // Two constants of 3000 steps: 6000 lies beyond the grid and would wrap to 1904.
    std::vector<double> masses(3001, 0.0);
    masses[3000] = 1;
    Spectrum sum = GridTransform::unit();
    multiplyBy(sum, transform.toSpectrum(masses), 2);
    EXPECT_NEAR(transform.upperTail(sum, 3000), 1, 2e-6);
}

TEST(GridTransform, TheUnitIsTheConstantZero) {
    GridTransform transform;
    const std::vector<double> masses = transform.toMasses(GridTransform::unit());
    ASSERT_EQ(masses.size(), kGridPoints);
    EXPECT_NEAR(masses[0], 1, 1e-12);
    EXPECT_EQ(transform.upperTail(GridTransform::unit(), -1), 1);
    EXPECT_NEAR(transform.upperTail(GridTransform::unit(), 0), 0, 1e-12);
}

}  // namespace
}  // namespace stowage::simulate
