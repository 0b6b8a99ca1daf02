#pragma once

#include <cstdint>

#include "model/base/units.h"
#include "model/distribution.h"

namespace stowage::simulate {

/// An interval of a number.
struct Interval {
    double low = 0;
    double high = 0;
    bool operator==(const Interval&) const = default;
};

/// P(Z > z) of a standard normal variable.
double normalUpperTail(double z);
/// z with P(Z > z) = p; asserts 0 < p < 1.
double normalUpperQuantile(double p);
/// P(G > x) of a gamma variable with this shape and scale 1; 1 for x <= 0.
double gammaUpperTail(double shape, double x);
/// P(B >= hits) of a binomial variable: n trials, success p.
double binomialUpperTail(std::int64_t trials, double p, std::int64_t hits);

/// P(S > capacity) of a sum from its three cumulants by the Cornish-Fisher expansion
/// c(p) = k1 + sqrt(k2) (z + (z^2 - 1) g / 6), solved for p; g = k3 / k2^1.5.
double cornishFisherTail(const UsageMoments& sum, double capacity);
/// P(S > capacity) of the gamma law with the same three cumulants (shape 4 / g^2); the normal law
/// where g is too small to tell, mirrored where g < 0.
double shiftedGammaTail(const UsageMoments& sum, double capacity);
/// The capacity that a share p of the time exceeds: the larger of both formulas.
double upperQuantile(const UsageMoments& sum, double p);

/// Three cumulants stay below the exact tail by a factor of up to this (lognormal sums).
inline constexpr double kCumulantSafety = 1.5;
/// min(1, kCumulantSafety * max of both formulas); 0 or 1 when nothing varies.
double safeCumulantTail(const UsageMoments& sum, double capacity);

/// Wilson's interval of a share at normal quantile z (1.96: 95 %); no hits: upper limit 3/n at
/// least. Asserts 0 <= hits <= trials and trials > 0.
Interval wilsonInterval(std::int64_t hits, std::int64_t trials, double z);

/// Rounded up, so that a threshold is met on the safe side; clamped to [0, 1].
PartsPerBillion toPartsPerBillionRoundUp(double probability);

}  // namespace stowage::simulate
