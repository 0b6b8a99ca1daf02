#include "gui/workbench.h"

#include <QFileInfo>

#include "gui/format.h"
#include "gui/kept_store.h"
#include "gui/plan_figures.h"
#include "gui/plan_sums.h"
#include "model/canonical_document.h"
#include "model/json_patch.h"

namespace stowage::gui {
namespace {

/// Edits in quick succession are planned once.
constexpr int kPlanDelayMs = 120;

std::shared_ptr<const CapacityPlan> recommendedOf(const PlanReport& report) {
    const CapacityPlan* plan = report.findPlan(report.recommended);
    if (plan == nullptr && !report.plans.empty()) {
        plan = &report.plans.front();
    }
    return plan == nullptr ? nullptr : std::make_shared<const CapacityPlan>(*plan);
}

/// Why a plan file cannot be opened; names the file and the line where that is known.
QString brokenPlanText(const PlanFile& file, const QString& path) {
    if (file.problems.empty()) {
        return Workbench::tr("'%1' is no plan file").arg(path);
    }
    const Problem& first = file.problems.front();
    if (first.text.contains(path)) {
        return first.text;
    }
    const QString place =
        first.place.line > 0 ? Workbench::tr("%1, line %2").arg(path).arg(first.place.line) : path;
    return Workbench::tr("%1: this plan file is damaged: %2").arg(place, first.text);
}

}  // namespace

AnswerAge ageOf(Freshness freshness) {
    return freshness == Freshness::BeforeEdit ? AnswerAge::BeforeEdit : AnswerAge::Current;
}

Workbench::Workbench(std::shared_ptr<const EngineData> data, QObject* parent)
    : QObject(parent), m_data(std::move(data)) {
    setupBlueprints();
    m_planDelay.setSingleShot(true);
    m_planDelay.setInterval(kPlanDelayMs);
    connect(&m_planDelay, &QTimer::timeout, this, &Workbench::startPlanJob);
    connect(&m_document, &ScenarioDocument::changed, this,
            [this](ChangeScope scope) { onDocumentChanged(scope); });
    connect(&m_jobs, &JobRunner::runningChanged, this, &Workbench::searchChanged);
}

Workbench::~Workbench() {
    m_document.disconnect(this);
    m_jobs.disconnect(this);
}

Status Workbench::openFile(const QString& path) {
    if (!looksLikePlanFile(path)) {
        return m_document.open(path);
    }
    return takePlanFile(readPlanFile(path), path);
}

void Workbench::openLater(const QString& path) {
    m_jobs.start(JobKind::Open, [this, path](RunControl&) -> JobRunner::Deliver {
        if (looksLikePlanFile(path)) {
            return [this, path, file = readPlanFile(path)] { opened(takePlanFile(file, path)); };
        }
        auto read = ScenarioDocument::read(path);
        if (!read.ok()) {
            return [this, error = read.error()] { opened(error); };
        }
        const auto parsed = std::make_shared<const ScenarioDocument::Parsed>(std::move(*read));
        return [this, parsed] {
            m_document.take(*parsed);
            opened(Done());
        };
    });
}

void Workbench::opened(const Status& status) {
    if (status.ok()) {
        Q_EMIT fileOpened();
    } else {
        Q_EMIT failed(qs(status.error().message));
    }
}

Status Workbench::takePlanFile(const PlanFile& file, const QString& path) {
    if (!file.report) {
        return Error{.code = file.isUnreadable ? ErrorCode::Unreadable : ErrorCode::InvalidArgument,
                     .message = ss(brokenPlanText(file, path))};
    }
    m_isTakingPlanFile = true;
    Status opened =
        openUntitled(tr("%1 (copy)").arg(qs(file.report->scenarioName)),
                     writeYaml(file.report->scenarioDocument), QFileInfo(path).absolutePath());
    m_isTakingPlanFile = false;
    if (opened.ok()) {
        m_read = readScenario(*m_document.tree(), ss(m_document.folder()), *m_data, m_blueprints);
        m_problems = file.problems;
        m_problems.insert(m_problems.end(), m_read.problems.begin(), m_read.problems.end());
        Q_EMIT scenarioRead();
        takeReport({.report = file.report, .error = {}, .isCancelled = false});
    }
    return opened;
}

Status Workbench::openUntitled(const QString& name, std::string text, const QString& folder) {
    return m_document.openUntitled(name, std::move(text), folder);
}

void Workbench::clearAnswers() {
    m_report = nullptr;
    m_comparison = nullptr;
    useBlueprints({});
    m_held.reset();
    m_read = {};
    m_problems.clear();
    m_reportFreshness = m_comparisonFreshness = Freshness::None;
    m_selectedPods.clear();
    m_selectedNode.clear();
    m_kept.clear();
    m_beforeEdit.reset();
    m_decisionNotes.clear();
    setShown(nullptr, Freshness::None);
    Q_EMIT scenarioRead();
    Q_EMIT reportChanged();
    Q_EMIT comparisonChanged();
    Q_EMIT keptChanged();
    Q_EMIT selectionChanged();
}

void Workbench::onDocumentChanged(ChangeScope scope) {
    m_jobs.cancel(JobKind::Held);
    m_jobs.cancel(JobKind::Plan);
    m_jobs.cancel(JobKind::Compare);
    m_planDelay.stop();
    m_progress.reset();
    // What is withdrawn here is told, even though the answers were old before.
    const bool isSaying = m_stopped || m_isComparisonStopped || !m_failures.held.isEmpty() ||
                          !m_failures.plan.isEmpty() || !m_failures.comparison.isEmpty();
    m_stopped.reset();
    m_isStopping = false;
    m_failures = {};
    m_isComparisonStopped = false;
    if (scope == ChangeScope::Everything) {
        clearAnswers();
        loadKept();
    }
    if (!m_document.isOpen() || m_isTakingPlanFile) {
        return;
    }
    if (m_shown && m_shownFreshness == Freshness::Current) {
        m_beforeEdit = m_shown;
    }
    // Told once: of many edits in a row the answers are old from the first on.
    if (m_report && (isSaying || m_reportFreshness != Freshness::BeforeEdit)) {
        m_reportFreshness = Freshness::BeforeEdit;
        Q_EMIT reportChanged();
    }
    if (m_comparison && (isSaying || m_comparisonFreshness != Freshness::BeforeEdit)) {
        m_comparisonFreshness = Freshness::BeforeEdit;
        Q_EMIT comparisonChanged();
    }
    if (m_shown && m_shownFreshness != Freshness::BeforeEdit) {
        setShown(m_shown, Freshness::BeforeEdit);
    }
    startHeldJob();
}

void Workbench::startHeldJob() {
    struct Work {
        ReadScenario read;
        HeldAnswer held;
    };
    m_jobs.start(
        JobKind::Held, [this, tree = m_document.tree(), folder = ss(m_document.folder()),
                        data = m_data, held = m_held, known = m_blueprints](RunControl& control) {
            auto work = std::make_unique<Work>();
            work->read = readScenario(*tree, folder, *data, known);
            const bool isFixed = work->read.scenario && work->read.scenario->candidates.fixed;
            if (held && work->read.scenario) {
                work->held = judgeServers(work->read,
                                          isFixed ? *work->read.scenario->candidates.fixed : *held,
                                          *data, control);
            }
            const std::shared_ptr<const Work> done = std::move(work);
            return JobRunner::Deliver([this, done] {
                m_read = done->read;
                m_problems = done->read.problems;
                useBlueprints(m_read.blueprints);
                m_failures.held = done->held.error;
                if (done->held.plan) {
                    m_held = serversOf(*done->held.plan);
                    m_shown = done->held.plan;
                    m_shownFreshness = Freshness::Current;
                    noteDecisions();
                }
                // Once everything is in place, so that a listener of both is done after the first.
                Q_EMIT scenarioRead();
                if (done->held.plan) {
                    Q_EMIT shownPlanChanged();
                }
                if (m_read.scenario) {
                    m_planDelay.start();
                    Q_EMIT searchChanged();
                }
            });
        });
}

/// Decisions that the planner made otherwise because of the last edit, with the reasons that the
/// report gives, so that nobody finds a service moved without a word.
void Workbench::noteDecisions() {
    std::vector<Problem> notes;
    if (m_beforeEdit && m_shown && m_read.scenario) {
        QStringList reasons;
        if (m_report && m_reportFreshness == Freshness::Current) {
            if (const auto explanation = explanationOf(*m_report, m_shown->id)) {
                for (const planner::Reason& reason : explanation->why) {
                    if (reason.kind == "sharing" || reason.kind == "memory" ||
                        reason.kind == "requirement" || reason.kind == "strategy") {
                        reasons.append(qs(reason.text));
                    }
                }
            }
        }
        for (const ChangedDecision& one :
             plannersDecisions(*m_beforeEdit, *m_shown, *m_read.scenario)) {
            const bool isService = one.subject.contains(QLatin1Char('/'));
            notes.push_back({.severity = Severity::Note,
                             .text = tr("the last edit also changed %1").arg(decisionText(one)),
                             .hint = !reasons.isEmpty() ? reasons.join(tr("; "))
                                     : isService        ? tr("to keep it, set it in its cell")
                                                        : QString(),
                             .path = isService
                                         ? DocumentPath{"services", "overrides", ss(one.subject)}
                                         : DocumentPath(),
                             .place = {}});
        }
    }
    if (notes != m_decisionNotes) {
        m_decisionNotes = std::move(notes);
        Q_EMIT sideProblemsChanged();
    }
}

void Workbench::planAgain() {
    if (m_read.scenario) {
        startPlanJob();
    }
}

void Workbench::startPlanJob() {
    m_stopped.reset();
    m_isStopping = false;
    m_progress.reset();
    const int search = ++m_searchNumber;
    m_jobs.start(
        JobKind::Plan,
        [this, search, read = m_read, data = m_data](RunControl& control) {
            const PlanAnswer answer = answerQuestion(
                read, Question::Plan, *data, control,
                [this, search](const planner::SearchProgress& progress) {
                    QMetaObject::invokeMethod(
                        this, [this, search, progress] { noteProgress(search, progress); },
                        Qt::QueuedConnection);
                });
            return JobRunner::Deliver([this, answer] { takeReport(answer); });
        },
        m_timeLimitMs);
}

void Workbench::takeReport(const PlanAnswer& answer) {
    if (takeStopped(answer)) {
        return;
    }
    m_progress.reset();
    if (!answer.report) {
        if (!answer.isCancelled && !answer.error.isEmpty()) {
            m_failures.plan = answer.error;
            Q_EMIT failed(answer.error);
        }
        Q_EMIT reportChanged();
        Q_EMIT searchChanged();
        return;
    }
    m_failures.plan.clear();
    m_report = answer.report;
    m_reportFreshness = Freshness::Current;
    const auto recommended = recommendedOf(*m_report);
    if (recommended &&
        (!m_held || m_isFollowing || sameServers(*m_held, serversOf(*recommended)))) {
        m_held = serversOf(*recommended);
        m_shown = recommended;
        m_shownFreshness = Freshness::Current;
        noteDecisions();
        Q_EMIT shownPlanChanged();
    }
    Q_EMIT reportChanged();
    Q_EMIT searchChanged();
    if (m_wantsComparison) {
        startComparisonJob();
    }
}

void Workbench::wantComparison() {
    m_wantsComparison = true;
    if (m_comparisonFreshness != Freshness::Current && m_read.scenario &&
        !m_jobs.isRunning(JobKind::Compare) && !isSearching()) {
        startComparisonJob();
    }
}

void Workbench::startComparisonJob() {
    m_failures.comparison.clear();
    m_isComparisonStopped = false;
    m_jobs.start(
        JobKind::Compare,
        [this, read = m_read, data = m_data](RunControl& control) {
            const PlanAnswer answer = answerQuestion(read, Question::Compare, *data, control);
            return JobRunner::Deliver([this, answer] {
                if (answer.report) {
                    m_comparison = answer.report;
                    m_comparisonFreshness = Freshness::Current;
                } else {
                    m_isComparisonStopped = answer.isCancelled;
                    m_failures.comparison = answer.isCancelled ? QString() : answer.error;
                }
                Q_EMIT comparisonChanged();
            });
        },
        m_timeLimitMs);
}

PlanVerdict Workbench::verdictOf(const CapacityPlan& plan) const {
    const bool isKnown = m_read.scenario != nullptr;
    return stowage::verdictOf(plan, isKnown ? m_read.scenario->requirements.binding : std::nullopt);
}

QString Workbench::previewVerdict(const QList<Edit>& edits) const {
    if (!m_held) {
        return {};
    }
    DocumentNode tree = *m_document.tree();
    for (const Edit& edit : edits) {
        auto after = applyPatch(tree, edit.patch);
        if (!after.ok()) {
            return {};
        }
        tree = std::move(*after);
    }
    const ReadScenario read = readScenario(tree, ss(m_document.folder()), *m_data, m_blueprints);
    RunControl control;
    const HeldAnswer answer = judgeServers(read, *m_held, *m_data, control);
    if (!answer.plan) {
        return answer.error;
    }
    const PlanVerdict verdict = stowage::verdictOf(
        *answer.plan, read.scenario ? read.scenario->requirements.binding : std::nullopt);
    return verdictMark(verdict) + QLatin1Char(' ') +
           factsLine(*answer.plan, verdict, ByteUnits::Binary);
}

bool Workbench::hasApps() const {
    const DocumentNode* apps = m_document.tree()->find("apps");
    return apps != nullptr && !apps->items.empty();
}

bool Workbench::hasFixedServers() const {
    const DocumentNode* candidates = m_document.tree()->find("candidates");
    return candidates != nullptr && candidates->find("fixed") != nullptr;
}

void Workbench::setShown(std::shared_ptr<const CapacityPlan> plan, Freshness freshness) {
    m_shown = std::move(plan);
    m_shownFreshness = freshness;
    Q_EMIT shownPlanChanged();
}

void Workbench::holdPlan(const std::shared_ptr<const CapacityPlan>& plan) {
    if (!plan) {
        return;
    }
    m_held = serversOf(*plan);
    setShown(plan, Freshness::Current);
    Q_EMIT reportChanged();
}

void Workbench::setFollowing(bool isFollowing) {
    m_isFollowing = isFollowing;
    if (m_isFollowing) {
        holdPlan(betterPlan());
    }
}

std::shared_ptr<const CapacityPlan> Workbench::betterPlan() const {
    if (!m_report || m_reportFreshness != Freshness::Current || !m_held) {
        return nullptr;
    }
    auto recommended = m_report->recommended.empty() ? nullptr : recommendedOf(*m_report);
    return recommended && !sameServers(*m_held, serversOf(*recommended)) ? recommended : nullptr;
}

void Workbench::select(const QStringList& pods, const QString& node) {
    if (pods == m_selectedPods && node == m_selectedNode) {
        return;
    }
    m_selectedPods = pods;
    m_selectedNode = node;
    Q_EMIT selectionChanged();
}

void Workbench::cancelSearch() {
    if (!isSearching()) {
        return;
    }
    m_isStopping = m_jobs.isRunning(JobKind::Plan);
    if (!m_isStopping) {
        m_planDelay.stop();
        m_stopped = StoppedSearch{.gap = std::nullopt, .bound = Money()};
        Q_EMIT reportChanged();
    }
    m_jobs.stopEarly(JobKind::Plan);
    Q_EMIT searchChanged();
}

}  // namespace stowage::gui
