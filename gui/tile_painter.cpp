#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>
#include <algorithm>

#include "gui/canvas_measures.h"
#include "gui/canvas_painter.h"
#include "gui/canvas_strokes.h"

namespace stowage::gui {

using namespace measures;

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("Canvas", text);
}

/// From this height on the gauge is a field below the words, else a thin foot.
constexpr qreal kTallTile = 64;
constexpr qreal kFootHeight = 5;
constexpr qreal kWordsHeight = 42;

}  // namespace

void CanvasPainter::paintTile(QPainter& painter, const CanvasTile& tile,
                              const TileShape& shape) const {
    const QRectF body = withGap(shape.rect);
    painter.setRenderHint(QPainter::Antialiasing, false);
    const QRectF band(body.left(), body.top(), kBandWidth, body.height());
    if (shape.detail == TileDetail::Dot) {
        painter.fillRect(body, fillOf(tile.category));
    } else if (shape.detail == TileDetail::Band) {
        painter.fillRect(body, fillOf(tile.category));
        painter.fillRect(band, m_theme.of(tile.category));
    } else {
        painter.fillRect(body, m_theme.panel);
        paintGauge(painter, tile, shape, body);
        painter.fillRect(band, m_theme.of(tile.category));
    }
    const bool isSelected =
        !m_marks.selectedPods.isEmpty() && m_marks.selectedPods.contains(tile.id);
    const bool isHovered = !m_marks.hoveredPod.isEmpty() && m_marks.hoveredPod == tile.id;
    if (shape.detail != TileDetail::Dot || isSelected) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(isSelected        ? m_selectedPen
                       : isHovered       ? m_hoveredPen
                       : tile.hasRequest ? m_tilePen
                                         : m_noRequestPen);
        // A line of one pixel has its corner pixels at the edges; one of two lies on them.
        painter.drawRect(isSelected ? body.adjusted(1, 1, -1, -1) : body.adjusted(0, 0, -1, -1));
    }
    if (shape.detail == TileDetail::Name || shape.detail == TileDetail::Full) {
        paintTileWords(painter, tile, shape, body);
        paintChips(painter, tile, shape);
    }
}

void CanvasPainter::paintGauge(QPainter& painter, const CanvasTile& tile, const TileShape& shape,
                               const QRectF& body) const {
    const PlanPod& pod = m_model.podOf(tile);
    const qreal expected = static_cast<qreal>(m_ledger.of(pod.expected).raw());
    const qreal request = static_cast<qreal>(pod.requests.memory.raw());
    // Without a request there is nothing to fill: the field is full.
    const qreal share = request <= 0 ? 1 : std::min(1.0, expected / request);
    QRectF field = body.adjusted(kBandWidth, 0, 0, 0);
    if (shape.detail == TileDetail::Full && body.height() > kTallTile) {
        field.setTop(field.top() + kWordsHeight);
        field.setTop(field.bottom() - share * field.height());
    } else {
        field.setTop(field.bottom() - kFootHeight);
        field.setWidth(share * field.width());
    }
    painter.fillRect(field, fillOf(tile.category));
}

void CanvasPainter::paintTileWords(QPainter& painter, const CanvasTile& tile,
                                   const TileShape& shape, const QRectF& body) const {
    QRectF line = body.adjusted(kBandWidth + kTilePadding - 1, 0, -kGapSmall, 0);
    if (shape.detail == TileDetail::Name) {
        if (body.height() < kFullHeight) {
            line.setBottom(line.bottom() - kFootHeight + 1);
        } else {
            line.setHeight(24);
        }
        paintLabel(painter, line, tile.name, m_name, m_theme.text);
        const QRectF second(line.left(), line.bottom() - 4, line.width(), 16);
        if (second.bottom() < body.bottom() - kFootHeight) {
            paintLabel(painter, second, tile.figure, m_small, m_theme.muted);
        }
        return;
    }
    line.setTop(line.top() + 5);
    if (tile.isTied && line.width() > 70) {
        paintPin(painter, QPointF(line.right() - 5, line.top() + 8), m_theme.muted);
        line.setRight(line.right() - 14);
    }
    if (!tile.monogram.isEmpty()) {
        const QRectF square(line.left(), line.top() + 1, kMonogram, kMonogram);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_theme.of(tile.category));
        painter.drawRoundedRect(square, kRadiusTile, kRadiusTile);
        painter.setFont(m_small);
        painter.setPen(inkOn(m_theme, m_theme.of(tile.category)));
        painter.drawText(square, Qt::AlignCenter, tile.monogram);
        line.setLeft(square.right() + 6);
    }
    if (!shape.chips.empty() && shape.chips.front().rect.top() < body.top() + kFullHeight - kGap) {
        line.setRight(shape.chips.front().rect.left() - kGapSmall);
    }
    paintLabel(painter, QRectF(line.left(), line.top(), line.width(), 17), tile.name, m_name,
               m_theme.text);
    QRectF second(line.left(), line.top() + 17, std::max(line.width(), 40.0), 16);
    if (tile.usesMoreThanReserved) {
        second.setLeft(second.left() +
                       paintLabel(painter, second, QStringLiteral("▲"), m_small, m_theme.warnMark) +
                       3);
    }
    paintLabel(painter, second, tile.figure, m_small, m_theme.muted);
}

void CanvasPainter::paintChips(QPainter& painter, const CanvasTile& tile,
                               const TileShape& shape) const {
    painter.setRenderHint(QPainter::Antialiasing);
    for (const ChipShape& chip : shape.chips) {
        const CanvasTenant& tenant = tile.tenants[chip.tenant];
        const bool isSelected = m_marks.selectedServices.contains(tenant.serviceKey);
        paintPill(painter, chip.rect, chip.more > 0 ? tr("+%1").arg(chip.more) : tenant.label,
                  isSelected ? m_theme.accent : m_theme.lineStrong);
    }
}

}  // namespace stowage::gui
