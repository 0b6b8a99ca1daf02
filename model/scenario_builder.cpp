#include "model/scenario_builder.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>

#include "model/canonical_document.h"
#include "model/check.h"
#include "model/currency.h"
#include "model/custom_offer_io.h"
#include "model/field_reader.h"
#include "model/kubernetes_rules.h"
#include "model/scenario_app_io.h"
#include "model/scenario_checks.h"

namespace stowage {

namespace {

constexpr int kMoneyDigits = 6;
/// A billion a month, as in custom_offer_io.
constexpr std::int64_t kMoneyMax = 1'000'000'000'000'000;
constexpr int kRiskDigits = 9;
constexpr int kShareDigits = 6;
constexpr std::int64_t kLatencyMsMax = 600'000;
constexpr std::int64_t kNodesMax = 10'000;

const std::vector<std::string> kModeWords = {"auto", "own", "plex", "managed"};
const std::vector<std::string> kTopologyWords = {"single-node", "k3s-multi", "managed"};

/// Versions of LaraKube that have an expansion table, and what users may write for each.
struct VersionName {
    const char* written;
    const char* table;
};
constexpr std::array<VersionName, 5> kVersions = {{{"v0.17", "v0.17"},
                                                   {"v0.17.0", "v0.17"},
                                                   {"v0.20", "v0.20.0"},
                                                   {"v0.20.0", "v0.20.0"},
                                                   {"next", "next"}}};

/// Reads the top level of a scenario, section by section.
class ScenarioReader {
public:
    ScenarioReader(const DocumentNode& root, const BlueprintLoader& load,
                   const ScenarioVocabulary& vocabulary, Diagnostics& diagnostics)
        : m_root(root), m_load(load), m_vocabulary(vocabulary), m_diagnostics(diagnostics) {}

    Scenario read() {
        FieldReader fields(m_root, "the scenario", m_diagnostics);
        readHead(fields);
        readMoney(fields);
        readApps(fields.list("apps"));
        readServices(fields.map("services"));
        m_scenario.serviceImages = readServiceImages(fields.map("serviceImages"));
        readRequirements(fields.map("requirements"));
        readAssumptions(fields.map("assumptions"));
        readVersion(fields);
        readCandidates(fields.map("candidates"));
        readExistingNodes(fields.list("existingNodes"));
        fields.finish(Severity::Error);
        return std::move(m_scenario);
    }

private:
    void readHead(FieldReader& fields) {
        m_scenario.file = m_root.place.file;
        requireWord(fields, "apiVersion", "stowage/v1");
        requireWord(fields, "kind", "Scenario");
        const DocumentNode* metadata = fields.map("metadata");
        if (metadata != nullptr) {
            FieldReader head(*metadata, "'metadata'", m_diagnostics);
            const auto name = head.text("name");
            m_scenario.name = name.value_or("");
            if (name && name->find_first_not_of(" \t\r\n") == std::string::npos) {
                m_diagnostics.error(metadata->find("name")->place, "'metadata.name' is blank",
                                    "name the scenario, or leave the line out");
            }
            m_scenario.description = head.text("description").value_or("");
            head.finish(Severity::Error);
        }
        const auto seed = fields.whole("seed", 0, std::numeric_limits<std::int64_t>::max());
        m_scenario.seed = static_cast<std::uint64_t>(seed.value_or(1));
    }

    void requireWord(FieldReader& fields, const std::string& key, const std::string& word) {
        const DocumentNode* node = fields.take(key);
        if (node == nullptr) {
            m_diagnostics.error(m_root.place, fmt::format("'{}' is missing", key),
                                fmt::format("write {}: {}", key, word));
            return;
        }
        static_cast<void>(wordOf(node, quoteWord(key), {word}, m_diagnostics));
    }

    void readMoney(FieldReader& fields) {
        const DocumentNode* currency = fields.take("currency");
        m_scenario.currency =
            knownText(currency, currencyCodes(), "'currency'").value_or(m_scenario.currency);
        const DocumentNode* exchange = fields.map("exchange");
        for (std::size_t i = 0; exchange != nullptr && i < exchange->entries.size(); ++i) {
            const DocumentNode::Entry& entry = exchange->entries[i];
            const std::string label = "the rate of " + quoteWord(entry.key);
            if (!isCurrencyCode(entry.key)) {
                m_diagnostics.error(
                    entry.keyPlace,
                    fmt::format("{} is no currency of ISO 4217", quoteWord(entry.key)),
                    hint(entry.key, currencyCodes()));
            } else if (entry.key == m_scenario.currency) {
                m_diagnostics.error(entry.keyPlace,
                                    fmt::format("{} is the scenario's own currency and needs no "
                                                "rate",
                                                quoteWord(entry.key)));
            } else if (scaledOf(&entry.value, label, kMoneyDigits, 1, 1'000'000 * kWhole.raw(),
                                m_diagnostics)) {
                m_scenario.exchange[entry.key] = entry.value.text;
            }
        }
    }

    /// The nearest word. Looking it up costs the size of the list, so a file of wrong names gets it
    /// for the first ones only.
    std::string hint(const std::string& text, const std::vector<std::string>& words) {
        constexpr int kHintsMax = 100;
        return ++m_hints <= kHintsMax ? didYouMean(text, words) : std::string();
    }

    /// The entries of a list of names; unknown ones are errors where names are known at all.
    std::optional<std::vector<std::string>> names(const DocumentNode* node,
                                                  const std::vector<std::string>& known,
                                                  const std::string& label) {
        const DocumentNode* list = listOf(node, label, m_diagnostics);
        if (list == nullptr) {
            return std::nullopt;
        }
        std::vector<std::string> result;
        for (const DocumentNode& item : list->items) {
            const auto name = known.empty() ? textOf(&item, label, m_diagnostics)
                                            : knownText(&item, known, label);
            if (name) {
                result.push_back(*name);
            }
        }
        return result;
    }

    /// A list of many words is not repeated in the message.
    std::optional<std::string> knownText(const DocumentNode* node,
                                         const std::vector<std::string>& words,
                                         const std::string& label) {
        auto text = textOf(node, label, m_diagnostics);
        if (text && std::find(words.begin(), words.end(), *text) == words.end()) {
            m_diagnostics.error(node->place,
                                fmt::format("{} {} is not known", label, quoteWord(*text)),
                                hint(*text, words));
            return std::nullopt;
        }
        return text;
    }

    void readApps(const DocumentNode* list) {
        for (std::size_t i = 0; list != nullptr && i < list->items.size(); ++i) {
            m_scenario.apps.push_back(readApp(list->items[i], m_load, m_diagnostics));
        }
    }

    void readServices(const DocumentNode* node) {
        if (node == nullptr) {
            return;
        }
        FieldReader fields(*node, "'services'", m_diagnostics);
        const auto word = fields.word("default", kModeWords);
        m_scenario.services.defaultWish = word ? *parseModeWish(*word) : ModeWish::Auto;
        m_scenario.services.reconsider = fields.boolean("reconsider").value_or(false);
        const DocumentNode* overrides = fields.map("overrides");
        fields.finish(Severity::Error);
        for (std::size_t i = 0; overrides != nullptr && i < overrides->entries.size(); ++i) {
            const DocumentNode::Entry& entry = overrides->entries[i];
            const auto wish = parseModeWish(entry.value.text);
            if (wish && entry.value.isScalar()) {
                m_scenario.services.overrides[entry.key] = *wish;
            } else if (!entry.value.isNull()) {
                static_cast<void>(wordOf(&entry.value, "the mode of " + quoteWord(entry.key),
                                         kModeWords, m_diagnostics));
            }
        }
        checkOverrides(m_scenario, overrides, m_diagnostics);
    }

    std::map<std::string, std::string> readServiceImages(const DocumentNode* node) {
        std::map<std::string, std::string> images;
        std::vector<std::string> words;
        for (const ServiceKind kind : allServiceKinds()) {
            words.emplace_back(toWord(kind));
        }
        for (std::size_t i = 0; node != nullptr && i < node->entries.size(); ++i) {
            const DocumentNode::Entry& entry = node->entries[i];
            if (!parseServiceKind(entry.key)) {
                m_diagnostics.error(
                    entry.keyPlace,
                    fmt::format("unknown service {} in 'serviceImages'", quoteWord(entry.key)),
                    didYouMean(entry.key, words));
                continue;
            }
            images[entry.key] =
                textOf(&entry.value, "the image of " + quoteWord(entry.key), m_diagnostics)
                    .value_or("");
        }
        return images;
    }

    void readRequirements(const DocumentNode* node) {
        if (node == nullptr) {
            return;
        }
        Requirements& requirements = m_scenario.requirements;
        FieldReader fields(*node, "'requirements'", m_diagnostics);
        const auto cost = fields.scaled("maxMonthlyCost", kMoneyDigits, 0, kMoneyMax);
        if (cost) {
            requirements.maxMonthlyCost = Money::fromRaw(*cost);
        }
        const auto risk = fields.scaled("memoryRisk", kRiskDigits, 1, 1'000'000'000);
        requirements.memoryRisk = risk ? PartsPerBillion::fromRaw(*risk) : requirements.memoryRisk;
        requirements.p95LatencyMs =
            fields.whole("p95LatencyMs", 1, kLatencyMsMax).value_or(requirements.p95LatencyMs);
        const auto headroom = fields.scaled("headroom", kShareDigits, 0, 900'000);
        requirements.headroom =
            headroom ? PartsPerMillion::fromRaw(*headroom) : requirements.headroom;
        const auto placement = fields.word("placement", {"reachable", "pinned"});
        requirements.placement =
            placement == "pinned" ? PlacementRule::Pinned : PlacementRule::Reachable;
        requirements.zones = static_cast<int>(fields.whole("zones", 1, 3).value_or(1));
        requirements.adjustments = fields.boolean("adjustments").value_or(true);
        readBinding(fields.take("binding"));
        requirements.surviveNodeLoss =
            environmentIds(fields.take("surviveNodeLoss"), "'surviveNodeLoss'");
        requirements.zeroDowntimeDeploys =
            environmentIds(fields.take("zeroDowntimeDeploys"), "'zeroDowntimeDeploys'");
        fields.finish(Severity::Error);
    }

    void readBinding(const DocumentNode* node) {
        if (node == nullptr || (node->kind == NodeKind::String && node->text == "all")) {
            return;
        }
        std::vector<std::string> known;
        for (const CheckId id : planCheckIds()) {
            known.emplace_back(toWord(id));
        }
        const DocumentNode* list = listOf(node, "'binding' (all, or check ids)", m_diagnostics);
        if (list == nullptr) {
            return;
        }
        std::vector<std::string> binding;
        for (const DocumentNode& item : list->items) {
            const auto id = knownText(&item, known, "check");
            if (id) {
                binding.push_back(*id);
            }
        }
        m_scenario.requirements.binding = std::move(binding);
    }

    std::vector<std::string> environmentIds(const DocumentNode* node, const std::string& label) {
        std::vector<std::string> known;
        for (const Environment* environment : m_scenario.environments()) {
            known.push_back(environment->id);
        }
        std::vector<std::string> ids;
        const DocumentNode* list = listOf(node, label, m_diagnostics);
        for (std::size_t i = 0; list != nullptr && i < list->items.size(); ++i) {
            const auto id =
                knownText(&list->items[i], known, fmt::format("environment in {}", label));
            if (id && std::find(ids.begin(), ids.end(), *id) == ids.end()) {
                ids.push_back(*id);
            }
        }
        return ids;
    }

    void readAssumptions(const DocumentNode* node) {
        const std::vector<std::string>& known = m_vocabulary.assumptions;
        for (std::size_t i = 0; node != nullptr && i < node->entries.size(); ++i) {
            const DocumentNode::Entry& entry = node->entries[i];
            if (!known.empty() && std::find(known.begin(), known.end(), entry.key) == known.end()) {
                m_diagnostics.error(entry.keyPlace,
                                    fmt::format("there is no assumption {}", quoteWord(entry.key)),
                                    hint(entry.key, known));
                continue;
            }
            const auto value =
                textOf(&entry.value, "assumption " + quoteWord(entry.key), m_diagnostics);
            if (value) {
                m_scenario.assumptions[entry.key] = *value;
                m_scenario.assumptionPlaces[entry.key] = entry.value.place;
            }
        }
    }

    void readVersion(FieldReader& fields) {
        const DocumentNode* node = fields.take("larakubeVersion");
        if (node == nullptr) {
            return;
        }
        const auto at =
            std::find_if(kVersions.begin(), kVersions.end(),
                         [&](const VersionName& one) { return node->text == one.written; });
        if (at != kVersions.end()) {
            m_scenario.larakubeVersion = at->table;
        } else {
            static_cast<void>(
                wordOf(node, "'larakubeVersion'", {"v0.17", "v0.20.0", "next"}, m_diagnostics));
        }
    }

    void readCandidates(const DocumentNode* node) {
        if (node == nullptr) {
            return;
        }
        Candidates& candidates = m_scenario.candidates;
        FieldReader fields(*node, "'candidates'", m_diagnostics);
        candidates.providers = names(fields.take("providers"), m_vocabulary.providers, "provider");
        candidates.offers = names(fields.take("offers"), m_vocabulary.offers, "offer");
        const DocumentNode* offers = fields.list("customOffers");
        for (std::size_t i = 0; offers != nullptr && i < offers->items.size(); ++i) {
            auto offer = readCustomOffer(offers->items[i], MachineOwnership::ForSale,
                                         m_scenario.currency, m_diagnostics);
            if (offer) {
                candidates.customOffers.push_back(std::move(*offer));
            }
        }
        checkOfferNames(candidates.customOffers, offers, m_diagnostics);
        readFixed(fields.map("fixed"));
        readTopologies(fields.list("topologies"));
        candidates.maxNodes =
            static_cast<int>(fields.whole("maxNodes", 1, kNodesMax).value_or(candidates.maxNodes));
        candidates.mixedSizes = fields.boolean("mixedSizes").value_or(candidates.mixedSizes);
        readKubernetesVersion(fields.take("kubernetesVersion"));
        fields.finish(Severity::Error);
    }

    void readTopologies(const DocumentNode* list) {
        if (list == nullptr) {
            return;
        }
        std::vector<TopologyKind> topologies;
        for (const DocumentNode& item : list->items) {
            const auto word = wordOf(&item, "a topology", kTopologyWords, m_diagnostics);
            const auto kind = word ? parseTopology(*word) : std::nullopt;
            if (kind &&
                std::find(topologies.begin(), topologies.end(), *kind) == topologies.end()) {
                topologies.push_back(*kind);
            }
        }
        m_scenario.candidates.topologies = std::move(topologies);
    }

    void readFixed(const DocumentNode* node) {
        if (node == nullptr) {
            return;
        }
        FixedLayout fixed;
        fixed.place = node->place;
        FieldReader fields(*node, "'fixed'", m_diagnostics);
        const auto topology =
            fields.word("topology", {"single-node", "k3s-multi", "managed", "nodes"});
        fixed.topology = topology ? *parseTopology(*topology) : TopologyKind::SingleNode;
        const DocumentNode* nodes = fields.list("nodes");
        fields.finish(Severity::Error);
        for (std::size_t i = 0; nodes != nullptr && i < nodes->items.size(); ++i) {
            FieldReader entry(nodes->items[i], "a node of 'fixed'", m_diagnostics);
            FixedNode fixedNode;
            fixedNode.provider = entry.text("provider").value_or("");
            fixedNode.offer = entry.text("offer").value_or("");
            fixedNode.count = static_cast<int>(entry.whole("count", 1, kNodesMax).value_or(1));
            entry.finish(Severity::Error);
            checkFixedNode(fixedNode, nodes->items[i]);
            fixed.nodes.push_back(std::move(fixedNode));
        }
        if (!topology || fixed.nodes.empty()) {
            m_diagnostics.error(node->place, "'fixed' needs 'topology' and 'nodes'");
        } else {
            checkFixedLayout(fixed);
        }
        m_scenario.candidates.fixed = std::move(fixed);
    }

    void checkFixedLayout(const FixedLayout& fixed) {
        int count = 0;
        std::string provider;
        for (const FixedNode& node : fixed.nodes) {
            count += node.count;
            if (!provider.empty() && !node.provider.empty() && node.provider != provider) {
                m_diagnostics.error(fixed.place,
                                    fmt::format("'fixed' mixes servers of {} and {}, and private "
                                                "networks do not span providers",
                                                quoteWord(provider), quoteWord(node.provider)),
                                    "take all servers from one provider");
                return;
            }
            provider = node.provider.empty() ? provider : node.provider;
        }
        if (fixed.topology == TopologyKind::SingleNode && count != 1) {
            m_diagnostics.error(fixed.place,
                                fmt::format("topology single-node has one server, not {}", count),
                                "write topology: k3s-multi");
        }
        if (fixed.topology == TopologyKind::K3sMulti && count < 2) {
            m_diagnostics.error(fixed.place, "topology k3s-multi has at least two servers",
                                "write topology: single-node");
        }
    }

    void checkFixedNode(const FixedNode& fixedNode, const DocumentNode& node) {
        if (fixedNode.offer.empty()) {
            m_diagnostics.error(node.place, "a node of 'fixed' needs 'offer'");
            return;
        }
        const std::vector<Offer>& own = m_scenario.candidates.customOffers;
        const bool isOwn = std::any_of(own.begin(), own.end(), [&](const Offer& offer) {
            return offer.name == fixedNode.offer;
        });
        // Machines that are owned already stand further down in the file.
        const DocumentNode* existing = m_root.find("existingNodes");
        const bool mayExist = existing != nullptr && !existing->items.empty();
        if (!isOwn && !mayExist && !m_vocabulary.offers.empty()) {
            static_cast<void>(knownText(node.find("offer"), m_vocabulary.offers, "offer"));
        }
    }

    /// "1.34", "v1.34" or "1.34.2".
    void readKubernetesVersion(const DocumentNode* node) {
        auto text = textOf(node, "'kubernetesVersion'", m_diagnostics);
        if (!text) {
            return;
        }
        const std::string digits = text->substr(text->rfind('v', 0) == 0 ? 1 : 0);
        const std::size_t dot = digits.find('.');
        const bool isVersion = dot != std::string::npos && dot > 0 && dot + 1 < digits.size() &&
                               digits.find_first_not_of("0123456789.") == std::string::npos &&
                               digits[dot + 1] != '.';
        if (!isVersion) {
            m_diagnostics.error(node->place,
                                fmt::format("'kubernetesVersion' must be a version such as "
                                            "\"1.34\", not {}",
                                            describe(*node)));
            return;
        }
        if (digits.substr(0, dot) != "1") {
            m_diagnostics.error(node->place, fmt::format("there is no Kubernetes {}", *text),
                                "write a version such as \"1.34\"");
            return;
        }
        if (node->kind == NodeKind::Number && digits.back() == '0') {
            m_diagnostics.warning(node->place,
                                  fmt::format("{} without quotes is a number, which other readers "
                                              "take for {}",
                                              digits, digits.substr(0, digits.size() - 1)),
                                  fmt::format("write \"{}\"", digits));
        }
        m_scenario.candidates.kubernetesVersion = digits;
    }

    /// An owned machine may stand anywhere, but mixes with bought ones of its provider only.
    void warnOfProvider(const DocumentNode* node) {
        const std::vector<std::string>& known = m_vocabulary.providers;
        if (node != nullptr && !known.empty() && !node->text.empty() &&
            std::find(known.begin(), known.end(), node->text) == known.end()) {
            const std::string near = hint(node->text, known);
            m_diagnostics.warning(node->place,
                                  fmt::format("provider {} is not in the catalogue: this machine "
                                              "never mixes with bought ones",
                                              quoteWord(node->text)),
                                  near);
        }
    }

    void readExistingNodes(const DocumentNode* list) {
        for (std::size_t i = 0; list != nullptr && i < list->items.size(); ++i) {
            auto offer = readCustomOffer(list->items[i], MachineOwnership::Owned,
                                         m_scenario.currency, m_diagnostics);
            warnOfProvider(list->items[i].find("provider"));
            if (offer) {
                m_scenario.existingNodes.push_back(std::move(*offer));
            }
        }
        checkOfferNames(m_scenario.existingNodes, list, m_diagnostics);
    }

    const DocumentNode& m_root;
    const BlueprintLoader& m_load;
    const ScenarioVocabulary& m_vocabulary;
    Diagnostics& m_diagnostics;
    int m_hints = 0;
    Scenario m_scenario;
};

/// Requests and limits of a pod as a whole do not exist in every version; a version beyond the
/// table is planned by the rules of the nearest.
void applyVersion(Scenario& scenario, Diagnostics& diagnostics) {
    const KubernetesRules& rules = shippedKubernetesRules();
    const int minor = plannedMinorVersion(scenario);
    const SourcePlace whole{.file = scenario.file};
    if (minor < rules.oldest() || minor > rules.newest()) {
        diagnostics.warning(whole, fmt::format("the rules of Kubernetes 1.{} are not known; those "
                                               "of the nearest of 1.{} to 1.{} are used",
                                               minor, rules.oldest(), rules.newest()));
    }
    if (rules.holds("pod-level-resources", minor)) {
        return;
    }
    for (App& app : scenario.apps) {
        for (RawWorkload& workload : app.workloads) {
            if (workload.pod.podRequests || workload.pod.podLimits) {
                diagnostics.warning(
                    workload.place,
                    fmt::format("Kubernetes 1.{} drops the 'resources' of the pod spec of {}",
                                minor, quoteWord(workload.name)),
                    "write them at its containers");
                workload.pod.podRequests.reset();
                workload.pod.podLimits.reset();
            }
        }
    }
}

}  // namespace

std::optional<Scenario> buildScenario(const DocumentNode& root, const BlueprintLoader& load,
                                      const ScenarioVocabulary& vocabulary,
                                      Diagnostics& diagnostics) {
    if (root.kind != NodeKind::Map) {
        diagnostics.error(
            root.place, fmt::format("a scenario must be a map of fields, not {}", describe(root)));
        return std::nullopt;
    }
    Diagnostics found;
    Scenario scenario = ScenarioReader(root, load, vocabulary, found).read();
    checkScenario(scenario, found);
    applyVersion(scenario, found);
    const bool failed = found.hasErrors();
    diagnostics.append(found);
    if (failed) {
        return std::nullopt;
    }
    scenario.document = canonicalDocument(root, scenario.apps);
    return scenario;
}

}  // namespace stowage
