#include "model/distribution.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numeric>

#include "model/base/invariant.h"
#include "model/base/random.h"

namespace stowage {

namespace {

/// z of probability 0.99.
constexpr double kTailZ = 2.3263478740408408;
/// mean + sd * (z + (z^2 - 1) g / 6) grows with z on [-3, 3] as long as |g| <= 1.
constexpr double kSkewnessMax = 1.0;
constexpr std::size_t kCutPoints = 512;

double clampedSkewness(const UsageMoments& usage) {
    return std::clamp(skewness(usage), -kSkewnessMax, kSkewnessMax);
}

double cornishFisher(double z, double g) {
    return z + (z * z - 1.0) * g / 6.0;
}

double normalCdf(double z) {
    return 0.5 * std::erfc(-z / std::sqrt(2.0));
}

/// P(amount <= value): the inverse of the Cornish-Fisher quantile on the branch that grows.
double cdf(const UsageMoments& usage, double value) {
    const double sd = standardDeviation(usage);
    if (sd <= 0.0) {
        return value >= usage.mean ? 1.0 : 0.0;
    }
    const double g = clampedSkewness(usage);
    const double x = (value - usage.mean) / sd;
    if (std::abs(g) < 1e-9) {
        return normalCdf(x);
    }
    // g/6 z^2 + z - (x + g/6) = 0; the vertex lies at z = -3/g, outside of [-3, 3].
    const double inside = 1.0 + 4.0 * (g / 6.0) * (x + g / 6.0);
    if (inside <= 0.0) {
        return g > 0.0 ? 0.0 : 1.0;
    }
    return normalCdf((-1.0 + std::sqrt(inside)) / (g / 3.0));
}

}  // namespace

UsageMoments& UsageMoments::operator+=(const UsageMoments& other) {
    mean += other.mean;
    variance += other.variance;
    thirdCentral += other.thirdCentral;
    return *this;
}

UsageMoments UsageMoments::operator+(const UsageMoments& other) const {
    UsageMoments sum = *this;
    sum += other;
    return sum;
}

UsageMoments constantUsage(double value) {
    return UsageMoments{.mean = value};
}

UsageMoments scaled(const UsageMoments& usage, double factor) {
    return UsageMoments{.mean = usage.mean * factor,
                        .variance = usage.variance * factor * factor,
                        .thirdCentral = usage.thirdCentral * factor * factor * factor};
}

UsageMoments copies(const UsageMoments& one, double count) {
    STOWAGE_ASSERT(count >= 0.0);
    return UsageMoments{.mean = one.mean * count,
                        .variance = one.variance * count,
                        .thirdCentral = one.thirdCentral * count};
}

UsageMoments usageFromRange(double mean, double low, double high) {
    STOWAGE_ASSERT(low <= mean && mean <= high);
    const double width = high - low;
    if (width <= 0.0) {
        return constantUsage(mean);
    }
    // The distances from the mean are sd (z +- (z^2 - 1) g / 6): their sum gives sd, their
    // difference g. Where g is limited, the upper distance alone gives sd, the safe side.
    const double bend = (kTailZ * kTailZ - 1.0) / 6.0;
    const double up = high - mean;
    const double down = mean - low;
    const double g = std::clamp((up - down) / bend / (width / kTailZ), -kSkewnessMax, kSkewnessMax);
    const double sd = up > 0.0 ? up / (kTailZ + bend * g) : down / (kTailZ - bend * g);
    return UsageMoments{.mean = mean, .variance = sd * sd, .thirdCentral = g * sd * sd * sd};
}

UsageMoments lognormalUsage(double median, double sigma) {
    STOWAGE_ASSERT(median >= 0.0 && sigma >= 0.0);
    const double w = std::exp(sigma * sigma);
    const double mean = median * std::sqrt(w);
    const double variance = mean * mean * (w - 1.0);
    return UsageMoments{.mean = mean,
                        .variance = variance,
                        .thirdCentral = mean * mean * mean * (w - 1.0) * (w - 1.0) * (w + 2.0)};
}

UsageMoments discreteUsage(std::span<const double> values, std::span<const double> probabilities) {
    STOWAGE_ASSERT(!values.empty() && values.size() == probabilities.size());
    const double total = std::accumulate(probabilities.begin(), probabilities.end(), 0.0);
    STOWAGE_ASSERT(total > 0.0);
    UsageMoments moments;
    for (std::size_t i = 0; i < values.size(); ++i) {
        moments.mean += values[i] * probabilities[i] / total;
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double distance = values[i] - moments.mean;
        moments.variance += distance * distance * probabilities[i] / total;
        moments.thirdCentral += distance * distance * distance * probabilities[i] / total;
    }
    return moments;
}

UsageMoments compoundPoisson(double rate, double m1, double m2, double m3) {
    STOWAGE_ASSERT(rate >= 0.0);
    return UsageMoments{.mean = rate * m1, .variance = rate * m2, .thirdCentral = rate * m3};
}

double standardDeviation(const UsageMoments& usage) {
    return std::sqrt(std::max(usage.variance, 0.0));
}

double skewness(const UsageMoments& usage) {
    const double sd = standardDeviation(usage);
    return sd > 0.0 ? usage.thirdCentral / (sd * sd * sd) : 0.0;
}

double usageQuantile(const UsageMoments& usage, double probability) {
    const double sd = standardDeviation(usage);
    if (sd <= 0.0) {
        return usage.mean;
    }
    return usage.mean + sd * cornishFisher(normalQuantile(probability), clampedSkewness(usage));
}

UsageMoments cutAt(const UsageMoments& usage, double limit) {
    if (standardDeviation(usage) <= 0.0) {
        return constantUsage(std::min(usage.mean, limit));
    }
    std::array<double, kCutPoints> values{};
    std::array<double, kCutPoints> whole{};
    std::array<double, kCutPoints> weights{};
    for (std::size_t i = 0; i < kCutPoints; ++i) {
        const double p = (static_cast<double>(i) + 0.5) / static_cast<double>(kCutPoints);
        whole[i] = usageQuantile(usage, p);
        values[i] = std::min(whole[i], limit);
        weights[i] = 1.0;
    }
    if (whole.back() <= limit) {
        return usage;
    }
    return discreteUsage(values, weights);
}

std::vector<double> gridForm(const UsageMoments& usage, double step) {
    STOWAGE_ASSERT(step > 0.0);
    const double sd = standardDeviation(usage);
    const double top =
        sd > 0.0 ? usage.mean + sd * cornishFisher(8.0, clampedSkewness(usage)) : usage.mean;
    const auto last = static_cast<std::size_t>(std::max(0.0, std::ceil(top / step)));
    std::vector<double> masses(last + 1, 0.0);
    double below = 0.0;
    for (std::size_t i = 0; i <= last; ++i) {
        const double upTo = i == last ? 1.0 : cdf(usage, static_cast<double>(i) * step);
        masses[i] = upTo - below;
        below = upTo;
    }
    return masses;
}

}  // namespace stowage
