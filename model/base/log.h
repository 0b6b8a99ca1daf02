#pragma once

#include <string_view>

namespace stowage {

/// error: the command fails. warning: a human should look. info: once per user action. debug: per
/// decision.
enum class LogLevel { Error, Warning, Info, Debug };

/// Where libraries write what happened; they never print. Texts are lower case without a full stop.
/// Implementations must allow calls from several threads at once.
class Logger {
public:
    Logger() = default;
    Logger(const Logger&) = delete;
    Logger& operator=(const Logger&) = delete;
    virtual ~Logger() = default;

    /// Ask before formatting a text that costs something.
    virtual bool isEnabled(LogLevel level) const = 0;
    /// `category` names the part of the program, as in "planner".
    virtual void write(LogLevel level, std::string_view category, std::string_view text) = 0;
};

/// Drops everything.
class NullLogger final : public Logger {
public:
    bool isEnabled(LogLevel /*level*/) const override { return false; }
    void write(LogLevel /*level*/, std::string_view /*category*/,
               std::string_view /*text*/) override {}
};

/// "error", "warning", "info", "debug".
std::string_view toWord(LogLevel level);

}  // namespace stowage
