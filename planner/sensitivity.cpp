#include "planner/sensitivity.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "model/human_text.h"
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
    double effect = 0;  ///< |expected bytes at high − at low| of the recommended layout
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
    for (const AssumptionRow& row : input.assumptions.rows()) {
        // Cheap filter before any expansion: a range of nothing cannot flip anything.
        if (row.unit != AssumptionUnit::Mebibytes || row.low >= row.high || row.isOverridden) {
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
    for (MovableInput& one : inputs) {
        const auto at = [&](double value) {
            Scenario unchanged;
            AssumptionTable table = input.assumptions;
            one.change(unchanged, table, value);
            return asMebibytes(expectedBytes(scenario, table, input.recommended));
        };
        one.effect = std::abs(at(one.high) - at(one.low));
    }
    std::erase_if(inputs, [](const MovableInput& one) { return one.effect < 1; });
    std::ranges::stable_sort(inputs,
                             [](const auto& a, const auto& b) { return a.effect > b.effect; });
    return inputs;
}

/// Runs searches with one input moved, within a budget.
class Mover {
public:
    Mover(const SensitivityInput& input, Scenario scenario, int evaluationsMax, RunControl& control)
        : m_input(input),
          m_scenario(std::move(scenario)),
          m_left(evaluationsMax),
          m_control(control) {}

    /// Title of the answer with the input at this value; "nothing fits" when that is proven;
    /// nullopt when the budget is spent or the search proved nothing.
    Result<std::optional<std::string>> answerAt(const MovableInput& one, double value,
                                                simulate::AuditDepth depth) {
        if (m_left <= 0) {
            return std::optional<std::string>();
        }
        --m_left;
        Scenario changed = m_scenario;
        AssumptionTable table = m_input.assumptions;
        one.change(changed, table, value);
        EvaluationOptions options = m_input.options;
        options.depth = SearchDepth::Verdict;
        options.audit.depth = depth;
        STOWAGE_TRY(const Evaluation evaluation,
                    evaluate(changed, m_input.catalog, table, options, m_control));
        if (!evaluation.isProven || evaluation.isTimeLimited) {
            return std::optional<std::string>();
        }
        return std::optional(evaluation.best ? evaluation.best->layout.title()
                                             : std::string("nothing fits"));
    }

private:
    const SensitivityInput& m_input;
    Scenario m_scenario;
    int m_left;
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

/// Bisects between a value that keeps the recommendation and one that does not, by screening; then
/// both sides of the result are searched with full audits and must agree.
Result<EndAnswer> findFlip(Mover& mover, const MovableInput& one, double end,
                           const std::string& title) {
    STOWAGE_TRY(const std::optional<std::string> atEnd,
                mover.answerAt(one, end, simulate::AuditDepth::Screening));
    if (!atEnd || *atEnd == title) {
        return EndAnswer{.isDecided = atEnd.has_value(), .flip = {}};
    }
    Flip flip{.stays = one.current, .flips = end, .to = *atEnd};
    const double resolution = std::max(std::abs(end - one.current) * kResolution, 1e-9);
    while (std::abs(flip.flips - flip.stays) > resolution) {
        const double middle = flip.stays + (flip.flips - flip.stays) / 2;
        STOWAGE_TRY(const std::optional<std::string> answer,
                    mover.answerAt(one, middle, simulate::AuditDepth::Screening));
        if (!answer) {
            break;
        }
        if (*answer == title) {
            flip.stays = middle;
        } else {
            flip.flips = middle;
            flip.to = *answer;
        }
    }
    STOWAGE_TRY(const std::optional<std::string> stays,
                mover.answerAt(one, flip.stays, simulate::AuditDepth::Full));
    STOWAGE_TRY(const std::optional<std::string> flips,
                mover.answerAt(one, flip.flips, simulate::AuditDepth::Full));
    if (!stays || !flips || *stays != title || *flips == title) {
        return EndAnswer{};
    }
    flip.to = *flips;
    return EndAnswer{.isDecided = true, .flip = flip};
}

std::string planNameOf(const SensitivityInput& input, const std::string& title) {
    const auto at = std::ranges::find_if(input.planIdsByTitle,
                                         [&](const auto& one) { return one.second == title; });
    return at == input.planIdsByTitle.end() ? title : at->first;
}

SensitivityRow flipRow(const SensitivityInput& input, const MovableInput& one, const Flip& flip) {
    SensitivityRow row;
    row.input = one.id;
    row.current = one.text(one.current);
    row.flipsAt = one.text(flip.flips);
    row.to = planNameOf(input, flip.to);
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
                                                  int evaluationsMax, RunControl& control) {
    Scenario scenario = withoutDocuments(input.scenario);
    std::vector<MovableInput> inputs = movableInputs(input, scenario);
    if (inputs.size() > static_cast<std::size_t>(std::max(1, rowsMax - 1))) {
        inputs.resize(static_cast<std::size_t>(std::max(1, rowsMax - 1)));
    }
    addTraffic(scenario, inputs);
    Mover mover(input, std::move(scenario), evaluationsMax, control);
    const std::string title = input.recommended.layout.title();
    std::vector<SensitivityRow> flipping;
    std::vector<SensitivityRow> steady;
    for (const MovableInput& one : inputs) {
        bool isSteady = true;
        for (const double end : {one.high, one.low}) {
            STOWAGE_TRY(const EndAnswer answer, findFlip(mover, one, end, title));
            if (answer.flip) {
                flipping.push_back(flipRow(input, one, *answer.flip));
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

}  // namespace stowage::planner
