#include "cli/cli_context.h"

#include <gtest/gtest.h>

#include <sstream>

namespace stowage::cli {

namespace {

struct Streams {
    std::ostringstream out;
    std::ostringstream err;
};

}  // namespace

TEST(CliContext, ColourOnlyOnATerminalAndNeverWhenRefused) {
    Streams streams;
    const CliContext piped(streams.out, streams.err, {.outIsTerminal = false});
    const CliContext terminal(streams.out, streams.err, {.outIsTerminal = true});
    const CliContext refused(streams.out, streams.err,
                             {.outIsTerminal = true, .colourRefused = true});
    EXPECT_EQ(piped.paint(Style::Good, "fits"), "fits");
    EXPECT_EQ(terminal.paint(Style::Good, "fits"), "\x1b[32mfits\x1b[0m");
    EXPECT_EQ(refused.paint(Style::Good, "fits"), "fits");
    EXPECT_EQ(terminal.paintError(Style::Bad, "no"), "no") << "only standard output is a terminal";
}

TEST(CliContext, WidthIsTheTerminalsWithin40And80) {
    Streams streams;
    const auto widthOf = [&streams](int columns) {
        return CliContext(streams.out, streams.err, {.terminalColumns = columns}).width();
    };
    EXPECT_EQ(widthOf(0), 80);
    EXPECT_EQ(widthOf(72), 72);
    EXPECT_EQ(widthOf(200), 80);
    EXPECT_EQ(widthOf(10), 40);
}

TEST(CliContext, TodayIsTheOptionElseTheSurroundings) {
    Streams streams;
    CliContext context(streams.out, streams.err, {.today = CalendarDate::of(2026, 10, 9)});
    EXPECT_EQ(context.todayText(), "2026-10-09");
    context.options().today = "2027-01-02";
    EXPECT_EQ(context.todayText(), "2027-01-02");
}

TEST(CliContext, TimeLimitStrikesWhenItHasPassed) {
    Streams streams;
    CliContext context(streams.out, streams.err, {});
    EXPECT_FALSE(context.control().isDeadlineReached()) << "no limit was set";
    context.setTimeLimit(3600);
    EXPECT_FALSE(context.control().isDeadlineReached());
    context.setTimeLimit(0);
    EXPECT_TRUE(context.control().isDeadlineReached());
}

TEST(CliContext, ErrorsSayWhatAndWhileDoingWhat) {
    Streams streams;
    const CliContext context(streams.out, streams.err, {});
    const ExitCode code = context.fail({.code = ErrorCode::Unreadable,
                                        .message = "cannot open 'a.yaml'",
                                        .context = "reading the scenario"});
    EXPECT_EQ(code, ExitCode::OperatingError);
    EXPECT_EQ(streams.err.str(), "stowage: cannot open 'a.yaml' (reading the scenario)\n");
    EXPECT_EQ(streams.out.str(), "");
}

TEST(CliContext, CancelledIsInterrupted) {
    EXPECT_EQ(exitCodeOf(ErrorCode::Cancelled), ExitCode::Interrupted);
    EXPECT_EQ(static_cast<int>(ExitCode::Interrupted), 130);
}

TEST(ParseDay, TakesDaysThatExistOnly) {
    EXPECT_EQ(parseDay("2026-10-09").value(), CalendarDate::of(2026, 10, 9));
    EXPECT_TRUE(parseDay("2024-02-29").ok());
    for (const char* bad : {"2026-02-29", "2026-13-01", "26-1-1", "2026/10/09", "2026-1x-09", "",
                            "2026-10", "2026"}) {
        EXPECT_FALSE(parseDay(bad).ok()) << bad;
    }
}

}  // namespace stowage::cli
