#include "planner/candidate_layouts.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <optional>

namespace stowage::planner {
namespace {

LayoutFamily familyOf(const std::vector<std::pair<std::int64_t, std::int64_t>>& priceAndStock,
                      int nodesMin, int nodesMax) {
    LayoutFamily family;
    family.nodesMin = nodesMin;
    family.nodesMax = nodesMax;
    for (const auto& [price, stock] : priceAndStock) {
        FamilyMachine machine;
        machine.offer.name = "m" + std::to_string(family.machines.size());
        for (std::int64_t count = 0; count <= stock; ++count) {
            machine.monthly.push_back(Money::fromRaw(price * count));
        }
        family.machines.push_back(machine);
    }
    return family;
}

std::vector<NodeSet> drain(NodeSetQueue& queue) {
    std::vector<NodeSet> sets;
    while (queue.bound()) {
        if (auto set = queue.step()) {
            sets.push_back(*set);
        }
    }
    return sets;
}

TEST(CandidateLayouts, ComeCheapestFirstAndOnlyWhereTheyCover) {
    // Need 5: sizes 2 at 6 and 4 at 10. Of at most 3 machines these cover: {2,2,2} 18, {2,4} 16,
    // {4,4} 20, and larger ones.
    const LayoutFamily family = familyOf({{6, 3}, {10, 3}}, 1, 3);
    const FamilyCover cover{.capacity = {{2}, {4}}, .need = {5}};
    NodeSetQueue queue(family, cover);
    const std::vector<NodeSet> sets = drain(queue);
    ASSERT_GE(sets.size(), 3U);
    EXPECT_EQ(sets[0].counts, (MachineCounts{1, 1}));
    EXPECT_EQ(sets[0].bound, 16);
    EXPECT_EQ(sets[1].counts, (MachineCounts{3, 0}));
    EXPECT_EQ(sets[2].counts, (MachineCounts{0, 2}));
}

TEST(CandidateLayouts, ASmallSetCountsWhatManagedServicesWouldCost) {
    // One machine of 4 for 10; need 5, of which a managed service for 15 takes 2.
    const LayoutFamily family = familyOf({{10, 1}}, 1, 1);
    const FamilyCover cover{.capacity = {{4}}, .need = {5}, .reliefs = {{15, {2}}}};
    NodeSetQueue queue(family, cover);
    const std::vector<NodeSet> sets = drain(queue);
    ASSERT_EQ(sets.size(), 1U);
    // Half of the relief closes the gap of 1: 10 + 7.5, rounded down.
    EXPECT_EQ(sets[0].bound, 17);
}

TEST(CandidateLayouts, OneSizeOnlyWhereMixingIsOff) {
    LayoutFamily family = familyOf({{6, 3}, {10, 3}}, 2, 3);
    family.isMixed = false;
    const FamilyCover cover{.capacity = {{2}, {4}}, .need = {5}};
    NodeSetQueue queue(family, cover);
    for (const NodeSet& set : drain(queue)) {
        EXPECT_TRUE(set.counts[0] == 0 || set.counts[1] == 0);
    }
}

/// Every multiset that covers appears once, in order of its bound, which never exceeds its price.
RC_GTEST_PROP(CandidateLayoutsProperty, MissNoCoveringSet, ()) {
    const auto machines = *rc::gen::inRange<std::size_t>(1, 4);
    std::vector<std::pair<std::int64_t, std::int64_t>> offers;
    FamilyCover cover;
    const int nodesMax = *rc::gen::inRange(1, 5);
    for (std::size_t at = 0; at < machines; ++at) {
        offers.push_back({*rc::gen::inRange<std::int64_t>(0, 12),
                          *rc::gen::inRange<std::int64_t>(1, nodesMax + 1)});
        cover.capacity.push_back(
            {*rc::gen::inRange<std::int64_t>(0, 9), *rc::gen::inRange<std::int64_t>(0, 9)});
    }
    std::sort(offers.begin(), offers.end());
    cover.need = {*rc::gen::inRange<std::int64_t>(0, 20), *rc::gen::inRange<std::int64_t>(0, 20)};
    const LayoutFamily family = familyOf(offers, 1, nodesMax);
    NodeSetQueue queue(family, cover);
    const std::vector<NodeSet> sets = drain(queue);
    std::vector<MachineCounts> seen;
    for (std::size_t at = 0; at < sets.size(); ++at) {
        RC_ASSERT((at == 0 || sets[at - 1].bound <= sets[at].bound));
        RC_ASSERT(sets[at].bound <= sets[at].machines);
        seen.push_back(sets[at].counts);
    }
    std::sort(seen.begin(), seen.end());
    RC_ASSERT(std::adjacent_find(seen.begin(), seen.end()) == seen.end());
    std::vector<MachineCounts> expected;
    MachineCounts counts(machines, 0);
    while (true) {
        std::size_t at = 0;
        while (at < machines && ++counts[at] > offers[at].second) {
            counts[at++] = 0;
        }
        if (at == machines) {
            break;
        }
        std::int64_t room[2] = {0, 0};
        for (std::size_t m = 0; m < machines; ++m) {
            room[0] += cover.capacity[m][0] * counts[m];
            room[1] += cover.capacity[m][1] * counts[m];
        }
        if (nodeCountOf(counts) <= nodesMax && room[0] >= cover.need[0] &&
            room[1] >= cover.need[1]) {
            expected.push_back(counts);
        }
    }
    std::sort(expected.begin(), expected.end());
    RC_ASSERT(seen == expected);
}

}  // namespace
}  // namespace stowage::planner
