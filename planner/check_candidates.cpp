#include "planner/check_candidates.h"

#include "planner/layout_family.h"

namespace stowage::planner {

void checkCandidates(const Scenario& scenario, const Catalog& catalog, Diagnostics& diagnostics) {
    if (diagnostics.hasErrors()) {
        return;
    }
    const Exchange exchange = exchangeOf(scenario);
    Diagnostics found;
    if (scenario.candidates.fixed) {
        static_cast<void>(fixedChoices(scenario, catalog, exchange, found));
    } else {
        static_cast<void>(layoutFamilies(scenario, catalog, exchange, found));
    }
    // What is only worth a warning stands in the report.
    for (Diagnostic diagnostic : found.all()) {
        if (diagnostic.severity == Severity::Error) {
            diagnostic.place.file = scenario.file;
            diagnostics.add(std::move(diagnostic));
        }
    }
}

AssumptionTable completeReading(const Scenario& scenario, const Catalog& catalog,
                                const AssumptionTable& shipped, Diagnostics& diagnostics) {
    AssumptionTable assumptions =
        shipped.withOverrides(scenario.assumptions, scenario.assumptionPlaces, diagnostics);
    checkCandidates(scenario, catalog, diagnostics);
    return assumptions;
}

}  // namespace stowage::planner
