#include "model/cluster_state.h"

#include <algorithm>
#include <tuple>

namespace stowage {
namespace {

constexpr std::size_t kZone = 0;  ///< position of the zone key: the model interns it first

template <typename T>
T& at(std::vector<T>& values, std::int64_t position) {
    const auto index = static_cast<std::size_t>(position);
    if (index >= values.size()) {
        values.resize(index + 1);
    }
    return values[index];
}

std::size_t asIndex(std::int32_t domain) {
    return static_cast<std::size_t>(domain);
}

bool isExclusive(const ClusterModel::Claim& claim) {
    return claim.reach == StorageReach::Node || claim.mode == AccessMode::ReadWriteOnce ||
           claim.mode == AccessMode::ReadWriteOncePod;
}

}  // namespace

ClusterState::ClusterState(std::shared_ptr<const ClusterModel> model) : m_model(std::move(model)) {
    const std::size_t nodes = m_model->nodeCount();
    m_pods.resize(nodes);
    m_requested.assign(nodes * m_model->dimensionCount(), 0);
    m_scoredCpu.assign(nodes, 0);
    m_scoredMemory.assign(nodes, 0);
    m_byWorkload.assign(nodes * m_model->workloadCount(), 0);
    m_portUsers.assign(nodes * m_model->ports().size(), 0);
    m_attached.assign(nodes, 0);
    m_isOpen.assign(nodes, 1);
    m_isGone.assign(nodes, 0);
    m_claims.resize(m_model->claims().size());
    const auto byDomain = [&](const std::vector<ClusterModel::Term>& terms) {
        std::vector<std::vector<std::int64_t>> counts;
        for (const ClusterModel::Term& term : terms) {
            counts.emplace_back(m_model->domainCount(term.key), 0);
        }
        return counts;
    };
    m_antiMatches = m_antiOwners = byDomain(m_model->antiTerms());
    m_preferredMatches = m_preferredOwners = byDomain(m_model->preferredTerms());
    for (const ClusterModel::AffinityGroup& group : m_model->groups()) {
        std::vector<std::vector<std::int64_t>> counts;
        for (const std::size_t key : group.keys) {
            counts.emplace_back(m_model->domainCount(key), 0);
        }
        m_groupMatches.push_back(std::move(counts));
    }
    m_groupTotals.assign(m_model->groups().size(), 0);
    for (const ClusterModel::Spread& spread : m_model->spreads()) {
        m_spreads.push_back(emptySpread(*m_model, spread));
    }
}

ClusterState::ClusterState(std::shared_ptr<const ClusterModel> model, const Placement& placement)
    : ClusterState(std::move(model)) {
    for (const PlacedPod& pod : placement) {
        if (pod.node.isValid()) {
            bind({pod.workload, pod.ordinal}, pod.node);
        }
    }
}

ClusterState::SpreadCount ClusterState::emptySpread(const ClusterModel& model,
                                                    const ClusterModel::Spread& spread) {
    SpreadCount made;
    made.matches.assign(model.domainCount(spread.key), 0);
    made.nodes.assign(model.domainCount(spread.key), 0);
    for (std::size_t n = 0; n < model.nodeCount(); ++n) {
        const std::int32_t domain = model.node(NodeIndex(n)).domains[spread.key];
        if (spread.eligible[n] != 0 && domain >= 0) {
            ++made.nodes[asIndex(domain)];
        }
    }
    made.domains = std::count_if(made.nodes.begin(), made.nodes.end(),
                                 [](std::int64_t nodes) { return nodes > 0; });
    made.histogram = {made.domains};
    return made;
}

void ClusterState::bind(PodRef pod, NodeIndex node) {
    add(pod, node, m_pods[node.value()].size());
    if (m_journal.forks > 0) {
        m_journal.steps.push_back({.isBind = true, .pod = pod, .node = node});
    }
}

void ClusterState::unbind(PodRef pod, NodeIndex node) {
    const std::size_t position = take(pod, node);
    if (m_journal.forks > 0) {
        m_journal.steps.push_back(
            {.isBind = false, .pod = pod, .node = node, .position = position});
    }
}

void ClusterState::add(PodRef pod, NodeIndex node, std::size_t position) {
    std::vector<PodRef>& pods = m_pods[node.value()];
    pods.insert(pods.begin() + static_cast<std::ptrdiff_t>(position), pod);
    count(pod, node, 1);
}

std::size_t ClusterState::take(PodRef pod, NodeIndex node) {
    std::vector<PodRef>& pods = m_pods[node.value()];
    const auto found = std::find(pods.rbegin(), pods.rend(), pod);
    STOWAGE_ASSERT(found != pods.rend());
    const auto position = std::prev(found.base()) - pods.begin();
    pods.erase(pods.begin() + position);
    count(pod, node, -1);
    return static_cast<std::size_t>(position);
}

void ClusterState::count(PodRef pod, NodeIndex node, std::int64_t by) {
    const ClusterModel::Class& workload = m_model->workload(pod.workload);
    const std::size_t n = node.value();
    m_podCount = by > 0 ? m_podCount + 1 : m_podCount - 1;
    m_byWorkload[pod.workload.value() * m_model->nodeCount() + n] += by;
    for (const std::size_t d : workload.dimensions) {
        m_requested[n * m_model->dimensionCount() + d] += by * workload.requests[d];
    }
    m_scoredCpu[n] += by * workload.scoredCpu;
    m_scoredMemory[n] += by * workload.scoredMemory;
    for (const std::size_t port : workload.ports) {
        m_portUsers[n * m_model->ports().size() + port] += by;
    }
    countRules(workload, node, by);
    countClaims(workload, pod, node, by);
}

void ClusterState::countRules(const ClusterModel::Class& workload, NodeIndex node,
                              std::int64_t by) {
    const std::vector<std::int32_t>& domains = m_model->node(node).domains;
    const auto countTerms = [&](const std::vector<std::size_t>& which,
                                const std::vector<ClusterModel::Term>& terms,
                                std::vector<std::vector<std::int64_t>>& counts) {
        for (const std::size_t t : which) {
            if (const std::int32_t domain = domains[terms[t].key]; domain >= 0) {
                counts[t][asIndex(domain)] += by;
            }
        }
    };
    countTerms(workload.matchedAnti, m_model->antiTerms(), m_antiMatches);
    countTerms(workload.antiTerms, m_model->antiTerms(), m_antiOwners);
    countTerms(workload.inPreferred, m_model->preferredTerms(), m_preferredMatches);
    countTerms(workload.owned, m_model->preferredTerms(), m_preferredOwners);
    for (const std::size_t g : workload.inGroups) {
        const ClusterModel::AffinityGroup& group = m_model->groups()[g];
        for (std::size_t k = 0; k < group.keys.size(); ++k) {
            if (const std::int32_t domain = domains[group.keys[k]]; domain >= 0) {
                m_groupMatches[g][k][asIndex(domain)] += by;
                m_groupTotals[g] += by;
            }
        }
    }
    for (const std::size_t s : workload.inSpreads) {
        const ClusterModel::Spread& spread = m_model->spreads()[s];
        const std::int32_t domain = domains[spread.key];
        if (domain >= 0 && spread.eligible[node.value()] != 0) {
            countSpread(m_spreads[s], asIndex(domain), by);
        }
    }
}

void ClusterState::countSpread(SpreadCount& spread, std::size_t domain, std::int64_t by) {
    const std::int64_t before = spread.matches[domain];
    const std::int64_t after = before + by;
    spread.matches[domain] = after;
    if (spread.nodes[domain] == 0) {
        return;
    }
    --at(spread.histogram, before);
    ++at(spread.histogram, after);
    const bool hasLeftMinimum = before == spread.minimum && at(spread.histogram, before) == 0;
    if (after < spread.minimum || hasLeftMinimum) {
        spread.minimum = after;
    }
}

void ClusterState::countClaims(const ClusterModel::Class& workload, PodRef pod, NodeIndex node,
                               std::int64_t by) {
    const auto id = static_cast<std::uint32_t>(node.value());
    for (const ClusterModel::Mount& mount : workload.mounts) {
        const auto claim = ClusterModel::claimOf(mount, pod.ordinal);
        if (!claim) {
            continue;
        }
        ClaimUse& use = m_claims[*claim];
        use.users += by;
        const auto found = std::lower_bound(
            use.nodes.begin(), use.nodes.end(), id,
            [](const auto& entry, std::uint32_t key) { return entry.first < key; });
        const bool isAttached = m_model->claims()[*claim].reach == StorageReach::Attached;
        if (found == use.nodes.end() || found->first != id) {
            STOWAGE_ASSERT(by > 0);
            use.nodes.insert(found, {id, by});
            m_attached[node.value()] += isAttached ? 1 : 0;
        } else if (found->second += by; found->second == 0) {
            use.nodes.erase(found);
            m_attached[node.value()] -= isAttached ? 1 : 0;
        }
    }
}

std::int64_t ClusterState::free(NodeIndex node, std::size_t dimension) const {
    return std::max<std::int64_t>(
        0, m_model->node(node).allocatable[dimension] - requested(node, dimension));
}

Placement ClusterState::placement() const {
    Placement placed;
    for (std::size_t n = 0; n < m_pods.size(); ++n) {
        for (const PodRef& pod : m_pods[n]) {
            placed.push_back(
                {.workload = pod.workload, .ordinal = pod.ordinal, .node = NodeIndex(n)});
        }
    }
    std::sort(placed.begin(), placed.end(), [](const PlacedPod& a, const PlacedPod& b) {
        return std::tie(a.workload, a.ordinal, a.node) < std::tie(b.workload, b.ordinal, b.node);
    });
    return placed;
}

void ClusterState::keepVolumes() {
    STOWAGE_ASSERT(m_journal.forks == 0);
    for (std::size_t c = 0; c < m_claims.size(); ++c) {
        ClaimUse& use = m_claims[c];
        if (use.nodes.empty()) {
            continue;
        }
        const NodeIndex node(use.nodes.front().first);
        switch (m_model->claims()[c].reach) {
            case StorageReach::Node:
                use.keptNode = node;
                break;
            case StorageReach::Attached:
                use.zone = m_model->node(node).domains[kZone];
                break;
            case StorageReach::Network:
                break;
        }
    }
}

void ClusterState::removeNode(NodeIndex node) {
    STOWAGE_ASSERT(m_journal.forks == 0 && m_pods[node.value()].empty());
    if (m_isGone[node.value()] != 0) {
        return;
    }
    m_isGone[node.value()] = 1;
    m_isOpen[node.value()] = 0;
    for (std::size_t s = 0; s < m_spreads.size(); ++s) {
        const ClusterModel::Spread& rule = m_model->spreads()[s];
        const std::int32_t domain = m_model->node(node).domains[rule.key];
        SpreadCount& spread = m_spreads[s];
        if (domain < 0 || rule.eligible[node.value()] == 0 || --spread.nodes[asIndex(domain)] > 0) {
            continue;
        }
        --at(spread.histogram, spread.matches[asIndex(domain)]);
        --spread.domains;
        while (spread.domains > 0 && at(spread.histogram, spread.minimum) == 0) {
            ++spread.minimum;
        }
    }
}

void ClusterState::closeNode(NodeIndex node) {
    m_isOpen[node.value()] = 0;
}

std::int64_t ClusterState::spreadMinimum(std::size_t spread) const {
    const SpreadCount& counted = m_spreads[spread];
    return counted.domains < m_model->spreads()[spread].minDomains || counted.domains == 0
               ? 0
               : counted.minimum;
}

NodeIndex ClusterState::claimNode(std::size_t claim) const {
    const ClaimUse& use = m_claims[claim];
    if (use.keptNode.isValid()) {
        return use.keptNode;
    }
    return isExclusive(m_model->claims()[claim]) && !use.nodes.empty()
               ? NodeIndex(use.nodes.front().first)
               : NodeIndex();
}

bool ClusterState::isClaimOn(std::size_t claim, NodeIndex node) const {
    return std::any_of(
        m_claims[claim].nodes.begin(), m_claims[claim].nodes.end(),
        [&](const auto& entry) { return static_cast<std::size_t>(entry.first) == node.value(); });
}

bool ClusterState::isSameAs(const ClusterState& other) const {
    const auto sameSpread = [](const SpreadCount& a, const SpreadCount& b) {
        return a.matches == b.matches && a.nodes == b.nodes && a.minimum == b.minimum &&
               a.domains == b.domains;
    };
    return m_model == other.m_model && placement() == other.placement() &&
           m_requested == other.m_requested && m_scoredCpu == other.m_scoredCpu &&
           m_scoredMemory == other.m_scoredMemory && m_byWorkload == other.m_byWorkload &&
           m_portUsers == other.m_portUsers && m_attached == other.m_attached &&
           m_antiMatches == other.m_antiMatches && m_antiOwners == other.m_antiOwners &&
           m_preferredMatches == other.m_preferredMatches &&
           m_preferredOwners == other.m_preferredOwners && m_groupMatches == other.m_groupMatches &&
           m_groupTotals == other.m_groupTotals && m_claims == other.m_claims &&
           m_isOpen == other.m_isOpen &&
           std::equal(m_spreads.begin(), m_spreads.end(), other.m_spreads.begin(),
                      other.m_spreads.end(), sameSpread);
}

StateFork::StateFork(ClusterState& state) : m_state(state), m_begin(state.m_journal.steps.size()) {
    ++state.m_journal.forks;
}

StateFork::~StateFork() {
    if (m_isOpen) {
        rollback();
    }
}

void StateFork::rollback() {
    STOWAGE_ASSERT(m_isOpen);
    m_isOpen = false;
    --m_state.m_journal.forks;
    while (m_state.m_journal.steps.size() > m_begin) {
        const ClusterState::Step step = m_state.m_journal.steps.back();
        m_state.m_journal.steps.pop_back();
        if (step.isBind) {
            m_state.take(step.pod, step.node);
        } else {
            m_state.add(step.pod, step.node, step.position);
        }
    }
}

void StateFork::commit() {
    STOWAGE_ASSERT(m_isOpen);
    m_isOpen = false;
    if (--m_state.m_journal.forks == 0) {
        m_state.m_journal.steps.clear();
    }
}

}  // namespace stowage
