#pragma once

#include <cstdint>

namespace stowage::planner {

/// A stream of numbers that depends on its seed alone (SplitMix64): the searches draw from it, so
/// the same seed takes the same steps everywhere.
class StepRandom {
public:
    explicit StepRandom(std::uint64_t seed) : m_state(seed) {}

    std::uint64_t next() {
        m_state += 0x9e3779b97f4a7c15ULL;
        std::uint64_t z = m_state;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
        return z ^ (z >> 31);
    }
    /// Below `bound`, which is at least 1. The bias of the remainder does not matter here.
    std::uint64_t below(std::uint64_t bound) { return next() % bound; }

private:
    std::uint64_t m_state;
};

}  // namespace stowage::planner
