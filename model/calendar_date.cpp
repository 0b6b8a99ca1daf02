#include "model/calendar_date.h"

#include <fmt/format.h>

#include <array>
#include <optional>

namespace stowage {

namespace {

constexpr int kYearMin = 1970;

bool isLeapYear(int year) {
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int daysInMonth(int year, int month) {
    constexpr std::array<int, 12> kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const int days = kDays.at(static_cast<std::size_t>(month - 1));
    return month == 2 && isLeapYear(year) ? days + 1 : days;
}

bool dayExists(int year, int month, int day) {
    return year >= kYearMin && year <= 9999 && month >= 1 && month <= 12 && day >= 1 &&
           day <= daysInMonth(year, month);
}

/// Exactly `width` digits at `at`.
std::optional<int> digitsAt(std::string_view text, std::size_t at, std::size_t width) {
    if (at + width > text.size()) {
        return std::nullopt;
    }
    int value = 0;
    for (const char c : text.substr(at, width)) {
        if (c < '0' || c > '9') {
            return std::nullopt;
        }
        value = value * 10 + (c - '0');
    }
    return value;
}

}  // namespace

Result<CalendarDate> CalendarDate::parse(std::string_view text) {
    const Error malformed{
        ErrorCode::InvalidArgument,
        fmt::format("'{}' is not a date; write it as 2026-10-09, 2026-10 or 2026", text),
        {}};
    const bool hasMonth = text.size() >= 7;
    const bool hasDay = text.size() == 10;
    if ((text.size() != 4 && text.size() != 7 && !hasDay) || (hasMonth && text[4] != '-') ||
        (hasDay && text[7] != '-')) {
        return malformed;
    }
    const std::optional<int> year = digitsAt(text, 0, 4);
    const std::optional<int> month = hasMonth ? digitsAt(text, 5, 2) : 1;
    const std::optional<int> day = hasDay ? digitsAt(text, 8, 2) : 1;
    if (!year || !month || !day || !dayExists(*year, *month, *day)) {
        return malformed;
    }
    CalendarDate date = of(*year, *month, *day);
    if (!hasDay) {
        date.m_precision = hasMonth ? DatePrecision::Month : DatePrecision::Year;
    }
    return date;
}

CalendarDate CalendarDate::of(int year, int month, int day) {
    STOWAGE_ASSERT(dayExists(year, month, day));
    CalendarDate date;
    date.m_year = year;
    date.m_month = month;
    date.m_day = day;
    return date;
}

std::int64_t CalendarDate::dayNumber() const {
    if (!isSet()) {
        return 0;
    }
    std::int64_t days = 0;
    for (int year = kYearMin; year < m_year; ++year) {
        days += isLeapYear(year) ? 366 : 365;
    }
    for (int month = 1; month < m_month; ++month) {
        days += daysInMonth(m_year, month);
    }
    return days + m_day - 1;
}

std::string CalendarDate::toText() const {
    if (!isSet()) {
        return "none";
    }
    switch (m_precision) {
        case DatePrecision::Day:
            return fmt::format("{:04}-{:02}-{:02}", m_year, m_month, m_day);
        case DatePrecision::Month:
            return fmt::format("{:04}-{:02}", m_year, m_month);
        case DatePrecision::Year:
            return fmt::format("{:04}", m_year);
    }
    STOWAGE_UNREACHABLE();
}

std::int64_t daysBetween(const CalendarDate& earlier, const CalendarDate& later) {
    return later.dayNumber() - earlier.dayNumber();
}

}  // namespace stowage
