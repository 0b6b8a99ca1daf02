#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>

namespace stowage {

/// A position in one container; two kinds never mix. Default: no position.
template <typename Tag>
class Index {
public:
    constexpr Index() = default;
    explicit constexpr Index(std::size_t position)
        : m_position(static_cast<std::uint32_t>(position)) {}
    constexpr std::size_t value() const { return m_position; }
    constexpr bool isValid() const { return m_position != kNone; }
    constexpr auto operator<=>(const Index&) const = default;

private:
    static constexpr std::uint32_t kNone = 0xffffffffU;
    std::uint32_t m_position = kNone;
};

using NodeIndex = Index<struct NodeIndexTag>;
using PodIndex = Index<struct PodIndexTag>;
using WorkloadIndex = Index<struct WorkloadIndexTag>;

}  // namespace stowage
