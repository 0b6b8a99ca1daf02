#include "tests/support/planted_scenario.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "model/data_files.h"
#include "model/scenario_io.h"
#include "planner/evaluation.h"

namespace stowage::planner {
namespace {

using testkit::PlantedCatalogue;
using testkit::PlantedOffer;
using testkit::PlantedOptions;
using testkit::PlantedScenario;
using testkit::PlantedTrap;

PlantedOptions optionsOf(std::uint64_t seed) {
    constexpr std::array<int, 4> kSlacks{0, 2, 5, 10};
    return {.seed = seed,
            .slackPercent = kSlacks[seed % 3 == 0 ? seed / 3 % kSlacks.size() : 0],
            .trap = testkit::kPlantedTraps[seed % testkit::kPlantedTraps.size()],
            .catalogue = seed % 5 == 0 ? PlantedCatalogue::Real : PlantedCatalogue::Priced};
}

/// What the planner says about a planted question.
class PlantedPlans : public ::testing::Test {
protected:
    void SetUp() override {
        Diagnostics diagnostics;
        m_assumptions = AssumptionTable::load(DataFiles::shipped(), diagnostics);
        ASSERT_FALSE(diagnostics.hasErrors());
    }

    void expectOptimum(const PlantedScenario& planted) {
        Diagnostics findings;
        const auto scenario = parseScenario("planted.yaml", planted.yaml, "", findings);
        ASSERT_TRUE(scenario.has_value()) << planted.yaml << toText(findings.sorted().front());
        RunControl control;
        const auto evaluation =
            evaluate(*scenario, m_catalog, m_assumptions, {.today = "2026-11-25"}, control);
        ASSERT_TRUE(evaluation.ok()) << evaluation.error().message;
        ASSERT_TRUE(evaluation->best.has_value()) << planted.yaml;
        const std::int64_t cents = evaluation->best->bill.monthly.raw() / 10'000;
        // A search that ends at its step limit says less, but nothing that is wrong.
        EXPECT_LE(evaluation->lowerBound, evaluation->best->bill.monthly) << planted.yaml;
        EXPECT_EQ(evaluation->isProven, evaluation->lowerBound == evaluation->best->bill.monthly);
        if (!planted.isOptimal) {
            EXPECT_TRUE(!evaluation->isProven || cents <= planted.cents) << planted.yaml;
            return;
        }
        ++m_known;
        EXPECT_LE(evaluation->lowerBound.raw() / 10'000, planted.cents) << planted.yaml;
        EXPECT_GE(cents, planted.cents) << planted.yaml;
        m_proven += evaluation->isProven && cents == planted.cents ? 1 : 0;
    }

    Catalog m_catalog;
    AssumptionTable m_assumptions;
    int m_known = 0;   ///< questions whose optimum is known
    int m_proven = 0;  ///< of those, answered and proven
};

TEST_F(PlantedPlans, ThePlannerFindsAndProvesWhatWasPlanted) {
    constexpr std::uint64_t kScenarios = 120;
    for (std::uint64_t seed = 1; seed <= kScenarios; ++seed) {
        SCOPED_TRACE(fmt::format("seed {}", seed));
        expectOptimum(testkit::plantScenario(optionsOf(seed)));
    }
    // Most of them have a known optimum; the others are known from above only.
    EXPECT_GT(m_known, static_cast<int>(kScenarios * 3 / 4));
    // Without any slack on sizes of real price lists a few searches end at their step limit.
    EXPECT_GE(m_proven * 100, m_known * 97) << m_proven << " of " << m_known;
}

TEST(PlantedScenario, TheSameSeedGivesTheSameQuestion) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        const PlantedScenario once = testkit::plantScenario(optionsOf(seed));
        EXPECT_EQ(once.yaml, testkit::plantScenario(optionsOf(seed)).yaml);
        EXPECT_NE(once.yaml, testkit::plantScenario(optionsOf(seed + 1)).yaml);
    }
}

TEST(PlantedScenario, ThePlantedLayoutKeepsItsRulesAndFillsItsNodes) {
    for (std::uint64_t seed = 1; seed <= 400; ++seed) {
        const PlantedScenario planted = testkit::plantScenario(optionsOf(seed));
        EXPECT_EQ(testkit::brokenByPlanting(planted), std::vector<std::string>()) << seed;
        std::int64_t cents = 0;
        std::array<std::int64_t, 3> left{};
        for (const std::size_t offer : planted.nodes) {
            cents += planted.offers[offer].cents;
            for (std::size_t d = 0; d < left.size(); ++d) {
                left[d] += planted.offers[offer].room[d];
            }
        }
        for (const auto& workload : planted.workloads) {
            for (std::size_t d = 0; d < left.size(); ++d) {
                left[d] -= workload.asks[d] * static_cast<std::int64_t>(workload.nodes.size());
            }
        }
        EXPECT_EQ(cents, planted.cents);
        if (planted.options.slackPercent == 0) {
            EXPECT_EQ(left, (std::array<std::int64_t, 3>{})) << seed;
        }
    }
}

/// Every family of rules and every trap is drawn often enough to mean something.
TEST(PlantedScenario, EveryFamilyOccurs) {
    int apart = 0;
    int glued = 0;
    int ports = 0;
    int spread = 0;
    int tainted = 0;
    int placed = 0;
    int conflicts = 0;
    int copied = 0;
    int daemons = 0;
    for (std::uint64_t seed = 1; seed <= 300; ++seed) {
        const PlantedScenario planted = testkit::plantScenario(optionsOf(seed));
        daemons += planted.daemon[0] > 0 ? 1 : 0;
        for (const std::size_t offer : planted.nodes) {
            tainted += planted.offers[offer].isTainted ? 1 : 0;
        }
        for (const auto& workload : planted.workloads) {
            apart += workload.isApart ? 1 : 0;
            glued += workload.isGlued ? 1 : 0;
            ports += workload.hostPort != 0 ? 1 : 0;
            spread += workload.maxSkew != 0 ? 1 : 0;
            placed += workload.onlyInZone.empty() ? 0 : 1;
            conflicts += workload.apartFrom.empty() ? 0 : 1;
            copied += workload.nodes.size() > 1 && !workload.isGlued ? 1 : 0;
        }
    }
    for (const int count :
         {apart, glued, ports, spread, tainted, placed, conflicts, copied, daemons}) {
        EXPECT_GT(count, 20);
    }
}

TEST(PlantedScenario, GrowsToAFleet) {
    const PlantedScenario planted = testkit::plantScenario({.seed = 7, .pods = 200, .nodes = 40});
    EXPECT_EQ(testkit::brokenByPlanting(planted), std::vector<std::string>());
    EXPECT_TRUE(planted.isOptimal);
    EXPECT_GT(planted.podCount(), 50);
    Diagnostics findings;
    EXPECT_TRUE(parseScenario("planted.yaml", planted.yaml, "", findings).has_value());
}

// Three cores and 3 GiB: two small ones have 4 and 4 for 10, a large one 4 and 8 for 11, a wide one
// 8 and 2 for 9 that alone is too small. Wide with small: 14.
TEST(CheapestCover, IsExact) {
    const std::vector<PlantedOffer> offers{{.name = "small", .cents = 5, .room = {2000, 2048, 0}},
                                           {.name = "large", .cents = 11, .room = {4000, 8192, 0}},
                                           {.name = "wide", .cents = 9, .room = {8000, 2048, 0}}};
    EXPECT_EQ(testkit::cheapestCover(offers, {3000, 3072, 0}, 2, 10'000), 10);
    // 9 cores and 3 GiB: small + wide holds 10 and 4 for 14; five small 25; two wide 18.
    EXPECT_EQ(testkit::cheapestCover(offers, {9000, 3072, 0}, 2, 10'000), 14);
    // 221 pods on 110 slots each: three of the cheapest.
    EXPECT_EQ(testkit::cheapestCover(offers, {1000, 1024, 0}, 221, 10'000), 15);
    // Nobody has a licence.
    EXPECT_EQ(testkit::cheapestCover(offers, {0, 0, 1}, 1, 10'000), std::nullopt);
    EXPECT_EQ(testkit::cheapestCover(offers, {9000, 3072, 0}, 2, 2), std::nullopt);
}

}  // namespace
}  // namespace stowage::planner
