#include "cli/load_catalog.h"

#include "cli/cli_context.h"

namespace stowage::cli {

CalendarDate todayOf(const CliContext& context) {
    const Result<CalendarDate> today = CalendarDate::parse(context.todayText());
    STOWAGE_ASSERT(today.ok());
    return *today;
}

Result<DataFiles> openDataFiles(const CliContext& context) {
    return DataFiles::open(context.dataFolder().value_or(std::string()));
}

Result<LoadedCatalog> loadCatalog(const CliContext& context) {
    STOWAGE_TRY(const DataFiles files, openDataFiles(context));
    LoadedCatalog loaded;
    loaded.catalog = Catalog::load(files, todayOf(context), loaded.problems);
    return loaded;
}

}  // namespace stowage::cli
