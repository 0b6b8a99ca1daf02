#include "planner/arrangement_model.h"

#include <algorithm>
#include <initializer_list>
#include <iterator>
#include <set>

#include "model/base/invariant.h"
#include "model/commons.h"

namespace stowage::planner {

namespace {

using Need = std::vector<std::int64_t>;

/// A line of a bill is rounded to the cent; a figure that bounds stays below it.
constexpr std::int64_t kCent = 10'000;

/// Evaluates parts of expansions for one kind of layout.
class DemandBuilder {
public:
    explicit DemandBuilder(const ArrangementModelInput& input)
        : m_input(input), m_model(m_demand.model) {}

    ArrangementDemand build();

private:
    void chooseReference();
    Expansion environmentPart(const std::string& id, const Arrangement& arrangement) const;
    Need needOfPart(const Expansion& part) const {
        return totalNeed(part.workloads, m_input.dimensions, m_input.measure);
    }
    Purchases purchasesOf(const Expansion& part) const;
    void addChoice(std::size_t at);
    Need engineNeed(ServiceKind kind, const std::vector<std::string>& tenants) const;
    void addEngines();
    void addEngine(ServiceKind kind, const std::vector<std::string>& fixedTenants,
                   const std::vector<std::size_t>& openTenants);
    void openEngine(EngineFigures& engine, const std::vector<Need>& shares, const Need& pair) const;
    std::int64_t tenantsMax(ServiceKind kind) const;
    void addHostConflicts();

    const ArrangementModelInput& m_input;
    ArrangementDemand m_demand;
    ArrangementModel& m_model;
    Arrangement m_reference;  ///< every open service as small as it may be
    std::map<std::string, Expansion> m_referenceParts;  ///< by environment
};

/// The mode without pods where there is one, else the first.
Mode smallestMode(const ServiceChoice& choice) {
    const auto& allowed = choice.allowed;
    const bool mayManage =
        std::find(allowed.begin(), allowed.end(), Mode::Managed) != allowed.end();
    return mayManage ? Mode::Managed : allowed.front();
}

void DemandBuilder::chooseReference() {
    for (const ServiceChoice& choice : m_input.choices) {
        STOWAGE_ASSERT(!choice.allowed.empty());
        m_reference.services[choice.key()] = smallestMode(choice);
        if (choice.allowed.size() == 1) {
            m_model.fixed.services[choice.key()] = choice.allowed.front();
        }
    }
    const NodeNumber nodes = m_input.family.nodesMin > 1 ? NodeNumber::Several : NodeNumber::One;
    m_model.fixed.strategies = strategiesFor(m_input.scenario, nodes);
    m_reference.strategies = m_model.fixed.strategies;
}

Expansion DemandBuilder::environmentPart(const std::string& id,
                                         const Arrangement& arrangement) const {
    Expansion part;
    m_input.expander.appendEnvironment(id, arrangement, part);
    return part;
}

Purchases DemandBuilder::purchasesOf(const Expansion& part) const {
    Basket basket = basketOf(m_input.family, {}, part);
    return {.volumes = std::move(basket.blockVolumes),
            .managed = std::move(basket.managedServices)};
}

/// What `more` has beyond `less`, as multisets.
std::vector<Bytes> beyond(std::vector<Bytes> more, std::vector<Bytes> less) {
    std::sort(more.begin(), more.end());
    std::sort(less.begin(), less.end());
    std::vector<Bytes> rest;
    std::set_difference(more.begin(), more.end(), less.begin(), less.end(),
                        std::back_inserter(rest));
    return rest;
}

void DemandBuilder::addChoice(std::size_t at) {
    const ServiceChoice& choice = m_model.choices[at];
    const Expansion& reference = m_referenceParts.at(choice.environmentId);
    OpenChoice open{.choice = at, .kind = choice.kind};
    std::vector<Purchases> purchases;
    for (const Mode mode : choice.allowed) {
        Arrangement arrangement = m_reference;
        arrangement.services[choice.key()] = mode;
        const Expansion part = environmentPart(choice.environmentId, arrangement);
        ModeFigures figures{.mode = mode, .changes = mode == choice.today ? 0 : 1};
        figures.need = needOfPart(part);
        figures.need -= needOfPart(reference);
        Purchases bought = purchasesOf(part);
        bought.volumes = beyond(bought.volumes, purchasesOf(reference).volumes);
        std::erase_if(bought.managed,
                      [&](const ManagedServiceNeed& need) { return need.label != choice.key(); });
        purchases.push_back(std::move(bought));
        open.modes.push_back(std::move(figures));
    }
    m_model.open.push_back(std::move(open));
    m_demand.modes.push_back(std::move(purchases));
}

Need DemandBuilder::engineNeed(ServiceKind kind, const std::vector<std::string>& tenants) const {
    Expansion part;
    if (!tenants.empty()) {
        m_input.expander.appendEngine(kind, tenants, m_reference, part);
    }
    return totalNeed(part.workloads, m_input.dimensions, m_input.measure);
}

std::int64_t DemandBuilder::tenantsMax(ServiceKind kind) const {
    const bool isBudget = kind == ServiceKind::Redis &&
                          binds(m_input.scenario.requirements, CheckId::CommonsRedisIndexes);
    return isBudget ? kRedisIndexCount : 0;
}

/// The part that does not depend on who uses it: f(a) + f(b) - f(a, b), never above one tenant's.
void DemandBuilder::openEngine(EngineFigures& engine, const std::vector<Need>& shares,
                               const Need& pair) const {
    engine.need = shares.front();
    if (shares.size() > 1) {
        engine.need += shares[1];
        engine.need -= pair;
    }
    for (std::size_t d = 0; d < engine.need.size(); ++d) {
        for (const Need& share : shares) {
            engine.need[d] = std::min(engine.need[d], share[d]);
        }
        engine.need[d] = std::max<std::int64_t>(engine.need[d], 0);
    }
}

/// need(S) is close to base + sum of shares; rounded so that it is never above the expansion's own
/// figure for one tenant, for two, and for all.
void DemandBuilder::addEngine(ServiceKind kind, const std::vector<std::string>& fixedTenants,
                              const std::vector<std::size_t>& openTenants) {
    EngineFigures engine{.kind = kind,
                         .tenantsMax = tenantsMax(kind),
                         .tenantsFixed = static_cast<std::int64_t>(fixedTenants.size()),
                         .isOpen = !fixedTenants.empty()};
    const Need before = engineNeed(kind, fixedTenants);
    m_model.baseNeed += before;
    const auto with = [&](std::initializer_list<std::size_t> more) {
        std::vector<std::string> tenants = fixedTenants;
        for (const std::size_t at : more) {
            tenants.push_back(m_model.choices[m_model.open[at].choice].environmentId);
        }
        return engineNeed(kind, tenants);
    };
    std::vector<Need> shares;
    for (const std::size_t at : openTenants) {
        shares.push_back(with({at}));
    }
    engine.need = Need(m_input.dimensions.size(), 0);
    if (!engine.isOpen && !shares.empty()) {
        openEngine(engine, shares,
                   shares.size() > 1 ? with({openTenants[0], openTenants[1]}) : Need());
    }
    std::vector<std::string> everybody = fixedTenants;
    for (const std::size_t at : openTenants) {
        everybody.push_back(m_model.choices[m_model.open[at].choice].environmentId);
    }
    Need predicted = engine.isOpen ? before : engine.need;
    for (Need& share : shares) {
        share -= engine.isOpen ? before : engine.need;
        predicted += share;
    }
    const Need all = engineNeed(kind, everybody);
    const auto count = static_cast<std::int64_t>(std::max<std::size_t>(shares.size(), 1));
    for (std::size_t d = 0; d < all.size(); ++d) {
        const std::int64_t excess = std::max<std::int64_t>(predicted[d] - all[d], 0);
        for (Need& share : shares) {
            share[d] = std::max<std::int64_t>(share[d] - (excess + count - 1) / count, 0);
        }
    }
    for (std::size_t at = 0; at < openTenants.size(); ++at) {
        for (ModeFigures& mode : m_model.open[openTenants[at]].modes) {
            if (mode.mode == Mode::Plex) {
                mode.need += shares[at];
            }
        }
    }
    m_model.engines.push_back(std::move(engine));
}

void DemandBuilder::addEngines() {
    for (const ServiceKind kind : allServiceKinds()) {
        std::vector<std::string> fixedTenants;
        for (const ServiceChoice& choice : m_model.choices) {
            if (choice.kind == kind && choice.allowed.size() == 1 &&
                choice.allowed.front() == Mode::Plex) {
                fixedTenants.push_back(choice.environmentId);
            }
        }
        std::vector<std::size_t> openTenants;
        for (std::size_t at = 0; at < m_model.open.size(); ++at) {
            const OpenChoice& open = m_model.open[at];
            const bool mayShare =
                std::any_of(open.modes.begin(), open.modes.end(),
                            [](const ModeFigures& mode) { return mode.mode == Mode::Plex; });
            if (open.kind == kind && mayShare) {
                openTenants.push_back(at);
            }
        }
        if (!fixedTenants.empty() || !openTenants.empty()) {
            addEngine(kind, fixedTenants, openTenants);
        }
    }
}

/// Host names that a service of its own would claim.
std::set<std::string> hostsOf(const Scenario& scenario, const ServiceChoice& choice) {
    std::set<std::string> hosts;
    const Environment* environment = scenario.findEnvironment(choice.environmentId);
    STOWAGE_ASSERT(environment != nullptr);
    const App& app = scenario.appOf(*environment);
    const BlueprintEnvironment* settings =
        app.blueprint ? app.blueprint->findEnvironment(environment->name) : nullptr;
    if (settings == nullptr) {
        return hosts;
    }
    for (const auto& [role, host] : settings->hosts) {
        if (!host.empty() && serviceOfHost(*app.blueprint, role) == choice.kind) {
            hosts.insert(host);
        }
    }
    return hosts;
}

/// LaraKube gives each own service its Ingress rule; a shared one has one for all tenants.
void DemandBuilder::addHostConflicts() {
    if (!binds(m_input.scenario.requirements, CheckId::HostsUnique)) {
        return;
    }
    std::vector<std::set<std::string>> hosts;
    for (const OpenChoice& open : m_model.open) {
        hosts.push_back(hostsOf(m_input.scenario, m_model.choices[open.choice]));
    }
    for (std::size_t a = 0; a < hosts.size(); ++a) {
        for (std::size_t b = a + 1; b < hosts.size(); ++b) {
            const bool clashes =
                std::any_of(hosts[a].begin(), hosts[a].end(),
                            [&](const std::string& host) { return hosts[b].count(host) != 0; });
            if (clashes) {
                m_model.notBothOwn.push_back({a, b});
            }
        }
    }
}

ArrangementDemand DemandBuilder::build() {
    m_model.choices = m_input.choices;
    chooseReference();
    Expansion system;
    m_input.expander.appendSystem(m_reference, system);
    m_model.baseNeed = needOfPart(system);
    for (const Environment* environment : m_input.scenario.environments()) {
        const Expansion part = environmentPart(environment->id, m_reference);
        m_model.baseNeed += needOfPart(part);
        const Purchases bought = purchasesOf(part);
        m_demand.base.volumes.insert(m_demand.base.volumes.end(), bought.volumes.begin(),
                                     bought.volumes.end());
        for (const ManagedServiceNeed& need : bought.managed) {
            if (m_model.fixed.services.count(need.label) != 0) {
                m_demand.base.managed.push_back(need);
            }
        }
        m_referenceParts.emplace(environment->id, part);
    }
    for (std::size_t at = 0; at < m_model.choices.size(); ++at) {
        if (m_model.choices[at].allowed.size() > 1) {
            addChoice(at);
        }
    }
    addEngines();
    addHostConflicts();
    return std::move(m_demand);
}

Bill billOf(const Purchases& purchases, const LayoutFamily& family, const Catalog& catalog,
            const Exchange& exchange) {
    Basket basket;
    basket.provider = family.provider;
    basket.region = family.region;
    basket.blockVolumes = purchases.volumes;
    basket.managedServices = purchases.managed;
    return billFor(basket, catalog, exchange);
}

/// Below what the part adds to a bill of several.
std::int64_t lowPrice(const Bill& bill) {
    return bill.lines.empty() ? 0 : std::max<std::int64_t>(bill.monthly.raw() - kCent, 0);
}

bool mustSurvive(const Scenario& scenario, const std::string& environmentId) {
    const auto& listed = scenario.requirements.surviveNodeLoss;
    return std::find(listed.begin(), listed.end(), environmentId) != listed.end();
}

}  // namespace

ArrangementDemand measureArrangements(const ArrangementModelInput& input) {
    return DemandBuilder(input).build();
}

ArrangementModel pricedModel(const ArrangementDemand& demand, const LayoutFamily& family,
                             const Catalog& catalog, const Exchange& exchange) {
    ArrangementModel model = demand.model;
    const Bill base = billOf(demand.base, family, catalog, exchange);
    model.basePrice = lowPrice(base);
    model.missing = base.missing;
    for (std::size_t at = 0; at < model.open.size(); ++at) {
        std::vector<ModeFigures> priced;
        for (std::size_t mode = 0; mode < model.open[at].modes.size(); ++mode) {
            const Bill bill = billOf(demand.modes[at][mode], family, catalog, exchange);
            if (bill.isPriced()) {
                priced.push_back(model.open[at].modes[mode]);
                priced.back().price = lowPrice(bill);
            }
        }
        if (priced.empty()) {
            model.missing.push_back("services of " +
                                    model.choices[model.open[at].choice].environmentId);
        } else {
            model.open[at].modes = std::move(priced);
        }
    }
    return model;
}

std::vector<ServiceChoice> restrictedChoices(const Scenario& scenario,
                                             const std::optional<Mode>& forced, NodeNumber nodes) {
    std::vector<ServiceChoice> choices = serviceChoices(scenario);
    const bool losesNodes =
        nodes == NodeNumber::Several && binds(scenario.requirements, CheckId::NodeLoss);
    for (ServiceChoice& choice : choices) {
        const auto may = [&](Mode mode) {
            return std::find(choice.allowed.begin(), choice.allowed.end(), mode) !=
                   choice.allowed.end();
        };
        // One pod with one volume is down as long as its node: only a service outside serves on.
        const bool mustLeave = losesNodes && mustSurvive(scenario, choice.environmentId);
        if (mustLeave && may(Mode::Managed)) {
            choice.allowed = {Mode::Managed};
        } else if (forced && may(*forced)) {
            choice.allowed = {*forced};
        } else if (forced) {
            choice.allowed = {may(choice.today) ? choice.today : choice.allowed.front()};
        }
    }
    return choices;
}

std::map<std::string, Strategy> strategiesFor(const Scenario& scenario, NodeNumber nodes) {
    std::map<std::string, Strategy> strategies;
    for (const StrategyChoice& choice : strategyChoices(scenario)) {
        strategies[choice.environmentId] = choice.isBound             ? choice.today
                                           : nodes == NodeNumber::One ? Strategy::SingleNode
                                                                      : Strategy::MultiNodeHa;
    }
    return strategies;
}

}  // namespace stowage::planner
