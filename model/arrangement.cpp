#include "model/arrangement.h"

#include <algorithm>

#include "model/base/invariant.h"
#include "model/larakube_table.h"

namespace stowage {
namespace {

template <typename T>
bool contains(const std::vector<T>& values, const T& value) {
    return std::find(values.begin(), values.end(), value) != values.end();
}

/// Why LaraKube cannot provide the service in this mode; empty when it can.
std::string obstacle(ServiceKind kind, Mode mode, const std::string& larakubeVersion) {
    const ServiceFacts& facts = serviceFacts(kind);
    const std::string word(facts.word);
    switch (mode) {
        case Mode::Own:
            return facts.canOwn ? "" : word + " has no pod of its own";
        case Mode::Plex:
            if (!facts.canPlex) {
                return "LaraKube offers no Commons for " + word;
            }
            if (larakubeTable(larakubeVersion).commons.count(kind) == 0) {
                return "LaraKube " + larakubeVersion + " offers no Commons for " + word;
            }
            return "";
        case Mode::Managed:
            return facts.canManaged ? "" : word + " cannot be run by a provider";
        case Mode::File:
            return kind == ServiceKind::Sqlite ? "" : word + " is not a file";
    }
    STOWAGE_UNREACHABLE();
}

Mode modeOf(ModeWish wish) {
    switch (wish) {
        case ModeWish::Own:
            return Mode::Own;
        case ModeWish::Plex:
            return Mode::Plex;
        case ModeWish::Managed:
            return Mode::Managed;
        case ModeWish::Auto:
            break;
    }
    STOWAGE_UNREACHABLE();
}

/// What the environment's lists make of one service.
struct Today {
    Mode mode = Mode::Own;
    bool isListed = false;  ///< in `plex` or `managed`
    std::string note;
};

Today today(const BlueprintEnvironment& environment, ServiceKind kind,
            const std::string& larakubeVersion) {
    if (kind == ServiceKind::Sqlite) {
        return {.mode = Mode::File};
    }
    const std::string word(toWord(kind));
    const bool isManaged = contains(environment.managed, word);
    if (contains(environment.plex, word)) {
        const std::string reason = obstacle(kind, Mode::Plex, larakubeVersion);
        if (reason.empty()) {
            // `plex:join` writes both lists; a hand-written one may hold only this one.
            return {.mode = Mode::Plex,
                    .isListed = true,
                    .note = isManaged ? "" : "the blueprint lists " + word + " in 'plex' alone"};
        }
        return {.mode = isManaged ? Mode::Managed : Mode::Own,
                .isListed = isManaged,
                .note = "the blueprint lists " + word + " in 'plex', but " + reason};
    }
    return {.mode = isManaged ? Mode::Managed : Mode::Own, .isListed = isManaged};
}

/// Every mode that LaraKube can provide, today's first.
void openAll(ServiceChoice& choice, const std::string& larakubeVersion) {
    for (const Mode mode : {choice.today, Mode::Own, Mode::Plex, Mode::Managed}) {
        if (contains(choice.allowed, mode)) {
            continue;
        }
        const std::string reason = obstacle(choice.kind, mode, larakubeVersion);
        if (reason.empty()) {
            choice.allowed.push_back(mode);
        } else {
            choice.reasons.push_back(std::string(toHumanWord(mode)) + ": " + reason);
        }
    }
}

void bindTo(ServiceChoice& choice, Mode mode, const std::string& because,
            const std::string& larakubeVersion) {
    const std::string reason = obstacle(choice.kind, mode, larakubeVersion);
    if (reason.empty()) {
        choice.allowed = {mode};
        choice.reasons.push_back("only " + std::string(toHumanWord(mode)) + ": " + because);
    } else {
        choice.allowed = {choice.today};
        choice.reasons.push_back(std::string(toHumanWord(mode)) + ": " + reason +
                                 ", so it stays as it is today");
    }
}

void decide(ServiceChoice& choice, const ServiceWishes& wishes, bool isListed,
            const std::string& larakubeVersion) {
    const auto own = wishes.overrides.find(choice.key());
    if (own != wishes.overrides.end()) {
        choice.origin = ModeOrigin::Override;
        if (own->second == ModeWish::Auto) {
            openAll(choice, larakubeVersion);
        } else {
            bindTo(choice, modeOf(own->second), "services.overrides", larakubeVersion);
        }
        return;
    }
    if (isListed && !wishes.reconsider && wishes.defaultWish == ModeWish::Auto) {
        choice.origin = ModeOrigin::Blueprint;
        bindTo(choice, choice.today, "the blueprint's lists", larakubeVersion);
        return;
    }
    choice.origin = ModeOrigin::Default;
    if (wishes.defaultWish == ModeWish::Auto) {
        openAll(choice, larakubeVersion);
    } else {
        bindTo(choice, modeOf(wishes.defaultWish), "services.default", larakubeVersion);
    }
}

ServiceChoice choiceOf(const Scenario& scenario, const Environment& environment,
                       const BlueprintEnvironment& lists, ServiceKind kind) {
    const Today now = today(lists, kind, scenario.larakubeVersion);
    ServiceChoice choice{.environmentId = environment.id, .kind = kind, .today = now.mode};
    if (!now.note.empty()) {
        choice.reasons.push_back(now.note);
    }
    if (kind == ServiceKind::Sqlite) {
        choice.origin = ModeOrigin::Fixed;
        choice.allowed = {Mode::File};
        choice.reasons.push_back("only file: SQLite lives inside the app's pod");
    } else {
        decide(choice, scenario.services, now.isListed, scenario.larakubeVersion);
    }
    return choice;
}

const BlueprintEnvironment& listsOf(const Blueprint& blueprint, const Environment& environment) {
    static const BlueprintEnvironment kNone;
    const BlueprintEnvironment* found = blueprint.findEnvironment(environment.name);
    return found == nullptr ? kNone : *found;
}

}  // namespace

std::string serviceKey(const std::string& environmentId, ServiceKind kind) {
    return environmentId + "/" + std::string(toWord(kind));
}

std::vector<ServiceKind> environmentServices(const Blueprint& blueprint,
                                             const BlueprintEnvironment& environment) {
    std::vector<ServiceKind> kinds;
    // A search engine serves Scout alone: an environment that leaves Scout out has none.
    const bool hasSearch = !contains(environment.excludeFeatures, std::string("scout"));
    for (const ServiceKind kind : blueprint.services) {
        const bool isSearch = serviceFacts(kind).category == ServiceCategory::Search;
        if (!contains(kinds, kind) && (hasSearch || !isSearch)) {
            kinds.push_back(kind);
        }
    }
    if (blueprint.hasFeature("horizon", environment) && !contains(kinds, ServiceKind::Redis)) {
        kinds.push_back(ServiceKind::Redis);
    }
    return kinds;
}

std::vector<ServiceChoice> serviceChoices(const Scenario& scenario) {
    std::vector<ServiceChoice> choices;
    for (const App& app : scenario.apps) {
        if (!app.blueprint) {
            continue;
        }
        for (const Environment& environment : app.environments) {
            const BlueprintEnvironment& lists = listsOf(*app.blueprint, environment);
            for (const ServiceKind kind : environmentServices(*app.blueprint, lists)) {
                choices.push_back(choiceOf(scenario, environment, lists, kind));
            }
        }
    }
    return choices;
}

std::vector<StrategyChoice> strategyChoices(const Scenario& scenario) {
    std::vector<StrategyChoice> choices;
    for (const App& app : scenario.apps) {
        if (!app.blueprint) {
            continue;
        }
        for (const Environment& environment : app.environments) {
            const std::optional<Strategy> own = environment.strategy
                                                    ? environment.strategy
                                                    : listsOf(*app.blueprint, environment).strategy;
            choices.push_back({.environmentId = environment.id,
                               .today = own.value_or(app.blueprint->defaultStrategy),
                               .isBound = own.has_value() && !scenario.services.reconsider});
        }
    }
    return choices;
}

Arrangement arrangementOfToday(const Scenario& scenario) {
    Arrangement arrangement;
    for (const ServiceChoice& choice : serviceChoices(scenario)) {
        const bool keeps = contains(choice.allowed, choice.today);
        arrangement.services[choice.key()] = keeps ? choice.today : choice.allowed.front();
    }
    for (const StrategyChoice& choice : strategyChoices(scenario)) {
        arrangement.strategies[choice.environmentId] = choice.today;
    }
    return arrangement;
}

int changesFromToday(const Arrangement& arrangement, const std::vector<ServiceChoice>& choices) {
    int changes = 0;
    for (const ServiceChoice& choice : choices) {
        const auto mode = arrangement.services.find(choice.key());
        if (mode != arrangement.services.end() && mode->second != choice.today) {
            ++changes;
        }
    }
    return changes;
}

}  // namespace stowage
