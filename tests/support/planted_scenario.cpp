#include "tests/support/planted_scenario.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

#include "model/base/random.h"

namespace stowage::testkit {
namespace {

constexpr std::int64_t kMiPerGi = 1024;
constexpr std::int64_t kCoverSteps = 400'000;
constexpr int kMixTries = 400;

/// Sizes and monthly prices in the manner of real price lists, where larger is not always cheaper.
struct RealMachine {
    const char* name;
    std::int64_t cores;
    std::int64_t gibibytes;
    std::int64_t cents;
};
constexpr std::array<RealMachine, 8> kRealMachines{{{"s-1vcpu-1gb", 1, 1, 600},
                                                    {"s-1vcpu-2gb", 1, 2, 1200},
                                                    {"s-2vcpu-2gb", 2, 2, 1800},
                                                    {"s-2vcpu-4gb", 2, 4, 2400},
                                                    {"s-4vcpu-8gb", 4, 8, 4800},
                                                    {"g-2vcpu-8gb", 2, 8, 6300},
                                                    {"c-2", 2, 4, 4200},
                                                    {"c-4", 4, 8, 8400}}};

/// One stream of draws.
class Draws {
public:
    explicit Draws(const PlantedOptions& options)
        : m_random(
              options.seed, "planted",
              fmt::format("{}/{}/{}/{}/{}", options.pods, options.nodes, options.slackPercent,
                          static_cast<int>(options.trap), static_cast<int>(options.catalogue))) {}

    std::int64_t below(std::int64_t bound) {
        return static_cast<std::int64_t>(
            m_random.below(0, m_draw++, static_cast<std::uint64_t>(bound)));
    }
    std::int64_t from(std::int64_t low, std::int64_t high) { return low + below(high - low + 1); }
    bool oneIn(std::int64_t chances) { return below(chances) == 0; }
    double exponential() { return -std::log(m_random.uniform(0, m_draw++)); }

private:
    RandomSource m_random;
    std::uint32_t m_draw = 0;
};

/// Cuts an amount completely into Dirichlet shares, whole by the largest remainder.
std::vector<std::int64_t> cut(std::int64_t amount, std::size_t parts, Draws& draws) {
    std::vector<double> shares;
    for (std::size_t part = 0; part < parts; ++part) {
        shares.push_back(draws.exponential());
    }
    const double sum = std::accumulate(shares.begin(), shares.end(), 0.0);
    std::vector<std::int64_t> pieces;
    std::vector<double> rests;
    for (const double share : shares) {
        const double exact = static_cast<double>(amount) * share / sum;
        pieces.push_back(static_cast<std::int64_t>(std::floor(exact)));
        rests.push_back(exact - std::floor(exact));
    }
    std::vector<std::size_t> order(parts);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order,
                             [&](std::size_t a, std::size_t b) { return rests[a] > rests[b]; });
    std::int64_t left = amount - std::accumulate(pieces.begin(), pieces.end(), std::int64_t{0});
    for (std::size_t at = 0; left > 0; at = (at + 1) % parts, --left) {
        ++pieces[order[at]];
    }
    return pieces;
}

/// The cheapest multiset by depth first over the offers, with the dearest dimension as bound.
class CoverSearch {
public:
    CoverSearch(const std::vector<PlantedOffer>& offers, std::int64_t steps) : m_steps(steps) {
        for (const PlantedOffer& offer : offers) {
            m_prices.push_back(offer.cents);
            m_rooms.push_back({offer.room[0], offer.room[1], offer.room[2], offer.slots});
        }
    }

    std::optional<std::int64_t> solve(const std::array<std::int64_t, 4>& demand) {
        search(0, demand, 0);
        return m_steps > 0 ? m_best : std::nullopt;
    }

private:
    using Amounts = std::array<std::int64_t, 4>;

    static bool isCovered(const Amounts& left) {
        return std::ranges::all_of(left, [](std::int64_t amount) { return amount <= 0; });
    }

    /// No cover of the rest by offers from `from` on costs less; nullopt: there is none.
    std::optional<double> boundOf(std::size_t from, const Amounts& left) const {
        double bound = 0;
        for (std::size_t d = 0; d < left.size(); ++d) {
            double cheapest = -1;
            for (std::size_t at = from; left[d] > 0 && at < m_prices.size(); ++at) {
                if (m_rooms[at][d] > 0) {
                    const double unit =
                        static_cast<double>(m_prices[at]) / static_cast<double>(m_rooms[at][d]);
                    cheapest = cheapest < 0 ? unit : std::min(cheapest, unit);
                }
            }
            if (left[d] > 0 && cheapest < 0) {
                return std::nullopt;
            }
            bound = left[d] > 0 ? std::max(bound, cheapest * static_cast<double>(left[d])) : bound;
        }
        return bound;
    }

    void search(std::size_t at, Amounts left, std::int64_t price) {
        if (--m_steps <= 0) {
            return;
        }
        if (isCovered(left)) {
            m_best = m_best ? std::min(*m_best, price) : price;
            return;
        }
        const auto bound = boundOf(at, left);
        // Half a cent is less than any difference of prices and more than the error of doubles.
        if (!bound ||
            (m_best && static_cast<double>(price) + *bound > static_cast<double>(*m_best) - 0.5)) {
            return;
        }
        std::int64_t most = 0;
        for (std::size_t d = 0; d < left.size(); ++d) {
            if (left[d] > 0 && m_rooms[at][d] > 0) {
                most = std::max(most, (left[d] + m_rooms[at][d] - 1) / m_rooms[at][d]);
            }
        }
        for (std::int64_t count = most; count >= 0 && m_steps > 0; --count) {
            Amounts rest = left;
            for (std::size_t d = 0; d < left.size(); ++d) {
                rest[d] -= count * m_rooms[at][d];
            }
            search(at + 1, rest, price + count * m_prices[at]);
        }
    }

    std::int64_t m_steps;
    std::vector<std::int64_t> m_prices;
    std::vector<Amounts> m_rooms;
    std::optional<std::int64_t> m_best;
};

class Planter {
public:
    explicit Planter(const PlantedOptions& options) : m_draws(options) {
        m_planted.options = options;
    }

    PlantedScenario plant() {
        drawOffers();
        drawNodes();
        cutNodes();
        readConstraints();
        settleOptimum();
        return std::move(m_planted);
    }

private:
    const PlantedOptions& options() const { return m_planted.options; }
    bool isTrap(PlantedTrap trap) const { return options().trap == trap; }

    void drawOffers();
    void drawPricedOffers();
    void addDecoys();
    void drawNodes();
    bool isCheapestMix(const std::vector<std::size_t>& mix) const;
    void cutNodes();
    std::int64_t podsOf(std::size_t node);
    void addCut(const std::vector<std::size_t>& copies);
    void readConstraints();
    void addApart();
    void addSpread();
    void addPlaces();
    void addEmptyPods();
    std::set<std::size_t> hostsOf(const PlantedWorkload& workload) const;
    void settleOptimum();

    PlantedScenario m_planted;
    Draws m_draws;
    std::size_t m_planting = 0;  ///< the first so many offers may be planted
};

void Planter::drawOffers() {
    if (options().catalogue == PlantedCatalogue::Real) {
        for (const RealMachine& machine : kRealMachines) {
            m_planted.offers.push_back(
                {.name = machine.name,
                 .cents = machine.cents,
                 .room = {machine.cores * 1000, machine.gibibytes * kMiPerGi, 0},
                 .zone = m_draws.oneIn(2) ? "a" : "b"});
        }
        m_planting = m_planted.offers.size();
    } else {
        drawPricedOffers();
    }
    if (m_draws.oneIn(3)) {
        m_planted.daemon = {50, 64, 0};
    }
}

/// Prices of the planted machines are exactly linear in their sizes, those of all others are not
/// lower than that: then no layout costs less than the linear price of what must be held.
void Planter::drawPricedOffers() {
    const bool isMemoryOnly = isTrap(PlantedTrap::OneDimension);
    const bool areSlots = isTrap(PlantedTrap::SlotsBinding);
    const std::int64_t perCore = isMemoryOnly || areSlots ? 0 : m_draws.from(100, 400);
    const std::int64_t perGi = areSlots ? 0 : m_draws.from(50, 300);
    const std::int64_t perLicence = areSlots || m_draws.oneIn(2) ? 0 : m_draws.from(10, 90);
    const std::int64_t perSlot = areSlots ? m_draws.from(20, 90) : 0;
    const std::int64_t kinds = m_draws.from(2, 4);
    for (std::int64_t kind = 0; kind < kinds; ++kind) {
        const std::int64_t cores = isMemoryOnly ? 64 : m_draws.from(1, 8);
        const std::int64_t gibibytes = m_draws.from(1, 16);
        const std::int64_t licences = m_draws.oneIn(2) ? m_draws.from(1, 6) : 0;
        const std::int64_t slots = areSlots ? m_draws.from(2, 6) : 110;
        m_planted.offers.push_back(
            {.name = fmt::format("o{}", kind),
             .cents = perCore * cores + perGi * gibibytes + perLicence * licences + perSlot * slots,
             .room = {cores * 1000, gibibytes * kMiPerGi, licences},
             .slots = slots,
             .zone = m_draws.oneIn(2) ? "a" : "b",
             .isTainted = kind > 0 && m_draws.oneIn(4)});
    }
    m_planting = m_planted.offers.size();
    addDecoys();
}

/// Machines that are never worth their money.
void Planter::addDecoys() {
    const std::vector<PlantedOffer> planting = m_planted.offers;
    for (const PlantedOffer& offer : planting) {
        PlantedOffer decoy = offer;
        decoy.name += "x";
        if (isTrap(PlantedTrap::CentApart)) {
            ++decoy.cents;
        } else if (isTrap(PlantedTrap::LargerCheaper)) {
            decoy.room[0] = decoy.room[0] / 2;
            decoy.room[1] = decoy.room[1] / 2;
            decoy.cents += m_draws.from(1, 200);
        } else if (m_draws.oneIn(2)) {
            decoy.cents += m_draws.from(1, 100);
        } else {
            continue;
        }
        m_planted.offers.push_back(decoy);
    }
}

bool Planter::isCheapestMix(const std::vector<std::size_t>& mix) const {
    PlantedAmounts demand{};
    std::int64_t cents = 0;
    for (const std::size_t offer : mix) {
        cents += m_planted.offers[offer].cents;
        for (std::size_t d = 0; d < demand.size(); ++d) {
            demand[d] += m_planted.offers[offer].room[d];
        }
    }
    return cheapestCover(m_planted.offers, demand, 0, kCoverSteps) == cents;
}

void Planter::drawNodes() {
    for (int attempt = 0; attempt < kMixTries; ++attempt) {
        m_planted.nodes.clear();
        const std::int64_t nodes = m_draws.from(1, options().nodes);
        std::int64_t last = m_draws.below(static_cast<std::int64_t>(m_planting));
        for (std::int64_t node = 0; node < nodes; ++node) {
            // Equal neighbours, so that cuts can be copied.
            last = m_draws.oneIn(2) ? m_draws.below(static_cast<std::int64_t>(m_planting)) : last;
            m_planted.nodes.push_back(static_cast<std::size_t>(last));
        }
        std::ranges::sort(m_planted.nodes);
        if (options().catalogue == PlantedCatalogue::Priced || isCheapestMix(m_planted.nodes)) {
            break;
        }
    }
    for (const std::size_t offer : m_planted.nodes) {
        m_planted.cents += m_planted.offers[offer].cents;
    }
}

std::int64_t Planter::podsOf(std::size_t node) {
    const PlantedOffer& offer = m_planted.offers[m_planted.nodes[node]];
    if (isTrap(PlantedTrap::SlotsBinding)) {
        return offer.slots;
    }
    const auto nodes = static_cast<std::int64_t>(m_planted.nodes.size());
    const std::int64_t share = std::max<std::int64_t>(1, options().pods / nodes);
    return std::max<std::int64_t>(1, m_draws.from((share + 1) / 2, share));
}

/// One cut for several equal nodes: a pod of each makes one workload.
void Planter::addCut(const std::vector<std::size_t>& copies) {
    const PlantedOffer& offer = m_planted.offers[m_planted.nodes[copies.front()]];
    const auto pods = static_cast<std::size_t>(podsOf(copies.front()));
    std::array<std::vector<std::int64_t>, kPlantedDimensions> pieces;
    for (std::size_t d = 0; d < kPlantedDimensions; ++d) {
        pieces[d] = cut(offer.room[d] * (100 - options().slackPercent) / 100, pods, m_draws);
    }
    for (std::size_t pod = 0; pod < pods; ++pod) {
        PlantedWorkload workload{.name = fmt::format("w{}", m_planted.workloads.size()),
                                 .asks = {pieces[0][pod], pieces[1][pod], pieces[2][pod]},
                                 .nodes = copies,
                                 .isTolerant = offer.isTainted || m_draws.oneIn(4)};
        const bool isEven =
            std::ranges::all_of(workload.asks, [](std::int64_t amount) { return amount % 2 == 0; });
        const bool hasRoom = !isTrap(PlantedTrap::SlotsBinding);
        if (copies.size() == 1 && isEven && hasRoom && m_draws.oneIn(3)) {
            for (std::int64_t& amount : workload.asks) {
                amount /= 2;
            }
            workload.nodes = {copies.front(), copies.front()};
            workload.isGlued = true;
        }
        m_planted.workloads.push_back(std::move(workload));
    }
}

void Planter::cutNodes() {
    for (std::size_t node = 0; node < m_planted.nodes.size();) {
        std::vector<std::size_t> copies{node};
        while (copies.back() + 1 < m_planted.nodes.size() &&
               m_planted.nodes[copies.back() + 1] == m_planted.nodes[node] && !m_draws.oneIn(3)) {
            copies.push_back(copies.back() + 1);
        }
        addCut(copies);
        node = copies.back() + 1;
    }
}

std::set<std::size_t> Planter::hostsOf(const PlantedWorkload& workload) const {
    return {workload.nodes.begin(), workload.nodes.end()};
}

/// Replicas on distinct nodes may as well be told so, and pairs that never meet too.
void Planter::addApart() {
    int port = 8000;
    for (std::size_t at = 0; at < m_planted.workloads.size(); ++at) {
        PlantedWorkload& workload = m_planted.workloads[at];
        const std::set<std::size_t> hosts = hostsOf(workload);
        const bool isDistinct = hosts.size() == workload.nodes.size();
        workload.isApart = isDistinct && hosts.size() > 1 && m_draws.oneIn(2);
        if (isDistinct && m_draws.oneIn(5)) {
            workload.hostPort = ++port;
        }
        const std::size_t other = static_cast<std::size_t>(
            m_draws.below(static_cast<std::int64_t>(m_planted.workloads.size())));
        const std::set<std::size_t> theirs = hostsOf(m_planted.workloads[other]);
        const bool meet =
            std::ranges::any_of(hosts, [&](std::size_t host) { return theirs.contains(host); });
        if (!meet && m_draws.oneIn(3)) {
            workload.apartFrom.push_back(other);
        }
    }
}

/// Skew over the zones of the planted nodes, those without such a pod included.
void Planter::addSpread() {
    for (PlantedWorkload& workload : m_planted.workloads) {
        std::map<std::string, std::int64_t> zones;
        for (const std::size_t offer : m_planted.nodes) {
            zones[m_planted.offers[offer].zone];
        }
        for (const std::size_t node : workload.nodes) {
            ++zones[m_planted.offers[m_planted.nodes[node]].zone];
        }
        const auto [least, most] =
            std::ranges::minmax_element(zones, {}, [](const auto& entry) { return entry.second; });
        const bool isEmpty = least->second == 0 && zones.size() > 1;
        const std::int64_t chances = isTrap(PlantedTrap::EmptyDomain) && isEmpty ? 1 : 4;
        if (workload.nodes.size() > 1 && m_draws.oneIn(chances)) {
            workload.maxSkew =
                static_cast<int>(std::max<std::int64_t>(1, most->second - least->second));
        }
    }
}

/// Pods of one zone may be told to stay there.
void Planter::addPlaces() {
    for (PlantedWorkload& workload : m_planted.workloads) {
        std::set<std::string> zones;
        for (const std::size_t node : workload.nodes) {
            zones.insert(m_planted.offers[m_planted.nodes[node]].zone);
        }
        // A rule of place would change which zones count for the skew.
        if (zones.size() == 1 && workload.maxSkew == 0 && m_draws.oneIn(6)) {
            workload.onlyInZone = *zones.begin();
        }
    }
}

void Planter::addEmptyPods() {
    if (!isTrap(PlantedTrap::NoRequests)) {
        return;
    }
    const std::int64_t replicas = m_draws.from(1, 3);
    PlantedWorkload empty{.name = fmt::format("w{}", m_planted.workloads.size()),
                          .nodes = std::vector<std::size_t>(static_cast<std::size_t>(replicas), 0)};
    empty.isTolerant = m_planted.offers[m_planted.nodes[0]].isTainted;
    m_planted.workloads.push_back(std::move(empty));
}

void Planter::readConstraints() {
    addApart();
    addSpread();
    addPlaces();
    addEmptyPods();
}

/// Without slack the linear prices prove it. With slack a smaller set may do: the exact cover says
/// whether one could.
void Planter::settleOptimum() {
    const bool isCut = options().slackPercent == 0 || isTrap(PlantedTrap::SlotsBinding);
    if (isCut && options().catalogue == PlantedCatalogue::Priced) {
        return;
    }
    PlantedAmounts demand{};
    for (const PlantedWorkload& workload : m_planted.workloads) {
        for (std::size_t d = 0; d < demand.size(); ++d) {
            demand[d] += workload.asks[d] * static_cast<std::int64_t>(workload.nodes.size());
        }
    }
    m_planted.isOptimal = cheapestCover(m_planted.offers, demand, m_planted.podCount(),
                                        kCoverSteps) == m_planted.cents;
}

// --- the scenario file ---

std::string amountsText(const PlantedAmounts& amounts) {
    std::string text = fmt::format("cpu: {}m, memory: {}Mi", amounts[0], amounts[1]);
    if (amounts[2] > 0) {
        text += fmt::format(", example.com/license: {}", amounts[2]);
    }
    return text;
}

std::string workloadText(const PlantedScenario& planted, const PlantedWorkload& workload) {
    const bool isEmpty = workload.asks == PlantedAmounts{};
    std::string text =
        fmt::format("{{ name: {}, environment: production, replicas: {}, {}", workload.name,
                    workload.nodes.size(),
                    isEmpty ? "usage: { memory: { p50: 8Mi, p99: 16Mi } }"
                            : fmt::format("requests: {{ {} }}", amountsText(workload.asks)));
    std::vector<std::string> apart;
    if (workload.isApart) {
        apart.push_back(workload.name);
    }
    for (const std::size_t other : workload.apartFrom) {
        apart.push_back(planted.workloads[other].name);
    }
    if (!apart.empty()) {
        text += fmt::format(", antiAffinity: [{}]", fmt::join(apart, ", "));
    }
    if (workload.hostPort != 0) {
        text += fmt::format(", hostPorts: [{}]", workload.hostPort);
    }
    if (workload.maxSkew != 0) {
        text += fmt::format(
            ", spread: {{ topologyKey: topology.kubernetes.io/zone, maxSkew: {}, "
            "whenUnsatisfiable: DoNotSchedule }}",
            workload.maxSkew);
    }
    if (workload.isGlued) {
        text += ", volumes: [ { name: data, size: 1Gi, accessMode: ReadWriteOnce } ]";
    }
    if (workload.isTolerant) {
        text += ", tolerations: [ { key: planted, operator: Exists } ]";
    }
    if (!workload.onlyInZone.empty()) {
        text += fmt::format(", nodeSelector: {{ topology.kubernetes.io/zone: {} }}",
                            workload.onlyInZone);
    }
    return text + " }";
}

std::string offerText(const PlantedScenario& planted, const PlantedOffer& offer) {
    PlantedAmounts whole = offer.room;
    for (std::size_t d = 0; d < whole.size(); ++d) {
        whole[d] += planted.daemon[d];
    }
    const bool hasDaemon = planted.daemon != PlantedAmounts{};
    return fmt::format(
        "{{ name: {}, monthly: {}.{:02}, kind: node, allocatable: {{ {}, pods: {} }}, labels: {{ "
        "topology.kubernetes.io/zone: {} }}{} }}",
        offer.name, offer.cents / 100, offer.cents % 100, amountsText(whole),
        offer.slots + (hasDaemon ? 1 : 0), offer.zone,
        offer.isTainted ? ", taints: [ { key: planted, effect: NoSchedule } ]" : "");
}

std::string yamlOf(const PlantedScenario& planted) {
    std::string text = fmt::format(
        "apiVersion: stowage/v1\nkind: Scenario\nmetadata: {{ name: planted-{} }}\napps:\n"
        "  - name: shop\n    workloads:\n",
        planted.options.seed);
    for (const PlantedWorkload& workload : planted.workloads) {
        text += fmt::format("      - {}\n", workloadText(planted, workload));
    }
    if (planted.daemon != PlantedAmounts{}) {
        text += fmt::format(
            "      - {{ name: daemon, environment: production, kind: DaemonSet, requests: {{ {} "
            "}}, "
            "tolerations: [ {{ operator: Exists }} ] }}\n",
            amountsText(planted.daemon));
    }
    text += fmt::format("candidates:\n  providers: []\n  maxNodes: {}\n  customOffers:\n",
                        planted.nodes.size() + 2);
    for (const PlantedOffer& offer : planted.offers) {
        text += fmt::format("    - {}\n", offerText(planted, offer));
    }
    return text +
           "requirements: { placement: pinned, headroom: 0, binding: [fit.requests, fit.pods, "
           "fit.ports] }\n";
}

}  // namespace

std::int64_t PlantedScenario::podCount() const {
    std::int64_t pods = 0;
    for (const PlantedWorkload& workload : workloads) {
        pods += static_cast<std::int64_t>(workload.nodes.size());
    }
    return pods;
}

PlantedScenario plantScenario(const PlantedOptions& options) {
    PlantedScenario planted = Planter(options).plant();
    planted.yaml = yamlOf(planted);
    return planted;
}

std::optional<std::int64_t> cheapestCover(const std::vector<PlantedOffer>& offers,
                                          const PlantedAmounts& demand, std::int64_t pods,
                                          std::int64_t steps) {
    return CoverSearch(offers, steps).solve({demand[0], demand[1], demand[2], pods});
}

std::vector<std::string> brokenByPlanting(const PlantedScenario& planted) {
    std::vector<std::string> broken;
    for (std::size_t node = 0; node < planted.nodes.size(); ++node) {
        const PlantedOffer& offer = planted.offers[planted.nodes[node]];
        PlantedAmounts asked{};
        std::int64_t pods = 0;
        std::set<std::size_t> here;
        for (std::size_t w = 0; w < planted.workloads.size(); ++w) {
            const PlantedWorkload& workload = planted.workloads[w];
            const std::int64_t count = std::ranges::count(workload.nodes, node);
            pods += count;
            for (std::size_t d = 0; d < asked.size(); ++d) {
                asked[d] += count * workload.asks[d];
            }
            if (count == 0) {
                continue;
            }
            here.insert(w);
            const bool isAlone = workload.isApart || workload.hostPort != 0;
            const bool isOut = !workload.onlyInZone.empty() && workload.onlyInZone != offer.zone;
            if ((isAlone && count > 1) || isOut || (offer.isTainted && !workload.isTolerant)) {
                broken.push_back(fmt::format("{} on node {}", workload.name, node));
            }
        }
        for (const std::size_t w : here) {
            for (const std::size_t other : planted.workloads[w].apartFrom) {
                if (here.contains(other)) {
                    broken.push_back(fmt::format("{} meets {}", planted.workloads[w].name,
                                                 planted.workloads[other].name));
                }
            }
        }
        for (std::size_t d = 0; d < asked.size(); ++d) {
            if (asked[d] > offer.room[d]) {
                broken.push_back(fmt::format("node {} lacks dimension {}", node, d));
            }
        }
        if (pods > offer.slots) {
            broken.push_back(fmt::format("node {} lacks slots", node));
        }
    }
    return broken;
}

}  // namespace stowage::testkit
