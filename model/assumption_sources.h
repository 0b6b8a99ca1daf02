#pragma once

#include <map>
#include <string>

#include "model/data_row.h"
#include "model/diagnostic.h"

namespace stowage {

/// Where a row of a data file comes from, and when it was read.
struct AssumptionSource {
    std::string text;
    std::string date;
    bool operator==(const AssumptionSource&) const = default;
};

/// The sources of one data file by their key.
using AssumptionSources = std::map<std::string, AssumptionSource>;

/// Reads the map `sources` of a data file. A source without text or date is an error.
AssumptionSources readAssumptionSources(DataRow& root, Diagnostics& diagnostics);
/// The source that key `source` of a row names. Without the key, or with a name that the file does
/// not define: an error, and an empty source.
AssumptionSource sourceOf(DataRow& row, const AssumptionSources& sources);

}  // namespace stowage
