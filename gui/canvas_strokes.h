#pragma once

#include <QColor>
#include <QFont>
#include <QRectF>
#include <QString>

#include "gui/theme.h"

class QPainter;

namespace stowage::gui {

/// One line of text within a rectangle, elided; nothing when there is no room for two letters.
/// Returns the width that was used.
qreal paintLabel(QPainter& painter, const QRectF& rect, const QString& text, const QFont& font,
                 const QColor& colour, Qt::Alignment alignment = Qt::AlignLeft | Qt::AlignVCenter);

/// The one of the two text colours of a theme that reads better on a solid colour.
QColor inkOn(const Theme& theme, const QColor& ground);

/// A pen of `width` with the dashes that mean "no request", "not placed" or "would be".
QPen dashedPen(const QColor& colour, qreal width);

void paintPin(QPainter& painter, QPointF centre, const QColor& colour);
void paintPowerSign(QPainter& painter, QPointF centre, const QColor& colour);

/// Tiles in a layout touch; on screen a gap parts them, smaller where they are small.
QRectF withGap(const QRectF& rect);

/// Off for what lies on whole pixels: many times faster, and sharper. On again at its end.
class SharpEdges {
public:
    explicit SharpEdges(QPainter& painter);
    ~SharpEdges();
    SharpEdges(const SharpEdges&) = delete;
    SharpEdges& operator=(const SharpEdges&) = delete;

private:
    QPainter& m_painter;
};

}  // namespace stowage::gui
