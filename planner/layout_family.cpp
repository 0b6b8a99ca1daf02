#include "planner/layout_family.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <numeric>
#include <set>
#include <tuple>

#include "model/base/invariant.h"
#include "model/cluster_model.h"

namespace stowage::planner {

namespace {

constexpr const char* kZoneLabel = "topology.kubernetes.io/zone";
/// Existing machines without a provider form a cluster of their own.
constexpr const char* kOwnMachines = "existing";

OfferKind machineKind(TopologyKind topology) {
    switch (topology) {
        case TopologyKind::SingleNode:
        case TopologyKind::K3sMulti:
            return OfferKind::Vps;
        case TopologyKind::Managed:
            return OfferKind::ManagedNode;
        case TopologyKind::Nodes:
            return OfferKind::StatedNode;
    }
    STOWAGE_UNREACHABLE();
}

LayoutFamily emptyFamily(const Scenario& scenario, TopologyKind topology, bool isSeveral) {
    LayoutFamily family;
    family.topology = topology;
    family.isMixed = scenario.candidates.mixedSizes;
    family.nodesMin = isSeveral ? 2 : 1;
    family.nodesMax = isSeveral ? scenario.candidates.maxNodes : 1;
    const bool mustSurvive = !scenario.requirements.surviveNodeLoss.empty();
    switch (topology) {
        case TopologyKind::SingleNode:
            break;
        case TopologyKind::K3sMulti:
            family.ingress = mustSurvive ? IngressKind::LoadBalancer : IngressKind::HostPorts;
            break;
        case TopologyKind::Managed:
            family.ingress = IngressKind::LoadBalancer;
            family.storageClass = StorageClassKind::Block;
            family.servers = 0;
            break;
        case TopologyKind::Nodes:
            family.ingress = hasBlueprint(scenario) ? IngressKind::HostPorts : IngressKind::None;
            family.servers = 0;
            break;
    }
    return family;
}

Basket fixedBasket(const LayoutFamily& family) {
    Basket basket;
    basket.provider = family.provider;
    basket.region = family.region;
    basket.cluster =
        family.topology == TopologyKind::Managed ? ClusterKind::Managed : ClusterKind::SelfManaged;
    basket.loadBalancers = family.ingress == IngressKind::LoadBalancer ? 1 : 0;
    return basket;
}

std::optional<FamilyMachine> familyMachine(const Offer& offer, int nodesMax, const Catalog& catalog,
                                           const Exchange& exchange) {
    FamilyMachine machine{.offer = offer, .shape = catalog.nodeShape(offer)};
    const std::int64_t stock = std::min<std::int64_t>(offer.stock.value_or(nodesMax), nodesMax);
    for (std::int64_t count = 0; count <= stock; ++count) {
        const auto monthly = machinesMonthly(offer, count, catalog, exchange);
        if (!monthly) {
            return std::nullopt;
        }
        machine.monthly.push_back(*monthly);
    }
    return machine.stock() > 0 ? std::optional(machine) : std::nullopt;
}

bool hasZones(const Offer& offer, int zones) {
    return zones <= 1 || static_cast<int>(offer.zones.size()) >= zones ||
           offer.labels.count(kZoneLabel) != 0;
}

/// Provider and region decide who may be mixed with whom. An owned machine without a provider of
/// the catalogue never mixes with a bought one.
std::pair<std::string, std::string> clusterKey(const Offer& offer) {
    const bool isAlone = offer.owned && (offer.provider.empty() || offer.provider == "custom");
    return {isAlone ? std::string(kOwnMachines) : offer.provider, offer.region};
}

using OfferGroups = std::map<std::pair<std::string, std::string>, std::vector<Offer>>;

/// Owned machines of a provider may join any of its regions: the scenario does not say which.
void joinOwnedMachines(OfferGroups& groups) {
    for (auto at = groups.begin(); at != groups.end();) {
        const auto& [provider, region] = at->first;
        const bool isOwned = std::all_of(at->second.begin(), at->second.end(),
                                         [](const Offer& offer) { return offer.owned; });
        bool hasJoined = false;
        for (auto other = groups.begin(); region.empty() && isOwned && other != groups.end();
             ++other) {
            if (other != at && other->first.first == provider) {
                other->second.insert(other->second.end(), at->second.begin(), at->second.end());
                hasJoined = true;
            }
        }
        at = hasJoined ? groups.erase(at) : std::next(at);
    }
}

std::vector<LayoutFamily> familiesOf(const Scenario& scenario, const LayoutFamily& family,
                                     const std::vector<Offer>& offers, const Catalog& catalog,
                                     const Exchange& exchange) {
    OfferGroups groups;
    for (const Offer& offer : offers) {
        if (offer.kind == machineKind(family.topology) &&
            hasZones(offer, scenario.requirements.zones)) {
            groups[clusterKey(offer)].push_back(offer);
        }
    }
    joinOwnedMachines(groups);
    std::vector<LayoutFamily> families;
    for (const auto& [key, members] : groups) {
        LayoutFamily one = family;
        one.provider = key.first;
        one.region = key.second;
        for (const Offer& offer : members) {
            if (auto machine = familyMachine(offer, one.nodesMax, catalog, exchange)) {
                one.machines.push_back(std::move(*machine));
            }
        }
        families.push_back(std::move(one));
    }
    return families;
}

void sortMachines(LayoutFamily& family) {
    std::stable_sort(family.machines.begin(), family.machines.end(),
                     [](const FamilyMachine& a, const FamilyMachine& b) {
                         return std::tie(a.monthly[1], a.offer.name) <
                                std::tie(b.monthly[1], b.offer.name);
                     });
}

void dropDominated(LayoutFamily& family) {
    std::vector<FamilyMachine> kept;
    for (std::size_t at = 0; at < family.machines.size(); ++at) {
        bool isBeaten = false;
        for (std::size_t other = 0; other < family.machines.size() && !isBeaten; ++other) {
            const bool wins = dominates(family.machines[other], family.machines[at]);
            const bool isTwin = wins && dominates(family.machines[at], family.machines[other]);
            isBeaten = other != at && wins && (!isTwin || other < at);
        }
        if (!isBeaten) {
            kept.push_back(family.machines[at]);
        }
    }
    family.machines = std::move(kept);
}

void priceFixedPart(LayoutFamily& family, const Catalog& catalog, const Exchange& exchange) {
    const Bill bill = billFor(fixedBasket(family), catalog, exchange);
    family.fixedMonthly = bill.monthly;
    family.missing = bill.missing;
}

std::vector<Offer> allMachines(const Scenario& scenario, const Catalog& catalog,
                               const Exchange& exchange, Diagnostics& diagnostics) {
    const Candidates& candidates = scenario.candidates;
    OfferFilter filter{.providers = candidates.providers, .offers = candidates.offers};
    filter.arch = Arch::Amd64;
    if (filter.offers) {
        // Names of the scenario's own offers are not the catalogue's to know.
        std::erase_if(*filter.offers, [&](const std::string& name) {
            return std::any_of(candidates.customOffers.begin(), candidates.customOffers.end(),
                               [&](const Offer& own) { return own.name == name; });
        });
    }
    std::vector<Offer> offers = catalog.machines(filter, exchange, diagnostics);
    offers.insert(offers.end(), candidates.customOffers.begin(), candidates.customOffers.end());
    offers.insert(offers.end(), scenario.existingNodes.begin(), scenario.existingNodes.end());
    return offers;
}

bool mayUse(const Scenario& scenario, TopologyKind topology) {
    const auto& allowed = scenario.candidates.topologies;
    return topology == TopologyKind::Nodes ||
           std::find(allowed.begin(), allowed.end(), topology) != allowed.end();
}

/// Where several K3s servers may be needed, both counts are families of their own.
std::vector<LayoutFamily> serverVariants(const Scenario& scenario, const LayoutFamily& family) {
    const bool mustSurvive = !scenario.requirements.surviveNodeLoss.empty();
    if (family.topology != TopologyKind::K3sMulti || !mustSurvive || family.nodesMax < 3) {
        return {family};
    }
    LayoutFamily three = family;
    three.servers = 3;
    three.nodesMin = 3;
    return {three, family};
}

/// The only offer of this name and kind; nullptr when there is none, or several providers sell it.
const Offer* onlyOffer(const Catalog& catalog, OfferKind kind, const std::string& name) {
    const Offer* only = nullptr;
    for (const Offer& offer : catalog.offers()) {
        if (offer.kind == kind && offer.name == name) {
            if (only != nullptr) {
                return nullptr;
            }
            only = &offer;
        }
    }
    return only;
}

Offer const* namedOffer(const Scenario& scenario, const Catalog& catalog, const FixedNode& node,
                        OfferKind kind) {
    const auto isNamed = [&](const Offer& offer) {
        return offer.name == node.offer && offer.kind == kind &&
               (node.provider.empty() || node.provider == offer.provider);
    };
    for (const auto* own : {&scenario.candidates.customOffers, &scenario.existingNodes}) {
        const auto at = std::find_if(own->begin(), own->end(), isNamed);
        if (at != own->end()) {
            return &*at;
        }
    }
    return node.provider.empty() ? onlyOffer(catalog, kind, node.offer)
                                 : catalog.find(node.provider, kind, node.offer);
}

/// Why a server that was chosen by hand cannot be planned with; empty when it can.
std::string fixedProblem(const FixedNode& node, TopologyKind topology, const Offer* offer,
                         const std::optional<FamilyMachine>& machine, const Catalog& catalog,
                         const Exchange& exchange) {
    const std::string name = quoteWord(node.offer);
    if (offer == nullptr) {
        const bool isElsewhere = !catalog.named(node.offer).empty();
        return fmt::format("{} has no {} {} for topology {}{}",
                           node.provider.empty() ? "the catalogue (or more than one provider)"
                                                 : "provider " + quoteWord(node.provider),
                           toWord(machineKind(topology)), name, toWord(topology),
                           isElsewhere ? "; other providers or topologies have one" : "");
    }
    if (!exchange.knows(offer->currency)) {
        return fmt::format("{} is priced in {}, and there is no exchange rate to {}", name,
                           offer->currency, exchange.currency());
    }
    if (machine && node.count > machine->stock()) {
        return fmt::format("there are {} of {}, not {}", machine->stock(), name, node.count);
    }
    return machine ? std::string() : fmt::format("{} has no price", name);
}

std::string zoneOf(const FamilyMachine& machine, int zones, std::size_t position) {
    const auto label = machine.shape.labels.find(kZoneLabel);
    if (label != machine.shape.labels.end()) {
        return label->second;
    }
    if (zones <= 1 || machine.shape.zones.empty()) {
        return {};
    }
    return machine.shape.zones[position % std::min<std::size_t>(static_cast<std::size_t>(zones),
                                                                machine.shape.zones.size())];
}

/// Owned machines keep their names: placements and bound volumes refer to them.
std::string nodeName(const FamilyMachine& machine, std::size_t position, std::int64_t copy) {
    if (!machine.offer.owned) {
        return "node-" + std::to_string(position + 1);
    }
    return copy == 0 ? machine.offer.name : machine.offer.name + "-" + std::to_string(copy + 1);
}

OverheadKind overheadOf(NodeRole role, const NodeShape& shape) {
    if (shape.kind != NodeShapeKind::K3s) {
        return OverheadKind::None;
    }
    return role == NodeRole::Agent ? OverheadKind::K3sAgent : OverheadKind::K3sServer;
}

}  // namespace

bool hasBlueprint(const Scenario& scenario) {
    return std::any_of(scenario.apps.begin(), scenario.apps.end(),
                       [](const App& app) { return app.blueprint.has_value(); });
}

std::int64_t leastPriceOfOne(const FamilyMachine& machine) {
    std::int64_t least = machine.monthly[1].raw();
    for (std::size_t count = 2; count < machine.monthly.size(); ++count) {
        least = std::min(least, machine.monthly[count].raw() / static_cast<std::int64_t>(count));
    }
    return least;
}

Exchange exchangeOf(const Scenario& scenario) {
    std::vector<std::pair<std::string, Money>> rates;
    for (const auto& [currency, text] : scenario.exchange) {
        if (const auto rate = parseDecimal(text); rate && rate->raw() > 0) {
            rates.emplace_back(currency, *rate);
        }
    }
    return Exchange(scenario.currency, std::move(rates));
}

bool dominates(const FamilyMachine& better, const FamilyMachine& worse) {
    const NodeShape& a = better.shape;
    const NodeShape& b = worse.shape;
    const auto covers = [](const auto& x, const auto& y) { return !y || (x && *x >= *y); };
    const bool cheaper = better.monthly[1] <= worse.monthly[1];
    const bool enough = better.stock() >= worse.stock();
    const bool larger = a.capacity >= b.capacity && a.memory >= b.memory && a.cpu >= b.cpu &&
                        a.podSlots >= b.podSlots && (a.disk ? covers(a.disk, b.disk) : !b.disk) &&
                        covers(a.volumeSlots, b.volumeSlots) &&
                        std::all_of(b.allocatable.entries().begin(), b.allocatable.entries().end(),
                                    [&](const auto& entry) {
                                        return a.allocatable.get(entry.first) >= entry.second;
                                    });
    const bool alike = a.kind == b.kind && a.arch == b.arch && a.labels == b.labels &&
                       a.taints == b.taints && a.zones == b.zones && a.rule == b.rule &&
                       (a.cpuShare == b.cpuShare || a.cpuShare == CpuShare::Dedicated) &&
                       better.offer.owned == worse.offer.owned;
    return cheaper && enough && larger && alike;
}

std::vector<LayoutFamily> layoutFamilies(const Scenario& scenario, const Catalog& catalog,
                                         const Exchange& exchange, Diagnostics& diagnostics) {
    const std::vector<Offer> offers = allMachines(scenario, catalog, exchange, diagnostics);
    std::vector<LayoutFamily> families;
    const std::pair<TopologyKind, bool> kinds[] = {
        {TopologyKind::SingleNode, false}, {TopologyKind::K3sMulti, true},
        {TopologyKind::Managed, false},    {TopologyKind::Managed, true},
        {TopologyKind::Nodes, false},      {TopologyKind::Nodes, true}};
    for (const auto& [topology, isSeveral] : kinds) {
        if (!mayUse(scenario, topology) || (isSeveral && scenario.candidates.maxNodes < 2)) {
            continue;
        }
        const LayoutFamily plain = emptyFamily(scenario, topology, isSeveral);
        for (LayoutFamily& family : familiesOf(scenario, plain, offers, catalog, exchange)) {
            sortMachines(family);
            dropDominated(family);
            priceFixedPart(family, catalog, exchange);
            for (LayoutFamily& variant : serverVariants(scenario, family)) {
                families.push_back(std::move(variant));
            }
        }
    }
    return families;
}

std::vector<FixedChoice> fixedChoices(const Scenario& scenario, const Catalog& catalog,
                                      const Exchange& exchange, Diagnostics& diagnostics) {
    STOWAGE_ASSERT(scenario.candidates.fixed.has_value());
    const FixedLayout& fixed = *scenario.candidates.fixed;
    int total = 0;
    for (const FixedNode& node : fixed.nodes) {
        total += node.count;
    }
    LayoutFamily family = emptyFamily(scenario, fixed.topology, total > 1);
    family.nodesMin = family.nodesMax = total;
    MachineCounts counts;
    for (const FixedNode& node : fixed.nodes) {
        const Offer* offer = namedOffer(scenario, catalog, node, machineKind(fixed.topology));
        auto machine = offer != nullptr ? familyMachine(*offer, total, catalog, exchange)
                                        : std::optional<FamilyMachine>{};
        const std::string problem =
            fixedProblem(node, fixed.topology, offer, machine, catalog, exchange);
        if (!problem.empty()) {
            diagnostics.error(fixed.place, "candidates.fixed: " + problem);
            return {};
        }
        // No other set of as many nodes exists in this family.
        machine->monthly.resize(static_cast<std::size_t>(node.count) + 1);
        family.provider = clusterKey(*offer).first;
        family.region = offer->region;
        family.machines.push_back(std::move(*machine));
        counts.push_back(node.count);
    }
    priceFixedPart(family, catalog, exchange);
    std::vector<FixedChoice> choices;
    for (LayoutFamily& variant : serverVariants(scenario, family)) {
        choices.push_back({.family = std::move(variant), .counts = counts});
    }
    return choices;
}

ExpansionTarget targetOf(const LayoutFamily& family, int nodeCount) {
    return {.topology = family.topology,
            .nodeCount = nodeCount,
            .provider = family.provider,
            .storageClass = family.storageClass,
            .ingress = family.ingress,
            .hasSystemPods = family.topology != TopologyKind::Nodes};
}

LayoutNode nodeOf(const FamilyMachine& machine, NodeRole role, const AssumptionTable& assumptions) {
    return {.role = role,
            .offer = machine.offer,
            .shape = machine.shape,
            .overhead = nodeOverhead(overheadOf(role, machine.shape), assumptions),
            .isExisting = machine.offer.owned};
}

Layout buildLayout(const LayoutFamily& family, const MachineCounts& counts, int zones,
                   const AssumptionTable& assumptions) {
    std::vector<std::size_t> order(counts.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return isDearer(family.machines[a], family.machines[b]);
    });
    std::vector<std::size_t> machines;
    for (const std::size_t at : order) {
        machines.insert(machines.end(), static_cast<std::size_t>(counts[at]), at);
    }
    return layoutInOrder(family, machines, zones, assumptions);
}

bool isDearer(const FamilyMachine& a, const FamilyMachine& b) {
    return std::tie(b.monthly[1], a.offer.name) < std::tie(a.monthly[1], b.offer.name);
}

Layout layoutInOrder(const LayoutFamily& family, const std::vector<std::size_t>& machines,
                     int zones, const AssumptionTable& assumptions) {
    Layout layout{.topology = family.topology,
                  .provider = family.provider,
                  .storageClass = family.storageClass,
                  .ingress = family.ingress};
    std::vector<std::int64_t> copies(family.machines.size(), 0);
    for (const std::size_t at : machines) {
        const FamilyMachine& machine = family.machines[at];
        const std::size_t position = layout.nodes.size();
        const bool isServer = static_cast<int>(position) < family.servers;
        const NodeRole role = family.topology == TopologyKind::Managed ? NodeRole::Managed
                              : isServer || family.servers == 0        ? NodeRole::Server
                                                                       : NodeRole::Agent;
        LayoutNode node = nodeOf(machine, role, assumptions);
        node.name = nodeName(machine, position, copies[at]++);
        node.zone = zoneOf(machine, zones, position);
        layout.nodes.push_back(std::move(node));
    }
    return layout;
}

Basket basketOf(const LayoutFamily& family, const MachineCounts& counts,
                const Expansion& expansion) {
    Basket basket = fixedBasket(family);
    for (std::size_t at = 0; at < counts.size(); ++at) {
        if (counts[at] > 0) {
            basket.machines.push_back({.offer = family.machines[at].offer, .count = counts[at]});
        }
    }
    std::set<std::string> seen;
    for (const PlannedWorkload& workload : expansion.workloads) {
        for (const VolumeMount& mount : workload.pod.volumes) {
            const StorageReach reach = mount.storageClass ? storageReach(*mount.storageClass)
                                                          : storageReach(family.storageClass);
            if (reach != StorageReach::Attached ||
                !seen.insert(workload.namespaceName + "/" + mount.claim).second) {
                continue;
            }
            const std::int64_t volumes = mount.perReplica ? workload.replicas : 1;
            for (std::int64_t copy = 0; copy < volumes; ++copy) {
                basket.blockVolumes.push_back(mount.size);
            }
        }
    }
    for (const ManagedNeed& need : expansion.managed) {
        basket.managedServices.push_back({.label = serviceKey(need.environmentId, need.kind),
                                          .service = std::string(toWord(need.kind)),
                                          .disk = need.dataSize,
                                          .paidElsewhere = need.paidElsewhere});
    }
    return basket;
}

}  // namespace stowage::planner
