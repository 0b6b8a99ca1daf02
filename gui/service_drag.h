#pragma once

#include <QPointF>
#include <QRectF>
#include <QString>
#include <QStringList>
#include <functional>
#include <map>
#include <vector>

#include "gui/canvas_geometry.h"
#include "gui/canvas_model.h"
#include "gui/theme.h"
#include "model/service.h"

class QPainter;

namespace stowage::gui {

/// Where a dragged service may be let go.
struct DropTarget {
    QRectF rect;
    Mode mode = Mode::Own;
    QString title;    ///< "Share in the Commons"
    QString refusal;  ///< why not; empty: legal
    QString verdict;  ///< of the layout after it; empty until asked
    bool isGhost = false;
};

/// Why a service cannot be put in a mode; empty when it can.
QString modeRefusal(const QString& serviceKey, Mode mode);

/// One drag of one or more services. Everything but the pointer is fixed when it starts.
class ServiceDrag {
public:
    using Verdict = std::function<QString(const QStringList&, Mode)>;

    ServiceDrag(const CanvasModel& model, const CanvasGeometry& geometry, QStringList keys,
                const QRectF& view);

    /// Follows the pointer; asks for the verdict of a target when it is first reached.
    void moveTo(QPointF point, const Verdict& verdict);
    /// The target under the pointer, or null.
    const DropTarget* target() const;
    const QStringList& keys() const { return m_keys; }
    const std::vector<DropTarget>& targets() const { return m_targets; }
    void paint(QPainter& painter, const Theme& theme) const;

private:
    void addTarget(const QRectF& rect, Mode mode, const QString& title);
    void addCommons(const CanvasModel& model, const CanvasGeometry& geometry, const QRectF& view);
    void addOwn(const CanvasModel& model, const CanvasGeometry& geometry);
    QString refusalOf(const CanvasModel& model, Mode mode) const;

    QStringList m_keys;
    std::vector<DropTarget> m_targets;
    std::map<Mode, QString> m_refusals;
    QRectF m_view;  ///< what is seen, in the scene
    QPointF m_point;
    QString m_label;
};

}  // namespace stowage::gui
