#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/units.h"
#include "model/check.h"
#include "model/human_text.h"

namespace stowage::simulate {

/// Words and figures of the checks beyond human_text.h, in one place so that texts and numbers
/// agree.

std::string gibibytesText(Bytes bytes);  ///< "12.3 GiB"
std::string coresText(MilliCpu cpu);     ///< "0.90 cores"
std::string amountText(const std::string& resource, std::int64_t amount);
std::string shareText(PartsPerMillion share);  ///< "10 %", "2.5 %"
std::string millisecondsText(double seconds);  ///< "123 ms"
/// "a", "a and b", "a, b and 3 more".
std::string listText(const std::vector<std::string>& names, std::size_t shownMax = 3);
/// "1 pod", "3 pods".
std::string countText(std::int64_t count, std::string_view one, std::string_view many);

Check makeCheck(CheckId id, Verdict verdict, std::string text);
/// Unknown: what it would judge was not played because the layout is large and the check does not
/// bind.
Check skippedCheck(CheckId id, std::string_view what);
void addNumber(Check& check, std::string key, std::int64_t value);
void addWord(Check& check, std::string key, std::string value);
/// A statistic, to six significant digits.
void addStatistic(Check& check, std::string key, double value);

/// Two amounts that a check compares.
struct Comparison {
    std::string node;  ///< empty: the cluster as a whole
    std::string resource;
    std::int64_t needed = 0;
    std::int64_t available = 0;

    bool holds() const { return needed <= available; }
    /// Closer to breaking than the other: by needed / available, in integers.
    bool isTighterThan(const Comparison& other) const;
};
/// numbers.node, resource, needed, available; a shortage where it does not hold.
void addComparison(Check& check, const Comparison& comparison);
/// As above, and a shortage whatever the figures say.
Shortage toShortage(const Comparison& comparison);

}  // namespace stowage::simulate
