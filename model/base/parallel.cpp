#include "model/base/parallel.h"

#include <algorithm>
#include <atomic>
#include <system_error>
#include <thread>

#include "model/base/invariant.h"

namespace stowage {

namespace {

void runAll(std::size_t count, std::atomic<std::size_t>& next,
            const std::function<void(std::size_t)>& body) noexcept {
    for (std::size_t index = next.fetch_add(1); index < count; index = next.fetch_add(1)) {
        try {
            body(index);
        } catch (...) {
            failInvariant("a parallel body threw an exception", __FILE__, __LINE__);
        }
    }
}

}  // namespace

void parallelFor(std::size_t count, int threads, const std::function<void(std::size_t)>& body) {
    STOWAGE_ASSERT(threads >= 1);
    std::atomic<std::size_t> next{0};
    std::vector<std::thread> helpers;
    const std::size_t wanted = std::min(count, static_cast<std::size_t>(threads));
    try {
        for (std::size_t i = 1; i < wanted; ++i) {
            helpers.emplace_back([&] { runAll(count, next, body); });
        }
    } catch (const std::system_error&) {
        // The system grants no more threads: those that run do all the work.
    }
    runAll(count, next, body);
    for (std::thread& helper : helpers) {
        helper.join();
    }
}

}  // namespace stowage
