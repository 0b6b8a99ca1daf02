#include "model/custom_offer_io.h"

#include <fmt/format.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "model/currency.h"
#include "model/field_reader.h"
#include "model/pod_spec_io.h"
#include "model/resources_io.h"

namespace stowage {

namespace {

/// A price of a billion a month is a slip of the pen, and sums of such prices stay in 64 bits.
constexpr std::int64_t kMonthlyMax = 1'000'000'000;
constexpr std::int64_t kPodsMax = 10'000;
constexpr std::int64_t kCountMax = 10'000;
constexpr int kMoneyDigits = 6;

void readStated(const DocumentNode& node, const std::string& label, Offer& offer,
                Diagnostics& diagnostics) {
    StatedAllocatable stated;
    DocumentNode amounts = node;
    for (std::size_t i = 0; i < amounts.entries.size(); ++i) {
        if (amounts.entries[i].key == "pods") {
            stated.pods =
                wholeOf(&amounts.entries[i].value, "'pods' of " + label, 0, kPodsMax, diagnostics)
                    .value_or(stated.pods);
            amounts.entries.erase(amounts.entries.begin() + static_cast<std::ptrdiff_t>(i));
            break;
        }
    }
    stated.amounts = readAmounts(&amounts, label, nullptr, diagnostics);
    offer.cpu = stated.amounts.cpu();
    offer.memory = stated.amounts.memory();
    offer.podsMax = stated.pods;
    if (!stated.amounts.ephemeralStorage().isZero()) {
        offer.disk = stated.amounts.ephemeralStorage();
    }
    offer.stated = std::move(stated);
}

void readSizes(FieldReader& fields, const DocumentNode& node, Offer& offer,
               Diagnostics& diagnostics) {
    const std::string label = "offer " + quoteWord(offer.name);
    const auto cpu = cpuOf(fields.take("vcpu"), "'vcpu' of " + label, diagnostics);
    const auto memory = fields.bytes("memory");
    const auto disk = fields.bytes("disk");
    const DocumentNode* allocatable = fields.map("allocatable");
    if (offer.kind == OfferKind::StatedNode) {
        if (allocatable == nullptr) {
            diagnostics.error(node.place, label + " of kind node needs 'allocatable'");
            return;
        }
        readStated(*allocatable, "the allocatable of " + label, offer, diagnostics);
        return;
    }
    if (allocatable != nullptr) {
        diagnostics.error(allocatable->place,
                          fmt::format("'allocatable' of {} needs kind node", label));
    }
    if (!cpu || !memory || cpu->isZero() || memory->isZero()) {
        diagnostics.error(node.place, label + " needs 'vcpu' and 'memory' above zero");
    }
    offer.cpu = cpu.value_or(MilliCpu());
    offer.memory = memory.value_or(Bytes());
    offer.disk = disk;
}

void readPrice(FieldReader& fields, const DocumentNode& node, MachineOwnership ownership,
               const std::string& scenarioCurrency, Offer& offer, Diagnostics& diagnostics) {
    const auto monthly = fields.scaled("monthly", kMoneyDigits, 0, kMonthlyMax * kWhole.raw());
    offer.owned = ownership == MachineOwnership::Owned;
    const bool isMissing = !monthly && fields.take("monthly") == nullptr;
    if (isMissing && !offer.owned) {
        diagnostics.error(
            node.place,
            fmt::format("offer {} needs 'monthly', its price a month", quoteWord(offer.name)),
            "write 0 for a machine that costs nothing");
    }
    offer.price = offer.owned ? Money() : Money::fromRaw(monthly.value_or(0));
    const DocumentNode* currency = fields.take("currency");
    offer.currency = scenarioCurrency;
    if (currency != nullptr) {
        const auto code = textOf(currency, "'currency'", diagnostics);
        if (code && isCurrencyCode(*code)) {
            offer.currency = *code;
        } else if (code) {
            diagnostics.error(currency->place,
                              fmt::format("'currency' {} is not known", quoteWord(*code)),
                              didYouMean(*code, currencyCodes()));
        }
    }
}

void readTraits(FieldReader& fields, Offer& offer, Diagnostics& diagnostics) {
    offer.provider = fields.text("provider").value_or("custom");
    offer.region = fields.text("region").value_or("");
    offer.zones = fields.texts("zones").value_or(std::vector<std::string>{});
    const auto arch = fields.word("arch", {"amd64", "arm64"});
    offer.labels = readTextMap(fields.take("labels"), "'labels'", diagnostics);
    const auto label = offer.labels.find("kubernetes.io/arch");
    const std::string architecture = arch                          ? *arch
                                     : label != offer.labels.end() ? label->second
                                                                   : "amd64";
    offer.arch = parseArch(architecture).value_or(Arch::Amd64);
    const auto share = fields.word("cpuShare", {"shared", "dedicated"});
    offer.cpuShare = share == "dedicated" ? CpuShare::Dedicated : CpuShare::Shared;
    offer.taints = readTaints(fields.take("taints"), diagnostics);
    const auto count = fields.whole("count", 1, kCountMax);
    if (count || offer.owned) {
        offer.stock = count.value_or(1);
    }
    const auto pods = fields.whole("pods", 1, kPodsMax);
    if (pods && !offer.podsMax) {
        offer.podsMax = *pods;
    }
}

}  // namespace

std::optional<Offer> readCustomOffer(const DocumentNode& node, MachineOwnership ownership,
                                     const std::string& scenarioCurrency,
                                     Diagnostics& diagnostics) {
    Offer offer;
    FieldReader fields(node, "an offer", diagnostics);
    offer.name = fields.text("name").value_or("");
    if (offer.name.empty()) {
        diagnostics.error(node.place, "an offer needs 'name'");
    }
    const auto kind = fields.word("kind", {"vps", "node", "managed", "managed-node"});
    offer.kind = kind ? *parseOfferKind(*kind) : OfferKind::Vps;
    offer.source = "the scenario";
    readSizes(fields, node, offer, diagnostics);
    readPrice(fields, node, ownership, scenarioCurrency, offer, diagnostics);
    readTraits(fields, offer, diagnostics);
    offer.note = fields.text("note").value_or("");
    fields.finish(Severity::Error);
    return offer.name.empty() ? std::nullopt : std::optional(std::move(offer));
}

}  // namespace stowage
