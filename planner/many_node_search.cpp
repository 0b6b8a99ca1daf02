#include "planner/many_node_search.h"

#include <algorithm>

#include "planner/ranking.h"

namespace stowage::planner {

namespace {

/// Room taken off every node, in millionths, until the scheduler fills what is bought.
constexpr std::int64_t kCuts[] = {10'000,  20'000,  40'000,  80'000,  150'000,
                                  250'000, 350'000, 450'000, 550'000, 650'000};
constexpr std::int64_t kCutSteps = 2'000'000;
constexpr std::int64_t kShareWhereReplayed = 8;

FleetProblem withLessRoom(FleetProblem problem, std::int64_t cut) {
    for (FleetOffer& offer : problem.offers) {
        for (std::int64_t& room : offer.capacity) {
            if (room > 0) {
                room = shareRoundDown(Bytes::fromRaw(room), kWhole - PartsPerMillion::fromRaw(cut))
                           .raw();
            }
        }
    }
    return problem;
}

/// Only one size may be bought.
FleetProblem ofOneSize(const FleetProblem& problem, std::size_t offer) {
    FleetProblem one = problem;
    for (std::size_t other = 0; other < one.offers.size(); ++other) {
        if (other != offer) {
            one.offers[other].stock = 0;
        }
    }
    return one;
}

std::string workloadName(const PlannedWorkload& workload) {
    return workload.namespaceName + "/" + workload.name;
}

}  // namespace

std::optional<Money> ManyNodeSearch::bestPrice() const {
    std::optional<Money> best;
    for (const JudgedLayout& layout : m_result->best) {
        best = best ? std::min(*best, layout.bill.monthly) : layout.bill.monthly;
    }
    return best;
}

std::vector<ManyNodeSearch::Bounded> ManyNodeSearch::openFamilies() const {
    std::vector<Bounded> families;
    for (std::size_t at = 0; at < m_sets.families().size(); ++at) {
        if (!m_sets.isOpen(at)) {
            continue;
        }
        const LayoutFamily& family = m_sets.families()[at];
        Bounded bounded{.family = at, .bound = m_sets.leastPriceOf(at)};
        bounded.isClosed = m_sets.fewestNodes(at) > family.nodesMax ||
                           bounded.bound >= Money::fromRaw(std::int64_t{1} << 60);
        families.push_back(bounded);
    }
    std::stable_sort(families.begin(), families.end(),
                     [](const Bounded& a, const Bounded& b) { return a.bound < b.bound; });
    return families;
}

void ManyNodeSearch::tell(const FleetFamily& fleet, std::optional<std::int64_t> price,
                          std::int64_t bound) {
    if (!m_listener) {
        return;
    }
    SearchProgress progress{
        .best = bestPrice(),
        .bound = std::min(m_othersLeast, fleet.otherMonthly() + Money::fromRaw(bound))};
    if (price) {
        const Money here = fleet.otherMonthly() + Money::fromRaw(*price);
        progress.best = progress.best ? std::min(*progress.best, here) : here;
    }
    m_listener(progress);
}

FleetResult ManyNodeSearch::solve(const FleetFamily& fleet, const FleetProblem& problem) {
    const EvaluationOptions& options = m_judge.context().options;
    // Where the scheduler has the last word, most of the work is what it can be made to fill.
    const bool isReachable = m_judge.context().requirements().placement == PlacementRule::Reachable;
    const std::int64_t steps = isReachable ? m_stepsLeft / kShareWhereReplayed : m_stepsLeft;
    FleetResult found =
        searchFleet(problem,
                    {.stepsMax = std::max<std::int64_t>(steps, 1),
                     .gap = options.gap,
                     .seed = m_judge.context().scenario.seed,
                     .progress = [&](std::optional<std::int64_t> price,
                                     std::int64_t bound) { tell(fleet, price, bound); }},
                    *m_control);
    m_stepsLeft -= found.steps;
    m_result->count.steps += found.steps;
    m_isTimeLimited = m_isTimeLimited || found.isTimeLimited;
    return found;
}

/// What the integer duals prove, by the names of the workloads; only where every pod stands alone.
void ManyNodeSearch::prove(const FleetFamily& fleet, const FleetResult& found) {
    if (!fleet.hasSinglePods() || found.proof.duals.empty()) {
        m_result->proof.reset();
        return;
    }
    PatternProof proof{.fixed = fleet.otherMonthly(),
                       .lowerBound = fleet.otherMonthly() + Money::fromRaw(found.lowerBound)};
    const std::vector<std::optional<std::size_t>> classes = fleet.classOfWorkload();
    for (std::size_t at = 0; at < classes.size(); ++at) {
        if (classes[at]) {
            proof.duals.emplace_back(workloadName(fleet.expansion().workloads[at]),
                                     found.proof.duals[*classes[at]]);
        }
    }
    for (std::size_t at = 0; at < fleet.problem().offers.size(); ++at) {
        const FleetOffer& offer = fleet.problem().offers[at];
        const Offer& named = fleet.family().machines[at].offer;
        proof.offers.push_back({.provider = named.provider,
                                .offer = named.name,
                                .monthly = Money::fromRaw(offer.price),
                                .value = found.proof.earnings[at],
                                .stock = offer.stock < fleet.problem().nodesMax
                                             ? std::optional(offer.stock)
                                             : std::nullopt});
    }
    m_result->proof = std::move(proof);
}

/// True when the layout passes, or is at least one that pods can be fixed to.
bool ManyNodeSearch::judge(const FleetFamily& fleet, const FleetSolution& solution) {
    JudgeOutcome outcome = m_judge.judgePlaced(fleet.layoutOf(solution), fleet.how(),
                                               JudgeDetail::Verdict, *m_control);
    m_result->count.audited += 1;
    m_result->isCancelled = m_result->isCancelled || outcome.verdict == JudgeVerdict::Cancelled;
    notePinned(*m_result, outcome);
    if (outcome.verdict != JudgeVerdict::Passes) {
        return false;
    }
    m_result->best.push_back(std::move(outcome.layout));
    return true;
}

/// The pods fit, but a rule between nodes or the scheduler's own choice is in the way: the cheapest
/// layout with some room to spare that passes.
void ManyNodeSearch::giveMoreRoom(const FleetFamily& fleet, const FleetProblem& problem) {
    for (const std::int64_t cut : kCuts) {
        if (m_result->isCancelled || m_control->isDeadlineReached()) {
            return;
        }
        const FleetProblem roomy = withLessRoom(problem, cut);
        const std::int64_t left = m_stepsLeft;
        m_stepsLeft = std::min(m_stepsLeft, kCutSteps);
        const std::int64_t given = m_stepsLeft;
        FleetResult found = solve(fleet, roomy);
        m_stepsLeft = left - (given - m_stepsLeft);
        if (found.best && isComplete(problem, *found.best) && judge(fleet, *found.best)) {
            return;
        }
    }
}

void ManyNodeSearch::take(const FleetFamily& fleet, FleetResult found) {
    if (found.best && !judge(fleet, *found.best)) {
        giveMoreRoom(fleet, fleet.problem());
    }
}

void ManyNodeSearch::searchSizes(Bounded& bounded, const FleetFamily& fleet) {
    const bool isArranged = m_sets.isArranged(bounded.family);
    if (fleet.family().isMixed || fleet.problem().offers.size() == 1) {
        FleetResult found = solve(fleet, fleet.problem());
        if (isArranged) {
            bounded.isClosed = found.misfit.has_value();
            // What the totals say of this family is rounded to its prices too.
            const std::int64_t totals =
                roundUpToPrices(fleet.problem(), (bounded.bound - fleet.otherMonthly()).raw());
            bounded.bound =
                fleet.otherMonthly() + Money::fromRaw(std::max(totals, found.lowerBound));
            prove(fleet, found);
        }
        take(fleet, std::move(found));
        return;
    }
    // The cheapest of the sizes; the bound is the least of theirs.
    std::optional<Money> least;
    std::optional<FleetResult> best;
    for (std::size_t offer = 0; offer < fleet.problem().offers.size(); ++offer) {
        FleetResult found = solve(fleet, ofOneSize(fleet.problem(), offer));
        if (found.misfit) {
            continue;
        }
        const Money bound = fleet.otherMonthly() + Money::fromRaw(found.lowerBound);
        least = least ? std::min(*least, bound) : bound;
        if (found.best && (!best || found.price < best->price)) {
            best = std::move(found);
        }
    }
    m_result->proof.reset();
    if (isArranged) {
        bounded.isClosed = !least;
        bounded.bound = std::max(bounded.bound, least.value_or(bounded.bound));
    }
    if (best) {
        take(fleet, std::move(*best));
    }
}

FleetFamily ManyNodeSearch::fleetOf(std::size_t at) const {
    const LayoutFamily& family = m_sets.families()[at];
    MachineCounts counts(family.machines.size(), 0);
    counts.back() = std::min<std::int64_t>(m_sets.fewestNodes(at), family.machines.back().stock());
    return FleetFamily(m_judge, family, m_sets.closestArrangement(at, counts));
}

bool ManyNodeSearch::hasMisfit() const {
    bool isOpen = false;
    for (std::size_t at = 0; at < m_sets.families().size(); ++at) {
        if (!m_sets.isOpen(at)) {
            continue;
        }
        isOpen = true;
        if (!m_sets.isArranged(at) || m_sets.families()[at].machines.size() > kPackNodesMax ||
            !misfitOf(fleetOf(at).problem())) {
            return false;
        }
    }
    return isOpen;
}

void ManyNodeSearch::searchFamily(Bounded& bounded) {
    if (m_sets.families()[bounded.family].machines.size() <= kPackNodesMax) {
        const FleetFamily fleet = fleetOf(bounded.family);
        searchSizes(bounded, fleet);
    }
}

/// What costs more than the limit is no answer; that nothing below it exists is proven by the
/// bound.
void ManyNodeSearch::dropAboveLimit(std::optional<Money> bound) {
    const std::optional<Money>& limit = m_judge.context().requirements().maxMonthlyCost;
    if (!limit) {
        return;
    }
    std::erase_if(m_result->best,
                  [&](const JudgedLayout& layout) { return layout.bill.monthly > *limit; });
    if (m_result->best.empty() && bound && *bound > *limit) {
        m_result->isExhausted = true;
    }
}

void ManyNodeSearch::finish(const std::vector<Bounded>& families) {
    std::stable_sort(m_result->best.begin(), m_result->best.end(), isPreferred);
    std::optional<Money> bound;
    for (const Bounded& family : families) {
        if (!family.isClosed) {
            bound = bound ? std::min(*bound, family.bound) : family.bound;
        }
    }
    m_result->isTimeLimited = m_result->isTimeLimited || m_isTimeLimited;
    m_result->isCancelled = m_result->isCancelled || m_control->isCancelled();
    m_result->isExhausted = m_result->best.empty() && !bound;
    dropAboveLimit(bound);
    const std::optional<Money> best = bestPrice();
    if (bound && m_result->pinnedPrice) {
        // Patterns bound every placement, chosen by the scheduler or not.
        m_result->pinnedBound =
            std::min(*m_result->pinnedPrice, std::max(m_result->pinnedBound, *bound));
    }
    Money proven = std::max(m_result->lowerBound, bound.value_or(m_result->lowerBound));
    if (best) {
        proven = std::min(proven, *best);
        std::erase_if(m_result->best,
                      [&](const JudgedLayout& layout) { return layout.bill.monthly > *best; });
    }
    m_result->lowerBound = proven;
    if (m_result->proof && m_result->proof->lowerBound != proven) {
        m_result->proof.reset();  // something else proves more, or a family proves less
    }
    m_result->isProven = best ? proven == *best : m_result->isExhausted;
    m_result->count.undecided = m_result->isProven ? 0 : 1;
}

void ManyNodeSearch::run(SearchResult& result, const RunControl& control,
                         const ProgressListener& listener) {
    m_result = &result;
    m_control = &control;
    m_listener = listener;
    std::vector<Bounded> families = openFamilies();
    for (std::size_t at = 0; at < families.size(); ++at) {
        const std::optional<Money> best = bestPrice();
        const bool isDearer = best && families[at].bound >= *best;
        if (families[at].isClosed || isDearer) {
            continue;
        }
        if (control.isCancelled() || (at > 0 && control.isDeadlineReached())) {
            break;
        }
        m_othersLeast = Money::max();
        for (std::size_t other = at + 1; other < families.size(); ++other) {
            if (!families[other].isClosed) {
                m_othersLeast = std::min(m_othersLeast, families[other].bound);
            }
        }
        searchFamily(families[at]);
    }
    finish(families);
}

}  // namespace stowage::planner
