#include <QApplication>
#include <QElapsedTimer>
#include <QScrollBar>
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <string>
#include <vector>

#include "gui/layout_view.h"
#include "gui/picture_export.h"
#include "tests/bench/figure_line.h"
#include "tests/gui/canvas_samples.h"

namespace stowage::gui {
namespace {

constexpr QSize kWindow(1920, 1080);
constexpr int kFrames = 120;

double percentile95(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() * 95 / 100];
}

CanvasInput inputOf(int nodes, int pods) {
    CanvasInput input;
    input.plan = std::make_shared<const CapacityPlan>(
        testkit::madePlan({.nodes = nodes, .podsPerNode = pods}));
    return input;
}

/// Time of the processor, so that what else the machine does is not counted.
double cpuMilliseconds() {
    return static_cast<double>(std::clock()) * 1000 / CLOCKS_PER_SEC;
}

/// Every frame moves both scroll bars and paints the whole window anew: the worst case.
double frameTime(LayoutView& view) {
    std::vector<double> frames;
    for (int i = 0; i < kFrames; ++i) {
        const auto step = [i](QScrollBar* bar) {
            const int range = bar->maximum() - bar->minimum();
            bar->setValue(bar->minimum() + (range == 0 ? 0 : (i * 37) % range));
        };
        const double start = cpuMilliseconds();
        step(view.horizontalScrollBar());
        step(view.verticalScrollBar());
        view.viewport()->repaint();
        frames.push_back(cpuMilliseconds() - start);
    }
    return percentile95(frames);
}

void measure(int nodes, int pods, double target) {
    LayoutView view(themeOf(ThemeKind::Light));
    view.setMotion(Motion::Reduced);
    view.resize(kWindow);
    view.show();
    QElapsedTimer timer;
    timer.start();
    view.setInput(inputOf(nodes, pods));
    const double build = static_cast<double>(timer.nsecsElapsed()) / 1e6;
    QCoreApplication::processEvents();
    view.fitAll();
    const double fit = frameTime(view);
    view.zoomTo(view.zoom() * 2.5, QPointF(900, 500));
    const double middle = frameTime(view);
    view.zoomTo(1, QPointF(900, 500));
    const double whole = frameTime(view);
    const std::string tiles = "canvas of " + std::to_string(nodes * pods) + " tiles, ";
    testkit::printFigure(tiles + "build", build, "ms", 0);
    testkit::printFigure(tiles + "frame p95, fitted", fit, "ms", target);
    testkit::printFigure(tiles + "frame p95, x2.5", middle, "ms", target);
    testkit::printFigure(tiles + "frame p95, 100 %", whole, "ms", target);
}

void measureExport(const char* name) {
    const CanvasModel model = canvasModelOf(testkit::shippedInput(name));
    QElapsedTimer timer;
    timer.start();
    const QByteArray svg = pictureSvg(model, {.title = {}});
    const double svgTime = static_cast<double>(timer.nsecsElapsed()) / 1e6;
    timer.restart();
    const QByteArray pdf = picturePdf(model, {.title = {}});
    const double pdfTime = static_cast<double>(timer.nsecsElapsed()) / 1e6;
    timer.restart();
    const QImage image = pictureImage(model, {.pixelsPerPoint = 2, .title = {}});
    const double pngTime = static_cast<double>(timer.nsecsElapsed()) / 1e6;
    // An empty picture would be fast.
    if (!svg.contains("<text") || pdf.size() < 1000 || image.isNull()) {
        std::printf("{\"error\": \"export of %s is empty\"}\n", name);
    }
    const std::string exported = std::string("export of ") + name + ", ";
    testkit::printFigure(exported + "SVG", svgTime, "ms", 50);
    testkit::printFigure(exported + "PDF", pdfTime, "ms", 0);
    testkit::printFigure(exported + "PNG at 2x", pngTime, "ms", 0);
}

}  // namespace
}  // namespace stowage::gui

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    stowage::gui::loadFonts();
    stowage::gui::applyTheme(application, stowage::gui::ThemeKind::Light);
    stowage::gui::measure(3, 100, 33);
    stowage::gui::measure(50, 100, 60);
    stowage::gui::measureExport("plex-commons");
    stowage::gui::measureExport("agency");
    return 0;
}
