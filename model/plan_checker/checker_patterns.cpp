#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <set>

#include "model/catalog.h"
#include "model/plan_checker/checker_certificate.h"
#include "model/plan_checker/checker_knapsack.h"

namespace stowage::checker {
namespace {

/// Steps that the knapsack of one offer may take.
constexpr std::int64_t kStepsMax = 2'000'000;
/// Lines of a bill are whole cents.
constexpr std::int64_t kCent = 10'000;

/// What the certificate says about one offer, or what is known about one that it leaves out.
struct PricedOffer {
    const Offer* offer = nullptr;
    std::int64_t monthly = 0;
    std::int64_t value = 0;
    std::optional<std::int64_t> stock;
};

/// A slope of money per value: money / value.
struct Slope {
    std::int64_t money = 0;
    std::int64_t value = 1;

    bool isBelow(const Slope& other) const {
        return static_cast<Int128>(money) * other.value < static_cast<Int128>(other.money) * value;
    }
};

Exchange exchangeOf(const Scenario& scenario) {
    std::vector<std::pair<std::string, Money>> rates;
    for (const auto& [currency, text] : scenario.exchange) {
        if (const auto rate = parseDecimal(text); rate && rate->raw() > 0) {
            rates.emplace_back(currency, *rate);
        }
    }
    return Exchange(scenario.currency, std::move(rates));
}

/// Every machine that a plan of the scenario may buy or use.
std::vector<Offer> candidatesOf(const PlanContext& context) {
    const Candidates& candidates = context.scenario().candidates;
    OfferFilter filter{.providers = candidates.providers, .offers = candidates.offers};
    filter.arch = Arch::Amd64;
    if (filter.offers) {
        std::erase_if(*filter.offers, [&](const std::string& name) {
            return std::ranges::find(candidates.customOffers, name, &Offer::name) !=
                   candidates.customOffers.end();
        });
    }
    Diagnostics ignored;  // unknown names are the planner's to report
    std::vector<Offer> offers =
        context.input.catalog.machines(filter, exchangeOf(context.scenario()), ignored);
    offers.insert(offers.end(), candidates.customOffers.begin(), candidates.customOffers.end());
    offers.insert(offers.end(), context.scenario().existingNodes.begin(),
                  context.scenario().existingNodes.end());
    const auto allows = [&](TopologyKind topology) {
        return std::ranges::find(candidates.topologies, topology) != candidates.topologies.end();
    };
    std::erase_if(offers, [&](const Offer& offer) {
        return (offer.kind == OfferKind::Vps && !allows(TopologyKind::SingleNode) &&
                !allows(TopologyKind::K3sMulti)) ||
               (offer.kind == OfferKind::ManagedNode && !allows(TopologyKind::Managed));
    });
    return offers;
}

/// Pods of a workload that every plan of the scenario has: those that no open choice can remove.
std::int64_t certainPods(const PlanContext& context, const PlannedWorkload& workload) {
    if (workload.kind == WorkloadKind::DaemonSet || workload.isObserved) {
        return 0;
    }
    if (workload.origin == WorkloadOrigin::Raw) {
        return workload.replicas;
    }
    const bool isOpen =
        std::ranges::any_of(serviceChoices(context.scenario()),
                            [](const ServiceChoice& one) { return one.allowed.size() > 1; }) ||
        std::ranges::any_of(strategyChoices(context.scenario()),
                            [](const StrategyChoice& one) { return !one.isBound; });
    // Adjustments and the topology may change the rest.
    return isOpen || workload.origin != WorkloadOrigin::App ? 0 : 1;
}

/// Requests, selector, affinity and taints that keep a pod off every node of this offer. A rule
/// that names a host is left out: names are given later.
bool mayStandOn(const PlannedWorkload& workload, const Offer& offer) {
    if (offer.kind != OfferKind::StatedNode) {
        return true;
    }
    const auto namesHost = [](const NodeSelectorTerm& term) {
        return !term.matchFields.empty() ||
               std::ranges::any_of(term.matchExpressions, [](const auto& one) {
                   return one.key == "kubernetes.io/hostname";
               });
    };
    const bool isTainted = std::ranges::any_of(offer.taints, [&](const Taint& taint) {
        return taint.effect != TaintEffect::PreferNoSchedule && !tolerates(workload.pod, taint);
    });
    const bool isNamed = workload.pod.nodeSelector.contains("kubernetes.io/hostname") ||
                         std::ranges::any_of(workload.pod.requiredNodeAffinity, namesHost);
    return !isTainted && (isNamed || affinityAllows(workload.pod, "", offer.labels));
}

/// Does anti-affinity of the first keep the second off every node of this offer that it is on? Pods
/// of one node share each of its domains.
bool refuses(const PlannedWorkload& owner, const PlannedWorkload& other, const Offer& offer) {
    return std::ranges::any_of(owner.pod.requiredAntiAffinity, [&](const auto& term) {
        const bool isDomain =
            term.topologyKey == "kubernetes.io/hostname" || offer.labels.contains(term.topologyKey);
        return isDomain && reaches(term, owner, other);
    });
}

/// Nobody needs the second machine where the first is: the same rules of place, no less of
/// anything, no dearer, as many as one likes.
bool isBeatenBy(const PlanContext& context, const Offer& worse, const Offer& better) {
    const Amounts has = allocatableOf(context.input, better);
    const Amounts had = allocatableOf(context.input, worse);
    const auto isEnough = [&](const auto& entry) {
        const auto at = has.find(entry.first);
        return entry.second <= (at == has.end() ? 0 : at->second);
    };
    const auto price = machinePrice(context.input, better);
    const auto other = machinePrice(context.input, worse);
    return better.kind == worse.kind && better.provider == worse.provider &&
           better.region == worse.region && better.labels == worse.labels &&
           better.taints == worse.taints && better.zones == worse.zones && !better.stock &&
           !better.owned && !worse.owned && price && other && *price <= *other &&
           (!worse.volumeSlots ||
            (better.volumeSlots && *better.volumeSlots >= *worse.volumeSlots)) &&
           std::ranges::all_of(had, isEnough);
}

/// A price and how often it may be paid.
struct Coin {
    std::int64_t price = 0;
    std::int64_t stock = 0;
};

/// The least of all sums of at most `most` coins that reaches the bound. Prices and bound in one
/// unit; nullopt: no such sum, or too many to look at.
std::optional<std::int64_t> nextSum(const std::vector<Coin>& coins, std::int64_t bound,
                                    std::int64_t most) {
    constexpr std::int64_t kSumsMax = 2'000'000;
    std::int64_t largest = 0;
    for (const Coin& coin : coins) {
        largest = std::max(largest, coin.price);
    }
    const std::int64_t size = bound + largest + 1;
    if (size > kSumsMax || size <= 0) {
        return std::nullopt;
    }
    // The least number of coins that makes a sum.
    std::vector<std::int64_t> number(static_cast<std::size_t>(size), most + 1);
    number[0] = 0;
    const auto pay = [&](std::int64_t sum, std::int64_t price) {
        std::int64_t& now = number[static_cast<std::size_t>(sum)];
        now = std::min(now, number[static_cast<std::size_t>(sum - price)] + 1);
    };
    for (const Coin& coin : coins) {
        if (coin.price <= 0) {
            continue;
        }
        for (std::int64_t sum = coin.price; coin.stock >= most && sum < size; ++sum) {
            pay(sum, coin.price);
        }
        for (std::int64_t copy = 0; coin.stock < most && copy < coin.stock; ++copy) {
            for (std::int64_t sum = size - 1; sum >= coin.price; --sum) {
                pay(sum, coin.price);
            }
        }
    }
    for (std::int64_t sum = bound; sum < size; ++sum) {
        if (number[static_cast<std::size_t>(sum)] <= most) {
            return sum;
        }
    }
    return std::nullopt;
}

class PatternBound {
public:
    PatternBound(const PlanContext& context, const CertificateReader& certificate)
        : m_context(context), m_certificate(certificate), m_candidates(candidatesOf(context)) {}

    void check() {
        readDuals();
        readOffers();
        addMissing();
        verifyValues();
        verifyBound();
    }

private:
    void violate(const char* rule, const std::string& what, std::string stated,
                 std::string found) const {
        m_context.violate(fmt::format("certificate.{}", rule), what, std::move(stated),
                          std::move(found));
    }

    void readDuals();
    void readOffers();
    void readOffer(const CertificateReader& row);
    void addMissing();
    Knapsack knapsackOf(const Offer& offer) const;
    KnapsackItem itemOf(const PlannedWorkload& workload, std::int64_t value,
                        const std::set<std::string>& names, const Offer& offer) const;
    void exclude(const std::vector<const PlannedWorkload*>& owners, const Offer& offer,
                 Knapsack& knapsack) const;
    void mergeTwins(Knapsack& knapsack) const;
    bool areOthersBeaten() const;
    void verifyValues() const;
    void verifyBound() const;
    std::optional<Slope> leastSlope() const;
    Int128 boundTimesValue(const Slope& slope) const;
    std::int64_t onGrid(std::int64_t bound) const;
    std::int64_t provable() const;

    const PlanContext& m_context;
    const CertificateReader& m_certificate;
    std::vector<Offer> m_candidates;
    std::map<const PlannedWorkload*, std::int64_t> m_duals;
    std::vector<PricedOffer> m_offers;
    std::set<const Offer*> m_unlisted;
    std::int64_t m_fixed = 0;
    bool m_isReadable = true;
};

void PatternBound::readDuals() {
    std::set<std::string> seen;
    for (const CertificateReader& row : m_certificate.list("duals")) {
        const auto name = row.word("workload");
        const auto value = row.count("value");
        if (!name || !value) {
            m_isReadable = false;
            continue;
        }
        const auto at = std::ranges::find_if(
            m_context.expansion.workloads,
            [&](const PlannedWorkload& workload) { return workload.id() == *name; });
        if (at == m_context.expansion.workloads.end() || !seen.insert(*name).second) {
            violate("dual", *name, std::to_string(*value), "no such workload, or twice");
        } else if (*value < 0) {
            violate("dual", *name, std::to_string(*value), "at least 0");
        } else if (*value > 0) {
            m_duals[&*at] = *value;
        }
    }
}

void PatternBound::readOffer(const CertificateReader& row) {
    const auto provider = row.word("provider");
    const auto name = row.word("offer");
    const auto monthly = row.money("monthly");
    const auto value = row.count("value");
    const auto stock = row.has("stock") ? row.count("stock") : std::nullopt;
    if (!provider || !name || !monthly || !value) {
        m_isReadable = false;
        return;
    }
    const std::string what = fmt::format("offer {}/{}", *provider, *name);
    const auto at = std::ranges::find_if(m_candidates, [&](const Offer& offer) {
        const bool isListed = std::ranges::any_of(
            m_offers, [&](const PricedOffer& other) { return other.offer == &offer; });
        return offer.provider == *provider && offer.name == *name && !isListed;
    });
    if (at == m_candidates.end()) {
        violate("offer", what, "listed", "no such offer among the candidates, or twice");
        return;
    }
    const std::optional<Money> price = machinePrice(m_context.input, *at);
    if (!price || *price != *monthly) {
        violate("price", what, toDecimal(*monthly), price ? toDecimal(*price) : "no rate");
    }
    const std::int64_t most = m_context.scenario().candidates.maxNodes;
    const std::int64_t owned = std::min(at->stock.value_or(most), most);
    if (stock && *stock < owned) {
        violate("stock", what, std::to_string(*stock), std::to_string(owned));
    }
    if (*value < 0) {
        violate("value", what, std::to_string(*value), "at least 0");
    }
    m_offers.push_back({.offer = &*at, .monthly = monthly->raw(), .value = *value, .stock = stock});
}

void PatternBound::readOffers() {
    for (const CertificateReader& row : m_certificate.list("offers")) {
        readOffer(row);
    }
    const auto fixed = m_certificate.money("fixed");
    m_isReadable = m_isReadable && fixed.has_value();
    m_fixed = fixed.value_or(Money()).raw();
    // Only what every layout of the scenario pays beside its machines.
    std::int64_t paid = 0;
    const bool isOnlyNodes = std::ranges::all_of(
        m_candidates, [](const Offer& offer) { return offer.kind == OfferKind::StatedNode; });
    for (const CostLine& line : m_context.plan.cost.lines) {
        const bool isMachine = std::ranges::any_of(m_context.nodes, [&](const BoundNode& node) {
            return node.offer != nullptr &&
                   (line.item == node.offer->name || line.item == node.offer->name + " (owned)");
        });
        paid += isMachine || isOnlyNodes ? 0 : line.monthly.raw();
    }
    if (m_fixed < 0 || m_fixed > paid) {
        violate("fixed", "fixed", toDecimal(Money::fromRaw(m_fixed)),
                "from 0 to " + toDecimal(Money::fromRaw(paid)));
    }
}

/// The largest ratio of value to price among the offers that never run out; the bound divides by
/// it. As a slope of money to value it is the least.
std::optional<Slope> PatternBound::leastSlope() const {
    std::optional<Slope> least;
    for (const PricedOffer& one : m_offers) {
        if (!one.stock && one.value > 0) {
            const Slope slope{.money = one.monthly, .value = one.value};
            least = !least || slope.isBelow(*least) ? slope : *least;
        }
    }
    return least;
}

/// An offer that is not listed gets the value that its price allows, which is then verified; one
/// with a stock counts with a value of its own, if that can be found.
void PatternBound::addMissing() {
    const std::optional<Slope> slope = leastSlope();
    for (const Offer& offer : m_candidates) {
        const bool isListed = std::ranges::any_of(
            m_offers, [&](const PricedOffer& one) { return one.offer == &offer; });
        const std::optional<Money> price = machinePrice(m_context.input, offer);
        if (isListed || !price) {
            continue;
        }
        const std::int64_t value =
            slope && slope->money > 0
                ? static_cast<std::int64_t>(static_cast<Int128>(price->raw()) * slope->value /
                                            slope->money)
                : 0;
        m_unlisted.insert(&offer);
        m_offers.push_back({.offer = &offer, .monthly = price->raw(), .value = value, .stock = {}});
    }
}

/// The pods that can bring value, on an empty node less its DaemonSets and its headroom.
Knapsack PatternBound::knapsackOf(const Offer& offer) const {
    Amounts room = allocatableOf(m_context.input, offer);
    for (auto& [name, amount] : room) {
        amount = name == "pods" ? amount : withHeadroom(m_context, amount);
    }
    for (const PlannedWorkload& workload : m_context.expansion.workloads) {
        if (workload.kind == WorkloadKind::DaemonSet && offer.kind == OfferKind::StatedNode &&
            workload.origin == WorkloadOrigin::Raw && mayStandOn(workload, offer) &&
            workload.pod.nodeSelector.empty() && workload.pod.requiredNodeAffinity.empty()) {
            for (const auto& [name, amount] : m_context.requestsOfWorkload.at(&workload)) {
                room[name] -= amount;
            }
            --room["pods"];
        }
    }
    std::set<std::string> names{"pods"};
    for (const auto& [workload, value] : m_duals) {
        for (const auto& [name, amount] : m_context.requestsOfWorkload.at(workload)) {
            names.insert(name);
        }
    }
    Knapsack knapsack;
    for (const std::string& name : names) {
        knapsack.room.push_back(std::max<std::int64_t>(0, room[name]));
    }
    std::vector<const PlannedWorkload*> owners;
    for (const PlannedWorkload& workload : m_context.expansion.workloads) {
        const auto dual = m_duals.find(&workload);
        if (dual == m_duals.end() || !mayStandOn(workload, offer)) {
            continue;
        }
        KnapsackItem item = itemOf(workload, dual->second, names, offer);
        const auto fits = [&] {
            for (std::size_t d = 0; d < item.amounts.size(); ++d) {
                if (item.amounts[d] > knapsack.room[d]) {
                    return false;
                }
            }
            return item.most > 0;
        };
        if (fits()) {
            knapsack.items.push_back(std::move(item));
            owners.push_back(&workload);
        }
    }
    exclude(owners, offer, knapsack);
    mergeTwins(knapsack);
    return knapsack;
}

KnapsackItem PatternBound::itemOf(const PlannedWorkload& workload, std::int64_t value,
                                  const std::set<std::string>& names, const Offer& offer) const {
    Amounts asked = m_context.requestsOfWorkload.at(&workload);
    asked["pods"] = 1;
    KnapsackItem item{.value = value, .most = workload.replicas};
    for (const std::string& name : names) {
        item.amounts.push_back(asked[name]);
    }
    for (const HostPort& port : workload.pod.hostPorts) {
        // Ports of different addresses may meet as well; to leave that out is the safe side.
        item.ports.push_back(fmt::format("{}/{}/{}", port.address, port.protocol, port.port));
    }
    if (refuses(workload, workload, offer)) {
        item.ports.push_back("itself/" + workload.id());
    }
    if (!item.ports.empty()) {
        item.most = std::min<std::int64_t>(item.most, 1);
    }
    return item;
}

void PatternBound::exclude(const std::vector<const PlannedWorkload*>& owners, const Offer& offer,
                           Knapsack& knapsack) const {
    for (std::size_t a = 0; a < owners.size(); ++a) {
        for (std::size_t b = 0; b < owners.size(); ++b) {
            const bool isOut = a != b && (refuses(*owners[a], *owners[b], offer) ||
                                          refuses(*owners[b], *owners[a], offer));
            if (isOut) {
                knapsack.items[a].excludes.push_back(b);
            }
        }
    }
}

/// Equal items without rules become one, so that the search does not try their permutations. Those
/// with rules are named by position and come first.
void PatternBound::mergeTwins(Knapsack& knapsack) const {
    std::vector<KnapsackItem> kept;
    std::vector<std::size_t> moved(knapsack.items.size());
    const auto isFree = [](const KnapsackItem& item) {
        return item.ports.empty() && item.excludes.empty();
    };
    for (std::size_t at = 0; at < knapsack.items.size(); ++at) {
        KnapsackItem& item = knapsack.items[at];
        const auto twin = std::ranges::find_if(kept, [&](const KnapsackItem& other) {
            return isFree(item) && isFree(other) && other.value == item.value &&
                   other.amounts == item.amounts;
        });
        if (twin != kept.end()) {
            twin->most += item.most;
            continue;
        }
        moved[at] = kept.size();
        kept.push_back(std::move(item));
    }
    for (KnapsackItem& item : kept) {
        for (std::size_t& other : item.excludes) {
            other = moved[other];
        }
    }
    knapsack.items = std::move(kept);
}

void PatternBound::verifyValues() const {
    for (const PricedOffer& one : m_offers) {
        const std::string what = "value of " + qualifiedName(*one.offer);
        switch (isWorthAtMost(knapsackOf(*one.offer), one.value, kStepsMax)) {
            case KnapsackAnswer::AtMost:
                break;
            case KnapsackAnswer::More:
                violate(m_unlisted.contains(one.offer) ? "offer" : "value", what,
                        m_unlisted.contains(one.offer) ? "not listed" : std::to_string(one.value),
                        fmt::format("pods worth more than {} fit", one.value));
                break;
            case KnapsackAnswer::Undecided:
                m_context.violations.push_back(
                    {.plan = m_context.plan.id,
                     .rule = "certificate.unverified",
                     .what = what,
                     .stated = std::to_string(one.value),
                     .found = fmt::format("undecided after {} steps", kStepsMax),
                     .severity = Severity::Warning});
                break;
        }
    }
}

/// fixed + duals * pods * slope - what limited offers give beyond their price, times slope.value.
Int128 PatternBound::boundTimesValue(const Slope& slope) const {
    Int128 worth = 0;
    for (const auto& [workload, dual] : m_duals) {
        worth += static_cast<Int128>(dual) * certainPods(m_context, *workload);
    }
    Int128 bound = worth * slope.money + static_cast<Int128>(m_fixed) * slope.value;
    for (const PricedOffer& one : m_offers) {
        if (one.stock) {
            const Int128 gain = static_cast<Int128>(one.value) * slope.money -
                                static_cast<Int128>(one.monthly) * slope.value;
            bound -= std::max<Int128>(0, gain) * *one.stock;
        }
    }
    return bound;
}

/// Is every machine that is not listed beaten by one that is? Then some cheapest plan buys listed
/// ones only, and pays a sum of their prices.
bool PatternBound::areOthersBeaten() const {
    return std::ranges::all_of(m_unlisted, [&](const Offer* offer) {
        return std::ranges::any_of(m_offers, [&](const PricedOffer& one) {
            return !m_unlisted.contains(one.offer) && isBeatenBy(m_context, *offer, *one.offer);
        });
    });
}

/// The next sum that prices can make: where only machines are paid for, a sum of so many of their
/// prices as there may be nodes, at least a multiple of what divides them all; whole cents
/// otherwise.
std::int64_t PatternBound::onGrid(std::int64_t bound) const {
    const bool areBeaten = areOthersBeaten();
    const std::int64_t most = m_context.scenario().candidates.maxNodes;
    std::int64_t grid = 0;
    bool isExact = true;
    std::vector<Coin> coins;
    for (const PricedOffer& one : m_offers) {
        isExact = isExact && one.offer->kind == OfferKind::StatedNode &&
                  one.offer->currency == m_context.scenario().currency;
        if (!areBeaten || !m_unlisted.contains(one.offer)) {
            grid = std::gcd(grid, one.monthly);
            coins.push_back({.price = one.monthly, .stock = one.offer->stock.value_or(most)});
        }
    }
    grid = isExact && grid > 0 ? grid : kCent;
    const std::int64_t steps = (bound + grid - 1) / grid;
    if (!isExact || grid <= 0) {
        return steps * grid;
    }
    for (Coin& coin : coins) {
        coin.price /= grid;
    }
    return nextSum(coins, steps, most).value_or(steps) * grid;
}

/// The largest bound that the figures prove: under the slope of the unlimited offers, or a steeper
/// one of a limited offer, any of which is a true bound.
std::int64_t PatternBound::provable() const {
    std::vector<Slope> slopes;
    const std::optional<Slope> most = leastSlope();
    if (most) {
        slopes.push_back(*most);
    }
    for (const PricedOffer& one : m_offers) {
        const Slope slope{.money = one.monthly, .value = one.value};
        if (one.stock && one.value > 0 && (!most || slope.isBelow(*most))) {
            slopes.push_back(slope);
        }
    }
    std::int64_t best = m_fixed;
    for (const Slope& slope : slopes) {
        const Int128 bound = boundTimesValue(slope);
        if (bound > 0) {
            best =
                std::max(best, static_cast<std::int64_t>((bound + slope.value - 1) / slope.value));
        }
    }
    return best;
}

void PatternBound::verifyBound() const {
    const auto stated = m_certificate.money("lowerBound");
    if (!stated || !m_isReadable) {
        return;
    }
    if (!m_context.binds(CheckId::FitRequests)) {
        violate("lowerBound", "lowerBound", toDecimal(*stated),
                "requests do not bind, so they prove nothing");
        return;
    }
    const std::int64_t proven = onGrid(provable());
    if (stated->raw() > proven) {
        violate("lowerBound", "lowerBound", toDecimal(*stated),
                "its figures prove " + toDecimal(Money::fromRaw(proven)));
    }
}

}  // namespace

void checkPatterns(const PlanContext& context, const CertificateReader& certificate) {
    PatternBound(context, certificate).check();
}

}  // namespace stowage::checker
