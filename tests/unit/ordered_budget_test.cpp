#include "planner/ordered_budget.h"

#include <gtest/gtest.h>

namespace stowage::planner {
namespace {

TEST(OrderedBudget, GivesWhatEarlierItemsLeave) {
    OrderedBudget budget(2, 3);
    EXPECT_TRUE(budget.spend(0));
    EXPECT_TRUE(budget.spend(0));
    EXPECT_EQ(budget.left(1), 1);  // 3 − 2
    EXPECT_TRUE(budget.spend(1));
    EXPECT_FALSE(budget.spend(1));
    EXPECT_TRUE(budget.affords(0));
    EXPECT_TRUE(budget.affords(1));
}

TEST(OrderedBudget, TakesBackWhatWasWorkedOutAheadOfItsTurn) {
    OrderedBudget budget(3, 3);
    EXPECT_TRUE(budget.spend(1));  // item 1 runs first, on another thread
    EXPECT_TRUE(budget.spend(1));
    EXPECT_TRUE(budget.spend(0));
    EXPECT_TRUE(budget.spend(0));
    // In its turn item 1 would have had 3 − 2 = 1 and wanted 2.
    EXPECT_TRUE(budget.affords(0));
    EXPECT_FALSE(budget.affords(1));
    // Item 2 spent nothing, which can always be paid; more it would not get: 3 − 2 − 2 < 0.
    EXPECT_TRUE(budget.affords(2));
    EXPECT_FALSE(budget.spend(2));
}

TEST(OrderedBudget, NeverChargesEarlierItemsForLaterOnes) {
    OrderedBudget budget(2, 2);
    EXPECT_TRUE(budget.spend(1));
    EXPECT_TRUE(budget.spend(1));
    EXPECT_EQ(budget.left(0), 2);
    EXPECT_TRUE(budget.affords(0));
}

}  // namespace
}  // namespace stowage::planner
