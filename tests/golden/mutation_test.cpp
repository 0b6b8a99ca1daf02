#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
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

/// A part of the report that the checker takes as it is, and why.
struct Exemption {
    const char* key;     ///< anywhere on the way to the scalar
    const char* reason;  ///< shown when the table is read, never a finding
};

const std::vector<Exemption>& exemptions() {
    static const std::vector<Exemption> kExemptions{
        {"text", "prose made from the figures beside it"},
        {"why", "prose"},
        {"from", "prose: what a template had before"},
        {"extras", "prose: steps and notes for a person"},
        {"warnings", "prose"},
        {"p99Bytes", "a quantile of a sum of distributions: only the simulation makes it"},
        {"load", "a share shown for orientation, of figures that are redone"},
        {"samples", "how many the simulation drew"},
        {"proof", "which argument of the replay succeeded"},
        {"ordersReplayed", "how many orders the replay tried"},
        {"failingOrder", "which order of the replay failed"},
        {"pendingPods", "how many pods that order leaves"},
        {"riskPhase", "which phase of the month the risk comes from"},
        {"otherMeasure", "shown for orientation, not judged"},
        {"refusedBy", "counts of the search, which no reader can repeat"},
        {"date", "of the source of an assumption: mutated with the row, whole"}};
    return kExemptions;
}

bool isBeyondChecking(const Path& path) {
    return std::ranges::any_of(path, [](const std::string& key) {
        return std::ranges::any_of(exemptions(),
                                   [&](const Exemption& one) { return one.key == key; });
    });
}

/// What only the search can know of the lists beside the plans.
bool isOnlyPlanned(const PlanReport& report, const Path& path) {
    const std::string& key = path.back();
    if (path.front() == "sensitivity") {
        // Where the answer flips, to what, and inputs of the scenario in words.
        static const std::set<std::string> kFound{"input",       "to",      "flipsAt",      "limit",
                                                  "limitNumber", "current", "currentNumber"};
        return kFound.contains(key);
    }
    if (path.front() != "refused") {
        return false;
    }
    const Refusal& refusal = report.refused[static_cast<std::size_t>(std::stoul(path[1]))];
    const CapacityPlan* best = report.findPlan(report.recommended);
    const bool isWitness = best != nullptr && refusal.monthly < best->cost.monthly;
    static const std::set<std::string> kArrangement{"needed",  "available", "short", "resource",
                                                    "monthly", "title",     "node",  "check"};
    // A layout that costs more is no witness of the proof; its modes are not written down.
    return key == "otherChecks" || key == "kind" || path[2] == "otherChecks" ||
           path[2] == "smallestFix" || (!isWitness && kArrangement.contains(key));
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

/// Raw workloads on nodes that state what pods may use.
std::string rawText(const std::string& workloads, const std::string& requirements) {
    return R"(apiVersion: stowage/v1
kind: Scenario
metadata: { name: raw }
apps:
  - name: shop
    workloads:
)" + workloads +
           R"(candidates:
  providers: []
  maxNodes: 6
  customOffers:
    - { name: small, monthly: 5, kind: node, allocatable: { cpu: 2, memory: 4Gi, pods: 10, example.com/license: 4 }, labels: { topology.kubernetes.io/zone: a } }
    - { name: large, monthly: 9.01, kind: node, count: 2, allocatable: { cpu: 4, memory: 8Gi, pods: 20 }, labels: { topology.kubernetes.io/zone: b }, taints: [ { key: big, effect: NoSchedule } ] }
requirements: )" +
           requirements + "\n";
}

testkit::PlanningCase questionOf(const std::string& name) {
    if (name == "raw-plain") {
        return testkit::caseOf(rawText(
            R"(      - { name: api, environment: production, replicas: 5, requests: { cpu: 700m, memory: 1Gi } }
      - { name: job, environment: production, replicas: 3, requests: { cpu: 300m, memory: 2Gi } }
)",
            "{ placement: pinned, binding: [fit.requests, fit.pods], headroom: 0.05 }"));
    }
    if (name == "raw-rules") {
        return testkit::caseOf(rawText(
            R"(      - { name: api, environment: production, replicas: 2, requests: { cpu: 500m }, antiAffinity: [api] }
      - { name: edge, environment: production, replicas: 2, hostPorts: [443], requests: { memory: 512Mi } }
      - { name: key, environment: production, requests: { cpu: 100m, example.com/license: 1 } }
      - { name: log, environment: production, kind: DaemonSet, requests: { cpu: 50m }, tolerations: [ { operator: Exists } ] }
      - { name: data, environment: production, kind: StatefulSet, requests: { memory: 1Gi }, volumes: [ { name: data, size: 2Gi, accessMode: ReadWriteOnce } ] }
      - { name: wide, environment: production, replicas: 4, requests: { cpu: 100m }, tolerations: [ { key: big, operator: Exists } ], spread: { topologyKey: topology.kubernetes.io/zone, maxSkew: 1, whenUnsatisfiable: DoNotSchedule } }
)",
            "{ placement: reachable, binding: [fit.requests, fit.pods, fit.ports] }"));
    }
    if (name == "raw-refused") {
        return testkit::caseOf(rawText(
            R"(      - { name: api, environment: production, replicas: 5, requests: { cpu: 1500m, memory: 7Gi } }
)",
            "{ placement: pinned, binding: [fit.requests, fit.pods], headroom: 0 }"));
    }
    return testkit::shippedCase(name);
}

struct Planned {
    PlanningCase question;
    PlanReport report;
};

/// Each question is planned once.
const Planned& plannedFor(const std::string& name) {
    static std::map<std::string, Planned> planned;
    const auto known = planned.find(name);
    if (known != planned.end()) {
        return known->second;
    }
    Planned one{.question = questionOf(name), .report = {}};
    one.report = testkit::planOf(one.question);
    return planned.emplace(name, std::move(one)).first->second;
}

class Mutations : public ::testing::TestWithParam<const char*> {
protected:
    void SetUp() override {
        const Planned& planned = plannedFor(GetParam());
        m_question = planned.question;
        m_report = planned.report;
        m_root = toDocument(m_report);
    }

    /// Every scalar below that may be changed, every n-th where there are more than `most`.
    void expectEveryScalarFound(const Path& start, std::size_t most) {
        std::vector<Path> leaves = leavesBelow(m_root, start);
        std::erase_if(leaves, [&](const Path& leaf) {
            // Whether the clock ended a search that proved nothing is known to nobody else.
            const bool isClock = leaf.back() == "timeLimited" && !m_report.plans[0].cost.proven;
            return isBeyondChecking(leaf) || isClock || isOnlyPlanned(m_report, leaf);
        });
        const std::size_t step = std::max<std::size_t>(1, leaves.size() / most);
        for (std::size_t i = 0; i < leaves.size(); i += step) {
            for (const DocumentNode& change : changesOf(at(m_root, leaves[i]), leaves[i])) {
                DocumentNode spoilt = m_root;
                const std::string before = at(spoilt, leaves[i]).text;
                at(spoilt, leaves[i]) = change;
                expectFound(spoilt,
                            fmt::format("{}: {} -> {}", textOf(leaves[i]), before, change.text));
            }
        }
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

TEST_P(Mutations, EveryScalarOfThePlans) {
    // Every scalar of one plan; of the others, which have the same fields, a share.
    const std::size_t most = std::string(GetParam()) == "two-envs-one-server" ? 4'000
                             : m_report.plans.front().placement.size() > 40   ? 60
                                                                              : 120;
    for (std::size_t p = 0; p < m_report.plans.size(); ++p) {
        expectEveryScalarFound({"plans", std::to_string(p)}, p == 0 ? most : most / 4);
    }
}

TEST_P(Mutations, EveryScalarOfTheLists) {
    for (const char* list : {"refused", "sensitivity", "assumptions"}) {
        expectEveryScalarFound({list}, m_report.plans.front().placement.size() > 40 ? 12 : 60);
    }
    for (std::size_t i = 0; i < m_report.assumptions.size(); i += 9) {
        expectFound([&](PlanReport& report) { report.assumptions[i].date = "2001-01-01"; },
                    "date of " + m_report.assumptions[i].id);
        expectFound(
            [&](PlanReport& report) { report.assumptions.push_back(report.assumptions[i]); },
            m_report.assumptions[i].id + " twice");
    }
    for (std::size_t i = 0; i < m_report.refused.size(); ++i) {
        expectFound([&](PlanReport& report) { ++report.refused[i].shortage.shortBy; },
                    "short of " + m_report.refused[i].title);
        expectFound([&](PlanReport& report) { report.refused[i].otherChecks.push_back("luck"); },
                    "other check of " + m_report.refused[i].title);
        expectFound([&](PlanReport& report) { report.refused[i].text.clear(); },
                    "no text of " + m_report.refused[i].title);
    }
}

TEST_P(Mutations, TheHeadOfTheReport) {
    for (const Path& path :
         {Path{"prices", "pinned"}, Path{"prices", "reachable"}, Path{"scenario", "digest"},
          Path{"scenario", "name"}, Path{"today"}, Path{"recommended"}, Path{"provenInfeasible"}}) {
        // What the other rule of placement would cost is found by a search of its own.
        const bool isOther = path.back() == "reachable" &&
                             m_question.scenario.requirements.placement == PlacementRule::Pinned;
        for (const DocumentNode& change :
             isOther ? std::vector<DocumentNode>() : changesOf(at(m_root, path), path)) {
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
                         ::testing::Values("two-envs-one-server", "multi-node", "agency", "one-vps",
                                           "plex-commons", "two-apps-one-server", "all-together",
                                           "raw-plain", "raw-rules"),
                         [](const auto& instance) {
                             std::string name = instance.param;
                             std::ranges::replace(name, '-', '_');
                             return name;
                         });

}  // namespace
}  // namespace stowage
