#pragma once

#include "gui/theme.h"

namespace stowage::gui {

/// What the desktop prefers: the portal setting org.freedesktop.appearance color-scheme, else the
/// lightness of the palette that Qt starts with. Waits at most 200 ms for the portal, and not at
/// all when there is no bus of a user's desktop.
ThemeKind desktopTheme();
ThemeKind resolve(ThemeChoice choice);

}  // namespace stowage::gui
