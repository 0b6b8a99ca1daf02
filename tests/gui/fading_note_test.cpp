#include "gui/fading_note.h"

#include <QtTest>

#include "gui/format.h"
#include "gui/plan_figures.h"
#include "gui/plan_sums.h"
#include "gui/scenario_page.h"
#include "gui/scenario_table.h"
#include "tests/gui/canvas_samples.h"
#include "tests/gui/grab.h"
#include "tests/gui/scenario_samples.h"

namespace stowage::gui {

using testkit::EditedScenario;

class FadingNoteTest : public QObject {
    Q_OBJECT

private:
    static std::shared_ptr<const CapacityPlan> cheaper(const CapacityPlan& plan, Bytes less) {
        CapacityPlan changed = plan;
        changed.nodes.front().expected.memory -= less;
        changed.nodes.front().expected.core -= less;
        return std::make_shared<const CapacityPlan>(std::move(changed));
    }

private Q_SLOTS:
    void initTestCase() { loadFonts(); }
    void init() { applyTheme(*qApp, ThemeKind::Light); }

    void wordsStandThenFadeThenGo() {
        qint64 now = 1000;
        FadingNote note;
        note.setClock([&] { return now; });
        note.showNote(QStringLiteral("−210 MiB"), QStringLiteral("shared"));
        QVERIFY(!note.isHidden());
        QCOMPARE(note.strength(), 1.0);
        now += 3399;
        note.look();
        QCOMPARE(note.strength(), 1.0);
        // 4,000 − 600 + 300: half of the fading.
        now = 1000 + 3700;
        note.look();
        QCOMPARE(note.strength(), 0.5);
        now = 1000 + 4000;
        note.look();
        QVERIFY(note.isHidden());
    }

    void reducedMotionDoesNotFade() {
        qint64 now = 0;
        FadingNote note;
        note.setClock([&] { return now; });
        note.setMotion(Motion::Reduced);
        note.showNote(QStringLiteral("−210 MiB"), {});
        now = 3999;
        note.look();
        QCOMPARE(note.strength(), 1.0);
        now = 4000;
        note.look();
        QVERIFY(note.isHidden());
    }

    void anotherNoteStartsAnew() {
        qint64 now = 0;
        FadingNote note;
        note.setClock([&] { return now; });
        note.showNote(QStringLiteral("one"), {});
        now = 3900;
        note.showNote(QStringLiteral("two"), {});
        now = 4500;
        note.look();
        QVERIFY(!note.isHidden());
        QCOMPARE(note.text(), QStringLiteral("two"));
    }

    void anEditSaysWhatItBrought() {
        EditedScenario edited("two-apps-one-server");
        ScenarioPage page;
        page.resize(1366, 768);
        edited.connectTo(page);
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        auto* note = page.findChild<FadingNote*>(QStringLiteral("difference"));
        ScenarioView view = edited.view();
        const std::shared_ptr<const CapacityPlan> plan = view.plan;
        // A new answer without an edit of this page says nothing.
        view.plan = cheaper(*plan, mebibytes(10));
        page.setView(view);
        QVERIFY(note->isHidden());
        view.plan = plan;
        page.setView(view);
        const ScenarioTableModel& model = page.table().tableModel();
        page.table().setCurrentIndex(model.indexOf("printing-production")
                                         .siblingAtColumn(model.columnOf(CellColumn::Database)));
        page.table().setSelected(QStringLiteral("shared"));
        // The old answer: nothing yet.
        QVERIFY(note->isHidden());
        ScenarioView after = edited.view();
        after.plan = cheaper(*plan, mebibytes(210));
        page.setAnswerAge(AnswerAge::BeforeEdit);
        page.setView(after);
        QVERIFY(note->isHidden());
        page.setAnswerAge(AnswerAge::Current);
        page.setView(after);
        QVERIFY(!note->isHidden());
        QCOMPARE(note->text(), QStringLiteral("−210 MiB expected, same price"));
        QVERIFY(note->toolTip().contains(QStringLiteral("PostgreSQL")));
        saveGrab(page, QStringLiteral("difference"));
    }

    void aNoteNamesWhatThePlannerDecidedOtherwise() {
        EditedScenario edited("two-apps-one-server");
        ScenarioPage page;
        page.resize(1024, 640);
        edited.connectTo(page);
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        auto* note = page.findChild<FadingNote*>(QStringLiteral("difference"));
        auto* sums = page.findChild<QLabel*>(QStringLiteral("sums"));
        const std::shared_ptr<const CapacityPlan> plan = edited.view().plan;
        QVERIFY(!plan->services.empty());
        const auto& [key, mode] = *plan->services.begin();
        const ScenarioTableModel& model = page.table().tableModel();
        page.table().setCurrentIndex(
            model.indexOf("printing-production").siblingAtColumn(model.columnOf(CellColumn::Web)));
        page.table().setSelected(QStringLiteral("2"));
        CapacityPlan other = *cheaper(*plan, mebibytes(210));
        const Mode moved = mode == Mode::Managed ? Mode::Own : Mode::Managed;
        other.services[key] = moved;
        ScenarioView after = edited.view();
        after.plan = std::make_shared<const CapacityPlan>(other);
        page.setView(after);
        QVERIFY(!note->isHidden());
        const QString said =
            QStringLiteral("%1: %2 → %3").arg(qs(key), modeText(mode), modeText(moved));
        QVERIFY2(note->text().contains(said), qPrintable(note->text()));
        QVERIFY(note->toolTip().contains(said));
        QCoreApplication::processEvents();
        // The price stays whole beside it, and both end within their places.
        const QString price = monthlyText(plan->cost.monthly, plan->cost.currency);
        QVERIFY2(sums->text().contains(price), qPrintable(sums->text()));
        QVERIFY(sums->fontMetrics().horizontalAdvance(sums->text()) <= sums->width());
        saveGrab(page, QStringLiteral("decided"));

        // What the scenario says itself was asked for.
        Scenario scenario = *after.scenario;
        scenario.services.overrides[key] =
            moved == Mode::Managed ? ModeWish::Managed : ModeWish::Own;
        QVERIFY(plannersDecisions(*plan, other, scenario).empty());
        QCOMPARE(plannersDecisions(*plan, other, *after.scenario).size(), std::size_t{1});
    }

    void theSumIsTheOneOfTheVerdict() {
        const auto plan = testkit::shippedPlan("plex-commons");
        const std::optional<MemoryFacts> facts = memoryFactsOf(*plan);
        QVERIFY(facts && facts->isCore);
        QCOMPARE(sumsOf(*plan).expected, facts->needed);
    }

    void theLeastCertainComesFirst() {
        EditedScenario edited("two-apps-one-server");
        ScenarioPage page;
        edited.connectTo(page);
        ScenarioTableModel& model = page.table().tableModel();
        // The second app becomes the one that nobody knows.
        ScenarioView view = edited.view();
        CapacityPlan plan = *view.plan;
        for (PlanPod& pod : plan.placement) {
            const bool isSecond = pod.environment == "ledion-webapp-production";
            pod.quality = "assumed";
            // In both measures: the one that is judged decides.
            pod.low = pod.coreLow = mebibytes(10);
            pod.high = pod.coreHigh = mebibytes(isSecond ? 300 : 100);
        }
        view.plan = std::make_shared<const CapacityPlan>(plan);
        page.setView(view);
        const auto first = [&] { return model.index(0, 0).data().toString(); };
        QCOMPARE(first(), QStringLiteral("printing"));
        page.table().setCurrentIndex(model.index(0, 2));
        page.findChild<QToolButton*>(QStringLiteral("orderButton"))->click();
        QCOMPARE(first(), QStringLiteral("ledion-webapp"));
        // What was chosen stays chosen.
        QCOMPARE(page.table().currentIndex().siblingAtColumn(0).data().toString(),
                 QStringLiteral("printing"));
        // What was measured is no guess any more: 0 < 90 MiB.
        for (PlanPod& pod : plan.placement) {
            pod.quality = pod.environment == "ledion-webapp-production" ? "measured" : pod.quality;
        }
        view.plan = std::make_shared<const CapacityPlan>(plan);
        page.setView(view);
        QCOMPARE(first(), QStringLiteral("printing"));
        page.findChild<QToolButton*>(QStringLiteral("orderButton"))->click();
        QCOMPARE(first(), QStringLiteral("printing"));
    }
};

}  // namespace stowage::gui

QTEST_MAIN(stowage::gui::FadingNoteTest)
#include "fading_note_test.moc"
