#include "gui/load_dialog.h"

#include <QAccessible>
#include <QComboBox>
#include <QMenu>
#include <QSignalSpy>
#include <QToolButton>
#include <QtTest>

#include "gui/scenario_page.h"
#include "gui/scenario_table.h"
#include "gui/theme.h"
#include "tests/gui/grab.h"
#include "tests/gui/scenario_samples.h"

namespace stowage::gui {

using testkit::EditedScenario;

namespace {

constexpr const char* kOneApp =
    "apiVersion: stowage/v1\nkind: Scenario\napps:\n  - name: a\n    blueprint: { name: a, "
    "database: mysql, environments: { production: {} } }\n    traffic: { production: { peakRps: "
    "12, profile: flat } }\n";

DayRates risingDay() {
    DayRates rates{};
    for (std::size_t hour = 0; hour < rates.size(); ++hour) {
        rates[hour] = static_cast<double>(hour);
    }
    return rates;
}

}  // namespace

class LoadDialogTest : public QObject {
    Q_OBJECT

private:
    /// The page on the screen with its dialog open on the app's production.
    struct Opened : testkit::ShownPage {
        explicit Opened(EditedScenario& edited) : ShownPage(edited) {
            Q_EMIT page.table().dayRequested(QStringLiteral("a-production"));
            dialog = page.findChild<LoadDialog*>();
            if (dialog == nullptr || !QTest::qWaitForWindowActive(dialog)) {
                qFatal("the dialog does not open");
            }
        }
        LoadDialog* dialog = nullptr;
    };
    static QStringList curveOf(const EditedScenario& edited) {
        QStringList hours;
        for (int hour = 0; hour < 24; ++hour) {
            hours.append(edited.at("apps|0|traffic|production|curve|" + std::to_string(hour)));
        }
        return hours;
    }

private Q_SLOTS:
    void initTestCase() { loadFonts(); }
    void init() { applyTheme(*qApp, ThemeKind::Light); }

    void aDragIsOneGesture() {
        DayChart chart;
        chart.resize(640, 260);
        chart.setRates(risingDay());
        QSignalSpy set(&chart, &DayChart::rateSet);
        QSignalSpy moved(&chart, &DayChart::shownRatesChanged);
        const QPoint from = chart.placeOf(12).toPoint();
        // The axis ends at 30: the first multiple of 5 above 23 * 1.1 = 25.3.
        const auto wanted = static_cast<int>(chart.heightOf(18));
        QTest::mousePress(&chart, Qt::LeftButton, {}, from);
        QTest::mouseMove(&chart, QPoint(from.x(), (from.y() + wanted) / 2));
        QTest::mouseMove(&chart, QPoint(from.x() + 40, wanted));
        QVERIFY(chart.isDragging());
        QCOMPARE(set.count(), 0);
        QVERIFY(moved.count() >= 2);
        // Sideways it stays in its hour.
        QVERIFY(std::abs(chart.rates()[12] - 18) < 0.3);
        QCOMPARE(chart.rates()[13], 13.0);
        QTest::mouseRelease(&chart, Qt::LeftButton, {}, QPoint(from.x() + 40, wanted));
        QCOMPARE(set.count(), 1);
        QCOMPARE(set.at(0).at(0).toInt(), 12);
        QVERIFY(std::abs(set.at(0).at(1).toDouble() - 18) < 0.3);
    }

    void escapeEndsADragWithoutAnything() {
        DayChart chart;
        chart.resize(640, 260);
        chart.setRates(risingDay());
        QSignalSpy set(&chart, &DayChart::rateSet);
        const QPoint from = chart.placeOf(6).toPoint();
        QTest::mousePress(&chart, Qt::LeftButton, {}, from);
        QTest::mouseMove(&chart, from - QPoint(0, 60));
        QVERIFY(chart.rates()[6] > 6);
        QTest::keyClick(&chart, Qt::Key_Escape);
        QCOMPARE(chart.rates()[6], 6.0);
        QTest::mouseRelease(&chart, Qt::LeftButton, {}, from);
        QCOMPARE(set.count(), 0);
    }

    void keysChooseAndChangeTheHour() {
        DayChart chart;
        chart.resize(640, 260);
        chart.setRates(risingDay());
        chart.setHour(10);
        QSignalSpy set(&chart, &DayChart::rateSet);
        QTest::keyClick(&chart, Qt::Key_Right);
        QCOMPARE(chart.hour(), 11);
        // 50 steps up to 30 at most: one is 1; from 11 to 12.
        QTest::keyClick(&chart, Qt::Key_Up);
        QCOMPARE(set.count(), 1);
        QCOMPARE(set.at(0).at(0).toInt(), 11);
        QCOMPARE(set.at(0).at(1).toDouble(), 12.0);
        QTest::keyClick(&chart, Qt::Key_Home);
        QCOMPARE(chart.hour(), 0);
        // Nothing is below nothing.
        QTest::keyClick(&chart, Qt::Key_Down);
        QCOMPARE(set.count(), 1);
        QTest::keyClick(&chart, Qt::Key_Left);
        QCOMPARE(chart.hour(), 0);
        QTest::keyClick(&chart, Qt::Key_End);
        QCOMPARE(chart.hour(), 23);
    }

    void assistiveTechnologyHearsEveryHour() {
        DayChart chart;
        chart.setRates(risingDay());
        chart.setHour(7);
        QAccessibleInterface* reader = QAccessible::queryAccessibleInterface(&chart);
        QVERIFY(reader->text(QAccessible::Value)
                    .contains(QStringLiteral("14:00: 14 requests a second")));
        QCOMPARE(reader->text(QAccessible::Description),
                 QStringLiteral("07:00: 7 requests a second"));
    }

    void aDrawnDayIsOneStepOfTheHistory() {
        const auto edited = EditedScenario::fromText(kOneApp);
        Opened opened(*edited);
        DayChart& chart = opened.dialog->chart();
        QCOMPARE(chart.rates()[3], 12.0);
        const QPoint from = chart.placeOf(3).toPoint();
        const QPoint to(from.x(), static_cast<int>(chart.heightOf(6)));
        QTest::mousePress(&chart, Qt::LeftButton, {}, from);
        QTest::mouseMove(&chart, to);
        QTest::mouseRelease(&chart, Qt::LeftButton, {}, to);
        QCOMPARE(edited->document().stepCount(), 1);
        QVERIFY(std::abs(chart.rates()[3] - 6) < 0.3);
        QVERIFY(std::abs(chart.rates()[4] - 12) < 0.01);
        // A curve stands instead of the named course; the peak is what it was.
        QCOMPARE(edited->at("apps|0|traffic|production|profile"), QString());
        QCOMPARE(edited->at("apps|0|traffic|production|peakRps"), QStringLiteral("12"));
        double sum = 0;
        for (const QString& hour : curveOf(*edited)) {
            sum += hour.toDouble();
        }
        QVERIFY(std::abs(sum - 24) < 0.003);
        QCOMPARE(opened.dialog->findChild<QComboBox*>(QStringLiteral("course"))->currentText(),
                 QStringLiteral("own curve"));
        edited->document().undoStack()->undo();
        QCOMPARE(edited->at("apps|0|traffic|production|profile"), QStringLiteral("flat"));
        QCOMPARE(chart.rates()[3], 12.0);
    }

    void aTypedRateAboveThePeakRaisesIt() {
        const auto edited = EditedScenario::fromText(kOneApp);
        Opened opened(*edited);
        DayChart& chart = opened.dialog->chart();
        chart.setFocus();
        chart.setHour(20);
        QTest::keyClick(&chart, Qt::Key_3);
        auto* field = opened.dialog->findChild<FieldEdit*>(QStringLiteral("rateOfHour"));
        QCOMPARE(field->line()->text(), QStringLiteral("3"));
        QTest::keyClick(field->line(), Qt::Key_0);
        QTest::keyClick(field->line(), Qt::Key_Return);
        // 23 hours of 12 and one of 30 have the mean 12.75: 12 / 12.75 = 0.9412, 30 / 12.75
        // = 2.3529.
        QCOMPARE(edited->at("apps|0|traffic|production|peakRps"), QStringLiteral("30"));
        QCOMPARE(curveOf(*edited).at(20), QStringLiteral("2.3529"));
        QCOMPARE(curveOf(*edited).at(0), QStringLiteral("0.9412"));
        QVERIFY(opened.dialog->isVisible());
    }

    void whatCannotBeReadStaysInTheField() {
        const auto edited = EditedScenario::fromText(kOneApp);
        Opened opened(*edited);
        auto* field = opened.dialog->findChild<FieldEdit*>(QStringLiteral("rateOfHour"));
        field->line()->setFocus();
        field->line()->clear();
        QTest::keyClicks(field->line(), QStringLiteral("many"));
        QTest::keyClick(field->line(), Qt::Key_Return);
        QVERIFY(!field->problem().isEmpty());
        QCOMPARE(field->line()->text(), QStringLiteral("many"));
        QCOMPARE(edited->document().stepCount(), 0);
        // Of another hour it is not the rate.
        opened.dialog->chart().setHour(5);
        QCOMPARE(field->line()->text(), QStringLiteral("12"));
    }

    void presetsAndCoursesAreOneClick() {
        const auto edited = EditedScenario::fromText(kOneApp);
        Opened opened(*edited);
        QTest::mouseClick(opened.dialog->findChild<QToolButton*>(QStringLiteral("preset-quiet")),
                          Qt::LeftButton);
        QCOMPARE(edited->at("apps|0|traffic|production|peakRps"), QStringLiteral("0.5"));
        auto* course = opened.dialog->findChild<QComboBox*>(QStringLiteral("course"));
        course->setCurrentIndex(course->findText(QStringLiteral("evening")));
        Q_EMIT course->activated(course->currentIndex());
        QCOMPARE(edited->at("apps|0|traffic|production|profile"), QStringLiteral("evening"));
        // The named course has its peak at nine in the evening.
        QVERIFY(std::abs(opened.dialog->chart().rates()[21] - 0.5) < 1e-9);
        QTest::mouseClick(opened.dialog->findChild<QPushButton*>(QStringLiteral("loadAsUsual")),
                          Qt::LeftButton);
        QCOMPARE(edited->at("apps|0|traffic|production|peakRps"), QString());
    }

    void theDialogClosesWithItsEnvironment() {
        const auto edited = EditedScenario::fromText(kOneApp);
        Opened opened(*edited);
        edited->document().close();
        QVERIFY(!opened.dialog->isVisible());
    }

    void theCellHasTheCourseAndItsMenu() {
        const auto edited = EditedScenario::fromText(kOneApp);
        ScenarioPage page;
        edited->connectTo(page);
        const ScenarioTableModel& model = page.table().tableModel();
        const QModelIndex cell =
            model.indexOf("a-production").siblingAtColumn(model.columnOf(CellColumn::Load));
        QCOMPARE(model.cell(cell).day, std::vector<double>(24, 12.0));
        QCOMPARE(cell.data().toString(), QStringLiteral("12 rps, flat"));
        page.table().setCurrentIndex(cell);
        QMenu* menu = page.table().loadMenu(cell);
        const auto run = [&](const QString& text) {
            for (QAction* action : menu->actions()) {
                if (action->text() == text) {
                    action->trigger();
                    return true;
                }
            }
            return false;
        };
        QSignalSpy asked(&page.table(), &ScenarioTable::dayRequested);
        QVERIFY(run(QStringLiteral("Draw the day…")));
        QCOMPARE(asked.at(0).at(0).toString(), QStringLiteral("a-production"));
        QVERIFY(run(QStringLiteral("Course of the day: night-batch")));
        QCOMPARE(edited->at("apps|0|traffic|production|profile"), QStringLiteral("night-batch"));
        delete menu;
    }

    void pictures_data() {
        QTest::addColumn<int>("theme");
        QTest::newRow("light") << static_cast<int>(ThemeKind::Light);
        QTest::newRow("dark") << static_cast<int>(ThemeKind::Dark);
    }
    void pictures() {
        QFETCH(int, theme);
        applyTheme(*qApp, static_cast<ThemeKind>(theme));
        EditedScenario edited("two-apps-one-server");
        ScenarioPage page;
        page.resize(1440, 820);
        edited.connectTo(page);
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        page.selectEnvironment("printing-production");
        page.formButton()->setChecked(true);
        Q_EMIT page.table().dayRequested(QStringLiteral("printing-production"));
        auto* dialog = page.findChild<LoadDialog*>();
        QVERIFY(QTest::qWaitForWindowExposed(dialog));
        saveGrab(*dialog,
                 QStringLiteral("load-dialog-") + QString::fromLatin1(QTest::currentDataTag()));
        saveGrab(page, QStringLiteral("load-page-") + QString::fromLatin1(QTest::currentDataTag()));
        // Everything fits at its smallest.
        QVERIFY(dialog->minimumSizeHint().width() <= 760);
        QVERIFY(dialog->minimumSizeHint().height() <= 560);
    }
};

}  // namespace stowage::gui

QTEST_MAIN(stowage::gui::LoadDialogTest)
#include "load_dialog_test.moc"
