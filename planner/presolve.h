#pragma once

#include <memory>
#include <vector>

#include "model/cluster_model.h"
#include "model/expansion.h"
#include "model/layout.h"
#include "planner/demand_figures.h"
#include "planner/packing_problem.h"

namespace stowage::planner {

/// Pods of a layout as items: equal pods are one class, pods that share a volume of one node are
/// one item, pods of DaemonSets are taken off their nodes.
struct PresolvedPacking {
    PackingProblem problem;
    /// Per class and item: the pods that it stands for.
    std::vector<std::vector<std::vector<PodRef>>> items;
    Placement daemonPods;
    /// A rule of the scheduler is left out: what does not fit is refused all the same, but what
    /// fits must be shown to the scheduler, and when it declines, another packing may do.
    bool isRelaxed = false;
};

/// `cluster` is the model of this layout and expansion.
PresolvedPacking presolve(const Layout& layout, const Expansion& expansion,
                          const ClusterModel& cluster, const DimensionSet& dimensions,
                          const Requirements& requirements, const AssumptionTable& assumptions);

/// Every pod of the expansion in the order of workloads and ordinals; what the assignment leaves
/// out has no node.
Placement placementOf(const PresolvedPacking& packing, const PackAssignment& assignment,
                      const Expansion& expansion);

/// All pods on the only node, DaemonSets included.
Placement onOneNode(const Expansion& expansion, const ClusterModel& cluster);

}  // namespace stowage::planner
