#include "model/cost.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "model/base/invariant.h"

namespace stowage {

namespace {

constexpr std::int64_t kGib = std::int64_t{1024} * 1024 * 1024;
constexpr std::int64_t kGb = 1'000'000'000;

std::int64_t divideRoundUp(std::int64_t value, std::int64_t divisor) {
    return value / divisor + (value % divisor > 0 ? 1 : 0);
}

/// How many billed units an amount is: whole GiB or GB, begun ones count.
std::int64_t billedUnits(Bytes amount, PriceUnit unit) {
    switch (unit) {
        case PriceUnit::Month:
            return 1;
        case PriceUnit::GibMonth:
        case PriceUnit::Gib:
            return divideRoundUp(amount.raw(), kGib);
        case PriceUnit::GbMonth:
            return divideRoundUp(amount.raw(), kGb);
    }
    STOWAGE_UNREACHABLE();
}

std::string unitWord(PriceUnit unit) {
    return unit == PriceUnit::GbMonth ? "GB" : "GiB";
}

/// Writes the lines of one bill; each line is converted and rounded once.
class BillWriter {
public:
    BillWriter(const Basket& basket, const Catalog& catalog, const Exchange& exchange)
        : m_basket(basket), m_catalog(catalog), m_exchange(exchange) {
        m_bill.currency = exchange.currency();
    }

    Bill write() {
        addMachines();
        addControlPlane();
        addLoadBalancers();
        addAddresses();
        addVolumes();
        addManagedServices();
        addObjectStorage();
        addBackups();
        addEgress();
        return std::move(m_bill);
    }

private:
    void addLine(std::string item, std::int64_t count, Money unit, const std::string& currency) {
        const std::optional<Money> monthly = m_exchange.line(unit, count, currency);
        const std::optional<Money> shown = m_exchange.unit(unit, currency);
        if (!monthly || !shown) {
            miss(
                fmt::format("exchange rate from {} to {} for {}", currency, m_bill.currency, item));
            return;
        }
        m_bill.monthly += *monthly;
        m_bill.lines.push_back(CostLine{std::move(item), count, *shown, *monthly});
    }

    void miss(std::string what) {
        if (std::find(m_bill.missing.begin(), m_bill.missing.end(), what) == m_bill.missing.end()) {
            m_bill.missing.push_back(std::move(what));
        }
    }

    const Offer* addOn(OfferKind kind) const {
        return m_catalog.addOn(m_basket.provider, kind, m_basket.region);
    }

    void addMachines() {
        for (const Purchase& purchase : mergedMachines()) {
            addLine(purchase.offer.owned ? purchase.offer.name + " (owned)" : purchase.offer.name,
                    purchase.count, purchase.offer.owned ? Money() : purchase.offer.price,
                    purchase.offer.owned ? m_bill.currency : purchase.offer.currency);
        }
    }

    std::vector<Purchase> mergedMachines() const {
        std::vector<Purchase> merged;
        for (const Purchase& purchase : m_basket.machines) {
            const auto same = std::find_if(
                merged.begin(), merged.end(),
                [&purchase](const Purchase& other) { return other.offer == purchase.offer; });
            if (same == merged.end()) {
                merged.push_back(purchase);
            } else {
                same->count += purchase.count;
            }
        }
        return merged;
    }

    void addControlPlane() {
        if (m_basket.cluster != ClusterKind::Managed) {
            return;
        }
        if (const Offer* row = addOn(OfferKind::ControlPlane)) {
            addLine("managed control plane", 1, row->price, row->currency);
        } else {
            miss("managed control plane at " + m_basket.provider);
        }
    }

    void addLoadBalancers() {
        if (m_basket.loadBalancers == 0) {
            return;
        }
        if (const Offer* row = addOn(OfferKind::LoadBalancer)) {
            addLine("load balancer", m_basket.loadBalancers, row->price, row->currency);
        } else {
            miss("load balancer at " + m_basket.provider);
        }
    }

    /// One line a machine offer and not one for all, so that a bill is the sum of what each offer
    /// adds, to the cent: bounds are sums over offers and must not exceed it.
    void addAddresses() {
        const Offer* row = addOn(OfferKind::Ipv4);
        if (row == nullptr) {
            return;
        }
        std::vector<Purchase> addressed = mergedMachines();
        std::erase_if(addressed, [this](const Purchase& purchase) {
            return purchase.count == 0 || !needsAddress(purchase.offer);
        });
        for (const Purchase& purchase : addressed) {
            addLine(addressed.size() == 1 ? std::string("IPv4 address")
                                          : "IPv4 address for " + purchase.offer.name,
                    purchase.count, row->price, row->currency);
        }
    }

    bool needsAddress(const Offer& offer) const {
        return !offer.owned && offer.kind == OfferKind::Vps && offer.provider == m_basket.provider;
    }

    void addVolumes() {
        if (m_basket.blockVolumes.empty()) {
            return;
        }
        const Offer* row = addOn(OfferKind::Volume);
        if (row == nullptr) {
            miss("block storage at " + m_basket.provider);
            return;
        }
        std::int64_t units = 0;
        for (const Bytes size : m_basket.blockVolumes) {
            units += billedUnits(std::max(size, row->minimumSize), row->unit);
        }
        addLine("block storage, per " + unitWord(row->unit), units, row->price, row->currency);
    }

    bool isObjectStorage(const ManagedServiceNeed& need) const {
        const Offer* row = addOn(OfferKind::ObjectStorage);
        return row != nullptr &&
               std::find(row->serves.begin(), row->serves.end(), need.service) != row->serves.end();
    }

    void addManagedServices() {
        for (const ManagedServiceNeed& need : m_basket.managedServices) {
            if (need.paidElsewhere) {
                addLine(need.label + " (managed, paid elsewhere)", 1, Money(), m_bill.currency);
            } else if (const Offer* row = m_catalog.managedService(m_basket.provider, need.service,
                                                                   need.memory, need.disk)) {
                addLine(fmt::format("{} for {}", row->name, need.label), 1, row->price,
                        row->currency);
            } else if (!isObjectStorage(need)) {
                miss(fmt::format("managed {} at {}", need.service, m_basket.provider));
            }
        }
    }

    /// One subscription holds the buckets of all environments; what exceeds it is billed by size.
    void addObjectStorage() {
        Bytes stored;
        bool isWanted = false;
        for (const ManagedServiceNeed& need : m_basket.managedServices) {
            if (!need.paidElsewhere && isObjectStorage(need)) {
                stored += need.disk;
                isWanted = true;
            }
        }
        if (!isWanted) {
            return;
        }
        const Offer* row = addOn(OfferKind::ObjectStorage);
        addLine("object storage", 1, row->price, row->currency);
        if (stored <= row->minimumSize) {
            return;
        }
        if (const Offer* further = m_catalog.find(m_basket.provider, OfferKind::ObjectStorage,
                                                  row->name + "-further-storage")) {
            addLine("object storage beyond the subscription, per " + unitWord(further->unit),
                    billedUnits(stored - row->minimumSize, further->unit), further->price,
                    further->currency);
        } else {
            miss("object storage beyond the subscription at " + m_basket.provider);
        }
    }

    void addBackups() {
        if (m_basket.backups == Backups::None) {
            return;
        }
        const Offer* row = addOn(OfferKind::Backup);
        if (row == nullptr) {
            miss("backups at " + m_basket.provider);
            return;
        }
        for (const Purchase& purchase : m_basket.machines) {
            if (!needsAddress(purchase.offer)) {
                continue;
            }
            const auto unit =
                mulDivHalfEven(purchase.offer.price.raw(), row->priceShare.raw(), kWhole.raw());
            STOWAGE_ASSERT(unit.has_value());
            addLine("backup of " + purchase.offer.name, purchase.count, Money::fromRaw(*unit),
                    purchase.offer.currency);
        }
    }

    void addEgress() {
        Bytes included;
        for (const Purchase& purchase : m_basket.machines) {
            if (!purchase.offer.transfer) {
                return;
            }
            included += times(*purchase.offer.transfer, purchase.count);
        }
        if (m_basket.egress <= included) {
            return;
        }
        if (const Offer* row = addOn(OfferKind::Egress)) {
            addLine("traffic beyond the included, per " + unitWord(row->unit),
                    billedUnits(m_basket.egress - included, row->unit), row->price, row->currency);
        } else {
            miss("traffic beyond the included at " + m_basket.provider);
        }
    }

    const Basket& m_basket;
    const Catalog& m_catalog;
    const Exchange& m_exchange;
    Bill m_bill;
};

}  // namespace

Bill billFor(const Basket& basket, const Catalog& catalog, const Exchange& exchange) {
    return BillWriter(basket, catalog, exchange).write();
}

std::optional<Money> machinesMonthly(const Offer& offer, std::int64_t count, const Catalog& catalog,
                                     const Exchange& exchange) {
    const Basket basket{.provider = offer.provider,
                        .region = offer.region,
                        .machines = {Purchase{offer, count}},
                        .blockVolumes = {},
                        .managedServices = {},
                        .egress = {}};
    const Bill bill = billFor(basket, catalog, exchange);
    return bill.isPriced() ? std::optional<Money>(bill.monthly) : std::nullopt;
}

void append(Bill& bill, const Bill& other) {
    STOWAGE_ASSERT(bill.currency == other.currency);
    bill.monthly += other.monthly;
    bill.lines.insert(bill.lines.end(), other.lines.begin(), other.lines.end());
    bill.missing.insert(bill.missing.end(), other.missing.begin(), other.missing.end());
}

}  // namespace stowage
