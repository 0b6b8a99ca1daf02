#include <QProcess>
#include <QtTest>

#include "gui/app_settings.h"
#include "gui/main_window.h"
#include "gui/theme.h"

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
    static constexpr const char* kToday = "2026-11-25";
    QTemporaryDir m_folder;
    std::shared_ptr<const EngineData> m_data;
};

}  // namespace stowage::gui

QTEST_MAIN(stowage::gui::ParityTest)
#include "parity_test.moc"
