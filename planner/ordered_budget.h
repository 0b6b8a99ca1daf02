#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <vector>

namespace stowage::planner {

/// A budget that items spend in their order, on however many threads they are worked out: each may
/// spend what the items before it have not spent so far. Afterwards `affords` says whether its turn
/// would have come with enough left; an item that was worked out ahead of its turn and could not
/// have been paid counts as not worked out. So the answers are those of one thread.
class OrderedBudget {
public:
    OrderedBudget(std::size_t items, int total) : m_total(total), m_spent(items) {}

    /// Takes one unit for the item; false when none is left for it.
    bool spend(std::size_t item) {
        if (left(item) <= 0) {
            return false;
        }
        m_spent[item].fetch_add(1, std::memory_order_relaxed);
        return true;
    }

    /// What the item may still spend: never less than it would have in its turn.
    int left(std::size_t item) const { return before(item) - spent(item); }

    /// Once all items have ended: whether what this one spent was there in its turn.
    bool affords(std::size_t item) const { return spent(item) <= std::max(0, before(item)); }

private:
    int spent(std::size_t item) const { return m_spent[item].load(std::memory_order_relaxed); }
    int before(std::size_t item) const {
        int left = m_total;
        for (std::size_t at = 0; at < item; ++at) {
            left -= spent(at);
        }
        return left;
    }

    int m_total;
    std::vector<std::atomic<int>> m_spent;
};

}  // namespace stowage::planner
