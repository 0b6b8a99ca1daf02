#include "model/larakube_table.h"

#include <fmt/format.h>

#include <algorithm>

#include "model/base/invariant.h"
#include "model/data_files.h"
#include "model/data_row.h"
#include "model/quantity.h"

namespace stowage {
namespace {

constexpr std::string_view kDefaultVersion = "v0.20.0";

void readAmounts(DataRow& row, std::string_view key, Diagnostics& diagnostics,
                 ResourceAmounts& amounts) {
    const DocumentNode* node = row.map(key);
    if (node == nullptr) {
        return;
    }
    DataRow inner(*node, diagnostics);
    if (const auto cpu = inner.cpu(kCpu)) {
        amounts.set(kCpu, cpu->raw());
    }
    if (const auto memory = inner.bytes(kMemory)) {
        amounts.set(kMemory, memory->raw());
    }
    inner.finish();
}

void readLimits(DataRow& row, std::string_view key, Diagnostics& diagnostics,
                ResourceLimits& limits) {
    ResourceAmounts amounts;
    readAmounts(row, key, diagnostics, amounts);
    for (const auto& [name, amount] : amounts.entries()) {
        limits.set(name, amount);
    }
}

void readVolume(const DocumentNode& node, Diagnostics& diagnostics, TemplateVolume& volume) {
    DataRow row(node, diagnostics);
    volume.name = row.requiredText("name");
    volume.size = row.bytes("size").value_or(volume.size);
    volume.perReplica = row.flag("perReplica").value_or(false);
    if (volume.size.isZero()) {
        row.complain("size", "'size' is missing");
    }
    row.finish();
}

void readKind(DataRow& row, WorkloadKind& kind) {
    const std::string word = row.text("kind");
    if (word.empty()) {
        return;
    }
    for (const WorkloadKind candidate : {WorkloadKind::Deployment, WorkloadKind::StatefulSet,
                                         WorkloadKind::DaemonSet, WorkloadKind::CronJob}) {
        if (toWord(candidate) == word) {
            kind = candidate;
            return;
        }
    }
    row.complain("kind", fmt::format("'{}' is no kind of workload", word));
}

/// Kubernetes' defaults differ by kind; a template states what differs from them.
void readUpdate(DataRow& row, PodSpecTemplate& pod) {
    const std::string word = row.text("update");
    if (word == "Recreate") {
        pod.updateStrategy = {.kind = UpdateKind::Recreate};
    } else if (!word.empty() && word != "RollingUpdate") {
        row.complain("update", fmt::format("'{}' is no update strategy", word));
    }
    if (word.empty() && row.has("kind") && pod.kind != WorkloadKind::Deployment) {
        pod.updateStrategy = defaultUpdateStrategy(pod.kind);
    }
    if (const auto surge = row.integer("maxSurge")) {
        pod.updateStrategy.maxSurge = {.value = *surge};
    }
    if (const auto unavailable = row.integer("maxUnavailable")) {
        pod.updateStrategy.maxUnavailable = {.value = *unavailable};
    }
}

void readPod(DataRow& row, Diagnostics& diagnostics, PodSpecTemplate& pod) {
    readKind(row, pod.kind);
    readUpdate(row, pod);
    if (row.has("image")) {
        pod.image = row.text("image");
    }
    readAmounts(row, "requests", diagnostics, pod.requests);
    readLimits(row, "limits", diagnostics, pod.limits);
    if (const DocumentNode* node = row.map("volume")) {
        readVolume(*node, diagnostics, pod.volume.emplace());
    }
    pod.startSeconds = static_cast<double>(
        row.integer("start").value_or(static_cast<std::int64_t>(pod.startSeconds)));
    pod.stopSeconds = static_cast<double>(
        row.integer("stop").value_or(static_cast<std::int64_t>(pod.stopSeconds)));
    if (const DocumentNode* node = row.map("manifest")) {
        pod.manifest = *node;
    }
}

void readRole(const DocumentNode& node, Diagnostics& diagnostics, RoleTemplate& role) {
    DataRow row(node, diagnostics);
    readPod(row, diagnostics, role);
    role.feature = row.has("feature") ? row.text("feature") : role.feature;
    role.container = row.has("container") ? row.text("container") : role.container;
    role.port = static_cast<int>(row.integer("port").value_or(role.port));
    role.mountsStorage = row.flag("mountsStorage").value_or(role.mountsStorage);
    role.mountsDatabaseFile = row.flag("mountsDatabaseFile").value_or(role.mountsDatabaseFile);
    role.waitsForWeb = row.flag("waitsForWeb").value_or(role.waitsForWeb);
    if (const DocumentNode* replicas = row.map("replicas")) {
        DataRow inner(*replicas, diagnostics);
        role.replicasSingleNode = inner.integer("single-node").value_or(1);
        role.replicasMultiNodeHa = inner.integer("multi-node-ha").value_or(1);
        inner.finish();
    }
    row.finish();
}

void readExporter(const DocumentNode& node, Diagnostics& diagnostics, ExporterTemplate& exporter) {
    DataRow row(node, diagnostics);
    exporter.image = row.requiredText("image");
    readAmounts(row, "requests", diagnostics, exporter.requests);
    readLimits(row, "limits", diagnostics, exporter.limits);
    exporter.port = static_cast<int>(row.integer("port").value_or(0));
    row.finish();
}

void readCommons(const DocumentNode& node, Diagnostics& diagnostics, CommonsTemplate& engine) {
    DataRow row(node, diagnostics);
    readPod(row, diagnostics, engine);
    if (const DocumentNode* exporter = row.map("exporter")) {
        readExporter(*exporter, diagnostics, engine.exporter.emplace());
    }
    if (!row.flag("hasExporter").value_or(true)) {
        engine.exporter.reset();
    }
    engine.connectionsMax = row.integer("connections").value_or(engine.connectionsMax);
    row.finish();
}

void readCompanion(const DocumentNode& node, Diagnostics& diagnostics, CompanionTemplate& pod) {
    DataRow row(node, diagnostics);
    readPod(row, diagnostics, pod);
    pod.neededBy = row.has("for") ? row.text("for") : pod.neededBy;
    row.finish();
}

void readScope(DataRow& row, ClusterPodScope& scope) {
    static const std::map<std::string, ClusterPodScope> kScopes{
        {"k3s", ClusterPodScope::K3s},
        {"k3s-load-balancer", ClusterPodScope::K3sLoadBalancer},
        {"managed", ClusterPodScope::Managed},
        {"ingress", ClusterPodScope::Ingress},
        {"nfs", ClusterPodScope::Nfs}};
    if (!row.has("scope")) {
        return;
    }
    const auto found = kScopes.find(row.text("scope"));
    if (found == kScopes.end()) {
        row.complain("scope", fmt::format("'{}' is no scope of a pod", row.text("scope")));
    } else {
        scope = found->second;
    }
}

void readClusterPod(const DocumentNode& node, Diagnostics& diagnostics, ClusterPodTemplate& pod) {
    DataRow row(node, diagnostics);
    readPod(row, diagnostics, pod);
    readScope(row, pod.scope);
    pod.name = row.has("name") ? row.text("name") : pod.name;
    pod.namespaceName = row.has("namespace") ? row.text("namespace") : pod.namespaceName;
    pod.replicas = row.integer("replicas").value_or(pod.replicas);
    pod.priorityClass = row.has("priorityClass") ? row.text("priorityClass") : pod.priorityClass;
    pod.priority = row.integer("priority").value_or(pod.priority);
    for (const std::string& port : row.texts("hostPorts")) {
        pod.hostPorts.push_back(static_cast<int>(parseCount(port).ok() ? *parseCount(port) : 0));
    }
    row.finish();
}

/// Reads a map of named templates over those that are there already, new ones behind them.
template <typename Template, typename ReadOne>
void readNamed(DataRow& file, std::string_view key, Diagnostics& diagnostics,
               std::vector<Template>& templates, const ReadOne& readOne) {
    const DocumentNode* node = file.map(key);
    if (node == nullptr) {
        return;
    }
    for (const DocumentNode::Entry& entry : node->entries) {
        auto at = std::find_if(templates.begin(), templates.end(),
                               [&](const Template& known) { return known.name == entry.key; });
        if (at == templates.end()) {
            templates.push_back({});
            at = templates.end() - 1;
            at->name = entry.key;
        }
        readOne(entry.value, diagnostics, *at);
    }
}

template <typename Template, typename ReadOne>
void readByService(DataRow& file, std::string_view key, Diagnostics& diagnostics,
                   std::map<ServiceKind, Template>& templates, const ReadOne& readOne) {
    const DocumentNode* node = file.map(key);
    if (node == nullptr) {
        return;
    }
    for (const DocumentNode::Entry& entry : node->entries) {
        const auto kind = parseServiceKind(entry.key);
        if (!kind) {
            diagnostics.error(entry.keyPlace, fmt::format("no service '{}'", entry.key));
            continue;
        }
        Template& found = templates[*kind];
        found.name = entry.key;
        readOne(entry.value, diagnostics, found);
    }
}

void readService(const DocumentNode& node, Diagnostics& diagnostics, PodSpecTemplate& service) {
    DataRow row(node, diagnostics);
    readPod(row, diagnostics, service);
    row.finish();
}

void readSteps(DataRow& file, std::string_view key, std::vector<Bytes>& steps) {
    if (!file.has(key)) {
        return;
    }
    steps.clear();
    for (const std::string& text : file.texts(key)) {
        const Result<Bytes> size = parseBytes(text);
        if (!size.ok() || (!steps.empty() && *size <= steps.back())) {
            file.complain(key, fmt::format("'{}' is no larger step", text));
            return;
        }
        steps.push_back(*size);
    }
}

void readHead(DataRow& file, Diagnostics& diagnostics, LarakubeTable& table) {
    table.version = file.requiredText("version");
    table.source = file.requiredText("source");
    const auto date = file.date("date");
    if (!date) {
        file.complain("date", "'date' is missing");
    }
    table.date = date.value_or(CalendarDate());
    const auto takeText = [&](std::string_view key, std::string& text) {
        text = file.has(key) ? file.text(key) : text;
    };
    takeText("commonsNamespace", table.commonsNamespace);
    takeText("sharedStorageClass", table.sharedStorageClass);
    takeText("vectorPostgresImage", table.vectorPostgresImage);
    if (const DocumentNode* node = file.map("appContainer")) {
        DataRow row(*node, diagnostics);
        readAmounts(row, "requests", diagnostics, table.appRequests);
        readLimits(row, "limits", diagnostics, table.appLimits);
        row.finish();
    }
    if (const DocumentNode* node = file.map("appStorage")) {
        readVolume(*node, diagnostics, table.appStorage);
    }
    if (const DocumentNode* node = file.map("databaseFile")) {
        readVolume(*node, diagnostics, table.databaseFile);
    }
}

/// `table` holds the values of the table that this one extends.
void readTable(const DocumentNode& root, Diagnostics& diagnostics, LarakubeTable& table) {
    DataRow file(root, diagnostics);
    static_cast<void>(file.text("extends"));
    readHead(file, diagnostics, table);
    readNamed(file, "roles", diagnostics, table.roles, readRole);
    if (const DocumentNode* node = file.map("otherFrameworkWeb")) {
        table.otherFrameworkWeb.name = "web";
        readRole(*node, diagnostics, table.otherFrameworkWeb);
    }
    readByService(file, "services", diagnostics, table.services, readService);
    readNamed(file, "companions", diagnostics, table.companions, readCompanion);
    readSteps(file, "commonsMemorySteps", table.commonsMemorySteps);
    readSteps(file, "commonsVolumeSteps", table.commonsVolumeSteps);
    readByService(file, "commons", diagnostics, table.commons, readCommons);
    readNamed(file, "clusterPods", diagnostics, table.clusterPods, readClusterPod);
    file.finish();
}

std::string_view minorVersion(std::string_view version) {
    const auto first = version.find('.');
    const auto second = first == std::string_view::npos ? first : version.find('.', first + 1);
    return version.substr(0, second);
}

}  // namespace

const RoleTemplate* LarakubeTable::findRole(std::string_view role) const {
    const auto at = std::find_if(roles.begin(), roles.end(),
                                 [&](const RoleTemplate& known) { return known.name == role; });
    return at == roles.end() ? nullptr : &*at;
}

LarakubeTables LarakubeTables::load(const DataFiles& files, Diagnostics& diagnostics) {
    std::vector<Document> documents;
    for (const DataFile* file : files.under("larakube/")) {
        auto document = parseDocument(file->origin, file->text, DocumentFormat::Yaml,
                                      DocumentLimits{}, diagnostics);
        if (document) {
            documents.push_back(std::move(*document));
        }
    }
    LarakubeTables tables;
    // Tables that extend nothing come first, so that the others find them.
    for (const bool isBase : {true, false}) {
        for (const Document& document : documents) {
            const DocumentNode* extended = document.root.find("extends");
            if ((extended == nullptr) != isBase) {
                continue;
            }
            LarakubeTable table;
            if (extended != nullptr) {
                const LarakubeTable* base = tables.find(extended->text);
                if (base == nullptr) {
                    diagnostics.error(extended->place,
                                      fmt::format("no table '{}' to extend", extended->text));
                    continue;
                }
                table = *base;
            }
            const int errors = diagnostics.count(Severity::Error);
            readTable(document.root, diagnostics, table);
            if (diagnostics.count(Severity::Error) == errors) {
                tables.m_tables.push_back(std::move(table));
            }
        }
    }
    std::sort(tables.m_tables.begin(), tables.m_tables.end(),
              [](const LarakubeTable& a, const LarakubeTable& b) { return a.version < b.version; });
    return tables;
}

const LarakubeTable* LarakubeTables::find(std::string_view version) const {
    for (const LarakubeTable& table : m_tables) {
        if (table.version == version) {
            return &table;
        }
    }
    for (const LarakubeTable& table : m_tables) {
        if (minorVersion(table.version) == minorVersion(version)) {
            return &table;
        }
    }
    return nullptr;
}

std::vector<std::string> LarakubeTables::versions() const {
    std::vector<std::string> names;
    for (const LarakubeTable& table : m_tables) {
        names.push_back(table.version);
    }
    return names;
}

const LarakubeTables& shippedLarakubeTables() {
    static const LarakubeTables kTables = [] {
        Diagnostics diagnostics;
        LarakubeTables tables = LarakubeTables::load(DataFiles::shipped(), diagnostics);
        STOWAGE_ASSERT(!diagnostics.hasErrors());
        return tables;
    }();
    return kTables;
}

const LarakubeTable& larakubeTable(std::string_view version) {
    const LarakubeTable* table = shippedLarakubeTables().find(version);
    if (table == nullptr) {
        table = shippedLarakubeTables().find(kDefaultVersion);
    }
    STOWAGE_ASSERT(table != nullptr);
    return *table;
}

}  // namespace stowage
