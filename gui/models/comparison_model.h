#pragma once

#include <QAbstractTableModel>
#include <QDateTime>
#include <memory>
#include <optional>
#include <vector>

#include "gui/charts/bar_chart.h"
#include "gui/charts/pareto_chart.h"
#include "model/capacity_plan.h"

namespace stowage::gui {

/// An alternative that the user keeps.
struct KeptLayout {
    QString name;
    std::shared_ptr<const CapacityPlan> plan;
    std::optional<int> editsAgo = 0;  ///< empty: before other edits, nobody counted them
    QDateTime keptAt;
    bool isToday = false;
};

enum class ColumnOrigin { Planned, Held, Kept, Refused };

/// One layout side by side with others.
struct ComparisonColumn {
    QString id;      ///< a plan id, "held", "kept:0" or "refused:0"
    QString letter;  ///< A, B, …
    ColumnOrigin origin = ColumnOrigin::Planned;
    int index = 0;                             ///< within its origin
    std::shared_ptr<const CapacityPlan> plan;  ///< null of a refused one
    std::optional<Refusal> refusal;
    PlanVerdict verdict = PlanVerdict::DoesNotFit;
    bool isRecommended = false;
    bool isToday = false;
    QString note;  ///< "recommended", "kept 2 edits ago"
};

/// The bars of all servers of one layout, on the scale of the whole row.
struct BarsCell {
    std::vector<MemoryBar> bars;
    QStringList names, figures;
    bool operator==(const BarsCell&) const = default;
};

enum class ComparisonRow {
    Layout,
    Verdict,
    Cost,
    Bill,
    Reserved,
    Expected,
    Headroom,
    Risk,
    Deploy,
    NodeLoss,
    Service,  ///< one row for each kind of service
    Changes,
    Certainty,
};

/// Columns are layouts, rows are what they are compared by. At most five columns at a time, all of
/// them in points().
class ComparisonModel : public QAbstractTableModel {
    Q_OBJECT

public:
    static constexpr int kMostColumns = 5;
    static constexpr const char* kHeldId = "held";
    enum Roles {
        SortRole = Qt::UserRole + 1,  ///< number of Cost, Headroom and Risk
        ColumnIdRole,
        VerdictRole,  ///< PlanVerdict as a number
        RowKindRole,
        BarsRole,     ///< BarsCell of Reserved and Expected
        IsBestRole,   ///< the best value of its row
        IsEqualRole,  ///< of a vertical header: the same in all columns
        IsKnownRole,  ///< false: nothing was computed for a refused layout
        FigureRole,   ///< Figure that explains the cell
    };

    explicit ComparisonModel(QObject* parent = nullptr);

    void setReport(std::shared_ptr<const PlanReport> report);
    void setKept(std::vector<KeptLayout> kept);
    /// Id of the column whose servers the canvas shows; empty: none.
    void setHeld(const QString& id);
    /// The layout of the canvas where it is none of the others: a column of its own, "held". Null:
    /// no such column.
    void setHeldPlan(std::shared_ptr<const CapacityPlan> plan);
    void setUnits(ByteUnits units);

    /// All layouts, shown or not.
    const std::vector<ComparisonColumn>& layouts() const { return m_layouts; }
    const ComparisonColumn* find(const QString& id) const;
    /// The layout of a column of the table.
    const ComparisonColumn& layoutAt(int column) const;
    /// Column of a layout; -1: not shown.
    int columnOf(const QString& id) const;
    /// Shows a layout, in place of the last one when there is no room.
    void bringIn(const QString& id);
    std::vector<ParetoPoint> points() const;
    std::string currency() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation,
                        int role = Qt::DisplayRole) const override;

private:
    struct Row {
        ComparisonRow kind = ComparisonRow::Layout;
        QString name;
        std::string service;
    };
    void rebuild();
    void addLayouts();
    void addPlanned(const std::optional<std::vector<std::string>>& binding);
    static QString noteOf(const KeptLayout& kept);
    void addRows();
    QString textOf(const Row& row, const ComparisonColumn& column) const;
    QString hintOf(const Row& row, const ComparisonColumn& column) const;
    BarsCell barsOf(const Row& row, const ComparisonColumn& column) const;
    Bytes sharedScale() const;
    std::optional<double> numberOf(const Row& row, const ComparisonColumn& column) const;
    bool isBest(const Row& row, const ComparisonColumn& column) const;
    bool isEqual(const Row& row) const;
    QVariant figureOf(const Row& row, const ComparisonColumn& column) const;
    QString rowName(const Row& row) const;

    std::shared_ptr<const PlanReport> m_report;
    std::vector<KeptLayout> m_kept;
    std::shared_ptr<const CapacityPlan> m_heldPlan;
    QString m_held;
    ByteUnits m_units = ByteUnits::Binary;
    std::vector<ComparisonColumn> m_layouts;
    std::vector<std::size_t> m_shown;  ///< indices into m_layouts
    std::vector<Row> m_rows;
};

}  // namespace stowage::gui
