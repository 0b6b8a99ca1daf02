// Quality of the search for many nodes, on instances drawn here from the published formulas of the
// classic two-dimensional classes (Caprara and Toth 2001; 9 and 10 are cut without slack, so that
// their optimum is known). Answers are checked before times are printed.
//
// Usage: fleet_bench ITEMS SECONDS [SEEDS]

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "planner/fleet_greedy.h"
#include "planner/fleet_search.h"
#include "planner/step_random.h"

namespace stowage::planner {
namespace {

constexpr std::int64_t kPrice = 1'000'000;
constexpr int kClasses = 10;

class Drawing {
public:
    Drawing(int kind, std::int64_t items, std::uint64_t seed)
        : m_kind(kind),
          m_items(items),
          m_random(seed * 7'919 + static_cast<std::uint64_t>(kind * 131 + items)) {}

    FleetProblem problem() {
        FleetProblem problem{.dimensions = 2, .nodesMax = m_items};
        const std::int64_t size = m_kind >= 6 && m_kind <= 8 ? 150 : 1'000;
        problem.offers.push_back({.price = kPrice, .capacity = {size, size}, .stock = m_items});
        if (m_kind >= 9) {
            cutTriplets(problem);
        }
        for (std::int64_t at = 0; m_kind < 9 && at < m_items; ++at) {
            problem.classes.push_back({.need = item()});
        }
        return problem;
    }

private:
    std::int64_t within(std::int64_t low, std::int64_t high) {
        return low + static_cast<std::int64_t>(
                         m_random.below(static_cast<std::uint64_t>(high - low + 1)));
    }

    std::vector<std::int64_t> both(std::int64_t low, std::int64_t high) {
        const std::int64_t first = within(low, high);
        return {first, within(low, high)};
    }

    std::vector<std::int64_t> item() {
        switch (m_kind) {
            case 1:
                return both(100, 400);
            case 2:
                return both(1, 1'000);
            case 3:
                return both(200, 800);
            case 4:
                return both(50, 200);
            case 5:
                return both(25, 100);
            case 6:
                return both(20, 100);
            default:
                break;
        }
        const std::int64_t first = within(20, 100);
        return {first,
                m_kind == 7 ? within(first - 10, first + 10) : within(110 - first, 130 - first)};
    }

    /// Nodes cut completely into three.
    void cutTriplets(FleetProblem& problem) {
        for (std::int64_t node = 0; node < m_items / 3; ++node) {
            std::vector<FleetClass> pods(3);
            for (std::size_t d = 0; d < 2; ++d) {
                const std::int64_t first = m_kind == 9 ? within(380, 490) : within(200, 600);
                const std::int64_t rest = 1'000 - first;
                const std::int64_t second = within(rest / 4, rest * 3 / 4);
                pods[d].need.push_back(first);
                pods[(d + 1) % 3].need.push_back(second);
                pods[(d + 2) % 3].need.push_back(rest - second);
            }
            problem.classes.insert(problem.classes.end(), pods.begin(), pods.end());
        }
    }

    int m_kind;
    std::int64_t m_items;
    StepRandom m_random;
};

struct Totals {
    double gap = 0;
    double better = 0;
    int proven = 0;
    int count = 0;
};

/// False when an answer or a bound is not what it claims to be.
bool runOne(int kind, std::int64_t items, double seconds, std::uint64_t seed, Totals& totals) {
    const FleetProblem problem = Drawing(kind, items, seed).problem();
    const auto begin = std::chrono::steady_clock::now();
    const auto elapsed = [&] {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    };
    const RunControl control([&] { return elapsed() > seconds; });
    const FleetResult result = searchFleet(problem, {.seed = seed}, control);
    const double taken = elapsed();
    const auto plain = firstFitDecreasing(problem);
    const std::int64_t bound =
        roundUpToPrices(problem, provenBound(problem, result.proof.duals, result.proof.earnings));
    const bool isSound = result.best && plain && isComplete(problem, *result.best) &&
                         isComplete(problem, *plain) && bound == result.lowerBound &&
                         bound <= result.price &&
                         (kind < 9 || result.lowerBound <= kPrice * (items / 3));
    if (!isSound) {
        std::printf("class %d seed %d: WRONG ANSWER\n", kind, static_cast<int>(seed));
        return false;
    }
    const double gap = static_cast<double>(result.price - bound) / static_cast<double>(bound);
    const double better =
        1.0 - static_cast<double>(result.price) / static_cast<double>(plain->price(problem));
    std::printf("class %2d seed %d: %4d nodes, bound %4d, first fit %4d, %6.2f s%s\n", kind,
                static_cast<int>(seed), static_cast<int>(result.price / kPrice),
                static_cast<int>(bound / kPrice), static_cast<int>(plain->price(problem) / kPrice),
                taken, result.isProven ? ", proven" : "");
    std::fflush(stdout);
    totals.gap += gap;
    totals.better += better;
    totals.proven += result.isProven ? 1 : 0;
    ++totals.count;
    return true;
}

int run(std::int64_t items, double seconds, std::uint64_t seeds) {
    Totals totals;
    for (int kind = 1; kind <= kClasses; ++kind) {
        for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
            if (!runOne(kind, items, seconds, seed, totals)) {
                return 1;
            }
        }
    }
    std::printf(
        "%d items, at most %.0f s: mean gap to the own bound %.2f %%, proven %d of %d, "
        "%.1f %% fewer nodes than first fit decreasing\n",
        static_cast<int>(items), seconds, 100 * totals.gap / totals.count, totals.proven,
        totals.count, 100 * totals.better / totals.count);
    return 0;
}

}  // namespace
}  // namespace stowage::planner

int main(int argc, char** argv) {
    if (argc < 3) {
        std::fprintf(stderr, "usage: fleet_bench ITEMS SECONDS [SEEDS]\n");
        return 2;
    }
    const auto seeds = argc > 3 ? std::strtoull(argv[3], nullptr, 10) : 2ULL;
    return stowage::planner::run(std::strtoll(argv[1], nullptr, 10), std::strtod(argv[2], nullptr),
                                 seeds);
}
