#pragma once

#include <cstddef>
#include <functional>
#include <type_traits>
#include <utility>
#include <vector>

namespace stowage {

/// Calls body(i) once for every i below `count`, on at most `threads` threads, the caller's among
/// them; returns when all calls have ended. With one thread the order is 0, 1, 2…; with more it is
/// open, so a body writes only to what belongs to its index. A body must not throw: that is a bug
/// and ends the program.
void parallelFor(std::size_t count, int threads, const std::function<void(std::size_t)>& body);

/// The results of make(i) in the order of the indices, on any number of threads.
template <typename T>
std::vector<T> parallelMap(std::size_t count, int threads,
                           const std::function<T(std::size_t)>& make) {
    static_assert(!std::is_same_v<T, bool>, "bits of vector<bool> share bytes");
    std::vector<T> results(count);
    parallelFor(count, threads, [&](std::size_t index) { results[index] = make(index); });
    return results;
}

}  // namespace stowage
