#pragma once

#include <string>

#include "model/base/units.h"

namespace stowage {

/// "$24.00", "€24.00", "24.00 CHF": whole cents.
std::string moneyText(Money amount, const std::string& currency);
/// "1,996 MiB": whole mebibytes rounded half up, thousands apart by commas.
std::string mebibyteText(Bytes bytes);
/// "1.95 of 3.84 GiB" when both are at least 1 GiB, else in MiB.
std::string ofText(Bytes part, Bytes whole);
/// "1 in 4,000 per month", "0.2 % per month", "practically never": a probability a month.
std::string riskText(double probability);
/// "45 s", "6 min", "1 h 20 min".
std::string durationText(std::int64_t seconds);
/// "1,996".
std::string groupedText(std::int64_t value);
/// "51 %": whole percent, rounded half up; 0 of 0 is "0 %".
std::string percentText(std::int64_t part, std::int64_t whole);

}  // namespace stowage
