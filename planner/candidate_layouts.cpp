#include "planner/candidate_layouts.h"

#include <algorithm>
#include <tuple>

#include "model/base/invariant.h"
#include "model/base/units.h"

namespace stowage::planner {

namespace {

/// Price of one unit of a dimension as a fraction.
struct UnitPrice {
    std::int64_t price = 0;
    std::int64_t amount = 0;
};

bool isCheaper(const UnitPrice& a, const UnitPrice& b) {
    return Int128{a.price} * b.amount < Int128{b.price} * a.amount;
}

/// What a family can bring in one dimension: machines without end, and pieces that end.
struct Supply {
    std::optional<UnitPrice> machine;
    std::vector<UnitPrice> pieces;
    std::int64_t largest = 0;
};

Supply supplyOf(const LayoutFamily& family, const FamilyCover& cover, std::size_t d,
                std::size_t first, std::int64_t nodesLeft) {
    Supply supply;
    for (const Relief& relief : cover.reliefs) {
        if (relief.amount[d] > 0) {
            supply.pieces.push_back({relief.price, relief.amount[d]});
        }
    }
    for (std::size_t at = first; nodesLeft > 0 && at < family.machines.size(); ++at) {
        const UnitPrice one{leastPriceOfOne(family.machines[at]), cover.capacity[at][d]};
        if (one.amount <= 0) {
            continue;
        }
        supply.largest = std::max(supply.largest, one.amount);
        const std::int64_t stock = family.machines[at].stock();
        if (stock < nodesLeft) {
            supply.pieces.insert(supply.pieces.end(), static_cast<std::size_t>(stock), one);
        } else if (!supply.machine || isCheaper(one, *supply.machine)) {
            supply.machine = one;
        }
    }
    return supply;
}

/// Fractions of pieces that are cheaper per unit than a machine, then the machine.
std::optional<Int128> closeDimension(std::vector<UnitPrice> pieces,
                                     const std::optional<UnitPrice>& machine,
                                     std::int64_t deficit) {
    std::sort(pieces.begin(), pieces.end(), isCheaper);
    Int128 price = 0;
    Int128 missing = deficit;
    for (const UnitPrice& piece : pieces) {
        if (missing <= 0 || (machine && !isCheaper(piece, *machine))) {
            break;
        }
        const Int128 part = std::min<Int128>(missing, piece.amount);
        price += part * piece.price / piece.amount;
        missing -= part;
    }
    if (missing <= 0) {
        return price;
    }
    if (!machine) {
        return std::nullopt;
    }
    return price + missing * machine->price / machine->amount;
}

}  // namespace

std::optional<std::int64_t> closingBound(const LayoutFamily& family, const FamilyCover& cover,
                                         const std::vector<std::int64_t>& deficit,
                                         std::size_t first, std::int64_t nodesLeft) {
    Int128 bound = 0;
    for (std::size_t d = 0; d < deficit.size(); ++d) {
        if (deficit[d] <= 0) {
            continue;
        }
        Supply supply = supplyOf(family, cover, d, first, nodesLeft);
        Int128 most = Int128{supply.largest} * nodesLeft;
        for (const Relief& relief : cover.reliefs) {
            most += relief.amount[d];
        }
        if (deficit[d] > most) {
            return std::nullopt;
        }
        const auto price = closeDimension(std::move(supply.pieces), supply.machine, deficit[d]);
        if (!price) {
            return std::nullopt;
        }
        bound = std::max(bound, *price);
    }
    return static_cast<std::int64_t>(std::min<Int128>(bound, std::int64_t{1} << 60));
}

bool NodeSetQueue::Later::operator()(const Entry& a, const Entry& b) const {
    return std::tie(a.bound, a.nodes, b.isComplete, a.counts) >
           std::tie(b.bound, b.nodes, a.isComplete, b.counts);
}

NodeSetQueue::NodeSetQueue(const LayoutFamily& family, const FamilyCover& cover)
    : m_family(family), m_cover(cover) {
    Entry empty;
    empty.counts.assign(family.machines.size(), 0);
    push(std::move(empty), 0, family.nodesMax);
}

std::optional<std::int64_t> NodeSetQueue::bound() const {
    return m_queue.empty() ? std::nullopt : std::optional(m_queue.top().bound);
}

std::vector<std::int64_t> NodeSetQueue::deficitOf(const MachineCounts& counts) const {
    std::vector<std::int64_t> deficit = m_cover.need;
    for (std::size_t at = 0; at < counts.size(); ++at) {
        for (std::size_t d = 0; counts[at] > 0 && d < deficit.size(); ++d) {
            deficit[d] -= m_cover.capacity[at][d] * counts[at];
        }
    }
    return deficit;
}

void NodeSetQueue::push(Entry entry, std::size_t first, std::int64_t nodesLeft) {
    const auto closing = closingBound(m_family, m_cover, deficitOf(entry.counts), first, nodesLeft);
    if (!closing) {
        ++m_skipped;
        return;
    }
    entry.bound = entry.machines + m_cover.fixed + *closing;
    m_queue.push(std::move(entry));
}

std::optional<NodeSet> NodeSetQueue::step() {
    STOWAGE_ASSERT(!m_queue.empty());
    const Entry entry = m_queue.top();
    m_queue.pop();
    ++m_steps;
    if (entry.isComplete) {
        return NodeSet{.counts = entry.counts, .machines = entry.machines, .bound = entry.bound};
    }
    expand(entry);
    return std::nullopt;
}

void NodeSetQueue::expand(const Entry& entry) {
    if (entry.nodes >= m_family.nodesMin) {
        Entry complete = entry;
        complete.isComplete = true;
        push(std::move(complete), 0, 0);
    }
    if (entry.nodes >= m_family.nodesMax) {
        return;
    }
    const bool isBound = !m_family.isMixed && entry.nodes > 0;
    const std::size_t end = isBound ? entry.last + 1 : m_family.machines.size();
    for (std::size_t at = entry.last; at < end; ++at) {
        const FamilyMachine& machine = m_family.machines[at];
        const auto had = static_cast<std::size_t>(entry.counts[at]);
        if (entry.counts[at] >= machine.stock()) {
            continue;
        }
        Entry next = entry;
        next.last = at;
        ++next.counts[at];
        ++next.nodes;
        next.machines += machine.monthly[had + 1].raw() - machine.monthly[had].raw();
        const std::int64_t left = m_family.nodesMax - next.nodes;
        push(std::move(next), at, left);
    }
}

}  // namespace stowage::planner
