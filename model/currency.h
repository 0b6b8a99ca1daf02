#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace stowage {

/// The codes of ISO 4217 for money in circulation, sorted.
const std::vector<std::string>& currencyCodes();
bool isCurrencyCode(std::string_view code);

}  // namespace stowage
