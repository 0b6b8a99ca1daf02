#include "model/scenario_app_io.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <numeric>
#include <string>
#include <utility>

#include "model/blueprint_io.h"
#include "model/field_reader.h"
#include "model/resources_io.h"

namespace stowage {

namespace {

constexpr std::int64_t kWorkersMax = 10'000;
constexpr double kRateMax = 1'000'000;

const std::vector<std::string> kRoles = {"web", "horizon", "queues", "reverb", "scheduler", "ssr"};
const std::vector<std::string> kRolesWithWorkers = {"web", "horizon", "queues", "ssr"};
const std::vector<std::string> kRolesWithReplicas = {"web", "horizon", "queues", "reverb", "ssr"};
const std::vector<std::string> kProfiles = {"flat", "office-hours", "evening", "two-peaks",
                                            "night-batch"};

/// The mean of a day curve may be off by what rounding 24 numbers to three digits gives.
constexpr double kCurveMeanTolerance = 0.001;

std::optional<std::array<double, 24>> readCurve(const DocumentNode* node, const std::string& label,
                                                Diagnostics& diagnostics) {
    const DocumentNode* list = listOf(node, label, diagnostics);
    if (list == nullptr) {
        return std::nullopt;
    }
    std::array<double, 24> curve{};
    if (list->items.size() != curve.size()) {
        diagnostics.error(
            list->place, fmt::format("{} has {} numbers; a day has 24", label, list->items.size()));
        return std::nullopt;
    }
    for (std::size_t hour = 0; hour < curve.size(); ++hour) {
        const auto factor = decimalOf(&list->items[hour], fmt::format("hour {} of {}", hour, label),
                                      0, 1000, diagnostics);
        if (!factor) {
            return std::nullopt;
        }
        curve[hour] = *factor;
    }
    const double mean = std::accumulate(curve.begin(), curve.end(), 0.0) / 24;
    if (!(mean >= 1 - kCurveMeanTolerance && mean <= 1 + kCurveMeanTolerance)) {
        diagnostics.error(list->place,
                          fmt::format("{} has mean {:.4f}; its mean must be 1", label, mean),
                          "divide every number by the mean");
        return std::nullopt;
    }
    return curve;
}

/// What one app of a scenario is read into, environment by environment.
class AppReader {
public:
    AppReader(const DocumentNode& node, const BlueprintLoader& load, Diagnostics& diagnostics)
        : m_node(node),
          m_load(load),
          m_diagnostics(diagnostics),
          m_fields(node, "an app", diagnostics) {}

    App read() {
        m_app.place = m_node.place;
        const auto name = m_fields.text("name");
        readBlueprintField(name);
        const DocumentNode* workloads = m_fields.list("workloads");
        readWorkloads(workloads);
        m_app.name = name ? *name : m_app.blueprint ? m_app.blueprint->name : std::string();
        if (m_app.name.empty() && !m_failed) {
            m_diagnostics.error(m_node.place, "an app needs 'name' or a blueprint with one");
        }
        const DocumentNode* filter = m_fields.list("environments");
        const auto filterNames = textsOf(filter, "'environments'", m_diagnostics);
        listEnvironments(filter, filterNames);
        readEnvironmentFields();
        m_fields.finish(Severity::Error);
        return std::move(m_app);
    }

private:
    std::string label() const { return "app " + quoteWord(m_app.name); }

    void readBlueprintField(const std::optional<std::string>& name) {
        const DocumentNode* node = m_fields.take("blueprint");
        if (node == nullptr) {
            return;
        }
        if (node->kind == NodeKind::String) {
            m_app.blueprintPath = node->text;
            Diagnostics found;
            m_app.blueprint = m_load(node->text, found);
            if (!m_app.blueprint && !found.hasErrors()) {
                found.error(node->place,
                            fmt::format("blueprint {} cannot be read", quoteWord(node->text)));
            }
            if (!m_app.blueprint) {
                m_diagnostics.note(node->place,
                                   fmt::format("needed for blueprint {}", quoteWord(node->text)));
            }
            m_diagnostics.append(found);
        } else {
            m_app.blueprint =
                readBlueprint(*node, nullptr, name.value_or(std::string()), m_diagnostics);
        }
        m_failed = !m_app.blueprint.has_value();
    }

    void readWorkloads(const DocumentNode* list) {
        if (list == nullptr) {
            if (!m_app.blueprint && !m_failed) {
                m_diagnostics.error(m_node.place, "an app needs 'blueprint' or 'workloads'");
            }
            return;
        }
        for (const DocumentNode& item : list->items) {
            m_app.workloads.push_back(readRawWorkload(item, m_diagnostics));
        }
        linkAntiAffinity(*list, m_app.workloads, m_diagnostics);
    }

    /// Every environment that the app has, with its place; `local` is left out.
    std::vector<std::pair<std::string, SourcePlace>> knownEnvironments() const {
        std::vector<std::pair<std::string, SourcePlace>> known;
        if (m_app.blueprint) {
            for (const BlueprintEnvironment& environment : m_app.blueprint->environments) {
                if (environment.name != "local") {
                    known.emplace_back(environment.name, environment.place);
                }
            }
            return known;
        }
        for (const RawWorkload& workload : m_app.workloads) {
            const bool isNew = std::none_of(known.begin(), known.end(), [&](const auto& entry) {
                return entry.first == workload.environment;
            });
            if (isNew && !workload.environment.empty() && workload.environment != "local") {
                known.emplace_back(workload.environment, workload.place);
            }
        }
        return known;
    }

    void listEnvironments(const DocumentNode* filter,
                          const std::optional<std::vector<std::string>>& wanted) {
        const auto known = knownEnvironments();
        for (const auto& [name, place] : known) {
            m_known.push_back(name);
            const bool isWanted =
                !wanted || std::find(wanted->begin(), wanted->end(), name) != wanted->end();
            if (isWanted) {
                m_app.environments.push_back(makeEnvironment(name, place));
            }
        }
        for (std::size_t i = 0; wanted && !m_failed && i < filter->items.size(); ++i) {
            const DocumentNode& item = filter->items[i];
            if (item.text == "local") {
                m_diagnostics.warning(item.place, "environment 'local' is never planned");
            } else if (std::find(m_known.begin(), m_known.end(), item.text) == m_known.end()) {
                reportEnvironment(item.text, item.place);
            }
        }
        if (m_app.environments.empty() && !m_failed) {
            m_diagnostics.warning(
                m_node.place, fmt::format("{} has no environment to plan", label()),
                m_known.empty() ? "a blueprint with 'local' alone is for the developer's machine"
                                : "");
        }
        checkWorkloadEnvironments();
    }

    void checkWorkloadEnvironments() {
        for (const RawWorkload& workload : m_app.workloads) {
            const bool isKnown =
                std::find(m_known.begin(), m_known.end(), workload.environment) != m_known.end();
            if (!isKnown && !workload.environment.empty() && !m_failed) {
                reportEnvironment(workload.environment, workload.place);
            }
        }
    }

    void reportEnvironment(const std::string& name, const SourcePlace& place) {
        m_diagnostics.error(
            place,
            fmt::format("{} has no environment {}; it has {}", label(), quoteWord(name),
                        m_known.empty() ? "none" : fmt::format("{}", fmt::join(m_known, ", "))),
            didYouMean(name, m_known));
    }

    Environment makeEnvironment(const std::string& name, const SourcePlace& place) const {
        Environment environment;
        environment.app = m_app.name;
        environment.name = name;
        environment.id = m_app.name + "-" + name;
        environment.namespaceName = environment.id;
        environment.place = place;
        if (m_app.blueprint) {
            const BlueprintEnvironment* own = m_app.blueprint->findEnvironment(name);
            const std::string usual = m_app.blueprint->name + "-" + name;
            environment.namespaceName = own->namespaceName.value_or(usual);
        }
        return environment;
    }

    /// Calls read(environment, node) for every planned environment of a per-environment map.
    void eachEnvironment(const std::string& key,
                         const std::function<void(Environment&, const DocumentNode&)>& read) {
        const DocumentNode* map = m_fields.map(key);
        if (map == nullptr || m_failed) {
            return;
        }
        for (const DocumentNode::Entry& entry : map->entries) {
            const auto at = std::find_if(
                m_app.environments.begin(), m_app.environments.end(),
                [&](const Environment& environment) { return environment.name == entry.key; });
            if (at != m_app.environments.end()) {
                if (!entry.value.isNull()) {
                    read(*at, entry.value);
                }
            } else if (std::find(m_known.begin(), m_known.end(), entry.key) != m_known.end()) {
                m_diagnostics.warning(entry.keyPlace,
                                      fmt::format("'{}' of {} has no effect: the environment is "
                                                  "not planned",
                                                  key, quoteWord(entry.key)));
            } else {
                reportEnvironment(entry.key, entry.keyPlace);
            }
        }
    }

    /// Calls read(role, node) for every known role of a map.
    void eachRole(const DocumentNode& node, const std::string& what, const Environment& environment,
                  const std::vector<std::string>& roles,
                  const std::function<void(const std::string&, const DocumentNode&)>& read) {
        const std::string where = fmt::format("{} of {}", what, quoteWord(environment.id));
        const DocumentNode* map = mapOf(&node, where, m_diagnostics);
        if (map == nullptr) {
            return;
        }
        for (const DocumentNode::Entry& entry : map->entries) {
            if (std::find(roles.begin(), roles.end(), entry.key) == roles.end()) {
                m_diagnostics.error(
                    entry.keyPlace,
                    fmt::format("unknown role {} in {}; known are {}", quoteWord(entry.key), where,
                                fmt::join(roles, ", ")),
                    didYouMean(entry.key, roles));
                continue;
            }
            warnUnusedRole(entry, where, environment);
            if (!entry.value.isNull()) {
                read(entry.key, entry.value);
            }
        }
    }

    /// Features and roles share their words; `web` always runs.
    void warnUnusedRole(const DocumentNode::Entry& entry, const std::string& where,
                        const Environment& environment) {
        const BlueprintEnvironment* own =
            m_app.blueprint ? m_app.blueprint->findEnvironment(environment.name) : nullptr;
        const bool runs =
            entry.key == "web" || (own != nullptr && m_app.blueprint->hasFeature(entry.key, *own));
        if (!runs) {
            m_diagnostics.warning(entry.keyPlace,
                                  fmt::format("{} in {} has no effect: the environment does not "
                                              "run it",
                                              quoteWord(entry.key), where));
        }
    }

    void readCounts(const std::string& key, const std::vector<std::string>& roles,
                    std::map<std::string, std::int64_t> Environment::*target) {
        eachEnvironment(key, [&](Environment& environment, const DocumentNode& node) {
            eachRole(node, "the " + key, environment, roles,
                     [&](const std::string& role, const DocumentNode& value) {
                         const auto count =
                             wholeOf(&value, fmt::format("the {} of {}", key, quoteWord(role)), 1,
                                     kWorkersMax, m_diagnostics);
                         if (count) {
                             (environment.*target)[role] = *count;
                         }
                     });
        });
    }

    void readRoleMaps() {
        readCounts("workers", kRolesWithWorkers, &Environment::workers);
        readCounts("replicas", kRolesWithReplicas, &Environment::replicas);
        eachEnvironment("resources", [&](Environment& environment, const DocumentNode& node) {
            eachRole(node, "the resources", environment, kRoles,
                     [&](const std::string& role, const DocumentNode& value) {
                         environment.resources[role] = readOverride(
                             value, fmt::format("the resources of {}", quoteWord(role)),
                             Severity::Error, m_diagnostics);
                     });
        });
        eachEnvironment("runsOn", [&](Environment& environment, const DocumentNode& node) {
            const DocumentNode* map = mapOf(&node, "'runsOn'", m_diagnostics);
            for (std::size_t i = 0; map != nullptr && i < map->entries.size(); ++i) {
                const auto nodes = textsOf(&map->entries[i].value, "'runsOn'", m_diagnostics);
                environment.runsOn[map->entries[i].key] =
                    nodes.value_or(std::vector<std::string>{});
            }
        });
    }

    void readEnvironmentFields() {
        eachEnvironment("traffic", [&](Environment& environment, const DocumentNode& node) {
            environment.traffic =
                readTraffic(node, "the traffic of " + quoteWord(environment.id), m_diagnostics);
        });
        readRoleMaps();
        eachEnvironment("data", [&](Environment& environment, const DocumentNode& node) {
            environment.data =
                readData(node, "the data of " + quoteWord(environment.id), m_diagnostics);
        });
        eachEnvironment("images", [&](Environment& environment, const DocumentNode& node) {
            environment.image =
                textOf(&node, "the image of " + quoteWord(environment.id), m_diagnostics)
                    .value_or("");
        });
        eachEnvironment("strategy", [&](Environment& environment, const DocumentNode& node) {
            const auto word = wordOf(&node, "the strategy of " + quoteWord(environment.id),
                                     {"single-node", "multi-node-ha"}, m_diagnostics);
            environment.strategy = word ? parseStrategy(*word) : std::nullopt;
        });
        const auto weight = m_fields.word("weight", {"light", "medium", "heavy"});
        for (Environment& environment : m_app.environments) {
            environment.weight = weight ? *parseWeight(*weight) : Weight::Medium;
            environment.weightGiven = weight.has_value();
        }
    }

    const DocumentNode& m_node;
    const BlueprintLoader& m_load;
    Diagnostics& m_diagnostics;
    FieldReader m_fields;
    App m_app;
    std::vector<std::string> m_known;  ///< names of all environments but `local`
    bool m_failed = false;             ///< the blueprint could not be read
};

}  // namespace

TrafficSpec readTraffic(const DocumentNode& node, const std::string& label,
                        Diagnostics& diagnostics) {
    TrafficSpec traffic;
    FieldReader fields(node, label, diagnostics);
    const auto set = [&](const char* key, auto value, auto& target) {
        if (value) {
            target = *value;
            traffic.given.emplace_back(key);
        }
    };
    set("peakRps", fields.decimal("peakRps", 0, kRateMax), traffic.peakRps);
    const DocumentNode* profile = fields.take("profile");
    set("profile", wordOf(profile, "'profile' of " + label, kProfiles, diagnostics),
        traffic.profile);
    const auto curve = readCurve(fields.take("curve"), "'curve' of " + label, diagnostics);
    set("curve", curve, traffic.curve);
    if (profile != nullptr && curve) {
        diagnostics.error(profile->place, fmt::format("{} gives both 'profile' and 'curve'", label),
                          "keep one of them");
    }
    set("growthPerMonth", fields.decimal("growthPerMonth", -0.9, 10), traffic.growthPerMonth);
    set("jobsPerMinute", fields.decimal("jobsPerMinute", 0, kRateMax), traffic.jobsPerMinute);
    set("jobSeconds", fields.decimal("jobSeconds", 0, 86'400), traffic.jobSeconds);
    set("connections", fields.whole("connections", 0, 10'000'000), traffic.connections);
    set("deploysPerMonth", fields.whole("deploysPerMonth", 0, 100'000), traffic.deploysPerMonth);
    fields.finish(Severity::Error);
    return traffic;
}

DataSpec readData(const DocumentNode& node, const std::string& label, Diagnostics& diagnostics) {
    DataSpec data;
    FieldReader fields(node, label, diagnostics);
    const auto set = [&](const char* key, Bytes& target) {
        const auto size = fields.bytes(key);
        if (size) {
            target = *size;
            data.given.emplace_back(key);
        }
    };
    set("databaseSize", data.databaseSize);
    set("redisKeys", data.redisKeys);
    set("objects", data.objects);
    fields.finish(Severity::Error);
    return data;
}

App readApp(const DocumentNode& node, const BlueprintLoader& load, Diagnostics& diagnostics) {
    return AppReader(node, load, diagnostics).read();
}

}  // namespace stowage
