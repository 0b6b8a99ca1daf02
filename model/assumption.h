#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.h"
#include "model/base/units.h"
#include "model/diagnostic.h"

namespace stowage {

class DataFiles;

/// What the number of an assumption counts, and how it is written.
enum class AssumptionUnit {
    Mebibytes,   ///< "560Mi", "18.8Ki"
    Millicores,  ///< "60m"
    Seconds,     ///< "20ms", "0.5s", "5min", "1h"
    Number,      ///< "8", "0.02", a share, a count, a rate
};

enum class AssumptionQuality {
    Measured,    ///< fitted to measured rows
    Documented,  ///< published by somebody who measured
    Assumed,     ///< a guess with a wide range
};

/// Doubt is not chance (model band against risk).
enum class TermClass {
    Constant,  ///< unknown, but the same all month: low and high bound the truth
    Chance,    ///< varies from moment to moment: low and high are its 1 % and 99 % quantiles
};

/// One row of the data files: a named input with its range and source.
struct AssumptionRow {
    std::string id;
    std::string text;  ///< what it is, one line
    AssumptionUnit unit = AssumptionUnit::Number;
    double value = 0;
    double low = 0;
    double high = 0;
    /// Of a term of memory: the part that the kernel cannot reclaim. Equal to `value` when the row
    /// gives none.
    double core = 0;
    TermClass termClass = TermClass::Constant;
    AssumptionQuality quality = AssumptionQuality::Assumed;
    std::string source;
    std::string date;  ///< YYYY-MM-DD, YYYY-MM or YYYY
    bool isOverridden = false;
    bool operator==(const AssumptionRow&) const = default;
};

/// The same as the plan report shows it: texts with units.
struct Assumption {
    std::string id, value, low, high, unit, source, date, quality, text;
    bool operator==(const Assumption&) const = default;
};

std::string_view toWord(AssumptionUnit unit);
std::string_view toWord(AssumptionQuality quality);
std::string_view toWord(TermClass termClass);
/// "560Mi", "60m", "20ms", "0.02": at most four significant digits, the same on every machine.
std::string assumptionText(double value, AssumptionUnit unit);
/// The inverse, also for what users write ("560Mi", "0.06", "250m", "20ms"). Errors:
/// InvalidArgument.
Result<double> parseAssumption(std::string_view text, AssumptionUnit unit);
Assumption toAssumption(const AssumptionRow& row);

/// Every number that is neither in the scenario nor a price: profiles, overheads, defaults,
/// constants of the risk model. A value type; overriding gives a new table.
class AssumptionTable {
public:
    /// Reads "profiles/*.yaml" and "assumptions.yaml". Every finding goes to `diagnostics`; a row
    /// without source or date, with low > value or value > high, or with an id that exists already
    /// does not load.
    static AssumptionTable load(const DataFiles& files, Diagnostics& diagnostics);
    /// From rows, for tests.
    static AssumptionTable of(std::vector<AssumptionRow> rows);

    /// Replaces values by id. The range of an overridden row shrinks to the value; its quality
    /// becomes `assumed`, its source "scenario". An unknown id or a value that cannot be read is an
    /// error in `diagnostics` with the place from `places`, naming the nearest id.
    AssumptionTable withOverrides(const std::map<std::string, std::string>& values,
                                  const std::map<std::string, SourcePlace>& places,
                                  Diagnostics& diagnostics) const;
    /// One row set to this value inside its range, as sensitivity analysis needs it: keeps range
    /// and source, scales `core` alike. Asserts that the id exists.
    AssumptionTable with(std::string_view id, double value) const;

    const AssumptionRow* find(std::string_view id) const;
    /// Asserts that the id exists: for ids that the code itself names.
    const AssumptionRow& at(std::string_view id) const;
    double value(std::string_view id) const { return at(id).value; }
    Bytes bytes(std::string_view id) const;  ///< of a row in mebibytes, rounded up
    const std::vector<AssumptionRow>& rows() const { return m_rows; }  ///< sorted by id
    std::vector<std::string> ids() const;
    /// "no assumption 'x' (did you mean 'y'?)".
    std::string unknownIdMessage(std::string_view id) const;

private:
    std::vector<AssumptionRow> m_rows;  ///< sorted by id, unique
};

}  // namespace stowage
