#include "gui/problems_dock.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QSignalSpy>
#include <QTreeView>
#include <QtTest>

#include "gui/theme.h"
#include "tests/gui/grab.h"

namespace stowage::gui {
namespace {

std::vector<Problem> someProblems() {
    return {{.severity = Severity::Note,
             .text = QStringLiteral("the scenario has no currency"),
             .hint = {},
             .path = {},
             .place = {}},
            {.severity = Severity::Warning,
             .text = QStringLiteral("'redis' has no volume"),
             .hint = QStringLiteral("what it holds is lost with the pod"),
             .path = {},
             .place = {.file = "shop/.larakube.json", .line = 7, .column = 3}},
            {.severity = Severity::Error,
             .text = QStringLiteral("'replcas' is no field of an app"),
             .hint = QStringLiteral("did you mean 'replicas'?"),
             .path = {"apps", "0", "replcas"},
             .place = {}}};
}

}  // namespace

class ProblemsDockTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        loadFonts();
        applyTheme(*qApp, ThemeKind::Light);
    }

    void errorsComeFirstAndEveryRowSpeaks() {
        ProblemModel model;
        QAbstractItemModelTester tester(&model,
                                        QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setProblems(someProblems());
        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(model.index(0, ProblemModel::Text).data().toString(),
                 QStringLiteral("✕  'replcas' is no field of an app"));
        QCOMPARE(model.index(0, ProblemModel::Text).data(Qt::AccessibleTextRole).toString(),
                 QStringLiteral("error: 'replcas' is no field of an app"));
        // The first app is the first for a person.
        QCOMPARE(model.index(0, ProblemModel::Place).data().toString(),
                 QStringLiteral("apps ▸ 1 ▸ replcas"));
        QCOMPARE(model.index(1, ProblemModel::Place).data().toString(),
                 QStringLiteral("shop/.larakube.json:7:3"));
        QCOMPARE(model.index(2, ProblemModel::Place).data().toString(), QString());
    }

    void anActivatedRowLeadsToItsFieldOrFile() {
        ProblemsDock dock;
        dock.resize(900, 160);
        dock.show();
        dock.setProblems(someProblems());
        QSignalSpy field(&dock, &ProblemsDock::fieldRequested);
        QSignalSpy file(&dock, &ProblemsDock::fileRequested);
        auto* view = dock.findChild<QTreeView*>(QStringLiteral("problemList"));
        for (int row = 0; row < 3; ++row) {
            Q_EMIT view->activated(dock.model().index(row, 0));
        }
        QCOMPARE(field.count(), 1);
        const auto path = field.front().at(0).value<std::vector<std::string>>();
        QVERIFY(path == (std::vector<std::string>{"apps", "0", "replcas"}));
        QCOMPARE(file.count(), 1);
        QCOMPARE(file.front().at(0).toString(), QStringLiteral("shop/.larakube.json"));
        QCOMPARE(file.front().at(1).toInt(), 7);
    }

    void theTitleCountsAndAnEmptyListSaysSo() {
        ProblemsDock dock;
        dock.resize(900, 160);
        dock.show();
        QSignalSpy title(&dock, &ProblemsDock::titleChanged);
        QVERIFY(dock.findChild<QWidget*>(QStringLiteral("noProblems"))->isVisible());
        dock.setProblems(someProblems());
        QCOMPARE(title.takeFirst().at(0).toString(), QStringLiteral("Problems 3"));
        QVERIFY(!dock.findChild<QWidget*>(QStringLiteral("noProblems"))->isVisible());
        dock.setProblems({});
        QCOMPARE(title.takeFirst().at(0).toString(), QStringLiteral("Problems"));
        QVERIFY(dock.findChild<QWidget*>(QStringLiteral("noProblems"))->isVisible());
        dock.setProblems({});
        QVERIFY(title.isEmpty());
    }

    void rowsAreCopiedAsText() {
        ProblemsDock dock;
        dock.resize(900, 160);
        dock.show();
        dock.setProblems(someProblems());
        auto* view = dock.findChild<QTreeView*>(QStringLiteral("problemList"));
        view->setCurrentIndex(dock.model().index(0, 0));
        dock.findChild<QAction*>(QStringLiteral("copyProblems"))->trigger();
        QCOMPARE(QGuiApplication::clipboard()->text(),
                 QStringLiteral("error: 'replcas' is no field of an app (did you mean "
                                "'replicas'?) [apps ▸ 1 ▸ replcas]"));
        dock.findChild<QAction*>(QStringLiteral("copyAllProblems"))->trigger();
        QCOMPARE(QGuiApplication::clipboard()->text().count(QLatin1Char('\n')), 2);
    }

    void itLooksRight() {
        for (const ThemeKind kind : {ThemeKind::Light, ThemeKind::Dark}) {
            applyTheme(*qApp, kind);
            ProblemsDock dock;
            dock.resize(960, 130);
            dock.show();
            dock.setProblems(someProblems());
            saveGrab(dock, kind == ThemeKind::Light ? QStringLiteral("problems-light")
                                                    : QStringLiteral("problems-dark"));
        }
        applyTheme(*qApp, ThemeKind::Light);
    }
};

}  // namespace stowage::gui

QTEST_MAIN(stowage::gui::ProblemsDockTest)
#include "problems_dock_test.moc"
