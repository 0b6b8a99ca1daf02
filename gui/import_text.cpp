#include "gui/import_text.h"

#include "gui/format.h"
#include "model/base/invariant.h"
#include "model/document.h"
#include "model/yaml_edit.h"

namespace stowage::gui {
namespace {

DocumentNode* findIn(DocumentNode& map, const std::string& key) {
    for (DocumentNode::Entry& entry : map.entries) {
        if (entry.key == key) {
            return &entry.value;
        }
    }
    return nullptr;
}

DocumentNode trafficOf(const char* peak, const char* profile) {
    DocumentNode traffic = makeMap();
    addEntry(traffic, "peakRps", makeDecimal(peak));
    addEntry(traffic, "profile", makeString(profile));
    return traffic;
}

std::optional<DocumentNode> startOf(TrafficStart traffic) {
    switch (traffic) {
        case TrafficStart::Quiet:
            return trafficOf("0.5", "flat");
        case TrafficStart::Small:
            return trafficOf("2", "office-hours");
        case TrafficStart::Busy:
            return trafficOf("12", "office-hours");
        case TrafficStart::Typed:
            return std::nullopt;
    }
    STOWAGE_UNREACHABLE();
}

void addChoice(DocumentNode& app, const ImportChoice& choice, TrafficStart traffic) {
    if (choice.environments.size() < choice.blueprint.environments.size()) {
        DocumentNode environments = makeSequence();
        for (const QString& name : choice.environments) {
            environments.items.push_back(makeString(ss(name)));
        }
        addEntry(app, "environments", std::move(environments));
    }
    if (const auto start = startOf(traffic)) {
        DocumentNode block = makeMap();
        for (const QString& name : choice.environments) {
            addEntry(block, ss(name), *start);
        }
        addEntry(app, "traffic", std::move(block));
    }
}

QString nameOf(const DocumentNode& root) {
    const DocumentNode* metadata = root.find("metadata");
    const DocumentNode* name = metadata == nullptr ? nullptr : metadata->find("name");
    STOWAGE_ASSERT(name != nullptr);
    return qs(name->text);
}

}  // namespace

Result<ImportedScenario> composeImport(const std::vector<ImportChoice>& choices,
                                       TrafficStart traffic, const std::string& today) {
    QStringList files;
    for (const ImportChoice& choice : choices) {
        files.push_back(choice.blueprint.path);
    }
    STOWAGE_TRY(const std::string text, importedScenario(files, today));
    Diagnostics diagnostics;
    const auto document =
        parseDocument("import", text, DocumentFormat::Yaml, DocumentLimits{}, diagnostics);
    STOWAGE_ASSERT(document.has_value());  // we wrote it
    DocumentNode root = document->root;
    DocumentNode* apps = findIn(root, "apps");
    STOWAGE_ASSERT(apps != nullptr && apps->items.size() == choices.size());
    for (std::size_t i = 0; i < choices.size(); ++i) {
        addChoice(apps->items[i], choices[i], traffic);
    }
    return ImportedScenario{.name = nameOf(root), .text = editYaml(text, root).text};
}

}  // namespace stowage::gui
