#include "gui/models/scenario_cells.h"

#include <QCoreApplication>
#include <QLocale>
#include <algorithm>
#include <utility>

#include "gui/format.h"
#include "model/base/invariant.h"
#include "model/quantity.h"

namespace stowage::gui {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("ScenarioCells", text);
}

bool isGiven(const std::vector<std::string>& given, const char* key) {
    return std::find(given.begin(), given.end(), key) != given.end();
}

QString numberText(double value) {
    return QString::number(value, 'g', 10);
}

QString countText(std::int64_t pods, std::optional<std::int64_t> workers) {
    const QString podWords = pods == 1 ? tr("1 pod") : tr("%1 pods").arg(pods);
    if (!workers) {
        return podWords;
    }
    return *workers == 1 ? tr("%1, 1 worker").arg(podWords)
                         : tr("%1, %2 workers").arg(podWords).arg(*workers);
}

const BlueprintEnvironment* settingsOf(const App& app, const Environment& environment) {
    return app.blueprint ? app.blueprint->findEnvironment(environment.name) : nullptr;
}

/// What the blueprint says about the number of pods; 0: nothing.
std::int64_t blueprintPods(const BlueprintEnvironment* settings, const std::string& role) {
    if (settings == nullptr) {
        return 0;
    }
    const auto scale = settings->autoscale.find(role);
    if (scale != settings->autoscale.end()) {
        return scale->second.max;
    }
    for (const std::string& key : {role, std::string("default")}) {
        const auto at = settings->replicas.find(key);
        if (at != settings->replicas.end()) {
            return at->second;
        }
    }
    return 0;
}

/// Pods of a role in the present answer; 0: there is none.
std::int64_t plannedPods(const CapacityPlan* plan, const std::string& environmentId,
                         const std::string& role) {
    return plan == nullptr ? 0
                           : std::count_if(plan->placement.begin(), plan->placement.end(),
                                           [&](const PlanPod& pod) {
                                               return pod.environment == environmentId &&
                                                      pod.role == role && pod.origin == "app";
                                           });
}

std::optional<std::int64_t> workersOf(const ScenarioView& view, const App& app,
                                      const Environment& environment, const std::string& role) {
    const auto own = environment.workers.find(role);
    if (own != environment.workers.end()) {
        return own->second;
    }
    const BlueprintEnvironment* settings = settingsOf(app, environment);
    const bool isOctane =
        role == "web" && settings != nullptr && app.blueprint->hasFeature("octane", *settings);
    const std::string id =
        role == "web" ? (isOctane ? "workers.web-octane" : "workers.web-fpm") : "workers." + role;
    const auto usual = view.usualWorkers.find(id);
    return usual == view.usualWorkers.end() ? std::nullopt : std::optional(usual->second);
}

ScenarioCell podsCell(const ScenarioView& view, const App& app, const Environment& environment,
                      const std::string& role) {
    ScenarioCell cell;
    if (!runsRole(app, environment, role)) {
        cell.reason = tr("The blueprint runs no %1 here.").arg(roleTitle(role));
        return cell;
    }
    if (role == "scheduler") {
        cell.text = tr("on");
        cell.origin = CellOrigin::Blueprint;
        cell.reason = tr("The blueprint turns the scheduler on; it is one short pod a minute.");
        cell.sortNumber = 1;
        return cell;
    }
    const auto own = environment.replicas.find(role);
    const std::int64_t fromBlueprint = blueprintPods(settingsOf(app, environment), role);
    const std::int64_t planned = plannedPods(view.plan.get(), environment.id, role);
    const std::int64_t pods = own != environment.replicas.end() ? own->second
                              : fromBlueprint > 0               ? fromBlueprint
                                                  : std::max<std::int64_t>(planned, 1);
    const auto workers = workersOf(view, app, environment, role);
    const bool hasWorkers = environment.workers.count(role) > 0;
    const bool isSet = own != environment.replicas.end() || hasWorkers;
    cell.text = countText(pods, workers);
    cell.editText = cell.text;
    cell.isEditable = true;
    cell.sortNumber = static_cast<double>(pods * 1000 + workers.value_or(0));
    cell.origin = isSet               ? CellOrigin::SetHere
                  : fromBlueprint > 0 ? CellOrigin::Blueprint
                                      : CellOrigin::Usual;
    cell.quality = workers && !hasWorkers ? QStringLiteral("assumed") : QString();
    cell.reason = tr("Pods: %1. Workers in a pod: %2.")
                      .arg(own != environment.replicas.end() ? tr("set here")
                           : fromBlueprint > 0               ? tr("from the blueprint")
                                                             : tr("as the strategy gives"),
                           !workers     ? tr("not counted")
                           : hasWorkers ? tr("set here")
                                        : tr("the usual number, an assumption"));
    return cell;
}

std::vector<ServiceChoice> choicesOf(const Environment& environment, const ServiceBook& book,
                                     ServiceCategory category) {
    std::vector<ServiceChoice> found;
    const auto at = book.byEnvironment.find(environment.id);
    if (at != book.byEnvironment.end()) {
        std::copy_if(at->second.begin(), at->second.end(), std::back_inserter(found),
                     [&](const ServiceChoice& choice) {
                         return serviceFacts(choice.kind).category == category;
                     });
    }
    return found;
}

/// The mode of a service: bound, or as the present answer has it.
std::optional<Mode> modeOf(const ServiceChoice& choice, const CapacityPlan* plan) {
    if (choice.allowed.size() == 1) {
        return choice.allowed.front();
    }
    if (plan == nullptr) {
        return std::nullopt;
    }
    const auto at = plan->services.find(choice.key());
    return at == plan->services.end() ? std::nullopt : std::optional(at->second);
}

CellOrigin originOf(const Scenario& scenario, const ServiceChoice& choice) {
    switch (choice.origin) {
        case ModeOrigin::Override: {
            const auto wish = scenario.services.overrides.find(choice.key());
            const bool isOpen =
                wish != scenario.services.overrides.end() && wish->second == ModeWish::Auto;
            return isOpen ? CellOrigin::Planner : CellOrigin::SetHere;
        }
        case ModeOrigin::Blueprint:
        case ModeOrigin::Fixed:
            return CellOrigin::Blueprint;
        case ModeOrigin::Default:
            return choice.allowed.size() > 1 ? CellOrigin::Planner : CellOrigin::SetHere;
    }
    STOWAGE_UNREACHABLE();
}

QString serviceReason(const ServiceBook& book, const ServiceChoice& choice, CellOrigin origin) {
    const bool isOverridden = choice.origin == ModeOrigin::Override;
    QString text = originText(origin) + tr(".");
    if (choice.origin == ModeOrigin::Default && origin == CellOrigin::SetHere) {
        text = tr("Set for all services of the scenario.");
    } else if (isOverridden && origin == CellOrigin::Planner) {
        text = tr("Open to the planner, as set here.");
    }
    for (const ModeOffer& offer : modeOffers(book.opened.at(choice.key()))) {
        text += offer.obstacle.isEmpty() ? QString() : tr("\n✕ %1").arg(offer.obstacle);
    }
    return isOverridden ? text + tr("\nBackspace takes the choice back.") : text;
}

ScenarioCell serviceCell(const ScenarioView& view, const Environment& environment,
                         const ServiceBook& book, ServiceCategory category) {
    ScenarioCell cell;
    cell.services = choicesOf(environment, book, category);
    if (cell.services.empty()) {
        cell.reason = tr("The blueprint uses none here.");
        return cell;
    }
    QStringList words;
    for (const ServiceChoice& choice : cell.services) {
        const auto mode = modeOf(choice, view.plan.get());
        words.append(
            tr("%1 %2").arg(serviceTitle(choice.kind), mode ? modeText(*mode) : tr("open")));
    }
    const ServiceChoice& first = cell.services.front();
    cell.mode = modeOf(first, view.plan.get());
    cell.text = words.join(tr(", "));
    cell.origin = originOf(*view.scenario, first);
    // Copied and filled down, an open cell stays open; typed over, its choice is written down.
    cell.editText =
        cell.origin == CellOrigin::Planner || !cell.mode ? tr("planner") : modeText(*cell.mode);
    cell.isEditable = first.origin != ModeOrigin::Fixed;
    cell.reason = serviceReason(book, first, cell.origin);
    cell.sortNumber = cell.mode ? static_cast<double>(*cell.mode) : -1;
    return cell;
}

ScenarioCell loadCell(const ScenarioView& view, const Environment& environment) {
    const TrafficSpec& traffic = environment.traffic;
    const bool isRate = isGiven(traffic.given, "peakRps");
    const bool isDay = isGiven(traffic.given, "profile") || traffic.curve.has_value();
    ScenarioCell cell;
    const QString day = traffic.curve ? tr("own curve") : qs(traffic.profile);
    cell.text = tr("%1 rps, %2").arg(numberText(traffic.peakRps), day);
    cell.editText = traffic.curve ? tr("%1 rps").arg(numberText(traffic.peakRps)) : cell.text;
    cell.origin = isRate || isDay ? CellOrigin::SetHere : CellOrigin::Usual;
    cell.quality = isRate ? QString() : QStringLiteral("assumed");
    cell.isEditable = true;
    cell.sortNumber = traffic.peakRps;
    if (const auto rates = dayOf(traffic, view.curves)) {
        cell.day.assign(rates->begin(), rates->end());
    }
    cell.reason = isRate ? tr("Peak of the day, set here.")
                         : tr("Nobody said how busy it is: the usual load, an assumption.");
    return cell;
}

ScenarioCell dataCell(const App& app, const Environment& environment, const ServiceBook& book) {
    const DataSpec& data = environment.data;
    const auto has = [&](ServiceCategory category) {
        return !choicesOf(environment, book, category).empty();
    };
    ScenarioCell cell;
    QStringList words;
    QStringList edits;
    const auto add = [&](bool isUsed, const char* key, const QString& shown, const QString& typed,
                         Bytes size) {
        if (isUsed || isGiven(data.given, key)) {
            words.append(tr("%1 %2").arg(shown, bytesText(size)));
            edits.append(tr("%1 %2").arg(typed, qs(toQuantity(size))));
        }
    };
    add(has(ServiceCategory::Database), "databaseSize", tr("db"), tr("database"),
        data.databaseSize);
    add(has(ServiceCategory::Cache), "redisKeys", tr("keys"), tr("keys"), data.redisKeys);
    add(has(ServiceCategory::ObjectStorage), "objects", tr("files"), tr("files"), data.objects);
    cell.text = words.join(tr(", "));
    cell.editText = edits.join(tr(", "));
    cell.origin = data.given.empty() ? CellOrigin::Usual : CellOrigin::SetHere;
    cell.origin = cell.text.isEmpty() ? CellOrigin::None : cell.origin;
    cell.quality =
        data.given.empty() && !cell.text.isEmpty() ? QStringLiteral("assumed") : QString();
    cell.isEditable = app.blueprint.has_value();
    cell.sortNumber = static_cast<double>(data.databaseSize.raw());
    cell.reason = data.given.empty() ? tr("Nobody said how much: the usual sizes, an assumption.")
                                     : tr("Set here; what was not said is the usual size.");
    return cell;
}

ScenarioCell weightCell(const Environment& environment) {
    ScenarioCell cell;
    cell.text = qs(std::string(toWord(environment.weight)));
    cell.editText = cell.text;
    cell.origin = environment.weightGiven ? CellOrigin::SetHere : CellOrigin::Usual;
    cell.quality = environment.weightGiven ? QString() : QStringLiteral("assumed");
    cell.isEditable = true;
    cell.sortNumber = static_cast<double>(environment.weight);
    cell.reason = tr("How much code the app loads; the same in all its environments.");
    return cell;
}

}  // namespace

std::optional<std::array<double, 24>> dayOf(const TrafficSpec& traffic,
                                            const TrafficCurves& curves) {
    TrafficCurve curve;
    if (traffic.curve) {
        curve.factors = *traffic.curve;
    } else if (const TrafficCurve* named = curves.find(traffic.profile)) {
        curve.factors = named->factors;
    } else {
        return std::nullopt;
    }
    std::array<double, 24> rates{};
    for (int hour = 0; hour < 24; ++hour) {
        rates[static_cast<std::size_t>(hour)] = rateInHour(curve, traffic.peakRps, hour);
    }
    return rates;
}

QString columnTitle(CellColumn column) {
    switch (column) {
        case CellColumn::Name:
            return tr("App and environment");
        case CellColumn::Pods:
            return tr("Pods");
        case CellColumn::Web:
        case CellColumn::Horizon:
        case CellColumn::Queues:
        case CellColumn::Reverb:
        case CellColumn::Ssr:
        case CellColumn::Scheduler:
            return roleTitle(roleOf(column));
        case CellColumn::Database:
            return tr("Database");
        case CellColumn::Cache:
            return tr("Cache");
        case CellColumn::Search:
            return tr("Search");
        case CellColumn::Files:
            return tr("Files");
        case CellColumn::Load:
            return tr("Load");
        case CellColumn::Data:
            return tr("Data");
        case CellColumn::Weight:
            return tr("Weight");
    }
    STOWAGE_UNREACHABLE();
}

QString columnHelp(CellColumn column) {
    switch (column) {
        case CellColumn::Name:
            return tr("Apps and their planned environments; workloads that are not Laravel below");
        case CellColumn::Pods:
            return tr("Pods of the workload: type “3”");
        case CellColumn::Web:
        case CellColumn::Horizon:
        case CellColumn::Queues:
        case CellColumn::Reverb:
        case CellColumn::Ssr:
            return tr("Pods and the processes in each: type “2 pods, 5 workers”, or press + and −");
        case CellColumn::Scheduler:
            return tr("Whether the blueprint runs the scheduler");
        case CellColumn::Database:
        case CellColumn::Cache:
        case CellColumn::Search:
        case CellColumn::Files:
            return tr("How it is provided: 1 own, 2 shared, 3 managed; Backspace takes it back");
        case CellColumn::Load:
            return tr(
                "Requests a second at the peak and the shape of the day: type “12 rps, "
                "office-hours”, or quiet, small, busy");
        case CellColumn::Data:
            return tr("Stored data: type “database 2Gi, keys 64Mi, files 20Gi”");
        case CellColumn::Weight:
            return tr("How much code the app loads: light, medium or heavy");
    }
    STOWAGE_UNREACHABLE();
}

std::string roleOf(CellColumn column) {
    switch (column) {
        case CellColumn::Web:
            return "web";
        case CellColumn::Horizon:
            return "horizon";
        case CellColumn::Queues:
            return "queues";
        case CellColumn::Reverb:
            return "reverb";
        case CellColumn::Ssr:
            return "ssr";
        case CellColumn::Scheduler:
            return "scheduler";
        case CellColumn::Name:
        case CellColumn::Pods:
        case CellColumn::Database:
        case CellColumn::Cache:
        case CellColumn::Search:
        case CellColumn::Files:
        case CellColumn::Load:
        case CellColumn::Data:
        case CellColumn::Weight:
            return {};
    }
    STOWAGE_UNREACHABLE();
}

std::optional<ServiceCategory> categoryOf(CellColumn column) {
    static const std::map<CellColumn, ServiceCategory> categories = {
        {CellColumn::Database, ServiceCategory::Database},
        {CellColumn::Cache, ServiceCategory::Cache},
        {CellColumn::Search, ServiceCategory::Search},
        {CellColumn::Files, ServiceCategory::ObjectStorage}};
    const auto at = categories.find(column);
    return at == categories.end() ? std::nullopt : std::optional(at->second);
}

QString originText(CellOrigin origin) {
    switch (origin) {
        case CellOrigin::None:
            return {};
        case CellOrigin::SetHere:
            return tr("Set here");
        case CellOrigin::Blueprint:
            return tr("From the blueprint");
        case CellOrigin::Planner:
            return tr("Chosen by the planner");
        case CellOrigin::Usual:
            return tr("The usual value");
    }
    STOWAGE_UNREACHABLE();
}

bool runsRole(const App& app, const Environment& environment, const std::string& role) {
    const BlueprintEnvironment* settings = settingsOf(app, environment);
    if (settings == nullptr) {
        return false;
    }
    return role == "web" || app.blueprint->hasFeature(role, *settings);
}

ServiceBook serviceBookOf(const Scenario& scenario) {
    ServiceBook book;
    Scenario free = scenario;
    free.services = {};
    for (const ServiceChoice& choice : serviceChoices(scenario)) {
        book.byEnvironment[choice.environmentId].push_back(choice);
        free.services.overrides[choice.key()] = ModeWish::Auto;
    }
    for (const ServiceChoice& choice : serviceChoices(free)) {
        book.opened[choice.key()] = choice;
    }
    return book;
}

std::vector<ModeOffer> modeOffers(const ServiceChoice& free) {
    std::vector<ModeOffer> offers;
    for (const auto& [wish, mode] :
         {std::pair(ModeWish::Own, Mode::Own), std::pair(ModeWish::Plex, Mode::Plex),
          std::pair(ModeWish::Managed, Mode::Managed)}) {
        const bool isAllowed =
            std::find(free.allowed.begin(), free.allowed.end(), mode) != free.allowed.end();
        QString obstacle;
        if (!isAllowed) {
            const QString word = modeText(mode);
            obstacle = tr("%1 is not possible").arg(word);
            for (const std::string& reason : free.reasons) {
                const bool isOwn = qs(reason).startsWith(word + QLatin1Char(':'));
                obstacle = isOwn || free.origin == ModeOrigin::Fixed ? qs(reason) : obstacle;
            }
        }
        offers.push_back({.wish = wish, .obstacle = obstacle});
    }
    const bool isFixed = free.origin == ModeOrigin::Fixed;
    offers.push_back(
        {.wish = ModeWish::Auto, .obstacle = isFixed ? offers[0].obstacle : QString()});
    return offers;
}

ScenarioCell environmentCell(const ScenarioView& view, const App& app,
                             const Environment& environment, const ServiceBook& book,
                             CellColumn column) {
    if (const auto category = categoryOf(column)) {
        return serviceCell(view, environment, book, *category);
    }
    switch (column) {
        case CellColumn::Name: {
            ScenarioCell cell;
            cell.text = qs(environment.name);
            return cell;
        }
        case CellColumn::Load:
            return loadCell(view, environment);
        case CellColumn::Data:
            return dataCell(app, environment, book);
        case CellColumn::Weight:
            return weightCell(environment);
        case CellColumn::Pods:
            return {};
        case CellColumn::Web:
        case CellColumn::Horizon:
        case CellColumn::Queues:
        case CellColumn::Reverb:
        case CellColumn::Ssr:
        case CellColumn::Scheduler:
            return podsCell(view, app, environment, roleOf(column));
        case CellColumn::Database:
        case CellColumn::Cache:
        case CellColumn::Search:
        case CellColumn::Files:
            break;
    }
    STOWAGE_UNREACHABLE();
}

ScenarioCell workloadCell(const RawWorkload& workload, CellColumn column) {
    ScenarioCell cell;
    if (column == CellColumn::Name) {
        cell.text = qs(workload.name);
    } else if (column == CellColumn::Pods) {
        const bool isPerNode = workload.kind == WorkloadKind::DaemonSet;
        cell.text = isPerNode ? tr("1 pod a node") : countText(workload.replicas, std::nullopt);
        cell.editText = isPerNode ? QString() : QString::number(workload.replicas);
        cell.isEditable = !isPerNode;
        cell.origin = CellOrigin::SetHere;
        cell.reason = isPerNode ? tr("A DaemonSet runs on every node.") : tr("Set here.");
        cell.sortNumber = static_cast<double>(workload.replicas);
    }
    return cell;
}

}  // namespace stowage::gui
