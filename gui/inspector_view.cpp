#include "gui/inspector_view.h"

#include <algorithm>

#include "gui/plan_figures.h"

namespace stowage::gui {
namespace {

QString row(const QString& name, const QString& value) {
    const Theme& theme = currentTheme();
    return QStringLiteral(
               "<tr><td style='color:%1;padding:2px 12px 2px 0'>%2</td>"
               "<td align='right' style='padding:2px 0'>%3</td></tr>")
        .arg(theme.muted.name(), name.toHtmlEscaped(), value.toHtmlEscaped());
}

QString heading(const QString& text, const QString& below) {
    return QStringLiteral(
               "<p style='font-size:%1px;font-weight:600;margin:0'>%2</p>"
               "<p style='color:%3;margin:2px 0 8px 0'>%4</p>")
        .arg(fontOf(TextRole::Title).pixelSize())
        .arg(text.toHtmlEscaped(), currentTheme().muted.name(), below.toHtmlEscaped());
}

QString paragraph(const QString& text) {
    return QStringLiteral("<p style='margin:8px 0 0 0'>%1</p>").arg(text.toHtmlEscaped());
}

const PlanPod* findPod(const CapacityPlan& plan, const QString& name) {
    const auto found = std::find_if(plan.placement.begin(), plan.placement.end(),
                                    [&](const PlanPod& pod) { return qs(pod.pod) == name; });
    return found == plan.placement.end() ? nullptr : &*found;
}

}  // namespace

InspectorView::InspectorView(QWidget* parent) : QTextBrowser(parent) {
    setObjectName(QStringLiteral("inspector"));
    setAccessibleName(tr("Inspector"));
    setFrameShape(QFrame::NoFrame);
    setOpenLinks(false);
    document()->setDocumentMargin(kPanelPadding);
    connect(this, &QTextBrowser::anchorClicked, this,
            [this](const QUrl& url) { Q_EMIT figureActivated(url.path()); });
    refresh();
}

void InspectorView::setSelection(std::shared_ptr<const CapacityPlan> plan, const QStringList& pods,
                                 const QString& node) {
    m_plan = std::move(plan);
    m_pods = pods;
    m_node = node;
    refresh();
}

void InspectorView::setByteUnits(ByteUnits units) {
    m_units = units;
    refresh();
}

void InspectorView::refresh() {
    QString html;
    if (m_plan && m_pods.size() == 1) {
        if (const PlanPod* pod = findPod(*m_plan, m_pods.front())) {
            html = podHtml(*pod);
        }
    } else if (m_plan && m_pods.size() > 1) {
        html = manyHtml();
    } else if (m_plan && !m_node.isEmpty()) {
        for (const PlanNode& node : m_plan->nodes) {
            if (qs(node.name) == m_node) {
                html = nodeHtml(node);
            }
        }
    }
    if (html.isEmpty()) {
        html = QStringLiteral("<p style='color:%1'>%2</p>")
                   .arg(currentTheme().muted.name(),
                        tr("Select a server or a pod on the canvas to see its figures.")
                            .toHtmlEscaped());
    }
    setHtml(html);
}

QString InspectorView::podHtml(const PlanPod& pod) const {
    const QString where = pod.node.empty() ? tr("placed nowhere") : tr("on %1").arg(qs(pod.node));
    const MemoryLedger ledger(*m_plan);
    const Bytes expected = ledger.of(pod.expected);
    QString html = heading(shortPodName(pod), tr("%1, %2").arg(namespaceOf(pod), where));
    html += QStringLiteral("<table width='100%' cellspacing='0'>");
    html +=
        row(tr("reserved (request)"),
            pod.requests.memory.isZero() ? tr("none") : bytesText(pod.requests.memory, m_units));
    html += row(tr("expected"), bytesText(expected, m_units));
    html += row(tr("ceiling (limit)"),
                pod.memoryLimit ? bytesText(*pod.memoryLimit, m_units) : tr("none"));
    html +=
        row(tr("measured"), pod.measured ? bytesText(*pod.measured, m_units) : tr("not measured"));
    html += row(tr("range of the expectation"),
                tr("%1 – %2").arg(bytesText(ledger.lowOf(pod), m_units),
                                  bytesText(ledger.highOf(pod), m_units)));
    html += row(tr("1 % of moments above"), bytesText(ledger.p99Of(pod), m_units));
    html +=
        row(tr("CPU reserved"), pod.requests.cpu.isZero() ? tr("none") : cpuText(pod.requests.cpu));
    html += row(tr("CPU expected"), cpuText(pod.expected.cpu));
    html += row(
        tr("figures from"),
        tr("%1 %2, %3").arg(qualityMark(pod.quality), qs(pod.profile), qualityText(pod.quality)));
    html += QStringLiteral("</table>");
    if (ledger.isCore()) {
        html += row(tr("with file caches"), bytesText(pod.expected.memory, m_units));
    }
    if (!pod.requests.memory.isZero() && expected > pod.requests.memory) {
        html +=
            paragraph(tr("▲ Uses more than it reserves: harmless alone, but the scheduler does "
                         "not know of it."));
    }
    html += QStringLiteral("<p><a href='%1' style='color:%2'>%3</a></p>")
                .arg(qs(pod.pod).toHtmlEscaped(), currentTheme().accent.name(),
                     tr("Where does this come from?").toHtmlEscaped());
    return html;
}

QString InspectorView::manyHtml() const {
    const MemoryLedger ledger(*m_plan);
    Bytes requests;
    Bytes expected;
    for (const QString& name : m_pods) {
        if (const PlanPod* pod = findPod(*m_plan, name)) {
            requests += pod->requests.memory;
            expected += ledger.of(pod->expected);
        }
    }
    return heading(tr("%n pods", nullptr, static_cast<int>(m_pods.size())),
                   tr("selected together")) +
           QStringLiteral("<table width='100%' cellspacing='0'>") +
           row(tr("reserved (request)"), bytesText(requests, m_units)) +
           row(tr("expected"), bytesText(expected, m_units)) + QStringLiteral("</table>");
}

QString InspectorView::nodeHtml(const PlanNode& node) const {
    QString html = heading(qs(node.name), tr("%1, %2").arg(qs(node.offer), qs(node.role)));
    const MemoryLedger ledger(*m_plan);
    const PlanResources promised = requestsOn(*m_plan, node);
    const auto pods = std::count_if(m_plan->placement.begin(), m_plan->placement.end(),
                                    [&](const PlanPod& pod) { return pod.node == node.name; });
    html += QStringLiteral("<table width='100%' cellspacing='0'>");
    html += row(tr("memory sold"), bytesText(node.memory, m_units));
    html += row(tr("the kernel reports"), bytesText(node.capacity, m_units));
    html += row(tr("left for requests"), bytesText(node.allocatableMemory, m_units));
    html += row(tr("reserved (requests)"), bytesText(promised.memory, m_units));
    html += row(tr("expected in all"), bytesText(ledger.of(node.expected), m_units));
    if (ledger.isCore()) {
        html += row(tr("with file caches"), bytesText(node.expected.memory, m_units));
    }
    if (node.overheadBand) {
        html += row(tr("of it OS + K3s"), bytesText(ledger.of(node.overhead), m_units));
        html += row(tr("range of OS + K3s"),
                    tr("%1 – %2").arg(bytesText(ledger.lowOf(*node.overheadBand), m_units),
                                      bytesText(ledger.highOf(*node.overheadBand), m_units)));
    }
    html += row(tr("CPU reserved"),
                tr("%1 of %2").arg(cpuText(promised.cpu), cpuText(node.allocatableCpu)));
    html += row(tr("pods"), tr("%1 of %2").arg(pods).arg(node.allocatablePods));
    html += row(tr("disk"), bytesText(node.disk, m_units));
    html += QStringLiteral("</table>");
    for (const NodeLossEntry& loss : m_plan->nodeLoss) {
        if (loss.node != node.name) {
            continue;
        }
        html += QStringLiteral(
                    "<p style='font-weight:600;margin:12px 0 4px 0'>%1</p><table "
                    "width='100%' cellspacing='0'>")
                    .arg(tr("If this server dies").toHtmlEscaped());
        for (const auto& [environment, word] : loss.environments) {
            html += row(qs(environment), nodeLossText(word));
        }
        html += QStringLiteral("</table>");
    }
    return html;
}

}  // namespace stowage::gui
