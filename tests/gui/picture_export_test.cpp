#include "gui/picture_export.h"

#include <QSvgRenderer>
#include <QtTest>

#include "tests/gui/canvas_samples.h"

namespace stowage::gui {
namespace {

CanvasModel crowdedModel() {
    CanvasInput input;
    input.plan = std::make_shared<const CapacityPlan>(testkit::crowdedPlan());
    input.hosts = {QStringLiteral("shop.example")};
    return canvasModelOf(input);
}

int coloursIn(const QImage& image) {
    QSet<QRgb> colours;
    for (int y = 0; y < image.height(); y += 3) {
        for (int x = 0; x < image.width(); x += 3) {
            colours.insert(image.pixel(x, y));
        }
    }
    return static_cast<int>(colours.size());
}

}  // namespace

class PictureExportTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        loadFonts();
        applyTheme(*qApp, ThemeKind::Light);
    }

    void pngHasTheSizeThatWasAsked() {
        const CanvasModel model = crowdedModel();
        const QImage once = pictureImage(model, {.title = {}});
        const QImage twice = pictureImage(model, {.pixelsPerPoint = 2, .title = {}});
        QVERIFY(qAbs(twice.width() - 2 * once.width()) <= 1);
        QVERIFY(coloursIn(once) > 50);
        // Equal input, equal pixels.
        QCOMPARE(pictureImage(model, {.title = {}}), once);
    }

    void theThemeIsTheOneGivenNotThatOfTheScreen() {
        const CanvasModel model = crowdedModel();
        const QImage dark = pictureImage(model, {.theme = ThemeKind::Dark, .title = {}});
        QCOMPARE(dark.pixelColor(2, 2), themeOf(ThemeKind::Dark).window);
        QCOMPARE(pictureImage(model, {.title = {}}).pixelColor(2, 2),
                 themeOf(ThemeKind::Light).window);
    }

    void svgKeepsTextAndHoldsNoBitmap() {
        const QByteArray svg = pictureSvg(crowdedModel(), {.title = QStringLiteral("crowded")});
        QVERIFY(svg.contains("<title>crowded</title>"));
        QVERIFY(svg.contains(">mariadb</text>"));
        QVERIFY(svg.contains("OS + K3s"));
        QVERIFY(svg.contains("Does not fit (1)"));
        QVERIFY(svg.contains("over by"));
        QVERIFY(!svg.contains("<image"));
        QVERIFY(!svg.contains("<mask"));
        QSvgRenderer renderer(svg);
        QVERIFY(renderer.isValid());
    }

    void pdfIsVectorAndOnePage() {
        const QByteArray pdf = picturePdf(crowdedModel(), {.title = QStringLiteral("crowded")});
        QVERIFY(pdf.startsWith("%PDF-1.4"));
        QVERIFY(pdf.contains("/Count 1"));
        QVERIFY(!pdf.contains("/Subtype /Image"));
        QVERIFY(pdf.contains("/FontFile"));
    }

    void theFormatFollowsTheEnding() {
        QTemporaryDir folder;
        const CanvasModel model = crowdedModel();
        const QString svg = folder.filePath(QStringLiteral("a.SVG"));
        QVERIFY(writePicture(model, svg, {.title = {}}).ok());
        QVERIFY(QFileInfo::exists(svg));
        QVERIFY(!writePicture(model, folder.filePath(QStringLiteral("a.gif")), {.title = {}}).ok());
        QVERIFY(!writePicture(model, QStringLiteral("/nowhere/a.png"), {.title = {}}).ok());
    }

    /// Every shipped layout in every theme and scale: painted, not uniform. With the variable
    /// STOWAGE_PICTURES the pictures are kept there.
    void shippedLayoutsPaint() {
        const QString keep = qEnvironmentVariable("STOWAGE_PICTURES");
        for (const char* name :
             {"multi-node", "plex-commons", "agency", "all-together", "one-vps"}) {
            const CanvasModel model = canvasModelOf(testkit::shippedInput(name));
            for (const ThemeKind theme : {ThemeKind::Light, ThemeKind::Dark}) {
                for (const qreal zoom : {0.15, 0.4, 1.0}) {
                    const QImage image =
                        pictureImage(model, {.theme = theme, .zoom = zoom, .title = {}});
                    QVERIFY(coloursIn(image) > 8);
                    if (!keep.isEmpty()) {
                        QVERIFY(image.save(QStringLiteral("%1/%2-%3-%4.png")
                                               .arg(keep, QLatin1String(name))
                                               .arg(static_cast<int>(theme))
                                               .arg(static_cast<int>(zoom * 100))));
                    }
                }
            }
        }
        if (!keep.isEmpty()) {
            QVERIFY(pictureImage(crowdedModel(), {.title = {}})
                        .save(keep + QStringLiteral("/crowded.png")));
            QVERIFY(pictureImage(crowdedModel(),
                                 {.theme = ThemeKind::Dark, .pixelsPerPoint = 2, .title = {}})
                        .save(keep + QStringLiteral("/crowded-dark-2x.png")));
        }
    }
};

}  // namespace stowage::gui

QTEST_MAIN(stowage::gui::PictureExportTest)
#include "picture_export_test.moc"
