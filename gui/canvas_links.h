#pragma once

#include <QPolygonF>
#include <QStringList>
#include <vector>

#include "gui/canvas_geometry.h"
#include "gui/canvas_model.h"
#include "gui/theme.h"

class QPainter;

namespace stowage::gui {

/// A line between two marks: tenant → Commons, ingress → web, tile → volume.
struct CanvasLink {
    QPointF from, to;
    QString label;  ///< at the end of the line; may be empty
};

/// The lines of the given pods; of all tenants when `pods` is empty.
std::vector<CanvasLink> linksOf(const CanvasModel& model, const CanvasGeometry& geometry,
                                const QStringList& pods);
/// Where the words of servers and namespaces stand, which lines pass behind.
std::vector<QRectF> headingsOf(const CanvasModel& model, const CanvasGeometry& geometry);
/// The pieces of a link that are in sight: all but what would run through a heading.
std::vector<QPolygonF> piecesOf(const CanvasLink& link, const std::vector<QRectF>& headings);
void paintLinks(QPainter& painter, const Theme& theme, const std::vector<CanvasLink>& links,
                const std::vector<QRectF>& headings);

}  // namespace stowage::gui
