#include "planner/evaluation.h"

#include <algorithm>

#include "model/base/parallel.h"
#include "model/scenario_checks.h"
#include "model/simulate/reachability.h"
#include "planner/layout_judge.h"
#include "planner/layout_search.h"
#include "planner/many_node_search.h"
#include "planner/placement_hints.h"
#include "planner/ranking.h"
#include "planner/refused_layouts.h"

namespace stowage::planner {

namespace {

constexpr std::int64_t kStepsDefault = 4'000'000;
/// From here on sets of machines are too many to be looked at one by one.
constexpr std::int64_t kFewNodes = 8;
constexpr std::size_t kReplayedMax = 20'000;  ///< pods × nodes
constexpr std::int64_t kShareAfterSets = 20;
constexpr std::int64_t kManyNodeSteps = 40'000'000;

/// Resources of every pod that any layout may hold.
DimensionSet dimensionsOf(const Scenario& scenario, const AssumptionTable& assumptions) {
    return DimensionSet(expand(scenario, Arrangement(), ExpansionTarget(), assumptions).workloads);
}

Error badCandidates(const Diagnostics& diagnostics) {
    for (const Diagnostic& diagnostic : diagnostics.sorted()) {
        if (diagnostic.severity == Severity::Error) {
            return {.code = ErrorCode::InvalidArgument, .message = toText(diagnostic)};
        }
    }
    return {.code = ErrorCode::InvalidArgument, .message = "the candidates cannot be read"};
}

Error interrupted() {
    return {.code = ErrorCode::Cancelled, .message = "planning was interrupted"};
}

}  // namespace

/// One evaluation: the question, and how far its answer is.
class EvaluationRun {
public:
    EvaluationRun(const Scenario& scenario, const Catalog& catalog,
                  const AssumptionTable& assumptions, const EvaluationOptions& options,
                  RunControl& control)
        : m_context{.scenario = scenario,
                    .catalog = catalog,
                    .assumptions = assumptions,
                    .options = options,
                    .exchange = exchangeOf(scenario),
                    .dimensions = dimensionsOf(scenario, assumptions),
                    .riskConstants = simulate::riskConstants(assumptions)},
          m_judge(m_context),
          m_control(control) {}

    Status decide();
    Status explain();
    const Evaluation& answer() const { return m_answer; }
    Evaluation takeAnswer() { return std::move(m_answer); }

private:
    bool openFamilies(Diagnostics& diagnostics);
    bool needsManyNodes() const;
    void search();
    bool refuseWhatNoLayoutChanges();
    void refuseForAll(RefusedLayout refused);
    void take(SearchResult& result);
    void priceBothWays(const SearchResult& result);
    void addHeld(const LayoutSearch& search);
    void addRefused(const LayoutSearch& search, const SearchResult& result);
    void addHinted(const SearchResult& result);
    void addAboveLimit();
    void refuseByPrice(RefusedLayout& refused) const;
    void addUnpriced(const LayoutSearch& search);
    void addEmptyRefusal();
    Status addAlternatives();
    Result<Evaluation> evaluateScope(const SearchScope& scope) const;
    void addAlternative(const Evaluation& evaluation);
    std::int64_t stepsMax() const {
        return m_context.options.stepsMax > 0 ? m_context.options.stepsMax : kStepsDefault;
    }

    SearchContext m_context;
    LayoutJudge m_judge;
    RunControl& m_control;
    std::vector<LayoutFamily> m_families;
    std::vector<MachineCounts> m_heldCounts;  ///< per family, of a fixed layout
    std::optional<LayoutSearch> m_search;     ///< none where nothing was left to search
    SearchResult m_result;
    Evaluation m_answer;
};

bool EvaluationRun::openFamilies(Diagnostics& diagnostics) {
    const Scenario& scenario = m_context.scenario;
    if (scenario.candidates.fixed) {
        for (FixedChoice& choice :
             fixedChoices(scenario, m_context.catalog, m_context.exchange, diagnostics)) {
            m_families.push_back(std::move(choice.family));
            m_heldCounts.push_back(std::move(choice.counts));
        }
    } else {
        m_families = layoutFamilies(scenario, m_context.catalog, m_context.exchange, diagnostics);
    }
    if (const auto& only = m_context.options.scope.topology) {
        std::erase_if(m_families,
                      [&](const LayoutFamily& family) { return family.topology != *only; });
    }
    for (const Diagnostic& diagnostic : diagnostics.sorted()) {
        if (diagnostic.severity == Severity::Warning) {
            m_answer.warnings.push_back(diagnostic.message);
        }
    }
    return !diagnostics.hasErrors();
}

namespace {

/// The message of `validate` about a collision, which names both places; empty when there is none.
std::string collisionText(const Scenario& scenario, CheckId check) {
    Diagnostics collisions;
    warnOfCollisions(scenario, collisions);
    const std::string_view word = check == CheckId::HostsUnique ? "host '" : "be tenant '";
    for (const Diagnostic& diagnostic : collisions.sorted()) {
        if (diagnostic.message.find(word) != std::string::npos) {
            return diagnostic.hint.empty() ? diagnostic.message
                                           : diagnostic.message + "; " + diagnostic.hint;
        }
    }
    return {};
}

/// An environment that must survive a node although its database is a file on one; empty: none.
std::string boundToItsFile(const Requirements& requirements, const Arrangement& arrangement) {
    for (const std::string& environment : requirements.surviveNodeLoss) {
        const auto mode = arrangement.services.find(serviceKey(environment, ServiceKind::Sqlite));
        if (mode != arrangement.services.end() && mode->second == Mode::File &&
            binds(requirements, CheckId::NodeLoss)) {
            return environment;
        }
    }
    return {};
}

}  // namespace

/// A host that two environments claim, or one tenant id for two, fails on every layout, and so does
/// a database file that is to survive its node: it is judged once, on any machine, with as little
/// in the Commons as the scenario allows.
bool EvaluationRun::refuseWhatNoLayoutChanges() {
    if (!hasBlueprint(m_context.scenario) || m_families.empty() ||
        m_families.front().machines.empty()) {
        return false;
    }
    const LayoutFamily& family = m_families.front();
    MachineCounts counts(family.machines.size(), 0);
    counts.front() = family.nodesMin;
    const NodeNumber nodes = family.nodesMin > 1 ? NodeNumber::Several : NodeNumber::One;
    Arrangement arrangement{.strategies = strategiesFor(m_context.scenario, nodes)};
    for (const ServiceChoice& choice :
         restrictedChoices(m_context.scenario, m_context.options.scope.mode, nodes)) {
        const auto apart = std::find_if(choice.allowed.begin(), choice.allowed.end(),
                                        [](Mode mode) { return mode != Mode::Plex; });
        arrangement.services[choice.key()] =
            apart == choice.allowed.end() ? choice.allowed.front() : *apart;
    }
    RefusedLayout refused{.layout = m_judge.assemble(family, counts, arrangement),
                          .isAudited = true};
    JudgedLayout& layout = refused.layout;
    layout.audit = simulate::audit({.scenario = m_context.scenario,
                                    .expansion = *layout.expansion,
                                    .layout = layout.layout,
                                    .placement = layout.placement,
                                    .bill = layout.bill,
                                    .assumptions = m_context.assumptions,
                                    .today = m_context.options.today},
                                   {.depth = simulate::AuditDepth::Screening}, m_control);
    for (const Check& check : layout.audit.checks) {
        const bool isForAll =
            check.id == CheckId::HostsUnique || check.id == CheckId::CommonsTenantIds;
        if (isForAll && check.verdict == Verdict::Fail) {
            refused.check = check.id;
            refused.shortage = check.shortage.value_or(Shortage());
            const std::string places = collisionText(m_context.scenario, check.id);
            refused.text = places.empty() ? check.text : places;
            refuseForAll(std::move(refused));
            return true;
        }
    }
    const std::string bound =
        boundToItsFile(m_context.requirements(), layout.expansion->arrangement);
    if (bound.empty()) {
        return false;
    }
    RefusedLayout every{.layout = {.expansion = std::make_shared<const Expansion>()}};
    every.check = CheckId::NodeLoss;
    every.shortage = {.node = {}, .resource = "nodes", .needed = 2, .available = 1, .shortBy = 1};
    every.text =
        bound +
        " is to survive the loss of a node, but its database is a file (SQLite), which "
        "only pods of one node can share; use a database service, or take it off 'surviveNodeLoss'";
    refuseForAll(std::move(every));
    return true;
}

void EvaluationRun::refuseForAll(RefusedLayout refused) {
    m_answer.refused.push_back(std::move(refused));
    m_answer.isProven = true;
    m_answer.isProvenInfeasible = true;
}

void EvaluationRun::take(SearchResult& result) {
    m_answer.isProven = result.isProven;
    m_answer.isProvenInfeasible = result.isExhausted;
    m_answer.isTimeLimited = result.isTimeLimited;
    m_answer.lowerBound = result.lowerBound;
    m_answer.count = result.count;
    m_answer.pinnedPrice = result.pinnedPrice;
    m_answer.proof = result.proof;
    if (!result.best.empty()) {
        m_answer.best = result.best.front();
    }
}

/// The cheapest that can hold the pods, and the cheapest that the scheduler fills by itself.
void EvaluationRun::priceBothWays(const SearchResult& result) {
    if (result.best.empty()) {
        return;
    }
    const JudgedLayout& best = result.best.front();
    const Money price = best.bill.monthly;
    m_answer.pinnedPrice = std::min(result.pinnedPrice.value_or(price), price);
    if (m_context.requirements().placement == PlacementRule::Reachable ||
        best.layout.nodes.size() == 1) {
        m_answer.reachablePrice = price;
        return;
    }
    // Nobody asked for the orders: where replaying them takes long, this price is left open.
    if (best.placement.size() * best.layout.nodes.size() > kReplayedMax) {
        return;
    }
    const auto reached = simulate::checkReachability(ClusterModel::of(best.layout, *best.expansion),
                                                     best.expansion->workloads,
                                                     {.seed = m_context.scenario.seed}, m_control);
    if (reached.verdict == simulate::ReachabilityVerdict::Reachable) {
        m_answer.reachablePrice = price;
    }
}

/// There is always a picture: the layout that was chosen by hand comes back, passing or not.
void EvaluationRun::addHeld(const LayoutSearch& search) {
    if (m_answer.best) {
        m_answer.held = m_answer.best;
        return;
    }
    for (std::size_t at = 0; at < m_heldCounts.size() && at < m_families.size(); ++at) {
        if (search.isOpen(at)) {
            JudgedLayout layout = m_judge.assemble(m_families[at], m_heldCounts[at],
                                                   search.closestArrangement(at, m_heldCounts[at]));
            RefusedLayout refused = explainRefusal(m_judge, std::move(layout), m_control);
            m_answer.held = refused.layout;
            const auto& limit = m_context.requirements().maxMonthlyCost;
            if (refused.layout.passes() && limit && refused.layout.bill.monthly > *limit) {
                refuseByPrice(refused);
            }
            m_answer.refused.push_back(std::move(refused));
            return;
        }
    }
}

void EvaluationRun::addRefused(const LayoutSearch& search, const SearchResult& result) {
    m_answer.refused =
        refusedLayouts(m_judge, search, result, m_context.options.refusedMax, m_control);
    // What no layout can change is said once.
    const auto isForAll = [](const RefusedLayout& refused) {
        return refused.check == CheckId::HostsUnique || refused.check == CheckId::CommonsTenantIds;
    };
    if (!m_answer.best && !m_answer.refused.empty() &&
        std::all_of(m_answer.refused.begin(), m_answer.refused.end(), isForAll)) {
        m_answer.refused.resize(1);
    }
}

/// What the scheduler would fill with a few hints, where that is cheaper than anything unaided.
void EvaluationRun::addHinted(const SearchResult& result) {
    const Requirements& requirements = m_context.requirements();
    if (m_context.options.depth != SearchDepth::Report || !result.pinned ||
        !requirements.adjustments || requirements.placement != PlacementRule::Reachable) {
        return;
    }
    const Money price = result.pinned->bill.monthly;
    const bool isCheaper = !m_answer.best || price < m_answer.best->bill.monthly;
    const bool isAllowed = !requirements.maxMonthlyCost || price <= *requirements.maxMonthlyCost;
    if (!isCheaper || !isAllowed) {
        return;
    }
    m_answer.hinted = withHints(m_context, *result.pinned, m_control);
    m_answer.pinnedBound = std::min(price, result.pinnedBound);
}

/// Nothing below the limit: the cheapest layout above it is refused by its price alone.
void EvaluationRun::addAboveLimit() {
    LayoutSearch search(m_judge, m_families, std::nullopt);
    SearchResult result = search.run(stepsMax(), m_control);
    if (result.best.empty()) {
        return;
    }
    RefusedLayout refused{.layout = result.best.front(), .isAudited = true};
    refuseByPrice(refused);
    m_answer.refused.push_back(std::move(refused));
}

void EvaluationRun::refuseByPrice(RefusedLayout& refused) const {
    const Money limit = *m_context.requirements().maxMonthlyCost;
    refused.check = CheckId::LimitCost;
    const Money price = refused.layout.bill.monthly;
    refused.shortage = {.resource = "monthly cost",
                        .needed = price.raw(),
                        .available = limit.raw(),
                        .shortBy = (price - limit).raw()};
    refused.text = "costs " + toDecimal(price) + " " + m_context.scenario.currency +
                   " a month, more than the limit of " + toDecimal(limit);
}

/// Families that miss the price of an add-on are listed, never recommended.
void EvaluationRun::addUnpriced(const LayoutSearch& search) {
    std::vector<TopologyKind> shown;
    for (const LayoutFamily& family : search.families()) {
        const bool isShown = std::find(shown.begin(), shown.end(), family.topology) != shown.end();
        if (family.missing.empty() || family.machines.empty() || isShown) {
            continue;
        }
        shown.push_back(family.topology);
        MachineCounts counts(family.machines.size(), 0);
        counts.front() = std::min<std::int64_t>(family.nodesMin, family.machines.front().stock());
        const NodeNumber nodes = family.nodesMin > 1 ? NodeNumber::Several : NodeNumber::One;
        Arrangement arrangement{.strategies = strategiesFor(m_context.scenario, nodes)};
        for (const ServiceChoice& choice :
             restrictedChoices(m_context.scenario, m_context.options.scope.mode, nodes)) {
            arrangement.services[choice.key()] = choice.allowed.front();
        }
        RefusedLayout refused{.layout = m_judge.assemble(family, counts, arrangement)};
        refused.check = CheckId::LimitCost;
        refused.text = "not priced: the catalogue has no price for the " + family.missing.front();
        m_answer.refused.push_back(std::move(refused));
    }
}

namespace {

/// How many machines of the allowed providers are not offered by themselves, and why the first is
/// not; empty when there are none.
std::string listedOnlyText(const Scenario& scenario, const Catalog& catalog) {
    const auto& providers = scenario.candidates.providers;
    std::int64_t count = 0;
    std::string reason;
    for (const Offer& offer : catalog.offers()) {
        const bool isAllowed = !providers || std::find(providers->begin(), providers->end(),
                                                       offer.provider) != providers->end();
        if (isAllowed && isMachine(offer.kind) && offer.availability == Availability::ListedOnly) {
            reason = count++ == 0 ? qualifiedName(offer) + ": " + offer.unavailableBecause : reason;
        }
    }
    return count == 0 ? std::string()
                      : std::to_string(count) + " offers are used only when 'offers' names them (" +
                            reason + ")";
}

}  // namespace

void EvaluationRun::addEmptyRefusal() {
    const bool isZones = m_context.requirements().zones > 1;
    RefusedLayout refused{.layout = {.expansion = std::make_shared<const Expansion>()}};
    refused.check = isZones ? CheckId::LimitZones : CheckId::LimitNodes;
    refused.text = isZones ? "no machine of the candidates is offered in " +
                                 std::to_string(m_context.requirements().zones) + " zones"
                           : "the candidates leave no machine to choose from";
    for (const std::string& warning : m_answer.warnings) {
        refused.text += "; " + warning;
    }
    const std::string listedOnly = listedOnlyText(m_context.scenario, m_context.catalog);
    refused.text += listedOnly.empty() ? "" : "; " + listedOnly;
    // What was left out for a missing rate or an old price is not proven to be of no use.
    m_answer.isProvenInfeasible =
        m_answer.isProvenInfeasible && m_answer.warnings.empty() && listedOnly.empty();
    m_answer.refused.push_back(std::move(refused));
}

Result<Evaluation> EvaluationRun::evaluateScope(const SearchScope& scope) const {
    EvaluationOptions options = m_context.options;
    options.scope = scope;
    options.depth = SearchDepth::Verdict;
    options.stepsMax = stepsMax() / 8;
    options.threads = 1;
    return evaluate(m_context.scenario, m_context.catalog, m_context.assumptions, options,
                    m_control);
}

void EvaluationRun::addAlternative(const Evaluation& evaluation) {
    if (!evaluation.best || evaluation.best->audit.hasBindingUnknown) {
        return;
    }
    const JudgedLayout& found = *evaluation.best;
    const auto isSame = [&](const JudgedLayout& other) {
        return other.layout.title() == found.layout.title() &&
               other.arrangement == found.arrangement;
    };
    if (!isSame(*m_answer.best) &&
        std::none_of(m_answer.alternatives.begin(), m_answer.alternatives.end(), isSame)) {
        m_answer.alternatives.push_back(found);
    }
}

/// The cheapest of each other topology, then services apart and shared.
Status EvaluationRun::addAlternatives() {
    std::vector<SearchScope> scopes;
    for (const TopologyKind topology :
         {TopologyKind::SingleNode, TopologyKind::K3sMulti, TopologyKind::Managed}) {
        const bool exists =
            std::any_of(m_families.begin(), m_families.end(),
                        [&](const LayoutFamily& family) { return family.topology == topology; });
        if (exists && topology != m_answer.best->layout.topology) {
            scopes.push_back({.topology = topology});
        }
    }
    if (!serviceChoices(m_context.scenario).empty()) {
        for (const Mode mode : {Mode::Own, Mode::Plex}) {
            scopes.push_back({.mode = mode});
        }
    }
    std::vector<std::optional<Result<Evaluation>>> found(scopes.size());
    parallelFor(scopes.size(), m_context.options.threads,
                [&](std::size_t at) { found[at] = evaluateScope(scopes[at]); });
    for (auto& result : found) {
        STOWAGE_TRY(const Evaluation evaluation, std::move(*result));
        addAlternative(evaluation);
    }
    std::stable_sort(m_answer.alternatives.begin(), m_answer.alternatives.end(), isPreferred);
    return Done();
}

bool EvaluationRun::needsManyNodes() const {
    bool isOpen = false;
    for (std::size_t at = 0; at < m_families.size(); ++at) {
        if (m_search->isOpen(at)) {
            isOpen = true;
            const std::int64_t fewest = m_search->fewestNodes(at);
            if (fewest <= kFewNodes && fewest <= m_families[at].nodesMax) {
                return false;
            }
        }
    }
    return isOpen;
}

/// Sets of machines one by one where few do; patterns of nodes where that ends open or would.
void EvaluationRun::search() {
    const bool isForReport = m_context.options.depth == SearchDepth::Report;
    const ProgressListener listener = isForReport ? m_context.options.progress : ProgressListener();
    const int nodesMax = m_context.scenario.candidates.maxNodes;
    if (nodesMax > kFewNodes && !m_context.scenario.candidates.fixed &&
        ManyNodeSearch(m_judge, *m_search, 0).hasMisfit()) {
        m_result.isExhausted = true;
        m_result.lowerBound = m_context.requirements().maxMonthlyCost.value_or(Money());
        m_answer.isManyNodes = true;
        return;
    }
    m_answer.isManyNodes = needsManyNodes();
    if (!m_answer.isManyNodes) {
        m_result = m_search->run(stepsMax(), m_control, listener);
    }
    const bool isOpen = !m_result.isProven && !m_result.isExhausted && !m_result.isCancelled;
    if (isOpen && !m_context.scenario.candidates.fixed) {
        std::int64_t share = m_context.options.stepsMax > 0
                                 ? 10 * m_context.options.stepsMax
                                 : kManyNodeSteps * m_context.options.effort / 100;
        // After a search by sets there is less to be found.
        share = m_answer.isManyNodes ? share : share / kShareAfterSets;
        ManyNodeSearch many(m_judge, *m_search, share);
        many.run(m_result, m_control, listener);
        m_answer.isManyNodes = true;
    }
}

Status EvaluationRun::decide() {
    Diagnostics diagnostics;
    if (!openFamilies(diagnostics)) {
        return badCandidates(diagnostics);
    }
    const bool isHeld = m_context.scenario.candidates.fixed.has_value();
    if (m_context.options.depth != SearchDepth::Verdict && !isHeld && refuseWhatNoLayoutChanges()) {
        return Done();
    }
    m_search.emplace(m_judge, m_families, m_context.requirements().maxMonthlyCost);
    search();
    if (m_result.isCancelled) {
        return interrupted();
    }
    take(m_result);
    priceBothWays(m_result);
    return Done();
}

Status EvaluationRun::explain() {
    if (!m_search) {
        return Done();
    }
    if (m_context.scenario.candidates.fixed) {
        addHeld(*m_search);
        return Done();
    }
    if (m_context.options.depth == SearchDepth::Verdict) {
        return Done();
    }
    addHinted(m_result);
    addRefused(*m_search, m_result);
    if (!m_answer.best && m_context.requirements().maxMonthlyCost) {
        addAboveLimit();
    }
    addUnpriced(*m_search);
    if (m_families.empty()) {
        addEmptyRefusal();
    }
    const bool isReport = m_context.options.depth == SearchDepth::Report;
    if (m_answer.best && isReport && !m_answer.isManyNodes) {
        STOWAGE_TRY(const Done done, addAlternatives());
        static_cast<void>(done);
    }
    return m_control.isCancelled() ? Status(interrupted()) : Status(Done());
}

StagedEvaluation::StagedEvaluation(const Scenario& scenario, const Catalog& catalog,
                                   const AssumptionTable& assumptions,
                                   const EvaluationOptions& options, RunControl& control)
    : m_run(std::make_unique<EvaluationRun>(scenario, catalog, assumptions, options, control)) {}

StagedEvaluation::~StagedEvaluation() = default;

Status StagedEvaluation::decide() {
    return m_run->decide();
}

Status StagedEvaluation::explain() {
    return m_run->explain();
}

const Evaluation& StagedEvaluation::answer() const {
    return m_run->answer();
}

Result<Evaluation> evaluate(const Scenario& scenario, const Catalog& catalog,
                            const AssumptionTable& assumptions, const EvaluationOptions& options,
                            RunControl& control) {
    EvaluationRun run(scenario, catalog, assumptions, options, control);
    STOWAGE_TRY(const Done decided, run.decide());
    STOWAGE_TRY(const Done explained, run.explain());
    static_cast<void>(decided);
    static_cast<void>(explained);
    return run.takeAnswer();
}

}  // namespace stowage::planner
