#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/base/units.h"
#include "model/catalog.h"
#include "model/offer.h"

namespace stowage {

/// One line of a bill: unit * count, converted and rounded to the cent once.
struct CostLine {
    std::string item;  ///< "s-1vcpu-2gb", "IPv4 address", "block storage, per GiB"
    std::int64_t count = 1;
    Money unit;     ///< in the currency of the bill, to the micro-unit
    Money monthly;  ///< whole cents; what is added up
    bool operator==(const CostLine&) const = default;
};

/// A full month in one currency. `monthly` is the sum of the printed lines.
struct Bill {
    std::string currency = "USD";
    Money monthly;
    std::vector<CostLine> lines;
    /// What has no price row or no exchange rate, in words: "load balancer at hetzner". A bill with
    /// an entry here is "not priced": its sum is too small and it may not be recommended.
    std::vector<std::string> missing;

    bool isPriced() const { return missing.empty(); }
    bool operator==(const Bill&) const = default;
};

/// A machine or another offer, bought `count` times.
struct Purchase {
    Offer offer;
    std::int64_t count = 1;
    bool operator==(const Purchase&) const = default;
};

/// A managed service of the layout.
struct ManagedServiceNeed {
    std::string label;    ///< "shop-production/mysql"
    std::string service;  ///< a word of service.h, as in Offer::serves
    Bytes memory;         ///< at least
    Bytes disk;           ///< at least; for object storage what is stored
    /// Managed today already: a line of 0 on any provider, "paid elsewhere".
    bool paidElsewhere = false;
    bool operator==(const ManagedServiceNeed&) const = default;
};

enum class ClusterKind { SelfManaged, Managed };
enum class Backups { None, EveryMachine };

/// Everything a layout buys.
struct Basket {
    std::string provider;  ///< whose add-ons are used; "custom" has none
    std::string region;    ///< may be empty
    std::vector<Purchase> machines;
    ClusterKind cluster = ClusterKind::SelfManaged;
    std::int64_t loadBalancers = 0;
    std::vector<Bytes> blockVolumes;  ///< size of each
    std::vector<ManagedServiceNeed> managedServices;
    Bytes egress;  ///< per month, for the whole cluster; 0: within what the machines include
    Backups backups = Backups::None;
    bool operator==(const Basket&) const = default;
};

/// The bill of a basket. Lines in this order: machines as listed (equal offers merged), control
/// plane, load balancers, IPv4 addresses where they are charged apart (one line a machine offer),
/// block storage, managed services, backups, traffic. Owned machines are lines of 0 and need no
/// address.
Bill billFor(const Basket& basket, const Catalog& catalog, const Exchange& exchange);

/// What `count` machines of this offer add to a bill: their own line and their address line. The
/// figure that bounds and orderings use: the bill of a basket is the sum of this over its machine
/// offers plus the bill of the same basket without machines, to the cent. nullopt when there is no
/// exchange rate.
std::optional<Money> machinesMonthly(const Offer& offer, std::int64_t count, const Catalog& catalog,
                                     const Exchange& exchange);

/// Adds lines and missing entries of `other`, of the same currency (asserted).
void append(Bill& bill, const Bill& other);

}  // namespace stowage
