#pragma once

#include <QString>

#include "gui/canvas_model.h"

namespace stowage::gui {

/// "storage" of "shop-production/shop-laravel-storage-pvc", "mariadb" of "…/shop-mariadb-pvc".
QString volumeLabel(const QString& claim);
/// Whether a claim belongs to this pod: LaraKube names the claims of services after them, and all
/// pods of an app share the one of Laravel.
bool usesVolume(const PlanPod& pod, const PlanVolume& volume);
/// What keeps pods out: the text of the first check that fails; empty when none does.
QString waitingReasonOf(const CapacityPlan& plan);
/// Tooltip of a node: its offer and what the bars stand for.
QString nodeTooltip(const CanvasNode& node);
/// Accessible description of a node.
QString nodeDescription(const CanvasNode& node);
/// Tooltip of the band of OS + K3s.
QString machineTooltip(const CanvasNode& node);
/// Why app pods do not drag.
QString podsAreNotDraggedText();

}  // namespace stowage::gui
