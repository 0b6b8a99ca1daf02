#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace stowage {

/// Philox4x32 with ten rounds: a keyed bijection of 128-bit counters (Salmon et al., "Parallel
/// random numbers: as easy as 1, 2, 3", SC11).
std::array<std::uint32_t, 4> philox4x32(std::array<std::uint32_t, 4> counter,
                                        std::array<std::uint32_t, 2> key);

/// Random numbers that depend on (seed, purpose, entity, replicate, draw) alone and on no order of
/// calls. So the same entity sees the same numbers in every layout, and a new entity shifts nobody
/// else's. Purposes are fixed words of the program; entities are names such as "shop-web-0".
class RandomSource {
public:
    RandomSource(std::uint64_t seed, std::string_view purpose, std::string_view entity);

    std::uint64_t bits(std::uint32_t replicate, std::uint32_t draw) const;
    /// In the open interval (0, 1), with 52 random bits.
    double uniform(std::uint32_t replicate, std::uint32_t draw) const;
    /// Standard normal.
    double normal(std::uint32_t replicate, std::uint32_t draw) const;
    /// exp(mu + sigma * normal).
    double lognormal(std::uint32_t replicate, std::uint32_t draw, double mu, double sigma) const;
    /// Below `bound` (> 0); the bias is below bound / 2^64.
    std::uint64_t below(std::uint32_t replicate, std::uint32_t draw, std::uint64_t bound) const;

private:
    std::array<std::uint32_t, 2> m_key;
    std::array<std::uint32_t, 2> m_entity;
};

/// The quantile function of the standard normal distribution for p in (0, 1), relative error about
/// 1e-16. Source: Wichura, "Algorithm AS 241", Applied Statistics 37 (1988), PPND16.
double normalQuantile(double p);

}  // namespace stowage
