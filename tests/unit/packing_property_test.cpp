#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "planner/bounds.h"
#include "planner/exact_packing.h"
#include "planner/greedy_packing.h"

namespace stowage::planner {
namespace {

PackingProblem drawProblem() {
    PackingProblem problem;
    problem.dimensions = *rc::gen::inRange<std::size_t>(1, 4);
    const auto nodes = *rc::gen::inRange<std::size_t>(1, 4);
    for (std::size_t n = 0; n < nodes; ++n) {
        problem.capacity.push_back(*rc::gen::container<std::vector<std::int64_t>>(
            problem.dimensions, rc::gen::inRange<std::int64_t>(-1, 9)));
    }
    if (*rc::gen::inRange(0, 2) == 0) {
        problem.capacity.assign(nodes, problem.capacity.front());
    }
    const auto classes = *rc::gen::inRange<std::size_t>(1, 4);
    for (std::size_t c = 0; c < classes; ++c) {
        PackClass item;
        item.need = *rc::gen::container<std::vector<std::int64_t>>(
            problem.dimensions, rc::gen::inRange<std::int64_t>(0, 6));
        item.count = *rc::gen::inRange<std::int64_t>(1, 3);
        if (*rc::gen::inRange(0, 4) == 0) {
            item.allowed = *rc::gen::inRange<NodeMask>(1, NodeMask{1} << nodes);
        }
        problem.classes.push_back(item);
    }
    const auto left = *rc::gen::inRange<std::size_t>(0, classes);
    const auto right = *rc::gen::inRange<std::size_t>(0, classes);
    if (*rc::gen::inRange(0, 3) == 0) {
        problem.classes[left].conflicts.push_back(right);
        if (left != right) {
            problem.classes[right].conflicts.push_back(left);
        }
    }
    if (*rc::gen::inRange(0, 3) == 0) {
        PackSpread spread{.classes = {left}, .maxSkew = *rc::gen::inRange(1, 3)};
        for (std::size_t n = 0; n < nodes; ++n) {
            spread.domainOf.push_back(static_cast<int>(n));
        }
        problem.spreads.push_back(spread);
    }
    return problem;
}

/// Every assignment of single items, judged by isValid alone.
bool anyPacking(const PackingProblem& problem, PackAssignment& assignment, std::size_t c,
                std::int64_t placed) {
    if (c == problem.classes.size()) {
        return isValid(problem, assignment);
    }
    if (placed == problem.classes[c].count) {
        return anyPacking(problem, assignment, c + 1, 0);
    }
    for (std::size_t n = 0; n < problem.nodeCount(); ++n) {
        ++assignment[c][n];
        const bool found = anyPacking(problem, assignment, c, placed + 1);
        --assignment[c][n];
        if (found) {
            return true;
        }
    }
    return false;
}

bool existsPacking(const PackingProblem& problem) {
    PackAssignment assignment(problem.classes.size(),
                              std::vector<std::int64_t>(problem.nodeCount(), 0));
    return anyPacking(problem, assignment, 0, 0);
}

RC_GTEST_PROP(PackingProperty, AgreesWithTryingEveryPlacement, ()) {
    const PackingProblem problem = drawProblem();
    const PackResult result = pack(problem, {});
    RC_ASSERT(result.verdict != PackVerdict::Undecided);
    RC_ASSERT((result.verdict == PackVerdict::Feasible) == existsPacking(problem));
    if (result.verdict == PackVerdict::Feasible) {
        RC_ASSERT(isValid(problem, result.assignment));
    }
}

RC_GTEST_PROP(PackingProperty, NoBoundRefusesWhatFits, ()) {
    const PackingProblem problem = drawProblem();
    if (packExactly(problem, 1'000'000).verdict == PackVerdict::Feasible) {
        RC_ASSERT(!capacityWitness(problem).has_value());
        RC_ASSERT(!singleItemWitness(problem).has_value());
        RC_ASSERT(!exclusionWitness(problem).has_value());
        RC_ASSERT(!dualWitness(problem).has_value());
    }
}

RC_GTEST_PROP(PackingProperty, CompleteGreedyPackingsAreValid, ()) {
    const PackingProblem problem = drawProblem();
    std::int64_t steps = 0;
    const PackState state = packByEveryRule(problem, steps);
    if (state.isComplete()) {
        RC_ASSERT(isValid(problem, state.assignment()));
    }
}

/// The sum of equal parts that fill nodes exactly is always found: no slack in any dimension.
RC_GTEST_PROP(PackingProperty, FindsThePlantedPacking, ()) {
    PackingProblem problem{.dimensions = 2};
    const auto nodes = *rc::gen::inRange<std::size_t>(1, 4);
    for (std::size_t n = 0; n < nodes; ++n) {
        const auto parts = *rc::gen::inRange<std::size_t>(1, 5);
        std::vector<std::int64_t> capacity{0, 0};
        for (std::size_t part = 0; part < parts; ++part) {
            PackClass item;
            item.need = {*rc::gen::inRange<std::int64_t>(1, 40),
                         *rc::gen::inRange<std::int64_t>(1, 40)};
            capacity[0] += item.need[0];
            capacity[1] += item.need[1];
            problem.classes.push_back(item);
        }
        problem.capacity.push_back(capacity);
    }
    RC_ASSERT(pack(problem, {}).verdict == PackVerdict::Feasible);
}

}  // namespace
}  // namespace stowage::planner
