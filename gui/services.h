#pragma once

#include <QString>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/assumption.h"
#include "model/base/run_control.h"
#include "model/blueprint.h"
#include "model/capacity_plan.h"
#include "model/catalog.h"
#include "model/diagnostic.h"
#include "model/scenario.h"
#include "model/scenario_builder.h"
#include "model/traffic.h"
#include "planner/explain.h"
#include "planner/search_progress.h"

namespace stowage::gui {

/// The only door to the engine: functions on values, all of which may run on any thread. Nothing
/// here knows a widget.

/// What is read once: price lists and assumptions.
struct EngineData {
    Catalog catalog;
    AssumptionTable assumptions;
    TrafficCurves curves;  ///< the named courses of a day
    ScenarioVocabulary vocabulary;
    std::string today;  ///< ISO date
    int threads = 1;
    Diagnostics problems;
    bool isOverlaid = false;  ///< files of the user lie over the shipped ones
};

/// `today` empty: asserts. Errors: as of DataFiles::open, InvalidArgument for a date.
Result<std::shared_ptr<const EngineData>> loadEngineData(const std::string& dataFolder,
                                                         const std::string& today, int threads);

struct Problem;
/// Findings about the data files.
std::vector<Problem> problemsOfData(const EngineData& data);

/// One finding with the field that it is about.
struct Problem {
    Severity severity = Severity::Error;
    QString text;
    QString hint;
    std::vector<std::string> path;  ///< into the scenario tree; empty: the whole
    SourcePlace place;              ///< in a blueprint or data file; file empty: in the scenario
    bool operator==(const Problem&) const = default;
};

/// A blueprint as it was read, with what was found about it.
struct BlueprintContent {
    Blueprint blueprint;
    Diagnostics findings;
    std::string digest;  ///< as of blueprintDigest
};
/// By absolute path.
using BlueprintContents = std::map<std::string, std::shared_ptr<const BlueprintContent>>;
/// Digest of the file and of the local one beside it.
std::string blueprintDigest(const std::string& path);
/// Null: see `diagnostics`.
std::shared_ptr<const BlueprintContent> readBlueprintContent(const std::string& path,
                                                             Diagnostics& diagnostics);

/// The tree understood, or why not.
struct ReadScenario {
    std::shared_ptr<const Scenario> scenario;  ///< null when there is any error
    BlueprintContents blueprints;              ///< those that the tree names by path
    AssumptionTable assumptions;               ///< with the overrides of the scenario
    std::vector<Problem> problems;
};
/// `folder`: where relative blueprint paths start. `known`: blueprints that are not read anew.
ReadScenario readScenario(const DocumentNode& tree, const std::string& folder,
                          const EngineData& data, const BlueprintContents& known = {});

/// The servers of a plan, to hold them while the scenario changes.
FixedLayout serversOf(const CapacityPlan& plan);
/// Equal servers, whatever runs on them.
bool sameServers(const FixedLayout& one, const FixedLayout& other);

/// One layout judged, passing or not; null with the reason when it cannot be built at all.
struct HeldAnswer {
    std::shared_ptr<const CapacityPlan> plan;
    QString error;
    bool isCancelled = false;
};
HeldAnswer judgeServers(const ReadScenario& read, const FixedLayout& servers,
                        const EngineData& data, RunControl& control);

struct PlanAnswer {
    std::shared_ptr<const PlanReport> report;  ///< null when cancelled or refused
    QString error;
    bool isCancelled = false;
};
enum class Question { Plan, Compare };
/// `progress`: told on the calling thread how far the search is.
PlanAnswer answerQuestion(const ReadScenario& read, Question question, const EngineData& data,
                          RunControl& control, const planner::ProgressListener& progress = {});

/// Reasons of one plan of a report; nullopt when it has no such plan.
std::optional<planner::Explanation> explanationOf(const PlanReport& report,
                                                  const std::string& planId);

/// A report of one plan that was judged by itself: with the scenario as read, else with that of
/// `base`; assumptions are those of `base`.
std::shared_ptr<const PlanReport> oneReport(const ReadScenario& read, const PlanReport* base,
                                            const EngineData& data, const CapacityPlan& plan);

/// A plan file. `problems` says why it was refused.
struct PlanFile {
    std::shared_ptr<const PlanReport> report;
    std::vector<Problem> problems;
    bool isUnreadable = false;  ///< no report, because the file cannot be read at all
};
PlanFile readPlanFile(const QString& path);
/// Whether a file holds a plan report rather than a scenario, by its `kind`.
bool looksLikePlanFile(const QString& path);
std::string planFileText(const PlanReport& report);

/// Blueprints found under dropped or chosen paths, for the review before an import.
struct FoundBlueprint {
    QString path;
    QString app;
    QStringList environments;  ///< without local
    QStringList services;
    QStringList notes;
    bool isReadable = false;
};
struct ImportReview {
    std::vector<FoundBlueprint> found;
    QStringList problems;
    bool isCancelled = false;
};
/// Looks two folders deep, as `stowage import` does. Never writes.
ImportReview reviewBlueprints(const QStringList& paths, RunControl& control);
/// The text of a scenario for the chosen blueprint files, with absolute paths.
Result<std::string> importedScenario(const QStringList& files, const std::string& today);
std::string emptyScenario();
/// The entries of `apps` of a scenario text; empty when it has none.
std::vector<DocumentNode> appsOfText(const std::string& text);

}  // namespace stowage::gui
