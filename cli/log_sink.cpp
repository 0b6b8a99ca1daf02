#include "cli/log_sink.h"

#include <spdlog/logger.h>
#include <spdlog/sinks/ostream_sink.h>

#include <string>

#include "model/base/invariant.h"

namespace stowage::cli {

namespace {

spdlog::level::level_enum backendLevel(LogLevel level) {
    switch (level) {
        case LogLevel::Error:
            return spdlog::level::err;
        case LogLevel::Warning:
            return spdlog::level::warn;
        case LogLevel::Info:
            return spdlog::level::info;
        case LogLevel::Debug:
            return spdlog::level::debug;
    }
    STOWAGE_UNREACHABLE();
}

}  // namespace

struct LogSink::Backend {
    spdlog::logger logger;
};

LogSink::LogSink(std::ostream& stream, LogLevel level)
    : m_backend(std::make_unique<Backend>(Backend{
          .logger = {"stowage", std::make_shared<spdlog::sinks::ostream_sink_mt>(stream, true)}})) {
    m_backend->logger.set_pattern("%l: %v");
    m_backend->logger.set_level(backendLevel(level));
}

LogSink::~LogSink() = default;

bool LogSink::isEnabled(LogLevel level) const {
    return m_backend->logger.should_log(backendLevel(level));
}

void LogSink::write(LogLevel level, std::string_view category, std::string_view text) {
    m_backend->logger.log(backendLevel(level), "{}: {}", category, text);
}

}  // namespace stowage::cli
