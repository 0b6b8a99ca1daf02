#include <benchmark/benchmark.h>

#include <string>

#include "model/document.h"
#include "tests/support/golden.h"

namespace stowage {

namespace {

/// Reads one file of the source tree; the answer is asserted before anything is timed.
void parseShipped(benchmark::State& state, const std::string& path) {
    const std::string text =
        readTextFile(testkit::repositoryPath(path), DocumentLimits{}.bytesMax).value();
    const auto parseOnce = [&] {
        Diagnostics findings;
        return parseDocument(path, text, DocumentFormat::ByName, {}, findings).has_value();
    };
    if (!parseOnce()) {
        state.SkipWithError("a shipped file does not parse");
        return;
    }
    for (auto _ : state) {
        benchmark::DoNotOptimize(parseOnce());
    }
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}

BENCHMARK_CAPTURE(parseShipped, agency, std::string("scenarios/agency.yaml"))
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(parseShipped, shop, std::string("scenarios/shop/.larakube.json"))
    ->Unit(benchmark::kMicrosecond);

}  // namespace

}  // namespace stowage
