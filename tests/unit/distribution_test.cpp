#include "model/distribution.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <numeric>

#include "model/base/random.h"

namespace stowage {
namespace {

TEST(Distribution, MomentsOfASumAdd) {
    const UsageMoments a{.mean = 10, .variance = 4, .thirdCentral = 1};
    const UsageMoments b{.mean = 5, .variance = 9, .thirdCentral = -2};
    EXPECT_EQ(a + b, (UsageMoments{.mean = 15, .variance = 13, .thirdCentral = -1}));
    EXPECT_EQ(copies(a, 3), (UsageMoments{.mean = 30, .variance = 12, .thirdCentral = 3}));
    EXPECT_EQ(scaled(a, 2), (UsageMoments{.mean = 20, .variance = 16, .thirdCentral = 8}));
}

TEST(Distribution, DiscreteLawOfATwoPointVariable) {
    // 0 with 0.75, 8 with 0.25: mean 2, variance 0.1875 * 64 = 12, third 0.1875 * 0.5 * 512 = 48.
    const std::array<double, 2> values{0, 8};
    const std::array<double, 2> weights{3, 1};
    const UsageMoments law = discreteUsage(values, weights);
    EXPECT_DOUBLE_EQ(law.mean, 2);
    EXPECT_DOUBLE_EQ(law.variance, 12);
    EXPECT_DOUBLE_EQ(law.thirdCentral, 48);
}

TEST(Distribution, LognormalLaw) {
    // sigma^2 = ln 2: w = 2, mean = sqrt 2, variance = 2 (2 - 1) = 2, skewness = (2 + 2) sqrt 1
    // = 4.
    const UsageMoments law = lognormalUsage(1.0, std::sqrt(std::log(2.0)));
    EXPECT_NEAR(law.mean, std::sqrt(2.0), 1e-12);
    EXPECT_NEAR(law.variance, 2.0, 1e-12);
    EXPECT_NEAR(skewness(law), 4.0, 1e-12);
}

TEST(Distribution, NormalQuantileKnownValues) {
    EXPECT_DOUBLE_EQ(normalQuantile(0.5), 0.0);
    EXPECT_NEAR(normalQuantile(0.975), 1.959963984540054, 1e-14);
    EXPECT_NEAR(normalQuantile(0.01), -2.326347874040841, 1e-14);
    EXPECT_NEAR(normalQuantile(1e-9), -5.997807015007687, 1e-12);
    EXPECT_NEAR(normalQuantile(1e-20), -9.262340089798408, 1e-12);
}

TEST(Distribution, RangeGivesItsQuantilesBack) {
    // Symmetric and mildly skewed ranges are met at both ends.
    for (const double high : {30.0, 33.0}) {
        const UsageMoments law = usageFromRange(20, 10, high);
        EXPECT_NEAR(usageQuantile(law, 0.01), 10, 1e-9) << high;
        EXPECT_NEAR(usageQuantile(law, 0.99), high, 1e-9) << high;
        EXPECT_DOUBLE_EQ(law.mean, 20);
    }
    EXPECT_DOUBLE_EQ(skewness(usageFromRange(20, 10, 30)), 0);
    // One-sided ranges keep the upper end, the safe one.
    const UsageMoments oneSided = usageFromRange(0, 0, 100);
    EXPECT_NEAR(usageQuantile(oneSided, 0.99), 100, 1e-9);
    EXPECT_NEAR(skewness(oneSided), 1, 1e-12);
    EXPECT_EQ(usageFromRange(7, 7, 7), constantUsage(7));
}

TEST(Distribution, QuantilesGrowWithTheProbability) {
    for (const double third : {-50.0, -0.5, 0.0, 0.5, 50.0}) {
        const UsageMoments law{.mean = 10, .variance = 1, .thirdCentral = third};
        double before = usageQuantile(law, 0.0014);
        for (int i = 1; i < 1000; ++i) {
            const double next = usageQuantile(law, 0.0014 + 0.9972 * i / 1000.0);
            ASSERT_LT(before, next) << third << " " << i;
            before = next;
        }
    }
}

TEST(Distribution, CutLeavesWhatLiesBelowTheLimit) {
    const UsageMoments law = usageFromRange(100, 80, 120);
    EXPECT_EQ(cutAt(law, 200), law);
    EXPECT_EQ(cutAt(constantUsage(5), 3), constantUsage(3));
    // A normal law cut at its mean: mean = mu - sd / sqrt(2 pi), variance = sd^2 (1/2 - 1/(2 pi)).
    const double sd = standardDeviation(law);
    const UsageMoments cut = cutAt(law, 100);
    EXPECT_NEAR(cut.mean, 100 - sd / std::sqrt(2 * M_PI), 0.02);
    EXPECT_NEAR(cut.variance, sd * sd * (0.5 - 0.5 / M_PI), 0.3);
    EXPECT_LT(cut.thirdCentral, 0);
}

TEST(Distribution, GridRoundsUp) {
    const UsageMoments law = usageFromRange(100, 80, 130);
    const std::vector<double> masses = gridForm(law, 0.5);
    EXPECT_NEAR(std::accumulate(masses.begin(), masses.end(), 0.0), 1.0, 1e-12);
    double mean = 0;
    for (std::size_t i = 0; i < masses.size(); ++i) {
        ASSERT_GE(masses[i], 0.0);
        mean += static_cast<double>(i) * 0.5 * masses[i];
    }
    // Between the mean and one step above it.
    EXPECT_GT(mean, 100);
    EXPECT_LT(mean, 100.5);
    // 10.2 on a grid of 4 lies at 12 = 3 * 4.
    const std::vector<double> fixed = gridForm(constantUsage(10.2), 4);
    ASSERT_EQ(fixed.size(), 4U);
    EXPECT_DOUBLE_EQ(fixed[3], 1.0);
}

TEST(Distribution, CompoundPoisson) {
    // 3 events of exactly 2: mean 6, variance 3 * 4, third 3 * 8.
    EXPECT_EQ(compoundPoisson(3, 2, 4, 8),
              (UsageMoments{.mean = 6, .variance = 12, .thirdCentral = 24}));
}

}  // namespace
}  // namespace stowage
