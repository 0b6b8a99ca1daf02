#include "planner/refusal.h"

#include <fmt/format.h>

#include "model/base/parallel.h"
#include "planner/ordered_budget.h"
#include "planner/plan_assembly.h"

namespace stowage::planner {
namespace {

/// Asks whether one layout passes under a changed scenario, and counts how often.
class FixedLayoutTrial {
public:
    FixedLayoutTrial(const RefusalInput& input, const JudgedLayout& judged, std::size_t item,
                     OrderedBudget& evaluations, RunControl& control)
        : m_input(input),
          m_held(withoutDocuments(input.scenario)),
          m_item(item),
          m_evaluations(evaluations),
          m_control(control) {
        holdLayout(m_held, judged.layout, judged.bill.monthly);
    }

    Result<bool> passes(const ScenarioKnob& knob, std::int64_t amount, simulate::AuditDepth depth) {
        if (!m_evaluations.spend(m_item)) {
            return false;
        }
        Scenario changed = m_held;
        knob.apply(changed, amount);
        EvaluationOptions options = m_input.options;
        options.depth = SearchDepth::Verdict;
        options.audit.depth = depth;
        options.threads = 1;
        STOWAGE_TRY(const Evaluation evaluation,
                    evaluate(changed, m_input.catalog, m_input.assumptions, options, m_control));
        return evaluation.best.has_value();
    }

    bool isExhausted() const { return m_evaluations.left(m_item) <= 0; }

private:
    const RefusalInput& m_input;
    Scenario m_held;
    std::size_t m_item;
    OrderedBudget& m_evaluations;
    RunControl& m_control;
};

Result<std::optional<SmallestFix>> smallestFix(const RefusalInput& input,
                                               const RefusedLayout& refused, std::size_t item,
                                               OrderedBudget& evaluations, RunControl& control) {
    FixedLayoutTrial trial(input, refused.layout, item, evaluations, control);
    for (const ScenarioKnob& knob : knobsFor(input.scenario, refused)) {
        STOWAGE_TRY(const std::optional<std::int64_t> amount,
                    smallestAmount(knob.current, knob.extreme, [&](std::int64_t value) {
                        return trial.passes(knob, value, simulate::AuditDepth::Screening);
                    }));
        // A bisection that ran out of evaluations has proven nothing.
        if (!amount || trial.isExhausted()) {
            continue;
        }
        STOWAGE_TRY(const bool holds, trial.passes(knob, *amount, simulate::AuditDepth::Full));
        if (holds) {
            return std::optional(SmallestFix{
                .text = knob.text(*amount), .kind = knob.kind, .patch = knob.patch(*amount)});
        }
    }
    return std::optional<SmallestFix>();
}

/// The refusal without its fix.
Refusal refusalOf(const RefusedLayout& one) {
    Refusal refusal;
    const bool isEmpty = one.layout.layout.nodes.empty();
    refusal.title = isEmpty ? std::string("every layout") : planTitle(one.layout);
    refusal.topology = std::string(toWord(one.layout.layout.topology));
    refusal.monthly = one.layout.bill.monthly;
    refusal.isPriced = one.layout.bill.isPriced();
    refusal.check = one.check;
    if (isEmpty || one.check == CheckId::HostsUnique || one.check == CheckId::CommonsTenantIds) {
        refusal.title = "every layout";  // no machine and no price changes it
        refusal.monthly = Money();
        refusal.isPriced = false;
    }
    refusal.shortage = one.shortage;
    refusal.text = one.text;
    for (const CheckId id : one.otherChecks) {
        refusal.otherChecks.emplace_back(toWord(id));
    }
    return refusal;
}

}  // namespace

Result<std::vector<Refusal>> refusalsOf(const RefusalInput& input,
                                        const std::vector<RefusedLayout>& refused,
                                        int evaluationsMax, RunControl& control) {
    std::vector<Refusal> refusals;
    for (const RefusedLayout& one : refused) {
        refusals.push_back(refusalOf(one));
    }
    OrderedBudget evaluations(refused.size(), evaluationsMax);
    std::vector<std::optional<Result<std::optional<SmallestFix>>>> fixes(refused.size());
    parallelFor(refused.size(), input.options.threads, [&](std::size_t at) {
        if (refusals[at].isPriced && !refused[at].isUndecided) {
            fixes[at] = smallestFix(input, refused[at], at, evaluations, control);
        }
    });
    for (std::size_t at = 0; at < refused.size(); ++at) {
        if (fixes[at]) {
            STOWAGE_TRY(std::optional<SmallestFix> fix, std::move(*fixes[at]));
            refusals[at].smallestFix = evaluations.affords(at) ? std::move(fix) : std::nullopt;
        }
    }
    return refusals;
}

}  // namespace stowage::planner
