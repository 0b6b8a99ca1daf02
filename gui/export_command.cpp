#include "gui/export_command.h"

#include <QCoreApplication>
#include <QEventLoop>

#include "gui/format.h"
#include "gui/main_window.h"
#include "gui/picture_export.h"
#include "gui/report_pdf.h"
#include "gui/screen_export.h"

namespace stowage::gui {
namespace {

/// Until the question on the screen is answered, or cannot be.
void waitFor(Workbench& bench, const QString& screen) {
    QEventLoop loop;
    const auto isDone = [&] {
        if (!bench.scenario() && !bench.problems().empty()) {
            return true;
        }
        const bool isPlanned = bench.reportFreshness() == Freshness::Current;
        return screen == QLatin1String("compare")
                   ? isPlanned && bench.comparisonFreshness() == Freshness::Current
                   : isPlanned;
    };
    const auto check = [&] {
        if (isDone()) {
            loop.quit();
        }
    };
    QObject::connect(&bench, &Workbench::reportChanged, &loop, check);
    QObject::connect(&bench, &Workbench::comparisonChanged, &loop, check);
    QObject::connect(&bench, &Workbench::scenarioRead, &loop, check);
    QObject::connect(&bench, &Workbench::failed, &loop, &QEventLoop::quit);
    if (!isDone()) {
        loop.exec();
    }
}

Status writeOutput(MainWindow& window, const ExportRequest& request) {
    Workbench& bench = window.workbench();
    const auto report = bench.report();
    const bool isPdf = request.output.endsWith(QLatin1String(".pdf"), Qt::CaseInsensitive);
    if (request.screen.isEmpty() && isPdf && report) {
        const auto explanation = explanationOf(*report, report->recommended);
        return writeBytes(request.output, reportPdf(*report, explanation ? &*explanation : nullptr,
                                                    window.canvasInput().hosts));
    }
    if (request.screen.isEmpty() && bench.shownPlan()) {
        return writePicture(
            canvasModelOf(window.canvasInput()), request.output,
            {.pixelsPerPoint = request.pixelsPerPoint, .title = qs(bench.shownPlan()->title)});
    }
    // Without a plan there is no layout to draw: the reasons are the picture. Sizes are those of a
    // window that was shown, though nobody sees it.
    window.setAttribute(Qt::WA_DontShowOnScreen);
    window.show();
    window.showScreen(request.screen.isEmpty() ? QStringLiteral("recommendation") : request.screen);
    QCoreApplication::processEvents();
    return exportWidget(window, request.output, request.pixelsPerPoint);
}

}  // namespace

int exitCodeOf(const Error& error) {
    return error.code == ErrorCode::InvalidArgument ? kBadUsage : kOperatingError;
}

int runExport(MainWindow& window, const ExportRequest& request, QString& message) {
    Workbench& bench = window.workbench();
    if (!request.input.isEmpty()) {
        const Status opened = bench.openFile(request.input);
        if (!opened.ok()) {
            message = qs(opened.error().message);
            return exitCodeOf(opened.error());
        }
        if (request.screen == QLatin1String("compare")) {
            window.showScreen(request.screen);
        }
        waitFor(bench, request.screen);
        if (!bench.report()) {
            message = bench.problems().empty()
                          ? QCoreApplication::translate("Export", "no plan was found")
                          : bench.problems().front().text;
            return bench.problems().empty() ? kOperatingError : kBadUsage;
        }
    }
    const Status written = writeOutput(window, request);
    if (!written.ok()) {
        message = qs(written.error().message);
        return exitCodeOf(written.error());
    }
    const auto report = bench.report();
    if (!report || !report->recommended.empty()) {
        return kDone;
    }
    return report->provenInfeasible ? kInfeasible : kOperatingError;
}

}  // namespace stowage::gui
