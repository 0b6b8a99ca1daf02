#include "gui/main_window.h"

#include <QDockWidget>
#include <QFile>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTableView>
#include <QUndoView>
#include <QtTest>
#include <ctime>

#include "gui/command_palette.h"
#include "gui/control_style.h"
#include "gui/layout_page.h"
#include "gui/picture_export.h"
#include "gui/recommendation_view.h"
#include "gui/scenario_page.h"
#include "gui/scenario_table.h"
#include "gui/start_page.h"
#include "gui/theme.h"
#include "model/json_patch.h"
#include "tests/gui/qt_warnings.h"
#include "tests/gui/shipped.h"

namespace stowage::gui {

using testkit::scenarioPath;
using testkit::shippedData;

namespace {

/// Thread CPU time of one event that counts as "the window hangs". Builds for development and
/// sanitizers are slower by a factor that is not the window's.
#ifdef NDEBUG
constexpr double kEventMsMax = 50;
#else
constexpr double kEventMsMax = 200;
#endif

double threadCpuMs() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

/// Remembers the slowest event of the GUI thread.
class WatchedApplication : public QApplication {
public:
    using QApplication::QApplication;

    bool notify(QObject* receiver, QEvent* event) override {
        const int type = event->type();
        const QString name = QLatin1String(receiver->metaObject()->className());
        const bool isOutermost = m_depth++ == 0;
        const double started = threadCpuMs();
        const bool isTaken = QApplication::notify(receiver, event);
        --m_depth;
        const double took = threadCpuMs() - started;
        if (isOutermost && m_isWatching && took > m_slowestMs) {
            m_slowestMs = took;
            m_slowest = QStringLiteral("%1, event %2").arg(name).arg(type);
        }
        return isTaken;
    }
    void watch(bool isWatching) {
        if (isWatching) {
            m_slowestMs = 0;
        }
        m_isWatching = isWatching;
    }
    double slowestMs() const { return m_slowestMs; }
    const QString& slowest() const { return m_slowest; }

private:
    int m_depth = 0;
    bool m_isWatching = false;
    double m_slowestMs = 0;
    QString m_slowest;
};

WatchedApplication& watched() {
    return *static_cast<WatchedApplication*>(qApp);
}

}  // namespace

class MainWindowTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        loadFonts();
        m_data = shippedData();
    }

    void init() {
        failOnQtWarnings();
        m_settings = std::make_unique<AppSettings>(m_folder.filePath(QStringLiteral("s.ini")));
        m_window = std::make_unique<MainWindow>(m_data, *m_settings);
        m_window->resize(1440, 900);
        m_window->show();
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }
    void cleanup() {
        m_window.reset();
        m_settings.reset();
    }

    void itOpensOnTheStartPage() {
        QVERIFY(m_window->workspace() == Workspace::Start);
        QVERIFY(m_window->findChild<StartPage*>()->isVisible());
        QVERIFY(!m_window->action("goLayout")->isEnabled());
    }

    void itHasItsOwnStyleAndColoursFromTheStart() {
        QVERIFY(dynamic_cast<const ControlStyle*>(QApplication::style()) != nullptr);
        QCOMPARE(m_window->palette().color(QPalette::Window), currentTheme().window);
        QCOMPARE(QApplication::font().family(), fontOf(TextRole::Body).family());
    }

    void keysSwitchTheWorkspaces() {
        openPlanned("one-vps");
        QTest::keyClick(m_window.get(), Qt::Key_2, Qt::ControlModifier);
        QVERIFY(m_window->workspace() == Workspace::Scenario);
        QTest::keyClick(m_window.get(), Qt::Key_3, Qt::ControlModifier);
        QVERIFY(m_window->workspace() == Workspace::Layout);
        QTest::keyClick(m_window.get(), Qt::Key_4, Qt::ControlModifier);
        QVERIFY(m_window->workspace() == Workspace::Compare);
        QTRY_VERIFY_WITH_TIMEOUT(m_window->workbench().comparison() != nullptr, 120'000);
    }

    /// It is a dock on all workspaces, and no workspace itself.
    void theRecommendationMarksNoWorkspace() {
        openPlanned("one-vps");
        auto* layout = m_window->findChild<QAbstractButton*>(QStringLiteral("rail_layout"));
        QVERIFY(layout->isChecked());
        m_window->showScreen(QStringLiteral("recommendation"));
        for (const QAbstractButton* button :
             m_window->findChild<WorkspaceRail*>()->findChildren<QAbstractButton*>()) {
            QVERIFY2(!button->isChecked(), qPrintable(button->text()));
        }
        // A window that becomes narrow keeps the page that is in front.
        auto* pages = m_window->findChild<QStackedWidget*>(QStringLiteral("pages"));
        const QWidget* card = pages->currentWidget();
        m_window->resize(1024, 640);
        QCOMPARE(pages->currentWidget(), card);
        QTest::mouseClick(layout, Qt::LeftButton);
        QVERIFY(layout->isChecked());
        QVERIFY(pages->currentWidget() != card);
    }

    void theChipNeverCutsItsWords() {
        openPlanned("multi-node");
        auto* chip = m_window->findChild<VerdictChip*>();
        const QString whole = chip->text();
        chip->resize(chip->sizeHint());
        m_window->resize(1920, 1080);
        QTRY_COMPARE(chip->shownText(), whole);
        m_window->resize(1024, 640);
        QVERIFY(!chip->shownText().contains(QChar(0x2026)));
        QVERIFY(whole.startsWith(chip->shownText()));
        QVERIFY(
            m_window->rect().contains(QRect(chip->mapTo(m_window.get(), QPoint()), chip->size())));
        chip->resize(chip->minimumSizeHint());
        QCOMPARE(chip->shownText(), whole.section(QStringLiteral(" ·"), 0, 0));
    }

    /// What is written without a window looks like the canvas: names of the sites, the limit.
    void anExportShowsTheNamesOfTheSites() {
        openPlanned("agency");
        const CanvasInput input = m_window->canvasInput();
        QVERIFY(input.plan != nullptr);
        QVERIFY(input.headroom.has_value());
        QVERIFY(!input.hosts.isEmpty());
        const QString svg = QString::fromUtf8(pictureSvg(canvasModelOf(input), {}));
        QVERIFY2(svg.contains(input.hosts.front()), qPrintable(input.hosts.front()));
    }

    void sharingAServiceOnTheCanvasIsOneStep() {
        openPlanned("plex-commons");
        LayoutView& view = m_window->findChild<LayoutPage*>()->view();
        Q_EMIT view.serviceModeRequested(
            {QStringLiteral("shop-production/mariadb"), QStringLiteral("blog-production/mariadb")},
            Mode::Own);
        ScenarioDocument& document = m_window->workbench().document();
        QCOMPARE(document.undoStack()->count(), 1);
        QVERIFY(findPath(*document.tree(), {"services", "overrides", "shop-production/mariadb"}) !=
                nullptr);
        QTRY_VERIFY_WITH_TIMEOUT(m_window->workbench().shownFreshness() == Freshness::Current,
                                 60'000);
        QCOMPARE(m_window->workbench().shownPlan()->services.at("shop-production/mariadb"),
                 Mode::Own);
        m_window->action("undo")->trigger();
        QVERIFY(findPath(*document.tree(), {"services", "overrides"}) == nullptr);
        QVERIFY(!document.isModified());
    }

    void plusOnAPodOfAnAppAddsOne() {
        openPlanned("plex-commons");
        LayoutView& view = m_window->findChild<LayoutPage*>()->view();
        ScenarioDocument& document = m_window->workbench().document();
        const auto replicas = [&] {
            const DocumentNode* node =
                findPath(*document.tree(), {"apps", "0", "replicas", "production", "web"});
            return node == nullptr ? std::string() : node->text;
        };
        QCOMPARE(replicas(), std::string());
        Q_EMIT view.replicasRequested(QStringLiteral("shop-production/web-0"), 1);
        QCOMPARE(replicas(), std::string("2"));
        QCOMPARE(document.stepCount(), 1);
        // An engine of the Commons is not counted.
        Q_EMIT view.replicasRequested(QStringLiteral("larakube-shared/mariadb-0"), 1);
        QCOMPARE(document.stepCount(), 1);
    }

    void anOfferDroppedOnAServerReplacesIt() {
        openPlanned("plex-commons");
        LayoutView& view = m_window->findChild<LayoutPage*>()->view();
        Q_EMIT view.offerDropped(QStringLiteral("digitalocean"), QStringLiteral("s-2vcpu-4gb"),
                                 QStringLiteral("node-1"));
        QVERIFY(m_window->workbench().hasFixedServers());
        QTRY_COMPARE_WITH_TIMEOUT(m_window->workbench().shownPlan()->nodes.front().offer,
                                  std::string("s-2vcpu-4gb"), 60'000);
        QCOMPARE(m_window->workbench().shownPlan()->nodes.size(), std::size_t{1});
        // One click gives the choice back.
        auto* free = m_window->findChild<QToolButton*>(QStringLiteral("fixedServers"));
        QTRY_VERIFY(free->isVisible());
        QTest::mouseClick(free, Qt::LeftButton);
        QVERIFY(!m_window->workbench().hasFixedServers());
    }

    void aFixAppliesInOneClickAndUndoes() {
        openPlanned("two-apps-one-server");
        const auto report = m_window->workbench().report();
        const Refusal* fixable = nullptr;
        for (const Refusal& one : report->refused) {
            if (one.smallestFix && !one.smallestFix->patch.items.empty()) {
                fixable = &one;
                break;
            }
        }
        QVERIFY(fixable != nullptr);
        auto* card = m_window->findChild<RecommendationView*>();
        Q_EMIT card->fixRequested(fixable->smallestFix->patch,
                                  QString::fromStdString(fixable->smallestFix->text));
        QCOMPARE(m_window->workbench().document().undoStack()->count(), 1);
        QTRY_VERIFY_WITH_TIMEOUT(m_window->workbench().reportFreshness() == Freshness::Current,
                                 120'000);
    }

    void aSelectedPodShowsItsFourFigures() {
        openPlanned("plex-commons");
        m_window->workbench().select({QStringLiteral("larakube-shared/mariadb-0")}, {});
        auto* inspector = m_window->findChild<QTextBrowser*>(QStringLiteral("inspector"));
        const QString text = inspector->toPlainText();
        for (const char* word :
             {"reserved (request)", "expected", "ceiling (limit)", "not measured"}) {
            QVERIFY2(text.contains(QLatin1String(word)), qPrintable(text));
        }
    }

    void everyActionIsFoundInThePalette() {
        const auto* palette = m_window->findChild<CommandPalette*>();
        QVERIFY(palette != nullptr);
        const std::vector<QAction*> actions = actionsOf(*m_window);
        QVERIFY(actions.size() > 20);
        for (const QAction* one : actions) {
            QVERIFY(!plainText(*one).isEmpty());
        }
    }

    void thePaletteKnowsWhatPeopleCallThings() {
        openPlanned("one-vps");
        auto* palette = m_window->findChild<CommandPalette*>();
        palette->openFresh();
        const auto found = [palette](const char* query) {
            palette->model().setQuery(QLatin1String(query));
            QStringList texts;
            for (int row = 0; row < palette->model().rowCount(); ++row) {
                const PaletteEntry& entry = palette->model().entryAt(row);
                texts.append(entry.group + QLatin1Char('>') + entry.text);
            }
            return texts;
        };
        QCOMPARE(found("theme").value(0), QStringLiteral("View>Theme"));
        QCOMPARE(found("dark").value(0), QStringLiteral("Theme>Dark"));
        QVERIFY(found("settings").contains(QStringLiteral("Edit>Preferences…")));
        QVERIFY(found("text size").contains(QStringLiteral("preference>Text size: 115 %")));
        QVERIFY(found("commons").contains(QStringLiteral("word>Commons")));
        const QString app =
            QString::fromStdString(m_window->workbench().scenario()->apps.front().name);
        QVERIFY2(found(qPrintable(app)).contains(QStringLiteral("app>") + app), qPrintable(app));
        QStringList copies;
        for (const QString& text : found("Copy as Markdown")) {
            if (text.endsWith(QStringLiteral(">Copy as Markdown"))) {
                copies.append(text);
            }
        }
        QVERIFY2(copies.size() == 1, qPrintable(copies.join(QLatin1Char(0x3b))));
        palette->hide();

        const ThemeChoice before = m_settings->preferences().theme;
        palette->openFresh();
        palette->model().setQuery(QStringLiteral("dark"));
        palette->model().entryAt(0).run();
        QVERIFY(m_settings->preferences().theme == ThemeChoice::Dark);
        Preferences preferences = m_settings->preferences();
        preferences.theme = before;
        m_settings->setPreferences(preferences);
    }

    void theHistoryNamesEveryStep() {
        openPlanned("plex-commons");
        ScenarioDocument& document = m_window->workbench().document();
        const DocumentNode patch =
            patchSetting(*document.tree(),
                         {{.path = {"requirements", "headroom"}, .value = makeDecimal("0.12")}});
        QVERIFY(document.apply(QStringLiteral("Set the headroom"), patch).ok());
        QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier | Qt::AltModifier);
        auto* steps = m_window->findChild<QUndoView*>();
        QVERIFY(steps != nullptr && steps->isVisible());
        QCOMPARE(steps->model()->rowCount(), 2);
        QCOMPARE(steps->model()->index(1, 0).data().toString(), QStringLiteral("Set the headroom"));
        steps->setCurrentIndex(steps->model()->index(0, 0));
        QCOMPARE(document.stepCount(), 0);
    }

    void aNarrowWindowFoldsItsDocks() {
        openPlanned("one-vps");
        auto* dock = m_window->findChild<QDockWidget*>(QStringLiteral("inspectorDock"));
        QVERIFY(dock->isVisible());
        m_window->resize(1024, 640);
        QTRY_VERIFY(!dock->isVisible());
        QCOMPARE(m_window->size(), QSize(1024, 640));
        m_window->resize(1440, 900);
        QTRY_VERIFY(dock->isVisible());
    }

    void whatStandsInAnOpenCellIsSaved() {
        openPlanned("plex-commons");
        ScenarioDocument& document = m_window->workbench().document();
        QVERIFY(document.save(m_folder.filePath(QStringLiteral("typed.yaml"))).ok());
        m_window->showWorkspace(Workspace::Scenario);
        auto* table = m_window->findChild<ScenarioTable*>();
        table->setCurrentIndex(table->model()->index(0, 1));
        static_cast<QAbstractItemView*>(table)->edit(table->currentIndex());
        QVERIFY(qobject_cast<QLineEdit*>(QApplication::focusWidget()) != nullptr);
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("3"));
        m_window->action("save")->trigger();
        QVERIFY(!document.isModified());
        QFile file(document.path());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.readAll().contains("replicas"));
    }

    /// A machine that does other work makes an event slow now and then; a window that hangs does so
    /// every time.
    void theWindowNeverHangs() {
        QString slowest;
        for (int walk = 0; walk < 3; ++walk) {
            watched().watch(true);
            walkThroughAgency(walk);
            watched().watch(false);
            if (QTest::currentTestFailed() || watched().slowestMs() <= kEventMsMax) {
                return;
            }
            slowest +=
                QStringLiteral("%1 ms: %2; ").arg(watched().slowestMs()).arg(watched().slowest());
        }
        QFAIL(qPrintable(slowest));
    }

private:
    void walkThroughAgency(int walk) {
        openPlanned("agency");
        ScenarioDocument& document = m_window->workbench().document();
        for (int at = 0; at < 3; ++at) {
            const DocumentNode patch =
                patchSetting(*document.tree(), {{.path = {"requirements", "p95LatencyMs"},
                                                 .value = makeNumber(400 + 10 * walk + at)}});
            QVERIFY(document.apply(QStringLiteral("latency"), patch).ok());
            QTRY_VERIFY_WITH_TIMEOUT(m_window->workbench().shownFreshness() == Freshness::Current,
                                     120'000);
        }
        for (const Workspace workspace :
             {Workspace::Scenario, Workspace::Layout, Workspace::Start}) {
            m_window->showWorkspace(workspace);
            QCoreApplication::processEvents();
        }
        QTRY_VERIFY_WITH_TIMEOUT(m_window->workbench().reportFreshness() == Freshness::Current,
                                 240'000);
    }

    void openPlanned(const char* name) {
        QSignalSpy opened(&m_window->workbench(), &Workbench::fileOpened);
        m_window->workbench().openLater(scenarioPath(name));
        QVERIFY(opened.wait(60'000));
        QTRY_VERIFY_WITH_TIMEOUT(m_window->workbench().report() != nullptr, 240'000);
    }

    QTemporaryDir m_folder;
    std::shared_ptr<const EngineData> m_data;
    std::unique_ptr<AppSettings> m_settings;
    std::unique_ptr<MainWindow> m_window;
};

}  // namespace stowage::gui

int main(int argc, char** argv) {
    stowage::gui::WatchedApplication application(argc, argv);
    stowage::gui::MainWindowTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "main_window_test.moc"
