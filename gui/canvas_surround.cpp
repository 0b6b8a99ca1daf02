#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>

#include "gui/canvas_measures.h"
#include "gui/canvas_painter.h"
#include "gui/canvas_strokes.h"

namespace stowage::gui {

using namespace measures;

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("Canvas", text);
}

constexpr qreal kRadiusIngress = 14;

/// As many names as have room, and how many more there are.
QString hostsIn(const QStringList& hosts, qreal width, const QFontMetricsF& metrics) {
    const QString between = QStringLiteral("   ");
    if (metrics.horizontalAdvance(hosts.join(between)) <= width) {
        return hosts.join(between);
    }
    for (qsizetype count = hosts.size() - 1; count > 0; --count) {
        const QString text =
            hosts.first(count).join(between) + between + tr("+%1 more").arg(hosts.size() - count);
        if (metrics.horizontalAdvance(text) <= width) {
            return text;
        }
    }
    return hosts.size() == 1 ? hosts.front() : tr("%1 names").arg(hosts.size());
}

}  // namespace

void CanvasPainter::paintTop(QPainter& painter) const {
    if (m_geometry.ingress.isEmpty()) {
        return;
    }
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF strip = m_geometry.ingress;
    painter.setPen(QPen(m_theme.accent, 1.5));
    painter.setBrush(m_theme.panel);
    painter.drawRoundedRect(strip.adjusted(1, 1, -1, -1), kRadiusIngress, kRadiusIngress);
    QRectF line = strip.adjusted(kGapLarge, 0, -kGapLarge, 0);
    line.setLeft(line.left() + paintLabel(painter, line, m_model.ingress, m_name, m_theme.text) +
                 kGapLarge);
    paintLabel(painter, line, hostsIn(m_model.hosts, line.width(), QFontMetricsF(m_small)), m_small,
               m_theme.muted, Qt::AlignRight | Qt::AlignVCenter);
    paintTraffic(painter);
    const QRectF tray = m_geometry.managedTray;
    painter.setPen(dashedPen(m_theme.lineStrong, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(tray.adjusted(1, 1, -1, -1), kRadiusIngress, kRadiusIngress);
    const QRectF words(tray.left() + kChipPadding, tray.top(), tray.width() - 2 * kChipPadding,
                       kIngressHeight);
    if (m_model.managed.empty()) {
        paintLabel(painter, words, tr("managed: none"), m_small, m_theme.muted);
        return;
    }
    paintLabel(painter, words, tr("managed"), m_small, m_theme.muted);
    for (const ManagedShape& one : m_geometry.managed) {
        const CanvasManaged& source = m_model.managed[one.managed];
        const bool isSelected = m_marks.selectedServices.contains(source.serviceKey);
        paintPill(painter, one.rect, source.label,
                  isSelected ? m_theme.accent : m_theme.lineStrong);
    }
}

/// Traffic goes from the strip down to every node of the first row, along a rail where a node
/// stands beside it.
void CanvasPainter::paintTraffic(QPainter& painter) const {
    const QRectF strip = m_geometry.ingress;
    painter.setPen(QPen(m_theme.accent, 1.5));
    painter.setBrush(Qt::NoBrush);
    for (const NodeShape& node : m_geometry.nodes) {
        if (node.frame.top() > m_geometry.nodes.front().frame.top() + 1) {
            break;
        }
        const qreal x = node.frame.left() + std::min(40.0, node.frame.width() / 2);
        const QPointF tip(x, node.frame.top() - 3);
        const qreal edge = strip.right() - 2 * kGapLarge;
        if (x > edge) {
            const qreal rail = tip.y() - 15;
            painter.drawLine(QPointF(edge, strip.bottom()), QPointF(edge, rail));
            painter.drawLine(QPointF(edge, rail), QPointF(x, rail));
            painter.drawLine(QPointF(x, rail), tip);
        } else {
            painter.drawLine(QPointF(x, strip.bottom()), tip);
        }
        painter.drawLine(tip, tip + QPointF(-4, -5));
        painter.drawLine(tip, tip + QPointF(4, -5));
    }
}

void CanvasPainter::paintWaiting(QPainter& painter) const {
    if (m_geometry.waitingTray.isEmpty()) {
        return;
    }
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(dashedPen(m_theme.danger, 1.5));
    painter.setBrush(m_theme.panel);
    painter.drawRoundedRect(m_geometry.waitingTray.adjusted(1, 1, -1, -1), kRadiusNode,
                            kRadiusNode);
    QRectF line = m_geometry.waitingTray.adjusted(kPanelPadding, 2, -kPanelPadding, 0);
    line.setHeight(kTrayTitle - 4);
    const QString title = tr("✕ Does not fit (%1)").arg(m_model.waiting.size());
    line.setLeft(line.left() + paintLabel(painter, line, title, m_name, m_theme.danger) +
                 kGapLarge);
    paintLabel(painter, line, m_model.waitingReason, m_small, m_theme.muted);
    for (const WaitingShape& shape : m_geometry.waiting) {
        const CanvasTile& tile = m_model.waiting[shape.waiting].tile;
        TileShape like{.rect = shape.rect, .detail = TileDetail::Full, .chips = {}};
        painter.setOpacity(opacityOf(tile));
        paintTile(painter, tile, like);
        painter.setPen(dashedPen(m_theme.danger, 1.5));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(withGap(shape.rect));
        painter.setOpacity(1);
    }
}

}  // namespace stowage::gui
