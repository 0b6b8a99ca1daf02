#pragma once

#include <QObject>
#include <QStringList>
#include <QTimer>
#include <memory>
#include <optional>
#include <vector>

#include "gui/answer_age.h"
#include "gui/job_runner.h"
#include "gui/kept_plan.h"
#include "gui/scenario_document.h"
#include "gui/services.h"

namespace stowage::gui {

/// How an answer on the screen relates to the scenario.
enum class Freshness {
    None,        ///< there is none
    Current,     ///< of the scenario as it stands
    BeforeEdit,  ///< an older one; a newer is being computed or cannot be
};

AnswerAge ageOf(Freshness freshness);

class BlueprintWatch;
class KeptStore;

/// A search that the user stopped, and how good its answer is.
struct StoppedSearch {
    std::optional<Money> gap;  ///< the answer costs at most so much too much; empty: none was found
    Money bound;               ///< no layout costs less
    bool operator==(const StoppedSearch&) const = default;
};

/// The present question and its answers. Listens to the document; after every change the layout
/// that is held is judged at once, and the whole question is planned anew a moment later. Widgets
/// read from here and are told what changed; none of them calls the engine.
class Workbench : public QObject {
    Q_OBJECT

public:
    explicit Workbench(std::shared_ptr<const EngineData> data, QObject* parent = nullptr);
    ~Workbench() override;

    ScenarioDocument& document() { return m_document; }
    const ScenarioDocument& document() const { return m_document; }
    JobRunner& jobs() { return m_jobs; }
    const EngineData& data() const { return *m_data; }
    std::shared_ptr<const EngineData> sharedData() const { return m_data; }
    /// Milliseconds that a plan may take; 0: as many as its step budget needs.
    void setTimeLimit(int milliseconds) { m_timeLimitMs = milliseconds; }

    /// Opens a scenario or a plan file. Errors are those of the document or file.
    Status openFile(const QString& path);
    /// The same without waiting: fileOpened() or failed() follows. A large file would hold up the
    /// window for most of a second.
    void openLater(const QString& path);
    Status openUntitled(const QString& name, std::string text, const QString& folder);

    /// The scenario as it stands; null while it has errors.
    std::shared_ptr<const Scenario> scenario() const { return m_read.scenario; }
    /// Whether the document names any app; without one there is nothing to plan, and nothing wrong.
    bool hasApps() const;
    const ReadScenario& readScenarioNow() const { return m_read; }
    const std::vector<Problem>& problems() const { return m_problems; }
    /// Findings about data files and kept plans, and what the last edit changed besides what it
    /// asked for: they stop nothing.
    std::vector<Problem> sideProblems() const;

    std::shared_ptr<const PlanReport> report() const { return m_report; }
    Freshness reportFreshness() const { return m_reportFreshness; }
    /// What the canvas shows: the held servers, judged as the scenario stands.
    std::shared_ptr<const CapacityPlan> shownPlan() const { return m_shown; }
    Freshness shownFreshness() const { return m_shownFreshness; }
    /// The what-if plans; computed while somebody wants them.
    std::shared_ptr<const PlanReport> comparison() const { return m_comparison; }
    Freshness comparisonFreshness() const { return m_comparisonFreshness; }
    /// Why there is no answer of a kind; empty where there is one, or none was asked for.
    struct Failures {
        QString held;        ///< the servers on the canvas
        QString plan;        ///< the recommendation
        QString comparison;  ///< the what-if plans
    };
    const Failures& failures() const { return m_failures; }
    /// The comparison was stopped before it had a layout.
    bool isComparisonStopped() const { return m_isComparisonStopped; }
    void wantComparison();
    void forgoComparison() { m_wantsComparison = false; }
    bool isComparing() const { return m_jobs.isRunning(JobKind::Compare); }
    PlanVerdict verdictOf(const CapacityPlan& plan) const;

    /// What the held servers would be judged after these edits, in a few words: "✓ Fits, 1.60 of
    /// 1.92 GiB". Computed at once: for the one target under the pointer of a drag.
    QString previewVerdict(const QList<Edit>& edits) const;
    /// The servers on the canvas as the scenario would fix them.
    FixedLayout heldServers() const { return m_held.value_or(FixedLayout()); }
    bool hasFixedServers() const;

    /// The canvas keeps these servers until another layout is held; state of the window, no edit.
    void holdPlan(const std::shared_ptr<const CapacityPlan>& plan);
    bool isFollowing() const { return m_isFollowing; }
    /// Every new recommendation is shown at once.
    void setFollowing(bool isFollowing);
    /// The recommended plan when its servers are not the held ones; else null.
    std::shared_ptr<const CapacityPlan> betterPlan() const;

    /// Kept plans are files in this folder from now on, back whenever their scenario is opened;
    /// without this they live as long as the document. `stateFolder`: as of stateFolderOf.
    void keepIn(const QString& stateFolder);
    const std::vector<KeptPlan>& keptPlans() const { return m_kept; }
    /// Undo steps between a kept plan and the scenario as it stands; nullopt: some, from before the
    /// last start.
    std::optional<int> editsSince(const KeptPlan& kept) const;
    /// The kept plan that runs today; null: none was named.
    const KeptPlan* today() const;
    /// There is one "today": the former one becomes an alternative, with the name of its layout
    /// when it had none of its own.
    void keepPlan(const QString& name, const std::shared_ptr<const CapacityPlan>& plan,
                  KeptRole role = KeptRole::Alternative);
    /// Place of the kept plan that is this one, judged for the scenario as it stands.
    std::optional<int> keptLike(const CapacityPlan& plan) const;
    void removeKept(int index);
    /// What was removed, as it was.
    void putBack(const KeptPlan& kept);
    void renameKept(int index, const QString& name);
    /// This one runs today, no other.
    void setToday(int index);
    /// "Today": what a plan is called that runs today and was given no other name.
    static QString todayName();
    /// Judges the servers of a kept plan as the scenario stands now.
    void recheckKept(int index);

    /// Blueprint files that changed or vanished on disk; what was read last is still in use.
    const QStringList& changedBlueprints() const;
    const QStringList& missingBlueprints() const;
    /// Reads the changed ones anew as one undo step. Errors: one of them is no blueprint.
    Status reloadBlueprints();
    /// The app whose blueprint is missing finds it elsewhere, as one undo step.
    Status locateBlueprint(const QString& missing, const QString& found);

    const QStringList& selectedPods() const { return m_selectedPods; }
    const QString& selectedNode() const { return m_selectedNode; }
    void select(const QStringList& pods, const QString& node);

    bool isSearching() const { return m_jobs.isRunning(JobKind::Plan) || m_planDelay.isActive(); }
    /// How far the running search is; empty: nothing to tell yet.
    const std::optional<planner::SearchProgress>& searchProgress() const { return m_progress; }
    /// The same in words: "best so far $24.00, nothing under $21.00 fits: within $3.00".
    QString progressText() const;
    /// The last search when the user stopped it and there may be a better answer.
    const std::optional<StoppedSearch>& stopped() const { return m_stopped; }
    /// Stops the search; the best answer so far stays.
    void cancelSearch();
    void planAgain();

Q_SIGNALS:
    void scenarioRead();      ///< scenario() and problems() are of the present tree
    void shownPlanChanged();  ///< the plan or its freshness
    void reportChanged();     ///< the report or its freshness
    void comparisonChanged();
    void keptChanged();
    void sideProblemsChanged();
    void blueprintsChanged();  ///< on disk, against what is in use
    void selectionChanged();
    void searchChanged();
    void failed(const QString& text);
    void fileOpened();

private:
    void onDocumentChanged(ChangeScope scope);
    void opened(const Status& status);
    Status takePlanFile(const PlanFile& file, const QString& path);
    void startHeldJob();
    void startPlanJob();
    void noteProgress(int search, const planner::SearchProgress& progress);
    bool takeStopped(const PlanAnswer& answer);
    std::optional<Money> bestPrice() const;
    void startComparisonJob();
    void takeReport(const PlanAnswer& answer);
    void setShown(std::shared_ptr<const CapacityPlan> plan, Freshness freshness);
    void clearAnswers();
    // workbench_blueprints.cpp
    void setupBlueprints();
    void useBlueprints(const BlueprintContents& contents);
    // workbench_kept.cpp
    void loadKept();
    void moveKept();
    void takeKept(const QString& scenarioFile, const std::vector<KeptPlan>& plans,
                  const QStringList& problems);
    void takeRecheck(const QString& file, const HeldAnswer& answer);
    void writeKept(const KeptPlan& kept);
    void noteDecisions();
    void setAnswerOf(KeptPlan& kept, const CapacityPlan& plan, Freshness freshness) const;
    KeptPlan* keptAt(int index);

    std::shared_ptr<const EngineData> m_data;
    ScenarioDocument m_document;
    ReadScenario m_read;
    std::vector<Problem> m_problems;
    std::shared_ptr<const PlanReport> m_report, m_comparison;
    std::shared_ptr<const CapacityPlan> m_shown;
    Freshness m_reportFreshness = Freshness::None;
    Freshness m_shownFreshness = Freshness::None;
    Freshness m_comparisonFreshness = Freshness::None;
    std::optional<FixedLayout> m_held;
    bool m_isFollowing = false;
    bool m_wantsComparison = false;
    bool m_isComparisonStopped = false;
    Failures m_failures;
    bool m_isTakingPlanFile = false;
    std::vector<KeptPlan> m_kept;
    BlueprintContents m_blueprints;
    BlueprintWatch* m_watch = nullptr;
    std::vector<Problem> m_keptProblems;
    std::shared_ptr<const CapacityPlan> m_beforeEdit;  ///< what was shown, and current
    std::vector<Problem> m_decisionNotes;              ///< what it changed besides
    QString m_keptPath;                                ///< of the scenario whose plans these are
    std::unique_ptr<KeptStore> m_store;
    QStringList m_selectedPods;
    QString m_selectedNode;
    std::optional<planner::SearchProgress> m_progress;
    std::optional<StoppedSearch> m_stopped;
    bool m_isStopping = false;  ///< the user pressed Stop; its answer is on the way
    int m_searchNumber = 0;
    QTimer m_planDelay;
    int m_timeLimitMs = 0;
    JobRunner m_jobs;  ///< last: its threads end before what they use
};

}  // namespace stowage::gui
