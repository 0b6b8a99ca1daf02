#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>

namespace stowage {

/// What every long function takes: may I go on, and who wants to hear how far I am. Budgets count
/// steps, so that results do not depend on the clock; the deadline is the caller's and is only
/// asked between rounds.
class RunControl {
public:
    /// deadlineReached: asked between rounds; may be empty (no deadline).
    explicit RunControl(std::function<bool()> deadlineReached = {},
                        std::function<void(const std::string&)> progress = {})
        : m_deadlineReached(std::move(deadlineReached)), m_progress(std::move(progress)) {}

    void cancel() { m_cancelled.store(true, std::memory_order_relaxed); }
    bool isCancelled() const { return m_cancelled.load(std::memory_order_relaxed); }
    bool isDeadlineReached() const { return m_deadlineReached && m_deadlineReached(); }
    void report(const std::string& text) const {
        if (m_progress) {
            m_progress(text);
        }
    }

private:
    std::atomic<bool> m_cancelled{false};
    std::function<bool()> m_deadlineReached;
    std::function<void(const std::string&)> m_progress;
};

}  // namespace stowage
