#include "planner/fleet_family.h"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "model/base/invariant.h"
#include "model/feasibility.h"

namespace stowage::planner {

namespace {

bool excludesItself(const PackClass& item, std::size_t at) {
    return std::find(item.conflicts.begin(), item.conflicts.end(), at) != item.conflicts.end();
}

}  // namespace

FleetFamily::FleetFamily(LayoutJudge& judge, const LayoutFamily& family, Arrangement arrangement)
    : m_judge(judge), m_family(family), m_arrangement(std::move(arrangement)) {
    STOWAGE_ASSERT(family.machines.size() <= kPackNodesMax);
    const SearchContext& context = judge.context();
    m_expansion = std::make_shared<const Expansion>(
        judge.expanderFor(targetOf(family, family.nodesMin)).expand(m_arrangement));
    // One node of each machine shows what each may hold; agents, as most nodes are.
    Layout shown{.topology = family.topology,
                 .provider = family.provider,
                 .storageClass = family.storageClass,
                 .ingress = family.ingress};
    const NodeRole role =
        family.topology == TopologyKind::K3sMulti ? NodeRole::Agent : NodeRole::Server;
    for (const FamilyMachine& machine : family.machines) {
        LayoutNode node = nodeOf(machine, role, context.assumptions);
        node.name = "node-" + std::to_string(shown.nodes.size() + 1);
        shown.nodes.push_back(std::move(node));
    }
    const auto cluster = ClusterModel::of(shown, *m_expansion);
    m_packing = presolve(shown, *m_expansion, *cluster, context.dimensions, context.requirements(),
                         context.assumptions);
    m_how = m_packing.isRelaxed || !m_packing.problem.spreads.empty() ||
                    context.requirements().zones > 1
                ? PackedHow::Relaxed
                : PackedHow::ByEveryRule;
    m_problem.dimensions = m_packing.problem.dimensions;
    m_problem.nodesMax = family.nodesMax;
    addOffers(m_packing.problem.capacity);
    addClasses();
    addServers();
    const Bill bill =
        billFor(basketOf(family, MachineCounts(family.machines.size(), 0), *m_expansion),
                context.catalog, context.exchange);
    m_otherMonthly = bill.monthly;
}

void FleetFamily::addOffers(const std::vector<std::vector<std::int64_t>>& rooms) {
    for (std::size_t at = 0; at < m_family.machines.size(); ++at) {
        const FamilyMachine& machine = m_family.machines[at];
        m_problem.offers.push_back(
            {.price = leastPriceOfOne(machine), .capacity = rooms[at], .stock = machine.stock()});
    }
}

void FleetFamily::addClasses() {
    const std::vector<PackClass>& classes = m_packing.problem.classes;
    for (std::size_t at = 0; at < classes.size(); ++at) {
        FleetClass item{.need = classes[at].need, .count = classes[at].count};
        item.perNode = excludesItself(classes[at], at) ? 1 : 0;
        for (std::size_t offer = 0; offer < m_problem.offers.size(); ++offer) {
            item.allowed.push_back((classes[at].allowed & maskOf(offer)) != 0 ? 1 : 0);
        }
        if (std::all_of(item.allowed.begin(), item.allowed.end(),
                        [](char may) { return may != 0; })) {
            item.allowed.clear();
        }
        for (const std::size_t other : classes[at].conflicts) {
            if (other != at) {
                item.apart.push_back(other);
            }
        }
        m_problem.classes.push_back(std::move(item));
    }
}

/// What a K3s server needs beyond an agent is a pod of its own kind, one on each server.
void FleetFamily::addServers() {
    if (m_family.topology != TopologyKind::K3sMulti || m_family.servers == 0) {
        return;
    }
    const SearchContext& context = m_judge.context();
    const auto roomAs = [&](NodeRole role) {
        return roomOf(nodeOf(m_family.machines.front(), role, context.assumptions),
                      context.dimensions, context.requirements(), context.assumptions);
    };
    std::vector<std::int64_t> more = roomAs(NodeRole::Agent);
    more -= roomAs(NodeRole::Server);
    for (std::int64_t& part : more) {
        part = std::max<std::int64_t>(part, 0);
    }
    m_serverClass = m_problem.classes.size();
    m_problem.classes.push_back({.need = std::move(more), .count = m_family.servers, .perNode = 1});
}

PodRef FleetFamily::podOf(std::size_t at) const {
    return m_serverClass == at ? PodRef() : m_packing.items[at].front().front();
}

bool FleetFamily::hasSinglePods() const {
    return !m_serverClass &&
           std::all_of(m_packing.items.begin(), m_packing.items.end(), [](const auto& items) {
               return std::all_of(items.begin(), items.end(),
                                  [](const auto& pods) { return pods.size() == 1; });
           });
}

std::vector<std::optional<std::size_t>> FleetFamily::classOfWorkload() const {
    std::vector<std::optional<std::size_t>> classes(m_expansion->workloads.size());
    std::vector<char> isSplit(classes.size(), 0);
    for (std::size_t at = 0; at < m_packing.items.size(); ++at) {
        for (const std::vector<PodRef>& item : m_packing.items[at]) {
            for (const PodRef pod : item) {
                auto& known = classes[pod.workload.value()];
                if (known && *known != at) {
                    isSplit[pod.workload.value()] = 1;
                }
                known = at;
            }
        }
    }
    for (std::size_t at = 0; at < classes.size(); ++at) {
        if (isSplit[at] != 0) {
            classes[at].reset();
        }
    }
    return classes;
}

JudgedLayout FleetFamily::layoutOf(const FleetSolution& solution) const {
    // One row a node: servers first, then the dearest.
    struct Row {
        std::size_t entry = 0;
        bool isServer = false;
    };
    std::vector<Row> rows;
    for (std::size_t at = 0; at < solution.nodes.size(); ++at) {
        const bool isServer = std::any_of(
            solution.nodes[at].load.begin(), solution.nodes[at].load.end(),
            [&](const FleetLoad& part) { return m_serverClass == part.item && part.count > 0; });
        for (std::int64_t copy = 0; copy < solution.nodes[at].copies; ++copy) {
            rows.push_back({.entry = at, .isServer = isServer});
        }
    }
    std::stable_sort(rows.begin(), rows.end(), [&](const Row& a, const Row& b) {
        if (a.isServer != b.isServer) {
            return a.isServer;
        }
        const FamilyMachine& left = m_family.machines[solution.nodes[a.entry].offer];
        const FamilyMachine& right = m_family.machines[solution.nodes[b.entry].offer];
        return isDearer(left, right);
    });
    std::vector<std::size_t> machines;
    std::vector<std::size_t> entries;
    for (const Row& row : rows) {
        machines.push_back(solution.nodes[row.entry].offer);
        entries.push_back(row.entry);
    }
    JudgedLayout layout = m_judge.assembleInOrder(m_family, machines, m_arrangement);
    layout.placement = placementOn(solution, layout.layout, entries);
    return layout;
}

Placement FleetFamily::placementOn(const FleetSolution& solution, const Layout& layout,
                                   const std::vector<std::size_t>& entries) const {
    Placement placement;
    std::vector<std::size_t> next(m_packing.items.size(), 0);
    for (std::size_t n = 0; n < entries.size(); ++n) {
        for (const FleetLoad& part : solution.nodes[entries[n]].load) {
            for (std::int64_t count = 0; m_serverClass != part.item && count < part.count;
                 ++count) {
                for (const PodRef pod : m_packing.items[part.item][next[part.item]]) {
                    placement.push_back(
                        {.workload = pod.workload, .ordinal = pod.ordinal, .node = NodeIndex(n)});
                }
                ++next[part.item];
            }
        }
    }
    const bool hasDaemons = std::any_of(
        m_expansion->workloads.begin(), m_expansion->workloads.end(),
        [](const PlannedWorkload& workload) { return workload.kind == WorkloadKind::DaemonSet; });
    if (hasDaemons) {
        const auto cluster = ClusterModel::of(layout, *m_expansion);
        for (std::size_t at = 0; at < m_expansion->workloads.size(); ++at) {
            if (m_expansion->workloads[at].kind != WorkloadKind::DaemonSet) {
                continue;
            }
            for (const NodeIndex node : daemonNodes(*cluster, WorkloadIndex(at))) {
                placement.push_back({.workload = WorkloadIndex(at),
                                     .ordinal = static_cast<std::int64_t>(node.value()),
                                     .node = node});
            }
        }
    }
    std::stable_sort(placement.begin(), placement.end(),
                     [](const PlacedPod& a, const PlacedPod& b) {
                         return std::tie(a.workload, a.ordinal) < std::tie(b.workload, b.ordinal);
                     });
    return placement;
}

}  // namespace stowage::planner
