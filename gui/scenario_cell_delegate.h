#pragma once

#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QStyledItemDelegate>

#include "gui/models/scenario_table_model.h"
#include "gui/theme.h"

namespace stowage::gui {

/// A line that keeps what cannot be read, outlined, with the reason below it.
class CellEditor : public QLineEdit {
    Q_OBJECT

public:
    explicit CellEditor(QWidget* parent);
    ~CellEditor() override;
    void setProblem(const QString& problem);
    QString problem() const { return m_problem; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void moveEvent(QMoveEvent* event) override;

private:
    void placeLabel();

    QString m_problem;
    QPointer<QLabel> m_label;  ///< child of the viewport, so that it may be wider than the cell
};

/// Paints the cells of the scenario table: the kind of service as a band, the mode as a word in a
/// frame, where it comes from as weight, muting and mark. Editors keep invalid text.
class ScenarioCellDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    explicit ScenarioCellDelegate(ScenarioTableModel* model, QObject* parent = nullptr);

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const override;
    void setEditorData(QWidget* editor, const QModelIndex& index) const override;
    void setModelData(QWidget* editor, QAbstractItemModel* model,
                      const QModelIndex& index) const override;
    void updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option,
                              const QModelIndex& index) const override;

    /// Height of a row with letters of the usual size.
    void setRowHeight(int height) { m_rowHeight = height; }
    /// What was typed into the editor that was closed last, once.
    std::optional<ScenarioTableModel::TypedCell> takeTyped();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    struct Look;  ///< colours and fonts of one cell

    Look lookOf(const QStyleOptionViewItem& option, const QModelIndex& index) const;
    void paintName(QPainter* painter, QRectF area, const QModelIndex& index,
                   const Look& look) const;
    void paintService(QPainter* painter, QRectF area, const QModelIndex& index,
                      const Look& look) const;
    void paintText(QPainter* painter, QRectF area, const QModelIndex& index,
                   const Look& look) const;
    QString problemOf(const QWidget* editor) const;

    ScenarioTableModel* m_model = nullptr;
    /// The cell of the open editor; one editor at a time.
    mutable QPersistentModelIndex m_edited;
    mutable QPersistentModelIndex m_typedAt;
    mutable QString m_typed;
    int m_rowHeight = kRowHeight;
};

/// A rounded frame with a word, as wide as the word; gives its width.
qreal paintWordFrame(QPainter& painter, const QPointF& topLeft, const QString& word,
                     const QColor& outline, const QColor& text, Qt::PenStyle style);
/// A dot: set here. A sheet with a folded corner: from the app's own file.
void paintSetMark(QPainter& painter, const QPointF& centre, const QColor& colour);
void paintFileMark(QPainter& painter, const QPointF& centre, const QColor& colour);
/// Width that paintWordFrame takes.
qreal wordFrameWidth(const QString& word);

}  // namespace stowage::gui
