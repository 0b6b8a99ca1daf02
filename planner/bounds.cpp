#include "planner/bounds.h"

#include <algorithm>
#include <bit>

#include "model/base/invariant.h"
#include "model/base/units.h"

namespace stowage::planner {

namespace {

bool fitsAlone(const PackClass& item, const std::vector<std::int64_t>& capacity) {
    for (std::size_t d = 0; d < item.need.size(); ++d) {
        if (item.need[d] > 0 && item.need[d] > capacity[d]) {
            return false;
        }
    }
    return true;
}

bool pairFits(const PackClass& a, const PackClass& b, const std::vector<std::int64_t>& capacity) {
    for (std::size_t d = 0; d < a.need.size(); ++d) {
        const std::int64_t both = a.need[d] + b.need[d];
        if (both > 0 && both > capacity[d]) {
            return false;
        }
    }
    return true;
}

bool conflict(const PackClass& item, std::size_t other) {
    return std::find(item.conflicts.begin(), item.conflicts.end(), other) != item.conflicts.end();
}

/// True when no node can hold an item of `a` and one of `b` together.
bool excludeEachOther(const PackingProblem& problem, std::size_t a, std::size_t b) {
    if (conflict(problem.classes[a], b)) {
        return true;
    }
    const NodeMask common = problem.classes[a].allowed & problem.classes[b].allowed;
    for (std::size_t n = 0; n < problem.nodeCount(); ++n) {
        if ((common & maskOf(n)) != 0 &&
            pairFits(problem.classes[a], problem.classes[b], problem.capacity[n])) {
            return false;
        }
    }
    return true;
}

NodeMask allowedNodes(const PackingProblem& problem, std::size_t c) {
    return problem.classes[c].allowed & firstNodes(problem.nodeCount());
}

/// Sizes above half of the largest node exclude each other; so do sizes that the thresholds keep.
struct DimensionSizes {
    std::size_t dimension = 0;
    std::int64_t largest = 0;
    std::vector<std::int64_t> nodes;
    std::vector<std::pair<std::int64_t, std::int64_t>> items;  ///< size, count
};

DimensionSizes sizesOf(const PackingProblem& problem, std::size_t dimension) {
    DimensionSizes sizes{.dimension = dimension};
    for (const auto& capacity : problem.capacity) {
        sizes.nodes.push_back(std::max<std::int64_t>(capacity[dimension], 0));
        sizes.largest = std::max(sizes.largest, sizes.nodes.back());
    }
    for (const PackClass& item : problem.classes) {
        if (item.need[dimension] > 0 && item.count > 0) {
            sizes.items.push_back({item.need[dimension], item.count});
        }
    }
    return sizes;
}

template <typename Function>
std::optional<PackWitness> compare(const DimensionSizes& sizes, const Function& function,
                                   const std::string& note) {
    Int128 needed = 0;
    Int128 available = 0;
    for (const auto& [size, count] : sizes.items) {
        needed += Int128{function(size)} * count;
    }
    for (const std::int64_t node : sizes.nodes) {
        available += function(node);
    }
    if (needed <= available) {
        return std::nullopt;
    }
    // Shown in the scale of the function; both stay far below 64 bits for real machines.
    return PackWitness{.kind = PackWitnessKind::DualBound,
                       .dimension = sizes.dimension,
                       .needed = static_cast<std::int64_t>(needed),
                       .available = static_cast<std::int64_t>(available),
                       .note = note};
}

}  // namespace

std::int64_t thresholdFunction(std::int64_t size, std::int64_t threshold, std::int64_t whole) {
    if (size > whole - threshold) {
        return whole;
    }
    return size >= threshold ? size : 0;
}

std::int64_t stepFunction(std::int64_t size, std::int64_t k, std::int64_t whole) {
    STOWAGE_ASSERT(size >= 0 && size <= whole && k >= 1);
    const Int128 scaled = Int128{size} * (k + 1);
    if (scaled % whole == 0) {
        return size * k;
    }
    return static_cast<std::int64_t>(scaled / whole) * whole;
}

std::optional<PackWitness> capacityWitness(const PackingProblem& problem) {
    std::vector<NodeMask> masks{firstNodes(problem.nodeCount())};
    for (std::size_t c = 0; c < problem.classes.size(); ++c) {
        const NodeMask mask = allowedNodes(problem, c);
        if (std::find(masks.begin(), masks.end(), mask) == masks.end()) {
            masks.push_back(mask);
        }
    }
    for (const NodeMask mask : masks) {
        for (std::size_t d = 0; d < problem.dimensions; ++d) {
            std::int64_t needed = 0;
            for (std::size_t c = 0; c < problem.classes.size(); ++c) {
                if ((allowedNodes(problem, c) & ~mask) == 0) {
                    needed += problem.classes[c].need[d] * problem.classes[c].count;
                }
            }
            std::int64_t available = 0;
            for (std::size_t n = 0; n < problem.nodeCount(); ++n) {
                if ((mask & maskOf(n)) != 0) {
                    available += std::max<std::int64_t>(problem.capacity[n][d], 0);
                }
            }
            if (needed > available) {
                return PackWitness{.kind = PackWitnessKind::Capacity,
                                   .dimension = d,
                                   .nodes = mask,
                                   .needed = needed,
                                   .available = available};
            }
        }
    }
    return std::nullopt;
}

std::optional<PackWitness> singleItemWitness(const PackingProblem& problem) {
    for (std::size_t c = 0; c < problem.classes.size(); ++c) {
        const PackClass& item = problem.classes[c];
        bool fits = item.count == 0;
        for (std::size_t n = 0; n < problem.nodeCount() && !fits; ++n) {
            fits = (item.allowed & maskOf(n)) != 0 && fitsAlone(item, problem.capacity[n]);
        }
        if (fits) {
            continue;
        }
        PackWitness witness{.kind = PackWitnessKind::SingleItem, .item = c};
        // The dimension that even the largest node lacks, if there is one.
        for (std::size_t d = 0; d < problem.dimensions; ++d) {
            std::int64_t most = 0;
            for (const auto& capacity : problem.capacity) {
                most = std::max(most, capacity[d]);
            }
            if (item.need[d] > most) {
                witness.dimension = d;
                witness.needed = item.need[d];
                witness.available = most;
                break;
            }
        }
        return witness;
    }
    return std::nullopt;
}

std::optional<PackWitness> exclusionWitness(const PackingProblem& problem) {
    // A greedy clique from every start; each member counts once, or as often as its class has items
    // when these exclude each other too.
    const std::size_t classes = problem.classes.size();
    std::vector<std::vector<char>> excludes(classes, std::vector<char>(classes, 0));
    for (std::size_t a = 0; a < classes; ++a) {
        for (std::size_t b = a; b < classes; ++b) {
            excludes[a][b] = excludes[b][a] = excludeEachOther(problem, a, b) ? 1 : 0;
        }
    }
    for (std::size_t start = 0; start < classes; ++start) {
        std::int64_t members = 0;
        NodeMask places = 0;
        std::vector<std::size_t> clique;
        for (std::size_t step = 0; step < classes; ++step) {
            const std::size_t c = (start + step) % classes;
            const bool joins = problem.classes[c].count > 0 &&
                               std::all_of(clique.begin(), clique.end(),
                                           [&](std::size_t m) { return excludes[c][m] != 0; });
            if (joins) {
                clique.push_back(c);
                members += excludes[c][c] != 0 ? problem.classes[c].count : 1;
                places |= allowedNodes(problem, c);
            }
        }
        if (members > std::popcount(places)) {
            return PackWitness{.kind = PackWitnessKind::Exclusion,
                               .nodes = places,
                               .item = start,
                               .needed = members,
                               .available = std::popcount(places)};
        }
    }
    return std::nullopt;
}

std::optional<PackWitness> dualWitness(const PackingProblem& problem) {
    constexpr std::int64_t kStepsMax = 20;
    for (std::size_t d = 0; d < problem.dimensions; ++d) {
        const DimensionSizes sizes = sizesOf(problem, d);
        const std::int64_t whole = sizes.largest;
        const bool tooLarge = std::any_of(sizes.items.begin(), sizes.items.end(),
                                          [&](const auto& item) { return item.first > whole; });
        // k * whole must stay within 64 bits; a larger item is the single-item test's matter.
        if (whole <= 0 || tooLarge || whole > (std::int64_t{1} << 57)) {
            continue;
        }
        for (const auto& [size, count] : sizes.items) {
            const std::int64_t threshold = std::min(size, whole - size);
            if (threshold <= 0 || threshold > whole / 2) {
                continue;
            }
            // Just at the size, and just above what it leaves over.
            for (const std::int64_t a : {threshold, std::min(threshold + 1, whole / 2)}) {
                const auto f = [&](std::int64_t w) { return thresholdFunction(w, a, whole); };
                if (auto witness = compare(sizes, f, "threshold " + std::to_string(a))) {
                    return witness;
                }
            }
        }
        for (std::int64_t k = 1; k <= kStepsMax; ++k) {
            const auto u = [&](std::int64_t w) { return stepFunction(w, k, whole); };
            if (auto witness = compare(sizes, u, "steps " + std::to_string(k))) {
                return witness;
            }
        }
    }
    return std::nullopt;
}

std::optional<PackWitness> findWitness(const PackingProblem& problem) {
    if (auto witness = capacityWitness(problem)) {
        return witness;
    }
    if (auto witness = singleItemWitness(problem)) {
        return witness;
    }
    if (problem.nodeCount() == 1) {
        return exclusionWitness(problem);
    }
    if (auto witness = exclusionWitness(problem)) {
        return witness;
    }
    return dualWitness(problem);
}

std::optional<std::int64_t> coverBound(std::span<const CoverOffer> offers,
                                       std::span<const std::int64_t> need, std::int64_t nodesMax) {
    std::int64_t bound = 0;
    for (std::size_t d = 0; d < need.size(); ++d) {
        Int128 missing = need[d];
        std::int64_t largest = 0;
        // Best price per unit as a fraction: price / capacity.
        const CoverOffer* best = nullptr;
        for (const CoverOffer& offer : offers) {
            const std::int64_t here = std::max<std::int64_t>(offer.capacity[d], 0);
            if (here == 0 || offer.stock <= 0) {
                continue;
            }
            largest = std::max(largest, here);
            if (offer.price == 0) {
                missing -= Int128{here} * std::min(offer.stock, nodesMax);
            } else if (best == nullptr ||
                       Int128{offer.price} * best->capacity[d] < Int128{best->price} * here) {
                best = &offer;
            }
        }
        if (Int128{need[d]} > Int128{largest} * nodesMax) {
            return std::nullopt;
        }
        if (missing <= 0) {
            continue;
        }
        if (best == nullptr) {
            return std::nullopt;
        }
        // Rounded down: what the bound leaves open it leaves to the search.
        const Int128 price = missing * best->price / best->capacity[d];
        bound = std::max(bound,
                         static_cast<std::int64_t>(std::min<Int128>(price, std::int64_t{1} << 62)));
    }
    return bound;
}

}  // namespace stowage::planner
