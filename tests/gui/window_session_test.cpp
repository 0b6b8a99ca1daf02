#include "gui/window_session.h"

#include <QDockWidget>
#include <QHeaderView>
#include <QSignalSpy>
#include <QSplitter>
#include <QTableView>
#include <QtTest>

#include "gui/main_window.h"
#include "gui/notice_bar.h"
#include "gui/theme.h"
#include "tests/gui/shipped.h"

namespace stowage::gui {

using testkit::scenarioPath;
using testkit::shippedData;

namespace {

const QRect kScreen(0, 0, 1920, 1080);
const QSize kLeast(1024, 640);

}  // namespace

class WindowSessionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        loadFonts();
        m_data = shippedData();
    }
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void aPlaceIsRepaired_data() {
        QTest::addColumn<QRect>("wanted");
        QTest::addColumn<QList<QRect>>("screens");
        QTest::addColumn<QRect>("expected");
        const QRect good(100, 80, 1200, 800);
        QTest::newRow("inside") << good << QList<QRect>{kScreen} << good;
        // 1920 − 1200 = 720, 1080 − 800 = 280.
        QTest::newRow("beyond the corner")
            << QRect(1800, 900, 1200, 800) << QList<QRect>{kScreen} << QRect(720, 280, 1200, 800);
        QTest::newRow("title bar above the screen")
            << QRect(-50, -30, 1200, 800) << QList<QRect>{kScreen} << QRect(0, 0, 1200, 800);
        QTest::newRow("larger than the screen")
            << QRect(0, 0, 3000, 2000) << QList<QRect>{QRect(0, 0, 1366, 768)}
            << QRect(0, 0, 1366, 768);
        // (1920 − 1200) / 2 = 360, (1080 − 800) / 2 = 140.
        QTest::newRow("on a screen that is gone")
            << QRect(2500, 100, 1200, 800) << QList<QRect>{kScreen} << QRect(360, 140, 1200, 800);
        QTest::newRow("on the second screen")
            << QRect(2500, 100, 1200, 800) << QList<QRect>{kScreen, QRect(1920, 0, 1920, 1080)}
            << QRect(2500, 100, 1200, 800);
        QTest::newRow("smaller than the least")
            << QRect(10, 20, 300, 200) << QList<QRect>{kScreen} << QRect(10, 20, 1024, 640);
        QTest::newRow("screen smaller than the least")
            << good << QList<QRect>{QRect(0, 0, 800, 600)} << QRect(0, 0, 1024, 640);
        QTest::newRow("no screen") << good << QList<QRect>{} << good;
    }
    void aPlaceIsRepaired() {
        QFETCH(const QRect, wanted);
        QFETCH(const QList<QRect>, screens);
        QFETCH(const QRect, expected);
        QCOMPARE(repairedPlace(wanted, screens, kLeast), expected);
    }

    void theWindowComesBackAsItWasClosed() {
        QByteArray splitter;
        {
            Kept kept = open();
            kept.window->restoreSession();
            kept.window->setGeometry(0, 0, 1300, 720);
            kept.show();
            QVERIFY(kept.window->openFile(scenarioPath("one-vps")));
            kept.window->showWorkspace(Workspace::Layout);
            QVERIFY(dock(kept, "inspectorDock")->isVisible());
            kept.window->action("toggleInspector")->trigger();
            kept.window->action("toggleOffers")->trigger();
            kept.window->addDockWidget(Qt::LeftDockWidgetArea, dock(kept, "recommendationDock"));
            auto* split = kept.window->findChild<QSplitter*>(QStringLiteral("compareSplitter"));
            split->setSizes({100, 500});
            splitter = split->saveState();
            kept.window->showWorkspace(Workspace::Compare);
            QVERIFY(kept.window->close());
        }
        Kept again = open();
        again.window->restoreSession();
        again.show();
        // The screen of this platform is 800 × 800 and the window is at least 1024 wide.
        QCOMPARE(again.window->size(), QSize(1024, 720));
        QVERIFY(again.window->workspace() == Workspace::Start);
        auto* split = again.window->findChild<QSplitter*>(QStringLiteral("compareSplitter"));
        QCOMPARE(split->saveState(), splitter);
        QCOMPARE(again.window->dockWidgetArea(dock(again, "recommendationDock")),
                 Qt::LeftDockWidgetArea);

        // The file is offered, not opened; going on leads to the workspace of then.
        auto* notice = again.window->findChild<NoticeBar*>();
        QVERIFY(notice->isVisible());
        QVERIFY(notice->text().contains(QStringLiteral("one-vps.yaml")));
        QVERIFY(!again.window->workbench().document().isOpen());
        auto* goOn = notice->findChild<QPushButton*>(QStringLiteral("noticeAction"));
        goOn->click();
        QTRY_VERIFY_WITH_TIMEOUT(again.window->workspace() == Workspace::Compare, 60'000);
        QCOMPARE(again.window->workbench().document().path(), scenarioPath("one-vps"));

        // Drawers of a narrow window are closed; with room the docks are as they were left.
        again.window->showWorkspace(Workspace::Layout);
        QVERIFY(!dock(again, "offersDock")->isVisible());
        again.window->resize(1300, 720);
        QTRY_VERIFY(dock(again, "offersDock")->isVisible());
        QVERIFY(!dock(again, "inspectorDock")->isVisible());
        QVERIFY(dock(again, "recommendationDock")->isVisible());
        again.window->showWorkspace(Workspace::Scenario);
        QVERIFY2(dock(again, "inspectorDock")->isVisible(), "each workspace has its own docks");
    }

    void aWorkspaceIsReset() {
        Kept kept = open();
        kept.window->resize(1300, 720);
        kept.show();
        QVERIFY(kept.window->openFile(scenarioPath("one-vps")));
        kept.window->action("toggleInspector")->trigger();
        kept.window->addDockWidget(Qt::LeftDockWidgetArea, dock(kept, "recommendationDock"));
        QVERIFY(!dock(kept, "inspectorDock")->isVisible());
        QTest::keyClick(kept.window.get(), Qt::Key_R, Qt::ControlModifier | Qt::AltModifier);
        QVERIFY(dock(kept, "inspectorDock")->isVisible());
        QVERIFY(dock(kept, "recommendationDock")->isVisible());
        QCOMPARE(kept.window->dockWidgetArea(dock(kept, "recommendationDock")),
                 Qt::RightDockWidgetArea);
    }

    void aNarrowWindowOpensOneDrawerAtATime() {
        Kept kept = open();
        kept.window->resize(1024, 640);
        kept.show();
        QVERIFY(kept.window->openFile(scenarioPath("one-vps")));
        kept.window->action("toggleInspector")->trigger();
        QVERIFY(dock(kept, "inspectorDock")->isVisible());
        kept.window->action("toggleRecommendation")->trigger();
        QVERIFY(dock(kept, "recommendationDock")->isVisible());
        QVERIFY(!dock(kept, "inspectorDock")->isVisible());
        QCOMPARE(kept.window->size(), QSize(1024, 640));
    }

    void columnsKeepTheWidthsThatTheUserGave() {
        {
            Kept kept = open();
            kept.window->restoreSession();
            kept.window->resize(1300, 720);
            kept.show();
            QVERIFY(kept.window->openFile(scenarioPath("one-vps")));
            kept.window->action("toggleOffers")->trigger();
            QHeaderView* header = offers(kept)->horizontalHeader();
            const int before = header->sectionSize(0);
            const QPoint edge(before - 1, header->height() / 2);
            QTest::mousePress(header->viewport(), Qt::LeftButton, {}, edge);
            QTest::mouseMove(header->viewport(), edge + QPoint(10, 0));
            QTest::mouseMove(header->viewport(), edge + QPoint(33, 0));
            QTest::mouseRelease(header->viewport(), Qt::LeftButton, {}, edge + QPoint(33, 0));
            m_width = header->sectionSize(0);
            QVERIFY(m_width > before);
        }
        Kept again = open();
        again.window->restoreSession();
        QCOMPARE(offers(again)->horizontalHeader()->sectionSize(0), m_width);
    }

    void withoutARestoreNothingIsReadOrWritten() {
        AppSettings settings(m_folder->filePath(QStringLiteral("s.ini")));
        settings.setSession({.place = QRect(0, 0, 1100, 700), .file = scenarioPath("one-vps")});
        const Session before = settings.session();
        MainWindow window(m_data, settings);
        window.resize(1440, 900);
        window.show();
        QCOMPARE(window.size(), QSize(1440, 900));
        QVERIFY(!window.findChild<NoticeBar*>()->isVisible());
        QVERIFY(window.openFile(scenarioPath("one-vps")));
        QTRY_VERIFY_WITH_TIMEOUT(window.workbench().report() != nullptr, 240'000);
        window.action("toggleInspector")->trigger();
        QVERIFY(window.close());
        QVERIFY(settings.session() == before);
        QVERIFY(settings.recentFiles().empty());
    }

    void aFileThatIsGoneIsNotOffered() {
        AppSettings settings(m_folder->filePath(QStringLiteral("s.ini")));
        settings.setSession({.file = m_folder->filePath(QStringLiteral("gone.yaml"))});
        MainWindow window(m_data, settings);
        window.restoreSession();
        window.show();
        QVERIFY(!window.findChild<NoticeBar*>()->isVisible());
    }

private:
    struct Kept {
        std::unique_ptr<AppSettings> settings;
        std::unique_ptr<MainWindow> window;

        void show() const {
            window->show();
            QVERIFY(QTest::qWaitForWindowExposed(window.get()));
        }
        ~Kept() { window.reset(); }
    };
    Kept open() const {
        auto settings = std::make_unique<AppSettings>(m_folder->filePath(QStringLiteral("s.ini")));
        auto window = std::make_unique<MainWindow>(m_data, *settings);
        return {std::move(settings), std::move(window)};
    }
    static QDockWidget* dock(const Kept& kept, const char* name) {
        return kept.window->findChild<QDockWidget*>(QLatin1String(name));
    }
    static QTableView* offers(const Kept& kept) {
        return kept.window->findChild<QTableView*>(QStringLiteral("offersTable"));
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::shared_ptr<const EngineData> m_data;
    int m_width = 0;
};

}  // namespace stowage::gui

QTEST_MAIN(stowage::gui::WindowSessionTest)
#include "window_session_test.moc"
