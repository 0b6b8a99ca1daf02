#include "gui/scenario_page.h"

#include <QCheckBox>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QSpinBox>
#include <QtTest>

#include "gui/checklist_button.h"
#include "gui/control_style.h"
#include "gui/field_edit.h"
#include "gui/scenario_table.h"
#include "gui/theme.h"
#include "model/json_patch.h"
#include "tests/gui/qt_warnings.h"
#include "tests/gui/scenario_samples.h"

namespace stowage::gui {

using testkit::EditedScenario;

class ScenarioPageTest : public QObject {
    Q_OBJECT

private:
    /// The page on the screen, wired to the document.
    struct Shown {
        Shown(ScenarioPage& page, EditedScenario& edited) {
            edited.connectTo(page);
            if (page.size().width() < 700) {
                page.resize(1366, 768);
            }
            page.show();
            if (!QTest::qWaitForWindowActive(&page)) {
                qFatal("the page does not become active");
            }
            page.table().setFocus();
        }
    };
    static QModelIndex cell(ScenarioPage& page, const char* id, CellColumn column) {
        const ScenarioTableModel& model = page.table().tableModel();
        return model.indexOf(id).siblingAtColumn(model.columnOf(column));
    }
    static void select(ScenarioPage& page, const char* id, CellColumn column) {
        page.table().setCurrentIndex(cell(page, id, column));
    }
    static void savePicture(QWidget& page, const QString& name) {
        const QString folder = qEnvironmentVariable("STOWAGE_TEST_PICTURES");
        if (!folder.isEmpty()) {
            // Scroll areas take the height of what is in them one round later.
            for (int round = 0; round < 5; ++round) {
                QCoreApplication::processEvents();
            }
            QVERIFY(page.grab().save(folder + QLatin1Char('/') + name + QStringLiteral(".png")));
        }
    }

private Q_SLOTS:
    void initTestCase() { loadFonts(); }

    void pictures_data() {
        QTest::addColumn<QString>("scenario");
        QTest::addColumn<int>("theme");
        QTest::addColumn<QSize>("size");
        for (const char* scenario : {"two-apps-one-server", "all-together", "agency"}) {
            for (const ThemeKind theme : {ThemeKind::Light, ThemeKind::Dark}) {
                const QString word =
                    theme == ThemeKind::Light ? QStringLiteral("light") : QStringLiteral("dark");
                QTest::newRow(qPrintable(QLatin1String(scenario) + QLatin1Char('-') + word))
                    << QString::fromLatin1(scenario) << static_cast<int>(theme) << QSize(1366, 768);
            }
        }
        QTest::newRow("all-together-small")
            << QStringLiteral("all-together") << static_cast<int>(ThemeKind::Light)
            << QSize(960, 560);
        QTest::newRow("empty") << QString() << static_cast<int>(ThemeKind::Light)
                               << QSize(1024, 640);
    }
    void pictures() {
        QFETCH(QString, scenario);
        QFETCH(int, theme);
        QFETCH(QSize, size);
        applyTheme(*qApp, static_cast<ThemeKind>(theme));
        EditedScenario edited(scenario.toStdString());
        ScenarioPage page;
        page.resize(size);
        edited.connectTo(page);
        page.selectEnvironment("shop-production");
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        QVERIFY(page.minimumSizeHint().width() <= 960);
        QVERIFY(page.minimumSizeHint().height() <= 560);
        savePicture(page, QString::fromLatin1(QTest::currentDataTag()));
    }

    void init() {
        failOnQtWarnings();
        applyTheme(*qApp, ThemeKind::Light);
    }

    void keysSetTheModeOfServices() {
        EditedScenario edited("two-apps-one-server");
        ScenarioPage page;
        Shown shown(page, edited);
        select(page, "printing-production", CellColumn::Database);
        QTest::keyClick(&page.table(), Qt::Key_2);
        QCOMPARE(edited.at("services|overrides|printing-production/postgres"),
                 QStringLiteral("plex"));
        QCOMPARE(cell(page, "printing-production", CellColumn::Database).data().toString(),
                 QStringLiteral("PostgreSQL shared"));
        // The cell is still the current one.
        QTest::keyClick(&page.table(), Qt::Key_3);
        QCOMPARE(edited.at("services|overrides|printing-production/postgres"),
                 QStringLiteral("managed"));
        QTest::keyClick(&page.table(), Qt::Key_Backspace);
        QCOMPARE(edited.at("services|overrides|printing-production/postgres"), QString());
        QCOMPARE(edited.at("services|default"), QStringLiteral("auto"));
    }

    void impossibleModesAreRefusedWithTheirReason() {
        const auto edited = EditedScenario::fromText(
            "apiVersion: stowage/v1\nkind: Scenario\napps:\n  - name: a\n    blueprint: { name: a, "
            "database: mongodb, environments: { production: {} } }\n");
        ScenarioPage page;
        Shown shown(page, *edited);
        select(page, "a-production", CellColumn::Database);
        QTest::keyClick(&page.table(), Qt::Key_2);
        QCOMPARE(edited->at("services"), QString());
        const auto* text = page.findChild<QLabel*>(QStringLiteral("refusalText"));
        QVERIFY(text->isVisible());
        QVERIFY(text->text().contains(QStringLiteral("LaraKube offers no Commons for mongodb")));
    }

    void plusAndMinusCountPods() {
        EditedScenario edited("two-apps-one-server");
        ScenarioPage page;
        Shown shown(page, edited);
        select(page, "printing-production", CellColumn::Web);
        QTest::keyClick(&page.table(), Qt::Key_Plus);
        QTest::keyClick(&page.table(), Qt::Key_Plus);
        QCOMPARE(edited.at("apps|0|replicas|production|web"), QStringLiteral("3"));
        QTest::keyClick(&page.table(), Qt::Key_Minus);
        QCOMPARE(edited.at("apps|0|replicas|production|web"), QStringLiteral("2"));
        QTest::keyClick(&page.table(), Qt::Key_Backspace);
        QCOMPARE(edited.at("apps|0|replicas|production|web"), QString());
    }

    void typingEditsAndInvalidTextStays() {
        EditedScenario edited("two-apps-one-server");
        ScenarioPage page;
        Shown shown(page, edited);
        select(page, "printing-production", CellColumn::Load);
        QTest::keyClick(&page.table(), Qt::Key_F2);
        auto* editor = page.findChild<QLineEdit*>(QStringLiteral("cellEditor"));
        QVERIFY(editor != nullptr);
        QCOMPARE(editor->text(), QStringLiteral("2 rps, office-hours"));
        editor->selectAll();
        QTest::keyClicks(editor, QStringLiteral("a lot"));
        QTest::keyClick(editor, Qt::Key_Return);
        const auto* problem = page.findChild<QLabel*>(QStringLiteral("cellProblem"));
        QVERIFY(editor->isVisible());
        QVERIFY(problem->isVisible());
        QVERIFY(problem->text().contains(QStringLiteral("a lot")));
        QCOMPARE(edited.at("apps|0|traffic|production|peakRps"), QStringLiteral("2"));
        savePicture(page, QStringLiteral("invalid"));
        editor->selectAll();
        QTest::keyClicks(editor, QStringLiteral("9 rps, evening"));
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_COMPARE(edited.at("apps|0|traffic|production|peakRps"), QStringLiteral("9"));
        QCOMPARE(edited.at("apps|0|traffic|production|profile"), QStringLiteral("evening"));
        QTRY_VERIFY(page.findChild<QLineEdit*>(QStringLiteral("cellEditor")) == nullptr);
    }

    void negativeNumbersReachTheReaderAndAreRefused_data() {
        QTest::addColumn<int>("column");
        QTest::newRow("pods") << static_cast<int>(CellColumn::Web);
        QTest::newRow("load") << static_cast<int>(CellColumn::Load);
        QTest::newRow("data") << static_cast<int>(CellColumn::Data);
    }
    void negativeNumbersReachTheReaderAndAreRefused() {
        QFETCH(int, column);
        EditedScenario edited("two-apps-one-server");
        ScenarioPage page;
        Shown shown(page, edited);
        const auto kind = static_cast<CellColumn>(column);
        select(page, "printing-production", kind);
        const QString before = cell(page, "printing-production", kind).data().toString();
        QTest::keyClicks(&page.table(), QStringLiteral("-"));
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("5"));
        auto* editor = page.findChild<QLineEdit*>(QStringLiteral("cellEditor"));
        QVERIFY(editor != nullptr);
        QCOMPARE(editor->text(), QStringLiteral("-5"));
        QTest::keyClick(editor, Qt::Key_Return);
        auto* why = page.findChild<QLabel*>(QStringLiteral("cellProblem"));
        QVERIFY(why != nullptr && why->isVisible());
        QVERIFY2(why->text().contains(QStringLiteral("“-5” is below zero")),
                 qPrintable(why->text()));
        savePicture(page,
                    QStringLiteral("negative-") + QString::fromLatin1(QTest::currentDataTag()));
        QTest::keyClick(editor, Qt::Key_Escape);
        QCOMPARE(cell(page, "printing-production", kind).data().toString(), before);
    }

    void aBudgetBelowZeroIsToldWhereThereIsRoom() {
        EditedScenario edited("two-apps-one-server");
        ScenarioPage page;
        Shown shown(page, edited);
        auto* budget = page.findChild<FieldEdit*>(QStringLiteral("budget"));
        budget->line()->setFocus();
        QTest::keyClicks(budget->line(), QStringLiteral("-5"));
        QTest::keyClick(budget->line(), Qt::Key_Return);
        const auto* text = page.findChild<QLabel*>(QStringLiteral("refusalText"));
        QVERIFY(text->isVisible());
        QVERIFY2(text->text().contains(QStringLiteral("“-5” is below zero")),
                 qPrintable(text->text()));
        QVERIFY(budget->line()->property(kInvalidProperty).toBool());
        savePicture(page, QStringLiteral("negative-budget"));
        QCOMPARE(edited.at("requirements|maxMonthlyCost"), QString());
        QTest::keyClick(budget->line(), Qt::Key_Escape);
        QVERIFY(!budget->line()->property(kInvalidProperty).toBool());
    }

    void deleteOnANameRemovesTheApp() {
        EditedScenario edited("two-apps-one-server");
        ScenarioPage page;
        Shown shown(page, edited);
        const int apps = page.table().tableModel().rowCount();
        page.table().setCurrentIndex(page.table().tableModel().index(0, 0));
        QTest::keyClick(&page.table(), Qt::Key_Delete);
        QCOMPARE(page.table().tableModel().rowCount(), apps - 1);
        QCOMPARE(edited.document().undoStack()->count(), 1);
        QVERIFY(edited.document().undoStack()->undoText().contains(QStringLiteral("printing")));
        edited.document().undoStack()->undo();
        QCOMPARE(page.table().tableModel().rowCount(), apps);

        // Several are one step; all of them leave the page that asks for a first app.
        page.table().selectAll();
        page.table().selectionModel()->setCurrentIndex(page.table().tableModel().index(0, 0),
                                                       QItemSelectionModel::NoUpdate);
        QTest::keyClick(&page.table(), Qt::Key_Delete);
        QCOMPARE(edited.document().undoStack()->count(), 1);
        QCOMPARE(edited.at("apps|0|blueprint"), QString());
        edited.document().undoStack()->undo();
        QCOMPARE(page.table().tableModel().rowCount(), apps);
    }

    void anEnvironmentIsTakenOutAloneAndTheLastWithItsApp() {
        EditedScenario edited("two-envs-one-server");
        ScenarioPage page;
        Shown shown(page, edited);
        const ScenarioTableModel& model = page.table().tableModel();
        const QModelIndex app = model.index(0, 0);
        const int environments = model.rowCount(app);
        QVERIFY(environments >= 2);
        page.table().setCurrentIndex(model.index(0, 0, app));
        QTest::keyClick(&page.table(), Qt::Key_Delete);
        QCOMPARE(model.rowCount(model.index(0, 0)), environments == 2 ? 0 : environments - 1);
        QCOMPARE(model.rowCount(), 1);
    }

    void eExplainsACellButTypesInALoad() {
        EditedScenario edited("two-apps-one-server");
        ScenarioPage page;
        Shown shown(page, edited);
        QSignalSpy asked(&page, &ScenarioPage::explainRequested);
        for (const CellColumn column : {CellColumn::Web, CellColumn::Database, CellColumn::Name}) {
            select(page, "printing-production", column);
            QTest::keyClick(&page.table(), Qt::Key_E);
        }
        QCOMPARE(asked.count(), 3);
        select(page, "printing-production", CellColumn::Load);
        QTest::keyClicks(&page.table(), QStringLiteral("e"));
        QCOMPARE(asked.count(), 3);
        QCOMPARE(page.findChild<QLineEdit*>(QStringLiteral("cellEditor"))->text().left(1),
                 QStringLiteral("e"));
    }

    void aRefusalMovesNoRow() {
        EditedScenario edited("two-apps-one-server");
        ScenarioPage page;
        Shown shown(page, edited);
        page.table().setCurrentIndex(page.table().tableModel().index(0, 1));
        const QRect before(page.table().mapTo(&page, QPoint()), page.table().size());
        QTest::keyClick(&page.table(), Qt::Key_Minus);
        auto* bar = page.findChild<QWidget*>(QStringLiteral("refusal"));
        QVERIFY(bar->isVisible());
        QCOMPARE(QRect(page.table().mapTo(&page, QPoint()), page.table().size()), before);
        const QRect row = page.table().visualRect(page.table().currentIndex());
        const QRect covered(page.table().viewport()->mapFromGlobal(bar->mapToGlobal(QPoint())),
                            bar->size());
        QVERIFY2(!covered.intersects(row), "it covers what it speaks of");
        savePicture(page, QStringLiteral("refusal"));
        QTest::keyClick(&page.table(), Qt::Key_Escape);
        QVERIFY(!bar->isVisible());
    }

    void severalCellsAreSetAtOnceAsOneStep() {
        EditedScenario edited("agency");
        ScenarioPage page;
        Shown shown(page, edited);
        select(page, "site-01-production", CellColumn::Database);
        for (int i = 0; i < 4; ++i) {
            QTest::keyClick(&page.table(), Qt::Key_Down, Qt::ShiftModifier);
        }
        QCOMPARE(page.table().selectedCells().size(), 5);
        const int steps = edited.document().undoStack()->count();
        QTest::keyClick(&page.table(), Qt::Key_3);
        QCOMPARE(edited.document().undoStack()->count(), steps + 1);
        for (const char* site : {"site-01", "site-03", "site-05"}) {
            QCOMPARE(edited.at("services|overrides|" + std::string(site) + "-production/mariadb"),
                     QStringLiteral("managed"));
        }
        edited.document().undoStack()->undo();
        QCOMPARE(edited.at("services|overrides|site-03-production/mariadb"), QString());
    }

    void fillsDown() {
        EditedScenario edited("agency");
        ScenarioPage page;
        Shown shown(page, edited);
        select(page, "site-01-production", CellColumn::Load);
        page.table().setSelected(QStringLiteral("7 rps, evening"));
        for (int i = 0; i < 2; ++i) {
            QTest::keyClick(&page.table(), Qt::Key_Down, Qt::ShiftModifier);
        }
        QTest::keyClick(&page.table(), Qt::Key_D, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(edited.at("apps|2|traffic|production|peakRps"), QStringLiteral("7"));
        QCOMPARE(edited.at("apps|3|traffic|production|peakRps"), QStringLiteral("0.5"));
    }

    void copiesAndPastesAsASpreadsheetDoes() {
        EditedScenario edited("agency");
        ScenarioPage page;
        Shown shown(page, edited);
        select(page, "site-01-production", CellColumn::Load);
        page.table().pasteText(
            QStringLiteral("3 rps\tdatabase 1Gi\theavy\n4 rps, flat\t\tmedium\n"));
        QCOMPARE(edited.at("apps|0|traffic|production|peakRps"), QStringLiteral("3"));
        QCOMPARE(edited.at("apps|0|data|production|databaseSize"), QStringLiteral("1Gi"));
        QCOMPARE(edited.at("apps|1|traffic|production|profile"), QStringLiteral("flat"));
        QCOMPARE(edited.at("apps|1|data|production|databaseSize"), QStringLiteral("100Mi"));
        QCOMPARE(edited.at("apps|1|weight"), QStringLiteral("medium"));
        // What was copied can be pasted again.
        select(page, "site-01-production", CellColumn::Load);
        QTest::keyClick(&page.table(), Qt::Key_Right, Qt::ShiftModifier);
        QCOMPARE(page.table().selectedAsText(),
                 QStringLiteral("3 rps, office-hours\tdatabase 1Gi, keys 4Mi, files 200Mi"));
    }

    void aPasteIsAllOrNothing() {
        EditedScenario edited("agency");
        ScenarioPage page;
        Shown shown(page, edited);
        select(page, "site-39-production", CellColumn::Load);
        const std::string before = edited.document().text();
        page.table().pasteText(QStringLiteral("3 rps\t512m\nmuch\t1Gi\n5 rps\n"));
        QCOMPARE(edited.document().text(), before);
        const auto* text = page.findChild<QLabel*>(QStringLiteral("refusalText"));
        QVERIFY(text->isVisible());
        const QStringList lines = text->text().split(QLatin1Char('\n'));
        QCOMPARE(lines.size(), 4);
        QCOMPARE(lines[0], QStringLiteral("Nothing was pasted: 3 cells cannot be set."));
        QVERIFY(lines[1].startsWith(QStringLiteral("✕ site-39-production, Data: “512m”")));
        QVERIFY(lines[2].startsWith(QStringLiteral("✕ site-40-production, Load: “much”")));
        QVERIFY(lines[3].contains(QStringLiteral("there is no cell for it")));
        savePicture(page, QStringLiteral("refused"));
    }

    void filtersRows() {
        EditedScenario edited("agency");
        ScenarioPage page;
        Shown shown(page, edited);
        page.focusFilter();
        QTest::keyClicks(page.findChild<QLineEdit*>(QStringLiteral("scenarioFilter")),
                         QStringLiteral("site-1"));
        // site-10 to site-19 of forty.
        int visible = 0;
        for (int row = 0; row < page.table().model()->rowCount(); ++row) {
            visible += page.table().isRowHidden(row, {}) ? 0 : 1;
        }
        QCOMPARE(visible, 10);
    }

    void theFirstColumnStaysInSight() {
        EditedScenario edited("two-apps-one-server");
        ScenarioPage page;
        page.resize(960, 560);
        Shown shown(page, edited);
        select(page, "printing-production", CellColumn::Weight);
        auto* names = page.findChild<QTreeView*>(QStringLiteral("scenarioTableNames"));
        QVERIFY(page.table().horizontalScrollBar()->value() > 0);
        QCOMPARE(names->mapTo(&page.table(), QPoint()).x(), 0);
        QVERIFY(page.table()
                    .visualRect(cell(page, "printing-production", CellColumn::Weight))
                    .right() <= page.table().viewport()->width());
        select(page, "printing-production", CellColumn::Web);
        QVERIFY(
            page.table().visualRect(cell(page, "printing-production", CellColumn::Web)).left() >=
            names->width());
        savePicture(page, QStringLiteral("scrolled"));
    }

    void theMenuOfAServiceListsItsModes() {
        EditedScenario edited("two-apps-one-server");
        ScenarioPage page;
        Shown shown(page, edited);
        select(page, "printing-production", CellColumn::Database);
        QMenu* menu = page.table().modeMenu(page.table().currentIndex());
        QStringList texts;
        for (const QAction* action : menu->actions()) {
            texts.append(action->text().section(QLatin1Char('\t'), 0, 0));
        }
        QCOMPARE(texts.join(QLatin1Char('|')),
                 QStringLiteral("Own|Shared|Managed|Let the planner decide||Take the choice back"));
        menu->actions()[0]->trigger();
        QCOMPARE(edited.at("services|overrides|printing-production/postgres"),
                 QStringLiteral("own"));
    }

    void stripsAskForEdits() {
        EditedScenario edited("all-together");
        ScenarioPage page;
        Shown shown(page, edited);
        page.findChild<QSpinBox*>(QStringLiteral("maxNodes"))->setValue(3);
        QCOMPARE(edited.at("candidates|maxNodes"), QStringLiteral("3"));
        page.findChild<QCheckBox*>(QStringLiteral("mixedSizes"))->click();
        QCOMPARE(edited.at("candidates|mixedSizes"), QStringLiteral("false"));
        auto* budget = page.findChild<FieldEdit*>(QStringLiteral("budget"));
        QTest::keyClicks(budget->line(), QStringLiteral("$40"));
        QTest::keyClick(budget->line(), Qt::Key_Return);
        QCOMPARE(edited.at("requirements|maxMonthlyCost"), QStringLiteral("40"));
        budget->line()->clear();
        QTest::keyClick(budget->line(), Qt::Key_Return);
        QCOMPARE(edited.at("requirements"), QString());
        page.findChild<ChecklistButton*>(QStringLiteral("providers"))->toggle("hetzner");
        QCOMPARE(edited.at("candidates|providers|1"), QStringLiteral("linode"));
        const int steps = edited.document().undoStack()->count();
        // Showing the result is no edit.
        QCOMPARE(edited.document().undoStack()->count(), steps);
    }

    void theFormEditsTheRest() {
        EditedScenario edited("all-together");
        ScenarioPage page;
        page.resize(1366, 900);
        Shown shown(page, edited);
        page.formButton()->click();
        QVERIFY(page.showPath({"requirements", "headroom"}));
        auto* line = qobject_cast<QLineEdit*>(QApplication::focusWidget());
        QVERIFY(line != nullptr);
        QTest::keyClicks(line, QStringLiteral("95 %"));
        QTest::keyClick(line, Qt::Key_Return);
        QCOMPARE(edited.at("requirements|headroom"), QString());
        line->selectAll();
        QTest::keyClicks(line, QStringLiteral("15 %"));
        QTest::keyClick(line, Qt::Key_Return);
        QCOMPARE(edited.at("requirements|headroom"), QStringLiteral("0.15"));
        QVERIFY(page.showPath({"assumptions", "k3s.server.memory"}));
        line = qobject_cast<QLineEdit*>(QApplication::focusWidget());
        line->setText(QStringLiteral("workers.horizon = 4"));
        QTest::keyClick(line, Qt::Key_Return);
        QCOMPARE(edited.at("assumptions|workers.horizon"), QStringLiteral("4"));
        QVERIFY(page.showPath({"exchange"}));
        line = qobject_cast<QLineEdit*>(QApplication::focusWidget());
        line->setText(QStringLiteral("chf = 1.1"));
        QTest::keyClick(line, Qt::Key_Return);
        QCOMPARE(edited.at("exchange|CHF"), QStringLiteral("1.1"));
        QVERIFY(page.showPath({"existingNodes"}));
        line = qobject_cast<QLineEdit*>(QApplication::focusWidget());
        line->setText(QStringLiteral("homelab, 4, 8Gi, 100Gi"));
        QTest::keyClick(line, Qt::Key_Return);
        QCOMPARE(edited.at("existingNodes|0|memory"), QStringLiteral("8Gi"));
        page.selectEnvironment("shop-production");
        const auto hasLine = [&](const char* text) {
            for (const QLabel* label : page.findChildren<QLabel*>()) {
                if (label->text() == QLatin1String(text) && label->isVisible()) {
                    return true;
                }
            }
            return false;
        };
        QTRY_VERIFY(hasLine("workers.horizon = 4"));
        QTRY_VERIFY(hasLine("1 CHF = 1.1 USD"));
        savePicture(page, QStringLiteral("form"));
        page.findChild<QScrollArea*>(QStringLiteral("formArea"))
            ->verticalScrollBar()
            ->setValue(900);
        savePicture(page, QStringLiteral("form-below"));
    }

    void editsBuildOnADocumentWithErrors() {
        EditedScenario edited("two-apps-one-server");
        {
            ScenarioPage wired;
            edited.connectTo(wired);
        }
        ScenarioPage page;
        page.setView(edited.view());
        // Something that the table does not know of yet: the edit must not write over it.
        const DocumentNode later = patchSetting(
            *edited.view().document,
            {{.path = {"apps", "0", "data", "production", "objects"}, .value = makeString("3Gi")}});
        page.setUnread(std::make_shared<const DocumentNode>(
                           applyPatch(*edited.view().document, later).value()),
                       QStringLiteral("something is wrong"));
        QSignalSpy asked(&page, &ScenarioPage::editRequested);
        select(page, "printing-production", CellColumn::Data);
        page.table().setSelected(QStringLiteral("database 2Gi"));
        QCOMPARE(asked.count(), 1);
        const Edit edit = asked.first().first().value<Edit>();
        QCOMPARE(edit.patch.items.front().find("path")->text,
                 std::string("/apps/0/data/production/databaseSize"));
    }

    void theEmptyPageOffersThreeWays() {
        ScenarioPage page;
        EditedScenario edited("");
        Shown shown(page, edited);
        const QSignalSpy imports(&page, &ScenarioPage::importRequested);
        const QSignalSpy samples(&page, &ScenarioPage::sampleRequested);
        const QSignalSpy firsts(&page, &ScenarioPage::firstAppRequested);
        for (const char* name : {"emptyImport", "emptySample", "emptyFirstApp"}) {
            auto* button = page.findChild<QPushButton*>(QLatin1String(name));
            QTest::mouseClick(button, Qt::LeftButton);
        }
        QCOMPARE(imports.count() + samples.count() + firsts.count(), 3);
    }

    void aFirstAppIsDescribed() {
        const auto edited =
            EditedScenario::fromText("apiVersion: stowage/v1\nkind: Scenario\napps: []\n");
        ScenarioPage page;
        Shown shown(page, *edited);
        page.findChild<QPushButton*>(QStringLiteral("emptyFirstApp"))->click();
        auto* name = page.findChild<QLineEdit*>(QStringLiteral("appName"));
        QVERIFY(name != nullptr);
        auto* add = page.findChild<QPushButton*>(QStringLiteral("dialogAdd"));
        add->click();
        QVERIFY(!page.findChild<QLabel*>(QStringLiteral("dialogProblem"))->text().isEmpty());
        savePicture(*name->window(), QStringLiteral("first-app"));
        QTest::keyClicks(name, QStringLiteral("My shop"));
        add->click();
        QCOMPARE(edited->at("apps|0|name"), QStringLiteral("my-shop"));
        QVERIFY(page.table().isVisible());
    }
};

}  // namespace stowage::gui

QTEST_MAIN(stowage::gui::ScenarioPageTest)
#include "scenario_page_test.moc"
