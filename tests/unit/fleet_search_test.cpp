#include "planner/fleet_search.h"

#include <gtest/gtest.h>

#include "planner/fleet_greedy.h"
#include "planner/step_random.h"

namespace stowage::planner {
namespace {

/// Nodes of 1,000 in every dimension, cut completely into three pods each: the totals say that no
/// answer needs fewer nodes.
FleetProblem plantedTriplets(std::size_t nodes, std::size_t dimensions, std::uint64_t seed) {
    StepRandom random(seed);
    FleetProblem problem{.dimensions = dimensions};
    const auto count = static_cast<std::int64_t>(nodes);
    problem.nodesMax = 2 * count;
    problem.offers.push_back({.price = 1'000'000,
                              .capacity = std::vector<std::int64_t>(dimensions, 1'000),
                              .stock = 2 * count});
    for (std::size_t node = 0; node < nodes; ++node) {
        std::vector<FleetClass> pods(3);
        for (std::size_t d = 0; d < dimensions; ++d) {
            const auto first = static_cast<std::int64_t>(200 + random.below(300));
            const std::int64_t rest = 1'000 - first;
            const std::int64_t second =
                rest / 4 +
                static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(rest / 2)));
            pods[0].need.push_back(first);
            pods[1].need.push_back(second);
            pods[2].need.push_back(rest - second);
        }
        problem.classes.insert(problem.classes.end(), pods.begin(), pods.end());
    }
    return problem;
}

FleetResult solve(const FleetProblem& problem, const FleetOptions& options = {}) {
    const RunControl control;
    return searchFleet(problem, options, control);
}

/// Every answer must be one, and the bound must hold below it.
void expectSound(const FleetProblem& problem, const FleetResult& result) {
    ASSERT_TRUE(result.best);
    EXPECT_TRUE(isComplete(problem, *result.best));
    EXPECT_EQ(result.best->price(problem), result.price);
    EXPECT_LE(result.lowerBound, result.price);
    EXPECT_EQ(
        roundUpToPrices(problem, provenBound(problem, result.proof.duals, result.proof.earnings)),
        result.lowerBound);
}

TEST(FleetSearchTest, FindsTripletsWithoutSlack) {
    for (const std::uint64_t seed : {1U, 2U, 3U}) {
        const FleetProblem problem = plantedTriplets(14, 2, seed);
        const FleetResult result = solve(problem);
        expectSound(problem, result);
        EXPECT_EQ(result.best->nodeCount(), 14);
        EXPECT_TRUE(result.isProven);
        const auto plain = firstFitDecreasing(problem);
        ASSERT_TRUE(plain);
        EXPECT_TRUE(isComplete(problem, *plain));
        EXPECT_GT(plain->nodeCount(), 14);
    }
}

TEST(FleetSearchTest, MixesSizesWhereThatIsCheaper) {
    // 9 pods of 4 and 9 of 3. A machine of 8 for 8 holds two 4s (8/8), one of 9 for 8.5 three 3s.
    // By totals: 36/8 x 8 = 36 for the 4s; with 9 for 8.5: 2 x 4 = 8 wastes one.
    const FleetProblem problem{.dimensions = 1,
                               .offers = {{.price = 8'000'000, .capacity = {8}, .stock = 20},
                                          {.price = 8'500'000, .capacity = {9}, .stock = 20}},
                               .classes = {{.need = {4}, .count = 8}, {.need = {3}, .count = 9}},
                               .nodesMax = 20};
    const FleetResult result = solve(problem);
    expectSound(problem, result);
    // 4 x (4 + 4) and 3 x (3 + 3 + 3): 32 + 25.5.
    EXPECT_EQ(result.price, 57'500'000);
    EXPECT_TRUE(result.isProven);
}

TEST(FleetSearchTest, OwnedMachinesAreTakenFirstAndTheBoundKnowsIt) {
    const FleetProblem problem{.dimensions = 1,
                               .offers = {{.price = 0, .capacity = {10}, .stock = 2},
                                          {.price = 4'000'000, .capacity = {10}, .stock = 10}},
                               .classes = {{.need = {5}, .count = 9}},
                               .nodesMax = 10};
    const FleetResult result = solve(problem);
    expectSound(problem, result);
    // 9 pods in pairs: 5 nodes, 2 of them owned.
    EXPECT_EQ(result.price, 12'000'000);
    EXPECT_TRUE(result.isProven);
}

TEST(FleetSearchTest, ManyPodsOfTwoClassesMeetTheirTotals) {
    // 3 of the first (21 of 24) leave 3, which one of the second takes: 12,750 nodes are full.
    const FleetProblem problem{
        .dimensions = 1,
        .offers = {{.price = 1'000'000, .capacity = {24}, .stock = 20'000}},
        .classes = {{.need = {7}, .count = 38'250}, {.need = {3}, .count = 12'750}},
        .nodesMax = 20'000};
    const FleetResult result = solve(problem);
    expectSound(problem, result);
    EXPECT_EQ(result.best->nodeCount(), 12'750);
    EXPECT_TRUE(result.isProven);
}

TEST(FleetSearchTest, NamesThePodThatFitsNowhere) {
    const FleetProblem problem{.dimensions = 1,
                               .offers = {{.price = 1, .capacity = {4}, .stock = 9}},
                               .classes = {{.need = {1}, .count = 3}, {.need = {5}, .count = 1}},
                               .nodesMax = 9};
    const FleetResult result = solve(problem);
    EXPECT_FALSE(result.best);
    EXPECT_EQ(result.misfit, std::optional<std::size_t>(1));
    EXPECT_TRUE(result.isProven);
}

TEST(FleetSearchTest, KeepsPodsApart) {
    FleetProblem problem{.dimensions = 1,
                         .offers = {{.price = 1'000'000, .capacity = {100}, .stock = 9}},
                         .classes = {{.need = {1}, .count = 3, .perNode = 1},
                                     {.need = {1}, .count = 2, .perNode = 1, .apart = {2}},
                                     {.need = {1}, .count = 2, .perNode = 1, .apart = {1}}},
                         .nodesMax = 9};
    const FleetResult result = solve(problem);
    expectSound(problem, result);
    // Two with the second class, two with the third, the first beside them.
    EXPECT_EQ(result.best->nodeCount(), 4);
}

TEST(FleetSearchTest, WithoutASolverTheAnswerHoldsAndTheBoundIsTrue) {
    const FleetProblem problem = plantedTriplets(10, 2, 5);
    const FleetResult result = solve(problem, {.stepsMax = 500'000, .solver = SolverUse::None});
    expectSound(problem, result);
    EXPECT_EQ(result.lowerBound, 10'000'000);
}

TEST(FleetSearchTest, SameQuestionSameAnswer) {
    const FleetProblem problem = plantedTriplets(12, 3, 9);
    const FleetResult first = solve(problem, {.seed = 7});
    const FleetResult second = solve(problem, {.seed = 7});
    ASSERT_TRUE(first.best && second.best);
    EXPECT_EQ(first.best->nodes, second.best->nodes);
    EXPECT_EQ(first.steps, second.steps);
    EXPECT_EQ(first.proof.duals, second.proof.duals);
}

TEST(FleetSearchTest, ADeadlineLeavesTheBestAnswerAndATrueBound) {
    const FleetProblem problem = plantedTriplets(20, 2, 3);
    const RunControl ended([] { return true; });
    const FleetResult result = searchFleet(problem, {}, ended);
    expectSound(problem, result);
    EXPECT_TRUE(result.isTimeLimited);
}

}  // namespace
}  // namespace stowage::planner
