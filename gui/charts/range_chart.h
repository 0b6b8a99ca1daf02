#pragma once

#include <optional>

#include "gui/charts/chart_widget.h"

namespace stowage::gui {

/// A figure with its range: whisker from low to high, a mark at the value and, where known, one at
/// the value that flips the verdict. Texts carry the units.
struct RangeValue {
    double low = 0, value = 0, high = 0;
    QString lowText, valueText, highText;
    std::optional<double> flip;
    QString flipText;
    bool operator==(const RangeValue&) const = default;
};

void paintRange(QPainter& painter, const QRectF& area, const RangeValue& range, const Theme& theme);

class RangeChart : public ChartWidget {
    Q_OBJECT

public:
    explicit RangeChart(QWidget* parent = nullptr);
    void setRange(const RangeValue& range);

    void paint(QPainter& painter, const QRectF& area, const Theme& theme) const override;
    std::vector<ChartValue> values() const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

private:
    RangeValue m_range;
};

}  // namespace stowage::gui
