#include "model/feasibility.h"

#include <fmt/format.h>

#include <algorithm>

#include "model/base/invariant.h"

namespace stowage {
namespace {

using Class = ClusterModel::Class;

/// A pod and a node with everything that the predicates look up.
struct Question {
    const ClusterState& state;
    const ClusterModel& model;
    const Class& workload;
    PodRef pod;
    NodeIndex node;
    const ClusterModel::Node& facts;
};

Question ask(const ClusterState& state, PodRef pod, NodeIndex node) {
    const ClusterModel& model = state.model();
    return {.state = state,
            .model = model,
            .workload = model.workload(pod.workload),
            .pod = pod,
            .node = node,
            .facts = model.node(node)};
}

std::int64_t podsOn(const Question& q) {
    return static_cast<std::int64_t>(q.state.podsOn(q.node).size());
}

/// A request of zero is not in `dimensions`: it passes on an over-committed node too.
bool isShort(const Question& q, std::size_t dimension) {
    return q.workload.requests[dimension] >
           q.facts.allocatable[dimension] - q.state.requested(q.node, dimension);
}

/// The interned port in use that conflicts with this one.
std::optional<std::size_t> portInTheWay(const Question& q, std::size_t port) {
    for (const std::size_t other : q.model.portConflicts(port)) {
        if (q.state.portUsers(q.node, other) > 0) {
            return other;
        }
    }
    return std::nullopt;
}

std::size_t asIndex(std::int32_t domain) {
    return static_cast<std::size_t>(domain);
}

bool isRefusing(const Question& q, std::size_t term) {
    const std::int32_t domain = q.facts.domains[q.model.antiTerms()[term].key];
    return domain >= 0 && q.state.antiMatches(term, asIndex(domain)) > 0;
}

bool isRefused(const Question& q, std::size_t term) {
    const std::int32_t domain = q.facts.domains[q.model.antiTerms()[term].key];
    return domain >= 0 && q.state.antiOwners(term, asIndex(domain)) > 0;
}

/// The first key of the group whose domain has no match; absent: the affinity holds.
std::optional<std::size_t> missingAffinity(const Question& q, std::size_t groupIndex) {
    const ClusterModel::AffinityGroup& group = q.model.groups()[groupIndex];
    std::optional<std::size_t> missing;
    for (std::size_t k = 0; k < group.keys.size(); ++k) {
        const std::int32_t domain = q.facts.domains[group.keys[k]];
        if (domain < 0) {
            return group.keys[k];
        }
        if (!missing && q.state.groupMatches(groupIndex, k, asIndex(domain)) == 0) {
            missing = group.keys[k];
        }
    }
    // The first pod of a group that matches its own terms may start.
    const bool isFirst = group.matchesItself && q.state.groupTotal(groupIndex) == 0;
    return isFirst ? std::nullopt : missing;
}

/// What the domain would hold beside the smallest one, were the pod bound here.
std::int64_t skewWith(const Question& q, std::size_t spreadIndex, std::int32_t domain) {
    const ClusterModel::Spread& spread = q.model.spreads()[spreadIndex];
    const std::int64_t matching = q.state.spreadMatches(spreadIndex, asIndex(domain));
    return matching + (spread.matchesItself ? 1 : 0) - q.state.spreadMinimum(spreadIndex);
}

bool isSkewed(const Question& q, std::size_t spreadIndex) {
    const ClusterModel::Spread& spread = q.model.spreads()[spreadIndex];
    const std::int32_t domain = q.facts.domains[spread.key];
    return domain < 0 || skewWith(q, spreadIndex, domain) > spread.maxSkew;
}

bool isElsewhere(const Question& q, std::size_t claim) {
    const NodeIndex node = q.state.claimNode(claim);
    return node.isValid() && node != q.node;
}

bool isInOtherZone(const Question& q, std::size_t claim) {
    const std::int32_t zone = q.state.claimZone(claim);
    return zone >= 0 && zone != q.facts.domains[0];
}

bool isTaken(const Question& q, std::size_t claim) {
    return q.model.claims()[claim].mode == AccessMode::ReadWriteOncePod &&
           q.state.claimUsers(claim) > 0;
}

/// Attached claims that the node would gain.
std::int64_t newAttachments(const Question& q) {
    std::int64_t added = 0;
    for (const ClusterModel::Mount& mount : q.workload.mounts) {
        const auto claim = ClusterModel::claimOf(mount, q.pod.ordinal);
        if (claim && q.model.claims()[*claim].reach == StorageReach::Attached &&
            !q.state.isClaimOn(*claim, q.node)) {
            ++added;
        }
    }
    return added;
}

bool exceedsAttachLimit(const Question& q, std::int64_t added) {
    return added > 0 && q.facts.facts.volumeSlots &&
           q.state.attachedOn(q.node) + added > *q.facts.facts.volumeSlots;
}

bool volumesFit(const Question& q) {
    for (const ClusterModel::Mount& mount : q.workload.mounts) {
        const auto claim = ClusterModel::claimOf(mount, q.pod.ordinal);
        if (claim && (isElsewhere(q, *claim) || isInOtherZone(q, *claim) || isTaken(q, *claim))) {
            return false;
        }
    }
    return !exceedsAttachLimit(q, newAttachments(q));
}

bool rulesFit(const Question& q) {
    const auto none = [](const std::vector<std::size_t>& rules, const auto& predicate) {
        return std::none_of(rules.begin(), rules.end(), predicate);
    };
    return none(q.workload.antiTerms, [&](std::size_t t) { return isRefusing(q, t); }) &&
           none(q.workload.matchedAnti, [&](std::size_t t) { return isRefused(q, t); }) &&
           (!q.workload.group || !missingAffinity(q, *q.workload.group)) &&
           none(q.workload.spreads, [&](std::size_t s) { return isSkewed(q, s); });
}

/// Collects reasons about one question.
class Reasons {
public:
    explicit Reasons(const Question& question) : m_q(question) {}

    std::vector<NodeRefusal> all() {
        addStatic();
        addResources();
        addPorts();
        addRules();
        addVolumes();
        return std::move(m_refusals);
    }

private:
    NodeRefusal& add(RefusalKind kind, std::string what) {
        m_refusals.push_back({.node = m_q.node, .kind = kind, .what = std::move(what)});
        return m_refusals.back();
    }
    /// The first pod on the nodes of the question's domain of `key` for which the predicate holds.
    template <typename Predicate>
    PodRef firstPod(std::size_t key, const Predicate& predicate) const {
        for (std::size_t n = 0; n < m_q.model.nodeCount(); ++n) {
            if (m_q.model.node(NodeIndex(n)).domains[key] != m_q.facts.domains[key]) {
                continue;
            }
            for (const PodRef& pod : m_q.state.podsOn(NodeIndex(n))) {
                if (predicate(pod)) {
                    return pod;
                }
            }
        }
        return {};
    }
    void addStatic();
    void addResources();
    void addPorts();
    void addRules();
    void addSpread(std::size_t spreadIndex);
    void addVolumes();
    void addClaim(std::size_t claim);

    const Question& m_q;
    std::vector<NodeRefusal> m_refusals;
};

RefusalKind kindOf(StaticRefusal refusal) {
    switch (refusal) {
        case StaticRefusal::NodeName:
            return RefusalKind::NodeName;
        case StaticRefusal::Unschedulable:
            return RefusalKind::Unschedulable;
        case StaticRefusal::Taint:
            return RefusalKind::Taint;
        case StaticRefusal::NodeSelector:
            return RefusalKind::NodeSelector;
        case StaticRefusal::NodeAffinity:
            return RefusalKind::NodeAffinity;
        case StaticRefusal::BoundVolume:
            return RefusalKind::BoundVolume;
    }
    STOWAGE_UNREACHABLE();
}

void Reasons::addStatic() {
    if (!m_q.state.isOpen(m_q.node)) {
        add(RefusalKind::Closed, m_q.facts.facts.name);
    }
    for (const StaticRefusal refusal : m_q.model.staticRefusals(m_q.pod.workload, m_q.node)) {
        add(kindOf(refusal), m_q.facts.facts.name).emptyWouldDo = false;
    }
}

void Reasons::addResources() {
    for (const std::size_t d : m_q.workload.dimensions) {
        if (isShort(m_q, d)) {
            NodeRefusal& refusal = add(RefusalKind::Resource, m_q.model.dimensions()[d]);
            refusal.requested = m_q.workload.requests[d];
            refusal.used = m_q.state.requested(m_q.node, d);
            refusal.allocatable = m_q.facts.allocatable[d];
            refusal.emptyWouldDo = refusal.requested <= refusal.allocatable;
        }
    }
    if (podsOn(m_q) + 1 > m_q.facts.facts.podSlots) {
        NodeRefusal& refusal = add(RefusalKind::PodSlots, "pods");
        refusal.requested = 1;
        refusal.used = podsOn(m_q);
        refusal.allocatable = m_q.facts.facts.podSlots;
        refusal.emptyWouldDo = refusal.allocatable > 0;
    }
}

void Reasons::addPorts() {
    for (const std::size_t port : m_q.workload.ports) {
        const auto other = portInTheWay(m_q, port);
        if (!other) {
            continue;
        }
        const HostPort& wanted = m_q.model.ports()[port];
        NodeRefusal& refusal =
            add(RefusalKind::HostPort, fmt::format("{}/{}", wanted.port, wanted.protocol));
        refusal.requested = 1;
        refusal.used = 1;
        for (const PodRef& pod : m_q.state.podsOn(m_q.node)) {
            const auto& ports = m_q.model.workload(pod.workload).ports;
            if (std::find(ports.begin(), ports.end(), *other) != ports.end()) {
                refusal.blocker = pod;
                break;
            }
        }
    }
}

void Reasons::addRules() {
    for (const std::size_t t : m_q.workload.antiTerms) {
        if (isRefusing(m_q, t)) {
            const ClusterModel::Term& term = m_q.model.antiTerms()[t];
            add(RefusalKind::AntiAffinity, m_q.model.topologyKeys()[term.key]).blocker = firstPod(
                term.key,
                [&](const PodRef& pod) { return term.matches[pod.workload.value()] != 0; });
        }
    }
    for (const std::size_t t : m_q.workload.matchedAnti) {
        const auto& own = m_q.workload.antiTerms;
        const bool isOwn = std::find(own.begin(), own.end(), t) != own.end();
        if (isRefused(m_q, t) && !(isOwn && isRefusing(m_q, t))) {
            const std::size_t key = m_q.model.antiTerms()[t].key;
            add(RefusalKind::ExistingAntiAffinity, m_q.model.topologyKeys()[key]).blocker =
                firstPod(key, [&](const PodRef& pod) {
                    const auto& terms = m_q.model.workload(pod.workload).antiTerms;
                    return std::find(terms.begin(), terms.end(), t) != terms.end();
                });
        }
    }
    if (m_q.workload.group) {
        if (const auto missing = missingAffinity(m_q, *m_q.workload.group)) {
            add(RefusalKind::Affinity, m_q.model.topologyKeys()[*missing]);
        }
    }
    for (const std::size_t s : m_q.workload.spreads) {
        addSpread(s);
    }
}

void Reasons::addSpread(std::size_t spreadIndex) {
    if (!isSkewed(m_q, spreadIndex)) {
        return;
    }
    const ClusterModel::Spread& spread = m_q.model.spreads()[spreadIndex];
    const std::int32_t domain = m_q.facts.domains[spread.key];
    NodeRefusal& refusal = add(RefusalKind::Spread, m_q.model.topologyKeys()[spread.key]);
    if (domain < 0) {
        refusal.emptyWouldDo = false;
        return;
    }
    refusal.requested = skewWith(m_q, spreadIndex, domain);
    refusal.used = m_q.state.spreadMatches(spreadIndex, asIndex(domain));
    refusal.allocatable = spread.maxSkew;
}

void Reasons::addClaim(std::size_t claim) {
    const std::string& name = m_q.model.claims()[claim].name;
    if (isElsewhere(m_q, claim)) {
        add(RefusalKind::VolumeNode, name).emptyWouldDo = false;
    }
    if (isInOtherZone(m_q, claim)) {
        add(RefusalKind::VolumeZone, name).emptyWouldDo = false;
    }
    if (isTaken(m_q, claim)) {
        NodeRefusal& refusal = add(RefusalKind::VolumeInUse, name);
        refusal.requested = 1;
        refusal.used = m_q.state.claimUsers(claim);
        refusal.allocatable = 1;
    }
}

void Reasons::addVolumes() {
    for (const ClusterModel::Mount& mount : m_q.workload.mounts) {
        if (const auto claim = ClusterModel::claimOf(mount, m_q.pod.ordinal)) {
            addClaim(*claim);
        }
    }
    const std::int64_t added = newAttachments(m_q);
    if (exceedsAttachLimit(m_q, added)) {
        NodeRefusal& refusal = add(RefusalKind::AttachLimit, "volumes");
        refusal.requested = added;
        refusal.used = m_q.state.attachedOn(m_q.node);
        refusal.allocatable = *m_q.facts.facts.volumeSlots;
        refusal.emptyWouldDo = added <= refusal.allocatable;
    }
}

}  // namespace

bool fits(const ClusterState& state, PodRef pod, NodeIndex node) {
    const Question q = ask(state, pod, node);
    if (!state.isOpen(node) || q.workload.isCompatible[node.value()] == 0 ||
        podsOn(q) + 1 > q.facts.facts.podSlots) {
        return false;
    }
    for (const std::size_t d : q.workload.dimensions) {
        if (isShort(q, d)) {
            return false;
        }
    }
    for (const std::size_t port : q.workload.ports) {
        if (portInTheWay(q, port)) {
            return false;
        }
    }
    return rulesFit(q) && volumesFit(q);
}

std::vector<NodeRefusal> explain(const ClusterState& state, PodRef pod, NodeIndex node) {
    const Question q = ask(state, pod, node);
    return Reasons(q).all();
}

std::vector<NodeRefusal> explainAll(const ClusterState& state, PodRef pod) {
    std::vector<NodeRefusal> all;
    for (std::size_t n = 0; n < state.model().nodeCount(); ++n) {
        const auto reasons = explain(state, pod, NodeIndex(n));
        all.insert(all.end(), reasons.begin(), reasons.end());
    }
    return all;
}

std::vector<NodeIndex> feasibleNodes(const ClusterState& state, PodRef pod) {
    std::vector<NodeIndex> nodes;
    for (std::size_t n = 0; n < state.model().nodeCount(); ++n) {
        if (fits(state, pod, NodeIndex(n))) {
            nodes.push_back(NodeIndex(n));
        }
    }
    return nodes;
}

std::vector<NodeRefusal> violations(const ClusterState& state) {
    // A running pod is right where it is if its node would take it, were it not there yet.
    std::vector<NodeRefusal> found;
    ClusterState others = state;
    for (std::size_t n = 0; n < state.model().nodeCount(); ++n) {
        for (const PodRef& pod : state.podsOn(NodeIndex(n))) {
            const StateFork fork(others);
            others.unbind(pod, NodeIndex(n));
            for (NodeRefusal& reason : explain(others, pod, NodeIndex(n))) {
                reason.refused = pod;
                found.push_back(std::move(reason));
            }
        }
    }
    return found;
}

}  // namespace stowage
