#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "model/plan_checker/checker_context.h"

namespace stowage::checker {
namespace {

/// Cents of unit * count, half to even, redone in 128 bits. Units are micro-units.
std::int64_t lineMicro(std::int64_t unit, std::int64_t count) {
    constexpr std::int64_t kCent = 10'000;
    const Int128 product = static_cast<Int128>(unit) * count;
    Int128 cents = product / kCent;
    const Int128 rest = product % kCent;
    if (rest * 2 > kCent || (rest * 2 == kCent && cents % 2 != 0)) {
        ++cents;
    }
    return static_cast<std::int64_t>(cents * kCent);
}

/// The price of an offer in the scenario's currency per micro-unit, with the scenario's own rate.
std::optional<Int128> convertedMicro(const Scenario& scenario, const Offer& offer,
                                     std::int64_t count) {
    if (offer.currency == scenario.currency) {
        return static_cast<Int128>(offer.price.raw()) * count;
    }
    const auto rate = scenario.exchange.find(offer.currency);
    const auto parsed = rate == scenario.exchange.end() ? std::nullopt : parseDecimal(rate->second);
    if (!parsed) {
        return std::nullopt;
    }
    // Micro times micro: a millionth of a micro-unit is dropped only after rounding to the cent.
    return static_cast<Int128>(offer.price.raw()) * count * parsed->raw() / 1'000'000;
}

void checkMachineLines(const PlanContext& context) {
    std::map<std::string, std::int64_t> bought;
    for (const PlanNode& node : context.plan.nodes) {
        ++bought[node.offer];
    }
    for (const auto& [name, count] : bought) {
        std::int64_t billed = 0;
        for (const CostLine& line : context.plan.cost.lines) {
            billed += line.item == name ? line.count : 0;
        }
        context.expectEqual("money", name + " in the bill", billed, count);
    }
    for (const PlanNode& node : context.plan.nodes) {
        const Offer* offer = offerOf(context, node);
        const auto line = std::ranges::find(context.plan.cost.lines, node.offer, &CostLine::item);
        if (offer == nullptr || line == context.plan.cost.lines.end()) {
            continue;
        }
        const auto micro = offer->owned
                               ? std::optional<Int128>(0)
                               : convertedMicro(context.input.scenario, *offer, line->count);
        if (!micro) {
            context.violate("money", node.offer, toDecimal(line->monthly), "no exchange rate");
            continue;
        }
        const Int128 off = *micro - line->monthly.raw();
        if (off > 5'001 || off < -5'001) {  // half a cent and what the division dropped
            context.violate("money", node.offer, toDecimal(line->monthly),
                            toDecimal(Money::fromRaw(static_cast<std::int64_t>(*micro))));
        }
    }
}

void checkGap(const PlanContext& context) {
    const PlanCost& cost = context.plan.cost;
    if (cost.lowerBound > cost.monthly) {
        context.violate("money", "lowerBound", toDecimal(cost.lowerBound),
                        "at most " + toDecimal(cost.monthly));
    }
    const bool equal = cost.lowerBound == cost.monthly;
    if (cost.proven && !equal && context.plan.id == context.report.recommended) {
        context.violate("money", "proven", "true", "the bound is " + toDecimal(cost.lowerBound));
    }
    if (equal) {
        if (!cost.gap || *cost.gap != 0) {
            context.violate("money", "gap", cost.gap ? fmt::format("{}", *cost.gap) : "null", "0");
        }
    } else if (cost.lowerBound.isZero()) {
        if (cost.gap) {
            context.violate("money", "gap", fmt::format("{}", *cost.gap), "null");
        }
    } else {
        const double found = static_cast<double>((cost.monthly - cost.lowerBound).raw()) /
                             static_cast<double>(cost.lowerBound.raw());
        if (!cost.gap || std::abs(*cost.gap - found) > 5e-4 * found) {
            context.violate("money", "gap", cost.gap ? fmt::format("{}", *cost.gap) : "null",
                            fmt::format("{:.4g}", found));
        }
    }
}

}  // namespace

const Offer* offerOf(const PlanContext& context, const PlanNode& node) {
    const auto named = [&](const std::vector<Offer>& offers) -> const Offer* {
        const auto at = std::ranges::find(offers, node.offer, &Offer::name);
        return at == offers.end() ? nullptr : &*at;
    };
    if (node.isExisting) {
        return named(context.input.scenario.existingNodes);
    }
    if (const Offer* custom = named(context.input.scenario.candidates.customOffers)) {
        if (node.provider == custom->provider) {
            return custom;
        }
    }
    for (const Offer& offer : context.input.catalog.offers()) {
        if (offer.provider == node.provider && offer.name == node.offer && isMachine(offer.kind) &&
            (offer.kind == OfferKind::ManagedNode) == (context.plan.topology == "managed")) {
            return &offer;
        }
    }
    return nullptr;
}

void checkMoney(const PlanContext& context) {
    std::int64_t sum = 0;
    for (const CostLine& line : context.plan.cost.lines) {
        sum += line.monthly.raw();
        const std::int64_t off = lineMicro(line.unit.raw(), line.count) - line.monthly.raw();
        // A converted unit is shown to the micro-unit and may be off by half of one each.
        const std::int64_t allowed = line.count / 2 / 10'000 * 10'000 + 10'000;
        const bool own = line.unit.raw() % 10'000 == 0;
        if (own ? off != 0 : off > allowed || off < -allowed) {
            context.violate("money", line.item, toDecimal(line.monthly),
                            fmt::format("{} × {}", line.count, toDecimal(line.unit)));
        }
    }
    context.expectEqual("money", "total", toDecimal(context.plan.cost.monthly),
                        toDecimal(Money::fromRaw(sum)));
    context.expectEqual("money", "currency", context.plan.cost.currency,
                        context.input.scenario.currency);
    checkMachineLines(context);
    checkGap(context);
    const auto& most = context.input.scenario.requirements.maxMonthlyCost;
    if (most && context.plan.id == context.report.recommended &&
        context.plan.cost.monthly > *most) {
        context.violate("money", "maxMonthlyCost", toDecimal(context.plan.cost.monthly),
                        "at most " + toDecimal(*most));
    }
}

}  // namespace stowage::checker
