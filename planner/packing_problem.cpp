#include "planner/packing_problem.h"

#include <algorithm>
#include <limits>

namespace stowage::planner {

namespace {

bool countsMatch(const PackingProblem& problem, const PackAssignment& assignment) {
    for (std::size_t c = 0; c < problem.classes.size(); ++c) {
        std::int64_t placed = 0;
        for (std::size_t n = 0; n < problem.nodeCount(); ++n) {
            const std::int64_t here = assignment[c][n];
            const bool mayLie = (problem.classes[c].allowed & maskOf(n)) != 0;
            if (here < 0 || (here > 0 && !mayLie)) {
                return false;
            }
            placed += here;
        }
        if (placed != problem.classes[c].count) {
            return false;
        }
    }
    return true;
}

bool capacityHolds(const PackingProblem& problem, const PackAssignment& assignment) {
    for (std::size_t n = 0; n < problem.nodeCount(); ++n) {
        for (std::size_t d = 0; d < problem.dimensions; ++d) {
            std::int64_t used = 0;
            for (std::size_t c = 0; c < problem.classes.size(); ++c) {
                used += problem.classes[c].need[d] * assignment[c][n];
            }
            if (used > 0 && used > problem.capacity[n][d]) {
                return false;
            }
        }
    }
    return true;
}

bool exclusionsHold(const PackingProblem& problem, const PackAssignment& assignment) {
    for (std::size_t c = 0; c < problem.classes.size(); ++c) {
        for (const std::size_t other : problem.classes[c].conflicts) {
            for (std::size_t n = 0; n < problem.nodeCount(); ++n) {
                const std::int64_t theirs = assignment[other][n] - (other == c ? 1 : 0);
                if (assignment[c][n] > 0 && theirs > 0) {
                    return false;
                }
            }
        }
    }
    return true;
}

bool spreadHolds(const PackingProblem& problem, const PackSpread& spread,
                 const PackAssignment& assignment) {
    const int last = *std::max_element(spread.domainOf.begin(), spread.domainOf.end());
    std::vector<std::int64_t> inDomain(static_cast<std::size_t>(std::max(last + 1, 0)), 0);
    for (std::size_t n = 0; n < problem.nodeCount(); ++n) {
        for (const std::size_t c : spread.classes) {
            if (spread.domainOf[n] < 0 && assignment[c][n] > 0) {
                return false;
            }
            if (spread.domainOf[n] >= 0) {
                inDomain[static_cast<std::size_t>(spread.domainOf[n])] += assignment[c][n];
            }
        }
    }
    if (inDomain.empty()) {
        return true;
    }
    const auto [low, high] = std::minmax_element(inDomain.begin(), inDomain.end());
    const bool tooFew = static_cast<int>(inDomain.size()) < spread.minDomains;
    return *high - (tooFew ? 0 : *low) <= spread.maxSkew;
}

}  // namespace

bool isValid(const PackingProblem& problem, const PackAssignment& assignment) {
    return assignment.size() == problem.classes.size() && countsMatch(problem, assignment) &&
           capacityHolds(problem, assignment) && exclusionsHold(problem, assignment) &&
           std::all_of(problem.spreads.begin(), problem.spreads.end(),
                       [&](const PackSpread& s) { return spreadHolds(problem, s, assignment); });
}

}  // namespace stowage::planner
