#pragma once

#include <QAbstractTableModel>
#include <memory>
#include <vector>

#include "gui/format.h"
#include "model/capacity_plan.h"

namespace stowage::gui {

/// The canvas as a table: one row a pod.
class PlacementModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column {
        NodeColumn,
        NamespaceColumn,
        PodColumn,
        RequestColumn,
        ExpectedColumn,
        LimitColumn,
        MeasuredColumn,
        RangeColumn,  ///< of the expected use; sorts by its width: what to measure first
        VolumeColumn,
        ReasonColumn,
        ColumnCount
    };
    enum Role {
        SortRole = Qt::UserRole,  ///< bytes for figures, text for words
        PodRole                   ///< "<namespace>/<name>-<n>"
    };

    explicit PlacementModel(QObject* parent = nullptr);

    void setPlan(std::shared_ptr<const CapacityPlan> plan, ByteUnits units = ByteUnits::Binary);
    /// The row of a pod; -1: none.
    int rowOf(const QString& pod) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation,
                        int role = Qt::DisplayRole) const override;

private:
    QString textOf(const PlanPod& pod, int column) const;
    QVariant sortValueOf(const PlanPod& pod, int column) const;
    QString rangeOf(const PlanPod& pod) const;
    QString volumesOf(const PlanPod& pod) const;

    std::shared_ptr<const CapacityPlan> m_plan;
    MemoryLedger m_ledger;
    ByteUnits m_units = ByteUnits::Binary;
};

}  // namespace stowage::gui
