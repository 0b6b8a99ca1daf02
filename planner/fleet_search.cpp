#include "planner/fleet_search.h"

#include <algorithm>
#include <numeric>

#include "planner/fleet_greedy.h"
#include "planner/fleet_neighbourhood.h"
#include "planner/fleet_squeeze.h"
#include "planner/pattern_dive.h"

namespace stowage::planner {

namespace {

constexpr std::int64_t kStepsDefault = 400'000'000;
constexpr std::uint64_t kSeedsOfGreedy = 8;
constexpr std::int64_t kRoundsOfNeighbourhood = 30;
constexpr std::int64_t kWholeNodes = 200;
constexpr std::int64_t kStepsOfSqueeze = 2'000'000;

class FleetSearch {
public:
    FleetSearch(const FleetProblem& problem, const FleetOptions& options, const RunControl& control)
        : m_problem(problem), m_options(options), m_control(control) {}

    FleetResult run() {
        m_result.misfit = misfitOf(m_problem);
        if (m_result.misfit) {
            m_result.isProven = true;
            return std::move(m_result);
        }
        boundByTotals();
        packGreedily();
        if (!isDone() && m_options.solver == SolverUse::Available) {
            if (auto program = makeLinearProgram()) {
                m_columns.emplace(m_problem, std::move(program));
                relax();
            }
        }
        improve();
        finish();
        return std::move(m_result);
    }

private:
    std::int64_t stepsMax() const {
        return m_options.stepsMax > 0 ? m_options.stepsMax : kStepsDefault;
    }

    /// Each dimension alone as duals: what the totals prove without a linear programme.
    void boundByTotals() {
        const PatternPricer pricer(m_problem);
        const std::vector<std::int64_t> counts = podCounts(m_problem);
        for (std::size_t d = 0; d < m_problem.dimensions; ++d) {
            std::int64_t largest = 0;
            for (const FleetClass& item : m_problem.classes) {
                largest = std::max(largest, item.need[d]);
            }
            if (largest == 0) {
                continue;
            }
            std::vector<std::int64_t> duals;
            for (const FleetClass& item : m_problem.classes) {
                duals.push_back(static_cast<std::int64_t>(Int128{item.need[d]} *
                                                          (kPatternValueMax / 1024) / largest));
            }
            std::vector<std::int64_t> earnings;
            for (std::size_t offer = 0; offer < m_problem.offers.size(); ++offer) {
                earnings.push_back(m_problem.offers[offer].stock > 0
                                       ? pricer.quickBound(offer, duals, counts)
                                       : 0);
            }
            learn({.bound = provenBound(m_problem, duals, earnings),
                   .duals = duals,
                   .earnings = earnings});
        }
    }

    void learn(PatternBound bound) {
        if (m_result.proof.duals.empty() || bound.bound > m_result.proof.bound) {
            m_result.proof = std::move(bound);
            m_result.lowerBound = roundUpToPrices(m_problem, m_result.proof.bound);
            tell();
        }
    }

    void keep(FleetSolution solution) {
        if (!isComplete(m_problem, solution)) {
            return;
        }
        const std::int64_t price = solution.price(m_problem);
        if (!m_result.best || price < m_result.price) {
            m_result.best = std::move(solution);
            m_result.price = price;
            tell();
        }
    }

    void tell() const {
        if (m_options.progress) {
            m_options.progress(m_result.best ? std::optional(m_result.price) : std::nullopt,
                               m_result.lowerBound);
        }
    }

    void packGreedily() {
        const std::vector<std::int64_t> counts = podCounts(m_problem);
        if (auto plain = firstFitDecreasing(m_problem)) {
            keep(std::move(*plain));
        }
        for (std::uint64_t seed = 0; seed < kSeedsOfGreedy && !isDone(); ++seed) {
            for (const FleetRule rule :
                 {FleetRule::DotProduct, FleetRule::Norm, FleetRule::Largest}) {
                if (auto packed = packNodes(m_problem, counts, rule, seed, m_result.steps)) {
                    keep(*packed);
                    m_greedy.push_back(std::move(*packed));
                }
            }
        }
    }

    bool isDone() const {
        if (m_result.best) {
            const Int128 gap = Int128{m_result.price - m_result.lowerBound} * kWhole.raw();
            if (gap <= Int128{m_result.lowerBound} * m_options.gap.raw()) {
                return true;
            }
        }
        return m_control.isCancelled() || m_control.isDeadlineReached() ||
               m_result.steps > stepsMax();
    }

    void relax() {
        for (const FleetSolution& solution : m_greedy) {
            m_columns->addColumns(solution);
        }
        if (m_result.best) {
            m_columns->addColumns(*m_result.best);
        }
        const bool worked = m_columns->run({.steps = stepsMax() / 2}, m_control);
        m_result.steps += m_columns->steps();
        if (!worked) {
            m_columns.reset();
            return;
        }
        learn(m_columns->bound());
    }

    std::int64_t priceToBeat() const {
        return m_result.best ? m_result.price : std::int64_t{1} << 60;
    }

    void divePatterns(std::uint64_t seed) {
        const std::int64_t before = m_columns->steps();
        if (auto found = dive(m_problem, *m_columns, priceToBeat(), seed, m_control)) {
            keep(std::move(*found));
        }
        m_result.steps += m_columns->steps() - before;
    }

    void buyWhole() {
        m_result.steps += kWholeNodes * 1000;
        if (auto whole = m_columns->solveWhole(priceToBeat(), kWholeNodes, m_control)) {
            keep(std::move(*whole));
        }
    }

    void improve() {
        FleetNeighbourhood neighbourhood(m_problem, m_control, m_options.seed, m_options.solver);
        FleetSqueeze squeeze(m_problem, m_control, m_options.seed);
        for (std::uint64_t round = 0; !isDone(); ++round) {
            if (m_columns) {
                divePatterns(round);
                if (!isDone() && round % 4 == 1) {
                    buyWhole();
                }
            }
            if (!isDone() && m_result.best) {
                FleetSolution solution = *m_result.best;
                if (squeeze.improve(solution, kStepsOfSqueeze, m_result.steps)) {
                    keep(solution);
                    continue;
                }
                neighbourhood.improve(solution, kRoundsOfNeighbourhood, m_result.steps);
                m_result.steps += 1'000;
                if (solution.price(m_problem) < m_result.price) {
                    keep(solution);
                } else if (isComplete(m_problem, solution)) {
                    m_result.best = std::move(solution);
                }
                if (m_columns) {
                    m_columns->addColumns(*m_result.best);
                }
            } else if (!m_columns && !m_result.best) {
                break;
            }
        }
    }

    void finish() {
        m_result.isCancelled = m_control.isCancelled();
        m_result.isTimeLimited = m_control.isDeadlineReached();
        if (m_result.best) {
            m_result.isProven = m_result.price == m_result.lowerBound;
        }
    }

    const FleetProblem& m_problem;
    const FleetOptions& m_options;
    const RunControl& m_control;
    std::optional<ColumnGeneration> m_columns;
    std::vector<FleetSolution> m_greedy;
    FleetResult m_result;
};

}  // namespace

FleetResult searchFleet(const FleetProblem& problem, const FleetOptions& options,
                        const RunControl& control) {
    return FleetSearch(problem, options, control).run();
}

}  // namespace stowage::planner
