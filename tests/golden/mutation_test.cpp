#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <set>

#include "model/base/digest.h"
#include "model/base/random.h"
#include "model/plan_report.h"
#include "tests/support/shipped_scenarios.h"

/// A correct plan file that is spoilt in one place and signed again must be noticed, every time.

namespace stowage {
namespace {

using testkit::PlanningCase;

/// Signs a changed tree, as one does who knows how the digest is made.
DocumentNode signedAgain(DocumentNode root) {
    std::erase_if(root.entries, [](const auto& entry) { return entry.key == "integrity"; });
    addEntry(root, "integrity", makeString("sha256:" + sha256Hex(writeJson(root))));
    return root;
}

std::vector<Violation> violationsOf(const DocumentNode& root, const PlanningCase& question) {
    const Document document{.file = "plan.json", .text = {}, .root = root};
    return checkPlanReport({.report = document,
                            .scenario = question.scenario,
                            .catalog = question.catalog,
                            .assumptions = question.assumptions});
}

/// A place in a tree: keys of maps and positions in lists.
using Path = std::vector<std::string>;

DocumentNode& at(DocumentNode& root, const Path& path) {
    DocumentNode* node = &root;
    for (const std::string& step : path) {
        if (node->kind == NodeKind::Sequence) {
            node = &node->items[static_cast<std::size_t>(std::stoul(step))];
            continue;
        }
        node = &std::ranges::find(node->entries, step, &DocumentNode::Entry::key)->value;
    }
    return *node;
}

std::string textOf(const Path& path) {
    return fmt::format("{}", fmt::join(path, "/"));
}

void collect(const DocumentNode& node, Path& path, std::vector<Path>& leaves) {
    for (std::size_t i = 0; i < node.items.size(); ++i) {
        path.push_back(std::to_string(i));
        collect(node.items[i], path, leaves);
        path.pop_back();
    }
    for (const DocumentNode::Entry& entry : node.entries) {
        path.push_back(entry.key);
        collect(entry.value, path, leaves);
        path.pop_back();
    }
    if (node.isScalar()) {
        leaves.push_back(path);
    }
}

std::vector<Path> leavesBelow(DocumentNode& root, const Path& start) {
    std::vector<Path> leaves;
    Path path = start;
    collect(at(root, start), path, leaves);
    return leaves;
}

/// Fields that only a person reads, and figures that the simulation alone can make: a number of
/// replayed orders, quantiles and risks between their bounds.
bool isBeyondChecking(const Path& path) {
    static const std::set<std::string> kKeys{
        "text",        "title",     "why",         "from",           "p99Bytes",
        "load",        "samples",   "proof",       "ordersReplayed", "failingOrder",
        "pendingPods", "riskPhase", "otherMeasure"};
    if (std::ranges::find(path, "certificate") != path.end()) {
        return true;  // mutated by a test of its own
    }
    if (std::ranges::find(path, "extras") != path.end()) {
        return true;
    }
    return std::ranges::any_of(path, [](const std::string& key) { return kKeys.contains(key); });
}

/// The scalar changed: a number to about twice itself and by one, a word to another.
std::vector<DocumentNode> changesOf(const DocumentNode& scalar, const Path& path) {
    switch (scalar.kind) {
        case NodeKind::Bool:
            return {makeBool(scalar.text != "true")};
        case NodeKind::String:
            return {makeString(scalar.text + "x")};
        case NodeKind::Null:
            return {};
        case NodeKind::Number:
            break;
        case NodeKind::Sequence:
        case NodeKind::Map:
            return {};
    }
    if (scalar.text.find_first_not_of("0123456789") != std::string::npos) {
        return {makeDecimal(scalar.text.front() == '0' ? "0.7771" : "9" + scalar.text)};
    }
    const std::int64_t value = std::stoll(scalar.text);
    // Statistics are shown with four digits: a difference in the last place is none.
    const bool isStatistic = path.back().starts_with("risk") || path.back().ends_with("seconds") ||
                             path.back().ends_with("Microseconds");
    std::vector<DocumentNode> changes{makeNumber(value * 2 + 7)};
    const bool isLatency =
        std::ranges::find(path, "checks") != path.end() && path.back() == "needed" && value > 1'000;
    if (!isStatistic && !isLatency) {
        changes.push_back(makeNumber(value + 1));
    }
    return changes;
}

class Mutations : public ::testing::TestWithParam<const char*> {
protected:
    void SetUp() override {
        m_question = testkit::shippedCase(GetParam());
        m_report = testkit::planOf(m_question);
        m_root = toDocument(m_report);
    }

    /// Spoilt, signed, checked.
    void expectFound(const DocumentNode& spoilt, const std::string& what) {
        ++m_tried;
        if (violationsOf(signedAgain(spoilt), m_question).empty()) {
            m_missed.push_back(what);
        }
    }
    void expectFound(const std::function<void(PlanReport&)>& spoil, const std::string& what) {
        PlanReport report = m_report;
        spoil(report);
        const DocumentNode root = toDocument(report);
        if (writeJson(root) != writeJson(m_root)) {
            expectFound(root, what);
        }
    }
    /// Of many equal things a test of a large plan takes every n-th.
    std::size_t stride(std::size_t count) const {
        const std::size_t wanted = m_report.plans.front().placement.size() > 40 ? 40 : 4'000;
        return std::max<std::size_t>(1, count / wanted);
    }
    void TearDown() override {
        if (IsSkipped()) {
            return;
        }
        EXPECT_GT(m_tried, 0);
        EXPECT_TRUE(m_missed.empty())
            << m_missed.size() << " of " << m_tried << " mutations were not noticed:\n"
            << fmt::format("{}", fmt::join(m_missed, "\n"));
        std::cout << m_tried << " mutations\n";
    }

    PlanningCase m_question;
    PlanReport m_report;
    DocumentNode m_root;
    int m_tried = 0;
    std::vector<std::string> m_missed;
};

TEST_P(Mutations, TheUnspoiltReportHolds) {
    const auto violations = testkit::violationsOf(testkit::planFileText(m_report), m_question);
    EXPECT_TRUE(violations.empty()) << testkit::toText(violations);
    m_tried = 1;
}

TEST_P(Mutations, EveryScalarOfTheRecommendedPlan) {
    const std::vector<Path> leaves = leavesBelow(m_root, {"plans", "0"});
    const std::size_t step = stride(leaves.size() / 4);
    for (std::size_t i = 0; i < leaves.size(); i += step) {
        // Whether the clock ended a search that proved nothing is known to nobody else.
        const bool isClock = leaves[i].back() == "timeLimited" && !m_report.plans[0].cost.proven;
        if (isBeyondChecking(leaves[i]) || isClock) {
            continue;
        }
        for (const DocumentNode& change : changesOf(at(m_root, leaves[i]), leaves[i])) {
            DocumentNode spoilt = m_root;
            const std::string before = at(spoilt, leaves[i]).text;
            at(spoilt, leaves[i]) = change;
            expectFound(spoilt,
                        fmt::format("{}: {} -> {}", textOf(leaves[i]), before, change.text));
        }
    }
}

TEST_P(Mutations, TheHeadOfTheReport) {
    for (const Path& path :
         {Path{"prices", "pinned"}, Path{"prices", "reachable"}, Path{"scenario", "digest"},
          Path{"scenario", "name"}, Path{"today"}, Path{"recommended"}, Path{"provenInfeasible"}}) {
        for (const DocumentNode& change : changesOf(at(m_root, path), path)) {
            DocumentNode spoilt = m_root;
            at(spoilt, path) = change;
            expectFound(spoilt, textOf(path) + " -> " + change.text);
        }
    }
    DocumentNode none = m_root;
    at(none, {"recommended"}) = makeNull();
    expectFound(none, "no recommendation");
    for (std::size_t i = 1; i < m_report.plans.size(); ++i) {
        expectFound([&](PlanReport& report) { report.recommended = report.plans[i].id; },
                    "recommended " + m_report.plans[i].id);
    }
    expectFound([](PlanReport& report) { report.plans.push_back(report.plans.front()); },
                "a plan twice");
}

TEST_P(Mutations, PodsThatMoveVanishOrDouble) {
    const CapacityPlan& plan = m_report.plans.front();
    for (std::size_t i = 0; i < plan.placement.size(); i += stride(plan.placement.size())) {
        const std::string& name = plan.placement[i].pod;
        expectFound([&](PlanReport& report) { report.plans[0].placement[i].node.clear(); },
                    name + " is nowhere");
        expectFound(
            [&](PlanReport& report) {
                auto& pods = report.plans[0].placement;
                pods.erase(pods.begin() + static_cast<std::ptrdiff_t>(i));
            },
            name + " is gone");
        expectFound(
            [&](PlanReport& report) {
                auto& pods = report.plans[0].placement;
                pods.push_back(pods[i]);
            },
            name + " stands twice");
        for (const PlanNode& node : plan.nodes) {
            expectFound([&](PlanReport& report) { report.plans[0].placement[i].node = node.name; },
                        name + " moves to " + node.name);
        }
    }
}

TEST_P(Mutations, MovesThatAdjustTheSumsOfTheNodes) {
    const CapacityPlan& plan = m_report.plans.front();
    if (plan.nodes.size() == 1) {
        GTEST_SKIP() << "one node: nothing can move";
    }
    for (std::size_t i = 0; i < plan.placement.size(); i += stride(plan.placement.size())) {
        for (std::size_t to = 0; to < plan.nodes.size(); ++to) {
            expectFound(
                [&](PlanReport& report) {
                    CapacityPlan& spoilt = report.plans[0];
                    PlanPod& pod = spoilt.placement[i];
                    for (PlanNode& node : spoilt.nodes) {
                        if (node.name == pod.node) {
                            node.expected.cpu -= pod.expected.cpu;
                            node.expected.memory -= pod.expected.memory;
                            node.expected.core -= pod.expected.core;
                        }
                    }
                    pod.node = spoilt.nodes[to].name;
                    spoilt.nodes[to].expected.cpu += pod.expected.cpu;
                    spoilt.nodes[to].expected.memory += pod.expected.memory;
                    spoilt.nodes[to].expected.core += pod.expected.core;
                },
                fmt::format("{} moves to {} with its sums", plan.placement[i].pod,
                            plan.nodes[to].name));
        }
    }
}

TEST_P(Mutations, EveryVerdict) {
    for (std::size_t p = 0; p < m_report.plans.size(); ++p) {
        for (std::size_t c = 0; c < m_report.plans[p].checks.size(); ++c) {
            const Check& check = m_report.plans[p].checks[c];
            const std::string name = m_report.plans[p].id + " " + std::string(toWord(check.id)) +
                                     " " + std::string(toWord(check.verdict));
            for (const Verdict verdict :
                 {Verdict::Pass, Verdict::Warn, Verdict::Fail, Verdict::Unknown}) {
                // Whether the scheduler finds the room of a roll-out in every order is not redone.
                const bool isOrder = check.id == CheckId::RolloutSurge &&
                                     m_report.plans[p].nodes.size() > 1 &&
                                     check.verdict != Verdict::Fail && verdict != Verdict::Fail &&
                                     verdict != Verdict::Unknown;
                if (!isOrder) {
                    expectFound(
                        [&](PlanReport& report) { report.plans[p].checks[c].verdict = verdict; },
                        name + " -> " + std::string(toWord(verdict)));
                }
            }
            expectFound(
                [&](PlanReport& report) {
                    auto& checks = report.plans[p].checks;
                    checks.erase(checks.begin() + static_cast<std::ptrdiff_t>(c));
                },
                name + " is gone");
            expectFound(
                [&](PlanReport& report) {
                    report.plans[p].checks[c].shortage = Shortage{
                        .node = {}, .resource = "luck", .needed = 2, .available = 1, .shortBy = 1};
                },
                name + " has a shortage");
        }
    }
}

TEST_P(Mutations, Choices) {
    for (const auto& [key, mode] : m_report.plans.front().services) {
        for (const Mode other : {Mode::Own, Mode::Plex, Mode::Managed, Mode::File}) {
            expectFound([&, service = key](
                            PlanReport& report) { report.plans[0].services[service] = other; },
                        key + " " + std::string(toWord(other)));
        }
        expectFound(
            [service = key](PlanReport& report) { report.plans[0].services.erase(service); },
            key + " has no mode");
    }
    for (const auto& [id, strategy] : m_report.plans.front().strategy) {
        for (const Strategy other : {Strategy::SingleNode, Strategy::MultiNodeHa}) {
            expectFound([&, environment = id](
                            PlanReport& report) { report.plans[0].strategy[environment] = other; },
                        id + " " + std::string(toWord(other)));
        }
    }
    for (std::size_t i = 0; i < m_report.plans.front().adjustments.size(); ++i) {
        expectFound(
            [&](PlanReport& report) {
                auto& adjustments = report.plans[0].adjustments;
                adjustments.erase(adjustments.begin() + static_cast<std::ptrdiff_t>(i));
            },
            fmt::format("adjustment {} is gone", i));
    }
    for (const char* topology : {"single-node", "k3s-multi", "managed", "nodes"}) {
        expectFound([&](PlanReport& report) { report.plans[0].topology = topology; }, topology);
    }
    for (const char* storage : {"local-path", "block", "larakube-nfs", "none"}) {
        expectFound([&](PlanReport& report) { report.plans[0].storageClass = storage; }, storage);
    }
    for (const char* ingress : {"host-ports", "load-balancer", "none"}) {
        expectFound([&](PlanReport& report) { report.plans[0].ingress = ingress; }, ingress);
    }
}

TEST_P(Mutations, MoneyThatAddsUp) {
    const PlanCost& cost = m_report.plans.front().cost;
    const Money cent = Money::fromRaw(10'000);
    for (std::size_t i = 0; i < cost.lines.size(); ++i) {
        expectFound(
            [&](PlanReport& report) {
                PlanCost& spoilt = report.plans[0].cost;
                spoilt.lines[i].unit += cent;
                spoilt.lines[i].monthly += times(cent, spoilt.lines[i].count);
                spoilt.monthly += times(cent, spoilt.lines[i].count);
            },
            "a cent more for " + cost.lines[i].item);
        expectFound(
            [&](PlanReport& report) {
                PlanCost& spoilt = report.plans[0].cost;
                spoilt.monthly -= spoilt.lines[i].monthly;
                spoilt.lines.erase(spoilt.lines.begin() + static_cast<std::ptrdiff_t>(i));
            },
            "nothing for " + cost.lines[i].item);
    }
    for (const Money by : {cent, -cent}) {
        expectFound([&](PlanReport& report) { report.plans[0].cost.lowerBound += by; }, "bound");
        expectFound([&](PlanReport& report) { report.plans[0].cost.monthly += by; }, "total");
    }
    expectFound([](PlanReport& report) { report.plans[0].cost.gap.reset(); }, "no gap");
    expectFound(
        [](PlanReport& report) {
            PlanCost& spoilt = report.plans[0].cost;
            spoilt.proven = !spoilt.proven;
        },
        "proven");
}

TEST_P(Mutations, NodeLoss) {
    const auto& losses = m_report.plans.front().nodeLoss;
    for (std::size_t l = 0; l < losses.size(); ++l) {
        for (const auto& [id, state] : losses[l].environments) {
            for (const char* other : {"serving", "degraded", "down", "data-stuck"}) {
                expectFound(
                    [&, environment = id](PlanReport& report) {
                        report.plans[0].nodeLoss[l].environments[environment] = other;
                    },
                    fmt::format("{} without {}: {}", id, losses[l].node, other));
            }
        }
        for (std::size_t i = 0; i < losses[l].pods.size(); i += stride(losses[l].pods.size())) {
            expectFound(
                [&](PlanReport& report) {
                    auto& pods = report.plans[0].nodeLoss[l].pods;
                    pods.erase(pods.begin() + static_cast<std::ptrdiff_t>(i));
                },
                "not lost: " + losses[l].pods[i].pod);
        }
    }
    expectFound([](PlanReport& report) { report.plans[0].nodeLoss.pop_back(); }, "no loss");
}

/// Bytes of the file itself, by a seeded stream: a reader's error or a violation.
TEST_P(Mutations, SingleBytes) {
    const std::string text = testkit::planFileText(m_report);
    const RandomSource random(1, "mutation", GetParam());
    const std::uint32_t bytes = m_report.plans.front().placement.size() > 40 ? 320 : 900;
    for (std::uint32_t n = 0; n < bytes; ++n) {
        std::string spoilt = text;
        const std::size_t place = random.below(n, 0, text.size());
        const auto other = static_cast<char>(random.below(n, 1, 256));
        if (spoilt[place] == other) {
            continue;
        }
        spoilt[place] = other;
        ++m_tried;
        if (testkit::violationsOf(spoilt, m_question).empty()) {
            m_missed.push_back(fmt::format("byte {} -> {}", place, static_cast<int>(other)));
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Shipped, Mutations,
                         ::testing::Values("two-envs-one-server", "multi-node", "agency"),
                         [](const auto& instance) {
                             std::string name = instance.param;
                             std::ranges::replace(name, '-', '_');
                             return name;
                         });

}  // namespace
}  // namespace stowage
