#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/base/run_control.h"
#include "model/simulate/scheduler.h"

namespace stowage::simulate {

struct ReachabilityOptions {
    int orders = 64;                    ///< seeded orders with seeded ties
    std::int64_t searchSteps = 20'000;  ///< of the search for a failing order
    std::uint64_t seed = 1;
};

enum class ReachabilityVerdict {
    Reachable,    ///< no order fails: by argument, by exhausting them, or none was found
    Unreachable,  ///< see the failing order
    Cancelled,
};

/// Why the verdict may be believed.
enum class ReachabilityProof {
    OneNode,    ///< everything fits on the only node, so order does not matter
    Room,       ///< whatever is bound first, every pod still finds a node
    Exhausted,  ///< every order with every tie was tried
    Searched,   ///< the replays and a directed search of searchSteps found no failing order
    FailingOrder,
};

/// An order that ends with pending pods. Replays alone: `order`, choosing at ties as `bindings`.
struct FailingOrder {
    std::string title;  ///< "apply order", "reverse order", "seeded order 17", "directed search"
    std::vector<PodRef> order;
    std::vector<Binding> bindings;
    std::vector<PendingPod> pending;  ///< never empty
};

struct ReachabilityResult {
    ReachabilityVerdict verdict = ReachabilityVerdict::Reachable;
    ReachabilityProof proof = ReachabilityProof::Searched;
    std::optional<FailingOrder> failing;
    int ordersReplayed = 0;
    std::int64_t steps = 0;
    /// Where the pods land in apply order, all pods included; pending ones without a node.
    Placement applied;
};

/// Is every schedulable pod bound in every order in which they can arrive? The model's nodes are
/// empty at the start; fixed pods (bindFixedPods) are bound first.
ReachabilityResult checkReachability(const std::shared_ptr<const ClusterModel>& model,
                                     const std::vector<PlannedWorkload>& workloads,
                                     const ReachabilityOptions& options, const RunControl& control);
/// Replays a failing order with its choices: true when the same pods stay pending.
bool isFailingOrder(const std::shared_ptr<const ClusterModel>& model,
                    const std::vector<PlannedWorkload>& workloads, const FailingOrder& failing);

std::string toWord(ReachabilityProof proof);

}  // namespace stowage::simulate
