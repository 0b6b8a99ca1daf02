#pragma once

#include <QIcon>

namespace stowage::gui {

/// A compiled-in 22-px symbol in the text colour of the present theme; follows a change of theme,
/// and sharp at every scale. Asserts that the name exists.
QIcon icon(const char* name);

}  // namespace stowage::gui
