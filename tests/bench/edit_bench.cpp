#include <benchmark/benchmark.h>

#include <map>
#include <optional>
#include <string>

#include "model/data_files.h"
#include "model/scenario_io.h"
#include "planner/evaluation.h"
#include "tests/support/golden.h"

namespace stowage::planner {

namespace {

constexpr const char* kToday = "2026-10-15";

/// All that an edit needs, read once.
struct Question {
    Scenario scenario;
    Catalog catalog;
    AssumptionTable assumptions;
};

std::optional<Question> readQuestion(const std::string& name) {
    Diagnostics findings;
    const DataFiles files = DataFiles::shipped();
    const AssumptionTable shipped = AssumptionTable::load(files, findings);
    Catalog catalog = Catalog::load(files, CalendarDate::parse(kToday).value(), findings);
    auto scenario = loadScenario(testkit::repositoryPath("scenarios/" + name + ".yaml"), findings);
    if (!scenario || findings.hasErrors()) {
        return std::nullopt;
    }
    AssumptionTable assumptions =
        shipped.withOverrides(scenario->assumptions, scenario->assumptionPlaces, findings);
    return Question{std::move(*scenario), std::move(catalog), std::move(assumptions)};
}

std::optional<Evaluation> verdictOf(const Question& question, const Scenario& scenario) {
    RunControl control;
    const EvaluationOptions options{.today = kToday, .depth = SearchDepth::Verdict};
    auto evaluation = evaluate(scenario, question.catalog, question.assumptions, options, control);
    if (!evaluation.ok()) {
        return std::nullopt;
    }
    return std::move(*evaluation);
}

/// The servers of a layout as a person would hold them while editing.
FixedLayout heldLayout(const Layout& layout) {
    FixedLayout held{.topology = layout.topology};
    std::map<std::string, int> counts;
    for (const LayoutNode& node : layout.nodes) {
        ++counts[node.offer.name];
    }
    for (const auto& [offer, count] : counts) {
        held.nodes.push_back(
            FixedNode{.provider = layout.provider, .offer = offer, .count = count});
    }
    return held;
}

/// One turn of the traffic knob: the verdict of the held layout must be there within a frame.
void edit(benchmark::State& state, const std::string& name) {
    auto question = readQuestion(name);
    const auto first = question ? verdictOf(*question, question->scenario) : std::nullopt;
    if (!first || !first->best || !first->isProven) {
        state.SkipWithError("no proven plan to hold");
        return;
    }
    Scenario edited = question->scenario;
    edited.candidates.fixed = heldLayout(first->best->layout);
    const auto held = verdictOf(*question, edited);
    if (!held || !held->held || held->held->audit.checks.empty()) {
        state.SkipWithError("the held layout was not judged");
        return;
    }
    double peakRps = 2;
    for (auto _ : state) {
        peakRps = peakRps < 2.5 ? peakRps + 0.1 : 2;
        edited.apps.front().environments.front().traffic.peakRps = peakRps;
        benchmark::DoNotOptimize(verdictOf(*question, edited));
    }
}

/// The same turn with the whole search behind it.
void replan(benchmark::State& state, const std::string& name) {
    auto question = readQuestion(name);
    if (!question) {
        state.SkipWithError("the scenario does not load");
        return;
    }
    Scenario edited = question->scenario;
    for (auto _ : state) {
        benchmark::DoNotOptimize(verdictOf(*question, edited));
    }
}

BENCHMARK_CAPTURE(edit, twoEnvsOneServer, std::string("two-envs-one-server"))
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(edit, allTogether, std::string("all-together"))->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(replan, twoEnvsOneServer, std::string("two-envs-one-server"))
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(replan, allTogether, std::string("all-together"))->Unit(benchmark::kMillisecond);

}  // namespace

}  // namespace stowage::planner
