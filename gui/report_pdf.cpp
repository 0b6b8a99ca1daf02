#include "gui/report_pdf.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QPageSize>
#include <QPdfWriter>
#include <QTextDocument>

#include "gui/format.h"
#include "gui/picture_export.h"
#include "gui/plan_figures.h"

namespace stowage::gui {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("Report", text);
}

constexpr int kPictureWidth = 620;
constexpr int kPicturePixels = 2;
constexpr int kAssumptionsMax = 40;
/// The floor for print is 8 pt.
constexpr qreal kPointSize = 8.5;

/// Paper is always light.
const Theme& paper() {
    return themeOf(ThemeKind::Light);
}

QString cell(const QString& text, bool isNumber = false) {
    return QStringLiteral("<td align='%1' style='padding:2px 10px 2px 0'>%2</td>")
        .arg(isNumber ? QStringLiteral("right") : QStringLiteral("left"), text.toHtmlEscaped());
}

QString headCell(const QString& text) {
    return QStringLiteral("<th align='left' style='padding:2px 10px 2px 0;color:%1'>%2</th>")
        .arg(paper().muted.name(), text.toHtmlEscaped());
}

QString section(const QString& title) {
    return QStringLiteral("<h3 style='margin:14px 0 4px 0'>%1</h3>").arg(title.toHtmlEscaped());
}

QString lines(const QStringList& texts) {
    QString html = QStringLiteral("<ul style='margin:0'>");
    for (const QString& text : texts) {
        html += QStringLiteral("<li>%1</li>").arg(text.toHtmlEscaped());
    }
    return html + QStringLiteral("</ul>");
}

QString billHtml(const CapacityPlan& plan) {
    QString html = section(tr("Cost")) + QStringLiteral("<table cellspacing='0'>");
    for (const CostLine& line : plan.cost.lines) {
        html += QStringLiteral("<tr>") +
                cell(QStringLiteral("%1 × %2").arg(line.count).arg(qs(line.item))) +
                cell(moneyTextOf(line.monthly, plan.cost.currency), true) + QStringLiteral("</tr>");
    }
    html += QStringLiteral("<tr>") + cell(tr("per month")) +
            cell(moneyTextOf(plan.cost.monthly, plan.cost.currency), true) +
            QStringLiteral("</tr></table>");
    const QString proof = plan.cost.proven
                              ? tr("Proven: nothing cheaper passes every check.")
                              : tr("Not proven: no plan can cost less than %1.")
                                    .arg(moneyTextOf(plan.cost.lowerBound, plan.cost.currency));
    return html + QStringLiteral("<p style='margin:2px 0'>%1</p>").arg(proof.toHtmlEscaped());
}

QString nodesHtml(const CapacityPlan& plan) {
    QString html = section(tr("Servers")) + QStringLiteral("<table cellspacing='0'><tr>") +
                   headCell(tr("server")) + headCell(tr("offer")) +
                   headCell(tr("reserved (request)")) + headCell(tr("expected")) +
                   headCell(tr("of it OS + K3s")) + QStringLiteral("</tr>");
    const MemoryLedger ledger(plan);
    for (const PlanNode& node : plan.nodes) {
        html += QStringLiteral("<tr>") + cell(qs(node.name)) + cell(qs(node.offer)) +
                cell(bytesOfText(requestsOn(plan, node).memory, node.allocatableMemory)) +
                cell(bytesOfText(ledger.of(node.expected), node.capacity)) +
                cell(bytesText(ledger.of(node.overhead))) + QStringLiteral("</tr>");
    }
    return html + QStringLiteral("</table>");
}

QString podsHtml(const CapacityPlan& plan) {
    QString html = section(tr("Pods")) + QStringLiteral("<table cellspacing='0'><tr>") +
                   headCell(tr("pod")) + headCell(tr("server")) + headCell(tr("request")) +
                   headCell(tr("expected")) + headCell(tr("limit")) + headCell(tr("measured")) +
                   QStringLiteral("</tr>");
    const MemoryLedger ledger(plan);
    for (const PlanPod& pod : plan.placement) {
        html +=
            QStringLiteral("<tr>") + cell(qs(pod.pod)) +
            cell(pod.node.empty() ? tr("nowhere") : qs(pod.node)) +
            cell(pod.requests.memory.isZero() ? tr("none") : bytesText(pod.requests.memory), true) +
            cell(bytesText(ledger.of(pod.expected)), true) +
            cell(pod.memoryLimit ? bytesText(*pod.memoryLimit) : tr("none"), true) +
            cell(pod.measured ? bytesText(*pod.measured) : tr("not measured"), true) +
            QStringLiteral("</tr>");
    }
    return html + QStringLiteral("</table>");
}

QString checksHtml(const CapacityPlan& plan) {
    QString html = section(tr("Checks")) + QStringLiteral("<table cellspacing='0'>");
    for (const Check& check : plan.checks) {
        html += QStringLiteral("<tr><td style='padding:2px 10px 2px 0;color:%1'>%2</td>")
                    .arg(checkColour(check.verdict, paper()).name(), checkMark(check.verdict)) +
                cell(qs(std::string(toWord(check.id)))) + cell(qs(check.text)) +
                QStringLiteral("</tr>");
    }
    return html + QStringLiteral("</table>");
}

QString reasonsHtml(const planner::Explanation& explanation) {
    QStringList why;
    for (const planner::Reason& reason : explanation.why) {
        why.push_back(qs(reason.text));
    }
    QStringList breaks;
    for (const planner::Pressure& pressure : explanation.breaksFirst) {
        breaks.push_back(qs(pressure.text));
    }
    QString html;
    if (!why.isEmpty()) {
        html += section(tr("Why")) + lines(why);
    }
    if (!breaks.isEmpty()) {
        html += section(tr("What breaks first")) + lines(breaks);
    }
    return html;
}

QString refusedHtml(const PlanReport& report) {
    if (report.refused.empty()) {
        return {};
    }
    QStringList texts;
    for (const Refusal& refusal : report.refused) {
        QString text = tr("%1: %2").arg(qs(refusal.title), qs(refusal.text));
        if (refusal.smallestFix) {
            text += tr(". Smallest change: %1").arg(qs(refusal.smallestFix->text));
        }
        texts.push_back(text);
    }
    return section(tr("Not chosen")) + lines(texts);
}

QString assumptionsHtml(const PlanReport& report) {
    if (report.assumptions.empty()) {
        return {};
    }
    QString html = section(tr("What the answer rests on")) +
                   QStringLiteral("<table cellspacing='0'><tr>") + headCell(tr("figure")) +
                   headCell(tr("value")) + headCell(tr("range")) + headCell(tr("quality")) +
                   headCell(tr("date")) + QStringLiteral("</tr>");
    int shown = 0;
    for (const Assumption& one : report.assumptions) {
        if (++shown > kAssumptionsMax) {
            break;
        }
        html +=
            QStringLiteral("<tr>") + cell(qs(one.text)) + cell(qs(one.value), true) +
            cell(QStringLiteral("%1 – %2").arg(qs(one.low), qs(one.high))) +
            cell(QStringLiteral("%1 %2").arg(qualityMark(one.quality), qualityText(one.quality))) +
            cell(qs(one.date)) + QStringLiteral("</tr>");
    }
    html += QStringLiteral("</table>");
    const int hidden = static_cast<int>(report.assumptions.size()) - kAssumptionsMax;
    if (hidden > 0) {
        html += QStringLiteral("<p>%1</p>")
                    .arg(tr("and %1 more, all in the plan file").arg(hidden).toHtmlEscaped());
    }
    return html;
}

QString changesHtml(const CapacityPlan& plan) {
    QStringList texts;
    for (const Adjustment& one : plan.adjustments) {
        texts.push_back(tr("%1: %2 instead of %3 (%4)")
                            .arg(qs(one.target), qs(one.to), qs(one.from), qs(one.why)));
    }
    for (const Extra& extra : plan.extras) {
        texts.push_back(qs(extra.text));
    }
    return texts.isEmpty() ? QString() : section(tr("What has to change")) + lines(texts);
}

const CapacityPlan* shownPlan(const PlanReport& report) {
    const CapacityPlan* plan = report.findPlan(report.recommended);
    return plan == nullptr && !report.plans.empty() ? &report.plans.front() : plan;
}

QString plannedText(const PlanReport& report, const CapacityPlan& plan) {
    const auto age = oldestPriceDays(plan);
    const QString date = qs(report.today);
    return age ? tr("Planned on %1; its oldest price was read %2 days before.").arg(date).arg(*age)
               : tr("Planned on %1.").arg(date);
}

}  // namespace

QString reportHtml(const PlanReport& report, const planner::Explanation* explanation) {
    const CapacityPlan* plan = shownPlan(report);
    QString html =
        QStringLiteral("<h1 style='margin:0'>%1</h1>").arg(qs(report.scenarioName).toHtmlEscaped());
    if (plan == nullptr) {
        html += QStringLiteral("<h2>%1</h2>")
                    .arg(tr("No layout satisfies this scenario").toHtmlEscaped());
        return html + refusedHtml(report);
    }
    const PlanVerdict verdict = verdictOf(*plan, planner::bindingOf(report));
    html += QStringLiteral("<h2 style='margin:4px 0'><span style='color:%1'>%2 %3</span>: %4</h2>")
                .arg(verdictColour(verdict, paper()).name(), verdictMark(verdict),
                     verdictText(verdict).toHtmlEscaped(), qs(plan->title).toHtmlEscaped());
    html += QStringLiteral("<p style='color:%1;margin:0'>%2</p>")
                .arg(paper().muted.name(), plannedText(report, *plan).toHtmlEscaped());
    html +=
        QStringLiteral("<!--picture-->") + changesHtml(*plan) + billHtml(*plan) + nodesHtml(*plan);
    if (explanation != nullptr) {
        html += reasonsHtml(*explanation);
    }
    return html + refusedHtml(report) + checksHtml(*plan) + podsHtml(*plan) +
           assumptionsHtml(report);
}

void printReport(const PlanReport& report, const planner::Explanation* explanation,
                 QPagedPaintDevice& paper, const QStringList& hosts) {
    QTextDocument document;
    QFont font = fontOf(TextRole::Body);
    font.setPointSizeF(kPointSize);  // pixels would shrink with the resolution of the paper
    document.setDefaultFont(font);
    QString html = reportHtml(report, explanation);
    if (const CapacityPlan* plan = shownPlan(report)) {
        const CanvasModel model =
            canvasModelOf({.plan = std::make_shared<const CapacityPlan>(*plan), .hosts = hosts});
        const QImage picture = pictureImage(
            model, {.zoom = zoomForWidth(model, kPictureWidth), .pixelsPerPoint = kPicturePixels});
        document.addResource(QTextDocument::ImageResource, QUrl(QStringLiteral("layout")), picture);
        html.replace(QStringLiteral("<!--picture-->"),
                     QStringLiteral("<p><img src='layout' width='%1'></p>").arg(kPictureWidth));
    }
    document.setHtml(html);
    document.print(&paper);
}

QByteArray reportPdf(const PlanReport& report, const planner::Explanation* explanation,
                     const QStringList& hosts) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setPageSize(QPageSize(QPageSize::A4));
    writer.setTitle(qs(report.scenarioName));
    writer.setCreator(QStringLiteral("Stowage"));
    printReport(report, explanation, writer, hosts);
    buffer.close();
    return bytes;
}

}  // namespace stowage::gui
