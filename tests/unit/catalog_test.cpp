#include "model/catalog.h"

#include <gtest/gtest.h>

#include <map>

namespace stowage {
namespace {

const CalendarDate kToday = CalendarDate::of(2026, 11, 25);

std::string allText(const Diagnostics& diagnostics) {
    std::string text;
    for (const Diagnostic& finding : diagnostics.sorted()) {
        text += toText(finding) + "\n";
    }
    return text;
}

Catalog shippedCatalog() {
    Diagnostics diagnostics;
    Catalog catalog = Catalog::load(DataFiles::shipped(), kToday, diagnostics);
    EXPECT_EQ(allText(diagnostics), "");
    return catalog;
}

/// The shipped rules and one provider file "acme" with these rows.
DataFiles acmeFiles(const std::string& rows, const std::string& head = "") {
    const std::string text =
        "provider: acme\ntitle: Acme\ncurrency: USD\n" + head + "offers:\n" + rows;
    return DataFiles::of({*DataFiles::shipped().find("allocatable.yaml"),
                          DataFile{"providers/acme.yaml", "acme.yaml", text}});
}

std::string findingsOf(const std::string& rows, const std::string& head = "") {
    Diagnostics diagnostics;
    Catalog::load(acmeFiles(rows, head), kToday, diagnostics);
    return allText(diagnostics);
}

Catalog acme(const std::string& rows) {
    Diagnostics diagnostics;
    Catalog catalog = Catalog::load(acmeFiles(rows), kToday, diagnostics);
    EXPECT_EQ(allText(diagnostics), "");
    return catalog;
}

TEST(ShippedCatalog, LoadsEveryRow) {
    const Catalog catalog = shippedCatalog();
    std::map<std::string, int> rows;
    for (const Offer& offer : catalog.offers()) {
        ++rows[offer.provider];
        EXPECT_FALSE(offer.source.empty()) << offer.name;
        EXPECT_TRUE(offer.date.isSet()) << offer.name;
        EXPECT_FALSE(offer.providerTitle.empty()) << offer.name;
    }
    const std::map<std::string, int> expected{
        {"aws", 10},          {"azure", 4},    {"civo", 4},      {"contabo", 1},
        {"digitalocean", 37}, {"hetzner", 26}, {"hostinger", 2}, {"lightsail", 7},
        {"linode", 8},        {"ovhcloud", 4}, {"scaleway", 11}, {"vultr", 15}};
    EXPECT_EQ(rows, expected);
}

TEST(ShippedCatalog, KnowsTheFactsOfItsRows) {
    const Catalog catalog = shippedCatalog();
    const Offer* droplet = catalog.find("digitalocean", OfferKind::Vps, "s-1vcpu-2gb");
    ASSERT_NE(droplet, nullptr);
    EXPECT_EQ(droplet->price.raw(), 12'000'000);
    EXPECT_EQ(droplet->cpu, milliCpu(1000));
    EXPECT_EQ(droplet->memory, gibibytes(2));
    EXPECT_EQ(droplet->disk, gibibytes(50));
    EXPECT_EQ(droplet->currency, "USD");
    EXPECT_EQ(droplet->volumeSlots, 15);
    EXPECT_EQ(droplet->allocatableRule, "");
    const Offer* worker = catalog.find("digitalocean", OfferKind::ManagedNode, "s-1vcpu-2gb");
    ASSERT_NE(worker, nullptr);
    EXPECT_EQ(catalog.nodeShape(*worker).allocatable.memory(), gibibytes(1));
    const Offer* cx23 = catalog.find("hetzner", OfferKind::Vps, "cx23");
    ASSERT_NE(cx23, nullptr);
    EXPECT_EQ(cx23->availability, Availability::ListedOnly);
    EXPECT_EQ(cx23->price.raw(), 5'490'000);
    EXPECT_EQ(cx23->currency, "EUR");
    const Offer* arm = catalog.find("hetzner", OfferKind::Vps, "cax11");
    ASSERT_NE(arm, nullptr);
    EXPECT_EQ(arm->arch, Arch::Arm64);
    const Offer* singapore = catalog.find("hetzner", OfferKind::Vps, "cpx22@sin");
    ASSERT_NE(singapore, nullptr);
    EXPECT_EQ(singapore->region, "sin");
    EXPECT_EQ(catalog.named("cpx22").size(), 2U);
    EXPECT_EQ(catalog.named("digitalocean/s-1vcpu-2gb").size(), 2U);
}

TEST(ShippedCatalog, EveryMachineBecomesANode) {
    const Catalog catalog = shippedCatalog();
    for (const Offer& offer : catalog.offers()) {
        if (!isMachine(offer.kind)) {
            continue;
        }
        const NodeShape shape = catalog.nodeShape(offer);
        EXPECT_GT(shape.allocatable.memory().raw(), 0) << qualifiedName(offer);
        EXPECT_LE(shape.allocatable.memory(), shape.capacity) << qualifiedName(offer);
        EXPECT_LT(shape.capacity, shape.memory) << qualifiedName(offer);
        EXPECT_GT(shape.allocatable.cpu().raw(), 0) << qualifiedName(offer);
        EXPECT_LE(shape.allocatable.cpu(), offer.cpu) << qualifiedName(offer);
    }
}

TEST(ShippedCatalog, OldPricesAreListedOnlyOnceAYearHasPassed) {
    Diagnostics diagnostics;
    // "2026" counts as 1 January; 2 January 2027 is 366 days later.
    const Catalog later =
        Catalog::load(DataFiles::shipped(), CalendarDate::of(2027, 1, 2), diagnostics);
    EXPECT_EQ(allText(diagnostics), "");
    const Offer* offer = later.find("digitalocean", OfferKind::Vps, "c-16");
    ASSERT_NE(offer, nullptr);
    EXPECT_EQ(offer->availability, Availability::ListedOnly);
    EXPECT_EQ(offer->unavailableBecause, "the price is 366 days old");
    EXPECT_EQ(shippedCatalog().find("digitalocean", OfferKind::Vps, "c-16")->availability,
              Availability::Orderable);
}

TEST(Catalog, RefusesARowWithoutSourceOrDate) {
    EXPECT_EQ(findingsOf("  - { name: a, kind: ipv4, price: 1, date: 2026 }\n"),
              "acme.yaml:5:5: error: 'source' is missing\n");
    EXPECT_EQ(findingsOf("  - { name: a, kind: ipv4, price: 1, source: page }\n"),
              "acme.yaml:5:5: error: 'date' is missing\n");
}

TEST(Catalog, RefusesARowFromTheFuture) {
    const std::string findings =
        findingsOf("  - { name: a, kind: ipv4, price: 1, source: page, date: 2026-11-26 }\n");
    EXPECT_NE(findings.find("price of 'a' is dated 2026-11-26, after today 2026-11-25"),
              std::string::npos)
        << findings;
    EXPECT_EQ(findingsOf("  - { name: a, kind: ipv4, price: 1, source: page, date: 2026-11-25 }\n"),
              "");
}

TEST(Catalog, NamesTheNearestKey) {
    const std::string findings = findingsOf(
        "  - { name: a, kind: vps, vcpu: 1, memroy: 1Gi, disk: 1Gi, price: 1, source: page,\n"
        "      date: 2026-11-01 }\n");
    EXPECT_NE(findings.find("unknown key 'memroy'"), std::string::npos) << findings;
    EXPECT_NE(findings.find("did you mean 'memory'?"), std::string::npos) << findings;
    EXPECT_NE(findings.find("a machine needs 'memory'"), std::string::npos) << findings;
}

TEST(Catalog, RefusesWhatNoBillCouldUse) {
    const std::string tail = ", source: page, date: 2026-11-01 }\n";
    EXPECT_NE(findingsOf("  - { name: a, kind: vps, vcpu: 1, memory: 1Gi, price: 1" + tail)
                  .find("without 'disk' must be 'available: false'"),
              std::string::npos);
    EXPECT_NE(findingsOf("  - { name: a, kind: ipv4" + tail).find("'price' is missing"),
              std::string::npos);
    EXPECT_NE(findingsOf("  - { name: a, kind: ipv4, price: -1" + tail).find("amount of money"),
              std::string::npos);
    EXPECT_NE(findingsOf("  - { name: a, kind: server, price: 1" + tail).find("is unknown"),
              std::string::npos);
    EXPECT_NE(findingsOf("  - { name: a, kind: node, price: 1" + tail).find("into a scenario"),
              std::string::npos);
    EXPECT_NE(
        findingsOf("  - { name: a, kind: ipv4, price: 1, available: false" + tail).find("'reason'"),
        std::string::npos);
    EXPECT_NE(findingsOf("  - { name: a, kind: backup, price: 1" + tail).find("priceShare"),
              std::string::npos);
    const std::string row = "  - { name: a, kind: ipv4, price: 1" + tail;
    EXPECT_NE(findingsOf(row + row).find("ipv4 'a' stands twice"), std::string::npos);
    EXPECT_NE(findingsOf(row, "allocatable: unheard\n").find("unknown rule 'unheard'"),
              std::string::npos);
}

TEST(Catalog, AProviderStandsInTheFileOfItsName) {
    Diagnostics diagnostics;
    Catalog::load(DataFiles::of({*DataFiles::shipped().find("allocatable.yaml"),
                                 DataFile{"providers/other.yaml", "other.yaml",
                                          "provider: acme\ntitle: Acme\ncurrency: USD\n"}}),
                  kToday, diagnostics);
    EXPECT_NE(allText(diagnostics).find("must stand in the file 'acme.yaml'"), std::string::npos);
}

TEST(Catalog, StaleIsOlderThanNinetyDays) {
    Offer offer;
    // 27 August to 25 November 2026: 4 + 30 + 31 + 25 = 90 days.
    offer.date = CalendarDate::of(2026, 8, 27);
    EXPECT_EQ(priceAgeDays(offer, kToday), 90);
    EXPECT_FALSE(isStale(offer, kToday));
    offer.date = CalendarDate::of(2026, 8, 26);
    EXPECT_TRUE(isStale(offer, kToday));
    offer.date = CalendarDate();
    EXPECT_FALSE(isStale(offer, kToday));
}

const char* const kMachines =
    "  - { name: small, kind: vps, vcpu: 1, memory: 1Gi, disk: 10Gi, price: 5, source: page,\n"
    "      date: 2026-11-01 }\n"
    "  - { name: arm, kind: vps, vcpu: 1, memory: 1Gi, disk: 10Gi, price: 4, arch: arm64,\n"
    "      source: page, date: 2026-11-01 }\n"
    "  - { name: gone, kind: vps, vcpu: 1, memory: 1Gi, disk: 10Gi, price: 3, source: page,\n"
    "      date: 2026-11-01, available: false, reason: sold out }\n"
    "  - { name: euro, kind: vps, vcpu: 1, memory: 1Gi, disk: 10Gi, price: 2, currency: EUR,\n"
    "      source: page, date: 2026-11-01 }\n"
    "  - { name: address, kind: ipv4, price: 1, source: page, date: 2026-11-01 }\n";

std::string namesOf(const OfferFilter& filter, const Exchange& exchange,
                    std::string* findings = nullptr) {
    Diagnostics diagnostics;
    std::string names;
    for (const Offer& offer : acme(kMachines).machines(filter, exchange, diagnostics)) {
        names += offer.name + " ";
    }
    if (findings != nullptr) {
        *findings = allText(diagnostics);
    } else {
        EXPECT_FALSE(diagnostics.hasErrors()) << allText(diagnostics);
    }
    return names;
}

Exchange withEuro() {
    return Exchange("USD", {{"EUR", Money::fromRaw(1'080'000)}});
}

TEST(CatalogFilter, AbsentMeansAllAndEmptyMeansNone) {
    EXPECT_EQ(namesOf({}, withEuro()), "small arm euro ");
    OfferFilter none;
    none.providers.emplace();
    EXPECT_EQ(namesOf(none, withEuro()), "");
    OfferFilter noOffers;
    noOffers.offers.emplace();
    EXPECT_EQ(namesOf(noOffers, withEuro()), "");
}

TEST(CatalogFilter, NamingAnOfferBringsItBack) {
    OfferFilter filter;
    filter.offers = {"gone", "acme/small"};
    EXPECT_EQ(namesOf(filter, withEuro()), "small gone ");
}

TEST(CatalogFilter, SelectsByArchitectureAndKind) {
    OfferFilter filter;
    filter.arch = Arch::Arm64;
    EXPECT_EQ(namesOf(filter, withEuro()), "arm ");
    OfferFilter managed;
    managed.kind = OfferKind::ManagedNode;
    EXPECT_EQ(namesOf(managed, withEuro()), "");
}

TEST(CatalogFilter, ACurrencyWithoutARateIsLeftOutWithOneWarning) {
    std::string findings;
    EXPECT_EQ(namesOf({}, Exchange("USD", {}), &findings), "small arm ");
    EXPECT_NE(findings.find("warning: 1 offer priced in EUR is left out: no exchange rate to USD"),
              std::string::npos)
        << findings;
    EXPECT_NE(findings.find("exchange: { EUR: RATE }"), std::string::npos) << findings;
}

TEST(CatalogFilter, UnknownNamesAreErrorsWithTheNearest) {
    OfferFilter filter;
    filter.providers = {"acmee"};
    filter.offers = {"smal"};
    std::string findings;
    EXPECT_EQ(namesOf(filter, withEuro(), &findings), "");
    EXPECT_NE(findings.find("unknown provider 'acmee'"), std::string::npos) << findings;
    EXPECT_NE(findings.find("did you mean 'acme'?"), std::string::npos) << findings;
    EXPECT_NE(findings.find("unknown offer 'smal'"), std::string::npos) << findings;
    EXPECT_NE(findings.find("did you mean 'small'?"), std::string::npos) << findings;
}

TEST(Exchange, RoundsALineOnceAndHalfToEven) {
    const Exchange exchange = withEuro();
    // 3 · 19.49 · 1.08 = 63.1476; rounding each machine first would give 63.15 too, but
    // 2 · 5.49 · 1.08 = 11.8584 → 11.86.
    EXPECT_EQ(exchange.line(Money::fromRaw(19'490'000), 3, "EUR"), Money::fromRaw(63'150'000));
    EXPECT_EQ(exchange.line(Money::fromRaw(5'490'000), 2, "EUR"), Money::fromRaw(11'860'000));
    // 0.005 → 0.00, 0.015 → 0.02, 0.025 → 0.02: to the even cent.
    EXPECT_EQ(exchange.line(Money::fromRaw(5'000), 1, "USD"), Money());
    EXPECT_EQ(exchange.line(Money::fromRaw(5'000), 3, "USD"), Money::fromRaw(20'000));
    EXPECT_EQ(exchange.line(Money::fromRaw(5'000), 5, "USD"), Money::fromRaw(20'000));
    // 5.49 · 1.08 = 5.9292, exactly.
    EXPECT_EQ(exchange.unit(Money::fromRaw(5'490'000), "EUR"), Money::fromRaw(5'929'200));
}

TEST(Exchange, UnknownCurrencyAndOverflowGiveNothing) {
    const Exchange exchange = withEuro();
    EXPECT_EQ(exchange.line(Money::fromRaw(1), 1, "GBP"), std::nullopt);
    EXPECT_FALSE(exchange.knows("GBP"));
    EXPECT_EQ(exchange.line(Money::max(), 2, "USD"), std::nullopt);
}

}  // namespace
}  // namespace stowage
