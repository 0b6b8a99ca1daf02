#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>
#include <algorithm>
#include <map>

#include "gui/canvas_measures.h"
#include "gui/canvas_painter.h"
#include "gui/canvas_strokes.h"

namespace stowage::gui {

using namespace measures;

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("Canvas", text);
}

/// Places what comes back on a node in its free room, each with the area that it will take.
void addGhosts(LossMarks& marks, const CanvasModel& model, const CanvasGeometry& geometry,
               std::size_t node, const std::vector<const CanvasTile*>& tiles) {
    const QRectF room = geometry.nodes[node].free;
    if (room.isEmpty()) {
        return;
    }
    std::vector<std::int64_t> weights;
    std::int64_t total = 0;
    for (const CanvasTile* tile : tiles) {
        weights.push_back(std::max<std::int64_t>(tile->weight, 1));
        total += weights.back();
    }
    std::int64_t freeWeight = model.nodes[node].capacity - model.nodes[node].overhead;
    for (const CanvasGroup& group : model.nodes[node].groups) {
        for (const CanvasTile& tile : group.tiles) {
            freeWeight -= tile.weight;
        }
    }
    const qreal share =
        freeWeight <= 0 ? 1
                        : std::min(1.0, static_cast<qreal>(total) / static_cast<qreal>(freeWeight));
    const QRectF area(room.left(), room.top(), room.width(), room.height() * share);
    const std::vector<QRectF> rects = layOutRows(weights, area, 1.7);
    for (std::size_t i = 0; i < tiles.size(); ++i) {
        marks.ghosts.push_back({.pod = tiles[i]->id,
                                .label = tiles[i]->name,
                                .rect = rects[i],
                                .node = node,
                                .category = tiles[i]->category});
    }
}

}  // namespace

LossMarks lossMarksOf(const CanvasModel& model, const CanvasGeometry& geometry,
                      const QString& node) {
    LossMarks marks;
    const auto& entries = model.plan->nodeLoss;
    const auto entry = std::find_if(entries.begin(), entries.end(),
                                    [&](const NodeLossEntry& one) { return qs(one.node) == node; });
    marks.node = node;
    if (entry == entries.end()) {
        marks.lines.append(tr("not computed for this plan"));
        return marks;
    }
    for (const auto& [environment, word] : entry->environments) {
        marks.lines.append(tr("%1: %2").arg(qs(environment), nodeLossText(word)));
    }
    std::map<std::size_t, std::vector<const CanvasTile*>> arrivals;
    for (const NodeLossPod& pod : entry->pods) {
        const QString id = qs(pod.pod);
        if (pod.to.empty()) {
            marks.reasons.insert(id, qs(pod.why));
            continue;
        }
        marks.targets.insert(id, tr("%1 after %2 s").arg(qs(pod.to)).arg(pod.seconds));
        for (std::size_t n = 0; n < model.nodes.size(); ++n) {
            const CanvasTile* tile = model.findTile(id);
            if (model.nodes[n].name == qs(pod.to) && tile != nullptr) {
                arrivals[n].push_back(tile);
            }
        }
    }
    std::map<std::string, int> reasons;
    for (const NodeLossPod& pod : entry->pods) {
        reasons[pod.why] += pod.to.empty() && !pod.why.empty() ? 1 : 0;
    }
    for (const auto& [why, count] : reasons) {
        if (count > 0) {
            marks.lines.append(tr("✕ stays down (%1): %2").arg(count).arg(qs(why)));
        }
    }
    for (const auto& [target, tiles] : arrivals) {
        addGhosts(marks, model, geometry, target, tiles);
    }
    return marks;
}

void CanvasPainter::paintLossOf(QPainter& painter, std::size_t index,
                                const NodeShape& shape) const {
    const CanvasNode& node = m_model.nodes[index];
    if (m_marks.loss.node == node.name) {
        for (const TileShape& tile : shape.tiles) {
            const CanvasTile& source = node.groups[tile.group].tiles[tile.tile];
            const QRectF body = withGap(tile.rect);
            const bool isStuck = !m_marks.loss.targets.contains(source.id);
            painter.setBrush(Qt::NoBrush);
            painter.setPen(isStuck ? dashedPen(m_theme.danger, 1.5) : QPen(m_theme.ok, 1.5));
            painter.drawRect(body);
            if (tile.detail == TileDetail::Full) {
                painter.setFont(m_name);
                painter.setPen(isStuck ? m_theme.danger : m_theme.ok);
                painter.drawText(QRectF(body.right() - 22, body.bottom() - 22, 18, 18),
                                 Qt::AlignCenter,
                                 isStuck ? QStringLiteral("✕") : QStringLiteral("→"));
            }
        }
        paintDeadNode(painter, shape);
    }
    for (const LossGhost& ghost : m_marks.loss.ghosts) {
        if (ghost.node != index) {
            continue;
        }
        const QRectF body = withGap(ghost.rect);
        painter.fillRect(body, m_theme.panel);
        painter.fillRect(QRectF(body.left(), body.top(), kBandWidth, body.height()),
                         m_theme.of(ghost.category));
        painter.setPen(dashedPen(m_theme.accent, 1.5));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(body);
        paintLabel(painter, body.adjusted(kTilePadding + 2, 0, -kGapSmall, 0), ghost.label, m_name,
                   m_theme.text);
    }
}

void CanvasPainter::paintDeadNode(QPainter& painter, const NodeShape& shape) const {
    painter.setPen(dashedPen(m_theme.danger, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(shape.frame.adjusted(1, 1, -1, -1), kRadiusNode, kRadiusNode);
    if (shape.detail != NodeDetail::Full) {
        return;
    }
    QStringList lines{tr("What if %1 dies").arg(m_marks.loss.node)};
    lines.append(m_marks.loss.lines);
    const QFontMetricsF metrics(m_small);
    qreal width = QFontMetricsF(m_name).horizontalAdvance(lines.front());
    for (const QString& line : lines) {
        width = std::max(width, metrics.horizontalAdvance(line));
    }
    constexpr int kMostLines = 8;
    const int more = static_cast<int>(lines.size()) - kMostLines;
    if (more > 0) {
        lines = lines.mid(0, kMostLines);
        lines.append(tr("and %1 more").arg(more));
    }
    const qreal height = 18 * static_cast<qreal>(lines.size()) + 2 * kGap;
    const QRectF card(shape.machine.left() + kGap, shape.machine.bottom() - height - kGap,
                      std::min(width + 2 * kPanelPadding, shape.memory.width() - 2 * kGap), height);
    painter.setPen(QPen(m_theme.danger, 1));
    painter.setBrush(m_theme.panel);
    painter.drawRoundedRect(card, kRadiusControl, kRadiusControl);
    QRectF line(card.left() + kPanelPadding, card.top() + kGap, card.width() - 2 * kPanelPadding,
                18);
    for (const QString& text : lines) {
        const bool isFirst = line.top() < card.top() + kGap + 1;
        paintLabel(painter, line, text, isFirst ? m_name : m_small,
                   isFirst ? m_theme.danger : m_theme.text);
        line.translate(0, 18);
    }
}

}  // namespace stowage::gui
