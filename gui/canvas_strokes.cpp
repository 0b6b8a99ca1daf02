#include "gui/canvas_strokes.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

namespace stowage::gui {
namespace {

qreal luminance(const QColor& colour) {
    const auto linear = [](qreal part) {
        return part <= 0.03928 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) +
           0.0722 * linear(colour.blueF());
}

qreal contrast(const QColor& a, const QColor& b) {
    const qreal first = luminance(a) + 0.05;
    const qreal second = luminance(b) + 0.05;
    return std::max(first, second) / std::min(first, second);
}

}  // namespace

qreal paintLabel(QPainter& painter, const QRectF& rect, const QString& text, const QFont& font,
                 const QColor& colour, Qt::Alignment alignment) {
    const QFontMetricsF metrics(font);
    if (text.isEmpty() || rect.width() < metrics.averageCharWidth() * 3 ||
        rect.height() < metrics.ascent()) {
        return 0;
    }
    QString shown = text;
    qreal width = metrics.horizontalAdvance(text);
    if (width > rect.width()) {
        shown = metrics.elidedText(text, Qt::ElideRight, rect.width());
        if (shown.size() < 3) {
            return 0;
        }
        width = metrics.horizontalAdvance(shown);
    }
    qreal x = rect.left();
    if (alignment.testFlag(Qt::AlignRight)) {
        x = rect.right() - width;
    } else if (alignment.testFlag(Qt::AlignHCenter)) {
        x = rect.center().x() - width / 2;
    }
    qreal y = rect.top() + (rect.height() + metrics.ascent() - metrics.descent()) / 2;
    if (alignment.testFlag(Qt::AlignTop)) {
        y = rect.top() + metrics.ascent();
    }
    painter.setFont(font);
    painter.setPen(colour);
    painter.drawText(QPointF(std::round(x), std::round(y)), shown);
    return width;
}

QColor inkOn(const Theme& theme, const QColor& ground) {
    return contrast(theme.text, ground) >= contrast(theme.panel, ground) ? theme.text : theme.panel;
}

QPen dashedPen(const QColor& colour, qreal width) {
    QPen pen(colour, width);
    pen.setDashPattern({3, 3});
    return pen;
}

void paintPin(QPainter& painter, QPointF centre, const QColor& colour) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colour, 1.5, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(centre + QPointF(0, 0.5), centre + QPointF(0, 5.5));
    painter.setBrush(colour);
    painter.setPen(Qt::NoPen);
    painter.drawRoundedRect(QRectF(centre.x() - 2.5, centre.y() - 5.5, 5, 4.5), 1, 1);
    painter.drawRoundedRect(QRectF(centre.x() - 4, centre.y() - 1.5, 8, 2), 1, 1);
    painter.restore();
}

void paintPowerSign(QPainter& painter, QPointF centre, const QColor& colour) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colour, 1.5, Qt::SolidLine, Qt::RoundCap));
    painter.setBrush(Qt::NoBrush);
    const QRectF circle(centre.x() - 5, centre.y() - 4.5, 10, 10);
    painter.drawArc(circle, 125 * 16, 290 * 16);
    painter.drawLine(centre + QPointF(0, -6), centre + QPointF(0, -0.5));
    painter.restore();
}

SharpEdges::SharpEdges(QPainter& painter) : m_painter(painter) {
    m_painter.setRenderHint(QPainter::Antialiasing, false);
}

SharpEdges::~SharpEdges() {
    m_painter.setRenderHint(QPainter::Antialiasing);
}

QRectF withGap(const QRectF& rect) {
    const qreal side = std::min(rect.width(), rect.height());
    const qreal gap = side >= 24 ? 1.5 : side >= 8 ? 0.75 : side >= 3 ? 0.4 : 0;
    const QRectF smaller = rect.adjusted(gap, gap, -gap, -gap);
    if (side < 6) {
        return smaller;
    }
    // Whole pixels: edges are sharp, and filling needs no smoothing.
    const QPointF topLeft(std::round(smaller.left()), std::round(smaller.top()));
    return {topLeft, QPointF(std::round(smaller.right()), std::round(smaller.bottom()))};
}

}  // namespace stowage::gui
