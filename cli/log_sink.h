#pragma once

#include <iosfwd>
#include <memory>
#include <string_view>

#include "model/base/log.h"

namespace stowage::cli {

/// Writes what libraries log to a stream, one line a record: "warning: catalog: <text>". May be
/// called from several threads at once.
class LogSink final : public Logger {
public:
    /// Records less severe than `level` are dropped before they are formatted.
    LogSink(std::ostream& stream, LogLevel level);
    ~LogSink() override;

    bool isEnabled(LogLevel level) const override;
    void write(LogLevel level, std::string_view category, std::string_view text) override;

private:
    struct Backend;
    std::unique_ptr<Backend> m_backend;
};

}  // namespace stowage::cli
