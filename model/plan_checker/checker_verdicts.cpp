#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "model/plan_checker/checker_context.h"

namespace stowage::checker {
namespace {

/// amount * (1 - headroom), rounded down.
std::int64_t withHeadroom(const PlanContext& context, std::int64_t amount) {
    const std::int64_t share = 1'000'000 - context.input.scenario.requirements.headroom.raw();
    return static_cast<std::int64_t>(static_cast<Int128>(amount) * share / 1'000'000);
}

/// What a plan may claim for a check whose failure is certain: a binding one fails, another warns.
void expectRefused(const PlanContext& context, CheckId id, const std::string& found) {
    const Check* check = context.check(id);
    if (check != nullptr && check->verdict == Verdict::Pass) {
        context.violate("check", std::string(toWord(id)), "pass", found);
    }
}

void expectNotFailed(const PlanContext& context, CheckId id, const std::string& found) {
    const Check* check = context.check(id);
    if (check != nullptr && check->verdict == Verdict::Fail) {
        context.violate("check", std::string(toWord(id)), "fail", found);
    }
}

void checkPresence(const PlanContext& context) {
    std::set<CheckId> seen;
    for (const Check& check : context.plan.checks) {
        if (!seen.insert(check.id).second) {
            context.violate("check", std::string(toWord(check.id)), "twice", "once");
        }
        if (check.verdict == Verdict::Fail && !check.shortage && check.text.empty()) {
            context.violate("check", std::string(toWord(check.id)), "fail", "no reason");
        }
        if (check.shortage &&
            check.shortage->shortBy != check.shortage->needed - check.shortage->available) {
            context.violate("check", std::string(toWord(check.id)) + " short",
                            std::to_string(check.shortage->shortBy),
                            std::to_string(check.shortage->needed - check.shortage->available));
        }
    }
    for (const CheckId id : planCheckIds()) {
        if (!seen.contains(id)) {
            context.violate("check", std::string(toWord(id)), "missing", "every plan has it");
        }
    }
}

void checkRequests(const PlanContext& context) {
    for (const PlanNode& node : context.plan.nodes) {
        std::int64_t cpu = 0;
        std::int64_t memory = 0;
        std::int64_t pods = 0;
        for (const PlanPod& pod : context.plan.placement) {
            if (pod.node == node.name) {
                cpu += pod.requests.cpu.raw();
                memory += pod.requests.memory.raw();
                ++pods;
            }
        }
        if (cpu > withHeadroom(context, node.allocatableCpu.raw())) {
            expectRefused(context, CheckId::FitRequests, fmt::format("{} cpu {}m", node.name, cpu));
        }
        if (memory > withHeadroom(context, node.allocatableMemory.raw())) {
            expectRefused(context, CheckId::FitRequests,
                          fmt::format("{} memory {}", node.name, memory));
        }
        if (pods > node.allocatablePods) {
            expectRefused(context, CheckId::FitPods, fmt::format("{} pods {}", node.name, pods));
        }
    }
}

void checkMemory(const PlanContext& context) {
    bool over = false;
    for (const PlanNode& node : context.plan.nodes) {
        const bool k3s = node.role != "managed" && context.plan.topology != "nodes";
        const std::int64_t expected = k3s ? node.expected.core.raw() : node.expected.memory.raw();
        const std::int64_t limit =
            withHeadroom(context, k3s ? node.capacity.raw() : node.allocatableMemory.raw());
        if (expected > limit) {
            over = true;
            expectRefused(context, CheckId::FitMemory,
                          fmt::format("{} expects {} of {}", node.name, expected, limit));
        }
    }
    const MemoryRiskFigures& risk = context.plan.risk;
    if (!(risk.low <= risk.memoryPerMonth && risk.memoryPerMonth <= risk.high)) {
        context.violate("check", "risk", fmt::format("{}", risk.memoryPerMonth),
                        fmt::format("{} to {}", risk.low, risk.high));
    }
    if (!(risk.modelLow <= risk.modelHigh) || risk.low < 0 || risk.modelHigh > 1) {
        context.violate("check", "risk band", fmt::format("{}", risk.modelLow),
                        fmt::format("{}", risk.modelHigh));
    }
    const double allowed =
        static_cast<double>(context.input.scenario.requirements.memoryRisk.raw()) * 1e-9;
    // The report shows four significant digits of the risk.
    if (risk.high > allowed * 1.001) {
        expectRefused(context, CheckId::FitMemory, fmt::format("risk {}", risk.high));
    } else if (!over && risk.high < allowed * 0.999) {
        expectNotFailed(context, CheckId::FitMemory, "expected and risk are within their limits");
    }
}

std::size_t redisTenants(const CapacityPlan& plan) {
    return static_cast<std::size_t>(std::ranges::count_if(plan.services, [](const auto& service) {
        return service.second == Mode::Plex && service.first.ends_with("/redis");
    }));
}

void checkConsistency(const PlanContext& context) {
    constexpr std::size_t kRedisIndexes = 16;
    if (redisTenants(context.plan) > kRedisIndexes) {
        expectRefused(context, CheckId::CommonsRedisIndexes,
                      fmt::format("{} tenants", redisTenants(context.plan)));
    }
    const bool many = context.plan.nodes.size() > 1 && context.plan.topology != "nodes";
    for (const auto& [id, strategy] : context.plan.strategy) {
        if ((strategy == Strategy::MultiNodeHa) != many && context.plan.topology != "nodes") {
            expectRefused(context, CheckId::StrategyConsistent, id);
        }
    }
    for (const auto& [key, mode] : context.plan.services) {
        if (mode == Mode::File && many) {
            expectRefused(context, CheckId::StorageSqlite, key);
        }
    }
}

void checkModes(const PlanContext& context) {
    const std::vector<ServiceChoice> choices = serviceChoices(context.input.scenario);
    for (const ServiceChoice& choice : choices) {
        const auto at = context.plan.services.find(choice.key());
        if (at == context.plan.services.end()) {
            context.violate("check", choice.key(), "no mode", "every service has one");
        } else if (std::ranges::find(choice.allowed, at->second) == choice.allowed.end()) {
            context.violate("check", choice.key(), std::string(toWord(at->second)),
                            "not allowed by the scenario");
        }
    }
    if (context.plan.services.size() != choices.size()) {
        context.expectEqual("check", "services",
                            static_cast<std::int64_t>(context.plan.services.size()),
                            static_cast<std::int64_t>(choices.size()));
    }
}

}  // namespace

void checkVerdicts(const PlanContext& context) {
    checkPresence(context);
    checkRequests(context);
    checkMemory(context);
    checkConsistency(context);
    checkModes(context);
}

}  // namespace stowage::checker
