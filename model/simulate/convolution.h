#pragma once

#include <complex>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace stowage::simulate {

/// Points of the grid on which sums of memory are formed.
inline constexpr std::size_t kGridPoints = 4096;

/// The transform of one law on the grid, damped (see GridTransform).
using Spectrum = std::vector<std::complex<double>>;

/// Laws of independent sums on a grid of kGridPoints equal steps, by FFT. Sums beyond the end of
/// the grid would wrap around to small values: masses are damped by theta^i with theta^points =
/// 1e-6 before the transform and restored after it, which shrinks what wraps by the same factor
/// (the method of Gruebel and Hermesmeier, ASTIN Bulletin 29, 1999). One object per thread.
class GridTransform {
public:
    GridTransform();
    ~GridTransform();

    /// `masses`: probability at 0, 1, 2, … steps, at most kGridPoints of them.
    Spectrum toSpectrum(const std::vector<double>& masses);
    /// kGridPoints masses of the law of this spectrum.
    std::vector<double> toMasses(const Spectrum& spectrum);
    /// P(sum > lastFitting steps).
    double upperTail(const Spectrum& spectrum, std::int64_t lastFitting);
    /// The law of a constant 0.
    static Spectrum unit();

private:
    struct Plan;
    std::unique_ptr<Plan> m_plan;
    std::vector<double> m_damping;  ///< theta^i
};

/// Adds `count` independent copies of a law to a sum.
void multiplyBy(Spectrum& sum, const Spectrum& law, std::int64_t count);

}  // namespace stowage::simulate
