#pragma once

#include "model/document.h"

namespace stowage {

/// `overlay` laid over `base`: maps merge key by key, anything else replaces; null replaces
/// nothing. An empty list counts as an empty map where the other side is a map.
DocumentNode mergedTree(const DocumentNode& base, const DocumentNode& overlay);

/// The tree without what a scenario or report must not carry: tokens, and of `cloud` everything but
/// provider, arch and context.
DocumentNode withoutConnections(const DocumentNode& blueprint);

}  // namespace stowage
