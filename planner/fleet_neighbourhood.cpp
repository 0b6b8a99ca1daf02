#include "planner/fleet_neighbourhood.h"

#include <algorithm>
#include <numeric>

#include "planner/fleet_greedy.h"
#include "planner/pattern_dive.h"
#include "planner/step_random.h"

namespace stowage::planner {

namespace {

constexpr std::size_t kNodesLeast = 3;
constexpr std::size_t kNodesMost = 10;
constexpr std::size_t kSplitMax = 4'000;  ///< nodes that are looked at one by one

double fillOf(const FleetProblem& problem, const FleetNodes& node) {
    double fullest = 0;
    double sum = 0;
    for (std::size_t d = 0; d < problem.dimensions; ++d) {
        std::int64_t used = 0;
        for (const FleetLoad& part : node.load) {
            used += problem.classes[part.item].need[d] * part.count;
        }
        const auto room = static_cast<double>(problem.offers[node.offer].capacity[d]);
        const double share = room > 0 ? static_cast<double>(used) / room : 0;
        fullest = std::max(fullest, share);
        sum += share;
    }
    return fullest + sum / static_cast<double>(std::max<std::size_t>(problem.dimensions, 1));
}

/// The pods of some nodes as a question of their own. Other machines of limited stock are taken.
FleetProblem partOf(const FleetProblem& problem, const std::vector<FleetNodes>& nodes,
                    const std::vector<std::size_t>& chosen, std::vector<std::size_t>& classes) {
    std::vector<std::int64_t> counts(problem.classes.size(), 0);
    for (const std::size_t at : chosen) {
        for (const FleetLoad& part : nodes[at].load) {
            counts[part.item] += part.count;
        }
    }
    std::vector<std::size_t> position(problem.classes.size(), problem.classes.size());
    FleetProblem part{.dimensions = problem.dimensions, .offers = problem.offers};
    for (std::size_t at = 0; at < counts.size(); ++at) {
        if (counts[at] > 0) {
            position[at] = classes.size();
            classes.push_back(at);
        }
    }
    for (const std::size_t at : classes) {
        FleetClass item = problem.classes[at];
        item.count = counts[at];
        std::vector<std::size_t> apart;
        for (const std::size_t other : item.apart) {
            if (position[other] < classes.size()) {
                apart.push_back(position[other]);
            }
        }
        item.apart = std::move(apart);
        part.classes.push_back(std::move(item));
    }
    for (const FleetNodes& node : nodes) {
        part.offers[node.offer].stock -= node.copies;
    }
    for (const std::size_t at : chosen) {
        part.offers[nodes[at].offer].stock += 1;
    }
    const auto others = static_cast<std::int64_t>(nodes.size() - chosen.size());
    part.nodesMax = problem.nodesMax - others;
    return part;
}

}  // namespace

FleetNeighbourhood::FleetNeighbourhood(const FleetProblem& problem, const RunControl& control,
                                       std::uint64_t seed, SolverUse solver)
    : m_problem(problem), m_control(control), m_seed(seed), m_solver(solver) {}

std::vector<FleetNodes> FleetNeighbourhood::singleNodes(const FleetSolution& solution) const {
    std::vector<FleetNodes> nodes;
    for (const FleetNodes& entry : solution.nodes) {
        for (std::int64_t copy = 0; copy < entry.copies; ++copy) {
            FleetNodes one = entry;
            one.copies = 1;
            nodes.push_back(std::move(one));
        }
    }
    return nodes;
}

/// The emptiest node and others at random, or all at random.
std::vector<std::size_t> FleetNeighbourhood::chooseNodes(const std::vector<FleetNodes>& nodes) {
    StepRandom random(m_seed * 0x9e3779b9ULL + m_round);
    const std::size_t most = std::min(kNodesMost, nodes.size());
    const std::size_t least = std::min(kNodesLeast, most);
    const std::size_t wanted = least + random.below(most - least + 1);
    std::vector<std::pair<double, std::size_t>> order;
    const bool isGreedy = m_round % 2 == 0;
    for (std::size_t at = 0; at < nodes.size(); ++at) {
        const double noise = static_cast<double>(random.below(1024)) / 1024.0;
        order.emplace_back(isGreedy ? fillOf(m_problem, nodes[at]) + noise * 0.3 : noise, at);
    }
    std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(wanted),
                      order.end());
    std::vector<std::size_t> chosen;
    for (std::size_t place = 0; place < wanted; ++place) {
        chosen.push_back(order[place].second);
    }
    std::sort(chosen.begin(), chosen.end());
    return chosen;
}

double FleetNeighbourhood::crowding(const std::vector<FleetNodes>& nodes) const {
    double sum = 0;
    for (const FleetNodes& node : nodes) {
        const double fill = fillOf(m_problem, node);
        sum += fill * fill * static_cast<double>(node.copies);
    }
    return sum;
}

/// The pods of some nodes bought for again: the cheapest found, which may cost as much as before.
std::optional<FleetSolution> FleetNeighbourhood::buyAgain(const FleetProblem& part,
                                                          const FleetSolution& old,
                                                          std::int64_t& steps) const {
    const std::int64_t price = old.price(part);
    std::optional<FleetSolution> found;
    const std::vector<std::int64_t> counts = podCounts(part);
    for (const FleetRule rule : {FleetRule::DotProduct, FleetRule::Norm, FleetRule::Largest}) {
        auto packed = packNodes(part, counts, rule, m_seed * 31 + m_round, steps);
        if (packed && (!found || packed->price(part) < found->price(part))) {
            found = std::move(packed);
        }
    }
    auto program = m_solver == SolverUse::Available ? makeLinearProgram() : nullptr;
    if (program == nullptr || (found && found->price(part) < price)) {
        return found;
    }
    ColumnGeneration columns(part, std::move(program));
    columns.addColumns(old);
    if (found) {
        columns.addColumns(*found);
    }
    const PatternBudget budget{.rounds = 60, .pricingSteps = 2'000, .pricingStepsMax = 2'000};
    if (columns.run(budget, m_control) && roundUpToPrices(part, columns.bound().bound) < price) {
        if (auto better = dive(part, columns, price, m_round, m_control)) {
            found = std::move(better);
        } else if (auto whole = columns.solveWhole(price, 40, m_control)) {
            found = std::move(whole);
        }
    }
    steps += columns.steps();
    return found;
}

bool FleetNeighbourhood::improveOnce(FleetSolution& solution, std::int64_t& steps) {
    const std::vector<FleetNodes> nodes = singleNodes(solution);
    if (nodes.size() < 2 || nodes.size() > kSplitMax) {
        return false;
    }
    ++m_round;
    const std::vector<std::size_t> chosen = chooseNodes(nodes);
    std::vector<std::size_t> classes;
    const FleetProblem part = partOf(m_problem, nodes, chosen, classes);
    FleetSolution old;
    FleetSolution next;
    for (std::size_t at = 0; at < nodes.size(); ++at) {
        if (!std::binary_search(chosen.begin(), chosen.end(), at)) {
            next.nodes.push_back(nodes[at]);
            continue;
        }
        FleetNodes node = nodes[at];
        for (FleetLoad& load : node.load) {
            load.item = static_cast<std::size_t>(
                std::lower_bound(classes.begin(), classes.end(), load.item) - classes.begin());
        }
        old.nodes.push_back(std::move(node));
    }
    const std::int64_t price = old.price(part);
    const std::optional<FleetSolution> found = buyAgain(part, old, steps);
    if (!found || found->price(part) > price) {
        return false;
    }
    for (FleetNodes entry : found->nodes) {
        for (FleetLoad& load : entry.load) {
            load.item = classes[load.item];
        }
        next.nodes.push_back(std::move(entry));
    }
    mergeNodes(next);
    const bool isCheaper = found->price(part) < price;
    const bool isCloser = crowding(next.nodes) >= crowding(solution.nodes);
    if ((isCheaper || isCloser) && isComplete(m_problem, next)) {
        solution = std::move(next);
        return isCheaper;
    }
    return false;
}

bool FleetNeighbourhood::improve(FleetSolution& solution, std::int64_t rounds,
                                 std::int64_t& steps) {
    bool isCheaper = false;
    for (std::int64_t round = 0; round < rounds; ++round) {
        if (m_control.isCancelled() || m_control.isDeadlineReached()) {
            break;
        }
        isCheaper = improveOnce(solution, steps) || isCheaper;
    }
    return isCheaper;
}

}  // namespace stowage::planner
