#include "cli/interrupt_watcher.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <thread>

namespace stowage::cli {

namespace {

/// Waits until the control is cancelled, at most ten seconds.
bool becomesCancelled(const RunControl& control) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (!control.isCancelled() && std::chrono::steady_clock::now() < end) {
        std::this_thread::yield();
    }
    return control.isCancelled();
}

}  // namespace

TEST(InterruptWatcher, InterruptAndTerminationCancel) {
    for (const int signal : {SIGINT, SIGTERM}) {
        RunControl control;
        const InterruptWatcher watcher(control);
        EXPECT_FALSE(control.isCancelled());
        kill(getpid(), signal);
        EXPECT_TRUE(becomesCancelled(control)) << signal;
    }
}

TEST(InterruptWatcher, EndsWithoutASignal) {
    RunControl control;
    { const InterruptWatcher watcher(control); }
    EXPECT_FALSE(control.isCancelled());
}

TEST(InterruptWatcherDeathTest, SecondInterruptEndsTheProgramWith130) {
    GTEST_FLAG_SET(death_test_style, "threadsafe");
    EXPECT_EXIT(
        {
            RunControl control;
            const InterruptWatcher watcher(control);
            kill(getpid(), SIGINT);
            becomesCancelled(control);
            kill(getpid(), SIGINT);
            std::this_thread::sleep_for(std::chrono::seconds(10));
        },
        testing::ExitedWithCode(130), "");
}

}  // namespace stowage::cli
