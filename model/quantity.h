#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/base/result.h"
#include "model/base/units.h"

namespace stowage {

/// Kubernetes quantity grammar (apimachinery resource.Quantity): signed decimal, optional suffix
/// among n u m k M G T P E, Ki Mi Gi Ti Pi Ei, or e/E exponent. Exact in 128 bits; rounds **up** to
/// whole units as Kubernetes does. Errors: InvalidArgument (grammar), Overflow.
Result<MilliCpu> parseCpu(std::string_view text);        ///< "250m", "0.5", "2"
Result<Bytes> parseBytes(std::string_view text);         ///< "1Gi", "1.5G", "1048576"
Result<std::int64_t> parseCount(std::string_view text);  ///< extended resources: whole pieces

/// The same grammar in whole units of 10^-digits, rounded away from zero.
Result<std::int64_t> parseScaledQuantity(std::string_view text, int digits);

/// Canonical text: the largest binary suffix that divides, as in "1Gi", "1536Mi", "1000".
std::string toQuantity(Bytes bytes);
/// "250m" or "2".
std::string toQuantity(MilliCpu cpu);
/// For people: "1.95 GiB", "734 MiB", "12 KiB", at most three significant digits below 10.
std::string toHumanBytes(Bytes bytes);

}  // namespace stowage
