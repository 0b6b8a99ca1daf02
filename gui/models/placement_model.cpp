#include "gui/models/placement_model.h"

#include <algorithm>

#include "gui/canvas_text.h"

namespace stowage::gui {
namespace {

/// What is unknown sorts below every figure.
constexpr qlonglong kNoFigure = -1;

qlonglong sortFigure(const std::optional<Bytes>& bytes) {
    return bytes ? static_cast<qlonglong>(bytes->raw()) : kNoFigure;
}

/// Figures to the right, so that their digits stand below each other.
int alignmentOf(int column) {
    const bool isFigure =
        column >= PlacementModel::RequestColumn && column <= PlacementModel::RangeColumn;
    return static_cast<int>((isFigure ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
}

}  // namespace

PlacementModel::PlacementModel(QObject* parent) : QAbstractTableModel(parent) {}

void PlacementModel::setPlan(std::shared_ptr<const CapacityPlan> plan, ByteUnits units) {
    beginResetModel();
    m_plan = std::move(plan);
    m_ledger = m_plan == nullptr ? MemoryLedger() : MemoryLedger(*m_plan);
    m_units = units;
    endResetModel();
}

int PlacementModel::rowOf(const QString& pod) const {
    for (int row = 0; row < rowCount(); ++row) {
        if (qs(m_plan->placement[static_cast<std::size_t>(row)].pod) == pod) {
            return row;
        }
    }
    return -1;
}

int PlacementModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() || m_plan == nullptr ? 0 : static_cast<int>(m_plan->placement.size());
}

int PlacementModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant PlacementModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || m_plan == nullptr) {
        return {};
    }
    const PlanPod& pod = m_plan->placement[static_cast<std::size_t>(index.row())];
    if (role == Qt::DisplayRole) {
        return textOf(pod, index.column());
    }
    if (role == SortRole) {
        return sortValueOf(pod, index.column());
    }
    if (role == PodRole) {
        return qs(pod.pod);
    }
    if (role == Qt::ToolTipRole) {
        return fourFiguresText(pod, m_ledger, m_units);
    }
    if (role == Qt::TextAlignmentRole) {
        return alignmentOf(index.column());
    }
    return {};
}

QVariant PlacementModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation == Qt::Horizontal && role == Qt::TextAlignmentRole) {
        return alignmentOf(section);
    }
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
        case NodeColumn:
            return tr("Server");
        case NamespaceColumn:
            return tr("Namespace");
        case PodColumn:
            return tr("Pod");
        case RequestColumn:
            return tr("Reserved (request)");
        case ExpectedColumn:
            return tr("Expected");
        case LimitColumn:
            return tr("Ceiling (limit)");
        case MeasuredColumn:
            return tr("Measured");
        case RangeColumn:
            return tr("Range");
        case VolumeColumn:
            return tr("Volume");
        case ReasonColumn:
            return tr("Remark");
        default:
            return {};
    }
}

QString PlacementModel::textOf(const PlanPod& pod, int column) const {
    switch (column) {
        case NodeColumn:
            return pod.node.empty() ? tr("does not fit") : qs(pod.node);
        case NamespaceColumn:
            return namespaceOf(pod);
        case PodColumn:
            return shortPodName(pod);
        case RequestColumn:
            return pod.requests.memory.isZero() ? tr("none")
                                                : bytesText(pod.requests.memory, m_units);
        case ExpectedColumn:
            return bytesText(m_ledger.of(pod.expected), m_units);
        case LimitColumn:
            return pod.memoryLimit ? bytesText(*pod.memoryLimit, m_units) : tr("none");
        case MeasuredColumn:
            return pod.measured ? bytesText(*pod.measured, m_units) : tr("not measured");
        case RangeColumn:
            return rangeOf(pod);
        case VolumeColumn:
            return volumesOf(pod);
        case ReasonColumn:
            if (pod.node.empty()) {
                return waitingReasonOf(*m_plan);
            }
            return !pod.requests.memory.isZero() && m_ledger.of(pod.expected) > pod.requests.memory
                       ? tr("▲ uses more than it reserves")
                       : QString();
        default:
            return {};
    }
}

QVariant PlacementModel::sortValueOf(const PlanPod& pod, int column) const {
    switch (column) {
        case RequestColumn:
            return sortFigure(pod.requests.memory);
        case ExpectedColumn:
            return sortFigure(m_ledger.of(pod.expected));
        case LimitColumn:
            return sortFigure(pod.memoryLimit);
        case MeasuredColumn:
            return sortFigure(pod.measured);
        case RangeColumn:
            return pod.quality == "measured"
                       ? kNoFigure
                       : sortFigure(m_ledger.highOf(pod) - m_ledger.lowOf(pod));
        default:
            return textOf(pod, column);
    }
}

QString PlacementModel::rangeOf(const PlanPod& pod) const {
    const Bytes low = m_ledger.lowOf(pod);
    const Bytes high = m_ledger.highOf(pod);
    if (high <= low) {
        return {};
    }
    return tr("%1 to %2 %3")
        .arg(bytesText(low, m_units), bytesText(high, m_units), qualityMark(pod.quality));
}

QString PlacementModel::volumesOf(const PlanPod& pod) const {
    QStringList names;
    for (const PlanVolume& volume : m_plan->volumes) {
        if (usesVolume(pod, volume)) {
            names.append(
                tr("%1, %2").arg(volumeLabel(qs(volume.claim)), bytesText(volume.size, m_units)));
        }
    }
    return names.join(QStringLiteral("; "));
}

}  // namespace stowage::gui
