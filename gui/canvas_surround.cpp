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
    paintLabel(painter, line, m_model.hosts.join(QStringLiteral("   ")), m_small, m_theme.muted,
               Qt::AlignRight | Qt::AlignVCenter);
    // Traffic goes down to every node.
    painter.setPen(QPen(m_theme.accent, 1.5));
    for (const NodeShape& node : m_geometry.nodes) {
        const qreal x = node.frame.left() + std::min(40.0, node.frame.width() / 2);
        const bool isFirstRow = node.frame.top() - strip.bottom() < kBelowIngress + 60;
        if (isFirstRow && x > strip.left() && x < strip.right() - kGapLarge) {
            painter.drawLine(QPointF(x, strip.bottom()), QPointF(x, node.frame.top() - 5));
            painter.drawLine(QPointF(x, node.frame.top() - 2),
                             QPointF(x - 4, node.frame.top() - 7));
            painter.drawLine(QPointF(x, node.frame.top() - 2),
                             QPointF(x + 4, node.frame.top() - 7));
        }
    }
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
        const bool isSelected = m_marks.selectedPods.contains(source.serviceKey);
        paintPill(painter, one.rect, source.label,
                  isSelected ? m_theme.accent : m_theme.lineStrong);
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
