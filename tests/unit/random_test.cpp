#include "model/base/random.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <string>

namespace stowage {
namespace {

TEST(Random, PhiloxGivesThePublishedAnswers) {
    // Known-answer vectors of the Random123 distribution for philox4x32 with 10 rounds.
    using Block = std::array<std::uint32_t, 4>;
    EXPECT_EQ(philox4x32({0, 0, 0, 0}, {0, 0}),
              (Block{0x6627e8d5U, 0xe169c58dU, 0xbc57ac4cU, 0x9b00dbd8U}));
    constexpr std::uint32_t kOnes = 0xffffffffU;
    EXPECT_EQ(philox4x32({kOnes, kOnes, kOnes, kOnes}, {kOnes, kOnes}),
              (Block{0x408f276dU, 0x41c83b0eU, 0xa20bc7c6U, 0x6d5451fdU}));
    EXPECT_EQ(philox4x32({0x243f6a88U, 0x85a308d3U, 0x13198a2eU, 0x03707344U},
                         {0xa4093822U, 0x299f31d0U}),
              (Block{0xd16cfe09U, 0x94fdccebU, 0x5001e420U, 0x24126ea1U}));
}

TEST(Random, EveryPartOfTheKeyMatters) {
    std::set<std::uint64_t> seen;
    for (const std::uint64_t seed : {1U, 2U}) {
        for (const char* purpose : {"order", "usage"}) {
            for (const char* entity : {"web-0", "web-1"}) {
                for (const std::uint32_t replicate : {0U, 1U}) {
                    for (const std::uint32_t draw : {0U, 1U}) {
                        seen.insert(RandomSource(seed, purpose, entity).bits(replicate, draw));
                    }
                }
            }
        }
    }
    EXPECT_EQ(seen.size(), 32U);
}

TEST(Random, NumbersDoNotDependOnTheOrderOfCalls) {
    const RandomSource source(7, "usage", "web");
    const double later = source.uniform(3, 9);
    EXPECT_NE(source.uniform(3, 8), later);
    EXPECT_EQ(RandomSource(7, "usage", "web").uniform(3, 9), later);
}

TEST(Random, UniformHasTheMomentsOfTheInterval) {
    const RandomSource source(1, "test", "uniform");
    constexpr int kCount = 100'000;
    double sum = 0;
    double squares = 0;
    for (std::uint32_t i = 0; i < kCount; ++i) {
        const double x = source.uniform(0, i);
        ASSERT_GT(x, 0.0);
        ASSERT_LT(x, 1.0);
        sum += x;
        squares += x * x;
    }
    // Mean 1/2 with standard error 0.289/316 = 0.0009; mean square 1/3 with 0.298/316 = 0.0009.
    EXPECT_NEAR(sum / kCount, 0.5, 0.004);
    EXPECT_NEAR(squares / kCount, 1.0 / 3, 0.004);
}

TEST(Random, NormalQuantileInvertsTheDistributionFunction) {
    EXPECT_EQ(normalQuantile(0.5), 0.0);
    // Published quantiles: 97.5 % and 99 %.
    EXPECT_NEAR(normalQuantile(0.975), 1.959963984540054, 1e-14);
    EXPECT_NEAR(normalQuantile(0.01), -2.326347874040841, 1e-14);
    for (const double p : {1e-300, 1e-100, 1e-30, 1e-12, 1e-6, 0.001, 0.07, 0.08, 0.3, 0.49}) {
        const double x = normalQuantile(p);
        EXPECT_NEAR(0.5 * std::erfc(-x / std::sqrt(2.0)) / p, 1.0, 1e-11) << p;
    }
    for (const double p : {0.51, 0.7, 0.92, 0.93, 0.999}) {
        EXPECT_NEAR(normalQuantile(p), -normalQuantile(1 - p), 1e-12) << p;
    }
}

TEST(Random, LognormalHasItsMean) {
    const RandomSource source(1, "test", "lognormal");
    constexpr int kCount = 100'000;
    double sum = 0;
    for (std::uint32_t i = 0; i < kCount; ++i) {
        sum += source.lognormal(i, 0, 1.0, 0.5);
    }
    // exp(1 + 0.125) = 3.0802; standard deviation 3.08 * sqrt(exp(0.25) - 1) = 1.64, / 316 = 0.005.
    EXPECT_NEAR(sum / kCount, 3.0802, 0.03);
}

TEST(Random, BelowCoversItsRange) {
    const RandomSource source(1, "test", "below");
    std::set<std::uint64_t> seen;
    for (std::uint32_t i = 0; i < 200; ++i) {
        seen.insert(source.below(0, i, 6));
    }
    EXPECT_EQ(seen, (std::set<std::uint64_t>{0, 1, 2, 3, 4, 5}));
}

}  // namespace
}  // namespace stowage
