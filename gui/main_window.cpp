#include "gui/main_window.h"

#include <QApplication>
#include <QClipboard>
#include <QCloseEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLayout>
#include <QMessageBox>
#include <QStatusBar>
#include <QTimer>
#include <QToolBar>
#include <QVBoxLayout>

#include "gui/app_settings.h"
#include "gui/autosave.h"
#include "gui/drop_halves.h"
#include "gui/format.h"
#include "gui/inspector_view.h"
#include "gui/notice_bar.h"
#include "gui/offers_dock.h"
#include "gui/placeholder_page.h"
#include "gui/problems_dock.h"
#include "gui/recommendation_view.h"
#include "gui/scenario_page.h"
#include "gui/start_page.h"
#include "gui/window_session.h"
#include "model/base/invariant.h"

namespace stowage::gui {
namespace {

/// Below this width the right docks are drawers, one open at a time.
constexpr int kWideWindow = 1200;

QDockWidget* makeDock(QMainWindow* window, const char* name, const QString& title, QWidget* content,
                      Qt::DockWidgetArea area) {
    auto* dock = new QDockWidget(title, window);
    dock->setObjectName(QLatin1String(name));
    dock->setWidget(content);
    dock->setFeatures(QDockWidget::DockWidgetClosable | QDockWidget::DockWidgetMovable);
    window->addDockWidget(area, dock);
    return dock;
}

}  // namespace

MainWindow::MainWindow(std::shared_ptr<const EngineData> engine, AppSettings& settings,
                       QWidget* parent)
    : QMainWindow(parent), m_settings(settings), m_bench(std::move(engine)) {
    setObjectName(QStringLiteral("mainWindow"));
    applyPreferredTheme();
    setMinimumSize(1024, 640);
    resize(1440, 900);
    setDockOptions(AnimatedDocks | AllowTabbedDocks);
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    m_session = new WindowSession(*this, m_settings);
    setupPages();
    setupDocks();
    setupActions();
    setupBars();
    connectBench();
    setupAutosave();
    setupTour();
    setupPeek();
    m_halves = new DropHalves(this);
    setAcceptDrops(true);
    applyPreferences();
    showWorkspace(Workspace::Start);
    m_start->focusFirst();
    refreshTitle();
    refreshChip();
    refreshStatus();
}

MainWindow::~MainWindow() {
    m_bench.disconnect(this);
    m_bench.document().disconnect(this);
}

void MainWindow::setupPages() {
    // A tool bar, because those stand outside of the docks.
    auto* railBar = new QToolBar(tr("Workspaces"), this);
    railBar->setObjectName(QStringLiteral("railBar"));
    railBar->setMovable(false);
    m_rail = new WorkspaceRail(railBar);
    railBar->addWidget(m_rail);
    railBar->layout()->setContentsMargins(0, 0, 0, 0);
    addToolBar(Qt::LeftToolBarArea, railBar);

    auto* body = new QWidget(this);
    auto* column = new QVBoxLayout(body);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_notice = new NoticeBar(body);
    m_pages = new QStackedWidget(body);
    m_pages->setObjectName(QStringLiteral("pages"));
    column->addWidget(m_notice);
    column->addWidget(m_pages, 1);
    setCentralWidget(body);
    for (int at = 0; at < kWorkspaceCount; ++at) {
        m_pages->addWidget(
            new PlaceholderPage(toWord(static_cast<Workspace>(at)), QString(), m_pages));
    }
    connect(m_rail, &WorkspaceRail::chosen, this, &MainWindow::showWorkspace);
    setupStartPage();
    setupScenarioPage();
    setupLayoutPage();
    setupRecommendation();
    setupComparePage();
    setPage(
        Workspace::Day,
        new PlaceholderPage(tr("Day"),
                            tr("The simulated day is not built yet. The checks of a plan already "
                               "count the peak hour, deploys and the loss of a server."),
                            m_pages));
    setPage(
        Workspace::Apply,
        new PlaceholderPage(tr("Apply"),
                            tr("No cluster is connected: writing to one is not built yet. Nothing "
                               "else needs it. Save the plan for later with File, Save the plan; "
                               "the status bar holds the equal command."),
                            m_pages));
}

void MainWindow::setupDocks() {
    m_offers = new OffersDock(this);
    m_offersDock =
        makeDock(this, "offersDock", tr("Servers to buy"), m_offers, Qt::LeftDockWidgetArea);
    m_inspector = new InspectorView(this);
    m_inspectorDock =
        makeDock(this, "inspectorDock", tr("Inspector"), m_inspector, Qt::RightDockWidgetArea);
    m_cardDock =
        makeDock(this, "recommendationDock", tr("Recommendation"), m_card, Qt::RightDockWidgetArea);
    setupProblems();
    m_problemsDock =
        makeDock(this, "problemsDock", m_problems->title(), m_problems, Qt::BottomDockWidgetArea);
    m_problemsDock->hide();
    for (QDockWidget* dock : {m_offersDock, m_inspectorDock, m_cardDock}) {
        watchDock(dock);
    }
    connect(m_problems, &ProblemsDock::titleChanged, m_problemsDock, &QWidget::setWindowTitle);
    m_offers->model().setOffers(m_bench.data().catalog.offers());
    m_inspectorDock->setMinimumWidth(320);
    connect(m_inspector, &InspectorView::figureActivated, this, &MainWindow::explainPod);
    connect(
        m_offers, &OffersDock::offerChosen, this,
        [this](const QString& provider, const QString& offer) { dropOffer(provider, offer, {}); });
}

void MainWindow::setupBars() {
    auto* bar = addToolBar(tr("Main tool bar"));
    bar->setObjectName(QStringLiteral("mainToolBar"));
    bar->setMovable(false);
    bar->setIconSize(QSize(22, 22));
    for (const char* name : {"new", "open", "save"}) {
        bar->addAction(action(name));
    }
    bar->addSeparator();
    bar->addAction(action("undo"));
    bar->addAction(action("redo"));
    bar->addSeparator();
    m_name = new QLabel(bar);
    m_name->setFont(fontOf(TextRole::Title));
    m_name->setContentsMargins(kGap, 0, kGapLarge, 0);
    bar->addWidget(m_name);
    m_chip = new VerdictChip(bar);
    m_chipAction = bar->addWidget(m_chip);
    auto* search = new QToolButton(bar);
    search->setDefaultAction(action("palette"));
    search->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    auto* space = new QWidget(bar);
    space->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    bar->addWidget(space);
    bar->addWidget(search);
    m_searchState = new QLabel(bar);
    m_searchState->setObjectName(QStringLiteral("searchState"));
    bar->addWidget(m_searchState);
    m_stopSearch = new QToolButton(bar);
    m_stopSearch->setDefaultAction(action("stopSearch"));
    m_stopAction = bar->addWidget(m_stopSearch);

    const auto segment = [this](const char* name) {
        auto* button = new QToolButton(this);
        button->setObjectName(QLatin1String(name));
        button->setAutoRaise(true);
        statusBar()->addWidget(button);
        return button;
    };
    m_unitsButton = segment("unitsButton");
    m_pricesButton = segment("pricesButton");
    m_qualityButton = segment("qualityButton");
    m_commandButton = segment("commandButton");
    m_commandButton->setFont(fontOf(TextRole::Code));
    connect(m_unitsButton, &QToolButton::clicked, action("units"), &QAction::trigger);
    connect(m_pricesButton, &QToolButton::clicked, this, [this] {
        if (m_bench.document().isOpen()) {
            showWorkspace(Workspace::Layout);
            m_offersDock->show();
        }
    });
    connect(m_qualityButton, &QToolButton::clicked, this, &MainWindow::showRecommendation);
    connect(m_commandButton, &QToolButton::clicked, this,
            [this] { QApplication::clipboard()->setText(m_command); });
}

void MainWindow::connectBench() {
    ScenarioDocument& document = m_bench.document();
    connect(&document, &ScenarioDocument::stateChanged, this, &MainWindow::refreshTitle);
    connect(&m_bench, &Workbench::shownPlanChanged, this, [this] {
        refreshChip();
        refreshInspector();
        refreshStatus();
    });
    connect(&m_bench, &Workbench::reportChanged, this, [this] {
        refreshChip();
        noteRecent();
        refreshNotice();
        refreshStatus();
    });
    connect(&m_bench, &Workbench::scenarioRead, this, &MainWindow::refreshNotice);
    connect(&m_bench, &Workbench::blueprintsChanged, this, &MainWindow::refreshNotice);
    connect(&m_bench, &Workbench::selectionChanged, this, &MainWindow::refreshInspector);
    connect(&m_bench, &Workbench::searchChanged, this, [this] {
        const bool isSearching = m_bench.isSearching();
        const QString progress = m_bench.progressText();
        // The whole sentence is on the recommendation; a narrow bar has no room for it.
        const bool isShort = m_isNarrow || progress.isEmpty();
        m_searchState->setText(!isSearching ? QString() : isShort ? tr("planning…") : progress);
        m_searchState->setToolTip(progress);
        action("stopSearch")->setEnabled(isSearching);
        m_stopAction->setVisible(isSearching);
    });
    connect(m_chip, &QAbstractButton::clicked, this, &MainWindow::showRecommendation);
    connect(&m_bench, &Workbench::failed, this, [this](const QString& text) {
        m_notice->setNotice(NoticeBar::Tone::Danger, text, {});
    });
    connect(&m_bench, &Workbench::fileOpened, this, [this] {
        showWorkspace(m_workspace == Workspace::Start ? Workspace::Layout : m_workspace);
    });
    connect(m_notice, &NoticeBar::acted, this, [this] {
        if (const auto act = m_noticeAct) {
            act();  // a copy: what it does may put up the next notice
        }
    });
    connect(m_notice, &NoticeBar::dismissed, this, [this] { m_lastFile.clear(); });
    m_stopAction->setVisible(false);
}

void MainWindow::showWorkspace(Workspace workspace) {
    m_workspace = workspace;
    m_isCardPage = false;
    m_pages->setCurrentIndex(static_cast<int>(workspace));
    m_rail->setCurrent(workspace);
    endPeek();
    arrangeDocks();
    refreshDeferred();
    if (workspace == Workspace::Compare) {
        m_bench.wantComparison();
    } else {
        m_bench.forgoComparison();
    }
    refreshNotice();
    refreshStatus();
}

void MainWindow::showRecommendation() {
    if (m_workspace == Workspace::Start) {
        showWorkspace(Workspace::Layout);
    }
    m_isCardPage = true;
    m_pages->setCurrentWidget(m_cardPage);
    m_rail->setCurrent(std::nullopt);
    arrangeDocks();
}

bool MainWindow::showScreen(const QString& name) {
    if (name == QLatin1String("recommendation")) {
        showRecommendation();
        return true;
    }
    for (int at = 0; at < kWorkspaceCount; ++at) {
        if (toWord(static_cast<Workspace>(at)) == name) {
            showWorkspace(static_cast<Workspace>(at));
            return true;
        }
    }
    return false;
}

bool MainWindow::openFile(const QString& path) {
    if (!mayDiscard()) {
        return false;
    }
    if (!succeeded(m_bench.openFile(path))) {
        return false;
    }
    showWorkspace(Workspace::Layout);
    return true;
}

QAction* MainWindow::action(const char* name) const {
    auto* found = findChild<QAction*>(QLatin1String(name));
    STOWAGE_ASSERT(found != nullptr);
    return found;
}

void MainWindow::refreshTitle() {
    const ScenarioDocument& document = m_bench.document();
    const bool isOpen = document.isOpen();
    m_name->setText(isOpen ? document.displayName() +
                                 (document.isModified() ? QStringLiteral(" •") : QString())
                           : QString());
    setWindowTitle(isOpen ? tr("%1[*] – Stowage").arg(document.displayName()) : tr("Stowage"));
    setWindowModified(document.isModified());
    m_rail->setScenarioOpen(isOpen);
    for (const char* name : {"save", "saveAs", "savePlan", "goScenario", "goLayout", "goCompare"}) {
        action(name)->setEnabled(isOpen);
    }
    m_chipAction->setVisible(isOpen);
    refreshStatus();
}

void MainWindow::refreshChip() {
    const auto plan = m_bench.shownPlan();
    m_chip->setByteUnits(m_units);
    if (!plan && m_bench.report()) {
        m_chip->setNothingFits(m_bench.reportFreshness());
        return;
    }
    m_chip->setVerdict(plan.get(), plan ? m_bench.verdictOf(*plan) : PlanVerdict::NotEnoughData,
                       m_bench.shownFreshness());
}

void MainWindow::refreshNotice() {
    const auto better = m_bench.betterPlan();
    if (!m_bench.document().isOpen() || m_workspace == Workspace::Start) {
        offerLastFile();
        return;
    }
    if (!m_bench.hasApps()) {
        if (m_workspace == Workspace::Scenario) {
            m_notice->hide();
            return;
        }
        showNotice(NoticeBar::Tone::Neutral,
                   tr("There is nothing to plan yet: the scenario has no app."),
                   tr("Describe a first app"), [this] {
                       showWorkspace(Workspace::Scenario);
                       m_scenario->askFirstApp();
                   });
        return;
    }
    QUndoStack* steps = m_bench.document().undoStack();
    const QString undoText = steps->canUndo() ? tr("Undo the last change") : QString();
    if (!m_bench.scenario() && !m_bench.problems().empty()) {
        showNotice(NoticeBar::Tone::Danger,
                   tr("The scenario cannot be planned: %1. What is shown is from before.")
                       .arg(m_bench.problems().front().text),
                   undoText, [steps] { steps->undo(); });
        return;
    }
    if (const QString& failure = m_bench.failures().held; !failure.isEmpty()) {
        showNotice(
            NoticeBar::Tone::Danger,
            tr("These servers cannot be judged: %1. What is shown is from before.").arg(failure),
            undoText, [steps] { steps->undo(); });
        return;
    }
    if (const QStringList& missing = m_bench.missingBlueprints(); !missing.isEmpty()) {
        showNotice(NoticeBar::Tone::Warning,
                   tr("%1 is gone; what was read last is used.").arg(missing.front()),
                   tr("Locate…"), [this] { locateBlueprint(); });
        return;
    }
    if (const QStringList& changed = m_bench.changedBlueprints(); !changed.isEmpty()) {
        showNotice(NoticeBar::Tone::Neutral,
                   changed.size() == 1 ? tr("%1 changed on disk.").arg(changed.front())
                                       : tr("%n blueprints changed on disk.", nullptr,
                                            static_cast<int>(changed.size())),
                   tr("Reload"), [this] { reloadBlueprints(); });
        return;
    }
    if (const auto& stopped = m_bench.stopped(); stopped && m_bench.scenario()) {
        const std::string& currency = m_bench.scenario()->currency;
        showNotice(
            NoticeBar::Tone::Neutral,
            stopped->gap
                ? tr("Stopped, within %1 of the best.").arg(moneyTextOf(*stopped->gap, currency))
                : tr("Stopped before a layout was found. What is shown is from before."),
            tr("Continue"), [this] { m_bench.planAgain(); });
        return;
    }
    if (better) {
        showNotice(
            NoticeBar::Tone::Neutral,
            tr("Another answer is better now: %1, %2.")
                .arg(qs(better->title), monthlyText(better->cost.monthly, better->cost.currency)),
            tr("Switch to it"), [this] { m_bench.holdPlan(m_bench.betterPlan()); });
        return;
    }
    m_notice->hide();
}

void MainWindow::showNotice(NoticeBar::Tone tone, const QString& text, const QString& label,
                            std::function<void()> act) {
    m_noticeAct = std::move(act);
    m_notice->setNotice(tone, text, label);
}

bool MainWindow::succeeded(const Status& status) {
    if (!status.ok()) {
        m_notice->setNotice(NoticeBar::Tone::Danger, qs(status.error().message), {});
    }
    return status.ok();
}

void MainWindow::refreshInspector() {
    m_inspector->setSelection(m_bench.shownPlan(), m_bench.selectedPods(), m_bench.selectedNode());
}

bool MainWindow::mayDiscard() {
    takeTyping();
    if (!m_bench.document().holdsUnsavedWork()) {
        return true;
    }
    const auto answer = QMessageBox::question(
        this, tr("Unsaved changes"),
        tr("%1 has changes that are not saved.").arg(m_bench.document().displayName()),
        QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, QMessageBox::Save);
    if (answer == QMessageBox::Save) {
        return save();
    }
    return answer == QMessageBox::Discard;
}

void MainWindow::closeEvent(QCloseEvent* event) {
    event->setAccepted(mayDiscard());
    if (event->isAccepted()) {
        m_session->write(toWord(m_workspace), m_bench.document().path());
        m_autosave->stop();
    }
}

void MainWindow::showEvent(QShowEvent* event) {
    QMainWindow::showEvent(event);
    sizeDocksOnce();
}

void MainWindow::resizeEvent(QResizeEvent* event) {
    QMainWindow::resizeEvent(event);
    foldDocks();
}

void MainWindow::foldDocks() {
    const bool isNarrow = width() < kWideWindow;
    if (isNarrow != m_isNarrow) {
        m_isNarrow = isNarrow;
        if (m_isCardPage) {
            arrangeDocks();  // the page in front stays
        } else {
            showWorkspace(m_workspace);
        }
    }
}

void MainWindow::paintEvent(QPaintEvent* event) {
    QMainWindow::paintEvent(event);
    if (!m_hasPainted) {
        m_hasPainted = true;
        // After the children of this frame, which are painted after their parent.
        QTimer::singleShot(0, this, &MainWindow::firstFramePainted);
    }
}

}  // namespace stowage::gui
