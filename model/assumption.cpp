#include "model/assumption.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <utility>

#include "model/assumption_sources.h"
#include "model/base/invariant.h"
#include "model/data_files.h"
#include "model/data_row.h"
#include "model/document.h"

namespace stowage {

namespace {

/// A unit sign of the data files and what it multiplies.
struct Sign {
    std::string_view text;
    AssumptionUnit unit;
    double factor;
};

constexpr std::array kSigns{
    Sign{"Ki", AssumptionUnit::Mebibytes, 1.0 / 1024.0}, Sign{"Mi", AssumptionUnit::Mebibytes, 1.0},
    Sign{"Gi", AssumptionUnit::Mebibytes, 1024.0},       Sign{"ms", AssumptionUnit::Seconds, 0.001},
    Sign{"min", AssumptionUnit::Seconds, 60.0},          Sign{"s", AssumptionUnit::Seconds, 1.0},
    Sign{"h", AssumptionUnit::Seconds, 3600.0},          Sign{"m", AssumptionUnit::Millicores, 1.0},
};

/// What a number without a sign means where a sign is usual.
double factorWithoutSign(AssumptionUnit unit) {
    switch (unit) {
        case AssumptionUnit::Mebibytes:
            return 1.0 / (1024.0 * 1024.0);
        case AssumptionUnit::Millicores:
            return 1000.0;
        case AssumptionUnit::Seconds:
        case AssumptionUnit::Number:
            return 1.0;
    }
    STOWAGE_UNREACHABLE();
}

std::string_view exampleOf(AssumptionUnit unit) {
    switch (unit) {
        case AssumptionUnit::Mebibytes:
            return "an amount of memory as in '560Mi'";
        case AssumptionUnit::Millicores:
            return "CPU as in '60m' or '0.5'";
        case AssumptionUnit::Seconds:
            return "a time as in '20ms', '0.5s', '5min' or '1h'";
        case AssumptionUnit::Number:
            return "a number as in '8' or '0.02'";
    }
    STOWAGE_UNREACHABLE();
}

struct SplitNumber {
    double number = 0.0;
    std::string_view sign;
};

/// Digits and what follows them; nullopt when there is no decimal number of zero or more.
std::optional<SplitNumber> split(std::string_view text) {
    const std::size_t end = text.find_first_not_of("0123456789.");
    const std::string digits(text.substr(0, end));
    const std::optional<Money> number = parseDecimal(digits);
    if (digits.empty() || !number) {
        return std::nullopt;
    }
    return SplitNumber{.number = static_cast<double>(number->raw()) * 1e-6,
                       .sign = end == std::string_view::npos ? "" : text.substr(end)};
}

const Sign* findSign(std::string_view text) {
    const auto at = std::find_if(kSigns.begin(), kSigns.end(),
                                 [text](const Sign& one) { return one.text == text; });
    return at == kSigns.end() ? nullptr : &*at;
}

/// Four significant digits without exponent and without trailing zeros.
std::string fourDigits(double value) {
    const double size = std::abs(value);
    int decimals = 3;
    for (double limit = 10.0; limit <= size && decimals > 0; limit *= 10.0) {
        --decimals;
    }
    for (double limit = 1.0; size > 0.0 && size < limit && decimals < 9; limit /= 10.0) {
        ++decimals;
    }
    std::string text = fmt::format("{:.{}f}", value, decimals);
    if (text.find('.') != std::string::npos) {
        text.erase(text.find_last_not_of('0') + 1);
        if (text.back() == '.') {
            text.pop_back();
        }
    }
    return text;
}

std::string memoryText(double mebibytes) {
    if (mebibytes == 0.0 || mebibytes >= 1.0) {
        return fourDigits(mebibytes) + "Mi";
    }
    if (mebibytes * 1024.0 >= 1.0) {
        return fourDigits(mebibytes * 1024.0) + "Ki";
    }
    return fourDigits(mebibytes * 1024.0 * 1024.0);
}

std::string timeText(double seconds) {
    if (seconds >= 3600.0) {
        return fourDigits(seconds / 3600.0) + "h";
    }
    if (seconds >= 60.0) {
        return fourDigits(seconds / 60.0) + "min";
    }
    return seconds >= 1.0 || seconds == 0.0 ? fourDigits(seconds) + "s"
                                            : fourDigits(seconds * 1000.0) + "ms";
}

bool idLess(const AssumptionRow& row, std::string_view id) {
    return std::string_view(row.id) < id;
}

/// Reads the numbers of one row; `unit` is set by the first and has to fit the others.
class NumberReader {
public:
    explicit NumberReader(DataRow& row) : m_row(row) {}

    double read(std::string_view key) {
        const std::string text = m_row.requiredText(key);
        return text.empty() ? 0.0 : convert(key, text);
    }
    double readOr(std::string_view key, double otherwise) {
        return m_row.has(key) ? read(key) : otherwise;
    }
    AssumptionUnit unit() const { return m_unit.value_or(AssumptionUnit::Number); }

private:
    double convert(std::string_view key, const std::string& text) {
        const std::optional<SplitNumber> parts = split(text);
        const Sign* sign = parts ? findSign(parts->sign) : nullptr;
        if (!parts || (sign == nullptr && !parts->sign.empty())) {
            m_row.complain(key, fmt::format("'{}' is no number with a unit", text));
            return 0.0;
        }
        const AssumptionUnit unit = sign == nullptr ? AssumptionUnit::Number : sign->unit;
        if (m_unit && *m_unit != unit) {
            m_row.complain(key, fmt::format("'{}' has another unit than the value", text));
        }
        m_unit = unit;
        return parts->number * (sign == nullptr ? 1.0 : sign->factor);
    }

    DataRow& m_row;
    std::optional<AssumptionUnit> m_unit;
};

TermClass readClass(DataRow& row) {
    const std::string word = row.requiredText("class");
    if (word == toWord(TermClass::Chance)) {
        return TermClass::Chance;
    }
    if (word != toWord(TermClass::Constant)) {
        row.complain("class", fmt::format("'{}' is neither 'constant' nor 'chance'", word));
    }
    return TermClass::Constant;
}

AssumptionQuality readQuality(DataRow& row) {
    const std::string word = row.requiredText("quality");
    for (const AssumptionQuality quality :
         {AssumptionQuality::Measured, AssumptionQuality::Documented}) {
        if (word == toWord(quality)) {
            return quality;
        }
    }
    if (word != toWord(AssumptionQuality::Assumed)) {
        row.complain("quality", fmt::format("'{}' is not measured, documented or assumed", word));
    }
    return AssumptionQuality::Assumed;
}

std::optional<AssumptionRow> readRow(const DocumentNode& node, const AssumptionSources& sources,
                                     Diagnostics& diagnostics) {
    DataRow row(node, diagnostics);
    NumberReader numbers(row);
    AssumptionRow read;
    read.id = row.requiredText("id");
    read.text = row.requiredText("text");
    read.value = numbers.read("value");
    read.low = numbers.read("low");
    read.high = numbers.read("high");
    read.core = numbers.readOr("core", read.value);
    read.unit = numbers.unit();
    read.termClass = readClass(row);
    read.quality = readQuality(row);
    const AssumptionSource source = sourceOf(row, sources);
    read.source = source.text;
    read.date = source.date;
    if (!row.isBroken() && (read.low > read.value || read.value > read.high)) {
        row.complain("value", fmt::format("value {} of '{}' is not between low {} and high {}",
                                          assumptionText(read.value, read.unit), read.id,
                                          assumptionText(read.low, read.unit),
                                          assumptionText(read.high, read.unit)));
    }
    row.finish();
    return row.isBroken() ? std::nullopt : std::optional<AssumptionRow>(std::move(read));
}

std::vector<AssumptionRow> readFile(const DataFile& file, Diagnostics& diagnostics) {
    std::vector<AssumptionRow> rows;
    const std::optional<Document> document =
        parseDocument(file.origin, file.text, DocumentFormat::Yaml, {}, diagnostics);
    if (!document) {
        return rows;
    }
    DataRow root(document->root, diagnostics);
    const AssumptionSources sources = readAssumptionSources(root, diagnostics);
    for (const DocumentNode& item : root.items("rows")) {
        if (std::optional<AssumptionRow> row = readRow(item, sources, diagnostics)) {
            rows.push_back(*std::move(row));
        }
    }
    root.finish();
    return rows;
}

/// A file that replaces a shipped one has to keep its rows: the formulas name them.
void checkReplacement(const DataFile& file, const std::vector<AssumptionRow>& rows,
                      Diagnostics& diagnostics) {
    const DataFiles shipped = DataFiles::shipped();
    const DataFile* original = shipped.find(file.name);
    if (original == nullptr || original->text == file.text) {
        return;
    }
    for (const AssumptionRow& row : readFile(*original, diagnostics)) {
        const auto at = std::find_if(rows.begin(), rows.end(),
                                     [&row](const auto& other) { return other.id == row.id; });
        if (at == rows.end()) {
            diagnostics.error(SourcePlace{.file = file.origin},
                              fmt::format("row '{}' is missing", row.id),
                              "a file that replaces a shipped one keeps all of its rows");
        } else if (at->unit != row.unit) {
            diagnostics.error(SourcePlace{.file = file.origin},
                              fmt::format("row '{}' must be a {}", row.id, toWord(row.unit)));
        }
    }
}

}  // namespace

AssumptionSources readAssumptionSources(DataRow& root, Diagnostics& diagnostics) {
    AssumptionSources sources;
    const DocumentNode* map = root.map("sources");
    if (map == nullptr) {
        root.complain("sources", "the file names no sources");
        return sources;
    }
    for (const DocumentNode::Entry& entry : map->entries) {
        DataRow row(entry.value, diagnostics);
        AssumptionSource source;
        source.text = row.requiredText("text");
        const std::optional<CalendarDate> date = row.date("date");
        if (!date) {
            row.complain("date", fmt::format("source '{}' has no date", entry.key));
        } else {
            source.date = date->toText();
        }
        row.finish();
        if (!row.isBroken()) {
            sources.emplace(entry.key, std::move(source));
        }
    }
    return sources;
}

AssumptionSource sourceOf(DataRow& row, const AssumptionSources& sources) {
    const std::string key = row.requiredText("source");
    const auto at = sources.find(key);
    if (at != sources.end()) {
        return at->second;
    }
    if (!key.empty()) {
        row.complain("source", fmt::format("source '{}' is not listed under 'sources'", key));
    }
    return {};
}

std::string_view toWord(AssumptionUnit unit) {
    switch (unit) {
        case AssumptionUnit::Mebibytes:
            return "memory";
        case AssumptionUnit::Millicores:
            return "cpu";
        case AssumptionUnit::Seconds:
            return "time";
        case AssumptionUnit::Number:
            return "number";
    }
    STOWAGE_UNREACHABLE();
}

std::string_view toWord(AssumptionQuality quality) {
    switch (quality) {
        case AssumptionQuality::Measured:
            return "measured";
        case AssumptionQuality::Documented:
            return "documented";
        case AssumptionQuality::Assumed:
            return "assumed";
    }
    STOWAGE_UNREACHABLE();
}

std::string_view toWord(TermClass termClass) {
    switch (termClass) {
        case TermClass::Constant:
            return "constant";
        case TermClass::Chance:
            return "chance";
    }
    STOWAGE_UNREACHABLE();
}

std::string assumptionText(double value, AssumptionUnit unit) {
    switch (unit) {
        case AssumptionUnit::Mebibytes:
            return memoryText(value);
        case AssumptionUnit::Millicores:
            return fourDigits(value) + "m";
        case AssumptionUnit::Seconds:
            return timeText(value);
        case AssumptionUnit::Number:
            return fourDigits(value);
    }
    STOWAGE_UNREACHABLE();
}

Result<double> parseAssumption(std::string_view text, AssumptionUnit unit) {
    const std::optional<SplitNumber> parts = split(text);
    if (parts && parts->sign.empty()) {
        return parts->number * factorWithoutSign(unit);
    }
    const Sign* sign = parts ? findSign(parts->sign) : nullptr;
    if (sign == nullptr || sign->unit != unit) {
        return Error{
            ErrorCode::InvalidArgument, fmt::format("'{}' is not {}", text, exampleOf(unit)), {}};
    }
    return parts->number * sign->factor;
}

Assumption toAssumption(const AssumptionRow& row) {
    return Assumption{.id = row.id,
                      .value = assumptionText(row.value, row.unit),
                      .low = assumptionText(row.low, row.unit),
                      .high = assumptionText(row.high, row.unit),
                      .unit = std::string(toWord(row.unit)),
                      .source = row.source,
                      .date = row.date,
                      .quality = std::string(toWord(row.quality)),
                      .text = row.text};
}

AssumptionTable AssumptionTable::load(const DataFiles& files, Diagnostics& diagnostics) {
    std::vector<const DataFile*> inputs = files.under("profiles/");
    if (const DataFile* file = files.find("assumptions.yaml")) {
        inputs.push_back(file);
    }
    std::vector<AssumptionRow> rows;
    std::set<std::string> known;
    for (const DataFile* file : inputs) {
        const std::vector<AssumptionRow> fresh = readFile(*file, diagnostics);
        checkReplacement(*file, fresh, diagnostics);
        for (const AssumptionRow& row : fresh) {
            if (known.insert(row.id).second) {
                rows.push_back(row);
            } else {
                diagnostics.error(SourcePlace{.file = file->origin},
                                  fmt::format("assumption '{}' exists already", row.id));
            }
        }
    }
    return of(std::move(rows));
}

AssumptionTable AssumptionTable::of(std::vector<AssumptionRow> rows) {
    std::sort(rows.begin(), rows.end(),
              [](const AssumptionRow& a, const AssumptionRow& b) { return a.id < b.id; });
    AssumptionTable table;
    table.m_rows = std::move(rows);
    return table;
}

AssumptionTable AssumptionTable::withOverrides(const std::map<std::string, std::string>& values,
                                               const std::map<std::string, SourcePlace>& places,
                                               Diagnostics& diagnostics) const {
    AssumptionTable table = *this;
    for (const auto& [id, text] : values) {
        const auto at = places.find(id);
        const SourcePlace place = at == places.end() ? SourcePlace{} : at->second;
        const AssumptionRow* row = find(id);
        if (row == nullptr) {
            diagnostics.error(place, unknownIdMessage(id));
            continue;
        }
        const Result<double> value = parseAssumption(text, row->unit);
        if (!value.ok()) {
            diagnostics.error(place, fmt::format("assumption '{}': {}", id, value.error().message));
            continue;
        }
        table = table.with(id, *value);
        AssumptionRow& changed = table.m_rows[static_cast<std::size_t>(row - m_rows.data())];
        changed.low = changed.high = changed.value;
        changed.quality = AssumptionQuality::Assumed;
        changed.source = "scenario";
        changed.date.clear();
        changed.isOverridden = true;
    }
    return table;
}

AssumptionTable AssumptionTable::with(std::string_view id, double value) const {
    AssumptionTable table = *this;
    const auto at = std::lower_bound(table.m_rows.begin(), table.m_rows.end(), id, idLess);
    STOWAGE_ASSERT(at != table.m_rows.end() && at->id == id);
    at->core = at->value > 0.0 ? at->core * value / at->value : value;
    at->value = value;
    at->low = std::min(at->low, value);
    at->high = std::max(at->high, value);
    return table;
}

const AssumptionRow* AssumptionTable::find(std::string_view id) const {
    const auto at = std::lower_bound(m_rows.begin(), m_rows.end(), id, idLess);
    return at != m_rows.end() && at->id == id ? &*at : nullptr;
}

const AssumptionRow& AssumptionTable::at(std::string_view id) const {
    const AssumptionRow* row = find(id);
    STOWAGE_ASSERT(row != nullptr);
    return *row;
}

Bytes AssumptionTable::bytes(std::string_view id) const {
    const AssumptionRow& row = at(id);
    STOWAGE_ASSERT(row.unit == AssumptionUnit::Mebibytes);
    return bytesFromMebibytesRoundUp(row.value);
}

std::vector<std::string> AssumptionTable::ids() const {
    std::vector<std::string> ids;
    for (const AssumptionRow& row : m_rows) {
        ids.push_back(row.id);
    }
    return ids;
}

std::string AssumptionTable::unknownIdMessage(std::string_view id) const {
    const std::string nearest = nearestWord(id, ids());
    return nearest.empty() ? fmt::format("no assumption '{}' (the plan report lists them)", id)
                           : fmt::format("no assumption '{}' (did you mean '{}'?)", id, nearest);
}

}  // namespace stowage
