#include "cli/cli_context.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <ostream>
#include <thread>

namespace stowage::cli {

namespace {

constexpr int kWidestText = 80;
constexpr int kNarrowestText = 40;

bool isSet(const char* name) {
    const char* value = std::getenv(name);
    return value != nullptr && *value != '\0';
}

bool isDumbTerminal() {
    const char* value = std::getenv("TERM");
    return value != nullptr && std::string_view(value) == "dumb";
}

int askTerminalColumns() {
    winsize size{};
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0) {
        return 0;
    }
    return size.ws_col;
}

std::string_view escapeOf(Style style) {
    switch (style) {
        case Style::Good:
            return "\x1b[32m";
        case Style::Warning:
            return "\x1b[33m";
        case Style::Bad:
            return "\x1b[31m";
        case Style::Heading:
            return "\x1b[1m";
        case Style::Dim:
            return "\x1b[2m";
    }
    STOWAGE_UNREACHABLE();
}

std::string paintAlways(Style style, std::string_view text) {
    return fmt::format("{}{}\x1b[0m", escapeOf(style), text);
}

}  // namespace

ExitCode exitCodeOf(ErrorCode code) {
    switch (code) {
        case ErrorCode::InvalidArgument:
        case ErrorCode::LimitReached:
        case ErrorCode::Overflow:
        case ErrorCode::Unsupported:
            return ExitCode::BadUsage;
        case ErrorCode::NotFound:
        case ErrorCode::AlreadyExists:
        case ErrorCode::Unreadable:
            return ExitCode::OperatingError;
        case ErrorCode::Cancelled:
            return ExitCode::Interrupted;
    }
    STOWAGE_UNREACHABLE();
}

Surroundings readSurroundings() {
    const std::chrono::year_month_day now{
        std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now())};
    return {
        .outIsTerminal = isatty(STDOUT_FILENO) == 1,
        .errIsTerminal = isatty(STDERR_FILENO) == 1,
        .colourRefused = isSet("NO_COLOR") || isDumbTerminal(),
        .terminalColumns = askTerminalColumns(),
        .processors = std::max(1, static_cast<int>(std::thread::hardware_concurrency())),
        .today = CalendarDate::of(static_cast<int>(now.year()),
                                  static_cast<int>(static_cast<unsigned>(now.month())),
                                  static_cast<int>(static_cast<unsigned>(now.day()))),
    };
}

CliContext::CliContext(std::ostream& out, std::ostream& err, const Surroundings& surroundings)
    : m_out(out),
      m_err(err),
      m_surroundings(surroundings),
      m_control([this] { return m_deadline && std::chrono::steady_clock::now() >= *m_deadline; },
                [this](const std::string& text) {
                    if (m_options.verbose) {
                        logger().write(LogLevel::Info, "progress", text);
                    }
                }) {}

Logger& CliContext::logger() {
    if (!m_log) {
        const LogLevel level = m_options.verbose ? LogLevel::Debug
                               : m_options.quiet ? LogLevel::Error
                                                 : LogLevel::Warning;
        m_log = std::make_unique<LogSink>(m_err, level);
    }
    return *m_log;
}

CalendarDate CliContext::today() const {
    if (m_options.today.empty()) {
        return m_surroundings.today;
    }
    const auto given = parseDay(m_options.today);
    return given.ok() ? given.value() : m_surroundings.today;
}

std::string CliContext::todayText() const {
    return today().toText();
}

std::optional<std::string> CliContext::dataFolder() const {
    if (m_options.dataFolder.empty()) {
        return std::nullopt;
    }
    return m_options.dataFolder;
}

int CliContext::width() const {
    if (m_surroundings.terminalColumns <= 0) {
        return kWidestText;
    }
    return std::clamp(m_surroundings.terminalColumns, kNarrowestText, kWidestText);
}

std::string CliContext::paint(Style style, std::string_view text) const {
    const bool colour = m_surroundings.outIsTerminal && !m_surroundings.colourRefused;
    return colour ? paintAlways(style, text) : std::string(text);
}

std::string CliContext::paintError(Style style, std::string_view text) const {
    const bool colour = m_surroundings.errIsTerminal && !m_surroundings.colourRefused;
    return colour ? paintAlways(style, text) : std::string(text);
}

void CliContext::setTimeLimit(double seconds) {
    // A year bounds the sum: a larger limit would overflow the clock and strike at once.
    constexpr double kLongest = 365.0 * 24 * 3600;
    const std::chrono::duration<double> limit(std::clamp(seconds, 0.0, kLongest));
    m_deadline = std::chrono::steady_clock::now() +
                 std::chrono::duration_cast<std::chrono::steady_clock::duration>(limit);
}

ExitCode CliContext::fail(const Error& error) const {
    m_err << paintError(Style::Bad, "stowage:") << ' ' << error.message;
    if (!error.context.empty()) {
        m_err << " (" << error.context << ')';
    }
    m_err << '\n';
    return exitCodeOf(error.code);
}

void CliContext::hint(std::string_view text) const {
    if (!m_options.quiet) {
        m_err << text << '\n';
    }
}

Result<CalendarDate> parseDay(std::string_view text) {
    const auto date = CalendarDate::parse(text);
    if (!date.ok() || date->precision() != DatePrecision::Day) {
        return Error{.code = ErrorCode::InvalidArgument,
                     .message = fmt::format("'{}' is not a date, write it as in 2026-01-31", text)};
    }
    return date.value();
}

}  // namespace stowage::cli
