#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "model/catalog.h"
#include "model/data_row.h"
#include "model/document.h"

namespace stowage {

namespace {

constexpr std::string_view kFolder = "providers/";
constexpr std::string_view kSuffix = ".yaml";

/// The name that the file's own name gives to the provider.
std::string providerOf(const DataFile& file) {
    return file.name.substr(kFolder.size(), file.name.size() - kFolder.size() - kSuffix.size());
}

/// What a provider file says once for all of its rows.
struct ProviderDefaults {
    ProviderInfo info;
    std::string currency;
    std::string managedRule;
    std::optional<std::int64_t> volumeSlots;
    CalendarDate today;
};

template <typename Enum, typename Parse>
Enum readWord(DataRow& row, std::string_view key, Enum fallback, Parse parse,
              std::string_view known) {
    const std::string word = row.text(key);
    if (word.empty()) {
        return fallback;
    }
    if (const std::optional<Enum> value = parse(word)) {
        return *value;
    }
    row.complain(key, fmt::format("'{}: {}' is unknown", key, word),
                 fmt::format("known: {}", known));
    return fallback;
}

void readKind(DataRow& row, Offer& offer) {
    row.requiredText("kind");
    offer.kind = readWord(row, "kind", offer.kind, parseOfferKind,
                          "vps, managed-node, managed-service, control-plane, load-balancer, "
                          "volume, snapshot, ipv4, backup, object-storage, egress");
    if (offer.kind == OfferKind::StatedNode) {
        row.complain("kind", "'kind: node' belongs into a scenario, not into the catalogue");
    }
}

void readMachine(DataRow& row, Offer& offer) {
    offer.cpu = row.cpu("vcpu").value_or(MilliCpu());
    offer.memory = row.bytes("memory").value_or(Bytes());
    offer.disk = row.bytes("disk");
    offer.transfer = row.bytes("transfer");
    offer.cpuShare = row.flag("dedicated").value_or(false) ? CpuShare::Dedicated : CpuShare::Shared;
    offer.arch = readWord(row, "arch", Arch::Amd64, parseArch, "amd64, arm64");
    offer.zones = row.texts("zones");
    offer.podsMax = row.integer("pods");
    if (const auto slots = row.integer("volumeSlots")) {
        offer.volumeSlots = slots;
    }
    if (const auto share = row.share("capacityShare")) {
        offer.capacityShare = *share;
    }
    offer.serves = row.texts("serves");
    offer.minimumSize = row.bytes("minimumSize").value_or(Bytes());
    offer.priceShare = row.share("priceShare").value_or(PartsPerMillion());
}

/// A machine that a plan may choose by itself needs every size that a node has.
void checkSizes(DataRow& row, const Offer& offer) {
    if (!isMachine(offer.kind)) {
        return;
    }
    if (offer.cpu.isZero()) {
        row.complain("vcpu", "a machine needs 'vcpu'");
    }
    if (offer.memory.isZero()) {
        row.complain("memory", "a machine needs 'memory'");
    }
    if (!offer.disk && offer.availability == Availability::Orderable) {
        row.complain("disk", "a machine without 'disk' must be 'available: false' with a 'reason'");
    }
}

void readPrice(DataRow& row, const ProviderDefaults& defaults, Offer& offer) {
    const std::optional<Money> price = row.money("price");
    if (!price && offer.kind != OfferKind::Backup && !row.isBroken()) {
        row.complain("price", "'price' is missing");
    }
    if (offer.kind == OfferKind::Backup && offer.priceShare.isZero()) {
        row.complain("priceShare", "a backup needs 'priceShare', its share of the machine's price");
    }
    offer.price = price.value_or(Money());
    offer.currency = row.text("currency");
    if (offer.currency.empty()) {
        offer.currency = defaults.currency;
    }
    offer.unit =
        readWord(row, "unit", PriceUnit::Month, parsePriceUnit, "month, GiB-month, GB-month, GiB");
}

void readOrigin(DataRow& row, const ProviderDefaults& defaults, Offer& offer) {
    offer.source = row.requiredText("source");
    row.requiredText("date");
    offer.date = row.date("date").value_or(CalendarDate());
    if (offer.date.isSet() && offer.date > defaults.today) {
        row.complain("date",
                     fmt::format("price of '{}' is dated {}, after today {}", offer.name,
                                 offer.date.toText(), defaults.today.toText()),
                     "check the computer's date or --today");
    }
}

void readAvailability(DataRow& row, const ProviderDefaults& defaults, Offer& offer) {
    offer.unavailableBecause = row.text("reason");
    offer.note = row.text("note");
    if (!row.flag("available").value_or(true)) {
        offer.availability = Availability::ListedOnly;
        if (offer.unavailableBecause.empty()) {
            row.complain("available", "'available: false' needs a 'reason'");
        }
    } else if (!offer.unavailableBecause.empty()) {
        row.complain("reason", "'reason' goes with 'available: false'");
    } else if (priceAgeDays(offer, defaults.today) > kPriceExpiredDays) {
        offer.availability = Availability::ListedOnly;
        offer.unavailableBecause =
            fmt::format("the price is {} days old", priceAgeDays(offer, defaults.today));
    }
}

std::optional<Offer> readOffer(const DocumentNode& node, const ProviderDefaults& defaults,
                               Diagnostics& diagnostics) {
    DataRow row(node, diagnostics);
    Offer offer;
    offer.provider = defaults.info.name;
    offer.providerTitle = defaults.info.title;
    offer.name = row.requiredText("name");
    offer.region = row.has("region") ? row.text("region") : defaults.info.region;
    offer.volumeSlots = defaults.volumeSlots;
    readKind(row, offer);
    if (offer.kind == OfferKind::ManagedNode) {
        offer.allocatableRule = defaults.managedRule;
    }
    readMachine(row, offer);
    readPrice(row, defaults, offer);
    readOrigin(row, defaults, offer);
    readAvailability(row, defaults, offer);
    checkSizes(row, offer);
    row.finish();
    return row.isBroken() ? std::nullopt : std::optional<Offer>(std::move(offer));
}

ProviderDefaults readDefaults(DataRow& root, const DataFile& file, const CalendarDate& today) {
    ProviderDefaults defaults;
    defaults.today = today;
    defaults.info.name = root.requiredText("provider");
    defaults.info.title = root.requiredText("title");
    defaults.info.region = root.text("region");
    defaults.info.storageClass = root.text("storageClass");
    defaults.info.note = root.text("note");
    defaults.info.file = file.origin;
    defaults.currency = root.requiredText("currency");
    defaults.managedRule = root.text("allocatable");
    defaults.volumeSlots = root.integer("volumeSlots");
    root.text("volumeSlotsSource");
    if (defaults.info.name != providerOf(file)) {
        root.complain("provider", fmt::format("provider '{}' must stand in the file '{}.yaml'",
                                              defaults.info.name, defaults.info.name));
    }
    if (defaults.volumeSlots && !root.has("volumeSlotsSource")) {
        root.complain("volumeSlots", "'volumeSlots' needs a 'volumeSlotsSource'");
    }
    return defaults;
}

bool isSameOffer(const Offer& a, const Offer& b) {
    return a.provider == b.provider && a.kind == b.kind && a.name == b.name;
}

void readProvider(const DataFile& file, const CalendarDate& today, const AllocatableRules& rules,
                  std::vector<ProviderInfo>& providers, std::vector<Offer>& offers,
                  Diagnostics& diagnostics) {
    const std::optional<Document> document =
        parseDocument(file.origin, file.text, DocumentFormat::Yaml, {}, diagnostics);
    if (!document) {
        return;
    }
    DataRow root(document->root, diagnostics);
    const ProviderDefaults defaults = readDefaults(root, file, today);
    if (!defaults.managedRule.empty() && rules.find(defaults.managedRule) == nullptr) {
        root.complain("allocatable", fmt::format("unknown rule '{}'", defaults.managedRule));
    }
    const std::vector<DocumentNode>& rows = root.items("offers");
    root.finish();
    if (root.isBroken()) {
        return;
    }
    providers.push_back(defaults.info);
    for (const DocumentNode& node : rows) {
        std::optional<Offer> offer = readOffer(node, defaults, diagnostics);
        if (!offer) {
            continue;
        }
        if (std::any_of(offers.begin(), offers.end(),
                        [&offer](const Offer& other) { return isSameOffer(other, *offer); })) {
            diagnostics.error(
                node.place, fmt::format("{} '{}' stands twice", toWord(offer->kind), offer->name));
            continue;
        }
        offers.push_back(std::move(*offer));
    }
}

void warnOfUnusedFiles(const DataFiles& files, Diagnostics& diagnostics) {
    std::vector<std::string> known;
    for (const DataFile& file : files.all()) {
        known.push_back(file.name);
    }
    for (const std::string& name : files.unused()) {
        diagnostics.warning({.file = name}, "no data file has this name; it is not read",
                            didYouMean(name, known));
    }
}

}  // namespace

Catalog Catalog::load(const DataFiles& files, const CalendarDate& today, Diagnostics& diagnostics) {
    warnOfUnusedFiles(files, diagnostics);
    Catalog catalog;
    catalog.m_rules = AllocatableRules::load(files, diagnostics);
    for (const DataFile* file : files.under(kFolder)) {
        readProvider(*file, today, catalog.m_rules, catalog.m_providers, catalog.m_offers,
                     diagnostics);
        diagnostics.attachLines(file->origin, file->text);
    }
    return catalog;
}

}  // namespace stowage
