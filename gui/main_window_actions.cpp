#include <QApplication>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenuBar>
#include <QMessageBox>
#include <QPushButton>

#include "gui/app_settings.h"
#include "gui/command_palette.h"
#include "gui/format.h"
#include "gui/help_dialog.h"
#include "gui/icon.h"
#include "gui/inspector_view.h"
#include "gui/layout_page.h"
#include "gui/main_window.h"
#include "gui/notice_bar.h"
#include "gui/offers_dock.h"
#include "gui/preferences_dialog.h"
#include "gui/scenario_page.h"
#include "gui/scenario_table.h"
#include "gui/user_file.h"
#include "gui/window_menus.h"
#include "model/scenario_import.h"

namespace stowage::gui {
namespace {

const QString kOpenFolder = QStringLiteral("open");

/// Beside the document, else where the last one was.
QString usualFolder(const ScenarioDocument& document, const AppSettings& settings) {
    const QString path = document.path();
    if (!path.isEmpty()) {
        return QFileInfo(path).absolutePath();
    }
    const QString last = settings.lastFolder(kOpenFolder);
    return last.isEmpty() ? QDir::homePath() : last;
}

/// Without a suffix: the file's name, or that which the scenario has.
QString usualFileName(const ScenarioDocument& document) {
    if (!document.path().isEmpty()) {
        return QFileInfo(document.path()).completeBaseName();
    }
    const DocumentNode* metadata = document.tree()->find("metadata");
    const DocumentNode* name = metadata == nullptr ? nullptr : metadata->find("name");
    return qs(scenarioNameFrom(name == nullptr ? ss(document.displayName()) : name->text));
}

}  // namespace

QAction* MainWindow::addNamed(QMenu* menu, const char* name, const QString& text,
                              const QKeySequence& keys, const std::function<void()>& run) {
    auto* added = new QAction(text, this);
    added->setObjectName(QLatin1String(name));
    added->setShortcut(keys);
    connect(added, &QAction::triggered, this, run);
    menu->addAction(added);
    addAction(added);
    return added;
}

void MainWindow::setupActions() {
    setupFileMenu();
    setupEditMenu();
    setupViewMenu();
    setupScenarioMenu();
    setupHelpMenu();
}

void MainWindow::setupFileMenu() {
    QMenu* menu = menuBar()->addMenu(tr("&File"));
    addNamed(menu, "new", tr("&New scenario"), QKeySequence::New, [this] {
        newScenario();
    })->setIcon(icon("new"));
    addNamed(menu, "open", tr("&Open…"), QKeySequence::Open, [this] {
        chooseFile();
    })->setIcon(icon("open"));
    addNamed(menu, "import", tr("&Import projects…"), QKeySequence(tr("Ctrl+I")), [this] {
        importProjects({});
    })->setIcon(icon("import"));
    addNamed(menu, "save", tr("&Save"), QKeySequence::Save, [this] {
        save();
    })->setIcon(icon("save"));
    addNamed(menu, "saveAs", tr("Save &as…"), QKeySequence(tr("Ctrl+Shift+S")),
             [this] { saveAs(); });
    addNamed(menu, "savePlan", tr("Save the &plan…"), {}, [this] { savePlan(); });
    menu->addSeparator();
    addNamed(menu, "newWindow", tr("New &window"), QKeySequence(tr("Ctrl+Shift+N")),
             [this] { openWindow(); });
    addNamed(menu, "print", tr("&Print the report…"), QKeySequence::Print,
             [this] { printReport(); });
    menu->addSeparator();
    addNamed(menu, "quit", tr("&Quit"), QKeySequence::Quit, [this] { close(); });
}

void MainWindow::setupEditMenu() {
    QMenu* menu = menuBar()->addMenu(tr("&Edit"));
    QUndoStack* stack = m_bench.document().undoStack();
    QAction* undo = stack->createUndoAction(this, tr("Undo"));
    undo->setObjectName(QStringLiteral("undo"));
    undo->setShortcut(QKeySequence::Undo);
    undo->setIcon(icon("undo"));
    QAction* redo = stack->createRedoAction(this, tr("Redo"));
    redo->setObjectName(QStringLiteral("redo"));
    redo->setShortcuts({QKeySequence(tr("Ctrl+Shift+Z")), QKeySequence(tr("Ctrl+Y"))});
    redo->setIcon(icon("redo"));
    menu->addAction(undo);
    menu->addAction(redo);
    QMenu* copies = addCopyMenu(
        *menu, [this] { return tableInSight(*this, m_workspace, m_scenario->table()); });
    addNamed(menu, "copyAs", tr("Copy the table as…"), QKeySequence(tr("Ctrl+Shift+C")),
             [this, copies] {
                 const int left = (width() - copies->sizeHint().width()) / 2;
                 copies->popup(mapToGlobal(QPoint(left, 96)));
                 copies->setActiveAction(copies->actions().front());
             });
    menu->addSeparator();
    addNamed(menu, "history", tr("&History…"), QKeySequence(tr("Ctrl+Alt+Z")), [this] {
        showHistory(*m_bench.document().undoStack(), *this);
    })->setProperty(kSearchWordsProperty, tr("undo steps changes revert"));
    menu->addSeparator();
    addNamed(menu, "preferences", tr("&Preferences…"), QKeySequence(tr("Ctrl+,")), [this] {
        auto* dialog = new PreferencesDialog(m_settings, this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->open();
    })->setProperty(kSearchWordsProperty, tr("settings options text size motion units"));
}

void MainWindow::setupViewMenu() {
    QMenu* menu = menuBar()->addMenu(tr("&View"));
    const struct {
        const char* name;
        QString text;
        Workspace workspace;
    } entries[] = {{"goStart", tr("&Home"), Workspace::Start},
                   {"goScenario", tr("&Scenario"), Workspace::Scenario},
                   {"goLayout", tr("&Layout"), Workspace::Layout},
                   {"goCompare", tr("&Compare"), Workspace::Compare},
                   {"goDay", tr("&Day (not built yet)"), Workspace::Day},
                   {"goApply", tr("&Apply (not built yet)"), Workspace::Apply}};
    for (const auto& entry : entries) {
        const Workspace workspace = entry.workspace;
        const int key = static_cast<int>(workspace) + 1;
        QAction* go =
            addNamed(menu, entry.name, entry.text, QKeySequence(QStringLiteral("Ctrl+%1").arg(key)),
                     [this, workspace] { showWorkspace(workspace); });
        go->setEnabled(workspace == Workspace::Start);
    }
    menu->addSeparator();
    QAction* units = addNamed(menu, "units", tr("Decimal &units (GB)"), {}, [this] {
        Preferences wanted = m_settings.preferences();
        wanted.byteUnits = m_units == ByteUnits::Binary ? ByteUnits::Decimal : ByteUnits::Binary;
        m_settings.setPreferences(wanted);
        applyPreferences();
    });
    units->setCheckable(true);
    QAction* byCpu = addNamed(menu, "areasByCpu", tr("&Areas of the layout show CPU"), {}, [this] {
        m_layout->setMeasure(m_layout->measure() == TileMeasure::Cpu ? TileMeasure::Memory
                                                                     : TileMeasure::Cpu);
    });
    byCpu->setCheckable(true);
    connect(menu, &QMenu::aboutToShow, byCpu,
            [this, byCpu] { byCpu->setChecked(m_layout->measure() == TileMeasure::Cpu); });
    menu->addSeparator();
    const auto toggle = [this, menu](const char* name, QDockWidget* dock, const QString& keys) {
        QAction* show = dock->toggleViewAction();
        show->setObjectName(QLatin1String(name));
        show->setShortcut(QKeySequence(keys));
        menu->addAction(show);
        addAction(show);
    };
    addPreferenceMenus(*menu, m_settings);
    toggle("toggleOffers", m_offersDock, QStringLiteral("F9"));
    toggle("toggleInspector", m_inspectorDock, QStringLiteral("F10"));
    toggle("toggleProblems", m_problemsDock, QStringLiteral("F11"));
    toggle("toggleRecommendation", m_cardDock, QStringLiteral("F12"));
    addNamed(menu, "resetWorkspace", tr("Reset this &workspace"), QKeySequence(tr("Ctrl+Alt+R")),
             [this] { resetWorkspace(); });
    addNamed(menu, "showRecommendation", tr("&Recommendation, full page"),
             QKeySequence(tr("Ctrl+R")), [this] { showRecommendation(); });
    addNamed(menu, "find", tr("&Find in this view"), QKeySequence::Find, [this] {
        if (m_workspace == Workspace::Scenario) {
            m_scenario->focusFilter();
        } else if (m_workspace == Workspace::Layout) {
            m_layout->focusFilter();
        }
    });
}

void MainWindow::setupScenarioMenu() {
    QMenu* menu = menuBar()->addMenu(tr("&Scenario"));
    addNamed(menu, "planAgain", tr("&Plan again"), QKeySequence(tr("F5")),
             [this] { m_bench.planAgain(); });
    QAction* stop = addNamed(menu, "stopSearch", tr("S&top the search, keep the best"), {},
                             [this] { m_bench.cancelSearch(); });
    stop->setIcon(icon("stop"));
    stop->setEnabled(false);
    addNamed(menu, "keepPlan", tr("&Keep this plan for comparison"), QKeySequence(tr("Ctrl+D")),
             [this] { keep(m_bench.shownPlan(), KeptRole::Alternative); });
    addNamed(menu, "keepToday", tr("Keep this plan as &today's"), QKeySequence(tr("Ctrl+Shift+D")),
             [this] { keep(m_bench.shownPlan(), KeptRole::Today); });
    QAction* follow = addNamed(menu, "follow", tr("&Follow the recommendation"), {}, [] {});
    follow->setCheckable(true);
    connect(follow, &QAction::toggled, &m_bench, &Workbench::setFollowing);
}

void MainWindow::setupHelpMenu() {
    QMenu* menu = menuBar()->addMenu(tr("&Help"));
    addNamed(menu, "palette", tr("&Find an action…"), QKeySequence(tr("Ctrl+K")), [this] {
        m_palette->openFresh();
    })->setIcon(icon("search"));
    addNamed(menu, "keys", tr("&Keys"), QKeySequence::HelpContents,
             [this] { showHelp(HelpPage::Keys); });
    addNamed(menu, "tour", tr("One-minute &tour"), {}, [this] { takeTour(); });
    for (const HelpPage page : {HelpPage::TwoBars, HelpPage::Words}) {
        addNamed(menu, page == HelpPage::TwoBars ? "helpTwoBars" : "helpWords", helpTitle(page), {},
                 [this, page] { showHelp(page); });
    }
    menu->addSeparator();
    addNamed(menu, "about", tr("&About Stowage"), {}, [this] {
        QMessageBox::about(this, tr("About Stowage"),
                           tr("Stowage %1\n\nWhich servers should these Laravel apps run on, what "
                              "should they share, and what breaks first?")
                               .arg(QApplication::applicationVersion()));
    });
}

void MainWindow::newScenario() {
    if (!mayDiscard()) {
        return;
    }
    const Status opened = m_bench.openUntitled(tr("untitled"), emptyScenario(), QString());
    if (opened.ok()) {
        showWorkspace(Workspace::Scenario);
    }
}

void MainWindow::chooseFile() {
    const QString path = QFileDialog::getOpenFileName(
        this, tr("Open a scenario or a plan"), usualFolder(m_bench.document(), m_settings),
        tr("Scenarios and plans (*.yaml *.yml *.json);;All files (*)"));
    if (!path.isEmpty()) {
        m_settings.setLastFolder(kOpenFolder, QFileInfo(path).absolutePath());
        openLater(path);
    }
}

void MainWindow::openLater(const QString& path) {
    if (mayDiscard()) {
        m_bench.openLater(path);
    }
}

/// What stands in an open cell or field was meant: it is taken before anything is saved or asked.
void MainWindow::takeTyping() {
    QWidget* typing = QApplication::focusWidget();
    if (typing != nullptr && isAncestorOf(typing)) {
        typing->clearFocus();
    }
}

/// Asks when somebody else wrote the file since it was read.
bool MainWindow::mayOverwrite() {
    if (!m_bench.document().isChangedOnDisk()) {
        return true;
    }
    QMessageBox question(QMessageBox::Warning, tr("The file was changed"),
                         tr("%1 was changed by another program since it was opened here. Saving "
                            "replaces what was written there.")
                             .arg(m_bench.document().displayName()),
                         QMessageBox::Cancel, this);
    question.setObjectName(QStringLiteral("changedOnDisk"));
    const QPushButton* replace = question.addButton(tr("Replace it"), QMessageBox::DestructiveRole);
    const QPushButton* other = question.addButton(tr("Save as…"), QMessageBox::AcceptRole);
    question.exec();
    if (question.clickedButton() == other) {
        saveAs();
    }
    return question.clickedButton() == replace;
}

bool MainWindow::save() {
    takeTyping();
    const QString path = m_bench.document().path();
    if (path.isEmpty()) {
        return saveAs();
    }
    if (!mayOverwrite()) {
        return !m_bench.document().isModified();
    }
    return succeeded(m_bench.document().save(path));
}

bool MainWindow::saveAs() {
    takeTyping();
    const QString present = m_bench.document().path();
    const QString path = askSavePath(
        this,
        {.title = tr("Save the scenario"),
         .start = !present.isEmpty()
                      ? present
                      : usualFolder(m_bench.document(), m_settings) + QLatin1Char('/') +
                            usualFileName(m_bench.document()) + QStringLiteral(".yaml"),
         .filter = tr("Scenarios (*.yaml *.yml *.json);;All files (*)"),
         .suffixes = {QStringLiteral("yaml"), QStringLiteral("yml"), QStringLiteral("json")}});
    if (path.isEmpty() || !succeeded(m_bench.document().save(path))) {
        return false;
    }
    m_settings.setLastFolder(kOpenFolder, QFileInfo(path).absolutePath());
    return true;
}

void MainWindow::savePlan() {
    const auto report = m_bench.report();
    if (!report) {
        return;
    }
    const QString path = askSavePath(
        this, {.title = tr("Save the plan"),
               .start = usualFolder(m_bench.document(), m_settings) + QLatin1Char('/') +
                        usualFileName(m_bench.document()) + QStringLiteral(".plan.json"),
               .filter = tr("Plans (*.json);;All files (*)"),
               .suffixes = {QStringLiteral("json")}});
    if (path.isEmpty()) {
        return;
    }
    succeeded(writeTextFile(ss(path), planFileText(*report)));
}

}  // namespace stowage::gui
