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

struct JudgeOutcome {
    JudgeVerdict verdict = JudgeVerdict::Refused;
    JudgedLayout layout;
    bool isAudited = false;
    /// Everything holds where the placement may be fixed pod by pod.
    bool holdsPinned = false;
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
    /// May be called from several threads at once.
    JudgeOutcome judge(JudgedLayout layout, JudgeDetail detail, const RunControl& control) const;

private:
    JudgeOutcome judgeOne(JudgedLayout layout, JudgeDetail detail, const RunControl& control) const;
    JudgeOutcome judgeSeveral(JudgedLayout layout, JudgeDetail detail,
                              const RunControl& control) const;
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
