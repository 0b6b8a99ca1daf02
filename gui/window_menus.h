#pragma once

#include <QMenu>
#include <functional>

#include "gui/app_settings.h"
#include "gui/table_copy.h"
#include "gui/workspace_rail.h"

class QUndoStack;

namespace stowage::gui {

class ScenarioTable;

/// Theme and density, which people look for in a menu. `settings` outlives the menu.
void addPreferenceMenus(QMenu& view, AppSettings& settings);
/// "Copy the table as": `tableNow` gives the table that is meant when one is chosen.
QMenu* addCopyMenu(QMenu& edit, const std::function<CopyTable()>& tableNow);
/// The table that a copy is meant of: the one with the keyboard, else that of the page.
CopyTable tableInSight(const QWidget& window, Workspace workspace, const ScenarioTable& scenario);
/// Every step with its words; a click goes back or forward to it.
void showHistory(QUndoStack& stack, QWidget& window);
/// Row heights of the tables of a window.
void applyDensity(QWidget& window, ScenarioTable& scenario, int rowHeight);
/// In the program that the desktop has for it.
void openAsText(const QString& path);

}  // namespace stowage::gui
