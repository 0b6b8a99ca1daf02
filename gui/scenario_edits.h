#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "gui/edit_builder.h"
#include "gui/typed_values.h"
#include "model/capacity_plan.h"
#include "model/scenario.h"

namespace stowage::gui {

// One function a kind of edit of an app or environment. Each takes the document as it is written in
// the file and gives the edit; the document is not touched. Every edit stays in the scenario: a
// blueprint is never changed. Edits of the rest: root_edits.h.

/// An app by its position in `apps`; the name is for words only.
struct AppPlace {
    std::size_t index = 0;
    std::string name;
};

/// An environment of it.
struct EnvironmentPlace {
    AppPlace app;
    std::string name;  ///< "production"
    std::string id;    ///< "shop-production"
};

/// The apps of a scenario stand in the order of the document that it was read from.
std::optional<EnvironmentPlace> placeOf(const Scenario& scenario, const std::string& environmentId);

/// "MariaDB", "PostgreSQL": as people write it.
QString serviceTitle(ServiceKind kind);
/// "Web", "Horizon": a role of an app.
QString roleTitle(const std::string& role);

enum class Switch { Off, On };

/// Auto opens this service to the planner.
Edit setServiceMode(const DocumentNode& document, const std::string& environmentId,
                    ServiceKind kind, ModeWish wish);
/// Removes the override, so that the blueprint or services.default decides again.
Edit clearServiceMode(const DocumentNode& document, const std::string& environmentId,
                      ServiceKind kind);

/// Sets what was said; the other number stays as it is.
Edit setPods(const DocumentNode& document, const EnvironmentPlace& place, const std::string& role,
             const TypedPods& pods);
/// Removes both numbers.
Edit clearPods(const DocumentNode& document, const EnvironmentPlace& place,
               const std::string& role);

enum class ResourceSide { Requests, Limits };
/// `resource`: "cpu" or "memory"; `amount` as readCpu() or readMemory() give it.
Edit setResource(const DocumentNode& document, const EnvironmentPlace& place,
                 const std::string& role, ResourceSide side, const std::string& resource,
                 const std::string& amount);
Edit clearResource(const DocumentNode& document, const EnvironmentPlace& place,
                   const std::string& role, ResourceSide side, const std::string& resource);

/// Rate and shape of the day; a profile replaces a curve.
Edit setLoad(const DocumentNode& document, const EnvironmentPlace& place, const TypedLoad& load);
Edit setCurve(const DocumentNode& document, const EnvironmentPlace& place,
              const std::array<std::string, 24>& curve);
/// The whole day in requests a second: its busiest hour becomes the peak, its course the curve.
/// `hour`: the one that was changed, for the words and for merging. Empty when no hour has any.
Edit setDay(const DocumentNode& document, const EnvironmentPlace& place,
            const std::array<double, 24>& rates, int hour);
Edit clearLoad(const DocumentNode& document, const EnvironmentPlace& place);

/// The single numbers of `traffic`.
enum class TrafficField { Growth, JobsPerMinute, JobSeconds, Connections, Deploys };
QString trafficTitle(TrafficField field);
TypedText readTraffic(TrafficField field, const QString& typed);
Edit setTraffic(const DocumentNode& document, const EnvironmentPlace& place, TrafficField field,
                const std::string& number);
Edit clearTraffic(const DocumentNode& document, const EnvironmentPlace& place, TrafficField field);

Edit setDataSizes(const DocumentNode& document, const EnvironmentPlace& place,
                  const TypedData& data);
Edit clearDataSizes(const DocumentNode& document, const EnvironmentPlace& place);
/// The weight belongs to the app: all its environments run the same code.
Edit setWeight(const DocumentNode& document, const AppPlace& app, Weight weight);
Edit clearWeight(const DocumentNode& document, const AppPlace& app);
Edit setStrategy(const DocumentNode& document, const EnvironmentPlace& place, Strategy strategy);
Edit clearStrategy(const DocumentNode& document, const EnvironmentPlace& place);
/// Empty: forgets it.
Edit setImage(const DocumentNode& document, const EnvironmentPlace& place,
              const std::string& image);
/// The environments that are planned; nullopt: all.
Edit setPlannedEnvironments(const DocumentNode& document, const AppPlace& app,
                            const std::optional<std::vector<std::string>>& names);

/// An app from its blueprint file, as the scenario will write the path.
Edit addAppFrom(const DocumentNode& document, const std::string& blueprintPath);
Edit addAppsFrom(const DocumentNode& document, const std::vector<std::string>& blueprintPaths);
/// The first app of somebody who has no blueprint yet.
struct FirstApp {
    std::string name;
    ServiceKind database = ServiceKind::Mysql;
    LoadPreset load = LoadPreset::Small;
};
/// "shop" or the reason why a name cannot be one: lower case, digits and '-'.
TypedText readAppName(const DocumentNode& document, const QString& typed);
Edit addFirstApp(const DocumentNode& document, const FirstApp& app);
/// With everything that names its environments (overrides, requirements).
Edit removeApp(const DocumentNode& document, const AppPlace& app,
               const std::vector<std::string>& environmentIds);
/// "Plan with a copy": the blueprint's content instead of its path.
Edit inlineBlueprint(const DocumentNode& document, const AppPlace& app,
                     const DocumentNode& blueprint);
Edit setBlueprintPath(const DocumentNode& document, const AppPlace& app, const std::string& path);

/// A workload that is not Laravel, with the least that can be planned.
struct NewWorkload {
    std::string app;  ///< an app of raw workloads; made when there is none of this name
    std::string name;
    std::string environment = "production";
    std::int64_t replicas = 1;
    std::string memory;  ///< request; empty: none
    std::string cpu;     ///< request; empty: none
};
Edit addWorkload(const DocumentNode& document, const NewWorkload& workload);
/// A raw workload by its position in the app's list.
struct WorkloadPlace {
    AppPlace app;
    std::size_t index = 0;
    std::string name;
};
Edit setWorkloadReplicas(const DocumentNode& document, const WorkloadPlace& place,
                         std::int64_t replicas);
Edit setWorkloadResource(const DocumentNode& document, const WorkloadPlace& place,
                         ResourceSide side, const std::string& resource, const std::string& amount);
Edit clearWorkloadResource(const DocumentNode& document, const WorkloadPlace& place,
                           ResourceSide side, const std::string& resource);

}  // namespace stowage::gui
