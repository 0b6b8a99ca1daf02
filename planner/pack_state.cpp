#include "planner/pack_state.h"

#include <algorithm>

#include "model/base/invariant.h"

namespace stowage::planner {

namespace {

std::size_t domainsOf(const PackSpread& spread) {
    const int last = *std::max_element(spread.domainOf.begin(), spread.domainOf.end());
    return static_cast<std::size_t>(std::max(last + 1, 0));
}

/// With k items over m domains and skew s: high - low <= s and sum = k give high <= (k + s(m-1))/m.
std::int64_t mostPerDomain(const PackingProblem& problem, const PackSpread& spread) {
    std::int64_t items = 0;
    for (const std::size_t c : spread.classes) {
        items += problem.classes[c].count;
    }
    const auto domains = static_cast<std::int64_t>(domainsOf(spread));
    if (domains == 0) {
        return 0;
    }
    if (domains < spread.minDomains) {
        return spread.maxSkew;
    }
    return (items + spread.maxSkew * (domains - 1)) / domains;
}

}  // namespace

PackState::PackState(const PackingProblem& problem)
    : m_problem(&problem), m_dimensions(problem.dimensions) {
    const std::size_t nodes = problem.nodeCount();
    STOWAGE_ASSERT(nodes <= kPackNodesMax);
    m_free.reserve(nodes * m_dimensions);
    for (const auto& capacity : problem.capacity) {
        m_free.insert(m_free.end(), capacity.begin(), capacity.end());
    }
    const std::size_t classes = problem.classes.size();
    m_assignment.assign(classes, std::vector<std::int64_t>(nodes, 0));
    m_blocked.assign(classes * nodes, 0);
    m_spreadsOf.resize(classes);
    for (const PackClass& item : problem.classes) {
        m_unplaced.push_back(item.count);
        m_unplacedTotal += item.count;
    }
    for (std::size_t s = 0; s < problem.spreads.size(); ++s) {
        m_domainCount.emplace_back(domainsOf(problem.spreads[s]), 0);
        m_domainMax.push_back(mostPerDomain(problem, problem.spreads[s]));
        for (const std::size_t c : problem.spreads[s].classes) {
            m_spreadsOf[c].push_back(s);
        }
    }
}

bool PackState::spreadAllows(std::size_t c, std::size_t n, std::int64_t more) const {
    for (const std::size_t s : m_spreadsOf[c]) {
        const int domain = m_problem->spreads[s].domainOf[n];
        if (domain < 0 ||
            m_domainCount[s][static_cast<std::size_t>(domain)] + more > m_domainMax[s]) {
            return false;
        }
    }
    return true;
}

bool PackState::fits(std::size_t c, std::size_t n) const {
    const PackClass& item = m_problem->classes[c];
    if ((item.allowed & maskOf(n)) == 0 || m_blocked[c * m_problem->nodeCount() + n] > 0) {
        return false;
    }
    const std::int64_t* room = &m_free[n * m_dimensions];
    for (std::size_t d = 0; d < m_dimensions; ++d) {
        if (item.need[d] > 0 && item.need[d] > room[d]) {
            return false;
        }
    }
    return m_spreadsOf[c].empty() || spreadAllows(c, n, 1);
}

std::int64_t PackState::roomFor(std::size_t c, std::size_t n, std::int64_t wanted) const {
    if (wanted <= 0 || !fits(c, n)) {
        return 0;
    }
    const PackClass& item = m_problem->classes[c];
    std::int64_t room = wanted;
    for (std::size_t d = 0; d < m_dimensions; ++d) {
        if (item.need[d] > 0) {
            room = std::min(room, free(n, d) / item.need[d]);
        }
    }
    for (const std::size_t s : m_spreadsOf[c]) {
        const auto domain = static_cast<std::size_t>(m_problem->spreads[s].domainOf[n]);
        room = std::min(room, m_domainMax[s] - m_domainCount[s][domain]);
    }
    const bool single =
        std::find(item.conflicts.begin(), item.conflicts.end(), c) != item.conflicts.end();
    return single ? std::min<std::int64_t>(room, 1) : room;
}

void PackState::add(std::size_t c, std::size_t n, std::int64_t count) {
    const PackClass& item = m_problem->classes[c];
    for (std::size_t d = 0; d < m_dimensions; ++d) {
        m_free[n * m_dimensions + d] -= item.need[d] * count;
    }
    m_assignment[c][n] += count;
    m_unplaced[c] -= count;
    m_unplacedTotal -= count;
    for (const std::size_t other : item.conflicts) {
        m_blocked[other * m_problem->nodeCount() + n] += count;
    }
    for (const std::size_t s : m_spreadsOf[c]) {
        const int domain = m_problem->spreads[s].domainOf[n];
        STOWAGE_ASSERT(domain >= 0);
        m_domainCount[s][static_cast<std::size_t>(domain)] += count;
    }
}

bool PackState::isComplete() const {
    if (m_unplacedTotal != 0) {
        return false;
    }
    for (std::size_t s = 0; s < m_domainCount.size(); ++s) {
        const auto& counts = m_domainCount[s];
        if (counts.empty()) {
            continue;
        }
        const auto [low, high] = std::minmax_element(counts.begin(), counts.end());
        const bool tooFew = static_cast<int>(counts.size()) < m_problem->spreads[s].minDomains;
        if (*high - (tooFew ? 0 : *low) > m_problem->spreads[s].maxSkew) {
            return false;
        }
    }
    return true;
}

}  // namespace stowage::planner
