#include "model/scenario_io.h"

#include <fmt/format.h>

#include <filesystem>
#include <set>
#include <tuple>
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

namespace {

/// The findings at other places than the known ones: a value that is refused twice is said once.
Diagnostics withoutPlacesOf(const Diagnostics& known, const Diagnostics& found) {
    std::set<std::tuple<std::string, int, int>> places;
    for (const Diagnostic& one : known.all()) {
        places.insert({one.place.file, one.place.line, one.place.column});
    }
    Diagnostics others;
    for (const Diagnostic& one : found.all()) {
        if (places.count({one.place.file, one.place.line, one.place.column}) == 0) {
            others.add(one);
        }
    }
    return others;
}

}  // namespace

std::optional<Scenario> parseScenario(const std::string& file, std::string text,
                                      const std::string& folder, Diagnostics& diagnostics,
                                      const ScenarioVocabulary& vocabulary) {
    Diagnostics ofText;
    const auto parsed =
        findDocument(file, std::move(text), DocumentFormat::ByName, DocumentLimits{}, ofText);
    diagnostics.append(ofText);
    if (!parsed) {
        return std::nullopt;
    }
    Diagnostics found;
    auto scenario = buildScenario(parsed->document.root, blueprintsIn(folder), vocabulary, found);
    if (!parsed->isSound) {
        found = withoutPlacesOf(ofText, found);
        scenario.reset();
    }
    found.attachLines(parsed->document.file, parsed->document.text);
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
