#include "gui/command_palette.h"

#include <QAbstractItemModelTester>
#include <QLineEdit>
#include <QListView>
#include <QMainWindow>
#include <QMenuBar>
#include <QSignalSpy>
#include <QtTest>

#include "gui/theme.h"
#include "tests/gui/grab.h"

namespace stowage::gui {
namespace {

int scoreOf(const char* query, const char* text) {
    const auto match = fuzzyMatch(QString::fromLatin1(query), QString::fromLatin1(text));
    return match ? match->score : -1;
}

}  // namespace

class CommandPaletteTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        loadFonts();
        applyTheme(*qApp, ThemeKind::Light);
    }

    void init() {
        m_window = std::make_unique<QMainWindow>();
        m_window->resize(1024, 640);
        QMenu* file = m_window->menuBar()->addMenu(QStringLiteral("&File"));
        m_open = file->addAction(QStringLiteral("&Open…"));
        m_open->setShortcut(QKeySequence::Open);
        file->addSeparator();
        QMenu* view = m_window->menuBar()->addMenu(QStringLiteral("&View"));
        QMenu* density = view->addMenu(QStringLiteral("&Density"));
        density->addAction(QStringLiteral("Roomy && wide"));
        m_disabled = view->addAction(QStringLiteral("Day timeline"));
        m_disabled->setStatusTip(QStringLiteral("open a scenario first"));
        m_disabled->setEnabled(false);
        auto* free = new QAction(QStringLiteral("Plan again"), m_window.get());
        m_window->addAction(free);
        new QAction(m_window.get());  // without a text
        m_window->show();
    }

    void everyActionWithATextIsFoundByItsText() {
        CommandPalette palette(m_window.get());
        palette.openFresh();
        for (const auto* action : m_window->findChildren<QAction*>()) {
            if (plainText(*action).isEmpty()) {
                continue;
            }
            palette.model().setQuery(plainText(*action));
            QVERIFY2(palette.model().rowCount() > 0, qPrintable(action->text()));
            QCOMPARE(palette.model().entryAt(0).text, plainText(*action));
        }
        palette.model().setQuery({});
        // Open…, File, View, Density, Roomy & wide, Day timeline, Plan again: each once.
        QCOMPARE(palette.model().rowCount(), 7);
    }

    void mnemonicsAreNoLetters() {
        CommandPalette palette(m_window.get());
        palette.openFresh();
        palette.model().setQuery(QStringLiteral("roomy & wide"));
        QCOMPARE(palette.model().entryAt(0).text, QStringLiteral("Roomy & wide"));
        QCOMPARE(palette.model().entryAt(0).group, QStringLiteral("Density"));
    }

    void beginningsOfWordsAndRunsCountMore() {
        QVERIFY(scoreOf("op", "Open") > scoreOf("op", "Stop the search"));
        QVERIFY(scoreOf("pa", "Plan again") > scoreOf("pa", "Up and away"));
        QVERIFY(scoreOf("save", "Save") > scoreOf("save", "Save as"));
        QCOMPARE(scoreOf("xyz", "Open"), -1);
        QCOMPARE(scoreOf("again plan", "Plan again"), scoreOf("plan again", "Plan again"));
        const auto match = fuzzyMatch(QStringLiteral("pag"), QStringLiteral("Plan again"));
        // p, then "ag" as a run at the start of a word: not the a of "Plan".
        QCOMPARE(match->places, (std::vector<int>{0, 5, 6}));
        QCOMPARE(fuzzyMatch({}, QStringLiteral("Open"))->score, 0);
    }

    void whatIsTypedNarrowsAndEnterRuns() {
        CommandPalette palette(m_window.get());
        int visits = 0;
        palette.setProvider([&visits] {
            return std::vector<PaletteEntry>{{.text = QStringLiteral("shop"),
                                              .group = QStringLiteral("app"),
                                              .keys = {},
                                              .run = [&visits] { ++visits; },
                                              .refusal = {}},
                                             {.text = QStringLiteral("shop-worker"),
                                              .group = QStringLiteral("pod"),
                                              .keys = {},
                                              .run = [] {},
                                              .refusal = {}}};
        });
        palette.openFresh();
        auto* input = palette.findChild<QLineEdit*>(QStringLiteral("paletteInput"));
        QTest::keyClicks(input, QStringLiteral("app shop"));
        QCOMPARE(palette.model().rowCount(), 1);
        QTest::keyClick(input, Qt::Key_Return);
        QVERIFY(!palette.isVisible());
        QTRY_COMPARE(visits, 1);
        QSignalSpy opened(m_open, &QAction::triggered);
        palette.openFresh();
        QCOMPARE(input->text(), QString());
        QTest::keyClicks(input, QStringLiteral("open"));
        QTest::keyClick(input, Qt::Key_Return);
        QTRY_COMPARE(opened.count(), 1);
    }

    void arrowsChoose() {
        CommandPalette palette(m_window.get());
        palette.openFresh();
        auto* input = palette.findChild<QLineEdit*>(QStringLiteral("paletteInput"));
        auto* list = palette.findChild<QListView*>(QStringLiteral("paletteList"));
        QTest::keyClick(input, Qt::Key_Down);
        QTest::keyClick(input, Qt::Key_Down);
        QCOMPARE(list->currentIndex().row(), 2);
        QTest::keyClick(input, Qt::Key_PageDown);
        QCOMPARE(list->currentIndex().row(), palette.model().rowCount() - 1);
        QTest::keyClick(input, Qt::Key_PageUp);
        QTest::keyClick(input, Qt::Key_Up);
        QCOMPARE(list->currentIndex().row(), 0);
    }

    void whatIsRefusedSaysWhy() {
        CommandPalette palette(m_window.get());
        palette.openFresh();
        auto* input = palette.findChild<QLineEdit*>(QStringLiteral("paletteInput"));
        QTest::keyClicks(input, QStringLiteral("day time"));
        QSignalSpy triggered(m_disabled, &QAction::triggered);
        QTest::keyClick(input, Qt::Key_Return);
        QVERIFY(palette.isVisible());
        QVERIFY(triggered.isEmpty());
        QVERIFY(palette.findChild<QLabel*>(QStringLiteral("paletteNote"))
                    ->text()
                    .contains(QStringLiteral("open a scenario first")));
        QTest::keyClicks(input, QStringLiteral("zzzz"));
        QCOMPARE(palette.model().rowCount(), 0);
        QTest::keyClick(input, Qt::Key_Return);
        QVERIFY(palette.isVisible());
    }

    void theModelHoldsTheRulesOfModels() {
        PaletteModel model;
        QAbstractItemModelTester tester(&model,
                                        QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setEntries(
            {{.text = QStringLiteral("a"), .group = {}, .keys = {}, .run = {}, .refusal = {}}});
        model.setQuery(QStringLiteral("b"));
        model.setQuery(QStringLiteral("a"));
        QCOMPARE(model.rowCount(), 1);
    }

    void itLooksRight() {
        for (const ThemeKind kind : {ThemeKind::Light, ThemeKind::Dark}) {
            applyTheme(*qApp, kind);
            CommandPalette palette(m_window.get());
            palette.openFresh();
            auto* input = palette.findChild<QLineEdit*>(QStringLiteral("paletteInput"));
            QTest::keyClicks(input, QStringLiteral("o"));
            QVERIFY(palette.width() <= m_window->width());
            saveGrab(palette, kind == ThemeKind::Light ? QStringLiteral("palette-light")
                                                       : QStringLiteral("palette-dark"));
        }
        applyTheme(*qApp, ThemeKind::Light);
    }

private:
    std::unique_ptr<QMainWindow> m_window;
    QAction* m_open = nullptr;
    QAction* m_disabled = nullptr;
};

}  // namespace stowage::gui

QTEST_MAIN(stowage::gui::CommandPaletteTest)
#include "command_palette_test.moc"
