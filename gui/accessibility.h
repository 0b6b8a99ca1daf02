#pragma once

namespace stowage::gui {

class LayoutView;

/// Makes canvases speak: without this a QGraphicsView is an empty "filler" for assistive
/// technology. The view becomes a list and every pod an entry of it, though one item of the scene
/// paints a whole node. Every view calls it; more than once is once.
void installAccessibility();

/// Tells assistive technology that the focused place of a canvas is another one.
void announceFocus(LayoutView& view);

}  // namespace stowage::gui
