#include "gui/canvas_painter.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QLocale>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "gui/canvas_measures.h"
#include "gui/canvas_strokes.h"

namespace stowage::gui {

using namespace measures;

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("Canvas", text);
}

constexpr qreal kDimmed = 0.35;
constexpr qreal kLeastWords = 15;  ///< the height of a line of words

}  // namespace

CanvasPainter::CanvasPainter(const Theme& theme, const CanvasModel& model,
                             const CanvasGeometry& geometry, const CanvasMarks& marks)
    : m_theme(theme),
      m_model(model),
      m_geometry(geometry),
      m_marks(marks),
      m_ledger(model.plan == nullptr ? MemoryLedger() : MemoryLedger(*model.plan)),
      m_title(fontOf(TextRole::Title)),
      m_body(fontOf(TextRole::Body)),
      m_name(fontOf(TextRole::TileName)),
      m_small(fontOf(TextRole::Secondary)),
      m_tilePen(theme.lineStrong, 1),
      m_noRequestPen(dashedPen(theme.lineStrong, 1)),
      m_hoveredPen(theme.text, 1),
      m_selectedPen(theme.accent, 2) {
    for (const Category category :
         {Category::App, Category::Worker, Category::Database, Category::Cache, Category::Files,
          Category::Search, Category::System}) {
        m_fills[static_cast<std::size_t>(category)] = theme.fillOf(category);
    }
}

void CanvasPainter::paintBackground(QPainter& painter, const QRectF& area) const {
    painter.fillRect(area, m_theme.window);
}

void CanvasPainter::paint(QPainter& painter) const {
    paintBackground(painter, m_geometry.bounds);
    paintTop(painter);
    for (std::size_t i = 0; i < m_geometry.nodes.size(); ++i) {
        paintNode(painter, i, m_geometry.nodes[i].outline);
    }
    paintWaiting(painter);
}

qreal CanvasPainter::opacityOf(const CanvasTile& tile) const {
    return m_marks.lit && !m_marks.lit->contains(tile.id) ? kDimmed : 1;
}

void CanvasPainter::paintNode(QPainter& painter, std::size_t index, const QRectF& exposed) const {
    const CanvasNode& node = m_model.nodes[index];
    const NodeShape& shape = m_geometry.nodes[index];
    const bool isLost = m_marks.loss.node == node.name;
    paintFrame(painter, node, shape);
    paintTitle(painter, node, shape);
    paintBars(painter, node, shape);
    const qreal opacity = painter.opacity();
    painter.setOpacity(isLost ? opacity * 0.45 : opacity);
    paintFree(painter, node, shape);
    for (const GroupShape& group : shape.groups) {
        if (group.frame.intersects(exposed)) {
            paintGroup(painter, node.groups[group.group], group);
        }
    }
    const qreal ground = painter.opacity();
    for (const TileShape& tile : shape.tiles) {
        if (tile.rect.intersects(exposed)) {
            const CanvasTile& source = node.groups[tile.group].tiles[tile.tile];
            if (m_marks.lit) {
                painter.setOpacity(ground * opacityOf(source));
            }
            paintTile(painter, source, tile);
        }
    }
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setOpacity(ground);
    if (shape.detail != NodeDetail::Bare) {
        paintCommonsOutline(painter, node, shape);
    }
    paintMachine(painter, node, shape);
    paintDisk(painter, node, shape);
    painter.setOpacity(opacity);
    paintOverflow(painter, node, shape);
    if (!m_marks.loss.node.isEmpty()) {
        paintLossOf(painter, index, shape);
    }
}

void CanvasPainter::paintFrame(QPainter& painter, const CanvasNode& node,
                               const NodeShape& shape) const {
    const bool isSelected = m_marks.selectedNode == node.name;
    const bool isHovered = m_marks.hoveredNode == node.name;
    const qreal radius = shape.detail == NodeDetail::Full ? kRadiusNode : kRadiusTile;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(isSelected  ? m_theme.accent
                        : isHovered ? m_theme.lineStrong
                                    : m_theme.line,
                        isSelected ? 2 : 1.5));
    painter.setBrush(m_theme.panel);
    painter.drawRoundedRect(shape.frame.adjusted(1, 1, -1, -1), radius, radius);
    if (shape.detail != NodeDetail::Bare) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_theme.sunken);
        painter.drawRoundedRect(shape.memory.adjusted(-2, -2, 2, 2), kRadiusNamespace,
                                kRadiusNamespace);
    }
}

void CanvasPainter::paintTitle(QPainter& painter, const CanvasNode& node,
                               const NodeShape& shape) const {
    if (shape.detail == NodeDetail::Bare) {
        return;
    }
    QRectF line = shape.title;
    if (shape.detail == NodeDetail::Compact) {
        paintLabel(painter, line, node.name, m_name, m_theme.text);
        return;
    }
    line.setRight(shape.power.left() - kGap);
    line.setLeft(line.left() + paintLabel(painter, line, node.name, m_title, m_theme.text) + kGap +
                 2);
    QStringList words{node.offer, node.sold};
    if (!node.price.isEmpty()) {
        words.append(node.price);
    }
    const QString subtitle = words.join(QStringLiteral(" · "));
    const QFontMetricsF metrics(m_small);
    // The seller's words come first; the reserved CPU only where both have room.
    if (metrics.horizontalAdvance(subtitle + node.cpu.figure) + 2 * kGapLarge < line.width()) {
        const QString text = tr("%1 reserved").arg(node.cpu.figure);
        const qreal width = paintLabel(painter, line, text, m_small, m_theme.muted,
                                       Qt::AlignRight | Qt::AlignVCenter);
        line.setRight(line.right() - width - kGap);
    }
    paintLabel(painter, line, subtitle, m_small, m_theme.muted);
    const bool isLost = m_marks.loss.node == node.name;
    paintPowerSign(painter, shape.power.center(), isLost ? m_theme.danger : m_theme.muted);
}

void CanvasPainter::paintStackedBar(QPainter& painter, const CanvasBar& bar,
                                    const QRectF& track) const {
    const SharpEdges sharp(painter);
    painter.fillRect(track, m_theme.sunken);
    qreal left = track.left();
    const auto segment = [&](qreal share) {
        const qreal width = std::min(share * track.width(), track.right() - left);
        const QRectF part(left, track.top(), std::max(width, 0.0), track.height());
        left += part.width();
        return part;
    };
    if (bar.machineShare > 0) {
        const QRectF machine = segment(bar.machineShare);
        painter.fillRect(machine, m_theme.sunken);
        paintHatching(painter, machine, m_theme.machine, 4);
    }
    for (const auto& [category, share] : bar.parts) {
        painter.fillRect(segment(share).adjusted(0.5, 0, 0, 0), m_theme.of(category));
    }
    if (bar.parts.empty()) {
        painter.fillRect(segment(bar.share), m_theme.lineStrong);
    }
    painter.setPen(QPen(bar.share > 1 ? m_theme.danger : m_theme.line, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(track);
}

void CanvasPainter::paintLimit(QPainter& painter, const QRectF& track, NodeDetail detail) const {
    if (!m_model.limitShare || *m_model.limitShare >= 1) {
        return;
    }
    const qreal x = std::round(track.left() + *m_model.limitShare * track.width());
    painter.setPen(QPen(m_theme.text, detail == NodeDetail::Full ? 2 : 1));
    const qreal reach = detail == NodeDetail::Full ? 3 : 1;
    painter.drawLine(QPointF(x, track.top() - reach), QPointF(x, track.bottom() + reach));
    if (detail == NodeDetail::Full) {
        const QString text =
            tr("limit %1 %").arg(QLocale().toString(std::round(*m_model.limitShare * 100)));
        paintLabel(painter, QRectF(x - 120, track.bottom() + 1, 120 + 20, 15), text, m_small,
                   m_theme.muted, Qt::AlignRight | Qt::AlignVCenter);
    }
}

void CanvasPainter::paintBars(QPainter& painter, const CanvasNode& node,
                              const NodeShape& shape) const {
    if (shape.detail != NodeDetail::Full) {
        if (!shape.promised.isEmpty()) {
            paintStackedBar(painter, node.promised, shape.promised.adjusted(0, 0, 0, -2));
        }
        paintStackedBar(painter, node.expected, shape.expected.adjusted(0, 0, 0, -1));
        paintLimit(painter, shape.expected, shape.detail);
        return;
    }
    const BarWords words = barWords();
    const auto line = [&](const CanvasBar& bar, const QRectF& rect, const QString& word) {
        const QRectF track = barTrackOf(rect);
        paintLabel(painter, QRectF(rect.topLeft(), QSizeF(barLabelWidth(), rect.height())), word,
                   m_small, m_theme.muted);
        paintStackedBar(painter, bar, track);
        paintLabel(painter,
                   QRectF(track.right() + kGap, rect.top(), barFigureWidth() - kGap, rect.height()),
                   bar.figure, m_small, bar.share > 1 ? m_theme.danger : m_theme.text,
                   Qt::AlignRight | Qt::AlignVCenter);
    };
    line(node.promised, shape.promised, words.reserved);
    line(node.expected, shape.expected, words.expected);
    paintLimit(painter, barTrackOf(shape.expected), shape.detail);
}

void CanvasPainter::paintGroup(QPainter& painter, const CanvasGroup& group,
                               const GroupShape& shape) const {
    if (shape.title.height() <= 0) {
        painter.fillRect(withGap(shape.frame), m_theme.window);
        return;
    }
    painter.setPen(QPen(m_theme.line, 1));
    painter.setBrush(m_theme.window);
    painter.drawRoundedRect(withGap(shape.frame).adjusted(0.5, 0.5, -0.5, -0.5), kRadiusNamespace,
                            kRadiusNamespace);
    QRectF line = shape.title.adjusted(kGapSmall + 2, 1, -kGapSmall, 0);
    const QFontMetricsF metrics(m_small);
    QString name = group.name;
    // "site-21" says more than "site-2…": the usual environment goes first when room is short.
    const QString usual = QStringLiteral("-production");
    if (metrics.horizontalAdvance(name) > line.width() && name.endsWith(usual)) {
        name.chop(usual.size());
    }
    if (group.kind == GroupKind::Environment && metrics.horizontalAdvance(name) > line.width()) {
        // The end tells apart what begins alike.
        name = metrics.elidedText(name, Qt::ElideLeft, line.width());
    }
    line.setLeft(line.left() + paintLabel(painter, line, name, m_small, m_theme.text) + kGap);
    if (group.kind == GroupKind::Commons) {
        paintLabel(painter, line, tr("Commons"), m_small, m_theme.accent);
    }
}

/// After the tiles, which would cover it.
void CanvasPainter::paintCommonsOutline(QPainter& painter, const CanvasNode& node,
                                        const NodeShape& shape) const {
    for (const GroupShape& group : shape.groups) {
        if (node.groups[group.group].kind == GroupKind::Commons) {
            painter.setRenderHint(QPainter::Antialiasing);
            painter.setPen(QPen(m_theme.accent, 1.5));
            painter.setBrush(Qt::NoBrush);
            painter.drawRoundedRect(group.frame.adjusted(0.75, 0.75, -0.75, -0.75),
                                    kRadiusNamespace, kRadiusNamespace);
        }
    }
}

void CanvasPainter::paintFree(QPainter& painter, const CanvasNode& node,
                              const NodeShape& shape) const {
    if (shape.free.isEmpty()) {
        return;
    }
    const QRectF area = withGap(shape.free);
    if (shape.detail == NodeDetail::Bare) {
        return;
    }
    paintHatching(painter, area, m_theme.line, 8);
    const QFontMetricsF metrics(m_small);
    const qreal width = metrics.horizontalAdvance(node.freeText) + 2 * kGap;
    const QRectF words(area.center().x() - width / 2, area.center().y() - 10, width, 20);
    if (shape.detail == NodeDetail::Full && area.contains(words)) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_theme.sunken);
        painter.drawRoundedRect(words, kRadiusTile, kRadiusTile);
        paintLabel(painter, words, node.freeText, m_small, m_theme.muted, Qt::AlignCenter);
    }
}

void CanvasPainter::paintMachine(QPainter& painter, const CanvasNode& node,
                                 const NodeShape& shape) const {
    const QRectF area = withGap(shape.machine);
    // Two fills: a smooth stroke around so wide an area takes longer than all tiles of a server.
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.line);
    painter.drawRoundedRect(area, kRadiusTile, kRadiusTile);
    painter.setBrush(m_theme.panel);
    painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), kRadiusTile - 1, kRadiusTile - 1);
    QColor hatch = m_theme.machine;
    hatch.setAlphaF(0.45F);
    paintHatching(painter, area, shape.detail == NodeDetail::Bare ? m_theme.machine : hatch, 5);
    if (shape.detail != NodeDetail::Full || area.height() < kLeastWords) {
        return;
    }
    QStringList words{node.machineText, tr("not for pods")};
    if (!node.machineRange.isEmpty()) {
        words.append(tr("range %1").arg(node.machineRange));
    }
    const QString title = tr("OS + K3s");
    const QString rest = words.join(QStringLiteral(" · "));
    const qreal nameWidth = QFontMetricsF(m_name).horizontalAdvance(title);
    const qreal width = nameWidth + QFontMetricsF(m_small).horizontalAdvance(rest) + kGap;
    const qreal height = std::min(22.0, area.height() - 2);
    const QRectF line(area.left() + 6,
                      area.top() + (area.height() > 48 ? 6 : (area.height() - height) / 2),
                      std::min(width + 2 * kGap, area.width() - 12), height);
    painter.setPen(Qt::NoPen);
    painter.drawRoundedRect(line, kRadiusTile, kRadiusTile);
    const QRectF text = line.adjusted(kGap, 0, -kGap, 0);
    paintLabel(painter, text, title, m_name, m_theme.text);
    paintLabel(painter, text.adjusted(nameWidth + kGap, 0, 0, 0), rest, m_small, m_theme.muted);
}

void CanvasPainter::paintOverflow(QPainter& painter, const CanvasNode& node,
                                  const NodeShape& shape) const {
    if (shape.overflow.isEmpty()) {
        return;
    }
    QColor hatch = m_theme.danger;
    hatch.setAlphaF(0.45F);
    paintHatching(painter, shape.overflow, hatch, 8);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(dashedPen(m_theme.danger, 1.5));
    painter.drawRect(shape.overflow);
    painter.setPen(QPen(m_theme.danger, 2));
    painter.drawLine(QPointF(shape.memory.right(), shape.memory.top() - 4),
                     QPointF(shape.memory.right(), shape.memory.bottom() + 4));
    const QFontMetricsF metrics(m_name);
    const qreal width = metrics.horizontalAdvance(node.freeText) + 2 * kGap;
    const QRectF words(std::max(shape.memory.right() + kGap, shape.overflow.right() - width),
                       shape.overflow.top() - 25, width, 22);
    if (shape.detail == NodeDetail::Full) {
        paintPill(painter, words, node.freeText, m_theme.danger);
    }
}

void CanvasPainter::paintDisk(QPainter& painter, const CanvasNode& node,
                              const NodeShape& shape) const {
    if (shape.disk.isEmpty()) {
        return;
    }
    const SharpEdges sharp(painter);
    const QRectF track = diskTrackOf(shape.disk);
    paintLabel(painter, shape.disk, barWords().disk, m_small, m_theme.muted);
    painter.setPen(QPen(m_theme.line, 1));
    painter.setBrush(m_theme.sunken);
    painter.drawRect(track);
    for (const VolumeShape& volume : shape.volumes) {
        painter.setPen(QPen(m_theme.lineStrong, 1));
        painter.setBrush(m_theme.panel);
        painter.drawRect(volume.rect);
        const CanvasVolume& source = node.volumes[volume.volume];
        paintLabel(painter, volume.rect.adjusted(kGapSmall, 0, -2, 0), source.label, m_small,
                   m_theme.text);
    }
    paintLabel(painter,
               QRectF(track.right() + kGap, shape.disk.top(),
                      shape.disk.right() - track.right() - kGap, shape.disk.height()),
               node.diskText, m_small, m_theme.muted, Qt::AlignRight | Qt::AlignVCenter);
}

void CanvasPainter::paintPill(QPainter& painter, const QRectF& rect, const QString& text,
                              const QColor& line) const {
    painter.setPen(QPen(line, 1));
    painter.setBrush(m_theme.panel);
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), rect.height() / 2 - 1,
                            rect.height() / 2 - 1);
    paintLabel(painter, rect.adjusted(6, 0, -6, 0), text, m_small, m_theme.text, Qt::AlignCenter);
}

}  // namespace stowage::gui
