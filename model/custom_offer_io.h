#pragma once

#include <optional>

#include "model/diagnostic.h"
#include "model/document.h"
#include "model/offer.h"

namespace stowage {

/// Whether a machine is on sale (and needs a price) or already paid for.
enum class MachineOwnership { ForSale, Owned };

/// One entry of `candidates.customOffers` or `existingNodes`. nullopt when name or sizes are
/// missing; reported.
std::optional<Offer> readCustomOffer(const DocumentNode& node, MachineOwnership ownership,
                                     const std::string& scenarioCurrency, Diagnostics& diagnostics);

}  // namespace stowage
