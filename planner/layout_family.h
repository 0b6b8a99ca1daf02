#pragma once

#include <cstdint>
#include <numeric>
#include <string>
#include <vector>

#include "model/assumption.h"
#include "model/catalog.h"
#include "model/cost.h"
#include "model/diagnostic.h"
#include "model/expansion.h"
#include "model/layout.h"
#include "model/scenario.h"

namespace stowage::planner {

/// One machine that a family may use.
struct FamilyMachine {
    Offer offer;
    NodeShape shape;
    std::vector<Money> monthly;  ///< [k]: what k of them add to the bill; as long as stock + 1
    std::int64_t stock() const { return static_cast<std::int64_t>(monthly.size()) - 1; }
};

/// All layouts of one topology at one provider and region, of one node or of several: what the
/// expansion depends on is the same for all of them.
struct LayoutFamily {
    TopologyKind topology = TopologyKind::SingleNode;
    std::string provider;
    std::string region;
    StorageClassKind storageClass = StorageClassKind::LocalPath;
    IngressKind ingress = IngressKind::HostPorts;
    int nodesMin = 1;
    int nodesMax = 1;
    int servers = 1;  ///< K3s servers among the nodes; 0 where there are none
    bool isMixed = true;
    std::vector<FamilyMachine> machines;  ///< cheapest first, then by name
    Money fixedMonthly;                   ///< control plane and load balancer
    std::vector<std::string> missing;     ///< add-ons without a price row
};

/// The least that one of them can add to a bill, micro-units: rounding to the cent may favour
/// several.
std::int64_t leastPriceOfOne(const FamilyMachine& machine);

/// Is any app one that LaraKube deploys?
bool hasBlueprint(const Scenario& scenario);

/// How many of each machine of a family.
using MachineCounts = std::vector<std::int64_t>;

/// The rates of the scenario.
Exchange exchangeOf(const Scenario& scenario);

/// Every family that the scenario's candidates allow. Machines that another one of the family beats
/// in every respect are left out. Findings (unknown names, currencies without a rate) go to
/// `diagnostics`.
std::vector<LayoutFamily> layoutFamilies(const Scenario& scenario, const Catalog& catalog,
                                         const Exchange& exchange, Diagnostics& diagnostics);

/// The family and the counts of candidates.fixed; empty when a named offer does not exist.
struct FixedChoice {
    LayoutFamily family;
    MachineCounts counts;
};
std::vector<FixedChoice> fixedChoices(const Scenario& scenario, const Catalog& catalog,
                                      const Exchange& exchange, Diagnostics& diagnostics);

/// Not dearer, not smaller in anything that counts, and enough of them.
bool dominates(const FamilyMachine& better, const FamilyMachine& worse);

/// What the expansion is told about a layout of this family.
ExpansionTarget targetOf(const LayoutFamily& family, int nodeCount);

/// One machine in a role, without name and zone.
LayoutNode nodeOf(const FamilyMachine& machine, NodeRole role, const AssumptionTable& assumptions);

/// Nodes dearest first, then by name; servers before agents; zones in turn when more than one is
/// required.
Layout buildLayout(const LayoutFamily& family, const MachineCounts& counts, int zones,
                   const AssumptionTable& assumptions);

/// The order of buildLayout.
bool isDearer(const FamilyMachine& a, const FamilyMachine& b);
/// One node for each position of `machines` (into family.machines), the first of them servers.
Layout layoutInOrder(const LayoutFamily& family, const std::vector<std::size_t>& machines,
                     int zones, const AssumptionTable& assumptions);

/// What a layout buys under an expansion.
Basket basketOf(const LayoutFamily& family, const MachineCounts& counts,
                const Expansion& expansion);

inline std::int64_t nodeCountOf(const MachineCounts& counts) {
    return std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
}

}  // namespace stowage::planner
