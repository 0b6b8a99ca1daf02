#include "model/base/log.h"

#include <gtest/gtest.h>

namespace stowage {
namespace {

TEST(Log, LevelsHaveWords) {
    EXPECT_EQ(toWord(LogLevel::Error), "error");
    EXPECT_EQ(toWord(LogLevel::Warning), "warning");
    EXPECT_EQ(toWord(LogLevel::Info), "info");
    EXPECT_EQ(toWord(LogLevel::Debug), "debug");
}

TEST(Log, NullLoggerAsksForNothing) {
    NullLogger logger;
    EXPECT_FALSE(logger.isEnabled(LogLevel::Error));
    logger.write(LogLevel::Error, "test", "dropped");
}

}  // namespace
}  // namespace stowage
