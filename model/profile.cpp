#include "model/profile.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "model/base/invariant.h"
#include "model/profile_builder.h"

namespace stowage {

namespace {

const std::vector<ProfileEntry>& allEntries() {
    static const std::vector<ProfileEntry> kEntries = [] {
        std::vector<ProfileEntry> entries;
        for (auto part : {roleProfiles, engineProfiles, storeProfiles, systemProfiles}) {
            for (ProfileEntry& entry : part()) {
                entries.push_back(std::move(entry));
            }
        }
        return entries;
    }();
    return kEntries;
}

const ProfileEntry* findEntry(std::string_view name) {
    const auto& entries = allEntries();
    const auto at = std::find_if(entries.begin(), entries.end(),
                                 [name](const ProfileEntry& one) { return one.info.name == name; });
    return at == entries.end() ? nullptr : &*at;
}

/// The largest number that a request takes.
constexpr std::int64_t kWholeMax = 1'000'000'000'000;

/// Moments of a lognormal law by its median and p99.
UsageMoments lognormalFromPercentiles(double p50, double p99) {
    constexpr double kTailZ = 2.3263478740408408;
    return p50 <= 0.0 ? usageFromRange(0.0, 0.0, p99)
                      : lognormalUsage(p50, std::log(p99 / p50) / kTailZ);
}

Bytes cutBytes(Bytes amount, Bytes limit) {
    return std::min(amount, limit);
}

}  // namespace

MemoryUse operator+(const MemoryUse& a, const MemoryUse& b) {
    MemoryUse sum;
    sum.expected = a.expected + b.expected;
    sum.coreExpected = a.coreExpected + b.coreExpected;
    sum.low = a.low + b.low;
    sum.high = a.high + b.high;
    sum.coreLow = a.coreLow + b.coreLow;
    sum.coreHigh = a.coreHigh + b.coreHigh;
    sum.chance = a.chance + b.chance;
    sum.coreChance = a.coreChance + b.coreChance;
    sum.p50 = bytesRoundUp(std::max(0.0, usageQuantile(sum.chance, 0.5)));
    // Retained memory may lift the p99 of one above its moments: the larger distance stays.
    const Bytes lifted = sum.expected + std::max(a.p99 - a.expected, b.p99 - b.expected);
    const Bytes coreLifted =
        sum.coreExpected + std::max(a.coreP99 - a.coreExpected, b.coreP99 - b.coreExpected);
    sum.p99 = std::max(bytesRoundUp(std::max(0.0, usageQuantile(sum.chance, 0.99))), lifted);
    sum.coreP99 =
        std::max(bytesRoundUp(std::max(0.0, usageQuantile(sum.coreChance, 0.99))), coreLifted);
    return sum;
}

CpuUse operator+(const CpuUse& a, const CpuUse& b) {
    // Independent loads: the distances of the p99 from the mean add like standard deviations.
    const auto distance = [](const CpuUse& use) {
        return static_cast<double>((use.p99 - use.expected).raw());
    };
    const MilliCpu expected = a.expected + b.expected;
    return CpuUse{.expected = expected,
                  .p99 = expected + milliCpuRoundUp(std::hypot(distance(a), distance(b))),
                  .low = a.low + b.low,
                  .high = a.high + b.high};
}

MemoryUse memoryUseFromPercentiles(Bytes p50, Bytes p99) {
    STOWAGE_ASSERT(Bytes() <= p50 && p50 <= p99);
    MemoryUse use;
    use.chance =
        lognormalFromPercentiles(static_cast<double>(p50.raw()), static_cast<double>(p99.raw()));
    use.coreChance = use.chance;
    use.expected = use.coreExpected = bytesRoundUp(use.chance.mean);
    use.p50 = p50;
    use.p99 = use.coreP99 = p99;
    use.low = use.high = use.coreLow = use.coreHigh = use.expected;
    return use;
}

CpuUse cpuUseFromPercentiles(MilliCpu p50, MilliCpu p99) {
    STOWAGE_ASSERT(MilliCpu() <= p50 && p50 <= p99);
    const UsageMoments moments =
        lognormalFromPercentiles(static_cast<double>(p50.raw()), static_cast<double>(p99.raw()));
    const MilliCpu expected = std::min(milliCpuRoundUp(moments.mean), p99);
    return CpuUse{.expected = expected, .p99 = p99, .low = expected, .high = expected};
}

MemoryUse constantMemoryUse(Bytes amount) {
    MemoryUse use;
    use.expected = use.coreExpected = use.p50 = use.p99 = use.coreP99 = amount;
    use.low = use.high = use.coreLow = use.coreHigh = amount;
    use.chance = use.coreChance = constantUsage(static_cast<double>(amount.raw()));
    return use;
}

MemoryUse cutAtLimit(const MemoryUse& use, Bytes limit) {
    const auto bound = static_cast<double>(limit.raw());
    MemoryUse cut;
    cut.chance = cutAt(use.chance, bound);
    cut.coreChance = cutAt(use.coreChance, bound);
    cut.expected = cutBytes(use.expected, limit);
    cut.coreExpected = cutBytes(use.coreExpected, limit);
    if (cut.chance != use.chance) {
        cut.expected = std::min(cut.expected, bytesRoundUp(cut.chance.mean));
    }
    if (cut.coreChance != use.coreChance) {
        cut.coreExpected = std::min(cut.coreExpected, bytesRoundUp(cut.coreChance.mean));
    }
    cut.p50 = cutBytes(use.p50, limit);
    cut.p99 = cutBytes(use.p99, limit);
    cut.coreP99 = cutBytes(use.coreP99, limit);
    cut.low = cutBytes(use.low, limit);
    cut.high = cutBytes(use.high, limit);
    cut.coreLow = cutBytes(use.coreLow, limit);
    cut.coreHigh = cutBytes(use.coreHigh, limit);
    return cut;
}

ProfileRequest& ProfileRequest::set(const std::string& key, std::string value) {
    parameters[key] = std::move(value);
    return *this;
}

ProfileRequest& ProfileRequest::set(const std::string& key, std::int64_t value) {
    return set(key, std::to_string(std::clamp<std::int64_t>(value, 0, kWholeMax)));
}

ProfileRequest& ProfileRequest::set(const std::string& key, double value) {
    STOWAGE_ASSERT(!std::isnan(value));
    const double inRange = std::clamp(value, 0.0, static_cast<double>(kWholeMax));
    std::string text = fmt::format("{:.6f}", inRange);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') {
        text.pop_back();
    }
    return set(key, std::move(text));
}

const std::vector<ProfileInfo>& allProfiles() {
    static const std::vector<ProfileInfo> kInfos = [] {
        std::vector<ProfileInfo> infos;
        for (const ProfileEntry& entry : allEntries()) {
            infos.push_back(entry.info);
        }
        return infos;
    }();
    return kInfos;
}

const ProfileInfo* findProfile(std::string_view name) {
    const ProfileEntry* entry = findEntry(name);
    return entry == nullptr ? nullptr : &entry->info;
}

Result<ProfileUse> evaluateProfile(const ProfileRequest& request, const AssumptionTable& table) {
    const ProfileEntry* entry = findEntry(request.name);
    if (entry == nullptr) {
        std::vector<std::string> names;
        for (const ProfileEntry& known : allEntries()) {
            names.push_back(known.info.name);
        }
        return Error{
            ErrorCode::InvalidArgument,
            fmt::format("no profile '{}' (known: {})", request.name, fmt::join(names, ", ")),
            {}};
    }
    STOWAGE_TRY(ProfileParameters parameters, ProfileParameters::check(entry->info, request));
    ProfileBuilder builder(table);
    entry->build(parameters, builder);
    return builder.finish(entry->info, parameters);
}

ProfileUse profileUse(const ProfileRequest& request, const AssumptionTable& table) {
    Result<ProfileUse> use = evaluateProfile(request, table);
    STOWAGE_ASSERT(use.ok());
    return std::move(use).value();
}

Bytes volumeUse(std::string_view name, Bytes data, const AssumptionTable& table) {
    const AssumptionRow* factor = table.find(std::string(name) + ".disk.factor");
    const AssumptionRow* fixed = table.find(std::string(name) + ".disk.fixed");
    if (factor == nullptr || fixed == nullptr) {
        return data;
    }
    return bytesRoundUp(static_cast<double>(data.raw()) * factor->value) +
           bytesFromMebibytesRoundUp(fixed->value);
}

}  // namespace stowage
