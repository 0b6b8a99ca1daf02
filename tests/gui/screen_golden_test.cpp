#include <QtTest>
#include <algorithm>

#include "tests/gui/picture_difference.h"
#include "tests/gui/stage.h"

namespace stowage::gui {
namespace {

QImage plain(const QSize& size, const QColor& colour) {
    QImage picture(size, QImage::Format_RGB32);
    picture.fill(colour);
    return picture;
}

}  // namespace

/// Every screen in light and dark against its picture in golden/screens.
class ScreenGoldenTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { prepareStage(); }

    void aPlantedDifferenceIsFound() {
        const QImage expected = plain({200, 100}, QColor(100, 100, 100));
        QVERIFY(differenceOf(expected, expected).isSmall());
        QImage actual = expected;
        // 0.5 % of 200 * 100 pixels are 100: one more is one too many.
        for (int x = 0; x < 100; ++x) {
            actual.setPixelColor(x, 7, QColor(100, 109, 100));
        }
        QCOMPARE(differenceOf(expected, actual).differing, qsizetype{100});
        QVERIFY(differenceOf(expected, actual).isSmall());
        actual.setPixelColor(100, 7, QColor(100, 100, 91));
        const PictureDifference found = differenceOf(expected, actual);
        QCOMPARE(found.differing, qsizetype{101});
        QVERIFY(!found.isSmall());
        QCOMPARE(found.picture.pixelColor(100, 7), QColor(220, 0, 0));
        QVERIFY(found.picture.pixelColor(101, 7) != QColor(220, 0, 0));
    }

    void aShadeWithinTheToleranceIsNone() {
        const QImage expected = plain({50, 50}, QColor(100, 100, 100));
        QCOMPARE(differenceOf(expected, plain({50, 50}, QColor(108, 92, 108))).differing,
                 qsizetype{0});
    }

    void anotherSizeIsNeverAlike() {
        // 3 extra lines of 1000 are 0.3 % of the pixels, but no small difference.
        const QImage expected = plain({10, 997}, Qt::white);
        const PictureDifference found = differenceOf(expected, plain({10, 1000}, Qt::white));
        QCOMPARE(found.differing, qsizetype{30});
        QVERIFY(!found.isSmall());
    }

    void aFailureNamesItsPictures() {
        if (qEnvironmentVariableIsSet("UPDATE_GOLDEN")) {
            QSKIP("goldens are being rewritten");
        }
        QTemporaryDir folder;
        const QString golden = folder.filePath(QStringLiteral("one.png"));
        const QString results = folder.filePath(QStringLiteral("results"));
        const QImage white = plain({20, 20}, Qt::white);
        QVERIFY(comparedWithGolden(white, golden, results).contains(QStringLiteral("is missing")));
        QVERIFY(white.save(golden));
        QCOMPARE(comparedWithGolden(white, golden, results), QString());
        const QString message = comparedWithGolden(plain({20, 20}, Qt::black), golden, results);
        QVERIFY(message.contains(QStringLiteral("100.00 % of the pixels")));
        for (const char* file : {"one.actual.png", "one.difference.png"}) {
            QVERIFY(message.contains(QLatin1String(file)));
            QVERIFY(QFile::exists(QDir(results).filePath(QLatin1String(file))));
        }
    }

    void theScreenIsItsGolden_data() {
        QTest::addColumn<int>("theme");
        QTest::addColumn<int>("screen");
        for (const auto& [theme, word] :
             {std::pair{ThemeChoice::Light, "light"}, std::pair{ThemeChoice::Dark, "dark"}}) {
            for (const Screen screen : allScreens()) {
                QTest::newRow(qPrintable(toWord(screen) + QLatin1Char('_') + QLatin1String(word)))
                    << static_cast<int>(theme) << static_cast<int>(screen);
            }
        }
    }
    void theScreenIsItsGolden() {
        QFETCH(int, theme);
        QFETCH(int, screen);
        const auto choice = static_cast<ThemeChoice>(theme);
        if (!m_stage || m_stage->settings().preferences().theme != choice) {
            m_stage.reset();
            m_stage = std::make_unique<Stage>(StageSetup{.theme = choice});
        }
        const QImage shown = m_stage->grab(static_cast<Screen>(screen));
        const QString name = QLatin1String(QTest::currentDataTag()) + QStringLiteral(".png");
        const QString wrong = comparedWithGolden(
            shown, QStringLiteral(STOWAGE_SOURCE_FOLDER "/tests/gui/golden/screens/") + name,
            QStringLiteral(STOWAGE_RESULT_FOLDER));
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    }

    void cleanupTestCase() { m_stage.reset(); }

private:
    std::unique_ptr<Stage> m_stage;
};

}  // namespace stowage::gui

QTEST_MAIN(stowage::gui::ScreenGoldenTest)
#include "screen_golden_test.moc"
