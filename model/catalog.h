#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/base/units.h"
#include "model/calendar_date.h"
#include "model/data_files.h"
#include "model/diagnostic.h"
#include "model/node_shape.h"
#include "model/offer.h"

namespace stowage {

/// Prices older than this many days are marked stale (check `price.fresh`).
inline constexpr std::int64_t kPriceStaleDays = 90;
/// Rows older than this many days are listed only.
inline constexpr std::int64_t kPriceExpiredDays = 365;

/// What holds for a whole provider.
struct ProviderInfo {
    std::string name;    ///< "digitalocean"
    std::string title;   ///< "DigitalOcean"
    std::string region;  ///< the first region, whose rows carry no suffix; may be empty
    std::string
        storageClass;  ///< of its managed Kubernetes, as in "do-block-storage"; may be empty
    std::string note;  ///< what a reader should know; may be empty
    std::string file;  ///< the data file, for messages
    bool operator==(const ProviderInfo&) const = default;
};

/// Which machines a scenario allows. A list that is absent means all, an empty list none.
struct OfferFilter {
    std::optional<std::vector<std::string>> providers;
    std::optional<std::vector<std::string>> offers;  ///< also brings back ListedOnly rows it names
    std::optional<Arch> arch;
    std::optional<OfferKind> kind;
};

/// Conversion into the currency of the scenario with the rates that its author gave.
class Exchange {
public:
    /// `rates`: currency to the price of one of its units in `currency`, in micro-units (EUR 1.08:
    /// 1'080'000). Asserts positive rates.
    Exchange(std::string currency, std::vector<std::pair<std::string, Money>> rates);
    Exchange() : Exchange("USD", {}) {}

    const std::string& currency() const { return m_currency; }
    bool knows(const std::string& currency) const { return rate(currency).has_value(); }
    /// The rate, 1'000'000 for the own currency; nullopt when unknown.
    std::optional<Money> rate(const std::string& currency) const;
    /// unit * count in the own currency, rounded to the cent once (half even): one line of a bill.
    /// nullopt when the currency is unknown or the amount leaves 64 bits.
    std::optional<Money> line(Money unit, std::int64_t count, const std::string& currency) const;
    /// One unit in the own currency, to the micro-unit (half even); for display and for order.
    std::optional<Money> unit(Money unit, const std::string& currency) const;

private:
    std::string m_currency;
    std::vector<std::pair<std::string, Money>> m_rates;
};

/// All offers of all providers, in the order provider, kind, file.
class Catalog {
public:
    Catalog() = default;
    /// Reads "providers/*.yaml" and "allocatable.yaml". Every finding goes to `diagnostics` with
    /// file and line. A row without source or date, or dated after `today`, is an error and does
    /// not load; a row older than a year becomes ListedOnly.
    static Catalog load(const DataFiles& files, const CalendarDate& today,
                        Diagnostics& diagnostics);
    /// From given rows, for tests.
    static Catalog of(std::vector<ProviderInfo> providers, std::vector<Offer> offers,
                      AllocatableRules rules);

    const std::vector<Offer>& offers() const { return m_offers; }
    const std::vector<ProviderInfo>& providers() const { return m_providers; }
    const AllocatableRules& rules() const { return m_rules; }
    const ProviderInfo* provider(std::string_view name) const;

    /// The row of this provider, kind and name (with "@region" where it has one), or nullptr.
    const Offer* find(std::string_view provider, OfferKind kind, std::string_view name) const;
    /// All rows of a name, whatever provider and kind. A name without "@region" also finds those of
    /// other regions.
    std::vector<const Offer*> named(std::string_view name) const;
    /// The first orderable row of this kind that fits the region: the add-on that a bill uses.
    const Offer* addOn(std::string_view provider, OfferKind kind, std::string_view region) const;
    /// The cheapest orderable ManagedService that serves `service` with at least this memory and
    /// disk, or nullptr.
    const Offer* managedService(std::string_view provider, std::string_view service, Bytes memory,
                                Bytes disk) const;

    /// Machines that the filter allows: orderable, or named in its offers. Offers in a currency
    /// without a rate are left out, with one warning that names the currency, how many and the way
    /// out. Unknown providers and offers are errors with the nearest known name.
    std::vector<Offer> machines(const OfferFilter& filter, const Exchange& exchange,
                                Diagnostics& diagnostics) const;

    /// The node that a machine becomes under the rules of this catalogue.
    NodeShape nodeShape(const Offer& offer) const { return stowage::nodeShape(offer, m_rules); }

private:
    std::vector<ProviderInfo> m_providers;
    std::vector<Offer> m_offers;
    AllocatableRules m_rules;
};

/// Whole days since the price was read; 0 for custom and owned offers without a date.
std::int64_t priceAgeDays(const Offer& offer, const CalendarDate& today);
/// Older than kPriceStaleDays.
bool isStale(const Offer& offer, const CalendarDate& today);

}  // namespace stowage
