#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/assumption.h"
#include "model/distribution.h"
#include "model/profile.h"

namespace stowage {

/// The checked parameters of one request, with the defaults filled in.
class ProfileParameters {
public:
    /// Errors: InvalidArgument on an unknown key or a value out of its range.
    static Result<ProfileParameters> check(const ProfileInfo& info, const ProfileRequest& request);

    /// Whether the request gave the key.
    bool isGiven(std::string_view key) const;
    /// Asserts that the profile has the key, and for number() that it is given or has a numeric
    /// default.
    const std::string& word(std::string_view key) const;
    double number(std::string_view key) const;
    std::int64_t whole(std::string_view key) const;
    /// Records the value that an absent parameter got from others.
    void derive(std::string_view key, double value);
    const std::vector<std::pair<std::string, std::string>>& all() const { return m_values; }

private:
    std::vector<std::pair<std::string, std::string>> m_values;  ///< in order of declaration
    std::set<std::string, std::less<>> m_given;
};

/// An amount of memory (MiB) or CPU with its range, as it goes into a sum.
struct Amount {
    std::string id;  ///< of the leading assumption
    double value = 0;
    double core = 0;
    double low = 0;
    double high = 0;
    AssumptionQuality quality = AssumptionQuality::Assumed;
    std::string source;
    std::string date;

    Amount operator*(double count) const;
    /// Both ranges multiply; the worse quality holds.
    Amount operator*(const Amount& factor) const;
};

/// Adds up the terms of one profile and notes which assumptions were read. All memory in MiB.
class ProfileBuilder {
public:
    explicit ProfileBuilder(const AssumptionTable& table) : m_table(table) {}

    bool has(std::string_view id) const { return m_table.find(id) != nullptr; }
    Amount amount(std::string_view id);
    double value(std::string_view id) { return amount(id).value; }
    /// `prefix` + ".light" or ".medium", or for heavy medium + (medium - light) with a wide range.
    Amount weighted(const std::string& prefix, const std::string& weight);

    /// Memory that is unknown but fixed: its range goes into the model band.
    void constant(const Amount& amount, std::string text);
    /// Memory that varies: moments of the working set, `coreShare` of them unreclaimable.
    void chance(std::string_view id, const UsageMoments& moments, double coreShare,
                std::string text);
    /// The same for an amount with this mean and these 1 % and 99 % points.
    void chanceRange(std::string_view id, double mean, double low, double high, std::string text);
    /// CPU that is always used.
    void cpu(const Amount& millicores);
    /// CPU of events: `rate` a second, each of lognormal `seconds` with this sigma. Its range comes
    /// from that of `seconds`.
    void work(double rate, const Amount& seconds, double sigma);
    /// At least this much above the mean in the p99 of memory.
    void raiseP99(double mebibytes) { m_p99Extra = std::max(m_p99Extra, mebibytes); }

    ProfileUse finish(const ProfileInfo& info, const ProfileParameters& parameters) const;

private:
    MemoryUse memoryUse() const;
    CpuUse cpuUse() const;
    const ProfileTerm& leadingTerm() const;

    const AssumptionTable& m_table;
    std::set<std::string> m_read;
    std::vector<ProfileTerm> m_terms;
    std::map<std::string, Amount> m_origin;  ///< leading id → quality, source, date
    UsageMoments m_chance;
    UsageMoments m_coreChance;
    double m_cpuMean = 0;
    double m_cpuLow = 0;
    double m_cpuHigh = 0;
    UsageMoments m_cpuChance;
    double m_p99Extra = 0;
};

using ProfileBuild = std::function<void(ProfileParameters& parameters, ProfileBuilder& builder)>;

/// One profile: its description and how it adds its terms.
struct ProfileEntry {
    ProfileInfo info;
    ProfileBuild build;
};

std::vector<ProfileEntry> roleProfiles();
std::vector<ProfileEntry> engineProfiles();
std::vector<ProfileEntry> storeProfiles();
std::vector<ProfileEntry> systemProfiles();

}  // namespace stowage
