#include "planner/bounds.h"

#include <gtest/gtest.h>

namespace stowage::planner {
namespace {

PackingProblem oneDimension(std::vector<std::int64_t> nodes,
                            std::vector<std::pair<std::int64_t, std::int64_t>> items) {
    PackingProblem problem{.dimensions = 1};
    for (const std::int64_t node : nodes) {
        problem.capacity.push_back({node});
    }
    for (const auto& [size, count] : items) {
        problem.classes.push_back({.need = {size}, .count = count});
    }
    return problem;
}

TEST(Bounds, CapacityNamesDimensionAndFigures) {
    PackingProblem problem{
        .dimensions = 2, .capacity = {{10, 4}, {10, 4}}, .classes = {{.need = {1, 3}, .count = 3}}};
    // Dimension 1: 3 x 3 = 9 against 4 + 4 = 8.
    const auto witness = findWitness(problem);
    ASSERT_TRUE(witness.has_value());
    EXPECT_EQ(witness->kind, PackWitnessKind::Capacity);
    EXPECT_EQ(witness->dimension, 1U);
    EXPECT_EQ(witness->needed, 9);
    EXPECT_EQ(witness->available, 8);
}

TEST(Bounds, CapacityCountsItemsOnTheNodesTheyMayUse) {
    PackingProblem problem = oneDimension({10, 10}, {{6, 2}, {1, 1}});
    problem.classes[0].allowed = maskOf(1);
    // Both sixes only on node 1: 12 > 10, although 13 <= 20 in total.
    const auto witness = capacityWitness(problem);
    ASSERT_TRUE(witness.has_value());
    EXPECT_EQ(witness->nodes, maskOf(1));
    EXPECT_EQ(witness->needed, 12);
    EXPECT_EQ(witness->available, 10);
}

TEST(Bounds, SingleItemThatNoNodeHolds) {
    const auto witness = singleItemWitness(oneDimension({4, 5}, {{6, 1}}));
    ASSERT_TRUE(witness.has_value());
    EXPECT_EQ(witness->needed, 6);
    EXPECT_EQ(witness->available, 5);
    EXPECT_FALSE(singleItemWitness(oneDimension({4, 6}, {{6, 1}})).has_value());
}

TEST(Bounds, ExclusionCountsReplicasThatRefuseEachOther) {
    PackingProblem problem = oneDimension({10, 10}, {{1, 3}});
    EXPECT_FALSE(exclusionWitness(problem).has_value());
    problem.classes[0].conflicts = {0};
    // Three replicas, two nodes.
    const auto witness = exclusionWitness(problem);
    ASSERT_TRUE(witness.has_value());
    EXPECT_EQ(witness->needed, 3);
    EXPECT_EQ(witness->available, 2);
}

TEST(Bounds, ExclusionSeesItemsLargerThanHalfANode) {
    // 6 + 5 > 10: the two sixes and the five exclude each other; three items, two nodes.
    EXPECT_TRUE(exclusionWitness(oneDimension({10, 10}, {{6, 2}, {5, 1}})).has_value());
    EXPECT_FALSE(exclusionWitness(oneDimension({10, 10}, {{6, 2}, {4, 1}})).has_value());
}

TEST(Bounds, DualFunctionsSeeWhatTheSumDoesNot) {
    // Four items of 4 in nodes of 10: two a node, so five do not fit into two nodes though
    // 5 x 4 = 20 = 2 x 10. u_2: 3 x 4 / 10 -> 1 of 2 halves each: 5 > 2 x 2.
    const PackingProblem problem = oneDimension({10, 10}, {{4, 5}});
    EXPECT_FALSE(capacityWitness(problem).has_value());
    EXPECT_TRUE(dualWitness(problem).has_value());
    EXPECT_FALSE(dualWitness(oneDimension({10, 10}, {{4, 4}})).has_value());
    // Threshold 3: 8 -> 10, 3 -> 3: 10 + 10 + 3 > 20 though 8 + 8 + 3 = 19.
    EXPECT_TRUE(dualWitness(oneDimension({10, 10}, {{8, 2}, {3, 1}})).has_value());
}

TEST(Bounds, DualFunctionsAreSuperadditive) {
    // What makes the comparison valid for nodes of unequal size: f(x) + f(y) <= f(x + y).
    for (std::int64_t whole = 1; whole <= 24; ++whole) {
        for (std::int64_t x = 0; x <= whole; ++x) {
            for (std::int64_t y = 0; x + y <= whole; ++y) {
                for (std::int64_t a = 1; a <= whole / 2; ++a) {
                    EXPECT_LE(thresholdFunction(x, a, whole) + thresholdFunction(y, a, whole),
                              thresholdFunction(x + y, a, whole));
                }
                for (std::int64_t k = 1; k <= 6; ++k) {
                    EXPECT_LE(stepFunction(x, k, whole) + stepFunction(y, k, whole),
                              stepFunction(x + y, k, whole));
                }
            }
        }
    }
}

TEST(Bounds, CoverPricesTheDearestDimension) {
    const std::vector<CoverOffer> offers{{.price = 6, .capacity = {1, 10}, .stock = 9},
                                         {.price = 10, .capacity = {4, 10}, .stock = 9}};
    // Dimension 0: 6 units at best 10/4 each = 15; dimension 1: 20 units at 6/10 = 12.
    EXPECT_EQ(coverBound(offers, std::vector<std::int64_t>{6, 20}, 4), 15);
    // Four nodes bring at most 16 units of dimension 0.
    EXPECT_EQ(coverBound(offers, std::vector<std::int64_t>{17, 1}, 4), std::nullopt);
    // An owned machine of 4 leaves 2 units: 2 x 10/4 = 5.
    const std::vector<CoverOffer> owned{{.price = 0, .capacity = {4, 4}, .stock = 1}, offers[1]};
    EXPECT_EQ(coverBound(owned, std::vector<std::int64_t>{6, 1}, 4), 5);
}

}  // namespace
}  // namespace stowage::planner
