#pragma once

#include <span>
#include <vector>

namespace stowage {

/// The first three cumulants of a random amount (bytes or millicores): mean, variance, third
/// central moment. Of independent amounts they add; nothing else is needed to judge a sum.
struct UsageMoments {
    double mean = 0;
    double variance = 0;
    double thirdCentral = 0;

    UsageMoments& operator+=(const UsageMoments& other);
    UsageMoments operator+(const UsageMoments& other) const;
    bool operator==(const UsageMoments&) const = default;
};

/// An amount that does not vary.
UsageMoments constantUsage(double value);
/// `factor` times one amount: mean, variance and third moment grow by factor, its square, its cube.
UsageMoments scaled(const UsageMoments& usage, double factor);
/// The sum of `count` independent copies (`count` may be a mean number, and is not negative).
UsageMoments copies(const UsageMoments& one, double count);
/// An amount with the given mean whose 1 % and 99 % quantiles are `low` and `high`, by the
/// Cornish-Fisher expansion: sd = (high - low) / (2 z), skewness from the asymmetry of the two
/// distances, both limited to where the expansion is monotone. Asserts low <= high.
UsageMoments usageFromRange(double mean, double low, double high);
/// `factor` lognormal with this median and sigma: its own moments. Asserts median >= 0.
UsageMoments lognormalUsage(double median, double sigma);
/// Moments of a discrete law. The probabilities are normalised. Asserts equal, nonzero lengths.
UsageMoments discreteUsage(std::span<const double> values, std::span<const double> probabilities);
/// Of a compound Poisson sum: `rate` events, each with first three raw moments m1, m2, m3.
UsageMoments compoundPoisson(double rate, double m1, double m2, double m3);

double standardDeviation(const UsageMoments& usage);
/// Third standardised moment; 0 where the amount does not vary.
double skewness(const UsageMoments& usage);

/// Cornish-Fisher quantile with the first correction: mean + sd * (z + (z^2 - 1) * g / 6); the
/// skewness g is limited to where the expansion is monotone between z = -3 and 3.
double usageQuantile(const UsageMoments& usage, double probability);

/// The moments of min(amount, limit), by 512 equally likely quantiles: the use of a container that
/// its limit cuts.
UsageMoments cutAt(const UsageMoments& usage, double limit);

/// The amount as masses on a grid of `step`, mass i at i * step: values rounded up (the safe side).
/// The masses sum to 1. Asserts step > 0.
std::vector<double> gridForm(const UsageMoments& usage, double step);

}  // namespace stowage
