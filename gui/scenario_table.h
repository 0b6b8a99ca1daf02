#pragma once

#include <QTreeView>

#include "gui/models/scenario_table_model.h"
#include "gui/table_copy.h"

class QMenu;

namespace stowage::gui {

class ScenarioCellDelegate;

/// The table of the scenario with its first column always in sight. Keys act on the selected cells:
/// 1, 2, 3 in service cells, M for the choices of services and loads, + and − on pods, Backspace to
/// take back, Delete on names to remove, E for the origin of a figure, Ctrl+Shift+D to fill down,
/// copy and paste as from a spreadsheet. Asks for edits; writes nothing.
class ScenarioTable : public QTreeView {
    Q_OBJECT

public:
    explicit ScenarioTable(QWidget* parent = nullptr);
    ~ScenarioTable() override;

    ScenarioTableModel& tableModel() { return *m_model; }
    /// Rows whose name holds the text stay; gives how many rows are hidden.
    int setFilter(const QString& text);
    /// The selected cells from top left to bottom right.
    QModelIndexList selectedCells() const;
    void selectEnvironment(const std::string& environmentId);

    /// Sets all selected cells to one text.
    void setSelected(const QString& typed);
    void clearSelected();
    void stepSelected(int step);
    /// The first selected row of each column goes into the ones below it.
    void fillDown();
    QString selectedAsText() const;
    void copySelected();
    /// The selected cells as a table with the names of their rows; without a selection all of them.
    CopyTable copyTable() const;
    /// From the current cell on; all or nothing.
    void pasteText(const QString& text);
    QMenu* modeMenu(const QModelIndex& index);
    /// Usual loads and courses of a day for the selected cells.
    QMenu* loadMenu(const QModelIndex& index);
    void fitColumns();
    void setRowHeight(int height);

Q_SIGNALS:
    void editRequested(const stowage::gui::Edit& edit);
    void editsRequested(const QList<stowage::gui::Edit>& edits, const QString& name);
    /// Nothing bad: what was refused before is settled.
    void cellsRefused(const QString& what,
                      const std::vector<stowage::gui::ScenarioTableModel::BadCell>& bad);
    void environmentSelected(const QString& environmentId);
    /// The current row is this workload; nullopt: another kind of row.
    void workloadSelected(const std::optional<stowage::gui::WorkloadPlace>& place);
    /// The day of an environment wants to be drawn.
    void dayRequested(const QString& environmentId);
    /// The menu of an app or workload, at a place of the screen.
    void rowMenuRequested(const QModelIndex& index, const QPoint& place);
    /// Apps, environments or workloads are to go, named by cells of their first column.
    void removalRequested(const QModelIndexList& rows);
    /// The origin of the figure of a cell is asked for.
    void explainRequested(const QModelIndex& index);

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool edit(const QModelIndex& index, EditTrigger trigger, QEvent* event) override;
    void closeEditor(QWidget* editor, QAbstractItemDelegate::EndEditHint hint) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void scrollTo(const QModelIndex& index, ScrollHint hint = EnsureVisible) override;
    void drawRow(QPainter* painter, const QStyleOptionViewItem& option,
                 const QModelIndex& index) const override;

private:
    void setupFrozen();
    void placeFrozen();
    void request(const ScenarioTableModel::TypedEdits& edits, const QString& what,
                 const QString& name);
    bool handleKey(QKeyEvent* event);
    bool handleRemoval(const QModelIndex& index);
    bool handleSign(const QModelIndex& index, QKeyEvent* event);
    bool typeAfterMinus(const QModelIndex& index, const QKeyEvent& event);
    bool isServiceCell(const QModelIndex& index) const;
    bool isLoadCell(const QModelIndex& index) const;
    QModelIndexList visibleRows() const;
    void onCurrentChanged(const QModelIndex& current);

    ScenarioTableModel* m_model = nullptr;
    ScenarioCellDelegate* m_delegate = nullptr;
    QTreeView* m_frozen = nullptr;
    ScenarioCellDelegate* m_frozenDelegate = nullptr;
    QString m_filter;
    QPersistentModelIndex m_minusAt;  ///< the cell where minus was the last key
};

}  // namespace stowage::gui
