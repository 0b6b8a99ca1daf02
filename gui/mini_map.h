#pragma once

#include <QWidget>

namespace stowage::gui {

class LayoutView;

/// The whole layout in a corner, with the part that is seen. A press or drag goes there.
class MiniMap : public QWidget {
    Q_OBJECT

public:
    MiniMap(LayoutView& view, QWidget* parent);

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;

private:
    qreal scale() const;
    void goTo(QPointF point);

    LayoutView& m_view;
};

}  // namespace stowage::gui
