#include "model/simulate/statistics.h"

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>

#include "model/base/invariant.h"

namespace stowage::simulate {
namespace {

/// Double is enough; the promotion to long double costs a factor of three.
using DoublePolicy = boost::math::policies::policy<boost::math::policies::promote_double<false>>;

/// Below this skewness the gamma law is the normal law within one part in a million.
constexpr double kSkewnessMin = 1e-4;

double skewnessOf(const UsageMoments& sum) {
    return sum.thirdCentral / std::pow(sum.variance, 1.5);
}

/// Cornish-Fisher's c(z) grows only to the right of its turning point; below it the tail is heavy
/// enough that the answer is "likely" anyway.
double cornishFisherDeviation(double z, double g) {
    return z + (z * z - 1) * g / 6;
}

double gammaQuantile(const UsageMoments& sum, double p) {
    const double g = skewnessOf(sum);
    const double deviation = std::sqrt(sum.variance);
    if (std::abs(g) < kSkewnessMin) {
        return sum.mean + deviation * normalUpperQuantile(p);
    }
    const double shape = 4 / (g * g);
    const double x =
        g > 0 ? boost::math::gamma_q_inv(shape, p) : boost::math::gamma_p_inv(shape, p);
    const double standard = (x - shape) / std::sqrt(shape);
    return sum.mean + deviation * (g > 0 ? standard : -standard);
}

}  // namespace

double normalUpperTail(double z) {
    return 0.5 * std::erfc(z / std::sqrt(2.0));
}

double normalUpperQuantile(double p) {
    STOWAGE_ASSERT(p > 0 && p < 1);
    return boost::math::quantile(boost::math::complement(boost::math::normal(), p));
}

double gammaUpperTail(double shape, double x) {
    STOWAGE_ASSERT(shape > 0);
    return x <= 0 ? 1 : boost::math::gamma_q(shape, x, DoublePolicy());
}

double binomialUpperTail(std::int64_t trials, double p, std::int64_t hits) {
    STOWAGE_ASSERT(trials >= 0 && p >= 0 && p <= 1);
    if (hits <= 0) {
        return 1;
    }
    if (hits > trials) {
        return 0;
    }
    const boost::math::binomial law(static_cast<double>(trials), p);
    return boost::math::cdf(boost::math::complement(law, static_cast<double>(hits - 1)));
}

double cornishFisherTail(const UsageMoments& sum, double capacity) {
    if (sum.variance <= 0) {
        return capacity < sum.mean ? 1 : 0;
    }
    const double t = (capacity - sum.mean) / std::sqrt(sum.variance);
    const double g = skewnessOf(sum);
    const double underRoot = 1 + 2 * g / 3 * (t + g / 6);
    if (underRoot <= 0) {
        // Beyond the turning point: left of it when the law leans right, else beyond its end.
        return g > 0 ? 1 : 0;
    }
    // (z^2 - 1) g/6 + z = t, written so that g = 0 needs no case of its own.
    return normalUpperTail(2 * (t + g / 6) / (1 + std::sqrt(underRoot)));
}

double shiftedGammaTail(const UsageMoments& sum, double capacity) {
    if (sum.variance <= 0) {
        return capacity < sum.mean ? 1 : 0;
    }
    const double t = (capacity - sum.mean) / std::sqrt(sum.variance);
    const double g = skewnessOf(sum);
    if (std::abs(g) < kSkewnessMin) {
        return normalUpperTail(t);
    }
    const double shape = 4 / (g * g);
    const double x = shape + std::sqrt(shape) * (g > 0 ? t : -t);
    if (g > 0) {
        return gammaUpperTail(shape, x);
    }
    return x <= 0 ? 0 : boost::math::gamma_p(shape, x, DoublePolicy());
}

double upperQuantile(const UsageMoments& sum, double p) {
    if (sum.variance <= 0) {
        return sum.mean;
    }
    const double z = normalUpperQuantile(p);
    const double expanded =
        sum.mean + std::sqrt(sum.variance) * cornishFisherDeviation(z, skewnessOf(sum));
    return std::max(expanded, gammaQuantile(sum, p));
}

double safeCumulantTail(const UsageMoments& sum, double capacity) {
    if (sum.variance <= 0) {
        return capacity < sum.mean ? 1 : 0;
    }
    const double tail = std::max(cornishFisherTail(sum, capacity), shiftedGammaTail(sum, capacity));
    return std::min(1.0, kCumulantSafety * tail);
}

Interval wilsonInterval(std::int64_t hits, std::int64_t trials, double z) {
    STOWAGE_ASSERT(trials > 0 && hits >= 0 && hits <= trials);
    const double n = static_cast<double>(trials);
    const double p = static_cast<double>(hits) / n;
    const double z2 = z * z;
    const double centre = p + z2 / (2 * n);
    const double spread = z * std::sqrt(p * (1 - p) / n + z2 / (4 * n * n));
    const double scale = 1 + z2 / n;
    Interval interval{.low = (centre - spread) / scale, .high = (centre + spread) / scale};
    if (hits == 0) {
        interval = {.low = 0, .high = std::max(interval.high, std::min(1.0, 3 / n))};
    }
    if (hits == trials) {
        interval.high = 1;
    }
    return interval;
}

PartsPerBillion toPartsPerBillionRoundUp(double probability) {
    constexpr double kBillion = 1e9;
    STOWAGE_ASSERT(!std::isnan(probability));
    const double clamped = std::clamp(probability, 0.0, 1.0);
    return PartsPerBillion::fromRaw(static_cast<std::int64_t>(std::ceil(clamped * kBillion)));
}

}  // namespace stowage::simulate
