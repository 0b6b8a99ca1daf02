#include "model/traffic.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <utility>

#include "model/assumption_sources.h"
#include "model/base/invariant.h"
#include "model/data_files.h"
#include "model/data_row.h"
#include "model/document.h"

namespace stowage {

namespace {

constexpr std::string_view kFile = "traffic_curves.yaml";
constexpr double kMeanTolerance = 1e-6;

std::optional<std::array<double, 24>> readFactors(DataRow& row) {
    const std::vector<DocumentNode>& items = row.items("factors");
    std::array<double, 24> factors{};
    if (items.size() != factors.size()) {
        row.complain("factors", fmt::format("a curve has 24 factors, not {}", items.size()));
        return std::nullopt;
    }
    double sum = 0.0;
    for (std::size_t hour = 0; hour < factors.size(); ++hour) {
        const std::optional<Money> factor = parseDecimal(items[hour].text);
        if (!factor || factor->raw() < 0) {
            row.complain("factors",
                         fmt::format("'{}' is no factor of zero or more", items[hour].text));
            return std::nullopt;
        }
        factors[hour] = static_cast<double>(factor->raw()) * 1e-6;
        sum += factors[hour];
    }
    if (std::abs(sum / 24.0 - 1.0) > kMeanTolerance) {
        row.complain("factors", fmt::format("the mean of the factors is {:.4f}, not 1", sum / 24));
        return std::nullopt;
    }
    return factors;
}

}  // namespace

double TrafficCurve::peakFactor() const {
    return *std::max_element(factors.begin(), factors.end());
}

int TrafficCurve::peakHour() const {
    return static_cast<int>(std::max_element(factors.begin(), factors.end()) - factors.begin());
}

TrafficCurves TrafficCurves::load(const DataFiles& files, Diagnostics& diagnostics) {
    const DataFile* file = files.find(kFile);
    if (file == nullptr) {
        diagnostics.error(SourcePlace{.file = std::string(kFile)}, "the data file is missing");
        return {};
    }
    const std::optional<Document> document =
        parseDocument(file->origin, file->text, DocumentFormat::Yaml, {}, diagnostics);
    if (!document) {
        return {};
    }
    DataRow root(document->root, diagnostics);
    const AssumptionSources sources = readAssumptionSources(root, diagnostics);
    std::vector<TrafficCurve> curves;
    for (const DocumentNode& item : root.items("curves")) {
        DataRow row(item, diagnostics);
        TrafficCurve curve;
        curve.name = row.requiredText("name");
        curve.text = row.text("text");
        const AssumptionSource source = sourceOf(row, sources);
        curve.source = source.text;
        curve.date = source.date;
        const auto factors = readFactors(row);
        row.finish();
        if (factors && !row.isBroken()) {
            curve.factors = *factors;
            curves.push_back(std::move(curve));
        }
    }
    root.finish();
    return of(std::move(curves));
}

TrafficCurves TrafficCurves::of(std::vector<TrafficCurve> curves) {
    TrafficCurves all;
    all.m_curves = std::move(curves);
    return all;
}

const TrafficCurve* TrafficCurves::find(std::string_view name) const {
    const auto at = std::find_if(m_curves.begin(), m_curves.end(),
                                 [name](const TrafficCurve& one) { return one.name == name; });
    return at == m_curves.end() ? nullptr : &*at;
}

std::vector<std::string> TrafficCurves::names() const {
    std::vector<std::string> names;
    for (const TrafficCurve& curve : m_curves) {
        names.push_back(curve.name);
    }
    return names;
}

double rateInHour(const TrafficCurve& curve, double peakRate, int hour) {
    STOWAGE_ASSERT(hour >= 0 && hour < 24 && curve.peakFactor() > 0.0);
    return peakRate * curve.factors[static_cast<std::size_t>(hour)] / curve.peakFactor();
}

double meanRate(const TrafficCurve& curve, double peakRate) {
    STOWAGE_ASSERT(curve.peakFactor() > 0.0);
    const double sum = std::accumulate(curve.factors.begin(), curve.factors.end(), 0.0);
    return peakRate * sum / 24.0 / curve.peakFactor();
}

double grownRate(double rate, double growthPerMonth, double months) {
    return rate * std::pow(1.0 + growthPerMonth, months);
}

BusyWorkers busyWorkers(double arrivalsPerSecond, double serviceSeconds, std::int64_t workers,
                        std::int64_t backlog) {
    STOWAGE_ASSERT(workers >= 1 && backlog >= 0 && arrivalsPerSecond >= 0.0 &&
                   serviceSeconds >= 0.0);
    BusyWorkers busy;
    busy.offeredLoad = arrivalsPerSecond * serviceSeconds;
    busy.isSaturated = busy.offeredLoad >= static_cast<double>(workers);
    // Far more workers than work: a Poisson number of them is busy.
    const double load = busy.offeredLoad;
    if (static_cast<double>(workers) > load + 12.0 * std::sqrt(load) + 60.0) {
        busy.count = UsageMoments{.mean = load, .variance = load, .thirdCentral = load};
        return busy;
    }
    // State n = requests present; p(n) = p(n-1) * a / min(n, workers). Scaled while it grows, so
    // that a saturated pool with a long backlog stays in range.
    std::vector<double> values;
    std::vector<double> masses;
    double mass = 1.0;
    for (std::int64_t n = 0; n <= workers + backlog; ++n) {
        if (n > 0) {
            mass *= busy.offeredLoad / static_cast<double>(std::min(n, workers));
        }
        if (n <= workers) {
            values.push_back(static_cast<double>(n));
            masses.push_back(mass);
        } else {
            masses.back() += mass;
        }
        if (mass > 1e200) {
            for (double& one : masses) {
                one /= mass;
            }
            mass = 1.0;
        }
    }
    busy.count = discreteUsage(values, masses);
    busy.allBusy = masses.back() / std::accumulate(masses.begin(), masses.end(), 0.0);
    return busy;
}

}  // namespace stowage
