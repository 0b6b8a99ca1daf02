#pragma once

#include <QString>
#include <QStringList>
#include <optional>
#include <vector>

#include "gui/format.h"
#include "model/capacity_plan.h"
#include "model/scenario.h"

namespace stowage::gui {

/// Sums over one plan, as the line below the table shows them, in the measure of its verdict:
/// what the line says and what the verdict says are the same. Nothing else is computed.
struct PlanSums {
    Bytes promised;  ///< requests of all pods
    Bytes expected;  ///< of all servers: operating system, K3s and pods
    Bytes overhead;  ///< operating system and K3s in it
    int pods = 0;
    int servers = 0;
    /// The pod whose guess is widest, the system's own aside; nullptr when all are measured.
    const PlanPod* weakest = nullptr;
};
PlanSums sumsOf(const CapacityPlan& plan);
/// "Sum · reserved (request) 1.46 GiB · expected 1.77 GiB with 0.31 GiB OS and K3s · 12 pods · $6",
/// then the same in fewer and fewer words, for lines with less room; the price is in all of them.
QStringList sumsTexts(const CapacityPlan& plan, ByteUnits units);

/// "−310 MiB expected, −$12.00 / month": what one plan has more or less than another; empty when
/// both amounts are equal.
QString differenceText(const CapacityPlan& before, const CapacityPlan& after, ByteUnits units);

/// A decision that one plan makes otherwise than another.
struct ChangedDecision {
    QString subject;        ///< "blog-production/mariadb", "blog-production", "servers"
    QString before, after;  ///< in the words of the window; empty: there is none
    bool operator==(const ChangedDecision&) const = default;
};
/// Modes of services, strategies and servers, in this order; services by their key.
std::vector<ChangedDecision> changedDecisions(const CapacityPlan& before,
                                              const CapacityPlan& after);
/// Those that the scenario leaves to the planner: what is set in it changed because it was set.
std::vector<ChangedDecision> plannersDecisions(const CapacityPlan& before,
                                               const CapacityPlan& after, const Scenario& scenario);
/// "blog-production/mariadb: own → managed".
QString decisionText(const ChangedDecision& decision);
/// How far the guess of an environment's own pods may be off: the widest range of them.
Bytes doubtOf(const CapacityPlan& plan, const std::string& environmentId);

/// One shared engine.
struct CommonsEngine {
    ServiceKind kind = ServiceKind::Redis;
    int tenants = 0;  ///< environments that use it
    Bytes expected, low, high;
    std::optional<Bytes> limit;
    Bytes volume;  ///< zero: none
    QString quality;
};
/// In the order of allServiceKinds().
std::vector<CommonsEngine> commonsOf(const CapacityPlan& plan);
/// "3 tenants · expected 268 MiB (220–340) · ceiling 1 GiB · volume 10 GiB".
QString commonsText(const CommonsEngine& engine, ByteUnits units);

}  // namespace stowage::gui
