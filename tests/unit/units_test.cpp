#include "model/base/units.h"

#include <gtest/gtest.h>

namespace stowage {
namespace {

TEST(Units, RoundToCentIsHalfEven) {
    EXPECT_EQ(roundToCent(Money::fromRaw(12'345'000)).raw(), 12'340'000);  // 1234.5 cents -> 1234
    EXPECT_EQ(roundToCent(Money::fromRaw(12'355'000)).raw(), 12'360'000);  // 1235.5 cents -> 1236
    EXPECT_EQ(roundToCent(Money::fromRaw(-12'345'000)).raw(), -12'340'000);
    EXPECT_EQ(roundToCent(Money::fromRaw(12'345'001)).raw(), 12'350'000);
}

TEST(Units, MoneyIsExactDecimalBothWays) {
    EXPECT_EQ(toDecimal(Money::fromRaw(12'000'000)), "12.00");
    EXPECT_EQ(toDecimal(Money::fromRaw(57'200)), "0.0572");
    EXPECT_EQ(toDecimal(Money::fromRaw(-500'000)), "-0.50");
    EXPECT_EQ(parseDecimal("0.0572")->raw(), 57'200);
    EXPECT_EQ(parseDecimal("12")->raw(), 12'000'000);
    for (const char* bad :
         {"", ".", "1.", ".5", "1e3", "1.2345678", "99999999999999999999", "-", "1,5"}) {
        EXPECT_FALSE(parseDecimal(bad).has_value()) << bad;
    }
}

TEST(Units, MulDivRoundsAsNamedForNegativesToo) {
    EXPECT_EQ(mulDivRoundUp(7, 1, 2), 4);
    EXPECT_EQ(mulDivRoundUp(-7, 1, 2), -3);
    EXPECT_EQ(mulDivRoundDown(-7, 1, 2), -4);
    EXPECT_FALSE(mulDivRoundUp(std::numeric_limits<std::int64_t>::max(), 3, 2).has_value());
}

}  // namespace
}  // namespace stowage
