#pragma once

#include <cstdint>
#include <vector>

#include "planner/packing_problem.h"

namespace stowage::planner {

/// A partial assignment with its free room, changed one item at a time. Refers to the problem,
/// which must outlive it.
class PackState {
public:
    explicit PackState(const PackingProblem& problem);

    const PackingProblem& problem() const { return *m_problem; }
    /// May one more item of class c lie on node n? Capacity, allowed nodes, exclusions, and the
    /// most that a spread lets one domain hold; a spread's minimum shows only at the end.
    bool fits(std::size_t c, std::size_t n) const;
    /// How many more items of class c node n can take, at most `wanted`.
    std::int64_t roomFor(std::size_t c, std::size_t n, std::int64_t wanted) const;
    void add(std::size_t c, std::size_t n, std::int64_t count);
    void remove(std::size_t c, std::size_t n, std::int64_t count) { add(c, n, -count); }

    std::int64_t free(std::size_t n, std::size_t d) const { return m_free[n * m_dimensions + d]; }
    std::int64_t placed(std::size_t c, std::size_t n) const { return m_assignment[c][n]; }
    std::int64_t unplaced(std::size_t c) const { return m_unplaced[c]; }
    std::int64_t unplacedTotal() const { return m_unplacedTotal; }
    const PackAssignment& assignment() const { return m_assignment; }
    /// Every item placed and every spread balanced.
    bool isComplete() const;

private:
    bool spreadAllows(std::size_t c, std::size_t n, std::int64_t more) const;

    const PackingProblem* m_problem;
    std::size_t m_dimensions;
    std::vector<std::int64_t> m_free;
    PackAssignment m_assignment;
    std::vector<std::int64_t> m_unplaced;
    std::int64_t m_unplacedTotal = 0;
    std::vector<std::int64_t> m_blocked;  ///< per class and node: items there that exclude it
    std::vector<std::vector<std::size_t>> m_spreadsOf;     ///< per class
    std::vector<std::vector<std::int64_t>> m_domainCount;  ///< per spread and domain
    std::vector<std::int64_t> m_domainMax;                 ///< per spread
};

}  // namespace stowage::planner
