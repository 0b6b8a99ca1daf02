#pragma once

#include <compare>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>

#include "model/base/invariant.h"

namespace stowage {

__extension__ using Int128 = __int128;

/// A 64-bit integer with a unit. Values of one unit add, subtract and compare; nothing else.
/// Overflow inside an algorithm is a bug (asserted); use the checked functions on input.
template <typename Tag>
class Quantity64 {
public:
    constexpr Quantity64() = default;
    static constexpr Quantity64 fromRaw(std::int64_t raw) { return Quantity64(raw); }
    static constexpr Quantity64 max() {
        return Quantity64(std::numeric_limits<std::int64_t>::max());
    }

    constexpr std::int64_t raw() const { return m_raw; }
    constexpr bool isZero() const { return m_raw == 0; }
    constexpr auto operator<=>(const Quantity64&) const = default;

    constexpr Quantity64 operator+(Quantity64 other) const {
        std::int64_t sum = 0;
        STOWAGE_ASSERT(!__builtin_add_overflow(m_raw, other.m_raw, &sum));
        return Quantity64(sum);
    }
    constexpr Quantity64 operator-(Quantity64 other) const {
        std::int64_t difference = 0;
        STOWAGE_ASSERT(!__builtin_sub_overflow(m_raw, other.m_raw, &difference));
        return Quantity64(difference);
    }
    constexpr Quantity64 operator-() const { return Quantity64() - *this; }
    constexpr Quantity64& operator+=(Quantity64 other) { return *this = *this + other; }
    constexpr Quantity64& operator-=(Quantity64 other) { return *this = *this - other; }

private:
    explicit constexpr Quantity64(std::int64_t raw) : m_raw(raw) {}
    std::int64_t m_raw = 0;
};

/// Memory or disk, in bytes.
using Bytes = Quantity64<struct BytesTag>;
/// CPU in thousandths of a core.
using MilliCpu = Quantity64<struct MilliCpuTag>;
/// Money in micro-units (1e-6) of the scenario's currency, or of the offer's where a field says so.
using Money = Quantity64<struct MoneyTag>;
/// A share in parts per million: 1'000'000 is the whole.
using PartsPerMillion = Quantity64<struct PartsPerMillionTag>;
/// A probability in parts per billion.
using PartsPerBillion = Quantity64<struct PartsPerBillionTag>;
/// Simulated time in nanoseconds.
using SimTime = Quantity64<struct SimTimeTag>;

inline constexpr PartsPerMillion kWhole = PartsPerMillion::fromRaw(1'000'000);

constexpr Bytes mebibytes(std::int64_t count) {
    return Bytes::fromRaw(count * 1024 * 1024);
}
constexpr Bytes gibibytes(std::int64_t count) {
    return mebibytes(count * 1024);
}
constexpr MilliCpu milliCpu(std::int64_t count) {
    return MilliCpu::fromRaw(count);
}
constexpr double asMebibytes(Bytes bytes) {
    return static_cast<double>(bytes.raw()) / (1024.0 * 1024.0);
}

/// Rounds a statistic in bytes up, the safe side for memory. Asserts on NaN and overflow.
Bytes bytesRoundUp(double bytes);
/// Rounds a statistic in MiB up to whole bytes.
Bytes bytesFromMebibytesRoundUp(double mebibytes);
MilliCpu milliCpuRoundUp(double milli);

/// value * numerator / denominator with a 128-bit intermediate; nullopt when it does not fit.
/// Negative values round towards +infinity in roundUp and towards -infinity in roundDown.
std::optional<std::int64_t> mulDivRoundUp(std::int64_t value, std::int64_t numerator,
                                          std::int64_t denominator);
std::optional<std::int64_t> mulDivRoundDown(std::int64_t value, std::int64_t numerator,
                                            std::int64_t denominator);
std::optional<std::int64_t> mulDivHalfEven(std::int64_t value, std::int64_t numerator,
                                           std::int64_t denominator);

/// amount * count; asserts on overflow.
template <typename Tag>
constexpr Quantity64<Tag> times(Quantity64<Tag> amount, std::int64_t count) {
    std::int64_t product = 0;
    STOWAGE_ASSERT(!__builtin_mul_overflow(amount.raw(), count, &product));
    return Quantity64<Tag>::fromRaw(product);
}

/// amount * share, rounded down (the safe side for room) or up (the safe side for need).
template <typename Tag>
Quantity64<Tag> shareRoundDown(Quantity64<Tag> amount, PartsPerMillion share) {
    const auto part = mulDivRoundDown(amount.raw(), share.raw(), kWhole.raw());
    STOWAGE_ASSERT(part.has_value());
    return Quantity64<Tag>::fromRaw(*part);
}
template <typename Tag>
Quantity64<Tag> shareRoundUp(Quantity64<Tag> amount, PartsPerMillion share) {
    const auto part = mulDivRoundUp(amount.raw(), share.raw(), kWhole.raw());
    STOWAGE_ASSERT(part.has_value());
    return Quantity64<Tag>::fromRaw(*part);
}

/// Rounds to whole cents (10'000 micro-units), half to even: the rounding of one line of a bill.
Money roundToCent(Money amount);
/// "12.00": exact decimal with two digits when the amount is whole cents, else as many as needed.
std::string toDecimal(Money amount);
/// Parses "12", "12.5", "0.0572" exactly; nullopt on anything else, more than six decimals, or
/// overflow.
std::optional<Money> parseDecimal(const std::string& text);

}  // namespace stowage
