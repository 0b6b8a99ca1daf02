#pragma once

#include <functional>
#include <optional>

#include "model/base/units.h"

namespace stowage::planner {

/// How far the search for the cheapest layout is; prices per month in the currency of the scenario.
struct SearchProgress {
    std::optional<Money> best;  ///< the cheapest layout found so far that passes every check
    Money bound;                ///< no layout costs less
    bool operator==(const SearchProgress&) const = default;
};

/// Told whenever there is something new to say; called on the thread of the search.
using ProgressListener = std::function<void(const SearchProgress&)>;

}  // namespace stowage::planner
