#include "planner/fleet_problem.h"

#include <gtest/gtest.h>

namespace stowage::planner {
namespace {

/// Two sizes of machine, pods of 6 and of 3.
FleetProblem twoSizes() {
    return {.dimensions = 1,
            .offers = {{.price = 5, .capacity = {8}, .stock = 4},
                       {.price = 3, .capacity = {5}, .stock = 4}},
            .classes = {{.need = {6}, .count = 2}, {.need = {3}, .count = 2}},
            .nodesMax = 4};
}

TEST(FleetProblemTest, AnswerNeedsEveryPodOnceAndEveryNodeWithinItsRoom) {
    const FleetProblem problem = twoSizes();
    // 2 x (6 of 8), 2 x (3 of 5): 2 x 5 + 2 x 3 = 16.
    FleetSolution good{
        {{.offer = 0, .load = {{0, 1}}, .copies = 2}, {.offer = 1, .load = {{1, 1}}, .copies = 2}}};
    EXPECT_TRUE(isComplete(problem, good));
    EXPECT_EQ(good.price(problem), 16);
    EXPECT_EQ(good.nodeCount(), 4);

    FleetSolution tooFew = good;
    tooFew.nodes[1].copies = 1;
    EXPECT_FALSE(isComplete(problem, tooFew));
    // 6 + 3 = 9 > 8.
    FleetSolution tooFull{{{.offer = 0, .load = {{0, 1}, {1, 1}}, .copies = 2}}};
    EXPECT_FALSE(isComplete(problem, tooFull));
    FleetProblem few = problem;
    few.nodesMax = 3;
    EXPECT_FALSE(isComplete(few, good));
    FleetProblem scarce = problem;
    scarce.offers[0].stock = 1;
    EXPECT_FALSE(isComplete(scarce, good));
}

TEST(FleetProblemTest, PatternKeepsPodsApartAndWithinTheirNumberOnANode) {
    FleetProblem problem = twoSizes();
    problem.classes = {{.need = {1}, .count = 4, .perNode = 2, .apart = {1}},
                       {.need = {1}, .count = 1, .apart = {0}},
                       {.need = {1}, .count = 1, .allowed = {0, 1}}};
    EXPECT_TRUE(isPattern(problem, 0, std::vector<FleetLoad>{{0, 2}}));
    EXPECT_FALSE(isPattern(problem, 0, std::vector<FleetLoad>{{0, 3}}));
    EXPECT_FALSE(isPattern(problem, 0, std::vector<FleetLoad>{{0, 1}, {1, 1}}));
    EXPECT_TRUE(isPattern(problem, 1, std::vector<FleetLoad>{{0, 1}, {2, 1}}));
    EXPECT_FALSE(isPattern(problem, 0, std::vector<FleetLoad>{{2, 1}}));
}

TEST(FleetProblemTest, PodWithoutNeedFitsEvenWhereNothingIsLeft) {
    FleetProblem problem{.dimensions = 2,
                         .offers = {{.price = 1, .capacity = {-5, 3}, .stock = 1}},
                         .classes = {{.need = {0, 1}, .count = 3}},
                         .nodesMax = 1};
    EXPECT_EQ(mostOnOne(problem, 0, 0), 3);
    EXPECT_TRUE(isPattern(problem, 0, std::vector<FleetLoad>{{0, 3}}));
}

TEST(FleetProblemTest, SurplusIsTakenOffAndEmptyNodesGo) {
    const FleetProblem problem = twoSizes();
    FleetSolution cover{
        {{.offer = 0, .load = {{0, 1}}, .copies = 2}, {.offer = 0, .load = {{1, 2}}, .copies = 2}}};
    dropSurplus(problem, cover);
    EXPECT_TRUE(isComplete(problem, cover));
    EXPECT_EQ(cover.nodeCount(), 3);
}

TEST(FleetProblemTest, BoundRisesToTheNextSumOfPrices) {
    const FleetProblem problem = twoSizes();
    // Sums of 3 and 5 with at most 4 machines: 0, 3, 5, 6, 8, 9, 10, 11, 12, 13, 14, 15, …
    EXPECT_EQ(roundUpToPrices(problem, 0), 0);
    EXPECT_EQ(roundUpToPrices(problem, 1), 3);
    EXPECT_EQ(roundUpToPrices(problem, 4), 5);
    EXPECT_EQ(roundUpToPrices(problem, 7), 8);
    EXPECT_EQ(roundUpToPrices(problem, 16), 16);
    FleetProblem cents = problem;
    cents.offers[0].price = 1'000'000'000'000;
    cents.offers[1].price = 3'000'000;
    // Too many steps to follow: the next multiple of gcd = 1,000,000.
    EXPECT_EQ(roundUpToPrices(cents, 900'000'000'001), 900'001'000'000);
}

}  // namespace
}  // namespace stowage::planner
