#include "gui/charts/axis.h"

#include <cmath>

namespace stowage::gui {
namespace {

constexpr double kMebibyte = 1024.0 * 1024.0;

std::vector<double> multiplesOf(double step, double low, double high) {
    std::vector<double> ticks;
    // A hair of tolerance: 0.3 / 0.1 is not quite 3.
    const double first = std::ceil(low / step - 1e-9);
    const double last = std::floor(high / step + 1e-9);
    for (double index = first; index <= last; index += 1) {
        ticks.push_back(index * step);
    }
    return ticks;
}

bool isUsable(double low, double high, int most) {
    return most >= 1 && high > low && std::isfinite(low) && std::isfinite(high);
}

}  // namespace

qreal Axis::at(double value) const {
    if (!(high > low)) {
        return (from + to) / 2;
    }
    return from + (to - from) * (value - low) / (high - low);
}

double Axis::valueAt(qreal place) const {
    if (from == to) {
        return low;
    }
    return low + (high - low) * (place - from) / (to - from);
}

std::vector<double> roundTicks(double low, double high, int most) {
    if (!isUsable(low, high, most)) {
        return {};
    }
    double power = std::pow(10.0, std::floor(std::log10((high - low) / most)));
    for (;; power *= 10) {
        for (const double factor : {1.0, 2.0, 5.0}) {
            const std::vector<double> ticks = multiplesOf(power * factor, low, high);
            if (ticks.size() <= static_cast<std::size_t>(most)) {
                return ticks;
            }
        }
    }
}

std::vector<double> byteTicks(double low, double high, int most) {
    if (!isUsable(low, high, most)) {
        return {};
    }
    double step = kMebibyte;
    while ((high - low) / step + 1 > most) {
        step *= 2;
    }
    return multiplesOf(step, low, high);
}

Axis paddedAxis(double low, double high, double margin) {
    const double span = high > low ? high - low : std::max(std::abs(high), 1.0);
    return {.low = low - span * margin, .high = high + span * margin};
}

}  // namespace stowage::gui
