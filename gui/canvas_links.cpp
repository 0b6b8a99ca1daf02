#include "gui/canvas_links.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>
#include <set>

#include "gui/canvas_measures.h"
#include "gui/canvas_spot.h"

namespace stowage::gui {
namespace {

struct Placed {
    const CanvasTile* tile = nullptr;
    QRectF rect;
    std::size_t node = 0;
};

std::vector<Placed> placedTiles(const CanvasModel& model, const CanvasGeometry& geometry) {
    std::vector<Placed> tiles;
    for (std::size_t n = 0; n < geometry.nodes.size(); ++n) {
        for (const TileShape& shape : geometry.nodes[n].tiles) {
            tiles.push_back({.tile = &model.nodes[n].groups[shape.group].tiles[shape.tile],
                             .rect = shape.rect,
                             .node = n});
        }
    }
    return tiles;
}

enum class Side { Left, Right };

/// Low on a side, so that lines do not run over the names of the tiles that they join.
QPointF sideOf(const QRectF& tile, Side side) {
    const qreal low = tile.bottom() - std::min(11.0, tile.height() / 2);
    return {side == Side::Left ? tile.left() + 4 : tile.right() - 4, low};
}

/// Between the points that a line is drawn through.
constexpr qreal kStep = 4;
/// "… reserved" with the power button behind it, and "Commons" after a name.
constexpr qreal kReservedWords = 96;
constexpr qreal kCommonsWord = 60;

QRectF leftOf(const QRectF& line, qreal width) {
    return {line.left(), line.top(), std::min(width, line.width()), line.height()};
}

QRectF rightOf(const QRectF& line, qreal width) {
    const qreal shown = std::min(width, line.width());
    return {line.right() - shown, line.top(), shown, line.height()};
}

QPainterPath pathOf(const CanvasLink& link) {
    QPainterPath path(link.from);
    const QPointF step = link.to - link.from;
    const bool isFlat = std::abs(step.x()) > std::abs(step.y());
    const QPointF first = isFlat ? QPointF(step.x() / 2, 0) : QPointF(0, step.y() / 2);
    path.cubicTo(link.from + first, link.to - first, link.to);
    return path;
}

class LinkFinder {
public:
    LinkFinder(const CanvasModel& model, const CanvasGeometry& geometry, const QStringList& pods)
        : m_model(model), m_geometry(geometry), m_tiles(placedTiles(model, geometry)) {
        for (const QString& pod : pods) {
            const CanvasTile* tile = model.findTile(pod);
            if (tile != nullptr && !tile->tenants.empty()) {
                m_engines.insert(pod);
            } else if (tile != nullptr) {
                m_environments.insert(qs(model.podOf(*tile).environment));
                m_chosen.insert(pod);
            }
        }
        m_isAll = pods.isEmpty();
    }

    std::vector<CanvasLink> links() {
        for (const Placed& engine : m_tiles) {
            addTenants(engine);
        }
        for (const Placed& placed : m_tiles) {
            const PlanPod& pod = m_model.podOf(*placed.tile);
            const bool isChosen = m_chosen.count(placed.tile->id) > 0;
            if (pod.role == "web" && (isChosen || m_isAll)) {
                const qreal x = std::min(
                    std::max(placed.rect.center().x(), m_geometry.ingress.left() + kGapLarge),
                    m_geometry.ingress.right() - kGapLarge);
                m_links.push_back({.from = QPointF(x, m_geometry.ingress.bottom()),
                                   .to = QPointF(placed.rect.center().x(), placed.rect.top()),
                                   .label = {}});
            }
            if (isChosen || m_engines.count(placed.tile->id) > 0) {
                addVolumes(placed);
            }
        }
        return std::move(m_links);
    }

private:
    /// From the first pod of every tenant that is asked for to the engine.
    void addTenants(const Placed& engine) {
        const bool isWhole = m_isAll || m_engines.count(engine.tile->id) > 0;
        for (const CanvasTenant& tenant : engine.tile->tenants) {
            const QString environment = tenant.serviceKey.section(QLatin1Char('/'), 0, 0);
            if (!isWhole && m_environments.count(environment) == 0) {
                continue;
            }
            for (const Placed& placed : m_tiles) {
                const PlanPod& pod = m_model.podOf(*placed.tile);
                const bool isAsked = isWhole || m_chosen.count(placed.tile->id) > 0;
                if (qs(pod.environment) == environment && pod.origin == "app" && isAsked) {
                    const bool isRight = engine.rect.center().x() > placed.rect.center().x();
                    m_links.push_back(
                        {.from = sideOf(placed.rect, isRight ? Side::Right : Side::Left),
                         .to = sideOf(engine.rect, isRight ? Side::Left : Side::Right),
                         .label = isWhole ? tenant.label : QString()});
                    break;
                }
            }
        }
    }

    void addVolumes(const Placed& placed) {
        if (!placed.tile->isTied) {
            return;
        }
        const QString space = placed.tile->id.section(QLatin1Char('/'), 0, 0);
        const CanvasNode& node = m_model.nodes[placed.node];
        for (const VolumeShape& shape : m_geometry.nodes[placed.node].volumes) {
            const QString& claim = node.volumes[shape.volume].claim;
            if (claim.startsWith(space + QLatin1Char('/'))) {
                m_links.push_back({.from = QPointF(placed.rect.center().x(), placed.rect.bottom()),
                                   .to = QPointF(shape.rect.center().x(), shape.rect.top()),
                                   .label = {}});
            }
        }
    }

    const CanvasModel& m_model;
    const CanvasGeometry& m_geometry;
    std::vector<Placed> m_tiles;
    std::set<QString> m_engines, m_chosen, m_environments;
    bool m_isAll = false;
    std::vector<CanvasLink> m_links;
};

}  // namespace

std::vector<CanvasLink> linksOf(const CanvasModel& model, const CanvasGeometry& geometry,
                                const QStringList& pods) {
    if (model.plan == nullptr) {
        return {};
    }
    return LinkFinder(model, geometry, pods).links();
}

std::vector<QRectF> headingsOf(const CanvasModel& model, const CanvasGeometry& geometry) {
    const QFontMetricsF title(fontOf(TextRole::Title));
    const QFontMetricsF small(fontOf(TextRole::Secondary));
    std::vector<QRectF> headings;
    for (std::size_t n = 0; n < geometry.nodes.size(); ++n) {
        const NodeShape& shape = geometry.nodes[n];
        const CanvasNode& node = model.nodes[n];
        if (shape.detail == NodeDetail::Full) {
            const QStringList words{node.offer, node.sold, node.price};
            const qreal width = title.horizontalAdvance(node.name) +
                                small.horizontalAdvance(words.join(QStringLiteral(" · "))) +
                                3 * kGap;
            const qreal right = small.horizontalAdvance(node.cpu.figure) + kReservedWords;
            headings.push_back(leftOf(shape.title, width));
            headings.push_back(rightOf(shape.title, right));
            for (const QRectF& bar : {shape.promised, shape.expected}) {
                headings.push_back(leftOf(bar, measures::barLabelWidth()));
                headings.push_back(rightOf(bar, measures::barFigureWidth()));
            }
        }
        for (const GroupShape& group : shape.groups) {
            if (group.title.height() > 0) {
                const CanvasGroup& source = node.groups[group.group];
                const qreal commons = source.kind == GroupKind::Commons ? kCommonsWord : 0;
                headings.push_back(
                    leftOf(group.title, small.horizontalAdvance(source.name) + commons + 2 * kGap));
            }
        }
    }
    return headings;
}

std::vector<QPolygonF> piecesOf(const CanvasLink& link, const std::vector<QRectF>& headings) {
    const QPainterPath path = pathOf(link);
    const auto isHidden = [&headings](const QPointF& point) {
        return std::any_of(headings.begin(), headings.end(),
                           [&point](const QRectF& words) { return words.contains(point); });
    };
    const int steps = std::clamp(static_cast<int>(path.length() / kStep), 2, 400);
    std::vector<QPolygonF> pieces(1);
    for (int step = 0; step <= steps; ++step) {
        const QPointF point = path.pointAtPercent(static_cast<qreal>(step) / steps);
        if (!isHidden(point)) {
            pieces.back().append(point);
        } else if (!pieces.back().isEmpty()) {
            pieces.emplace_back();
        }
    }
    pieces.erase(std::remove_if(pieces.begin(), pieces.end(),
                                [](const QPolygonF& piece) { return piece.size() < 2; }),
                 pieces.end());
    return pieces;
}

void paintLinks(QPainter& painter, const Theme& theme, const std::vector<CanvasLink>& links,
                const std::vector<QRectF>& headings) {
    painter.setRenderHint(QPainter::Antialiasing);
    for (const CanvasLink& link : links) {
        painter.setBrush(Qt::NoBrush);
        const std::vector<QPolygonF> pieces = piecesOf(link, headings);
        // A light edge keeps the line visible over tiles of any colour.
        for (const QPen& pen : {QPen(theme.panel, 4), QPen(theme.accent, 2)}) {
            painter.setPen(pen);
            for (const QPolygonF& piece : pieces) {
                painter.drawPolyline(piece);
            }
        }
        painter.setPen(QPen(theme.panel, 1));
        painter.setBrush(theme.accent);
        painter.drawEllipse(link.to, 4, 4);
        painter.drawEllipse(link.from, 3, 3);
    }
}

}  // namespace stowage::gui
