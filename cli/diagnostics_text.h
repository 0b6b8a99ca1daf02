#pragma once

#include <string>

#include "model/diagnostic.h"
#include "model/document.h"

namespace stowage::cli {

class CliContext;

enum class CaretLines { No, Yes };

/// All findings in the order of files and lines, one a line, with caret lines where asked.
std::string diagnosticsText(const Diagnostics& diagnostics, CaretLines caretLines, int width);
/// "2 errors, 1 warning"; "no findings".
std::string diagnosticsSummary(const Diagnostics& diagnostics);
/// The document of kind Diagnostics. `written` is the file that the command wrote, empty when none.
DocumentNode diagnosticsReport(const Diagnostics& diagnostics, const std::string& written);

}  // namespace stowage::cli
