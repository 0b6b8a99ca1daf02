#pragma once

#include <QStringList>

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
void paintLinks(QPainter& painter, const Theme& theme, const std::vector<CanvasLink>& links);

}  // namespace stowage::gui
