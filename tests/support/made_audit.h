#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/simulate/audit_context.h"

namespace stowage::test {

/// An audit written down in a test: nodes, environments, workloads and where their pods are. Every
/// node is a K3s machine of 1 core and 2000 MiB unless changed; memory figures are in MiB.
struct MadeAudit {
    Scenario scenario;
    Expansion expansion;
    Layout layout;
    Placement placement;
    Bill bill;
    AssumptionTable assumptions;
    simulate::AuditOptions options;
    std::string today = "2026-11-25";

    LayoutNode& node(std::int64_t cpu = 1000, std::int64_t mebi = 2000) {
        LayoutNode made{.name = "node-" + std::to_string(layout.nodes.size() + 1)};
        made.offer.name = "box";
        made.offer.provider = "custom";
        made.shape.cpu = milliCpu(cpu);
        made.shape.cpuShare = CpuShare::Dedicated;
        made.shape.memory = mebibytes(mebi);
        made.shape.capacity = mebibytes(mebi);
        made.shape.allocatable = ResourceAmounts::of(milliCpu(cpu), mebibytes(mebi));
        made.shape.disk = gibibytes(100);
        made.role = layout.nodes.empty() ? NodeRole::Server : NodeRole::Agent;
        layout.topology = layout.nodes.empty() ? TopologyKind::SingleNode : TopologyKind::K3sMulti;
        layout.nodes.push_back(std::move(made));
        return layout.nodes.back();
    }

    Environment& environment(const std::string& app, const std::string& name = "production") {
        App made{.name = app};
        made.environments = {{.app = app, .name = name, .id = app + "-" + name}};
        scenario.apps.push_back(std::move(made));
        return scenario.apps.back().environments.front();
    }

    /// A workload of one environment (empty: of the cluster) with one container.
    PlannedWorkload& workload(const std::string& environmentId, const std::string& role,
                              std::int64_t cpu, std::int64_t mebi) {
        PlannedWorkload made;
        made.name = role;
        made.namespaceName = environmentId.empty() ? "kube-system" : environmentId;
        made.environmentId = environmentId;
        made.origin = environmentId.empty() ? WorkloadOrigin::System : WorkloadOrigin::App;
        made.role = role;
        made.pod.labels = {{"app", role}};
        made.pod.containers = {
            {.name = "c", .requests = ResourceAmounts::of(milliCpu(cpu), mebibytes(mebi))}};
        expansion.workloads.push_back(std::move(made));
        return expansion.workloads.back();
    }

    /// The last workload gets a pod on this node (-1: nowhere).
    void pod(int nodePosition, std::int64_t ordinal = 0) {
        PlacedPod made{.workload = WorkloadIndex(expansion.workloads.size() - 1),
                       .ordinal = ordinal};
        if (nodePosition >= 0) {
            made.node = NodeIndex(static_cast<std::size_t>(nodePosition));
        }
        placement.push_back(made);
    }

    /// The context without roll-outs and losses: tests add those that they judge.
    simulate::AuditContext context() {
        m_input.emplace(
            simulate::AuditInput{scenario, expansion, layout, placement, bill, assumptions, today});
        auto model = ClusterModel::of(layout, expansion);
        simulate::AuditContext made{.input = *m_input,
                                    .options = options,
                                    .model = model,
                                    .state = ClusterState(model, placement),
                                    .podsOn = {},
                                    .unplaced = {},
                                    .rollouts = {},
                                    .losses = {},
                                    .constants = {}};
        made.podsOn.resize(layout.nodes.size());
        for (const PlacedPod& placed : placement) {
            if (placed.node.isValid()) {
                made.podsOn[placed.node.value()].push_back(placed.workload);
            } else {
                made.unplaced.push_back({placed.workload, placed.ordinal});
            }
        }
        return made;
    }

private:
    std::optional<simulate::AuditInput> m_input;
};

/// A memory use with equal working set and core, in MiB; varies by `deviation`.
inline MemoryUse memoryUse(std::int64_t expected, std::int64_t low, std::int64_t high,
                           double deviation = 0) {
    constexpr double kMi = 1024.0 * 1024.0;
    const UsageMoments chance{.mean = static_cast<double>(expected) * kMi,
                              .variance = deviation * deviation * kMi * kMi};
    return {.expected = mebibytes(expected),
            .coreExpected = mebibytes(expected),
            .p50 = mebibytes(expected),
            .p99 = mebibytes(high),
            .coreP99 = mebibytes(high),
            .low = mebibytes(low),
            .high = mebibytes(high),
            .coreLow = mebibytes(low),
            .coreHigh = mebibytes(high),
            .chance = chance,
            .coreChance = chance};
}

/// A number of a check, or -1 where it has none.
inline std::int64_t numberOf(const Check& check, const std::string& key) {
    const DocumentNode* node = check.numbers.find(key);
    return node == nullptr ? -1 : std::stoll(node->text);
}

inline std::string wordOf(const Check& check, const std::string& key) {
    const DocumentNode* node = check.numbers.find(key);
    return node == nullptr ? "" : node->text;
}

}  // namespace stowage::test
