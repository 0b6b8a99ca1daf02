#pragma once

#include <QString>

#include "gui/workbench.h"

namespace stowage::gui {

class MainWindow;

/// Exit codes of contracts.md, as far as the window has them.
inline constexpr int kDone = 0;
inline constexpr int kOperatingError = 1;
inline constexpr int kBadUsage = 2;
inline constexpr int kInfeasible = 4;
int exitCodeOf(const Error& error);

/// What `--export FILE` asks for.
struct ExportRequest {
    QString input;   ///< a scenario or a plan
    QString output;  ///< .png, .svg or .pdf
    QString screen;  ///< empty: the whole layout, or the report when the output is a PDF
    int pixelsPerPoint = 1;
};

/// Opens the input, plans it, waits for the answer, writes the picture. Runs its own event loop;
/// the window is never shown. Returns the exit code of contracts.md: 4 when no layout satisfies the
/// scenario, though the picture is written; the text of an error is in `message`.
int runExport(MainWindow& window, const ExportRequest& request, QString& message);

}  // namespace stowage::gui
