#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace stowage::testkit {

/// A question small enough to try everything: raw workloads on nodes that state their allocatable,
/// judged by requests with headroom, pod slots, host ports, selectors and anti-affinity.

struct TinyWorkload {
    std::int64_t replicas = 1;
    std::int64_t cpuMilli = 0;
    std::int64_t memoryMi = 0;
    std::int64_t licenses = 0;
    int hostPort = 0;  ///< 0: none
    int pool = 0;      ///< 0: any; else nodes with this label
    std::vector<std::size_t>
        apart;              ///< workloads, itself perhaps, that it never shares a node with
    bool isSpread = false;  ///< hostname, maxSkew 1, DoNotSchedule
};

struct TinyOffer {
    std::int64_t monthly = 0;
    std::int64_t cpuMilli = 0;
    std::int64_t memoryMi = 0;
    std::int64_t licenses = 0;
    std::int64_t pods = 110;
    int pool = 1;
    std::int64_t stock = 0;  ///< 0: as many as wanted
};

struct TinyScenario {
    std::vector<TinyWorkload> workloads;
    std::vector<TinyOffer> offers;
    int nodesMax = 3;
    bool isMixed = true;
    std::int64_t headroomPercent = 0;
};

/// Deterministic in the seed: at most 6 pods, 3 offers, 3 nodes.
TinyScenario drawTinyScenario(std::uint64_t seed);
/// The same as a scenario file.
std::string toYaml(const TinyScenario& scenario);

/// Price of the cheapest layout that holds everything, by trying every multiset of machines and
/// every assignment of pods, each judged whole; nullopt: none does.
std::optional<std::int64_t> exhaustivePrice(const TinyScenario& scenario);
/// The same by a plain branch and bound: cheapest set first, a pod at a time, cut as soon as one
/// rule breaks.
std::optional<std::int64_t> branchAndBoundPrice(const TinyScenario& scenario);

}  // namespace stowage::testkit
