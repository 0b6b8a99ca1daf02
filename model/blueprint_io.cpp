#include "model/blueprint_io.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <utility>
#include <vector>

#include "model/blueprint_environment_io.h"
#include "model/blueprint_tree.h"
#include "model/field_reader.h"

namespace stowage {

namespace {

const std::vector<std::string> kFrameworks = {
    "laravel", "astro",  "adonisjs", "axum",       "django",   "dotnet",    "fastapi",
    "gin",     "nestjs", "nextjs",   "springboot", "statamic", "wordpress", "static"};

/// The fields of one kind of driver: `database` and `databases`.
struct DriverField {
    const char* single;
    const char* plural;
    ServiceCategory category;
    bool mayBeDatabase;  ///< the word `database` means: no service of its own
};

constexpr std::array<DriverField, 4> kDriverFields = {
    {{"database", "databases", ServiceCategory::Database, false},
     {"cacheDriver", "cacheDrivers", ServiceCategory::Cache, true},
     {"scoutDriver", "scoutDrivers", ServiceCategory::Search, true},
     {"objectStorage", "objectStorages", ServiceCategory::ObjectStorage, false}}};

std::vector<std::string> driverWords(const DriverField& field) {
    std::vector<std::string> words;
    for (const ServiceKind kind : allServiceKinds()) {
        if (serviceFacts(kind).category == field.category) {
            words.emplace_back(toWord(kind));
        }
    }
    if (field.mayBeDatabase) {
        words.emplace_back("database");
    }
    return words;
}

/// Both fields together, the single one first, each word once. `saysDatabase`: see DriverField.
void readDrivers(const DriverField& field, FieldReader& fields, Blueprint& blueprint,
                 bool& saysDatabase, Diagnostics& diagnostics) {
    const std::vector<std::string> words = driverWords(field);
    std::vector<std::string> found;
    const DocumentNode* single = fields.take(field.single);
    if (single != nullptr) {
        auto word = knownWord(*single, field.single, words, "it is not planned", diagnostics);
        if (word) {
            found.push_back(std::move(*word));
        }
    }
    for (std::string& word :
         knownWords(fields.take(field.plural), field.plural, words, diagnostics)) {
        found.push_back(std::move(word));
    }
    for (const std::string& word : found) {
        if (word == "database") {
            saysDatabase = true;
            continue;
        }
        const ServiceKind kind = *parseServiceKind(word);
        if (std::find(blueprint.services.begin(), blueprint.services.end(), kind) ==
            blueprint.services.end()) {
            blueprint.services.push_back(kind);
        }
    }
}

void readServices(FieldReader& fields, Blueprint& blueprint, Diagnostics& diagnostics) {
    for (const DriverField& field : kDriverFields) {
        const std::size_t before = blueprint.services.size();
        bool saysDatabase = false;
        readDrivers(field, fields, blueprint, saysDatabase, diagnostics);
        if (field.category == ServiceCategory::Cache) {
            // LaraKube caches in the database where no driver is set.
            blueprint.databaseCache = blueprint.services.size() == before;
        }
    }
}

void readServer(FieldReader& fields, Blueprint& blueprint, Diagnostics& diagnostics) {
    const DocumentNode* node = fields.take("serverVariation");
    if (node == nullptr) {
        return;
    }
    const auto word = knownWord(*node, "serverVariation", {"frankenphp", "fpm-nginx", "fpm-apache"},
                                "it is ignored", diagnostics);
    if (word) {
        blueprint.serverVariation = *word == "frankenphp"  ? ServerVariation::Frankenphp
                                    : *word == "fpm-nginx" ? ServerVariation::FpmNginx
                                                           : ServerVariation::FpmApache;
    }
}

void readFramework(FieldReader& fields, Blueprint& blueprint, Diagnostics& diagnostics) {
    const DocumentNode* node = fields.take("framework");
    if (node == nullptr) {
        return;
    }
    const auto word = textOf(node, "'framework'", diagnostics);
    if (!word || *word == "laravel") {
        return;
    }
    if (std::find(kFrameworks.begin(), kFrameworks.end(), *word) == kFrameworks.end()) {
        diagnostics.warning(
            node->place,
            fmt::format("unknown framework {}; it is planned as one web process", quoteWord(*word)),
            didYouMean(*word, kFrameworks));
    }
    blueprint.framework = *word;
}

/// What old versions kept at the top level and newer ones keep per environment.
struct LegacyFields {
    std::optional<std::string> ingress;
    std::vector<std::string> managed;
    std::optional<std::string> productionHost;
    SourcePlace productionHostPlace;
    const DocumentNode* clouds = nullptr;
};

LegacyFields readLegacyFields(FieldReader& fields, Diagnostics& diagnostics) {
    LegacyFields legacy;
    const DocumentNode* ingress = fields.take("ingressController");
    if (ingress != nullptr) {
        legacy.ingress =
            knownWord(*ingress, "ingressController", ingressWords(), "it is ignored", diagnostics);
    }
    legacy.managed =
        knownWords(fields.take("managedServices"), "managedServices", serviceWords(), diagnostics);
    const DocumentNode* host = fields.take("productionHost");
    legacy.productionHost = textOf(host, "'productionHost'", diagnostics);
    legacy.productionHostPlace = host == nullptr ? SourcePlace{} : host->place;
    legacy.clouds = fields.map("cloud");
    return legacy;
}

void applyLegacy(const LegacyFields& legacy, Blueprint& blueprint, Diagnostics& diagnostics) {
    for (BlueprintEnvironment& environment : blueprint.environments) {
        const bool isLocal = environment.name == "local";
        if (legacy.ingress && !isLocal && environment.ingress == "traefik") {
            environment.ingress = *legacy.ingress;
        }
        if (environment.managed.empty() && !isLocal) {
            environment.managed = legacy.managed;
        }
        if (legacy.productionHost && environment.name == "production" &&
            environment.hosts.count("web") == 0) {
            environment.hosts["web"] = *legacy.productionHost;
            environment.hostPlaces["web"] = legacy.productionHostPlace;
        }
        const DocumentNode* cloud =
            legacy.clouds == nullptr ? nullptr : legacy.clouds->find(environment.name);
        if (cloud != nullptr && !environment.cloudContext && !environment.cloudProvider) {
            readCloud(*cloud, environment, diagnostics);
        }
    }
}

BlueprintEnvironment bareEnvironment(const std::string& name, const SourcePlace& place) {
    BlueprintEnvironment environment;
    environment.name = name;
    environment.place = place;
    return environment;
}

void readEnvironments(const DocumentNode* node, const DocumentNode& root, Blueprint& blueprint,
                      Diagnostics& diagnostics) {
    if (node == nullptr) {
        // LaraKube itself assumes these two.
        blueprint.environments = {bareEnvironment("local", root.place),
                                  bareEnvironment("production", root.place)};
        return;
    }
    if (node->kind == NodeKind::Sequence) {
        for (const DocumentNode& item : node->items) {
            const auto name = textOf(&item, "an entry of 'environments'", diagnostics);
            if (name && blueprint.findEnvironment(*name) == nullptr) {
                blueprint.environments.push_back(bareEnvironment(*name, item.place));
            }
        }
        return;
    }
    const DocumentNode* map = mapOf(node, "'environments'", diagnostics);
    if (map == nullptr) {
        return;
    }
    for (const DocumentNode::Entry& entry : map->entries) {
        blueprint.environments.push_back(readBlueprintEnvironment(entry, diagnostics));
    }
}

void ignoreFieldsWithoutEffect(FieldReader& fields) {
    fields.ignore({"id",
                   "blueprints",
                   "frontend",
                   "phpVersion",
                   "os",
                   "localTld",
                   "additionalExtensions",
                   "packageManager",
                   "githubActions",
                   "isSystem",
                   "provisionTestDb",
                   "lockedFiles",
                   "watchPaths",
                   "kustomizeVersion",
                   "k9sVersion",
                   "isScaffolding",
                   "path",
                   "productionImage",
                   "cloudflareToken",
                   "users"});
}

void readTopLevel(const DocumentNode& root, const std::string& fallbackName, Blueprint& blueprint,
                  Diagnostics& diagnostics) {
    FieldReader fields(root, "the blueprint", diagnostics, KeySpelling::CamelOrSnake);
    const DocumentNode* name = fields.take("name");
    blueprint.name = textOf(name, "'name'", diagnostics).value_or(fallbackName);
    blueprint.namePlace = name == nullptr ? root.place : name->place;
    readFramework(fields, blueprint, diagnostics);
    readServer(fields, blueprint, diagnostics);
    blueprint.features =
        knownWords(fields.take("features"), "features", featureWords(), diagnostics);
    readServices(fields, blueprint, diagnostics);
    const DocumentNode* strategy = fields.take("strategy");
    if (strategy != nullptr) {
        const auto word = knownWord(*strategy, "strategy", {"single-node", "multi-node-ha"},
                                    "single-node is assumed", diagnostics);
        blueprint.defaultStrategy = word ? *parseStrategy(*word) : Strategy::SingleNode;
    }
    blueprint.email = fields.text("email");
    blueprint.k3sVersion = fields.text("k3sVersion").value_or("");
    blueprint.withCompanions = fields.boolean("withCompanions").value_or(true);
    const LegacyFields legacy = readLegacyFields(fields, diagnostics);
    readEnvironments(fields.take("environments"), root, blueprint, diagnostics);
    applyLegacy(legacy, blueprint, diagnostics);
    ignoreFieldsWithoutEffect(fields);
    fields.finish(Severity::Warning);
}

}  // namespace

std::optional<Blueprint> readBlueprint(const DocumentNode& root, const DocumentNode* local,
                                       const std::string& fallbackName, Diagnostics& diagnostics) {
    if (root.kind != NodeKind::Map) {
        diagnostics.error(
            root.place, fmt::format("a blueprint must be a map of fields, not {}", describe(root)));
        return std::nullopt;
    }
    const DocumentNode merged = local == nullptr ? root : mergedTree(root, *local);
    Blueprint blueprint;
    blueprint.file = root.place.file;
    readTopLevel(merged, fallbackName, blueprint, diagnostics);
    blueprint.source = withoutConnections(merged);
    return blueprint;
}

std::optional<Blueprint> loadBlueprint(const std::string& path, Diagnostics& diagnostics) {
    namespace fs = std::filesystem;
    const DocumentLimits limits;
    const auto readFile = [&](const std::string& file) -> std::optional<Document> {
        auto text = readTextFile(file, limits.bytesMax);
        if (!text.ok()) {
            diagnostics.error({.file = file, .line = 0, .column = 0}, text.error().message);
            return std::nullopt;
        }
        return parseDocument(file, std::move(*text), DocumentFormat::ByName, limits, diagnostics);
    };
    const auto document = readFile(path);
    if (!document) {
        return std::nullopt;
    }
    const fs::path folder = fs::path(path).parent_path();
    const std::string localPath = (folder / kLocalBlueprintFile).string();
    std::optional<Document> local;
    std::error_code ignored;
    if (fs::path(path).filename() == kBlueprintFile && fs::exists(localPath, ignored)) {
        local = readFile(localPath);
        if (!local) {
            return std::nullopt;
        }
    }
    const std::string folderName = fs::absolute(folder, ignored).filename().string();
    Diagnostics found;
    auto blueprint = readBlueprint(document->root, local ? &local->root : nullptr,
                                   folderName.empty() ? "app" : folderName, found);
    found.attachLines(document->file, document->text);
    if (local) {
        found.attachLines(local->file, local->text);
    }
    diagnostics.append(found);
    return blueprint;
}

}  // namespace stowage
