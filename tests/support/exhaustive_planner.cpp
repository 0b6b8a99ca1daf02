#include "tests/support/exhaustive_planner.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace stowage::testkit {

namespace {

/// SplitMix64: the same scenarios on every machine.
class Draws {
public:
    explicit Draws(std::uint64_t seed) : m_state(seed * 0x9e3779b97f4a7c15ULL + 1) {}
    std::int64_t below(std::int64_t bound) {
        m_state += 0x9e3779b97f4a7c15ULL;
        std::uint64_t z = m_state;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
        return static_cast<std::int64_t>((z ^ (z >> 31)) % static_cast<std::uint64_t>(bound));
    }
    bool oneIn(std::int64_t chances) { return below(chances) == 0; }

private:
    std::uint64_t m_state;
};

/// Every pod as the position of its workload.
std::vector<std::size_t> podsOf(const TinyScenario& scenario) {
    std::vector<std::size_t> pods;
    for (std::size_t w = 0; w < scenario.workloads.size(); ++w) {
        pods.insert(pods.end(), static_cast<std::size_t>(scenario.workloads[w].replicas), w);
    }
    return pods;
}

bool isApart(const TinyScenario& scenario, std::size_t a, std::size_t b) {
    const auto names = [&](std::size_t owner, std::size_t other) {
        const auto& apart = scenario.workloads[owner].apart;
        return std::find(apart.begin(), apart.end(), other) != apart.end();
    };
    return names(a, b) || names(b, a);
}

/// (1 - headroom) of an amount, rounded down.
std::int64_t usable(const TinyScenario& scenario, std::int64_t amount) {
    return amount * (100 - scenario.headroomPercent) / 100;
}

/// One node with these pods against every rule but spread.
bool nodeHolds(const TinyScenario& scenario, const TinyOffer& offer,
               const std::vector<std::size_t>& pods) {
    constexpr std::int64_t kMi = 1024 * 1024;
    std::int64_t cpu = 0;
    std::int64_t memory = 0;
    std::int64_t licenses = 0;
    for (std::size_t at = 0; at < pods.size(); ++at) {
        const TinyWorkload& workload = scenario.workloads[pods[at]];
        cpu += workload.cpuMilli;
        memory += workload.memoryMi * kMi;
        licenses += workload.licenses;
        if (workload.pool != 0 && workload.pool != offer.pool) {
            return false;
        }
        for (std::size_t other = 0; other < at; ++other) {
            const bool samePort = workload.hostPort != 0 &&
                                  workload.hostPort == scenario.workloads[pods[other]].hostPort;
            if (samePort || isApart(scenario, pods[at], pods[other])) {
                return false;
            }
        }
    }
    return cpu <= usable(scenario, offer.cpuMilli) &&
           memory <= usable(scenario, offer.memoryMi * kMi) &&
           licenses <= usable(scenario, offer.licenses) &&
           static_cast<std::int64_t>(pods.size()) <= offer.pods;
}

/// The largest and smallest count of a spread workload over the nodes that may hold it differ by at
/// most one.
bool spreadHolds(const TinyScenario& scenario, const std::vector<std::size_t>& nodes,
                 const std::vector<std::vector<std::size_t>>& podsOn) {
    for (std::size_t w = 0; w < scenario.workloads.size(); ++w) {
        if (!scenario.workloads[w].isSpread) {
            continue;
        }
        std::vector<std::int64_t> counts;
        for (std::size_t n = 0; n < nodes.size(); ++n) {
            const int pool = scenario.workloads[w].pool;
            if (pool == 0 || pool == scenario.offers[nodes[n]].pool) {
                counts.push_back(std::count(podsOn[n].begin(), podsOn[n].end(), w));
            }
        }
        if (!counts.empty()) {
            const auto [low, high] = std::minmax_element(counts.begin(), counts.end());
            if (*high - *low > 1) {
                return false;
            }
        }
    }
    return true;
}

/// Every set of machines as a sorted list of offers, within stock, size and mixing.
std::vector<std::vector<std::size_t>> nodeSets(const TinyScenario& scenario) {
    std::vector<std::vector<std::size_t>> sets;
    std::vector<std::vector<std::size_t>> open{{}};
    while (!open.empty()) {
        const std::vector<std::size_t> set = open.back();
        open.pop_back();
        if (!set.empty()) {
            sets.push_back(set);
        }
        if (static_cast<int>(set.size()) == scenario.nodesMax) {
            continue;
        }
        for (std::size_t at = set.empty() ? 0 : set.back(); at < scenario.offers.size(); ++at) {
            const std::int64_t stock = scenario.offers[at].stock;
            const bool isLeft = stock == 0 || std::count(set.begin(), set.end(), at) < stock;
            if (isLeft && (scenario.isMixed || set.empty() || at == set.back())) {
                open.push_back(set);
                open.back().push_back(at);
            }
        }
    }
    return sets;
}

std::int64_t priceOf(const TinyScenario& scenario, const std::vector<std::size_t>& nodes) {
    return std::accumulate(
        nodes.begin(), nodes.end(), std::int64_t{0},
        [&](std::int64_t sum, std::size_t offer) { return sum + scenario.offers[offer].monthly; });
}

bool holdsAll(const TinyScenario& scenario, const std::vector<std::size_t>& nodes,
              const std::vector<std::vector<std::size_t>>& podsOn) {
    for (std::size_t n = 0; n < nodes.size(); ++n) {
        if (!nodeHolds(scenario, scenario.offers[nodes[n]], podsOn[n])) {
            return false;
        }
    }
    return spreadHolds(scenario, nodes, podsOn);
}

bool existsAssignment(const TinyScenario& scenario, const std::vector<std::size_t>& nodes) {
    const std::vector<std::size_t> pods = podsOf(scenario);
    std::vector<std::size_t> place(pods.size(), 0);
    while (true) {
        std::vector<std::vector<std::size_t>> podsOn(nodes.size());
        for (std::size_t pod = 0; pod < pods.size(); ++pod) {
            podsOn[place[pod]].push_back(pods[pod]);
        }
        if (holdsAll(scenario, nodes, podsOn)) {
            return true;
        }
        std::size_t pod = 0;
        while (pod < place.size() && ++place[pod] == nodes.size()) {
            place[pod++] = 0;
        }
        if (pod == place.size()) {
            return false;
        }
    }
}

bool branch(const TinyScenario& scenario, const std::vector<std::size_t>& nodes,
            const std::vector<std::size_t>& pods, std::size_t next,
            std::vector<std::vector<std::size_t>>& podsOn) {
    if (next == pods.size()) {
        return spreadHolds(scenario, nodes, podsOn);
    }
    for (std::size_t n = 0; n < nodes.size(); ++n) {
        podsOn[n].push_back(pods[next]);
        const bool found = nodeHolds(scenario, scenario.offers[nodes[n]], podsOn[n]) &&
                           branch(scenario, nodes, pods, next + 1, podsOn);
        podsOn[n].pop_back();
        if (found) {
            return true;
        }
    }
    return false;
}

TinyWorkload drawWorkload(Draws& draws, std::size_t self, std::size_t count) {
    TinyWorkload workload;
    workload.replicas = 1 + draws.below(2);
    workload.cpuMilli = draws.oneIn(5) ? 0 : 100 * (1 + draws.below(12));
    workload.memoryMi = draws.oneIn(5) ? 0 : 64 * (1 + draws.below(24));
    workload.licenses = draws.oneIn(6) ? 1 : 0;
    workload.hostPort = draws.oneIn(8) ? 8080 : 0;
    workload.pool = draws.oneIn(6) ? 1 + static_cast<int>(draws.below(2)) : 0;
    workload.isSpread = draws.oneIn(6);
    if (draws.oneIn(4)) {
        workload.apart.push_back(
            static_cast<std::size_t>(draws.below(static_cast<std::int64_t>(count))));
    }
    if (draws.oneIn(8) &&
        std::find(workload.apart.begin(), workload.apart.end(), self) == workload.apart.end()) {
        workload.apart.push_back(self);
    }
    return workload;
}

}  // namespace

TinyScenario drawTinyScenario(std::uint64_t seed) {
    Draws draws(seed);
    TinyScenario scenario;
    const auto workloads = static_cast<std::size_t>(1 + draws.below(3));
    for (std::size_t w = 0; w < workloads; ++w) {
        scenario.workloads.push_back(drawWorkload(draws, w, workloads));
    }
    const auto offers = static_cast<std::size_t>(1 + draws.below(3));
    for (std::size_t o = 0; o < offers; ++o) {
        scenario.offers.push_back({.monthly = draws.below(30),
                                   .cpuMilli = 250 * (1 + draws.below(10)),
                                   .memoryMi = 256 * (1 + draws.below(10)),
                                   .licenses = draws.below(3),
                                   .pods = draws.oneIn(4) ? 1 + draws.below(3) : 110,
                                   .pool = 1 + static_cast<int>(draws.below(2)),
                                   .stock = draws.oneIn(3) ? 1 + draws.below(2) : 0});
    }
    scenario.nodesMax = 1 + static_cast<int>(draws.below(3));
    scenario.isMixed = !draws.oneIn(4);
    scenario.headroomPercent = draws.oneIn(2) ? 10 : 0;
    return scenario;
}

std::string toYaml(const TinyScenario& scenario) {
    std::string text = fmt::format(
        "apiVersion: stowage/v1\nkind: Scenario\nmetadata: {{ name: tiny }}\n"
        "requirements:\n  headroom: {}\n  placement: pinned\n"
        "  binding: [fit.requests, fit.pods, fit.ports]\n"
        "candidates:\n  providers: []\n  maxNodes: {}\n  mixedSizes: {}\n  customOffers:\n",
        scenario.headroomPercent == 0 ? "0" : fmt::format("0.{}", scenario.headroomPercent),
        scenario.nodesMax, scenario.isMixed);
    for (std::size_t o = 0; o < scenario.offers.size(); ++o) {
        const TinyOffer& offer = scenario.offers[o];
        text +=
            fmt::format("    - name: o{}\n      monthly: {}\n      kind: node\n", o, offer.monthly);
        text += fmt::format(
            "      allocatable: {{ cpu: {}m, memory: {}Mi, pods: {}, example.com/license: {} }}\n",
            offer.cpuMilli, offer.memoryMi, offer.pods, offer.licenses);
        text += fmt::format("      labels: {{ pool: p{} }}\n", offer.pool);
        text += offer.stock > 0 ? fmt::format("      count: {}\n", offer.stock) : "";
    }
    text += "apps:\n  - name: tiny\n    workloads:\n";
    for (std::size_t w = 0; w < scenario.workloads.size(); ++w) {
        const TinyWorkload& workload = scenario.workloads[w];
        text += fmt::format("      - name: w{}\n        environment: production\n", w);
        text += fmt::format("        kind: Deployment\n        replicas: {}\n", workload.replicas);
        text +=
            fmt::format("        requests: {{ cpu: {}m, memory: {}Mi, example.com/license: {} }}\n",
                        workload.cpuMilli, workload.memoryMi, workload.licenses);
        if (workload.hostPort != 0) {
            text += fmt::format("        hostPorts: [{}]\n", workload.hostPort);
        }
        if (workload.pool != 0) {
            text += fmt::format("        nodeSelector: {{ pool: p{} }}\n", workload.pool);
        }
        if (workload.isSpread) {
            text +=
                "        spread: { topologyKey: kubernetes.io/hostname, maxSkew: 1, "
                "whenUnsatisfiable: DoNotSchedule }\n";
        }
        if (!workload.apart.empty()) {
            std::string names;
            for (const std::size_t other : workload.apart) {
                names += fmt::format("{}w{}", names.empty() ? "" : ", ", other);
            }
            text += fmt::format("        antiAffinity: [{}]\n", names);
        }
    }
    return text;
}

std::optional<std::int64_t> exhaustivePrice(const TinyScenario& scenario) {
    std::optional<std::int64_t> best;
    for (const auto& nodes : nodeSets(scenario)) {
        const std::int64_t price = priceOf(scenario, nodes);
        if ((!best || price < *best) && existsAssignment(scenario, nodes)) {
            best = price;
        }
    }
    return best;
}

std::optional<std::int64_t> branchAndBoundPrice(const TinyScenario& scenario) {
    std::vector<std::vector<std::size_t>> sets = nodeSets(scenario);
    std::stable_sort(sets.begin(), sets.end(), [&](const auto& a, const auto& b) {
        return priceOf(scenario, a) < priceOf(scenario, b);
    });
    const std::vector<std::size_t> pods = podsOf(scenario);
    for (const auto& nodes : sets) {
        std::vector<std::vector<std::size_t>> podsOn(nodes.size());
        if (branch(scenario, nodes, pods, 0, podsOn)) {
            return priceOf(scenario, nodes);
        }
    }
    return std::nullopt;
}

}  // namespace stowage::testkit
