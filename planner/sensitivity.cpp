#include "planner/sensitivity.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "model/base/parallel.h"
#include "model/human_text.h"
#include "planner/ordered_budget.h"
#include "planner/plan_assembly.h"
#include "planner/scenario_knobs.h"

namespace stowage::planner {
namespace {

/// A bisection ends when the bracket is this share of the range: three figures of the value.
constexpr double kResolution = 1.0 / 512;

/// One input with its range; `change` sets it in a scenario or a table.
struct MovableInput {
    std::string id;
    std::string what;  ///< one line for people
    double current = 0, low = 0, high = 0;
    std::function<std::string(double)> text;
    std::function<void(Scenario&, AssumptionTable&, double)> change;
    double effect = 0;        ///< |expected MiB at high − at low| of the recommended layout
    bool growsDemand = true;  ///< a larger value needs more
};

Bytes expectedBytes(const Scenario& scenario, const AssumptionTable& table,
                    const JudgedLayout& recommended) {
    const Expansion expansion =
        expand(scenario, recommended.arrangement, recommended.expansion->target, table);
    Bytes sum;
    for (const PlannedWorkload& workload : expansion.workloads) {
        sum += times(workload.demand.memory.expected, workload.replicas);
    }
    for (const LayoutNode& node : recommended.layout.nodes) {
        if (node.shape.kind == NodeShapeKind::K3s) {
            const OverheadKind kind =
                node.role == NodeRole::Server ? OverheadKind::K3sServer : OverheadKind::K3sAgent;
            sum += nodeOverhead(kind, table).memory.expected;
        }
    }
    return sum;
}

void addTraffic(const Scenario& scenario, std::vector<MovableInput>& inputs) {
    std::string busiest;
    double peak = 0;
    for (const Environment* environment : scenario.environments()) {
        if (environment->traffic.peakRps > peak) {
            peak = environment->traffic.peakRps;
            busiest = environment->id;
        }
    }
    if (peak <= 0) {
        return;
    }
    inputs.push_back({.id = busiest + ".traffic.peakRps",
                      .what = fmt::format("peak traffic of {}", busiest),
                      .current = peak,
                      .low = peak / 4,
                      .high = peak * 8,
                      .text = [](double value) { return fmt::format("{:.3g} rps", value); },
                      .change =
                          [busiest](Scenario& changed, AssumptionTable&, double value) {
                              for (App& app : changed.apps) {
                                  for (Environment& environment : app.environments) {
                                      if (environment.id == busiest) {
                                          environment.traffic.peakRps = value;
                                      }
                                  }
                              }
                          },
                      .effect = 0});
}

std::vector<MovableInput> movableInputs(const SensitivityInput& input, const Scenario& scenario) {
    std::vector<MovableInput> inputs;
    const std::set<std::string> prefixes = usedPrefixes({&input.recommended});
    for (const AssumptionRow& row : input.assumptions.rows()) {
        // Cheap filters before any expansion: what the plan does not use and what has no range.
        if (row.unit != AssumptionUnit::Mebibytes || row.low >= row.high || row.isOverridden ||
            !prefixes.contains(prefixOf(row.id))) {
            continue;
        }
        const AssumptionUnit unit = row.unit;
        const std::string id = row.id;
        inputs.push_back({.id = row.id,
                          .what = row.text,
                          .current = row.value,
                          .low = row.low,
                          .high = row.high,
                          .text = [unit](double value) { return assumptionText(value, unit); },
                          .change = [id](Scenario&, AssumptionTable& table,
                                         double value) { table = table.with(id, value); },
                          .effect = 0});
    }
    parallelFor(inputs.size(), input.options.threads, [&](std::size_t index) {
        MovableInput& one = inputs[index];
        const auto at = [&](double value) {
            Scenario unchanged;
            AssumptionTable table = input.assumptions;
            one.change(unchanged, table, value);
            return asMebibytes(expectedBytes(scenario, table, input.recommended));
        };
        const double grown = at(one.high) - at(one.low);
        one.effect = std::abs(grown);
        one.growsDemand = grown >= 0;
    });
    std::erase_if(inputs, [](const MovableInput& one) { return one.effect < 1; });
    std::ranges::stable_sort(inputs,
                             [](const auto& a, const auto& b) { return a.effect > b.effect; });
    return inputs;
}

/// The answer of one search with an input moved.
struct MovedAnswer {
    std::string title;  ///< "nothing fits" when that is proven
    Money monthly;
    std::optional<Layout> layout;  ///< none when nothing fits

    /// The same machines at the same price; dearer with other services is another answer.
    bool isSame(const Layout& other, Money price) const {
        return layout && title == other.title() && monthly == price;
    }
};

/// Runs searches with one input moved, within the share of a budget.
class Mover {
public:
    Mover(const SensitivityInput& input, const Scenario& scenario, std::size_t item,
          OrderedBudget& searches, RunControl& control)
        : m_input(input),
          m_scenario(scenario),
          m_item(item),
          m_searches(searches),
          m_control(control) {}

    /// A full search; nullopt when the budget is spent or the search proved nothing.
    Result<std::optional<MovedAnswer>> answerAt(const MovableInput& one, double value,
                                                simulate::AuditDepth depth) {
        if (!m_searches.spend(m_item)) {
            return std::optional<MovedAnswer>();
        }
        STOWAGE_TRY(const Evaluation evaluation, evaluateAt(m_scenario, one, value, depth));
        if (!evaluation.isProven || evaluation.isTimeLimited) {
            return std::optional<MovedAnswer>();
        }
        if (!evaluation.best) {
            return std::optional(MovedAnswer{.title = "nothing fits", .monthly = {}, .layout = {}});
        }
        return std::optional(MovedAnswer{.title = evaluation.best->layout.title(),
                                         .monthly = evaluation.best->bill.monthly,
                                         .layout = evaluation.best->layout});
    }

    /// Whether one layout passes at this price with the input at this value.
    Result<bool> passesAt(const Layout& layout, Money price, const MovableInput& one,
                          double value) {
        Scenario held = m_scenario;
        holdLayout(held, layout, price);
        STOWAGE_TRY(const Evaluation evaluation,
                    evaluateAt(held, one, value, simulate::AuditDepth::Screening));
        return evaluation.best.has_value();
    }

private:
    Result<Evaluation> evaluateAt(const Scenario& scenario, const MovableInput& one, double value,
                                  simulate::AuditDepth depth) {
        Scenario changed = scenario;
        AssumptionTable table = m_input.assumptions;
        one.change(changed, table, value);
        EvaluationOptions options = m_input.options;
        options.depth = SearchDepth::Verdict;
        options.audit.depth = depth;
        options.threads = 1;
        return evaluate(changed, m_input.catalog, table, options, m_control);
    }

    const SensitivityInput& m_input;
    const Scenario& m_scenario;
    std::size_t m_item;
    OrderedBudget& m_searches;
    RunControl& m_control;
};

struct Flip {
    double stays = 0, flips = 0;
    std::string to;
};

/// What one end of a range showed. Undecided: the budget ran out before the end was searched.
struct EndAnswer {
    bool isDecided = false;
    std::optional<Flip> flip;
};

/// The value between `stays` and `flips` where `layout` begins to pass (or to fail): each step asks
/// for that one layout alone.
Result<Flip> bisect(Mover& mover, const MovableInput& one, const Layout& layout, Money price,
                    Flip flip) {
    STOWAGE_TRY(const bool passesAtFlip, mover.passesAt(layout, price, one, flip.flips));
    const double resolution = std::max(std::abs(flip.flips - flip.stays) * kResolution, 1e-9);
    while (std::abs(flip.flips - flip.stays) > resolution) {
        const double middle = flip.stays + (flip.flips - flip.stays) / 2;
        STOWAGE_TRY(const bool passes, mover.passesAt(layout, price, one, middle));
        (passes == passesAtFlip ? flip.flips : flip.stays) = middle;
    }
    return flip;
}

/// Looks for a flip between the current value and one end. Either the recommended layout fails
/// there, or, at the end that lowers the demand, a cheaper one passes. Both sides of the value that
/// is found are searched in full, with full audits, and must agree.
Result<EndAnswer> findFlip(Mover& mover, const MovableInput& one, double end,
                           const JudgedLayout& recommended) {
    const Layout& layout = recommended.layout;
    const Money price = recommended.bill.monthly;
    STOWAGE_TRY(const bool stillPasses, mover.passesAt(layout, price, one, end));
    const bool isRelief = (end < one.current) == one.growsDemand;
    if (stillPasses && !isRelief) {
        return EndAnswer{.isDecided = true, .flip = {}};
    }
    STOWAGE_TRY(const std::optional<MovedAnswer> atEnd,
                mover.answerAt(one, end, simulate::AuditDepth::Screening));
    if (!atEnd || atEnd->isSame(layout, price)) {
        return EndAnswer{.isDecided = atEnd.has_value(), .flip = {}};
    }
    if (stillPasses && !atEnd->layout) {
        return EndAnswer{};  // screening and search disagree: claim nothing
    }
    const Layout& watched = stillPasses ? *atEnd->layout : layout;
    STOWAGE_TRY(Flip flip, bisect(mover, one, watched, stillPasses ? atEnd->monthly : price,
                                  {.stays = one.current, .flips = end, .to = atEnd->title}));
    STOWAGE_TRY(const std::optional<MovedAnswer> stays,
                mover.answerAt(one, flip.stays, simulate::AuditDepth::Full));
    STOWAGE_TRY(const std::optional<MovedAnswer> flips,
                mover.answerAt(one, flip.flips, simulate::AuditDepth::Full));
    if (!stays || !flips || !stays->isSame(layout, price) || flips->isSame(layout, price)) {
        return EndAnswer{};
    }
    flip.to = flips->title;
    return EndAnswer{.isDecided = true, .flip = flip};
}

SensitivityRow flipRow(const MovableInput& one, const Flip& flip) {
    SensitivityRow row;
    row.input = one.id;
    row.current = one.text(one.current);
    row.flipsAt = one.text(flip.flips);
    row.to = flip.to;
    row.limit = one.text(flip.stays);
    row.currentNumber = one.current;
    row.limitNumber = flip.stays;
    row.text = fmt::format("{}: taken as {}; {} {} the answer is {}", one.what, row.current,
                           flip.flips > one.current ? "from" : "at", row.flipsAt,
                           flip.to == "nothing fits" ? "that nothing fits" : flip.to);
    return row;
}

SensitivityRow steadyRow(const MovableInput& one) {
    SensitivityRow row;
    row.input = one.id;
    row.current = one.text(one.current);
    row.limit = one.text(one.high);
    row.currentNumber = one.current;
    row.limitNumber = one.high;
    row.text = fmt::format("{}: taken as {}; anything from {} to {} gives the same answer",
                           one.what, row.current, one.text(one.low), one.text(one.high));
    return row;
}

}  // namespace

Result<std::vector<SensitivityRow>> sensitivityOf(const SensitivityInput& input, int rowsMax,
                                                  int searchesMax, RunControl& control) {
    Scenario scenario = withoutDocuments(input.scenario);
    std::vector<MovableInput> inputs = movableInputs(input, scenario);
    if (inputs.size() > static_cast<std::size_t>(std::max(1, rowsMax - 1))) {
        inputs.resize(static_cast<std::size_t>(std::max(1, rowsMax - 1)));
    }
    addTraffic(scenario, inputs);
    // Every input has two ends, the upper one first.
    OrderedBudget searches(2 * inputs.size(), searchesMax);
    std::vector<std::optional<Result<EndAnswer>>> answers(2 * inputs.size());
    parallelFor(answers.size(), input.options.threads, [&](std::size_t item) {
        const MovableInput& one = inputs[item / 2];
        Mover mover(input, scenario, item, searches, control);
        answers[item] = findFlip(mover, one, item % 2 == 0 ? one.high : one.low, input.recommended);
    });
    std::vector<SensitivityRow> flipping;
    std::vector<SensitivityRow> steady;
    for (std::size_t at = 0; at < inputs.size(); ++at) {
        const MovableInput& one = inputs[at];
        bool isSteady = true;
        for (std::size_t item = 2 * at; item < 2 * at + 2; ++item) {
            STOWAGE_TRY(EndAnswer answer, std::move(*answers[item]));
            answer = searches.affords(item) ? std::move(answer) : EndAnswer();
            if (answer.flip) {
                flipping.push_back(flipRow(one, *answer.flip));
            }
            isSteady = isSteady && answer.isDecided && !answer.flip;
        }
        if (isSteady) {
            steady.push_back(steadyRow(one));
        }
    }
    flipping.insert(flipping.end(), steady.begin(), steady.end());
    return flipping;
}

void nameFlips(const std::vector<std::pair<std::string, std::string>>& planIdsByTitle,
               std::vector<SensitivityRow>& rows) {
    for (SensitivityRow& row : rows) {
        const auto at = std::ranges::find_if(planIdsByTitle,
                                             [&](const auto& one) { return one.second == row.to; });
        if (at != planIdsByTitle.end()) {
            row.to = at->first;
        }
    }
}

}  // namespace stowage::planner
