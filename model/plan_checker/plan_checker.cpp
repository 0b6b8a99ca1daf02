#include "model/plan_checker/plan_checker.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "model/base/digest.h"
#include "model/plan_checker/checker_pods.h"
#include "model/plan_report.h"

namespace stowage {
namespace checker {

namespace {

ExpansionTarget targetOf(const CapacityPlan& plan) {
    ExpansionTarget target;
    target.topology = parseTopology(plan.topology).value_or(TopologyKind::SingleNode);
    target.nodeCount = static_cast<int>(plan.nodes.size());
    target.provider = plan.provider;
    using enum StorageClassKind;
    for (const StorageClassKind kind : {LocalPath, Block, LarakubeNfs, None}) {
        if (toWord(kind) == plan.storageClass) {
            target.storageClass = kind;
        }
    }
    for (const IngressKind kind :
         {IngressKind::HostPorts, IngressKind::LoadBalancer, IngressKind::None}) {
        if (toWord(kind) == plan.ingress) {
            target.ingress = kind;
        }
    }
    target.hasSystemPods = target.topology != TopologyKind::Nodes;
    return target;
}

NodeOverhead overheadOf(const PlanContext& context, const BoundNode& bound) {
    if (!bound.isK3s() || bound.node->role == "managed") {
        return {};
    }
    return nodeOverhead(
        bound.node->role == "server" ? OverheadKind::K3sServer : OverheadKind::K3sAgent,
        context.input.assumptions);
}

void bindNodes(PlanContext& context) {
    for (const PlanNode& node : context.plan.nodes) {
        BoundNode bound{.node = &node, .offer = offerOf(context, node), .labels = node.labels};
        bound.labels["kubernetes.io/hostname"] = node.name;
        if (!node.zone.empty()) {
            bound.labels["topology.kubernetes.io/zone"] = node.zone;
        }
        bound.overhead = overheadOf(context, bound);
        if (!context.positionOfNode.emplace(node.name, context.nodes.size()).second) {
            context.violate("node.name", node.name, "twice", "once");
        }
        context.nodes.push_back(std::move(bound));
    }
}

void bindPods(PlanContext& context) {
    context.pods.reserve(context.plan.placement.size());
    for (const PlanPod& pod : context.plan.placement) {
        const auto workload = context.workloadOfPod.find(pod.pod);
        if (workload == context.workloadOfPod.end()) {
            continue;  // reported by the demand
        }
        const auto node = context.positionOfNode.find(pod.node);
        BoundPod bound{.pod = &pod,
                       .workload = workload->second,
                       .requests = &context.requestsOfWorkload.at(workload->second)};
        if (node != context.positionOfNode.end()) {
            bound.at = &context.nodes[node->second];
        }
        context.pods.push_back(bound);
        if (node != context.positionOfNode.end()) {
            context.nodes[node->second].pods.push_back(&context.pods.back());
        }
    }
}

/// The names of all pods that the scenario means.
void namePods(PlanContext& context) {
    for (const PlannedWorkload& workload : context.expansion.workloads) {
        context.requestsOfWorkload[&workload] = requestsOf(workload.pod);
        const bool isPerNode = workload.kind == WorkloadKind::DaemonSet;
        const std::int64_t pods =
            isPerNode ? static_cast<std::int64_t>(context.plan.nodes.size()) : workload.replicas;
        for (std::int64_t ordinal = 0; ordinal < pods; ++ordinal) {
            context.workloadOfPod[workload.podName(ordinal)] = &workload;
        }
    }
}

/// What the scheduler would say to the placement as it is shown.
void judgePlacement(PlanContext& context) {
    const PodSet placed = PodSet::ofPlan(context);
    for (const BoundPod& pod : context.pods) {
        context.broken.push_back(pod.at == nullptr ? std::vector<std::string>()
                                                   : placed.broken(pod));
    }
    context.overfull = placed.overfull();
}

void examinePlan(const PlanCheckerInput& input, const PlanReport& report, const CapacityPlan& plan,
                 std::vector<Violation>& violations) {
    PlanContext context{
        .input = input,
        .report = report,
        .plan = plan,
        .expansion =
            expand(input.scenario, {.services = plan.services, .strategies = plan.strategy},
                   targetOf(plan), input.assumptions),
        .workloadOfPod = {},
        .requestsOfWorkload = {},
        .nodes = {},
        .positionOfNode = {},
        .pods = {},
        .broken = {},
        .overfull = {},
        .violations = violations};
    namePods(context);
    bindNodes(context);
    bindPods(context);
    judgePlacement(context);
    checkMoney(context);
    checkCertificate(context);
    checkNodes(context);
    checkDemand(context);
    checkFilters(context);
    checkVerdicts(context);
    if (std::ranges::any_of(context.nodes, [](const BoundNode& node) { return !node.offer; })) {
        return;  // reported; nothing can be judged on a machine that does not exist
    }
    checkFits(context);
    checkStorage(context);
    checkCommons(context);
    checkConsistency(context);
    checkRollouts(context);
    checkLatency(context);
    checkNodeLoss(context);
}

Violation ofReport(const char* rule, std::string what, std::string stated, std::string found) {
    return {.plan = {},
            .rule = fmt::format("report.{}", rule),
            .what = std::move(what),
            .stated = std::move(stated),
            .found = std::move(found)};
}

/// The report was made from the scenario that it holds, and from assumptions that it lists.
void checkInputs(const PlanCheckerInput& input, const PlanReport& report,
                 std::vector<Violation>& violations) {
    const std::string digest = "sha256:" + sha256Hex(writeJson(report.scenarioDocument));
    if (report.scenarioDigest != digest) {
        violations.push_back(
            ofReport("scenario", "scenario digest", report.scenarioDigest, digest));
    }
    if (report.scenarioName != input.scenario.name) {
        violations.push_back(
            ofReport("scenario", "scenario name", report.scenarioName, input.scenario.name));
    }
    const std::string judged = writeJson(input.scenario.document);
    if (writeJson(report.scenarioDocument) != judged) {
        violations.push_back(
            ofReport("scenario", "scenario document", digest, "sha256:" + sha256Hex(judged)));
    }
}

bool fails(const CapacityPlan& plan, const Scenario& scenario) {
    return verdictOf(plan, scenario.requirements.binding) == PlanVerdict::DoesNotFit;
}

bool isShown(const CapacityPlan& plan) {
    return std::ranges::none_of(plan.placement,
                                [](const PlanPod& pod) { return pod.node.empty(); });
}

bool fits(const PlanCheckerInput& input, const CapacityPlan& plan) {
    return isShown(plan) && !fails(plan, input.scenario) &&
           verdictOf(plan, input.scenario.requirements.binding) != PlanVerdict::NotEnoughData;
}

/// Cost, adjustments, changes from today: the first keys of the order of preference.
auto preferenceOf(const PlanCheckerInput& input, const CapacityPlan& plan) {
    return std::tuple(plan.cost.monthly, plan.adjustments.size(),
                      changesFromToday({.services = plan.services, .strategies = plan.strategy},
                                       serviceChoices(input.scenario)));
}

/// Hints lead only where nothing does without them, or they save a fifth of the bill; and they are
/// not left aside where they do.
void checkHints(const PlanCheckerInput& input, const PlanReport& report, const CapacityPlan& chosen,
                std::vector<Violation>& violations) {
    for (const CapacityPlan& plan : report.plans) {
        if (hasHints(plan) == hasHints(chosen) || !fits(input, plan)) {
            continue;
        }
        const CapacityPlan& hinted = hasHints(plan) ? plan : chosen;
        const CapacityPlan& plain = hasHints(plan) ? chosen : plan;
        const bool leads =
            Int128{hinted.cost.monthly.raw()} * 5 <= Int128{plain.cost.monthly.raw()} * 4;
        if (leads != hasHints(chosen)) {
            violations.push_back(
                ofReport("recommended", "recommended", chosen.id, plan.id + " comes first"));
        }
    }
}

void checkChosen(const PlanCheckerInput& input, const PlanReport& report,
                 const CapacityPlan& chosen, std::vector<Violation>& violations) {
    if (report.provenInfeasible) {
        violations.push_back(
            ofReport("infeasible", "provenInfeasible", "true", "a plan is recommended"));
    }
    if (!fits(input, chosen)) {
        violations.push_back(ofReport("recommended", "recommended", chosen.id, "it does not fit"));
    }
    checkHints(input, report, chosen, violations);
    for (const CapacityPlan& plan : report.plans) {
        // Hints are no rival of a plan without them: checkHints says which of the two leads.
        if (hasHints(plan) == hasHints(chosen) && fits(input, plan) &&
            preferenceOf(input, plan) < preferenceOf(input, chosen)) {
            violations.push_back(
                ofReport("recommended", "recommended", chosen.id, plan.id + " comes first"));
        }
    }
    const bool isPinned = input.scenario.requirements.placement == PlacementRule::Pinned;
    const auto& own = isPinned || hasHints(chosen) ? report.pinnedPrice : report.reachablePrice;
    if (!own || *own != chosen.cost.monthly) {
        violations.push_back(ofReport("prices", "prices", own ? toDecimal(*own) : "null",
                                      toDecimal(chosen.cost.monthly)));
    }
}

void checkPrices(const PlanReport& report, std::vector<Violation>& violations) {
    if (report.reachablePrice && !report.pinnedPrice) {
        violations.push_back(
            ofReport("prices", "prices", "pinned null", "what is reachable can be pinned"));
    }
    if (report.reachablePrice && report.pinnedPrice &&
        *report.reachablePrice < *report.pinnedPrice) {
        violations.push_back(ofReport("prices", "prices", toDecimal(*report.reachablePrice),
                                      "less than pinned " + toDecimal(*report.pinnedPrice)));
    }
}

void checkRecommendation(const PlanCheckerInput& input, const PlanReport& report,
                         std::vector<Violation>& violations) {
    for (std::size_t at = 0; at < report.plans.size(); ++at) {
        const CapacityPlan& plan = report.plans[at];
        const std::string id = fmt::format("p{}", at + 1);
        if (plan.id != id) {
            violations.push_back(ofReport("plans", "plan ids", plan.id, id));
        }
        if (plan.cost.timeLimited != report.plans.front().cost.timeLimited) {
            violations.push_back(ofReport("plans", plan.id + " timeLimited", "another",
                                          "one search, one answer for all plans"));
        }
    }
    checkPrices(report, violations);
    if (const CapacityPlan* chosen = report.findPlan(report.recommended)) {
        checkChosen(input, report, *chosen, violations);
        return;
    }
    if (!report.recommended.empty()) {
        violations.push_back(
            ofReport("recommended", "recommended", report.recommended, "no such plan"));
    }
    for (const CapacityPlan& plan : report.plans) {
        if (fits(input, plan)) {
            violations.push_back(ofReport("recommended", "recommended", "none", plan.id + " fits"));
        }
    }
}

/// Every byte that the value does not hold would get lost on reading: equal bytes after a round
/// trip mean that nothing was, and that totals and integrity are those of the rest. The text of the
/// file, where there is one, must be those bytes as well.
bool checkIntegrity(const Document& document, const PlanReport& report,
                    std::vector<Violation>& violations) {
    const std::string again = writeJson(toDocument(report));
    const std::string given = document.text.empty() ? writeJson(document.root) : document.text;
    if (again == given) {
        return true;
    }
    const auto at = std::mismatch(given.begin(), given.end(), again.begin(), again.end());
    const auto excerpt = [](const std::string& text, std::string::const_iterator from) {
        const auto begin = text.begin() + std::max<std::ptrdiff_t>(0, from - text.begin() - 20);
        return std::string(begin, begin + std::min<std::ptrdiff_t>(60, text.end() - begin));
    };
    violations.push_back({.plan = {},
                          .rule = "integrity",
                          .what = "the file is not what its own figures write",
                          .stated = excerpt(given, at.first),
                          .found = excerpt(again, at.second)});
    return false;
}

}  // namespace
}  // namespace checker

std::vector<Violation> checkPlanReport(const PlanCheckerInput& input) {
    std::vector<Violation> violations;
    Diagnostics diagnostics;
    const auto report = parsePlanReport(input.report, diagnostics);
    if (!report) {
        for (const Diagnostic& diagnostic : diagnostics.sorted()) {
            violations.push_back({.plan = {},
                                  .rule = "report.form",
                                  .what = toText(diagnostic),
                                  .stated = {},
                                  .found = {}});
        }
        return violations;
    }
    if (!checker::checkIntegrity(input.report, *report, violations)) {
        return violations;  // a file that was changed by hand means nothing
    }
    checker::checkInputs(input, *report, violations);
    checker::checkRecommendation(input, *report, violations);
    checker::checkLists(input, *report, violations);
    for (const CapacityPlan& plan : report->plans) {
        checker::examinePlan(input, *report, plan, violations);
    }
    return violations;
}

bool hasErrors(const std::vector<Violation>& violations) {
    return std::ranges::any_of(violations, [](const Violation& violation) {
        return violation.severity == Severity::Error;
    });
}

std::string toText(const Violation& violation) {
    return fmt::format("{}{}: {}: stated {}, found {}",
                       violation.plan.empty() ? "" : violation.plan + ": ", violation.rule,
                       violation.what, violation.stated, violation.found);
}

}  // namespace stowage
