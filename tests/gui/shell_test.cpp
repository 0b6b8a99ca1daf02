#include <QClipboard>
#include <QDropEvent>
#include <QMimeData>
#include <QPrintPreviewDialog>
#include <QPrinter>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QtTest>

#include "gui/charts/pareto_chart.h"
#include "gui/compare_page.h"
#include "gui/drop_halves.h"
#include "gui/help_dialog.h"
#include "gui/import_dialog.h"
#include "gui/layout_page.h"
#include "gui/main_window.h"
#include "gui/notice_bar.h"
#include "gui/provenance.h"
#include "gui/report_pdf.h"
#include "gui/start_card.h"
#include "gui/theme.h"
#include "gui/tour.h"
#include "model/json_patch.h"
#include "tests/gui/grab.h"
#include "tests/gui/shipped.h"

namespace stowage::gui {

using testkit::scenarioPath;
using testkit::shippedData;

namespace {

std::size_t appCount(const Workbench& bench) {
    const DocumentNode* apps = bench.document().tree()->find("apps");
    return apps == nullptr ? 0 : apps->items.size();
}

}  // namespace

/// What surrounds the pages: drops, the tour, keys that work everywhere, printing, long searches.
class ShellTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        loadFonts();
        m_data = shippedData();
    }
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_settings = std::make_unique<AppSettings>(m_folder->filePath(QStringLiteral("s.ini")));
        m_window = std::make_unique<MainWindow>(m_data, *m_settings);
        m_window->resize(1440, 900);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    }
    void cleanup() {
        m_window.reset();
        m_settings.reset();
    }

    void droppedProjectsAreAddedInOneStep() {
        openPlanned("one-vps");
        const QString project = writeProject(QStringLiteral("extra"));
        const std::size_t before = appCount(bench());
        const QPoint left(300, 400);
        QVERIFY(dragTo(left, project));
        auto* halves = m_window->findChild<DropHalves*>();
        QVERIFY(halves->isVisible());
        QCOMPARE(halves->hereText(), QStringLiteral("Add extra here"));
        QVERIFY(halves->halfAt(left) == DropHalf::Here);
        saveGrab(*m_window, QStringLiteral("drop-halves"));
        drop(left, project);
        QVERIFY(!halves->isVisible());
        auto* dialog = m_window->findChild<ImportDialog*>();
        QVERIFY(dialog != nullptr);
        auto* import = dialog->findChild<QPushButton*>(QStringLiteral("importButton"));
        QVERIFY(import != nullptr);
        QTRY_VERIFY_WITH_TIMEOUT(import->isEnabled(), 30'000);
        import->click();
        QTRY_COMPARE_WITH_TIMEOUT(appCount(bench()), before + 1, 30'000);
        QCOMPARE(bench().document().undoStack()->count(), 1);
        QTRY_VERIFY_WITH_TIMEOUT(
            bench().scenario() && bench().scenario()->apps.size() == before + 1, 30'000);
        const DocumentNode* added =
            findPath(*bench().document().tree(), {"apps", std::to_string(before), "blueprint"});
        QVERIFY(added != nullptr);
        QVERIFY2(QDir::isRelativePath(QString::fromStdString(added->text)),
                 "the scenario has a folder");

        // A second time it is there already.
        drop(left, project);
        auto* again = m_window->findChildren<ImportDialog*>().back();
        auto* button = again->findChild<QPushButton*>(QStringLiteral("importButton"));
        QTRY_VERIFY_WITH_TIMEOUT(button->isEnabled(), 30'000);
        button->click();
        QTRY_VERIFY(notice().contains(QStringLiteral("Not added")));
        QVERIFY(notice().contains(QStringLiteral("extra")));
        QCOMPARE(appCount(bench()), before + 1);
        m_window->action("undo")->trigger();
        QCOMPARE(appCount(bench()), before);
    }

    void theRightHalfOpensAnotherWindow() {
        openPlanned("one-vps");
        const QString before = bench().document().path();
        drop(QPoint(1200, 400), scenarioPath("two-apps-one-server"));
        MainWindow* other = nullptr;
        for (QWidget* widget : QApplication::topLevelWidgets()) {
            if (auto* window = qobject_cast<MainWindow*>(widget); window != m_window.get()) {
                other = window == nullptr ? other : window;
            }
        }
        QVERIFY(other != nullptr);
        QTRY_COMPARE_WITH_TIMEOUT(other->workbench().document().path(),
                                  scenarioPath("two-apps-one-server"), 30'000);
        QCOMPARE(bench().document().path(), before);
        const QPointer<MainWindow> guard(other);
        other->close();
        QTRY_VERIFY(guard.isNull());
    }

    void aChangedBlueprintIsReloadedInOneStepAndAMissingOneLocated() {
        const QString project = writeProject(QStringLiteral("live"));
        const QString file = project + QStringLiteral("/.larakube.json");
        const auto text = importedScenario({file}, "2026-11-25");
        QVERIFY(text.ok());
        QVERIFY(bench().openUntitled(QStringLiteral("live"), *text, m_folder->path()).ok());
        m_window->showWorkspace(Workspace::Layout);
        QTRY_VERIFY_WITH_TIMEOUT(bench().report() != nullptr, 60'000);
        QVERIFY(bench().changedBlueprints().isEmpty());

        writeProject(QStringLiteral("live"), QStringLiteral("\"mariadb\""));
        QTRY_COMPARE_WITH_TIMEOUT(bench().changedBlueprints(), QStringList{file}, 30'000);
        QTRY_VERIFY(notice().contains(QStringLiteral("changed on disk")));
        QVERIFY2(bench().scenario()->apps.front().blueprint->services.empty(),
                 "what was read before stays in use");
        m_window->findChild<QPushButton*>(QStringLiteral("noticeAction"))->click();
        QCOMPARE(bench().document().undoStack()->count(), 1);
        QTRY_VERIFY_WITH_TIMEOUT(
            bench().scenario() && !bench().scenario()->apps.front().blueprint->services.empty(),
            30'000);
        QVERIFY(bench().changedBlueprints().isEmpty());
        m_window->action("undo")->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(bench().scenario()->apps.front().blueprint->services.empty(),
                                 30'000);
        QTRY_COMPARE(bench().changedBlueprints(), QStringList{file});
        m_window->action("redo")->trigger();

        const QString moved = writeProject(QStringLiteral("moved"), QStringLiteral("\"mariadb\""));
        QVERIFY(QFile::remove(file));
        QTRY_COMPARE_WITH_TIMEOUT(bench().missingBlueprints(), QStringList{file}, 30'000);
        QTRY_VERIFY(notice().contains(QStringLiteral("is gone")));
        QTRY_VERIFY_WITH_TIMEOUT(bench().reportFreshness() == Freshness::Current, 60'000);
        QVERIFY2(bench().scenario() != nullptr, "the last good content is still planned");
        QVERIFY(bench().locateBlueprint(file, moved + QStringLiteral("/.larakube.json")).ok());
        QTRY_VERIFY(bench().missingBlueprints().isEmpty());
        QTRY_VERIFY_WITH_TIMEOUT(
            bench().scenario() && bench().scenario()->apps.front().name == "moved", 30'000);
        QVERIFY(!bench().locateBlueprint(file, moved).ok());
    }

    void otherFilesAreRefusedWithTheWayOut() {
        openPlanned("one-vps");
        const QString csv = m_folder->filePath(QStringLiteral("prices.csv"));
        QFile file(csv);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("a,b\n");
        file.close();
        dragTo(QPoint(300, 400), csv);
        auto* halves = m_window->findChild<DropHalves*>();
        QVERIFY(halves->isVisible());
        QVERIFY(!halves->halfAt(QPoint(300, 400)));
        QVERIFY(halves->present().text.contains(QStringLiteral("--data")));
        drop(QPoint(300, 400), csv);
        QCOMPARE(bench().document().path(), scenarioPath("one-vps"));
    }

    void holdingCShowsTheKeptLayout() {
        openPlanned("plex-commons");
        LayoutView& view = m_window->findChild<LayoutPage*>()->view();
        auto* title = m_window->findChild<QLabel*>(QStringLiteral("layoutTitle"));
        view.setFocus();
        QTest::keyPress(&view, Qt::Key_C);
        QVERIFY2(notice().contains(QStringLiteral("Ctrl+D")), "nothing is kept: it says how");
        QTest::keyRelease(&view, Qt::Key_C);
        bench().keepPlan(QStringLiteral("Kept"), bench().shownPlan());
        Q_EMIT view.offerDropped(QStringLiteral("digitalocean"), QStringLiteral("s-2vcpu-4gb"),
                                 QStringLiteral("node-1"));
        QTRY_COMPARE_WITH_TIMEOUT(bench().shownPlan()->nodes.front().offer,
                                  std::string("s-2vcpu-4gb"), 60'000);
        const QString now = title->text();
        QTest::keyPress(&view, Qt::Key_C);
        QVERIFY2(title->text().contains(QStringLiteral("s-1vcpu-2gb")), qPrintable(title->text()));
        QTest::keyRelease(&view, Qt::Key_C);
        QCOMPARE(title->text(), now);
    }

    void eExplainsWhatIsMarkedOnEveryScreen() {
        openPlanned("plex-commons");
        auto* popover = m_window->findChild<ProvenancePopover*>();
        LayoutPage* page = m_window->findChild<LayoutPage*>();
        bench().select({QStringLiteral("larakube-shared/mariadb-0")}, {});
        page->view().setFocus();
        QTest::keyClick(&page->view(), Qt::Key_E);
        QVERIFY(popover->isVisible());
        QVERIFY2(popover->figure().name.contains(QStringLiteral("mariadb")),
                 qPrintable(popover->figure().name));
        popover->hide();
        bench().select({}, QStringLiteral("node-1"));
        QTest::keyClick(&page->view(), Qt::Key_E);
        QVERIFY(popover->isVisible());
        QVERIFY(popover->figure().name.contains(QStringLiteral("node-1")));
        popover->hide();
        auto* table = m_window->findChild<QTableView*>(QStringLiteral("placementTable"));
        page->showTable(true);
        table->setCurrentIndex(table->model()->index(0, 2));
        QTest::keyClick(table, Qt::Key_E);
        QVERIFY(popover->isVisible());
        popover->hide();
        auto* offers = m_window->findChild<QTableView*>(QStringLiteral("offersTable"));
        m_window->action("toggleOffers")->trigger();
        offers->setCurrentIndex(offers->model()->index(0, 0));
        QTest::keyClick(offers, Qt::Key_E);
        QVERIFY(popover->isVisible());
        QVERIFY2(!popover->figure().source.isEmpty(), "a price has a source");
        popover->hide();
    }

    void theReportPrintsOnPaper() {
        openPlanned("one-vps");
        QPrinter printer;
        printer.setOutputFormat(QPrinter::PdfFormat);
        printer.setPageSize(QPageSize(QPageSize::A4));
        const QString file = m_folder->filePath(QStringLiteral("out.pdf"));
        printer.setOutputFileName(file);
        const auto explanation = explanationOf(*bench().report(), bench().report()->recommended);
        printReport(*bench().report(), explanation ? &*explanation : nullptr, printer);
        QFile written(file);
        QVERIFY(written.open(QIODevice::ReadOnly));
        const QByteArray bytes = written.readAll();
        QVERIFY(bytes.startsWith("%PDF"));
        QVERIFY(bytes.count("/Type /Page") >= 1);
        QTest::keyClick(m_window.get(), Qt::Key_P, Qt::ControlModifier);
        auto* preview = m_window->findChild<QPrintPreviewDialog*>();
        QVERIFY(preview != nullptr);
        QVERIFY(preview->isVisible());
        preview->close();
    }

    void aChartIsCopiedAsPictureAndTable() {
        ParetoChart chart;
        chart.resize(400, 300);
        chart.setPoints({{.id = QStringLiteral("p1"),
                          .letter = QStringLiteral("A"),
                          .name = QStringLiteral("1 × small"),
                          .cost = Money::fromRaw(12'000'000),
                          .headroom = Bytes::fromRaw(1 << 28)}},
                        "USD");
        chart.show();
        chart.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&chart));
        chart.setFocus();
        QTest::keyClick(&chart, Qt::Key_C, Qt::ControlModifier);
        const QMimeData* data = QGuiApplication::clipboard()->mimeData();
        QVERIFY(data != nullptr);
        QVERIFY(data->hasImage());
        const QByteArray svg = data->data(QStringLiteral("image/svg+xml"));
        QVERIFY(svg.contains("<text"));
        QVERIFY(!svg.contains("<image"));
        QVERIFY2(data->text().contains(QStringLiteral("$12.00")), qPrintable(data->text()));
        chart.copyValues();
        QVERIFY(!QGuiApplication::clipboard()->mimeData()->hasImage());
        QVERIFY(QGuiApplication::clipboard()->text().contains(QStringLiteral("$12.00")));
    }

    void theTourComesOnceAndOnDemand() {
        m_window->restoreSession();
        QVERIFY(m_settings->isFirstRun());
        m_window->findChild<StartCard*>(QStringLiteral("sample:plex-commons"))->click();
        auto* tour = m_window->findChild<Tour*>();
        QTRY_VERIFY_WITH_TIMEOUT(tour->isVisible(), 60'000);
        QCOMPARE(tour->stepCount(), 5);
        saveGrab(*m_window, QStringLiteral("tour-1"));
        for (int step = 1; step < 5; ++step) {
            QTest::keyClick(tour, Qt::Key_Right);
            QCOMPARE(tour->step(), step);
            QVERIFY2(m_window->rect().contains(tour->geometry()), "within the window");
            saveGrab(*m_window, QStringLiteral("tour-%1").arg(step + 1));
        }
        QTest::keyClick(tour, Qt::Key_Left);
        QCOMPARE(tour->step(), 3);
        QVERIFY2(m_settings->isFirstRun(), "not seen to the end yet");
        QTest::keyClick(tour, Qt::Key_Escape);
        QVERIFY(!tour->isVisible());
        QVERIFY(!m_settings->isFirstRun());

        m_window->showWorkspace(Workspace::Start);
        m_window->findChild<StartCard*>(QStringLiteral("sample:one-vps"))->click();
        QTRY_VERIFY_WITH_TIMEOUT(bench().report() != nullptr, 60'000);
        QVERIFY2(!tour->isVisible(), "once is enough");
        m_window->action("tour")->trigger();
        QVERIFY(tour->isVisible());
        m_window->resize(1024, 640);
        QTRY_VERIFY(m_window->rect().contains(tour->geometry()));
        saveGrab(*m_window, QStringLiteral("tour-narrow"));
    }

    void helpHasItsPages() {
        for (const HelpPage page : {HelpPage::TwoBars, HelpPage::Words, HelpPage::Keys}) {
            QVERIFY(helpText(page).startsWith(QStringLiteral("# ")));
        }
        QTest::keyClick(m_window.get(), Qt::Key_F1);
        auto* dialog = m_window->findChild<HelpDialog*>();
        QVERIFY(dialog != nullptr);
        QCOMPARE(dialog->windowTitle(), helpTitle(HelpPage::Keys));
        QTest::keyClick(dialog, Qt::Key_Escape);
        QVERIFY(!dialog->isVisible());
    }

    void aSearchSaysHowFarItIs() {
        RunControl control;
        Workbench& bench = m_window->workbench();
        openPlanned("agency");
        std::vector<planner::SearchProgress> told;
        const PlanAnswer answer = answerQuestion(
            bench.readScenarioNow(), Question::Plan, *m_data, control,
            [&told](const planner::SearchProgress& progress) { told.push_back(progress); });
        QVERIFY(answer.report != nullptr);
        QVERIFY(!told.empty());
        const CapacityPlan& plan = answer.report->plans.front();
        for (std::size_t at = 0; at < told.size(); ++at) {
            QVERIFY(told[at].bound <= plan.cost.monthly);
            QVERIFY(at == 0 || told[at].bound >= told[at - 1].bound || told[at].best);
            QVERIFY(!told[at].best || *told[at].best >= plan.cost.monthly);
        }
        // The same bytes with and without a listener.
        const PlanAnswer silent =
            answerQuestion(bench.readScenarioNow(), Question::Plan, *m_data, control);
        QVERIFY(planFileText(*silent.report) == planFileText(*answer.report));
    }

    void aStoppedSearchKeepsTheBestAndGoesOn() {
        openPlanned("agency");
        QTRY_VERIFY_WITH_TIMEOUT(!bench().isSearching(), 240'000);
        const auto before = bench().report();
        const DocumentNode patch =
            patchSetting(*bench().document().tree(),
                         {{.path = {"requirements", "p95LatencyMs"}, .value = makeNumber(399)}});
        QVERIFY(bench().document().apply(QStringLiteral("latency"), patch).ok());
        QTRY_VERIFY_WITH_TIMEOUT(bench().jobs().isRunning(JobKind::Plan), 60'000);
        bench().cancelSearch();
        QTRY_VERIFY_WITH_TIMEOUT(!bench().isSearching(), 60'000);
        QVERIFY(bench().report() != nullptr);
        QVERIFY(!bench().report()->plans.empty());
        if (bench().stopped()) {
            QVERIFY(notice().contains(QStringLiteral("Stopped")));
            m_window->findChild<QPushButton*>(QStringLiteral("noticeAction"))->click();
            QVERIFY(!bench().stopped());
            QTRY_VERIFY_WITH_TIMEOUT(bench().reportFreshness() == Freshness::Current, 240'000);
        } else {
            QVERIFY2(bench().report()->plans.front().cost.proven, "nothing is left to say");
        }
    }

    void figuresOfSamplesAreMarkedWhenThePricesAreOthers() {
        const auto data = loadEngineData(ss(m_folder->path()), "2026-11-25", 2);
        QVERIFY(data.ok());
        QVERIFY((*data)->isOverlaid);
        AppSettings settings(m_folder->filePath(QStringLiteral("t.ini")));
        MainWindow window(*data, settings);
        const auto* card = window.findChild<StartCard*>(QStringLiteral("sample:one-vps"));
        QVERIFY2(card->content().figures.contains(QStringLiteral("shipped prices")),
                 qPrintable(card->content().figures));
        QVERIFY(!card->content().verdict);
    }

private:
    Workbench& bench() { return m_window->workbench(); }
    QString notice() const { return m_window->findChild<NoticeBar*>()->text(); }
    void openPlanned(const char* name) {
        QVERIFY(m_window->openFile(scenarioPath(name)));
        QTRY_VERIFY_WITH_TIMEOUT(bench().report() != nullptr, 240'000);
    }
    QString writeProject(const QString& name, const QString& database = {}) const {
        QString folder = m_folder->filePath(name);
        QDir().mkpath(folder);
        QFile target(folder + QStringLiteral("/.larakube.json"));
        if (target.open(QIODevice::WriteOnly)) {
            const QString storage =
                database.isEmpty() ? QString() : QStringLiteral("\"database\": %1, ").arg(database);
            target.write(QStringLiteral("{\"name\": \"%1\", %2\"environments\": {\"production\": "
                                        "{\"hosts\": {\"web\": \"%1.example.org\"}}}}")
                             .arg(name, storage)
                             .toUtf8());
        }
        return folder;
    }
    bool dragTo(const QPoint& place, const QString& path) {
        m_mime.setUrls({QUrl::fromLocalFile(path)});
        QDragEnterEvent enter(place, Qt::CopyAction, &m_mime, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(m_window.get(), &enter);
        return enter.isAccepted();
    }
    void drop(const QPoint& place, const QString& path) {
        dragTo(place, path);
        QDropEvent event(place, Qt::CopyAction, &m_mime, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(m_window.get(), &event);
    }

    QMimeData m_mime;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::shared_ptr<const EngineData> m_data;
    std::unique_ptr<AppSettings> m_settings;
    std::unique_ptr<MainWindow> m_window;
};

}  // namespace stowage::gui

QTEST_MAIN(stowage::gui::ShellTest)
#include "shell_test.moc"
