#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "model/base/run_control.h"
#include "planner/fleet_problem.h"
#include "planner/linear_program.h"
#include "planner/pattern_pricing.h"

namespace stowage::planner {

/// A lower bound on the price of any answer, with all that is needed to check it by hand: what one
/// pod of each class is worth, and that no node of an offer earns more than stated.
struct PatternBound {
    std::int64_t bound = 0;              ///< micro-units a month, not yet rounded to prices
    std::vector<std::int64_t> duals;     ///< per class, in units of its own
    std::vector<std::int64_t> earnings;  ///< per offer, at most, in the same units
};

/// The bound that duals and earnings prove, in integers (docs/method.md, "Pattern bound"): with the
/// largest earnings per price as rate, worth / rate less what offers of small stock could earn
/// above their price.
std::int64_t provenBound(const FleetProblem& problem, const std::vector<std::int64_t>& duals,
                         const std::vector<std::int64_t>& earnings);

/// What column generation may spend.
struct PatternBudget {
    std::int64_t rounds = 400;
    std::int64_t steps = std::int64_t{1} << 40;  ///< asked between rounds
    std::int64_t pricingSteps = 20'000;          ///< of one offer in one round at first
    std::int64_t pricingStepsMax = 2'000'000;    ///< where nothing is found
};

/// The pattern relaxation: buy fractions of patterns (an offer and what one node of it holds) so
/// that every pod is covered. Patterns are priced as they are needed.
class ColumnGeneration {
public:
    /// The problem must outlive it. `program` is empty.
    ColumnGeneration(const FleetProblem& problem, std::unique_ptr<LinearProgram> program);

    /// Adds a pattern; false when it is there already.
    bool addColumn(std::size_t offer, const std::vector<FleetLoad>& load);
    void addColumns(const FleetSolution& solution);

    /// Until no pattern pays, or the bound rounded to prices cannot rise, or the budget or deadline
    /// ends. False when the solver failed.
    bool run(const PatternBudget& budget, const RunControl& control);
    /// For the rest after some nodes have been fixed: a few rounds, no bound.
    bool refresh(const std::vector<std::int64_t>& counts, std::int64_t rounds,
                 const RunControl& control);

    /// Price of the relaxation at the moment, micro-units; artificial pods not counted when none is
    /// left.
    double price() const { return m_price; }
    bool isCovered() const { return m_isCovered; }
    bool hasConverged() const { return m_hasConverged; }
    const PatternBound& bound() const { return m_bound; }
    const std::vector<FleetNodes>& columns() const { return m_columns; }
    /// How much of each column the relaxation buys.
    const std::vector<double>& amounts() const { return m_amounts; }
    std::int64_t steps() const { return m_steps; }

    /// Whole columns: the restricted master, solved by branch and bound.
    std::optional<FleetSolution> solveWhole(std::int64_t priceBelow, std::int64_t nodesMax,
                                            const RunControl& control);

private:
    struct Priced {
        std::vector<PricedPattern> patterns;  ///< per offer
        bool isExact = true;
    };

    bool solveMaster();
    bool isBoundFinal() const;
    std::vector<std::int64_t> integerDuals(const std::vector<double>& duals) const;
    std::vector<std::int64_t> smoothed(const std::vector<std::int64_t>& duals) const;
    Priced priceAll(const std::vector<std::int64_t>& duals, std::int64_t stepsMax);
    void learnBound(const std::vector<std::int64_t>& duals, const Priced& priced);
    std::size_t addPaying(const Priced& priced);
    std::size_t addComplements(std::size_t offer, std::vector<std::int64_t> duals);
    bool pays(std::size_t offer, const std::vector<FleetLoad>& load) const;
    double earned(const std::vector<FleetLoad>& load) const;

    const FleetProblem& m_problem;
    std::unique_ptr<LinearProgram> m_program;
    PatternPricer m_pricer;
    std::vector<std::int64_t> m_counts;
    double m_scale = 1;         ///< integer duals per micro-unit
    double m_largestPrice = 1;  ///< the linear programme counts in it
    std::vector<std::size_t> m_coverRows;
    std::vector<std::optional<std::size_t>> m_stockRows;
    std::size_t m_nodesRow = 0;
    std::size_t m_artificial = 0;  ///< columns before the first pattern
    std::vector<FleetNodes> m_columns;
    std::set<std::pair<std::size_t, std::vector<std::pair<std::size_t, std::int64_t>>>> m_known;
    std::vector<double> m_duals;
    std::vector<double> m_amounts;
    double m_price = 0;
    bool m_isCovered = false;
    bool m_hasConverged = false;
    PatternBound m_bound;
    std::int64_t m_steps = 0;
};

}  // namespace stowage::planner
