#include "model/offer.h"

#include <array>
#include <utility>

#include "model/base/invariant.h"

namespace stowage {

namespace {

constexpr std::array kOfferKinds{
    OfferKind::Vps,           OfferKind::ManagedNode,
    OfferKind::StatedNode,    OfferKind::ManagedService,
    OfferKind::ControlPlane,  OfferKind::LoadBalancer,
    OfferKind::Volume,        OfferKind::Snapshot,
    OfferKind::Ipv4,          OfferKind::Backup,
    OfferKind::ObjectStorage, OfferKind::Egress,
};
constexpr std::array kArchs{Arch::Amd64, Arch::Arm64};
constexpr std::array kPriceUnits{PriceUnit::Month, PriceUnit::GibMonth, PriceUnit::GbMonth,
                                 PriceUnit::Gib};

template <typename Enum, std::size_t kCount>
std::optional<Enum> findWord(const std::array<Enum, kCount>& values, std::string_view word) {
    for (const Enum value : values) {
        if (toWord(value) == word) {
            return value;
        }
    }
    return std::nullopt;
}

}  // namespace

bool isMachine(OfferKind kind) {
    return kind == OfferKind::Vps || kind == OfferKind::ManagedNode ||
           kind == OfferKind::StatedNode;
}

std::string qualifiedName(const Offer& offer) {
    return offer.provider.empty() || offer.provider == "custom" ? offer.name
                                                                : offer.provider + "/" + offer.name;
}

std::string providerTitle(const Offer& offer) {
    return offer.providerTitle.empty() ? offer.provider : offer.providerTitle;
}

std::string_view toWord(OfferKind kind) {
    switch (kind) {
        case OfferKind::Vps:
            return "vps";
        case OfferKind::ManagedNode:
            return "managed-node";
        case OfferKind::StatedNode:
            return "node";
        case OfferKind::ManagedService:
            return "managed-service";
        case OfferKind::ControlPlane:
            return "control-plane";
        case OfferKind::LoadBalancer:
            return "load-balancer";
        case OfferKind::Volume:
            return "volume";
        case OfferKind::Snapshot:
            return "snapshot";
        case OfferKind::Ipv4:
            return "ipv4";
        case OfferKind::Backup:
            return "backup";
        case OfferKind::ObjectStorage:
            return "object-storage";
        case OfferKind::Egress:
            return "egress";
    }
    STOWAGE_UNREACHABLE();
}

std::string_view toWord(Arch arch) {
    switch (arch) {
        case Arch::Amd64:
            return "amd64";
        case Arch::Arm64:
            return "arm64";
    }
    STOWAGE_UNREACHABLE();
}

std::string_view toWord(PriceUnit unit) {
    switch (unit) {
        case PriceUnit::Month:
            return "month";
        case PriceUnit::GibMonth:
            return "GiB-month";
        case PriceUnit::GbMonth:
            return "GB-month";
        case PriceUnit::Gib:
            return "GiB";
    }
    STOWAGE_UNREACHABLE();
}

std::optional<OfferKind> parseOfferKind(std::string_view word) {
    return word == "managed" ? OfferKind::ManagedNode : findWord(kOfferKinds, word);
}

std::optional<Arch> parseArch(std::string_view word) {
    return findWord(kArchs, word);
}

std::optional<PriceUnit> parsePriceUnit(std::string_view word) {
    return findWord(kPriceUnits, word);
}

}  // namespace stowage
