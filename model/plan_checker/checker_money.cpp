#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "model/plan_checker/checker_context.h"

namespace stowage::checker {
namespace {

/// The scenario's own rate into its currency, in millionths.
std::optional<std::int64_t> rateOf(const Scenario& scenario, const std::string& currency) {
    if (currency == scenario.currency) {
        return 1'000'000;
    }
    const auto rate = scenario.exchange.find(currency);
    const auto parsed = rate == scenario.exchange.end() ? std::nullopt : parseDecimal(rate->second);
    return parsed ? std::optional(parsed->raw()) : std::nullopt;
}

/// value / divisor, half to even.
std::int64_t halfEven(Int128 value, Int128 divisor) {
    Int128 quotient = value / divisor;
    const Int128 rest = value % divisor;
    if (rest * 2 > divisor || (rest * 2 == divisor && quotient % 2 != 0)) {
        ++quotient;
    }
    return static_cast<std::int64_t>(quotient);
}

std::int64_t unitsOf(std::int64_t bytes, PriceUnit unit) {
    const std::int64_t size = unit == PriceUnit::Month     ? std::max<std::int64_t>(1, bytes)
                              : unit == PriceUnit::GbMonth ? 1'000'000'000
                                                           : std::int64_t{1} << 30;
    return (bytes + size - 1) / size;
}

std::string wordOf(PriceUnit unit) {
    return unit == PriceUnit::GbMonth ? "GB" : "GiB";
}

/// The bill written anew from the nodes, the volumes and the managed services of the demand.
class BillRedone {
public:
    explicit BillRedone(const PlanContext& context) : m_context(context) {
        for (const BoundNode& node : context.nodes) {
            if (node.offer != nullptr && node.offer->provider == context.plan.provider) {
                m_region = node.offer->region;
            }
        }
        addMachines();
        if (context.plan.topology == "managed") {
            addFor(OfferKind::ControlPlane, "managed control plane");
        }
        if (context.plan.ingress == "load-balancer") {
            addFor(OfferKind::LoadBalancer, "load balancer");
        }
        addAddresses();
        addVolumes();
        addServices();
    }

    const std::vector<CostLine>& lines() const { return m_lines; }

private:
    const Offer* addOn(OfferKind kind) const {
        return m_context.input.catalog.addOn(m_context.plan.provider, kind, m_region);
    }

    void add(std::string item, std::int64_t count, std::int64_t price,
             const std::string& currency) {
        const auto rate = rateOf(m_context.scenario(), currency);
        if (!rate) {
            m_context.violate("money.unpriced", item, "in the bill",
                              "no exchange rate for " + currency);
            return;
        }
        const Int128 amount = static_cast<Int128>(price) * *rate;
        m_lines.push_back(
            {.item = std::move(item),
             .count = count,
             .unit = Money::fromRaw(halfEven(amount, 1'000'000)),
             .monthly = Money::fromRaw(halfEven(amount * count, Int128{10'000'000'000}) * 10'000)});
    }

    void addFor(OfferKind kind, const std::string& item) {
        if (const Offer* row = addOn(kind)) {
            add(item, 1, row->price.raw(), row->currency);
        } else {
            m_context.violate("money.unpriced", item, "in the plan", "it has no price");
        }
    }

    /// Count of each offer among the nodes, in their order.
    std::vector<std::pair<const Offer*, std::int64_t>> machines() const {
        std::vector<std::pair<const Offer*, std::int64_t>> counts;
        for (const BoundNode& node : m_context.nodes) {
            const auto at = std::ranges::find_if(
                counts, [&](const auto& entry) { return entry.first == node.offer; });
            if (at != counts.end()) {
                ++at->second;
            } else if (node.offer != nullptr) {
                counts.emplace_back(node.offer, 1);
            }
        }
        return counts;
    }

    void addMachines() {
        for (const auto& [offer, count] : machines()) {
            if (offer->owned) {
                add(offer->name + " (owned)", count, 0, m_context.scenario().currency);
            } else {
                add(offer->name, count, offer->price.raw(), offer->currency);
            }
        }
    }

    void addAddresses() {
        const Offer* row = addOn(OfferKind::Ipv4);
        auto bought = machines();
        std::erase_if(bought, [&](const auto& entry) {
            return entry.first->owned || entry.first->kind != OfferKind::Vps ||
                   entry.first->provider != m_context.plan.provider;
        });
        for (const auto& [offer, count] : bought) {
            if (row != nullptr) {
                add(bought.size() == 1 ? "IPv4 address" : "IPv4 address for " + offer->name, count,
                    row->price.raw(), row->currency);
            }
        }
    }

    /// Every claim on block storage once, each billed in whole units and at least the minimum.
    void addVolumes() {
        const Offer* row = addOn(OfferKind::Volume);
        std::int64_t units = 0;
        std::int64_t volumes = 0;
        std::set<std::string> seen;
        for (const PlannedWorkload& workload : m_context.expansion.workloads) {
            for (VolumeMount mount : workload.pod.volumes) {
                mount.boundToNodes.clear();
                const bool isBlock = reachOf(m_context, mount) == VolumeReach::Attached;
                if (!isBlock || !seen.insert(workload.namespaceName + "/" + mount.claim).second) {
                    continue;
                }
                const std::int64_t copies = mount.perReplica ? workload.replicas : 1;
                volumes += copies;
                if (row != nullptr) {
                    const Bytes billed = std::max(mount.size, row->minimumSize);
                    units += copies * unitsOf(billed.raw(), row->unit);
                }
            }
        }
        if (volumes > 0 && row != nullptr) {
            add("block storage, per " + wordOf(row->unit), units, row->price.raw(), row->currency);
        } else if (volumes > 0) {
            m_context.violate("money.unpriced", "block storage", "in the plan", "it has no price");
        }
    }

    void addServices() {
        const Offer* objects = addOn(OfferKind::ObjectStorage);
        std::int64_t stored = 0;
        bool isStored = false;
        for (const ManagedNeed& need : m_context.expansion.managed) {
            const std::string service(toWord(need.kind));
            const std::string label = need.environmentId + "/" + service;
            const Offer* row = m_context.input.catalog.managedService(
                m_context.plan.provider, service, Bytes(), need.dataSize);
            const bool isObjects =
                objects != nullptr &&
                std::ranges::find(objects->serves, service) != objects->serves.end();
            if (need.paidElsewhere) {
                add(label + " (managed, paid elsewhere)", 1, 0, m_context.scenario().currency);
            } else if (row != nullptr) {
                add(row->name + " for " + label, 1, row->price.raw(), row->currency);
            } else if (!isObjects) {
                m_context.violate("money.unpriced", label, "managed", "it has no price");
            }
            isStored = isStored || (isObjects && !need.paidElsewhere);
            stored += isObjects && !need.paidElsewhere ? need.dataSize.raw() : 0;
        }
        if (isStored) {
            add("object storage", 1, objects->price.raw(), objects->currency);
            addFurtherStorage(*objects, stored - objects->minimumSize.raw());
        }
    }

    void addFurtherStorage(const Offer& objects, std::int64_t bytes) {
        const Offer* row = m_context.input.catalog.find(
            m_context.plan.provider, OfferKind::ObjectStorage, objects.name + "-further-storage");
        if (bytes > 0 && row != nullptr) {
            add("object storage beyond the subscription, per " + wordOf(row->unit),
                unitsOf(bytes, row->unit), row->price.raw(), row->currency);
        } else if (bytes > 0) {
            m_context.violate("money.unpriced", "object storage", "in the plan",
                              "the rest has no price");
        }
    }

    const PlanContext& m_context;
    std::string m_region;
    std::vector<CostLine> m_lines;
};

std::string textOf(const CostLine& line) {
    return fmt::format("{} x {} = {}", line.count, toDecimal(line.unit), toDecimal(line.monthly));
}

void checkLines(const PlanContext& context) {
    std::vector<CostLine> expected = BillRedone(context).lines();
    for (const CostLine& line : context.plan.cost.lines) {
        const auto same = std::ranges::find(expected, line.item, &CostLine::item);
        if (same == expected.end()) {
            context.violate("money.line", line.item, textOf(line), "nothing like it is bought");
            continue;
        }
        if (*same != line) {
            context.violate("money.line", line.item, textOf(line), textOf(*same));
        }
        expected.erase(same);
    }
    for (const CostLine& line : expected) {
        context.violate("money.line", line.item, "not in the bill", textOf(line));
    }
}

void checkGap(const PlanContext& context) {
    const PlanCost& cost = context.plan.cost;
    if (cost.lowerBound > cost.monthly) {
        context.violate("money.lowerBound", "lowerBound", toDecimal(cost.lowerBound),
                        "at most " + toDecimal(cost.monthly));
    }
    const bool equal = cost.lowerBound == cost.monthly;
    if (cost.proven && (!equal || cost.certificate.entries.empty())) {
        context.violate("money.proven", "proven", "true", "a bound below it, or no certificate");
    }
    if (context.plan.id == context.report.recommended) {
        context.expectEqual("money.proven", "proven", cost.proven ? 1 : 0, equal ? 1 : 0);
        if (cost.proven && cost.timeLimited) {
            context.violate("money.proven", "timeLimited", "true", "the cost is proven");
        }
    }
    if (equal) {
        if (!cost.gap || *cost.gap != 0) {
            context.violate("money.gap", "gap", cost.gap ? fmt::format("{}", *cost.gap) : "null",
                            "0");
        }
    } else if (cost.lowerBound.isZero()) {
        if (cost.gap) {
            context.violate("money.gap", "gap", fmt::format("{}", *cost.gap), "null");
        }
    } else {
        const double found = static_cast<double>((cost.monthly - cost.lowerBound).raw()) /
                             static_cast<double>(cost.lowerBound.raw());
        if (!cost.gap || std::abs(*cost.gap - found) > 5e-4 * found) {
            context.violate("money.gap", "gap", cost.gap ? fmt::format("{}", *cost.gap) : "null",
                            fmt::format("{:.4g}", found));
        }
    }
}

}  // namespace

std::optional<Money> machinePrice(const PlanCheckerInput& input, const Offer& offer) {
    if (offer.owned) {
        return Money();
    }
    std::int64_t sum = 0;
    const Offer* address = offer.kind == OfferKind::Vps
                               ? input.catalog.addOn(offer.provider, OfferKind::Ipv4, offer.region)
                               : nullptr;
    for (const Offer* row : {&offer, address}) {
        if (row == nullptr) {
            continue;
        }
        const auto rate = rateOf(input.scenario, row->currency);
        if (!rate) {
            return std::nullopt;
        }
        sum += halfEven(static_cast<Int128>(row->price.raw()) * *rate, 1'000'000);
    }
    return Money::fromRaw(sum);
}

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
    }
    context.expectEqual("money.total", "total", toDecimal(context.plan.cost.monthly),
                        toDecimal(Money::fromRaw(sum)));
    context.expectEqual("money.currency", "currency", context.plan.cost.currency,
                        context.scenario().currency);
    checkLines(context);
    checkGap(context);
    const auto& most = context.requirements().maxMonthlyCost;
    if (most && context.plan.id == context.report.recommended &&
        context.plan.cost.monthly > *most) {
        context.violate("money.limit", "maxMonthlyCost", toDecimal(context.plan.cost.monthly),
                        "at most " + toDecimal(*most));
    }
}

}  // namespace stowage::checker
