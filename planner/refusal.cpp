#include "planner/refusal.h"

#include <fmt/format.h>

#include "planner/plan_assembly.h"

namespace stowage::planner {
namespace {

/// Asks whether one layout passes under a changed scenario, and counts how often.
class FixedLayoutTrial {
public:
    FixedLayoutTrial(const RefusalInput& input, const JudgedLayout& judged, int& evaluationsLeft,
                     RunControl& control)
        : m_input(input),
          m_held(withoutDocuments(input.scenario)),
          m_evaluationsLeft(evaluationsLeft),
          m_control(control) {
        holdLayout(m_held, judged.layout, judged.bill.monthly);
    }

    Result<bool> passes(const ScenarioKnob& knob, std::int64_t amount, simulate::AuditDepth depth) {
        if (m_evaluationsLeft <= 0) {
            return false;
        }
        --m_evaluationsLeft;
        Scenario changed = m_held;
        knob.apply(changed, amount);
        EvaluationOptions options = m_input.options;
        options.depth = SearchDepth::Verdict;
        options.audit.depth = depth;
        STOWAGE_TRY(const Evaluation evaluation,
                    evaluate(changed, m_input.catalog, m_input.assumptions, options, m_control));
        return evaluation.best.has_value();
    }

    bool isExhausted() const { return m_evaluationsLeft <= 0; }

private:
    const RefusalInput& m_input;
    Scenario m_held;
    int& m_evaluationsLeft;
    RunControl& m_control;
};

Result<std::optional<SmallestFix>> smallestFix(const RefusalInput& input,
                                               const RefusedLayout& refused, int& evaluationsLeft,
                                               RunControl& control) {
    FixedLayoutTrial trial(input, refused.layout, evaluationsLeft, control);
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

}  // namespace

Result<std::vector<Refusal>> refusalsOf(const RefusalInput& input,
                                        const std::vector<RefusedLayout>& refused,
                                        int evaluationsMax, RunControl& control) {
    int evaluationsLeft = evaluationsMax;
    std::vector<Refusal> refusals;
    for (const RefusedLayout& one : refused) {
        Refusal refusal;
        const bool isEmpty = one.layout.layout.nodes.empty();
        refusal.title = isEmpty ? std::string("every layout") : planTitle(one.layout);
        refusal.topology = std::string(toWord(one.layout.layout.topology));
        refusal.monthly = one.layout.bill.monthly;
        refusal.isPriced = one.layout.bill.isPriced();
        refusal.check = one.check;
        if (isEmpty || one.check == CheckId::HostsUnique ||
            one.check == CheckId::CommonsTenantIds) {
            refusal.title = "every layout";  // no machine and no price changes it
            refusal.monthly = Money();
            refusal.isPriced = false;
        }
        refusal.shortage = one.shortage;
        refusal.text = one.text;
        for (const CheckId id : one.otherChecks) {
            refusal.otherChecks.emplace_back(toWord(id));
        }
        if (refusal.isPriced && !one.isUndecided && !one.layout.layout.nodes.empty()) {
            STOWAGE_TRY(refusal.smallestFix, smallestFix(input, one, evaluationsLeft, control));
        }
        refusals.push_back(std::move(refusal));
    }
    return refusals;
}

}  // namespace stowage::planner
