#include "planner/column_generation.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "model/base/invariant.h"
#include "model/base/units.h"

namespace stowage::planner {

namespace {

constexpr double kInfinity = 1e30;
constexpr double kPays = 1e-7;       ///< of the largest price
constexpr double kArtificial = 4.0;  ///< price of a pod that nothing covers, in largest prices
constexpr std::size_t kComplementsMax = 60;
/// A master that gains less than this (in largest prices) in so many rounds has all it needs, once
/// its bound cannot rise.
constexpr std::int64_t kRoundsOfStillness = 15;
constexpr double kStillness = 5e-3;

std::int64_t largestPrice(const FleetProblem& problem) {
    std::int64_t largest = 1;
    for (const FleetOffer& offer : problem.offers) {
        largest = std::max(largest, offer.price);
    }
    return largest;
}

std::pair<std::size_t, std::vector<std::pair<std::size_t, std::int64_t>>> keyOf(
    std::size_t offer, const std::vector<FleetLoad>& load) {
    std::vector<std::pair<std::size_t, std::int64_t>> parts;
    for (const FleetLoad& part : load) {
        parts.emplace_back(part.item, part.count);
    }
    return {offer, std::move(parts)};
}

/// Offers of which no more than this are ever bought need no row of their own.
bool isLimited(const FleetProblem& problem, std::size_t offer) {
    return problem.offers[offer].stock < problem.nodesMax;
}

}  // namespace

std::int64_t provenBound(const FleetProblem& problem, const std::vector<std::int64_t>& duals,
                         const std::vector<std::int64_t>& earnings) {
    Int128 worth = 0;
    for (std::size_t at = 0; at < duals.size(); ++at) {
        worth += Int128{duals[at]} * problem.classes[at].count;
    }
    // The rate is earnings / price of the offer that earns most for its price; where every offer is
    // limited or free, any rate proves something: that of the dearest price.
    Int128 rateEarnings = 0;
    Int128 ratePrice = 1;
    for (const bool alsoLimited : {false, true}) {
        for (std::size_t offer = 0; offer < earnings.size(); ++offer) {
            const std::int64_t price = problem.offers[offer].price;
            const bool counts = price > 0 && (alsoLimited || !isLimited(problem, offer));
            if (counts && Int128{earnings[offer]} * ratePrice > rateEarnings * price) {
                rateEarnings = earnings[offer];
                ratePrice = price;
            }
        }
        if (rateEarnings > 0) {
            break;
        }
    }
    if (rateEarnings == 0) {
        return 0;
    }
    // Everything times rateEarnings, so that nothing is divided before the end.
    Int128 bound = worth * ratePrice;
    for (std::size_t offer = 0; offer < earnings.size(); ++offer) {
        const FleetOffer& facts = problem.offers[offer];
        const Int128 above =
            Int128{earnings[offer]} * ratePrice - Int128{facts.price} * rateEarnings;
        if (above > 0) {
            bound -= above * std::min(facts.stock, problem.nodesMax);
        }
    }
    if (bound <= 0) {
        return 0;
    }
    return static_cast<std::int64_t>((bound + rateEarnings - 1) / rateEarnings);
}

ColumnGeneration::ColumnGeneration(const FleetProblem& problem,
                                   std::unique_ptr<LinearProgram> program)
    : m_problem(problem),
      m_program(std::move(program)),
      m_pricer(problem),
      m_counts(podCounts(problem)),
      m_largestPrice(static_cast<double>(largestPrice(problem))) {
    STOWAGE_ASSERT(m_program != nullptr);
    m_scale = static_cast<double>(kPatternValueMax) / 4 / m_largestPrice;
    for (const FleetClass& item : problem.classes) {
        m_coverRows.push_back(m_program->addRow(static_cast<double>(item.count), kInfinity));
    }
    for (std::size_t offer = 0; offer < problem.offers.size(); ++offer) {
        m_stockRows.emplace_back();
        if (isLimited(problem, offer)) {
            m_stockRows.back() =
                m_program->addRow(-kInfinity, static_cast<double>(problem.offers[offer].stock));
        }
    }
    m_nodesRow = m_program->addRow(-kInfinity, static_cast<double>(problem.nodesMax));
    for (const std::size_t row : m_coverRows) {
        const LpEntry entry{.row = row, .value = 1};
        m_program->addColumn(kArtificial, kInfinity, std::span(&entry, 1));
        ++m_artificial;
    }
}

bool ColumnGeneration::addColumn(std::size_t offer, const std::vector<FleetLoad>& load) {
    if (load.empty() || !m_known.insert(keyOf(offer, load)).second) {
        return false;
    }
    std::vector<LpEntry> entries;
    for (const FleetLoad& part : load) {
        entries.push_back(
            {.row = m_coverRows[part.item], .value = static_cast<double>(part.count)});
    }
    if (m_stockRows[offer]) {
        entries.push_back({.row = *m_stockRows[offer], .value = 1});
    }
    entries.push_back({.row = m_nodesRow, .value = 1});
    m_program->addColumn(static_cast<double>(m_problem.offers[offer].price) / m_largestPrice,
                         kInfinity, entries);
    m_columns.push_back({.offer = offer, .load = load, .copies = 1});
    return true;
}

void ColumnGeneration::addColumns(const FleetSolution& solution) {
    for (const FleetNodes& entry : solution.nodes) {
        addColumn(entry.offer, entry.load);
    }
}

bool ColumnGeneration::solveMaster() {
    if (!m_program->solve()) {
        return false;
    }
    m_steps += 50 * (1 + m_program->iterations());
    const std::vector<double> primals = m_program->primals();
    m_duals = m_program->duals();
    double artificial = 0;
    for (std::size_t at = 0; at < m_artificial; ++at) {
        artificial += primals[at];
    }
    m_isCovered = artificial < 1e-7;
    m_amounts.assign(primals.begin() + static_cast<std::ptrdiff_t>(m_artificial), primals.end());
    m_price = m_program->objective() * m_largestPrice;
    return true;
}

std::vector<std::int64_t> ColumnGeneration::integerDuals(const std::vector<double>& duals) const {
    std::vector<std::int64_t> values;
    for (const std::size_t row : m_coverRows) {
        const double scaled = duals[row] * m_largestPrice * m_scale;
        values.push_back(static_cast<std::int64_t>(
            std::clamp(std::floor(scaled), 0.0, static_cast<double>(kPatternValueMax))));
    }
    return values;
}

/// Four parts of the duals that gave the best bound, one of the new ones: duals of an unfinished
/// master jump about.
std::vector<std::int64_t> ColumnGeneration::smoothed(const std::vector<std::int64_t>& duals) const {
    if (m_bound.duals.empty()) {
        return duals;
    }
    std::vector<std::int64_t> values;
    for (std::size_t at = 0; at < duals.size(); ++at) {
        values.push_back((4 * m_bound.duals[at] + duals[at]) / 5);
    }
    return values;
}

double ColumnGeneration::earned(const std::vector<FleetLoad>& load) const {
    double sum = 0;
    for (const FleetLoad& part : load) {
        sum += m_duals[m_coverRows[part.item]] * static_cast<double>(part.count);
    }
    return sum;
}

bool ColumnGeneration::pays(std::size_t offer, const std::vector<FleetLoad>& load) const {
    double cost = static_cast<double>(m_problem.offers[offer].price) / m_largestPrice;
    // Duals of rows with an upper end are not positive: they make a column dearer.
    cost -= m_duals[m_nodesRow];
    if (m_stockRows[offer]) {
        cost -= m_duals[*m_stockRows[offer]];
    }
    return !load.empty() && earned(load) > cost + kPays;
}

ColumnGeneration::Priced ColumnGeneration::priceAll(const std::vector<std::int64_t>& duals,
                                                    std::int64_t stepsMax) {
    Priced priced;
    for (std::size_t offer = 0; offer < m_problem.offers.size(); ++offer) {
        const FleetOffer& facts = m_problem.offers[offer];
        PricedPattern pattern;
        if (facts.stock > 0) {
            const auto cost = static_cast<std::int64_t>(static_cast<double>(facts.price) * m_scale);
            pattern.atMost = m_pricer.quickBound(offer, duals, m_counts);
            if (pattern.atMost > cost) {
                pattern = m_pricer.best(offer, duals, m_counts, stepsMax);
            }
            m_steps += pattern.steps + static_cast<std::int64_t>(duals.size());
            priced.isExact = priced.isExact && pattern.steps < stepsMax;
        }
        priced.patterns.push_back(std::move(pattern));
    }
    return priced;
}

void ColumnGeneration::learnBound(const std::vector<std::int64_t>& duals, const Priced& priced) {
    std::vector<std::int64_t> earnings;
    for (const PricedPattern& pattern : priced.patterns) {
        earnings.push_back(pattern.atMost);
    }
    const std::int64_t bound = provenBound(m_problem, duals, earnings);
    if (m_bound.duals.empty() || bound > m_bound.bound) {
        m_bound = {.bound = bound, .duals = duals, .earnings = std::move(earnings)};
    }
}

std::size_t ColumnGeneration::addPaying(const Priced& priced) {
    std::size_t added = 0;
    for (std::size_t offer = 0; offer < priced.patterns.size(); ++offer) {
        const std::vector<FleetLoad>& load = priced.patterns[offer].load;
        if (pays(offer, load) && addColumn(offer, load)) {
            ++added;
        }
    }
    return added;
}

/// Further patterns of what the last ones leave: together they cover everything, which is what the
/// master needs to trade them.
std::size_t ColumnGeneration::addComplements(std::size_t offer, std::vector<std::int64_t> duals) {
    std::size_t added = 0;
    std::vector<std::int64_t> left = m_counts;
    for (std::size_t round = 0; round < kComplementsMax; ++round) {
        const PricedPattern pattern = m_pricer.greedy(offer, duals, left);
        m_steps += pattern.steps;
        if (pattern.load.empty()) {
            break;
        }
        if (pays(offer, pattern.load) && addColumn(offer, pattern.load)) {
            ++added;
        }
        for (const FleetLoad& part : pattern.load) {
            left[part.item] -= part.count;
        }
    }
    return added;
}

/// The bound, rounded to prices, is what the relaxation would round to as well.
bool ColumnGeneration::isBoundFinal() const {
    return m_isCovered && !m_bound.duals.empty() &&
           static_cast<double>(roundUpToPrices(m_problem, m_bound.bound)) >=
               m_price - kPays * m_largestPrice;
}

bool ColumnGeneration::run(const PatternBudget& budget, const RunControl& control) {
    std::int64_t stepsMax = budget.pricingSteps;
    const std::int64_t before = m_steps;
    double priceBefore = 1e300;
    for (std::int64_t round = 0; round < budget.rounds; ++round) {
        if (control.isCancelled() || control.isDeadlineReached() ||
            m_steps - before > budget.steps) {
            return round > 0 || solveMaster();
        }
        if (!solveMaster()) {
            return false;
        }
        if (round % kRoundsOfStillness == kRoundsOfStillness - 1) {
            if (isBoundFinal() && m_price > priceBefore - kStillness * m_largestPrice) {
                return true;
            }
            priceBefore = m_price;
        }
        const std::vector<std::int64_t> now = integerDuals(m_duals);
        const std::vector<std::int64_t> mild = smoothed(now);
        const Priced priced = priceAll(mild, stepsMax);
        learnBound(mild, priced);
        std::size_t added = addPaying(priced);
        if (added == 0 && mild != now) {
            const Priced again = priceAll(now, stepsMax);
            learnBound(now, again);
            added = addPaying(again);
            if (added == 0 && again.isExact) {
                m_hasConverged = true;
                return true;
            }
        } else if (added == 0 && priced.isExact) {
            m_hasConverged = true;
            return true;
        }
        std::size_t richest = 0;
        double most = -1;
        for (std::size_t offer = 0; offer < priced.patterns.size(); ++offer) {
            const double price = std::max(1.0, static_cast<double>(m_problem.offers[offer].price));
            const double rate = static_cast<double>(priced.patterns[offer].value) / price;
            if (rate > most) {
                most = rate;
                richest = offer;
            }
        }
        added += addComplements(richest, now);
        if (added == 0) {
            if (stepsMax >= budget.pricingStepsMax) {
                return true;
            }
            stepsMax = std::min(stepsMax * 8, budget.pricingStepsMax);
        }
    }
    return solveMaster();
}

bool ColumnGeneration::refresh(const std::vector<std::int64_t>& counts, std::int64_t rounds,
                               const RunControl& control) {
    constexpr std::int64_t kQuickSteps = 3'000;
    m_counts = counts;
    for (std::size_t at = 0; at < counts.size(); ++at) {
        m_program->setRowLower(m_coverRows[at], static_cast<double>(counts[at]));
    }
    for (std::int64_t round = 0; round < rounds; ++round) {
        if (!solveMaster()) {
            return false;
        }
        if (control.isCancelled() || control.isDeadlineReached()) {
            return true;
        }
        const std::vector<std::int64_t> now = integerDuals(m_duals);
        if (addPaying(priceAll(now, kQuickSteps)) == 0) {
            return true;
        }
    }
    return solveMaster();
}

std::optional<FleetSolution> ColumnGeneration::solveWhole(std::int64_t priceBelow,
                                                          std::int64_t nodesMax,
                                                          const RunControl& control) {
    // Half a micro-unit below: prices are whole.
    const double cutoff = (static_cast<double>(priceBelow) - 0.5) / m_largestPrice;
    const auto whole = m_program->solveInteger(
        cutoff, nodesMax, [&] { return control.isCancelled() || control.isDeadlineReached(); });
    if (!whole) {
        return std::nullopt;
    }
    for (std::size_t at = 0; at < m_artificial; ++at) {
        if ((*whole)[at] > 0.5) {
            return std::nullopt;
        }
    }
    FleetSolution solution;
    for (std::size_t at = 0; at < m_columns.size(); ++at) {
        const auto copies = static_cast<std::int64_t>(std::llround((*whole)[m_artificial + at]));
        if (copies > 0) {
            FleetNodes entry = m_columns[at];
            entry.copies = copies;
            solution.nodes.push_back(std::move(entry));
        }
    }
    dropSurplus(m_problem, solution);
    return isComplete(m_problem, solution) ? std::optional(std::move(solution)) : std::nullopt;
}

}  // namespace stowage::planner
