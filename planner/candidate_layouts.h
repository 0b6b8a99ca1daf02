#pragma once

#include <cstdint>
#include <optional>
#include <queue>
#include <vector>

#include "planner/layout_family.h"

namespace stowage::planner {

/// What a service that becomes managed takes off the cluster, and its price.
struct Relief {
    std::int64_t price = 0;
    std::vector<std::int64_t> amount;  ///< per dimension
};

/// A family in the figures of the covering bound. Every figure errs on the optimistic side.
struct FamilyCover {
    std::vector<std::vector<std::int64_t>> capacity;  ///< per machine and dimension
    std::vector<std::int64_t> need;  ///< of any arrangement without newly managed services
    std::vector<Relief> reliefs;     ///< what newly managed services may take off it
    std::int64_t fixed = 0;          ///< of the bill: control plane, load balancer, volumes
};

/// A lower bound on the price of closing `deficit` with at most `nodesLeft` machines of the family
/// from position `first` on, and reliefs: per dimension the cheapest fractions, the dearest
/// dimension counts. nullopt: impossible.
std::optional<std::int64_t> closingBound(const LayoutFamily& family, const FamilyCover& cover,
                                         const std::vector<std::int64_t>& deficit,
                                         std::size_t first, std::int64_t nodesLeft);

/// One set of machines and a lower bound on the bill of any layout of it, in micro-units.
struct NodeSet {
    MachineCounts counts;
    std::int64_t machines = 0;  ///< their own part of the bill
    std::int64_t bound = 0;
};

/// The node sets of one family that may hold the demand, in order of their bound: best first over
/// partial sets. Sets that the covering bound refuses never appear; `skipped` counts the partial
/// ones at which that was seen.
class NodeSetQueue {
public:
    /// Both must outlive the queue.
    NodeSetQueue(const LayoutFamily& family, const FamilyCover& cover);

    /// Bound of the next set without taking it; nullopt: no more.
    std::optional<std::int64_t> bound() const;
    /// The next complete set whose bound is bound(), or nullopt when the step only looked further.
    std::optional<NodeSet> step();

    std::int64_t skipped() const { return m_skipped; }
    std::int64_t steps() const { return m_steps; }

private:
    struct Entry {
        std::int64_t bound = 0;
        std::int64_t machines = 0;
        std::int64_t nodes = 0;
        std::size_t last = 0;
        bool isComplete = false;
        MachineCounts counts;
    };
    struct Later {
        bool operator()(const Entry& a, const Entry& b) const;
    };

    void push(Entry entry, std::size_t first, std::int64_t nodesLeft);
    void expand(const Entry& entry);
    std::vector<std::int64_t> deficitOf(const MachineCounts& counts) const;

    const LayoutFamily& m_family;
    const FamilyCover& m_cover;
    std::priority_queue<Entry, std::vector<Entry>, Later> m_queue;
    std::int64_t m_skipped = 0;
    std::int64_t m_steps = 0;
};

}  // namespace stowage::planner
