#include "planner/layout_judge.h"

#include <algorithm>
#include <set>

#include "model/base/invariant.h"
#include "model/simulate/reachability.h"
#include "planner/arrangement_model.h"
#include "planner/presolve.h"

namespace stowage::planner {

namespace {

/// What an audit is worth beside the steps of a search.
constexpr std::int64_t kAuditSteps = 5'000;

/// Depends on the arrangement and the kind of layout, never on which node holds which pod.
bool ignoresPlacement(CheckId check) {
    switch (check) {
        case CheckId::RolloutDowntime:
        case CheckId::StorageSqlite:
        case CheckId::StorageRwx:
        case CheckId::CommonsRedisIndexes:
        case CheckId::CommonsTenantIds:
        case CheckId::CommonsLoginLength:
        case CheckId::CommonsConnections:
        case CheckId::HostsUnique:
        case CheckId::StrategyConsistent:
        case CheckId::PriceFresh:
        case CheckId::LimitCost:
        case CheckId::LimitNodes:
        case CheckId::LimitZones:
            return true;
        case CheckId::FitRequests:
        case CheckId::FitMemory:
        case CheckId::FitCpu:
        case CheckId::FitPods:
        case CheckId::FitDisk:
        case CheckId::FitPorts:
        case CheckId::RolloutSurge:
        case CheckId::NodeLoss:
        case CheckId::StorageFollow:
        case CheckId::LatencyP95:
            return false;
    }
    STOWAGE_UNREACHABLE();
}

/// No machine of the family changes this: one node is one node.
bool failsEverywhere(const std::vector<CheckId>& failures, std::size_t nodes) {
    return std::any_of(failures.begin(), failures.end(), [&](CheckId check) {
        return check == CheckId::StrategyConsistent || (check == CheckId::NodeLoss && nodes == 1);
    });
}

/// Nothing fails but that the scheduler, left alone, may leave a pod pending.
bool isOnlyOrder(const std::vector<CheckId>& failures) {
    return failures.size() == 1 && failures.front() == CheckId::FitRequests;
}

/// A deploy of it cannot begin without one pod more than there are.
bool needsSurgePod(const PlannedWorkload& workload) {
    if (workload.kind != WorkloadKind::Deployment || workload.origin != WorkloadOrigin::App ||
        workload.updateStrategy.kind != UpdateKind::RollingUpdate) {
        return false;
    }
    const RolloutBounds bounds = rolloutBounds(workload.updateStrategy, workload.replicas);
    return bounds.surge > 0 && bounds.unavailable == 0;
}

}  // namespace

std::vector<CheckId> bindingFailures(const simulate::AuditResult& audit,
                                     const Requirements& requirements) {
    std::vector<CheckId> failures;
    for (const Check& check : audit.checks) {
        if (check.verdict == Verdict::Fail && binds(requirements, check.id)) {
            failures.push_back(check.id);
        }
    }
    return failures;
}

const Expander& LayoutJudge::expanderFor(const ExpansionTarget& target) {
    auto& expander =
        m_expanders[{target.topology, target.nodeCount, target.provider, target.ingress}];
    if (!expander) {
        const Scenario& scenario = m_context.scenario;
        expander = std::make_unique<Expander>(scenario, target, m_context.assumptions,
                                              larakubeTable(scenario.larakubeVersion));
    }
    return *expander;
}

JudgedLayout LayoutJudge::assembled(const LayoutFamily& family, Layout layout,
                                    const MachineCounts& counts, const Arrangement& arrangement) {
    JudgedLayout judged{.arrangement = arrangement};
    const Expander& expander = expanderFor(targetOf(family, static_cast<int>(layout.nodes.size())));
    judged.expansion = std::make_shared<const Expansion>(expander.expand(arrangement));
    judged.layout = std::move(layout);
    judged.bill =
        billFor(basketOf(family, counts, *judged.expansion), m_context.catalog, m_context.exchange);
    judged.changes = changesFromToday(arrangement, serviceChoices(m_context.scenario));
    return judged;
}

JudgedLayout LayoutJudge::assemble(const LayoutFamily& family, const MachineCounts& counts,
                                   const Arrangement& arrangement) {
    return assembled(
        family, buildLayout(family, counts, m_context.requirements().zones, m_context.assumptions),
        counts, arrangement);
}

JudgedLayout LayoutJudge::assembleInOrder(const LayoutFamily& family,
                                          const std::vector<std::size_t>& machines,
                                          const Arrangement& arrangement) {
    MachineCounts counts(family.machines.size(), 0);
    for (const std::size_t at : machines) {
        ++counts[at];
    }
    return assembled(
        family,
        layoutInOrder(family, machines, m_context.requirements().zones, m_context.assumptions),
        counts, arrangement);
}

simulate::AuditOptions LayoutJudge::screening() const {
    constexpr int kScreeningOrders = 8;
    constexpr std::int64_t kScreeningSteps = 200;
    simulate::AuditOptions options = m_context.options.audit;
    options.depth = simulate::AuditDepth::Screening;
    options.replayOrders = std::min(options.replayOrders, kScreeningOrders);
    options.reachabilitySteps = std::min(options.reachabilitySteps, kScreeningSteps);
    return options;
}

void LayoutJudge::audit(JudgeOutcome& outcome, JudgeDetail detail, const RunControl& control,
                        const simulate::ReachabilityResult* screened) const {
    JudgedLayout& layout = outcome.layout;
    simulate::AuditInput input{.scenario = m_context.scenario,
                               .expansion = *layout.expansion,
                               .layout = layout.layout,
                               .placement = layout.placement,
                               .bill = layout.bill,
                               .assumptions = m_context.assumptions,
                               .today = m_context.options.today};
    // Most layouts are refused; the cheap audit finds nearly all of them.
    const bool isScreened = detail == JudgeDetail::Verdict;
    input.reached = isScreened ? screened : nullptr;
    layout.audit =
        simulate::audit(input, isScreened ? screening() : m_context.options.audit, control);
    input.reached = nullptr;
    if (isScreened && !layout.audit.hasBindingFailure &&
        m_context.options.audit.depth == simulate::AuditDepth::Full) {
        layout.audit = simulate::audit(input, m_context.options.audit, control);
    }
    outcome.isAudited = true;
    outcome.steps += kAuditSteps;
    const std::vector<CheckId> failures = bindingFailures(layout.audit, m_context.requirements());
    outcome.holdsPinned = failures.empty();
    outcome.failsForFamily = failsEverywhere(failures, layout.layout.nodes.size());
    if (control.isCancelled()) {
        outcome.verdict = JudgeVerdict::Cancelled;
    } else {
        outcome.verdict = failures.empty() ? JudgeVerdict::Passes : JudgeVerdict::Refused;
    }
}

/// Sums of one node against its room, then the risk by cumulants: neither is ever stricter than the
/// audit.
bool LayoutJudge::isQuicklyRefused(const JudgedLayout& layout) const {
    const LayoutNode& node = layout.layout.nodes.front();
    const simulate::MemoryMeasure measure = simulate::memoryMeasureOf(node);
    std::vector<std::int64_t> room =
        roomOf(node, m_context.dimensions, m_context.requirements(), m_context.assumptions);
    simulate::QuickNode quick{.expected = simulate::judgedOverheadOf(node),
                              .limit = simulate::memoryLimitOf(node, m_context.requirements()),
                              .capacity = simulate::memoryCapacityOf(node)};
    const MemoryUse& own = node.overhead.memory;
    quick.chance = measure == simulate::MemoryMeasure::Core ? own.coreChance : own.chance;
    std::int64_t slotsLeft = node.shape.podSlots;
    bool needsSurge = false;
    for (const PlannedWorkload& workload : layout.expansion->workloads) {
        const bool isDaemon = workload.kind == WorkloadKind::DaemonSet;
        if (isDaemon && !isOnEveryNode(workload)) {
            continue;
        }
        const std::int64_t pods = isDaemon ? 1 : workload.replicas;
        slotsLeft -= pods;
        needsSurge = needsSurge || needsSurgePod(workload);
        const std::vector<std::int64_t> need = needOf(workload, m_context.dimensions, measure);
        for (std::size_t d = 0; d < room.size(); ++d) {
            room[d] -= need[d] * pods;
        }
        quick.expected += times(simulate::judgedMemoryOf(workload, node), pods);
        quick.chance += copies(simulate::judgedChanceOf(workload, node), static_cast<double>(pods));
    }
    if (std::any_of(room.begin(), room.end(), [](std::int64_t left) { return left < 0; })) {
        return true;
    }
    if (needsSurge && slotsLeft < 1 && binds(m_context.requirements(), CheckId::RolloutSurge)) {
        return true;
    }
    return binds(m_context.requirements(), CheckId::FitMemory) &&
           simulate::judgeMemoryQuick(std::span(&quick, 1), {}, m_context.requirements(),
                                      m_context.riskConstants) !=
               simulate::QuickMemoryVerdict::Fits;
}

JudgeOutcome LayoutJudge::judgeOne(JudgedLayout layout, JudgeDetail detail,
                                   const RunControl& control) const {
    // One node, one placement.
    JudgeOutcome outcome{.layout = std::move(layout), .isRefusedPinned = true, .steps = 50};
    if (detail == JudgeDetail::Verdict && isQuicklyRefused(outcome.layout)) {
        return outcome;
    }
    const auto cluster = ClusterModel::of(outcome.layout.layout, *outcome.layout.expansion);
    outcome.layout.placement = onOneNode(*outcome.layout.expansion, *cluster);
    audit(outcome, detail, control, nullptr);
    return outcome;
}

JudgeOutcome LayoutJudge::judgeSeveral(JudgedLayout layout, JudgeDetail detail,
                                       const RunControl& control) const {
    JudgeOutcome outcome{.layout = std::move(layout)};
    const Expansion& expansion = *outcome.layout.expansion;
    const auto cluster = ClusterModel::of(outcome.layout.layout, expansion);
    const PresolvedPacking packing =
        presolve(outcome.layout.layout, expansion, *cluster, m_context.dimensions,
                 m_context.requirements(), m_context.assumptions);
    const PackResult packed = pack(packing.problem, {});
    outcome.steps = packed.steps;
    if (packed.verdict != PackVerdict::Feasible) {
        if (detail == JudgeDetail::Reasons) {
            outcome.layout.placement =
                placementOf(packing, packLeastOver(packing.problem), expansion);
            audit(outcome, detail, control, nullptr);
        }
        const bool isRefused = packed.verdict == PackVerdict::Infeasible;
        outcome.isRefusedPinned = isRefused;
        outcome.verdict = isRefused ? JudgeVerdict::Refused : JudgeVerdict::Undecided;
        return outcome;
    }
    judgePacked(outcome, cluster, placementOf(packing, packed.assignment, expansion),
                packing.isRelaxed ? PackedHow::Relaxed : PackedHow::ByEveryRule, detail, control);
    return outcome;
}

void LayoutJudge::judgePacked(JudgeOutcome& outcome,
                              const std::shared_ptr<const ClusterModel>& cluster, Placement packed,
                              PackedHow how, JudgeDetail detail, const RunControl& control) const {
    const Expansion& expansion = *outcome.layout.expansion;
    simulate::ReachabilityResult reached;
    const bool isReplayed = m_context.requirements().placement == PlacementRule::Reachable;
    if (isReplayed) {
        const simulate::AuditOptions light = screening();
        reached = simulate::checkReachability(cluster, expansion.workloads,
                                              {.orders = light.replayOrders,
                                               .searchSteps = light.reachabilitySteps,
                                               .seed = m_context.scenario.seed},
                                              control);
    }
    if (isReplayed && reached.verdict == simulate::ReachabilityVerdict::Reachable) {
        judgeLanding(outcome, reached, std::move(packed), detail, control);
        return;
    }
    outcome.layout.placement = std::move(packed);
    audit(outcome, detail, control, isReplayed ? &reached : nullptr);
    if (outcome.verdict != JudgeVerdict::Refused) {
        return;
    }
    const std::vector<CheckId> failures =
        bindingFailures(outcome.layout.audit, m_context.requirements());
    const bool isUnreachable = reached.verdict == simulate::ReachabilityVerdict::Unreachable;
    outcome.holdsPinned = isUnreachable && how == PackedHow::ByEveryRule && isOnlyOrder(failures);
    outcome.isRefusedPinned = std::any_of(failures.begin(), failures.end(), ignoresPlacement);
    const bool isFinal = isUnreachable || outcome.isRefusedPinned;
    if (!isFinal) {
        outcome.verdict = JudgeVerdict::Undecided;
    }
}

JudgeOutcome LayoutJudge::judgePlaced(JudgedLayout layout, PackedHow how, JudgeDetail detail,
                                      const RunControl& control) const {
    JudgeOutcome outcome{.layout = std::move(layout)};
    Placement placement = std::move(outcome.layout.placement);
    judgePacked(outcome, ClusterModel::of(outcome.layout.layout, *outcome.layout.expansion),
                std::move(placement), how, detail, control);
    return outcome;
}

/// Where the pods land by themselves is what there will be: unaided, a layout stands or falls with
/// that landing. A better placement that the scheduler does not choose only counts as pinned.
void LayoutJudge::judgeLanding(JudgeOutcome& outcome, const simulate::ReachabilityResult& reached,
                               Placement packed, JudgeDetail detail,
                               const RunControl& control) const {
    outcome.layout.placement = reached.applied;
    audit(outcome, detail, control, &reached);
    if (outcome.verdict != JudgeVerdict::Refused || packed == reached.applied) {
        return;
    }
    const std::vector<CheckId> failures =
        bindingFailures(outcome.layout.audit, m_context.requirements());
    outcome.isRefusedPinned = std::any_of(failures.begin(), failures.end(), ignoresPlacement);
    JudgeOutcome pinned = outcome;
    pinned.layout.placement = packed;
    audit(pinned, JudgeDetail::Verdict, control, &reached);
    outcome.holdsPinned = pinned.verdict == JudgeVerdict::Passes;
    outcome.pinnedPlacement = std::move(packed);
    outcome.steps = pinned.steps;
}

int zonesOf(const Layout& layout) {
    std::set<std::string> zones;
    for (const LayoutNode& node : layout.nodes) {
        if (!node.zone.empty()) {
            zones.insert(node.zone);
        }
    }
    return static_cast<int>(zones.size());
}

JudgeOutcome LayoutJudge::judge(JudgedLayout layout, JudgeDetail detail,
                                const RunControl& control) const {
    STOWAGE_ASSERT(!layout.layout.nodes.empty());
    if (m_context.requirements().zones > 1 &&
        zonesOf(layout.layout) < m_context.requirements().zones) {
        return {.verdict = JudgeVerdict::Refused, .layout = std::move(layout), .steps = 1};
    }
    if (layout.layout.nodes.size() > kPackNodesMax) {
        return {.verdict = JudgeVerdict::Undecided, .layout = std::move(layout), .steps = 1};
    }
    return layout.layout.nodes.size() == 1 ? judgeOne(std::move(layout), detail, control)
                                           : judgeSeveral(std::move(layout), detail, control);
}

}  // namespace stowage::planner
