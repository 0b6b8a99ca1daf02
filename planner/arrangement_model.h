#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/catalog.h"
#include "model/cost.h"
#include "model/expander.h"
#include "planner/arrangement_search.h"
#include "planner/demand_figures.h"
#include "planner/layout_family.h"

namespace stowage::planner {

/// Strategies and what a node's loss means depend on no more than this.
enum class NodeNumber { One, Several };

/// What the figures of a family's arrangements are made from.
struct ArrangementModelInput {
    const Scenario& scenario;
    const LayoutFamily& family;
    const Expander& expander;
    const DimensionSet& dimensions;
    simulate::MemoryMeasure measure;
    /// The choices with what the scope and the requirements leave of them.
    std::vector<ServiceChoice> choices;
};

/// What a part of an expansion buys beside machines.
struct Purchases {
    std::vector<Bytes> volumes;
    std::vector<ManagedServiceNeed> managed;
};

/// Needs without prices: the same at every provider.
struct ArrangementDemand {
    ArrangementModel model;
    Purchases base;
    std::vector<std::vector<Purchases>> modes;  ///< per open choice and mode; volumes and service
};

/// One need a mode of each service, measured by expanding one environment at a time. A shared
/// engine is taken as base + a share a tenant, never above what the expansion says for one tenant,
/// for two and for all of them.
ArrangementDemand measureArrangements(const ArrangementModelInput& input);

/// The model with the prices of one family. A mode that cannot be priced is left out where another
/// one remains.
ArrangementModel pricedModel(const ArrangementDemand& demand, const LayoutFamily& family,
                             const Catalog& catalog, const Exchange& exchange);

/// The choices that a layout leaves: environments that must survive a node
/// keep only modes without a pod where there is one, and a forced mode is taken where it may be.
std::vector<ServiceChoice> restrictedChoices(const Scenario& scenario,
                                             const std::optional<Mode>& forced, NodeNumber nodes);

/// Strategies that follow the number of nodes, except where the scenario binds them.
std::map<std::string, Strategy> strategiesFor(const Scenario& scenario, NodeNumber nodes);

}  // namespace stowage::planner
