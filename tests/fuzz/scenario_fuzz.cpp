#include <cstddef>
#include <cstdint>
#include <string>

#include "model/base/invariant.h"
#include "model/canonical_document.h"
#include "model/scenario_builder.h"

// Any text is either refused with an error or a scenario whose canonical texts give the same
// scenario again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace stowage;
    const BlueprintLoader refuse = [](const std::string&, Diagnostics& found) {
        found.error({}, "no files here");
        return std::optional<Blueprint>();
    };
    const auto read = [&](const std::string& text, Diagnostics& findings) {
        const auto document = parseDocument("s", text, DocumentFormat::ByName, {}, findings);
        return document ? buildScenario(document->root, refuse, {}, findings) : std::nullopt;
    };
    Diagnostics findings;
    const auto scenario = read(std::string(data, data + size), findings);
    STOWAGE_ASSERT(scenario.has_value() != findings.hasErrors());
    if (!scenario) {
        return 0;
    }
    Diagnostics again;
    const auto fromYaml = read(writeYaml(scenario->document), again);
    STOWAGE_ASSERT(fromYaml.has_value());
    STOWAGE_ASSERT(writeJson(fromYaml->document) == writeJson(scenario->document));
    const auto fromJson = read(writeJson(scenario->document), again);
    STOWAGE_ASSERT(fromJson.has_value());
    STOWAGE_ASSERT(writeJson(fromJson->document) == writeJson(scenario->document));
    return 0;
}
