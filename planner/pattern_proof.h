#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/base/units.h"

namespace stowage::planner {

/// A bound on the price as integer duals: what one pod of each workload is worth, and what one node
/// of an offer can earn at most (docs/method.md, "Pattern bound").
struct PatternProof {
    struct OfferValue {
        std::string provider;
        std::string offer;
        Money monthly;
        std::int64_t value = 0;
        std::optional<std::int64_t> stock;  ///< absent: as many as the layout may have nodes
    };
    Money fixed;  ///< part of the bill that no choice of machines changes
    Money lowerBound;
    std::vector<std::pair<std::string, std::int64_t>> duals;  ///< "<namespace>/<workload>"
    std::vector<OfferValue> offers;
};

}  // namespace stowage::planner
