#pragma once

#include <optional>

#include "gui/charts/chart_widget.h"

namespace stowage::gui {

/// A series as a line without axis. Not a number: a gap, never a zero.
struct SparkSeries {
    std::vector<double> values;
    std::optional<double> limit;  ///< a dashed line
    QColor colour{};              ///< of the line; invalid: the accent
    bool operator==(const SparkSeries&) const = default;
};
void paintSpark(QPainter& painter, const QRectF& area, const SparkSeries& series,
                const Theme& theme);

class SparkChart : public ChartWidget {
    Q_OBJECT

public:
    explicit SparkChart(QWidget* parent = nullptr);
    /// `words`: the series in words, for assistive technology.
    void setSeries(const SparkSeries& series, const QString& words);

    void paint(QPainter& painter, const QRectF& area, const Theme& theme) const override;
    std::vector<ChartValue> values() const override;
    QSize sizeHint() const override;

private:
    SparkSeries m_series;
    QString m_words;
};

}  // namespace stowage::gui
