#include "gui/charts/spark_chart.h"

#include <QPainter>
#include <QPolygonF>
#include <algorithm>
#include <cmath>

#include "gui/charts/axis.h"

namespace stowage::gui {
namespace {

double highestOf(const SparkSeries& series) {
    double highest = series.limit.value_or(0);
    for (const double value : series.values) {
        highest = std::isfinite(value) ? std::max(highest, value) : highest;
    }
    return highest;
}

/// Runs of neighbours that are numbers.
std::vector<QPolygonF> linesOf(const SparkSeries& series, const Axis& across, const Axis& up) {
    std::vector<QPolygonF> lines(1);
    for (std::size_t i = 0; i < series.values.size(); ++i) {
        if (std::isfinite(series.values[i])) {
            lines.back().append(
                QPointF(across.at(static_cast<double>(i)), up.at(series.values[i])));
        } else if (!lines.back().isEmpty()) {
            lines.emplace_back();
        }
    }
    return lines;
}

}  // namespace

void paintSpark(QPainter& painter, const QRectF& area, const SparkSeries& series,
                const Theme& theme) {
    painter.save();
    const QRectF inner = area.adjusted(2, 3, -2, -3);
    const auto last = static_cast<double>(series.values.empty() ? 0 : series.values.size() - 1);
    const Axis across{.low = 0, .high = last, .from = inner.left(), .to = inner.right()};
    const Axis up{.low = 0, .high = highestOf(series), .from = inner.bottom(), .to = inner.top()};
    painter.setPen(QPen(theme.line, 1));
    painter.drawLine(inner.bottomLeft(), inner.bottomRight());
    painter.setPen(QPen(series.colour.isValid() ? series.colour : theme.accent, 1.5, Qt::SolidLine,
                        Qt::RoundCap, Qt::RoundJoin));
    for (const QPolygonF& line : linesOf(series, across, up)) {
        if (line.size() == 1) {
            painter.drawPoint(line.front());
        } else if (line.size() > 1) {
            painter.drawPolyline(line);
        }
    }
    if (series.limit) {
        QPen dashed(theme.text, 1);
        dashed.setDashPattern({3, 2});
        painter.setPen(dashed);
        const qreal y = up.at(*series.limit);
        painter.drawLine(QPointF(inner.left(), y), QPointF(inner.right(), y));
    }
    painter.restore();
}

SparkChart::SparkChart(QWidget* parent) : ChartWidget(parent) {
    setAccessibleName(tr("Course"));
}

void SparkChart::setSeries(const SparkSeries& series, const QString& words) {
    m_series = series;
    m_words = words;
    update();
}

void SparkChart::paint(QPainter& painter, const QRectF& area, const Theme& theme) const {
    paintSpark(painter, area, m_series, theme);
}

std::vector<ChartValue> SparkChart::values() const {
    return {{accessibleName(), m_words}};
}

QSize SparkChart::sizeHint() const {
    return {96, 28};
}

}  // namespace stowage::gui
