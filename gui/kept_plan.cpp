#include "gui/kept_plan.h"

#include <QCoreApplication>
#include <QFileInfo>

#include "gui/format.h"
#include "model/base/result.h"
#include "model/canonical_document.h"
#include "model/plan_report.h"

namespace stowage::gui {
namespace {

constexpr const char* kToday = "today";

QString wordOf(const DocumentNode& node, const char* key) {
    const DocumentNode* found = node.find(key);
    return found != nullptr && found->kind == NodeKind::String ? qs(found->text) : QString();
}

KeptFile refused(const QString& path, const QString& why) {
    return {.kept = std::nullopt,
            .problem = QCoreApplication::translate(
                           "KeptPlan", "the kept plan '%1' cannot be read and was left alone: %2")
                           .arg(path, why)};
}

}  // namespace

std::shared_ptr<const CapacityPlan> planOf(const std::shared_ptr<const PlanReport>& report) {
    return report && !report->plans.empty()
               ? std::shared_ptr<const CapacityPlan>(report, &report->plans.front())
               : nullptr;
}

QByteArray toBytes(const KeptPlan& kept) {
    DocumentNode about = makeMap();
    addEntry(about, "name", makeString(ss(kept.name)));
    addEntry(about, "keptAt", makeString(ss(kept.keptAt.toUTC().toString(Qt::ISODateWithMs))));
    addEntry(about, "document", makeString(kept.tree));
    addEntry(about, "role", makeString(kept.role == KeptRole::Today ? kToday : "alternative"));
    DocumentNode node = toDocument(*kept.report);
    node.entries.pop_back();  // the digest comes last, over the name too
    addEntry(node, "kept", std::move(about));
    seal(node);
    return QByteArray::fromStdString(writeJson(node));
}

KeptFile readKeptFile(const QString& path) {
    Diagnostics diagnostics;
    auto text = readTextFile(ss(path), kPlanFileLimits.bytesMax);
    if (!text.ok()) {
        return refused(path, qs(text.error().message));
    }
    const auto document =
        parseDocument(ss(path), *text, DocumentFormat::Json, kPlanFileLimits, diagnostics);
    auto report = document ? parsePlanReport(*document, diagnostics) : std::nullopt;
    if (!report) {
        const std::vector<Diagnostic> findings = diagnostics.sorted();
        return refused(path, findings.empty() ? QString() : qs(toText(findings.front())));
    }
    const DocumentNode* about = document->root.find("kept");
    if (!isIntact(document->root) || about == nullptr || report->plans.empty()) {
        return refused(
            path, QCoreApplication::translate("KeptPlan", "the content does not match its digest"));
    }
    KeptPlan kept{.name = wordOf(*about, "name"),
                  .role = wordOf(*about, "role") == QLatin1String(kToday) ? KeptRole::Today
                                                                          : KeptRole::Alternative,
                  .report = std::make_shared<const PlanReport>(std::move(*report)),
                  .plan = nullptr,
                  .tree = ss(wordOf(*about, "document")),
                  .steps = std::nullopt,
                  .keptAt = QDateTime::fromString(wordOf(*about, "keptAt"), Qt::ISODateWithMs),
                  .file = QFileInfo(path).fileName()};
    kept.plan = planOf(kept.report);
    return {.kept = std::move(kept), .problem = {}};
}

}  // namespace stowage::gui
