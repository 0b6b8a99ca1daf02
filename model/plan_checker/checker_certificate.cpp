#include "model/plan_checker/checker_certificate.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace stowage::checker {
namespace {

const DocumentNode& emptyMap() {
    static const DocumentNode kEmpty = makeMap();
    return kEmpty;
}

/// A layout that costs less, with the reason why it does not do.
struct Witness {
    std::string title;
    Money monthly;
    std::string check;
    std::string node;
    std::string resource;
    std::int64_t needed = 0;
    std::int64_t available = 0;
};

std::optional<Witness> witnessOf(const CertificateReader& reader) {
    const auto title = reader.word("title");
    const auto monthly = reader.money("monthly");
    const auto check = reader.word("check");
    const auto node = reader.word("node");
    const auto resource = reader.word("resource");
    const auto needed = reader.count("needed");
    const auto available = reader.count("available");
    if (!title || !monthly || !check || !node || !resource || !needed || !available) {
        return std::nullopt;
    }
    return Witness{.title = *title,
                   .monthly = *monthly,
                   .check = *check,
                   .node = *node,
                   .resource = *resource,
                   .needed = *needed,
                   .available = *available};
}

/// The refused row of the report that says the same; its title names the services too.
bool isRefused(const PlanContext& context, const Witness& witness) {
    return std::ranges::any_of(context.report.refused, [&](const Refusal& refusal) {
        return (refusal.title == witness.title || refusal.title.starts_with(witness.title + ",")) &&
               refusal.monthly == witness.monthly && toWord(refusal.check) == witness.check &&
               refusal.shortage.node == witness.node &&
               refusal.shortage.resource == witness.resource &&
               refusal.shortage.needed == witness.needed &&
               refusal.shortage.available == witness.available;
    });
}

/// The search itself is not redone here. What it says about the layouts that cost less must be what
/// the report says about them, and they must cost less.
void checkCheapestFirst(const PlanContext& context, const CertificateReader& certificate) {
    const CertificateReader counts = certificate.map("refusedBy");
    for (const char* key : {"covering", "packing", "audited", "undecided"}) {
        const auto count = counts.count(key);
        if (count && *count < 0) {
            context.violate("certificate.count", key, std::to_string(*count), "at least 0");
        }
    }
    for (const CertificateReader& row : certificate.list("cheaper")) {
        const std::optional<Witness> witness = witnessOf(row);
        if (!witness) {
            continue;
        }
        if (witness->monthly >= context.plan.cost.monthly) {
            context.violate("certificate.cheaper", witness->title, toDecimal(witness->monthly),
                            "less than " + toDecimal(context.plan.cost.monthly));
        }
        if (!isRefused(context, *witness)) {
            context.violate(
                "certificate.cheaper", witness->title,
                fmt::format("{}: {} of {}", witness->check, witness->needed, witness->available),
                "no refused row says so");
        }
    }
}

}  // namespace

void CertificateReader::refuse(std::string_view key, const DocumentNode* found,
                               const char* wanted) const {
    m_context.violate("certificate.form", fmt::format("{}{}", m_where, key),
                      found == nullptr ? "missing" : "'" + found->text + "'", wanted);
}

std::optional<std::int64_t> CertificateReader::count(std::string_view key) const {
    const DocumentNode* found = m_node.find(key);
    std::int64_t value = 0;
    if (found != nullptr && found->kind == NodeKind::Number) {
        const char* end = found->text.data() + found->text.size();
        const auto parsed = std::from_chars(found->text.data(), end, value);
        if (parsed.ec == std::errc() && parsed.ptr == end) {
            return value;
        }
    }
    refuse(key, found, "a whole number");
    return std::nullopt;
}

std::optional<Money> CertificateReader::money(std::string_view key) const {
    const DocumentNode* found = m_node.find(key);
    const auto amount = found != nullptr && found->kind == NodeKind::Number
                            ? parseDecimal(found->text)
                            : std::nullopt;
    if (!amount) {
        refuse(key, found, "an amount of money");
    }
    return amount;
}

std::optional<std::string> CertificateReader::word(std::string_view key) const {
    const DocumentNode* found = m_node.find(key);
    if (found == nullptr || found->kind != NodeKind::String) {
        refuse(key, found, "a text");
        return std::nullopt;
    }
    return found->text;
}

std::vector<CertificateReader> CertificateReader::list(std::string_view key) const {
    const DocumentNode* found = m_node.find(key);
    std::vector<CertificateReader> readers;
    if (found == nullptr || found->kind != NodeKind::Sequence) {
        refuse(key, found, "a list");
        return readers;
    }
    for (std::size_t at = 0; at < found->items.size(); ++at) {
        readers.emplace_back(m_context, found->items[at],
                             fmt::format("{}{}/{}/", m_where, key, at));
    }
    return readers;
}

CertificateReader CertificateReader::map(std::string_view key) const {
    const DocumentNode* found = m_node.find(key);
    if (found == nullptr || found->kind != NodeKind::Map) {
        refuse(key, found, "a map");
        found = &emptyMap();
    }
    return {m_context, *found, fmt::format("{}{}/", m_where, key)};
}

void checkCertificate(const PlanContext& context) {
    const DocumentNode& node = context.plan.cost.certificate;
    if (node.entries.empty()) {
        if (context.plan.id == context.report.recommended) {
            context.violate("certificate.method", context.plan.id, "none", "how it was proven");
        }
        return;
    }
    const CertificateReader certificate(context, node, "");
    const auto bound = certificate.money("lowerBound");
    if (bound && *bound != context.plan.cost.lowerBound) {
        context.violate("certificate.lowerBound", "lowerBound", toDecimal(*bound),
                        toDecimal(context.plan.cost.lowerBound));
    }
    const std::string method = certificate.word("method").value_or("none");
    if (method == "cheapest first") {
        checkCheapestFirst(context, certificate);
    } else if (method == "patterns") {
        checkPatterns(context, certificate);
    } else {
        context.violate("certificate.method", "method", method, "'cheapest first' or 'patterns'");
    }
}

}  // namespace stowage::checker
