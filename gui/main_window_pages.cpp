#include <QApplication>
#include <QDateTime>
#include <QDesktopServices>
#include <QDir>
#include <QFileDialog>
#include <QLayout>
#include <QToolBar>

#include "gui/app_settings.h"
#include "gui/autosave.h"
#include "gui/cell_figure.h"
#include "gui/command_palette.h"
#include "gui/compare_page.h"
#include "gui/desktop_appearance.h"
#include "gui/format.h"
#include "gui/help_dialog.h"
#include "gui/import_dialog.h"
#include "gui/inspector_view.h"
#include "gui/layout_page.h"
#include "gui/layout_sketch.h"
#include "gui/main_window.h"
#include "gui/notice_bar.h"
#include "gui/offers_dock.h"
#include "gui/preferences_dialog.h"
#include "gui/problems_dock.h"
#include "gui/provenance.h"
#include "gui/recommendation_view.h"
#include "gui/recovery_dialog.h"
#include "gui/scenario_page.h"
#include "gui/scenario_table.h"
#include "gui/start_page.h"
#include "gui/window_menus.h"
#include "gui/window_session.h"

namespace stowage::gui {

void MainWindow::setPage(Workspace workspace, QWidget* page) {
    const int at = static_cast<int>(workspace);
    QWidget* before = m_pages->widget(at);
    m_pages->removeWidget(before);
    delete before;
    m_pages->insertWidget(at, page);
}

void MainWindow::setupStartPage() {
    m_start = new StartPage(m_pages);
    setPage(Workspace::Start, m_start);
    connect(m_start, &StartPage::openRequested, this, [this](const QString& path) {
        if (path.isEmpty()) {
            chooseFile();
        } else {
            openLater(path);
        }
    });
    connect(m_start, &StartPage::sampleRequested, this, &MainWindow::openSample);
    connect(m_start, &StartPage::importRequested, this, &MainWindow::importProjects);
    connect(m_start, &StartPage::emptyRequested, this, &MainWindow::newScenario);
    connect(m_start, &StartPage::forgetRequested, &m_settings, &AppSettings::removeRecent);
    connect(m_start, &StartPage::locateRequested, this, [this](const QString& path) {
        const QString found = QFileDialog::getOpenFileName(
            this, tr("Where is %1 now?").arg(QFileInfo(path).fileName()),
            m_settings.lastFolder(QStringLiteral("open")));
        if (!found.isEmpty()) {
            m_settings.removeRecent(path);
            openLater(found);
        }
    });
    connect(&m_settings, &AppSettings::preferencesChanged, this, &MainWindow::applyPreferences);
    connect(&m_settings, &AppSettings::recentChanged, this, &MainWindow::refreshRecent);
    m_start->setSampleFigures(m_bench.data().isOverlaid ? SampleFigures::OfShippedData
                                                        : SampleFigures::OfTheseData);
    refreshRecent();
}

void MainWindow::refreshRecent() {
    m_start->setRecent(m_settings.recentFiles(), QDateTime::currentDateTime());
}

void MainWindow::noteRecent() {
    const QString path = m_bench.document().path();
    const auto report = m_bench.report();
    if (!m_session->isKept() || path.isEmpty() || !report ||
        m_bench.reportFreshness() != Freshness::Current || m_bench.document().isModified()) {
        return;
    }
    RecentFile file{.path = path, .name = qs(report->scenarioName)};
    file.openedAt = QDateTime::currentDateTime();
    if (!report->plans.empty()) {
        const CapacityPlan& plan = report->plans.front();
        file.verdict = m_bench.verdictOf(plan);
        file.price = monthlyText(plan.cost.monthly, plan.cost.currency);
        file.servers = serversText(plan);
        file.sketch = toText(sketchOf(plan));
    }
    m_settings.noteRecent(file);
}

void MainWindow::openSample(const QString& name, const QString& text) {
    if (mayDiscard()) {
        offerFirstTour();
        openText(name, ss(text));
    }
}

void MainWindow::applyEdit(const Edit& edit) {
    succeeded(m_bench.document().apply(edit));
}

void MainWindow::applyEdits(const QList<Edit>& edits, const QString& text) {
    succeeded(m_bench.document().applyAll(text, edits));
}

void MainWindow::setupScenarioPage() {
    m_scenario = new ScenarioPage(m_pages);
    setPage(Workspace::Scenario, m_scenario);
    m_scenario->setCatalog(m_bench.data().catalog);
    connect(m_scenario, &ScenarioPage::editRequested, this, &MainWindow::applyEdit);
    connect(m_scenario, &ScenarioPage::editsRequested, this, &MainWindow::applyEdits);
    connect(m_scenario, &ScenarioPage::sampleRequested, this,
            [this] { showWorkspace(Workspace::Start); });
    connect(m_scenario, &ScenarioPage::importRequested, this,
            [this] { action("import")->trigger(); });
    connect(m_scenario, &ScenarioPage::firstAppRequested, this, [this] {
        newScenario();
        if (m_bench.document().isOpen()) {
            m_scenario->askFirstApp();
        }
    });
    connect(m_scenario, &ScenarioPage::explainRequested, this, [this](const QModelIndex& cell) {
        ScenarioTable& table = m_scenario->table();
        m_provenance->openFor(figureOfCell({.plan = m_bench.shownPlan().get(),
                                            .report = m_bench.report().get(),
                                            .units = m_units},
                                           table.tableModel(), cell),
                              &table);
    });
    connect(m_scenario, &ScenarioPage::problemsRequested, this, [this] { m_problemsDock->show(); });
    connect(m_scenario, &ScenarioPage::blueprintRequested, this, [this](const QString& path) {
        QDesktopServices::openUrl(
            QUrl::fromLocalFile(QDir(m_bench.document().folder()).absoluteFilePath(path)));
    });
    connect(m_scenario, &ScenarioPage::fileRequested, this, [this] {
        const QString path = m_bench.document().path();
        if (path.isEmpty()) {
            m_notice->setNotice(NoticeBar::Tone::Neutral,
                                tr("Save the scenario first: then its file opens here."), {});
        } else {
            QDesktopServices::openUrl(QUrl::fromLocalFile(path));
        }
    });
    connect(&m_bench, &Workbench::scenarioRead, this, &MainWindow::refreshScenarioPage);
    connect(&m_bench, &Workbench::shownPlanChanged, this, &MainWindow::refreshScenarioPage);
}

bool MainWindow::isDeferred(Workspace workspace) {
    if (m_workspace == workspace) {
        m_deferred.erase(workspace);
        return false;
    }
    m_deferred.insert(workspace);
    return true;
}

void MainWindow::refreshDeferred() {
    if (m_deferred.find(m_workspace) == m_deferred.end()) {
        return;
    }
    switch (m_workspace) {
        case Workspace::Scenario:
            refreshScenarioPage();
            break;
        case Workspace::Layout:
            refreshLayout();
            break;
        case Workspace::Compare:
            refreshComparison();
            break;
        case Workspace::Start:
        case Workspace::Day:
        case Workspace::Apply:
            break;
    }
}

void MainWindow::refreshScenarioPage() {
    if (isDeferred(Workspace::Scenario)) {
        return;
    }
    const auto scenario = m_bench.scenario();
    if (!scenario && m_bench.document().isOpen()) {
        const std::vector<Problem>& problems = m_bench.problems();
        m_scenario->setUnread(m_bench.document().tree(),
                              problems.empty() ? QString() : problems.front().text);
        m_viewed = {};
        return;
    }
    const ScenarioView view{.scenario = scenario,
                            .document = scenario ? m_bench.document().tree() : nullptr,
                            .plan = m_bench.shownPlan(),
                            .usualWorkers = {}};
    m_scenario->setAnswerAge(ageOf(m_bench.shownFreshness()));
    if (view.scenario == m_viewed.scenario && view.document == m_viewed.document &&
        view.plan == m_viewed.plan) {
        return;
    }
    m_viewed = view;
    m_scenario->setAssumptions(scenario ? m_bench.readScenarioNow().assumptions
                                        : m_bench.data().assumptions);
    m_viewed.curves = m_bench.data().curves;
    m_viewed.usualWorkers = usualWorkersOf(m_bench.data().assumptions);
    m_scenario->setView(m_viewed);
}

void MainWindow::setupProblems() {
    m_problems = new ProblemsDock(this);
    const auto fill = [this] {
        std::vector<Problem> problems = m_bench.problems();
        const std::vector<Problem> others = m_bench.sideProblems();
        problems.insert(problems.end(), others.begin(), others.end());
        m_problems->setProblems(problems);
    };
    connect(&m_bench, &Workbench::sideProblemsChanged, this, fill);
    fill();
    connect(&m_bench, &Workbench::scenarioRead, this, [this, fill] {
        fill();
        const bool isWorthASight =
            !m_bench.problems().empty() && !m_bench.scenario() && m_bench.hasApps();
        if (isWorthASight && m_workspace != Workspace::Start) {
            m_problemsDock->show();
        }
    });
    connect(m_problems, &ProblemsDock::fieldRequested, this,
            [this](const std::vector<std::string>& path) {
                showWorkspace(Workspace::Scenario);
                m_scenario->showPath(path);
            });
    connect(m_problems, &ProblemsDock::fileRequested, this,
            [](const QString& file, int) { QDesktopServices::openUrl(QUrl::fromLocalFile(file)); });
    m_palette = new CommandPalette(this);
    m_palette->setProvider([this] { return paletteEntries(); });
}

namespace {

std::vector<PaletteEntry> glossaryEntries(QWidget* window) {
    std::vector<PaletteEntry> entries;
    for (const QString& word : glossaryWords()) {
        entries.push_back({.text = word,
                           .group = MainWindow::tr("word"),
                           .keys = {},
                           .run =
                               [window, word] {
                                   auto* help = new HelpDialog(HelpPage::Words, window);
                                   help->setAttribute(Qt::WA_DeleteOnClose);
                                   help->show();
                                   help->showWord(word);
                               },
                           .refusal = {},
                           .words = {}});
    }
    return entries;
}

}  // namespace

std::vector<PaletteEntry> MainWindow::paletteEntries() {
    std::vector<PaletteEntry> entries = PreferencesDialog::paletteEntries(m_settings);
    for (PaletteEntry& entry : glossaryEntries(this)) {
        entries.push_back(std::move(entry));
    }
    if (const auto scenario = m_bench.scenario()) {
        for (const App& app : scenario->apps) {
            if (app.environments.empty()) {
                continue;
            }
            const std::string first = app.environments.front().id;
            entries.push_back({.text = qs(app.name),
                               .group = tr("app"),
                               .keys = {},
                               .run =
                                   [this, first] {
                                       showWorkspace(Workspace::Scenario);
                                       m_scenario->selectEnvironment(first);
                                   },
                               .refusal = {},
                               .words = {}});
        }
        for (const Environment* environment : scenario->environments()) {
            const QString id = qs(environment->id);
            entries.push_back({.text = id,
                               .group = tr("environment"),
                               .keys = {},
                               .run =
                                   [this, id] {
                                       showWorkspace(Workspace::Scenario);
                                       m_scenario->selectEnvironment(id.toStdString());
                                   },
                               .refusal = {},
                               .words = {}});
        }
    }
    if (const auto plan = m_bench.shownPlan()) {
        for (const PlanNode& node : plan->nodes) {
            const QString name = qs(node.name);
            entries.push_back({.text = name,
                               .group = tr("server"),
                               .keys = {},
                               .run =
                                   [this, name] {
                                       showWorkspace(Workspace::Layout);
                                       m_bench.select({}, name);
                                   },
                               .refusal = {},
                               .words = {}});
        }
        for (const PlanPod& pod : plan->placement) {
            const QString name = qs(pod.pod);
            entries.push_back({.text = name,
                               .group = tr("pod"),
                               .keys = {},
                               .run =
                                   [this, name] {
                                       showWorkspace(Workspace::Layout);
                                       m_bench.select({name}, {});
                                   },
                               .refusal = {},
                               .words = {}});
        }
    }
    return entries;
}

void MainWindow::goToInput(const QString& input) {
    showWorkspace(Workspace::Scenario);
    const auto scenario = m_bench.scenario();
    if (!scenario) {
        return;
    }
    // "shop-production.traffic.peakRps" is a field of an app; anything else is an assumption.
    for (std::size_t at = 0; at < scenario->apps.size(); ++at) {
        for (const Environment& environment : scenario->apps[at].environments) {
            const QString prefix = qs(environment.id) + QLatin1Char('.');
            if (!input.startsWith(prefix)) {
                continue;
            }
            std::vector<std::string> path{"apps", std::to_string(at)};
            const QStringList fields = input.mid(prefix.size()).split(QLatin1Char('.'));
            path.push_back(ss(fields.front()));
            path.push_back(environment.name);
            for (qsizetype field = 1; field < fields.size(); ++field) {
                path.push_back(ss(fields[field]));
            }
            m_scenario->showPath(path);
            return;
        }
    }
    m_scenario->showPath({"assumptions", ss(input)});
}

void MainWindow::importProjects(const QStringList& paths) {
    QStringList chosen = paths;
    if (chosen.isEmpty()) {
        const QString folder =
            QFileDialog::getExistingDirectory(this, tr("Folder with LaraKube projects"),
                                              m_settings.lastFolder(QStringLiteral("import")));
        if (folder.isEmpty()) {
            return;
        }
        m_settings.setLastFolder(QStringLiteral("import"), folder);
        chosen.push_back(folder);
    }
    if (m_bench.document().isOpen() && !m_bench.hasApps()) {
        addApps(chosen);  // the open scenario waits for them
        return;
    }
    if (!mayDiscard()) {
        return;
    }
    auto* dialog = new ImportDialog(m_bench.jobs(), m_bench.data().today, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ImportDialog::imported, this,
            [this](const QString& name, const std::string& text) { openText(name, text); });
    connect(dialog, &ImportDialog::textRequested, this, &openAsText);
    dialog->open();
    dialog->startReview(chosen);
}

void MainWindow::openText(const QString& name, const std::string& text) {
    if (succeeded(m_bench.openUntitled(name, text, QString()))) {
        showWorkspace(Workspace::Layout);
    }
}

void MainWindow::setupAutosave() {
    m_autosave = new Autosave({}, {}, this);
    ScenarioDocument& document = m_bench.document();
    const auto subject = [this] {
        ScenarioDocument& now = m_bench.document();
        return AutosaveSubject{
            .name = now.displayName(), .path = now.path(), .folder = now.folder()};
    };
    connect(&document, &ScenarioDocument::changed, this, [this, subject](ChangeScope scope) {
        if (scope == ChangeScope::Everything) {
            if (m_bench.document().isOpen()) {
                m_autosave->watch(subject(), [this] { return m_bench.document().text(); });
            } else {
                m_autosave->stop();
            }
            return;
        }
        m_autosave->noteChange();
    });
    connect(&document, &ScenarioDocument::saved, this,
            [this, subject] { m_autosave->noteSaved(subject()); });
    connect(m_autosave, &Autosave::failed, this, [this](const QString& text) {
        m_notice->setNotice(NoticeBar::Tone::Warning, text, {});
    });
}

void MainWindow::offerRecoveries() {
    const std::vector<Recovery> found = findRecoveries();
    if (found.empty()) {
        return;
    }
    auto* dialog = new RecoveryDialog(found, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &RecoveryDialog::restoreRequested, this, [this](const Recovery& recovery) {
        const QString mark = tr(" (recovered)");
        const AutosaveSubject& subject = recovery.subject;
        const QString& name = subject.name;
        const Status opened = m_bench.document().openRecovered(
            name.endsWith(mark) ? name : name + mark, recovery.text, subject.path, subject.folder,
            recovery.savedAt);
        if (succeeded(opened)) {
            // The old snapshot goes when there is a new one: the next crash may come at once.
            m_autosave->noteChange();
            if (m_autosave->saveNow()) {
                discardRecovery(recovery);
            }
            showWorkspace(Workspace::Layout);
        }
    });
    connect(dialog, &RecoveryDialog::discardRequested, this, &discardRecovery);
    dialog->open();
}

void MainWindow::keepTheme(ThemeKind kind) {
    m_isThemeGiven = true;
    applyTheme(*qApp, kind, factorOf(m_settings.preferences().textScale));
    applyPreferences();
}

/// Once before the first widget is made, which would keep the fonts and sizes of another style.
void MainWindow::applyPreferredTheme() {
    const Preferences& wanted = m_settings.preferences();
    const ThemeKind kind = resolve(wanted.theme);
    if (!m_isThemeGiven && (currentTheme().kind != kind || m_textScale != wanted.textScale)) {
        applyTheme(*qApp, kind, factorOf(wanted.textScale));
        m_textScale = wanted.textScale;
    }
}

void MainWindow::applyPreferences() {
    const Preferences& wanted = m_settings.preferences();
    applyPreferredTheme();
    // A change of the style gives tool bars its own margins back.
    findChild<QToolBar*>(QStringLiteral("railBar"))->layout()->setContentsMargins(0, 0, 0, 0);
    for (QDockWidget* dock : findChildren<QDockWidget*>()) {
        dock->setFont(fontOf(TextRole::Body));  // docks keep the font of their birth otherwise
    }
    m_layout->setTheme(currentTheme());
    m_inspector->refresh();
    m_units = wanted.byteUnits;
    m_layout->setMotion(wanted.motion);
    m_scenario->setMotion(wanted.motion);
    m_inspector->setByteUnits(m_units);
    m_scenario->setByteUnits(m_units);
    m_compare->setUnits(m_units);
    m_card->setUnits(m_units);
    m_cardPage->setUnits(m_units);
    m_offers->model().setByteUnits(m_units);
    applyDensity(*this, m_scenario->table(), rowHeightOf(wanted.density));
    action("units")->setChecked(m_units == ByteUnits::Decimal);
    action("follow")->setChecked(wanted.follow == FollowMode::Follow);
    refreshChip();
    refreshLayout();
    refreshStatus();
}

}  // namespace stowage::gui
