#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "model/json_patch.h"
#include "model/plan_checker/checker_context.h"

namespace stowage::checker {
namespace {

constexpr std::string_view kTimes = " × ";

/// A layout as its title names it: machines with their count, provider, topology.
struct TitledLayout {
    std::vector<std::pair<const Offer*, std::int64_t>> machines;
    std::int64_t nodes = 0;
    std::string services;  ///< what follows ", services "
    bool isManaged = false;
};

class Lists {
public:
    Lists(const PlanCheckerInput& input, const PlanReport& report,
          std::vector<Violation>& violations)
        : m_input(input), m_report(report), m_violations(violations) {}

    void check() {
        for (const Refusal& refusal : m_report.refused) {
            checkRefusal(refusal);
        }
        checkAssumptions();
        for (const SensitivityRow& row : m_report.sensitivity) {
            checkSensitivity(row);
        }
    }

private:
    void violate(const char* rule, const std::string& what, std::string stated,
                 std::string found) const {
        m_violations.push_back({.plan = {},
                                .rule = fmt::format("report.{}", rule),
                                .what = what,
                                .stated = std::move(stated),
                                .found = std::move(found)});
    }
    void refuse(const Refusal& refusal, const char* field, std::string stated,
                std::string found) const {
        violate("refused", fmt::format("{}: {}", refusal.title, field), std::move(stated),
                std::move(found));
    }

    const Offer* offerNamed(const std::string& name, const std::string& provider,
                            bool isManaged) const;
    std::optional<TitledLayout> layoutOf(const Refusal& refusal) const;
    void checkRefusal(const Refusal& refusal) const;
    void checkShort(const Refusal& refusal) const;
    void checkOthers(const Refusal& refusal) const;
    void checkFix(const Refusal& refusal) const;
    bool areServices(const std::string& words) const;
    void checkTitle(const Refusal& refusal, const TitledLayout& layout) const;
    void checkPrice(const Refusal& refusal, const TitledLayout& layout) const;
    void checkAvailable(const Refusal& refusal, const TitledLayout& layout) const;
    std::set<std::int64_t> roomsOf(const Refusal& refusal, const TitledLayout& layout) const;
    void checkAssumptions() const;
    void checkSensitivity(const SensitivityRow& row) const;

    const PlanCheckerInput& m_input;
    const PlanReport& m_report;
    std::vector<Violation>& m_violations;
};

const Offer* Lists::offerNamed(const std::string& name, const std::string& provider,
                               bool isManaged) const {
    for (const auto* own :
         {&m_input.scenario.candidates.customOffers, &m_input.scenario.existingNodes}) {
        const auto at = std::ranges::find(*own, name, &Offer::name);
        if (at != own->end()) {
            return &*at;
        }
    }
    for (const Offer& offer : m_input.catalog.offers()) {
        if (isMachine(offer.kind) && offer.name == name &&
            (provider.empty() || providerTitle(offer) == provider) &&
            (offer.kind == OfferKind::ManagedNode) == isManaged) {
            return &offer;
        }
    }
    return nullptr;
}

/// "2 × a + 1 × b (Provider), managed Kubernetes, services apart"; nullopt: not of this form, or
/// of machines that do not exist.
std::optional<TitledLayout> Lists::layoutOf(const Refusal& refusal) const {
    TitledLayout layout;
    std::string rest = refusal.title;
    const auto cutAt = [&](std::string_view mark) {
        const std::size_t at = rest.find(mark);
        std::string after;
        if (at != std::string::npos) {
            after = rest.substr(at + mark.size());
            rest.resize(at);
        }
        return after;
    };
    layout.services = cutAt(", services ");
    const std::size_t managed = rest.find(", managed Kubernetes");
    layout.isManaged = managed != std::string::npos;
    rest.resize(std::min(rest.size(), managed));
    std::string provider;
    const std::size_t bracket = rest.find(" (");
    if (bracket != std::string::npos && rest.ends_with(')')) {
        provider = rest.substr(bracket + 2, rest.size() - bracket - 3);
        rest.resize(bracket);
    }
    while (!rest.empty()) {
        const std::string others = cutAt(" + ");
        const std::size_t times = rest.find(kTimes);
        if (times == std::string::npos || times == 0 || times > 4 ||
            rest.find_first_not_of("0123456789") != times) {
            return std::nullopt;
        }
        const std::int64_t count = std::stoll(rest.substr(0, times));
        const Offer* offer =
            offerNamed(rest.substr(times + kTimes.size()), provider, layout.isManaged);
        if (offer == nullptr || count < 1) {
            return std::nullopt;
        }
        layout.machines.emplace_back(offer, count);
        layout.nodes += count;
        rest = others;
    }
    return layout.machines.empty() ? std::nullopt : std::optional(layout);
}

/// "apart", "managed", or "2 own + 3 shared" with as many as there are services to choose for.
bool Lists::areServices(const std::string& words) const {
    const std::size_t choices = serviceChoices(m_input.scenario).size();
    static const std::set<std::string> kAll{"apart", "shared in a Commons", "managed"};
    if (words.empty() || kAll.contains(words)) {
        return words.empty() || choices > 0;
    }
    static const std::set<std::string> kModes{"own", "shared", "managed"};
    std::size_t sum = 0;
    std::string rest = words;
    while (!rest.empty()) {
        const std::size_t plus = rest.find(" + ");
        const std::string part = rest.substr(0, plus);
        rest = plus == std::string::npos ? std::string() : rest.substr(plus + 3);
        const std::size_t space = part.find(' ');
        if (space == std::string::npos || space == 0 || space > 6 ||
            part.find_first_not_of("0123456789") != space ||
            !kModes.contains(part.substr(space + 1))) {
            return false;
        }
        sum += static_cast<std::size_t>(std::stoll(part.substr(0, space)));
    }
    return sum <= choices;
}

void Lists::checkTitle(const Refusal& refusal, const TitledLayout& layout) const {
    if (!areServices(layout.services)) {
        refuse(refusal, "services", layout.services, "modes of the services there are");
    }
    const bool isStated = layout.machines.front().first->kind == OfferKind::StatedNode;
    const std::string topology = layout.isManaged    ? "managed"
                                 : isStated          ? "nodes"
                                 : layout.nodes == 1 ? "single-node"
                                                     : "k3s-multi";
    if (refusal.topology != topology) {
        refuse(refusal, "topology", refusal.topology, topology);
    }
    const std::string& node = refusal.shortage.node;
    bool isNode = node.empty();
    for (std::int64_t n = 1; n <= layout.nodes; ++n) {
        isNode = isNode || node == fmt::format("node-{}", n);
    }
    for (const Offer& owned : m_input.scenario.existingNodes) {
        isNode = isNode || node == owned.name || node.starts_with(owned.name + "-");
    }
    if (!isNode) {
        refuse(refusal, "node", node, fmt::format("one of {} nodes", layout.nodes));
    }
}

/// The machines are paid for in any case. Where nothing else can cost money, they are all.
void Lists::checkPrice(const Refusal& refusal, const TitledLayout& layout) const {
    Money machines;
    bool isExact = true;
    for (const auto& [offer, count] : layout.machines) {
        const std::optional<Money> price = machinePrice(m_input, *offer);
        if (!price) {
            return;
        }
        machines += times(*price, count);
        isExact = isExact && (offer->owned || offer->currency == m_input.scenario.currency);
    }
    const bool hasServices = layout.services.find("managed") != std::string::npos;
    const bool hasVolumes = std::ranges::any_of(m_input.scenario.apps, [](const App& app) {
        return std::ranges::any_of(app.workloads, [](const RawWorkload& workload) {
            return !workload.pod.volumes.empty();
        });
    });
    const bool hasBalancer =
        layout.nodes > 1 && !m_input.scenario.requirements.surviveNodeLoss.empty();
    const bool isAll = isExact && !layout.isManaged && !hasServices && !hasVolumes && !hasBalancer;
    if (refusal.monthly < machines || (isAll && refusal.monthly != machines)) {
        refuse(refusal, "monthly", toDecimal(refusal.monthly), toDecimal(machines));
    }
}

/// What a node of the layout has of the resource in question, or all of them together: with the
/// headroom and without.
std::set<std::int64_t> Lists::roomsOf(const Refusal& refusal, const TitledLayout& layout) const {
    std::set<std::int64_t> rooms;
    std::int64_t sum = 0;
    for (const auto& [offer, count] : layout.machines) {
        const Amounts amounts = allocatableOf(m_input, *offer);
        const auto at = amounts.find(refusal.shortage.resource);
        const std::int64_t stated = at == amounts.end() ? 0 : at->second;
        const bool isCapacity =
            refusal.check == CheckId::FitMemory && offer->kind == OfferKind::Vps;
        const std::int64_t room =
            isCapacity ? shareOf(offer->memory.raw(), offer->capacityShare.raw()) : stated;
        const std::int64_t left = withHeadroom(m_input.scenario.requirements, room);
        rooms.insert({room, left});
        sum += left * count;
    }
    if (refusal.shortage.node.empty()) {
        return {sum};
    }
    return rooms;
}

void Lists::checkAvailable(const Refusal& refusal, const TitledLayout& layout) const {
    const Shortage& shortage = refusal.shortage;
    const bool isAmount =
        (refusal.check == CheckId::FitRequests && shortage.resource != "places") ||
        refusal.check == CheckId::FitMemory || refusal.check == CheckId::FitPods;
    const Offer& first = *layout.machines.front().first;
    // A rule is named by a word; CPU of a managed node is a table's.
    if (!isAmount || !allocatableOf(m_input, first).contains(shortage.resource)) {
        return;
    }
    const std::set<std::int64_t> rooms = roomsOf(refusal, layout);
    if (!rooms.contains(shortage.available)) {
        refuse(refusal, "available", std::to_string(shortage.available),
               fmt::format("{}", fmt::join(rooms, " or ")));
    }
}

void Lists::checkShort(const Refusal& refusal) const {
    const Shortage& shortage = refusal.shortage;
    const std::int64_t missing = std::max<std::int64_t>(0, shortage.needed - shortage.available);
    if (shortage.shortBy != missing) {
        refuse(refusal, "short", std::to_string(shortage.shortBy), std::to_string(missing));
    }
    if (!shortage.resource.empty() && missing == 0) {
        refuse(refusal, "needed", std::to_string(shortage.needed),
               fmt::format("more than {}", shortage.available));
    }
    const Requirements& requirements = m_input.scenario.requirements;
    if (refusal.check == CheckId::LimitCost && refusal.isPriced && !shortage.resource.empty()) {
        const std::int64_t most = requirements.maxMonthlyCost.value_or(Money()).raw();
        if (shortage.needed != refusal.monthly.raw() || shortage.available != most) {
            refuse(refusal, "cost", std::to_string(shortage.needed),
                   fmt::format("{} of {}", refusal.monthly.raw(), most));
        }
    }
    if (refusal.check == CheckId::LimitZones && !shortage.resource.empty() &&
        shortage.needed != requirements.zones) {
        refuse(refusal, "zones", std::to_string(shortage.needed),
               std::to_string(requirements.zones));
    }
}

/// Further checks come in the order of the contract, each once.
void Lists::checkOthers(const Refusal& refusal) const {
    std::size_t last = 0;
    for (const std::string& other : refusal.otherChecks) {
        const std::vector<CheckId>& ids = planCheckIds();
        const auto at = std::ranges::find_if(ids, [&](CheckId id) { return toWord(id) == other; });
        const auto place = static_cast<std::size_t>(at - ids.begin()) + 1;
        if (at == ids.end() || place <= last || *at == refusal.check) {
            refuse(refusal, "otherChecks", other, "each once, in their order");
        }
        last = place;
    }
}

void Lists::checkFix(const Refusal& refusal) const {
    if (!refusal.smallestFix) {
        return;
    }
    const SmallestFix& fix = *refusal.smallestFix;
    if (fix.text.empty()) {
        refuse(refusal, "smallestFix", "no text", "what to change");
    }
    const bool isEmpty = fix.patch.items.empty();
    const Result<DocumentNode> changed = applyPatch(m_report.scenarioDocument, fix.patch);
    if (!changed.ok()) {
        refuse(refusal, "smallestFix patch", changed.error().message, "it can be applied");
    } else if (!isEmpty && writeJson(*changed) == writeJson(m_report.scenarioDocument)) {
        refuse(refusal, "smallestFix patch", "changes nothing", "a change");
    }
}

void Lists::checkRefusal(const Refusal& refusal) const {
    if (refusal.text.empty()) {
        refuse(refusal, "text", "none", "a reason");
    }
    checkShort(refusal);
    checkOthers(refusal);
    checkFix(refusal);
    if (refusal.title == "every layout") {
        if (!refusal.monthly.isZero() || refusal.isPriced) {
            refuse(refusal, "monthly", toDecimal(refusal.monthly), "no price");
        }
        return;
    }
    const std::optional<TitledLayout> layout = layoutOf(refusal);
    if (!layout) {
        refuse(refusal, "title", refusal.title, "machines that exist");
        return;
    }
    checkTitle(refusal, *layout);
    if (refusal.isPriced) {
        checkPrice(refusal, *layout);
        checkAvailable(refusal, *layout);
    } else if (!refusal.shortage.resource.empty()) {
        refuse(refusal, "priced", "false", "a shortage with figures");
    }
}

/// Every row is the one of the data files, or the scenario's own.
void Lists::checkAssumptions() const {
    std::set<std::string> seen;
    for (const Assumption& stated : m_report.assumptions) {
        const AssumptionRow* row = m_input.assumptions.find(stated.id);
        if (row == nullptr || !seen.insert(stated.id).second) {
            violate("assumption", stated.id, stated.value, "no such row, or twice");
        } else if (stated != toAssumption(*row)) {
            violate(
                "assumption", stated.id, stated.value,
                fmt::format("{} ({} to {}) by {}", toAssumption(*row).value, toAssumption(*row).low,
                            toAssumption(*row).high, toAssumption(*row).source));
        }
    }
    for (const auto& [id, value] : m_input.scenario.assumptions) {
        if (!seen.contains(id)) {
            violate("assumption", id, "not listed", "set by the scenario");
        }
    }
}

/// Where the answer flips is found by planning again; that it lies inside the range and that the
/// present value is the true one is redone.
void Lists::checkSensitivity(const SensitivityRow& row) const {
    const auto refuseRow = [&](const char* field, std::string stated, std::string found) {
        violate("sensitivity", fmt::format("{} {}", row.input, field), std::move(stated),
                std::move(found));
    };
    if (row.flipsAt.empty() != row.to.empty()) {
        refuseRow("flipsAt", row.flipsAt, "a value exactly where there is another answer");
    }
    const auto isShown = [&](std::string_view part) {
        return part.empty() || row.text.find(part) != std::string::npos;
    };
    if (!isShown(row.current) || !isShown(row.flipsAt)) {
        refuseRow("text", row.text, fmt::format("{} and {}", row.current, row.flipsAt));
    }
    const AssumptionRow* assumption = m_input.assumptions.find(row.input);
    if (assumption == nullptr) {
        return;
    }
    if (row.current != assumptionText(assumption->value, assumption->unit)) {
        refuseRow("current", row.current, assumptionText(assumption->value, assumption->unit));
    }
    const double tolerance = 1e-8 * std::abs(assumption->value);
    if (!row.currentNumber || std::abs(*row.currentNumber - assumption->value) > tolerance) {
        refuseRow("currentNumber", row.currentNumber ? std::to_string(*row.currentNumber) : "none",
                  std::to_string(assumption->value));
    }
    const double slack = 1e-8 * std::abs(assumption->high);
    if (row.limitNumber && (*row.limitNumber < assumption->low - slack ||
                            *row.limitNumber > assumption->high + slack)) {
        refuseRow("limitNumber", std::to_string(*row.limitNumber), "inside the range");
    }
    if (row.limitNumber && row.limit != assumptionText(*row.limitNumber, assumption->unit)) {
        refuseRow("limit", row.limit, assumptionText(*row.limitNumber, assumption->unit));
    }
}

}  // namespace

void checkLists(const PlanCheckerInput& input, const PlanReport& report,
                std::vector<Violation>& violations) {
    Lists(input, report, violations).check();
}

}  // namespace stowage::checker
