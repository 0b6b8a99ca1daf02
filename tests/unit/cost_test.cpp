#include "model/cost.h"

#include <gtest/gtest.h>

#include <string>

namespace stowage {
namespace {

Catalog shippedCatalog() {
    Diagnostics diagnostics;
    Catalog catalog =
        Catalog::load(DataFiles::shipped(), CalendarDate::of(2026, 11, 25), diagnostics);
    EXPECT_FALSE(diagnostics.hasErrors());
    return catalog;
}

Purchase machine(const Catalog& catalog, const std::string& provider, OfferKind kind,
                 const std::string& name, std::int64_t count) {
    const Offer* offer = catalog.find(provider, kind, name);
    EXPECT_NE(offer, nullptr) << provider << "/" << name;
    return Purchase{offer == nullptr ? Offer{} : *offer, count};
}

Basket basketOf(const std::string& provider, std::vector<Purchase> machines) {
    Basket basket;
    basket.provider = provider;
    basket.machines = std::move(machines);
    return basket;
}

/// "item count unit monthly" per line, then the total and what is missing.
std::string printed(const Bill& bill) {
    std::string text;
    Money sum;
    for (const CostLine& line : bill.lines) {
        text += line.item + " | " + std::to_string(line.count) + " | " + toDecimal(line.unit) +
                " | " + toDecimal(line.monthly) + "\n";
        sum += line.monthly;
    }
    EXPECT_EQ(sum, bill.monthly);
    text += "= " + toDecimal(bill.monthly) + " " + bill.currency + "\n";
    for (const std::string& missing : bill.missing) {
        text += "missing: " + missing + "\n";
    }
    return text;
}

const Exchange kDollars("USD", {{"EUR", Money::fromRaw(1'080'000)}});
const Exchange kEuros("EUR", {});

TEST(Bill, DigitalOceanManagedCluster) {
    const Catalog catalog = shippedCatalog();
    Basket basket =
        basketOf("digitalocean",
                 {machine(catalog, "digitalocean", OfferKind::ManagedNode, "s-2vcpu-4gb", 2)});
    basket.cluster = ClusterKind::Managed;
    basket.loadBalancers = 1;
    basket.blockVolumes = {gibibytes(10), mebibytes(26112)};  // 10 and 25.5 GiB
    basket.managedServices = {{.label = "shop-production/postgres",
                               .service = "postgres",
                               .memory = gibibytes(1),
                               .disk = gibibytes(20)},
                              {.label = "shop-production/minio",
                               .service = "minio",
                               .memory = {},
                               .disk = gibibytes(300)},
                              {.label = "blog-production/mysql",
                               .service = "mysql",
                               .memory = {},
                               .disk = {},
                               .paidElsewhere = true}};
    basket.egress = gibibytes(8100);  // 2 · 4000 GiB are included
    // 48 + 0 + 12 + 36 · 0.10 + 0 + 30.45 (10 GiB of the smaller one are too few) + 5 +
    // 50 · 0.02 + 100 · 0.01
    EXPECT_EQ(printed(billFor(basket, catalog, kDollars)),
              "s-2vcpu-4gb | 2 | 24.00 | 48.00\n"
              "managed control plane | 1 | 0.00 | 0.00\n"
              "load balancer | 1 | 12.00 | 12.00\n"
              "block storage, per GiB | 36 | 0.10 | 3.60\n"
              "managed-postgres-2gb for shop-production/postgres | 1 | 30.45 | 30.45\n"
              "blog-production/mysql (managed, paid elsewhere) | 1 | 0.00 | 0.00\n"
              "object storage | 1 | 5.00 | 5.00\n"
              "object storage beyond the subscription, per GiB | 50 | 0.02 | 1.00\n"
              "traffic beyond the included, per GiB | 100 | 0.01 | 1.00\n"
              "= 101.05 USD\n");
}

TEST(Bill, DigitalOceanSingleDroplet) {
    const Catalog catalog = shippedCatalog();
    EXPECT_EQ(printed(billFor(basketOf("digitalocean", {machine(catalog, "digitalocean",
                                                                OfferKind::Vps, "s-1vcpu-2gb", 1)}),
                              catalog, kDollars)),
              "s-1vcpu-2gb | 1 | 12.00 | 12.00\n"
              "= 12.00 USD\n");
}

TEST(Bill, HetznerInDollars) {
    const Catalog catalog = shippedCatalog();
    Basket basket = basketOf("hetzner", {machine(catalog, "hetzner", OfferKind::Vps, "cpx22", 2),
                                         machine(catalog, "hetzner", OfferKind::Vps, "cpx22", 1)});
    basket.blockVolumes = {gibibytes(5)};  // 10 GB is the smallest
    basket.loadBalancers = 1;
    // 3 · 19.49 · 1.08 = 63.1476; 3 · 0.50 · 1.08 = 1.62; 10 · 0.0572 · 1.08 = 0.61776
    EXPECT_EQ(printed(billFor(basket, catalog, kDollars)),
              "cpx22 | 3 | 21.0492 | 63.15\n"
              "IPv4 address | 3 | 0.54 | 1.62\n"
              "block storage, per GB | 10 | 0.061776 | 0.62\n"
              "= 65.39 USD\n"
              "missing: load balancer at hetzner\n");
}

TEST(Bill, HetznerSingaporeInEuros) {
    const Catalog catalog = shippedCatalog();
    Basket basket =
        basketOf("hetzner", {machine(catalog, "hetzner", OfferKind::Vps, "cpx22@sin", 1)});
    basket.region = "sin";
    EXPECT_EQ(printed(billFor(basket, catalog, kEuros)),
              "cpx22@sin | 1 | 26.49 | 26.49\n"
              "IPv4 address | 1 | 0.50 | 0.50\n"
              "= 26.99 EUR\n");
}

TEST(Bill, Vultr) {
    const Catalog catalog = shippedCatalog();
    // 2 · 20 + 40
    EXPECT_EQ(printed(billFor(
                  basketOf("vultr", {machine(catalog, "vultr", OfferKind::Vps, "vc2-2c-4gb", 2),
                                     machine(catalog, "vultr", OfferKind::Vps, "vc2-4c-8gb", 1)}),
                  catalog, kDollars)),
              "vc2-2c-4gb | 2 | 20.00 | 40.00\n"
              "vc2-4c-8gb | 1 | 40.00 | 40.00\n"
              "= 80.00 USD\n");
}

TEST(Bill, Linode) {
    const Catalog catalog = shippedCatalog();
    Basket basket =
        basketOf("linode", {machine(catalog, "linode", OfferKind::Vps, "g6-standard-2", 1)});
    basket.blockVolumes = {gibibytes(20)};  // 21.47 GB: 22 are billed
    EXPECT_EQ(printed(billFor(basket, catalog, kDollars)),
              "g6-standard-2 | 1 | 24.00 | 24.00\n"
              "block storage, per GB | 22 | 0.10 | 2.20\n"
              "= 26.20 USD\n");
}

TEST(Bill, AwsWithItsControlPlane) {
    const Catalog catalog = shippedCatalog();
    Basket basket =
        basketOf("aws", {machine(catalog, "aws", OfferKind::ManagedNode, "t3.medium", 2)});
    basket.cluster = ClusterKind::Managed;
    // 2 · 30.37 + 73
    EXPECT_EQ(printed(billFor(basket, catalog, kDollars)),
              "t3.medium | 2 | 30.37 | 60.74\n"
              "managed control plane | 1 | 73.00 | 73.00\n"
              "= 133.74 USD\n");
}

TEST(Bill, Lightsail) {
    const Catalog catalog = shippedCatalog();
    Basket basket =
        basketOf("lightsail", {machine(catalog, "lightsail", OfferKind::Vps, "small_3_0", 1)});
    basket.managedServices = {{.label = "shop-production/postgres",
                               .service = "postgres",
                               .memory = gibibytes(2),
                               .disk = {}}};
    EXPECT_EQ(printed(billFor(basket, catalog, kDollars)),
              "small_3_0 | 1 | 12.00 | 12.00\n"
              "managed-postgres-2gb for shop-production/postgres | 1 | 30.00 | 30.00\n"
              "= 42.00 USD\n");
}

TEST(Bill, CivoLacksThePriceOfItsControlPlane) {
    const Catalog catalog = shippedCatalog();
    Basket basket =
        basketOf("civo", {machine(catalog, "civo", OfferKind::ManagedNode, "g4s.kube.medium", 2)});
    basket.cluster = ClusterKind::Managed;
    const Bill bill = billFor(basket, catalog, kDollars);
    EXPECT_FALSE(bill.isPriced());
    EXPECT_EQ(printed(bill),
              "g4s.kube.medium | 2 | 21.73 | 43.46\n"
              "= 43.46 USD\n"
              "missing: managed control plane at civo\n");
}

TEST(Bill, Scaleway) {
    const Catalog catalog = shippedCatalog();
    // 2 · 14.74 + 2 · 0.004 · 730
    EXPECT_EQ(printed(billFor(
                  basketOf("scaleway", {machine(catalog, "scaleway", OfferKind::Vps, "dev1-m", 2)}),
                  catalog, kEuros)),
              "dev1-m | 2 | 14.74 | 29.48\n"
              "IPv4 address | 2 | 2.92 | 5.84\n"
              "= 35.32 EUR\n");
}

TEST(Bill, OvhcloudContaboHostingerAndAzure) {
    const Catalog catalog = shippedCatalog();
    const auto total = [&catalog](const std::string& provider, OfferKind kind,
                                  const std::string& name, std::int64_t count) {
        return toDecimal(
            billFor(basketOf(provider, {machine(catalog, provider, kind, name, count)}), catalog,
                    kDollars)
                .monthly);
    };
    // 45 · 1.08; 6.50 · 1.08; 3 · 9.99; 2 · 30.37
    EXPECT_EQ(total("ovhcloud", OfferKind::Vps, "b3-8", 1), "48.60");
    EXPECT_EQ(total("contabo", OfferKind::Vps, "cloud-vps-10@india", 1), "7.02");
    EXPECT_EQ(total("hostinger", OfferKind::Vps, "kvm-4", 3), "29.97");
    EXPECT_EQ(total("azure", OfferKind::ManagedNode, "Standard_B2s", 2), "60.74");
}

TEST(Bill, OwnedMachinesCostNothingAndNeedNoAddress) {
    const Catalog catalog = shippedCatalog();
    Purchase owned = machine(catalog, "hetzner", OfferKind::Vps, "cpx22", 1);
    owned.offer.owned = true;
    Basket basket =
        basketOf("hetzner", {owned, machine(catalog, "hetzner", OfferKind::Vps, "cpx22", 1)});
    EXPECT_EQ(printed(billFor(basket, catalog, kEuros)),
              "cpx22 (owned) | 1 | 0.00 | 0.00\n"
              "cpx22 | 1 | 19.49 | 19.49\n"
              "IPv4 address | 1 | 0.50 | 0.50\n"
              "= 19.99 EUR\n");
}

TEST(Bill, MissingRowsAndRatesAreNamed) {
    const Catalog catalog = shippedCatalog();
    Basket basket = basketOf("hetzner", {machine(catalog, "hetzner", OfferKind::Vps, "cpx22", 1)});
    basket.backups = Backups::EveryMachine;
    basket.managedServices = {
        {.label = "a-production/mysql", .service = "mysql", .memory = {}, .disk = {}},
        {.label = "b-production/mysql", .service = "mysql", .memory = {}, .disk = {}}};
    EXPECT_EQ(printed(billFor(basket, catalog, Exchange("USD", {}))),
              "= 0.00 USD\n"
              "missing: exchange rate from EUR to USD for cpx22\n"
              "missing: exchange rate from EUR to USD for IPv4 address\n"
              "missing: managed mysql at hetzner\n"
              "missing: backups at hetzner\n");
}

TEST(Bill, BackupsAreAShareOfTheMachine) {
    Offer server;
    server.provider = "acme";
    server.name = "server";
    server.price = Money::fromRaw(19'490'000);
    Offer backup;
    backup.provider = "acme";
    backup.name = "backup";
    backup.kind = OfferKind::Backup;
    backup.priceShare = PartsPerMillion::fromRaw(200'000);
    const Catalog catalog = Catalog::of({}, {server, backup}, AllocatableRules::of({}));
    Basket basket = basketOf("acme", {Purchase{server, 2}});
    basket.backups = Backups::EveryMachine;
    // 20 % of 19.49 = 3.898; twice 7.796
    EXPECT_EQ(printed(billFor(basket, catalog, kDollars)),
              "server | 2 | 19.49 | 38.98\n"
              "backup of server | 2 | 3.898 | 7.80\n"
              "= 46.78 USD\n");
}

TEST(MachinesMonthly, HoldsTheAddress) {
    const Catalog catalog = shippedCatalog();
    const Offer offer = machine(catalog, "hetzner", OfferKind::Vps, "cpx22", 1).offer;
    // 3 · 19.49 · 1.08 = 63.15; 3 · 0.54 = 1.62
    EXPECT_EQ(machinesMonthly(offer, 3, catalog, kDollars), Money::fromRaw(64'770'000));
    EXPECT_EQ(machinesMonthly(offer, 3, catalog, Exchange("USD", {})), std::nullopt);
}

TEST(MachinesMonthly, SumsToTheBillWhereRoundingBites) {
    const Catalog catalog = shippedCatalog();
    const Purchase small = machine(catalog, "hetzner", OfferKind::Vps, "cpx22", 3);
    const Purchase large = machine(catalog, "hetzner", OfferKind::Vps, "cpx32", 3);
    const Exchange exchange("USD", {{"EUR", Money::fromRaw(1'083'700)}});
    // 3 · 0.50 · 1.0837 = 1.62555 → 1.63 for each offer; together they would be 3.25.
    const Bill bill = billFor(basketOf("hetzner", {small, large}), catalog, exchange);
    EXPECT_EQ(printed(bill),
              "cpx22 | 3 | 21.121313 | 63.36\n"
              "cpx32 | 3 | 38.460513 | 115.38\n"
              "IPv4 address for cpx22 | 3 | 0.54185 | 1.63\n"
              "IPv4 address for cpx32 | 3 | 0.54185 | 1.63\n"
              "= 182.00 USD\n");
    EXPECT_EQ(*machinesMonthly(small.offer, 3, catalog, exchange) +
                  *machinesMonthly(large.offer, 3, catalog, exchange),
              bill.monthly);
}

TEST(AppendBill, AddsLinesAndWhatIsMissing) {
    Bill first{"USD",
               Money::fromRaw(10'000),
               {{"a", 1, Money::fromRaw(10'000), Money::fromRaw(10'000)}},
               {}};
    const Bill second{"USD",
                      Money::fromRaw(20'000),
                      {{"b", 2, Money::fromRaw(10'000), Money::fromRaw(20'000)}},
                      {"c"}};
    append(first, second);
    EXPECT_EQ(first.monthly, Money::fromRaw(30'000));
    EXPECT_EQ(first.lines.size(), 2U);
    EXPECT_FALSE(first.isPriced());
}

}  // namespace
}  // namespace stowage
