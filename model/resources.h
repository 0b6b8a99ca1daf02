#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "model/base/units.h"

namespace stowage {

/// Names of the resources that every node has. Extended resources keep their full name.
inline constexpr const char* kCpu = "cpu";
inline constexpr const char* kMemory = "memory";
inline constexpr const char* kEphemeralStorage = "ephemeral-storage";

/// Amounts by resource name: cpu in millicores, all others in whole units (bytes, pieces).
/// **Absent means zero**: a missing request asks for nothing. Sorted by name; zero entries are
/// dropped, so that equal amounts compare equal.
class ResourceAmounts {
public:
    ResourceAmounts() = default;
    static ResourceAmounts of(MilliCpu cpu, Bytes memory);

    std::int64_t get(const std::string& name) const;
    void set(const std::string& name, std::int64_t amount);
    void add(const std::string& name, std::int64_t amount);
    MilliCpu cpu() const { return MilliCpu::fromRaw(get(kCpu)); }
    Bytes memory() const { return Bytes::fromRaw(get(kMemory)); }
    Bytes ephemeralStorage() const { return Bytes::fromRaw(get(kEphemeralStorage)); }

    ResourceAmounts& operator+=(const ResourceAmounts& other);
    ResourceAmounts operator+(const ResourceAmounts& other) const;
    ResourceAmounts operator-(const ResourceAmounts& other) const;
    /// The larger of both per resource: the rule for init containers.
    static ResourceAmounts maximum(const ResourceAmounts& a, const ResourceAmounts& b);

    bool empty() const { return m_entries.empty(); }
    const std::vector<std::pair<std::string, std::int64_t>>& entries() const { return m_entries; }
    bool operator==(const ResourceAmounts&) const = default;

private:
    std::vector<std::pair<std::string, std::int64_t>> m_entries;
};

/// Limits by resource name. **Absent means unlimited**; a limit of zero is kept.
class ResourceLimits {
public:
    bool has(const std::string& name) const;
    /// Asserts has(name).
    std::int64_t get(const std::string& name) const;
    void set(const std::string& name, std::int64_t amount);
    bool empty() const { return m_entries.empty(); }
    const std::vector<std::pair<std::string, std::int64_t>>& entries() const { return m_entries; }
    bool operator==(const ResourceLimits&) const = default;

private:
    std::vector<std::pair<std::string, std::int64_t>> m_entries;
};

}  // namespace stowage
