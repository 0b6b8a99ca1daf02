#pragma once

#include <chrono>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "cli/exit_code.h"
#include "cli/log_sink.h"
#include "model/base/result.h"
#include "model/base/run_control.h"
#include "model/calendar_date.h"

namespace stowage::cli {

/// What the program reads from the world, once, at its start; tests fill it by hand.
struct Surroundings {
    bool outIsTerminal = false;
    bool errIsTerminal = false;
    bool colourRefused = false;  ///< NO_COLOR is set and not empty, or the terminal is dumb
    int terminalColumns = 0;     ///< 0 when unknown
    int processors = 1;
    CalendarDate today;  ///< the computer's date in UTC

    bool operator==(const Surroundings&) const = default;
};

/// The only place where the program looks at the clock's date, the environment and the terminal.
Surroundings readSurroundings();

/// The options that every command takes.
struct CommonOptions {
    std::string today;       ///< as YYYY-MM-DD; empty: the computer's date
    std::string dataFolder;  ///< laid over the shipped data, file by file; empty: none
    bool quiet = false;      ///< no progress, no hints
    bool verbose = false;    ///< progress of every step on standard error
    bool json = false;       ///< the result as a JSON document

    bool operator==(const CommonOptions&) const = default;
};

enum class Style { Good, Warning, Bad, Heading, Dim };

/// Streams, options and the surroundings of one call of the program. Results go to out(), all else
/// to err(). Not copyable: it owns the RunControl that an interrupt cancels.
class CliContext {
public:
    CliContext(std::ostream& out, std::ostream& err, const Surroundings& surroundings);
    CliContext(const CliContext&) = delete;
    CliContext& operator=(const CliContext&) = delete;

    std::ostream& out() const { return m_out; }
    std::ostream& err() const { return m_err; }
    CommonOptions& options() { return m_options; }
    const CommonOptions& options() const { return m_options; }
    bool wantsJson() const { return m_options.json; }
    bool isQuiet() const { return m_options.quiet; }
    bool isVerbose() const { return m_options.verbose; }

    /// The date that prices are judged by: --today, else the computer's.
    CalendarDate today() const;
    /// The same as YYYY-MM-DD.
    std::string todayText() const;
    /// --data, when given.
    std::optional<std::string> dataFolder() const;
    /// Columns for text: the terminal's, never more than 80; 80 when unknown.
    int width() const;
    bool outIsTerminal() const { return m_surroundings.outIsTerminal; }
    bool errIsTerminal() const { return m_surroundings.errIsTerminal; }
    int processors() const { return m_surroundings.processors; }

    /// The text in a style, if standard output is a terminal that takes colour; else unchanged.
    std::string paint(Style style, std::string_view text) const;
    /// The same for standard error.
    std::string paintError(Style style, std::string_view text) const;

    /// Cancelled by Ctrl-C; its deadline is the time limit below.
    RunControl& control() { return m_control; }
    /// Where libraries log: errors with --quiet, warnings, everything with --verbose; on err().
    /// Made at its first use, so after the options were read.
    Logger& logger();
    /// Sets the deadline of control() to this many seconds from now; 0 or less: strikes at once.
    void setTimeLimit(double seconds);

    /// Prints "stowage: message" with its context to err() and returns the exit code it maps to.
    ExitCode fail(const Error& error) const;
    /// One line on err(), unless --quiet.
    void hint(std::string_view text) const;

private:
    std::ostream& m_out;
    std::ostream& m_err;
    Surroundings m_surroundings;
    CommonOptions m_options;
    std::optional<std::chrono::steady_clock::time_point> m_deadline;
    std::unique_ptr<LogSink> m_log;
    RunControl m_control;
};

/// Reads YYYY-MM-DD of a day that exists; a year or a month alone is not a day.
Result<CalendarDate> parseDay(std::string_view text);

}  // namespace stowage::cli
