#pragma once

#include <QFont>
#include <QHash>
#include <QPen>
#include <QSet>
#include <QString>
#include <array>
#include <cstddef>
#include <optional>
#include <vector>

#include "gui/canvas_geometry.h"
#include "gui/canvas_model.h"
#include "gui/theme.h"

class QPainter;

namespace stowage::gui {

/// A pod that comes back on another node, as it would stand in its free room.
struct LossGhost {
    QString pod, label;
    QRectF rect;
    std::size_t node = 0;
    Category category = Category::App;
};

/// What happens when one node dies.
struct LossMarks {
    QString node;                     ///< empty: no such picture
    QHash<QString, QString> reasons;  ///< pod → why it does not come back
    QHash<QString, QString> targets;  ///< pod → "node-2 after 35 s"
    std::vector<LossGhost> ghosts;
    QStringList lines;  ///< "shop-production: down, data stays on the dead server"
};

/// What is pointed at, chosen or dimmed: the part of the picture that is not the plan.
struct CanvasMarks {
    QSet<QString> selectedPods;
    QSet<QString> selectedServices;  ///< keys of tenants and managed services
    QString selectedNode;
    QString hoveredPod, hoveredNode;
    std::optional<QSet<QString>> lit;  ///< of a filter: all other pods are dimmed
    LossMarks loss;
};

LossMarks lossMarksOf(const CanvasModel& model, const CanvasGeometry& geometry,
                      const QString& node);

/// Paints a canvas. Knows no widget and no scene, so that a file gets the same strokes as a screen.
class CanvasPainter {
public:
    CanvasPainter(const Theme& theme, const CanvasModel& model, const CanvasGeometry& geometry,
                  const CanvasMarks& marks);

    /// The server at `index`; `exposed`: what has to be painted, tiles outside are left out.
    void paintNode(QPainter& painter, std::size_t index, const QRectF& exposed) const;
    void paintTop(QPainter& painter) const;
    void paintWaiting(QPainter& painter) const;
    void paintBackground(QPainter& painter, const QRectF& area) const;
    /// All of it.
    void paint(QPainter& painter) const;

private:
    void paintFrame(QPainter& painter, const CanvasNode& node, const NodeShape& shape) const;
    void paintTitle(QPainter& painter, const CanvasNode& node, const NodeShape& shape) const;
    void paintBars(QPainter& painter, const CanvasNode& node, const NodeShape& shape) const;
    void paintStackedBar(QPainter& painter, const CanvasBar& bar, const QRectF& track) const;
    void paintLimit(QPainter& painter, const QRectF& track, NodeDetail detail) const;
    void paintGroup(QPainter& painter, const CanvasGroup& group, const GroupShape& shape) const;
    void paintCommonsOutline(QPainter& painter, const CanvasNode& node,
                             const NodeShape& shape) const;
    void paintTile(QPainter& painter, const CanvasTile& tile, const TileShape& shape) const;
    void paintTileWords(QPainter& painter, const CanvasTile& tile, const TileShape& shape,
                        const QRectF& body) const;
    void paintGauge(QPainter& painter, const CanvasTile& tile, const TileShape& shape,
                    const QRectF& body) const;
    void paintChips(QPainter& painter, const CanvasTile& tile, const TileShape& shape) const;
    void paintFree(QPainter& painter, const CanvasNode& node, const NodeShape& shape) const;
    void paintMachine(QPainter& painter, const CanvasNode& node, const NodeShape& shape) const;
    void paintOverflow(QPainter& painter, const CanvasNode& node, const NodeShape& shape) const;
    void paintDisk(QPainter& painter, const CanvasNode& node, const NodeShape& shape) const;
    void paintLossOf(QPainter& painter, std::size_t node, const NodeShape& shape) const;
    void paintDeadNode(QPainter& painter, const NodeShape& shape) const;
    void paintTraffic(QPainter& painter) const;
    void paintPill(QPainter& painter, const QRectF& rect, const QString& text,
                   const QColor& line) const;
    qreal opacityOf(const CanvasTile& tile) const;
    const QColor& fillOf(Category category) const {
        return m_fills[static_cast<std::size_t>(category)];
    }

    const Theme& m_theme;
    const CanvasModel& m_model;
    const CanvasGeometry& m_geometry;
    const CanvasMarks& m_marks;
    MemoryLedger m_ledger;
    QFont m_title, m_body, m_name, m_small;
    // Made once: a canvas has thousands of tiles.
    QPen m_tilePen, m_noRequestPen, m_hoveredPen, m_selectedPen;
    std::array<QColor, 7> m_fills;  ///< by Category
};

}  // namespace stowage::gui
