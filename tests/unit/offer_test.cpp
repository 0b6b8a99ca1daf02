#include "model/offer.h"

#include <gtest/gtest.h>

namespace stowage {
namespace {

TEST(Offer, WordsOfKindsAreReadBack) {
    for (const OfferKind kind :
         {OfferKind::Vps, OfferKind::ManagedNode, OfferKind::StatedNode, OfferKind::ManagedService,
          OfferKind::ControlPlane, OfferKind::LoadBalancer, OfferKind::Volume, OfferKind::Snapshot,
          OfferKind::Ipv4, OfferKind::Backup, OfferKind::ObjectStorage, OfferKind::Egress}) {
        EXPECT_EQ(parseOfferKind(toWord(kind)), kind) << toWord(kind);
    }
    EXPECT_EQ(parseOfferKind("managed"), OfferKind::ManagedNode);
    EXPECT_EQ(parseOfferKind("server"), std::nullopt);
    EXPECT_EQ(parseArch("arm64"), Arch::Arm64);
    EXPECT_EQ(parseArch("arm"), std::nullopt);
    EXPECT_EQ(parsePriceUnit("GB-month"), PriceUnit::GbMonth);
    EXPECT_EQ(parsePriceUnit("hour"), std::nullopt);
}

TEST(Offer, OnlyNodesAreMachines) {
    EXPECT_TRUE(isMachine(OfferKind::Vps));
    EXPECT_TRUE(isMachine(OfferKind::ManagedNode));
    EXPECT_TRUE(isMachine(OfferKind::StatedNode));
    EXPECT_FALSE(isMachine(OfferKind::LoadBalancer));
    EXPECT_FALSE(isMachine(OfferKind::ManagedService));
}

TEST(Offer, NamesItsProviderForPeople) {
    Offer offer;
    offer.provider = "digitalocean";
    offer.name = "s-1vcpu-1gb";
    EXPECT_EQ(providerTitle(offer), "digitalocean");
    offer.providerTitle = "DigitalOcean";
    EXPECT_EQ(providerTitle(offer), "DigitalOcean");
    EXPECT_EQ(qualifiedName(offer), "digitalocean/s-1vcpu-1gb");
    offer.provider = "custom";
    EXPECT_EQ(qualifiedName(offer), "s-1vcpu-1gb");
}

}  // namespace
}  // namespace stowage
