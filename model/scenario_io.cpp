#include "model/scenario_io.h"

#include <fmt/format.h>

#include <filesystem>
#include <utility>

#include "model/blueprint_io.h"
#include "model/canonical_document.h"

namespace stowage {

std::optional<Scenario> loadScenario(const std::string& path, Diagnostics& diagnostics) {
    auto text = readTextFile(path, DocumentLimits{}.bytesMax);
    if (!text.ok()) {
        diagnostics.error({.file = path, .line = 0, .column = 0}, text.error().message);
        return std::nullopt;
    }
    return parseScenario(path, std::move(*text), std::filesystem::path(path).parent_path().string(),
                         diagnostics);
}

BlueprintLoader blueprintsIn(const std::string& folder) {
    return [folder](const std::string& path, Diagnostics& found) {
        const auto full = std::filesystem::path(folder) / path;
        return loadBlueprint(full.lexically_normal().string(), found);
    };
}

std::optional<Scenario> parseScenario(const std::string& file, std::string text,
                                      const std::string& folder, Diagnostics& diagnostics,
                                      const ScenarioVocabulary& vocabulary) {
    const auto document =
        parseDocument(file, std::move(text), DocumentFormat::ByName, DocumentLimits{}, diagnostics);
    if (!document) {
        return std::nullopt;
    }
    Diagnostics found;
    auto scenario = buildScenario(document->root, blueprintsIn(folder), vocabulary, found);
    found.attachLines(document->file, document->text);
    diagnostics.append(found);
    return scenario;
}

std::optional<Scenario> scenarioFromDocument(const DocumentNode& document,
                                             Diagnostics& diagnostics) {
    const BlueprintLoader refuse = [](const std::string& path,
                                      Diagnostics& found) -> std::optional<Blueprint> {
        found.error({}, fmt::format("the scenario of a plan must hold blueprint {} itself",
                                    quoteWord(path)));
        return std::nullopt;
    };
    return buildScenario(document, refuse, {}, diagnostics);
}

std::string writeScenarioJson(const Scenario& scenario) {
    return writeJson(scenario.document);
}

std::string writeScenarioYaml(const Scenario& scenario) {
    return writeYaml(scenario.document);
}

}  // namespace stowage
