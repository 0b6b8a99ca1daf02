#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace stowage::testkit {

/// Questions whose answer is known because they are made from it: machines are drawn and cut
/// completely into pods, so nothing cheaper can hold them.

/// What makes the question nasty.
enum class PlantedTrap {
    None,
    LargerCheaper,  ///< a smaller machine costs more than a larger one
    SlotsBinding,   ///< pods per node run out, not resources
    NoRequests,     ///< pods that ask for nothing
    OneDimension,   ///< only memory is scarce
    EmptyDomain,    ///< a spread pod is absent from a zone
    CentApart,      ///< twins whose prices are a cent apart
};
inline constexpr std::array<PlantedTrap, 7> kPlantedTraps{
    PlantedTrap::None,       PlantedTrap::LargerCheaper, PlantedTrap::SlotsBinding,
    PlantedTrap::NoRequests, PlantedTrap::OneDimension,  PlantedTrap::EmptyDomain,
    PlantedTrap::CentApart};

enum class PlantedCatalogue {
    Priced,  ///< drawn, with prices that are linear in the sizes of the planted machines
    Real,    ///< rows of a shipped provider; the mix is kept only where it is the cheapest cover
};

struct PlantedOptions {
    std::uint64_t seed = 1;
    std::int64_t pods = 12;  ///< about; a glued pair or a copied cut may add some
    std::int64_t nodes = 4;  ///< at most
    int slackPercent = 0;    ///< of every node that stays free: 0, 2, 5, 10
    PlantedTrap trap = PlantedTrap::None;
    PlantedCatalogue catalogue = PlantedCatalogue::Priced;
};

/// millicores, MiB, licences
inline constexpr std::size_t kPlantedDimensions = 3;
using PlantedAmounts = std::array<std::int64_t, kPlantedDimensions>;

struct PlantedOffer {
    std::string name;
    std::int64_t cents = 0;
    PlantedAmounts room{};  ///< for pods, less the DaemonSet
    std::int64_t slots = 110;
    std::string zone;
    bool isTainted = false;
};

struct PlantedWorkload {
    std::string name;
    PlantedAmounts asks{};
    std::vector<std::size_t> nodes;  ///< of each replica in the planted layout
    bool isApart = false;            ///< never two of them on a node
    std::vector<std::size_t> apartFrom;
    int hostPort = 0;         ///< 0: none
    int maxSkew = 0;          ///< over zones, hard; 0: none
    bool isGlued = false;     ///< all replicas share one volume of one node
    bool isTolerant = false;  ///< may stand on tainted machines
    std::string onlyInZone;   ///< empty: anywhere
};

struct PlantedScenario {
    PlantedOptions options;
    std::vector<PlantedOffer> offers;
    std::vector<std::size_t> nodes;  ///< the offer of each planted node
    std::vector<PlantedWorkload> workloads;
    PlantedAmounts daemon{};  ///< what the DaemonSet asks for on every node; zero: none
    std::int64_t cents = 0;   ///< price of the planted layout
    /// No layout costs less. Otherwise the price is only an upper bound of the optimum.
    bool isOptimal = true;
    std::string yaml;

    std::int64_t podCount() const;
};

/// Deterministic in the options.
PlantedScenario plantScenario(const PlantedOptions& options);

/// Price of the cheapest multiset of machines whose rooms together hold `demand`, pods counted as a
/// last dimension; nullopt: not settled within the steps.
std::optional<std::int64_t> cheapestCover(const std::vector<PlantedOffer>& offers,
                                          const PlantedAmounts& demand, std::int64_t pods,
                                          std::int64_t steps);

/// Everything that the planted layout breaks of its own rules, in words; empty: nothing.
std::vector<std::string> brokenByPlanting(const PlantedScenario& scenario);

}  // namespace stowage::testkit
