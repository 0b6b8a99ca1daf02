#include "planner/plan_assembly.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "model/cluster_model.h"
#include "model/quantity.h"

namespace stowage::planner {
namespace {

PlanUse useOf(const MemoryUse& memory, const CpuUse& cpu) {
    return {.cpu = cpu.expected, .memory = memory.expected, .core = memory.coreExpected};
}

/// Absent where a node has no use of its own.
std::optional<PlanBand> bandOf(const MemoryUse& memory) {
    if (memory.expected.isZero()) {
        return std::nullopt;
    }
    return PlanBand{.low = memory.low,
                    .high = memory.high,
                    .coreLow = memory.coreLow,
                    .coreHigh = memory.coreHigh};
}

void operator+=(PlanUse& sum, const PlanUse& use) {
    sum.cpu += use.cpu;
    sum.memory += use.memory;
    sum.core += use.core;
}

PlanPod toPlanPod(const PlannedWorkload& workload, const PlacedPod& placed, const Layout& layout) {
    const ResourceAmounts requests = effectiveRequests(workload.pod);
    const ResourceLimits limits = effectiveLimits(workload.pod);
    PlanPod pod;
    pod.pod = workload.podName(placed.ordinal);
    pod.node = placed.node.isValid() ? layout.nodes[placed.node.value()].name : std::string();
    pod.requests = {.cpu = requests.cpu(), .memory = requests.memory()};
    if (limits.has(kCpu)) {
        pod.cpuLimit = MilliCpu::fromRaw(limits.get(kCpu));
    }
    if (limits.has(kMemory)) {
        pod.memoryLimit = Bytes::fromRaw(limits.get(kMemory));
    }
    pod.expected = useOf(workload.demand.memory, workload.demand.cpu);
    pod.p99 = {.cpu = workload.demand.cpu.p99, .memory = workload.demand.memory.p99};
    pod.low = workload.demand.memory.low;
    pod.high = workload.demand.memory.high;
    pod.coreLow = workload.demand.memory.coreLow;
    pod.coreHigh = workload.demand.memory.coreHigh;
    pod.coreP99 = workload.demand.memory.coreP99;
    pod.profile = workload.demand.profile;
    pod.quality = workload.demand.quality;
    pod.environment = workload.environmentId;
    pod.role = workload.role;
    pod.origin = stowage::toWord(workload.origin);
    return pod;
}

PlanNode toPlanNode(const LayoutNode& node) {
    PlanNode shown;
    shown.name = node.name;
    shown.role = stowage::toWord(node.role);
    shown.offer = node.offer.name;
    shown.provider = node.offer.provider;
    shown.zone = node.zone;
    shown.cpu = node.shape.cpu;
    shown.memory = node.shape.memory;
    shown.capacity = node.shape.capacity;
    shown.disk = node.shape.disk.value_or(Bytes());
    for (const auto& [name, amount] : node.shape.allocatable.entries()) {
        if (name != kCpu && name != kMemory) {
            shown.allocatableOther[name] = amount;
        }
    }
    shown.allocatableCpu = node.shape.allocatable.cpu();
    shown.allocatableMemory = node.shape.allocatable.memory();
    shown.allocatablePods = node.shape.podSlots;
    shown.labels = node.shape.labels;
    shown.overhead = useOf(node.overhead.memory, node.overhead.cpu);
    shown.overheadBand = bandOf(node.overhead.memory);
    shown.expected = shown.overhead;
    shown.isExisting = node.isExisting;
    return shown;
}

/// Every claim once, with the node that it is tied to where the storage is local.
std::vector<PlanVolume> volumesOf(const JudgedLayout& judged) {
    std::map<std::string, PlanVolume> byClaim;
    for (const PlacedPod& placed : judged.placement) {
        const PlannedWorkload& workload = judged.expansion->workloads[placed.workload.value()];
        for (const VolumeMount& volume : workload.pod.volumes) {
            const std::string ordinal =
                volume.perReplica ? fmt::format("-{}", placed.ordinal) : std::string();
            const std::string claim = workload.namespaceName + "/" + volume.claim + ordinal;
            const StorageReach reach = volume.storageClass
                                           ? storageReach(*volume.storageClass)
                                           : storageReach(judged.layout.storageClass);
            const bool isTied = reach == StorageReach::Node && placed.node.isValid();
            byClaim.try_emplace(
                claim, PlanVolume{.claim = claim,
                                  .size = volume.size,
                                  .used = volume.used,
                                  .node = isTied ? judged.layout.nodes[placed.node.value()].name
                                                 : std::string(),
                                  .storageClass = volume.storageClass.value_or(
                                      stowage::toWord(judged.layout.storageClass))});
        }
    }
    std::vector<PlanVolume> volumes;
    for (auto& [claim, volume] : byClaim) {
        volumes.push_back(std::move(volume));
    }
    return volumes;
}

/// Memory limit and volume of each shared engine, as LaraKube's `plex:resources` sets them.
std::vector<Extra> engineSizes(const Expansion& expansion) {
    std::vector<Extra> extras;
    for (const PlannedWorkload& workload : expansion.workloads) {
        if (workload.origin != WorkloadOrigin::Commons) {
            continue;
        }
        const ResourceLimits limits = workload.pod.containers.empty()
                                          ? ResourceLimits()
                                          : workload.pod.containers.front().limits;
        std::string text = workload.name + ": ";
        text += limits.has(kMemory)
                    ? "memory limit " + toQuantity(Bytes::fromRaw(limits.get(kMemory)))
                    : std::string("no memory limit");
        if (!workload.pod.volumes.empty()) {
            text += ", volume " + toQuantity(workload.pod.volumes.front().size);
        }
        text += fmt::format(", {} tenant{}", workload.tenants.size(),
                            workload.tenants.size() == 1 ? "" : "s");
        extras.push_back({.kind = ExtraKind::EngineSize, .text = std::move(text)});
    }
    return extras;
}

std::optional<double> gapOf(Money cost, Money bound) {
    if (cost == bound) {
        return 0.0;
    }
    if (bound.isZero()) {
        return std::nullopt;
    }
    return static_cast<double>((cost - bound).raw()) / static_cast<double>(bound.raw());
}

void addPods(const JudgedLayout& judged, CapacityPlan& plan) {
    for (const PlacedPod& placed : judged.placement) {
        const PlannedWorkload& workload = judged.expansion->workloads[placed.workload.value()];
        plan.placement.push_back(toPlanPod(workload, placed, judged.layout));
        if (placed.node.isValid()) {
            plan.nodes[placed.node.value()].expected += plan.placement.back().expected;
        }
    }
}

PlanCost costOf(const JudgedLayout& judged, const CostProof& proof) {
    PlanCost cost;
    cost.currency = judged.bill.currency;
    cost.monthly = judged.bill.monthly;
    cost.lines = judged.bill.lines;
    cost.lowerBound = std::min(proof.lowerBound, judged.bill.monthly);
    cost.gap = gapOf(cost.monthly, cost.lowerBound);
    cost.proven = proof.isProven && cost.lowerBound == cost.monthly;
    cost.timeLimited = proof.isTimeLimited;
    cost.certificate = proof.certificate;
    return cost;
}

}  // namespace

std::set<std::string> usedPrefixes(const std::vector<const JudgedLayout*>& plans) {
    std::set<std::string> prefixes{"cpu", "data", "disk", "image",   "job", "node",   "os",
                                   "php", "pod",  "risk", "traffic", "web", "workers"};
    for (const JudgedLayout* plan : plans) {
        for (const PlannedWorkload& workload : plan->expansion->workloads) {
            prefixes.insert(workload.demand.profile);
            prefixes.insert(workload.name);
            if (workload.service) {
                switch (serviceFacts(*workload.service).category) {
                    case ServiceCategory::Database:
                        prefixes.insert(
                            {"engine", "exporter", "mysqld-exporter", "postgres-exporter"});
                        break;
                    case ServiceCategory::Cache:
                        prefixes.insert({"key-value", "redis-exporter"});
                        break;
                    case ServiceCategory::Search:
                        prefixes.insert("search");
                        break;
                    case ServiceCategory::ObjectStorage:
                        prefixes.insert("storage");
                        break;
                }
            }
        }
        for (const LayoutNode& node : plan->layout.nodes) {
            if (node.shape.kind == NodeShapeKind::K3s) {
                prefixes.insert("k3s");
            }
        }
    }
    return prefixes;
}

std::string planTitle(const JudgedLayout& judged) {
    std::map<Mode, int> modes;
    for (const auto& [key, mode] : judged.arrangement.services) {
        ++modes[mode];
    }
    modes.erase(Mode::File);
    const std::string layout = judged.layout.title();
    if (modes.empty()) {
        return layout;
    }
    if (modes.size() == 1) {
        switch (modes.begin()->first) {
            case Mode::Own:
                return layout + ", services apart";
            case Mode::Plex:
                return layout + ", services shared in a Commons";
            case Mode::Managed:
            case Mode::File:
                return layout + ", services managed";
        }
    }
    std::vector<std::string> parts;
    for (const auto& [mode, count] : modes) {
        parts.push_back(fmt::format("{} {}", count, toHumanWord(mode)));
    }
    return fmt::format("{}, services {}", layout, fmt::join(parts, " + "));
}

namespace {

/// A layout that the scheduler fills only with hints says so in its name.
std::string hintsTitle(const Expansion& expansion) {
    const auto hints = std::count_if(expansion.adjustments.begin(), expansion.adjustments.end(),
                                     [](const Adjustment& adjustment) {
                                         return adjustment.kind == AdjustmentKind::NodeAffinity;
                                     });
    return hints == 0 ? std::string()
                      : fmt::format(", {} workload{} tied to nodes", hints, hints == 1 ? "" : "s");
}

}  // namespace

CapacityPlan toCapacityPlan(const JudgedLayout& judged, const CostProof& proof) {
    CapacityPlan plan;
    plan.title = planTitle(judged) + hintsTitle(*judged.expansion);
    plan.services = judged.arrangement.services;
    plan.migrations = judged.changes;
    plan.strategy = judged.arrangement.strategies;
    plan.adjustments = judged.expansion->adjustments;
    plan.topology = std::string(stowage::toWord(judged.layout.topology));
    plan.provider = judged.layout.provider;
    plan.storageClass = stowage::toWord(judged.layout.storageClass);
    plan.ingress = stowage::toWord(judged.layout.ingress);
    for (const LayoutNode& node : judged.layout.nodes) {
        plan.nodes.push_back(toPlanNode(node));
    }
    plan.extras = judged.layout.extras;
    for (Extra& extra : engineSizes(*judged.expansion)) {
        plan.extras.push_back(std::move(extra));
    }
    for (const std::string& note : judged.expansion->notes) {
        plan.extras.push_back({.kind = ExtraKind::Note, .text = note});
    }
    addPods(judged, plan);
    plan.volumes = volumesOf(judged);
    plan.cost = costOf(judged, proof);
    plan.checks = judged.audit.checks;
    plan.risk = judged.audit.risk;
    plan.nodeLoss = judged.audit.nodeLoss;
    return plan;
}

std::vector<Assumption> usedAssumptions(const std::vector<const JudgedLayout*>& plans,
                                        const AssumptionTable& table) {
    const std::set<std::string> prefixes = usedPrefixes(plans);
    std::vector<Assumption> used;
    for (const AssumptionRow& row : table.rows()) {
        if (row.isOverridden || prefixes.contains(prefixOf(row.id))) {
            used.push_back(toAssumption(row));
        }
    }
    return used;
}

}  // namespace stowage::planner
