#include <QProcess>
#include <QtTest>

#include "gui/app_settings.h"
#include "gui/main_window.h"
#include "gui/plan_figures.h"
#include "gui/theme.h"
#include "model/human_text.h"

namespace stowage::gui {

/// The window and the command line are one engine: the same scenario, date and budgets give the
/// same report, byte for byte.
class ParityTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        auto data = loadEngineData({}, kToday, 2);
        QVERIFY(data.ok());
        m_data = *data;
    }

    void windowAndCommandLineAgree_data() {
        QTest::addColumn<QString>("path");
        QDir folder(QStringLiteral(STOWAGE_SOURCE_FOLDER "/scenarios"));
        const QStringList files = folder.entryList({QStringLiteral("*.yaml")});
        QVERIFY(files.size() >= 7);
        for (const QString& file : files) {
            QTest::newRow(qPrintable(file)) << folder.filePath(file);
        }
    }

    void windowAndCommandLineAgree() {
        QFETCH(QString, path);
        QProcess program;
        program.start(
            QStringLiteral(STOWAGE_PROGRAM),
            {QStringLiteral("plan"), path, QStringLiteral("--json"), QStringLiteral("--today"),
             QLatin1String(kToday), QStringLiteral("--time-limit"), QStringLiteral("600")});
        QVERIFY(program.waitForFinished(300'000));
        AppSettings settings(m_folder.filePath(QStringLiteral("settings.ini")));
        MainWindow window(m_data, settings);
        QVERIFY(window.openFile(path));
        QTRY_VERIFY_WITH_TIMEOUT(window.workbench().report() != nullptr, 300'000);
        const QString shown = QString::fromStdString(planFileText(*window.workbench().report()));
        QCOMPARE(shown, QString::fromUtf8(program.readAllStandardOutput()));
        QTRY_VERIFY_WITH_TIMEOUT(window.workbench().shownPlan() != nullptr, 300'000);
        compareWords(window, textOfCommand(path));
    }

    void theChipShowsTheFiguresOfTheReport() {
        AppSettings settings(m_folder.filePath(QStringLiteral("settings.ini")));
        MainWindow window(m_data, settings);
        QVERIFY(
            window.openFile(QStringLiteral(STOWAGE_SOURCE_FOLDER "/scenarios/plex-commons.yaml")));
        QTRY_VERIFY_WITH_TIMEOUT(window.workbench().report() != nullptr, 60'000);
        auto* chip = window.findChild<VerdictChip*>();
        QVERIFY(chip != nullptr);
        QVERIFY2(chip->text().contains(QStringLiteral("$12.00")), qPrintable(chip->text()));
    }

private:
    /// "expected" of the chip and of the bars against the text of `plan`: one word, one figure.
    static void compareWords(MainWindow& window, const QString& said) {
        const PlanReport& report = *window.workbench().report();
        const CapacityPlan* plan = report.findPlan(report.recommended);
        QVERIFY(plan != nullptr);
        // "1.57 of 1.92 GiB, limit 1.73 on node-2" is what the window says everywhere.
        const QString facts = memoryFactsText(*plan, ByteUnits::Binary);
        const QString expected = facts.section(QStringLiteral(", limit"), 0, 0);
        const QString rest = facts.section(QStringLiteral(", limit"), 1);
        const QString line = QStringLiteral("%1 expected, limit%2").arg(expected, rest);
        QVERIFY2(said.contains(line), qPrintable(line + QLatin1Char('\n') + said));
        auto* chip = window.findChild<VerdictChip*>();
        QTRY_VERIFY(chip->toolTip().contains(facts) || chip->text().contains(facts));
        // Every server: the bar of the window is the total of the command line.
        for (const ServerBars& bars : serverBarsOf(*plan)) {
            const QString total =
                QString::fromStdString(groupedText((sumOf(bars.expected).raw() + (1 << 19)) >> 20));
            const QString table = said.section(QStringLiteral("Memory of %1").arg(bars.name), 1, 1)
                                      .section(QStringLiteral("the node has"), 0, 0);
            QVERIFY2(table.trimmed().endsWith(QLatin1Char(' ') + total),
                     qPrintable(total + QLatin1Char('\n') + table));
        }
    }

    static QString textOfCommand(const QString& path) {
        QProcess program;
        QProcessEnvironment wide = QProcessEnvironment::systemEnvironment();
        wide.insert(QStringLiteral("COLUMNS"), QStringLiteral("200"));
        program.setProcessEnvironment(wide);
        program.start(
            QStringLiteral(STOWAGE_PROGRAM),
            {QStringLiteral("plan"), path, QStringLiteral("--today"), QLatin1String(kToday),
             QStringLiteral("--time-limit"), QStringLiteral("600")});
        program.waitForFinished(300'000);
        return QString::fromUtf8(program.readAllStandardOutput());
    }

    static constexpr const char* kToday = "2026-11-25";
    QTemporaryDir m_folder;
    std::shared_ptr<const EngineData> m_data;
};

}  // namespace stowage::gui

QTEST_MAIN(stowage::gui::ParityTest)
#include "parity_test.moc"
