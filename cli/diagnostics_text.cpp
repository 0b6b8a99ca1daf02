#include "cli/diagnostics_text.h"

#include <fmt/format.h>

#include <string_view>
#include <utility>

#include "model/base/invariant.h"

namespace stowage::cli {

namespace {

DocumentNode toNode(const Diagnostic& diagnostic) {
    DocumentNode node = makeMap();
    addEntry(node, "severity", makeString(std::string(toWord(diagnostic.severity))));
    addEntry(node, "file", makeString(diagnostic.place.file));
    addEntry(node, "line", makeNumber(diagnostic.place.line));
    addEntry(node, "column", makeNumber(diagnostic.place.column));
    addEntry(node, "message", makeString(diagnostic.message));
    if (!diagnostic.hint.empty()) {
        addEntry(node, "hint", makeString(diagnostic.hint));
    }
    return node;
}

}  // namespace

std::string diagnosticsText(const Diagnostics& diagnostics, CaretLines caretLines, int width) {
    std::string text;
    for (const Diagnostic& diagnostic : diagnostics.sorted()) {
        text += toText(diagnostic) + "\n";
        if (caretLines == CaretLines::Yes) {
            text += renderCaret(diagnostic, width - 4);
        }
    }
    return text;
}

std::string diagnosticsSummary(const Diagnostics& diagnostics) {
    std::string text;
    for (const Severity severity : {Severity::Error, Severity::Warning, Severity::Note}) {
        const int count = diagnostics.count(severity);
        if (count > 0) {
            text += fmt::format("{}{} {}{}", text.empty() ? "" : ", ", count, toWord(severity),
                                count == 1 ? "" : "s");
        }
    }
    return text.empty() ? "no findings" : text;
}

DocumentNode diagnosticsReport(const Diagnostics& diagnostics, const std::string& written) {
    DocumentNode report = makeMap();
    addEntry(report, "apiVersion", makeString("stowage/v1"));
    addEntry(report, "kind", makeString("Diagnostics"));
    addEntry(report, "valid", makeBool(!diagnostics.hasErrors()));
    addEntry(report, "errors", makeNumber(diagnostics.count(Severity::Error)));
    addEntry(report, "warnings", makeNumber(diagnostics.count(Severity::Warning)));
    addEntry(report, "written", written.empty() ? makeNull() : makeString(written));
    DocumentNode list = makeSequence();
    for (const Diagnostic& diagnostic : diagnostics.sorted()) {
        list.items.push_back(toNode(diagnostic));
    }
    addEntry(report, "diagnostics", std::move(list));
    return report;
}

}  // namespace stowage::cli
