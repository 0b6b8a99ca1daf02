#include "model/plan_checker/plan_checker.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "model/plan_checker/checker_context.h"
#include "model/plan_report.h"

namespace stowage {
namespace checker {

void PlanContext::violate(std::string rule, std::string what, std::string stated,
                          std::string found) const {
    violations.push_back({.plan = plan.id,
                          .rule = std::move(rule),
                          .what = std::move(what),
                          .stated = std::move(stated),
                          .found = std::move(found)});
}

void PlanContext::expectEqual(std::string_view rule, std::string_view what, std::int64_t stated,
                              std::int64_t found) const {
    if (stated != found) {
        violate(std::string(rule), std::string(what), std::to_string(stated),
                std::to_string(found));
    }
}

void PlanContext::expectEqual(std::string_view rule, std::string_view what,
                              const std::string& stated, const std::string& found) const {
    if (stated != found) {
        violate(std::string(rule), std::string(what), stated, found);
    }
}

const PlanNode* PlanContext::node(const std::string& name) const {
    const auto at = std::ranges::find(plan.nodes, name, &PlanNode::name);
    return at == plan.nodes.end() ? nullptr : &*at;
}

const Check* PlanContext::check(CheckId id) const {
    const auto at = std::ranges::find(plan.checks, id, &Check::id);
    return at == plan.checks.end() ? nullptr : &*at;
}

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
        .violations = violations};
    for (const PlannedWorkload& workload : context.expansion.workloads) {
        const bool perNode = workload.kind == WorkloadKind::DaemonSet;
        const std::int64_t pods =
            perNode ? static_cast<std::int64_t>(plan.nodes.size()) : workload.replicas;
        for (std::int64_t ordinal = 0; ordinal < pods; ++ordinal) {
            context.workloadOfPod[workload.podName(ordinal)] = &workload;
        }
    }
    checkMoney(context);
    checkNodes(context);
    checkDemand(context);
    checkFilters(context);
    checkVerdicts(context);
    checkNodeLoss(context);
}

bool fails(const CapacityPlan& plan, const Scenario& scenario) {
    return verdictOf(plan, scenario.requirements.binding) == PlanVerdict::DoesNotFit;
}

bool isShown(const CapacityPlan& plan) {
    return std::ranges::none_of(plan.placement,
                                [](const PlanPod& pod) { return pod.node.empty(); });
}

void checkRecommendation(const PlanCheckerInput& input, const PlanReport& report,
                         std::vector<Violation>& violations) {
    const auto violate = [&](std::string what, std::string stated, std::string found) {
        violations.push_back({.plan = {},
                              .rule = "report",
                              .what = std::move(what),
                              .stated = std::move(stated),
                              .found = std::move(found)});
    };
    std::set<std::string> ids;
    for (const CapacityPlan& plan : report.plans) {
        if (!ids.insert(plan.id).second) {
            violate("plan ids", plan.id, "twice");
        }
    }
    if (report.recommended.empty()) {
        return;
    }
    const CapacityPlan* chosen = report.findPlan(report.recommended);
    if (chosen == nullptr) {
        violate("recommended", report.recommended, "no such plan");
        return;
    }
    if (report.provenInfeasible) {
        violate("provenInfeasible", "true", "a plan is recommended");
    }
    if (fails(*chosen, input.scenario)) {
        violate("recommended", report.recommended, "a check of it fails");
    }
    for (const CapacityPlan& plan : report.plans) {
        const bool fits =
            !fails(plan, input.scenario) && isShown(plan) &&
            verdictOf(plan, input.scenario.requirements.binding) != PlanVerdict::NotEnoughData;
        if (fits && plan.cost.monthly < chosen->cost.monthly) {
            violate("recommended", report.recommended, plan.id + " is cheaper and fits");
        }
    }
    if (report.reachablePrice && report.pinnedPrice &&
        *report.reachablePrice < *report.pinnedPrice) {
        violate("prices", toDecimal(*report.reachablePrice),
                "less than pinned " + toDecimal(*report.pinnedPrice));
    }
    const bool pinned = input.scenario.requirements.placement == PlacementRule::Pinned;
    const auto& own = pinned ? report.pinnedPrice : report.reachablePrice;
    if (own && *own != chosen->cost.monthly) {
        violate("prices", toDecimal(*own), toDecimal(chosen->cost.monthly));
    }
}

/// Every byte that the value does not hold would get lost on reading: equal bytes after a round
/// trip mean that nothing was, and that totals and integrity are those of the rest.
void checkIntegrity(const Document& document, const PlanReport& report,
                    std::vector<Violation>& violations) {
    const std::string again = writeJson(toDocument(report));
    const std::string given = writeJson(document.root);
    if (again == given) {
        return;
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
                                  .rule = "report",
                                  .what = toText(diagnostic),
                                  .stated = {},
                                  .found = {}});
        }
        return violations;
    }
    checker::checkIntegrity(input.report, *report, violations);
    checker::checkRecommendation(input, *report, violations);
    for (const CapacityPlan& plan : report->plans) {
        checker::examinePlan(input, *report, plan, violations);
    }
    return violations;
}

std::string toText(const Violation& violation) {
    return fmt::format("{}{}: {}: stated {}, found {}",
                       violation.plan.empty() ? "" : violation.plan + ": ", violation.rule,
                       violation.what, violation.stated, violation.found);
}

}  // namespace stowage
