#pragma once

#include <csignal>
#include <thread>

#include "model/base/run_control.h"

namespace stowage::cli {

/// While it lives, the first interrupt or termination signal cancels the control and a second one
/// ends the program at once. Signals are waited for by a thread instead of a handler, so that no
/// global state is needed. Create it before other threads: they inherit the blocked signals.
class InterruptWatcher {
public:
    explicit InterruptWatcher(RunControl& control);
    ~InterruptWatcher();
    InterruptWatcher(const InterruptWatcher&) = delete;
    InterruptWatcher& operator=(const InterruptWatcher&) = delete;

private:
    sigset_t m_previousMask{};  ///< put back at the end
    std::thread m_thread;
};

}  // namespace stowage::cli
