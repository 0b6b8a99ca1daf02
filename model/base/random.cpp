#include "model/base/random.h"

#include <cmath>
#include <cstddef>

#include "model/base/invariant.h"
#include "model/base/units.h"

namespace stowage {

namespace {

__extension__ using UnsignedInt128 = unsigned __int128;

/// FNV-1a, followed by the finaliser of SplitMix64 so that similar names differ in every bit.
std::uint64_t hashName(std::string_view name, std::uint64_t start) {
    std::uint64_t hash = 0xcbf29ce484222325U ^ start;
    for (const char c : name) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    }
    hash = (hash ^ (hash >> 30U)) * 0xbf58476d1ce4e5b9U;
    hash = (hash ^ (hash >> 27U)) * 0x94d049bb133111ebU;
    return hash ^ (hash >> 31U);
}

std::array<std::uint32_t, 2> halves(std::uint64_t value) {
    return {static_cast<std::uint32_t>(value), static_cast<std::uint32_t>(value >> 32U)};
}

using Coefficients = std::array<double, 8>;

double polynomial(const Coefficients& coefficients, double x) {
    double value = 0;
    for (std::size_t i = coefficients.size(); i-- > 0;) {
        value = value * x + coefficients[i];
    }
    return value;
}

constexpr Coefficients kCentreNumerator = {3.3871328727963666080e0,  1.3314166789178437745e+2,
                                           1.9715909503065514427e+3, 1.3731693765509461125e+4,
                                           4.5921953931549871457e+4, 6.7265770927008700853e+4,
                                           3.3430575583588128105e+4, 2.5090809287301226727e+3};
constexpr Coefficients kCentreDenominator = {1.0,
                                             4.2313330701600911252e+1,
                                             6.8718700749205790830e+2,
                                             5.3941960214247511077e+3,
                                             2.1213794301586595867e+4,
                                             3.9307895800092710610e+4,
                                             2.8729085735721942674e+4,
                                             5.2264952788528545610e+3};
constexpr Coefficients kMiddleNumerator = {1.42343711074968357734e0,  4.63033784615654529590e0,
                                           5.76949722146069140550e0,  3.64784832476320460504e0,
                                           1.27045825245236838258e0,  2.41780725177450611770e-1,
                                           2.27238449892691845833e-2, 7.74545014278341407640e-4};
constexpr Coefficients kMiddleDenominator = {1.0,
                                             2.05319162663775882187e0,
                                             1.67638483018380384940e0,
                                             6.89767334985100004550e-1,
                                             1.48103976427480074590e-1,
                                             1.51986665636164571966e-2,
                                             5.47593808499534494600e-4,
                                             1.05075007164441684324e-9};
constexpr Coefficients kTailNumerator = {6.65790464350110377720e0,  5.46378491116411436990e0,
                                         1.78482653991729133580e0,  2.96560571828504891230e-1,
                                         2.65321895265761230930e-2, 1.24266094738807843860e-3,
                                         2.71155556874348757815e-5, 2.01033439929228813265e-7};
constexpr Coefficients kTailDenominator = {1.0,
                                           5.99832206555887937690e-1,
                                           1.36929880922735805310e-1,
                                           1.48753612908506148525e-2,
                                           7.86869131145613259100e-4,
                                           1.84631831751005468180e-5,
                                           1.42151175831644588870e-7,
                                           2.04426310338993978564e-15};

}  // namespace

std::array<std::uint32_t, 4> philox4x32(std::array<std::uint32_t, 4> counter,
                                        std::array<std::uint32_t, 2> key) {
    constexpr std::uint64_t kFirstFactor = 0xD2511F53U;
    constexpr std::uint64_t kSecondFactor = 0xCD9E8D57U;
    constexpr std::uint32_t kFirstStep = 0x9E3779B9U;
    constexpr std::uint32_t kSecondStep = 0xBB67AE85U;
    constexpr int kRounds = 10;
    for (int round = 0; round < kRounds; ++round) {
        const auto first = halves(kFirstFactor * counter[0]);
        const auto second = halves(kSecondFactor * counter[2]);
        counter = {second[1] ^ counter[1] ^ key[0], second[0], first[1] ^ counter[3] ^ key[1],
                   first[0]};
        key = {key[0] + kFirstStep, key[1] + kSecondStep};
    }
    return counter;
}

RandomSource::RandomSource(std::uint64_t seed, std::string_view purpose, std::string_view entity)
    : m_key(halves(hashName(purpose, seed))), m_entity(halves(hashName(entity, 0))) {}

std::uint64_t RandomSource::bits(std::uint32_t replicate, std::uint32_t draw) const {
    const auto block = philox4x32({draw, replicate, m_entity[0], m_entity[1]}, m_key);
    return (std::uint64_t{block[1]} << 32U) | block[0];
}

double RandomSource::uniform(std::uint32_t replicate, std::uint32_t draw) const {
    // The middles of 2^52 equal steps, so that neither 0 nor 1 can occur.
    constexpr double kStep = 1.0 / 4503599627370496.0;
    return (static_cast<double>(bits(replicate, draw) >> 12U) + 0.5) * kStep;
}

double RandomSource::normal(std::uint32_t replicate, std::uint32_t draw) const {
    return normalQuantile(uniform(replicate, draw));
}

double RandomSource::lognormal(std::uint32_t replicate, std::uint32_t draw, double mu,
                               double sigma) const {
    return std::exp(mu + sigma * normal(replicate, draw));
}

std::uint64_t RandomSource::below(std::uint32_t replicate, std::uint32_t draw,
                                  std::uint64_t bound) const {
    STOWAGE_ASSERT(bound > 0);
    const auto product = UnsignedInt128{bits(replicate, draw)} * bound;
    return static_cast<std::uint64_t>(product >> 64U);
}

double normalQuantile(double p) {
    STOWAGE_ASSERT(p > 0 && p < 1);
    const double q = p - 0.5;
    if (std::abs(q) <= 0.425) {
        const double r = 0.180625 - q * q;
        return q * polynomial(kCentreNumerator, r) / polynomial(kCentreDenominator, r);
    }
    const double r = std::sqrt(-std::log(q < 0 ? p : 1 - p));
    const double size =
        r <= 5 ? polynomial(kMiddleNumerator, r - 1.6) / polynomial(kMiddleDenominator, r - 1.6)
               : polynomial(kTailNumerator, r - 5) / polynomial(kTailDenominator, r - 5);
    return q < 0 ? -size : size;
}

}  // namespace stowage
