#include "planner/optimize.h"

#include <fmt/format.h>

#include <algorithm>

#include "model/base/digest.h"
#include "model/base/parallel.h"
#include "planner/certificate.h"
#include "planner/compare.h"
#include "planner/evaluation.h"
#include "planner/plan_assembly.h"
#include "planner/refusal.h"
#include "planner/sensitivity.h"

namespace stowage::planner {
namespace {

constexpr int kSensitivityRows = 4;
/// A search for a flip costs as much as the plan itself, one for a fix as much as a single layout;
/// questions that need many steps get fewer, so that the answer stays prompt. Counted, not timed:
/// the same on every machine.
constexpr int kFixEvaluations = 40;
constexpr int kFlipSearchesMax = 8;
constexpr int kFlipSearchesMin = 3;
constexpr std::int64_t kFlipSteps = 200'000;
constexpr std::size_t kManyPods = 30;

struct ExtraBudget {
    int fixes = 0;
    int flips = 0;
};

ExtraBudget budgetFor(const Evaluation& evaluation) {
    if (evaluation.isManyNodes) {
        return {};
    }
    const std::size_t pods = evaluation.best ? evaluation.best->placement.size() : 0;
    const int share = static_cast<int>(1 + pods / kManyPods);
    const std::int64_t searches = kFlipSteps / std::max<std::int64_t>(1, evaluation.count.steps);
    return {.fixes = kFixEvaluations / share,
            .flips = static_cast<int>(
                std::clamp<std::int64_t>(searches, kFlipSearchesMin, kFlipSearchesMax))};
}

/// What the search found and how much it looked at, in one line.
std::string answerText(const Evaluation& evaluation) {
    const std::string answer =
        evaluation.best ? fmt::format("{} at {} a month, {}", evaluation.best->layout.title(),
                                      toDecimal(evaluation.best->bill.monthly),
                                      evaluation.isProven ? "proven" : "not proven")
        : evaluation.isProvenInfeasible ? std::string("proven that nothing fits")
                                        : std::string("nothing found, nothing proven");
    const SearchCount& count = evaluation.count;
    return fmt::format(
        "{}: {} sets of machines refused by bounds, {} by packing, {} by a check, "
        "{} undecided, {} steps",
        answer, count.covered, count.refused, count.audited, count.undecided, count.steps);
}

/// Hints are recommended only where nothing does without them, or they save a fifth of the bill.
bool prefersHints(const Evaluation& evaluation) {
    if (!evaluation.hinted) {
        return false;
    }
    const Money price = evaluation.hinted->bill.monthly;
    return !evaluation.best ||
           Int128{price.raw()} * 5 <= Int128{evaluation.best->bill.monthly.raw()} * 4;
}

class ReportBuilder {
public:
    ReportBuilder(const Scenario& scenario, const Catalog& catalog,
                  const AssumptionTable& assumptions, const PlanOptions& options,
                  RunControl& control)
        : m_scenario(scenario),
          m_catalog(catalog),
          m_assumptions(assumptions),
          m_options(options),
          m_control(control) {
        m_evaluationOptions.today = options.today;
        m_evaluationOptions.stepsMax = options.stepsMax;
        m_evaluationOptions.gap = options.gap;
        m_evaluationOptions.effort = options.effort;
        m_evaluationOptions.threads = options.threads;
        m_evaluationOptions.depth = SearchDepth::Report;
        m_evaluationOptions.progress = options.progress;
    }

    Result<PlanReport> build() {
        StagedEvaluation evaluation(m_scenario, m_catalog, m_assumptions, m_evaluationOptions,
                                    m_control);
        m_control.report("searching the cheapest layout");
        STOWAGE_TRY(const Done decided, evaluation.decide());
        m_control.report(answerText(evaluation.answer()));
        STOWAGE_TRY(const Done explained, explain(evaluation));
        static_cast<void>(decided);
        static_cast<void>(explained);
        m_evaluation = evaluation.answer();
        m_control.report(fmt::format("{} refused layouts and {} alternatives are explained",
                                     m_evaluation.refused.size(),
                                     m_evaluation.alternatives.size()));
        head();
        addPlans();
        nameFlips(m_titles, m_report.sensitivity);
        m_report.assumptions = usedAssumptions(m_shown, m_assumptions);
        return std::move(m_report);
    }

private:
    void head() {
        m_report.scenarioName = m_scenario.name;
        m_report.scenarioDocument = m_scenario.document;
        m_report.scenarioDigest = "sha256:" + sha256Hex(writeJson(m_scenario.document));
        m_report.today = m_options.today;
        m_report.pinnedPrice = m_evaluation.pinnedPrice;
        m_report.reachablePrice = m_evaluation.reachablePrice;
        m_report.provenInfeasible = m_evaluation.isProvenInfeasible;
        m_report.warnings = m_evaluation.warnings;
    }

    void addPlan(const JudgedLayout& judged, const CostProof& proof) {
        CapacityPlan plan = toCapacityPlan(judged, proof);
        plan.id = fmt::format("p{}", m_report.plans.size() + 1);
        m_titles.emplace_back(plan.id, judged.layout.title());
        m_report.plans.push_back(std::move(plan));
        m_shown.push_back(&judged);
    }

    /// Its bound is that of any layout that can hold the pods: the scheduler's own choice is what
    /// it does without.
    void addHinted() {
        addPlan(*m_evaluation.hinted,
                {.lowerBound = m_evaluation.pinnedBound,
                 .isProven = m_evaluation.pinnedBound == m_evaluation.hinted->bill.monthly,
                 .isTimeLimited = m_evaluation.isTimeLimited,
                 .certificate = boundCertificate(m_evaluation.pinnedBound)});
        std::string text = "only the hints make the scheduler fill it";
        if (m_evaluation.best) {
            text += fmt::format(
                "; without them the cheapest that it fills in every order is {} "
                "at {} a month",
                m_evaluation.best->layout.title(), toDecimal(m_evaluation.best->bill.monthly));
        }
        m_report.plans.back().extras.push_back({.kind = ExtraKind::Note, .text = std::move(text)});
    }

    bool isShown(const JudgedLayout& judged) const {
        return std::ranges::any_of(m_shown, [&](const JudgedLayout* other) {
            return other->layout.title() == judged.layout.title() &&
                   other->arrangement == judged.arrangement;
        });
    }

    /// What follows from the answer alone is worked out beside its refusals and alternatives: both
    /// take about as long as the answer itself.
    Status explain(StagedEvaluation& evaluation) {
        const ExtraBudget budget = budgetFor(evaluation.answer());
        EvaluationOptions verdicts = m_evaluationOptions;
        verdicts.depth = SearchDepth::Verdict;
        Status reasons{Done()};
        Status questions{Done()};
        parallelFor(2, std::min(2, m_options.threads), [&](std::size_t part) {
            if (part == 0) {
                reasons = addReasons(evaluation, verdicts, budget.fixes);
            } else {
                questions = addQuestions(evaluation.answer().best, verdicts, budget.flips);
            }
        });
        return reasons.ok() ? questions : reasons;
    }

    void addPlans() {
        const CostProof proof{.lowerBound = m_evaluation.lowerBound,
                              .isProven = m_evaluation.isProven,
                              .isTimeLimited = m_evaluation.isTimeLimited,
                              .certificate = certificateOf(m_evaluation)};
        // The bound holds for the whole scenario; only the recommended plan meets it.
        const CostProof others{.lowerBound = m_evaluation.lowerBound,
                               .isTimeLimited = m_evaluation.isTimeLimited};
        const bool isHinted = prefersHints(m_evaluation);
        if (isHinted) {
            addHinted();
            m_report.recommended = m_report.plans.front().id;
        }
        if (m_evaluation.best) {
            addPlan(*m_evaluation.best, proof);
            if (!isHinted && !m_evaluation.best->audit.hasBindingUnknown) {
                m_report.recommended = m_report.plans.front().id;
            }
        } else if (m_evaluation.held) {
            addPlan(*m_evaluation.held, others);
        }
        if (m_evaluation.hinted && !isHinted) {
            addHinted();
        }
        for (const JudgedLayout& alternative : m_evaluation.alternatives) {
            if (static_cast<int>(m_report.plans.size()) < m_options.top && !isShown(alternative)) {
                addPlan(alternative, others);
            }
        }
        for (const JudgedLayout& judged : m_whatIf) {
            if (!isShown(judged)) {
                addPlan(judged, others);
            }
        }
    }

    Status addReasons(StagedEvaluation& evaluation, const EvaluationOptions& verdicts,
                      int fixesMax) {
        STOWAGE_TRY(const Done explained, evaluation.explain());
        const RefusalInput input{.scenario = m_scenario,
                                 .catalog = m_catalog,
                                 .assumptions = m_assumptions,
                                 .options = verdicts};
        STOWAGE_TRY(m_report.refused,
                    refusalsOf(input, evaluation.answer().refused, fixesMax, m_control));
        return explained;
    }

    /// What-if layouts of `compare`, the guesses that would flip the answer of `plan`.
    Status addQuestions(const std::optional<JudgedLayout>& best, const EvaluationOptions& verdicts,
                        int flipsMax) {
        if (m_options.isCompare) {
            STOWAGE_TRY(m_whatIf,
                        whatIfLayouts(m_scenario, m_catalog, m_assumptions, verdicts, m_control));
        } else if (best) {
            const SensitivityInput input{.scenario = m_scenario,
                                         .catalog = m_catalog,
                                         .assumptions = m_assumptions,
                                         .options = verdicts,
                                         .recommended = *best};
            STOWAGE_TRY(m_report.sensitivity,
                        sensitivityOf(input, kSensitivityRows, flipsMax, m_control));
        }
        return Done();
    }

    const Scenario& m_scenario;
    const Catalog& m_catalog;
    const AssumptionTable& m_assumptions;
    const PlanOptions& m_options;
    RunControl& m_control;
    EvaluationOptions m_evaluationOptions;
    Evaluation m_evaluation;
    std::vector<JudgedLayout> m_whatIf;
    std::vector<const JudgedLayout*> m_shown;
    std::vector<std::pair<std::string, std::string>> m_titles;
    PlanReport m_report;
};

}  // namespace

Result<PlanReport> optimize(const Scenario& scenario, const Catalog& catalog,
                            const AssumptionTable& assumptions, const PlanOptions& options,
                            RunControl& control) {
    return ReportBuilder(scenario, catalog, assumptions, options, control).build();
}

}  // namespace stowage::planner
