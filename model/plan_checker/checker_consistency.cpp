#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "model/plan_checker/checker_context.h"

namespace stowage::checker {
namespace {

/// A host of a shared or managed service belongs to others than the environment.
bool isOwnHost(const PlanContext& context, const Environment& environment,
               const Blueprint& blueprint, const std::string& role) {
    const auto kind = serviceOfHost(blueprint, role);
    if (!kind) {
        return true;
    }
    const auto mode = context.plan.services.find(environment.id + "/" + std::string(toWord(*kind)));
    return mode == context.plan.services.end() || mode->second == Mode::Own;
}

std::set<std::string> hostsOf(const PlanContext& context, const Environment& environment) {
    const App& app = context.scenario().appOf(environment);
    const BlueprintEnvironment* blueprint =
        app.blueprint ? app.blueprint->findEnvironment(environment.name) : nullptr;
    if (blueprint == nullptr) {
        return {};
    }
    std::set<std::string> hosts(blueprint->additionalWebHosts.begin(),
                                blueprint->additionalWebHosts.end());
    for (const auto& [role, host] : blueprint->hosts) {
        if (!host.empty() && isOwnHost(context, environment, *app.blueprint, role)) {
            hosts.insert(host);
        }
    }
    return hosts;
}

void checkHosts(const PlanContext& context) {
    std::map<std::string, std::int64_t> claims;
    for (const Environment* environment : context.scenario().environments()) {
        for (const std::string& host : hostsOf(context, *environment)) {
            ++claims[host];
        }
    }
    std::int64_t clashes = 0;
    for (const auto& [host, count] : claims) {
        clashes += count - 1;
    }
    const CheckId id = CheckId::HostsUnique;
    context.expectVerdict(id, {clashes > 0 ? Verdict::Fail : Verdict::Pass},
                          fmt::format("{} clashes", clashes));
    context.expectNumber(id, "hosts", static_cast<std::int64_t>(claims.size()));
    context.expectNumber(id, "clashes", clashes);
}

void checkStrategies(const PlanContext& context) {
    const auto nodes = static_cast<std::int64_t>(context.nodes.size());
    const Strategy right = nodes > 1 ? Strategy::MultiNodeHa : Strategy::SingleNode;
    const auto wrong = std::ranges::count_if(
        context.plan.strategy, [&](const auto& entry) { return entry.second != right; });
    const CheckId id = CheckId::StrategyConsistent;
    context.expectVerdict(id, {wrong > 0 ? Verdict::Fail : Verdict::Pass},
                          fmt::format("{} mismatches on {} nodes", wrong, nodes));
    context.expectNumber(id, "nodes", nodes);
    context.expectNumber(id, "mismatches", wrong);
    for (const StrategyChoice& choice : strategyChoices(context.scenario())) {
        const auto at = context.plan.strategy.find(choice.environmentId);
        if (at == context.plan.strategy.end()) {
            context.violate("report.strategy", choice.environmentId, "no strategy",
                            "every one has one");
        } else if (choice.isBound && at->second != choice.today) {
            context.violate("report.strategy", choice.environmentId + " strategy",
                            std::string(toWord(at->second)), "bound by the scenario");
        }
    }
}

void checkModes(const PlanContext& context) {
    const std::vector<ServiceChoice> choices = serviceChoices(context.scenario());
    for (const ServiceChoice& choice : choices) {
        const auto at = context.plan.services.find(choice.key());
        if (at == context.plan.services.end()) {
            context.violate("report.services", choice.key(), "no mode", "every service has one");
        } else if (std::ranges::find(choice.allowed, at->second) == choice.allowed.end()) {
            context.violate("report.services", choice.key(), std::string(toWord(at->second)),
                            "not allowed by the scenario");
        }
    }
    std::int64_t moved = 0;
    for (const ServiceChoice& choice : choices) {
        const auto at = context.plan.services.find(choice.key());
        moved += at != context.plan.services.end() && at->second != choice.today ? 1 : 0;
    }
    context.expectEqual("report.services", "migrations", context.plan.migrations, moved);
    context.expectEqual("report.services", "services",
                        static_cast<std::int64_t>(context.plan.services.size()),
                        static_cast<std::int64_t>(choices.size()));
}

std::string modeWord(Mode mode) {
    switch (mode) {
        case Mode::Own:
            return "own";
        case Mode::Plex:
            return "shared";
        case Mode::Managed:
            return "managed";
        case Mode::File:
            break;
    }
    return "file";
}

/// "2 × a + 1 × b (Provider), managed Kubernetes, services apart".
std::string hintsTitle(const CapacityPlan& plan) {
    const auto hints =
        std::ranges::count(plan.adjustments, AdjustmentKind::NodeAffinity, &Adjustment::kind);
    return hints == 0 ? std::string()
                      : fmt::format(", {} workload{} tied to nodes", hints, hints == 1 ? "" : "s");
}

std::string titleOf(const PlanContext& context) {
    std::vector<std::pair<std::string, std::int64_t>> machines;
    for (const PlanNode& node : context.plan.nodes) {
        if (machines.empty() || machines.back().first != node.offer) {
            machines.emplace_back(node.offer, 0);
        }
        ++machines.back().second;
    }
    std::string title;
    for (const auto& [offer, count] : machines) {
        title += fmt::format("{}{} × {}", title.empty() ? "" : " + ", count, offer);
    }
    if (!context.plan.provider.empty() && context.plan.provider != "custom" &&
        !context.nodes.empty()) {
        title += fmt::format(" ({})", providerTitle(*context.nodes.front().offer));
    }
    title += context.plan.topology == "managed" ? ", managed Kubernetes" : "";
    std::map<Mode, std::int64_t> modes;
    for (const auto& [key, mode] : context.plan.services) {
        modes[mode] += mode == Mode::File ? 0 : 1;
    }
    modes.erase(Mode::File);
    if (modes.size() == 1) {
        const Mode mode = modes.begin()->first;
        title += mode == Mode::Own    ? ", services apart"
                 : mode == Mode::Plex ? ", services shared in a Commons"
                                      : ", services managed";
    } else if (!modes.empty()) {
        std::vector<std::string> parts;
        for (const auto& [mode, count] : modes) {
            parts.push_back(fmt::format("{} {}", count, modeWord(mode)));
        }
        title += fmt::format(", services {}", fmt::join(parts, " + "));
    }
    return title;
}

bool isPriceless(const Offer& offer) {
    return offer.owned || offer.provider == "custom" || offer.kind == OfferKind::StatedNode;
}

void checkPrices(const PlanContext& context) {
    constexpr std::int64_t kStaleDays = 90;
    const Result<CalendarDate> today = CalendarDate::parse(context.report.today);
    if (!today.ok()) {
        context.violate("report.today", "today", context.report.today, "no date");
        return;
    }
    std::int64_t oldest = 0;
    bool isDoubtful = false;
    for (const BoundNode& node : context.nodes) {
        const Offer& offer = *node.offer;
        const std::int64_t age = offer.date.isSet() ? daysBetween(offer.date, *today) : 0;
        oldest = offer.owned ? oldest : std::max(oldest, age);
        isDoubtful =
            isDoubtful || (!isPriceless(offer) &&
                           (offer.source.empty() || !offer.date.isSet() || age > kStaleDays));
    }
    const CheckId id = CheckId::PriceFresh;
    context.expectVerdict(id, {isDoubtful ? Verdict::Warn : Verdict::Pass},
                          fmt::format("{} days old", oldest));
    context.expectNumber(id, "oldestDays", oldest);
    context.expectNumber(id, "limitDays", kStaleDays);
}

}  // namespace

void checkConsistency(const PlanContext& context) {
    context.expectEqual("report.title", "title", context.plan.title,
                        titleOf(context) + hintsTitle(context.plan));
    checkHosts(context);
    checkStrategies(context);
    checkModes(context);
    checkPrices(context);
}

}  // namespace stowage::checker
