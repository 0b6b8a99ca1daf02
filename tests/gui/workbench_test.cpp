#include "gui/workbench.h"

#include <QSignalSpy>
#include <QtTest>

#include "gui/tree_change.h"
#include "model/json_patch.h"
#include "tests/gui/shipped.h"

namespace stowage::gui {

using testkit::scenarioPath;
using testkit::shippedData;

namespace {

DocumentNode setting(const DocumentNode& tree, const std::vector<std::string>& path,
                     DocumentNode value) {
    return patchSetting(tree, {{.path = path, .value = std::move(value)}});
}

}  // namespace

class WorkbenchTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_data = shippedData(); }

    void anOpenedScenarioIsPlanned() {
        Workbench bench(m_data);
        QVERIFY(bench.openFile(scenarioPath("plex-commons")).ok());
        QTRY_VERIFY_WITH_TIMEOUT(bench.report() != nullptr, 60'000);
        QCOMPARE(bench.report()->plans.front().cost.monthly, Money::fromRaw(12'000'000));
        QCOMPARE(bench.shownPlan()->nodes.front().offer, std::string("s-1vcpu-2gb"));
        QVERIFY(bench.shownFreshness() == Freshness::Current);
        QVERIFY(!bench.document().isModified());
    }

    void anEditJudgesTheHeldServersAndPlansAgain() {
        Workbench bench(m_data);
        QVERIFY(bench.openFile(scenarioPath("plex-commons")).ok());
        QTRY_VERIFY_WITH_TIMEOUT(bench.report() != nullptr, 60'000);
        // All services apart: three MariaDB do not fit 2 GB. The canvas keeps its server and says
        // so.
        const DocumentNode patch =
            setting(*bench.document().tree(), {"services", "default"}, makeString("own"));
        QVERIFY(bench.document().apply(tr("All apart"), patch).ok());
        QVERIFY(bench.reportFreshness() == Freshness::BeforeEdit);
        QTRY_VERIFY_WITH_TIMEOUT(bench.shownFreshness() == Freshness::Current, 60'000);
        QCOMPARE(bench.shownPlan()->nodes.front().offer, std::string("s-1vcpu-2gb"));
        QVERIFY(bench.verdictOf(*bench.shownPlan()) == PlanVerdict::DoesNotFit);
        QTRY_VERIFY_WITH_TIMEOUT(bench.reportFreshness() == Freshness::Current, 60'000);
        QVERIFY(bench.betterPlan() != nullptr);
        QVERIFY(bench.betterPlan()->cost.monthly > Money::fromRaw(12'000'000));
        bench.holdPlan(bench.betterPlan());
        QVERIFY(bench.betterPlan() == nullptr);
        bench.document().undoStack()->undo();
        QVERIFY(!bench.document().isModified());
        QTRY_VERIFY_WITH_TIMEOUT(bench.reportFreshness() == Freshness::Current, 60'000);
        // Held is state of the window: undo does not give the small server back.
        QVERIFY(bench.betterPlan() != nullptr);
    }

    void manyUndosInARowAreAnsweredOnce() {
        Workbench bench(m_data);
        QVERIFY(bench.openFile(scenarioPath("agency")).ok());
        QTRY_VERIFY_WITH_TIMEOUT(bench.shownFreshness() == Freshness::Current, 120'000);
        for (int at = 0; at < 60; ++at) {
            const Status edited = bench.document().apply(
                QStringLiteral("latency"),
                setting(*bench.document().tree(), {"requirements", "p95LatencyMs"},
                        makeNumber(500 + at)));
            QVERIFY(edited.ok());
        }
        QTRY_VERIFY_WITH_TIMEOUT(bench.shownFreshness() == Freshness::Current, 120'000);
        const QSignalSpy read(&bench, &Workbench::scenarioRead);
        const QSignalSpy old(&bench, &Workbench::shownPlanChanged);
        while (bench.document().undoStack()->canUndo()) {
            bench.document().undoStack()->undo();
            QCoreApplication::processEvents();
        }
        QTRY_VERIFY_WITH_TIMEOUT(bench.shownFreshness() == Freshness::Current, 120'000);
        // The first, and the last; one more when the first was done in between.
        QVERIFY2(read.count() <= 3, qPrintable(QString::number(read.count())));
        QVERIFY2(old.count() <= 8, qPrintable(QString::number(old.count())));
    }

    void anEditAcrossSectionsKeepsTheAnswersToo() {
        Workbench bench(m_data);
        QVERIFY(bench.openFile(scenarioPath("plex-commons")).ok());
        QTRY_VERIFY_WITH_TIMEOUT(bench.report() != nullptr, 60'000);
        bench.keepPlan(QStringLiteral("first"), bench.shownPlan());
        // The scenario has no requirements: the edit makes the section, a change of the root.
        const DocumentNode patch =
            setting(*bench.document().tree(), {"requirements", "p95LatencyMs"}, makeNumber(400));
        QVERIFY(bench.document().apply(tr("Latency"), patch).ok());
        QVERIFY(bench.reportFreshness() == Freshness::BeforeEdit);
        QVERIFY(bench.report() != nullptr && bench.shownPlan() != nullptr);
        QCOMPARE(bench.keptPlans().size(), std::size_t{1});
    }

    void aBrokenScenarioKeepsTheLastPictureAndSaysWhere() {
        Workbench bench(m_data);
        QVERIFY(bench.openFile(scenarioPath("one-vps")).ok());
        QTRY_VERIFY_WITH_TIMEOUT(bench.report() != nullptr, 60'000);
        const DocumentNode patch =
            setting(*bench.document().tree(), {"requirements", "headroom"}, makeDecimal("7"));
        QSignalSpy read(&bench, &Workbench::scenarioRead);
        QVERIFY(bench.document().apply(tr("Headroom"), patch).ok());
        QVERIFY(read.wait(60'000));
        QVERIFY(bench.scenario() == nullptr);
        QVERIFY(bench.shownPlan() != nullptr);
        QVERIFY(bench.shownFreshness() == Freshness::BeforeEdit);
        const std::vector<std::string> expected{"requirements", "headroom"};
        QVERIFY(std::any_of(bench.problems().begin(), bench.problems().end(),
                            [&](const Problem& one) { return one.path == expected; }));
    }

    void aPlanFileShowsItsPlanUntilTheFirstEdit() {
        Workbench first(m_data);
        QVERIFY(first.openFile(scenarioPath("one-vps")).ok());
        QTRY_VERIFY_WITH_TIMEOUT(first.report() != nullptr, 60'000);
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("plan.json"));
        QVERIFY(writeTextFile(path.toStdString(), planFileText(*first.report())).ok());

        Workbench second(m_data);
        QVERIFY(second.openFile(path).ok());
        QVERIFY(second.report() != nullptr);
        QCOMPARE(planFileText(*second.report()), planFileText(*first.report()));
        QVERIFY(second.document().path().isEmpty());
        QVERIFY(!second.isSearching());
    }

    void aFileOpensWithoutWaiting() {
        Workbench bench(m_data);
        QSignalSpy opened(&bench, &Workbench::fileOpened);
        QSignalSpy failed(&bench, &Workbench::failed);
        bench.openLater(scenarioPath("one-vps"));
        QVERIFY(opened.wait(60'000));
        QVERIFY(bench.document().isOpen());
        bench.openLater(scenarioPath("no-such-file"));
        QVERIFY(failed.wait(60'000));
        QVERIFY2(failed.front().front().toString().contains(QStringLiteral("no-such-file")),
                 qPrintable(failed.front().front().toString()));
        // The document that was open stays.
        QCOMPARE(bench.document().displayName(), QStringLiteral("one-vps.yaml"));
    }

    void manyEditsUndoneGiveTheStartAndRedoneTheEnd() {
        ScenarioDocument document;
        QVERIFY(document.open(scenarioPath("all-together")).ok());
        const std::string start = document.text();
        std::vector<std::string> texts{start};
        for (int step = 0; step < 1000; ++step) {
            const DocumentNode patch = randomPatch(*document.tree(), static_cast<unsigned>(step));
            QVERIFY(document.apply(QStringLiteral("step"), patch).ok());
        }
        const std::string end = document.text();
        QVERIFY(end != start);
        const int steps = document.undoStack()->count();
        QVERIFY(steps > 900);
        while (document.undoStack()->canUndo()) {
            document.undoStack()->undo();
        }
        QCOMPARE(document.text(), start);
        QVERIFY(!document.isModified());
        while (document.undoStack()->canRedo()) {
            document.undoStack()->redo();
        }
        QCOMPARE(document.text(), end);
    }

    void editsOfOneFieldMergeWithinASecond() {
        qint64 now = 0;
        ScenarioDocument document([&now] { return now; });
        QVERIFY(document.open(scenarioPath("one-vps")).ok());
        const auto set = [&](const char* value) {
            return document.apply(
                QStringLiteral("Headroom"),
                setting(*document.tree(), {"requirements", "headroom"}, makeDecimal(value)),
                QStringLiteral("headroom"));
        };
        QVERIFY(set("0.11").ok());
        now = 900;
        QVERIFY(set("0.12").ok());
        // 900 + 1,001 ms later: a step of its own.
        now = 1901;
        QVERIFY(set("0.13").ok());
        QCOMPARE(document.undoStack()->count(), 2);
    }

    void savingKeepsTheOldFileOrWritesTheNew() {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("s.yaml"));
        ScenarioDocument document;
        QVERIFY(document.open(scenarioPath("one-vps")).ok());
        QVERIFY(document.save(path).ok());
        QVERIFY(!document.isModified());
        QCOMPARE(document.displayName(), QStringLiteral("s.yaml"));
        // Blueprint paths are seen from the new folder.
        Workbench bench(m_data);
        QVERIFY(bench.openFile(path).ok());
        QTRY_VERIFY_WITH_TIMEOUT(bench.scenario() != nullptr, 60'000);
        QVERIFY(!document.save(folder.filePath(QStringLiteral("no/such/folder/s.yaml"))).ok());
        QVERIFY(QFile::exists(path));
    }

    void aFileThatSomebodyElseWroteIsNoticed() {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("s.yaml"));
        ScenarioDocument document;
        QVERIFY(document.open(scenarioPath("one-vps")).ok());
        QVERIFY(!document.isChangedOnDisk());
        QVERIFY(document.save(path).ok());
        QVERIFY(!document.isChangedOnDisk());
        QFile other(path);
        QVERIFY(other.open(QIODevice::Append));
        other.write("# from somebody else\r\n");
        other.close();
        QVERIFY(document.isChangedOnDisk());
        QVERIFY(document.open(path).ok());
        QVERIFY(!document.isChangedOnDisk());
    }

private:
    /// Sets, replaces or removes something; which one follows from the step alone.
    static DocumentNode randomPatch(const DocumentNode& tree, unsigned step) {
        switch (step % 5) {
            case 0:
                return setting(tree, {"requirements", "p95LatencyMs"}, makeNumber(300 + step));
            case 1:
                return setting(tree, {"services", "overrides", "shop-production/mysql"},
                               makeString(step % 2 == 0 ? "own" : "plex"));
            case 2: {
                DocumentNode patch = makeSequence();
                if (tree.find("assumptions") != nullptr) {
                    addRemoveOperation(patch, {"assumptions"});
                } else {
                    addSetOperation(patch, tree, {"assumptions", "os.memory"},
                                    makeString(std::to_string(150 + step % 50) + "Mi"));
                }
                return patch;
            }
            case 3:
                return setting(tree, {"metadata", "description"},
                               makeString("step " + std::to_string(step)));
            default:
                return setting(tree, {"apps", "0", "weight"},
                               makeString(step % 2 == 0 ? "light" : "heavy"));
        }
    }

    std::shared_ptr<const EngineData> m_data;
};

}  // namespace stowage::gui

QTEST_MAIN(stowage::gui::WorkbenchTest)
#include "workbench_test.moc"
