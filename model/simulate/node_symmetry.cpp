#include "model/simulate/node_symmetry.h"

#include <algorithm>
#include <set>

namespace stowage::simulate {
namespace {

constexpr const char* kHostnameKey = "kubernetes.io/hostname";

bool isAlike(const ClusterModel& model, NodeIndex a, NodeIndex b) {
    const ClusterModel::Node& one = model.node(a);
    const ClusterModel::Node& other = model.node(b);
    for (std::size_t k = 0; k < one.domains.size(); ++k) {
        if (model.topologyKeys()[k] != kHostnameKey && one.domains[k] != other.domains[k]) {
            return false;
        }
    }
    for (std::size_t w = 0; w < model.workloadCount(); ++w) {
        const ClusterModel::Class& workload = model.workload(WorkloadIndex(w));
        if (workload.isCompatible[a.value()] != workload.isCompatible[b.value()] ||
            workload.untolerated[a.value()] != workload.untolerated[b.value()] ||
            workload.nodePreference[a.value()] != workload.nodePreference[b.value()]) {
            return false;
        }
    }
    for (const ClusterModel::Spread& spread : model.spreads()) {
        if (spread.eligible[a.value()] != spread.eligible[b.value()]) {
            return false;
        }
    }
    return one.allocatable == other.allocatable && one.facts.podSlots == other.facts.podSlots &&
           one.facts.volumeSlots == other.facts.volumeSlots &&
           one.facts.images == other.facts.images;
}

}  // namespace

std::int64_t bulkOf(const ClusterModel& model, WorkloadIndex workload) {
    std::int64_t bulk = 0;
    const ClusterModel::Class& wanted = model.workload(workload);
    for (const std::size_t d : wanted.dimensions) {
        std::int64_t largest = 1;
        for (std::size_t n = 0; n < model.nodeCount(); ++n) {
            largest = std::max(largest, model.node(NodeIndex(n)).allocatable[d]);
        }
        const auto share = mulDivRoundDown(wanted.requests[d], 1'000'000, largest);
        bulk = std::max(bulk, share.value_or(1'000'000));
    }
    return bulk;
}

std::vector<std::size_t> nodeKinds(const ClusterModel& model) {
    std::vector<std::size_t> kinds;
    for (std::size_t n = 0; n < model.nodeCount(); ++n) {
        std::size_t kind = n;
        for (std::size_t before = 0; before < n; ++before) {
            if (kinds[before] == before && isAlike(model, NodeIndex(before), NodeIndex(n))) {
                kind = before;
                break;
            }
        }
        kinds.push_back(kind);
    }
    return kinds;
}

StateNaming::StateNaming(const ClusterModel& model, Nodes nodes) : m_kinds(nodeKinds(model)) {
    for (std::size_t n = 0; n < m_kinds.size() && nodes == Nodes::Distinct; ++n) {
        m_kinds[n] = n;
    }
}

std::vector<std::int64_t> StateNaming::nameOf(const ClusterState& state, NodeIndex node) const {
    std::vector<std::int64_t> name = {static_cast<std::int64_t>(m_kinds[node.value()]),
                                      state.isOpen(node) ? 1 : 0};
    for (std::size_t w = 0; w < state.model().workloadCount(); ++w) {
        name.push_back(state.podsOf(WorkloadIndex(w), node));
    }
    return name;
}

std::vector<std::int64_t> StateNaming::nameOf(const ClusterState& state) const {
    std::vector<std::vector<std::int64_t>> nodes;
    for (std::size_t n = 0; n < m_kinds.size(); ++n) {
        nodes.push_back(nameOf(state, NodeIndex(n)));
    }
    std::sort(nodes.begin(), nodes.end());
    std::vector<std::int64_t> flat;
    for (const auto& name : nodes) {
        flat.insert(flat.end(), name.begin(), name.end());
    }
    return flat;
}

std::vector<NodeIndex> StateNaming::representatives(const ClusterState& state,
                                                    const std::vector<NodeIndex>& nodes) const {
    std::set<std::vector<std::int64_t>> seen;
    std::vector<NodeIndex> chosen;
    for (const NodeIndex node : nodes) {
        if (seen.insert(nameOf(state, node)).second) {
            chosen.push_back(node);
        }
    }
    return chosen;
}

}  // namespace stowage::simulate
