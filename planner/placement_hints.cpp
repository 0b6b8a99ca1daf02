#include "planner/placement_hints.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "model/feasibility.h"
#include "model/simulate/reachability.h"

namespace stowage::planner {

namespace {

constexpr int kQuickOrders = 16;
constexpr std::int64_t kQuickSteps = 1'000;
/// Sets of hints that are tried in all.
constexpr int kTrialsMax = 250;

using Hints = std::set<std::size_t>;  ///< positions of workloads

class HintSearch {
public:
    HintSearch(const SearchContext& context, const JudgedLayout& pinned, const RunControl& control)
        : m_context(context), m_pinned(pinned), m_control(control), m_layout(pinned.layout) {
        for (LayoutNode& node : m_layout.nodes) {
            node.shape.labels[kPlanNodeLabel] = node.name;
        }
        for (const PlacedPod& pod : pinned.placement) {
            const PlannedWorkload& workload = pinned.expansion->workloads[pod.workload.value()];
            if (workload.kind != WorkloadKind::DaemonSet && !workload.isObserved &&
                pod.node.isValid()) {
                m_nodesOf[pod.workload.value()].insert(pod.node.value());
            }
        }
    }

    std::optional<JudgedLayout> run() {
        std::optional<Hints> hints = growing();
        if (!hints) {
            return std::nullopt;
        }
        shrink(*hints);
        findSmaller(*hints);
        return audited(*hints);
    }

private:
    Expansion hinted(const Hints& hints) const {
        Expansion expansion = *m_pinned.expansion;
        for (const std::size_t at : hints) {
            SelectorRequirement requirement{.key = kPlanNodeLabel, .op = SelectorOperator::In};
            for (const std::size_t node : m_nodesOf.at(at)) {
                requirement.values.push_back(m_layout.nodes[node].name);
            }
            auto& terms = expansion.workloads[at].pod.requiredNodeAffinity;
            if (terms.empty()) {
                terms.emplace_back();
            }
            for (NodeSelectorTerm& term : terms) {
                term.matchExpressions.push_back(requirement);
            }
        }
        return expansion;
    }

    simulate::ReachabilityResult reach(const Hints& hints, int orders, std::int64_t steps) {
        ++m_trials;
        const Expansion expansion = hinted(hints);
        return simulate::checkReachability(
            ClusterModel::of(m_layout, expansion), expansion.workloads,
            {.orders = orders, .searchSteps = steps, .seed = m_context.scenario.seed}, m_control);
    }
    bool isReached(const Hints& hints) {
        return m_trials < kTrialsMax && reach(hints, kQuickOrders, kQuickSteps).verdict ==
                                            simulate::ReachabilityVerdict::Reachable;
    }

    /// The workload of the first pod that went astray on the way to the failure, else of the first
    /// that found no place.
    std::optional<std::size_t> nextHint(const simulate::FailingOrder& failing,
                                        const Hints& hints) const {
        for (const simulate::Binding& binding : failing.bindings) {
            const std::size_t at = binding.pod.workload.value();
            const auto planned = m_nodesOf.find(at);
            if (planned != m_nodesOf.end() && hints.count(at) == 0 &&
                planned->second.count(binding.node.value()) == 0) {
                return at;
            }
        }
        for (const simulate::PendingPod& pending : failing.pending) {
            const std::size_t at = pending.pod.workload.value();
            if (m_nodesOf.count(at) != 0 && hints.count(at) == 0) {
                return at;
            }
        }
        for (const auto& entry : m_nodesOf) {
            if (hints.count(entry.first) == 0) {
                return entry.first;
            }
        }
        return std::nullopt;
    }

    std::optional<Hints> growing() {
        Hints hints;
        while (m_trials < kTrialsMax && !m_control.isDeadlineReached()) {
            const simulate::ReachabilityResult reached = reach(hints, kQuickOrders, kQuickSteps);
            if (reached.verdict == simulate::ReachabilityVerdict::Reachable) {
                return hints;
            }
            if (!reached.failing) {
                return std::nullopt;
            }
            m_firstFailure = m_firstFailure ? m_firstFailure : reached.failing;
            const auto next = nextHint(*reached.failing, hints);
            if (!next) {
                return std::nullopt;
            }
            hints.insert(*next);
        }
        return std::nullopt;
    }

    void shrink(Hints& hints) {
        const Hints all = hints;
        for (const std::size_t at : all) {
            Hints fewer = hints;
            fewer.erase(at);
            if (isReached(fewer)) {
                hints = std::move(fewer);
            }
        }
    }

    /// One hint, then two, of any workloads: what was grown need not be the smallest set.
    void findSmaller(Hints& hints) {
        for (const auto& [first, nodes] : m_nodesOf) {
            if (hints.size() > 1 && isReached({first})) {
                hints = {first};
                return;
            }
        }
        for (auto a = m_nodesOf.begin(); a != m_nodesOf.end(); ++a) {
            for (auto b = std::next(a); b != m_nodesOf.end() && hints.size() > 2; ++b) {
                if (isReached({a->first, b->first})) {
                    hints = {a->first, b->first};
                    return;
                }
            }
        }
    }

    std::string reasonText() const {
        if (!m_firstFailure || m_firstFailure->pending.empty()) {
            return "so that every order of creation ends with every pod placed";
        }
        const PodRef pod = m_firstFailure->pending.front().pod;
        return fmt::format(
            "so that every order of creation ends with every pod placed: without it {} stays "
            "pending in {}",
            m_pinned.expansion->workloads[pod.workload.value()].podName(pod.ordinal),
            m_firstFailure->title);
    }

    std::optional<JudgedLayout> audited(const Hints& hints) {
        const simulate::AuditOptions& options = m_context.options.audit;
        const simulate::ReachabilityResult reached =
            reach(hints, options.replayOrders, options.reachabilitySteps);
        if (reached.verdict != simulate::ReachabilityVerdict::Reachable) {
            return std::nullopt;
        }
        Expansion expansion = hinted(hints);
        for (const std::size_t at : hints) {
            std::string names;
            for (const std::size_t node : m_nodesOf.at(at)) {
                names += (names.empty() ? "" : ", ") + m_layout.nodes[node].name;
            }
            expansion.adjustments.push_back(
                {.kind = AdjustmentKind::NodeAffinity,
                 .target = expansion.workloads[at].id(),
                 .from = "any node",
                 .to = fmt::format("required node affinity {} in ({})", kPlanNodeLabel, names),
                 .why = reasonText(),
                 .by = AdjustmentBy::Apply});
        }
        JudgedLayout layout = m_pinned;
        layout.layout = m_layout;
        layout.expansion = std::make_shared<const Expansion>(std::move(expansion));
        layout.placement = reached.applied;
        layout.audit = simulate::audit({.scenario = m_context.scenario,
                                        .expansion = *layout.expansion,
                                        .layout = layout.layout,
                                        .placement = layout.placement,
                                        .bill = layout.bill,
                                        .assumptions = m_context.assumptions,
                                        .today = m_context.options.today,
                                        .reached = &reached},
                                       options, m_control);
        return layout.passes() && !layout.audit.hasBindingUnknown ? std::optional(layout)
                                                                  : std::nullopt;
    }

    const SearchContext& m_context;
    const JudgedLayout& m_pinned;
    const RunControl& m_control;
    Layout m_layout;
    std::map<std::size_t, std::set<std::size_t>> m_nodesOf;  ///< per workload, as planned
    std::optional<simulate::FailingOrder> m_firstFailure;
    int m_trials = 0;
};

}  // namespace

std::optional<JudgedLayout> withHints(const SearchContext& context, const JudgedLayout& pinned,
                                      const RunControl& control) {
    return HintSearch(context, pinned, control).run();
}

}  // namespace stowage::planner
