#pragma once

#include <QGraphicsScene>
#include <QStringList>
#include <QVariantAnimation>
#include <memory>
#include <vector>

#include "gui/app_settings.h"
#include "gui/canvas_painter.h"
#include "gui/canvas_spot.h"

namespace stowage::gui {

class NodeItem;
class SurroundItem;

/// The picture of one plan at one zoom. Coordinates are pixels on screen: a zoom is a new
/// placement, because lines of words keep their height while areas of memory grow.
class LayoutScene : public QGraphicsScene {
    Q_OBJECT

public:
    explicit LayoutScene(const Theme& theme, QObject* parent = nullptr);
    ~LayoutScene() override;

    /// Shows another plan; tiles that are in both move to their new places.
    void setInput(const CanvasInput& input);
    void setTheme(const Theme& theme);
    void setMotion(Motion motion) { m_motion = motion; }
    /// Tiles that are moving go on to their places at the new zoom.
    void setZoom(qreal zoom);
    /// Ends moves at once.
    void settle();
    /// The largest zoom within [least, most] whose picture is not larger than `room`.
    qreal zoomFor(QSizeF room, qreal least, qreal most) const;

    /// The same picture at another zoom.
    CanvasGeometry geometryAt(qreal zoom) const { return canvasGeometryOf(m_model, m_plan, zoom); }

    const CanvasModel& model() const { return m_model; }
    const CanvasGeometry& geometry() const { return m_geometry; }
    const CanvasMarks& marks() const { return m_marks; }
    const Theme& theme() const { return *m_theme; }
    CanvasPainter painter() const { return {*m_theme, m_model, m_geometry, m_marks}; }
    qreal zoom() const { return m_geometry.zoom; }

    /// The innermost place at a point; the items answer for their nodes.
    CanvasSpot spotAtPoint(QPointF point) const;

    void setSelection(const QStringList& pods, const QStringList& services, const QString& node);
    void setHovered(const CanvasSpot& spot);
    /// Pods whose name, namespace or role holds the text stay lit; empty: all.
    void setFilter(const QString& text);
    const QString& filter() const { return m_filter; }
    void showLoss(const QString& node);
    void clearLoss();
    bool isMoving() const { return m_animation.state() == QAbstractAnimation::Running; }

Q_SIGNALS:
    void geometryChanged();

protected:
    void drawBackground(QPainter* painter, const QRectF& rect) override;

private:
    void rebuildItems();
    void applyGeometry();
    void updateLit();

    const Theme* m_theme;
    CanvasModel m_model, m_oldModel;
    CanvasPlan m_plan;
    CanvasGeometry m_geometry, m_oldGeometry, m_target;
    CanvasMarks m_marks;
    QString m_filter;
    Motion m_motion = Motion::Full;
    QVariantAnimation m_animation;
    std::vector<NodeItem*> m_nodes;  ///< owned by the scene
    SurroundItem* m_top = nullptr;
    SurroundItem* m_waiting = nullptr;
};

}  // namespace stowage::gui
