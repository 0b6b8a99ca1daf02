#include <algorithm>
#include <coin/CbcEventHandler.hpp>
#include <coin/CbcHeuristic.hpp>
#include <coin/CbcHeuristicDiveCoefficient.hpp>
#include <coin/CbcHeuristicRINS.hpp>
#include <coin/CbcModel.hpp>
#include <coin/ClpSimplex.hpp>
#include <coin/CoinPackedVector.hpp>
#include <coin/OsiClpSolverInterface.hpp>

#include "planner/linear_program.h"

namespace stowage::planner {

namespace {

/// Simplex iterations of one solve: far above what a master of some hundred rows needs.
constexpr int kIterationsMax = 200'000;

class StopWhenAsked : public CbcEventHandler {
public:
    explicit StopWhenAsked(const std::function<bool()>& shouldStop) : m_shouldStop(&shouldStop) {}
    CbcAction event(CbcEvent) override { return (*m_shouldStop)() ? stop : noAction; }
    CbcEventHandler* clone() const override { return new StopWhenAsked(*this); }

private:
    const std::function<bool()>* m_shouldStop;
};

class ClpProgram : public LinearProgram {
public:
    ClpProgram() {
        m_model.setLogLevel(0);
        m_model.setMaximumIterations(kIterationsMax);
        m_model.setOptimizationDirection(1);
    }

    std::size_t addRow(double lower, double upper) override {
        m_model.addRow(0, nullptr, nullptr, lower, upper);
        return static_cast<std::size_t>(m_model.numberRows()) - 1;
    }

    std::size_t addColumn(double cost, double upper, std::span<const LpEntry> entries) override {
        std::vector<int> rows;
        std::vector<double> values;
        for (const LpEntry& entry : entries) {
            rows.push_back(static_cast<int>(entry.row));
            values.push_back(entry.value);
        }
        m_model.addColumn(static_cast<int>(rows.size()), rows.data(), values.data(), 0.0, upper,
                          cost);
        return static_cast<std::size_t>(m_model.numberColumns()) - 1;
    }

    void setColumnBounds(std::size_t column, double lower, double upper) override {
        m_model.setColumnBounds(static_cast<int>(column), lower, upper);
    }
    void setRowLower(std::size_t row, double lower) override {
        m_model.setRowLower(static_cast<int>(row), lower);
    }

    bool solve() override {
        // New columns leave the last basis primal feasible; new bounds may not: primal copes.
        m_model.primal(1);
        return m_model.status() == 0;
    }
    double objective() const override { return m_model.objectiveValue(); }
    std::vector<double> primals() const override {
        const double* values = m_model.primalColumnSolution();
        return {values, values + m_model.numberColumns()};
    }
    std::vector<double> duals() const override {
        const double* values = m_model.dualRowSolution();
        return {values, values + m_model.numberRows()};
    }
    std::int64_t iterations() const override { return m_model.numberIterations(); }

    std::optional<std::vector<double>> solveInteger(
        double cutoff, std::int64_t nodesMax,
        const std::function<bool()>& shouldStop) const override {
        ClpSimplex copy(m_model);
        OsiClpSolverInterface interface(&copy);
        interface.setHintParam(OsiDoReducePrint, true, OsiHintTry);
        for (int column = 0; column < copy.numberColumns(); ++column) {
            interface.setInteger(column);
        }
        CbcModel model(interface);
        model.setLogLevel(0);
        model.solver()->messageHandler()->setLogLevel(0);
        model.setNumberThreads(0);
        model.setRandomSeed(1);
        model.setCutoff(cutoff);
        model.setMaximumNodes(static_cast<int>(std::min<std::int64_t>(nodesMax, 1 << 30)));
        StopWhenAsked handler(shouldStop);
        model.passInEventHandler(&handler);
        CbcRounding rounding(model);
        CbcHeuristicDiveCoefficient dive(model);
        CbcHeuristicRINS neighbours(model);
        model.addHeuristic(&rounding);
        model.addHeuristic(&dive);
        model.addHeuristic(&neighbours);
        model.initialSolve();
        model.branchAndBound();
        const double* best = model.bestSolution();
        if (best == nullptr) {
            return std::nullopt;
        }
        return std::vector<double>(best, best + copy.numberColumns());
    }

private:
    ClpSimplex m_model;
};

}  // namespace

std::unique_ptr<LinearProgram> makeLinearProgram() {
    return std::make_unique<ClpProgram>();
}

}  // namespace stowage::planner
