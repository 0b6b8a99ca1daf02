#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/units.h"
#include "model/calendar_date.h"
#include "model/resources.h"
#include "model/workload.h"

namespace stowage {

/// What is on sale. The first three are machines.
enum class OfferKind {
    Vps,             ///< a virtual machine; a K3s node
    ManagedNode,     ///< a worker of the provider's Kubernetes
    StatedNode,      ///< a node whose allocatable is stated outright (`kind: node`)
    ManagedService,  ///< a database or cache run by the provider
    ControlPlane,    ///< the provider's Kubernetes control plane, per cluster
    LoadBalancer,
    Volume,  ///< block storage, per GiB or GB
    Snapshot,
    Ipv4,    ///< a public address, where it is charged apart from the machine
    Backup,  ///< a share of the machine's price (`priceShare`)
    ObjectStorage,
    Egress,  ///< traffic beyond what the machines include
};

enum class CpuShare { Shared, Dedicated };
enum class Arch { Amd64, Arm64 };

/// Whether a plan may use the offer by itself. ListedOnly: shown, used only when the scenario names
/// it (rulings on offers that nobody can rely on).
enum class Availability { Orderable, ListedOnly };

enum class PriceUnit {
    Month,     ///< per piece and month
    GibMonth,  ///< per 2^30 bytes and month
    GbMonth,   ///< per 10^9 bytes and month
    Gib,       ///< per 2^30 bytes, once
};

/// What pods may use, as stated by the scenario for `kind: node`.
struct StatedAllocatable {
    ResourceAmounts amounts;
    std::int64_t pods = 110;
    bool operator==(const StatedAllocatable&) const = default;
};

/// One thing on sale with its price, date and source, or a machine that is already owned (price 0).
struct Offer {
    std::string provider;  ///< lower case, as in "hetzner"; "custom" for an offer of the scenario
    std::string providerTitle;  ///< as people write it, "DigitalOcean"; may be empty
    /// As the provider spells it. Unique within provider and kind: a row of another region than the
    /// provider's first carries it, as in "cpx22@sin".
    std::string name;
    std::string region;              ///< may be empty
    std::vector<std::string> zones;  ///< empty: satisfies `zones: 1` only
    OfferKind kind = OfferKind::Vps;

    MilliCpu cpu;
    CpuShare cpuShare = CpuShare::Shared;
    Bytes memory;                   ///< nominal size
    std::optional<Bytes> disk;      ///< absent: unknown, or bought apart
    std::optional<Bytes> transfer;  ///< traffic included per month; absent: unknown or unlimited
    Arch arch = Arch::Amd64;

    Money price;  ///< per unit, in micro-units of `currency`
    std::string currency = "USD";
    PriceUnit unit = PriceUnit::Month;
    PartsPerMillion priceShare;  ///< Backup only: share of the price of the machine
    std::string source;
    CalendarDate date;

    Availability availability = Availability::Orderable;
    std::string unavailableBecause;  ///< set when ListedOnly
    std::string note;                ///< what a reader should know; may be empty
    /// How many can be had; absent: as many as wanted.
    std::optional<std::int64_t> stock;
    /// Already paid for: price 0, no address line, never part of a saving.
    bool owned = false;

    /// Share of the nominal memory that the kernel reports.
    PartsPerMillion capacityShare = PartsPerMillion::fromRaw(960'000);
    /// Pods per node; absent: the rule's own figure, else 110.
    std::optional<std::int64_t> podsMax;
    /// Block volumes that can be attached at once; absent: unknown.
    std::optional<std::int64_t> volumeSlots;
    /// Name of the rule in allocatable.yaml; empty for K3s machines and stated nodes.
    std::string allocatableRule;
    std::optional<StatedAllocatable> stated;  ///< set exactly for StatedNode
    std::map<std::string, std::string> labels;
    std::vector<Taint> taints;

    /// ManagedService and ObjectStorage: which backing services it can take over, in the words of
    /// service.h: "mysql", "mariadb", "redis"…
    std::vector<std::string> serves;
    /// Volume: billed at least per volume. ObjectStorage per month: what the price includes.
    Bytes minimumSize;

    bool operator==(const Offer&) const = default;
};

bool isMachine(OfferKind kind);
/// "digitalocean/s-2vcpu-4gb"; the name alone for provider "custom".
std::string qualifiedName(const Offer& offer);
/// The provider as people write it: "DigitalOcean"; its name where no title is known.
std::string providerTitle(const Offer& offer);

std::string_view toWord(OfferKind kind);  ///< "vps", "managed-node", "node", "load-balancer"…
std::string_view toWord(Arch arch);       ///< "amd64", "arm64"
std::string_view toWord(PriceUnit unit);  ///< "month", "GiB-month", "GB-month", "GiB"
/// The inverse; also "managed" for ManagedNode, as custom offers may write.
std::optional<OfferKind> parseOfferKind(std::string_view word);
std::optional<Arch> parseArch(std::string_view word);
std::optional<PriceUnit> parsePriceUnit(std::string_view word);

}  // namespace stowage
