#pragma once

#include <map>
#include <string>
#include <vector>

#include "model/scenario.h"
#include "model/service.h"

namespace stowage {

/// "shop-production/mysql": the key of one service of one environment.
std::string serviceKey(const std::string& environmentId, ServiceKind kind);

/// Where the legality of a mode comes from; decides precedence (rulings.md 11).
enum class ModeOrigin { Override, Blueprint, Default, Fixed };

/// One service decision: what it is today and what it may become.
struct ServiceChoice {
    std::string environmentId;
    ServiceKind kind = ServiceKind::Postgres;
    Mode today = Mode::Own;     ///< as the blueprint has it now
    std::vector<Mode> allowed;  ///< never empty, `today` first when allowed; one entry = bound
    ModeOrigin origin = ModeOrigin::Default;
    /// Why a mode is not allowed, one line each, for the report.
    std::vector<std::string> reasons;

    std::string key() const { return serviceKey(environmentId, kind); }
};

/// The services that one environment needs, in the blueprint's order. Horizon brings Redis along
/// where the blueprint does not name it.
std::vector<ServiceKind> environmentServices(const Blueprint& blueprint,
                                             const BlueprintEnvironment& environment);

/// Every service of every planned environment, in the order of the scenario.
/// Precedence: services.overrides > the blueprint's plex and managed lists (in both: plex; managed
/// alone: managed) > services.default. A default other than auto, or reconsider, opens the lists.
std::vector<ServiceChoice> serviceChoices(const Scenario& scenario);

/// The strategies an environment may have. Its own value (scenario, else blueprint environment)
/// binds unless `reconsider`; a blueprint's top-level default does not bind. Environments without a
/// blueprint have no strategy and no entry.
struct StrategyChoice {
    std::string environmentId;
    Strategy today = Strategy::SingleNode;
    bool isBound = false;
};
std::vector<StrategyChoice> strategyChoices(const Scenario& scenario);

/// A mode for every service and a strategy for every environment.
struct Arrangement {
    std::map<std::string, Mode> services;        ///< by serviceKey
    std::map<std::string, Strategy> strategies;  ///< by environment id
    bool operator==(const Arrangement&) const = default;
    auto operator<=>(const Arrangement&) const = default;
};

/// Every service and every environment as they are today; where today's value is not allowed, the
/// first that is.
Arrangement arrangementOfToday(const Scenario& scenario);

/// Services whose mode differs from today: a migration each.
int changesFromToday(const Arrangement& arrangement, const std::vector<ServiceChoice>& choices);

}  // namespace stowage
