#pragma once

#include <cstdint>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/capacity_plan.h"
#include "model/expansion.h"
#include "model/plan_checker/plan_checker.h"

namespace stowage::checker {

/// Amounts by resource name.
using Amounts = std::map<std::string, std::int64_t>;

struct BoundPod;

/// A node of the plan with what it is by the catalogue.
struct BoundNode {
    const PlanNode* node = nullptr;
    const Offer* offer = nullptr;  ///< nullptr: there is no such offer
    NodeOverhead overhead;
    std::map<std::string, std::string> labels;  ///< host name and zone among them
    std::vector<const BoundPod*> pods;          ///< those of the plan, in its order

    bool isK3s() const { return offer != nullptr && offer->kind == OfferKind::Vps; }
    bool isStated() const { return offer != nullptr && offer->kind == OfferKind::StatedNode; }
};

/// A pod of the plan with its re-expanded workload and its node.
struct BoundPod {
    const PlanPod* pod = nullptr;
    const PlannedWorkload* workload = nullptr;
    const BoundNode* at = nullptr;      ///< nullptr: not placed
    const Amounts* requests = nullptr;  ///< of its workload

    const PlanNode* node() const { return at == nullptr ? nullptr : at->node; }
};

/// Two amounts of one node that a check may compare.
struct Figure {
    std::string node;
    std::string resource;
    std::int64_t needed = 0;
    std::int64_t available = 0;

    bool holds() const { return needed <= available; }
    bool isTighterThan(const Figure& other) const;
};

/// One plan under examination with its re-expanded demand.
struct PlanContext {
    const PlanCheckerInput& input;
    const PlanReport& report;
    const CapacityPlan& plan;
    Expansion expansion;
    /// Re-expanded workload of every pod name; pods of DaemonSets once a node.
    std::map<std::string, const PlannedWorkload*> workloadOfPod;
    std::map<const PlannedWorkload*, Amounts> requestsOfWorkload;
    std::vector<BoundNode> nodes;                       ///< in the order of the plan
    std::map<std::string, std::size_t> positionOfNode;  ///< among `nodes`, by name
    std::vector<BoundPod> pods;                         ///< those whose workload is known
    /// Rules of the scheduler that each of `pods` breaks where it stands.
    std::vector<std::vector<std::string>> broken;
    std::vector<Figure> overfull;  ///< amounts that exceed what a node has
    std::vector<Violation>& violations;

    const Scenario& scenario() const { return input.scenario; }
    const Requirements& requirements() const { return input.scenario.requirements; }
    const PlanNode* node(const std::string& name) const;
    const BoundNode* boundNode(const std::string& name) const;
    const Check* check(CheckId id) const;
    /// Value of an assumption; `otherwise` where the table has none.
    double assumed(std::string_view id, double otherwise) const;
    bool binds(CheckId id) const;
    /// Unknown without figures: of very many pods and nodes the deploys and losses are played only
    /// where a check may refuse the layout for them.
    bool isLeftOut(CheckId id) const;
    std::int64_t replicasOf(const PlannedWorkload& workload) const;

    void violate(std::string rule, std::string what, std::string stated, std::string found) const;
    void expectEqual(std::string_view rule, std::string_view what, std::int64_t stated,
                     std::int64_t found) const;
    void expectEqual(std::string_view rule, std::string_view what, const std::string& stated,
                     const std::string& found) const;
    /// The verdict must be one of these; a failure that does not bind is a warning.
    void expectVerdict(CheckId id, std::initializer_list<Verdict> allowed,
                       const std::string& why) const;
    /// One entry of the check's numbers; an entry that is missing is a violation.
    void expectNumber(CheckId id, std::string_view key, std::int64_t found) const;
    void expectWord(CheckId id, std::string_view key, const std::string& found) const;
};

enum class NamedFigure { Tightest, Any };
/// The check must name one of these figures with its amounts; under Tightest none is tighter.
void expectFigure(const PlanContext& context, CheckId id, const std::vector<Figure>& figures,
                  NamedFigure named);

/// Are workloads tied to nodes by an adjustment, so that the scheduler fills the layout?
bool hasHints(const CapacityPlan& plan);

/// An entry of a check's numbers; nullopt when it is missing or no whole number.
std::optional<std::int64_t> numberOf(const Check& check, std::string_view key);
std::string wordOf(const Check& check, std::string_view key);
/// amount * (1 - headroom), rounded down.
std::int64_t withHeadroom(const Requirements& requirements, std::int64_t amount);
inline std::int64_t withHeadroom(const PlanContext& context, std::int64_t amount) {
    return withHeadroom(context.requirements(), amount);
}
/// value * share, share in millionths, rounded down.
std::int64_t shareOf(std::int64_t value, std::int64_t millionths);

/// What pods may use of a node that this machine becomes, by the rules of the catalogue; "pods"
/// among them.
Amounts allocatableOf(const PlanCheckerInput& input, const Offer& offer);
/// The monthly price of one machine in the scenario's currency, with its address where that is
/// charged apart; nullopt: a currency without a rate.
std::optional<Money> machinePrice(const PlanCheckerInput& input, const Offer& offer);

/// The offer that a node of the plan names: from the catalogue, the scenario's custom offers or its
/// existing nodes; nullptr when there is none.
const Offer* offerOf(const PlanContext& context, const PlanNode& node);

/// Requests of one pod redone from its template: max(containers + sidecars, init steps) + overhead.
Amounts requestsOf(const PodTemplate& pod);
/// Its limit in the same form; nullopt: unlimited.
std::optional<std::int64_t> limitOf(const PodTemplate& pod, const std::string& resource);

/// How a volume's data reaches a pod on another node.
enum class VolumeReach { Node, Attached, Network };
VolumeReach reachOf(const PlanContext& context, const VolumeMount& mount);
bool hasVolume(const PlanContext& context, const PlannedWorkload& workload, VolumeReach reach);
/// Does the environment need this workload? Its own, the shared engines it is a tenant of, and the
/// entrance of the cluster.
bool servesEnvironment(const PlannedWorkload& workload, const std::string& environmentId);
/// Ids of the environments that have workloads, in their order.
std::vector<std::string> environmentIds(const PlanContext& context);

/// Node selector and required node affinity alone, on a node of this name and these labels.
bool affinityAllows(const PodTemplate& pod, const std::string& name,
                    const std::map<std::string, std::string>& labels);
bool selects(const LabelSelector& selector, const std::map<std::string, std::string>& labels);
bool tolerates(const PodTemplate& pod, const Taint& taint);
/// Does the term, owned by a pod of one workload, mean pods of the other?
bool reaches(const PodAffinityTerm& term, const PlannedWorkload& owner,
             const PlannedWorkload& other);

/// Cores that pods may use, and the speed of one of them in millionths.
std::int64_t usableCpu(const BoundNode& node);
std::int64_t cpuScale(const PlanContext& context, const BoundNode& node);

/// The lists beside the plans: what was refused, the assumptions, what would flip the answer.
void checkLists(const PlanCheckerInput& input, const PlanReport& report,
                std::vector<Violation>& violations);

void checkMoney(const PlanContext& context);
void checkCertificate(const PlanContext& context);
void checkDemand(const PlanContext& context);
void checkNodes(const PlanContext& context);
void checkFilters(const PlanContext& context);
void checkVerdicts(const PlanContext& context);
void checkFits(const PlanContext& context);
void checkStorage(const PlanContext& context);
void checkCommons(const PlanContext& context);
void checkConsistency(const PlanContext& context);
void checkRollouts(const PlanContext& context);
void checkLatency(const PlanContext& context);
void checkNodeLoss(const PlanContext& context);

}  // namespace stowage::checker
