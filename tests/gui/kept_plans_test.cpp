#include <QDir>
#include <QFileInfo>
#include <QInputDialog>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QtTest>

#include "gui/compare_page.h"
#include "gui/kept_store.h"
#include "gui/main_window.h"
#include "gui/notice_bar.h"
#include "gui/recommendation_view.h"
#include "gui/theme.h"
#include "gui/tree_change.h"
#include "gui/workbench.h"
#include "model/canonical_document.h"
#include "model/json_patch.h"
#include "model/plan_report.h"
#include "tests/gui/grab.h"
#include "tests/gui/shipped.h"

namespace stowage::gui {

using testkit::scenarioPath;
using testkit::shippedData;

namespace {

QStringList filesIn(const QString& folder) {
    return QDir(folder).entryList(QDir::Files);
}

bool sameAnswer(const CapacityPlan& one, const CapacityPlan& other) {
    return writeJson(toDocument(one)) == writeJson(toDocument(other));
}

}  // namespace

class KeptPlansTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        loadFonts();
        m_data = shippedData();
    }
    void init() {
        m_state = std::make_unique<QTemporaryDir>();
        m_path = scenarioPath("one-vps");
    }

    void aKeptPlanIsAPlanFileForItsOwnerAlone() {
        Workbench bench(m_data);
        open(bench);
        bench.keepPlan(QStringLiteral("Small, \"the\" ä"), bench.shownPlan());
        const QString folder = waitForFiles(1);
        QCOMPARE(QFileInfo(folder).permissions() &
                     (QFile::ReadGroup | QFile::ReadOther | QFile::ExeGroup | QFile::ExeOther),
                 QFile::Permissions());
        const QString file = QDir(folder).absoluteFilePath(filesIn(folder).front());
        QCOMPARE(
            QFileInfo(file).permissions() & (QFile::ReadGroup | QFile::ReadOther | QFile::ExeOwner),
            QFile::Permissions());
        // Every reader of plans understands it.
        const PlanFile read = readPlanFile(file);
        QVERIFY(read.report != nullptr);
        QCOMPARE(read.report->plans.size(), std::size_t{1});
        QVERIFY(sameAnswer(read.report->plans.front(), *bench.shownPlan()));
        QCOMPARE(read.report->scenarioDigest, bench.report()->scenarioDigest);
    }

    void aRestartBringsThemBackForTheSameFile() {
        {
            Workbench bench(m_data);
            open(bench);
            bench.keepPlan(QStringLiteral("First"), bench.shownPlan());
            bench.keepPlan(QStringLiteral("Today"), bench.shownPlan(), KeptRole::Today);
            bench.renameKept(0, QStringLiteral("  Renamed "));
        }
        Workbench again(m_data);
        open(again);
        QTRY_COMPARE(again.keptPlans().size(), std::size_t{2});
        QCOMPARE(again.keptPlans()[0].name, QStringLiteral("Renamed"));
        QVERIFY(again.today() == &again.keptPlans()[1]);
        QVERIFY(sameAnswer(*again.keptPlans()[0].plan, *again.shownPlan()));
        // The scenario is the one that they answer.
        QCOMPARE(again.editsSince(again.keptPlans()[0]), std::optional<int>(0));

        // After an edit nobody knows how many came between; a re-check settles it.
        edit(again, 1900);
        QCOMPARE(again.editsSince(again.keptPlans()[0]), std::nullopt);
        QTRY_VERIFY_WITH_TIMEOUT(again.shownFreshness() == Freshness::Current, 60'000);
        again.recheckKept(0);
        QTRY_COMPARE_WITH_TIMEOUT(again.editsSince(again.keptPlans()[0]), std::optional<int>(0),
                                  60'000);
        edit(again, 1800);
        edit(again, 1700);
        QCOMPARE(again.editsSince(again.keptPlans()[0]), std::optional<int>(2));

        Workbench other(m_data);
        m_path = scenarioPath("two-apps-one-server");
        open(other);
        QVERIFY(other.keptPlans().empty());
    }

    void removingRemovesTheFileAndPuttingBackWritesIt() {
        Workbench bench(m_data);
        open(bench);
        bench.keepPlan(QStringLiteral("One"), bench.shownPlan());
        const QString folder = waitForFiles(1);
        const KeptPlan kept = bench.keptPlans().front();
        bench.removeKept(0);
        QTRY_VERIFY(filesIn(folder).isEmpty());
        bench.putBack(kept);
        QTRY_COMPARE(filesIn(folder), QStringList{kept.file});
    }

    void onlyOneRunsToday() {
        Workbench bench(m_data);
        open(bench);
        bench.keepPlan(QStringLiteral("A"), bench.shownPlan(), KeptRole::Today);
        bench.keepPlan(QStringLiteral("B"), bench.shownPlan());
        QCOMPARE(bench.today()->name, QStringLiteral("A"));
        bench.setToday(1);
        QCOMPARE(bench.today()->name, QStringLiteral("B"));
        QVERIFY(bench.keptPlans()[0].role == KeptRole::Alternative);
    }

    void damagedFilesAreReportedAndLeftAlone() {
        QString folder, file;
        {
            Workbench bench(m_data);
            open(bench);
            bench.keepPlan(QStringLiteral("Good"), bench.shownPlan());
            folder = waitForFiles(1);
            file = filesIn(folder).front();
        }
        const QDir dir(folder);
        QFile good(dir.absoluteFilePath(file));
        QVERIFY(good.open(QIODevice::ReadOnly));
        const QByteArray bytes = good.readAll();
        const QByteArray cut = bytes.left(bytes.size() / 2);
        QByteArray forged = bytes;
        forged.replace("\"Good\"", "\"Evil\"");
        QVERIFY(forged != bytes);
        write(dir.absoluteFilePath(QStringLiteral("cut.json")), cut);
        write(dir.absoluteFilePath(QStringLiteral("forged.json")), forged);
        write(dir.absoluteFilePath(QStringLiteral("empty.json")), {});

        Workbench again(m_data);
        QSignalSpy failed(&again, &Workbench::failed);
        const std::size_t before = again.sideProblems().size();
        open(again);
        QTRY_COMPARE(again.keptPlans().size(), std::size_t{1});
        QCOMPARE(again.keptPlans().front().name, QStringLiteral("Good"));
        QCOMPARE(failed.count(), 1);
        for (const char* name : {"cut.json", "forged.json", "empty.json"}) {
            QVERIFY2(failed.front().front().toString().contains(QLatin1String(name)), name);
        }
        QCOMPARE(again.sideProblems().size(), before + 3);
        QFile left(dir.absoluteFilePath(QStringLiteral("cut.json")));
        QVERIFY(left.open(QIODevice::ReadOnly));
        QCOMPARE(left.readAll(), cut);
    }

    void anUntitledScenarioTakesItsPlansAlongWhenItIsSaved() {
        Workbench bench(m_data);
        bench.keepIn(m_state->path());
        QFile source(scenarioPath("one-vps"));
        QVERIFY(source.open(QIODevice::ReadOnly));
        QVERIFY(bench
                    .openUntitled(QStringLiteral("copy"), source.readAll().toStdString(),
                                  QFileInfo(source.fileName()).absolutePath())
                    .ok());
        QTRY_VERIFY_WITH_TIMEOUT(bench.report() != nullptr, 60'000);
        bench.keepPlan(QStringLiteral("Early"), bench.shownPlan());
        QVERIFY(!QDir(m_state->filePath(QStringLiteral("kept"))).exists());
        QTemporaryDir target;
        m_path = target.filePath(QStringLiteral("mine.yaml"));
        QVERIFY(bench.document().save(m_path).ok());
        waitForFiles(1);
        Workbench again(m_data);
        again.keepIn(m_state->path());
        QVERIFY(again.openFile(m_path).ok());
        QTRY_COMPARE(again.keptPlans().size(), std::size_t{1});
    }

    void anUnwritablePlaceIsTold() {
        const QString file = m_state->filePath(QStringLiteral("file"));
        write(file, "no folder");
        Workbench bench(m_data);
        bench.keepIn(file);
        QSignalSpy failed(&bench, &Workbench::failed);
        QVERIFY(bench.openFile(m_path).ok());
        QTRY_VERIFY_WITH_TIMEOUT(bench.report() != nullptr, 60'000);
        bench.keepPlan(QStringLiteral("One"), bench.shownPlan());
        QTRY_COMPARE(failed.count(), 1);
        QCOMPARE(bench.keptPlans().size(), std::size_t{1});
    }

    void theWindowKeepsNamesAndShowsSavingsAgainstToday() {
        AppSettings settings(m_state->filePath(QStringLiteral("s.ini")));
        MainWindow window(m_data, settings);
        window.resize(1440, 900);
        window.workbench().keepIn(m_state->path());
        window.show();
        QVERIFY(window.openFile(scenarioPath("plex-commons")));
        Workbench& bench = window.workbench();
        QTRY_VERIFY_WITH_TIMEOUT(bench.report() != nullptr, 60'000);
        auto* card = window.findChild<RecommendationView*>();
        const auto money = [card] { return card->advice().moneyNote; };
        QVERIFY2(!money().contains(QStringLiteral("saves")), "nothing is known about today");
        QTest::keyClick(&window, Qt::Key_D, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(bench.keptPlans().size(), std::size_t{1});
        QVERIFY(window.findChild<NoticeBar*>()->text().contains(QStringLiteral("Today")));
        QVERIFY(money().contains(QStringLiteral("today")));

        window.showWorkspace(Workspace::Compare);
        auto* page = window.findChild<ComparePage*>();
        QTRY_VERIFY_WITH_TIMEOUT(bench.comparison() != nullptr, 60'000);
        page->setCurrent(QStringLiteral("kept:0"));
        auto* table = page->findChild<QTableView*>();
        table->setFocus();
        QTest::keyClick(table, Qt::Key_F2);
        auto* dialog = window.findChild<QInputDialog*>();
        QVERIFY(dialog != nullptr);
        dialog->setTextValue(QStringLiteral("Old box"));
        dialog->accept();
        QCOMPARE(bench.keptPlans().front().name, QStringLiteral("Old box"));
        page->setCurrent(QStringLiteral("kept:0"));
        saveGrab(window, QStringLiteral("kept-wide"));
        window.resize(1024, 640);
        QCoreApplication::processEvents();
        saveGrab(window, QStringLiteral("kept-narrow"));
        QCOMPARE(window.size(), QSize(1024, 640));
        page->findChild<QPushButton*>(QStringLiteral("removeLayout"))->click();
        QVERIFY(bench.keptPlans().empty());
        QVERIFY(!money().contains(QStringLiteral("today")));
        window.findChild<QPushButton*>(QStringLiteral("noticeAction"))->click();
        QCOMPARE(bench.keptPlans().size(), std::size_t{1});
    }

private:
    void open(Workbench& bench) {
        bench.keepIn(m_state->path());
        QVERIFY(bench.openFile(m_path).ok());
        QTRY_VERIFY_WITH_TIMEOUT(bench.report() != nullptr, 60'000);
    }
    static void edit(Workbench& bench, int latency) {
        const DocumentNode patch = patchSetting(
            *bench.document().tree(),
            {{.path = {"requirements", "p95LatencyMs"}, .value = makeNumber(latency)}});
        QVERIFY(bench.document().apply(QStringLiteral("latency"), patch).ok());
    }
    static void write(const QString& path, const QByteArray& bytes) {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }
    QString waitForFiles(qsizetype count) {
        QString folder = KeptStore(m_state->path()).folderOf(m_path);
        const bool isThere =
            QTest::qWaitFor([&] { return filesIn(folder).size() == count; }, 10'000);
        if (!isThere) {
            QTest::qFail("the files did not come", __FILE__, __LINE__);
        }
        return folder;
    }

    std::unique_ptr<QTemporaryDir> m_state;
    QString m_path;
    std::shared_ptr<const EngineData> m_data;
};

}  // namespace stowage::gui

QTEST_MAIN(stowage::gui::KeptPlansTest)
#include "kept_plans_test.moc"
