#pragma once

#include <deque>
#include <map>
#include <string>
#include <vector>

#include "model/plan_checker/checker_context.h"

namespace stowage::checker {

/// Pods on the nodes of a plan, judged by the rules of the scheduler as if each arrived last.
class PodSet {
public:
    explicit PodSet(const PlanContext& context);
    /// Those of the plan that are placed.
    static PodSet ofPlan(const PlanContext& context);

    /// A pod that is placed.
    void add(const BoundPod& pod);
    void removeLast();

    /// Every rule that the pod breaks beside the others, in words. Amounts apart.
    std::vector<std::string> broken(const BoundPod& pod) const;
    /// Node and resource of amounts that exceed what a node has.
    std::vector<Figure> overfull() const;
    std::vector<Figure> overfullAt(const BoundNode& node) const;

private:
    struct NodeUse {
        Amounts asked;
        std::vector<const BoundPod*> pods;
    };
    using Domains = std::map<std::string, std::int64_t>;
    using Words = std::vector<std::string>;

    std::size_t indexOf(const BoundNode& node) const;
    bool isEligible(const TopologySpread& spread, const PodTemplate& pod,
                    const BoundNode& node) const;
    const Domains& domainsOf(const TopologySpread& spread, const PlannedWorkload& workload) const;
    bool isSkewed(const TopologySpread& spread, const BoundPod& pod) const;
    void addOwnRules(const BoundPod& pod, Words& broken) const;
    void addPorts(const BoundPod& pod, Words& broken) const;
    void addAntiAffinity(const BoundPod& pod, Words& broken) const;
    void addAffinity(const BoundPod& pod, Words& broken) const;
    void addSpread(const BoundPod& pod, Words& broken) const;
    void addVolumes(const BoundPod& pod, Words& broken) const;
    void addSharers(const BoundPod& pod, const VolumeMount& volume, Words& broken) const;
    void addAttachments(const BoundPod& pod, Words& broken) const;

    const PlanContext& m_context;
    std::deque<BoundPod> m_pods;
    std::vector<NodeUse> m_nodes;  ///< as the nodes of the plan
    std::map<const PlannedWorkload*, std::vector<const BoundPod*>> m_ofWorkload;
    /// Counts of one constraint of one workload; forgotten when pods come or go.
    mutable std::map<const TopologySpread*, Domains> m_domains;
};

}  // namespace stowage::checker
