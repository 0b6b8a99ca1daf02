#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "model/base/invariant.h"
#include "model/cluster_model.h"

namespace stowage {

/// Nodes with bound pods, as counts. bind and unbind cost the dimensions and rules of the pod, not
/// the size of the cluster. A copy is a snapshot; StateFork undoes without one.
class ClusterState {
public:
    explicit ClusterState(std::shared_ptr<const ClusterModel> model);
    /// Every pod of the placement that has a node, bound. Does not ask whether it fits.
    ClusterState(std::shared_ptr<const ClusterModel> model, const Placement& placement);

    const ClusterModel& model() const { return *m_model; }
    const std::shared_ptr<const ClusterModel>& sharedModel() const { return m_model; }

    /// Does not ask whether the pod fits: feasibility.h does.
    void bind(PodRef pod, NodeIndex node);
    /// Asserts that the pod is bound there.
    void unbind(PodRef pod, NodeIndex node);

    const std::vector<PodRef>& podsOn(NodeIndex node) const { return m_pods[node.value()]; }
    std::size_t podCount() const { return m_podCount; }
    std::int64_t requested(NodeIndex node, std::size_t dimension) const {
        return m_requested[node.value() * m_model->dimensionCount() + dimension];
    }
    /// Never negative, even on an over-committed node.
    std::int64_t free(NodeIndex node, std::size_t dimension) const;
    std::int64_t scoredCpu(NodeIndex node) const { return m_scoredCpu[node.value()]; }
    std::int64_t scoredMemory(NodeIndex node) const { return m_scoredMemory[node.value()]; }
    std::int64_t podsOf(WorkloadIndex workload, NodeIndex node) const {
        return m_byWorkload[workload.value() * m_model->nodeCount() + node.value()];
    }
    /// All bound pods in the order of workloads and ordinals.
    Placement placement() const;

    /// Claims on node storage stay on their node from here on, and attached ones in its zone, even
    /// when their last pod goes: what a real cluster does. Without it unbind forgets, as search
    /// needs. Not inside a fork.
    void keepVolumes();
    /// The node is gone: it takes no pod and its domains no longer exist. Asserts that it is empty.
    void removeNode(NodeIndex node);
    /// The node takes no new pod but stays a domain, as an unreachable one does.
    void closeNode(NodeIndex node);
    bool isOpen(NodeIndex node) const { return m_isOpen[node.value()] != 0; }

    // What the predicates read.
    std::int64_t portUsers(NodeIndex node, std::size_t port) const {
        return m_portUsers[node.value() * m_model->ports().size() + port];
    }
    /// Pods in the domain that a required anti-affinity term forbids.
    std::int64_t antiMatches(std::size_t term, std::size_t domain) const {
        return m_antiMatches[term][domain];
    }
    /// Pods in the domain that own the term, that is, refuse whoever matches it.
    std::int64_t antiOwners(std::size_t term, std::size_t domain) const {
        return m_antiOwners[term][domain];
    }
    std::int64_t groupMatches(std::size_t group, std::size_t keyPosition,
                              std::size_t domain) const {
        return m_groupMatches[group][keyPosition][domain];
    }
    std::int64_t preferredMatches(std::size_t term, std::size_t domain) const {
        return m_preferredMatches[term][domain];
    }
    std::int64_t preferredOwners(std::size_t term, std::size_t domain) const {
        return m_preferredOwners[term][domain];
    }
    std::int64_t groupTotal(std::size_t group) const { return m_groupTotals[group]; }
    std::int64_t spreadMatches(std::size_t spread, std::size_t domain) const {
        return m_spreads[spread].matches[domain];
    }
    /// Smallest count of all domains that exist; 0 where fewer than minDomains do.
    std::int64_t spreadMinimum(std::size_t spread) const;
    /// The one node that may use the claim now; invalid: any.
    NodeIndex claimNode(std::size_t claim) const;
    /// Domain of the zone key that the claim is tied to; -1: none.
    std::int32_t claimZone(std::size_t claim) const { return m_claims[claim].zone; }
    std::int64_t claimUsers(std::size_t claim) const { return m_claims[claim].users; }
    bool isClaimOn(std::size_t claim, NodeIndex node) const;
    /// Distinct attached claims on the node.
    std::int64_t attachedOn(NodeIndex node) const { return m_attached[node.value()]; }

    /// Equal counts and equal bound pods; the order in which they came does not matter.
    bool isSameAs(const ClusterState& other) const;

private:
    friend class StateFork;
    struct SpreadCount {
        std::vector<std::int64_t> matches;    ///< by domain
        std::vector<std::int64_t> nodes;      ///< eligible nodes by domain; 0: does not exist
        std::vector<std::int64_t> histogram;  ///< existing domains by count
        std::int64_t minimum = 0;
        std::int64_t domains = 0;
    };
    struct ClaimUse {
        std::int64_t users = 0;
        std::vector<std::pair<std::uint32_t, std::int64_t>> nodes;  ///< node, users; sorted
        NodeIndex keptNode;
        std::int32_t zone = -1;
        bool operator==(const ClaimUse&) const = default;
    };
    struct Step {
        bool isBind = true;
        PodRef pod;
        NodeIndex node;
        std::size_t position = 0;  ///< in the node's list, of an unbind
    };

    /// Belongs to the forks of one object: a copy starts without.
    struct Journal {
        std::vector<Step> steps;
        int forks = 0;
        Journal() = default;
        Journal(const Journal& /*other*/) {}
        Journal& operator=(const Journal& /*other*/) {
            STOWAGE_ASSERT(forks == 0);
            return *this;
        }
        ~Journal() = default;
    };

    void add(PodRef pod, NodeIndex node, std::size_t position);
    std::size_t take(PodRef pod, NodeIndex node);
    void count(PodRef pod, NodeIndex node, std::int64_t by);
    void countRules(const ClusterModel::Class& workload, NodeIndex node, std::int64_t by);
    void countClaims(const ClusterModel::Class& workload, PodRef pod, NodeIndex node,
                     std::int64_t by);
    static SpreadCount emptySpread(const ClusterModel& model, const ClusterModel::Spread& spread);
    static void countSpread(SpreadCount& spread, std::size_t domain, std::int64_t by);

    std::shared_ptr<const ClusterModel> m_model;
    std::vector<std::vector<PodRef>> m_pods;
    std::vector<std::int64_t> m_requested, m_scoredCpu, m_scoredMemory, m_byWorkload, m_portUsers;
    std::vector<std::int64_t> m_attached;
    std::vector<std::vector<std::int64_t>> m_antiMatches, m_antiOwners;
    std::vector<std::vector<std::int64_t>> m_preferredMatches, m_preferredOwners;
    std::vector<std::vector<std::vector<std::int64_t>>> m_groupMatches;
    std::vector<std::int64_t> m_groupTotals;
    std::vector<SpreadCount> m_spreads;
    std::vector<ClaimUse> m_claims;
    std::vector<char> m_isOpen, m_isGone;
    std::size_t m_podCount = 0;
    Journal m_journal;
};

/// Undoes, at its end, every bind and unbind since its beginning, unless committed. Forks nest.
class StateFork {
public:
    explicit StateFork(ClusterState& state);
    ~StateFork();
    StateFork(const StateFork&) = delete;
    StateFork& operator=(const StateFork&) = delete;
    void rollback();
    void commit();

private:
    ClusterState& m_state;
    std::size_t m_begin;
    bool m_isOpen = true;
};

}  // namespace stowage
