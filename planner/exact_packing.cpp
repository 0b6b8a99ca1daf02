#include "planner/exact_packing.h"

#include <algorithm>
#include <numeric>

#include "model/base/units.h"
#include "planner/bounds.h"
#include "planner/greedy_packing.h"
#include "planner/local_search.h"
#include "planner/pack_state.h"

namespace stowage::planner {

namespace {

class ExactSearch {
public:
    ExactSearch(const PackingProblem& problem, std::int64_t stepsMax)
        : m_problem(problem), m_state(problem), m_stepsMax(stepsMax) {
        const std::vector<std::int64_t> shares = shareOf(problem);
        m_order.resize(problem.classes.size());
        std::iota(m_order.begin(), m_order.end(), std::size_t{0});
        std::stable_sort(m_order.begin(), m_order.end(),
                         [&](std::size_t a, std::size_t b) { return shares[a] > shares[b]; });
        m_restNeed.assign((m_order.size() + 1) * problem.dimensions, 0);
        for (std::size_t at = m_order.size(); at-- > 0;) {
            const PackClass& item = problem.classes[m_order[at]];
            for (std::size_t d = 0; d < problem.dimensions; ++d) {
                m_restNeed[at * problem.dimensions + d] =
                    m_restNeed[(at + 1) * problem.dimensions + d] + item.need[d] * item.count;
            }
        }
    }

    PackResult run() {
        const bool found = placeClass(0, initialGroups());
        PackResult result;
        result.steps = m_steps;
        if (found) {
            result.verdict = PackVerdict::Feasible;
            result.assignment = m_state.assignment();
        } else if (m_steps < m_stepsMax) {
            result.verdict = PackVerdict::Infeasible;
            result.witness.kind = PackWitnessKind::Exhausted;
            result.witness.needed = m_steps;
        }
        return result;
    }

private:
    /// Nodes of one group are alike: same kind, capacity, allowed classes, and the same items.
    std::vector<std::size_t> initialGroups() const {
        std::vector<std::size_t> groups(m_problem.nodeCount());
        for (std::size_t n = 0; n < groups.size(); ++n) {
            groups[n] = n;
            for (std::size_t before = 0; before < n; ++before) {
                if (groups[before] == before && areAlike(before, n)) {
                    groups[n] = before;
                    break;
                }
            }
        }
        return groups;
    }

    bool areAlike(std::size_t a, std::size_t b) const {
        const bool sameKind =
            m_problem.nodeKind.empty() || m_problem.nodeKind[a] == m_problem.nodeKind[b];
        return sameKind && m_problem.capacity[a] == m_problem.capacity[b] &&
               std::all_of(m_problem.classes.begin(), m_problem.classes.end(),
                           [&](const PackClass& item) {
                               return ((item.allowed >> a) & 1U) == ((item.allowed >> b) & 1U);
                           }) &&
               std::all_of(m_problem.spreads.begin(), m_problem.spreads.end(),
                           [&](const PackSpread& s) { return domainsAreAlike(s, a, b); });
    }

    /// Domains of one node each may be exchanged, larger ones only within themselves.
    bool domainsAreAlike(const PackSpread& spread, std::size_t a, std::size_t b) const {
        const int left = spread.domainOf[a];
        const int right = spread.domainOf[b];
        if (left == right) {
            return true;
        }
        const auto size = [&](int domain) {
            return std::count(spread.domainOf.begin(), spread.domainOf.end(), domain);
        };
        return left >= 0 && right >= 0 && size(left) == 1 && size(right) == 1;
    }

    bool restFits(std::size_t at) {
        for (std::size_t d = 0; d < m_problem.dimensions; ++d) {
            std::int64_t room = 0;
            for (std::size_t n = 0; n < m_problem.nodeCount(); ++n) {
                room += std::max<std::int64_t>(m_state.free(n, d), 0);
            }
            if (m_restNeed[at * m_problem.dimensions + d] > room) {
                return false;
            }
        }
        for (std::size_t next = at; next < m_order.size(); ++next) {
            std::int64_t missing = m_problem.classes[m_order[next]].count;
            for (std::size_t n = 0; n < m_problem.nodeCount() && missing > 0; ++n) {
                missing -= m_state.roomFor(m_order[next], n, missing);
            }
            if (missing > 0) {
                return false;
            }
        }
        return true;
    }

    bool placeClass(std::size_t at, const std::vector<std::size_t>& groups) {
        if (at == m_order.size()) {
            return m_state.isComplete();
        }
        ++m_steps;
        if (m_steps >= m_stepsMax || !restFits(at)) {
            return false;
        }
        return placeOnNode(at, 0, groups);
    }

    /// How many items of the class lie on node n, most first, then the nodes after it.
    bool placeOnNode(std::size_t at, std::size_t n, const std::vector<std::size_t>& groups) {
        const std::size_t c = m_order[at];
        if (n == m_problem.nodeCount()) {
            return m_state.unplaced(c) == 0 && placeClass(at + 1, refine(groups, c));
        }
        std::int64_t most = m_state.roomFor(c, n, m_state.unplaced(c));
        for (std::size_t before = n; before-- > 0;) {
            if (groups[before] == groups[n]) {
                most = std::min(most, m_state.placed(c, before));
                break;
            }
        }
        for (std::int64_t count = most; count >= 0; --count) {
            if (++m_steps >= m_stepsMax) {
                return false;
            }
            m_state.add(c, n, count);
            if (placeOnNode(at, n + 1, groups)) {
                return true;
            }
            m_state.remove(c, n, count);
        }
        return false;
    }

    std::vector<std::size_t> refine(const std::vector<std::size_t>& groups, std::size_t c) const {
        std::vector<std::size_t> refined(groups.size());
        for (std::size_t n = 0; n < groups.size(); ++n) {
            refined[n] = n;
            for (std::size_t before = 0; before < n; ++before) {
                if (groups[before] == groups[n] &&
                    m_state.placed(c, before) == m_state.placed(c, n)) {
                    refined[n] = refined[before];
                    break;
                }
            }
        }
        return refined;
    }

    const PackingProblem& m_problem;
    PackState m_state;
    std::int64_t m_stepsMax;
    std::int64_t m_steps = 0;
    std::vector<std::size_t> m_order;
    std::vector<std::int64_t> m_restNeed;
};

PackResult feasible(const PackState& state, std::int64_t steps) {
    PackResult result;
    result.verdict = PackVerdict::Feasible;
    result.assignment = state.assignment();
    result.steps = steps;
    return result;
}

}  // namespace

PackResult packExactly(const PackingProblem& problem, std::int64_t stepsMax) {
    return ExactSearch(problem, stepsMax).run();
}

PackAssignment packLeastOver(const PackingProblem& problem) {
    std::int64_t steps = 0;
    PackState state = packByEveryRule(problem, steps);
    if (!state.isComplete()) {
        improve(state, 1, PackBudget().localSteps / 4, steps);
    }
    return state.assignment();
}

PackResult pack(const PackingProblem& problem, const PackBudget& budget) {
    if (auto witness = findWitness(problem)) {
        PackResult result;
        result.verdict = PackVerdict::Infeasible;
        result.witness = *witness;
        return result;
    }
    std::int64_t steps = 0;
    PackState state = packByEveryRule(problem, steps);
    if (!state.isComplete()) {
        improve(state, 1, budget.localSteps, steps);
    }
    if (state.isComplete()) {
        return feasible(state, steps);
    }
    PackResult result = packExactly(problem, budget.exactSteps);
    result.steps += steps;
    return result;
}

}  // namespace stowage::planner
