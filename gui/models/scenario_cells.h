#pragma once

#include <QString>
#include <array>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gui/scenario_edits.h"
#include "model/arrangement.h"
#include "model/capacity_plan.h"
#include "model/scenario.h"
#include "model/traffic.h"

namespace stowage::gui {

/// What the table of the scenario shows. Values; nothing is written through them.
struct ScenarioView {
    std::shared_ptr<const Scenario> scenario;      ///< null: nothing to show
    std::shared_ptr<const DocumentNode> document;  ///< as written in the file
    std::shared_ptr<const CapacityPlan> plan;      ///< the present answer; may be null
    /// Usual processes of a pod by assumption id, as "workers.horizon"; may be empty.
    std::map<std::string, std::int64_t> usualWorkers;
    TrafficCurves curves{};  ///< the named courses of a day; may be empty
};

/// Requests a second in each hour; nullopt when the course is a name that nobody knows.
std::optional<std::array<double, 24>> dayOf(const TrafficSpec& traffic,
                                            const TrafficCurves& curves);

/// Columns by meaning; a table shows those that have something to say.
enum class CellColumn {
    Name,
    Pods,  ///< of workloads that are not Laravel
    Web,
    Horizon,
    Queues,
    Reverb,
    Ssr,
    Scheduler,
    Database,
    Cache,
    Search,
    Files,
    Load,
    Data,
    Weight,
};
QString columnTitle(CellColumn column);
/// What the column holds and how to type it.
QString columnHelp(CellColumn column);
/// The role of a column of pods; empty for others.
std::string roleOf(CellColumn column);
std::optional<ServiceCategory> categoryOf(CellColumn column);

/// Where the content of a cell comes from.
enum class CellOrigin {
    None,       ///< there is nothing
    SetHere,    ///< the scenario says so
    Blueprint,  ///< the app's own file says so
    Planner,    ///< open: the present answer chose it, or will
    Usual,      ///< a default
};
QString originText(CellOrigin origin);

/// A mode that a service cell offers, or why not.
struct ModeOffer {
    ModeWish wish = ModeWish::Auto;
    QString obstacle;  ///< empty: it may be chosen
};

/// One cell in full.
struct ScenarioCell {
    QString text;      ///< in words; empty: nothing here
    QString editText;  ///< what an editor starts with, readable by the reader of the column
    CellOrigin origin = CellOrigin::None;
    QString quality;  ///< "assumed" for a default nobody measured; empty: no mark
    QString reason;   ///< where it comes from and what may be done, in sentences
    bool isEditable = false;
    std::vector<ServiceChoice> services;  ///< of a service cell
    std::optional<Mode> mode;             ///< of its first service, where it is known
    double sortNumber = 0;
    std::vector<double> day;  ///< of a load: requests a second in each hour; empty: unknown
};

/// Every service of a scenario: as it is bound, and as it would be if it were open.
struct ServiceBook {
    std::map<std::string, std::vector<ServiceChoice>> byEnvironment;
    std::map<std::string, ServiceChoice> opened;  ///< by key
};
ServiceBook serviceBookOf(const Scenario& scenario);

/// The roles of an environment: "web" and its features.
bool runsRole(const App& app, const Environment& environment, const std::string& role);
ScenarioCell environmentCell(const ScenarioView& view, const App& app,
                             const Environment& environment, const ServiceBook& book,
                             CellColumn column);
ScenarioCell workloadCell(const RawWorkload& workload, CellColumn column);
/// Own, shared, managed and "let the planner decide" for a service, with the reasons against;
/// `opened` is its choice without the scenario's word.
std::vector<ModeOffer> modeOffers(const ServiceChoice& opened);

}  // namespace stowage::gui
