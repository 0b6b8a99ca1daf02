#include "model/human_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace stowage {
namespace {

constexpr std::int64_t kMebibyte = 1024 * 1024;
constexpr std::int64_t kGibibyte = 1024 * kMebibyte;

std::int64_t halfUp(std::int64_t value, std::int64_t unit) {
    return value / unit + (value % unit * 2 >= unit ? 1 : 0);
}

/// Hundredths of a GiB, as "1.95".
std::string gibibyteFigure(Bytes bytes) {
    const std::int64_t halves = mulDivRoundDown(bytes.raw(), 200, kGibibyte).value_or(0);
    const std::int64_t hundredths = halves / 2 + halves % 2;
    return fmt::format("{}.{:02}", hundredths / 100, hundredths % 100);
}

}  // namespace

std::string groupedText(std::int64_t value) {
    std::string digits = std::to_string(value);
    const std::size_t first = value < 0 ? 1 : 0;
    for (std::size_t at = digits.size(); at > first + 3; at -= 3) {
        digits.insert(at - 3, ",");
    }
    return digits;
}

std::string moneyText(Money amount, const std::string& currency) {
    const std::string figure = toDecimal(roundToCent(amount));
    if (currency == "USD") {
        return "$" + figure;
    }
    return currency == "EUR" ? "€" + figure : figure + " " + currency;
}

std::string mebibyteText(Bytes bytes) {
    return groupedText(halfUp(bytes.raw(), kMebibyte)) + " MiB";
}

std::string ofText(Bytes part, Bytes whole) {
    if (part.raw() >= kGibibyte / 10 && whole.raw() >= kGibibyte) {
        return fmt::format("{} of {} GiB", gibibyteFigure(part), gibibyteFigure(whole));
    }
    return fmt::format("{} of {}", groupedText(halfUp(part.raw(), kMebibyte)), mebibyteText(whole));
}

std::string riskText(double probability) {
    if (probability < 1e-6) {
        return "less than 1 in a million per month";
    }
    if (probability < 0.01) {
        const double inverse = 1.0 / probability;
        const double scale = std::pow(10.0, std::floor(std::log10(inverse)) - 1);
        return fmt::format(
            "1 in {} per month",
            groupedText(static_cast<std::int64_t>(std::round(inverse / scale) * scale)));
    }
    return fmt::format(
        "{} % per month",
        std::min<std::int64_t>(100, static_cast<std::int64_t>(std::ceil(probability * 100))));
}

std::string durationText(std::int64_t seconds) {
    if (seconds < 120) {
        return fmt::format("{} s", seconds);
    }
    const std::int64_t minutes = (seconds + 30) / 60;
    if (minutes < 120) {
        return fmt::format("{} min", minutes);
    }
    return fmt::format("{} h {} min", minutes / 60, minutes % 60);
}

std::string percentText(std::int64_t part, std::int64_t whole) {
    if (whole == 0) {
        return "0 %";
    }
    const std::int64_t halves = mulDivRoundDown(part, 200, whole).value_or(0);
    return fmt::format("{} %", halves / 2 + halves % 2);
}

}  // namespace stowage
