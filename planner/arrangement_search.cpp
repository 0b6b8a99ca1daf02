#include "planner/arrangement_search.h"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <tuple>

#include "model/base/invariant.h"
#include "model/base/units.h"

namespace stowage::planner {

namespace {

constexpr std::size_t kEnginesMax = 8;

bool isCheaper(const ModeFigures& a, const ModeFigures& b) {
    return std::tie(a.price, a.changes, a.mode) < std::tie(b.price, b.changes, b.mode);
}

bool isPaired(const ArrangementModel& model, std::size_t choice) {
    return std::any_of(model.notBothOwn.begin(), model.notBothOwn.end(), [&](const auto& pair) {
        return pair.first == choice || pair.second == choice;
    });
}

/// May the two be exchanged? Those that claim a host name of others may not.
bool isAlike(const ArrangementModel& model, std::size_t a, std::size_t b) {
    const OpenChoice& left = model.open[a];
    const OpenChoice& right = model.open[b];
    return a == b || (left.kind == right.kind && left.modes == right.modes && !isPaired(model, a) &&
                      !isPaired(model, b));
}

std::size_t engineOf(const ArrangementModel& model, ServiceKind kind) {
    std::size_t at = 0;
    while (at < model.engines.size() && model.engines[at].kind != kind) {
        ++at;
    }
    return at;
}

/// The room that changing modes can free in one dimension.
struct FreeGains {
    std::vector<std::int64_t> sums;  ///< of the k largest gains without a price, k = 1, 2, …
};

struct PaidGain {
    std::int64_t price = 0;
    std::int64_t amount = 0;
};

bool isCheaperGain(const PaidGain& a, const PaidGain& b) {
    return Int128{a.price} * b.amount < Int128{b.price} * a.amount;
}

}  // namespace

/// Everything that one set of opened engines fixes: modes per choice, and the figures of what is
/// still open behind each depth.
struct ArrangementRoots::Root {
    std::vector<std::int64_t> need;  ///< base and opened engines
    std::int64_t price = 0;
    std::vector<char> isOpened;                   ///< per engine
    std::vector<std::vector<ModeFigures>> modes;  ///< per place in the order, cheapest first
    std::vector<std::vector<std::int64_t>> rest;  ///< [depth][dimension]: cheapest modes
    std::vector<std::int64_t> restPrice;          ///< [depth]
    std::vector<int> restChanges;                 ///< [depth]
    std::vector<std::vector<FreeGains>> free;     ///< [depth][dimension]
    std::vector<std::vector<std::vector<PaidGain>>> paid;  ///< [depth][dimension], best first

    void measureRest(std::size_t dimensions);
    void measureGains(std::size_t depth, std::size_t d);
    /// Adds to price and changes what closing the deficit of dimension d costs at least; false when
    /// it cannot be closed.
    bool close(std::size_t depth, std::size_t d, std::int64_t deficit, std::int64_t& price,
               int& changes) const;
};

void ArrangementRoots::Root::measureGains(std::size_t depth, std::size_t d) {
    std::vector<std::int64_t> gains;
    for (std::size_t at = depth; at < modes.size(); ++at) {
        const ModeFigures& cheapest = modes[at].front();
        std::int64_t best = 0;
        for (const ModeFigures& mode : modes[at]) {
            const std::int64_t gain = cheapest.need[d] - mode.need[d];
            if (mode.price == cheapest.price) {
                best = std::max(best, gain);
            } else if (gain > 0) {
                paid[depth][d].push_back({mode.price - cheapest.price, gain});
            }
        }
        if (best > 0) {
            gains.push_back(best);
        }
    }
    std::sort(gains.rbegin(), gains.rend());
    free[depth][d].sums.resize(gains.size());
    std::partial_sum(gains.begin(), gains.end(), free[depth][d].sums.begin());
    std::stable_sort(paid[depth][d].begin(), paid[depth][d].end(), isCheaperGain);
}

void ArrangementRoots::Root::measureRest(std::size_t dimensions) {
    const std::size_t places = modes.size();
    rest.assign(places + 1, std::vector<std::int64_t>(dimensions, 0));
    restPrice.assign(places + 1, 0);
    restChanges.assign(places + 1, 0);
    free.assign(places + 1, std::vector<FreeGains>(dimensions));
    paid.assign(places + 1, std::vector<std::vector<PaidGain>>(dimensions));
    for (std::size_t depth = places; depth-- > 0;) {
        const ModeFigures& cheapest = modes[depth].front();
        restPrice[depth] = restPrice[depth + 1] + cheapest.price;
        restChanges[depth] = restChanges[depth + 1] + cheapest.changes;
        for (std::size_t d = 0; d < dimensions; ++d) {
            rest[depth][d] = rest[depth + 1][d] + cheapest.need[d];
            measureGains(depth, d);
        }
    }
}

bool ArrangementRoots::Root::close(std::size_t depth, std::size_t d, std::int64_t deficit,
                                   std::int64_t& atLeastPrice, int& atLeastChanges) const {
    const std::vector<std::int64_t>& sums = free[depth][d].sums;
    const auto reached = std::lower_bound(sums.begin(), sums.end(), deficit);
    if (reached != sums.end()) {
        // A change that starts from a mode that is one already gains no further change.
        const int changes = static_cast<int>(reached - sums.begin()) + 1 - restChanges[depth];
        atLeastChanges = std::max(atLeastChanges, changes);
        return true;
    }
    Int128 missing = Int128{deficit} - (sums.empty() ? 0 : sums.back());
    Int128 priceOfRest = 0;
    for (const PaidGain& gain : paid[depth][d]) {
        const Int128 part = std::min<Int128>(missing, gain.amount);
        priceOfRest += part * gain.price / gain.amount;
        missing -= part;
        if (missing <= 0) {
            atLeastPrice = std::max(atLeastPrice, static_cast<std::int64_t>(priceOfRest));
            return true;
        }
    }
    return false;
}

std::vector<std::int64_t> leastNeed(const ArrangementModel& model) {
    std::vector<std::int64_t> need = model.baseNeed;
    for (const OpenChoice& open : model.open) {
        for (std::size_t d = 0; d < need.size(); ++d) {
            std::int64_t least = -1;
            for (const ModeFigures& mode : open.modes) {
                const bool counts = mode.mode != Mode::Managed;
                if (counts && (least < 0 || mode.need[d] < least)) {
                    least = mode.need[d];
                }
            }
            // Managed only: it has no pods.
            need[d] += std::max<std::int64_t>(least, 0);
        }
    }
    return need;
}

std::int64_t leastPrice(const ArrangementModel& model) {
    std::int64_t price = model.basePrice;
    for (const OpenChoice& open : model.open) {
        price += std::min_element(open.modes.begin(), open.modes.end(), isCheaper)->price;
    }
    return price;
}

bool ArrangementSearch::Later::operator()(const Entry& a, const Entry& b) const {
    return std::tie(a.price, a.changes, b.depth, a.serial) >
           std::tie(b.price, b.changes, a.depth, b.serial);
}

ArrangementRoots::ArrangementRoots(const ArrangementModel& model) : m_model(&model) {
    std::vector<char> isTaken(model.open.size(), 0);
    for (std::size_t at = 0; at < model.open.size(); ++at) {
        const bool isDone = isTaken[at] != 0;
        for (std::size_t other = at; !isDone && other < model.open.size(); ++other) {
            if (isTaken[other] == 0 && isAlike(model, at, other)) {
                m_order.push_back(other);
                isTaken[other] = 1;
            }
        }
    }
    std::vector<std::size_t> closed;
    for (std::size_t e = 0; e < model.engines.size(); ++e) {
        if (!model.engines[e].isOpen) {
            closed.push_back(e);
        }
    }
    STOWAGE_ASSERT(closed.size() <= kEnginesMax);
    for (std::size_t subset = 0; subset < (std::size_t{1} << closed.size()); ++subset) {
        std::vector<std::size_t> opened;
        for (std::size_t bit = 0; bit < closed.size(); ++bit) {
            if (((subset >> bit) & 1U) != 0) {
                opened.push_back(closed[bit]);
            }
        }
        addRoot(opened);
    }
}

void ArrangementRoots::addRoot(const std::vector<std::size_t>& opened) {
    auto root = std::make_unique<Root>();
    root->need = m_model->baseNeed;
    root->price = m_model->basePrice;
    for (const EngineFigures& engine : m_model->engines) {
        root->isOpened.push_back(engine.isOpen ? 1 : 0);
    }
    for (const std::size_t e : opened) {
        const EngineFigures& engine = m_model->engines[e];
        root->isOpened[e] = 1;
        root->price += engine.price;
        for (std::size_t d = 0; d < root->need.size(); ++d) {
            root->need[d] += engine.need[d];
        }
    }
    for (const std::size_t at : m_order) {
        const OpenChoice& open = m_model->open[at];
        const std::size_t engine = engineOf(*m_model, open.kind);
        const bool hasEngine = engine < m_model->engines.size() && root->isOpened[engine] != 0;
        std::vector<ModeFigures> modes;
        std::copy_if(open.modes.begin(), open.modes.end(), std::back_inserter(modes),
                     [&](const ModeFigures& mode) { return mode.mode != Mode::Plex || hasEngine; });
        if (modes.empty()) {
            return;
        }
        std::stable_sort(modes.begin(), modes.end(), isCheaper);
        root->modes.push_back(std::move(modes));
    }
    root->measureRest(m_model->dimensions());
    m_roots.push_back(std::move(root));
}

ArrangementSearch::ArrangementSearch(const ArrangementRoots& roots, std::vector<std::int64_t> room)
    : m_roots(roots), m_room(std::move(room)) {
    for (std::size_t at = 0; at < roots.size(); ++at) {
        Entry entry;
        entry.root = at;
        entry.need = roots.root(at).need;
        entry.pricePaid = roots.root(at).price;
        push(std::move(entry));
    }
}

void ArrangementSearch::push(Entry entry) {
    const ArrangementRoots::Root& root = m_roots.root(entry.root);
    const std::size_t depth = entry.modes.size();
    std::int64_t extraPrice = 0;
    int extraChanges = 0;
    for (std::size_t d = 0; d < m_room.size(); ++d) {
        const std::int64_t deficit = entry.need[d] + root.rest[depth][d] - m_room[d];
        if (deficit > 0 && !root.close(depth, d, deficit, extraPrice, extraChanges)) {
            return;
        }
    }
    entry.depth = depth;
    entry.price = entry.pricePaid + root.restPrice[depth] + extraPrice;
    entry.changes = entry.changesMade + root.restChanges[depth] + std::max(extraChanges, 0);
    entry.serial = m_serial++;
    m_queue.push(std::move(entry));
}

void ArrangementSearch::branch(const Entry& entry) {
    const ArrangementRoots::Root& root = m_roots.root(entry.root);
    const std::vector<OpenChoice>& open = m_roots.model().open;
    const std::size_t at = entry.modes.size();
    const bool isAlikeBefore =
        at > 0 && isAlike(m_roots.model(), m_roots.order()[at], m_roots.order()[at - 1]);
    const std::size_t first = isAlikeBefore ? entry.modes.back() : 0;
    for (std::size_t mode = first; mode < root.modes[at].size(); ++mode) {
        const ModeFigures& figures = root.modes[at][mode];
        Entry next = entry;
        next.modes.push_back(static_cast<std::uint8_t>(mode));
        next.pricePaid += figures.price;
        next.changesMade += figures.changes;
        for (std::size_t d = 0; d < next.need.size(); ++d) {
            next.need[d] += figures.need[d];
        }
        if (figures.mode == Mode::Plex && isOverBudget(next, open[m_roots.order()[at]].kind)) {
            continue;
        }
        if (figures.mode == Mode::Own && claimsTwice(next)) {
            continue;
        }
        push(std::move(next));
    }
}

/// Does the last choice claim a host name that an earlier one has?
bool ArrangementSearch::claimsTwice(const Entry& entry) const {
    const ArrangementRoots::Root& root = m_roots.root(entry.root);
    const std::size_t last = m_roots.order()[entry.modes.size() - 1];
    const auto isOwn = [&](std::size_t choice) {
        for (std::size_t at = 0; at + 1 < entry.modes.size(); ++at) {
            if (m_roots.order()[at] == choice) {
                return root.modes[at][entry.modes[at]].mode == Mode::Own;
            }
        }
        return false;
    };
    const auto& pairs = m_roots.model().notBothOwn;
    return std::any_of(pairs.begin(), pairs.end(), [&](const auto& pair) {
        return (pair.first == last && isOwn(pair.second)) ||
               (pair.second == last && isOwn(pair.first));
    });
}

bool ArrangementSearch::isOverBudget(const Entry& entry, ServiceKind kind) const {
    const ArrangementModel& model = m_roots.model();
    const EngineFigures& engine = model.engines[engineOf(model, kind)];
    return engine.tenantsMax > 0 && tenantsOf(entry, engine) > engine.tenantsMax;
}

std::int64_t ArrangementSearch::tenantsOf(const Entry& entry, const EngineFigures& engine) const {
    const ArrangementRoots::Root& root = m_roots.root(entry.root);
    std::int64_t tenants = engine.tenantsFixed;
    for (std::size_t at = 0; at < entry.modes.size(); ++at) {
        const OpenChoice& open = m_roots.model().open[m_roots.order()[at]];
        const bool isTenant =
            open.kind == engine.kind && root.modes[at][entry.modes[at]].mode == Mode::Plex;
        tenants += isTenant ? 1 : 0;
    }
    return tenants;
}

bool ArrangementSearch::isAcceptable(const Entry& entry) const {
    const auto& engines = m_roots.model().engines;
    for (std::size_t e = 0; e < engines.size(); ++e) {
        // An engine that nobody uses is the business of the root that leaves it closed.
        if (m_roots.root(entry.root).isOpened[e] != 0 && tenantsOf(entry, engines[e]) == 0) {
            return false;
        }
    }
    return true;
}

ArrangementChoice ArrangementSearch::choiceOf(const Entry& entry) const {
    const ArrangementRoots::Root& root = m_roots.root(entry.root);
    const ArrangementModel& model = m_roots.model();
    ArrangementChoice choice{.arrangement = model.fixed,
                             .price = entry.pricePaid,
                             .changes = entry.changesMade,
                             .need = entry.need};
    for (std::size_t at = 0; at < entry.modes.size(); ++at) {
        const ServiceChoice& service = model.choices[model.open[m_roots.order()[at]].choice];
        choice.arrangement.services[service.key()] = root.modes[at][entry.modes[at]].mode;
    }
    return choice;
}

SearchStatus ArrangementSearch::next(ArrangementChoice& found, std::int64_t stepsMax) {
    const std::int64_t last = m_steps + stepsMax;
    while (!m_queue.empty()) {
        if (++m_steps > last) {
            return SearchStatus::LimitReached;
        }
        const Entry entry = m_queue.top();
        m_queue.pop();
        if (entry.modes.size() < m_roots.order().size()) {
            branch(entry);
        } else if (isAcceptable(entry)) {
            found = choiceOf(entry);
            return SearchStatus::Found;
        }
    }
    return SearchStatus::Exhausted;
}

std::optional<std::int64_t> ArrangementSearch::priceBound() const {
    return m_queue.empty() ? std::nullopt : std::optional(m_queue.top().price);
}

}  // namespace stowage::planner
