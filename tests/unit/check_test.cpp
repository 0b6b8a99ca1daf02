#include "model/check.h"

#include <gtest/gtest.h>

namespace stowage {
namespace {

TEST(CheckWords, EveryPlanCarriesTwentyIdsInTheOrderOfTheContract) {
    const auto& ids = planCheckIds();
    ASSERT_EQ(ids.size(), 20U);
    EXPECT_EQ(toWord(ids.front()), "fit.requests");
    EXPECT_EQ(toWord(ids[1]), "fit.memory");
    EXPECT_EQ(toWord(ids.back()), "latency.p95");
    for (std::size_t i = 1; i < ids.size(); ++i) {
        EXPECT_LT(ids[i - 1], ids[i]);
    }
}

TEST(CheckWords, WordsAndIdsAreInverse) {
    for (int i = 0; i <= static_cast<int>(CheckId::LimitZones); ++i) {
        const auto id = static_cast<CheckId>(i);
        EXPECT_EQ(parseCheckId(toWord(id)), id) << toWord(id);
    }
    EXPECT_EQ(parseCheckId("fit.Memory"), std::nullopt);
    EXPECT_EQ(parseCheckId(""), std::nullopt);
}

TEST(CheckWords, VerdictsAreInverse) {
    for (const Verdict verdict : {Verdict::Pass, Verdict::Warn, Verdict::Fail, Verdict::Unknown}) {
        EXPECT_EQ(parseVerdict(toWord(verdict)), verdict);
    }
    EXPECT_EQ(toWord(Verdict::Unknown), "unknown");
    EXPECT_EQ(parseVerdict("ok"), std::nullopt);
}

}  // namespace
}  // namespace stowage
