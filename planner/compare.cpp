#include "planner/compare.h"

#include <algorithm>

#include "model/base/parallel.h"
#include "planner/scenario_knobs.h"

namespace stowage::planner {

Result<std::vector<JudgedLayout>> whatIfLayouts(const Scenario& scenario, const Catalog& catalog,
                                                const AssumptionTable& assumptions,
                                                const EvaluationOptions& options,
                                                RunControl& control) {
    const Scenario light = withoutDocuments(scenario);
    std::vector<SearchScope> scopes;
    for (const TopologyKind topology : scenario.candidates.topologies) {
        for (const std::optional<Mode> mode :
             {std::optional<Mode>(), std::optional(Mode::Own), std::optional(Mode::Plex),
              std::optional(Mode::Managed)}) {
            scopes.push_back({.topology = topology, .mode = mode});
        }
    }
    std::vector<std::optional<Result<Evaluation>>> answers(scopes.size());
    parallelFor(scopes.size(), options.threads, [&](std::size_t at) {
        EvaluationOptions scoped = options;
        scoped.depth = SearchDepth::Verdict;
        scoped.scope = scopes[at];
        scoped.threads = 1;
        answers[at] = evaluate(light, catalog, assumptions, scoped, control);
    });
    std::vector<JudgedLayout> found;
    for (auto& answer : answers) {
        STOWAGE_TRY(Evaluation evaluation, std::move(*answer));
        if (!evaluation.best) {
            continue;
        }
        const bool known = std::ranges::any_of(found, [&](const JudgedLayout& other) {
            return other.arrangement == evaluation.best->arrangement &&
                   other.layout.title() == evaluation.best->layout.title();
        });
        if (!known) {
            found.push_back(std::move(*evaluation.best));
        }
    }
    std::ranges::stable_sort(found, [](const JudgedLayout& a, const JudgedLayout& b) {
        return a.bill.monthly < b.bill.monthly;
    });
    return found;
}

}  // namespace stowage::planner
