#include <gtest/gtest.h>

#include <sstream>

#include "cli/cli_context.h"
#include "cli/command_table.h"
#include "model/document.h"
#include "tests/support/temporary_folder.h"

namespace stowage::cli {
namespace {

struct Outcome {
    ExitCode code = ExitCode::Done;
    std::string out;
    std::string err;
};

Outcome runCatalog(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "catalog");
    arguments.insert(arguments.end(), {"--today", "2026-11-25"});
    std::ostringstream out;
    std::ostringstream err;
    CliContext context(out, err, {});
    const ExitCode code = runCommandLine(arguments, commandTable(), context);
    return {.code = code, .out = out.str(), .err = err.str()};
}

bool holds(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

/// A data folder whose provider "acme" holds one row.
std::string writeAcme(const testkit::TemporaryFolder& folder, const std::string& row) {
    folder.write("providers/acme.yaml",
                 "provider: acme\ntitle: Acme\ncurrency: USD\noffers:\n  - " + row + "\n");
    return folder.path();
}

constexpr const char* kOldRow =
    "{ name: box, kind: vps, vcpu: 1, memory: 1Gi, disk: 9Gi, price: 5, source: page, "
    "date: 2026-08-26 }";

TEST(CatalogList, GroupsByProviderAndMarksRows) {
    const Outcome outcome = runCatalog({"list", "hetzner"});
    EXPECT_EQ(outcome.code, ExitCode::Done);
    EXPECT_EQ(outcome.err, "");
    EXPECT_EQ(outcome.out.rfind("Hetzner, prices in EUR, fsn1\n", 0), 0U) << outcome.out;
    EXPECT_TRUE(holds(outcome.out,
                      "  cx23       2        amd64   4 GiB   40 GiB     5.49  2026-06-15  x*\n"))
        << outcome.out;
    EXPECT_TRUE(
        holds(outcome.out, "  cpx52      12       amd64  24 GiB  480 GiB   100.49  2026-09-08\n"))
        << outcome.out;
    EXPECT_FALSE(holds(outcome.out, "DigitalOcean"));
    std::istringstream lines(outcome.out);
    for (std::string line; std::getline(lines, line);) {
        EXPECT_LE(line.size(), 80U) << line;
    }
}

TEST(CatalogList, WithoutAWordListsEverything) {
    const Outcome outcome = runCatalog({});
    EXPECT_EQ(outcome.code, ExitCode::Done);
    for (const char* title : {"AWS,", "Azure,", "Civo,", "DigitalOcean,", "Vultr,"}) {
        EXPECT_TRUE(holds(outcome.out, title)) << title;
    }
}

TEST(CatalogList, FiltersByAvailabilityAndArchitecture) {
    const Outcome outcome = runCatalog({"list", "--available", "--arch", "amd64"});
    EXPECT_FALSE(holds(outcome.out, "\n  cx23 ")) << outcome.out;
    EXPECT_FALSE(holds(outcome.out, "Scaleway"));
    EXPECT_TRUE(holds(outcome.out, "s-1vcpu-1gb "));
    EXPECT_TRUE(holds(runCatalog({"list", "--arch", "arm64"}).out, "cax11 "));
}

TEST(CatalogList, UnknownProviderIsBadUsage) {
    const Outcome outcome = runCatalog({"list", "hetzer"});
    EXPECT_EQ(outcome.code, ExitCode::BadUsage);
    EXPECT_TRUE(holds(outcome.err, "unknown provider 'hetzer'; did you mean 'hetzner'?"))
        << outcome.err;
    EXPECT_EQ(outcome.out, "");
}

TEST(CatalogShow, TellsSourceDateAndNode) {
    const Outcome outcome = runCatalog({"show", "s-2vcpu-4gb"});
    EXPECT_EQ(outcome.code, ExitCode::Done);
    for (const char* part :
         {"digitalocean/s-2vcpu-4gb (vps)", "digitalocean/s-2vcpu-4gb (managed-node)",
          "24.00 USD per month", "2026-10-09, 47 days ago\n", "digitalocean.com/pricing/droplets",
          "pods may request 3.84 GiB and 2", "pods may request 2.5 GiB and 2"}) {
        EXPECT_TRUE(holds(outcome.out, part)) << part << "\n" << outcome.out;
    }
    const Outcome listed = runCatalog({"show", "hetzner/cx23"});
    EXPECT_TRUE(holds(listed.out, "only when a scenario names it: not orderable")) << listed.out;
}

TEST(CatalogShow, UnknownOfferNamesTheNearest) {
    const Outcome outcome = runCatalog({"show", "s-2vcpu-4gbb"});
    EXPECT_EQ(outcome.code, ExitCode::BadUsage);
    EXPECT_TRUE(holds(outcome.err, "did you mean 's-2vcpu-4gb'?")) << outcome.err;
}

TEST(CatalogCheck, ShippedDataIsSound) {
    const Outcome outcome = runCatalog({"check"});
    EXPECT_EQ(outcome.code, ExitCode::Done);
    EXPECT_TRUE(holds(outcome.out, "catalogue is sound: 129 offers of 12 providers; 0 errors"))
        << outcome.out;
}

TEST(CatalogCheck, WarnsAboutOldPricesAndStillSucceeds) {
    const testkit::TemporaryFolder folder;
    const Outcome outcome = runCatalog({"check", "--data", writeAcme(folder, kOldRow)});
    EXPECT_EQ(outcome.code, ExitCode::Done);
    EXPECT_TRUE(holds(outcome.out,
                      "warning: acme: the price of 2026-08-26 is 91 days old, more than 90: box\n"))
        << outcome.out;
}

TEST(CatalogCheck, ARowThatDoesNotLoadFails) {
    const testkit::TemporaryFolder folder;
    const std::string data = writeAcme(folder, "{ name: box, kind: ipv4, price: 5, date: 2026 }");
    const Outcome outcome = runCatalog({"check", "--data", data});
    EXPECT_EQ(outcome.code, ExitCode::OperatingError);
    EXPECT_TRUE(holds(outcome.err, "acme.yaml:5:5: error: 'source' is missing")) << outcome.err;
    EXPECT_TRUE(holds(outcome.out, "catalogue has errors")) << outcome.out;
    EXPECT_EQ(runCatalog({"list", "--data", data}).code, ExitCode::BadUsage);
}

TEST(CatalogJson, IsACatalogReport) {
    const testkit::TemporaryFolder folder;
    const std::string data = writeAcme(folder, kOldRow);
    const Outcome list = runCatalog({"list", "acme", "--json", "--data", data});
    Diagnostics diagnostics;
    const auto report = parseDocument("out.json", list.out, DocumentFormat::Json, {}, diagnostics);
    ASSERT_TRUE(report.has_value()) << list.out;
    EXPECT_EQ(report->root.find("kind")->text, "CatalogReport");
    EXPECT_EQ(report->root.find("today")->text, "2026-11-25");
    const DocumentNode& offer =
        report->root.find("providers")->items.at(0).find("offers")->items.at(0);
    EXPECT_EQ(offer.find("price")->text, "5.00");
    EXPECT_EQ(offer.find("ageDays")->text, "91");
    EXPECT_EQ(offer.find("stale")->text, "true");
    // 0.96 of 1 GiB, rounded down: 1030792151.04
    EXPECT_EQ(offer.find("node")->find("capacityBytes")->text, "1030792151");
    const Outcome check = runCatalog({"check", "--json", "--data", data});
    EXPECT_TRUE(holds(check.out, "\"subject\": \"acme/box\"")) << check.out;
}

}  // namespace
}  // namespace stowage::cli
