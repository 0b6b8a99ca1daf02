#include "model/resources.h"

#include <gtest/gtest.h>

namespace stowage {
namespace {

TEST(ResourceAmounts, AbsentIsZeroAndZeroIsDropped) {
    ResourceAmounts amounts = ResourceAmounts::of(milliCpu(50), mebibytes(128));
    EXPECT_EQ(amounts.get("example.com/license"), 0);
    amounts.add(kCpu, -50);
    EXPECT_EQ(amounts, ResourceAmounts::of(milliCpu(0), mebibytes(128)));
}

TEST(ResourceAmounts, MaximumIsPerResource) {
    const auto larger = ResourceAmounts::maximum(ResourceAmounts::of(milliCpu(50), mebibytes(128)),
                                                 ResourceAmounts::of(milliCpu(100), mebibytes(64)));
    EXPECT_EQ(larger, ResourceAmounts::of(milliCpu(100), mebibytes(128)));
}

TEST(ResourceLimits, AbsentIsUnlimitedAndZeroIsKept) {
    ResourceLimits limits;
    EXPECT_FALSE(limits.has(kMemory));
    limits.set(kMemory, 0);
    EXPECT_TRUE(limits.has(kMemory));
}

}  // namespace
}  // namespace stowage
