#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/base/units.h"
#include "model/blueprint.h"
#include "model/offer.h"
#include "model/workload.h"

namespace stowage {

enum class Weight { Light, Medium, Heavy };
enum class TopologyKind { SingleNode, K3sMulti, Managed, Nodes };
enum class PlacementRule { Reachable, Pinned };

/// Traffic of one environment. A field that the scenario does not give holds the default of
/// contracts.md and rulings.md 43; `given` names the fields that were written.
struct TrafficSpec {
    double peakRps = 2;
    std::string profile = "office-hours";
    std::optional<std::array<double, 24>> curve;  ///< mean 1
    double growthPerMonth = 0;
    double jobsPerMinute = 6;
    double jobSeconds = 0.5;
    std::int64_t connections = 50;
    std::int64_t deploysPerMonth = 8;
    std::vector<std::string> given;
    bool operator==(const TrafficSpec&) const = default;
};

struct DataSpec {
    Bytes databaseSize = mebibytes(200);
    Bytes redisKeys = mebibytes(16);
    Bytes objects = gibibytes(1);
    std::vector<std::string> given;
    bool operator==(const DataSpec&) const = default;
};

/// One deployed copy of an app, never `local`.
struct Environment {
    std::string app;
    std::string name;           ///< "production"
    std::string id;             ///< "shop-production"
    std::string namespaceName;  ///< usually the id
    SourcePlace place;          ///< in the blueprint or the scenario
    TrafficSpec traffic;
    DataSpec data;
    Weight weight = Weight::Medium;
    bool weightGiven = false;
    std::map<std::string, std::int64_t> workers;             ///< role → processes per pod
    std::map<std::string, std::int64_t> replicas;            ///< role → replicas
    std::map<std::string, ResourceOverride> resources;       ///< role → override
    std::map<std::string, std::vector<std::string>> runsOn;  ///< role → node names
    std::optional<Strategy> strategy;                        ///< the scenario's own value
    std::string image;
};

/// A percentile pair of one measured or guessed usage.
struct UsageSpec {
    std::optional<Bytes> memoryP50, memoryP99;
    std::optional<MilliCpu> cpuP50, cpuP99;
    bool operator==(const UsageSpec&) const = default;
};

/// A workload that is not Laravel, as in contracts.md section 2.
struct RawWorkload {
    std::string name;
    std::string environment;
    SourcePlace place;
    WorkloadKind kind = WorkloadKind::Deployment;
    std::int64_t replicas = 1;
    PodTemplate pod;
    UpdateStrategy updateStrategy;
    UsageSpec usage;
    std::vector<std::string> runsOn;
    std::string namespaceName;
    bool observed = false;
    bool hasPodSpec = false;
};

struct App {
    std::string name;
    SourcePlace place;
    std::optional<Blueprint> blueprint;
    std::string blueprintPath;  ///< as written; empty when inline or absent
    std::vector<Environment> environments;
    std::vector<RawWorkload> workloads;
};

struct Requirements {
    std::optional<Money> maxMonthlyCost;                                ///< scenario currency
    std::vector<std::string> surviveNodeLoss;                           ///< environment ids
    PartsPerBillion memoryRisk = PartsPerBillion::fromRaw(10'000'000);  ///< per month
    std::int64_t p95LatencyMs = 500;
    std::vector<std::string> zeroDowntimeDeploys;  ///< environment ids
    PartsPerMillion headroom = PartsPerMillion::fromRaw(100'000);
    PlacementRule placement = PlacementRule::Reachable;
    std::optional<std::vector<std::string>> binding;  ///< check ids; absent: all
    int zones = 1;
    bool adjustments = true;
};

struct ServiceWishes {
    ModeWish defaultWish = ModeWish::Auto;
    bool reconsider = false;
    std::map<std::string, ModeWish> overrides;  ///< "shop-production/mysql"
};

struct FixedNode {
    std::string provider;
    std::string offer;
    int count = 1;
};

struct FixedLayout {
    TopologyKind topology = TopologyKind::SingleNode;
    std::vector<FixedNode> nodes;
    SourcePlace place;
};

struct Candidates {
    std::optional<std::vector<std::string>> providers;  ///< absent: all; empty: none
    std::optional<std::vector<std::string>> offers;
    std::vector<Offer> customOffers;
    std::optional<FixedLayout> fixed;
    std::vector<TopologyKind> topologies{TopologyKind::SingleNode, TopologyKind::K3sMulti,
                                         TopologyKind::Managed};
    int maxNodes = 6;
    bool mixedSizes = true;
    std::string kubernetesVersion;  ///< "1.34"; empty: from the blueprints, else newest known
};

/// The whole question. Immutable once built by scenario_builder.
struct Scenario {
    std::string file;
    std::string name;
    std::string description;
    std::string currency = "USD";
    std::map<std::string, std::string> exchange;  ///< currency → exact decimal text
    std::uint64_t seed = 1;
    std::vector<App> apps;
    ServiceWishes services;
    std::map<std::string, std::string> serviceImages;
    Requirements requirements;
    std::map<std::string, std::string> assumptions;  ///< id → value as written
    std::map<std::string, SourcePlace> assumptionPlaces;
    std::string larakubeVersion = "v0.20.0";
    Candidates candidates;
    std::vector<Offer> existingNodes;
    /// The canonical tree, blueprints inlined: goes into the plan report, and its digest with it.
    DocumentNode document;

    const Environment* findEnvironment(const std::string& id) const;
    const App& appOf(const Environment& environment) const;
    std::vector<const Environment*> environments() const;
};

std::string_view toWord(Weight weight);
std::string_view toWord(TopologyKind topology);
std::optional<Weight> parseWeight(std::string_view word);
std::optional<TopologyKind> parseTopology(std::string_view word);

}  // namespace stowage
