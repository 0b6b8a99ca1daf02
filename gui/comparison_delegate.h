#pragma once

#include <QHeaderView>
#include <QStyledItemDelegate>

namespace stowage::gui {

/// Paints the cells of the comparison: wrapped text, a dot at the best value of a row, bars on one
/// scale. The chosen column is framed, not filled, so that bars keep their colours.
class ComparisonDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    explicit ComparisonDelegate(QObject* parent = nullptr);

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

/// Flat headers with room around their words.
class ComparisonHeader : public QHeaderView {
    Q_OBJECT

public:
    explicit ComparisonHeader(Qt::Orientation orientation, QWidget* parent = nullptr);

protected:
    QSize sectionSizeFromContents(int section) const override;
    void paintSection(QPainter* painter, const QRect& area, int section) const override;
};

}  // namespace stowage::gui
