#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gui/scenario_edits.h"

namespace stowage::gui {

// Edits of everything outside `apps`: requirements, candidates, assumptions, money, names.

/// A scalar of the scenario, with its own reader and words.
enum class RootField {
    Name,
    Description,
    Currency,
    Seed,
    LarakubeVersion,
    DefaultMode,
    Reconsider,
    Budget,
    MemoryRisk,
    P95Latency,
    Headroom,
    Placement,
    Zones,
    Adjustments,
    MaxNodes,
    MixedSizes,
    KubernetesVersion,
};

/// "Budget", "At most nodes": the label of the field.
QString rootFieldTitle(RootField field);
DocumentPath rootFieldPath(RootField field);
/// What was typed or chosen, as the value to write. Choices take the words of the file.
Typed<DocumentNode> readRootField(RootField field, const QString& typed);
/// A currency also loses its own exchange rate, which would be refused.
Edit setRootField(const DocumentNode& document, RootField field, const DocumentNode& value);
/// Back to the default.
Edit clearRootField(const DocumentNode& document, RootField field);

/// A list of words of the scenario.
enum class RootList {
    Providers,
    Offers,
    Topologies,
    SurviveNodeLoss,
    ZeroDowntimeDeploys,
    Binding,
};
QString rootListTitle(RootList list);
DocumentPath rootListPath(RootList list);
/// An empty list means none; to say "all" again, clear it.
Edit setRootList(const DocumentNode& document, RootList list,
                 const std::vector<std::string>& words);
Edit clearRootList(const DocumentNode& document, RootList list);
/// One word in or out; a list that becomes empty is removed where absent means none as well.
Edit setListed(const DocumentNode& document, RootList list, const std::string& word, Switch state);

/// `value` as the scenario writes it ("560Mi"); see model/assumption.h for reading what is typed.
Edit setAssumption(const DocumentNode& document, const std::string& id, const std::string& value);
Edit clearAssumption(const DocumentNode& document, const std::string& id);
Edit setExchangeRate(const DocumentNode& document, const std::string& currency,
                     const std::string& rate);
Edit clearExchangeRate(const DocumentNode& document, const std::string& currency);
/// The image of a backing service; empty: the default again.
Edit setServiceImage(const DocumentNode& document, ServiceKind kind, const std::string& image);

// Servers chosen by hand: `candidates.fixed`.

/// The fixed layout that the document holds; nullopt when the planner is free.
std::optional<FixedLayout> fixedLayoutIn(const DocumentNode& document);
/// "Fix the servers". The topology follows the number of servers where it says how many there are.
Edit fixServers(const DocumentNode& document, const FixedLayout& layout);
Edit addServer(const DocumentNode& document, const FixedLayout& from, const FixedNode& server);
Edit replaceServer(const DocumentNode& document, const FixedLayout& from, std::size_t index,
                   const FixedNode& server);
Edit removeServer(const DocumentNode& document, const FixedLayout& from, std::size_t index);
Edit freeServers(const DocumentNode& document);

/// Machines that the price lists do not have.
enum class MachineList { ForSale, Owned };
struct NewMachine {
    std::string name;
    std::string vcpu, memory;   ///< as readCpu() and readMemory() give them
    std::string disk, monthly;  ///< empty: not said; owned machines have no price
    std::int64_t count = 1;
};
Edit addMachine(const DocumentNode& document, MachineList list, const NewMachine& machine);
Edit removeMachine(const DocumentNode& document, MachineList list, std::size_t index);

}  // namespace stowage::gui
