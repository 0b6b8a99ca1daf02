#include "planner/exact_packing.h"

#include <gtest/gtest.h>

#include "planner/bounds.h"
#include "planner/greedy_packing.h"
#include "planner/local_search.h"

namespace stowage::planner {
namespace {

/// Sizes that leave no slack: 4 + 3 + 3 and 5 + 3 + 2 in two nodes of 10.
PackingProblem tightProblem() {
    return {.dimensions = 1,
            .capacity = {{10}, {10}},
            .classes = {{.need = {5}, .count = 1},
                        {.need = {4}, .count = 1},
                        {.need = {3}, .count = 3},
                        {.need = {2}, .count = 1}}};
}

TEST(ExactPacking, FindsAPackingWithoutSlack) {
    const PackingProblem problem = tightProblem();
    const PackResult result = packExactly(problem, 10'000);
    ASSERT_EQ(result.verdict, PackVerdict::Feasible);
    EXPECT_TRUE(isValid(problem, result.assignment));
}

TEST(ExactPacking, ProvesThatNoneExistsWhereEveryBoundIsSilent) {
    const PackingProblem problem{.dimensions = 2,
                                 .capacity = {{10, 10}, {10, 10}},
                                 .classes = {{.need = {6, 2}, .count = 1},
                                             {.need = {2, 6}, .count = 1},
                                             {.need = {4, 4}, .count = 2},
                                             {.need = {4, 3}, .count = 1}}};
    // Sums: 20 and 19 of 20. Dimension 0 needs both nodes full to 10: {6, 4} and {2, 4, 4}; the
    // latter has 6 + 4 + (3 or 4) >= 13 > 10 in dimension 1.
    EXPECT_FALSE(capacityWitness(problem).has_value());
    EXPECT_FALSE(dualWitness(problem).has_value());
    const PackResult result = pack(problem, {});
    EXPECT_EQ(result.verdict, PackVerdict::Infeasible);
    EXPECT_EQ(result.witness.kind, PackWitnessKind::Exhausted);
}

TEST(ExactPacking, SaysUndecidedWhenTheBudgetEnds) {
    const PackResult result = packExactly(tightProblem(), 2);
    EXPECT_EQ(result.verdict, PackVerdict::Undecided);
}

TEST(ExactPacking, ItemsWithoutNeedLieOnAnOvercommittedNode) {
    // Kubernetes lets a pod that asks for nothing land anywhere.
    const PackingProblem problem{
        .dimensions = 1, .capacity = {{-5}}, .classes = {{.need = {0}, .count = 3}}};
    EXPECT_EQ(pack(problem, {}).verdict, PackVerdict::Feasible);
}

TEST(ExactPacking, KeepsSpreadWithinItsSkew) {
    // Four items over three nodes with skew 1: 2 + 1 + 1; node 2 holds one at most, fine; when it
    // holds none, 2 + 2 + 0 breaks the skew.
    PackingProblem problem{.dimensions = 1,
                           .capacity = {{10}, {10}, {3}},
                           .classes = {{.need = {3}, .count = 4}},
                           .spreads = {{.classes = {0}, .domainOf = {0, 1, 2}, .maxSkew = 1}}};
    const PackResult fits = pack(problem, {});
    ASSERT_EQ(fits.verdict, PackVerdict::Feasible);
    EXPECT_TRUE(isValid(problem, fits.assignment));
    problem.capacity[2] = {2};
    EXPECT_EQ(pack(problem, {}).verdict, PackVerdict::Infeasible);
}

TEST(GreedyPacking, LocalSearchPlacesWhatTheRuleLeavesOver) {
    // First fit decreasing puts 5 + 4 on node 0 and 3 + 3 + 3 on node 1: 2 is left over.
    const PackingProblem problem = tightProblem();
    PackState state = packGreedily(problem, GreedyOrder::LargestShare, GreedyPick::First, 0);
    EXPECT_EQ(state.unplacedTotal(), 1);
    std::int64_t steps = 0;
    improve(state, 1, 2'000, steps);
    EXPECT_TRUE(state.isComplete());
    EXPECT_TRUE(isValid(problem, state.assignment()));
}

}  // namespace
}  // namespace stowage::planner
