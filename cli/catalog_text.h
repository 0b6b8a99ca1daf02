#pragma once

#include <string>
#include <vector>

#include "model/calendar_date.h"
#include "model/catalog.h"
#include "model/catalog_report.h"

namespace stowage::cli {

class CliContext;

/// The offers by provider: machines, nodes and add-ons in aligned columns, with marks for prices
/// that are stale and rows that are listed only, and the key to the marks.
std::string catalogListText(const Catalog& catalog, const std::vector<const Offer*>& offers,
                            const CalendarDate& today, const CliContext& context);

/// Every fact of one offer with its source and date and, for a machine, the node that it becomes.
std::string offerText(const Catalog& catalog, const Offer& offer, const CalendarDate& today,
                      const CliContext& context);

/// The findings one a line, worst first, and the sum of the check.
std::string catalogCheckText(const Catalog& catalog, const std::vector<CatalogFinding>& findings,
                             const Diagnostics& problems, const CliContext& context);

}  // namespace stowage::cli
