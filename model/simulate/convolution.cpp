#include "model/simulate/convolution.h"

#include <algorithm>
#include <cmath>
#include <unsupported/Eigen/FFT>

#include "model/base/invariant.h"

namespace stowage::simulate {
namespace {

/// What wraps around is multiplied by this; rounding noise at the far end is divided by it.
constexpr double kWrapDamping = 1e-6;

/// law^count by repeated squaring.
std::complex<double> power(std::complex<double> base, std::int64_t count) {
    std::complex<double> result = 1;
    for (std::int64_t rest = count; rest > 0; rest /= 2) {
        if (rest % 2 == 1) {
            result *= base;
        }
        base *= base;
    }
    return result;
}

}  // namespace

/// The transform with its precomputed roots of unity.
struct GridTransform::Plan {
    Eigen::FFT<double> transform;
    std::vector<double> buffer;
};

GridTransform::GridTransform() : m_plan(std::make_unique<Plan>()), m_damping(kGridPoints) {
    // Real input: only half of the spectrum is kept.
    m_plan->transform.SetFlag(Eigen::FFT<double>::HalfSpectrum);
    const double logTheta = std::log(kWrapDamping) / static_cast<double>(kGridPoints);
    for (std::size_t i = 0; i < kGridPoints; ++i) {
        m_damping[i] = std::exp(logTheta * static_cast<double>(i));
    }
}

GridTransform::~GridTransform() = default;

Spectrum GridTransform::toSpectrum(const std::vector<double>& masses) {
    STOWAGE_ASSERT(masses.size() <= kGridPoints);
    std::vector<double>& damped = m_plan->buffer;
    damped.assign(kGridPoints, 0.0);
    for (std::size_t i = 0; i < masses.size(); ++i) {
        damped[i] = masses[i] * m_damping[i];
    }
    Spectrum spectrum;
    m_plan->transform.fwd(spectrum, damped);
    return spectrum;
}

std::vector<double> GridTransform::toMasses(const Spectrum& spectrum) {
    std::vector<double> masses;
    m_plan->transform.inv(masses, spectrum, static_cast<Eigen::Index>(kGridPoints));
    for (std::size_t i = 0; i < kGridPoints; ++i) {
        masses[i] /= m_damping[i];
    }
    return masses;
}

double GridTransform::upperTail(const Spectrum& spectrum, std::int64_t lastFitting) {
    if (lastFitting < 0) {
        return 1;
    }
    const std::vector<double> masses = toMasses(spectrum);
    const auto end = static_cast<std::size_t>(
        std::min<std::int64_t>(lastFitting, static_cast<std::int64_t>(kGridPoints) - 1));
    double fitting = 0;
    for (std::size_t i = 0; i <= end; ++i) {
        fitting += masses[i];
    }
    return std::min(1.0, std::max(0.0, 1 - fitting));
}

Spectrum GridTransform::unit() {
    return Spectrum(kGridPoints / 2 + 1, std::complex<double>(1, 0));
}

void multiplyBy(Spectrum& sum, const Spectrum& law, std::int64_t count) {
    STOWAGE_ASSERT(sum.size() == law.size() && count >= 0);
    for (std::size_t i = 0; i < sum.size(); ++i) {
        sum[i] *= count == 1 ? law[i] : power(law[i], count);
    }
}

}  // namespace stowage::simulate
