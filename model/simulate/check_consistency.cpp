#include "model/simulate/check_consistency.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "model/calendar_date.h"
#include "model/catalog.h"
#include "model/simulate/check_text.h"

namespace stowage::simulate {
namespace {

/// Host names that the environment's own Ingress rules claim: of its app and of services in its own
/// namespace. A host of a shared or managed service belongs to others.
std::set<std::string> ownHosts(const Arrangement& arrangement, const Environment& environment,
                               const Blueprint& app, const BlueprintEnvironment& blueprint) {
    std::set<std::string> hosts(blueprint.additionalWebHosts.begin(),
                                blueprint.additionalWebHosts.end());
    for (const auto& [role, host] : blueprint.hosts) {
        if (const auto kind = serviceOfHost(app, role)) {
            const auto mode = arrangement.services.find(serviceKey(environment.id, *kind));
            if (mode != arrangement.services.end() && mode->second != Mode::Own) {
                continue;
            }
        }
        if (!host.empty()) {
            hosts.insert(host);
        }
    }
    return hosts;
}

struct HostClash {
    std::string host;
    std::string first;
    std::string second;
};

/// Every host with its first two claimants.
std::vector<HostClash> hostClashes(const AuditContext& context, std::int64_t& hostCount) {
    std::map<std::string, std::string> owners;
    std::vector<HostClash> clashes;
    for (const Environment* environment : context.scenario().environments()) {
        const App& app = context.scenario().appOf(*environment);
        const BlueprintEnvironment* blueprint =
            app.blueprint ? app.blueprint->findEnvironment(environment->name) : nullptr;
        if (blueprint == nullptr) {
            continue;
        }
        for (const std::string& host : ownHosts(context.input.expansion.arrangement, *environment,
                                                *app.blueprint, *blueprint)) {
            const auto [owner, isNew] = owners.emplace(host, environment->id);
            if (!isNew) {
                clashes.push_back(
                    {.host = host, .first = owner->second, .second = environment->id});
            }
        }
    }
    hostCount = static_cast<std::int64_t>(owners.size());
    return clashes;
}

std::vector<std::string> mismatched(const AuditContext& context) {
    const Strategy right = context.nodeCount() > 1 ? Strategy::MultiNodeHa : Strategy::SingleNode;
    std::vector<std::string> names;
    for (const auto& [environmentId, strategy] : context.input.expansion.arrangement.strategies) {
        if (strategy != right) {
            names.push_back(environmentId);
        }
    }
    return names;
}

/// Why the price of a machine cannot be relied on; empty: it can.
std::string doubtOf(const Offer& offer, const std::optional<CalendarDate>& today) {
    if (offer.owned || offer.provider == "custom" || offer.kind == OfferKind::StatedNode) {
        return {};
    }
    if (offer.source.empty() || !offer.date.isSet()) {
        return offer.name + " has no source or date";
    }
    if (today && isStale(offer, *today)) {
        return fmt::format("the price of {} was read on {}, {} days ago", offer.name,
                           offer.date.toText(), groupedText(priceAgeDays(offer, *today)));
    }
    return {};
}

}  // namespace

Check checkHostsUnique(const AuditContext& context) {
    std::int64_t hosts = 0;
    const std::vector<HostClash> clashes = hostClashes(context, hosts);
    Check check =
        makeCheck(CheckId::HostsUnique, Verdict::Pass,
                  hosts == 0 ? "no environment names a host"
                             : fmt::format("{} in use, each by one environment",
                                           countText(hosts, "host name is", "host names are")));
    if (!clashes.empty()) {
        const HostClash& first = clashes.front();
        check.verdict = Verdict::Fail;
        check.text = fmt::format(
            "{} and {} both claim {}: requests for it would reach one of them "
            "by chance",
            first.first, first.second, first.host);
        if (clashes.size() > 1) {
            check.text += fmt::format(" ({} more like this)", clashes.size() - 1);
        }
        check.shortage =
            toShortage({.resource = "host " + first.host, .needed = 2, .available = 1});
    }
    addNumber(check, "hosts", hosts);
    addNumber(check, "clashes", static_cast<std::int64_t>(clashes.size()));
    return check;
}

Check checkStrategyConsistent(const AuditContext& context) {
    const std::vector<std::string> wrong = mismatched(context);
    const auto nodes = static_cast<std::int64_t>(context.nodeCount());
    Check check = makeCheck(CheckId::StrategyConsistent, Verdict::Pass,
                            fmt::format("the strategy of every environment fits {}",
                                        countText(nodes, "node", "nodes")));
    if (!wrong.empty()) {
        const std::string verb = wrong.size() == 1 ? "is" : "are";
        check.verdict = Verdict::Fail;
        check.text = nodes > 1
                         ? fmt::format(
                               "{} {} single-node on {} nodes: pods that share a volume would "
                               "hang as soon as they land apart",
                               listText(wrong), verb, nodes)
                         : fmt::format(
                               "{} {} multi-node-ha on one node: twice the pods, and nothing "
                               "survives the node all the same",
                               listText(wrong), verb);
        check.shortage =
            toShortage({.resource = "nodes", .needed = nodes > 1 ? nodes : 2, .available = 1});
    }
    addNumber(check, "nodes", nodes);
    addNumber(check, "mismatches", static_cast<std::int64_t>(wrong.size()));
    return check;
}

Check checkPriceFresh(const AuditContext& context) {
    const Result<CalendarDate> parsed = CalendarDate::parse(context.input.today);
    const std::optional<CalendarDate> today =
        parsed ? std::optional(*parsed) : std::optional<CalendarDate>();
    std::vector<std::string> doubts;
    std::int64_t oldest = 0;
    for (const LayoutNode& node : context.layout().nodes) {
        const std::string doubt = doubtOf(node.offer, today);
        if (!doubt.empty() && std::find(doubts.begin(), doubts.end(), doubt) == doubts.end()) {
            doubts.push_back(doubt);
        }
        if (today && node.offer.date.isSet() && !node.offer.owned) {
            oldest = std::max(oldest, priceAgeDays(node.offer, *today));
        }
    }
    Check check = makeCheck(CheckId::PriceFresh, Verdict::Pass,
                            fmt::format("every price of a machine has a source and is at most {} "
                                        "days old",
                                        kPriceStaleDays));
    if (!doubts.empty()) {
        check.verdict = Verdict::Warn;
        check.text = listText(doubts) + ": look it up before you buy";
    }
    addNumber(check, "oldestDays", oldest);
    addNumber(check, "limitDays", kPriceStaleDays);
    return check;
}

}  // namespace stowage::simulate
