#include "model/simulate/reachability.h"

#include <fmt/format.h>

#include <algorithm>

#include "model/base/invariant.h"
#include "model/base/random.h"
#include "model/simulate/order_argument.h"
#include "model/simulate/order_search.h"

namespace stowage::simulate {
namespace {

/// Chooses the node that the bindings name; the first of the ties where they name none.
TieBreaker scriptedTies(const std::vector<Binding>& bindings) {
    return
        [&bindings](const ClusterState& /*state*/, PodRef pod, const std::vector<NodeIndex>& ties) {
            for (const Binding& binding : bindings) {
                const auto at = std::find(ties.begin(), ties.end(), binding.node);
                if (binding.pod == pod && at != ties.end()) {
                    return static_cast<std::size_t>(at - ties.begin());
                }
            }
            return std::size_t{0};
        };
}

/// Random arrival orders. System pods come with the cluster, so they are always first; every second
/// order comes at once and is therefore sorted by priority.
class SeededOrders {
public:
    SeededOrders(const ClusterModel& model, std::vector<PodRef> pods, std::uint64_t seed)
        : m_model(model), m_pods(std::move(pods)) {
        for (const PodRef& pod : m_pods) {
            m_sources.emplace_back(seed, "arrival-order", model.podName(pod));
        }
    }

    std::vector<PodRef> order(int replicate) const {
        struct Arrival {
            std::int64_t rank = 0;
            std::uint64_t time = 0;
            std::size_t position = 0;
            auto operator<=>(const Arrival&) const = default;
        };
        std::vector<Arrival> arrivals;
        for (std::size_t p = 0; p < m_pods.size(); ++p) {
            const ClusterModel::Class& workload = m_model.workload(m_pods[p].workload);
            const bool isSystem = workload.origin == WorkloadOrigin::System;
            const std::int64_t rank = replicate % 2 == 0 ? -workload.priority : isSystem ? 0 : 1;
            arrivals.push_back({.rank = rank,
                                .time = m_sources[p].bits(static_cast<std::uint32_t>(replicate), 0),
                                .position = p});
        }
        std::sort(arrivals.begin(), arrivals.end());
        std::vector<PodRef> ordered;
        for (const Arrival& arrival : arrivals) {
            ordered.push_back(m_pods[arrival.position]);
        }
        return ordered;
    }

private:
    const ClusterModel& m_model;
    std::vector<PodRef> m_pods;
    std::vector<RandomSource> m_sources;
};

/// One question about reachability, step by step from cheap to dear.
class Reachability {
public:
    Reachability(const std::shared_ptr<const ClusterModel>& model,
                 const std::vector<PlannedWorkload>& workloads, const ReachabilityOptions& options,
                 const RunControl& control)
        : m_base(model), m_workloads(workloads), m_options(options), m_control(control) {}

    ReachabilityResult check() {
        m_pods = applyOrder(m_workloads);
        if (findsUnplacedDaemon() || failsInApplyOrder() || holdsByArgument() || failsInReplays()) {
            return std::move(m_result);
        }
        search();
        return std::move(m_result);
    }

private:
    bool findsUnplacedDaemon() {
        m_result.applied = bindFixedPods(m_base, m_workloads);
        std::vector<PendingPod> pending;
        for (const PlacedPod& placed : m_result.applied) {
            const bool isDaemon =
                m_workloads[placed.workload.value()].kind == WorkloadKind::DaemonSet;
            if (isDaemon && !placed.node.isValid()) {
                const PodRef pod{placed.workload, placed.ordinal};
                const NodeIndex node(static_cast<std::size_t>(placed.ordinal));
                pending.push_back({.pod = pod, .refusals = explain(m_base, pod, node)});
            }
        }
        if (pending.empty()) {
            return false;
        }
        fail({.title = "every order", .order = m_pods, .pending = std::move(pending)});
        return true;
    }
    bool failsInApplyOrder() {
        ClusterState state = m_base;
        ReplayResult played = replay(state, m_pods, firstTie());
        addApplied(state, played);
        return judge("apply order", m_pods, std::move(played));
    }
    bool holdsByArgument() {
        if (isOrderFreeOnOneNode(m_base, m_pods)) {
            m_result.proof = ReachabilityProof::OneNode;
            return true;
        }
        if (hasRoomInEveryOrder(m_base, m_pods)) {
            m_result.proof = ReachabilityProof::Room;
            return true;
        }
        return false;
    }
    bool failsInReplays() {
        std::vector<PodRef> reversed = m_pods;
        std::reverse(reversed.begin(), reversed.end());
        if (play("reverse order", reversed, firstTie())) {
            return true;
        }
        const SeededOrders orders(m_base.model(), m_pods, m_options.seed);
        for (int i = 0; i < m_options.orders; ++i) {
            if (m_control.isCancelled()) {
                m_result.verdict = ReachabilityVerdict::Cancelled;
                return true;
            }
            if (play(fmt::format("seeded order {}", i + 1), orders.order(i),
                     seededTies(m_options.seed, static_cast<std::uint64_t>(i)))) {
                return true;
            }
        }
        return false;
    }
    void search() {
        OrderSearchResult found = searchFailingOrder(m_base, m_pods, m_options.searchSteps);
        m_result.steps += found.steps;
        if (!found.failing) {
            m_result.proof =
                found.isExhausted ? ReachabilityProof::Exhausted : ReachabilityProof::Searched;
            return;
        }
        fail({.title = "directed search",
              .order = std::move(found.failing->order),
              .bindings = std::move(found.failing->bindings),
              .pending = std::move(found.failing->pending)});
    }
    bool play(std::string title, const std::vector<PodRef>& order, const TieBreaker& ties) {
        ClusterState state = m_base;
        return judge(std::move(title), order, replay(state, order, ties));
    }
    bool judge(std::string title, const std::vector<PodRef>& order, ReplayResult played) {
        ++m_result.ordersReplayed;
        m_result.steps += played.steps;
        if (played.pending.empty()) {
            return false;
        }
        fail({.title = std::move(title),
              .order = order,
              .bindings = std::move(played.bindings),
              .pending = std::move(played.pending)});
        return true;
    }
    void fail(FailingOrder failing) {
        m_result.verdict = ReachabilityVerdict::Unreachable;
        m_result.proof = ReachabilityProof::FailingOrder;
        m_result.failing = std::move(failing);
    }
    /// Every pod of the expansion with its node in apply order.
    void addApplied(const ClusterState& state, const ReplayResult& played) {
        Placement all = state.placement();
        for (const PlacedPod& fixed : m_result.applied) {
            if (!fixed.node.isValid()) {
                all.push_back(fixed);
            }
        }
        for (const PendingPod& pending : played.pending) {
            all.push_back({.workload = pending.pod.workload, .ordinal = pending.pod.ordinal});
        }
        std::sort(all.begin(), all.end(), [](const PlacedPod& a, const PlacedPod& b) {
            return PodRef{a.workload, a.ordinal} < PodRef{b.workload, b.ordinal};
        });
        m_result.applied = std::move(all);
    }

    ClusterState m_base;
    const std::vector<PlannedWorkload>& m_workloads;
    const ReachabilityOptions& m_options;
    const RunControl& m_control;
    std::vector<PodRef> m_pods;
    ReachabilityResult m_result;
};

}  // namespace

ReachabilityResult checkReachability(const std::shared_ptr<const ClusterModel>& model,
                                     const std::vector<PlannedWorkload>& workloads,
                                     const ReachabilityOptions& options,
                                     const RunControl& control) {
    return Reachability(model, workloads, options, control).check();
}

bool isFailingOrder(const std::shared_ptr<const ClusterModel>& model,
                    const std::vector<PlannedWorkload>& workloads, const FailingOrder& failing) {
    ClusterState state(model);
    const Placement fixed = bindFixedPods(state, workloads);
    const bool lacksDaemon = std::any_of(fixed.begin(), fixed.end(), [&](const PlacedPod& pod) {
        return workloads[pod.workload.value()].kind == WorkloadKind::DaemonSet &&
               !pod.node.isValid();
    });
    const ReplayResult played = replay(state, failing.order, scriptedTies(failing.bindings));
    if (failing.bindings.empty() && lacksDaemon) {
        return true;
    }
    return !played.pending.empty() &&
           std::equal(played.pending.begin(), played.pending.end(), failing.pending.begin(),
                      failing.pending.end(),
                      [](const PendingPod& a, const PendingPod& b) { return a.pod == b.pod; });
}

std::string toWord(ReachabilityProof proof) {
    switch (proof) {
        case ReachabilityProof::OneNode:
            return "one node";
        case ReachabilityProof::Room:
            return "room in every order";
        case ReachabilityProof::Exhausted:
            return "every order tried";
        case ReachabilityProof::Searched:
            return "no failing order found";
        case ReachabilityProof::FailingOrder:
            return "failing order";
    }
    STOWAGE_UNREACHABLE();
}

}  // namespace stowage::simulate
