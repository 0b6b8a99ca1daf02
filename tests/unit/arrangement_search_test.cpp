#include "planner/arrangement_search.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <tuple>

namespace stowage::planner {
namespace {

ModeFigures mode(Mode kind, std::int64_t price, std::vector<std::int64_t> need, int changes) {
    return {.mode = kind, .price = price, .need = std::move(need), .changes = changes};
}

/// `sites` equal databases: own 100, shared 30 after an engine of 150, managed for 15.
ArrangementModel equalSites(std::size_t sites) {
    ArrangementModel model;
    model.baseNeed = {1000};
    for (std::size_t at = 0; at < sites; ++at) {
        model.choices.push_back({.environmentId = "site" + std::to_string(at),
                                 .kind = ServiceKind::Mariadb,
                                 .allowed = {Mode::Own, Mode::Plex, Mode::Managed}});
        model.open.push_back({.choice = at,
                              .kind = ServiceKind::Mariadb,
                              .modes = {mode(Mode::Own, 0, {100}, 0), mode(Mode::Plex, 0, {30}, 1),
                                        mode(Mode::Managed, 15, {0}, 1)}});
    }
    model.engines = {{.kind = ServiceKind::Mariadb, .need = {150}}};
    return model;
}

TEST(ArrangementSearch, KeepsTodayWhileThereIsRoom) {
    const ArrangementModel model = equalSites(4);
    const ArrangementRoots roots(model);
    ArrangementSearch search(roots, {1400});
    ArrangementChoice found;
    ASSERT_EQ(search.next(found, 1'000), SearchStatus::Found);
    EXPECT_EQ(found.changes, 0);
    EXPECT_EQ(found.need, std::vector<std::int64_t>{1400});
}

TEST(ArrangementSearch, SharesAsFewAsNeeded) {
    // Own: 1000 + 40 x 100 = 5000. With k shared: 5150 - 70 k <= 4000 needs k = 17 (1150 / 70 =
    // 16.4).
    const ArrangementModel model = equalSites(40);
    const ArrangementRoots roots(model);
    ArrangementSearch search(roots, {4000});
    ArrangementChoice found;
    ASSERT_EQ(search.next(found, 100'000), SearchStatus::Found);
    EXPECT_EQ(found.changes, 17);
    EXPECT_EQ(found.price, 0);
    EXPECT_EQ(found.need, std::vector<std::int64_t>{5150 - 17 * 70});
}

TEST(ArrangementSearch, BuysWhatSharingDoesNotSave) {
    // A budget of 2 tenants: own and shared reach at best 1000 + 150 + 60 + 38 x 100 = 5010, or
    // 5000 without the engine. 4990 needs one managed database: 4900.
    ArrangementModel model = equalSites(40);
    model.engines[0].tenantsMax = 2;
    const ArrangementRoots roots(model);
    ArrangementSearch search(roots, {4990});
    ArrangementChoice found;
    ASSERT_EQ(search.next(found, 1'000'000), SearchStatus::Found);
    EXPECT_EQ(found.price, 15);
    EXPECT_EQ(found.need, std::vector<std::int64_t>{4900});
}

TEST(ArrangementSearch, SaysThatNothingFits) {
    const ArrangementModel model = equalSites(3);
    const ArrangementRoots roots(model);
    ArrangementSearch search(roots, {999});
    ArrangementChoice found;
    EXPECT_EQ(search.next(found, 1'000), SearchStatus::Exhausted);
    EXPECT_EQ(leastNeed(model), std::vector<std::int64_t>{1090});  // without the engine
}

ArrangementModel drawModel() {
    ArrangementModel model;
    model.baseNeed = {*rc::gen::inRange<std::int64_t>(0, 5), *rc::gen::inRange<std::int64_t>(0, 5)};
    const ServiceKind kinds[] = {ServiceKind::Mariadb, ServiceKind::Redis};
    const auto size = *rc::gen::inRange<std::size_t>(1, 5);
    const auto draw = [](std::int64_t below) { return *rc::gen::inRange<std::int64_t>(0, below); };
    for (std::size_t at = 0; at < size; ++at) {
        const ServiceKind kind = kinds[draw(2)];
        model.choices.push_back({.environmentId = "e" + std::to_string(at), .kind = kind});
        OpenChoice open{.choice = at, .kind = kind};
        const auto today = draw(3);
        const Mode modes[] = {Mode::Own, Mode::Plex, Mode::Managed};
        for (std::int64_t m = 0; m < 3; ++m) {
            if (m != today && draw(3) == 0) {
                continue;
            }
            const std::int64_t price = m == 2 ? 3 + draw(3) : draw(4) == 0 ? 1 : 0;
            open.modes.push_back(mode(modes[m], price, {m == 2 ? 0 : draw(6), m == 2 ? 0 : draw(6)},
                                      m == today ? 0 : 1));
        }
        model.open.push_back(open);
    }
    for (const ServiceKind kind : kinds) {
        model.engines.push_back(
            {.kind = kind, .need = {draw(4), draw(4)}, .price = draw(2), .tenantsMax = draw(4)});
    }
    return model;
}

using Cost = std::tuple<std::int64_t, int>;

/// Every combination of modes, added up directly.
std::vector<Cost> everyAcceptable(const ArrangementModel& model,
                                  const std::vector<std::int64_t>& room) {
    std::vector<Cost> costs;
    std::vector<std::size_t> at(model.open.size(), 0);
    while (true) {
        std::vector<std::int64_t> need = model.baseNeed;
        std::int64_t price = 0;
        int changes = 0;
        bool isWithinBudget = true;
        for (std::size_t c = 0; c < at.size(); ++c) {
            const ModeFigures& figures = model.open[c].modes[at[c]];
            price += figures.price;
            changes += figures.changes;
            need[0] += figures.need[0];
            need[1] += figures.need[1];
        }
        for (const EngineFigures& engine : model.engines) {
            std::int64_t tenants = 0;
            for (std::size_t c = 0; c < at.size(); ++c) {
                tenants += model.open[c].kind == engine.kind &&
                                   model.open[c].modes[at[c]].mode == Mode::Plex
                               ? 1
                               : 0;
            }
            if (tenants > 0) {
                price += engine.price;
                need[0] += engine.need[0];
                need[1] += engine.need[1];
            }
            isWithinBudget =
                isWithinBudget && (engine.tenantsMax == 0 || tenants <= engine.tenantsMax);
        }
        if (isWithinBudget && need[0] <= room[0] && need[1] <= room[1]) {
            costs.push_back({price, changes});
        }
        std::size_t c = 0;
        while (c < at.size() && ++at[c] == model.open[c].modes.size()) {
            at[c++] = 0;
        }
        if (c == at.size()) {
            return costs;
        }
    }
}

RC_GTEST_PROP(ArrangementSearchProperty, FindsThePricesInOrderAndMissesNone, ()) {
    const ArrangementModel model = drawModel();
    const std::vector<std::int64_t> room{*rc::gen::inRange<std::int64_t>(0, 20),
                                         *rc::gen::inRange<std::int64_t>(0, 20)};
    std::vector<Cost> expected = everyAcceptable(model, room);
    std::sort(expected.begin(), expected.end());
    const ArrangementRoots roots(model);
    ArrangementSearch search(roots, room);
    ArrangementChoice found;
    std::vector<Cost> seen;
    while (search.next(found, 1'000'000) == SearchStatus::Found) {
        RC_ASSERT((seen.empty() || std::get<0>(seen.back()) <= found.price));
        seen.push_back({found.price, found.changes});
    }
    // Exchanging services that are alike gives no new arrangement, so compare the distinct costs.
    std::sort(seen.begin(), seen.end());
    seen.erase(std::unique(seen.begin(), seen.end()), seen.end());
    expected.erase(std::unique(expected.begin(), expected.end()), expected.end());
    RC_ASSERT(seen == expected);
}

}  // namespace
}  // namespace stowage::planner
