#include "planner/pattern_dive.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "planner/fleet_greedy.h"
#include "planner/step_random.h"

namespace stowage::planner {

namespace {

constexpr std::int64_t kRoundsPerFix = 3;
constexpr double kWhole = 1.0 - 1e-6;

class Dive {
public:
    Dive(const FleetProblem& problem, ColumnGeneration& columns, std::int64_t priceBelow,
         std::uint64_t seed, const RunControl& control)
        : m_problem(problem),
          m_columns(columns),
          m_priceBelow(priceBelow),
          m_random(seed),
          m_isDisturbed(seed != 0),
          m_control(control),
          m_left(podCounts(problem)) {
        for (const FleetOffer& offer : problem.offers) {
            m_stock.push_back(offer.stock);
        }
        m_nodesLeft = problem.nodesMax;
    }

    std::optional<FleetSolution> run() {
        while (podsLeft() > 0) {
            if (m_control.isCancelled() || m_control.isDeadlineReached() ||
                !m_columns.refresh(m_left, kRoundsPerFix, m_control) || isTooDear()) {
                return std::nullopt;
            }
            if (!buyWhole() && !buyNearest()) {
                return std::nullopt;
            }
        }
        dropSurplus(m_problem, m_solution);
        if (!isComplete(m_problem, m_solution) || m_solution.price(m_problem) >= m_priceBelow) {
            return std::nullopt;
        }
        return std::move(m_solution);
    }

private:
    std::int64_t podsLeft() const {
        return std::accumulate(m_left.begin(), m_left.end(), std::int64_t{0});
    }

    bool isTooDear() const {
        const double price = static_cast<double>(m_spent) + m_columns.price();
        return roundUpToPrices(m_problem, static_cast<std::int64_t>(std::ceil(price - 0.5))) >=
               m_priceBelow;
    }

    /// How often the pattern can still be bought and put to full use.
    std::int64_t mostCopies(const FleetNodes& column) const {
        std::int64_t most = std::min(m_stock[column.offer], m_nodesLeft);
        for (const FleetLoad& part : column.load) {
            most = std::min(most, m_left[part.item] / part.count);
        }
        return most;
    }

    void buy(const FleetNodes& column, std::int64_t copies) {
        FleetNodes entry = column;
        entry.copies = copies;
        for (FleetLoad& part : entry.load) {
            part.count = std::min(part.count, m_left[part.item]);
            m_left[part.item] -= std::min(part.count * copies, m_left[part.item]);
        }
        std::erase_if(entry.load, [](const FleetLoad& part) { return part.count == 0; });
        m_stock[column.offer] -= copies;
        m_nodesLeft -= copies;
        m_spent += m_problem.offers[column.offer].price * copies;
        m_solution.nodes.push_back(std::move(entry));
    }

    bool buyWhole() {
        // The amounts are those of one relaxation: what they say of later columns holds until the
        // pods of a class run out.
        bool hasBought = false;
        const std::vector<double> amounts = m_columns.amounts();
        for (std::size_t at = 0; at < amounts.size(); ++at) {
            const auto wanted = static_cast<std::int64_t>(std::floor(amounts[at] + 1.0 - kWhole));
            if (wanted < 1) {
                continue;
            }
            const FleetNodes column = m_columns.columns()[at];
            const std::int64_t copies = std::min(wanted, mostCopies(column));
            if (copies > 0) {
                buy(column, copies);
                hasBought = true;
            }
        }
        return hasBought;
    }

    bool buyNearest() {
        const std::vector<double>& amounts = m_columns.amounts();
        std::vector<std::pair<double, std::size_t>> near;
        for (std::size_t at = 0; at < amounts.size(); ++at) {
            const FleetNodes& column = m_columns.columns()[at];
            const bool canBuy =
                m_stock[column.offer] > 0 && m_nodesLeft > 0 &&
                std::any_of(column.load.begin(), column.load.end(),
                            [&](const FleetLoad& part) { return m_left[part.item] > 0; });
            if (amounts[at] > 1e-6 && canBuy) {
                const double full = mostCopies(column) > 0 ? 0.0 : 0.3;
                double distance = std::ceil(amounts[at]) - amounts[at] + full;
                if (m_isDisturbed) {
                    distance += static_cast<double>(m_random.below(1024)) / 1024.0 * 0.35;
                }
                near.emplace_back(distance, at);
            }
        }
        if (near.empty()) {
            return false;
        }
        const std::size_t chosen = std::min_element(near.begin(), near.end())->second;
        const FleetNodes column = m_columns.columns()[chosen];
        buy(column, 1);
        return true;
    }

    const FleetProblem& m_problem;
    ColumnGeneration& m_columns;
    std::int64_t m_priceBelow;
    StepRandom m_random;
    bool m_isDisturbed;
    const RunControl& m_control;
    std::vector<std::int64_t> m_left;
    std::vector<std::int64_t> m_stock;
    std::int64_t m_nodesLeft = 0;
    std::int64_t m_spent = 0;
    FleetSolution m_solution;
};

}  // namespace

std::optional<FleetSolution> dive(const FleetProblem& problem, ColumnGeneration& columns,
                                  std::int64_t priceBelow, std::uint64_t seed,
                                  const RunControl& control) {
    std::optional<FleetSolution> solution = Dive(problem, columns, priceBelow, seed, control).run();
    columns.refresh(podCounts(problem), 0, control);
    return solution;
}

}  // namespace stowage::planner
