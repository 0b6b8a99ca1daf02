#include "model/simulate/check_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "model/resources.h"

namespace stowage::simulate {
namespace {

constexpr std::int64_t kGibibyte = 1024LL * 1024 * 1024;
constexpr int kStatisticDigits = 6;

std::int64_t nearest(std::int64_t value, std::int64_t unit) {
    return (value + unit / 2) / unit;
}

}  // namespace

std::string gibibytesText(Bytes bytes) {
    const std::int64_t tenths = nearest(bytes.raw() * 10, kGibibyte);
    return fmt::format("{}.{} GiB", groupedText(tenths / 10), tenths % 10);
}

std::string coresText(MilliCpu cpu) {
    const std::int64_t hundredths = nearest(cpu.raw(), 10);
    return fmt::format("{}.{:02} cores", hundredths / 100, hundredths % 100);
}

std::string amountText(const std::string& resource, std::int64_t amount) {
    if (resource == kCpu) {
        return groupedText(amount) + "m of CPU";
    }
    if (resource == kMemory) {
        return mebibyteText(Bytes::fromRaw(amount)) + " of memory";
    }
    if (resource == kEphemeralStorage) {
        return gibibytesText(Bytes::fromRaw(amount)) + " of ephemeral storage";
    }
    return groupedText(amount) + " of " + resource;
}

std::string shareText(PartsPerMillion share) {
    std::string text = fmt::format("{}.{:04}", share.raw() / 10'000, share.raw() % 10'000);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') {
        text.pop_back();
    }
    return text + " %";
}

std::string millisecondsText(double seconds) {
    return groupedText(static_cast<std::int64_t>(std::ceil(seconds * 1000))) + " ms";
}

std::string listText(const std::vector<std::string>& names, std::size_t shownMax) {
    const std::size_t shown = names.size() <= shownMax ? names.size() : shownMax - 1;
    std::string text;
    for (std::size_t i = 0; i < shown; ++i) {
        const bool isLast = i + 1 == names.size();
        text += (i == 0 ? "" : isLast ? " and " : ", ") + names[i];
    }
    if (shown < names.size()) {
        text += fmt::format(" and {} more", names.size() - shown);
    }
    return text;
}

std::string countText(std::int64_t count, std::string_view one, std::string_view many) {
    return fmt::format("{} {}", groupedText(count), count == 1 ? one : many);
}

Check makeCheck(CheckId id, Verdict verdict, std::string text) {
    Check check;
    check.id = id;
    check.verdict = verdict;
    check.text = std::move(text);
    return check;
}

Check skippedCheck(CheckId id, std::string_view what) {
    return makeCheck(id, Verdict::Unknown,
                     fmt::format("{} of so many pods and nodes are played only where this check "
                                 "may refuse a layout ('binding')",
                                 what));
}

void addNumber(Check& check, std::string key, std::int64_t value) {
    addEntry(check.numbers, std::move(key), makeNumber(value));
}

void addWord(Check& check, std::string key, std::string value) {
    addEntry(check.numbers, std::move(key), makeString(std::move(value)));
}

void addStatistic(Check& check, std::string key, double value) {
    addEntry(check.numbers, std::move(key), makeRounded(value, kStatisticDigits));
}

bool Comparison::isTighterThan(const Comparison& other) const {
    // needed / available > other.needed / other.available; no room at all is tightest.
    const Int128 mine = static_cast<Int128>(needed) * std::max<std::int64_t>(other.available, 0);
    const Int128 theirs = static_cast<Int128>(other.needed) * std::max<std::int64_t>(available, 0);
    return mine > theirs;
}

Shortage toShortage(const Comparison& comparison) {
    return {.node = comparison.node,
            .resource = comparison.resource,
            .needed = comparison.needed,
            .available = comparison.available,
            .shortBy = std::max<std::int64_t>(0, comparison.needed - comparison.available)};
}

void addComparison(Check& check, const Comparison& comparison) {
    if (!comparison.node.empty()) {
        addWord(check, "node", comparison.node);
    }
    addWord(check, "resource", comparison.resource);
    addNumber(check, "needed", comparison.needed);
    addNumber(check, "available", comparison.available);
    if (!comparison.holds()) {
        check.shortage = toShortage(comparison);
    }
}

}  // namespace stowage::simulate
