#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "model/assumption.h"
#include "model/base/result.h"
#include "model/base/units.h"
#include "model/distribution.h"

namespace stowage {

/// Memory of one pod, or one process tree, that has served its typical requests. "Core" is the
/// part that the kernel cannot reclaim (anonymous + shared + kernel memory); the rest of a working
/// set is page cache.
struct MemoryUse {
    Bytes expected;      ///< mean working set
    Bytes coreExpected;  ///< mean of anonymous + shared + kernel memory
    Bytes p50;           ///< median of the working set
    Bytes p99;           ///< of the working set, over moments
    Bytes coreP99;
    /// Model band of the mean: every unknown constant at its low or high value.
    Bytes low;
    Bytes high;
    Bytes coreLow;
    Bytes coreHigh;
    /// Mean = expected; variance and third moment only of what varies from moment to moment.
    UsageMoments chance;
    UsageMoments coreChance;
    bool operator==(const MemoryUse&) const = default;
};

/// CPU at the peak hour, on a vCPU of the calibration machine (scale 1.0).
struct CpuUse {
    MilliCpu expected;
    MilliCpu p99;
    MilliCpu low;  ///< range of the mean
    MilliCpu high;
    bool operator==(const CpuUse&) const = default;
};

/// Memory uses of containers in one pod add; so do CPU uses (p99 by their moments).
MemoryUse operator+(const MemoryUse& a, const MemoryUse& b);
CpuUse operator+(const CpuUse& a, const CpuUse& b);
/// A use given by its median and p99 alone (raw workloads, measured series): mean and moments by a
/// lognormal law through both. Asserts p50 <= p99.
MemoryUse memoryUseFromPercentiles(Bytes p50, Bytes p99);
CpuUse cpuUseFromPercentiles(MilliCpu p50, MilliCpu p99);
/// A use that does not vary and is known exactly.
MemoryUse constantMemoryUse(Bytes amount);
/// Mean and moments of what a memory limit cuts; band and quantiles cut at the limit.
MemoryUse cutAtLimit(const MemoryUse& use, Bytes limit);

/// A profile and its parameters as texts, as `catalog profile NAME --set KEY=VALUE` gives them.
struct ProfileRequest {
    std::string name;
    std::map<std::string, std::string> parameters;

    /// Numbers are cut to what a request takes: 0 to 10^12.
    ProfileRequest& set(const std::string& key, std::string value);
    ProfileRequest& set(const std::string& key, std::int64_t value);
    ProfileRequest& set(const std::string& key, double value);
};

/// One addend of the memory, for the explanation of a figure.
struct ProfileTerm {
    std::string id;    ///< of the assumption, or of the leading one
    std::string text;  ///< "60.2 MiB per worker x 3 workers"
    TermClass termClass = TermClass::Constant;
    double memory = 0;  ///< MiB of the working set, mean
    double core = 0;
    double low = 0;  ///< of the working set: doubt (Constant) or 1 % and 99 % (Chance)
    double high = 0;
};

/// What one role or service costs for given parameters.
struct ProfileUse {
    std::string name;
    /// Every parameter with the value that was used, in the order of its declaration.
    std::vector<std::pair<std::string, std::string>> parameters;
    MemoryUse memory;
    CpuUse cpu;
    std::string formula;
    std::string source;
    std::string date;
    AssumptionQuality quality = AssumptionQuality::Assumed;  ///< the worst of its leading terms
    std::vector<ProfileTerm> terms;
    std::vector<std::string> assumptions;  ///< ids of the rows that were read, sorted, unique
};

enum class ParameterKind {
    Word,     ///< one of `choices`
    Whole,    ///< a whole number of at least `minimum`
    Number,   ///< a decimal of zero or more
    Version,  ///< "11.8", "17.9"
};

/// A parameter of a profile.
struct ProfileParameter {
    std::string key;
    ParameterKind kind = ParameterKind::Number;
    std::string defaultText;  ///< a value, or how it follows from others ("5 per tenant")
    std::string help;         ///< "processes per pod"
    std::vector<std::string> choices;
    std::int64_t minimum = 0;
};

struct ProfileInfo {
    std::string name;
    std::string summary;
    std::string formula;  ///< of the expected memory, in words
    std::vector<ProfileParameter> parameters;
};

/// Every profile, in a stable order: roles, services, helpers, system.
const std::vector<ProfileInfo>& allProfiles();
const ProfileInfo* findProfile(std::string_view name);

/// Pure. Errors: InvalidArgument on an unknown name or key (listing the known ones), or a value out
/// of its range.
Result<ProfileUse> evaluateProfile(const ProfileRequest& request, const AssumptionTable& table);
/// The same for requests that the program itself makes: asserts instead of failing.
ProfileUse profileUse(const ProfileRequest& request, const AssumptionTable& table);

/// Disk that a data service needs on its volume for `data` bytes of payload: payload x overhead +
/// fixed files (redo logs, WAL, system tables). `name` is a profile name of a service with a
/// volume; others give `data`.
Bytes volumeUse(std::string_view name, Bytes data, const AssumptionTable& table);

}  // namespace stowage
