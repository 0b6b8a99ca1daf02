#include "gui/canvas_text.h"

#include <QCoreApplication>

namespace stowage::gui {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("Canvas", text);
}

QString stateSentences(const CanvasTile& tile) {
    QStringList lines;
    if (!tile.hasRequest) {
        lines.append(tr("Reserves nothing: Kubernetes counts it as free (dashed outline)."));
    }
    if (tile.usesMoreThanReserved) {
        lines.append(tr("▲ Uses more than it reserves; harmless alone."));
    }
    if (tile.isTied) {
        lines.append(tr("Its data is tied to this server."));
    }
    return lines.join(QLatin1Char('\n'));
}

}  // namespace

QString volumeLabel(const QString& claim) {
    QString name = claim.section(QLatin1Char('/'), -1);
    for (const QString& ending : {QStringLiteral("-pvc"), QStringLiteral("-data")}) {
        if (name.endsWith(ending)) {
            name.chop(ending.size());
        }
    }
    // Claims repeat the name of the app, which is the first part of the namespace.
    const QString environment = claim.section(QLatin1Char('/'), 0, 0);
    for (int dash = static_cast<int>(environment.size()); dash > 0;
         dash = static_cast<int>(environment.lastIndexOf(QLatin1Char('-'), dash - 1))) {
        const QString app = environment.left(dash) + QLatin1Char('-');
        if (name.startsWith(app)) {
            name = name.mid(app.size());
            break;
        }
    }
    if (name.startsWith(QStringLiteral("laravel-"))) {
        name = name.mid(8);
    }
    return name;
}

bool usesVolume(const PlanPod& pod, const PlanVolume& volume) {
    const std::size_t slash = volume.claim.find('/');
    if (slash == std::string::npos || volume.node != pod.node ||
        pod.pod.compare(0, slash + 1, volume.claim, 0, slash + 1) != 0) {
        return false;
    }
    const std::string name = volume.claim.substr(slash + 1);
    const bool isShared = name.find("-storage-") != std::string::npos;
    return isShared ? pod.origin == "app" : name.find(pod.role) != std::string::npos;
}

QString waitingReasonOf(const CapacityPlan& plan) {
    for (const Check& check : plan.checks) {
        if (check.verdict == Verdict::Fail) {
            return qs(check.text);
        }
    }
    return {};
}

QString tileTooltip(const CanvasModel& model, const CanvasTile& tile) {
    const PlanPod& pod = model.podOf(tile);
    QStringList lines{tileAccessibleName(model, tile),
                      fourFiguresText(pod, MemoryLedger(*model.plan), model.units)};
    if (model.measure == TileMeasure::Cpu) {
        lines.append(tr("Its area is %1 CPU: expected use in the peak hour.")
                         .arg(cpuText(pod.expected.cpu)));
    } else if (MemoryLedger(*model.plan).isCore()) {
        lines.append(tr("Expected is what the kernel cannot take back; with file caches %1.")
                         .arg(bytesText(pod.expected.memory, model.units)));
    }
    const QString states = stateSentences(tile);
    if (!states.isEmpty()) {
        lines.append(states);
    }
    if (tile.serviceKeys.isEmpty()) {
        lines.append(podsAreNotDraggedText());
    }
    return lines.join(QLatin1Char('\n'));
}

QString tileDescription(const CanvasModel& model, const CanvasTile& tile) {
    const PlanPod& pod = model.podOf(tile);
    QStringList parts{fourFiguresText(pod, MemoryLedger(*model.plan), model.units),
                      tr("expected figure: %1").arg(qualityText(pod.quality))};
    if (tile.usesMoreThanReserved) {
        parts.append(tr("uses more than it reserves"));
    }
    if (tile.isTied) {
        parts.append(tr("data tied to this server"));
    }
    if (pod.node.empty()) {
        parts.append(tr("does not fit on any server"));
    }
    return parts.join(QStringLiteral("; "));
}

QString tileAccessibleName(const CanvasModel& model, const CanvasTile& tile) {
    return tr("%1, %2").arg(tile.name, namespaceOf(model.podOf(tile)));
}

QString nodeTooltip(const CanvasNode& node) {
    return tr("%1: %2, %3\nreserved (request) %4: what Kubernetes sets aside\n"
              "expected %5: real use with OS + K3s\n%6 reserved")
        .arg(node.name, node.offer, node.sold, node.promised.figure, node.expected.figure,
             node.cpu.figure);
}

QString machineTooltip(const CanvasNode& node) {
    const QString text = tr("OS + K3s: %1 of %2 is not for pods").arg(node.machineText, node.name);
    return node.machineRange.isEmpty()
               ? text
               : text + tr("\nMay be %1: a server of yours that runs says more.")
                            .arg(node.machineRange);
}

QString nodeDescription(const CanvasNode& node) {
    return tr("%1, %2; reserved %3; expected %4; OS + K3s %5; %6")
        .arg(node.offer, node.sold, node.promised.figure, node.expected.figure,
             node.machineRange.isEmpty()
                 ? node.machineText
                 : tr("%1, range %2").arg(node.machineText, node.machineRange),
             node.freeText);
}

QString podsAreNotDraggedText() {
    return tr("Kubernetes decides where pods run: change replicas or the strategy instead.");
}

}  // namespace stowage::gui
