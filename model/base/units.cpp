#include "model/base/units.h"

#include <cmath>
#include <cstdlib>

namespace stowage {
namespace {

constexpr std::int64_t kMicroPerCent = 10'000;
constexpr std::int64_t kMicroPerUnit = 1'000'000;

std::int64_t ceilToInteger(double value) {
    STOWAGE_ASSERT(std::isfinite(value));
    const double up = std::ceil(value);
    STOWAGE_ASSERT(up >= -9.0e18 && up <= 9.0e18);
    return static_cast<std::int64_t>(up);
}

std::optional<std::int64_t> narrow(Int128 value) {
    if (value > std::numeric_limits<std::int64_t>::max() ||
        value < std::numeric_limits<std::int64_t>::min()) {
        return std::nullopt;
    }
    return static_cast<std::int64_t>(value);
}

struct FloorDivision {
    Int128 quotient;
    Int128 remainder;  // 0 <= remainder < denominator
};

FloorDivision floorDivide(std::int64_t value, std::int64_t numerator, std::int64_t denominator) {
    STOWAGE_ASSERT(denominator > 0);
    const Int128 product = static_cast<Int128>(value) * numerator;
    FloorDivision division{.quotient = product / denominator, .remainder = product % denominator};
    if (division.remainder < 0) {
        division.remainder += denominator;
        division.quotient -= 1;
    }
    return division;
}

}  // namespace

Bytes bytesRoundUp(double bytes) {
    return Bytes::fromRaw(ceilToInteger(bytes));
}

Bytes bytesFromMebibytesRoundUp(double mebibytes) {
    return bytesRoundUp(mebibytes * 1024.0 * 1024.0);
}

MilliCpu milliCpuRoundUp(double milli) {
    return MilliCpu::fromRaw(ceilToInteger(milli));
}

std::optional<std::int64_t> mulDivRoundUp(std::int64_t value, std::int64_t numerator,
                                          std::int64_t denominator) {
    const FloorDivision division = floorDivide(value, numerator, denominator);
    return narrow(division.quotient + (division.remainder > 0 ? 1 : 0));
}

std::optional<std::int64_t> mulDivRoundDown(std::int64_t value, std::int64_t numerator,
                                            std::int64_t denominator) {
    return narrow(floorDivide(value, numerator, denominator).quotient);
}

std::optional<std::int64_t> mulDivHalfEven(std::int64_t value, std::int64_t numerator,
                                           std::int64_t denominator) {
    const FloorDivision division = floorDivide(value, numerator, denominator);
    const Int128 twice = division.remainder * 2;
    const bool odd = division.quotient % 2 != 0;
    const bool up = twice > denominator || (twice == denominator && odd);
    return narrow(division.quotient + (up ? 1 : 0));
}

Money roundToCent(Money amount) {
    const auto cents = mulDivHalfEven(amount.raw(), 1, kMicroPerCent);
    STOWAGE_ASSERT(cents.has_value());
    return times(Money::fromRaw(*cents), kMicroPerCent);
}

std::string toDecimal(Money amount) {
    const bool negative = amount.raw() < 0;
    const Int128 magnitude = negative ? -static_cast<Int128>(amount.raw()) : amount.raw();
    std::string fraction = std::to_string(static_cast<std::int64_t>(magnitude % kMicroPerUnit));
    fraction.insert(0, 6 - fraction.size(), '0');
    while (fraction.size() > 2 && fraction.back() == '0') {
        fraction.pop_back();
    }
    return (negative ? "-" : "") +
           std::to_string(static_cast<std::int64_t>(magnitude / kMicroPerUnit)) + "." + fraction;
}

std::optional<Money> parseDecimal(const std::string& text) {
    std::size_t at = 0;
    const bool negative = !text.empty() && text[0] == '-';
    at = negative ? 1 : 0;
    Int128 micro = 0;
    std::size_t digits = 0;
    int decimals = -1;  // -1: before the point
    for (; at < text.size(); ++at) {
        if (text[at] == '.' && decimals < 0 && digits > 0) {
            decimals = 0;
            continue;
        }
        if (text[at] < '0' || text[at] > '9' || ++digits > 24) {
            return std::nullopt;
        }
        if (decimals >= 0 && ++decimals > 6) {
            return std::nullopt;
        }
        micro = micro * 10 + (text[at] - '0');
    }
    if (digits == 0 || decimals == 0) {
        return std::nullopt;
    }
    for (int shift = decimals < 0 ? 0 : decimals; shift < 6; ++shift) {
        micro *= 10;
    }
    const auto narrowed = narrow(negative ? -micro : micro);
    if (!narrowed) {
        return std::nullopt;
    }
    return Money::fromRaw(*narrowed);
}

}  // namespace stowage
