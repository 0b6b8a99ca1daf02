#include "gui/scenario_page.h"

#include <QtTest>

#include "gui/scenario_table.h"
#include "gui/theme.h"
#include "tests/gui/scenario_samples.h"

namespace stowage::gui {

using testkit::EditedScenario;

class ScenarioPageTest : public QObject {
    Q_OBJECT

private:
    static void savePicture(QWidget& page, const QString& name) {
        const QString folder = qEnvironmentVariable("STOWAGE_TEST_PICTURES");
        if (!folder.isEmpty()) {
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
                const QString word = theme == ThemeKind::Light ? QStringLiteral("light")
                                                               : QStringLiteral("dark");
                QTest::newRow(qPrintable(QLatin1String(scenario) + QLatin1Char('-') + word))
                    << QString::fromLatin1(scenario) << static_cast<int>(theme)
                    << QSize(1366, 768);
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
};

}  // namespace stowage::gui

QTEST_MAIN(stowage::gui::ScenarioPageTest)
#include "scenario_page_test.moc"
