#include "tests/gui/stage.h"

#include <QApplication>
#include <QDialog>
#include <QEventLoop>
#include <QFontDatabase>
#include <QLocale>
#include <QPainter>
#include <QtTest>

#include "gui/accessibility.h"
#include "gui/command_palette.h"
#include "gui/desktop_appearance.h"
#include "gui/import_dialog.h"
#include "gui/layout_page.h"
#include "gui/preferences_dialog.h"
#include "model/base/invariant.h"
#include "model/json_patch.h"
#include "tests/gui/shipped.h"

namespace stowage::gui {
namespace {

constexpr int kAnswerWaitMs = 240'000;

FoundBlueprint found(const char* app, const QStringList& environments) {
    return {.path = QStringLiteral("/home/me/code/%1/.larakube.json").arg(QLatin1String(app)),
            .app = QString::fromLatin1(app),
            .environments = environments,
            .services = {QStringLiteral("mariadb"), QStringLiteral("redis")},
            .notes = {},
            .isReadable = true};
}

ImportReview review() {
    ImportReview review;
    review.found = {found("shop", {QStringLiteral("staging"), QStringLiteral("production")}),
                    found("blog", {QStringLiteral("production")}), found("old", {})};
    review.found.back().services.clear();
    review.found.back().isReadable = false;
    review.found.back().notes = {
        QStringLiteral("line 14: expected a comma or '}' before \"services\"")};
    return review;
}

/// Runs the event loop until a condition holds, which these signals may have changed.
template <typename Condition>
void waitUntil(Workbench& bench, const Condition& isDone) {
    QEventLoop loop;
    const auto check = [&] {
        if (isDone()) {
            loop.quit();
        }
    };
    for (const auto signal :
         {&Workbench::reportChanged, &Workbench::shownPlanChanged, &Workbench::comparisonChanged,
          &Workbench::searchChanged, &Workbench::scenarioRead}) {
        // Queued: the window hears of it first.
        QObject::connect(&bench, signal, &loop, check, Qt::QueuedConnection);
    }
    QTimer::singleShot(kAnswerWaitMs, &loop, [&loop] { loop.exit(1); });
    if (!isDone() && loop.exec() != 0) {
        qFatal("no answer within %d ms", kAnswerWaitMs);
    }
}

}  // namespace

QString toWord(Screen screen) {
    switch (screen) {
        case Screen::Start:
            return QStringLiteral("start");
        case Screen::Scenario:
            return QStringLiteral("scenario");
        case Screen::Layout:
            return QStringLiteral("layout");
        case Screen::LayoutTable:
            return QStringLiteral("layout_table");
        case Screen::Compare:
            return QStringLiteral("compare");
        case Screen::Recommendation:
            return QStringLiteral("recommendation");
        case Screen::Problems:
            return QStringLiteral("problems");
        case Screen::Import:
            return QStringLiteral("import");
        case Screen::Preferences:
            return QStringLiteral("preferences");
        case Screen::Palette:
            return QStringLiteral("palette");
    }
    STOWAGE_UNREACHABLE();
}

const std::vector<Screen>& allScreens() {
    static const std::vector<Screen> all{
        Screen::Start,       Screen::Scenario,       Screen::Layout,   Screen::LayoutTable,
        Screen::Compare,     Screen::Recommendation, Screen::Problems, Screen::Import,
        Screen::Preferences, Screen::Palette};
    return all;
}

void prepareStage() {
    loadFonts();
    installAccessibility();
    QLocale::setDefault(QLocale::c());
    QApplication::setCursorFlashTime(0);
}

Stage::Stage(const StageSetup& setup) : m_settings(m_folder.filePath(QStringLiteral("s.ini"))) {
    m_settings.endFirstRun();
    m_settings.setPreferences(
        {.theme = setup.theme, .textScale = setup.textScale, .motion = Motion::Reduced});
    // Fonts and palette first: what is made before them would have those of the window before.
    applyTheme(*qApp, resolve(setup.theme), factorOf(setup.textScale));
    m_window = std::make_unique<MainWindow>(testkit::shippedData(), m_settings);
    m_window->resize(setup.size);
    m_window->show();
    m_window->activateWindow();
    const bool isShown = QTest::qWaitForWindowActive(m_window.get());
    STOWAGE_ASSERT(isShown);
    settle(*m_window);
}

Stage::~Stage() {
    m_window->workbench().document().undoStack()->clear();
}

QWidget& Stage::bring(Screen screen) {
    goBack();
    if (screen != Screen::Start) {
        plan();
    }
    switch (screen) {
        case Screen::Start:
            m_window->showWorkspace(Workspace::Start);
            break;
        case Screen::Scenario:
            m_window->showWorkspace(Workspace::Scenario);
            break;
        case Screen::Layout:
        case Screen::LayoutTable:
            m_window->showWorkspace(Workspace::Layout);
            break;
        case Screen::Compare:
            m_window->showWorkspace(Workspace::Compare);
            break;
        case Screen::Recommendation:
            m_window->showWorkspace(Workspace::Layout);
            m_window->showScreen(QStringLiteral("recommendation"));
            break;
        case Screen::Problems:
            m_window->showWorkspace(Workspace::Scenario);
            waitForAnswers(Screen::Scenario);
            breakScenario();
            break;
        case Screen::Import:
        case Screen::Preferences:
        case Screen::Palette:
            return openDialog(screen);
    }
    m_window->findChild<LayoutPage*>()->showTable(screen == Screen::LayoutTable);
    waitForAnswers(screen);
    settle(*m_window);
    return *m_window;
}

void Stage::plan() {
    Workbench& bench = m_window->workbench();
    if (bench.document().isOpen()) {
        return;
    }
    bench.setTimeLimit(0);  // its step budget: the same answer on a slow machine
    const Status opened =
        bench.openFile(QStringLiteral(STOWAGE_SOURCE_FOLDER "/scenarios/plex-commons.yaml"));
    STOWAGE_ASSERT(opened.ok());
}

void Stage::waitForAnswers(Screen screen) {
    Workbench& bench = m_window->workbench();
    if (screen == Screen::Start) {
        return;
    }
    waitUntil(bench, [&] {
        if (screen == Screen::Problems) {
            return !bench.scenario() && !bench.problems().empty() && !bench.isSearching();
        }
        const bool isCompared =
            screen != Screen::Compare ||
            (bench.comparisonFreshness() == Freshness::Current && !bench.isComparing());
        return bench.reportFreshness() == Freshness::Current &&
               bench.shownFreshness() == Freshness::Current && !bench.isSearching() && isCompared;
    });
}

void Stage::breakScenario() {
    ScenarioDocument& document = m_window->workbench().document();
    DocumentNode providers = makeSequence();
    providers.items = {makeString("digitalozean")};
    const DocumentNode patch = patchSetting(
        *document.tree(), {{.path = {"requirements", "headroom"}, .value = makeString("-5%")},
                           {.path = {"candidates", "providers"}, .value = providers}});
    const Status applied = document.apply(QStringLiteral("two mistakes"), patch);
    STOWAGE_ASSERT(applied.ok());
}

void Stage::goBack() {
    if (m_dialog != nullptr) {
        delete m_dialog;
        m_dialog = nullptr;
    }
    ScenarioDocument& document = m_window->workbench().document();
    while (document.undoStack()->canUndo()) {
        document.undoStack()->undo();
    }
    document.undoStack()->clear();
    m_window->findChild<QDockWidget*>(QStringLiteral("problemsDock"))->hide();
}

QWidget& Stage::openDialog(Screen screen) {
    m_window->showWorkspace(Workspace::Layout);
    waitForAnswers(screen);
    settle(*m_window);
    if (screen == Screen::Import) {
        auto* dialog = new ImportDialog(m_window->workbench().jobs(), testkit::shippedData()->today,
                                        m_window.get());
        dialog->setReview(review());
        dialog->open();
        m_dialog = dialog;
    } else if (screen == Screen::Preferences) {
        m_window->action("preferences")->trigger();
        m_dialog = m_window->findChild<PreferencesDialog*>();
    } else {
        m_window->action("palette")->trigger();
        auto* palette = m_window->findChild<CommandPalette*>();
        settle(*palette);
        return *palette;
    }
    settle(*m_dialog);
    return *m_dialog;
}

QImage Stage::pictureOf(QWidget& widget) {
    QImage picture(widget.size(), QImage::Format_RGB32);
    picture.fill(currentTheme().window);
    widget.render(&picture);
    return picture;
}

void Stage::settle(QWidget& widget) {
    QImage before;
    for (int round = 0; round < 20; ++round) {
        QCoreApplication::sendPostedEvents();
        QCoreApplication::processEvents();
        const QImage now = pictureOf(widget);
        if (now == before) {
            return;
        }
        before = now;
    }
    qFatal("%s does not come to rest", qPrintable(widget.objectName()));
}

}  // namespace stowage::gui
