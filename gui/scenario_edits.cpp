#include "gui/scenario_edits.h"

#include <QCoreApplication>
#include <algorithm>
#include <array>
#include <utility>

#include "gui/format.h"
#include "model/arrangement.h"
#include "model/base/invariant.h"
#include "model/json_patch.h"

namespace stowage::gui {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("ScenarioEdits", text);
}

DocumentPath appPath(const AppPlace& app, const std::string& field) {
    return {"apps", std::to_string(app.index), field};
}

/// "/apps/0/workers/production"
DocumentPath fieldPath(const EnvironmentPlace& place, const std::string& field) {
    DocumentPath path = appPath(place.app, field);
    path.push_back(place.name);
    return path;
}

DocumentPath operator/(DocumentPath path, const std::string& segment) {
    path.push_back(segment);
    return path;
}

DocumentPath overridePath(const std::string& environmentId, ServiceKind kind) {
    return {"services", "overrides", serviceKey(environmentId, kind)};
}

QString numberOr(const std::optional<std::int64_t>& count) {
    return count ? QString::number(*count) : QString();
}

QString podsText(const TypedPods& pods) {
    const QString podWord = pods.pods == 1 ? tr("1 pod") : tr("%1 pods").arg(numberOr(pods.pods));
    const QString workerWord =
        pods.workers == 1 ? tr("1 worker") : tr("%1 workers").arg(numberOr(pods.workers));
    if (!pods.workers) {
        return podWord;
    }
    return pods.pods ? tr("%1, %2").arg(podWord, workerWord) : workerWord;
}

QString sideText(ResourceSide side) {
    return side == ResourceSide::Requests ? tr("reserved (request)") : tr("ceiling (limit)");
}

std::string sideWord(ResourceSide side) {
    return side == ResourceSide::Requests ? "requests" : "limits";
}

std::string trafficKey(TrafficField field) {
    switch (field) {
        case TrafficField::Growth:
            return "growthPerMonth";
        case TrafficField::JobsPerMinute:
            return "jobsPerMinute";
        case TrafficField::JobSeconds:
            return "jobSeconds";
        case TrafficField::Connections:
            return "connections";
        case TrafficField::Deploys:
            return "deploysPerMonth";
    }
    STOWAGE_UNREACHABLE();
}

QString modeEditText(const std::string& environmentId, ServiceKind kind, ModeWish wish) {
    const QString id = qs(environmentId);
    switch (wish) {
        case ModeWish::Own:
            return tr("Give %1 its own %2").arg(id, serviceTitle(kind));
        case ModeWish::Plex:
            return tr("Move %2 of %1 to the Commons").arg(id, serviceTitle(kind));
        case ModeWish::Managed:
            return tr("Let a provider run %2 of %1").arg(id, serviceTitle(kind));
        case ModeWish::Auto:
            return tr("Let the planner decide on %2 of %1").arg(id, serviceTitle(kind));
    }
    STOWAGE_UNREACHABLE();
}

}  // namespace

std::optional<EnvironmentPlace> placeOf(const Scenario& scenario,
                                        const std::string& environmentId) {
    for (std::size_t at = 0; at < scenario.apps.size(); ++at) {
        for (const Environment& environment : scenario.apps[at].environments) {
            if (environment.id == environmentId) {
                return EnvironmentPlace{.app = {.index = at, .name = scenario.apps[at].name},
                                        .name = environment.name,
                                        .id = environment.id};
            }
        }
    }
    return std::nullopt;
}

QString serviceTitle(ServiceKind kind) {
    switch (kind) {
        case ServiceKind::Postgres:
            return QStringLiteral("PostgreSQL");
        case ServiceKind::Mysql:
            return QStringLiteral("MySQL");
        case ServiceKind::Mariadb:
            return QStringLiteral("MariaDB");
        case ServiceKind::Mongodb:
            return QStringLiteral("MongoDB");
        case ServiceKind::Sqlite:
            return QStringLiteral("SQLite");
        case ServiceKind::Redis:
            return QStringLiteral("Redis");
        case ServiceKind::Memcached:
            return QStringLiteral("Memcached");
        case ServiceKind::Meilisearch:
            return QStringLiteral("Meilisearch");
        case ServiceKind::Typesense:
            return QStringLiteral("Typesense");
        case ServiceKind::Minio:
            return QStringLiteral("MinIO");
        case ServiceKind::Seaweedfs:
            return QStringLiteral("SeaweedFS");
        case ServiceKind::Garage:
            return QStringLiteral("Garage");
    }
    STOWAGE_UNREACHABLE();
}

QString roleTitle(const std::string& role) {
    static const std::array<std::pair<const char*, const char*>, 6> kTitles{
        {{"web", "Web"},
         {"horizon", "Horizon"},
         {"queues", "Queues"},
         {"reverb", "Reverb"},
         {"ssr", "SSR"},
         {"scheduler", "Scheduler"}}};
    for (const auto& [word, title] : kTitles) {
        if (role == word) {
            return tr(title);
        }
    }
    return qs(role);
}

Edit setServiceMode(const DocumentNode& document, const std::string& environmentId,
                    ServiceKind kind, ModeWish wish) {
    const DocumentPath path = overridePath(environmentId, kind);
    return EditBuilder(document)
        .set(path, makeString(std::string(toWord(wish))))
        .finish(modeEditText(environmentId, kind, wish), path);
}

Edit clearServiceMode(const DocumentNode& document, const std::string& environmentId,
                      ServiceKind kind) {
    const DocumentPath path = overridePath(environmentId, kind);
    return EditBuilder(document).clear(path).finish(
        tr("Take back the choice for %2 of %1").arg(qs(environmentId), serviceTitle(kind)), path);
}

Edit setPods(const DocumentNode& document, const EnvironmentPlace& place, const std::string& role,
             const TypedPods& pods) {
    EditBuilder builder(document);
    if (pods.pods) {
        builder.set(fieldPath(place, "replicas") / role, makeNumber(*pods.pods));
    }
    if (pods.workers) {
        builder.set(fieldPath(place, "workers") / role, makeNumber(*pods.workers));
    }
    return builder.finish(tr("%1 of %2: %3").arg(roleTitle(role), qs(place.id), podsText(pods)),
                          fieldPath(place, pods.pods ? "replicas" : "workers") / role);
}

Edit clearPods(const DocumentNode& document, const EnvironmentPlace& place,
               const std::string& role) {
    return EditBuilder(document)
        .clear(fieldPath(place, "replicas") / role)
        .clear(fieldPath(place, "workers") / role)
        .finish(tr("Pods of %1 of %2: as usual").arg(roleTitle(role), qs(place.id)));
}

Edit setResource(const DocumentNode& document, const EnvironmentPlace& place,
                 const std::string& role, ResourceSide side, const std::string& resource,
                 const std::string& amount) {
    const DocumentPath path = fieldPath(place, "resources") / role / sideWord(side) / resource;
    return EditBuilder(document)
        .set(path, makeString(amount))
        .finish(tr("%1 of %2: %3 %4 %5")
                    .arg(roleTitle(role), qs(place.id), qs(resource), sideText(side), qs(amount)),
                path);
}

Edit clearResource(const DocumentNode& document, const EnvironmentPlace& place,
                   const std::string& role, ResourceSide side, const std::string& resource) {
    return EditBuilder(document)
        .clear(fieldPath(place, "resources") / role / sideWord(side) / resource)
        .finish(tr("%1 of %2: %3 %4 as usual")
                    .arg(roleTitle(role), qs(place.id), qs(resource), sideText(side)));
}

Edit setLoad(const DocumentNode& document, const EnvironmentPlace& place, const TypedLoad& load) {
    const DocumentPath traffic = fieldPath(place, "traffic");
    EditBuilder builder(document);
    if (!load.peakRps.empty()) {
        builder.set(traffic / "peakRps", makeDecimal(load.peakRps));
    }
    if (!load.profile.empty()) {
        builder.clear(traffic / "curve");
        builder.set(traffic / "profile", makeString(load.profile));
    }
    const QString rate = load.peakRps.empty() ? QString() : tr("%1 rps").arg(qs(load.peakRps));
    const QString gap = load.peakRps.empty() || load.profile.empty() ? QString() : tr(", ");
    return builder.finish(tr("Load of %1: %2").arg(qs(place.id), rate + gap + qs(load.profile)),
                          traffic / "peakRps");
}

Edit setCurve(const DocumentNode& document, const EnvironmentPlace& place,
              const std::array<std::string, 24>& curve) {
    const DocumentPath traffic = fieldPath(place, "traffic");
    DocumentNode hours = makeSequence();
    for (const std::string& hour : curve) {
        hours.items.push_back(makeDecimal(hour));
    }
    return EditBuilder(document)
        .clear(traffic / "profile")
        .set(traffic / "curve", std::move(hours))
        .finish(tr("Day of %1: own curve").arg(qs(place.id)), traffic / "curve");
}

Edit setDay(const DocumentNode& document, const EnvironmentPlace& place,
            const std::array<double, 24>& rates, int hour) {
    const double peak = *std::max_element(rates.begin(), rates.end());
    if (!(peak > 0)) {
        return {};
    }
    const DocumentPath traffic = fieldPath(place, "traffic");
    DocumentNode hours = makeSequence();
    for (const std::string& factor : curveTexts(rates)) {
        hours.items.push_back(makeDecimal(factor));
    }
    const double rate = rates[static_cast<std::size_t>(hour)];
    return EditBuilder(document)
        .clear(traffic / "profile")
        .set(traffic / "curve", std::move(hours))
        .set(traffic / "peakRps", makeDecimal(ss(QString::number(peak, 'g', 6))))
        .finish(tr("Load of %1 at %2:00: %3 rps")
                    .arg(qs(place.id))
                    .arg(hour)
                    .arg(QString::number(rate, 'g', 4)),
                traffic / "curve" / std::to_string(hour));
}

Edit clearLoad(const DocumentNode& document, const EnvironmentPlace& place) {
    const DocumentPath traffic = fieldPath(place, "traffic");
    return EditBuilder(document)
        .clear(traffic / "peakRps")
        .clear(traffic / "profile")
        .clear(traffic / "curve")
        .finish(tr("Load of %1: as usual").arg(qs(place.id)));
}

QString trafficTitle(TrafficField field) {
    switch (field) {
        case TrafficField::Growth:
            return tr("growth a month");
        case TrafficField::JobsPerMinute:
            return tr("jobs a minute");
        case TrafficField::JobSeconds:
            return tr("seconds a job");
        case TrafficField::Connections:
            return tr("open connections");
        case TrafficField::Deploys:
            return tr("deploys a month");
    }
    STOWAGE_UNREACHABLE();
}

TypedText readTraffic(TrafficField field, const QString& typed) {
    constexpr double kGrowthLow = -90;
    constexpr double kGrowthHigh = 1000;
    constexpr std::int64_t kConnectionsMax = 10'000'000;
    constexpr std::int64_t kDeploysMax = 100'000;
    const auto whole = [&](std::int64_t most) {
        const Typed<std::int64_t> count = readCount(typed, 0, most);
        return count.ok() ? TypedText{std::to_string(*count.value), {}}
                          : TypedText{std::nullopt, count.error};
    };
    switch (field) {
        case TrafficField::Growth:
            return readShare(typed, kGrowthLow, kGrowthHigh);
        case TrafficField::JobsPerMinute:
            return readRate(typed);
        case TrafficField::JobSeconds:
            return readSeconds(typed);
        case TrafficField::Connections:
            return whole(kConnectionsMax);
        case TrafficField::Deploys:
            return whole(kDeploysMax);
    }
    STOWAGE_UNREACHABLE();
}

Edit setTraffic(const DocumentNode& document, const EnvironmentPlace& place, TrafficField field,
                const std::string& number) {
    const DocumentPath path = fieldPath(place, "traffic") / trafficKey(field);
    return EditBuilder(document)
        .set(path, makeDecimal(number))
        .finish(tr("Traffic of %1: %2 %3").arg(qs(place.id), trafficTitle(field), qs(number)),
                path);
}

Edit clearTraffic(const DocumentNode& document, const EnvironmentPlace& place, TrafficField field) {
    return EditBuilder(document)
        .clear(fieldPath(place, "traffic") / trafficKey(field))
        .finish(tr("Traffic of %1: %2 as usual").arg(qs(place.id), trafficTitle(field)));
}

Edit setDataSizes(const DocumentNode& document, const EnvironmentPlace& place,
                  const TypedData& data) {
    const DocumentPath path = fieldPath(place, "data");
    EditBuilder builder(document);
    QStringList words;
    const auto set = [&](const char* key, const QString& title, const std::string& size) {
        if (!size.empty()) {
            builder.set(path / key, makeString(size));
            words.append(tr("%1 %2").arg(title, qs(size)));
        }
    };
    set("databaseSize", tr("database"), data.database);
    set("redisKeys", tr("keys"), data.keys);
    set("objects", tr("files"), data.objects);
    return builder.finish(tr("Data of %1: %2").arg(qs(place.id), words.join(tr(", "))), path);
}

Edit clearDataSizes(const DocumentNode& document, const EnvironmentPlace& place) {
    return EditBuilder(document)
        .clear(fieldPath(place, "data"))
        .finish(tr("Data of %1: as usual").arg(qs(place.id)));
}

Edit setWeight(const DocumentNode& document, const AppPlace& app, Weight weight) {
    const DocumentPath path = appPath(app, "weight");
    const std::string word(toWord(weight));
    return EditBuilder(document)
        .set(path, makeString(word))
        .finish(tr("Weight of %1: %2").arg(qs(app.name), qs(word)), path);
}

Edit clearWeight(const DocumentNode& document, const AppPlace& app) {
    return EditBuilder(document)
        .clear(appPath(app, "weight"))
        .finish(tr("Weight of %1: as usual").arg(qs(app.name)));
}

Edit setStrategy(const DocumentNode& document, const EnvironmentPlace& place, Strategy strategy) {
    const DocumentPath path = fieldPath(place, "strategy");
    return EditBuilder(document)
        .set(path, makeString(std::string(toWord(strategy))))
        .finish(tr("Strategy of %1: %2").arg(qs(place.id), strategyText(strategy)), path);
}

Edit clearStrategy(const DocumentNode& document, const EnvironmentPlace& place) {
    return EditBuilder(document)
        .clear(fieldPath(place, "strategy"))
        .finish(tr("Strategy of %1: as the blueprint says").arg(qs(place.id)));
}

Edit setImage(const DocumentNode& document, const EnvironmentPlace& place,
              const std::string& image) {
    const DocumentPath path = fieldPath(place, "images");
    EditBuilder builder(document);
    image.empty() ? builder.clear(path) : builder.set(path, makeString(image));
    return builder.finish(tr("Image of %1").arg(qs(place.id)), path);
}

Edit setPlannedEnvironments(const DocumentNode& document, const AppPlace& app,
                            const std::optional<std::vector<std::string>>& names) {
    const DocumentPath path = appPath(app, "environments");
    EditBuilder builder(document);
    names ? builder.setWords(path, *names) : builder.clear(path);
    return builder.finish(tr("Planned environments of %1").arg(qs(app.name)));
}

}  // namespace stowage::gui
