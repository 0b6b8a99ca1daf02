#include "gui/charts/range_chart.h"

#include <QPainter>
#include <algorithm>

#include "gui/charts/axis.h"

namespace stowage::gui {
namespace {

constexpr qreal kTextHeight = 16;
constexpr qreal kMargin = 3;  ///< letters overhang their advance
constexpr qreal kSide = 28;   ///< room for half a text at both ends

Axis axisOf(const RangeValue& range, const QRectF& area) {
    double low = std::min(range.low, range.value);
    double high = std::max(range.high, range.value);
    if (range.flip) {
        low = std::min(low, *range.flip);
        high = std::max(high, *range.flip);
    }
    return {.low = low, .high = high, .from = area.left() + kSide, .to = area.right() - kSide};
}

/// Texts at both ends keep inside the area and off each other.
void paintEnds(QPainter& painter, const QRectF& line, const RangeValue& range, const Axis& axis,
               const Theme& theme) {
    const qreal left = axis.at(range.low);
    const qreal right = axis.at(range.high);
    const QFontMetricsF metrics(painter.font());
    const qreal leftWidth = metrics.horizontalAdvance(range.lowText);
    const qreal rightWidth = metrics.horizontalAdvance(range.highText);
    qreal leftAt = std::max(line.left(), left - leftWidth / 2);
    qreal rightAt = std::min(line.right() - rightWidth, right - rightWidth / 2);
    if (leftAt + leftWidth + 8 > rightAt) {
        leftAt = std::max(line.left(), std::min(leftAt, rightAt - leftWidth - 8));
        rightAt = std::max(rightAt, leftAt + leftWidth + 8);
    }
    painter.setPen(theme.muted);
    const qreal base = line.top() + metrics.ascent() + 1;
    painter.drawText(QPointF(leftAt, base), range.lowText);
    painter.drawText(QPointF(rightAt, base), range.highText);
}

void paintAbove(QPainter& painter, const QRectF& line, qreal x, const QString& text,
                const QColor& colour) {
    const QFontMetricsF metrics(painter.font());
    const qreal width = metrics.horizontalAdvance(text);
    const qreal left =
        std::clamp(x - width / 2, line.left(), std::max(line.left(), line.right() - width));
    painter.setPen(colour);
    painter.drawText(QPointF(left, line.top() + metrics.ascent()), text);
}

}  // namespace

void paintRange(QPainter& painter, const QRectF& area, const RangeValue& range,
                const Theme& theme) {
    painter.save();
    const Axis axis = axisOf(range, area);
    const qreal y = area.top() + kTextHeight + 9;
    const qreal left = axis.at(range.low);
    const qreal right = axis.at(range.high);
    const qreal value = axis.at(range.value);
    painter.setPen(QPen(theme.lineStrong, 1.5));
    painter.drawLine(QPointF(left, y), QPointF(right, y));
    painter.drawLine(QPointF(left, y - 5), QPointF(left, y + 5));
    painter.drawLine(QPointF(right, y - 5), QPointF(right, y + 5));
    if (range.flip) {
        const qreal flip = axis.at(*range.flip);
        painter.setPen(QPen(theme.danger, 1.75, Qt::DashLine));
        painter.drawLine(QPointF(flip, y - 9), QPointF(flip, y + 9));
    }
    painter.setPen(QPen(theme.panel, 1.5));
    painter.setBrush(theme.accent);
    painter.drawEllipse(QPointF(value, y), 5, 5);
    painter.setBrush(Qt::NoBrush);
    const QRectF above(area.left() + kMargin, area.top(), area.width() - 2 * kMargin, kTextHeight);
    paintAbove(painter, above, value, range.valueText, theme.text);
    const QRectF below = above.translated(0, kTextHeight + 18);
    paintEnds(painter, below, range, axis, theme);
    if (range.flip) {
        paintAbove(painter, below.translated(0, kTextHeight), axis.at(*range.flip),
                   RangeChart::tr("flips at %1").arg(range.flipText), theme.danger);
    }
    painter.restore();
}

RangeChart::RangeChart(QWidget* parent) : ChartWidget(parent) {
    setAccessibleName(tr("Range"));
}

void RangeChart::setRange(const RangeValue& range) {
    m_range = range;
    updateGeometry();
    update();
}

void RangeChart::paint(QPainter& painter, const QRectF& area, const Theme& theme) const {
    paintRange(painter, area, m_range, theme);
}

std::vector<ChartValue> RangeChart::values() const {
    std::vector<ChartValue> all{{tr("value"), m_range.valueText},
                                {tr("low"), m_range.lowText},
                                {tr("high"), m_range.highText}};
    if (m_range.flip) {
        all.push_back({tr("flips at"), m_range.flipText});
    }
    return all;
}

QSize RangeChart::sizeHint() const {
    const qreal lines = m_range.flip ? 3 : 2;
    return {320, static_cast<int>(lines * kTextHeight + 22)};
}

QSize RangeChart::minimumSizeHint() const {
    return {200, sizeHint().height()};
}

}  // namespace stowage::gui
