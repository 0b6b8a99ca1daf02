#pragma once

#include <string>
#include <utility>
#include <vector>

#include "model/assumption.h"
#include "model/data_files.h"
#include "model/diagnostic.h"
#include "model/scenario.h"

namespace stowage::testkit {

/// The shipped assumptions, parsed once.
inline const AssumptionTable& shippedAssumptions() {
    static const AssumptionTable kTable = [] {
        Diagnostics diagnostics;
        return AssumptionTable::load(DataFiles::shipped(), diagnostics);
    }();
    return kTable;
}

/// An app with these environments, all alike; nothing listed as plex or managed.
inline App laravelApp(const std::string& name, const std::vector<std::string>& environments,
                      std::vector<ServiceKind> services, std::vector<std::string> features) {
    Blueprint blueprint{.name = name, .serverVariation = ServerVariation::FpmNginx};
    blueprint.features = std::move(features);
    blueprint.services = std::move(services);
    blueprint.withCompanions = false;
    App app{.name = name};
    for (const std::string& environment : environments) {
        blueprint.environments.push_back({.name = environment});
        app.environments.push_back({.app = name,
                                    .name = environment,
                                    .id = name + "-" + environment,
                                    .namespaceName = name + "-" + environment});
    }
    app.blueprint = std::move(blueprint);
    return app;
}

inline Scenario scenarioOf(std::vector<App> apps) {
    Scenario scenario;
    scenario.name = "sample";
    scenario.apps = std::move(apps);
    return scenario;
}

/// plex-react: production and staging of one app, every service in the Commons.
inline Scenario plexReact() {
    App app = laravelApp("plex-react", {"production", "staging"},
                         {ServiceKind::Mariadb, ServiceKind::Redis, ServiceKind::Seaweedfs},
                         {"reverb", "horizon"});
    for (BlueprintEnvironment& environment : app.blueprint->environments) {
        environment.managed = {"mariadb", "redis", "seaweedfs"};
        environment.plex = environment.managed;
    }
    return scenarioOf({std::move(app)});
}

}  // namespace stowage::testkit
