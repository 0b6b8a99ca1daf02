#pragma once

#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "model/expander.h"
#include "planner/demand_figures.h"
#include "planner/evaluation.h"
#include "planner/exact_packing.h"
#include "planner/layout_family.h"

namespace stowage::planner {

/// What one evaluation shares: the question and the figures made from it once.
struct SearchContext {
    const Scenario& scenario;
    const Catalog& catalog;
    const AssumptionTable& assumptions;
    const EvaluationOptions& options;
    Exchange exchange;
    DimensionSet dimensions;
    simulate::RiskConstants riskConstants;

    const Requirements& requirements() const { return scenario.requirements; }
};

enum class JudgeVerdict {
    Passes,
    Refused,    ///< proven for this set of machines and arrangement
    Undecided,  ///< neither placed nor refused, or only some placements were judged
    Cancelled,
};

/// Whether a refusal needs its figures: with Reasons every layout is audited, however short it is.
enum class JudgeDetail { Verdict, Reasons };

/// Whether a placement was made under every rule of the scheduler; if not, that it fails proves
/// nothing.
enum class PackedHow { ByEveryRule, Relaxed };

struct JudgeOutcome {
    JudgeVerdict verdict = JudgeVerdict::Refused;
    JudgedLayout layout;
    bool isAudited = false;
    /// Everything holds where the placement may be fixed pod by pod.
    bool holdsPinned = false;
    /// Refused however the pods are placed.
    bool isRefusedPinned = false;
    /// Where that is another placement than the layout's.
    std::optional<Placement> pinnedPlacement;
    /// Fails whatever machines of this family are taken.
    bool failsForFamily = false;
    std::int64_t steps = 0;
};

/// Builds, places and judges single layouts; keeps expanders between calls.
class LayoutJudge {
public:
    explicit LayoutJudge(const SearchContext& context) : m_context(context) {}

    const SearchContext& context() const { return m_context; }
    const Expander& expanderFor(const ExpansionTarget& target);

    /// The layout with its expansion and bill, nothing placed.
    JudgedLayout assemble(const LayoutFamily& family, const MachineCounts& counts,
                          const Arrangement& arrangement);
    /// The same for nodes in a stated order (positions into family.machines).
    JudgedLayout assembleInOrder(const LayoutFamily& family,
                                 const std::vector<std::size_t>& machines,
                                 const Arrangement& arrangement);
    /// A layout of several nodes with every pod placed by the caller.
    JudgeOutcome judgePlaced(JudgedLayout layout, PackedHow how, JudgeDetail detail,
                             const RunControl& control) const;
    /// May be called from several threads at once.
    JudgeOutcome judge(JudgedLayout layout, JudgeDetail detail, const RunControl& control) const;

private:
    JudgeOutcome judgeOne(JudgedLayout layout, JudgeDetail detail, const RunControl& control) const;
    JudgeOutcome judgeSeveral(JudgedLayout layout, JudgeDetail detail,
                              const RunControl& control) const;
    void judgePacked(JudgeOutcome& outcome, const std::shared_ptr<const ClusterModel>& cluster,
                     Placement packed, PackedHow how, JudgeDetail detail,
                     const RunControl& control) const;
    JudgedLayout assembled(const LayoutFamily& family, Layout layout, const MachineCounts& counts,
                           const Arrangement& arrangement);
    void judgeLanding(JudgeOutcome& outcome, const simulate::ReachabilityResult& reached,
                      Placement packed, JudgeDetail detail, const RunControl& control) const;
    bool isQuicklyRefused(const JudgedLayout& layout) const;
    simulate::AuditOptions screening() const;
    /// `screened`: reachability with the budget of screening(), where it is known.
    void audit(JudgeOutcome& outcome, JudgeDetail detail, const RunControl& control,
               const simulate::ReachabilityResult* screened) const;

    const SearchContext& m_context;
    std::map<std::tuple<TopologyKind, int, std::string, IngressKind>, std::unique_ptr<Expander>>
        m_expanders;
};

/// Different zones of a layout's nodes.
int zonesOf(const Layout& layout);

/// The failing binding check that leads, and the others, in the contract's order.
std::vector<CheckId> bindingFailures(const simulate::AuditResult& audit,
                                     const Requirements& requirements);

}  // namespace stowage::planner
