#include "model/calendar_date.h"

#include <gtest/gtest.h>

namespace stowage {
namespace {

CalendarDate date(std::string_view text) {
    return CalendarDate::parse(text).value();
}

TEST(CalendarDate, MissingPartsCountAsTheFirst) {
    EXPECT_EQ(daysBetween(date("2026"), date("2026-01-01")), 0);
    // 31 days of January.
    EXPECT_EQ(daysBetween(date("2026"), date("2026-02")), 31);
    EXPECT_EQ(date("2026").toText(), "2026");
    EXPECT_EQ(date("2026-02").toText(), "2026-02");
    EXPECT_EQ(date("2026-02-03").toText(), "2026-02-03");
}

TEST(CalendarDate, CountsDaysAcrossLeapYears) {
    EXPECT_EQ(date("1970-01-01").dayNumber(), 0);
    // 30 years of 365 days and the leap days of 1972 … 1996 (7): 10957.
    EXPECT_EQ(date("2000-01-01").dayNumber(), 10957);
    // 29 February and 1 March 2028.
    EXPECT_EQ(daysBetween(date("2028-02-28"), date("2028-03-01")), 2);
    EXPECT_EQ(daysBetween(date("2027-02-28"), date("2027-03-01")), 1);
    EXPECT_EQ(daysBetween(date("2026-10-09"), date("2026-10-01")), -8);
}

TEST(CalendarDate, OrderIsByDayAlone) {
    EXPECT_TRUE(date("2026-01-02") > date("2026"));
    EXPECT_FALSE(date("2026") < date("2026-01-01"));
    EXPECT_FALSE(date("2026") == date("2026-01-01"));
}

TEST(CalendarDate, RefusesWhatIsNoDay) {
    for (const char* text : {"", "26", "2026-13", "2026-00", "2026-02-29", "2026-2-3", "2026/02/03",
                             "2026-02-03T00", "1969-12-31", "20260203", "2026-02-", "abcd"}) {
        EXPECT_FALSE(CalendarDate::parse(text).ok()) << text;
    }
    EXPECT_TRUE(CalendarDate::parse("2028-02-29").ok());
}

TEST(CalendarDate, NoDateIsSaidSo) {
    EXPECT_FALSE(CalendarDate().isSet());
    EXPECT_EQ(CalendarDate().toText(), "none");
}

}  // namespace
}  // namespace stowage
