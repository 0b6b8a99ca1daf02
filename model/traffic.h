#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/diagnostic.h"
#include "model/distribution.h"

namespace stowage {

class DataFiles;

/// The course of traffic over a day: 24 hourly factors with mean 1, hour 0 first.
struct TrafficCurve {
    std::string name;  ///< flat | office-hours | evening | two-peaks | night-batch
    std::string text;
    std::array<double, 24> factors{};
    std::string source;
    std::string date;

    double peakFactor() const;
    int peakHour() const;  ///< the first one
    bool operator==(const TrafficCurve&) const = default;
};

/// The named curves of "traffic_curves.yaml".
class TrafficCurves {
public:
    /// Every finding goes to `diagnostics`: 24 factors, none negative, mean 1 within 1e-6, source
    /// and date.
    static TrafficCurves load(const DataFiles& files, Diagnostics& diagnostics);
    static TrafficCurves of(std::vector<TrafficCurve> curves);

    const TrafficCurve* find(std::string_view name) const;
    std::vector<std::string> names() const;
    const std::vector<TrafficCurve>& all() const { return m_curves; }

private:
    std::vector<TrafficCurve> m_curves;  ///< in file order
};

/// Requests per second in one hour of the day when the peak hour has `peakRate`.
double rateInHour(const TrafficCurve& curve, double peakRate, int hour);
/// Mean over the day of the same.
double meanRate(const TrafficCurve& curve, double peakRate);
/// A rate after some months of growth: rate * (1 + growthPerMonth)^months.
double grownRate(double rate, double growthPerMonth, double months);

/// How many of a fixed number of workers are busy at a random instant.
struct BusyWorkers {
    UsageMoments count;        ///< of the number of busy workers
    double allBusy = 0;        ///< probability that every worker is busy
    double offeredLoad = 0;    ///< arrivals x service time, in workers
    bool isSaturated = false;  ///< offered load >= workers: the backlog decides
};

/// Birth-death chain of a pool: Poisson arrivals, exponential service of mean `serviceSeconds`,
/// `workers` servers, at most `backlog` waiting (more are refused). Stationary for every load.
/// Asserts workers >= 1, rates not negative.
BusyWorkers busyWorkers(double arrivalsPerSecond, double serviceSeconds, std::int64_t workers,
                        std::int64_t backlog = 511);

}  // namespace stowage
