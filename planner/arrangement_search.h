#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <queue>
#include <string>
#include <utility>
#include <vector>

#include "model/arrangement.h"

namespace stowage::planner {

/// What one mode of one service adds to the cluster and to the bill.
struct ModeFigures {
    Mode mode = Mode::Own;
    std::int64_t price = 0;          ///< micro-units a month: managed service, volume
    std::vector<std::int64_t> need;  ///< per dimension
    int changes = 0;                 ///< 1 when it is not today's mode
    bool operator==(const ModeFigures&) const = default;
};

/// One service of one environment with the modes that it may have.
struct OpenChoice {
    std::size_t choice = 0;  ///< position in ArrangementModel::choices
    ServiceKind kind = ServiceKind::Postgres;
    std::vector<ModeFigures> modes;
};

/// What a shared engine needs and costs before its first tenant, once opened.
struct EngineFigures {
    ServiceKind kind = ServiceKind::Postgres;
    std::vector<std::int64_t> need;
    std::int64_t price = 0;
    std::int64_t tenantsMax = 0;    ///< a budget that binds; 0: none
    std::int64_t tenantsFixed = 0;  ///< tenants that have no choice
    bool isOpen = false;            ///< by a tenant that has no choice: need is in the base
};

/// The demand of every arrangement as sums: base + one mode of each open service + opened engines.
/// The figures guide and bound the search; what is chosen is expanded and judged exactly.
struct ArrangementModel {
    std::vector<ServiceChoice> choices;
    Arrangement fixed;  ///< strategies, and the services without a choice
    std::vector<std::int64_t> baseNeed;
    std::int64_t basePrice = 0;
    std::vector<OpenChoice> open;
    std::vector<EngineFigures> engines;
    std::vector<std::string> missing;  ///< what every arrangement buys and no row prices
    /// Pairs of open choices of which only one may be Own: both would claim one host name.
    std::vector<std::pair<std::size_t, std::size_t>> notBothOwn;

    std::size_t dimensions() const { return baseNeed.size(); }
};

/// Least need per dimension of any arrangement that makes nothing managed; engines without their
/// fixed part.
std::vector<std::int64_t> leastNeed(const ArrangementModel& model);
/// The least that the modes can add to the bill.
std::int64_t leastPrice(const ArrangementModel& model);

/// One way to provide every service.
struct ArrangementChoice {
    Arrangement arrangement;
    std::int64_t price = 0;
    int changes = 0;
    std::vector<std::int64_t> need;
};

enum class SearchStatus { Found, Exhausted, LimitReached };

/// What every search over one model shares: the order of its open services, and per set of opened
/// engines the figures of what is still open behind each depth. Refers to the model.
class ArrangementRoots {
public:
    struct Root;
    explicit ArrangementRoots(const ArrangementModel& model);

    const ArrangementModel& model() const { return *m_model; }
    const std::vector<std::size_t>& order() const { return m_order; }
    std::size_t size() const { return m_roots.size(); }
    const Root& root(std::size_t at) const { return *m_roots[at]; }

private:
    void addRoot(const std::vector<std::size_t>& opened);

    const ArrangementModel* m_model;
    std::vector<std::size_t> m_order;  ///< open choices, alike ones side by side
    std::vector<std::shared_ptr<const Root>> m_roots;
};

/// Arrangements whose need fits into a room, in order of price, then changes from today. Best first
/// over the services, with the cheapest fractions of the missing room as bound; services that are
/// alike in every figure are exchanged, so only their numbers count.
class ArrangementSearch {
public:
    /// The roots must outlive the search.
    ArrangementSearch(const ArrangementRoots& roots, std::vector<std::int64_t> room);

    /// The next arrangement into `found`.
    SearchStatus next(ArrangementChoice& found, std::int64_t stepsMax);
    /// Lower bound on the price of what next() would find; nullopt: nothing is left.
    std::optional<std::int64_t> priceBound() const;
    std::int64_t steps() const { return m_steps; }

private:
    struct Entry {
        std::int64_t price = 0;  ///< with the bound for what is open
        int changes = 0;
        std::size_t depth = 0;
        std::int64_t serial = 0;
        std::size_t root = 0;
        std::int64_t pricePaid = 0;
        int changesMade = 0;
        std::vector<std::int64_t> need;
        std::vector<std::uint8_t> modes;  ///< position of the mode, per open choice so far
    };
    struct Later {
        bool operator()(const Entry& a, const Entry& b) const;
    };

    void push(Entry entry);
    void branch(const Entry& entry);
    bool isAcceptable(const Entry& entry) const;
    ArrangementChoice choiceOf(const Entry& entry) const;

    bool claimsTwice(const Entry& entry) const;
    bool isOverBudget(const Entry& entry, ServiceKind kind) const;
    std::int64_t tenantsOf(const Entry& entry, const EngineFigures& engine) const;

    const ArrangementRoots& m_roots;
    std::vector<std::int64_t> m_room;
    std::priority_queue<Entry, std::vector<Entry>, Later> m_queue;
    std::int64_t m_serial = 0;
    std::int64_t m_steps = 0;
};

}  // namespace stowage::planner
