#pragma once

#include <QString>

#include "gui/canvas_model.h"

namespace stowage::gui {

/// "storage" of "shop-production/shop-laravel-storage-pvc", "mariadb" of "…/shop-mariadb-pvc".
QString volumeLabel(const QString& claim);
/// Tooltip of a node: its offer and what the bars stand for.
QString nodeTooltip(const CanvasNode& node);
/// Accessible description of a node.
QString nodeDescription(const CanvasNode& node);
/// Why app pods do not drag.
QString podsAreNotDraggedText();

}  // namespace stowage::gui
