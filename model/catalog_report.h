#pragma once

#include <string>
#include <vector>

#include "model/calendar_date.h"
#include "model/catalog.h"
#include "model/diagnostic.h"
#include "model/document.h"

namespace stowage {

/// One thing that `catalog check` says about a row or a provider.
struct CatalogFinding {
    Severity severity = Severity::Warning;
    std::string subject;  ///< "digitalocean/c-16", or a provider
    std::string text;
    bool operator==(const CatalogFinding&) const = default;
};

/// What a reader should know about rows that did load, in the order of the catalogue: stale prices
/// (warnings); rows that are listed only and providers that lack an add-on price, so that some
/// layouts cannot be priced (notes).
std::vector<CatalogFinding> checkCatalog(const Catalog& catalog, const CalendarDate& today);

/// The CatalogReport document: the given offers by provider, each with its facts and, for machines,
/// the node that it becomes; then the findings and the problems of rows that did not load.
DocumentNode catalogReport(const Catalog& catalog, const std::vector<const Offer*>& offers,
                           const CalendarDate& today, const std::vector<CatalogFinding>& findings,
                           const Diagnostics& problems);

}  // namespace stowage
