#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace stowage::planner {

/// None: as where the program was built without a solver.
enum class SolverUse { Available, None };

struct LpEntry {
    std::size_t row = 0;
    double value = 0;
};

/// The little of a linear-programming solver that the planner needs: minimise over x >= 0 subject
/// to rows between two bounds. Single thread, no clock. Nothing that it says is believed: primal
/// answers are checked in integers, bounds come from re-priced integer duals.
class LinearProgram {
public:
    virtual ~LinearProgram() = default;

    virtual std::size_t addRow(double lower, double upper) = 0;
    virtual std::size_t addColumn(double cost, double upper, std::span<const LpEntry> entries) = 0;
    virtual void setColumnBounds(std::size_t column, double lower, double upper) = 0;
    virtual void setRowLower(std::size_t row, double lower) = 0;

    /// True when an optimum was reached. Keeps the basis between calls.
    virtual bool solve() = 0;
    virtual double objective() const = 0;
    virtual std::vector<double> primals() const = 0;
    virtual std::vector<double> duals() const = 0;
    /// Of the last solve: simplex iterations.
    virtual std::int64_t iterations() const = 0;

    /// The best whole-numbered answer found within a number of branching nodes that costs less than
    /// `cutoff`; nullopt: none. `shouldStop` is asked between nodes. The program is not changed.
    virtual std::optional<std::vector<double>> solveInteger(
        double cutoff, std::int64_t nodesMax, const std::function<bool()>& shouldStop) const = 0;
};

/// nullptr where the program was built without a solver: the planner then does without patterns of
/// a linear programme, with weaker bounds.
std::unique_ptr<LinearProgram> makeLinearProgram();

}  // namespace stowage::planner
