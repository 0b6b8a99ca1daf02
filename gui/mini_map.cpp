#include "gui/mini_map.h"

#include <QMouseEvent>
#include <QPainter>
#include <algorithm>

#include "gui/layout_view.h"

namespace stowage::gui {
namespace {

constexpr QSize kMostSize(180, 120);
constexpr int kRim = 4;

}  // namespace

MiniMap::MiniMap(LayoutView& view, QWidget* parent) : QWidget(parent), m_view(view) {
    setObjectName(QStringLiteral("miniMap"));
    setAccessibleName(tr("Overview of the layout"));
    setToolTip(tr("Overview: click to go there"));
    setCursor(Qt::PointingHandCursor);
}

qreal MiniMap::scale() const {
    const QSizeF whole = m_view.layoutScene().geometry().bounds.size();
    if (whole.isEmpty()) {
        return 1;
    }
    return std::min((kMostSize.width() - 2 * kRim) / whole.width(),
                    (kMostSize.height() - 2 * kRim) / whole.height());
}

QSize MiniMap::sizeHint() const {
    const QSizeF whole = m_view.layoutScene().geometry().bounds.size() * scale();
    return whole.toSize() + QSize(2 * kRim, 2 * kRim);
}

void MiniMap::paintEvent(QPaintEvent* /*event*/) {
    const Theme& theme = m_view.layoutScene().theme();
    const CanvasGeometry& geometry = m_view.layoutScene().geometry();
    const CanvasModel& model = m_view.layoutScene().model();
    QPainter painter(this);
    painter.setPen(QPen(theme.lineStrong, 1));
    painter.setBrush(theme.panel);
    painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
    const qreal factor = scale();
    const auto place = [&](const QRectF& area) {
        return QRectF(kRim + area.left() * factor, kRim + area.top() * factor,
                      area.width() * factor, area.height() * factor);
    };
    for (std::size_t n = 0; n < geometry.nodes.size(); ++n) {
        const QRectF box = place(geometry.nodes[n].memory);
        painter.fillRect(box, theme.sunken);
        // How full it is, from the bottom: the reading of a far view.
        const qreal share = std::min(1.0, model.nodes[n].expected.share);
        painter.fillRect(QRectF(box.left(), box.bottom() - share * box.height(), box.width(),
                                share * box.height()),
                         model.nodes[n].expected.share > 1 ? theme.danger : theme.system);
    }
    const QRectF seen = m_view.mapToScene(m_view.viewport()->rect()).boundingRect();
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme.accent, 2));
    painter.drawRect(place(seen & geometry.bounds).adjusted(1, 1, -1, -1));
}

void MiniMap::goTo(QPointF point) {
    m_view.centerOn((point - QPointF(kRim, kRim)) / scale());
}

void MiniMap::mousePressEvent(QMouseEvent* event) {
    goTo(event->position());
}

void MiniMap::mouseMoveEvent(QMouseEvent* event) {
    goTo(event->position());
}

}  // namespace stowage::gui
