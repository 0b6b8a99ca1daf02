#include "model/simulate/replacement_witness.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "model/simulate/check_text.h"

namespace stowage::simulate {
namespace {

/// More pods can bring an affinity partner or raise the minimum of a spread; nothing else gets
/// better.
bool isCurable(const NodeRefusal& refusal) {
    return refusal.emptyWouldDo &&
           (refusal.kind == RefusalKind::Affinity || refusal.kind == RefusalKind::Spread);
}

bool isHopeless(const std::vector<NodeRefusal>& refusals) {
    return std::any_of(refusals.begin(), refusals.end(),
                       [](const NodeRefusal& refusal) { return !isCurable(refusal); });
}

std::vector<NodeIndex> hopefulNodes(const ClusterState& start, PodRef pod) {
    std::vector<NodeIndex> nodes;
    for (std::size_t n = 0; n < start.model().nodeCount(); ++n) {
        if (!isHopeless(explain(start, pod, NodeIndex(n)))) {
            nodes.push_back(NodeIndex(n));
        }
    }
    return nodes;
}

Shortage shortageOf(const std::string& node, const std::string& resource, std::int64_t needed,
                    std::int64_t available) {
    return {.node = node,
            .resource = resource,
            .needed = needed,
            .available = available,
            .shortBy = needed - available};
}

/// The resource that comes closest: the node whose largest shortage is the smallest.
std::optional<Shortage> nearestShortage(const ClusterModel& model,
                                        const std::vector<NodeRefusal>& refusals) {
    std::optional<Shortage> nearest;
    for (const NodeRefusal& refusal : refusals) {
        if (refusal.kind != RefusalKind::Resource) {
            continue;
        }
        const Shortage one =
            shortageOf(model.node(refusal.node).facts.name, refusal.what, refusal.requested,
                       std::max<std::int64_t>(0, refusal.allocatable - refusal.used));
        if (!nearest || (one.resource == nearest->resource && one.shortBy < nearest->shortBy)) {
            nearest = one;
        }
    }
    return nearest;
}

/// ": node-1: …; node-2: …; and 3 more reasons".
std::string listReasons(const ClusterModel& model, const std::vector<NodeRefusal>& refusals) {
    constexpr std::size_t kShown = 4;
    std::string text;
    for (std::size_t r = 0; r < std::min(kShown, refusals.size()); ++r) {
        text += fmt::format("{}{}: {}", r == 0 ? ": " : "; ",
                            model.node(refusals[r].node).facts.name, toText(refusals[r]));
    }
    if (refusals.size() > kShown) {
        text += fmt::format("; and {} more reasons", refusals.size() - kShown);
    }
    return text;
}

/// Pods of one workload, as one item of a clique.
struct Group {
    WorkloadIndex workload;
    std::vector<PodRef> pods;
    std::vector<NodeIndex> nodes;
};

std::vector<Group> groupPods(const ClusterState& start, const std::vector<PodRef>& pods) {
    // Pods with claims are groups of their own: each claim may be tied to another place.
    std::map<PodRef, std::vector<PodRef>> byLeader;
    for (const PodRef& pod : pods) {
        const bool hasMounts = !start.model().workload(pod.workload).mounts.empty();
        byLeader[hasMounts ? pod : PodRef{pod.workload, 0}].push_back(pod);
    }
    std::vector<Group> groups;
    for (auto& [leader, members] : byLeader) {
        std::vector<NodeIndex> nodes = hopefulNodes(start, members.front());
        groups.push_back(
            {.workload = leader.workload, .pods = std::move(members), .nodes = std::move(nodes)});
    }
    return groups;
}

/// Can no node hold one pod of each? Asked by binding one and offering the other, in both
/// directions by symmetry of every rule.
bool areApart(ClusterState& state, const Group& a, const Group& b) {
    const PodRef first = a.pods.front();
    const PodRef second = a.workload == b.workload ? b.pods.back() : b.pods.front();
    for (const NodeIndex node : a.nodes) {
        const StateFork fork(state);
        state.bind(first, node);
        if (!isHopeless(explain(state, second, node))) {
            return false;
        }
    }
    return true;
}

struct Clique {
    std::vector<PodRef> pods;
    std::vector<NodeIndex> nodes;  ///< that take at least one of them; sorted
};

/// Grows a clique from one group, in order of the groups.
Clique cliqueFrom(ClusterState& state, const std::vector<Group>& groups, std::size_t seed) {
    std::vector<const Group*> members;
    Clique clique;
    const auto join = [&](const Group& group) {
        const bool isApartFromItself = group.pods.size() > 1 && areApart(state, group, group);
        const auto count = isApartFromItself ? group.pods.size() : std::size_t{1};
        clique.pods.insert(clique.pods.end(), group.pods.begin(),
                           group.pods.begin() + static_cast<std::ptrdiff_t>(count));
        clique.nodes.insert(clique.nodes.end(), group.nodes.begin(), group.nodes.end());
        members.push_back(&group);
    };
    join(groups[seed]);
    for (std::size_t g = 0; g < groups.size(); ++g) {
        const bool isApartFromAll =
            g != seed && std::all_of(members.begin(), members.end(), [&](const Group* member) {
                return areApart(state, *member, groups[g]);
            });
        if (isApartFromAll) {
            join(groups[g]);
        }
    }
    std::sort(clique.nodes.begin(), clique.nodes.end());
    clique.nodes.erase(std::unique(clique.nodes.begin(), clique.nodes.end()), clique.nodes.end());
    return clique;
}

}  // namespace

std::optional<ReplacementWitness> findPodWithoutNode(const ClusterState& start,
                                                     const std::vector<PodRef>& pods) {
    for (const PodRef& pod : pods) {
        if (!hopefulNodes(start, pod).empty()) {
            continue;
        }
        ReplacementWitness witness{
            .kind = WitnessKind::NoNode, .pods = {pod}, .refusals = explainAll(start, pod)};
        witness.shortage = nearestShortage(start.model(), witness.refusals);
        witness.text = fmt::format("no node takes '{}'{}", start.model().podName(pod),
                                   listReasons(start.model(), witness.refusals));
        return witness;
    }
    return std::nullopt;
}

std::optional<ReplacementWitness> findShortResource(const ClusterState& start,
                                                    const std::vector<PodRef>& pods) {
    const ClusterModel& model = start.model();
    const auto serves = [&](NodeIndex node, const auto& asks) {
        return start.isOpen(node) && std::any_of(pods.begin(), pods.end(), [&](const PodRef& pod) {
                   const ClusterModel::Class& workload = model.workload(pod.workload);
                   return workload.isCompatible[node.value()] != 0 && asks(workload);
               });
    };
    const auto judge = [&](const std::string& name, const auto& amountOf,
                           const auto& freeOn) -> std::optional<ReplacementWitness> {
        std::int64_t needed = 0;
        std::int64_t available = 0;
        for (const PodRef& pod : pods) {
            needed += amountOf(model.workload(pod.workload));
        }
        for (std::size_t n = 0; n < model.nodeCount(); ++n) {
            const auto asks = [&](const ClusterModel::Class& workload) {
                return amountOf(workload) > 0;
            };
            available += serves(NodeIndex(n), asks) ? freeOn(NodeIndex(n)) : 0;
        }
        if (needed <= available) {
            return std::nullopt;
        }
        return ReplacementWitness{
            .kind = WitnessKind::Resource,
            .pods = pods,
            .shortage = shortageOf("", name, needed, available),
            .text = fmt::format("{} pods need {}, the nodes have {} free together", pods.size(),
                                amountText(name, needed), amountText(name, available))};
    };
    for (std::size_t d = 0; d < model.dimensionCount(); ++d) {
        auto witness = judge(
            model.dimensions()[d],
            [&](const ClusterModel::Class& workload) { return workload.requests[d]; },
            [&](NodeIndex node) { return start.free(node, d); });
        if (witness) {
            return witness;
        }
    }
    return judge(
        "pods", [](const ClusterModel::Class& /*workload*/) { return std::int64_t{1}; },
        [&](NodeIndex node) {
            const auto used = static_cast<std::int64_t>(start.podsOn(node).size());
            return std::max<std::int64_t>(0, model.node(node).facts.podSlots - used);
        });
}

std::optional<ReplacementWitness> findExclusion(const ClusterState& start,
                                                const std::vector<PodRef>& pods) {
    ClusterState state = start;
    const std::vector<Group> groups = groupPods(start, pods);
    for (std::size_t seed = 0; seed < groups.size(); ++seed) {
        Clique clique = cliqueFrom(state, groups, seed);
        if (clique.pods.size() <= clique.nodes.size()) {
            continue;
        }
        const auto needed = static_cast<std::int64_t>(clique.pods.size());
        const auto available = static_cast<std::int64_t>(clique.nodes.size());
        ReplacementWitness witness{
            .kind = WitnessKind::Exclusion,
            .pods = clique.pods,
            .shortage = shortageOf("", "nodes", needed, available),
            .text = fmt::format("{} pods of which no two share a node, and {} {} that take one",
                                needed, available, available == 1 ? "node" : "nodes")};
        return witness;
    }
    return std::nullopt;
}

}  // namespace stowage::simulate
