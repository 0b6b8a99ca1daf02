#include "model/catalog.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "model/base/invariant.h"

namespace stowage {

namespace {

/// Micro-units of money times micro-units of a rate are 1e-12; a cent is 1e-2.
constexpr std::int64_t kProductsPerCent = 10'000'000'000;
constexpr std::int64_t kMicroPerCent = 10'000;
constexpr std::int64_t kMicro = 1'000'000;

bool contains(const std::vector<std::string>& words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

std::string_view nameWithoutRegion(std::string_view name) {
    return name.substr(0, name.find('@'));
}

bool isNamed(const OfferFilter& filter, const Offer& offer) {
    return filter.offers &&
           (contains(*filter.offers, offer.name) || contains(*filter.offers, qualifiedName(offer)));
}

bool isAllowed(const OfferFilter& filter, const Offer& offer) {
    return isMachine(offer.kind) &&
           (!filter.providers || contains(*filter.providers, offer.provider)) &&
           (!filter.offers || isNamed(filter, offer)) &&
           (!filter.arch || *filter.arch == offer.arch) &&
           (!filter.kind || *filter.kind == offer.kind) &&
           (offer.availability == Availability::Orderable || isNamed(filter, offer));
}

std::string nearestOrList(std::string_view word, const std::vector<std::string>& known) {
    const std::string nearest = didYouMean(word, known);
    return nearest.empty() ? "'stowage catalog list' shows all" : nearest;
}

void reportUnknownNames(const Catalog& catalog, const OfferFilter& filter,
                        Diagnostics& diagnostics) {
    std::vector<std::string> providers;
    for (const ProviderInfo& info : catalog.providers()) {
        providers.push_back(info.name);
    }
    for (const std::string& name : filter.providers.value_or(std::vector<std::string>{})) {
        if (!contains(providers, name)) {
            diagnostics.error({}, "unknown provider " + quoteWord(name),
                              nearestOrList(name, providers));
        }
    }
    std::vector<std::string> names;
    for (const Offer& offer : catalog.offers()) {
        if (isMachine(offer.kind)) {
            names.push_back(offer.name);
            names.push_back(qualifiedName(offer));
        }
    }
    for (const std::string& name : filter.offers.value_or(std::vector<std::string>{})) {
        if (!contains(names, name)) {
            diagnostics.error({}, "unknown offer " + quoteWord(name), nearestOrList(name, names));
        }
    }
}

}  // namespace

Exchange::Exchange(std::string currency, std::vector<std::pair<std::string, Money>> rates)
    : m_currency(std::move(currency)), m_rates(std::move(rates)) {
    for (const auto& entry : m_rates) {
        STOWAGE_ASSERT(entry.second.raw() > 0);
    }
}

std::optional<Money> Exchange::rate(const std::string& currency) const {
    if (currency == m_currency) {
        return Money::fromRaw(kMicro);
    }
    for (const auto& entry : m_rates) {
        if (entry.first == currency) {
            return entry.second;
        }
    }
    return std::nullopt;
}

std::optional<Money> Exchange::line(Money unit, std::int64_t count,
                                    const std::string& currency) const {
    const std::optional<Money> perUnit = rate(currency);
    std::int64_t amount = 0;
    if (!perUnit || __builtin_mul_overflow(unit.raw(), count, &amount)) {
        return std::nullopt;
    }
    const auto cents = mulDivHalfEven(amount, perUnit->raw(), kProductsPerCent);
    std::int64_t micro = 0;
    if (!cents || __builtin_mul_overflow(*cents, kMicroPerCent, &micro)) {
        return std::nullopt;
    }
    return Money::fromRaw(micro);
}

std::optional<Money> Exchange::unit(Money unit, const std::string& currency) const {
    const std::optional<Money> perUnit = rate(currency);
    if (!perUnit) {
        return std::nullopt;
    }
    const auto micro = mulDivHalfEven(unit.raw(), perUnit->raw(), kMicro);
    return micro ? std::optional<Money>(Money::fromRaw(*micro)) : std::nullopt;
}

Catalog Catalog::of(std::vector<ProviderInfo> providers, std::vector<Offer> offers,
                    AllocatableRules rules) {
    Catalog catalog;
    catalog.m_providers = std::move(providers);
    catalog.m_offers = std::move(offers);
    catalog.m_rules = std::move(rules);
    return catalog;
}

const ProviderInfo* Catalog::provider(std::string_view name) const {
    const auto at = std::find_if(m_providers.begin(), m_providers.end(),
                                 [name](const ProviderInfo& info) { return info.name == name; });
    return at == m_providers.end() ? nullptr : &*at;
}

const Offer* Catalog::find(std::string_view provider, OfferKind kind, std::string_view name) const {
    const auto at = std::find_if(m_offers.begin(), m_offers.end(), [&](const Offer& offer) {
        return offer.provider == provider && offer.kind == kind && offer.name == name;
    });
    return at == m_offers.end() ? nullptr : &*at;
}

std::vector<const Offer*> Catalog::named(std::string_view name) const {
    std::vector<const Offer*> found;
    for (const Offer& offer : m_offers) {
        if (offer.name == name || nameWithoutRegion(offer.name) == name ||
            qualifiedName(offer) == name || nameWithoutRegion(qualifiedName(offer)) == name) {
            found.push_back(&offer);
        }
    }
    return found;
}

const Offer* Catalog::addOn(std::string_view provider, OfferKind kind,
                            std::string_view region) const {
    for (const Offer& offer : m_offers) {
        if (offer.provider == provider && offer.kind == kind &&
            offer.availability == Availability::Orderable &&
            (offer.region.empty() || region.empty() || offer.region == region)) {
            return &offer;
        }
    }
    return nullptr;
}

const Offer* Catalog::managedService(std::string_view provider, std::string_view service,
                                     Bytes memory, Bytes disk) const {
    const Offer* cheapest = nullptr;
    for (const Offer& offer : m_offers) {
        if (offer.provider == provider && offer.kind == OfferKind::ManagedService &&
            offer.availability == Availability::Orderable && contains(offer.serves, service) &&
            offer.memory >= memory && (!offer.disk || *offer.disk >= disk) &&
            (cheapest == nullptr || offer.price < cheapest->price)) {
            cheapest = &offer;
        }
    }
    return cheapest;
}

std::vector<Offer> Catalog::machines(const OfferFilter& filter, const Exchange& exchange,
                                     Diagnostics& diagnostics) const {
    reportUnknownNames(*this, filter, diagnostics);
    std::vector<Offer> allowed;
    std::map<std::string, int> leftOut;
    for (const Offer& offer : m_offers) {
        if (!isAllowed(filter, offer)) {
            continue;
        }
        if (exchange.knows(offer.currency)) {
            allowed.push_back(offer);
        } else {
            ++leftOut[offer.currency];
        }
    }
    for (const auto& entry : leftOut) {
        diagnostics.warning(
            {},
            fmt::format("{} {} priced in {} {} left out: no exchange rate to {}", entry.second,
                        entry.second == 1 ? "offer" : "offers", entry.first,
                        entry.second == 1 ? "is" : "are", exchange.currency()),
            fmt::format("add 'exchange: {{ {}: RATE }}' to the scenario", entry.first));
    }
    return allowed;
}

std::int64_t priceAgeDays(const Offer& offer, const CalendarDate& today) {
    return offer.date.isSet() ? daysBetween(offer.date, today) : 0;
}

bool isStale(const Offer& offer, const CalendarDate& today) {
    return priceAgeDays(offer, today) > kPriceStaleDays;
}

}  // namespace stowage
