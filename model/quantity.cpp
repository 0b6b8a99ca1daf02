#include "model/quantity.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>

#include "model/diagnostic.h"

namespace stowage {

namespace {

/// With at most 19 significant digits and a factor of at most 2^60 every product stays below
/// 2^124, so that all arithmetic is exact in 128 bits.
constexpr int kSignificantDigitsMax = 19;
/// Exponents beyond this are refused before any arithmetic.
constexpr int kExponentMax = 99;

/// A quantity taken apart: (negative ? -1 : 1) * digits * 10^power10 * 2^power2.
struct Parts {
    bool negative = false;
    Int128 digits = 0;
    int power10 = 0;
    int power2 = 0;
};

Error grammarError(std::string_view text) {
    return {.code = ErrorCode::InvalidArgument,
            .message = fmt::format("{} is not a quantity; write a number with an optional suffix, "
                                   "as in 250m, 0.5, 512Mi or 1.5G",
                                   quoteWord(text)),
            .context = {}};
}

Error overflowError(std::string_view text) {
    return {.code = ErrorCode::Overflow,
            .message = fmt::format("{} is larger than a 64-bit number can hold", quoteWord(text)),
            .context = {}};
}

struct Suffix {
    std::string_view text;
    int power10 = 0;
    int power2 = 0;
};

constexpr std::array<Suffix, 16> kSuffixes = {{{"", 0, 0},
                                               {"n", -9, 0},
                                               {"u", -6, 0},
                                               {"m", -3, 0},
                                               {"k", 3, 0},
                                               {"M", 6, 0},
                                               {"G", 9, 0},
                                               {"T", 12, 0},
                                               {"P", 15, 0},
                                               {"E", 18, 0},
                                               {"Ki", 0, 10},
                                               {"Mi", 0, 20},
                                               {"Gi", 0, 30},
                                               {"Ti", 0, 40},
                                               {"Pi", 0, 50},
                                               {"Ei", 0, 60}}};

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

/// "e3", "E-3", "e+3": the exponent, or nothing.
std::optional<int> parseExponent(std::string_view text) {
    if (text.size() < 2 || (text[0] != 'e' && text[0] != 'E')) {
        return std::nullopt;
    }
    std::size_t at = 1;
    const bool negative = text[at] == '-';
    if (text[at] == '-' || text[at] == '+') {
        ++at;
    }
    if (at == text.size()) {
        return std::nullopt;
    }
    int value = 0;
    for (; at < text.size(); ++at) {
        if (!isDigit(text[at])) {
            return std::nullopt;
        }
        value = std::min(value * 10 + (text[at] - '0'), kExponentMax);
    }
    return negative ? -value : value;
}

bool applySuffix(std::string_view text, Parts& parts) {
    for (const Suffix& suffix : kSuffixes) {
        if (suffix.text == text) {
            parts.power10 += suffix.power10;
            parts.power2 += suffix.power2;
            return true;
        }
    }
    const auto exponent = parseExponent(text);
    if (!exponent) {
        return false;
    }
    parts.power10 += *exponent;
    return true;
}

/// Takes "12.50" apart into 125 * 10^-1. False when a significant digit too many occurs.
bool applyDigits(std::string_view whole, std::string_view fraction, Parts& parts) {
    std::string digits(whole);
    digits += fraction;
    parts.power10 -= static_cast<int>(fraction.size());
    while (!digits.empty() && digits.back() == '0') {
        digits.pop_back();
        ++parts.power10;
    }
    digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size()));
    if (digits.size() > kSignificantDigitsMax) {
        return false;
    }
    for (const char digit : digits) {
        parts.digits = parts.digits * 10 + (digit - '0');
    }
    return true;
}

Result<Parts> takeApart(std::string_view text) {
    constexpr std::size_t kLengthMax = 64;
    if (text.empty() || text.size() > kLengthMax) {
        return grammarError(text);
    }
    Parts parts;
    std::size_t at = 0;
    if (text[0] == '-' || text[0] == '+') {
        parts.negative = text[0] == '-';
        at = 1;
    }
    const std::size_t wholeStart = at;
    while (at < text.size() && isDigit(text[at])) {
        ++at;
    }
    const std::string_view whole = text.substr(wholeStart, at - wholeStart);
    std::string_view fraction;
    if (at < text.size() && text[at] == '.') {
        const std::size_t fractionStart = ++at;
        while (at < text.size() && isDigit(text[at])) {
            ++at;
        }
        fraction = text.substr(fractionStart, at - fractionStart);
    }
    if (whole.empty() && fraction.empty()) {
        return grammarError(text);
    }
    if (!applySuffix(text.substr(at), parts)) {
        return grammarError(text);
    }
    if (!applyDigits(whole, fraction, parts)) {
        return Error{.code = ErrorCode::InvalidArgument,
                     .message = fmt::format("{} has more than {} significant digits",
                                            quoteWord(text), kSignificantDigitsMax),
                     .context = {}};
    }
    return parts;
}

/// The value in units of 10^-unitPower10, rounded away from zero as Kubernetes does.
Result<std::int64_t> evaluate(std::string_view text, int unitPower10) {
    STOWAGE_TRY(Parts parts, takeApart(text));
    if (parts.digits == 0) {
        return std::int64_t{0};
    }
    constexpr Int128 kMax = std::numeric_limits<std::int64_t>::max();
    int power10 = parts.power10 + unitPower10;
    Int128 value = parts.digits << parts.power2;
    for (; power10 > 0; --power10) {
        if (value > kMax) {
            return overflowError(text);
        }
        value *= 10;
    }
    bool rest = false;
    for (; power10 < 0 && (value > 0); ++power10) {
        rest = rest || value % 10 != 0;
        value /= 10;
    }
    value += rest ? 1 : 0;
    if (value > kMax) {
        return overflowError(text);
    }
    return static_cast<std::int64_t>(parts.negative ? -value : value);
}

struct BinaryUnit {
    std::string_view suffix;
    std::string_view name;
    int power2 = 0;
};

constexpr std::array<BinaryUnit, 6> kBinaryUnits = {{{"Ei", "EiB", 60},
                                                     {"Pi", "PiB", 50},
                                                     {"Ti", "TiB", 40},
                                                     {"Gi", "GiB", 30},
                                                     {"Mi", "MiB", 20},
                                                     {"Ki", "KiB", 10}}};

/// amount / 2^power2 with three significant digits, half up: "1.95", "12.3", "734".
std::string threeDigits(std::int64_t amount, int power2) {
    const Int128 unit = Int128{1} << power2;
    const auto scaled = [&](int factor) {
        return static_cast<std::int64_t>((Int128{amount} * factor + unit / 2) / unit);
    };
    const std::int64_t hundredths = scaled(100);
    if (hundredths < 1000) {
        std::string text = fmt::format("{}.{:02}", hundredths / 100, hundredths % 100);
        text.erase(text.find_last_not_of('0') + 1);
        if (text.back() == '.') {
            text.pop_back();
        }
        return text;
    }
    const std::int64_t tenths = scaled(10);
    if (tenths < 1000) {
        return tenths % 10 == 0 ? fmt::format("{}", tenths / 10)
                                : fmt::format("{}.{}", tenths / 10, tenths % 10);
    }
    return fmt::format("{}", scaled(1));
}

}  // namespace

Result<MilliCpu> parseCpu(std::string_view text) {
    STOWAGE_TRY(const std::int64_t value, evaluate(text, 3));
    return MilliCpu::fromRaw(value);
}

Result<Bytes> parseBytes(std::string_view text) {
    STOWAGE_TRY(const std::int64_t value, evaluate(text, 0));
    return Bytes::fromRaw(value);
}

Result<std::int64_t> parseCount(std::string_view text) {
    return evaluate(text, 0);
}

Result<std::int64_t> parseScaledQuantity(std::string_view text, int digits) {
    return evaluate(text, digits);
}

std::string toQuantity(Bytes bytes) {
    for (const BinaryUnit& unit : kBinaryUnits) {
        const std::int64_t size = std::int64_t{1} << unit.power2;
        if (!bytes.isZero() && bytes.raw() % size == 0) {
            return fmt::format("{}{}", bytes.raw() / size, unit.suffix);
        }
    }
    return fmt::format("{}", bytes.raw());
}

std::string toQuantity(MilliCpu cpu) {
    return cpu.raw() % 1000 == 0 ? fmt::format("{}", cpu.raw() / 1000)
                                 : fmt::format("{}m", cpu.raw());
}

std::string toHumanBytes(Bytes bytes) {
    const std::int64_t amount = bytes.raw();
    if (amount < 0) {
        // The smallest number has no positive twin; one byte more makes no visible difference.
        const std::int64_t safe =
            amount == std::numeric_limits<std::int64_t>::min() ? amount + 1 : amount;
        return "-" + toHumanBytes(Bytes::fromRaw(-safe));
    }
    for (const BinaryUnit& unit : kBinaryUnits) {
        // From 1023.5 of the next smaller unit on, that one would show four digits.
        const Int128 half = unit.power2 > 10 ? Int128{1} << (unit.power2 - 11) : Int128{0};
        const Int128 threshold = (Int128{1} << unit.power2) - half;
        if (amount >= threshold) {
            return fmt::format("{} {}", threeDigits(amount, unit.power2), unit.name);
        }
    }
    return fmt::format("{} B", amount);
}

}  // namespace stowage
