#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QFile>
#include <QTemporaryDir>
#include <QTimer>
#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include "gui/main_window.h"
#include "gui/theme.h"
#include "model/canonical_document.h"
#include "model/json_patch.h"
#include "tests/bench/figure_line.h"

namespace stowage::gui {
namespace {

constexpr const char* kToday = "2026-11-25";
constexpr int kEdits = 40;
constexpr std::size_t kTypicalApps = 12;

double residentMegabytes() {
    QFile statm(QStringLiteral("/proc/self/statm"));
    statm.open(QIODevice::ReadOnly);
    return statm.readAll().split(' ').value(1).toDouble() * 4096 / 1e6;
}

/// Waits for the event loop until a condition holds.
template <typename Condition>
void waitUntil(const Condition& condition) {
    QEventLoop loop;
    QTimer poll;
    QObject::connect(&poll, &QTimer::timeout, &loop, [&] {
        if (condition()) {
            loop.quit();
        }
    });
    poll.start(1);
    if (!condition()) {
        loop.exec();
    }
}

bool isAnswered(Workbench& bench) {
    return bench.report() && bench.reportFreshness() == Freshness::Current && !bench.isSearching();
}

/// The first apps of the agency: 12 apps, some 60 pods on one server.
std::string typicalScenario() {
    ScenarioDocument document;
    const Status opened =
        document.open(QStringLiteral(STOWAGE_SOURCE_FOLDER "/scenarios/agency.yaml"));
    if (!opened.ok()) {
        return {};
    }
    DocumentNode tree = *document.tree();
    for (DocumentNode::Entry& entry : tree.entries) {
        if (entry.key == "apps" && entry.value.items.size() > kTypicalApps) {
            entry.value.items.resize(kTypicalApps);
        }
    }
    return writeYaml(tree);
}

/// From an edit in the document to the painted verdict of the held servers.
void measureEdits(MainWindow& window, const char* name, double limit) {
    Workbench& bench = window.workbench();
    std::vector<double> times;
    for (int at = 0; at < kEdits; ++at) {
        const DocumentNode patch = patchSetting(
            *bench.document().tree(),
            {{.path = {"requirements", "p95LatencyMs"}, .value = makeNumber(500 + at % 2)}});
        bool isPainted = false;
        const auto painted = QObject::connect(&bench, &Workbench::shownPlanChanged, &window, [&] {
            if (bench.shownFreshness() == Freshness::Current) {
                window.repaint();
                isPainted = true;
            }
        });
        QElapsedTimer timer;
        timer.start();
        if (!bench.document().apply(QStringLiteral("edit"), patch).ok()) {
            std::printf("{\"error\": \"the edit was refused\"}\n");
            return;
        }
        waitUntil([&] { return isPainted; });
        times.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
        QObject::disconnect(painted);
        waitUntil([&] { return isAnswered(bench); });
    }
    std::sort(times.begin(), times.end());
    testkit::printFigure(std::string("edit to painted verdict p95, ") + name,
                         times[times.size() * 95 / 100], "ms", limit);
    testkit::printFigure(std::string("edit to painted verdict median, ") + name,
                         times[times.size() / 2], "ms", 0);
}

bool measureScenario(MainWindow& window, const char* name, const std::string& text,
                     const QString& folder, double editLimit, double residentLimit) {
    Workbench& bench = window.workbench();
    if (!bench.openUntitled(QLatin1String(name), text, folder).ok()) {
        return false;
    }
    waitUntil([&] { return isAnswered(bench); });
    window.showWorkspace(Workspace::Layout);
    QCoreApplication::processEvents();
    measureEdits(window, name, editLimit);
    testkit::printFigure(std::string("resident, ") + name, residentMegabytes(), "MB",
                         residentLimit);
    return bench.report() && !bench.report()->recommended.empty();
}

std::string fileText(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

}  // namespace

int measureWindow() {
    const auto data = loadEngineData({}, kToday, 2);
    QTemporaryDir folder;
    AppSettings settings(folder.filePath(QStringLiteral("settings.ini")));
    MainWindow window(*data, settings);
    window.resize(1920, 1080);
    window.show();
    QCoreApplication::processEvents();
    const QString scenarios = QStringLiteral(STOWAGE_SOURCE_FOLDER "/scenarios");
    const bool isTypical =
        measureScenario(window, "12 apps", typicalScenario(), scenarios, 50, 110);
    const bool isAgency = measureScenario(
        window, "agency", fileText(scenarios + QStringLiteral("/agency.yaml")), scenarios, 0, 160);
    return isTypical && isAgency ? 0 : 1;
}

}  // namespace stowage::gui

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    stowage::gui::loadFonts();
    return stowage::gui::measureWindow();
}
