#include "cli/interrupt_watcher.h"

#include <pthread.h>
#include <unistd.h>

#include "cli/exit_code.h"

namespace stowage::cli {

namespace {

/// Sent by the destructor to its own thread; means "stop waiting".
constexpr int kStopSignal = SIGUSR1;

sigset_t watchedSignals() {
    sigset_t set{};
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, kStopSignal);
    return set;
}

void waitForSignals(RunControl& control) {
    const sigset_t set = watchedSignals();
    while (true) {
        int signal = 0;
        if (sigwait(&set, &signal) != 0 || signal == kStopSignal) {
            return;
        }
        if (control.isCancelled()) {
            _exit(static_cast<int>(ExitCode::Interrupted));
        }
        control.cancel();
    }
}

}  // namespace

InterruptWatcher::InterruptWatcher(RunControl& control) {
    const sigset_t set = watchedSignals();
    pthread_sigmask(SIG_BLOCK, &set, &m_previousMask);
    m_thread = std::thread([&control] { waitForSignals(control); });
}

InterruptWatcher::~InterruptWatcher() {
    pthread_kill(m_thread.native_handle(), kStopSignal);
    m_thread.join();
    pthread_sigmask(SIG_SETMASK, &m_previousMask, nullptr);
}

}  // namespace stowage::cli
