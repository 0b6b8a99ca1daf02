#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "model/base/result.h"

namespace stowage {

/// How exactly a date is known. The missing part counts as the first: 2026 is 1 January 2026.
enum class DatePrecision { Day, Month, Year };

/// A day of the Gregorian calendar, without time and zone. Default: no date (isSet() is false).
/// The date of today is an input everywhere; no library asks a clock.
class CalendarDate {
public:
    CalendarDate() = default;
    /// "2026-10-09", "2026-10" or "2026", years 1970 to 9999. Errors: InvalidArgument.
    static Result<CalendarDate> parse(std::string_view text);
    /// Asserts that the day exists.
    static CalendarDate of(int year, int month, int day);

    bool isSet() const { return m_year != 0; }
    int year() const { return m_year; }
    int month() const { return m_month; }
    int day() const { return m_day; }
    DatePrecision precision() const { return m_precision; }
    /// Days since 1970-01-01.
    std::int64_t dayNumber() const;
    /// As written: "2026-10-09", "2026-10", "2026"; "none" when not set.
    std::string toText() const;

    bool operator==(const CalendarDate&) const = default;
    /// By day alone: 2026 and 2026-01-01 are equivalent, though not equal.
    std::weak_ordering operator<=>(const CalendarDate& other) const {
        return dayNumber() <=> other.dayNumber();
    }

private:
    int m_year = 0;
    int m_month = 1;
    int m_day = 1;
    DatePrecision m_precision = DatePrecision::Day;
};

/// Days from `earlier` to `later`; negative when `later` comes first.
std::int64_t daysBetween(const CalendarDate& earlier, const CalendarDate& later);

}  // namespace stowage
