#include "model/plan_checker/checker_context.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace stowage::checker {

const PlanNode* PlanContext::node(const std::string& name) const {
    const BoundNode* bound = boundNode(name);
    return bound == nullptr ? nullptr : bound->node;
}

const BoundNode* PlanContext::boundNode(const std::string& name) const {
    const auto at = positionOfNode.find(name);
    return at == positionOfNode.end() ? nullptr : &nodes[at->second];
}

const Check* PlanContext::check(CheckId id) const {
    const auto at = std::ranges::find(plan.checks, id, &Check::id);
    return at == plan.checks.end() ? nullptr : &*at;
}

double PlanContext::assumed(std::string_view id, double otherwise) const {
    const AssumptionRow* row = input.assumptions.find(id);
    return row == nullptr ? otherwise : row->value;
}

bool PlanContext::binds(CheckId id) const {
    const auto& binding = requirements().binding;
    return !binding || std::ranges::find(*binding, toWord(id)) != binding->end();
}

bool PlanContext::isLeftOut(CheckId id) const {
    constexpr std::size_t kPlayedMax = 40'000;
    const Check* stated = check(id);
    const bool isLoss = id == CheckId::NodeLoss;
    const bool mayRefuse = isLoss
                               ? binds(CheckId::NodeLoss) || binds(CheckId::StorageFollow) ||
                                     !requirements().surviveNodeLoss.empty()
                               : binds(CheckId::RolloutSurge) || binds(CheckId::RolloutDowntime) ||
                                     !requirements().zeroDowntimeDeploys.empty();
    return stated != nullptr && stated->verdict == Verdict::Unknown &&
           stated->numbers.entries.empty() && !mayRefuse &&
           plan.placement.size() * plan.nodes.size() > kPlayedMax;
}

bool hasHints(const CapacityPlan& plan) {
    return std::ranges::any_of(plan.adjustments, [](const Adjustment& adjustment) {
        return adjustment.kind == AdjustmentKind::NodeAffinity;
    });
}

std::int64_t PlanContext::replicasOf(const PlannedWorkload& workload) const {
    return workload.kind == WorkloadKind::DaemonSet ? static_cast<std::int64_t>(plan.nodes.size())
                                                    : workload.replicas;
}

void PlanContext::violate(std::string rule, std::string what, std::string stated,
                          std::string found) const {
    violations.push_back({.plan = plan.id,
                          .rule = std::move(rule),
                          .what = std::move(what),
                          .stated = std::move(stated),
                          .found = std::move(found)});
}

void PlanContext::expectEqual(std::string_view rule, std::string_view what, std::int64_t stated,
                              std::int64_t found) const {
    if (stated != found) {
        violate(std::string(rule), std::string(what), std::to_string(stated),
                std::to_string(found));
    }
}

void PlanContext::expectEqual(std::string_view rule, std::string_view what,
                              const std::string& stated, const std::string& found) const {
    if (stated != found) {
        violate(std::string(rule), std::string(what), stated, found);
    }
}

void PlanContext::expectVerdict(CheckId id, std::initializer_list<Verdict> allowed,
                                const std::string& why) const {
    const Check* stated = check(id);
    if (stated == nullptr) {
        return;  // reported by presence
    }
    const bool isBinding = binds(id);
    const bool isAllowed = std::ranges::any_of(allowed, [&](Verdict verdict) {
        const bool isWeakened = verdict == Verdict::Fail && !isBinding;
        return stated->verdict == (isWeakened ? Verdict::Warn : verdict);
    });
    if (!isAllowed) {
        violate("check.verdict", std::string(toWord(id)), std::string(toWord(stated->verdict)),
                why);
    }
}

void PlanContext::expectNumber(CheckId id, std::string_view key, std::int64_t found) const {
    if (const Check* stated = check(id)) {
        const std::optional<std::int64_t> number = numberOf(*stated, key);
        if (number != found) {
            violate("check.number", fmt::format("{} {}", toWord(id), key),
                    number ? std::to_string(*number) : "missing", std::to_string(found));
        }
    }
}

void PlanContext::expectWord(CheckId id, std::string_view key, const std::string& found) const {
    if (const Check* stated = check(id)) {
        expectEqual("check.word", fmt::format("{} {}", toWord(id), key), wordOf(*stated, key),
                    found);
    }
}

bool Figure::isTighterThan(const Figure& other) const {
    const Int128 mine = static_cast<Int128>(needed) * std::max<std::int64_t>(other.available, 0);
    const Int128 theirs = static_cast<Int128>(other.needed) * std::max<std::int64_t>(available, 0);
    return mine > theirs;
}

void expectFigure(const PlanContext& context, CheckId id, const std::vector<Figure>& figures,
                  NamedFigure named) {
    const Check* check = context.check(id);
    if (check == nullptr) {
        return;
    }
    const std::string node = wordOf(*check, "node");
    const std::string resource = wordOf(*check, "resource");
    const auto stated = std::ranges::find_if(figures, [&](const Figure& figure) {
        return figure.node == node && figure.resource == resource;
    });
    if (stated == figures.end()) {
        context.violate("check.figure", std::string(toWord(id)),
                        fmt::format("{} of {}", resource, node), "no such amount");
        return;
    }
    context.expectNumber(id, "needed", stated->needed);
    context.expectNumber(id, "available", stated->available);
    for (const Figure& other : figures) {
        if (named == NamedFigure::Tightest && other.isTighterThan(*stated)) {
            context.violate("check.figure", std::string(toWord(id)),
                            fmt::format("{} of {} is the tightest", resource, node),
                            fmt::format("{} of {}: {} of {}", other.resource, other.node,
                                        other.needed, other.available));
        }
    }
}

std::optional<std::int64_t> numberOf(const Check& check, std::string_view key) {
    const DocumentNode* entry = check.numbers.find(key);
    if (entry == nullptr || entry->kind != NodeKind::Number) {
        return std::nullopt;
    }
    std::int64_t value = 0;
    const char* end = entry->text.data() + entry->text.size();
    const auto parsed = std::from_chars(entry->text.data(), end, value);
    return parsed.ec == std::errc() && parsed.ptr == end ? std::optional(value) : std::nullopt;
}

std::string wordOf(const Check& check, std::string_view key) {
    const DocumentNode* entry = check.numbers.find(key);
    return entry == nullptr || entry->kind != NodeKind::String ? std::string() : entry->text;
}

std::int64_t shareOf(std::int64_t value, std::int64_t millionths) {
    return static_cast<std::int64_t>(static_cast<Int128>(value) * millionths / 1'000'000);
}

std::int64_t withHeadroom(const Requirements& requirements, std::int64_t amount) {
    return shareOf(amount, 1'000'000 - requirements.headroom.raw());
}

VolumeReach reachOf(const PlanContext& context, const VolumeMount& mount) {
    if (!mount.boundToNodes.empty()) {
        return VolumeReach::Node;
    }
    const std::string& name = mount.storageClass ? *mount.storageClass : context.plan.storageClass;
    return name == "local-path"     ? VolumeReach::Node
           : name == "larakube-nfs" ? VolumeReach::Network
                                    : VolumeReach::Attached;
}

bool hasVolume(const PlanContext& context, const PlannedWorkload& workload, VolumeReach reach) {
    return std::ranges::any_of(workload.pod.volumes, [&](const VolumeMount& mount) {
        return reachOf(context, mount) == reach;
    });
}

bool servesEnvironment(const PlannedWorkload& workload, const std::string& environmentId) {
    if (!workload.environmentId.empty()) {
        return workload.environmentId == environmentId;
    }
    return workload.origin == WorkloadOrigin::System
               ? workload.onRequestPath
               : std::ranges::find(workload.tenants, environmentId) != workload.tenants.end();
}

std::vector<std::string> environmentIds(const PlanContext& context) {
    std::vector<std::string> ids;
    for (const PlannedWorkload& workload : context.expansion.workloads) {
        const std::string& id = workload.environmentId;
        if (!id.empty() && std::ranges::find(ids, id) == ids.end()) {
            ids.push_back(id);
        }
    }
    return ids;
}

std::int64_t usableCpu(const BoundNode& node) {
    return node.isK3s() ? node.offer->cpu.raw() : node.node->allocatableCpu.raw();
}

std::int64_t cpuScale(const PlanContext& context, const BoundNode& node) {
    if (node.isStated()) {
        return 1'000'000;
    }
    double scale = node.offer->cpuShare == CpuShare::Shared
                       ? context.assumed("cpu.shared-scale", 0.75)
                       : context.assumed("cpu.dedicated-scale", 1);
    if (node.offer->arch == Arch::Arm64) {
        scale = std::min(scale, context.assumed("cpu.arm-scale", 0.8));
    }
    return static_cast<std::int64_t>(scale * 1e6);
}

}  // namespace stowage::checker
