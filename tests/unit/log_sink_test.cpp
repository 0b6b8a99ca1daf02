#include "cli/log_sink.h"

#include <gtest/gtest.h>

#include <sstream>

#include "cli/cli_context.h"

namespace stowage::cli {

TEST(LogSink, WritesOneLineARecordAndDropsWhatIsLessSevere) {
    std::ostringstream stream;
    LogSink log(stream, LogLevel::Warning);
    log.write(LogLevel::Warning, "catalog", "price is 91 days old");
    log.write(LogLevel::Info, "planner", "{not a format}");
    EXPECT_EQ(stream.str(), "warning: catalog: price is 91 days old\n");
    EXPECT_TRUE(log.isEnabled(LogLevel::Error));
    EXPECT_FALSE(log.isEnabled(LogLevel::Info));
}

TEST(LogSink, TextsAreNotFormats) {
    std::ostringstream stream;
    LogSink log(stream, LogLevel::Debug);
    log.write(LogLevel::Error, "model", "{} %v");
    EXPECT_EQ(stream.str(), "error: model: {} %v\n");
}

TEST(LogSink, VerboseShowsProgressOnStandardErrorOnly) {
    std::ostringstream out;
    std::ostringstream err;
    CliContext context(out, err, {});
    context.control().report("packing 12 pods");
    EXPECT_EQ(err.str(), "");
    context.options().verbose = true;
    context.control().report("packing 12 pods");
    EXPECT_EQ(err.str(), "info: progress: packing 12 pods\n");
    EXPECT_EQ(out.str(), "");
}

TEST(LogSink, QuietLeavesErrors) {
    std::ostringstream out;
    std::ostringstream err;
    CliContext context(out, err, {});
    context.options().quiet = true;
    context.logger().write(LogLevel::Warning, "catalog", "old");
    context.logger().write(LogLevel::Error, "catalog", "broken");
    EXPECT_EQ(err.str(), "error: catalog: broken\n");
}

}  // namespace stowage::cli
