#include <QCoreApplication>
#include <QRegularExpression>
#include <algorithm>
#include <utility>

#include "gui/format.h"
#include "gui/scenario_edits.h"
#include "model/json_patch.h"

namespace stowage::gui {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("ScenarioEdits", text);
}

DocumentNode namedMap(const std::string& name) {
    DocumentNode map = makeMap();
    addEntry(map, "name", makeString(name));
    return map;
}

DocumentNode resourceMap(const NewWorkload& workload) {
    DocumentNode requests = makeMap();
    if (!workload.cpu.empty()) {
        addEntry(requests, "cpu", makeString(workload.cpu));
    }
    if (!workload.memory.empty()) {
        addEntry(requests, "memory", makeString(workload.memory));
    }
    return requests;
}

DocumentNode workloadNode(const NewWorkload& workload) {
    DocumentNode node = namedMap(workload.name);
    addEntry(node, "environment", makeString(workload.environment));
    addEntry(node, "kind", makeString("Deployment"));
    addEntry(node, "replicas", makeNumber(workload.replicas));
    DocumentNode requests = resourceMap(workload);
    if (!requests.entries.empty()) {
        addEntry(node, "requests", std::move(requests));
    }
    return node;
}

/// The app of raw workloads with this name.
std::optional<std::size_t> rawAppIn(const DocumentNode& document, const std::string& name) {
    const DocumentNode* apps = document.find("apps");
    for (std::size_t at = 0; apps != nullptr && at < apps->items.size(); ++at) {
        const DocumentNode* known = apps->items[at].find("name");
        if (known != nullptr && known->text == name &&
            apps->items[at].find("blueprint") == nullptr) {
            return at;
        }
    }
    return std::nullopt;
}

bool namesOneOf(const std::string& serviceKey, const std::vector<std::string>& environmentIds) {
    const std::string id = serviceKey.substr(0, serviceKey.find('/'));
    return std::find(environmentIds.begin(), environmentIds.end(), id) != environmentIds.end();
}

/// Overrides and rules that name environments that are gone would be errors.
void forgetEnvironments(EditBuilder& builder, const std::vector<std::string>& environmentIds) {
    const DocumentNode start = builder.document();
    const DocumentNode* overrides = findPath(start, {"services", "overrides"});
    for (std::size_t at = 0; overrides != nullptr && at < overrides->entries.size(); ++at) {
        const std::string& key = overrides->entries[at].key;
        if (namesOneOf(key, environmentIds)) {
            builder.clear({"services", "overrides", key});
        }
    }
    for (const char* rule : {"surviveNodeLoss", "zeroDowntimeDeploys"}) {
        const DocumentPath path = {"requirements", rule};
        const DocumentNode* ids = findPath(start, path);
        if (ids == nullptr) {
            continue;
        }
        std::vector<std::string> kept;
        for (const DocumentNode& id : ids->items) {
            if (!namesOneOf(id.text, environmentIds)) {
                kept.push_back(id.text);
            }
        }
        kept.empty() ? builder.clear(path) : builder.setWords(path, kept);
    }
}

DocumentPath workloadPath(const WorkloadPlace& place, const std::string& field) {
    return {"apps", std::to_string(place.app.index), "workloads", std::to_string(place.index),
            field};
}

QString workloadWords(const WorkloadPlace& place) {
    return tr("%1 of %2").arg(qs(place.name), qs(place.app.name));
}

}  // namespace

Edit addAppFrom(const DocumentNode& document, const std::string& blueprintPath) {
    return addAppsFrom(document, {blueprintPath});
}

Edit addAppsFrom(const DocumentNode& document, const std::vector<std::string>& blueprintPaths) {
    EditBuilder builder(document);
    for (const std::string& path : blueprintPaths) {
        DocumentNode app = makeMap();
        addEntry(app, "blueprint", makeString(path));
        builder.append({"apps"}, std::move(app));
    }
    return builder.finish(blueprintPaths.size() == 1
                              ? tr("Add the app of %1").arg(qs(blueprintPaths.front()))
                              : tr("Add %1 apps").arg(blueprintPaths.size()));
}

TypedText readAppName(const DocumentNode& document, const QString& typed) {
    static const QRegularExpression form(QStringLiteral("^[a-z]([a-z0-9-]{0,40}[a-z0-9])?$"));
    const QString name = typed.trimmed().toLower().replace(QLatin1Char(' '), QLatin1Char('-'));
    if (!form.match(name).hasMatch()) {
        return {std::nullopt,
                tr("Write a name of lower-case letters, digits and “-”, as in my-shop")};
    }
    const DocumentNode* apps = document.find("apps");
    for (std::size_t at = 0; apps != nullptr && at < apps->items.size(); ++at) {
        const DocumentNode* known = apps->items[at].find("name");
        if (known != nullptr && known->text == ss(name)) {
            return {std::nullopt, tr("There is an app “%1” already").arg(name)};
        }
    }
    return {ss(name), {}};
}

Edit addFirstApp(const DocumentNode& document, const FirstApp& app) {
    DocumentNode blueprint = namedMap(app.name);
    addEntry(blueprint, "database", makeString(std::string(toWord(app.database))));
    addEntry(blueprint, "cacheDriver", makeString("redis"));
    DocumentNode features = makeSequence();
    features.items.push_back(makeString("scheduler"));
    features.items.push_back(makeString("horizon"));
    addEntry(blueprint, "features", std::move(features));
    DocumentNode environments = makeMap();
    addEntry(environments, "production", makeMap());
    addEntry(blueprint, "environments", std::move(environments));

    const TypedLoad load = loadOf(app.load);
    DocumentNode production = makeMap();
    addEntry(production, "peakRps", makeDecimal(load.peakRps));
    addEntry(production, "profile", makeString(load.profile));
    DocumentNode traffic = makeMap();
    addEntry(traffic, "production", std::move(production));

    DocumentNode node = namedMap(app.name);
    addEntry(node, "blueprint", std::move(blueprint));
    addEntry(node, "traffic", std::move(traffic));
    return EditBuilder(document)
        .append({"apps"}, std::move(node))
        .finish(tr("Add the app %1").arg(qs(app.name)));
}

Edit removeApp(const DocumentNode& document, const AppPlace& app,
               const std::vector<std::string>& environmentIds) {
    EditBuilder builder(document);
    builder.clear({"apps", std::to_string(app.index)});
    forgetEnvironments(builder, environmentIds);
    return builder.finish(tr("Remove the app %1").arg(qs(app.name)));
}

Edit inlineBlueprint(const DocumentNode& document, const AppPlace& app,
                     const DocumentNode& blueprint) {
    return EditBuilder(document)
        .set({"apps", std::to_string(app.index), "blueprint"}, blueprint)
        .finish(tr("Plan %1 with a copy of its blueprint").arg(qs(app.name)));
}

Edit setBlueprintPath(const DocumentNode& document, const AppPlace& app, const std::string& path) {
    return EditBuilder(document)
        .set({"apps", std::to_string(app.index), "blueprint"}, makeString(path))
        .finish(tr("Blueprint of %1: %2").arg(qs(app.name), qs(path)));
}

Edit addWorkload(const DocumentNode& document, const NewWorkload& workload) {
    EditBuilder builder(document);
    if (const auto at = rawAppIn(document, workload.app)) {
        builder.append({"apps", std::to_string(*at), "workloads"}, workloadNode(workload));
    } else {
        DocumentNode app = namedMap(workload.app);
        DocumentNode workloads = makeSequence();
        workloads.items.push_back(workloadNode(workload));
        addEntry(app, "workloads", std::move(workloads));
        builder.append({"apps"}, std::move(app));
    }
    return builder.finish(tr("Add the workload %1").arg(qs(workload.name)));
}

Edit setWorkloadReplicas(const DocumentNode& document, const WorkloadPlace& place,
                         std::int64_t replicas) {
    const DocumentPath path = workloadPath(place, "replicas");
    return EditBuilder(document)
        .set(path, makeNumber(replicas))
        .finish(tr("Pods of %1: %2").arg(workloadWords(place)).arg(replicas), path);
}

Edit setWorkloadResource(const DocumentNode& document, const WorkloadPlace& place,
                         ResourceSide side, const std::string& resource,
                         const std::string& amount) {
    DocumentPath path = workloadPath(place, side == ResourceSide::Requests ? "requests" : "limits");
    path.push_back(resource);
    return EditBuilder(document)
        .set(path, makeString(amount))
        .finish(tr("%1 of %2: %3").arg(qs(resource), workloadWords(place), qs(amount)), path);
}

Edit clearWorkloadResource(const DocumentNode& document, const WorkloadPlace& place,
                           ResourceSide side, const std::string& resource) {
    DocumentPath path = workloadPath(place, side == ResourceSide::Requests ? "requests" : "limits");
    path.push_back(resource);
    return EditBuilder(document).clear(path).finish(
        tr("%1 of %2: none").arg(qs(resource), workloadWords(place)));
}

}  // namespace stowage::gui
