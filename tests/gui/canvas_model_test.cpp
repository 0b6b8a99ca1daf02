#include "gui/canvas_model.h"

#include <QSignalSpy>
#include <QToolButton>
#include <QtTest>

#include "gui/canvas_geometry.h"
#include "gui/canvas_text.h"
#include "gui/layout_page.h"
#include "tests/gui/canvas_samples.h"
#include "tests/gui/grab.h"
#include "tests/gui/scenario_samples.h"

namespace stowage::gui {

class CanvasModelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { loadFonts(); }
    void init() { applyTheme(*qApp, ThemeKind::Light); }

    void areasOfCpuAddUp() {
        CanvasInput input = testkit::shippedInput("multi-node");
        input.measure = TileMeasure::Cpu;
        const CanvasModel model = canvasModelOf(input);
        const CanvasPlan plan = canvasPlanOf(model);
        QVERIFY(!model.nodes.empty());
        for (std::size_t n = 0; n < model.nodes.size(); ++n) {
            const PlanNode& node = input.plan->nodes[n];
            QCOMPARE(model.nodes[n].capacity, node.cpu.raw());
            const TileLayout& layout = plan.nodes[n];
            const qreal perMilli =
                layout.box.width() * layout.box.height() / static_cast<qreal>(node.cpu.raw());
            for (std::size_t g = 0; g < model.nodes[n].groups.size(); ++g) {
                for (std::size_t t = 0; t < model.nodes[n].groups[g].tiles.size(); ++t) {
                    const CanvasTile& tile = model.nodes[n].groups[g].tiles[t];
                    const std::int64_t cpu =
                        std::max<std::int64_t>(1, model.podOf(tile).expected.cpu.raw());
                    const QRectF& rect = layout.tiles[g][t];
                    QVERIFY(std::abs(rect.width() * rect.height() -
                                     perMilli * static_cast<qreal>(cpu)) < 1);
                }
            }
        }
    }

    void wordsSayWhatAreasShow() {
        CanvasInput input = testkit::shippedInput("two-apps-one-server");
        const CanvasModel memory = canvasModelOf(input);
        QVERIFY(memory.nodes.front().freeText.contains(QStringLiteral("iB")));
        input.measure = TileMeasure::Cpu;
        const CanvasModel cpu = canvasModelOf(input);
        QVERIFY(cpu.nodes.front().freeText.contains(QStringLiteral("CPU")));
        const CanvasTile& tile = cpu.nodes.front().groups.front().tiles.front();
        QVERIFY(tileTooltip(cpu, tile).contains(QStringLiteral("CPU: expected use in the peak")));
        // The bars of memory stay what they are.
        QCOMPARE(cpu.nodes.front().expected.figure, memory.nodes.front().expected.figure);
        QCOMPARE(cpu.nodes.front().expected.share, memory.nodes.front().expected.share);
        QCOMPARE(cpu.nodes.front().expected.machineShare,
                 memory.nodes.front().expected.machineShare);
    }

    void theBandSaysTheRangeOfTheReport() {
        const CanvasInput input = testkit::shippedInput("multi-node");
        const CanvasModel model = canvasModelOf(input);
        const MemoryLedger ledger(*input.plan);
        QVERIFY(ledger.isCore());
        for (std::size_t n = 0; n < model.nodes.size(); ++n) {
            const auto& band = input.plan->nodes[n].overheadBand;
            QVERIFY(band.has_value());
            const QString range =
                QStringLiteral("%1 to %2").arg(bytesText(band->coreLow), bytesText(band->coreHigh));
            QCOMPARE(model.nodes[n].machineRange, range);
            QVERIFY(machineTooltip(model.nodes[n]).contains(range));
            QVERIFY(nodeDescription(model.nodes[n]).contains(range));
        }
    }

    /// K3s is judged by what the kernel cannot take back: that is what "expected" says, on the
    /// tile, in its tooltip and in the sum.
    void expectedIsTheMeasureThatIsJudged() {
        const CanvasInput input = testkit::shippedInput("plex-commons");
        const CanvasModel model = canvasModelOf(input);
        const MemoryLedger ledger(*input.plan);
        QVERIFY(ledger.isCore());
        for (const CanvasGroup& group : model.nodes.front().groups) {
            for (const CanvasTile& tile : group.tiles) {
                const PlanPod& pod = model.podOf(tile);
                QCOMPARE(tile.figure, bytesText(pod.expected.core));
                QVERIFY(tileTooltip(model, tile)
                            .contains(QStringLiteral("expected ") + bytesText(pod.expected.core)));
                QVERIFY(tileTooltip(model, tile)
                            .contains(QStringLiteral("with file caches ") +
                                      bytesText(pod.expected.memory)));
            }
        }
    }

    void aKeyAndAButtonSwitchTheMeasure() {
        LayoutPage page;
        page.resize(1100, 700);
        page.setPlan(testkit::shippedInput("two-apps-one-server"), AnswerAge::Current);
        page.show();
        QVERIFY(QTest::qWaitForWindowActive(&page));
        auto* button = page.findChild<QToolButton*>(QStringLiteral("measureButton"));
        QCOMPARE(button->text(), QStringLiteral("Areas: memory"));
        page.view().setFocus();
        QTest::keyClick(&page.view(), Qt::Key_S);
        QCOMPARE(page.measure(), TileMeasure::Cpu);
        QCOMPARE(page.view().layoutScene().model().measure, TileMeasure::Cpu);
        QCOMPARE(button->text(), QStringLiteral("Areas: CPU"));
        // A new answer keeps what the person chose.
        page.setPlan(testkit::shippedInput("all-together"), AnswerAge::Current);
        QCOMPARE(page.view().layoutScene().model().measure, TileMeasure::Cpu);
        QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(page.view().layoutScene().model().measure, TileMeasure::Memory);
    }

    void withoutAPlanItSaysWhy() {
        LayoutPage page;
        page.resize(1024, 640);
        page.setPlan({}, AnswerAge::Current);
        page.setEmptyText(QStringLiteral("The first plan is being computed"));
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        saveGrab(page, QStringLiteral("layout-loading"));
        page.showTable(true);
        auto* empty = page.findChild<QLabel*>(QStringLiteral("tableEmpty"));
        QVERIFY(empty->isVisible());
        QCOMPARE(empty->text(), QStringLiteral("The first plan is being computed"));
        saveGrab(page, QStringLiteral("table-loading"));
        page.setPlan(testkit::shippedInput("two-apps-one-server"), AnswerAge::Current);
        QVERIFY(!empty->isVisible());
    }

    void aFilterSaysWhatItHides() {
        LayoutPage page;
        page.resize(1100, 700);
        page.setPlan(testkit::shippedInput("two-apps-one-server"), AnswerAge::Current);
        page.showTable(true);
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        auto* hidden = page.findChild<QLabel*>(QStringLiteral("hiddenRows"));
        QVERIFY(!hidden->isVisible());
        page.findChild<QLineEdit*>(QStringLiteral("layoutFilter"))
            ->setText(QStringLiteral("horizon"));
        // Two of the nineteen pods are horizons.
        QCOMPARE(hidden->text(), QStringLiteral("17 hidden"));
        QVERIFY(hidden->isVisible());
    }

    void pictures_data() {
        QTest::addColumn<int>("theme");
        QTest::newRow("light") << static_cast<int>(ThemeKind::Light);
        QTest::newRow("dark") << static_cast<int>(ThemeKind::Dark);
    }
    void pictures() {
        QFETCH(int, theme);
        applyTheme(*qApp, static_cast<ThemeKind>(theme));
        LayoutPage page;
        page.setMotion(Motion::Reduced);
        page.resize(1100, 700);
        for (const TileMeasure measure : {TileMeasure::Memory, TileMeasure::Cpu}) {
            page.setMeasure(measure);
            page.setPlan(testkit::shippedInput("all-together"), AnswerAge::Current);
            page.show();
            QVERIFY(QTest::qWaitForWindowExposed(&page));
            page.view().fitAll();
            saveGrab(page,
                     QStringLiteral("areas-%1-%2")
                         .arg(measureText(measure), QString::fromLatin1(QTest::currentDataTag())));
        }
    }
};

}  // namespace stowage::gui

QTEST_MAIN(stowage::gui::CanvasModelTest)
#include "canvas_model_test.moc"
