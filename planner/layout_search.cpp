#include "planner/layout_search.h"

#include <algorithm>
#include <tuple>

#include "model/base/invariant.h"
#include "planner/ranking.h"

namespace stowage::planner {

namespace {

/// Arrangements of one set of machines that are expanded and judged before it is left undecided.
constexpr int kTrialsPerSet = 48;
constexpr std::int64_t kArrangementSteps = 20'000;
constexpr std::size_t kTiesMax = 12;
/// Arrangements that are looked at after one has passed, for one with fewer changes at its price:
/// the estimate that orders them is below the bill by what is rounded to cents.
constexpr int kTiesPerSet = 24;
constexpr std::size_t kTrialsKept = 400;
constexpr std::int64_t kBoundStep = 100'000;  ///< micro-units

/// A Deployment of which no pod may go before its successor is there needs one slot beyond all
/// pods; that slot is given back before the next one needs it.
std::int64_t surgeSlots(const Expansion& expansion) {
    const bool isNeeded = std::any_of(
        expansion.workloads.begin(), expansion.workloads.end(),
        [](const PlannedWorkload& workload) {
            const RolloutBounds bounds = rolloutBounds(workload.updateStrategy, workload.replicas);
            return workload.kind == WorkloadKind::Deployment && !workload.environmentId.empty() &&
                   workload.origin == WorkloadOrigin::App && workload.replicas > 0 &&
                   workload.updateStrategy.kind == UpdateKind::RollingUpdate &&
                   bounds.unavailable == 0;
        });
    return isNeeded ? 1 : 0;
}

}  // namespace

void notePinned(SearchResult& result, const JudgeOutcome& outcome) {
    const Money monthly = outcome.layout.bill.monthly;
    if (!outcome.holdsPinned || (result.pinnedPrice && monthly >= *result.pinnedPrice)) {
        return;
    }
    result.pinnedPrice = monthly;
    result.pinned.reset();
    if (outcome.verdict != JudgeVerdict::Passes) {
        result.pinned = outcome.layout;
        if (outcome.pinnedPlacement) {
            result.pinned->placement = *outcome.pinnedPlacement;
        }
    }
}

/// Everything about one family that does not depend on a set of machines.
struct LayoutSearch::FamilyState {
    ArrangementModel model;
    std::unique_ptr<ArrangementRoots> roots;
    FamilyCover cover;
    std::unique_ptr<NodeSetQueue> sets;
    bool isDead = false;  ///< a check failed that no machine changes
};

/// One set of machines and the arrangements that its totals allow.
struct LayoutSearch::SetState {
    NodeSet set;
    std::size_t family = 0;
    std::unique_ptr<ArrangementSearch> arrangements;
    int trials = 0;
    bool hasFound = false;   ///< an arrangement that its totals allow
    bool hasPassed = false;  ///< or one that passes: dearer ones are of no interest
    std::int64_t passedPrice = 0;
    int passedChanges = 0;  ///< fewest changes from today among those that pass at that price
    int tiesLeft = kTiesPerSet;

    /// Could an arrangement of this price and these changes still be preferred?
    bool isOfInterest(std::int64_t price, int changes) const {
        return !hasPassed || (price <= passedPrice && changes < passedChanges && tiesLeft > 0);
    }
};

LayoutSearch::LayoutSearch(LayoutJudge& judge, std::vector<LayoutFamily> families,
                           const std::optional<Money>& priceMax)
    : m_judge(judge), m_families(std::move(families)), m_priceMax(priceMax) {
    m_states.resize(m_families.size());
    for (std::size_t at = 0; at < m_families.size(); ++at) {
        openFamily(at);
    }
}

LayoutSearch::~LayoutSearch() = default;

bool LayoutSearch::Later::operator()(const Task& a, const Task& b) const {
    return std::tie(a.bound, a.kind, a.nodes, a.family, a.serial) >
           std::tie(b.bound, b.kind, b.nodes, b.family, b.serial);
}

const ArrangementDemand& LayoutSearch::demandOf(const LayoutFamily& family) {
    const std::tuple key{family.topology, family.nodesMin, family.ingress};
    const auto known = m_demands.find(key);
    if (known != m_demands.end()) {
        return known->second;
    }
    const SearchContext& context = m_judge.context();
    const NodeNumber nodes = family.nodesMin > 1 ? NodeNumber::Several : NodeNumber::One;
    const LayoutNode first = nodeOf(family.machines.front(), NodeRole::Server, context.assumptions);
    const ArrangementModelInput input{
        .scenario = context.scenario,
        .family = family,
        .expander = m_judge.expanderFor(targetOf(family, family.nodesMin)),
        .dimensions = context.dimensions,
        .measure = simulate::memoryMeasureOf(first),
        .choices = restrictedChoices(context.scenario, context.options.scope.mode, nodes)};
    return m_demands.emplace(key, measureArrangements(input)).first->second;
}

/// Room of each machine as an agent; what servers need more counts as demand.
FamilyCover LayoutSearch::coverOf(const LayoutFamily& family, const ArrangementModel& model) {
    const SearchContext& context = m_judge.context();
    const bool hasAgents = family.topology == TopologyKind::K3sMulti;
    FamilyCover cover{.need = leastNeed(model),
                      .fixed = family.fixedMonthly.raw() + leastPrice(model)};
    Arrangement any = model.fixed;
    for (const OpenChoice& open : model.open) {
        any.services[model.choices[open.choice].key()] = open.modes.front().mode;
    }
    const Expansion expansion = m_judge.expanderFor(targetOf(family, family.nodesMin)).expand(any);
    std::vector<std::int64_t> extra(cover.need.size(), 0);
    for (const FamilyMachine& machine : family.machines) {
        const NodeRole role = hasAgents ? NodeRole::Agent : NodeRole::Server;
        const LayoutNode node = nodeOf(machine, role, context.assumptions);
        std::vector<std::int64_t> room =
            roomOf(node, context.dimensions, context.requirements(), context.assumptions);
        if (hasAgents) {
            // The same for every machine: the processes do not depend on its size.
            extra = room;
            extra -= roomOf(nodeOf(machine, NodeRole::Server, context.assumptions),
                            context.dimensions, context.requirements(), context.assumptions);
        }
        for (const PlannedWorkload& workload : expansion.workloads) {
            if (isOnEveryNode(workload) && machine.shape.taints.empty()) {
                room -= needOf(workload, context.dimensions, simulate::memoryMeasureOf(node));
            }
        }
        for (std::int64_t& part : room) {
            part = std::max<std::int64_t>(part, 0);
        }
        cover.capacity.push_back(std::move(room));
    }
    if (binds(context.requirements(), CheckId::RolloutSurge)) {
        cover.need[context.dimensions.podSlots()] += surgeSlots(expansion);
    }
    for (std::size_t d = 0; d < extra.size(); ++d) {
        cover.need[d] += std::max<std::int64_t>(extra[d], 0) * family.servers;
    }
    for (const OpenChoice& open : model.open) {
        Relief relief{.amount = std::vector<std::int64_t>(cover.need.size(), kOpenRoom)};
        std::int64_t cheapest = open.modes.front().price;
        bool mayManage = false;
        for (const ModeFigures& mode : open.modes) {
            cheapest = std::min(cheapest, mode.price);
            mayManage = mayManage || mode.mode == Mode::Managed;
            relief.price = mode.mode == Mode::Managed ? mode.price : relief.price;
            for (std::size_t d = 0; mode.mode != Mode::Managed && d < relief.amount.size(); ++d) {
                relief.amount[d] = std::min(relief.amount[d], mode.need[d]);
            }
        }
        if (mayManage) {
            relief.price -= cheapest;
            cover.reliefs.push_back(std::move(relief));
        }
    }
    return cover;
}

void LayoutSearch::openFamily(std::size_t at) {
    const LayoutFamily& family = m_families[at];
    if (family.machines.empty() || !family.missing.empty()) {
        return;
    }
    const SearchContext& context = m_judge.context();
    auto state = std::make_unique<FamilyState>();
    state->model = pricedModel(demandOf(family), family, context.catalog, context.exchange);
    if (!state->model.missing.empty()) {
        m_families[at].missing = state->model.missing;
        return;
    }
    state->roots = std::make_unique<ArrangementRoots>(state->model);
    state->cover = coverOf(family, state->model);
    state->sets = std::make_unique<NodeSetQueue>(family, state->cover);
    m_states[at] = std::move(state);
    if (const auto bound = m_states[at]->sets->bound()) {
        push({.bound = *bound, .kind = TaskKind::Family, .family = at});
    }
}

std::int64_t LayoutSearch::fewestNodes(std::size_t family) const {
    const FamilyCover& cover = m_states[family]->cover;
    std::int64_t fewest = 1;
    for (std::size_t d = 0; d < cover.need.size(); ++d) {
        std::int64_t need = cover.need[d];
        for (const Relief& relief : cover.reliefs) {
            need -= std::min(need, relief.amount[d]);
        }
        std::int64_t largest = 0;
        for (const std::vector<std::int64_t>& capacity : cover.capacity) {
            largest = std::max(largest, capacity[d]);
        }
        if (need > 0) {
            fewest = std::max(fewest, largest > 0 ? (need + largest - 1) / largest
                                                  : m_families[family].nodesMax + std::int64_t{1});
        }
    }
    return fewest;
}

Money LayoutSearch::leastPriceOf(std::size_t family) const {
    const FamilyState& state = *m_states[family];
    const auto closing = closingBound(m_families[family], state.cover, state.cover.need, 0,
                                      m_families[family].nodesMax);
    return Money::fromRaw(state.cover.fixed + closing.value_or(std::int64_t{1} << 60));
}

bool LayoutSearch::isArranged(std::size_t family) const {
    return m_states[family]->model.open.empty();
}

std::vector<std::int64_t> LayoutSearch::roomOfSet(std::size_t family,
                                                  const MachineCounts& counts) const {
    const FamilyState& state = *m_states[family];
    std::vector<std::int64_t> room(state.cover.need.size(), 0);
    for (std::size_t at = 0; at < counts.size(); ++at) {
        for (std::size_t d = 0; d < room.size(); ++d) {
            room[d] += state.cover.capacity[at][d] * counts[at];
        }
    }
    // The servers' share of the demand is not the arrangement's.
    room -= state.cover.need;
    room += leastNeed(state.model);
    return room;
}

namespace {

/// Need over room of the tightest dimension, in parts per million.
std::int64_t tightness(const std::vector<std::int64_t>& need,
                       const std::vector<std::int64_t>& room) {
    std::int64_t tightest = 0;
    for (std::size_t d = 0; d < need.size(); ++d) {
        const std::int64_t of = std::max<std::int64_t>(room[d], 1);
        tightest = std::max(
            tightest, mulDivRoundUp(need[d], kWhole.raw(), of).value_or(std::int64_t{1} << 60));
    }
    return tightest;
}

/// What the modes need together, opened engines included.
std::vector<std::int64_t> needOfModes(const ArrangementModel& model,
                                      const std::vector<std::size_t>& modes) {
    std::vector<std::int64_t> need = model.baseNeed;
    for (std::size_t at = 0; at < modes.size(); ++at) {
        need += model.open[at].modes[modes[at]].need;
    }
    for (const EngineFigures& engine : model.engines) {
        bool isUsed = false;
        for (std::size_t at = 0; at < modes.size(); ++at) {
            isUsed = isUsed || (model.open[at].kind == engine.kind &&
                                model.open[at].modes[modes[at]].mode == Mode::Plex);
        }
        if (isUsed && !engine.isOpen) {
            need += engine.need;
        }
    }
    return need;
}

}  // namespace

Arrangement LayoutSearch::closestArrangement(std::size_t family,
                                             const MachineCounts& counts) const {
    const ArrangementModel& model = m_states[family]->model;
    const std::vector<std::int64_t> room = roomOfSet(family, counts);
    // Each wish in turn, today's mode where it is not allowed.
    std::vector<std::size_t> best;
    std::int64_t least = -1;
    for (const std::optional<Mode> wish :
         {std::optional<Mode>(), std::optional(Mode::Own), std::optional(Mode::Plex)}) {
        std::vector<std::size_t> modes;
        for (const OpenChoice& open : model.open) {
            const Mode wanted = wish.value_or(model.choices[open.choice].today);
            const auto at = std::find_if(open.modes.begin(), open.modes.end(),
                                         [&](const ModeFigures& m) { return m.mode == wanted; });
            modes.push_back(
                at == open.modes.end() ? 0 : static_cast<std::size_t>(at - open.modes.begin()));
        }
        const std::int64_t tight = tightness(needOfModes(model, modes), room);
        if (least < 0 || tight < least) {
            least = tight;
            best = modes;
        }
    }
    Arrangement arrangement = model.fixed;
    for (std::size_t at = 0; at < best.size(); ++at) {
        const OpenChoice& open = model.open[at];
        arrangement.services[model.choices[open.choice].key()] = open.modes[best[at]].mode;
    }
    return arrangement;
}

void LayoutSearch::push(Task task) {
    task.serial = m_serial++;
    m_queue.push(std::move(task));
}

void LayoutSearch::advanceFamily(const Task& task) {
    FamilyState& state = *m_states[task.family];
    if (state.isDead) {
        return;
    }
    m_steps += 20;
    if (auto set = state.sets->step()) {
        std::vector<std::int64_t> room = roomOfSet(task.family, set->counts);
        auto fresh = std::make_unique<SetState>();
        fresh->set = std::move(*set);
        fresh->family = task.family;
        fresh->arrangements = std::make_unique<ArrangementSearch>(*state.roots, std::move(room));
        m_sets.push_back(std::move(fresh));
        pushSet(m_sets.size() - 1);
    }
    if (const auto bound = state.sets->bound()) {
        push({.bound = *bound, .kind = TaskKind::Family, .family = task.family});
    }
}

/// Asks for the next arrangement of the set when its turn comes; a set without one is refused.
void LayoutSearch::pushSet(std::size_t set) {
    const SetState& state = *m_sets[set];
    const auto price = state.arrangements->priceBound();
    if (!price) {
        m_result.count.refused += state.hasFound ? 0 : 1;
        return;
    }
    const std::int64_t fixed = m_families[state.family].fixedMonthly.raw();
    push({.bound = state.set.machines + fixed + *price,
          .nodes = nodeCountOf(state.set.counts),
          .kind = TaskKind::Set,
          .family = state.family,
          .set = set});
}

void LayoutSearch::advanceSet(const Task& task) {
    SetState& state = *m_sets[task.set];
    if (m_states[task.family]->isDead ||
        (state.hasPassed &&
         (task.bound > state.passedPrice || state.passedChanges == 0 || --state.tiesLeft < 0))) {
        return;
    }
    ArrangementChoice choice;
    const std::int64_t before = state.arrangements->steps();
    const SearchStatus status = state.arrangements->next(choice, kArrangementSteps);
    m_steps += 5 * (state.arrangements->steps() - before);
    if (status == SearchStatus::LimitReached) {
        // What is left costs no less than what has passed.
        if (!state.hasPassed) {
            recordUndecided(task.bound);
        }
        return;
    }
    if (status == SearchStatus::Found && !state.isOfInterest(0, choice.changes)) {
        pushSet(task.set);
        return;
    }
    if (status == SearchStatus::Found && state.hasPassed && state.trials >= kTrialsPerSet) {
        return;
    }
    if (status == SearchStatus::Found && state.trials == kTrialsPerSet) {
        // Arrangements come in order of price: what is left costs no less than this one. Without a
        // paid service its bill is exact, and the slack for rounded lines is not needed.
        const JudgedLayout next =
            m_judge.assemble(m_families[task.family], state.set.counts, choice.arrangement);
        recordUndecided(choice.price == 0 ? next.bill.monthly.raw() : task.bound);
        return;
    }
    if (status == SearchStatus::Found) {
        state.hasFound = true;
        ++state.trials;
        m_steps += 200;
        JudgedLayout layout =
            m_judge.assemble(m_families[task.family], state.set.counts, choice.arrangement);
        if (layout.bill.isPriced()) {
            push({.bound = layout.bill.monthly.raw(),
                  .nodes = task.nodes,
                  .kind = TaskKind::Judge,
                  .family = task.family,
                  .set = task.set,
                  .layout = std::make_shared<const JudgedLayout>(std::move(layout))});
        }
    }
    pushSet(task.set);
}

void LayoutSearch::judgeLayout(const Task& task, const RunControl& control) {
    SetState& set = *m_sets[task.set];
    FamilyState& family = *m_states[task.family];
    if (family.isDead || !set.isOfInterest(task.layout->bill.monthly.raw(), task.layout->changes)) {
        return;
    }
    JudgeOutcome outcome = m_judge.judge(*task.layout, JudgeDetail::Verdict, control);
    m_steps += outcome.steps;
    m_result.count.audited += outcome.isAudited ? 1 : 0;
    const Money monthly = outcome.layout.bill.monthly;
    notePinned(m_result, outcome);
    if (outcome.verdict == JudgeVerdict::Refused && !outcome.holdsPinned &&
        !outcome.isRefusedPinned) {
        m_openPinned = std::min(m_openPinned.value_or(monthly.raw()), monthly.raw());
    }
    family.isDead = outcome.failsForFamily;
    switch (outcome.verdict) {
        case JudgeVerdict::Passes:
            set.hasPassed = true;
            set.passedPrice = monthly.raw();
            set.passedChanges = outcome.layout.changes;
            m_result.best.push_back(std::move(outcome.layout));
            return;
        case JudgeVerdict::Undecided:
            recordUndecided(task.bound);
            break;
        case JudgeVerdict::Refused:
            m_result.count.refused += 1;
            break;
        case JudgeVerdict::Cancelled:
            m_result.isCancelled = true;
            return;
    }
    if (m_result.trials.size() < kTrialsKept) {
        m_result.trials.push_back({.family = task.family,
                                   .counts = set.set.counts,
                                   .arrangement = task.layout->arrangement,
                                   .monthly = monthly,
                                   .isUndecided = outcome.verdict == JudgeVerdict::Undecided});
    }
}

void LayoutSearch::recordUndecided(std::int64_t bound) {
    ++m_result.count.undecided;
    m_undecided = m_undecided ? std::min(*m_undecided, bound) : bound;
}

bool LayoutSearch::isDone() const {
    if (m_queue.empty()) {
        return true;
    }
    const std::int64_t bound = m_queue.top().bound;
    if (!m_result.best.empty()) {
        return bound > m_result.best.front().bill.monthly.raw() || m_result.best.size() >= kTiesMax;
    }
    return m_priceMax && bound > m_priceMax->raw();
}

void LayoutSearch::finish() {
    const bool hasBest = !m_result.best.empty();
    for (const auto& state : m_states) {
        m_result.count.covered += state ? state->sets->skipped() : 0;
    }
    m_result.count.steps = m_steps;
    std::int64_t bound = hasBest      ? m_result.best.front().bill.monthly.raw()
                         : m_priceMax ? m_priceMax->raw()
                                      : 0;
    bound = m_undecided ? std::min(bound, std::max<std::int64_t>(*m_undecided, 0)) : bound;
    m_result.lowerBound = Money::fromRaw(bound);
    std::int64_t pinned = m_result.pinnedPrice.value_or(m_result.lowerBound).raw();
    pinned = std::min({pinned, m_undecided.value_or(pinned), m_openPinned.value_or(pinned)});
    m_result.pinnedBound = Money::fromRaw(std::max<std::int64_t>(pinned, 0));
    m_result.isProven =
        hasBest ? bound == m_result.best.front().bill.monthly.raw() : !m_undecided.has_value();
    m_result.isExhausted = !hasBest && !m_undecided;
    std::stable_sort(m_result.best.begin(), m_result.best.end(), isPreferred);
}

/// A bound rises in thousands of small steps; one is worth telling that a person would see.
void LayoutSearch::tell(const ProgressListener& listener) {
    if (!listener) {
        return;
    }
    SearchProgress now{.best = std::nullopt, .bound = Money::fromRaw(m_queue.top().bound)};
    if (m_undecided) {
        now.bound = std::min(now.bound, Money::fromRaw(*m_undecided));
    }
    if (!m_result.best.empty()) {
        now.best = m_result.best.front().bill.monthly;
        now.bound = std::min(now.bound, *now.best);
    }
    const std::int64_t step = std::max<std::int64_t>(kBoundStep, m_told.bound.raw() / 100);
    if (now.best != m_told.best || now.bound.raw() >= m_told.bound.raw() + step) {
        m_told = now;
        listener(now);
    }
}

SearchResult LayoutSearch::run(std::int64_t stepsMax, const RunControl& control,
                               const ProgressListener& listener) {
    while (!isDone()) {
        if (control.isCancelled() || m_result.isCancelled) {
            m_result.isCancelled = true;
            return std::move(m_result);
        }
        m_result.isTimeLimited = control.isDeadlineReached();
        if (m_result.isTimeLimited || m_steps > stepsMax) {
            recordUndecided(m_queue.top().bound);
            break;
        }
        tell(listener);
        const Task task = m_queue.top();
        m_queue.pop();
        switch (task.kind) {
            case TaskKind::Family:
                advanceFamily(task);
                break;
            case TaskKind::Set:
                advanceSet(task);
                break;
            case TaskKind::Judge:
                judgeLayout(task, control);
                break;
        }
    }
    finish();
    return std::move(m_result);
}

}  // namespace stowage::planner
