#include "model/catalog_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "model/base/invariant.h"

namespace stowage {

namespace {

std::string qualityWord(AllocatableQuality quality) {
    switch (quality) {
        case AllocatableQuality::Stated:
            return "stated";
        case AllocatableQuality::Documented:
            return "documented";
        case AllocatableQuality::Measured:
            return "measured";
        case AllocatableQuality::Assumed:
            return "assumed";
    }
    STOWAGE_UNREACHABLE();
}

bool sells(const Catalog& catalog, const ProviderInfo& provider, OfferKind kind) {
    return std::any_of(catalog.offers().begin(), catalog.offers().end(), [&](const Offer& offer) {
        return offer.provider == provider.name && offer.kind == kind;
    });
}

void addMissingAddOns(const Catalog& catalog, const ProviderInfo& provider,
                      std::vector<CatalogFinding>& findings) {
    std::string missing;
    const auto add = [&missing](std::string_view what) {
        missing += fmt::format("{}{}", missing.empty() ? "" : ", ", what);
    };
    if (!sells(catalog, provider, OfferKind::LoadBalancer)) {
        add("load balancer");
    }
    if (!sells(catalog, provider, OfferKind::Volume)) {
        add("block storage");
    }
    if (sells(catalog, provider, OfferKind::ManagedNode) &&
        !sells(catalog, provider, OfferKind::ControlPlane)) {
        add("managed control plane");
    }
    if (!missing.empty()) {
        findings.push_back(CatalogFinding{
            Severity::Note, provider.name,
            fmt::format("no price for: {}; layouts that need one are not priced", missing)});
    }
}

DocumentNode textList(const std::vector<std::string>& texts) {
    DocumentNode list = makeSequence();
    for (const std::string& text : texts) {
        list.items.push_back(makeString(text));
    }
    return list;
}

void addText(DocumentNode& map, std::string key, const std::string& text) {
    if (!text.empty()) {
        addEntry(map, std::move(key), makeString(text));
    }
}

template <typename Tag>
void addQuantity(DocumentNode& map, std::string key, std::optional<Quantity64<Tag>> amount) {
    if (amount) {
        addEntry(map, std::move(key), makeNumber(amount->raw()));
    }
}

DocumentNode nodeDocument(const NodeShape& shape) {
    DocumentNode node = makeMap();
    addEntry(node, "capacityBytes", makeNumber(shape.capacity.raw()));
    DocumentNode allocatable = makeMap();
    addEntry(allocatable, "cpuMilli", makeNumber(shape.allocatable.cpu().raw()));
    addEntry(allocatable, "memoryBytes", makeNumber(shape.allocatable.memory().raw()));
    addEntry(allocatable, "memoryBytesLow", makeNumber(shape.allocatableMemoryLow.raw()));
    addEntry(allocatable, "memoryBytesHigh", makeNumber(shape.allocatableMemoryHigh.raw()));
    if (shape.disk) {
        addEntry(allocatable, "ephemeralStorageBytes",
                 makeNumber(shape.allocatable.ephemeralStorage().raw()));
    }
    addEntry(allocatable, "pods", makeNumber(shape.podSlots));
    addEntry(node, "allocatable", std::move(allocatable));
    addEntry(node, "rule", makeString(shape.rule));
    addEntry(node, "quality", makeString(qualityWord(shape.quality)));
    addText(node, "source", shape.source);
    return node;
}

void addMachineFacts(DocumentNode& map, const Offer& offer, const Catalog& catalog) {
    addEntry(map, "cpuShare",
             makeString(offer.cpuShare == CpuShare::Shared ? "shared" : "dedicated"));
    addEntry(map, "arch", makeString(std::string(toWord(offer.arch))));
    addEntry(map, "zones", textList(offer.zones));
    if (offer.volumeSlots) {
        addEntry(map, "volumeSlots", makeNumber(*offer.volumeSlots));
    }
    addEntry(map, "node", nodeDocument(catalog.nodeShape(offer)));
}

DocumentNode offerDocument(const Offer& offer, const Catalog& catalog, const CalendarDate& today) {
    DocumentNode map = makeMap();
    addEntry(map, "name", makeString(offer.name));
    addEntry(map, "kind", makeString(std::string(toWord(offer.kind))));
    addText(map, "region", offer.region);
    if (!offer.cpu.isZero()) {
        addEntry(map, "cpuMilli", makeNumber(offer.cpu.raw()));
    }
    if (!offer.memory.isZero()) {
        addEntry(map, "memoryBytes", makeNumber(offer.memory.raw()));
    }
    addQuantity(map, "diskBytes", offer.disk);
    addQuantity(map, "transferBytes", offer.transfer);
    if (isMachine(offer.kind)) {
        addMachineFacts(map, offer, catalog);
    }
    if (!offer.serves.empty()) {
        addEntry(map, "serves", textList(offer.serves));
    }
    addEntry(map, "price", makeDecimal(toDecimal(offer.price)));
    addEntry(map, "currency", makeString(offer.currency));
    addEntry(map, "unit", makeString(std::string(toWord(offer.unit))));
    addEntry(map, "source", makeString(offer.source));
    addEntry(map, "date", makeString(offer.date.toText()));
    addEntry(map, "ageDays", makeNumber(priceAgeDays(offer, today)));
    addEntry(map, "stale", makeBool(isStale(offer, today)));
    addEntry(map, "available", makeBool(offer.availability == Availability::Orderable));
    addText(map, "reason", offer.unavailableBecause);
    addText(map, "note", offer.note);
    return map;
}

DocumentNode providerDocument(const ProviderInfo& provider, const Catalog& catalog,
                              const std::vector<const Offer*>& offers, const CalendarDate& today) {
    DocumentNode map = makeMap();
    addEntry(map, "name", makeString(provider.name));
    addEntry(map, "title", makeString(provider.title));
    addText(map, "region", provider.region);
    addText(map, "storageClass", provider.storageClass);
    addText(map, "note", provider.note);
    DocumentNode list = makeSequence();
    for (const Offer* offer : offers) {
        if (offer->provider == provider.name) {
            list.items.push_back(offerDocument(*offer, catalog, today));
        }
    }
    addEntry(map, "offers", std::move(list));
    return map;
}

DocumentNode findingsDocument(const std::vector<CatalogFinding>& findings,
                              const Diagnostics& problems) {
    DocumentNode list = makeSequence();
    for (const Diagnostic& problem : problems.sorted()) {
        DocumentNode map = makeMap();
        addEntry(map, "severity", makeString(std::string(toWord(problem.severity))));
        addEntry(map, "file", makeString(problem.place.file));
        addEntry(map, "line", makeNumber(problem.place.line));
        addEntry(map, "message", makeString(problem.message));
        addText(map, "hint", problem.hint);
        list.items.push_back(std::move(map));
    }
    for (const CatalogFinding& finding : findings) {
        DocumentNode map = makeMap();
        addEntry(map, "severity", makeString(std::string(toWord(finding.severity))));
        addEntry(map, "subject", makeString(finding.subject));
        addEntry(map, "message", makeString(finding.text));
        list.items.push_back(std::move(map));
    }
    return list;
}

}  // namespace

std::vector<CatalogFinding> checkCatalog(const Catalog& catalog, const CalendarDate& today) {
    std::vector<CatalogFinding> findings;
    for (const Offer& offer : catalog.offers()) {
        if (offer.availability == Availability::ListedOnly) {
            findings.push_back(CatalogFinding{Severity::Note, qualifiedName(offer),
                                              "listed only: " + offer.unavailableBecause});
        } else if (isStale(offer, today)) {
            findings.push_back(CatalogFinding{
                Severity::Warning, qualifiedName(offer),
                fmt::format("the price of {} is {} days old, more than {}", offer.date.toText(),
                            priceAgeDays(offer, today), kPriceStaleDays)});
        }
    }
    for (const ProviderInfo& provider : catalog.providers()) {
        addMissingAddOns(catalog, provider, findings);
    }
    return findings;
}

DocumentNode catalogReport(const Catalog& catalog, const std::vector<const Offer*>& offers,
                           const CalendarDate& today, const std::vector<CatalogFinding>& findings,
                           const Diagnostics& problems) {
    DocumentNode root = makeMap();
    addEntry(root, "apiVersion", makeString("stowage/v1"));
    addEntry(root, "kind", makeString("CatalogReport"));
    addEntry(root, "today", makeString(today.toText()));
    DocumentNode providers = makeSequence();
    for (const ProviderInfo& provider : catalog.providers()) {
        const bool isShown = std::any_of(offers.begin(), offers.end(), [&](const Offer* offer) {
            return offer->provider == provider.name;
        });
        if (isShown) {
            providers.items.push_back(providerDocument(provider, catalog, offers, today));
        }
    }
    addEntry(root, "providers", std::move(providers));
    addEntry(root, "findings", findingsDocument(findings, problems));
    return root;
}

}  // namespace stowage
