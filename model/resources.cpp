#include "model/resources.h"

#include <algorithm>

namespace stowage {
namespace {

using Entries = std::vector<std::pair<std::string, std::int64_t>>;

template <typename Container>
auto lowerBound(Container& entries, const std::string& name) {
    return std::lower_bound(
        entries.begin(), entries.end(), name,
        [](const auto& entry, const std::string& key) { return entry.first < key; });
}

std::int64_t checkedAdd(std::int64_t a, std::int64_t b) {
    std::int64_t sum = 0;
    STOWAGE_ASSERT(!__builtin_add_overflow(a, b, &sum));
    return sum;
}

}  // namespace

ResourceAmounts ResourceAmounts::of(MilliCpu cpu, Bytes memory) {
    ResourceAmounts amounts;
    amounts.set(kCpu, cpu.raw());
    amounts.set(kMemory, memory.raw());
    return amounts;
}

std::int64_t ResourceAmounts::get(const std::string& name) const {
    const auto at = lowerBound(m_entries, name);
    return at != m_entries.end() && at->first == name ? at->second : 0;
}

void ResourceAmounts::set(const std::string& name, std::int64_t amount) {
    const auto at = lowerBound(m_entries, name);
    const bool found = at != m_entries.end() && at->first == name;
    if (amount == 0) {
        if (found) {
            m_entries.erase(at);
        }
    } else if (found) {
        at->second = amount;
    } else {
        m_entries.insert(at, {name, amount});
    }
}

void ResourceAmounts::add(const std::string& name, std::int64_t amount) {
    set(name, checkedAdd(get(name), amount));
}

ResourceAmounts& ResourceAmounts::operator+=(const ResourceAmounts& other) {
    for (const auto& [name, amount] : other.m_entries) {
        add(name, amount);
    }
    return *this;
}

ResourceAmounts ResourceAmounts::operator+(const ResourceAmounts& other) const {
    ResourceAmounts sum = *this;
    sum += other;
    return sum;
}

ResourceAmounts ResourceAmounts::operator-(const ResourceAmounts& other) const {
    ResourceAmounts difference = *this;
    for (const auto& [name, amount] : other.m_entries) {
        difference.add(name, -amount);
    }
    return difference;
}

ResourceAmounts ResourceAmounts::maximum(const ResourceAmounts& a, const ResourceAmounts& b) {
    ResourceAmounts larger = a;
    for (const auto& [name, amount] : b.m_entries) {
        larger.set(name, std::max(a.get(name), amount));
    }
    return larger;
}

bool ResourceLimits::has(const std::string& name) const {
    const auto at = lowerBound(m_entries, name);
    return at != m_entries.end() && at->first == name;
}

std::int64_t ResourceLimits::get(const std::string& name) const {
    const auto at = lowerBound(m_entries, name);
    STOWAGE_ASSERT(at != m_entries.end() && at->first == name);
    return at->second;
}

void ResourceLimits::set(const std::string& name, std::int64_t amount) {
    const auto at = lowerBound(m_entries, name);
    if (at != m_entries.end() && at->first == name) {
        at->second = amount;
    } else {
        m_entries.insert(at, {name, amount});
    }
}

}  // namespace stowage
