#include "cli/catalog_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/cli_context.h"
#include "cli/text_table.h"
#include "model/base/invariant.h"
#include "model/quantity.h"

namespace stowage::cli {

namespace {

constexpr int kIndent = 2;
constexpr int kFactColumn = 14;
constexpr const char* kNone = "-";

std::string marksOf(const Offer& offer, const CalendarDate& today) {
    return fmt::format("{}{}", offer.availability == Availability::ListedOnly ? "x" : "",
                       isStale(offer, today) ? "*" : "");
}

std::string cpuText(const Offer& offer) {
    return toQuantity(offer.cpu) + (offer.cpuShare == CpuShare::Dedicated ? " ded." : "");
}

std::string sizeText(const std::optional<Bytes>& size) {
    return size ? toHumanBytes(*size) : std::string(kNone);
}

std::string machineTable(const std::vector<const Offer*>& offers, OfferKind kind,
                         const CalendarDate& today, const CliContext& context) {
    TextTable table({{.header = kind == OfferKind::Vps ? "machine" : "managed node"},
                     {.header = "vCPU"},
                     {.header = "arch"},
                     {.header = "memory", .align = Align::Right},
                     {.header = "disk", .align = Align::Right},
                     {.header = "a month", .align = Align::Right},
                     {.header = "dated"},
                     {.header = ""}});
    for (const Offer* offer : offers) {
        if (offer->kind == kind) {
            table.addRow({offer->name, cpuText(*offer), std::string(toWord(offer->arch)),
                          toHumanBytes(offer->memory), sizeText(offer->disk),
                          toDecimal(offer->price), offer->date.toText(), marksOf(*offer, today)});
        }
    }
    return table.isEmpty() ? std::string() : table.toText(context.width(), kIndent);
}

std::string priceText(const Offer& offer) {
    return offer.kind == OfferKind::Backup
               ? fmt::format("{} % of the machine",
                             toDecimal(Money::fromRaw(offer.priceShare.raw() * 100)))
               : toDecimal(offer.price);
}

std::string addOnTable(const std::vector<const Offer*>& offers, const CalendarDate& today,
                       const CliContext& context) {
    TextTable table({{.header = "further offer"},
                     {.header = "kind"},
                     {.header = "price", .align = Align::Right},
                     {.header = "per"},
                     {.header = "dated"},
                     {.header = ""}});
    for (const Offer* offer : offers) {
        if (!isMachine(offer->kind)) {
            table.addRow({offer->name, std::string(toWord(offer->kind)), priceText(*offer),
                          std::string(toWord(offer->unit)), offer->date.toText(),
                          marksOf(*offer, today)});
        }
    }
    return table.isEmpty() ? std::string() : table.toText(context.width(), kIndent);
}

std::string providerHeading(const ProviderInfo& provider, const Offer& first) {
    return provider.region.empty() ? fmt::format("{}, prices in {}", provider.title, first.currency)
                                   : fmt::format("{}, prices in {}, {}", provider.title,
                                                 first.currency, provider.region);
}

std::string factLine(const std::string& name, const std::string& text, const CliContext& context) {
    return hangingText(std::string(kIndent, ' ') + name, text, kIndent + kFactColumn,
                       context.width());
}

std::string ageText(const Offer& offer, const CalendarDate& today) {
    const std::int64_t days = priceAgeDays(offer, today);
    return fmt::format("{}, {} {} ago{}", offer.date.toText(), days, days == 1 ? "day" : "days",
                       isStale(offer, today) ? ": stale, check it with the provider" : "");
}

std::string qualityText(const NodeShape& shape) {
    switch (shape.quality) {
        case AllocatableQuality::Stated:
            return "as stated";
        case AllocatableQuality::Documented:
            return "published rule";
        case AllocatableQuality::Measured:
            return "measured on one node";
        case AllocatableQuality::Assumed:
            return fmt::format("assumed, between {} and {}",
                               toHumanBytes(shape.allocatableMemoryLow),
                               toHumanBytes(shape.allocatableMemoryHigh));
    }
    STOWAGE_UNREACHABLE();
}

std::string machineFacts(const Catalog& catalog, const Offer& offer, const CliContext& context) {
    const NodeShape shape = catalog.nodeShape(offer);
    std::string text = factLine(
        "size",
        fmt::format("{} vCPU ({}), {} memory, {} disk, {} traffic a month, {}",
                    toQuantity(offer.cpu),
                    offer.cpuShare == CpuShare::Shared ? "shared" : "dedicated",
                    toHumanBytes(offer.memory), offer.disk ? toHumanBytes(*offer.disk) : "unknown",
                    offer.transfer ? toHumanBytes(*offer.transfer) : "unknown", toWord(offer.arch)),
        context);
    text +=
        factLine("as a node",
                 fmt::format("the kernel reports {}; pods may request {} and {} cpu, in {} pods",
                             toHumanBytes(shape.capacity), toHumanBytes(shape.allocatable.memory()),
                             toQuantity(shape.allocatable.cpu()), shape.podSlots),
                 context);
    text += factLine(
        "rule", fmt::format("{}: {}; {}", shape.rule, qualityText(shape), shape.source), context);
    if (offer.volumeSlots) {
        text += factLine("volumes", fmt::format("at most {} at once", *offer.volumeSlots), context);
    }
    return text;
}

Style styleOf(Severity severity) {
    switch (severity) {
        case Severity::Error:
            return Style::Bad;
        case Severity::Warning:
            return Style::Warning;
        case Severity::Note:
            return Style::Dim;
    }
    STOWAGE_UNREACHABLE();
}

/// Findings with one text at one provider: "acme: TEXT: row, row".
struct FindingGroup {
    std::string provider;
    std::string text;
    std::vector<std::string> rows;
};

std::vector<FindingGroup> groupFindings(const std::vector<CatalogFinding>& findings,
                                        Severity severity) {
    std::vector<FindingGroup> groups;
    for (const CatalogFinding& finding : findings) {
        if (finding.severity != severity) {
            continue;
        }
        const std::size_t slash = finding.subject.find('/');
        const std::string provider = finding.subject.substr(0, slash);
        const auto same =
            std::find_if(groups.begin(), groups.end(), [&](const FindingGroup& group) {
                return group.provider == provider && group.text == finding.text;
            });
        FindingGroup& group = same != groups.end()
                                  ? *same
                                  : groups.emplace_back(FindingGroup{provider, finding.text, {}});
        if (slash != std::string::npos) {
            group.rows.push_back(finding.subject.substr(slash + 1));
        }
    }
    return groups;
}

std::string findingLines(const std::vector<CatalogFinding>& findings, Severity severity,
                         const std::string& word, const CliContext& context) {
    std::string text;
    for (const FindingGroup& group : groupFindings(findings, severity)) {
        std::string line = group.provider + ": " + group.text;
        if (!group.rows.empty()) {
            line += fmt::format(": {}", fmt::join(group.rows, ", "));
        }
        text += hangingText(context.paint(styleOf(severity), word + ":") + " ", line, 9,
                            context.width());
    }
    return text;
}

}  // namespace

std::string catalogListText(const Catalog& catalog, const std::vector<const Offer*>& offers,
                            const CalendarDate& today, const CliContext& context) {
    std::string text;
    for (const ProviderInfo& provider : catalog.providers()) {
        std::vector<const Offer*> own;
        std::copy_if(offers.begin(), offers.end(), std::back_inserter(own),
                     [&provider](const Offer* offer) { return offer->provider == provider.name; });
        if (own.empty()) {
            continue;
        }
        text += context.paint(Style::Heading, providerHeading(provider, *own.front())) + "\n";
        text += machineTable(own, OfferKind::Vps, today, context);
        text += machineTable(own, OfferKind::ManagedNode, today, context);
        text += addOnTable(own, today, context);
        text += "\n";
    }
    return text + fmt::format(
                      "x  listed only, used when a scenario names it: see "
                      "'stowage catalog show NAME'\n"
                      "*  price older than {} days on {}\n",
                      kPriceStaleDays, today.toText());
}

std::string offerText(const Catalog& catalog, const Offer& offer, const CalendarDate& today,
                      const CliContext& context) {
    std::string text = context.paint(Style::Heading, fmt::format("{} ({})", qualifiedName(offer),
                                                                 toWord(offer.kind))) +
                       "\n";
    text += factLine("price",
                     offer.kind == OfferKind::Backup
                         ? priceText(offer)
                         : fmt::format("{} {} per {}", toDecimal(offer.price), offer.currency,
                                       toWord(offer.unit)),
                     context);
    text += factLine("dated", ageText(offer, today), context);
    text += factLine("source", offer.source, context);
    text += factLine("available",
                     offer.availability == Availability::Orderable
                         ? "yes"
                         : "only when a scenario names it: " + offer.unavailableBecause,
                     context);
    if (!offer.region.empty()) {
        text += factLine("region", offer.region, context);
    }
    if (isMachine(offer.kind)) {
        text += machineFacts(catalog, offer, context);
    } else if (!offer.memory.isZero()) {
        text += factLine("size",
                         fmt::format("{} memory, {} disk", toHumanBytes(offer.memory),
                                     offer.disk ? toHumanBytes(*offer.disk) : "unknown"),
                         context);
    }
    if (!offer.serves.empty()) {
        text += factLine("serves", fmt::format("{}", fmt::join(offer.serves, ", ")), context);
    }
    if (!offer.note.empty()) {
        text += factLine("note", offer.note, context);
    }
    return text;
}

std::string catalogCheckText(const Catalog& catalog, const std::vector<CatalogFinding>& findings,
                             const Diagnostics& problems, const CliContext& context) {
    const auto count = [&findings](Severity severity) {
        return std::count_if(
            findings.begin(), findings.end(),
            [severity](const CatalogFinding& finding) { return finding.severity == severity; });
    };
    const int errors = problems.count(Severity::Error);
    std::string text = findingLines(findings, Severity::Warning, "warning", context);
    text += findingLines(findings, Severity::Note, "note", context);
    text += fmt::format("{}: {} offers of {} providers; {} errors, {} warnings, {} notes\n",
                        errors == 0 ? context.paint(Style::Good, "catalogue is sound")
                                    : context.paint(Style::Bad, "catalogue has errors"),
                        catalog.offers().size(), catalog.providers().size(), errors,
                        count(Severity::Warning) + problems.count(Severity::Warning),
                        count(Severity::Note));
    return text;
}

}  // namespace stowage::cli
