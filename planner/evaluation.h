#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/arrangement.h"
#include "model/assumption.h"
#include "model/base/result.h"
#include "model/base/run_control.h"
#include "model/catalog.h"
#include "model/check.h"
#include "model/cost.h"
#include "model/expansion.h"
#include "model/layout.h"
#include "model/scenario.h"
#include "model/simulate/audit.h"
#include "planner/pattern_proof.h"
#include "planner/search_progress.h"

namespace stowage::planner {

/// One complete layout under one arrangement: placed, priced, judged.
struct JudgedLayout {
    Arrangement arrangement;
    std::shared_ptr<const Expansion> expansion;
    Layout layout;
    Placement placement;  ///< pods without a node are not placed
    Bill bill;
    simulate::AuditResult audit;
    int changes = 0;  ///< services whose mode differs from today

    bool passes() const { return !audit.hasBindingFailure; }
};

/// A layout that cannot be the answer, with the first reason in the contract's order.
struct RefusedLayout {
    JudgedLayout layout;  ///< its placement may be partial, its audit empty (`isAudited`)
    bool isAudited = false;
    CheckId check = CheckId::FitMemory;
    Shortage shortage;
    std::string text;
    std::vector<CheckId> otherChecks;
    /// The search could neither place nor refuse it within its budget; text says so.
    bool isUndecided = false;
};

/// How much is asked.
enum class SearchDepth {
    Verdict,  ///< the cheapest layout and its price; `refused` may be empty
    Reasons,  ///< and the cheaper layouts that were refused
    Report,   ///< and the named alternatives
};

/// Which part of the question is searched; nullopt: all of it.
struct SearchScope {
    std::optional<TopologyKind> topology;
    /// Every service takes this mode where it may, today's mode elsewhere.
    std::optional<Mode> mode;
};

struct EvaluationOptions {
    std::string today;          ///< ISO date
    std::int64_t stepsMax = 0;  ///< 0: the default budget
    int effort = 100;  ///< per cent of the default budget, where many machines are searched
    PartsPerMillion gap;
    int threads = 1;
    SearchDepth depth = SearchDepth::Verdict;
    SearchScope scope;
    int refusedMax = 5;
    simulate::AuditOptions audit;
    /// Of a search for a report; those for verdicts are parts of others and tell nothing.
    ProgressListener progress;
};

/// Sets of machines that are cheaper than the answer, and how many were refused by what.
struct SearchCount {
    std::int64_t covered = 0;    ///< refused by the covering bound before they were built
    std::int64_t refused = 0;    ///< refused by totals, bounds or exact packing
    std::int64_t audited = 0;    ///< packed, then refused by a check
    std::int64_t undecided = 0;  ///< neither
    std::int64_t steps = 0;
};

struct Evaluation {
    /// The cheapest layout that passes every binding check; none when nothing does.
    std::optional<JudgedLayout> best;
    /// Of a scenario with candidates.fixed: that layout, passing or not.
    std::optional<JudgedLayout> held;
    /// Cheaper than `best`, or the only one: filled by the scheduler only with hints, which are
    /// adjustments of its expansion. SearchDepth::Report.
    std::optional<JudgedLayout> hinted;
    /// Whatever the placement: no layout that can hold the pods costs less.
    Money pinnedBound;
    std::vector<JudgedLayout> alternatives;  ///< SearchDepth::Report: dearer or tied, all passing
    std::vector<RefusedLayout> refused;      ///< cheaper ones first
    std::optional<Money> pinnedPrice;        ///< cheapest that can hold the pods
    std::optional<Money> reachablePrice;     ///< cheapest that the scheduler fills unaided
    Money lowerBound;
    bool isProven = false;            ///< best is optimal, or nothing is feasible
    bool isProvenInfeasible = false;  ///< proven that nothing is feasible
    bool isTimeLimited = false;
    SearchCount count;
    std::optional<PatternProof> proof;  ///< of lowerBound, where patterns prove it
    /// More machines than sets are searched one by one for: questions about the answer cost as much
    /// as the answer, so few or none are asked.
    bool isManyNodes = false;
    std::vector<std::string> warnings;
};

class EvaluationRun;

/// evaluate() in two steps, for callers with other work that needs the answer but not its reasons.
/// What it is given must outlive it.
class StagedEvaluation {
public:
    StagedEvaluation(const Scenario& scenario, const Catalog& catalog,
                     const AssumptionTable& assumptions, const EvaluationOptions& options,
                     RunControl& control);
    ~StagedEvaluation();
    StagedEvaluation(const StagedEvaluation&) = delete;
    StagedEvaluation& operator=(const StagedEvaluation&) = delete;

    /// Everything but `refused` and `alternatives`. Errors as evaluate().
    Status decide();
    /// `refused` and `alternatives`, as far as the depth asks for them. Errors: Cancelled.
    Status explain();
    const Evaluation& answer() const;

private:
    std::unique_ptr<EvaluationRun> m_run;
};

/// The cheapest acceptable layout of a scenario, or of one that was changed: pure, keeps nothing
/// between calls, and made to be called often. `assumptions` has the scenario's overrides applied.
/// Errors: Cancelled, or InvalidArgument for unknown providers and offers.
Result<Evaluation> evaluate(const Scenario& scenario, const Catalog& catalog,
                            const AssumptionTable& assumptions, const EvaluationOptions& options,
                            RunControl& control);

}  // namespace stowage::planner
