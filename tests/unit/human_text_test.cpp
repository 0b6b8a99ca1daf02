#include "model/human_text.h"

#include <gtest/gtest.h>

namespace stowage {
namespace {

TEST(HumanText, MoneyCarriesItsCurrency) {
    EXPECT_EQ(moneyText(Money::fromRaw(24'000'000), "USD"), "$24.00");
    EXPECT_EQ(moneyText(Money::fromRaw(5'490'000), "EUR"), "€5.49");
    EXPECT_EQ(moneyText(Money::fromRaw(1'000'000), "CHF"), "1.00 CHF");
}

TEST(HumanText, MemoryRoundsHalfUpAndGroups) {
    EXPECT_EQ(mebibyteText(Bytes::fromRaw(1996LL * 1024 * 1024 + 524'288)), "1,997 MiB");
    // 1996 MiB = 1.949 GiB; 3932 MiB = 3.840 GiB
    EXPECT_EQ(ofText(mebibytes(1996), mebibytes(3932)), "1.95 of 3.84 GiB");
    // A tenth of a GiB and more is said in the unit of the whole; less would be 0.0x.
    EXPECT_EQ(ofText(mebibytes(900), mebibytes(1966)), "0.88 of 1.92 GiB");
    EXPECT_EQ(ofText(mebibytes(100), mebibytes(1966)), "100 of 1,966 MiB");
    EXPECT_EQ(ofText(mebibytes(900), mebibytes(980)), "900 of 980 MiB");
}

TEST(HumanText, RiskReadsAsOdds) {
    EXPECT_EQ(riskText(0.00025), "1 in 4,000 per month");
    EXPECT_EQ(riskText(0.012), "2 % per month");  // never rounded down
    EXPECT_EQ(riskText(1e-9), "less than 1 in a million per month");
}

TEST(HumanText, DurationsAndPercents) {
    EXPECT_EQ(durationText(75), "75 s");
    EXPECT_EQ(durationText(360), "6 min");
    EXPECT_EQ(durationText(4'800 + 3'600), "2 h 20 min");
    EXPECT_EQ(percentText(1996, 3932), "51 %");  // 50.76
    EXPECT_EQ(percentText(0, 0), "0 %");
}

}  // namespace
}  // namespace stowage
