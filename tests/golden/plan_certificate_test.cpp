#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "model/base/random.h"
#include "model/plan_checker/checker_knapsack.h"
#include "model/plan_report.h"
#include "tests/support/shipped_scenarios.h"

/// A bound is believed only as far as its certificate proves it, figure by figure.

namespace stowage {
namespace {

using checker::isWorthAtMost;
using checker::Knapsack;
using checker::KnapsackAnswer;
using checker::KnapsackItem;

constexpr const char* kPairs =
    "      - { name: a, environment: production, replicas: 4, requests: { cpu: 1500m, memory: 1Gi "
    "} }\n"
    "      - { name: b, environment: production, replicas: 4, requests: { cpu: 500m, memory: 3Gi } "
    "}\n";

std::string scenarioText(const std::string& offers, const std::string& workloads = kPairs) {
    return R"(apiVersion: stowage/v1
kind: Scenario
metadata: { name: pairs }
apps:
  - name: shop
    workloads:
)" + workloads +
           R"(candidates:
  providers: []
  maxNodes: 6
  customOffers:
)" + offers +
           R"(requirements: { placement: pinned, binding: [fit.requests, fit.pods], headroom: 0 }
)";
}

constexpr const char* kSmall =
    "    - { name: small, monthly: 5, kind: node, allocatable: { cpu: 2, memory: 4Gi, pods: 9 } "
    "}\n";
constexpr const char* kBig =
    "    - { name: big, monthly: 6, kind: node, count: 1, allocatable: { cpu: 4, memory: 8Gi, "
    "pods: 9 } }\n";

struct StatedOffer {
    const char* name = "small";
    const char* monthly = "5.00";
    std::int64_t value = 2;
    std::optional<std::int64_t> stock;
};

struct Statement {
    const char* lowerBound = "20.00";
    const char* fixed = "0.00";
    std::vector<std::pair<std::string, std::int64_t>> duals{{"shop-production/a", 1},
                                                            {"shop-production/b", 1}};
    std::vector<StatedOffer> offers{StatedOffer()};
};

DocumentNode certificateOf(const Statement& statement) {
    DocumentNode duals = makeSequence();
    for (const auto& [workload, value] : statement.duals) {
        DocumentNode dual = makeMap();
        addEntry(dual, "workload", makeString(workload));
        addEntry(dual, "value", makeNumber(value));
        duals.items.push_back(dual);
    }
    DocumentNode offers = makeSequence();
    for (const StatedOffer& stated : statement.offers) {
        DocumentNode offer = makeMap();
        addEntry(offer, "provider", makeString("custom"));
        addEntry(offer, "offer", makeString(stated.name));
        addEntry(offer, "monthly", makeDecimal(stated.monthly));
        addEntry(offer, "value", makeNumber(stated.value));
        if (stated.stock) {
            addEntry(offer, "stock", makeNumber(*stated.stock));
        }
        offers.items.push_back(offer);
    }
    DocumentNode certificate = makeMap();
    addEntry(certificate, "method", makeString("patterns"));
    addEntry(certificate, "lowerBound", makeDecimal(statement.lowerBound));
    addEntry(certificate, "fixed", makeDecimal(statement.fixed));
    addEntry(certificate, "duals", std::move(duals));
    addEntry(certificate, "offers", std::move(offers));
    return certificate;
}

class PatternCertificate : public ::testing::Test {
protected:
    /// Rules that the recommended plan breaks with this certificate.
    std::vector<std::string> brokenBy(const Statement& statement,
                                      const std::string& offers = kSmall,
                                      const std::string& workloads = kPairs) const {
        const testkit::PlanningCase question = testkit::caseOf(scenarioText(offers, workloads));
        PlanReport report = testkit::planOf(question);
        EXPECT_EQ(report.recommended, "p1");
        report.plans.resize(1);
        PlanCost& cost = report.plans.front().cost;
        cost.certificate = certificateOf(statement);
        cost.lowerBound = *parseDecimal(statement.lowerBound);
        cost.proven = cost.lowerBound == cost.monthly;
        cost.gap = static_cast<double>((cost.monthly - cost.lowerBound).raw()) /
                   static_cast<double>(cost.lowerBound.raw());
        std::vector<std::string> rules;
        for (const Violation& violation :
             testkit::violationsOf(testkit::planFileText(report), question)) {
            rules.push_back(violation.rule);
        }
        return rules;
    }
    void expectBroken(const Statement& statement, const std::string& rule,
                      const std::string& offers = kSmall) const {
        const std::vector<std::string> rules = brokenBy(statement, offers);
        EXPECT_TRUE(std::ranges::find(rules, "certificate." + rule) != rules.end())
            << rule << " is not among " << fmt::format("{}", fmt::join(rules, ", "));
    }
    void expectHolds(const Statement& statement, const std::string& offers = kSmall,
                     const std::string& workloads = kPairs) const {
        EXPECT_EQ(brokenBy(statement, offers, workloads), std::vector<std::string>());
    }
};

// A node of 2 cores and 4 GiB holds one a and one b (1.5 + 0.5 cores, 1 + 3 GiB) and never two of a
// kind: worth 1 + 1 = 2 for 5.00. Eight pods are worth 8, 8 * 5 / 2 = 20.00.
TEST_F(PatternCertificate, ABoundThatItsFiguresProve) {
    expectHolds({});
}

TEST_F(PatternCertificate, AWeakerBoundIsTrueAsWell) {
    // Without b: worth 4, one a on a node, 4 * 5 / 1 = 20.00; said is only 15.00.
    expectHolds(
        {.lowerBound = "15.00", .duals = {{"shop-production/a", 1}}, .offers = {{.value = 1}}});
}

TEST_F(PatternCertificate, ABoundIsRoundedUpToWhatPricesCanMake) {
    // Worth 4 * 3 + 4 * 2 = 20. A node holds 5; taken as 6 it gives 20 * 5 / 6 = 16.67, and only
    // multiples of 5.00 can be paid: 20.00.
    expectHolds(
        {.duals = {{"shop-production/a", 3}, {"shop-production/b", 2}}, .offers = {{.value = 6}}});
    // Worth 8 of at most 3: 13.33, rounded up 15.00.
    expectBroken({.offers = {{.value = 3}}}, "lowerBound");
    expectHolds({.lowerBound = "15.00", .offers = {{.value = 3}}});
}

TEST_F(PatternCertificate, AValueBelowWhatFitsIsRefused) {
    // One a and one b fit together: worth 2, not 1.
    expectBroken({.offers = {{.value = 1}}}, "value");
    // An a at 2: a node is worth 3.
    expectBroken({.duals = {{"shop-production/a", 2}, {"shop-production/b", 1}}}, "value");
}

TEST_F(PatternCertificate, EveryFigureIsThatOfTheScenario) {
    expectBroken({.offers = {{.monthly = "6.00"}}}, "price");
    expectBroken({.offers = {{.name = "huge"}}}, "offer");
    expectBroken({.offers = {StatedOffer(), StatedOffer()}}, "offer");
    expectBroken({.offers = {}}, "offer");
    expectBroken({.fixed = "5.00"}, "fixed");
    expectBroken({.duals = {{"shop-production/c", 1}}}, "dual");
    expectBroken({.duals = {{"shop-production/a", -1}}}, "dual");
    expectBroken({.duals = {{"shop-production/a", 1}, {"shop-production/a", 1}}}, "dual");
    // Six nodes may be had at once.
    expectBroken({.offers = {{.stock = 5}}}, "stock");
}

// The big node exists once and holds two a and two b, worth 4. At 5 / 2 a unit that is 10.00 for
// 6.00, a gain of 4.00: 20 - 4 = 16.00, which is big + 2 * small.
TEST_F(PatternCertificate, AStockTakesItsGainOff) {
    const std::string offers = std::string(kSmall) + kBig;
    const StatedOffer small;
    const StatedOffer big{.name = "big", .monthly = "6.00", .value = 4, .stock = 1};
    expectHolds({.lowerBound = "16.00", .offers = {small, big}}, offers);
    expectBroken({.lowerBound = "17.00", .offers = {small, big}}, "lowerBound", offers);
    // A big node that is left out gives more for its money than a small one.
    expectBroken({.lowerBound = "16.00", .offers = {small}}, "offer", offers);
    StatedOffer none = big;
    none.stock = 0;
    expectBroken({.lowerBound = "16.00", .offers = {small, none}}, "stock", offers);
}

// Two a and two b that exclude each other: a node holds one pod, worth 1 for 5.00, four pods 20.00.
TEST_F(PatternCertificate, PodsThatExcludeEachOtherAreNotWorthTheirSum) {
    const std::string apart =
        "      - { name: a, environment: production, replicas: 2, antiAffinity: [b], requests: { "
        "cpu: "
        "1500m, memory: 1Gi } }\n"
        "      - { name: b, environment: production, replicas: 2, requests: { cpu: 500m, memory: "
        "3Gi } "
        "}\n";
    expectHolds({.offers = {{.value = 1}}}, kSmall, apart);
}

// The same size for 7.00 is beaten by the one for 5.00: worth 8 of at most 3 is 13.33, and the next
// sum of fives is 15.00; with a seven it would be 14.00.
TEST_F(PatternCertificate, OnlyPricesOfMachinesThatNoneBeatsMakeSums) {
    const std::string twins =
        std::string(kSmall) +
        "    - { name: dear, monthly: 7, kind: node, allocatable: { cpu: 2, memory: 4Gi, pods: 9 } "
        "}\n";
    expectHolds({.lowerBound = "15.00", .offers = {{.value = 3}}}, twins);
    // Larger in pods, so it is not beaten: a seven twice is 14.00.
    const std::string other = std::string(kSmall) +
                              "    - { name: dear, monthly: 7, kind: node, allocatable: { cpu: 2, "
                              "memory: 4Gi, pods: 10 } "
                              "}\n";
    expectBroken({.lowerBound = "15.00", .offers = {{.value = 3}}}, "lowerBound", other);
    expectHolds({.lowerBound = "14.00", .offers = {{.value = 3}}}, other);
}

TEST_F(PatternCertificate, WhatCannotBeReadIsRefused) {
    const testkit::PlanningCase question = testkit::caseOf(scenarioText(kSmall));
    const PlanReport report = testkit::planOf(question);
    const auto rulesWith = [&](const std::function<void(DocumentNode&)>& spoil) {
        PlanReport spoilt = report;
        DocumentNode certificate = certificateOf({});
        spoil(certificate);
        spoilt.plans.front().cost.certificate = certificate;
        std::vector<std::string> rules;
        for (const Violation& violation :
             testkit::violationsOf(testkit::planFileText(spoilt), question)) {
            rules.push_back(violation.rule);
        }
        return rules;
    };
    EXPECT_TRUE(rulesWith([](DocumentNode&) {}).empty());
    for (const char* key : {"lowerBound", "fixed", "duals", "offers"}) {
        const auto rules = rulesWith([&](DocumentNode& certificate) {
            std::erase_if(certificate.entries, [&](const auto& entry) { return entry.key == key; });
        });
        EXPECT_TRUE(std::ranges::find(rules, "certificate.form") != rules.end()) << key;
    }
    const auto rules = rulesWith(
        [](DocumentNode& certificate) { certificate.entries.front().value = makeString("hope"); });
    EXPECT_EQ(rules, std::vector<std::string>{"certificate.method"});
    const auto none = rulesWith([](DocumentNode& certificate) { certificate = makeMap(); });
    // Nothing is proven without one.
    EXPECT_EQ(none, (std::vector<std::string>{"money.proven", "certificate.method"}));
}

/// The most that fits, by trying every number of every item.
std::int64_t mostByTrying(const Knapsack& knapsack, std::size_t at,
                          const std::vector<std::int64_t>& left,
                          const std::vector<std::string>& ports,
                          const std::vector<std::size_t>& taken) {
    if (at == knapsack.items.size()) {
        return 0;
    }
    const KnapsackItem& item = knapsack.items[at];
    std::int64_t best = 0;
    std::vector<std::int64_t> room = left;
    std::vector<std::string> used = ports;
    std::vector<std::size_t> with = taken;
    with.push_back(at);
    for (std::int64_t count = 0; count <= item.most; ++count) {
        best = std::max(best, item.value * count + mostByTrying(knapsack, at + 1, room, used,
                                                                count == 0 ? taken : with));
        for (const std::size_t other : item.excludes) {
            if (std::ranges::find(taken, other) != taken.end()) {
                return best;
            }
        }
        for (const std::string& port : item.ports) {
            if (std::ranges::find(used, port) != used.end()) {
                return best;
            }
            used.push_back(port);
        }
        for (std::size_t d = 0; d < room.size(); ++d) {
            room[d] -= item.amounts[d];
            if (room[d] < 0) {
                return best;
            }
        }
    }
    return best;
}

TEST(KnapsackOfAnOffer, AgreesWithTryingEverything) {
    for (std::uint64_t seed = 0; seed < 400; ++seed) {
        const RandomSource random(seed, "knapsack", "test");
        std::uint32_t draw = 0;
        const auto below = [&](std::uint64_t bound) {
            return static_cast<std::int64_t>(random.below(draw++, 0, bound));
        };
        Knapsack knapsack;
        for (std::int64_t d = 0; d < 1 + below(3); ++d) {
            knapsack.room.push_back(5 + below(30));
        }
        const std::int64_t kinds = 1 + below(5);
        for (std::int64_t k = 0; k < kinds; ++k) {
            KnapsackItem item{
                .value = 1 + below(9), .most = 1 + below(4), .amounts = {}, .ports = {}};
            for (const std::int64_t room : knapsack.room) {
                item.amounts.push_back(below(static_cast<std::uint64_t>(room)));
            }
            if (below(4) == 0) {
                item.ports.push_back(below(2) == 0 ? "80" : "443");
            }
            knapsack.items.push_back(item);
        }
        if (kinds > 2 && below(2) == 0) {
            knapsack.items[0].excludes = {2};
            knapsack.items[2].excludes = {0};
        }
        const std::int64_t most = mostByTrying(knapsack, 0, knapsack.room, {}, {});
        EXPECT_EQ(isWorthAtMost(knapsack, most, 1'000'000), KnapsackAnswer::AtMost) << seed;
        EXPECT_EQ(isWorthAtMost(knapsack, most - 1, 1'000'000), KnapsackAnswer::More) << seed;
    }
}

TEST(KnapsackOfAnOffer, SaysWhenTheStepsDoNotSuffice) {
    Knapsack knapsack{.room = {1'000'000, 1'000'000}, .items = {}};
    for (std::int64_t k = 1; k <= 30; ++k) {
        knapsack.items.push_back({.value = 1'000 + k * 37 % 101,
                                  .most = 9,
                                  .amounts = {30'000 + k * 571 % 9'973, 30'000 + k * 773 % 9'967},
                                  .ports = {}});
    }
    EXPECT_EQ(isWorthAtMost(knapsack, 30'000, 3), KnapsackAnswer::Undecided);
}

}  // namespace
}  // namespace stowage
