#pragma once

#include <QWidget>

namespace stowage::gui {

/// What the marks of the scenario table mean, in one quiet line.
class OriginLegend : public QWidget {
    Q_OBJECT

public:
    explicit OriginLegend(QWidget* parent = nullptr);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
};

}  // namespace stowage::gui
