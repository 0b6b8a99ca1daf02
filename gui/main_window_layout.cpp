#include <QMenu>
#include <algorithm>

#include "gui/app_settings.h"
#include "gui/inspector_view.h"
#include "gui/layout_page.h"
#include "gui/main_window.h"
#include "gui/notice_bar.h"
#include "gui/provenance.h"
#include "gui/recommendation_view.h"
#include "gui/root_edits.h"
#include "gui/scenario_edits.h"
#include "model/json_patch.h"

namespace stowage::gui {
namespace {

/// "shop-production/mariadb" as its two parts; nullopt for anything else.
std::optional<std::pair<std::string, ServiceKind>> serviceOf(const QString& key) {
    const QStringList parts = key.split(QLatin1Char('/'));
    const auto kind = parts.size() == 2 ? parseServiceKind(ss(parts.back())) : std::nullopt;
    if (!kind) {
        return std::nullopt;
    }
    return std::pair{ss(parts.front()), *kind};
}

ModeWish wishOf(Mode mode) {
    switch (mode) {
        case Mode::Own:
        case Mode::File:
            return ModeWish::Own;
        case Mode::Plex:
            return ModeWish::Plex;
        case Mode::Managed:
            return ModeWish::Managed;
    }
    STOWAGE_UNREACHABLE();
}

/// Public host names of the environments that are planned.
QStringList hostsOf(const Scenario& scenario) {
    QStringList hosts;
    for (const App& app : scenario.apps) {
        for (const Environment& environment : app.environments) {
            const BlueprintEnvironment* source =
                app.blueprint ? app.blueprint->findEnvironment(environment.name) : nullptr;
            const auto web = source == nullptr
                                 ? std::map<std::string, std::string>::const_iterator()
                                 : source->hosts.find("web");
            if (source != nullptr && web != source->hosts.end()) {
                hosts.push_back(qs(web->second));
            }
        }
    }
    return hosts;
}

std::optional<std::size_t> groupOf(const FixedLayout& servers, const CapacityPlan& plan,
                                   const QString& node) {
    for (const PlanNode& one : plan.nodes) {
        if (qs(one.name) != node) {
            continue;
        }
        for (std::size_t at = 0; at < servers.nodes.size(); ++at) {
            if (servers.nodes[at].offer == one.offer &&
                servers.nodes[at].provider == one.provider) {
                return at;
            }
        }
    }
    return std::nullopt;
}

}  // namespace

void MainWindow::setupLayoutPage() {
    m_layout = new LayoutPage(m_pages);
    setPage(Workspace::Layout, m_layout);
    LayoutView& view = m_layout->view();
    connect(&view, &LayoutView::selectionChanged, &m_bench, &Workbench::select);
    connect(&view, &LayoutView::serviceModeRequested, this, &MainWindow::setServiceModes);
    connect(&view, &LayoutView::replicasRequested, this, &MainWindow::stepReplicas);
    connect(&view, &LayoutView::explainRequested, this, &MainWindow::explainPod);
    connect(&view, &LayoutView::offerDropped, this, &MainWindow::dropOffer);
    connect(&view, &LayoutView::nodeRemoveRequested, this, &MainWindow::removeNode);
    connect(&view, &LayoutView::nodeLossRequested, this,
            [this](const QString& node) { m_layout->view().showLoss(node); });
    connect(&view, &LayoutView::noticeRequested, this, [this](const QString& text) {
        m_notice->setNotice(NoticeBar::Tone::Neutral, text, {});
    });
    connect(&view, &LayoutView::contextMenuRequested, this, &MainWindow::showLayoutMenu);
    view.setDropVerdict([this](const QStringList& keys, Mode mode) {
        return m_bench.previewVerdict(modeEdits(keys, mode));
    });
    connect(m_layout, &LayoutPage::podsSelected, this,
            [this](const QStringList& pods) { m_bench.select(pods, {}); });
    connect(m_layout, &LayoutPage::freeRequested, this,
            [this] { applyEdit(freeServers(*m_bench.document().tree())); });
    connect(m_layout, &LayoutPage::followRequested, this,
            [this](bool isFollowing) { action("follow")->setChecked(isFollowing); });
    connect(m_layout, &LayoutPage::offersRequested, this,
            [this] { m_offersDock->setVisible(!m_offersDock->isVisible()); });
    connect(m_layout, &LayoutPage::keepRequested, this, [this] { action("keepPlan")->trigger(); });
    connect(&m_bench, &Workbench::shownPlanChanged, this, &MainWindow::refreshLayout);
    connect(&m_bench, &Workbench::selectionChanged, this,
            [this] { m_layout->setSelection(m_bench.selectedPods(), m_bench.selectedNode()); });
    refreshLayout();
}

CanvasInput MainWindow::canvasInput() const {
    CanvasInput input{.plan = m_bench.shownPlan()};
    if (const auto scenario = m_bench.scenario()) {
        input.hosts = hostsOf(*scenario);
        input.headroom = scenario->requirements.headroom;
    }
    input.units = m_units;
    return input;
}

void MainWindow::refreshLayout() {
    if (isDeferred(Workspace::Layout)) {
        return;
    }
    m_layout->setPlan(canvasInput(), ageOf(m_bench.shownFreshness()));
    m_layout->setFixed(m_bench.hasFixedServers());
}

QList<Edit> MainWindow::modeEdits(const QStringList& keys, Mode mode) const {
    QList<Edit> edits;
    DocumentNode tree = *m_bench.document().tree();
    for (const QString& key : keys) {
        const auto service = serviceOf(key);
        if (!service) {
            continue;
        }
        Edit edit = setServiceMode(tree, service->first, service->second, wishOf(mode));
        auto after = applyPatch(tree, edit.patch);
        if (after.ok()) {
            tree = std::move(*after);  // the next one is made on the result
            edits.push_back(std::move(edit));
        }
    }
    return edits;
}

void MainWindow::setServiceModes(const QStringList& keys, Mode mode) {
    const QList<Edit> edits = modeEdits(keys, mode);
    if (edits.size() == 1) {
        applyEdit(edits.front());
    } else if (!edits.isEmpty()) {
        applyEdits(
            edits,
            tr("Make %n services %1", nullptr, static_cast<int>(edits.size())).arg(modeText(mode)));
    }
}

void MainWindow::dropOffer(const QString& provider, const QString& offer, const QString& node) {
    const auto plan = m_bench.shownPlan();
    const FixedLayout held = m_bench.heldServers();
    const FixedNode server{.provider = ss(provider), .offer = ss(offer), .count = 1};
    const DocumentNode& tree = *m_bench.document().tree();
    const auto group = plan && !node.isEmpty() ? groupOf(held, *plan, node) : std::nullopt;
    applyEdit(group ? replaceServer(tree, held, *group, server) : addServer(tree, held, server));
}

void MainWindow::removeNode(const QString& node) {
    const auto plan = m_bench.shownPlan();
    const FixedLayout held = m_bench.heldServers();
    const auto group = plan ? groupOf(held, *plan, node) : std::nullopt;
    if (!group) {
        return;
    }
    if (plan->nodes.size() == 1) {
        m_notice->setNotice(
            NoticeBar::Tone::Neutral,
            tr("The last server cannot be removed; drop another one on it instead."), {});
        return;
    }
    applyEdit(removeServer(*m_bench.document().tree(), held, *group));
}

void MainWindow::showLayoutMenu(const QPoint& place, const QString& node, const QString& pod,
                                const QStringList& keys) {
    QMenu menu(this);
    if (!keys.isEmpty()) {
        for (const Mode mode : {Mode::Own, Mode::Plex, Mode::Managed}) {
            menu.addAction(tr("Make it %1").arg(modeText(mode)),
                           [this, keys, mode] { setServiceModes(keys, mode); });
        }
        menu.addSeparator();
    }
    if (!pod.isEmpty()) {
        menu.addAction(tr("Where does its figure come from?"), [this, pod] { explainPod(pod); });
    }
    if (!node.isEmpty()) {
        menu.addAction(tr("What if %1 dies?").arg(node),
                       [this, node] { m_layout->view().showLoss(node); });
        menu.addAction(tr("Remove %1").arg(node), [this, node] { removeNode(node); });
    }
    if (!menu.isEmpty()) {
        menu.exec(place);
    }
}

void MainWindow::stepReplicas(const QString& name, int step) {
    const auto plan = m_bench.shownPlan();
    const auto scenario = m_bench.scenario();
    if (!plan || !scenario) {
        return;
    }
    const auto pod = std::find_if(plan->placement.begin(), plan->placement.end(),
                                  [&](const PlanPod& one) { return qs(one.pod) == name; });
    const auto place = pod == plan->placement.end() || pod->origin != "app"
                           ? std::nullopt
                           : placeOf(*scenario, pod->environment);
    if (!place || pod->role == "scheduler") {
        m_notice->setNotice(NoticeBar::Tone::Neutral,
                            tr("Only pods of an app are counted: web, workers, SSR and Reverb."),
                            {});
        return;
    }
    const std::int64_t count =
        std::count_if(plan->placement.begin(), plan->placement.end(), [&](const PlanPod& one) {
            return one.origin == "app" && one.environment == pod->environment &&
                   one.role == pod->role;
        });
    if (count + step >= 1) {
        applyEdit(setPods(*m_bench.document().tree(), *place, pod->role,
                          {.pods = count + step, .workers = {}}));
    }
}

void MainWindow::explainPod(const QString& name) {
    explainPodAt(name, m_inspector);
}

void MainWindow::setupRecommendation() {
    m_provenance = new ProvenancePopover(this);
    connect(m_provenance, &ProvenancePopover::fieldRequested, this, &MainWindow::goToInput);
    for (RecommendationView** view : {&m_card, &m_cardPage}) {
        *view = new RecommendationView(this);
        connect(*view, &RecommendationView::fixRequested, this,
                [this](const DocumentNode& patch, const QString& text) {
                    applyEdit({.text = text, .patch = patch, .mergeKey = {}});
                });
        connect(*view, &RecommendationView::fieldRequested, this, &MainWindow::goToInput);
        connect(*view, &RecommendationView::figureActivated, m_provenance,
                &ProvenancePopover::openFor);
        connect(*view, &RecommendationView::showOnLayout, this, [this](const QString& id) {
            if (const auto report = m_bench.report()) {
                holdPlanOf(*report, id);
            }
            showWorkspace(Workspace::Layout);
        });
        connect(*view, &RecommendationView::compareRequested, this,
                [this] { showWorkspace(Workspace::Compare); });
        connect(*view, &RecommendationView::stopRequested, &m_bench, &Workbench::cancelSearch);
    }
    m_pages->addWidget(m_cardPage);
    connect(&m_bench, &Workbench::reportChanged, this, &MainWindow::refreshRecommendation);
    connect(&m_bench, &Workbench::scenarioRead, this, &MainWindow::refreshRecommendation);
    connect(&m_bench, &Workbench::searchChanged, this, &MainWindow::refreshProgress);
    connect(&m_bench, &Workbench::scenarioRead, this, [this] {
        if (!m_bench.report()) {
            refreshRecommendation();
        }
    });
    refreshRecommendation();
}

void MainWindow::holdPlanOf(const PlanReport& report, const QString& id) {
    if (const CapacityPlan* plan = report.findPlan(ss(id))) {
        m_bench.holdPlan(std::make_shared<const CapacityPlan>(*plan));
    }
}

namespace {

/// Why an open document has no layout yet, in a few words.
QString nothingShownText(const Workbench& bench) {
    if (!bench.hasApps()) {
        return MainWindow::tr("Nothing to plan yet: the scenario has no app");
    }
    return bench.scenario() || bench.problems().empty()
               ? MainWindow::tr("The first plan is being computed")
               : MainWindow::tr("The scenario has errors: see Problems");
}

}  // namespace

/// Why there is no recommendation yet, and what helps.
QString MainWindow::emptyAdviceText() const {
    if (!m_bench.document().isOpen()) {
        return tr("Open a scenario to get a recommendation.");
    }
    if (!m_bench.hasApps()) {
        return tr("Nothing to plan yet: the scenario has no app.");
    }
    if (!m_bench.scenario() && !m_bench.problems().empty()) {
        return tr("Nothing can be planned: %1. All findings stand under Problems.")
            .arg(m_bench.problems().front().text);
    }
    if (!m_bench.failures().plan.isEmpty()) {
        return tr("No plan was made: %1. The scenario is as it was.").arg(m_bench.failures().plan);
    }
    return m_bench.stopped() ? tr("Stopped before a layout was found; Continue goes on.")
                             : tr("The first plan is being computed.");
}

void MainWindow::refreshRecommendation() {
    const auto report = m_bench.report();
    const auto explanation = report && report != m_shownReport
                                 ? explanationOf(*report, report->recommended)
                                 : std::nullopt;
    for (RecommendationView* view : {m_card, m_cardPage}) {
        if (!report) {
            view->setEmpty(emptyAdviceText());
            continue;
        }
        view->setAge(ageOf(m_bench.reportFreshness()));
        if (report != m_shownReport) {
            view->setAnswer(report, explanation);
        }
    }
    m_shownReport = report;
    refreshProgress();
}

void MainWindow::refreshProgress() {
    const QString text = !m_bench.isSearching()             ? QString()
                         : m_bench.progressText().isEmpty() ? tr("planning…")
                                                            : m_bench.progressText();
    for (RecommendationView* view : {m_card, m_cardPage}) {
        view->setProgress(text);
    }
    m_layout->setEmptyText(m_bench.document().isOpen() && !m_bench.scenario()
                               ? nothingShownText(m_bench)
                           : m_bench.isSearching() ? tr("The first plan is being computed")
                           : m_bench.report() ? tr("No server fits: the recommendation says why")
                                              : QString());
    m_layout->setProgress(text);
}

}  // namespace stowage::gui
