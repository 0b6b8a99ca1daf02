#include <QAccessible>
#include <QPainter>
#include <QtTest>
#include <limits>

#include "gui/charts/axis.h"
#include "gui/charts/bar_chart.h"
#include "gui/charts/pareto_chart.h"
#include "gui/charts/range_chart.h"
#include "gui/charts/spark_chart.h"
#include "tests/gui/grab.h"

namespace stowage::gui {
namespace {

ParetoPoint point(const char* id, std::int64_t dollars, std::int64_t mebibytesLeft) {
    return {.id = QLatin1String(id),
            .letter = QLatin1String(id),
            .name = QLatin1String(id),
            .cost = Money::fromRaw(dollars * 1'000'000),
            .headroom = mebibytes(mebibytesLeft),
            .risk = 1e-7};
}

ServerBars fullServer() {
    ServerBars bars{
        .name = QStringLiteral("node-1"), .capacity = mebibytes(2000), .usable = mebibytes(1800)};
    bars.promised = {{QStringLiteral("web"), mebibytes(500), Category::App}};
    bars.expected = {{QStringLiteral("OS + K3s"), mebibytes(700), std::nullopt},
                     {QStringLiteral("web"), mebibytes(800), Category::App},
                     {QStringLiteral("databases"), mebibytes(900), Category::Database}};
    return bars;
}

QImage paintedBar(const MemoryBar& bar, const Theme& theme) {
    QImage image(400, 20, QImage::Format_RGB32);
    image.fill(theme.panel);
    QPainter painter(&image);
    paintMemoryBar(painter, QRectF(0, 4, 400, 12), bar, theme);
    return image;
}

int pixelsOf(const QImage& image, const QColor& colour, int from, int to) {
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = from; x < to; ++x) {
            count += image.pixelColor(x, y).rgb() == colour.rgb() ? 1 : 0;
        }
    }
    return count;
}

}  // namespace

class ChartTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void axisMapsBothWays() {
        // A quarter of the way from 100 to 300 pixels is 150.
        const Axis axis{.low = 0, .high = 8, .from = 100, .to = 300};
        QCOMPARE(axis.at(2), 150.0);
        QCOMPARE(axis.valueAt(150), 2.0);
        // Upside down, as a vertical axis is.
        const Axis up{.low = 0, .high = 10, .from = 100, .to = 0};
        QCOMPARE(up.at(2.5), 75.0);
        // Nothing to map: the middle.
        const Axis empty{.low = 3, .high = 3, .from = 0, .to = 10};
        QCOMPARE(empty.at(3), 5.0);
    }

    void ticksAreRoundAndFew() {
        QCOMPARE(roundTicks(0, 60, 4), (std::vector<double>{0, 20, 40, 60}));
        QCOMPARE(roundTicks(-500, 1500, 5), (std::vector<double>{-500, 0, 500, 1000, 1500}));
        QVERIFY(roundTicks(5, 5, 4).empty());
        QVERIFY(roundTicks(0, std::numeric_limits<double>::infinity(), 4).empty());
        for (int most = 1; most < 12; ++most) {
            const std::vector<double> ticks = roundTicks(0.13, 97.2, most);
            QVERIFY(ticks.size() <= static_cast<std::size_t>(most));
        }
    }

    void bytesTickInPowersOfTwo() {
        const double gib = 1024.0 * 1024 * 1024;
        // 4 GiB in at most 5: one each GiB.
        QCOMPARE(byteTicks(0, 4 * gib, 5),
                 (std::vector<double>{0, gib, 2 * gib, 3 * gib, 4 * gib}));
    }

    void dominatedPointsLeaveTheFrontier() {
        // B costs more than A and leaves less; D costs the same as C and leaves less.
        const std::vector<ParetoPoint> points{point("A", 12, 100), point("B", 24, 50),
                                              point("C", 30, 900), point("D", 30, 800)};
        QCOMPARE(frontierOf(points, ParetoAxis::Headroom, ParetoAxis::Cost),
                 (std::vector<std::size_t>{0, 2}));
    }

    void refusedPointsAreNeitherOnTheFrontierNorBeatAnything() {
        std::vector<ParetoPoint> points{point("A", 12, 100), point("B", 4, 900)};
        points[1].state = ParetoState::Refused;
        QCOMPARE(frontierOf(points, ParetoAxis::Headroom, ParetoAxis::Cost),
                 (std::vector<std::size_t>{0}));
    }

    void equalPointsShareTheFrontier() {
        const std::vector<ParetoPoint> points{point("A", 12, 100), point("B", 12, 100)};
        QCOMPARE(frontierOf(points, ParetoAxis::Headroom, ParetoAxis::Cost).size(), std::size_t{2});
    }

    void whatCostsEffortDoesNotBeatWhatCostsNone() {
        // B leaves more memory at the same price, but ten services have to move for it.
        std::vector<ParetoPoint> points{point("A", 12, 100), point("B", 12, 200)};
        points[1].migrations = 10;
        QCOMPARE(beatenBy(points), (std::vector<std::optional<std::size_t>>{{}, {}}));
        // Without the effort A is beaten, unless the order of preference chose it.
        points[1].migrations = 0;
        QCOMPARE(beatenBy(points), (std::vector<std::optional<std::size_t>>{1, {}}));
        points[0].isRecommended = true;
        QCOMPARE(beatenBy(points), (std::vector<std::optional<std::size_t>>{{}, {}}));
    }

    void aLayoutThatIsBetterOnOneAxisOnlyBeatsNothing() {
        // B costs as much, leaves more and runs out of memory more often.
        std::vector<ParetoPoint> points{point("A", 12, 100), point("B", 12, 200)};
        points[0].risk = 1e-5;
        points[1].risk = 1e-3;
        QCOMPARE(beatenBy(points), (std::vector<std::optional<std::size_t>>{{}, {}}));
    }

    void lettersOfAPlotNeitherOverlapNorLeaveIt() {
        std::vector<ParetoPoint> points;
        for (int i = 0; i < 14; ++i) {
            const std::string letter(1, static_cast<char>('A' + i));
            points.push_back(point(letter.c_str(), 12 + i / 5, 900 + 30 * (i % 5)));
        }
        points.push_back(point("P", 60, -2000));
        points.push_back(point("Q", 1, 1100));
        for (const QSize size : {QSize(480, 240), QSize(280, 150), QSize(900, 300)}) {
            ParetoChart chart;
            chart.resize(size);
            chart.setPoints(points, "USD");
            const std::vector<ParetoChart::Label> labels = chart.labels();
            int letters = 0;
            for (std::size_t i = 0; i < labels.size(); ++i) {
                const QString& text = labels[i].text;
                letters += static_cast<int>(text.count(QLatin1Char(',')) + 1 +
                                            text.section(QLatin1Char('+'), 1).toInt());
                QVERIFY2(QRectF(chart.rect()).contains(labels[i].box), qPrintable(labels[i].text));
                for (std::size_t k = 0; size.width() > 300 && k < i; ++k) {
                    QVERIFY2(!labels[i].box.intersects(labels[k].box),
                             qPrintable(labels[i].text + labels[k].text));
                }
            }
            QCOMPARE(letters, static_cast<int>(points.size()));
        }
    }

    void whatIsUnknownStandsAtThePoorEnd() {
        ParetoChart chart;
        chart.resize(480, 240);
        std::vector<ParetoPoint> points{point("A", 12, 100), point("B", 24, 900)};
        points[0].risk = 1e-5;
        points[1].risk.reset();
        chart.setPoints(points, "USD");
        chart.setAxes(ParetoAxis::Cost, ParetoAxis::Risk);
        // Less risk is better and lies below: the unknown one stands above all others.
        QVERIFY(chart.placeOf(1).y() < chart.placeOf(0).y());
        chart.setAxes(ParetoAxis::Risk, ParetoAxis::Cost);
        QVERIFY(chart.placeOf(1).x() > chart.placeOf(0).x());
    }

    void whatLiesBeyondTheCapacityIsHatched() {
        const Theme& theme = themeOf(ThemeKind::Light);
        const ServerBars server = fullServer();
        // 700 + 800 + 900 = 2,400 of 2,000: the line stands at 400 * 2000 / 2400 = 333.
        const MemoryBar bar{
            .segments = server.expected, .capacity = server.capacity, .usable = server.usable};
        const QImage image = paintedBar(bar, theme);
        QVERIFY(pixelsOf(image, theme.danger, 340, 398) > 20);
        QCOMPARE(pixelsOf(image, theme.danger, 0, 328), 0);
        const MemoryBar small{.segments = server.promised, .capacity = server.capacity};
        QCOMPARE(pixelsOf(paintedBar(small, theme), theme.danger, 0, 400), 0);
    }

    void barsShareOneScale() {
        ServerBars large = fullServer();
        large.capacity = mebibytes(4000);
        QCOMPARE(sharedScaleOf({fullServer(), large}), mebibytes(4000));
        // The sum counts where it is more than the server.
        QCOMPARE(sharedScaleOf({fullServer()}), mebibytes(2400));
    }

    void hintsNameTheDenominator() {
        BarChart chart;
        chart.resize(420, 80);
        chart.setServers({fullServer()});
        // 420 - 64 - 104 = 252 pixels for 2,400 MiB; the first 700 are the machine's.
        QCOMPARE(chart.hintAt(QPointF(80, 48)),
                 QStringLiteral("OS + K3s: 700 MiB of the 1.95 GiB that node-1 has"));
        QVERIFY(chart.hintAt(QPointF(5, 48)).isEmpty());
    }

    void assistiveTechnologyReadsTheValues() {
        BarChart chart;
        chart.setServers({fullServer()});
        QAccessibleInterface* reader = QAccessible::queryAccessibleInterface(&chart);
        QVERIFY(reader != nullptr);
        QCOMPARE(reader->role(), QAccessible::Chart);
        // 2,400 / 1,024 = 2.34; 2,000 / 1,024 = 1.95.
        QVERIFY(reader->text(QAccessible::Value)
                    .contains(QStringLiteral("node-1 expected: 2.34 of 1.95 GiB")));
        SparkChart spark;
        QCOMPARE(QAccessible::queryAccessibleInterface(&spark)->role(), QAccessible::Chart);
    }

    void paretoIsDrivenByKeys() {
        ParetoChart chart;
        chart.resize(480, 240);
        chart.setPoints({point("A", 30, 900), point("B", 12, 100)}, "USD");
        QSignalSpy changed(&chart, &ParetoChart::currentChanged);
        QSignalSpy activated(&chart, &ParetoChart::planActivated);
        QTest::keyClick(&chart, Qt::Key_Right);
        // The first one is the leftmost, which leaves least.
        QCOMPARE(chart.current(), QStringLiteral("B"));
        QTest::keyClick(&chart, Qt::Key_Right);
        QCOMPARE(chart.current(), QStringLiteral("A"));
        QTest::keyClick(&chart, Qt::Key_Right);
        QCOMPARE(chart.current(), QStringLiteral("A"));
        QTest::keyClick(&chart, Qt::Key_Return);
        QCOMPARE(activated.count(), 1);
        QCOMPARE(activated.at(0).at(0).toString(), QStringLiteral("A"));
        QCOMPARE(changed.count(), 2);
    }

    void paretoIsDrivenByTheMouse() {
        ParetoChart chart;
        chart.resize(480, 240);
        chart.setPoints({point("A", 30, 900), point("B", 12, 100)}, "USD");
        QTest::mouseClick(&chart, Qt::LeftButton, {}, chart.placeOf(1).toPoint());
        QCOMPARE(chart.current(), QStringLiteral("B"));
        // The mark follows its plan when the points change.
        chart.setPoints({point("B", 12, 100)}, "USD");
        QCOMPARE(chart.current(), QStringLiteral("B"));
        chart.setPoints({}, "USD");
        QVERIFY(chart.current().isEmpty());
        QVERIFY(!chart.grab().isNull());
    }

    void gapsAreGaps() {
        const Theme& theme = themeOf(ThemeKind::Light);
        QImage image(120, 30, QImage::Format_RGB32);
        image.fill(theme.panel);
        QPainter painter(&image);
        const double none = std::numeric_limits<double>::quiet_NaN();
        paintSpark(painter, QRectF(0, 0, 120, 30), {.values = {5, 5, none, none, 5, 5}}, theme);
        painter.end();
        // 116 pixels for five steps: the gap runs from 25 to 94.
        QCOMPARE(pixelsOf(image, theme.accent, 30, 90), 0);
        QVERIFY(pixelsOf(image, theme.accent, 3, 22) > 5);
    }

    void bothThemesPaintEverything_data() {
        QTest::addColumn<int>("kind");
        QTest::newRow("light") << static_cast<int>(ThemeKind::Light);
        QTest::newRow("dark") << static_cast<int>(ThemeKind::Dark);
        QTest::newRow("high contrast") << static_cast<int>(ThemeKind::HighContrast);
    }
    void bothThemesPaintEverything() {
        QFETCH(int, kind);
        applyTheme(*qApp, static_cast<ThemeKind>(kind));
        QWidget page;
        QVBoxLayout column(&page);
        BarChart bars;
        ServerBars small = fullServer();
        small.name = QStringLiteral("node-2");
        small.expected.pop_back();
        bars.setServers({fullServer(), small});
        bars.setAxis(BarChart::Axis::Shown);
        ParetoChart pareto;
        std::vector<ParetoPoint> points{point("A", 12, 100), point("B", 24, 1500),
                                        point("C", 102, 900), point("D", 4, -700)};
        points[3].state = ParetoState::Refused;
        points[0].isHeld = true;
        pareto.setPoints(points, "USD");
        pareto.setCurrent(QStringLiteral("B"));
        RangeChart range;
        range.setRange({.low = 220,
                        .value = 268,
                        .high = 340,
                        .lowText = QStringLiteral("220 MiB"),
                        .valueText = QStringLiteral("268 MiB"),
                        .highText = QStringLiteral("340 MiB"),
                        .flip = 472,
                        .flipText = QStringLiteral("472 MiB")});
        SparkChart spark;
        spark.setSeries({.values = {1, 2, 2, 3, 6, 8, 4, 3, 2}, .limit = 7}, QStringLiteral("day"));
        for (QWidget* chart : std::initializer_list<QWidget*>{&bars, &pareto, &range, &spark}) {
            column.addWidget(chart);
        }
        page.resize(520, 560);
        const QImage image = page.grab().toImage();
        QVERIFY(pixelsOf(image, currentTheme().accent, 0, image.width()) > 100);
        saveGrab(page, QStringLiteral("charts-%1").arg(kind));
        applyTheme(*qApp, ThemeKind::Light);
    }

    void rangesKeepTheirWordsInside_data() {
        QTest::addColumn<double>("value");
        QTest::newRow("low end") << 220.0;
        QTest::newRow("middle") << 268.0;
        QTest::newRow("high end") << 340.0;
    }
    void rangesKeepTheirWordsInside() {
        QFETCH(double, value);
        RangeChart chart;
        chart.setRange({.low = 220,
                        .value = value,
                        .high = 340,
                        .lowText = QStringLiteral("220 MiB"),
                        .valueText = QStringLiteral("268 MiB"),
                        .highText = QStringLiteral("340 MiB"),
                        .flip = 472,
                        .flipText = QStringLiteral("472 MiB")});
        chart.resize(chart.sizeHint());
        const QImage image = chart.grab().toImage();
        const QRgb ground = image.pixel(0, 0);
        for (int y = 0; y < image.height(); ++y) {
            QCOMPARE(image.pixel(0, y), ground);
            QCOMPARE(image.pixel(image.width() - 1, y), ground);
        }
        QVERIFY(chart.valueText().contains(QStringLiteral("flips at: 472 MiB")));
    }
};

}  // namespace stowage::gui

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    stowage::gui::loadFonts();
    stowage::gui::applyTheme(application, stowage::gui::ThemeKind::Light);
    stowage::gui::ChartTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "chart_test.moc"
