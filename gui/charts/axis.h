#pragma once

#include <QtGlobal>
#include <vector>

namespace stowage::gui {

/// Values on a line of pixels. `from` and `to` are the places of `low` and `high`; `to` may lie
/// before `from`, as on a vertical axis.
struct Axis {
    double low = 0, high = 1;
    qreal from = 0, to = 1;

    /// Place of a value; values outside lie outside. An empty range puts everything in the middle.
    qreal at(double value) const;
    double valueAt(qreal place) const;
    bool operator==(const Axis&) const = default;
};

/// Round values within [low, high], at most `most` of them, a step of 1, 2 or 5 times a power of
/// ten apart. Empty when the range is.
std::vector<double> roundTicks(double low, double high, int most);
/// The same for bytes: steps are powers of two of a MiB.
std::vector<double> byteTicks(double low, double high, int most);
/// [low, high] with a margin on both sides, never empty.
Axis paddedAxis(double low, double high, double margin);

}  // namespace stowage::gui
