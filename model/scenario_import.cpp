#include "model/scenario_import.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <map>
#include <system_error>
#include <utility>

#include "model/blueprint_io.h"
#include "model/canonical_document.h"
#include "model/document.h"

namespace stowage {

namespace {

namespace fs = std::filesystem;

/// Folders of folders are searched this deep; project trees hold thousands of further folders.
constexpr int kFolderDepthMax = 3;
constexpr std::size_t kBlueprintsMax = 1000;

/// Rates change: the text says which day this one is from.
constexpr const char* kExchangeLine =
    "exchange: { EUR: 1.08 }   # 1 EUR = 1.08 USD on 2026-11-20; write the rate of today\n";

bool isSearched(const fs::path& folder) {
    const std::string name = folder.filename().string();
    return !name.empty() && name.front() != '.' && name != "node_modules" && name != "vendor";
}

/// Appends the blueprints of a folder: its own, or those of the folders below.
Status searchFolder(const fs::path& folder, int depth, std::vector<std::string>& found) {
    std::error_code failure;
    if (fs::is_regular_file(folder / kBlueprintFile, failure)) {
        found.push_back((folder / kBlueprintFile).lexically_normal().string());
        return Done{};
    }
    if (depth == 0 || found.size() >= kBlueprintsMax) {
        return Done{};
    }
    std::vector<fs::path> folders;
    fs::directory_iterator at(folder, failure);
    for (; !failure && at != fs::directory_iterator(); at.increment(failure)) {
        std::error_code ignored;
        const bool isFolder = at->is_directory(ignored) && !at->is_symlink(ignored);
        if (isFolder && isSearched(at->path())) {
            folders.push_back(at->path());
        }
    }
    if (failure) {
        return Error{.code = ErrorCode::Unreadable,
                     .message = fmt::format("cannot read folder '{}': {}", folder.string(),
                                            failure.message()),
                     .context = {}};
    }
    std::sort(folders.begin(), folders.end());
    for (const fs::path& inner : folders) {
        STOWAGE_TRY(Done done, searchFolder(inner, depth - 1, found));
        static_cast<void>(done);
    }
    return Done{};
}

Result<std::vector<std::string>> filesOf(const std::string& path) {
    std::error_code failure;
    const fs::file_status status = fs::status(path, failure);
    std::vector<std::string> found;
    if (!fs::exists(status)) {
        return Error{.code = ErrorCode::NotFound,
                     .message = fmt::format("'{}' does not exist", path),
                     .context = {}};
    }
    if (!fs::is_directory(status)) {
        // The local file alone is no blueprint; the committed one beside it is meant.
        const fs::path file(path);
        const bool isLocal = file.filename() == kLocalBlueprintFile;
        found.push_back(isLocal ? (file.parent_path() / kBlueprintFile).string() : path);
        return found;
    }
    STOWAGE_TRY(Done done, searchFolder(path, kFolderDepthMax, found));
    static_cast<void>(done);
    if (found.empty()) {
        return Error{.code = ErrorCode::InvalidArgument,
                     .message = fmt::format("there is no {} in '{}' or the folders below",
                                            kBlueprintFile, path),
                     .context = {}};
    }
    return found;
}

std::string scalarYaml(const std::string& text) {
    std::string yaml = writeYaml(makeString(text));
    yaml.pop_back();
    return yaml;
}

std::vector<const BlueprintEnvironment*> plannedEnvironments(const Blueprint& blueprint) {
    std::vector<const BlueprintEnvironment*> planned;
    for (const BlueprintEnvironment& environment : blueprint.environments) {
        if (environment.name != "local") {
            planned.push_back(&environment);
        }
    }
    return planned;
}

/// Text of a file inside a comment: one line, however it was written.
std::string commentText(const std::string& text) {
    const std::string word = quoteWord(text);
    return word.substr(1, word.size() - 2);
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) {
        text += (text.empty() ? "" : ", ") + commentText(word);
    }
    return text.empty() ? "none" : text;
}

/// What the blueprint says, as comments, so that the reader need not open it.
std::string knownText(const Blueprint& blueprint) {
    std::vector<std::string> services;
    for (const ServiceKind kind : blueprint.services) {
        services.emplace_back(toWord(kind));
    }
    std::string text = fmt::format("    # Known: services {}; features {}.\n", joined(services),
                                   joined(blueprint.features));
    for (const BlueprintEnvironment* environment : plannedEnvironments(blueprint)) {
        if (!environment->plex.empty()) {
            text += fmt::format("    # {} shares {} through the Commons today.\n",
                                commentText(environment->name), joined(environment->plex));
        } else if (!environment->managed.empty()) {
            text += fmt::format("    # {} has {} run by a provider today.\n",
                                commentText(environment->name), joined(environment->managed));
        }
        if (environment->cloudProvider) {
            text += fmt::format("    # {} runs at {} today.\n", commentText(environment->name),
                                commentText(*environment->cloudProvider));
        }
    }
    return text;
}

/// What no blueprint says. The lines are comments: as long as they are, the plan takes these values
/// as assumptions and says so.
std::string guessedText(const Blueprint& blueprint) {
    const auto environments = plannedEnvironments(blueprint);
    if (environments.empty()) {
        return "    # It has no environment besides 'local': nothing of it is planned.\n";
    }
    std::string text =
        "    # Guessed, because no blueprint says it. Remove the '#' and write what you know:\n"
        "    # weight: medium        # light, medium or heavy: how much code the app loads\n"
        "    # traffic:\n";
    for (const BlueprintEnvironment* environment : environments) {
        text += fmt::format(
            "    #   {}: {{ peakRps: 2, profile: office-hours, jobsPerMinute: 6, "
            "jobSeconds: 0.5, connections: 50, deploysPerMonth: 8 }}\n",
            scalarYaml(environment->name));
    }
    text += "    # data:\n";
    for (const BlueprintEnvironment* environment : environments) {
        text +=
            fmt::format("    #   {}: {{ databaseSize: 200Mi, redisKeys: 16Mi, objects: 1Gi }}\n",
                        scalarYaml(environment->name));
    }
    return text;
}

std::string appText(const ImportedBlueprint& app) {
    return fmt::format("  - blueprint: {}   # {}\n", scalarYaml(app.path),
                       commentText(app.blueprint.name)) +
           knownText(app.blueprint) + guessedText(app.blueprint);
}

constexpr const char* kImportedEnd =
    "\n"
    "# Guessed: every service may stay where it is or move; write own, plex or managed to decide.\n"
    "services:\n"
    "  default: auto\n"
    "\n"
    "# Guessed: no limit and no promise beyond the usual. Remove the '#' to ask for more.\n"
    "requirements:\n"
    "  headroom: 0.10          # share of each node that must stay free\n"
    "  # maxMonthlyCost: 50    # in the currency above\n"
    "  # surviveNodeLoss: []   # environments that keep serving when one node dies\n"
    "  # zeroDowntimeDeploys: []\n";

constexpr const char* kStarterApp =
    "# One entry an app. A Laravel app made with LaraKube needs only the path of its blueprint:\n"
    "#   - blueprint: ./shop/.larakube.json\n"
    "# ('stowage import FOLDER' writes that for every app below a folder.)\n"
    "apps:\n"
    "  - name: shop\n"
    "    blueprint:\n"
    "      name: shop\n"
    "      serverVariation: fpm-nginx\n"
    "      database: mysql            # postgres, mysql, mariadb, mongodb or sqlite\n"
    "      cacheDriver: redis         # redis, memcached or database\n"
    "      features: [horizon, scheduler]\n"
    "      environments:\n"
    "        production: { hosts: { web: shop.example.com } }\n"
    "    weight: medium               # light, medium or heavy: how much code the app loads\n"
    "    traffic:                     # all of it may be left out; then it is assumed\n"
    "      production: { peakRps: 5, profile: office-hours, jobsPerMinute: 10, deploysPerMonth: 8 "
    "}\n"
    "    workers:\n"
    "      production: { web: 5, horizon: 3 }\n"
    "    data:\n"
    "      production: { databaseSize: 1Gi, redisKeys: 32Mi, objects: 5Gi }\n";

constexpr const char* kStarterEnd =
    "\n"
    "# How each backing service may be provided: auto leaves it to the plan.\n"
    "services:\n"
    "  default: auto                  # auto, own, plex (shared in the Commons) or managed\n"
    "\n"
    "requirements:\n"
    "  headroom: 0.10                 # share of each node that must stay free\n"
    "  memoryRisk: 0.01               # chance a month that any node runs out of memory\n"
    "  # maxMonthlyCost: 50\n"
    "  # surviveNodeLoss: [shop-production]\n"
    "  # zeroDowntimeDeploys: [shop-production]\n"
    "\n"
    "# Absent lists mean all: every provider of the catalogue and every topology is considered.\n"
    "candidates:\n"
    "  maxNodes: 6\n"
    "  # providers: [digitalocean, hetzner]\n"
    "  # topologies: [single-node, k3s-multi, managed]\n";

constexpr const char* kEmptyEnd =
    "\n"
    "services:\n"
    "  default: auto                  # auto, own, plex (shared in the Commons) or managed\n"
    "\n"
    "requirements:\n"
    "  headroom: 0.10                 # share of each node that must stay free\n"
    "  memoryRisk: 0.01               # chance a month that any node runs out of memory\n";

std::string headText(const std::string& scenarioName) {
    return fmt::format(
               "apiVersion: stowage/v1\n"
               "kind: Scenario\n"
               "metadata:\n"
               "  name: {}\n"
               "currency: USD             # everything is shown in it\n",
               scalarYaml(scenarioName)) +
           kExchangeLine + "\n";
}

}  // namespace

Result<std::vector<std::string>> findBlueprintFiles(const std::vector<std::string>& paths) {
    std::vector<std::string> files;
    for (const std::string& path : paths) {
        STOWAGE_TRY(std::vector<std::string> found, filesOf(path));
        for (std::string& file : found) {
            const bool isNew = std::none_of(files.begin(), files.end(), [&](const auto& known) {
                std::error_code ignored;
                return known == file || fs::equivalent(known, file, ignored);
            });
            if (isNew) {
                files.push_back(std::move(file));
            }
        }
    }
    return files;
}

std::string pathFromFolder(const std::string& blueprintFile, const std::string& folder) {
    std::error_code failure;
    const fs::path file = fs::weakly_canonical(fs::absolute(blueprintFile), failure);
    const fs::path base =
        fs::weakly_canonical(fs::absolute(folder.empty() ? "." : folder), failure);
    const std::string relative = file.lexically_relative(base).string();
    if (failure || relative.empty()) {
        return blueprintFile;
    }
    return relative.rfind("..", 0) == 0 ? relative : "./" + relative;
}

void checkImportedNames(const std::vector<ImportedBlueprint>& apps, Diagnostics& diagnostics) {
    std::map<std::string, const Blueprint*> byName;
    for (const ImportedBlueprint& app : apps) {
        const auto [first, isNew] = byName.emplace(app.blueprint.name, &app.blueprint);
        if (!isNew) {
            const SourcePlace& other = first->second->namePlace;
            diagnostics.error(app.blueprint.namePlace,
                              fmt::format("two apps are called {}: this one and that of {}:{}",
                                          quoteWord(app.blueprint.name), other.file, other.line),
                              "their namespaces and databases would be the same; rename one");
        }
    }
}

std::string importedScenarioText(const std::vector<ImportedBlueprint>& apps,
                                 const std::string& scenarioName, const std::string& date) {
    std::string text = fmt::format(
        "# Written by 'stowage import' on {}. Try: stowage plan FILE\n"
        "# What is known comes from the blueprints; everything else is marked as guessed.\n",
        date);
    text += headText(scenarioName);
    text += "apps:\n";
    for (const ImportedBlueprint& app : apps) {
        text += appText(app);
    }
    return text + kImportedEnd;
}

std::string starterScenarioText(const std::string& scenarioName) {
    return "# A scenario: the apps to run and what is asked of the servers. Try: stowage plan "
           "FILE\n" +
           headText(scenarioName) + kStarterApp + kStarterEnd;
}

std::string emptyScenarioText(const std::string& scenarioName) {
    return headText(scenarioName) + "apps: []\n" + kEmptyEnd;
}

std::string scenarioNameFrom(const std::string& text) {
    std::string name;
    for (const char c : text) {
        const bool isUpper = c >= 'A' && c <= 'Z';
        const char lower = isUpper ? static_cast<char>(c - 'A' + 'a') : c;
        const bool isKept = (lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9');
        if (isKept) {
            name += lower;
        } else if (!name.empty() && name.back() != '-') {
            name += '-';
        }
    }
    while (!name.empty() && name.back() == '-') {
        name.pop_back();
    }
    return name.empty() ? "scenario" : name;
}

}  // namespace stowage
