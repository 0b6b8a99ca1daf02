#pragma once

namespace stowage {

/// Prints the broken invariant with its place to standard error and aborts. Never returns.
[[noreturn]] void failInvariant(const char* expression, const char* file, int line);

}  // namespace stowage

/// Always on, in every build. A failure is a bug of ours, never bad input.
#define STOWAGE_ASSERT(condition)                                     \
    do {                                                              \
        if (!(condition)) [[unlikely]] {                              \
            ::stowage::failInvariant(#condition, __FILE__, __LINE__); \
        }                                                             \
    } while (false)

/// For checks too costly for release builds.
#ifdef NDEBUG
#define STOWAGE_ASSUME(condition) static_cast<void>(0)
#else
#define STOWAGE_ASSUME(condition) STOWAGE_ASSERT(condition)
#endif

/// Marks a place that no execution may reach, such as the end of a switch over an enum.
#define STOWAGE_UNREACHABLE() ::stowage::failInvariant("unreachable", __FILE__, __LINE__)
