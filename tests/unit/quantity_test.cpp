#include "model/quantity.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>

namespace stowage {
namespace {

std::int64_t cpu(std::string_view text) {
    const auto value = parseCpu(text);
    EXPECT_TRUE(value.ok()) << text;
    return value.ok() ? value->raw() : -1;
}

std::int64_t bytes(std::string_view text) {
    const auto value = parseBytes(text);
    EXPECT_TRUE(value.ok()) << text;
    return value.ok() ? value->raw() : -1;
}

TEST(Quantity, ReadsCpuInMillicores) {
    EXPECT_EQ(cpu("250m"), 250);
    EXPECT_EQ(cpu("2"), 2000);
    EXPECT_EQ(cpu("0.5"), 500);
    EXPECT_EQ(cpu(".5"), 500);
    EXPECT_EQ(cpu("1."), 1000);
    EXPECT_EQ(cpu("+1"), 1000);
    EXPECT_EQ(cpu("1e1"), 10'000);
    EXPECT_EQ(cpu("1k"), 1'000'000);
    EXPECT_EQ(cpu("0"), 0);
}

TEST(Quantity, RoundsAwayFromZeroAsKubernetesDoes) {
    // 100 u = 0.1 m, which is more than nothing.
    EXPECT_EQ(cpu("100u"), 1);
    EXPECT_EQ(cpu("1n"), 1);
    EXPECT_EQ(cpu("0.0001"), 1);
    EXPECT_EQ(cpu("1.0001"), 1001);
    EXPECT_EQ(bytes("0.5"), 1);
    EXPECT_EQ(bytes("-0.5"), -1);
    EXPECT_EQ(bytes("1e-90"), 1);
    EXPECT_EQ(bytes("1n"), 1);
}

TEST(Quantity, ReadsBytesWithEverySuffix) {
    EXPECT_EQ(bytes("1048576"), 1'048'576);
    EXPECT_EQ(bytes("1Ki"), 1024);
    EXPECT_EQ(bytes("512Mi"), 536'870'912);
    EXPECT_EQ(bytes("1Gi"), 1'073'741'824);
    EXPECT_EQ(bytes("1.5Gi"), 1'610'612'736);
    EXPECT_EQ(bytes("1.5G"), 1'500'000'000);
    EXPECT_EQ(bytes("2T"), 2'000'000'000'000);
    EXPECT_EQ(bytes("1Pi"), std::int64_t{1} << 50);
    EXPECT_EQ(bytes("1Ei"), std::int64_t{1} << 60);
    EXPECT_EQ(bytes("1E"), 1'000'000'000'000'000'000);
    EXPECT_EQ(bytes("1E3"), 1000);
    EXPECT_EQ(bytes("128974848000m"), 128'974'848);
    // 0.1 GiB = 107374182.4 bytes.
    EXPECT_EQ(bytes("0.1Gi"), 107'374'183);
}

TEST(Quantity, ReachesTheLargestNumberAndRefusesTheNext) {
    EXPECT_EQ(bytes("9223372036854775807"), std::numeric_limits<std::int64_t>::max());
    // 7 Ei = 8070450532247928832 fits, 8 Ei = 2^63 does not.
    EXPECT_EQ(bytes("7Ei"), 8'070'450'532'247'928'832);
    for (const char* text : {"9223372036854775808", "8Ei", "1e19", "1e99", "10E"}) {
        const auto value = parseBytes(text);
        ASSERT_FALSE(value.ok()) << text;
        EXPECT_EQ(value.error().code, ErrorCode::Overflow) << text;
    }
    EXPECT_EQ(parseCpu("9223372036854776").error().code, ErrorCode::Overflow);
}

TEST(Quantity, RefusesWhatIsNotAQuantity) {
    for (const char* text : {"",    " 1",  "1 ",  "1 Gi", "Gi",  ".",     "-",    "1gi",
                             "1KI", "1K",  "1mi", "1e",   "1e+", "1e1.5", "0x10", "1_000",
                             "1,5", "NaN", "inf", "1Gi1", "--1", "1.2.3", "1GiB", "1MB"}) {
        const auto value = parseBytes(text);
        ASSERT_FALSE(value.ok()) << text;
        EXPECT_EQ(value.error().code, ErrorCode::InvalidArgument) << text;
    }
    EXPECT_FALSE(parseBytes(std::string(1000, '1')).ok());
    EXPECT_EQ(parseBytes("1.0000000000000000001").error().code, ErrorCode::InvalidArgument);
    // Zeros at the end and at the start carry nothing.
    EXPECT_EQ(bytes("0000000000000000000000001.000000000000000000000000"), 1);
}

TEST(Quantity, ErrorQuotesTheTextAndGivesTheWayOut) {
    EXPECT_EQ(parseCpu("half").error().message,
              "'half' is not a quantity; write a number with an optional suffix, as in 250m, 0.5, "
              "512Mi or 1.5G");
}

TEST(Quantity, WritesTheLargestSuffixThatDivides) {
    EXPECT_EQ(toQuantity(gibibytes(1)), "1Gi");
    EXPECT_EQ(toQuantity(mebibytes(1536)), "1536Mi");
    EXPECT_EQ(toQuantity(Bytes::fromRaw(1000)), "1000");
    EXPECT_EQ(toQuantity(Bytes()), "0");
    EXPECT_EQ(toQuantity(Bytes::fromRaw(-1024)), "-1Ki");
    EXPECT_EQ(toQuantity(milliCpu(250)), "250m");
    EXPECT_EQ(toQuantity(milliCpu(2000)), "2");
    EXPECT_EQ(toQuantity(MilliCpu()), "0");
}

TEST(Quantity, WritesWhatItReads) {
    for (const char* text : {"1Gi", "1536Mi", "1000", "7Ei", "12Ki", "1"}) {
        EXPECT_EQ(toQuantity(*parseBytes(text)), text);
    }
    for (const char* text : {"250m", "2", "1500m"}) {
        EXPECT_EQ(toQuantity(*parseCpu(text)), text);
    }
}

TEST(Quantity, ShowsPeopleThreeDigits) {
    EXPECT_EQ(toHumanBytes(Bytes()), "0 B");
    EXPECT_EQ(toHumanBytes(Bytes::fromRaw(1023)), "1023 B");
    EXPECT_EQ(toHumanBytes(Bytes::fromRaw(12 * 1024)), "12 KiB");
    EXPECT_EQ(toHumanBytes(mebibytes(734)), "734 MiB");
    // 1996 MiB / 1024 = 1.949 GiB.
    EXPECT_EQ(toHumanBytes(mebibytes(1996)), "1.95 GiB");
    EXPECT_EQ(toHumanBytes(gibibytes(2)), "2 GiB");
    // 12.34 KiB = 12636 bytes.
    EXPECT_EQ(toHumanBytes(Bytes::fromRaw(12'636)), "12.3 KiB");
    // 1023.9 MiB would read "1024 MiB".
    EXPECT_EQ(toHumanBytes(Bytes::fromRaw(gibibytes(1).raw() - 100'000)), "1 GiB");
    EXPECT_EQ(toHumanBytes(Bytes::fromRaw(-gibibytes(2).raw())), "-2 GiB");
    EXPECT_EQ(toHumanBytes(Bytes::max()), "8 EiB");
}

}  // namespace
}  // namespace stowage
