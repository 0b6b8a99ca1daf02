#pragma once

#include "model/base/result.h"
#include "model/calendar_date.h"
#include "model/catalog.h"
#include "model/data_files.h"

namespace stowage::cli {

class CliContext;

/// --today, else the computer's date.
CalendarDate todayOf(const CliContext& context);

/// The shipped data files with --data laid over them. Errors as of DataFiles::open.
Result<DataFiles> openDataFiles(const CliContext& context);

/// A catalogue with what was found while reading it.
struct LoadedCatalog {
    Catalog catalog;
    Diagnostics problems;
};
Result<LoadedCatalog> loadCatalog(const CliContext& context);

}  // namespace stowage::cli
