#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "planner/pattern_pricing.h"

namespace stowage::planner {
namespace {

/// One offer and up to six classes with small figures.
FleetProblem drawProblem() {
    FleetProblem problem{.dimensions = static_cast<std::size_t>(*rc::gen::inRange(1, 4))};
    FleetOffer offer{.price = 1, .capacity = {}, .stock = 1};
    for (std::size_t d = 0; d < problem.dimensions; ++d) {
        offer.capacity.push_back(*rc::gen::inRange(0, 20));
    }
    problem.offers.push_back(offer);
    problem.nodesMax = 1;
    const auto classes = static_cast<std::size_t>(*rc::gen::inRange(1, 7));
    for (std::size_t at = 0; at < classes; ++at) {
        FleetClass item{.need = {}, .count = *rc::gen::inRange(1, 4)};
        for (std::size_t d = 0; d < problem.dimensions; ++d) {
            item.need.push_back(*rc::gen::inRange(0, 12));
        }
        item.perNode = *rc::gen::inRange(0, 3);
        problem.classes.push_back(item);
    }
    for (std::size_t a = 0; a < classes; ++a) {
        for (std::size_t b = a + 1; b < classes; ++b) {
            if (*rc::gen::inRange(0, 5) == 0) {
                problem.classes[a].apart.push_back(b);
                problem.classes[b].apart.push_back(a);
            }
        }
    }
    return problem;
}

/// Every count of every class, judged whole.
std::int64_t bestByTryingAll(const FleetProblem& problem, const std::vector<std::int64_t>& values,
                             std::vector<FleetLoad>& load, std::size_t at) {
    if (at == problem.classes.size()) {
        if (!isPattern(problem, 0, load)) {
            return -1;
        }
        std::int64_t value = 0;
        for (const FleetLoad& part : load) {
            value += values[part.item] * part.count;
        }
        return value;
    }
    std::int64_t best = -1;
    for (std::int64_t count = 0; count <= problem.classes[at].count; ++count) {
        load.push_back({.item = at, .count = count});
        best = std::max(best, bestByTryingAll(problem, values, load, at + 1));
        load.pop_back();
    }
    return best;
}

RC_GTEST_PROP(PatternPricerProperty, FindsTheMostValuablePattern, ()) {
    const FleetProblem problem = drawProblem();
    std::vector<std::int64_t> values;
    std::vector<std::int64_t> counts;
    for (const FleetClass& item : problem.classes) {
        values.push_back(*rc::gen::inRange(0, 1000));
        counts.push_back(item.count);
    }
    std::vector<FleetLoad> load;
    const std::int64_t best = bestByTryingAll(problem, values, load, 0);
    const PatternPricer pricer(problem);
    const PricedPattern found = pricer.best(0, values, counts, 1'000'000);
    RC_ASSERT(found.value == best);
    RC_ASSERT(found.atMost == best);
    RC_ASSERT(isPattern(problem, 0, found.load));
    RC_ASSERT(pricer.quickBound(0, values, counts) >= best);
    const PricedPattern quick = pricer.greedy(0, values, counts);
    RC_ASSERT(quick.value <= best);
    RC_ASSERT(isPattern(problem, 0, quick.load));
    // However early it ends, what it says of the rest holds.
    const PricedPattern cut = pricer.best(0, values, counts, 3);
    RC_ASSERT(cut.value <= best);
    RC_ASSERT(cut.atMost >= best);
    RC_ASSERT(isPattern(problem, 0, cut.load));
}

}  // namespace
}  // namespace stowage::planner
