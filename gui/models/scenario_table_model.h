#pragma once

#include <QAbstractItemModel>
#include <optional>
#include <string>
#include <vector>

#include "gui/models/scenario_cells.h"

namespace stowage::gui {

/// Apps and their environments, and below them the workloads that are not Laravel. An app with one
/// environment is one row; others have a row of their own with their environments below. Cells are
/// edited in words; the model never writes, it says which edit was wanted.
class ScenarioTableModel : public QAbstractItemModel {
    Q_OBJECT

public:
    enum class RowKind { App, Environment, Group, Workload };
    /// Least certain: the environment with the widest guess in the present answer comes first.
    enum class RowOrder { AsWritten, LeastCertainFirst };
    enum Role {
        SortRole = Qt::UserRole,
        RowKindRole,
        OriginRole,      ///< CellOrigin as int
        QualityRole,     ///< QString, as qualityMark() takes it
        ReasonRole,      ///< sentences
        ModeRole,        ///< Mode as int; invalid: no service or not known
        CategoryRole,    ///< Category as int, of service cells
        DetailRole,      ///< second word of a name: the environment of an app with one
        EnvironmentRole  ///< id
    };
    /// A cell and what was typed for it.
    struct TypedCell {
        QModelIndex index;
        QString text;
    };
    /// A cell that cannot take its text, and why.
    struct BadCell {
        QString where, text, why;
    };
    /// Edits of several cells, each on the result of the ones before: all or none.
    struct TypedEdits {
        std::vector<Edit> edits;
        std::vector<BadCell> bad;
    };

    explicit ScenarioTableModel(QObject* parent = nullptr);

    void setView(const ScenarioView& view);
    const ScenarioView& view() const { return m_view; }
    void setOrder(RowOrder order);
    RowOrder order() const { return m_order; }

    CellColumn columnAt(int column) const;
    /// -1 when the column is not shown.
    int columnOf(CellColumn column) const;
    RowKind rowKind(const QModelIndex& index) const;
    const ScenarioCell& cell(const QModelIndex& index) const;
    /// The environment of a row; nullopt for apps with several, groups and workloads.
    std::optional<EnvironmentPlace> environmentAt(const QModelIndex& index) const;
    std::optional<AppPlace> appAt(const QModelIndex& index) const;
    std::optional<WorkloadPlace> workloadAt(const QModelIndex& index) const;
    /// Row of a workload by its app and its place in it; invalid when it is not there.
    QModelIndex indexOfWorkload(std::size_t app, std::size_t workload) const;
    /// Row of an environment id; invalid when it is not there.
    QModelIndex indexOf(const std::string& environmentId) const;
    /// "shop-production, Database": how messages name a cell.
    QString placeText(const QModelIndex& index) const;
    std::vector<ModeOffer> offersAt(const QModelIndex& index) const;

    /// The edit of one cell by what was typed; the error says why not.
    Typed<Edit> editFor(const DocumentNode& document, const QModelIndex& index,
                        const QString& typed) const;
    /// Backspace: back to what the blueprint, the planner or the usual value say.
    Typed<Edit> clearingEdit(const DocumentNode& document, const QModelIndex& index) const;
    /// One pod more or less.
    Typed<Edit> steppingEdit(const DocumentNode& document, const QModelIndex& index,
                             int step) const;
    TypedEdits editsFor(const std::vector<TypedCell>& cells) const;
    TypedEdits clearingEdits(const QModelIndexList& indexes) const;
    TypedEdits steppingEdits(const QModelIndexList& indexes, int step) const;

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& child) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    /// EditRole only. False when the text cannot be read; the editor keeps it.
    bool setData(const QModelIndex& index, const QVariant& value, int role = Qt::EditRole) override;

Q_SIGNALS:
    void editRequested(const stowage::gui::Edit& edit);
    void refused(const QModelIndex& index, const QString& why);

private:
    struct Row {
        RowKind kind = RowKind::App;
        std::size_t app = 0;
        std::size_t item = 0;  ///< environment or workload of the app
        int parent = -1;       ///< row of the top level; -1: is there itself
        std::vector<int> children;
        std::vector<ScenarioCell> cells;
    };

    void build();
    void sortRows();
    /// Sorts again; whoever holds an index keeps its row.
    void applyOrder();
    Bytes doubtOf(const Row& row) const;
    int placeOfRow(int id) const;
    std::vector<CellColumn> presentColumns() const;
    int addRow(RowKind kind, std::size_t app, std::size_t item, int parent);
    void fill(Row& row, const ServiceBook& book) const;
    const Row& rowAt(const QModelIndex& index) const;
    const App& appOf(const Row& row) const;
    const Environment* environmentOf(const Row& row) const;
    QString nameOf(const Row& row) const;
    Typed<Edit> serviceEdit(const DocumentNode& document, const QModelIndex& index,
                            const QString& typed) const;
    Typed<Edit> podsEdit(const DocumentNode& document, const QModelIndex& index,
                         const QString& typed) const;
    QString accessibleText(const QModelIndex& index) const;

    ScenarioView m_view;
    ServiceBook m_book;
    std::vector<CellColumn> m_columns;
    std::vector<Row> m_rows;  ///< top level and below, by id
    std::vector<int> m_top;
    RowOrder m_order = RowOrder::AsWritten;
};

}  // namespace stowage::gui
